"""The events room: from an analysed article to event mentions with participants, status, time and place."""

from __future__ import annotations

from dragoman.events.assemble import find_events
from dragoman.events.explain import explain_article
from dragoman.events.pairs import judge_pair

__all__ = ["explain_article", "find_events", "judge_pair"]
