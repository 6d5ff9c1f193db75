"""Tokens to sentences."""

from __future__ import annotations

from dragoman.language.tokens import Span, abbreviations

__all__ = ["split"]

MOST_WORDS = 150
CLOSERS = frozenset("\"”'’)]»")
OPENERS = frozenset("\"“'‘([«")


def split(text: str, spans: list[Span]) -> list[list[Span]]:
    """The sentences of one block."""
    sentences: list[list[Span]] = []
    current: list[Span] = []
    i = 0
    while i < len(spans):
        current.append(spans[i])
        i += 1
        if not _stops(text, spans[i - 1]):
            continue
        while i < len(spans) and text[spans[i][0] : spans[i][1]] in CLOSERS and spans[i][0] == spans[i - 1][1]:
            current.append(spans[i])
            i += 1
        if i == len(spans) or _begins(text, spans[i - 1], spans[i]):
            sentences.append(current)
            current = []
    if current:
        sentences.append(current)
    return [s[k : k + MOST_WORDS] for s in sentences for k in range(0, len(s), MOST_WORDS)]


def _stops(text: str, span: Span) -> bool:
    word = text[span[0] : span[1]]
    return word[0] in ".!?…" or (word.endswith(".") and abbreviations().get(word[:-1].lower()) == "any")


def _begins(text: str, before: Span, span: Span) -> bool:
    first = text[span[0]]
    return span[0] > before[1] and (first.isupper() or first.isdigit() or first in OPENERS)
