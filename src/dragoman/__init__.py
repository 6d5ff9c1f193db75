"""Dragoman reads political news: who did what to whom, when, where, according to whom, and whether it happened.

::

    import dragoman

    reading = dragoman.read("page.html")
    for event in reading.events:
        print(event.type, event.source, event.target, event.status, event.evidence.text)

Names are loaded on first use, so that ``import dragoman`` costs next to nothing.
"""

from __future__ import annotations

__version__ = "0.1.0"
