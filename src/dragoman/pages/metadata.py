"""What an HTML page says about its stories: JSON-LD, meta tags, htmldate, and what stands printed by a title.

Dates come from JSON-LD, then meta tags and time elements as htmldate reads them, without its search in the text. Where
two agree they were right on every page of a public set. A day that is labelled as one of an update is never taken for
the day of publication.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from dragoman.knowledge.residue import PageLexicon
from dragoman.pages.dates import DateReader, date_reader
from dragoman.pages.draft import Hints, MetaDate
from dragoman.pages.heads import outlet_of, title_of
from dragoman.pages.lines import as_line
from dragoman.pages.markup import Piece, clean, is_body
from dragoman.pages.roles import Role, read_roles
from dragoman.pages.splitting import Span, head_end
from dragoman.records import AnchorBasis

__all__ = ["Linked", "describe", "page_hints", "read_linked", "same_title", "span_hints"]

_JSON_LD, _META, _AGREED, _STAMPED = 0.97, 0.93, 0.99, 0.95
_AUTHORS = re.compile(r"\s*;\s*")
_BY = re.compile(r"(?:by|written by|reported by|words by|author)[:\s]\s*", re.IGNORECASE)
_BYLINE_WORDS = 10
_SHORT = 90
_STORIES = ("Article", "BlogPosting", "Report")
_LIVE = "LiveBlogPosting"
_PUNCTUATION = re.compile(r"[\W_]+")
_TAG = re.compile(r"<[^<>]{1,400}>")
_KNOWN = 60
"""Characters by which a text is known again."""


@dataclass(frozen=True, slots=True)
class Linked:
    """The JSON-LD of a page: its nodes with a publication date, best first, all its types, and whether it is free.

    ``titles``: headline, folded -> the first dated node that bears it. ``texts``: how the text of an entry of a live
    blog begins, folded -> its node.
    """

    dated: tuple[dict[str, Any], ...] = ()
    types: frozenset[str] = frozenset()
    free: bool = True
    titles: dict[str, dict[str, Any]] = field(default_factory=dict)
    texts: dict[str, dict[str, Any]] = field(default_factory=dict)

    def told(self, title: str | None, text: str) -> dict[str, Any] | None:
        """The node of the story under this title; of an entry without one, of that whose text begins so."""
        if not title:
            return self.texts.get(_beginning(text))
        folded = _folded(title)
        return self.titles.get(folded) or next(
            (node for headline, node in self.titles.items() if _same(headline, folded)), None
        )


def read_linked(tree: Any) -> Linked:
    """The page's JSON-LD; what cannot be parsed is passed over."""
    found: list[dict[str, Any]] = []
    types: set[str] = set()
    free = True
    for node in _nodes(tree):
        kind = node.get("@type", "")
        types.update(str(k) for k in (kind if isinstance(kind, list) else [kind]))
        free = free and str(node.get("isAccessibleForFree", True)).casefold() != "false"
        if isinstance(node.get("datePublished"), str):
            found.append(node)
    stories = [n for n in found if any(word in str(n.get("@type", "")) for word in _STORIES)] or found
    titles = {_folded(headline_of(n)): n for n in reversed(stories)}
    texts = {_beginning(_plain(str(n.get("articleBody") or ""))): n for n in reversed(stories)}
    return Linked(tuple(stories), frozenset(types), free, titles, texts)


def headline_of(node: dict[str, Any]) -> str:
    """The headline that a node of JSON-LD gives its story, without signs of HTML; empty if it gives none."""
    said = node.get("headline")
    return _plain(said) if isinstance(said, str) else ""


def _plain(text: str) -> str:
    """A text of JSON-LD, where some write HTML, as it is read."""
    return clean(_TAG.sub(" ", unescape(text)))


def _folded(title: str | None) -> str:
    return _PUNCTUATION.sub(" ", (title or "").casefold()).strip()


def _beginning(text: str) -> str:
    """By what two copies of a text are known as such; empty where it is too short to tell."""
    folded = _folded(text[: 2 * _KNOWN])
    return folded[:_KNOWN] if len(folded) >= _KNOWN else ""


def _nodes(tree: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "") or not script.text:
            continue
        try:
            stack = [json.loads(script.text, strict=False)]
        except (ValueError, RecursionError):
            continue
        while stack:
            node = stack.pop()
            if isinstance(node, dict):
                found.append(node)
                stack.extend(reversed(list(node.values())))
            elif isinstance(node, list):
                stack.extend(reversed(node))
    return found


def same_title(a: str | None, b: str | None) -> bool:
    """True if two titles say the same but for case and punctuation, or one is the other with the outlet behind it."""
    return _same(_folded(a), _folded(b))


def _same(one: str, other: str) -> bool:
    return bool(one and other) and (one == other or one.startswith(f"{other} ") or other.startswith(f"{one} "))


def describe(tree: Any, url: str | None) -> Any:
    """What trafilatura and htmldate read of a page's head: title, author, site, address, description and day.

    The steps of ``trafilatura.metadata.extract_metadata``, without tags and licences, which take a third of its time
    and which nobody here asks for.
    """
    from courlan import extract_domain
    from htmldate import find_date
    from trafilatura import metadata as steps

    said = steps.examine_meta(tree)
    if said.author and " " not in said.author:
        said.author = None
    with suppress(Exception):  # trafilatura passes over faults of its own here, and so do we
        said = steps.extract_meta_json(tree, said)
    said.title = said.title or steps.extract_title(tree)
    said.author = said.author or steps.extract_author(tree)
    said.url = said.url or steps.extract_url(tree, url)
    said.hostname = extract_domain(said.url, fast=True) if said.url else None
    said.date = find_date(tree, url=said.url, original_date=True, extensive_search=False, outputformat="%Y-%m-%d")
    address = steps.META_URL.match(said.url or "")
    said.sitename = _named(said.sitename or steps.extract_sitename(tree)) or (address[1] if address else None)
    said.clean_and_trim()
    return said


def _named(site: str | None) -> str:
    """The name of a site, as trafilatura writes it: no sign of an account before it, a capital at its start."""
    name = (site or "").lstrip("@")
    return name if not name or "." in name or name[0].isupper() else name.title()


def page_hints(tree: Any, document: Any, linked: Linked, lexicon: PageLexicon) -> Hints:
    """What the page says of its one story (or its first)."""
    dates = date_reader(lexicon)
    authors = tuple(a for a in _AUTHORS.split(clean(document.author)) if a)
    outlet = outlet_of(tree, document.sitename, document.hostname, _publisher(linked))
    return Hints(
        title=title_of(tree, document.title, outlet),
        url=document.url or None,
        outlet=outlet,
        authors=authors,
        credits=authors,
        section=_section(tree, document, linked),
        published=_published(linked, document.date, dates),
        modified=_modified(tree, linked, dates),
    )


def _publisher(linked: Linked) -> str:
    said = linked.dated[0].get("publisher") if linked.dated else None
    name = said.get("name") if isinstance(said, dict) else said
    return _plain(name) if isinstance(name, str) else ""


def _section(tree: Any, document: Any, linked: Linked) -> str | None:
    said = [clean(meta) for meta in tree.xpath("//meta[@property='article:section']/@content")]
    said += [clean(n["articleSection"]) for n in linked.dated[:1] if isinstance(n.get("articleSection"), str)]
    said += [clean(category) for category in document.categories or []]
    return next((one for one in said if one), None) or _filed_under(tree)


def _filed_under(tree: Any) -> str | None:
    from trafilatura.metadata import extract_catstags

    return next((clean(category) for category in extract_catstags("category", tree)), None)


def _day_of(value: object, dates: DateReader) -> date | None:
    if not isinstance(value, str):
        return None
    interval = dates.given(value)
    return interval.start if interval is not None and interval.start == interval.end else None


def _published(linked: Linked, meta: str | None, dates: DateReader) -> MetaDate | None:
    stated = _day_of(linked.dated[0].get("datePublished"), dates) if linked.dated else None
    other = _day_of(meta, dates)
    if stated:
        return MetaDate(stated, _AGREED if other == stated else _JSON_LD, AnchorBasis.JSON_LD)
    return MetaDate(other, _META, AnchorBasis.META) if other else None


def _modified(tree: Any, linked: Linked, dates: DateReader) -> MetaDate | None:
    for node in linked.dated[:1]:
        the_day = _day_of(node.get("dateModified"), dates)
        if the_day:
            return MetaDate(the_day, _JSON_LD, AnchorBasis.JSON_LD)
    for meta in tree.xpath(
        "//meta[@property='article:modified_time' or @property='og:updated_time' or @itemprop='dateModified']"
    ):
        the_day = _day_of(meta.get("content"), dates)
        if the_day:
            return MetaDate(the_day, _META, AnchorBasis.META)
    return None


def span_hints(pieces: list[Piece], span: Span, linked: Linked, base: Hints, lexicon: PageLexicon) -> Hints:
    """What a page of several stories says of one of them: by its title, and in JSON-LD under the same headline.

    ``base`` are the hints of the page; of them only the outlet holds for every story. An entry of a live blog that has
    no heading is known in the JSON-LD by its text, and its own data gives its address: its heading often links to the
    longer story.
    """
    title = pieces[span.title].text if span.title is not None else ""
    hints = Hints(title=title, outlet=base.outlet, **_printed(pieces, span, lexicon))
    if span.title is not None:
        href = pieces[span.title].href
        own = urljoin(base.url or "", href) if href and not href.startswith(("#", "javascript:", "mailto:")) else None
        own = own or _address(pieces, span, base.url)
        hints = replace(hints, url=own if own and urlsplit(own).scheme in ("http", "https") else None)
    body = next((piece.text for piece in pieces[span.start : span.end] if is_body(piece)), "")
    node = linked.told(title, body)
    if node is None:
        return hints
    dates = date_reader(lexicon)
    day = _day_of(node.get("dateModified"), dates)
    url = node.get("url")
    stated = url if isinstance(url, str) and url.startswith("http") else None
    return replace(
        hints,
        title=hints.title or headline_of(node),
        published=_published(Linked((node,)), None, dates) or hints.published,
        modified=MetaDate(day, _JSON_LD, AnchorBasis.JSON_LD) if day else hints.modified,
        url=(stated or hints.url) if _LIVE in linked.types else (hints.url or stated),
    )


def _address(pieces: list[Piece], span: Span, base: str | None) -> str | None:
    """The address that the element around a story gives (``data-url``)."""
    for piece in pieces[span.start : (span.title or span.start) + 1]:
        if piece.opens is not None:
            for name, value in piece.opens.attrib.items():
                if name.startswith("data-") and name.endswith(("url", "href", "permalink", "link", "path")):
                    return urljoin(base or "", value) if value else None
    return None


def _days_in(text: str, dates: DateReader, lexicon: PageLexicon) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """The days of publication and of change in a short line that says more than a date (``Posted 3 May 2019 by X``)."""
    fresh: list[date] = []
    changed: list[date] = []
    at = 0
    for one in dates.find(text):
        before = text[at : one.start].casefold()
        at = one.end
        updated = any(kind == "modified" and label in before for label, kind in lexicon.labels.items())
        (changed if updated else fresh).append(one.day)
    return tuple(fresh[:1]), tuple(changed[:1])


def _printed(pieces: list[Piece], span: Span, lexicon: PageLexicon) -> dict[str, Any]:
    """Dates, bylines and credits between a story's beginning and its first paragraph, and short ones at its end."""
    dates = date_reader(lexicon)
    published: MetaDate | None = None
    modified: MetaDate | None = None
    printed: list[date] = []
    authors: list[str] = []
    for piece in pieces[span.start : head_end(pieces, span)]:
        if piece.level:
            continue
        (mark,) = read_roles([as_line(piece.text)], lexicon)
        fresh, changed = mark.published, mark.modified
        if not fresh and not changed and len(piece.text) < _SHORT:
            fresh, changed = _days_in(piece.text, dates, lexicon)
        stamped = _day_of(piece.stamp, dates)
        if stamped and (changed or "modified" in piece.names) and not fresh:
            modified = MetaDate(stamped, _STAMPED, AnchorBasis.META)
        elif stamped:
            published = published or MetaDate(stamped, _STAMPED, AnchorBasis.META)
        printed += fresh if "modified" not in piece.names else ()
        modified = modified or (MetaDate(changed[0], 0.9, AnchorBasis.TEXT) if changed else None)
        if mark.role is Role.BYLINE:
            authors.append(mark.value)
        elif "byline" in piece.names and not any(map(str.isdigit, piece.text)):
            authors += [_BY.sub("", piece.text, count=1)] if len(piece.text.split()) <= _BYLINE_WORDS else []
    return {
        "published": published,
        "modified": modified,
        "printed": tuple(dict.fromkeys(printed)),
        "authors": tuple(dict.fromkeys(authors)),
        "credits": tuple(dict.fromkeys(authors)),
    }
