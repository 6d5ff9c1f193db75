"""Whom ``the two sides``, ``both``, ``the former`` and ``the latter`` stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dragoman.records import Actor, ActorKind, MentionForm
from dragoman.resolve.actors.context import Chain, Context, Found
from dragoman.resolve.actors.identity.new import Verdict, new_actor
from dragoman.resolve.actors.mentions.counted import ORDER, PAIR

__all__ = ["shared_sectors", "some_of_them", "two_sides", "whom_it_counts", "whose_age"]

_TWO = frozenset(("both", "two"))
_ARGUMENT = ("nsubj", "obj", "iobj", "obl", "conj", "root")
_BESIDE = ("appos", "flat", "nmod:desc")
_BACK = 2  # sentences in which the two whom ``the former`` parts were named
_AGED = 3  # sentences back to whom an age takes up
_PAIR, _LAST = 0.7, 0.5


def two_sides(
    ctx: Context, item: Found, chains: dict[str, Chain], verdicts: dict[int, Verdict], heads: dict[int, Found]
) -> Verdict | None:
    """``the two sides``: the last two actors that the text joined by ``and``."""
    words = {t.text.lower() for t in ctx.analysis.tokens[item.first : item.last]}
    known = item.phrase in ctx.phrases.two_sides and not _described(ctx, item)
    counted = bool(words & _TWO) and not known
    if not (item.plural and (item.definite or "both" in words) and (known or counted)):
        return None
    pair = _joined_pair(ctx, item, verdicts, heads, counted=counted)
    if pair is None and counted and item.phrase in ctx.phrases.anybody:
        pair = _last_persons(ctx, item, chains, verdicts, heads)
    return _together(ctx, item, pair, _PAIR, "the last two actors named together are") if pair is not None else None


def _last_persons(
    ctx: Context,
    item: Found,
    chains: Mapping[str, Chain],
    verdicts: Mapping[int, Verdict],
    heads: Mapping[int, Found],
) -> tuple[Actor, Actor] | None:
    """The two persons named last before ``the two men``, the earlier one first, in its sentence or the two before."""
    first = ctx.analysis.sentences[max(0, ctx.analysis.tokens[item.head].sentence - _BACK)].first
    last: Actor | None = None
    for actor in _named_before(ctx, item.first, verdicts, heads, first):
        if actor.id not in chains or not chains[actor.id].person:
            continue
        if last is not None and actor.id != last.id:
            return actor, last
        last = actor
    return None


def _described(ctx: Context, item: Found) -> bool:
    """True where the words say which or how many: ``the Gulf countries``, ``the three parties``."""
    before = ctx.analysis.tokens[item.first : item.head]
    plain = _TWO | ctx.phrases.of_two | {*item.phrase.split()}
    return any(t.upos in ("ADJ", "NOUN", "PROPN", "NUM") and t.text.lower() not in plain for t in before)


def whom_it_counts(
    ctx: Context, item: Found, verdicts: Mapping[int, Verdict], heads: Mapping[int, Found]
) -> Verdict | None:
    """``both``: those who are said to be two, else the two that ``and`` joins, else the last two of one sort that are
    named; ``the former``: the first of the two, ``the latter``: the second, or whoever is named last. None where fewer
    are named.
    """
    if item.label == PAIR:
        two = _said_to_be_two(ctx, item, verdicts, heads)
        if two is not None:
            return Verdict(two, _PAIR, (f"the last of whom it is said that they are two are “{two.name}”",))
        pair = _joined_pair(ctx, item, verdicts, heads, counted=False)
        if pair is not None:
            return _together(ctx, item, pair, _PAIR, "the last two actors named together are")
        last = _last_two(ctx, item, verdicts, heads, alike=True)
        return _together(ctx, item, last, _LAST, "the last two actors named are") if last is not None else None
    assert item.label == ORDER
    joined = _lately_joined(ctx, item, verdicts, heads) or _last_two(ctx, item, verdicts, heads, alike=False)
    if joined is not None:
        return Verdict(joined[item.phrase == "latter"], _PAIR, (f"“the {item.phrase}” of the two named before",))
    only = next(_named_before(ctx, item.first, verdicts, heads), None) if item.phrase == "latter" else None
    return Verdict(only, _LAST, ("“the latter” is the one named last",)) if only is not None else None


def some_of_them(ctx: Context, item: Found, found: Sequence[Found], verdicts: Mapping[int, Verdict]) -> Verdict | None:
    """``two of them``: new actors, of the kind, country and sectors of those whom the pronoun stands for."""
    pronoun = next((f for f in found if f.head == item.last - 1 and f.form is MentionForm.PRONOUN), None)
    whole = verdicts.get(id(pronoun)) if pronoun is not None else None
    if whole is None:
        return None
    part = new_actor(ctx, item, whole.score).actor
    kind = whole.actor.kind if item.plural else ActorKind.PERSON
    actor = Actor(part.id, part.name, kind, whole.actor.country, whole.actor.sectors, False)
    return Verdict(actor, whole.score, (f"of “{whole.actor.name}”",))


def whose_age(ctx: Context, item: Found, chains: Mapping[str, Chain]) -> Verdict | None:
    """``the 37-year-old``: the person named last in the sentences before, else the one described last."""
    here = ctx.analysis.tokens[item.head].sentence
    first = ctx.analysis.sentences[max(0, here - _AGED)].first
    until = ctx.analysis.sentences[here].first
    before: list[tuple[bool, int, Actor]] = []
    for chain in chains.values():
        spots = [m for m in chain.mentions if first <= m.first < until and m.form is not MentionForm.PRONOUN]
        if spots and chain.person:
            named = any(m.form is MentionForm.NAME for m in chain.mentions)
            before.append((named, max(m.first for m in spots), chain.actor))
    if not before:
        return None
    actor = max(before, key=lambda b: b[:2])[2]
    return Verdict(actor, _LAST, (f"{actor.name} is the person named last before it",))


def _together(ctx: Context, item: Found, pair: tuple[Actor, Actor], score: float, why: str) -> Verdict:
    name = " and ".join(a.name for a in pair)
    sectors = shared_sectors(*pair)
    country = pair[0].country if pair[0].country == pair[1].country else None
    actor = Actor(new_actor(ctx, item, 0.6).actor.id, name, ActorKind.UNKNOWN, country, sectors, False)
    return Verdict(actor, score, (f"{why} {name}",))


def shared_sectors(one: Actor, other: Actor) -> tuple[str, ...]:
    """The sectors of two together: those of both, none where they are told to be different first of all."""
    apart = one.sectors and other.sectors and one.sectors[0] != other.sectors[0]
    return () if apart else tuple(dict.fromkeys((*one.sectors, *other.sectors)))


def _is_a(item: Found, actor: Actor) -> bool:
    """True if the noun may describe the actor: ``both men``, ``the two unions``, ``both camps``."""
    person = item.agent is not None and item.agent.kind in ("person", "member")
    if person != (actor.kind is ActorKind.PERSON):
        return False
    return item.agent is None or not item.agent.sectors or bool({*item.agent.sectors} & {*actor.sectors, "CVL"})


def _pairs(
    ctx: Context, item: Found, verdicts: Mapping[int, Verdict], heads: Mapping[int, Found], first: int = 0
) -> Iterator[tuple[int, tuple[Found, Found], tuple[Actor, Actor]]]:
    """The actors that ``and``, ``or`` and the like join between token ``first`` and a mention: the second's token, both
    mentions, both actors.
    """
    for i in range(first, item.first):
        token = ctx.analysis.tokens[i]
        if token.dep != "conj" or i not in heads or token.head not in heads or _between(ctx, token.head):
            continue
        one, other = heads[token.head], heads[i]
        left, right = verdicts.get(id(one)), verdicts.get(id(other))
        if left is not None and right is not None and left.actor.id != right.actor.id:
            yield i, (one, other), (left.actor, right.actor)


def _between(ctx: Context, i: int) -> bool:
    """True for the first of those who only stand between two sides: ``Egyptian and Qatari mediators``, ``a truce that
    was brokered by Qatar and Egypt``."""
    token = ctx.analysis.tokens[i]
    above = ctx.analysis.tokens[token.head]
    if token.dep in ("nmod", "nmod:poss", "amod", "compound"):
        return above.lemma.lower() in ctx.phrases.go_betweens
    by = ctx.analysis.child(i, "case")
    return by is not None and by.text.lower() == "by" and above.lemma.lower() in ctx.phrases.brokering


def _joined_pair(
    ctx: Context, item: Found, verdicts: Mapping[int, Verdict], heads: Mapping[int, Found], *, counted: bool
) -> tuple[Actor, Actor] | None:
    """The two actors that the text joins by ``and`` most often before a mention, the latest such pair at a tie; where
    the mention says more than how many they are (``counted``), of those whom it may describe.
    """
    seen: dict[frozenset[str], tuple[int, int, tuple[Actor, Actor]]] = {}
    for i, mentions, actors in _pairs(ctx, item, verdicts, heads):
        named = all(m.form is not MentionForm.ROLE or m.definite for m in mentions)
        named = named and (actors[0].kind is ActorKind.PERSON) == (actors[1].kind is ActorKind.PERSON)
        fits = all(_is_a(item, a) for a in actors) if counted else named
        if fits:
            pair = frozenset(a.id for a in actors)
            seen[pair] = (seen[pair][0] + 1 if pair in seen else 1, i, actors)
    return max(seen.values(), key=lambda s: s[:2])[2] if seen else None


def _said_to_be_two(
    ctx: Context, item: Found, verdicts: Mapping[int, Verdict], heads: Mapping[int, Found]
) -> Actor | None:
    """``two detectives``, if nobody was joined by ``and`` since, in the mention's sentence or the two before."""
    analysis = ctx.analysis
    first = analysis.sentences[max(0, analysis.tokens[item.head].sentence - _BACK)].first
    joined = max((i for i, *_ in _pairs(ctx, item, verdicts, heads, first)), default=first)
    for i in range(item.first - 1, joined - 1, -1):
        found = heads.get(i)
        verdict = verdicts.get(id(found)) if found is not None and found.head == i and found.plural else None
        number = analysis.child(i, "nummod")
        if verdict is not None and number is not None and number.text.lower() in ("two", "2"):
            return verdict.actor
    return None


def _lately_joined(
    ctx: Context, item: Found, verdicts: Mapping[int, Verdict], heads: Mapping[int, Found]
) -> tuple[Actor, Actor] | None:
    """The last two actors that are joined in the mention's sentence, before it, or in the two before."""
    here = ctx.analysis.tokens[item.head].sentence
    first = ctx.analysis.sentences[max(0, here - _BACK)].first
    return next((actors for *_, actors in reversed([*_pairs(ctx, item, verdicts, heads, first)])), None)


def _named_before(
    ctx: Context, until: int, verdicts: Mapping[int, Verdict], heads: Mapping[int, Found], first: int = 0
) -> Iterator[Actor]:
    """The actors whom nouns and names from token ``first`` to before another stand for, the last one first; no owners,
    no adjectives."""
    tokens = ctx.analysis.tokens
    for i in range(until - 1, first - 1, -1):
        found = heads.get(i)
        verdict = verdicts.get(id(found)) if found is not None else None
        if found is None or verdict is None or found.head != i or found.form is MentionForm.PRONOUN:
            continue
        token = tokens[i]
        while token.dep.startswith(_BESIDE) and token.head < token.i:  # ``the party's leader Anna Novak``
            token = tokens[token.head]
        person = token.dep == "nmod" and verdict.actor.kind is ActorKind.PERSON  # ``in response to Anna Novak``
        if (person or token.dep.startswith(_ARGUMENT)) and found.label not in (PAIR, ORDER):
            yield verdict.actor


def _last_two(
    ctx: Context, item: Found, verdicts: Mapping[int, Verdict], heads: Mapping[int, Found], *, alike: bool
) -> tuple[Actor, Actor] | None:
    """The last two actors named before the sentence of a mention, the earlier one first; with ``alike`` both persons or
    both none.
    """
    until = ctx.analysis.sentences[ctx.analysis.tokens[item.head].sentence].first
    last: Actor | None = None
    for actor in _named_before(ctx, until, verdicts, heads):
        if last is None:
            last = actor
        elif actor.id != last.id and (not alike or (actor.kind is ActorKind.PERSON) == (last.kind is ActorKind.PERSON)):
            return actor, last
    return None
