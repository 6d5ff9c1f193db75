"""How place names are compared: without case, accents, apostrophes and hyphens."""

from __future__ import annotations

import unicodedata

__all__ = ["fold"]

_DROP = str.maketrans({"'": None, "’": None, "‘": None, "`": None, "ʿ": None, "ʾ": None, "-": " ", ".": None})
_LATIN = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})


def fold(name: str) -> str:
    """The key under which ``name`` is looked up: ``Sa'dah`` and ``Sadah``, ``N'Djamena`` and ``Ndjamena`` agree."""
    if name.isascii():
        return " ".join(name.lower().translate(_DROP).split())
    plain = unicodedata.normalize("NFKD", name.lower().translate(_DROP).translate(_LATIN))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())
