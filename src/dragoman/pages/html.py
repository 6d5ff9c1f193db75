"""HTML pages: one parse, metadata, captions taken out of the tree, then trafilatura for the body.

Captions go first because an extractor either loses them or leaves them between the paragraphs. Dates come from JSON-LD
and from htmldate without its search in the text; where the two agree they were right on every page of a public set.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from dragoman.knowledge.residue import PageLexicon
from dragoman.pages.dates import DateReader, date_reader
from dragoman.pages.draft import Draft, Hints, MetaDate, Part
from dragoman.records import BlockKind, Residue, Skipped

__all__ = ["HtmlPage", "read_html"]

_JSON_LD, _META, _AGREED = 0.97, 0.93, 0.99
_MAX_DEPTH = 400
"""Elements nested deeper are flattened by the parser's own limit or refused: no page of news comes near."""
_MAX_ELEMENTS = 200_000
_CAPTION_PATH = (
    "//figcaption | //*[contains(concat(' ', normalize-space(@class), ' '), ' wp-caption-text ')]"
    " | //*[self::p or self::div or self::span][contains(@class, 'caption')"
    " and (contains(@class, 'image') or contains(@class, 'photo') or contains(@class, 'figure')"
    " or contains(@class, 'media'))]"
)
_SPACE = re.compile(r"\s+")
_MIN_LETTERS = 80
_HIDDEN = frozenset({"script", "style", "noscript", "template"})
_SHOWN = 4000
"""Characters of a page's text at which reading it for the gates stops; every gate looks at shorter pages only."""
_SENTENCE = re.compile(r"[.!?…。][\"'”’»)]*(?:\s|$)")
_LONG = re.compile(r"\w{2,}")
_AUTHORS = re.compile(r"\s*;\s*")


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """What was found: the story, or the reason why there is none."""

    draft: Draft | None
    residue: tuple[Residue, ...] = ()
    skipped: Skipped | None = None


def read_html(html: str, page: str, origin: str, url: str | None, lexicon: PageLexicon) -> HtmlPage:
    """The story of an HTML page; never raises for what stands on the page."""
    tree = _parse(html)
    if tree is None:
        return _none(origin, "no_article", "the HTML could not be parsed or holds nothing")
    if _too_deep(tree):
        return _none(
            origin, "hostile", f"the HTML nests deeper than {_MAX_DEPTH} or holds over {_MAX_ELEMENTS} elements"
        )
    linked = _json_ld(tree)
    captions = _take_captions(tree)
    document = _extract(tree, url)
    shown = _text_of(tree.find("body"))
    title = _clean(getattr(document, "title", None) or tree.findtext(".//title"))
    gate = _gate(title, shown, lexicon)
    parts = _parts(document, title, captions) if document is not None else []
    if gate:
        return _none(origin, gate, _SENTENCES[gate])
    if not _is_article(parts):
        return _none(origin, "no_article", "no article was found in the HTML (a listing, a menu or an empty page)")
    kept, residue = _without_residue(parts, page, lexicon)
    return HtmlPage(Draft(tuple(kept), _hints(tree, document, linked, lexicon)), tuple(residue))


_SENTENCES = {
    "error_page": "the page is an error page or a check for robots, not an article",
    "cookie_wall": "the page is a notice about cookies, not an article",
}


def _none(origin: str, cause: str, detail: str) -> HtmlPage:
    return HtmlPage(None, (), Skipped(origin, cause, detail))


def _parse(html: str) -> Any:
    from lxml import etree
    from lxml import html as lxml_html

    # A page in one encoding as str: a declaration inside would make lxml refuse it.
    body = re.sub(r"^\s*<\?xml[^>]*\?>", "", html).replace("\0", "")
    parser = lxml_html.HTMLParser(remove_comments=False, encoding="utf-8", huge_tree=False)
    try:
        tree = lxml_html.document_fromstring(body.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return tree if len(tree) else None


def _too_deep(tree: Any) -> bool:
    """True if the tree is larger or deeper than any page of news (later steps recurse)."""
    from lxml import etree

    depth = elements = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        elements += event == "start"
        if depth > _MAX_DEPTH or elements > _MAX_ELEMENTS:
            return True
    return False


def _extract(tree: Any, url: str | None) -> Any:
    from trafilatura import bare_extraction

    wanted = {"original_date": True, "extensive_search": False, "outputformat": "%Y-%m-%d"}
    # trafilatura copies the tree's parts, and its metadata reader needs no network.
    return bare_extraction(
        tree, url=url, fast=True, include_comments=False, with_metadata=True, date_extraction_params=wanted
    )


def _clean(text: str | None) -> str:
    return _SPACE.sub(" ", text or "").strip()


def _text_of(element: Any) -> str:
    """What a page shows, as far as the gates look at it."""
    shown: list[str] = []
    size = 0
    for node in element.iter() if element is not None else ():
        hidden = not isinstance(node.tag, str) or node.tag in _HIDDEN
        for text in (None if hidden else node.text, node.tail if node is not element else None):
            if text and not text.isspace() and (node.getparent().tag not in _HIDDEN if hidden else True):
                shown.append(_clean(text))
                size += len(shown[-1])
        if size > _SHOWN:
            break
    return " ".join(shown)


def _take_captions(tree: Any) -> list[str]:
    """The captions, each once; they are taken out of the tree."""
    found: dict[str, None] = {}
    for element in tree.xpath(_CAPTION_PATH):
        text = _clean(element.text_content())
        if _LONG.search(text) and len(text) < 1500:
            found[text] = None
            parent = element.getparent()
            if parent is not None:
                element.drop_tree()
    return list(found)


def _parts(document: Any, title: str, captions: list[str]) -> list[Part]:
    """Title, captions, then the body in the page's order."""
    parts = [Part(BlockKind.TITLE, title)] if title else []
    body = [part for part in _body_parts(document.body) if part.text.casefold() != title.casefold()]
    said = {part.text for part in body}
    description = _clean(document.description).casefold()
    if len(body) > 1 and body[0].kind is BlockKind.PARAGRAPH and body[0].text.casefold() == description:
        body[0] = Part(_standfirst_kind(document, body[0].text), body[0].text)
    parts += [Part(BlockKind.CAPTION, caption) for caption in captions if caption not in said]
    return parts + body


def _standfirst_kind(document: Any, text: str) -> BlockKind:
    """A description shown above the text is a standfirst if the page marks it; else it is the first paragraph."""
    for element in document.body.iter("p"):
        if _clean(" ".join(element.itertext())) == text:
            marked = (element.get("class") or "") + (element.get("id") or "")
            return BlockKind.STANDFIRST if marked else BlockKind.PARAGRAPH
    return BlockKind.PARAGRAPH


def _body_parts(body: Any) -> Iterator[Part]:
    seen: set[str] = set()
    for element in body.iter("p", "head", "item", "quote", "cell", "code", "ab"):
        if any(child.tag in ("p", "item", "quote", "head", "ab") for child in element):
            texts = [element.text or ""] + [child.tail or "" for child in element]
            text = _clean(" ".join(texts))
        else:
            text = _clean("".join(element.itertext()))
        if not any(c.isalnum() for c in text) or (len(text) > 40 and text in seen):
            continue
        seen.add(text)
        yield Part(BlockKind.HEADING if element.tag == "head" else BlockKind.PARAGRAPH, text)


def _is_article(parts: list[Part]) -> bool:
    """True if the body holds a finished sentence and more letters than a teaser."""
    body = [part.text for part in parts if part.kind in (BlockKind.PARAGRAPH, BlockKind.STANDFIRST)]
    return any(_SENTENCE.search(text) for text in body) and sum(c.isalpha() for t in body for c in t) >= _MIN_LETTERS


def _gate(title: str, shown: str, lexicon: PageLexicon) -> str | None:
    """The cause for which a page without an article is skipped, None if it may hold one."""
    folded = {"title": title.casefold(), "text": shown[:2000].casefold()}
    for gate in lexicon.gates:
        if len(shown) >= gate.chars:
            continue
        text = folded[gate.where]
        if gate.phrase in text if gate.where == "text" else re.search(rf"\b{re.escape(gate.phrase)}\b", text):
            return gate.cause
    return None


def _without_residue(parts: list[Part], page: str, lexicon: PageLexicon) -> tuple[list[Part], list[Residue]]:
    kept, residue = [], []
    for part in parts:
        phrase = None
        if part.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING):
            phrase = lexicon.residue(part.text, len(part.text.split()))
        if phrase:
            residue.append(Residue(page, part.text, phrase.reason))
        else:
            kept.append(part)
    return kept, residue


def _json_ld(tree: Any) -> list[dict[str, Any]]:
    """The objects of the page's JSON-LD that have a publication date, in order."""
    found: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "") and script.text:
            try:
                document = json.loads(script.text, strict=False)
            except (ValueError, RecursionError):
                continue
            stack = [document]
            while stack:
                node = stack.pop()
                if isinstance(node, dict):
                    if isinstance(node.get("datePublished"), str):
                        found.append(node)
                    stack.extend(reversed(list(node.values())))
                elif isinstance(node, list):
                    stack.extend(reversed(node))
    articles = [n for n in found if "Article" in str(n.get("@type", "")) or "BlogPosting" in str(n.get("@type", ""))]
    return articles or found


def _hints(tree: Any, document: Any, linked: list[dict[str, Any]], lexicon: PageLexicon) -> Hints:
    dates = date_reader(lexicon)
    authors = tuple(a for a in _AUTHORS.split(_clean(document.author)) if a)
    return Hints(
        url=document.url or None,
        outlet=_clean(document.sitename) or document.hostname or None,
        authors=authors,
        credits=authors,
        section=_clean(next(iter(document.categories or []), "")) or None,
        published=_published(linked, document.date, dates),
        modified=_modified(tree, linked, dates),
    )


def _day_of(value: object, dates: DateReader) -> date | None:
    if not isinstance(value, str):
        return None
    interval = dates.given(value)
    return interval.start if interval is not None and interval.start == interval.end else None


def _published(linked: list[dict[str, Any]], meta: str | None, dates: DateReader) -> MetaDate | None:
    stated = {d for d in (_day_of(node.get("datePublished"), dates) for node in linked[:1]) if d}
    other = _day_of(meta, dates)
    if stated:
        the_day = stated.pop()
        return MetaDate(the_day, _AGREED if other == the_day else _JSON_LD)
    return MetaDate(other, _META) if other else None


def _modified(tree: Any, linked: list[dict[str, Any]], dates: DateReader) -> MetaDate | None:
    for node in linked[:1]:
        the_day = _day_of(node.get("dateModified"), dates)
        if the_day:
            return MetaDate(the_day, _JSON_LD)
    for meta in tree.xpath("//meta[@property='article:modified_time' or @itemprop='dateModified']"):
        the_day = _day_of(meta.get("content"), dates)
        if the_day:
            return MetaDate(the_day, _META)
    return None
