"""The body of one story: trafilatura, captions and pull quotes taken apart, Resiliparse as the self-check.

1. captions leave the tree: an extractor either loses them or leaves them between the paragraphs;
2. trafilatura's fast mode reads the body;
3. Resiliparse reads the page by other means; where the two agree badly, trafilatura's slower mode reads it again, and
   the reading that agrees better is kept. The agreement becomes the body's confidence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dragoman.pages.beside import without_code
from dragoman.pages.draft import Part
from dragoman.pages.markup import Piece, clean, is_body
from dragoman.pages.splitting import Span, head_end
from dragoman.records import BlockKind

__all__ = ["Body", "agreement", "body_parts", "cut", "extract", "read_body", "span_parts", "without"]

_CAPTION_CHARS = 1500
_CODE = ("style", "svg")
_WORD = re.compile(r"\w+")
_AGREE = 0.8
"""Agreement below which the body is read again. Of the pages of public sets that agree less, 28 to 42 % were bad."""
CONFIDENCE = ((0.95, 0.96), (0.9, 0.9), (0.8, 0.85), (0.5, 0.6), (0.0, 0.4))
"""Agreement from which a body is good (word F1 of .8 and more against people's reading) with this probability, as
measured on two public sets of saved pages (benchmarks/pages.py)."""
_CHECKED = 5_000_000
"""Characters of HTML beyond which no second reading is worth its time."""
_HOLDS = 0.9
"""Share of the first reading's words that the slower one must hold, unless it agrees well: it is to add what was lost.
Of 19 pages that were read again it mended two, one that it held wholly and one that it agreed on; the three that it
spoilt (lists of cookies, of links) held .24 to .68 and agreed on less than .8."""
_LINKED_CHARS, _LINKED = 80, 0.9
"""A paragraph of so many characters that ends a sentence is text, however much of it, up to this share, is a link."""
_FINISHED = tuple('.!?…"”’)')
_BETTER = 0.1
"""By how much the slower reading must agree better: it keeps more of what stands beside the story."""
_OWN = 0.7
"""Share of the paragraphs' characters below which trafilatura lost too much of a story that was cut out of its page."""


@dataclass(frozen=True, slots=True)
class Body:
    """What trafilatura made of a page, and how far Resiliparse agrees, 0 to 1 (None if it could not tell)."""

    document: Any
    agreement: float | None

    @property
    def confidence(self) -> float | None:
        """The probability that the body is the story's."""
        if self.agreement is None:
            return None
        return next(p for least, p in CONFIDENCE if self.agreement >= least)


def extract(tree: Any, fast: bool = True) -> Any:
    """Trafilatura's reading of a tree, without metadata (``metadata.describe``); None if it finds nothing."""
    from trafilatura import bare_extraction

    return bare_extraction(tree, fast=fast, include_comments=False)  # it copies the tree's parts


def read_body(tree: Any) -> Body:
    """The body of a page with one story, read again by the slower mode where Resiliparse disagrees.

    Scripts, styles and drawings are taken out of the tree: no reader wants them, and all take time over them. Linked
    data stays: some pages have their text nowhere else in whole paragraphs, and trafilatura knows to look there.
    """
    from lxml.etree import strip_elements

    strip_elements(tree, *_CODE, with_tail=False)
    for script in list(tree.iter("script")):
        if "ld+json" not in (script.get("type") or ""):
            script.drop_tree()
    document = extract(tree)
    other = _plain(tree) if document is not None else Counter()
    if document is None or not other:
        return Body(document, None)
    agreed = agreement(document.text or "", other)
    if agreed < _AGREE:
        again = extract(tree, fast=False)
        better = agreement(again.text or "", other) if again is not None else 0.0
        sure = better >= _AGREE or (again is not None and _share(document.text, again.text) >= _HOLDS)
        if sure and better > agreed + _BETTER and _adds_sentences(document, again):
            document.body, document.text, agreed = again.body, again.text, better
    return Body(document, agreed)


def _adds_sentences(document: Any, again: Any) -> bool:
    """False if most of what the slower reading adds are menus and headlines, which end no sentence."""
    known = {part.text for part in body_parts(document.body)}
    added = [part.text for part in body_parts(again.body) if part.text not in known]
    told = sum(len(text) for text in added if text[-1:] in _FINISHED)
    return 2 * told >= sum(map(len, added))


def _share(text: str | None, of: str | None) -> float:
    """The share of a text's words that stand in another."""
    words = Counter(_WORD.findall(text or ""))
    return (words & Counter(_WORD.findall(of or ""))).total() / max(1, words.total())


def _plain(tree: Any) -> Counter[str]:
    """The words of a page's main content as Resiliparse reads it; nothing for pages of millions of characters."""
    from lxml import html as lxml_html
    from resiliparse.extract.html2text import extract_plain_text

    # The tree and not the page as it came: Resiliparse takes hours over elements nested 50,000 deep, lxml cuts them.
    page = lxml_html.tostring(tree, encoding="unicode")
    if len(page) > _CHECKED:
        return Counter()
    text = extract_plain_text(page, main_content=True, alt_texts=False, links=False, comments=False)
    return Counter(_WORD.findall(text))


def agreement(text: str, other: Counter[str]) -> float:
    """Word F1 of a text against the words of another reading of its page, 0 to 1."""
    words = Counter(_WORD.findall(text))
    common = (words & other).total()
    return 2 * common / max(1, words.total() + other.total())


def without(elements: list[Any]) -> None:
    """Takes elements out of their tree; what follows them stays."""
    for element in elements:
        if element.getparent() is not None and len(element.text_content()) < _CAPTION_CHARS:
            element.drop_tree()


def body_parts(body: Any) -> Iterator[Part]:
    """The parts of a body as trafilatura gives it, in the page's order."""
    seen: set[str] = set()
    for element in body.iter("p", "head", "item", "quote", "cell", "code", "ab"):
        if any(child.tag in ("p", "item", "quote", "head", "ab") for child in element):
            texts = [element.text or ""] + [child.tail or "" for child in element]
            text = clean(" ".join(texts))
        else:
            text = clean("".join(element.itertext()))
        text = without_code(text)
        if not any(c.isalnum() for c in text) or (len(text) > 40 and text in seen):
            continue
        seen.add(text)
        yield Part(BlockKind.HEADING if element.tag == "head" else BlockKind.PARAGRAPH, text)


def cut(pieces: list[Piece], span: Span) -> Any:
    """A page of its own for the story of ``span``: copies of the largest elements that hold nothing of another."""
    from copy import deepcopy

    from lxml import html as lxml_html

    reach = _reach(pieces)
    page = lxml_html.Element("html")
    body = lxml_html.Element("body")
    page.append(body)
    at, previous = span.start, None
    while at < span.end:
        element = pieces[at].owner
        if not _within(reach.get(element), span):
            paragraph = lxml_html.Element(f"h{pieces[at].level}" if pieces[at].level else "p")
            paragraph.text = pieces[at].text
            body.append(paragraph)
            at, previous = at + 1, None
            continue
        while element.getparent() is not None and _within(reach.get(element.getparent()), span):
            element = element.getparent()
        for between in _between(previous, element, reach):
            body.append(deepcopy(between))
        body.append(deepcopy(element))
        at, previous = reach[element][1] + 1, element
    for child in body:
        child.tail = None
    return page


def _reach(pieces: list[Piece]) -> dict[Any, tuple[int, int]]:
    """For each element that holds pieces, the first and the last of them."""
    found: dict[Any, tuple[int, int]] = {}
    for i, piece in enumerate(pieces):
        element = piece.owner
        while element is not None and element.tag != "body":
            found[element] = (found.get(element, (i, i))[0], i)
            element = element.getparent()
    return found


def _within(reach: tuple[int, int] | None, span: Span) -> bool:
    return reach is not None and span.start <= reach[0] and reach[1] < span.end


def _between(previous: Any, element: Any, reach: dict[Any, tuple[int, int]]) -> list[Any]:
    """Pictures and the like that stand between two elements of one story without a piece of their own."""
    if previous is None or previous.getparent() is not element.getparent():
        return []
    found: list[Any] = []
    for sibling in previous.itersiblings():
        if sibling is element:
            return found
        if sibling not in reach and isinstance(sibling.tag, str):
            found.append(sibling)
    return []


def span_parts(pieces: list[Piece], span: Span, document: Any) -> list[Part]:
    """The parts of a story among several: trafilatura's, or the pieces themselves where it lost too many."""
    heading = pieces[span.title].text if span.title is not None else ""
    own = [
        Part(BlockKind.HEADING if piece.level else BlockKind.PARAGRAPH, piece.text)
        for i, piece in enumerate(pieces[span.start : span.end], span.start)
        if i != span.title and _tells(piece, i > (span.title if span.title is not None else span.start))
    ]
    size = sum(len(piece.text) for piece in pieces[span.start : span.end] if is_body(piece))
    read = list(body_parts(document.body)) if document is not None else []
    head = {piece.text for piece in pieces[span.start : head_end(pieces, span)] if not is_body(piece)}
    read = [part for part in read if part.text.casefold() != heading.casefold() and part.text not in head]
    return own if sum(len(part.text) for part in read) < _OWN * size else read


def _ends(text: str) -> bool:
    return text.rstrip("\"'”’»)")[-1:] in (".", "!", "?")


def _tells(piece: Piece, below: bool) -> bool:
    """True for what belongs to a story's text and not to its head."""
    if piece.names & {"date", "byline"} and not is_body(piece):
        return False
    if below and not piece.level and len(piece.text) >= _LINKED_CHARS and piece.linked < _LINKED and _ends(piece.text):
        return True  # a sentence that links to where it was told first
    return below and piece.linked < 0.5 and (bool(piece.level) or piece.text[-1:] in '.!?…:"”’)' or is_body(piece))
