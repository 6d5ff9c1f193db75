"""Inputs: one reader for each kind of file that pages come in, as a stream of pages and of what could not be read.

``paths`` walks folders and globs, ``opening`` finds the kind of a stream, and each kind has its module. Archives hand
their members back to ``opening``; origins grow with them (``a.zip!b.warc.gz:1234``).
"""

from __future__ import annotations

from dragoman.engines.inputs.context import Document, Item
from dragoman.engines.inputs.kinds import holds_many
from dragoman.engines.inputs.limits import Limits
from dragoman.engines.inputs.opening import read_document
from dragoman.engines.inputs.paths import addresses_in, pages_from

__all__ = ["Document", "Item", "Limits", "addresses_in", "holds_many", "pages_from", "read_document"]
