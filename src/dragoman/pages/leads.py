"""How much a paragraph reads like the first of a story: a small fitted list of words and signs.

First paragraphs of news name a day, tell what is new (``a``, ``after``, ``new``) and hold whole names; later ones
quote, add (``also``, ``but``) and lean on who was named (``he``, ``his``). Weights: ``data/boundaries.csv``, kind
``lead``: of a word among the paragraph's first, of its first word (``^a``), and of the signs of ``signs``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from dragoman.pages.words import CAPITAL, LEANS, LENGTHS, Bools, Floats, Tokens, bare, distinct, lead_sign

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
    words, count = tokens.words, len(texts)
    lengths = tokens.starts[1:] - tokens.starts[:-1]
    filled = lengths > 0
    first = tokens.starts[:-1][filled]
    sign = np.where(tokens.flags & CAPITAL, words.kept[tokens.row], words.lead[tokens.row])
    sign[first] = words.lead[tokens.row[first]]
    at = np.flatnonzero(sign)
    line = tokens.line[at]
    near = at - tokens.starts[line] < _WORDS
    size = len(words.sign_weights)
    keys = distinct(line[near] * size + sign[at[near]])
    line = keys // size
    total = np.bincount(line, words.sign_weights[keys - line * size], count).astype(float)
    total[filled] += words.sign_weights[words.caret[tokens.row[first]]]
    total += words.of_length[np.minimum(LENGTHS, lengths // _LENGTH_STEP)]
    if quote := words.weight_of("#quote"):
        total += quote * np.array([text[:1] in _QUOTES for text in texts], dtype=float)
    two = np.flatnonzero(lengths > 1)
    begin = tokens.starts[two]
    capital = (tokens.flags[begin] & tokens.flags[begin + 1] & CAPITAL) > 0
    total[two] += words.weight_of("#two capitals") * capital
    found: Floats = np.clip(total / _SCALE, -1.0, 1.0)
    return found


def leaning(texts: list[str], tokens: Tokens) -> Bools:
    """Which of these lines begin with a quotation, or with a word that leans on what stands before (``He’s``)."""
    found: Bools = np.array([text[0] in _QUOTES for text in texts], dtype=bool)
    if texts:
        found |= (tokens.flags[tokens.starts[:-1]] & LEANS) > 0
    for i, text in enumerate(texts):
        head = text[:_BEFORE]
        for apostrophe in _APOSTROPHES:
            if apostrophe in head:
                word = bare(text.split(None, 1)[0]).casefold().partition("’")[0].partition("'")[0]
                found[i] |= word in tokens.words.leaning
    return found
