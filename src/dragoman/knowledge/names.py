"""Names as keys: one spelling for all the ways in which newspapers write a name.

``pieces("Muqtada al-Sadr")`` and ``pieces("Muqtada El Sadr's")`` are the same: case, diacritics, hyphens, apostrophes,
the Arabic article and a possessive ``'s`` make no difference. What differs in its letters (Muqtada, Moqtada) stays
different: that is the affair of aliases.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["ARTICLES", "ASSIMILATED", "fold", "key", "pieces"]

ARTICLES = frozenset({"al", "el"})
"""The Arabic article as it is usually written; dropped from names wherever something follows it."""

ASSIMILATED = frozenset({"as", "ash", "an", "ar", "at", "ad", "az", "ul", "ur"})
"""The article before sun letters; an article only where a hyphen binds it (``as-Safir``)."""

_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "ı": "i", "ß": "ss", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ə": "a"}
)  # letters that NFKD does not take apart
_POSSESSIVE = re.compile(r"['’]s\b")
_DROPPED = re.compile(r"['’‘ʿʾʼ`´.]")
_WORD = re.compile(r"[^\W_]+|-")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """``text`` in lower case without diacritics, apostrophes, points and possessive ``'s``; ``&`` becomes ``and``."""
    if text.isascii() and text.isalnum():
        return text.lower()
    text = _DROPPED.sub("", _POSSESSIVE.sub("", text)).replace("&", " and ")
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.casefold())
        text = "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_LETTERS)
    return text.casefold()


def pieces(name: str) -> list[str]:
    """The words of a name as they are compared: folded, split at hyphens, without articles and a leading ``the``."""
    return [name.lower()] if name.isascii() and name.isalpha() else [*_pieces(name)]


@lru_cache(maxsize=16384)
def _pieces(name: str) -> tuple[str, ...]:
    folded = fold(name)
    if folded.isascii() and folded.replace(" ", "").isalnum():
        words = folded.split()
        bound: list[bool] = [False] * len(words)
    else:
        found = _WORD.findall(folded)
        words, bound = [], []
        for i, word in enumerate(found):
            if word != "-":
                words.append(word)
                bound.append(found[i + 1 : i + 2] == ["-"])
    kept = tuple(
        word
        for i, word in enumerate(words)
        if i + 1 == len(words)
        or not (word in ARTICLES or (bound[i] and word in ASSIMILATED) or (i == 0 and word == "the"))
    )
    return kept or tuple(words)


def key(name: str) -> str:
    """``pieces`` joined by blanks: what an index of names is keyed by. Empty for a name without letters."""
    return " ".join(pieces(name))
