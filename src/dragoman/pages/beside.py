"""What an extractor takes into a story that is none of it: code inside paragraphs, and cards of other stories."""

from __future__ import annotations

import re

from dragoman.pages.draft import Part
from dragoman.pages.markup import clean
from dragoman.records import BlockKind, Residue

__all__ = ["without_cards", "without_code"]

_CODE = re.compile(r"<(script|style|iframe|noscript|svg)\b[^<>]*>.{0,20000}?</\1\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[a-z][a-z0-9]{0,12}(?:\s[^<>]{0,500})?/?>", re.IGNORECASE)
_TWICE_WORDS = 3
_TEASED = 2
"""Parts of a card: its heading and a teaser."""
_CARDS = 2
"""Headings that stand twice from which they are those of cards: one may be the page's own, said again for readers who
cannot see it."""


def without_code(text: str) -> str:
    """A paragraph without the scripts, frames and tags that a page's own data writes into its text."""
    if "</" not in text:
        return text
    return clean(_TAG.sub(" ", _CODE.sub(" ", text)))


def without_cards(parts: list[Part], page: str) -> tuple[list[Part], list[Residue]]:
    """The parts without cards of other stories, as which stand headings that say the same twice in one line (what is
    shown, and what the picture's link says), each with one teaser at most; several, and no paragraphs of a story."""
    twice = [i for i, part in enumerate(parts) if part.kind is not BlockKind.TITLE and _said_twice(part.text)]
    if len(twice) < _CARDS:
        return parts, []
    ends = [*twice[1:], len(parts)]
    cards = {j for i, end in zip(twice, ends, strict=True) if end - i <= _TEASED for j in range(i, end)}
    residue = [Residue(page, parts[i].text, "card of another story") for i in sorted(cards)]
    return [part for i, part in enumerate(parts) if i not in cards], residue


def _said_twice(text: str) -> bool:
    words = text.split()
    half = len(words) // 2
    return half >= _TWICE_WORDS and len(words) == 2 * half and words[:half] == words[half:]
