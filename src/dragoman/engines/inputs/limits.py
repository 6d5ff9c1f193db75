"""What an input may cost: sizes, depth, and how far a packed file may swell."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import BinaryIO

from dragoman.errors import ItemError

__all__ = ["Budget", "Limits", "Metered", "SwollenError", "limited"]

_SWELLS = 100
"""News text packs to a third or a tenth of its size, a CSV of addresses to a fiftieth; bombs swell a thousandfold.
Deflate cannot do more than 1,032 to 1, so a hundredfold beyond the allowance is no archive of pages."""
_CHUNK = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds in bytes and counts.

    ``page_bytes``: the largest page or line that is read (JSONL, CSV, WARC and tar of any size are streamed).
    ``document_bytes``: the largest file that must be read whole (PDF, DOCX, mail, feed, JSON).
    ``depth``: archives within archives. ``directory_bytes``: the largest list of members of a ZIP file, which its
    reader holds in memory at about six times that size. ``swell_bytes``: what any packed file may unpack to, beyond a
    hundred times its size.
    """

    page_bytes: int = 20 * 2**20
    document_bytes: int = 64 * 2**20
    directory_bytes: int = 24 * 2**20
    depth: int = 4
    swell_bytes: int = 256 * 2**20


class SwollenError(ItemError):
    """A packed file unpacks to more than any archive of pages does: reading it stops."""


class Budget:
    """How many unpacked bytes an outermost file may still give; shared by all that is packed inside it."""

    def __init__(self, origin: str, packed: int, limits: Limits) -> None:
        self._origin = origin
        self._left = limits.swell_bytes + _SWELLS * packed

    def spend(self, size: int) -> None:
        """Takes ``size`` bytes; raises SwollenError where none are left."""
        self._left -= size
        if self._left < 0:
            detail = "it unpacks to over a hundred times its size (a packing bomb); reading it stopped there"
            raise SwollenError(self._origin, "bomb", detail)


class Metered(io.RawIOBase):
    """An unpacked stream whose bytes are charged to a budget."""

    def __init__(self, stream: BinaryIO, budget: Budget) -> None:
        self._stream = stream
        self._budget = budget

    def readable(self) -> bool:
        """True always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fills ``buffer``; returns the number of bytes, 0 at the end. Raises SwollenError past the budget."""
        data = self._stream.read(min(len(buffer), _CHUNK))
        self._budget.spend(len(data))
        buffer[: len(data)] = data
        return len(data)


def limited(stream: BinaryIO, most: int) -> bytes | None:
    """All of ``stream``; None if it is longer than ``most`` bytes."""
    parts, left = [], most + 1
    while left > 0 and (part := stream.read(min(left, _CHUNK))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts) if left > 0 else None
