"""Datelines that open a sentence (``ISLAMABAD, Pakistan -``): they say where it was written, and nobody acts there."""

from __future__ import annotations

from dragoman.records import Analysis

__all__ = ["datelines"]

_DASHES = frozenset({"-", "--", "–", "—", "_", "―"})
_LONGEST = 12
"""Tokens before the dash at most: ``PORT MORESBY, Papua New Guinea, 14 November (Reuters) -`` has eleven."""
_SHORTEST_NAME = 3


def datelines(analysis: Analysis) -> frozenset[int]:
    """The tokens of datelines at the beginning of blocks."""
    found: set[int] = set()
    block = -1
    for sentence in analysis.sentences:
        first, opens, block = analysis.tokens[sentence.first], sentence.block != block, sentence.block
        if not opens or not first.text.isupper() or len(first.text) < _SHORTEST_NAME:
            continue
        for token in analysis.tokens[sentence.first : min(sentence.last, sentence.first + _LONGEST)]:
            if token.upos in ("VERB", "AUX"):
                break
            if token.text in _DASHES and token.i > first.i:
                found.update(range(sentence.first, token.i))
                break
    return frozenset(found)
