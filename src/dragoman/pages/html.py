"""HTML pages to drafts: one parse, one walk, the gate, then the stories, each through the extractor.

A page with one story goes to trafilatura whole: its own judgement of where the story lies is the best known.
A page with several is cut into its stories first, since every extractor then takes one of them, often the wrong one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from dragoman.knowledge.residue import PageLexicon
from dragoman.pages.beside import without_cards
from dragoman.pages.draft import Draft, Hints, Part
from dragoman.pages.extraction import (
    Body,
    body_parts,
    cut,
    read_body,
    span_parts,
    without,
)
from dragoman.pages.kinds import STUB_CHARS, Judged, judge
from dragoman.pages.lines import as_line
from dragoman.pages.markup import Outline, clean, is_body, outline, parse, part_at_breaks, texts_of
from dragoman.pages.metadata import Linked, describe, page_hints, read_linked, same_title, span_hints
from dragoman.pages.roles import Role, read_roles
from dragoman.pages.splitting import Span
from dragoman.records import BlockKind, PageKind, Residue, Skipped

__all__ = ["HtmlPage", "read_html"]

_MIN_LETTERS = 80
_TOLD = 40
"""Characters from which what stands outside all stories is kept as residue: shorter are menus and labels."""
_SENTENCE = re.compile(r"[.!?…。][\"'”’»)]*(?:\s|$)")
_LISTED = 500
"""Characters of paragraphs beyond the teasers with which a page holds a story beside its list."""
_RESCUED, _RESCUED_PARAGRAPHS, _RESCUED_CHARS = 0.5, 3, 300
"""How good paragraphs are that the extractor took for no story; how many, and how long, make one all the same."""
_MANY, _MANY_GOOD = 60, 0.7
"""Paragraphs from which a page is more than its story (rankings, updates, catalogues), and how often its body is good
all the same: of the pages of two public sets that nothing else speaks against 13 of 18."""
_ENTRY_OF_DAYS = 0.7
"""Confidence in the page's day for an entry without one in a live blog of several days."""
_RELATED = "related links"
"""What a caption is not, though it may begin as other residue does (``© Reuters``): the title of another story."""
_CLOSED = {
    PageKind.ERROR_PAGE: "the page is an error page or a check for robots, not an article",
    PageKind.COOKIE_WALL: "the page is a notice about cookies, not an article",
    PageKind.LISTING: "the page lists stories and holds none",
    PageKind.FORUM: "the page is one of a forum, not an article",
}
"""Kinds at which the gate is closed, as a user is told."""


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """What was found: the stories, or the reason why there is none; the kind of the page and why."""

    drafts: tuple[Draft, ...] = ()
    residue: tuple[Residue, ...] = ()
    skipped: Skipped | None = None
    kind: PageKind | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Source:
    """One page as its reading needs it."""

    page: str
    origin: str
    url: str | None
    lexicon: PageLexicon


def read_html(html: str, page: str, origin: str, url: str | None, lexicon: PageLexicon) -> HtmlPage:
    """The stories of an HTML page; never raises for what stands on the page."""
    tree = parse(html)
    if tree is None:
        return _none(origin, "no_article", "the HTML could not be parsed or holds nothing")
    part_at_breaks(tree)
    found = outline(tree, lexicon)
    if found.refused:
        return _none(origin, "hostile", found.refused)
    linked = read_linked(tree)
    judged = judge(found, clean(tree.findtext(".//title")), url, linked, lexicon)
    if judged.kind in _CLOSED and judged.kind is not PageKind.LISTING:
        skipped = Skipped(origin, judged.kind.value, f"{_CLOSED[judged.kind]}: {judged.reason}")
        return HtmlPage(skipped=skipped, kind=judged.kind, reason=judged.reason)
    source = _Source(page, origin, url, lexicon)
    return (
        _several(tree, found, judged, linked, source) if judged.spans else _single(tree, found, judged, linked, source)
    )


def _none(origin: str, cause: str, detail: str) -> HtmlPage:
    return HtmlPage(skipped=Skipped(origin, cause, detail))


def _single(tree: Any, found: Outline, judged: Judged, linked: Linked, source: _Source) -> HtmlPage:
    quotes, captions = texts_of(found.quotes), texts_of(found.captions)
    without(found.captions)
    said = describe(tree, source.url)
    body = read_body(tree)
    hints = page_hints(tree, said, linked, source.lexicon)
    title = hints.title
    parts = _parts(body.document, said, title, captions) if body.document is not None else []
    judged = _confirmed(judged, found, parts)
    confidence = body.confidence
    if judged.kind is PageKind.ARTICLE and not _is_article(parts):
        parts, confidence = _rescued(found, title), _RESCUED
    if judged.kind is PageKind.LISTING or not _is_article(parts):
        return _closed(judged, source.origin)
    kept, residue = _without_residue(parts, quotes, source)
    draft = Draft(tuple(kept), hints, _less_if_long(confidence, kept))
    return HtmlPage((draft,), tuple(residue), kind=judged.kind, reason=judged.reason)


def _less_if_long(confidence: float | None, parts: list[Part]) -> float | None:
    """The confidence in a body, less where it has more paragraphs than one story: both readers take whole lists."""
    if sum(part.kind is BlockKind.PARAGRAPH for part in parts) < _MANY:
        return confidence
    return _MANY_GOOD if confidence is None else min(confidence, _MANY_GOOD)


def _rescued(found: Outline, title: str) -> list[Part]:
    """The page's own paragraphs, where the extractor found no story and there are enough of them; else nothing."""
    bodies = [piece for piece in found.pieces if is_body(piece)]
    if len(bodies) < _RESCUED_PARAGRAPHS or sum(len(piece.text) for piece in bodies) < _RESCUED_CHARS:
        return []
    head = [Part(BlockKind.TITLE, title)] if title else []
    own = found.pieces[found.pieces.index(bodies[0]) : found.pieces.index(bodies[-1]) + 1]
    kinds = [(BlockKind.HEADING if piece.level else BlockKind.PARAGRAPH, piece) for piece in own]
    return head + [Part(kind, piece.text) for kind, piece in kinds if kind is BlockKind.HEADING or is_body(piece)]


def _confirmed(judged: Judged, found: Outline, parts: list[Part]) -> Judged:
    """What was only suspected, now that the body is known: a listing holds no story, a stub is short."""
    story = Judged(PageKind.ARTICLE, "one story was found")
    body = [part.text for part in parts if part.kind is BlockKind.PARAGRAPH]
    if judged.kind is PageKind.PAYWALL:
        return judged if sum(map(len, body)) < STUB_CHARS else story
    if judged.kind is PageKind.LISTING:
        teasers = {piece.text for piece in found.pieces}
        return judged if sum(len(text) for text in body if text not in teasers) < _LISTED else story
    return judged


def _closed(judged: Judged, origin: str) -> HtmlPage:
    """A page without a story, and why it has none."""
    if judged.kind is PageKind.LISTING:
        skipped = Skipped(origin, "listing", f"{_CLOSED[judged.kind]}: {judged.reason}")
    elif judged.kind is PageKind.PAYWALL:
        skipped = Skipped(origin, "paywall", f"the story stands behind a paywall: {judged.reason}")
    else:
        detail = "no article was found in the HTML (a listing, a menu or an empty page)"
        return _none(origin, "no_article", detail)
    return HtmlPage(skipped=skipped, kind=judged.kind, reason=judged.reason)


def _several(tree: Any, found: Outline, judged: Judged, linked: Linked, source: _Source) -> HtmlPage:
    said = describe(tree, source.url)
    base = page_hints(tree, said, linked, source.lexicon)
    drafts: list[Draft] = []
    residue: list[Residue] = []
    for span in judged.spans:
        hints = span_hints(found.pieces, span, linked, base, source.lexicon)
        if not drafts and same_title(hints.title, base.title):
            hints = _merged(hints, base)
        if judged.kind is PageKind.LIVE_BLOG:
            hints = _of_entry(hints, base)
        parts, confidence = _story(found, span, hints.title, judged.kind, source)
        kept, left = _without_residue(parts, [], source)
        residue += left
        drafts.append(Draft(tuple(kept), hints, confidence))
    drafts = [draft for draft in drafts if draft.texts(BlockKind.PARAGRAPH, BlockKind.STANDFIRST)]
    residue += _outside(found, judged, source.page)
    return HtmlPage(tuple(drafts), tuple(residue), kind=judged.kind, reason=judged.reason)


def _story(found: Outline, span: Span, title: str, kind: PageKind, source: _Source) -> tuple[list[Part], float | None]:
    """The parts of one story among several, and the confidence in its body."""
    head = [Part(BlockKind.TITLE, title)] if title else []
    if kind is PageKind.LIVE_BLOG:
        return head + span_parts(found.pieces, span, None), None
    page = cut(found.pieces, span)
    inner = outline(page, source.lexicon)
    quotes, captions = texts_of(inner.quotes), texts_of(inner.captions)
    without(inner.captions)
    body = read_body(page)
    parts = span_parts(found.pieces, span, body.document)
    said = {part.text for part in parts}
    shown = [Part(BlockKind.CAPTION, caption) for caption in captions if caption not in said]
    kept, _ = _without_quotes(parts, quotes, source.page)
    return head + shown + kept, Body(body.document, body.agreement).confidence


def _merged(hints: Hints, base: Hints) -> Hints:
    """What stands by the story's title, and for what it does not say, what the page says of its first story."""
    return Hints(
        title=hints.title,
        url=base.url or hints.url,
        outlet=base.outlet,
        authors=hints.authors or base.authors,
        credits=hints.credits or base.credits,
        section=base.section,
        published=hints.published or (None if hints.printed else base.published),
        modified=base.modified or hints.modified,
        printed=hints.printed,
    )


def _of_entry(hints: Hints, base: Hints) -> Hints:
    """What an entry of a live blog says of itself, and for what it does not say what its page does.

    The page's day is that of its first entry: where it was still written to on another day it is less sure.
    """
    published = hints.published
    if published is None and not hints.printed and base.published is not None:
        one_day = base.modified is None or base.modified.day == base.published.day
        sure = base.published.confidence if one_day else min(base.published.confidence, _ENTRY_OF_DAYS)
        published = replace(base.published, confidence=sure)
    return replace(
        hints, title=hints.title or base.title, url=hints.url or base.url, published=published, section=base.section
    )


def _outside(found: Outline, judged: Judged, page: str) -> list[Residue]:
    """The paragraphs of a page of several stories that are in none of them: above the first, or below a teaser."""
    inside = {i for span in judged.spans for i in range(span.start, span.end)}
    above = min(span.start for span in judged.spans)
    reason = "introduction of a live blog" if judged.kind is PageKind.LIVE_BLOG else "outside the stories of the page"
    return [
        Residue(page, piece.text, reason if i < above else "outside the stories of the page")
        for i, piece in enumerate(found.pieces)
        if i not in inside and len(piece.text) >= _TOLD
    ]


def _parts(document: Any, described: Any, title: str, captions: list[str]) -> list[Part]:
    """Title, captions, then the body in the page's order."""
    parts = [Part(BlockKind.TITLE, title)] if title else []
    body = [part for part in body_parts(document.body) if part.text.casefold() != title.casefold()]
    said = {part.text for part in body}
    description = clean(described.description).casefold()
    if len(body) > 1 and body[0].kind is BlockKind.PARAGRAPH and body[0].text.casefold() == description:
        body[0] = Part(_standfirst_kind(document, body[0].text), body[0].text)
    parts += [Part(BlockKind.CAPTION, caption) for caption in captions if caption not in said]
    return parts + body


def _standfirst_kind(document: Any, text: str) -> BlockKind:
    """A description shown above the text is a standfirst if the page marks it; else it is the first paragraph."""
    for element in document.body.iter("p"):
        if clean(" ".join(element.itertext())) == text:
            marked = (element.get("class") or "") + (element.get("id") or "")
            return BlockKind.STANDFIRST if marked else BlockKind.PARAGRAPH
    return BlockKind.PARAGRAPH


def _is_article(parts: list[Part]) -> bool:
    """True if the body holds a finished sentence and more letters than a teaser."""
    body = [part.text for part in parts if part.kind in (BlockKind.PARAGRAPH, BlockKind.STANDFIRST)]
    start = " ".join(body)[: 10 * _MIN_LETTERS]
    return any(_SENTENCE.search(text) for text in body) and sum(map(str.isalpha, start)) >= _MIN_LETTERS


def _without_residue(parts: list[Part], quotes: list[str], source: _Source) -> tuple[list[Part], list[Residue]]:
    kept, residue = _without_quotes(parts, quotes, source.page)
    kept, cards = without_cards(kept, source.page)
    residue += cards
    story: list[Part] = []
    for part in kept:
        phrase = None
        if part.kind is not BlockKind.TITLE:
            phrase = source.lexicon.residue(part.text, len(part.text.split()))
        if phrase and (part.kind is not BlockKind.CAPTION or phrase.reason == _RELATED):
            residue.append(Residue(source.page, part.text, phrase.reason))
        elif part.kind is BlockKind.PARAGRAPH and _is_caption(part.text, source.lexicon):
            story.append(Part(BlockKind.CAPTION, part.text))
        else:
            story.append(part)
    return story, residue


def _is_caption(text: str, lexicon: PageLexicon) -> bool:
    """A paragraph that ends with a photo's credit in brackets."""
    if text[-1] not in ")]":
        return False
    (mark,) = read_roles([as_line(text)], lexicon)
    return mark.role is Role.CAPTION and mark.value != "agency"


def _without_quotes(parts: list[Part], quotes: list[str], page: str) -> tuple[list[Part], list[Residue]]:
    """The parts without the quotes drawn out of them; one that says what no paragraph says is kept as a paragraph."""
    drawn = {quote.strip("\"'“”‘’ ") for quote in quotes}
    if not drawn:
        return parts, []
    body = [part.text for part in parts if part.kind is BlockKind.PARAGRAPH]
    kept: list[Part] = []
    residue: list[Residue] = []
    for part in parts:
        said = part.text.strip("\"'“”‘’ ")
        if said in drawn and any(said in text and text != part.text for text in body):
            residue.append(Residue(page, part.text, "pull quote"))
        else:
            kept.append(part)
    return kept, residue
