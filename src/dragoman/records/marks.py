"""Quotation marks: the one list of them, by what their shape tells.

Straight marks tell neither; where it matters what stands around them decides (``claims/quotes.py``). Single marks are
apostrophes more often than not.
"""

from __future__ import annotations

__all__ = ["CLOSING_MARKS", "DOUBLE_MARKS", "OPENING_MARKS", "QUOTATION_MARKS", "SINGLE_MARKS", "STRAIGHT_MARKS"]

STRAIGHT_MARKS = frozenset({'"', "''"})
"""Marks that open as well as close."""
OPENING_MARKS = frozenset({"“", "„", "‟", "«", "``", "‘‘"})
CLOSING_MARKS = frozenset({"”", "»", "’’"})
SINGLE_MARKS = frozenset({"'", "‘", "’"})
DOUBLE_MARKS = STRAIGHT_MARKS | OPENING_MARKS | CLOSING_MARKS
QUOTATION_MARKS = DOUBLE_MARKS | SINGLE_MARKS
