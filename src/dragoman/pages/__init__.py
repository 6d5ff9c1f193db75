"""Pages: bytes to articles and residue, whatever a crawler left."""

from __future__ import annotations

from dragoman.pages.decoding import Decoded, decode
from dragoman.pages.reading import given_date, read_page, read_pages, together

__all__ = ["Decoded", "decode", "given_date", "read_page", "read_pages", "together"]
