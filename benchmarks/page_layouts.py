"""HTML pages with several stories, in layouts of our own: what `benchmarks/pages.py` counts stories on.

The stories are the short articles of our corpus (splits train and dev); the layouts are drawn with a fixed seed, and
each is dressed in what stands around stories: menus, teasers, share bars, cookie notices, related stories, footers.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from pathlib import Path

__all__ = ["LAYOUTS", "Made", "Story", "load_stories", "pages"]

_LEAST = 600
"""Characters of a story: what is shorter is a teaser to any reader of pages."""
_NAMES = ("Ines Carrow", "T. Obuya", "Mirela Stan", "Jonas Feld", "Priya Lokan", "Hassan Rida", "Wei-Ling Sun")
_MENU = ("Home", "World", "Politics", "Economy", "Opinion", "Sport", "Weather", "Contact")
_NOISE = (
    "<div class='newsletter-signup'><p>Get the morning briefing in your inbox. Enter your address below.</p></div>",
    "<div class='ad-slot'>Advertisement</div>",
    "<div class='share-tools'><a href='#'>Share</a> <a href='#'>Tweet</a> <a href='#'>Email</a></div>",
    "<p class='read-more'><a href='/more/17'>Read more: What the ministers left unsaid in the spring</a></p>",
)


@dataclass(frozen=True, slots=True)
class Story:
    """A story to lay out."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A page that was made, and the stories on it in order with their days (None where the layout shows none)."""

    html: str
    stories: tuple[Story, ...]
    days: tuple[date | None, ...]


def load_stories(corpus: Path) -> list[Story]:
    """The corpus' short articles that have a title and four paragraphs and more, without those of the split test."""
    found = []
    for path in sorted(corpus.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            parts = row["text"].split("\n\n")
            if (
                row["kind"] == "article"
                and row["split"] != "test"
                and len(parts) > 4
                and len(parts[0]) < 120
                and len(row["text"]) > _LEAST
            ):
                found.append(Story(parts[0], tuple(parts[1:])))
    return found


class _Draw:
    """What a layout may draw: days, names, noise."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.days: list[date | None] = []

    def day(self) -> date:
        found = date(2015, 1, 1) + timedelta(self.rng.randrange(4000))
        self.days.append(found)
        return found

    def name(self) -> str:
        return self.rng.choice(_NAMES)

    def paragraphs(self, story: Story, tag: str = "p") -> str:
        out = []
        for text in story.paragraphs:
            out.append(f"<{tag}>{escape(text, quote=False)}</{tag}>")
            if self.rng.random() < 0.12:
                out.append(self.rng.choice(_NOISE))
        return "\n".join(out)


def _slug(story: Story) -> str:
    return "".join(c if c.isalnum() else "-" for c in story.title.casefold())[:50].strip("-")


def _scroll(stories: list[Story], draw: _Draw) -> str:
    """Articles appended while scrolling, each with its address."""
    return "\n".join(
        f"<article data-url='/news/{_slug(s)}' class='story-block'><header><h1 class='headline'>{escape(s.title)}</h1>"
        f"<p class='byline'>By {draw.name()}</p><time datetime='{draw.day()}T08:00:00Z'>this morning</time></header>"
        f"<figure><img src='x.jpg'><figcaption>A view of the square near the ministry. (Handout)</figcaption></figure>"
        f"<div class='story-text'>{draw.paragraphs(s)}</div></article>"
        for s in stories
    )


def _first_and_rest(stories: list[Story], draw: _Draw) -> str:
    """One story in the page's frame; the following ones in a container of their own, with headings a level lower."""
    first, *rest = stories
    head = f"<main><div class='lead'><h1>{escape(first.title)}</h1><span class='date'>{draw.day():%d %B %Y}</span>"
    tail = "".join(
        f"<section class='next-article'><h2><a href='/a/{_slug(s)}.html'>{escape(s.title)}</a></h2>"
        f"<div class='meta'><span class='author'>{draw.name()}</span> <span>{draw.day():%B %d, %Y}</span></div>"
        f"{draw.paragraphs(s)}</section>"
        for s in rest
    )
    return f"{head}<div class='text'>{draw.paragraphs(first)}</div></div></main><div id='endless'>{tail}</div>"


def _flat(stories: list[Story], draw: _Draw) -> str:
    """No containers at all: headings, dates and paragraphs as siblings, with rules between."""
    return "<hr>\n".join(
        f"<h2>{escape(s.title)}</h2>\n<p>{draw.day():%d/%b/%Y}</p>\n<p>By {draw.name()}</p>\n{draw.paragraphs(s)}"
        for s in stories
    )


def _digest(stories: list[Story], draw: _Draw) -> str:
    """A press digest: first-level headings, and no other sign."""
    draw.days += [None] * len(stories)
    return "\n".join(f"<div class='item'><h1>{escape(s.title)}</h1>{draw.paragraphs(s)}</div>" for s in stories)


def _table(stories: list[Story], draw: _Draw) -> str:
    """A site of the year 2002: tables, line breaks, fonts."""
    rows = "".join(
        f"<tr><td><h3><a href='/archive.asp?id={n}'>{escape(s.title)}</a></h3><i>Posted "
        f"{draw.day():%B %d, %Y} by {draw.name()}</i></td></tr><tr><td class='story'>{draw.paragraphs(s)}</td></tr>"
        for n, s in enumerate(stories, 300)
    )
    return f"<table width='600'><tbody>{rows}</tbody></table>"


def _blog(stories: list[Story], draw: _Draw) -> str:
    """A blog's front page with whole posts."""
    posts = [
        f"<div id='post-{n}' class='post-{n} post type-post hentry'>"
        f"<h2 class='entry-title'><a href='/{_slug(s)}/'>{escape(s.title)}</a></h2>"
        f"<div class='entry-meta'>Posted on <time class='entry-date' datetime='{draw.day()}'>a day</time> "
        f"by <a rel='author' href='/a'>{draw.name()}</a></div>"
        f"<div class='entry-content'>{draw.paragraphs(s)}</div>"
        f"<div class='entry-footer'>Filed under <a href='/c'>Politics</a> | 4 comments</div></div>"
        for n, s in enumerate(stories, 1200)
    ]
    return f"<div id='content'>{''.join(posts)}</div>"


def _microdata(stories: list[Story], draw: _Draw) -> str:
    """Nested generic elements, told apart by microdata alone."""
    return "".join(
        f"<div class='x1'><div class='x2' itemscope itemtype='https://schema.org/NewsArticle'><div class='x3'>"
        f"<h2 itemprop='headline'>{escape(s.title)}</h2></div><div class='x4'><span itemprop='datePublished' "
        f"content='{draw.day()}'>published</span></div><div class='x5'>{draw.paragraphs(s)}</div></div></div>"
        for s in stories
    )


def _live(stories: list[Story], draw: _Draw) -> str:
    """A live blog: an entry a paragraph or two, each with its time, the newest first."""
    entries, clock = [], 20 * 60
    for s in stories:
        draw.days.append(None)
        clock -= draw.rng.randrange(7, 55)
        entries.append(
            f"<div class='live-entry' id='e{clock}'><time>{clock // 60:02}:{clock % 60:02} GMT</time>"
            f"<h3>{escape(s.title)}</h3>{draw.paragraphs(s)}</div>"
        )
    return f"<h1>Talks in the capital: live updates</h1><p class='intro'>Follow the day here.</p>{''.join(entries)}"


def _live_bare(stories: list[Story], draw: _Draw) -> str:
    """A live blog without classes: a time on a line of its own before each entry."""
    out, clock = [], 9 * 60
    for s in stories:
        draw.days.append(None)
        clock += draw.rng.randrange(3, 50)
        out.append(
            f"<p><strong>{clock // 60}.{clock % 60:02}am</strong></p><h4>{escape(s.title)}</h4>{draw.paragraphs(s)}"
        )
    return f"<h1>As it happened: the ministers' night</h1><div class='body'>{''.join(out)}</div>"


LAYOUTS: dict[str, Callable[[list[Story], _Draw], str]] = {
    "scroll": _scroll, "first and rest": _first_and_rest, "flat": _flat, "digest": _digest, "table": _table,
    "blog": _blog, "microdata": _microdata, "live": _live, "live bare": _live_bare,
}  # fmt: skip


def _frame(inner: str, title: str, draw: _Draw, others: list[Story]) -> str:
    menu = "".join(f"<li><a href='/{m.casefold()}'>{m}</a></li>" for m in _MENU)
    cards = "".join(
        f"<div class='card'><h3><a href='/c/{_slug(s)}'>{escape(s.title)}</a></h3>"
        f"<p>{escape(s.paragraphs[0][:110])}...</p></div>"
        for s in others
    )
    side = f"<div class='{draw.rng.choice(['recommended', 'grid', 'more'])}'><h4>Most read</h4>{cards}</div>"
    cookie = "<div id='consent'><p>We use cookies to run this site. You can change your choice at any time.</p></div>"
    above, below = (side, "") if draw.rng.random() < 0.2 else ("", side)
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>{escape(title)} - The Quayside Post</title></head><body>"
        f"{cookie if draw.rng.random() < 0.5 else ''}<header><nav><ul>{menu}</ul></nav></header>{above}"
        f"<div class='wrap'>{inner}</div>{below}<footer><p>© The Quayside Post. All rights reserved. Written and "
        f"published on the harbour.</p></footer></body></html>"
    )


def pages(layout: str, stories: list[Story], count: int, seed: int = 7) -> Iterator[Made]:
    """``count`` pages of two to five stories each, or of six to twelve for live blogs."""
    rng = random.Random(f"{layout}:{seed}")
    live = layout.startswith("live")
    for _ in range(count):
        draw = _Draw(rng)
        chosen = rng.sample(stories, rng.randint(6, 12) if live else rng.randint(2, 5))
        others = rng.sample([s for s in stories if s not in chosen], 4)
        if live:
            chosen = [Story(s.title, s.paragraphs[: rng.randint(1, 2)]) for s in chosen]
        inner = LAYOUTS[layout](chosen, draw)
        title = "Live" if live else chosen[0].title
        yield Made(_frame(inner, title, draw, others), tuple(chosen), tuple(draw.days))
