"""Bodies and offices of states: who ``the Iraqi army``, ``Israeli jets`` or ``the president`` is, given the country."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from dragoman.records import Actor, ActorKind, MentionForm
from dragoman.resolve.actors.context import Context, Found
from dragoman.resolve.actors.scan import Match

__all__ = ["as_actor", "at_home", "bare", "bare_body", "body_of", "governs", "named_itself", "office_holders"]

_NO_STATE = frozenset(("REB", "UAF", "CRM", "REF", "ETH"))
_COUNTED = frozenset(("two", "both", "neither"))
_VAGUE = frozenset(("some", "several", "many", "few", "other", "no", "both", "new", "any"))


def as_actor(ctx: Context, known: str, sectors: tuple[str, ...] | None = None) -> Actor:
    """A known actor as it acts on the article's days, with its sectors then unless ``sectors`` are given.

    Who acts for an organisation of states acts for no country: PLOVER codes the secretary-general IGO alone.
    """
    base, of = ctx.base, ctx.base.actors[known]
    sectors = ctx.sectors_of(known) if sectors is None else sectors
    serves = of.kind is ActorKind.PERSON and (sectors[:1] == ("IGO",) or sectors[:2] == ("JUD", "IGO"))
    return Actor(of.id, of.name, of.kind, None if serves else base.actors[known].country, sectors, True)


def office_holders(ctx: Context, office: str, of: str) -> tuple[str, ...]:
    """Who held an office on the article's days, by any of its names (``premier``, ``prime minister``)."""
    names = {office, *(name for name, usual in ctx.agents.synonyms.items() if usual == office)}
    return tuple(dict.fromkeys(p for name in sorted(names) for p in ctx.base.holders(name, of, ctx.on)))


def bare(ctx: Context, item: Found) -> bool:
    """True if nothing but its state or group stands in the phrase: no number, no other adjective."""
    for i in range(item.first, item.last):
        token = ctx.analysis.tokens[i]
        if i == item.head or token.upos in ("DET", "PART", "ADP", "PUNCT", "PRON"):
            if token.lemma.lower() in _VAGUE:
                return False
        elif i not in ctx.by_token and token.text.lower() not in item.phrase.split():
            return False
    return True


def bare_body(ctx: Context, item: Found) -> bool:
    """True for a body that needs no article to be that of the article's country: by its noun, or written as a name of
    several words or of a house (``Supreme Court``, ``Senate``)."""
    return item.definite or item.phrase in ctx.phrases.bare_bodies or _written_as_name(ctx, item)


def _written_as_name(ctx: Context, item: Found) -> bool:
    """True for a body in the singular of which each word has a capital, where no other word stands before it."""
    tokens = ctx.analysis.tokens[item.first : item.last]
    named = len(item.phrase.split()) > 1 or "LEG" in item.traits.sectors
    whole = " ".join(t.text.lower() for t in tokens) == item.phrase
    return named and whole and not item.plural and all(t.text[:1].isupper() for t in tokens if t.upos != "ADP")


def governs(ctx: Context, phrase: str, person: str, told: Collection[str]) -> bool:
    """Whether what a noun names is a state's where a person owns it, of whom the article says the offices ``told``: no
    mayor's administration, and nobody's side or leadership. One's country is one's state whoever one is.
    """
    noun = phrase.rpartition(" ")[2]
    if noun in ctx.phrases.personal:
        return False
    offices = {ctx.agents.office(r.removeprefix("former ")) for r in told}
    offices |= {ctx.agents.office(r.role) for r in ctx.base.roles.get(person, ())}
    if noun not in ctx.phrases.governments or offices & ctx.phrases.top_offices:
        return True
    return not any(office.split()[0] in ctx.phrases.local_offices for office in offices)


def body_of(ctx: Context, item: Found, country: str | None) -> Actor | None:
    """The body of a state that a description is, by its noun; soldiers and arms only where their plural stands bare."""
    prefix = ctx.base.body_nouns.get(item.phrase)
    singular = item.agent is not None and not item.agent.plural
    # ``the two navies`` are nobody's alone
    both = item.plural and any(t.text.lower() in _COUNTED for t in ctx.analysis.tokens[item.first : item.last])
    several = both or (prefix not in (None, "gov", "leg", "mil", "cop") and item.plural and singular)
    if several or (prefix == "pop" and ctx.analysis.child(item.head, "nummod") is not None):
        return None  # ``the Turkish and Georgian coastguards``, ``17 people``
    if prefix == "pop" and item.traits.country is None and _some_people(ctx, item):
        return None
    if prefix is None and item.plural and bare(ctx, item):
        prefix = ctx.base.body_nouns.get(ctx.analysis.tokens[item.head].text.lower())
    elif prefix is not None and not (bare_body(ctx, item) or item.traits.country):
        return None
    if item.phrase in ctx.phrases.rare_bodies and item.traits.country is None and not named_itself(ctx, country):
        return None
    known = ctx.base.get(f"{prefix}:{country}") if prefix is not None and country is not None else None
    # ``rebel forces`` are no state's, ``stateless people`` not its people
    foreign = bool(_NO_STATE & {*item.traits.sectors[:1]})
    if known is None or foreign or not _state_beside(ctx, item, country):
        return None
    return Actor(known.id, known.name, known.kind, known.country, known.sectors, True)


def _some_people(ctx: Context, item: Found) -> bool:
    """True for ``the first people charged``, ``the people who fled``, ``young people``: not a state's people as a
    whole, which has nothing but an article."""
    clause = any(t.dep.startswith("acl") for t in ctx.analysis.children(item.head))
    return clause or not bare(ctx, item)


def at_home(ctx: Context, item: Found, countries: Iterable[str]) -> dict[str, str]:
    """Those countries that may have what a description names, each to whose it is there: no king of a republic, and the
    army in the West Bank is Israel's. Where none of them is known to have it, those that are not known to lack it.
    """
    if item.form is not MentionForm.ROLE:
        called = _called_so(ctx, item)
        return {c: c for c in countries if not called or c in called}
    tokens = ctx.analysis.tokens[item.first : item.head]
    words = [*(t.text.lower() for t in tokens), *item.phrase.split()]
    theirs = {c: ctx.homes.instead(words, c) for c in countries}
    left = {c: own for c, own in theirs.items() if own != c or not ctx.homes.lacks(words, c)}
    return {c: own for c, own in left.items() if own != c or ctx.homes.fits(words, c, ctx.on)} or left


def _called_so(ctx: Context, item: Found) -> set[str]:
    """The states whose body bears a name that only some states give it: no ``Congress`` of Iran."""
    match = item.match
    bodies = {c.actor for c in match.candidates if c.actor.startswith("leg:")} if match is not None else ()
    return {body.partition(":")[2] for body in bodies}


def named_itself(ctx: Context, country: str | None) -> bool:
    """True if the article names a country by its name, a place or an actor of it, not by an adjective alone."""
    return any(
        named == country and ((match := ctx.by_token.get(i)) is None or not match.demonyms) for i, named in ctx.named
    )


def _state_beside(ctx: Context, item: Found, country: str | None) -> bool:
    """False where the country is only that of a town or province (``Lagos police``, ``the Oklahoma legislature``): that
    is not the state's as a whole.
    """
    return not any(
        country == ctx.place_countries.get(i) and not _of_the_whole(ctx.by_token.get(i))
        for i in range(item.first, item.last)
    )


def _of_the_whole(match: Match | None) -> bool:
    """True for the name of a state, its people or its capital."""
    if match is None:
        return False
    return bool(match.demonyms or match.capitals) or any(c.actor.startswith("state:") for c in match.candidates)
