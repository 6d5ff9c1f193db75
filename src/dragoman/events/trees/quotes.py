"""What a text sets between quotation marks."""

from __future__ import annotations

from dragoman.records import Analysis
from dragoman.records.marks import DOUBLE_MARKS, OPENING_MARKS, STRAIGHT_MARKS

__all__ = ["quoted"]


def quoted(analysis: Analysis) -> tuple[bool, ...]:
    """For each token whether it stands between quotation marks; a block's end closes what is open."""
    found: list[bool] = []
    inside, block = False, -1
    for sentence in analysis.sentences:
        inside, block = inside and sentence.block == block, sentence.block
        for token in analysis.tokens[sentence.first : sentence.last]:
            if token.text in DOUBLE_MARKS:
                inside = token.text in OPENING_MARKS or (token.text in STRAIGHT_MARKS and not inside)
            found.append(inside)
    return tuple(found)
