"""Event mentions into events, within one story: average linkage over scored pairs.

Pairs are taken from the surest down; two groups become one if the mean score of all pairs between them is high enough
(pairs that may not be one event count 0), so one good pair does not join two events, and if no mention of the one tells
what cannot be so by a mention of the other: another day, other actors. What comes out depends on the mentions alone,
not on their order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from dragoman.stories.mentions import Mention
from dragoman.stories.scoring import Context, Score, barred, comparable, score
from dragoman.stories.terms import UNDATED, tie

__all__ = ["Merged", "context_of", "merge"]

THRESHOLD = 0.5
"""More likely one event than two."""
_JOINED = 0.4
"""Mean score of all pairs from which on two groups become one. Pairs that cannot be compared (another word for the act)
count 0 in it, so that an even chance is less than a half (ECB+ CoNLL F1 at .5 and at .4: train 67.7 and 68.0, its
validated sentences 76.3 and 77.7; dev 69.2 and 69.4, validated 76.0 and 77.4)."""
_NEAREST = 100
"""Mentions before it that one is compared with at most, of those with an act or a type in common: in a story of
thousands of mentions, those of the last days."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The mentions of one event, in order of time, and for each the one it is most like, with the score and reasons."""

    mentions: tuple[Mention, ...]
    nearest: dict[str, tuple[str, Score]]
    cohesion: float | None


def context_of(mentions: Sequence[Mention]) -> Context:
    """The rarity of words among these mentions: a word of every second sentence counts little."""
    counts: Counter[str] = Counter()
    for one in mentions:
        counts.update(one.words)
    total = len(mentions) + 1
    return Context({word: log(total / n) + 0.1 for word, n in counts.items()})


def merge(mentions: Sequence[Mention], context: Context | None = None) -> list[Merged]:
    """The events that these mentions are of, the earliest first."""
    ordered = sorted(mentions, key=order)
    pairs = _pairs(ordered, context or context_of(ordered))
    groups = _linked(ordered, pairs)
    return [_merged([ordered[i] for i in g], g, pairs) for g in groups]


def order(mention: Mention) -> tuple[int, str, int, int]:
    """Mentions in order of publication, then of place in the text."""
    return (UNDATED if mention.day is None else mention.day, mention.article, mention.position, tie(mention.id))


def _pairs(ordered: Sequence[Mention], context: Context) -> dict[tuple[int, int], Score]:
    by_key: dict[tuple[str, str], list[int]] = defaultdict(list)
    found: dict[tuple[int, int], Score] = {}
    for i, one in enumerate(ordered):
        keys = [(one.group, key) for key in one.acts]
        if one.type is not None:
            keys.append((one.group, f"type:{one.type}"))
        before = {j for key in keys for j in by_key[key][-_NEAREST:]}
        for j in sorted(before):
            if comparable(ordered[j], one):
                found[j, i] = score(ordered[j], one, context)
        for key in keys:
            by_key[key].append(i)
    return found


def _linked(ordered: Sequence[Mention], pairs: dict[tuple[int, int], Score]) -> list[list[int]]:
    """Average linkage. ``links[a][b]`` is the sum of the scores between two groups, kept as groups are joined;
    ``closed[a]`` are the groups of which a mention cannot be one event with one of group ``a``."""
    number = len(ordered)
    groups: dict[int, list[int]] = {i: [i] for i in range(number)}
    of = list(range(number))
    links: list[dict[int, float]] = [{} for _ in range(number)]
    closed: list[set[int]] = [set() for _ in range(number)]
    for (a, b), found in pairs.items():
        links[a][b] = links[b][a] = found.value
    for (a, b), found in sorted(pairs.items(), key=lambda p: (-p[1].value, p[0])):
        if found.value < THRESHOLD:
            break
        keep, lose = sorted((of[a], of[b]))
        if keep == lose or links[keep][lose] < _JOINED * len(groups[keep]) * len(groups[lose]) or lose in closed[keep]:
            continue
        if any(barred(ordered[i], ordered[j]) for i in groups[keep] for j in groups[lose]):
            closed[keep].add(lose)
            closed[lose].add(keep)
            continue
        for i in groups[lose]:
            of[i] = keep
        groups[keep] += groups.pop(lose)
        for other, total in links[lose].items():
            del links[other][lose]
            if other != keep:
                links[keep][other] = links[other][keep] = links[keep].get(other, 0.0) + total
        links[lose] = {}
        for other in closed[lose]:
            closed[other].discard(lose)
            closed[other].add(keep)
        closed[keep] |= closed[lose]
    return [sorted(group) for _, group in sorted(groups.items())]


def _merged(mentions: list[Mention], places: list[int], pairs: dict[tuple[int, int], Score]) -> Merged:
    nearest: dict[str, tuple[str, Score]] = {}
    ids = {place: one.id for place, one in zip(places, mentions, strict=True)}
    for a, one in zip(places, mentions, strict=True):
        best: tuple[float, int] | None = None
        for b in places:
            found = pairs.get((a, b) if a < b else (b, a)) if a != b else None
            if found and (best is None or (found.value, -b) > (best[0], -best[1])):
                best = (found.value, b)
        if best is not None:
            b = best[1]
            nearest[one.id] = (ids[b], pairs[(a, b) if a < b else (b, a)])
    scores = [s.value for _, s in nearest.values()]
    return Merged(tuple(mentions), nearest, sum(scores) / len(scores) if scores else None)
