"""RSS, Atom and RDF feeds as files: each entry that holds text is a page. XML bombs stay unexpanded."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from html import escape
from typing import Any

from dragoman.engines.inputs.context import Document, Item, made_page, one_page
from dragoman.records import Skipped

__all__ = ["Links", "read_feed", "read_links"]

_ENTRIES = frozenset({"item", "entry"})
_CONTENT = ("encoded", "content", "description", "summary")
"""Where an entry's text stands, the fullest first: content:encoded, Atom's content, then what is often a teaser."""
_DATES = ("pubdate", "published", "issued", "date", "created", "updated", "modified")
_FEEDS = frozenset({"rss", "feed", "rdf"})
_SITEMAPS = frozenset({"urlset", "sitemapindex"})


def read_feed(document: Document) -> Iterator[Item]:
    """The pages of a feed, ``feed.xml#3`` the third entry. Other XML gives a Skipped, XHTML a page."""
    from lxml import etree

    outlet: str | None = None
    number = 0
    root = ""
    try:
        for element, name, top in _ended(document.raw):
            root = top
            if root == "html":
                yield one_page(document.raw, document.origin, True)
                return
            if name in _ENTRIES:
                number += 1
                yield _entry(element, outlet, f"{document.origin}#{number}")
            elif name == "title" and outlet is None and _parent(element) in ("channel", "feed"):
                outlet = _text(element)
    except etree.XMLSyntaxError as error:
        detail = f"the XML is damaged ({error}); what stood before was read"
        yield Skipped(document.origin, "broken_xml", detail)
        return
    if not root:
        yield Skipped(document.origin, "broken_xml", "the file is no XML that can be read")
    elif root not in _FEEDS:
        yield Skipped(document.origin, "unknown_kind", f"the XML is no feed (its root is <{root}>)")
    elif not number:
        yield Skipped(document.origin, "empty", "the feed holds no entries")


def _ended(raw: bytes) -> Iterator[tuple[Any, str, str]]:
    """Elements of interest as they end, with their local name and that of the root; entries are freed afterwards."""
    from lxml import etree

    # Entities are not expanded, external ones not loaded, and libxml2's own bounds on depth and size stay on.
    steps = etree.iterparse(
        io.BytesIO(raw), events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False,
        recover=True, huge_tree=False, remove_pis=True, remove_comments=True,
    )  # fmt: skip
    root = ""
    inside = 0
    for event, element in steps:
        name = _local(element)
        if event == "start":
            root = root or name
            inside += name in _ENTRIES
            if root == "html":
                yield element, name, root
            continue
        if name in _ENTRIES or not inside:
            yield element, name, root
        if name in _ENTRIES:
            inside -= 1
            element.clear()
            while not inside and element.getprevious() is not None and element.getparent() is not None:
                del element.getparent()[0]


def _entry(entry: Any, outlet: str | None, origin: str) -> Item:
    values: dict[str, Any] = {}
    for child in entry:
        if isinstance(child.tag, str):
            values.setdefault(_key(child), child)
    html, text = _body(values)
    title = _text(values["title"]) if "title" in values else None
    source = _text(values["source"]) if "source" in values and not len(values["source"]) else None
    if html:
        html = f"<html><body><article><h1>{escape(title or '')}</h1>{html}</article></body></html>"
    date = next((_day(_text(values[name])) for name in _DATES if name in values), None)
    known = {"url": _link(entry, values), "title": title, "date": date, "outlet": source or outlet}
    return made_page(origin, html=html, text=text, **known)


def _key(child: Any) -> str:
    name = _local(child)
    if name == "content" and child.get("url"):
        return "media"  # media:content is a picture
    return "media" if name in ("title", "description") and "mrss" in str(child.tag) else name


def _body(values: dict[str, Any]) -> tuple[str | None, str | None]:
    """An entry's (HTML, text): one of them, from the fullest element that holds anything."""
    from lxml import etree

    for name in _CONTENT:
        element = values.get(name)
        if element is None:
            continue
        if len(element):  # XHTML as elements
            return "".join(etree.tostring(child, encoding="unicode") for child in element), None
        content = (element.text or "").strip()
        if content:
            return (content, None) if "<" in content and ">" in content else (f"<p>{escape(content)}</p>", None)
    return None, None


def _link(entry: Any, values: dict[str, Any]) -> str | None:
    """The address of an entry: RSS's link, Atom's alternate link, else an id that is an address."""
    for child in entry:
        if _local(child) == "link":
            if child.get("href") and child.get("rel", "alternate") == "alternate":
                return str(child.get("href"))
            if _text(child):
                return _text(child)
    found = next((_text(values[name]) for name in ("guid", "id") if name in values), None)
    return found if found and found.startswith("http") else None


def _day(value: str | None) -> str | None:
    """A date of a feed in ISO 8601 where RSS wrote it as mails do; else as it stands."""
    try:
        return parsedate_to_datetime(value).isoformat() if value and "," in value else value
    except (ValueError, TypeError, IndexError):
        return value


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rsplit("}", 1)[-1].rsplit(":", 1)[-1].casefold() if isinstance(tag, str) else ""


def _parent(element: Any) -> str:
    above = element.getparent()
    return _local(above) if above is not None else ""


def _text(element: Any) -> str | None:
    return " ".join("".join(element.itertext()).split()) or None


@dataclass(slots=True)
class Links:
    """What a feed or a sitemap leads to: pages with the day they were last changed, and further sitemaps."""

    kind: str = ""
    pages: dict[str, str | None] = field(default_factory=dict)
    sitemaps: dict[str, str | None] = field(default_factory=dict)


def read_links(raw: bytes) -> Links:
    """The addresses in a feed or sitemap (``kind`` feed or sitemap); of anything else, none (``kind`` empty)."""
    from lxml import etree

    links = Links()
    try:
        for element, name, root in _ended(raw):
            if root in _FEEDS and name in _ENTRIES:
                links.kind = "feed"
                values = {_key(child): child for child in reversed(element) if isinstance(child.tag, str)}
                address = _link(element, values)
                if address:
                    links.pages[address] = _text(values["updated"]) if "updated" in values else None
            elif root in _SITEMAPS:
                links.kind = "sitemap"
                if name in ("url", "sitemap"):
                    _located(element, links.sitemaps if name == "sitemap" else links.pages)
                    element.clear()
            elif root in _FEEDS:
                links.kind = "feed"
    except etree.XMLSyntaxError:
        pass  # what was found before the fault counts
    return links


def _located(element: Any, found: dict[str, str | None]) -> None:
    values = {_local(child): _text(child) for child in element}
    if values.get("loc"):
        found[str(values["loc"])] = values.get("lastmod")
