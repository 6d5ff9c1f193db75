"""The events room: from an analysed article to event mentions with participants, status, time and place."""

from __future__ import annotations

from dragoman.events.assemble import find_events

__all__ = ["find_events"]
