"""Seating an event's participants where its expression names none: a fitted judgement over the phrases of its sentence.

Expressions and frames come first (``matching``); what they leave open is filled by two logistic models, one a side,
over declared features of where a phrase stands to the event (``roles_features``). The weights are fitted on our own
corpus (``data/roles.csv``, ``training/roles.py``). Nobody who acts is made to suffer: a phrase that stands for a
participant of one side is never seated on the other by the model.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from dragoman.events.cast import Cast
from dragoman.events.constituents import Match
from dragoman.events.roles_features import Stand, View
from dragoman.events.syntax import Syntax
from dragoman.knowledge.weights import read_weights
from dragoman.records import Participant

__all__ = ["Seats", "who"]

_WEIGHTS = Path(__file__).parent / "data" / "roles.csv"
_READY = {"source": 0.65, "target": 0.3}
"""Probability from which the likeliest phrase is seated. On dev, at .5, .65, .75 of sources, 3.7, 3.1, 3.0 % of the
events found are swapped and the detection F1 is 73.5, 73.2, 72.7; targets are as often right at .4 as at .3."""
_LONE = 0.5
"""The same for the target of an event that the encoder alone finds and that nobody does."""
_ALSO = 0.8
"""Probability from which a further phrase is."""


def who(participant: Participant) -> str:
    """What tells one participant from another."""
    return participant.actor or participant.name


class Seats:
    """The sides of one article's events."""

    def __init__(self, syntax: Syntax, cast: Cast) -> None:
        self.cast = cast
        self.view = View(syntax, cast)

    def fill(self, match: Match) -> Match:
        """The match with its empty sides filled, where a phrase of its sentence is likely enough. What only a general
        frame seated is judged anew.
        """
        if match.sources and match.targets and not match.entry.general:
            return match
        stands = self.view.stands(match)
        sources, targets = ((), ()) if match.entry.general else (match.sources, match.targets)
        how = list(match.how)
        if not sources:
            sources = self._likeliest(stands, "source", targets, _READY["source"])
            how += ["the source by where it stands in the sentence"] * bool(sources)
        if not targets:
            lone = match.entry.general and not sources
            targets = self._likeliest(stands, "target", sources, _LONE if lone else _READY["target"])
            how += ["the target by where it stands in the sentence"] * bool(targets)
        return replace(match, sources=sources, targets=targets, how=tuple(how))

    def _likeliest(self, stands: Sequence[Stand], side: str, opposite: Sequence[int], ready: float) -> tuple[int, ...]:
        weights = read_weights(_WEIGHTS)[side]
        taken = {who(p) for p in self.cast.participants(opposite)}
        scored: dict[str, tuple[float, int]] = {}
        for stand in stands:
            someone = self.cast.participant(stand.token)
            if someone is None or who(someone) in taken or (side == "source" and not self.cast.can_act(stand.token)):
                continue
            p = 1 / (1 + math.exp(-sum(weights.get(f, 0.0) for f in stand.features)))
            if p > scored.get(who(someone), (0.0, -1))[0]:
                scored[who(someone)] = (p, stand.token)
        ranked = sorted(scored.values(), key=lambda s: (-s[0], s[1]))
        return tuple(i for n, (p, i) in enumerate(ranked) if p >= (_ALSO if n else ready))
