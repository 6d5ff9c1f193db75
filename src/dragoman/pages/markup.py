"""HTML as text blocks in the page's order: what the gate and the search for stories look at.

One walk over the tree; a piece is the text of one block element, with what its tag and class names say of it.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import Any

from dragoman.knowledge.residue import PageLexicon

__all__ = ["Outline", "Piece", "clean", "is_body", "outline", "parse", "part_at_breaks", "texts_of"]

_MAX_DEPTH = 400
"""Elements nested deeper are flattened by the parser's own limit or refused: no page of news comes near."""
_MAX_ELEMENTS = 200_000
_SPACE = re.compile(r"\s+")
_XML = re.compile(r"^\s*<\?xml[^>]*\?>")
_HEADS = {f"h{n}": n for n in range(1, 7)}
_LISTS = frozenset({"ul", "ol", "dl", "li", "dt", "dd", "table", "tr", "td", "th"})
_PARTS = frozenset({"section", "article", "main", "header", "footer", "aside", "nav", "body", "form", "address"})
_TEXTS = frozenset({"p", "div", "blockquote", "pre", "hr", "figure", "figcaption", "details", "summary", "time"})
_BLOCKS = _LISTS | _PARTS | _TEXTS | _HEADS.keys()
_HIDDEN = frozenset(
    {"script", "style", "noscript", "template", "svg", "iframe", "select", "button", "textarea", "head"}
)
_BESIDE = frozenset({"nav", "aside", "footer", "form", "figcaption", "address"})
_FRAMES = frozenset({"html", "body", "main", "article", "h1", "h2"})
_PICTURE_CAPTION = frozenset({"caption", "picture"})
_HOLDERS = frozenset(["article", "section", "div", "li", "td", "tr"])
_BREAKS = re.compile(r"[-_\s:]+|(?<=[a-z])(?=[A-Z])")
_END = 8
_BROKEN = frozenset({"div", "td", "span", "article", "section", "font", "center", "p", "body", "main"})
_PAIRS = 2
"""Pairs of line breaks from which an element's text is a text of paragraphs."""
_STORY_CHARS = 1000
"""Characters directly in paragraphs that no side matter but readers' comments holds."""
_BODY_CHARS = 60
_LINKED = 0.5
_CAPTION_CHARS = 1500
_LONG = re.compile(r"\w{2,}")
_STOP = re.compile(r"[.!?…。][\"'”’»)\]]*$")


def clean(text: str | None) -> str:
    """``text`` with every run of white space as one blank, and none at the ends."""
    return _SPACE.sub(" ", text or "").strip()


def texts_of(elements: list[Any]) -> list[str]:
    """The texts of elements, each once, without those that hold no word or are too long for a caption or a quote."""
    found = (clean(element.text_content()) for element in elements)
    return list(dict.fromkeys(text for text in found if _LONG.search(text) and len(text) < _CAPTION_CHARS))


@dataclass(slots=True)
class Piece:
    """The text of one block element, up to the next.

    ``level``: 1 to 6 of a heading, else 0. ``linked``: share of its characters in links. ``names``: what the class
    names of it and of the elements that it opens say (keys of ``knowledge/data/pages/markup.csv``). ``opens``: the
    outermost element that begins with this piece and says that it holds a story.
    """

    owner: Any
    text: str
    level: int = 0
    linked: float = 0.0
    href: str | None = None
    stamp: str | None = None
    names: set[str] = field(default_factory=set)
    opens: Any = None
    signature: str = ""


@dataclass(slots=True)
class Outline:
    """The pieces of a page, its captions and the quotes drawn out of its text, and all that its class names say.

    ``refused``: why it was not walked to its end.
    """

    pieces: list[Piece]
    captions: list[Any] = field(default_factory=list)
    quotes: list[Any] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    refused: str | None = None


def is_body(piece: Piece) -> bool:
    """True for a paragraph: no heading, long enough, a finished sentence, mostly not links."""
    return (
        not piece.level
        and len(piece.text) >= _BODY_CHARS
        and piece.linked < _LINKED
        and _STOP.search(piece.text[-_END:]) is not None
    )


def parse(html: str) -> Any:
    """The tree of ``html``, None if it holds nothing."""
    from lxml import etree
    from lxml import html as lxml_html

    # A page in one encoding as str: a declaration inside would make lxml refuse it.
    body = _XML.sub("", html).replace("\0", "")
    parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8", huge_tree=False)
    try:
        tree = lxml_html.document_fromstring(body.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return tree if len(tree) else None


def part_at_breaks(tree: Any) -> None:
    """Makes paragraphs of texts that nothing but pairs of line breaks parts, as old systems write them."""
    for parent in dict.fromkeys(br.getparent() for br in tree.iter("br")):
        pairs = {br for br in parent.iterchildren("br") if _is_followed(br)}
        if parent.tag in _BROKEN and len(pairs) >= _PAIRS:
            _part(parent, pairs | {br.getnext() for br in pairs})


def _is_followed(br: Any) -> bool:
    following = br.getnext()
    return following is not None and following.tag == "br" and not (br.tail or "").strip()


def _part(parent: Any, parting: set[Any]) -> None:
    """Puts what stands between these breaks and other blocks into paragraphs."""
    from lxml import html as lxml_html

    made = [lxml_html.Element("p")]
    made[0].text, parent.text = parent.text, None
    for child in list(parent):
        tail, child.tail = child.tail, None
        parent.remove(child)
        if child in parting or child.tag in _BLOCKS:
            made += [] if child in parting else [child]
            made.append(lxml_html.Element("p"))
            made[-1].text = tail
        else:
            made[-1].append(child)
            child.tail = tail
    parent.extend(e for e in made if e.tag != "p" or len(e) or (e.text or "").strip())
    if parent.tag in ("p", "span", "font"):
        parent.tag = "div"  # they hold paragraphs now


class _Walk:
    """Collects pieces; used once."""

    def __init__(self, lexicon: PageLexicon) -> None:
        self.found = Outline([])
        self._lexicon = lexicon
        self._known: dict[str, frozenset[str]] = {}
        self._owners: list[Any] = []
        self._text: list[str] = []
        self._size = self._linked = 0
        self._in_link = 0
        self._href: str | None = None
        self._stamp: str | None = None
        self._pending: set[str] = set()
        self._opens: Any = None

    def run(self, body: Any) -> Outline:
        from lxml import etree

        if body.xpath("count(descendant-or-self::*)") > _MAX_ELEMENTS:
            self.found.refused = f"the HTML holds over {_MAX_ELEMENTS} elements"
            return self.found
        walker = etree.iterwalk(body, events=("start", "end"))
        depth = 0
        beside = False
        for event, element in walker:
            if event == "end":
                depth -= 1
                self._end(element, beside)
                beside = False
                continue
            depth += 1
            if depth > _MAX_DEPTH:
                self.found.refused = f"the HTML nests deeper than {_MAX_DEPTH}"
                return self.found
            if self._is_beside(element):
                beside = True
                walker.skip_subtree()  # what comes next is the element's end
                continue
            self._start(element)
        self._flush(body)
        return self.found

    def _is_beside(self, element: Any) -> bool:
        tag = element.tag
        if not isinstance(tag, str) or tag in _HIDDEN:
            return True
        names = self._names(element)
        if tag == "figcaption" or names >= _PICTURE_CAPTION:
            self.found.captions.append(element)
            return True
        if "pullquote" in names:
            self.found.quotes.append(element)
        weak = tag in _BESIDE or "beside" in names
        # ``comments-open`` stands on frames of whole pages.
        beside = ("comments" in names and element.find(".//h1") is None) or (
            weak and "story" not in names and not _holds_a_story(element)
        )
        self.found.names |= names
        return beside

    def _names(self, element: Any) -> frozenset[str]:
        said = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemtype') or ''}"
        if len(said) < 3:
            return frozenset()
        found = self._known.get(said)
        if found is None:
            words = [w.casefold() for w in _BREAKS.split(said.replace("/", " ")) if w]
            pairs = {f"{a} {b}" for a, b in itertools.pairwise(words)}
            known = self._lexicon.markup
            found = frozenset(use for word in (*words, *pairs) for use in known.get(word, ()))
            self._known[said] = found
        return found

    def _start(self, element: Any) -> None:
        tag = element.tag
        names = self._names(element)
        if tag in _BLOCKS:
            self._flush(element.getparent())
            self._owners.append(element)
            story = tag == "article" or "story" in names or "entry" in names or element.get("role") == "article"
            if story and self._opens is None and tag in _HOLDERS:
                self._opens = element
            if tag == "hr":
                self._pending.add("rule")
        self._pending |= names
        if tag == "time":
            self._stamp = element.get("datetime") or self._stamp
            self._pending.add("date")
        elif tag == "a":
            self._in_link += 1
            self._href = element.get("href") or self._href
            if "author" in (element.get("rel") or ""):
                self._pending.add("byline")
        elif tag == "br":
            self._text.append("\n")
        prop = element.get("itemprop")
        if prop:
            said = self._lexicon.markup.get(prop.casefold(), frozenset())
            self._pending |= said
            if "date" in said:
                self._stamp = element.get("content") or self._stamp
        self._take(element.text)

    def _end(self, element: Any, beside: bool) -> None:
        if not beside and element.tag in _BLOCKS:
            self._flush(element)
            if self._owners:
                self._owners.pop()
        elif not beside and element.tag == "a":
            self._in_link = max(0, self._in_link - 1)
        self._take(element.tail)

    def _take(self, text: str | None) -> None:
        if text and not text.isspace():
            self._text.append(text)
            size = len(text.strip())
            self._size += size
            self._linked += size if self._in_link else 0
        elif text:
            self._text.append(" ")

    def _flush(self, owner: Any) -> None:
        if not self._size:
            self._text.clear()
            return
        text = clean("".join(self._text))
        share = self._linked / self._size
        level = _HEADS.get(owner.tag, 0) if owner is not None else 0
        if any(c.isalnum() for c in text):
            parent = owner.getparent() if owner is not None else None
            sign = f"{owner.tag}.{owner.get('class') or ''}<{parent.get('class') or '' if parent is not None else ''}"
            self.found.pieces.append(
                Piece(owner, text, level, share, self._href, self._stamp, self._pending, self._opens, sign)
            )
            self._pending, self._opens = set(), None
            self._href = self._stamp = None
        self._text.clear()
        self._size = self._linked = 0


def _holds_a_story(element: Any) -> bool:
    """True for frames that are called `has-sidebar` and the like, but hold the page's title or its paragraphs."""
    if element.tag in _FRAMES or element.find(".//h1") is not None:
        return True
    size = 0
    for paragraph in element.iter("p"):
        size += len(paragraph.text or "")
        if size > _STORY_CHARS:
            return True
    return False


def outline(tree: Any, lexicon: PageLexicon) -> Outline:
    """The pieces of a parsed page, in order."""
    body = tree.find("body")
    return _Walk(lexicon).run(body if body is not None else tree)
