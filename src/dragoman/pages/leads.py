"""How much a paragraph reads like the first of a story: a small fitted list of words and signs.

First paragraphs of news name a day, tell what is new (``a``, ``after``, ``new``) and hold whole names; later ones
quote, add (``also``, ``but``) and lean on who was named (``he``, ``his``). Weights: ``data/boundaries.csv``, kind
``lead``: of a word among the paragraph's first, of its first word (``^a``), and of the signs of ``signs``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from dragoman.pages.words import Floats, Tokens, bare, distinct, lead_sign

__all__ = ["likeness", "signs"]

_WORDS = 50
_QUOTES = "\"“‘«'"
_LENGTH_STEP, _LENGTHS = 12, 5
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
    found.add(f"#length {min(_LENGTHS, len(tokens) // _LENGTH_STEP)}")
    yield from found


def likeness(texts: list[str], tokens: Tokens) -> Floats:
    """Of each of these lines, -1 (no first paragraph reads so) to 1 (a lead): the weights of its signs, summed."""
    words, count = tokens.words, len(texts)
    near = np.arange(len(tokens.code)) - tokens.starts[tokens.line] < _WORDS
    code, line = tokens.code[near], tokens.line[near]
    size = len(words.sign_weights)
    sign = words.lead[code]
    filled = np.diff(tokens.starts) > 0
    first = tokens.starts[:-1][filled]
    begins = np.concatenate(([True], line[1:] != line[:-1]))[: len(line)]
    sign[begins] = words.first[tokens.code[first]]
    keys = distinct((line * size + sign)[sign > 0])
    total = np.bincount(keys // size, words.sign_weights[keys % size], count).astype(float)
    total[filled] += words.sign_weights[words.caret[tokens.code[first]]]
    lengths = np.diff(tokens.starts)
    of_length = np.array([words.weight_of(f"#length {n}") for n in range(_LENGTHS + 1)])
    total += of_length[np.minimum(_LENGTHS, lengths // _LENGTH_STEP)]
    if quote := words.weight_of("#quote"):
        total += quote * np.array([text[:1] in _QUOTES for text in texts], dtype=float)
    capital = words.capital[tokens.code] > 0
    two = np.flatnonzero(lengths > 1)
    begin = tokens.starts[two]
    total[two] += words.weight_of("#two capitals") * (capital[begin] & capital[begin + 1])
    found: Floats = np.clip(total / _SCALE, -1.0, 1.0)
    return found
