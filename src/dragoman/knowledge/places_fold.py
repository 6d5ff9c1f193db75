"""How place names are compared: without case, accents, apostrophes and hyphens; at need without what differs from one
romanisation to the next."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["fold", "skeleton"]

_DROP = str.maketrans({"'": None, "’": None, "‘": None, "`": None, "ʿ": None, "ʾ": None, "-": " ", ".": None})
_LATIN = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})


def fold(name: str) -> str:
    """The key under which ``name`` is looked up: ``Sa'dah`` and ``Sadah``, ``N'Djamena`` and ``Ndjamena`` agree."""
    if name.isascii():
        return " ".join(name.lower().translate(_DROP).split())
    plain = unicodedata.normalize("NFKD", name.lower().translate(_DROP).translate(_LATIN))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


_ARTICLES = re.compile(r"\b(?:al|el|il|ul|ad|ash|ar|as|at|an|az|adh|ath|ed|esh|er|es|et|en|ez)\b ?")
_ROMANISED = (
    (re.compile(r"ou|oo"), "u"),
    (re.compile(r"ee|ie"), "i"),
    (re.compile(r"ei|ai|ay|ey"), "e"),
    (re.compile(r"[aeo]h\b"), "a"),
    (re.compile(r"e\b"), "a"),
    (re.compile(r"ch|tch"), "sh"),
    (re.compile(r"q"), "k"),
    (re.compile(r"w"), "v"),
    (re.compile(r"y"), "i"),
    (re.compile(r"o"), "u"),
    (re.compile(r"(.)\1+"), r"\1"),
)
"""Articles and letters that each newsroom writes in its own way. Vowels stay, else too many names would be one."""


def skeleton(key: str) -> str:
    """What the romanisations of one name have in common; ``key`` as ``fold`` gives it: `ad diwaniyah`, `diwaniya`.

    Only to be asked where no place bears the name as it stands.
    """
    bare = _ARTICLES.sub("", key).strip() or key
    for pattern, instead in _ROMANISED:
        bare = pattern.sub(instead, bare)
    return bare.replace(" ", "")
