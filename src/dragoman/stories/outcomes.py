"""What became of what was announced: a planned, demanded, threatened or conditional event and the one that tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.stories.mentions import Mention
from dragoman.stories.merging import Merged, order
from dragoman.stories.scoring import Context, score

__all__ = ["Link", "outcomes"]

THRESHOLD = 0.6
"""More than for a merge: many things are planned of which only some are told of again."""
_OPEN = ("announced", "demanded", "threatened")
_OUTCOME = ("actual", "not_done")
_LATE_DAYS = 3
"""What is stated to have happened so many days before the plan was reported is not its outcome."""


@dataclass(frozen=True, slots=True)
class Link:
    """``before`` was announced; ``after`` tells what became of it."""

    before: Merged
    after: Merged
    relation: str
    score: float
    reasons: tuple[str, ...]


def outcomes(events: Sequence[Merged], context: Context) -> list[Link]:
    """For each announced event the later report that is most surely of the same undertaking, if one is sure enough."""
    told: dict[str, list[tuple[Mention, Merged]]] = defaultdict(list)
    for event in events:
        for m in event.mentions:
            if m.status in _OUTCOME:
                for key in _keys(m):
                    told[key].append((m, event))
    links = []
    for event in events:
        if event.mentions[0].group not in _OPEN:
            continue
        best = _best(event, told, context)
        if best is not None:
            links.append(best)
    return links


def _keys(m: Mention) -> set[str]:
    return set(m.acts) | ({f"type:{m.type}"} if m.type else set())


def _best(event: Merged, told: dict[str, list[tuple[Mention, Merged]]], context: Context) -> Link | None:
    best: Link | None = None
    for m in event.mentions:
        candidates = {other.id: (other, whole) for key in _keys(m) for other, whole in told.get(key, ())}
        for other, whole in sorted(candidates.values(), key=lambda c: order(c[0])):
            if not _after(m, other):
                continue
            found = score(m, other, context, without=("published",))
            if found.value >= THRESHOLD and (best is None or found.value > best.score):
                relation = f"{m.status} -> {other.status}"
                best = Link(event, whole, relation, found.value, found.reasons)
    return best


def _after(plan: Mention, outcome: Mention) -> bool:
    """Whether a report can tell of the outcome: published no earlier, in a sentence of its own, of a day that fits."""
    if plan.day is not None and outcome.day is not None and outcome.day < plan.day:
        return False
    if plan.article == outcome.article:
        return False  # one article does not report its own plan done; it tells of two undertakings
    return not (plan.day is not None and outcome.last is not None and outcome.last < plan.day - _LATE_DAYS)
