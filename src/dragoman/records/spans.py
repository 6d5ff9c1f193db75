"""Evidence: where in an article's text something stands, and the verbatim string."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Evidence"]


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """Characters ``[start, end)`` of the text of one article; ``text`` equals that slice, always."""

    article: str
    start: int
    end: int
    text: str

    def contains(self, other: Evidence) -> bool:
        """True if ``other`` lies wholly inside this span of the same article."""
        return self.article == other.article and self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Evidence) -> bool:
        """True if the two spans share at least one character of the same article."""
        return self.article == other.article and self.start < other.end and other.start < self.end
