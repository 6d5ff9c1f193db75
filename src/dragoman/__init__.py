"""Dragoman reads political news: who did what to whom, when, where, according to whom, and whether it happened.

::

    import dragoman

    reading = dragoman.read("page.html")
    for event in reading.events:
        print(event.type, event.source, event.target, event.status, event.evidence.text)

Names are loaded on first use, so that ``import dragoman`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.api import classify, read, read_many, read_text
    from dragoman.desk import Desk
    from dragoman.knowledge import Knowledge
    from dragoman.language import Language
    from dragoman.reader import Reader
    from dragoman.records import Reading

__version__ = "0.1.0"

__all__ = [
    "Desk",
    "Knowledge",
    "Language",
    "Reader",
    "Reading",
    "__version__",
    "classify",
    "read",
    "read_many",
    "read_text",
]

_HOMES = {
    "Desk": "dragoman.desk",
    "Knowledge": "dragoman.knowledge",
    "Language": "dragoman.language",
    "Reader": "dragoman.reader",
    "Reading": "dragoman.records",
    "classify": "dragoman.api",
    "read": "dragoman.api",
    "read_many": "dragoman.api",
    "read_text": "dragoman.api",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'dragoman' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
