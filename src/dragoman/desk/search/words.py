"""How text becomes the words that are searched: folded (``Évian`` as ``evian``), and cut to their stems.

One place for both sides: what is indexed, what is asked and what is marked in a passage are cut the same way.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

import tantivy

__all__ = ["COMPOUND", "exact", "fold", "fold_word", "joined", "stem", "stemmed"]

COMPOUND = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)+")
"""Words with hyphens between, which other outlets write as one: ``cease-fire``, ``co-operation``, ``Al-Shabaab``."""

_LONGEST = 60
"""Characters; what is longer is no word (base64, addresses) and is left out of the index."""


@cache
def exact() -> tantivy.TextAnalyzer:
    """Words in small letters without accents."""
    return _folding().build()


@cache
def stemmed() -> tantivy.TextAnalyzer:
    """The same, cut to their stems (Porter2: ``negotiated``, ``negotiations`` as ``negoti``)."""
    return _folding().filter(tantivy.Filter.stemmer("english")).build()


def _folding() -> tantivy.TextAnalyzerBuilder:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (tantivy.Filter.remove_long(_LONGEST), tantivy.Filter.lowercase(), tantivy.Filter.ascii_fold()):
        builder = builder.filter(step)
    return builder


def fold(text: str) -> list[str]:
    """The folded words of a text."""
    return exact().analyze(text)


@lru_cache(maxsize=100_000)
def fold_word(word: str) -> str:
    """One word, folded."""
    return "".join(fold(word))


def joined(text: str) -> list[str]:
    """Words with hyphens as one each, folded: ``ceasefire`` of ``cease-fire``; what is too long is left out."""
    whole = ("".join(fold(compound)) for compound in COMPOUND.findall(text))
    return [word for word in whole if 0 < len(word) <= _LONGEST]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of a folded word."""
    found = stemmed().analyze(word)
    return found[0] if found else word
