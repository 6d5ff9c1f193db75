"""New actors: those that the knowledge base does not hold, with what the article says of them."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.knowledge.names import key
from dragoman.records import Actor, ActorKind, MentionForm, content_id
from dragoman.resolve.actors.context import Context, Found
from dragoman.resolve.actors.scan import country_like
from dragoman.resolve.actors.words.offices import at_home, named_itself

__all__ = ["PUBLIC", "Verdict", "new_actor", "only_country"]


_NEARLY_ALL = 0.8  # in what share of all namings of countries a country must be named
_AT_HOME = frozenset(("LEG", "COP", "JUD"))  # bare ``lawmakers`` are the country's own; ``diplomats`` need not be
PUBLIC = frozenset(("GOV", "LEG", "MIL", "COP", "JUD", "SPY"))
_CALLINGS = (("MED",), ("EDU",), ("HLH",), ("BUS",), ("LAB",), ("CRM",), ("REB",), ("CVL",))
"""What somebody who has left it is still known as: ``former reporter``."""
_ARMED = frozenset(("REB", "UAF", "PRM", "CRM"))


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judgement before its mention has an id."""

    actor: Actor
    score: float
    reasons: tuple[str, ...]
    role: str | None = None


def new_actor(ctx: Context, item: Found, score: float) -> Verdict:
    """A new actor for a mention. Its id is a hash of article and name; an indefinite description is one of its own."""
    text = ctx.text(item.first, item.last)
    parts: tuple[object, ...] = (ctx.article.id, key(text) or text)
    if item.form is MentionForm.ROLE and not item.definite:
        parts = (*parts, item.first)
    kind, sectors, reasons = _kind(ctx, item)
    country = item.traits.country
    domestic = item.form is MentionForm.NAME or item.definite or bool(_AT_HOME & set(sectors))
    domestic = domestic and not _described_as_somebodys(ctx, item)
    only = only_country(ctx, sectors, item) if country is None and not item.traits.abroad and domestic else None
    if only is not None and (item.phrase not in ctx.phrases.rare_bodies or named_itself(ctx, only)):
        country = only
        reasons = (*reasons, f"{country} is the only country that the article dwells on")
    ident = content_id("new", *parts).replace("-", ":", 1)
    reasons = ("no known actor bears this name" if item.form is MentionForm.NAME else "names nobody", *reasons)
    actor = Actor(ident, text, kind, country, sectors, False)
    return Verdict(actor, score, (*reasons, *item.traits.reasons), item.traits.role)


def _described_as_somebodys(ctx: Context, item: Found) -> bool:
    """True for ``X, Kagame's chief of protocol`` and ``Kagame's envoy``: whose man he is will tell his country."""
    analysis = ctx.analysis
    if item.form is not MentionForm.NAME:
        owner = analysis.child(item.head, "nmod:poss")
        return owner is not None and any(e.label == "PER" and e.first <= owner.i < e.last for e in analysis.entities)
    described = analysis.children(item.head, "appos")
    return any(analysis.child(noun.i, "nmod:poss") is not None for noun in described)


def only_country(ctx: Context, sectors: tuple[str, ...], item: Found) -> str | None:
    """The country of an article about one country alone, for those who hold public power; None for anybody else, and
    where that country has no such body or office.
    """
    total = sum(ctx.countries.values())
    if not total or not PUBLIC & set(sectors):
        return None
    country, count = max(ctx.countries.items(), key=lambda c: (c[1], c[0]))
    if country == item.traits.posted:
        return None
    return at_home(ctx, item, ctx.countries).get(country) if count >= _NEARLY_ALL * total else None


def _kind(ctx: Context, item: Found) -> tuple[ActorKind, tuple[str, ...], tuple[str, ...]]:
    sectors = item.traits.sectors
    if item.form is MentionForm.ROLE:
        kind = _role_kind(item, set(sectors))
        if item.traits.former and kind is ActorKind.PERSON and set(sectors[:1]) & PUBLIC:
            return kind, ("ELI",), ("the office is over",)
        return kind, sectors, ()
    if item.label == "PER":
        over = item.traits.former and sectors[:1] not in _CALLINGS
        return ActorKind.PERSON, ("ELI",) if over else sectors, ("the encoder reads it as a person",)
    if item.label == "NORP" or item.form is MentionForm.DEMONYM:
        creed = ctx.agents.nouns.get(ctx.analysis.tokens[item.head].lemma.lower())  # ``Islamists``
        own = creed.sectors if creed is not None and item.label == "NORP" else ()
        return ActorKind.POPULATION, sectors or own or ("CVL",), ("a people or following",)
    return _named_kind(ctx, item)


def _named_kind(ctx: Context, item: Found) -> tuple[ActorKind, tuple[str, ...], tuple[str, ...]]:
    """An organisation by the words of its name, else by a creed before it (``the populist KPV LV``)."""
    sectors = item.traits.sectors
    word = ctx.agents.named(words_of(ctx.text(item.first, item.last)))
    if word is not None:
        head, own = ctx.agents.name_heads[word]
        if own == ("REB",) and _is_regular(ctx, item):
            head, own = ActorKind.GOVERNMENT_BODY, ("MIL",)
        return head, sectors or own, (f"“{word}” in its name",)
    before = [t for t in ctx.analysis.children(item.head, "amod", "compound") if t.i < item.first]
    nouns = ctx.agents.nouns
    creeds = [t.text for t in before if (a := nouns.get(t.lemma.lower())) is not None and a.sectors[:1] == ("PTY",)]
    if creeds and not sectors:
        return ActorKind.PARTY, ("PTY",), (f"“{creeds[0]}” before its name",)
    return ActorKind.ORGANISATION, sectors, ("the encoder reads it as an organisation",)


def _is_regular(ctx: Context, item: Found) -> bool:
    """True for ``Royal Nepalese Army``, ``58th Army``, ``Third Army of Thailand``: a state's own forces by name."""
    words = [t.text for t in ctx.analysis.tokens[item.first : item.last]]
    if "Army" not in words:
        return False
    at = item.first + words.index("Army")
    states = [m for m in ctx.matches_in(item.first, item.last) if country_like(m)]
    told = any(m.last == at or m.first == at + 2 for m in states)
    return told or words[0] == "Royal" or any(w[:1].isdigit() for w in words)


def words_of(name: str) -> list[str]:
    """The words of a name in small letters; an ``'s`` stays with its word (``women's``)."""
    return [w.strip('.,;:()“”"') for w in name.lower().replace("’", "'").split()]


def _role_kind(item: Found, sectors: set[str]) -> ActorKind:
    """What a description stands for; several people are a force or a population, except holders of public office."""
    if item.agent is not None and item.agent.kind in ("person", "member"):
        if not item.plural or not sectors or sectors & PUBLIC:
            return ActorKind.PERSON
        return ActorKind.ARMED_GROUP if sectors & _ARMED else ActorKind.POPULATION
    kind = ActorKind.GOVERNMENT_BODY if sectors & PUBLIC else ActorKind.ORGANISATION
    kind = ActorKind.ARMED_GROUP if sectors & _ARMED else kind
    kind = ActorKind.OUTLET if "MED" in sectors else kind
    return ActorKind.POPULATION if sectors & {"CVL", "REF", "ETH"} else kind
