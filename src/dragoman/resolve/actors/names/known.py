"""A known actor as an article has it: in the sectors of its day, by the office and the side that the words name."""

from __future__ import annotations

from dragoman.records import POLITICAL_KINDS, ActorKind
from dragoman.resolve.actors.context import Context, Found, Traits
from dragoman.resolve.actors.identity.choose import Choice
from dragoman.resolve.actors.identity.new import PUBLIC, Verdict
from dragoman.resolve.actors.names.nationals import people_in
from dragoman.resolve.actors.words.offices import as_actor
from dragoman.resolve.actors.words.titles import is_rank

__all__ = ["known_actor"]

_BESIDE = 2  # words before a party's name that tell on which side it is: ``the opposition party PTI``
_NO_OFFICE = (("CVL",), ("MED",), ("ETH",), ("ELI",))  # what a text says of somebody known that says less than we know


def known_actor(ctx: Context, item: Found, choice: Choice, traits: Traits) -> Verdict:
    """The verdict that a mention means an actor that we know: its sectors and its role on the day."""
    base = ctx.base
    known = base.actors[choice.actor]
    sectors, reasons, role = ctx.sectors_of(known.id), choice.reasons, traits.role
    if known.kind is ActorKind.PERSON:
        held = base.role_at(known.id, ctx.on)
        sectors = _sectors(ctx, known.id, traits)
        role = role or (held[0].role if held else None)
        if held:
            when = "at the article's date" if ctx.on else "not known to have ended; the article's date is unknown"
            reasons = (*reasons, f"{held[0].role} {when}")
    elif known.kind in (ActorKind.PARTY, ActorKind.BLOC):
        sectors = _side_of(ctx, item, traits, sectors)
    return Verdict(people_in(ctx, item, as_actor(ctx, known.id, sectors)), choice.score, reasons, role)


def _sectors(ctx: Context, person: str, traits: Traits) -> tuple[str, ...]:
    """The sectors of a known person: by the offices of the day, else by the office that the text names."""
    base, on = ctx.base, ctx.on
    known = ctx.sectors_of(person)
    if base.role_at(person, on):
        return _named_first(ctx, known, traits)
    if traits.former:
        left = tuple(s for s in base.sectors_at(person, on) if s not in PUBLIC)
        return tuple(dict.fromkeys(("ELI", *left))) if left[:1] in ((), ("PTY",)) else left
    of = base.get(traits.of) if traits.of else None
    if of is not None and of.kind in POLITICAL_KINDS and traits.role is None:  # ``Thomas Thabane of the ABC``
        return tuple(dict.fromkeys((*ctx.sectors_of(of.id), *(s for s in known if s not in PUBLIC | {"ELI"}))))
    told = traits.sectors[:1] if traits.role is not None and traits.sectors[:1] not in _NO_OFFICE else ()
    told = () if known == ("ELI",) and is_rank(ctx, traits.role) else told  # ``Col. X``, whose rule is over
    told = () if known[:1] == ("IGO",) and told == ("GOV",) else told  # ``as envoy for Syria``: who sends him is known
    return tuple(dict.fromkeys((*told, *(s for s in known if not told or s != "ELI"))))


def _named_first(ctx: Context, held: tuple[str, ...], traits: Traits) -> tuple[str, ...]:
    """The sectors of whoever holds several offices, that of the office that the text names first (``X, the chief of
    staff``); a rank before the name names none.
    """
    told = traits.sectors[:1]
    if traits.role is None or is_rank(ctx, traits.role) or not told or told[0] not in held:
        return held
    if told == ("PTY",) and held[0] == "OPP":
        return held  # who leads an opposition party does both
    return tuple(dict.fromkeys((*told, *held)))


def _side_of(ctx: Context, item: Found, traits: Traits, sectors: tuple[str, ...]) -> tuple[str, ...]:
    """The sectors of a party as the words at its name have it: ``the opposition CHP``, ``the ruling PML-Q``, ``Musavat,
    an opposition party``.
    """
    before = [t.text.lower() for t in ctx.analysis.tokens[max(0, item.first - _BESIDE) : item.first]]
    effects = {ctx.agents.modifiers.get(w) for w in before if w != "-"}
    if "opposition" in effects or traits.sectors[:1] == ("OPP",):
        return tuple(dict.fromkeys(("OPP", *sectors)))
    return tuple(s for s in sectors if s != "OPP") or ("PTY",) if "ruling" in effects else sectors
