"""Claims: who says what, in which words, how far named, and which events stand under it."""

from __future__ import annotations

from dragoman.claims.attach import attach
from dragoman.claims.disputes import find_disputes, with_disputes
from dragoman.claims.find import find_claims
from dragoman.claims.headlines import dropped_attribution
from dragoman.claims.speakers import name_speakers

__all__ = ["attach", "dropped_attribution", "find_claims", "find_disputes", "name_speakers", "with_disputes"]
