"""The gate: what kind of page it is, and the reason, which a user is told."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dragoman.knowledge.residue import Gate, PageLexicon
from dragoman.pages.markup import Outline, is_body
from dragoman.pages.metadata import Linked
from dragoman.pages.splitting import Span, find_entries, find_lead, find_spans
from dragoman.records import PageKind

__all__ = ["STUB_CHARS", "Judged", "judge", "stub_of_text"]

STUB_CHARS = 1500
"""Characters of paragraphs below which an article behind a paywall counts as a stub."""
_SHOWN = 4000
"""Characters of a page's text at which reading it for the gates stops; every gate looks at shorter pages only."""
_GATED = 2000
_TEASERS = 6
"""Headings that link elsewhere, without a story below, from which a page without a story of its own is a listing."""
_LISTED = 500
"""Characters of paragraphs that are no teaser's: with more of them the page holds a story beside its list."""
_AFTER = 3
_FORUM_TYPES = frozenset({"DiscussionForumPosting", "QAPage"})
_LIVE = "LiveBlogPosting"


@dataclass(frozen=True, slots=True)
class Judged:
    """The kind of a page, why, and its stories where it holds several."""

    kind: PageKind
    reason: str
    spans: tuple[Span, ...] = ()


def judge(found: Outline, title: str, url: str | None, linked: Linked, lexicon: PageLexicon) -> Judged:
    """The kind of a page: the first that holds of error page, cookie wall, live blog, forum, several, listing, paywall.

    A listing and a paywall's stub are only suspected: whether a whole story was found after all is for the extractor.
    """
    size = sum(len(piece.text) for piece in found.pieces)
    shown = " ".join(piece.text for piece in found.pieces)[:_SHOWN]
    asked = {"title": title.casefold(), "text": shown[:_GATED].casefold(), "url": (url or "").casefold()}
    gates: dict[str, Gate] = {}
    for gate in lexicon.gates:
        if size < gate.chars and gate.cause not in gates and _matches(gate, asked[gate.where]):
            gates[gate.cause] = gate
    for kind in (PageKind.ERROR_PAGE, PageKind.COOKIE_WALL):
        if kind.value in gates:
            return Judged(kind, _said(gates[kind.value]))
    return _live(found, linked, gates) or _forum(found, linked, gates) or _stories(found, linked, gates, lexicon)


def stub_of_text(told: int, beside: str, lexicon: PageLexicon) -> str:
    """Why a text page of one story, with so many characters of paragraphs, is a paywall's stub; empty if it is none.

    ``beside`` is what stands on the page and not in the story.
    """
    if told >= STUB_CHARS:
        return ""
    folded = beside.casefold()
    gates = (g for g in lexicon.gates if g.cause == "paywall" and g.where == "text")
    found = next((gate for gate in gates if gate.phrase in folded), None)
    return f"beside its story it says '{found.phrase}', and little of the story stands here" if found else ""


def _matches(gate: Gate, text: str) -> bool:
    if gate.where == "text":
        return gate.phrase in text
    return re.search(rf"(?<![^\W_]){re.escape(gate.phrase)}(?![^\W_])", text) is not None


def _said(gate: Gate) -> str:
    place = {"title": "title", "text": "text", "url": "address"}[gate.where]
    return f"its {place} says '{gate.phrase}'"


def _live(found: Outline, linked: Linked, gates: dict[str, Gate]) -> Judged | None:
    stated = _LIVE in linked.types or "liveblogposting" in found.names
    if not (stated or "live_blog" in gates or "entry" in found.names):
        return None
    entries = find_entries(found)
    if not entries:
        return None
    why = (
        "its own data says so"
        if stated
        else _said(gates["live_blog"])
        if "live_blog" in gates
        else "its markup says so"
    )
    lead = find_lead(found, entries)
    spans = (*((lead,) if lead else ()), *entries)
    return Judged(PageKind.LIVE_BLOG, f"{why}, and {len(entries)} entries begin with a time", spans)


def _forum(found: Outline, linked: Linked, gates: dict[str, Gate]) -> Judged | None:
    stated = linked.types & _FORUM_TYPES
    if stated:
        return Judged(PageKind.FORUM, f"its own data says {min(stated)}")
    if linked.dated or not ("forum" in found.names or "forum" in gates):
        return None
    return Judged(PageKind.FORUM, _said(gates["forum"]) if "forum" in gates else "its markup is that of a forum")


def _stories(found: Outline, linked: Linked, gates: dict[str, Gate], lexicon: PageLexicon) -> Judged:
    spans = find_spans(found, lexicon)
    if len(spans) > 1:
        return Judged(PageKind.SEVERAL, f"{len(spans)} headings begin stories of their own", tuple(spans))
    teasers, own = _teasers(found)
    if teasers >= _TEASERS and own < _LISTED and not spans and not linked.dated:
        return Judged(PageKind.LISTING, f"{teasers} headings link to stories elsewhere, and no story stands below them")
    if not linked.free:
        return Judged(PageKind.PAYWALL, "its own data says that it is not free, and little of it stands here")
    if "paywall" in gates:
        return Judged(PageKind.PAYWALL, f"{_said(gates['paywall'])}, and little of the story stands here")
    return Judged(PageKind.ARTICLE, "one story was found")


def _teasers(found: Outline) -> tuple[int, int]:
    """Headings that link elsewhere, and the characters of paragraphs that stand below none of them."""
    count = own = 0
    last = -_AFTER - 1
    for i, piece in enumerate(found.pieces):
        if piece.level and (piece.href or "#")[:1] != "#":
            count += 1
            last = i
        elif is_body(piece) and i - last > _AFTER:
            own += len(piece.text)
    return count, own
