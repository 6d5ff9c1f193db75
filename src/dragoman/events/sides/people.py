"""Who somebody in a sentence is, beside the others in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

from dragoman.events.sides.features import Stand
from dragoman.events.trees.cast import Cast
from dragoman.records import Participant

__all__ = ["people", "same_people", "who"]


def who(participant: Participant) -> str:
    """What tells one participant from another. A state and its government act as one (`Washington paid for what the
    United States did`)."""
    actor = participant.actor
    return actor.replace("gov:", "state:", 1) if actor and actor.startswith("gov:") else actor or participant.name


def people(cast: Cast, heads: Iterable[int]) -> set[str]:
    """Those for whom phrases stand, as ``who`` tells them apart."""
    return {who(p) for p in cast.participants(heads)}


def same_people(cast: Cast, heads: Set[int], but: Set[int], stands: Sequence[Stand]) -> Set[int]:
    """``heads``, and whatever else stands for the same people, without ``but``: of ``she swears ... an inquiry cleared
    her`` the one who is cleared, by name or not, does not clear.
    """
    heads = heads - but
    if not heads:
        return heads
    them = people(cast, heads)
    return heads | {s.token for s in stands if s.token not in but and who(s.someone) in them}
