"""PairJudgement: what one sentence says that one party does to another."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.records.events import Status
from dragoman.records.spans import Evidence

__all__ = ["PairJudgement"]


@dataclass(frozen=True, slots=True)
class PairJudgement:
    """The judgement of a sentence with a given source and target.

    ``probabilities`` are pairs of a type and its probability, the likeliest first; they sum to 1 over the 16 types:
    given that the source does something to the target here, what it is. ``type`` is the likeliest. ``mode``,
    ``status``, ``trigger`` and ``decided_by`` are those of the event that stands in the sentence, where one does;
    ``status`` is otherwise read at the words that speak most for the type. ``found`` tells whether the reading has
    such an event between the two. ``reasons`` are for people.
    """

    sentence: str
    source: str
    target: str
    type: str
    probabilities: tuple[tuple[str, float], ...]
    mode: str | None
    status: Status
    found: bool
    trigger: Evidence | None
    decided_by: str
    reasons: tuple[str, ...]

    @property
    def probability(self) -> float:
        """That of the likeliest type."""
        return self.probabilities[0][1]
