"""How much a paragraph reads like the first of a story: a small fitted list of words and signs.

First paragraphs of news name a day, tell what is new (``a``, ``after``, ``new``) and hold whole names; later ones
quote, add (``also``, ``but``) and lean on who was named (``he``, ``his``). Weights: ``data/boundaries.csv``, kind
``lead``: of a word among the paragraph's first, of its first word (``^a``), and of the signs of ``signs``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from dragoman.pages.words import CAPITAL, LEANS, LENGTHS, SIGN, Bools, Floats, Tokens, bare, distinct, lead_sign

__all__ = ["leaning", "likeness", "signs"]

_WORDS = 50
_QUOTES = "\"“‘«'"
_APOSTROPHES = "’'"
_BEFORE = 24
"""Characters from the beginning of a line after which no apostrophe stands that parts a word that leans."""
_LENGTH_STEP = 12
_SCALE = 3.0
"""Log-odds that count as wholly a lead, or wholly none."""


def signs(text: str, days: Mapping[str, int]) -> Iterator[str]:
    """The signs of a paragraph, each once: its words but names, its first word, ``#day``, ``#quote``, ``#two capitals``
    (it begins with a name of two words) and ``#length 0`` to ``#length 5``, a step being a dozen words.
    """
    tokens = text.split()
    words = [bare(token) for token in tokens[:_WORDS]]
    found = {lead_sign(word, at == 0, days) for at, word in enumerate(words)} - {""}
    if words:
        found.add(f"^{words[0].casefold()}")
        if len(words) > 1 and words[0][:1].isupper() and words[1][:1].isupper():
            found.add("#two capitals")
    if text[:1] in _QUOTES:
        found.add("#quote")
    found.add(f"#length {min(LENGTHS, len(tokens) // _LENGTH_STEP)}")
    yield from found


def likeness(texts: list[str], tokens: Tokens) -> Floats:
    """Of each of these lines, -1 (no first paragraph reads so) to 1 (a lead): the weights of its signs, summed."""
    if not texts:
        return np.zeros(0)
    words, first, size = tokens.words, tokens.starts[:-1], len(tokens.words.sign_weights)
    lengths = tokens.starts[1:] - first
    at = (tokens.flags & SIGN).nonzero()[0]
    line = tokens.line.take(at)
    behind, row = at - first.take(line), tokens.row.take(at)
    kept = ((tokens.flags.take(at) & CAPITAL) > 0) & (behind > 0)
    sign = np.where(kept, words.kept.take(row), words.lead.take(row))
    keys = distinct((line * size + sign)[(behind < _WORDS) & (sign > 0)])
    line = keys // size
    total = np.bincount(line, words.sign_weights.take(keys - line * size), len(texts))
    total = total + words.sign_weights.take(words.caret.take(tokens.row.take(first)))
    total += words.of_length.take(lengths // _LENGTH_STEP, mode="clip")
    if quote := words.weight_of("#quote"):
        total += quote * _quoted(texts)
    if two := words.weight_of("#two capitals"):
        second = np.minimum(first + 1, len(tokens.row) - 1)
        capital = (tokens.flags.take(first) & tokens.flags.take(second) & CAPITAL) > 0
        total += two * (capital & (lengths > 1))
    total /= _SCALE
    found: Floats = np.maximum(np.minimum(total, 1.0), -1.0)
    return found


def _quoted(texts: list[str]) -> Bools:
    return np.array([text[0] in _QUOTES for text in texts], dtype=bool)


def leaning(texts: list[str], tokens: Tokens) -> Bools:
    """Which of these lines begin with a quotation, or with a word that leans on what stands before (``He’s``)."""
    if not texts:
        return np.zeros(0, bool)
    found = _quoted(texts) | ((tokens.flags.take(tokens.starts[:-1]) & LEANS) > 0)
    firsts = [text[:_BEFORE].partition(" ")[0] for text in texts]
    for i in [i for i, first in enumerate(firsts) if not first.isalpha()]:
        if "’" in firsts[i] or "'" in firsts[i]:
            word = bare(texts[i].split(None, 1)[0]).casefold().partition("’")[0].partition("'")[0]
            found[i] |= word in tokens.words.leaning
    return found
