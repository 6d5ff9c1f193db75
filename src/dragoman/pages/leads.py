"""How much a paragraph reads like the first of a story: a small fitted list of words and signs.

First paragraphs of news name a day, tell what is new (``a``, ``after``, ``new``) and hold whole names; later ones
quote, add (``also``, ``but``) and lean on who was named (``he``, ``his``). Weights: ``data/boundaries.csv``, kind
``lead``: of a word among the paragraph's first, of its first word (``^a``), and of the signs of ``signs``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

__all__ = ["lead_likeness", "signs"]

_CHARS, _WORDS = 360, 50
_WORD = re.compile(r"[A-Za-z]+(?:[’'][a-z]+)?")
_QUOTES = "\"“‘«'"
_LENGTH_STEP, _LENGTHS = 12, 5
_SCALE = 3.0
"""Log-odds that count as wholly a lead, or wholly none."""


def signs(text: str, days: Mapping[str, int]) -> Iterator[str]:
    """The signs of a paragraph, each once: its words but names, its first word, ``#day``, ``#quote``, ``#two capitals``
    (it begins with a name of two words) and ``#length 0`` to ``#length 5``, a step being a dozen words.
    """
    words = _WORD.findall(text[:_CHARS])[:_WORDS]
    found = {_sign(word, at, days) for at, word in enumerate(words)} - {""}
    if words:
        found.add(f"^{words[0].casefold()}")
        if len(words) > 1 and words[0][0].isupper() and words[1][0].isupper():
            found.add("#two capitals")
    if text[:1] in _QUOTES:
        found.add("#quote")
    found.add(f"#length {min(_LENGTHS, (text.count(' ') + 1) // _LENGTH_STEP)}")
    yield from found


def _sign(word: str, at: int, days: Mapping[str, int]) -> str:
    folded = word.casefold()
    if folded in days:
        return "#day"
    return "" if at and word[0].isupper() and word != "I" else folded


def lead_likeness(text: str, days: Mapping[str, int], weights: Mapping[str, float]) -> float:
    """-1 (no first paragraph reads so) to 1 (a lead)."""
    total = sum(weights.get(sign, 0.0) for sign in signs(text, days))
    return max(-1.0, min(1.0, total / _SCALE))
