"""Whose words say that they are of another country, or of several: ``its neighbour``, ``his counterpart``,
``her hosts``, ``the two presidents``, ``officials of both countries``.
"""

from __future__ import annotations

from collections.abc import Collection

from dragoman.records import Actor, ActorKind, MentionForm
from dragoman.resolve.actors.context import Context, Found
from dragoman.resolve.actors.words.offices import as_actor

__all__ = ["is_other", "of_its_own", "of_several_states", "other_state", "others_sectors"]

_BOTH = frozenset(("both", "two", "neither"))
_COUNTED = _BOTH | {"three", "four", "five", "six", "several"}
_GOVERNING = frozenset(("gov", "mil"))
_PUBLIC = frozenset(("GOV", "MIL"))
_WHO, _WHAT = frozenset(("his", "her")), frozenset(("its", "their", "his"))
_ONE = frozenset(("the", "another", "this", "that"))
_NEAR = 3  # sentences in which the states stand that ``the two`` takes up


def stately(owner: Actor) -> bool:
    """True for a state and its government, whose neighbours and allies are states."""
    return owner.kind is ActorKind.STATE or owner.id.startswith(("gov:", "state:"))


def is_other(ctx: Context, item: Found, owner: Actor) -> bool:
    """True if the noun says that it is of another country than its owner."""
    noun = item.phrase.split()[-1] if item.phrase else ""
    others = ctx.phrases.others
    return item.phrase in others or noun in others or (noun in ctx.phrases.between_states and stately(owner))


def of_its_own(ctx: Context, item: Found) -> tuple[str, ...]:
    """The sectors of those whose owner tells what they are: of ``his deputy`` (who stands in for somebody, and sits in
    no house) and of ``its neighbour`` (a state); none of any other. Whom they belong to may tell more.
    """
    noun = item.phrase.split()[-1] if item.phrase else ""
    second = item.phrase in ctx.phrases.seconds
    if item.form is not MentionForm.ROLE or not (second or noun in ctx.phrases.next_to):
        return ()
    whose = [t.text.lower() for t in ctx.analysis.children(item.head, "nmod:poss")]
    if second:
        return ("GOV",) if not item.plural and _WHO & {*whose} else ()
    before = {t.text.lower() for t in ctx.analysis.children(item.head, "det", "nummod")}
    # of 31 such in train, a state's each; ``the victim's neighbours``, ``her neighbour`` and bare ones are people
    state = bool(_WHAT & {*whose}) if whose else bool(before & (_BOTH if item.plural else _ONE))
    return ("GOV",) if state and (not item.plural or not whose) else ()


def others_sectors(ctx: Context, item: Found, owner: Actor, sectors: tuple[str, ...]) -> tuple[str, ...] | None:
    """The sectors of a counterpart (its owner's), a neighbour, an ally or a host of a state or an official (GOV)."""
    noun = item.phrase.split()[-1] if item.phrase else ""
    if item.phrase in ctx.phrases.counterparts:
        return sectors or None
    if noun in ("captor",):
        return None
    public = stately(owner) or bool({"GOV", "MIL"} & {*sectors[:1]})
    return ("GOV",) if public else None


def other_state(ctx: Context, item: Found, owner: Actor, country: str) -> Actor | None:
    """The state that a state's neighbour, ally or rival is, or the hosts of one of its officials."""
    noun = item.phrase.split()[-1] if item.phrase else ""
    fits = (noun in ctx.phrases.other_states and stately(owner) and not item.plural) or (noun == "host" and item.plural)
    if not fits or ctx.base.get(f"state:{country}") is None:
        return None
    return as_actor(ctx, f"state:{country}")


def of_several_states(ctx: Context, item: Found) -> bool:
    """True for ``the two presidents`` and ``officials of both countries`` behind two states or more, and, whatever is
    named, for several of what a state has one of: ``all three governments``, ``both armies``.
    """
    given = ctx.phrases
    words = [t.text.lower() for t in ctx.analysis.tokens[item.first : item.last]]
    noun = (item.phrase or words[-1]).split()[-1]
    if item.traits.country is None and words[0] == "each" and noun in given.shared and noun not in given.sides:
        return len(_near(ctx, item.head)) > 1  # ``each army says that the other fired first``
    if not item.plural or item.traits.country is not None:
        return False
    if item.traits.of is None and _several_of_one_each(ctx, item, words):
        return True
    own = item.definite or "both" in words or "neither" in words
    sectors = item.traits.sectors[:1]
    counted = (
        noun not in given.sides
        and own
        and bool(_BOTH & {*words})
        and (bool(_PUBLIC & {*sectors}) or noun.rstrip("s") in given.leading)
    )
    counted = counted or (
        len(words) > 1 and any(w in _BOTH and set(words[k + 1 :]) & given.shared for k, w in enumerate(words))
    )
    if not counted and not _of_both(ctx, item):
        return False
    return len(_near(ctx, item.head)) > 1


def _several_of_one_each(ctx: Context, item: Found, words: Collection[str]) -> bool:
    """True for several of what a state has one of: ``both armies``, ``the three presidents``, and without a number for
    those of which no part of a state has one (``its foreign ministers``, ``their governments``).

    On train, 37 of 39 plurals of these that no word gives to a country are of several; provinces have premiers too.
    """
    if item.traits.former or item.agent is None or item.agent.plural:
        return False
    prefix, office = ctx.base.body_nouns.get(item.phrase), ctx.agents.office(item.phrase)
    one_each = prefix not in (None, "pop", "state") or office in ctx.phrases.single_offices
    if _COUNTED & {*words} and (item.definite or {"all", "both"} & {*words}):
        return one_each
    return prefix in _GOVERNING or (one_each and office.endswith(" minister") and office != "prime minister")


def _of_both(ctx: Context, item: Found) -> bool:
    """True for ``officials of both countries``, ``rangers on the two banks``, wherever the parser hangs them."""
    tokens = ctx.analysis.tokens
    last = ctx.analysis.subtree(item.head)[1]
    behind = [t.text.lower() for t in tokens[item.head + 1 : min(last, item.head + 6)]]
    if item.last < len(tokens) and tokens[item.last].text.lower() in ("of", "on", "from"):
        behind = behind or [t.text.lower() for t in tokens[item.last : item.last + 4]]
    return any(w in _COUNTED and set(behind[k + 1 : k + 3]) & ctx.phrases.shared for k, w in enumerate(behind))


def _near(ctx: Context, i: int) -> Collection[str]:
    """The countries named in the sentence of token ``i`` before it, and in those before."""
    tokens = ctx.analysis.tokens
    sentence = tokens[i].sentence
    return {c for k, c in ctx.named if k < i and tokens[k].sentence >= sentence - _NEAR}
