"""Word documents (DOCX): the paragraphs as a crawler would leave them, one a line, blank lines between.

Read with zipfile and lxml, which are here anyway: python-docx passes over text in tracked insertions, content controls
and text boxes, and unpacks without a bound.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from dragoman.engines.inputs.context import Document, Item, made_page
from dragoman.engines.inputs.limits import Limits, limited
from dragoman.records import Skipped

__all__ = ["read_docx"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MOVED = f"{_W}moveFrom"
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": " ", f"{_W}noBreakHyphen": "-"}


def read_docx(document: Document, limits: Limits) -> Iterator[Item]:
    """The page of a Word document, its text only: properties say when a file was made, not when news appeared."""
    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(document.raw)) as archive, archive.open("word/document.xml") as file:
            raw = limited(file, limits.document_bytes)  # type: ignore[arg-type]
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, zlib.error, EOFError) as error:
        yield Skipped(document.origin, "broken_docx", f"the file is no Word document that can be read: {error}")
        return
    if raw is None:
        yield Skipped(document.origin, "bomb", f"its text unpacks to over {limits.document_bytes / 2**20:g} MB")
        return
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        yield Skipped(document.origin, "broken_docx", f"its text is no XML: {error}")
        return
    yield made_page(document.origin, text="\n\n".join(_paragraphs(root)) + "\n")


def _paragraphs(root: Any) -> Iterator[str]:
    """The paragraphs in order, those of tables and text boxes too; what was deleted in tracking is left out."""
    for paragraph in root.iter(f"{_W}p") if root is not None else ():
        if any(above.tag == _FALLBACK for above in paragraph.iterancestors()):
            continue  # the same text box again, for older programs
        parts: list[str] = []
        for node in paragraph.iter():
            if node is not paragraph and not _belongs(node, paragraph):
                continue
            if node.tag == f"{_W}t" and node.text:
                parts.append(node.text)
            elif node.tag in _BREAKS:
                parts.append(_BREAKS[node.tag])
        text = " ".join("".join(parts).split())
        if text:
            yield text


def _belongs(node: Any, paragraph: Any) -> bool:
    """Whether a node is the paragraph's own: not of a text box inside, which comes on its own, nor moved elsewhere."""
    for above in node.iterancestors():
        if above.tag == _MOVED:
            return False
        if above.tag == f"{_W}p":
            return above is paragraph
    return False
