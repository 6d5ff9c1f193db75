"""PDF files with a text layer: lines put back into paragraphs, as a crawler's plain text.

The order is that of the file, which for the columns of newspapers is the order of reading. Running heads stay once,
where they stand first; page numbers are dropped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from dragoman.engines.inputs.context import Document, Item, made_page
from dragoman.records import Skipped

__all__ = ["Line", "paragraphs", "read_pdf"]

_GAP = 1.35
"""A step down of over so many usual steps parts paragraphs: leading in one varies by a tenth, a blank line doubles."""
_SIZE = 1.2
"""Letters so much taller or smaller than those of the line before begin something else (a heading, a caption)."""
_SHORT_LINE = 0.85
"""Of the column's width: a shorter line that ends a sentence ends its paragraph."""
_INDENT = 0.8
"""Of the letters' height: a line set in by more, behind the end of a sentence, opens a paragraph."""
_COLUMN_LINES = 30
"""Lines above that tell how wide the column is."""
_EDGE_LINES = 2
_REPEATED = 3
_END = re.compile(r"[.!?…:][\"'”’»)\]]*$")
_NUMBER = re.compile(r"(?:page\s+)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?|[-–—]\s*\d{1,4}\s*[-–—]", re.I)
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[\w'’-]+")
_BROKEN = re.compile(r"([A-Za-z\u00c0-\u024f]{2,})[-\u00ad\ufffe\x02]$")
_LINES = re.compile(r"[^\n\ufffe]*(?:\n|\ufffe|$)")
"""PDFium puts U+FFFE for a hyphen at a line's end, and then no line feed."""
_LONGEST_WORD = 40
_SOFT = "\u00ad\ufffe\x02"
_HYPHENS = f"-{_SOFT}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a PDF page: its text and its box in points, from the lower left corner."""

    text: str
    page: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """The height of its letters."""
        return max(self.top - self.bottom, 0.1)


def read_pdf(document: Document) -> Iterator[Item]:
    """The page of a PDF's text layer; a Skipped for a scan, an encrypted or a damaged file."""
    import pypdfium2 as pdfium

    try:
        pdf = pdfium.PdfDocument(document.raw)
    except pdfium.PdfiumError as error:
        locked = "password" in str(error).casefold()
        cause, detail = ("encrypted", "open it with its password and save it without") if locked else (
            "broken_pdf", f"the PDF cannot be read: {error}")  # fmt: skip
        yield Skipped(document.origin, cause, detail)
        return
    try:
        pages = [_page_lines(pdf, number) for number in range(len(pdf))]
    finally:
        pdf.close()
    broken = [str(number) for number, found in enumerate(pages, 1) if found is None]
    if broken:
        detail = f"of {len(pages)} PDF pages {len(broken)} cannot be read: {', '.join(broken[:10])}"
        yield Skipped(document.origin, "broken_pdf", detail)
    lines = [line for found in pages for line in found or ()]
    if not any(any(c.isalpha() for c in line.text) for line in lines):
        detail = "the PDF holds no text layer (a scan); put one in with an OCR program first"
        yield Skipped(document.origin, "no_text_layer", detail)
        return
    yield made_page(document.origin, text="\n\n".join(paragraphs(lines)) + "\n")


def _page_lines(pdf: Any, number: int) -> list[Line] | None:
    """The lines of one page in the file's order; None for a page that cannot be loaded."""
    import pypdfium2 as pdfium

    try:
        page = pdf[number]
        layer = page.get_textpage()
    except pdfium.PdfiumError:
        return None
    lines: list[Line] = []
    at = 0
    for raw in _LINES.findall(layer.get_text_range()):
        shown = raw.strip("\r\n \t")
        if shown:
            first = at + raw.index(shown[0])
            box = _box(layer, first, first + len(shown) - 1)
            lines.append(Line(" ".join(shown.split()), number, *box))
        at += len(raw)
    layer.close()
    page.close()
    return lines


def _box(layer: Any, first: int, last: int) -> tuple[float, float, float, float]:
    """The box around a line, from some of its letters: all their boxes would take most of the time."""
    import pypdfium2 as pdfium

    boxes = []
    for index in {first, (first + last) // 2, (first + 3 * last) // 4, last}:
        try:
            boxes.append(layer.get_charbox(index, loose=True))
        except (pdfium.PdfiumError, IndexError, ValueError):
            continue
    if not boxes:
        return 0.0, 0.0, 0.0, 0.0
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def paragraphs(lines: Sequence[Line]) -> list[str]:
    """Lines joined into paragraphs by their places on the page, words that were broken at a line's end made whole."""
    kept = _without_furniture(lines)
    steps = sorted(a.bottom - b.bottom for a, b in pairwise(kept) if _below(a, b))
    # A quarter of the way up, not half: where paragraphs have two lines, half of the steps part paragraphs.
    step = steps[len(steps) // 4] if steps else 12.0
    words = Counter(w.casefold() for line in kept for w in _WORD.findall(line.text))
    groups: list[list[Line]] = []
    for line in kept:
        if groups and not _parted(groups[-1], line, step):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_joined(group, words) for group in groups]


def _below(above: Line, line: Line) -> bool:
    return above.page == line.page and 0 < above.bottom - line.bottom < 3 * above.height


def _parted(group: Sequence[Line], line: Line, step: float) -> bool:
    """Whether a line begins a new paragraph."""
    above = group[-1]
    ended = _END.search(above.text) is not None
    if not 1 / _SIZE < line.height / above.height < _SIZE:
        return True
    drop = above.bottom - line.bottom
    if above.page != line.page or drop < -above.height:  # the next page or column: a sentence may go on there
        return ended or not line.text[:1].islower()
    if drop > _GAP * step:
        return True
    group = group[-_COLUMN_LINES:]
    first = min(member.left for member in group)
    width = max(member.right for member in group) - first
    short = above.right - first < _SHORT_LINE * max(width, line.right - line.left)
    return ended and (short or line.left - min(m.left for m in group[1:] or group) > _INDENT * line.height)


def _joined(group: Sequence[Line], words: Counter[str]) -> str:
    parts = [group[0].text]
    for line in group[1:]:
        above = parts[-1]
        broken = _BROKEN.search(above[-_LONGEST_WORD:]) if above[-1] in _HYPHENS else None
        if broken is None or not line.text[:1].islower():
            parts += [" ", line.text]
            continue
        rest = _WORD.match(line.text)
        tail = rest[0] if rest else ""
        whole, hyphened = (broken[1] + tail).casefold(), f"{broken[1]}-{tail}".casefold()
        hard = words[hyphened] > 0 and not words[whole]
        parts[-1] = above[:-1] + ("-" if hard else "")
        parts.append(line.text)
    return "".join(parts).translate({ord(c): None for c in _SOFT})


def _without_furniture(lines: Sequence[Line]) -> list[Line]:
    """The lines without page numbers and without what is repeated at the edges of pages, but for its first time."""
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    edges = set()
    for members in pages.values():
        # by height on the page, since the file's order may give heads and feet together
        ranked = sorted(members, key=lambda line: -line.top)
        edges |= {id(line) for line in (*ranked[:_EDGE_LINES], *ranked[-_EDGE_LINES:])}
    counts = Counter(_DIGITS.sub("#", line.text) for line in lines if id(line) in edges)
    seen: set[str] = set()
    kept = []
    for line in lines:
        key = _DIGITS.sub("#", line.text)
        if id(line) in edges:
            if _NUMBER.fullmatch(line.text) and len(pages) > 1:
                continue
            if counts[key] >= _REPEATED and key in seen:
                continue
            seen.add(key)
        kept.append(line)
    return kept
