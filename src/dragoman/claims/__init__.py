"""Claims: who says what, in which words, how far named, and which events stand under it."""

from __future__ import annotations

from dragoman.claims.attach import attach
from dragoman.claims.find import find_claims
from dragoman.claims.speakers import name_speakers

__all__ = ["attach", "find_claims", "name_speakers"]
