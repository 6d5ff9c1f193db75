"""Names as keys: one spelling for all the ways in which newspapers write a name.

``pieces("Muqtada al-Sadr")`` and ``pieces("Muqtada El Sadr's")`` are the same: case, diacritics, hyphens, apostrophes,
the Arabic article and a possessive ``'s`` make no difference. What differs in its letters (Muqtada, Moqtada) stays
different: that is the affair of aliases.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

__all__ = ["AFTER_NAMES", "ARTICLES", "ASSIMILATED", "fold", "key", "own_pieces", "pieces"]

ARTICLES = frozenset({"al", "el"})
"""The Arabic article as it is usually written; dropped from names wherever something follows it."""

ASSIMILATED = frozenset({"as", "ash", "an", "ar", "at", "ad", "az", "ul", "ur"})
"""The article before sun letters; an article only where a hyphen binds it (``as-Safir``)."""

AFTER_NAMES = frozenset(("jr", "sr", "jnr", "snr", "ii", "iii", "iv", "v"))
"""What stands behind a family name and is none."""

_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "ı": "i", "ß": "ss", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ə": "a"}
)  # letters that NFKD does not take apart
_POSSESSIVE = re.compile(r"['’]s\b")
_DROPPED = re.compile(r"['’‘ʿʾʼ`´.]")
_WORD = re.compile(r"[^\W_]+|-")
_BLANKS = str.maketrans({c: " " for c in map(chr, range(128)) if not c.isalnum() and c != "-"})
"""What parts the words of a name in ASCII, as ``_WORD`` has it."""
_SMALL = frozenset({*ARTICLES, *ASSIMILATED, "the"})


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """``text`` in lower case without diacritics, apostrophes, points and possessive ``'s``; ``&`` becomes ``and``."""
    if text.isascii():
        if text.isalnum() or not ("." in text or "'" in text or "&" in text or "`" in text):
            return text.lower()
        return _DROPPED.sub("", _POSSESSIVE.sub("", text)).replace("&", " and ").lower()
    text = _DROPPED.sub("", _POSSESSIVE.sub("", text)).replace("&", " and ").casefold().translate(_accents())
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_LETTERS).casefold()


@cache
def _accents() -> dict[int, str]:
    """The Latin letters with marks, in small letters, and what ``fold`` makes of each: at once for a whole text."""
    found: dict[int, str] = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        plain = unicodedata.normalize("NFKD", chr(code).casefold())
        letters = "".join(c for c in plain if not unicodedata.combining(c)).translate(_LETTERS)
        if letters.isascii() and letters.isalpha():
            found[code] = letters.lower()
    return found


def pieces(name: str) -> list[str]:
    """The words of a name as they are compared: folded, split at hyphens, without articles and a leading ``the``."""
    return [name.lower()] if name.isascii() and name.isalpha() else [*_pieces(name)]


@lru_cache(maxsize=16384)
def _pieces(name: str) -> tuple[str, ...]:
    folded = fold(name)
    plain = _plain(folded)
    if plain is not None:
        return tuple(plain)
    words, bound = [], []
    found = _WORD.findall(folded)
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


def _plain(folded: str) -> list[str] | None:
    """The words of a folded name in ASCII without anything to drop, None for others."""
    if not folded.isascii():
        return None
    words = folded.translate(_BLANKS).replace("-", " ").split()
    return words if _SMALL.isdisjoint(words) else None


def key(name: str) -> str:
    """``pieces`` joined by blanks: what an index of names is keyed by. Empty for a name without letters."""
    plain = _plain(fold(name))
    return " ".join(_pieces(name) if plain is None else plain)


def own_pieces(words: list[str]) -> list[str]:
    """The pieces of a person's name without what stands behind the family name: ``harry harris`` of ``Harry Harris
    Jr.``.
    """
    last = len(words)
    while last > 1 and words[last - 1] in AFTER_NAMES:
        last -= 1
    return words[:last]
