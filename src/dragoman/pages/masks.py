"""Which lines of a page something holds of, as one number: bit ``i`` is set where it holds of line ``i``.

A page has some fifty lines. Of an array of fifty each operation costs its call; of a number it costs next to nothing:
``body & (caption << 1)`` are the paragraphs that have a caption for the line above. All below takes time in proportion
to the lines, so that a page of a million is no harm.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["Mask", "mask_at", "mask_of", "unpacked"]

Mask: TypeAlias = int

_DIGITS = bytes.maketrans(b"\x00\x01", b"01")


def mask_of(flags: Iterable[bool]) -> Mask:
    """The lines whose flag is true; there is at least one flag."""
    return int(bytes(flags).translate(_DIGITS)[::-1], 2)


def mask_at(where: Iterable[int], count: int) -> Mask:
    """These lines of so many."""
    flags = bytearray(count)
    for i in where:
        flags[i] = 1
    return int(flags.translate(_DIGITS)[::-1], 2) if count else 0


def unpacked(masks: Sequence[Mask], count: int) -> npt.NDArray[np.uint8]:
    """Masks x lines, 1 where the mask holds; no mask has a bit beyond ``count``."""
    width = (count + 7) // 8
    packed = np.frombuffer(b"".join([mask.to_bytes(width, "little") for mask in masks]), np.uint8)
    return np.unpackbits(packed.reshape(len(masks), width), axis=1, count=count, bitorder="little")
