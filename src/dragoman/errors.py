"""Every error Dragoman raises, in one tree.

::

    DragomanError
    ├── ItemError            this item failed; the run goes on and counts it
    │   ├── PageError        a page could not be read (empty, binary, too large, no article, unreadable file)
    │   └── RecordError      a record is not what its schema says (a broken JSONL line, a bad export row)
    └── RunError             the run must stop
        ├── KnowledgeError   a knowledge file is wrong: names the file, the line and the way out
        ├── LanguageError    the encoder's weights or a user's pipeline cannot be used
        ├── DeskError        the desk cannot be opened, written or understood
        └── UsageError       the caller asked for something that cannot be done
            └── CostError    ... that would cost more time than was allowed

``ItemError`` names the item and the cause, so that a summary can print both without parsing a message.
"""

from __future__ import annotations

__all__ = [
    "CostError",
    "DeskError",
    "DragomanError",
    "ItemError",
    "KnowledgeError",
    "LanguageError",
    "PageError",
    "RecordError",
    "RunError",
    "UsageError",
]


class DragomanError(Exception):
    """Base of all errors that Dragoman raises on purpose."""


class ItemError(DragomanError):
    """One item failed; the run goes on.

    ``item`` names it as the user would (a path, a URL, ``news.jsonl:17``); ``cause`` is a short machine-readable
    word that summaries count by (``empty``, ``binary``, ``too_large``, ...).
    """

    def __init__(self, item: str, cause: str, detail: str) -> None:
        super().__init__(f"{item}: {detail}")
        self.item = item
        self.cause = cause
        self.detail = detail


class PageError(ItemError):
    """A page could not be read or holds no article."""


class RecordError(ItemError):
    """A record is not what its schema says."""


class RunError(DragomanError):
    """The run must stop: going on would give wrong or lost results."""


class KnowledgeError(RunError):
    """A knowledge file is wrong. The message names file, line and what would be right."""


class LanguageError(RunError):
    """The encoder's weights, or a user's own pipeline, cannot be used."""


class DeskError(RunError):
    """The desk cannot be opened, written or understood."""


class UsageError(RunError):
    """The caller asked for something that cannot be done."""


class CostError(UsageError):
    """The answer would cost more time than was allowed."""
