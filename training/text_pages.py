"""Text pages with several stories, made to fit the weights of boundaries on, in layouts of ours.

The stories are the short articles of our corpus, documents of GUM's open genres (their headings and lists stay headings
and lists) and PolNeAR's training articles. Each layout says what stands around and within a story; everything else is
drawn with a fixed seed. Nothing made here is kept.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar, cast

from training.conllu import OPEN_GUM_GENRES

__all__ = [
    "LAYOUTS", "LINES", "PARAGRAPHS", "RELATED", "Draw", "Layout", "MadePage", "Source", "body", "listicle", "live",
    "load_sources", "make_heading",
    "single_pages", "write_title",
]  # fmt: skip

_NAMES = (
    "Ines Carrow",
    "T. Obuya",
    "Mirela Stan",
    "Jonas Feld",
    "Priya Lokan",
    "Hassan Rida",
    "Wei-Ling Sun",
    "A.B. Nkosi",
)
LINES = {
    "share": ("TT", "Share", "Print", "Share this article", "Listen to this article", "Follow us on X"),
    "letter": ("Sign up for our newsletter", "Subscribe to our newsletter", "Get the morning briefing in your inbox"),
    "advert": ("ADVERTISEMENT", "Advertisement", "Story continues below advertisement"),
    "tags": ("Tags: elections, parliament, ports", "Tags: budget", "Topics: Border, Talks, Ministers"),
    "credit": ("(AFP)", "(Reuters)", "Source: AP", "With input from agencies"),
    "photo": ("The square before the ministry. (Handout)", "Ships in port. Photo: Getty Images", "An old street. (AP)"),
    "section": ("World", "Politics", "Business", "Opinion", "Africa", "Sport"),
}
PARAGRAPHS = 14
_TOLD = 10
"""Words from which a paragraph tells something."""
_MARK = re.compile(r"_+\.|abstract\.|full text\.|letters\.", re.IGNORECASE)
"""Marks that the database of the articles left on lines of their own."""
_CLAUSE = re.compile(r"[,;:—–(]|\s(?:that|which|who|and|but|because|as|after|when)\s")
_SENTENCE = re.compile(r"(?<=[a-z0-9)][.!?])[\"”’]?\s")


@dataclass(frozen=True, slots=True)
class Source:
    """A story to lay out: title, and paragraphs with their kinds (``p``, ``head``, ``item``)."""

    title: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MadePage:
    """A page, and for each line that is not blank the story that begins with it in truth (title or first paragraph)."""

    layout: str
    text: str
    starts: tuple[str, ...]
    """The texts of the lines at which stories begin, but for the first, in order."""
    offsets: tuple[int, ...]
    """Where they stand."""


def load_sources(corpus: Path, data: Path) -> dict[str, list[Source]]:
    """The stories of each kind: ``ours``, ``gum``, ``polnear``."""
    return {"ours": _ours(corpus), "gum": _gum(data / "ud"), "polnear": _polnear(data / "polnear" / "train.jsonl")}


def single_pages(data: Path) -> list[MadePage]:
    """PolNeAR's training articles as they are, each one story, but for those whose beginning says live."""
    rows = (data / "polnear" / "train.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(row)["text"] for row in rows]
    return [MadePage("single", text, (), ()) for text in texts if "live" not in text[:300].lower()]


def _ours(corpus: Path) -> list[Source]:
    found = []
    for path in sorted(corpus.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            parts = row["text"].split("\n\n")
            if row["kind"] == "article" and row["split"] == "train" and len(parts) > 3 and len(parts[0]) < 120:
                found.append(Source(parts[0], tuple(("p", part) for part in parts[1:])))
    return found


def _begun(parts: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The parts from the first true paragraph on: names of authors, days and marks of databases begin no story."""
    first = next((at for at, (kind, text) in enumerate(parts) if kind == "p" and len(text.split()) >= _TOLD), 0)
    return tuple(part for part in parts[first:] if not _MARK.fullmatch(part[1]))


def _gum(folder: Path) -> list[Source]:
    documents: dict[str, list[list[str]]] = {}
    name = ""
    with gzip.open(folder / "gum-train.conllu.gz", "rt", encoding="utf-8") as file:
        for line in file:
            if line.startswith("# newdoc id"):
                name = line.split("=", 1)[1].strip()
                documents[name] = []
            elif line.startswith("# newpar_block") and documents[name] is not None:
                documents[name].append([line.split("=", 1)[1].strip(), ""])
            elif line.startswith("# text =") and documents[name]:
                documents[name][-1][1] += " " + line.split("=", 1)[1].strip()
    found = []
    for name, blocks in documents.items():
        if name.split("_")[1] not in OPEN_GUM_GENRES - {"conversation", "vlog"}:
            continue
        parts = [(_block_kind(kind), text.strip()) for kind, text in blocks if text.strip() and "caption" not in kind]
        if len(parts) > 4:
            title = parts[0][1] if parts[0][0] == "head" else ""
            told = _begun(parts[bool(title) :])
            if len(told) > 2:
                found.append(Source(title, told))
    return found


def _block_kind(kind: str) -> str:
    return "head" if kind.startswith("head") else "item" if "item" in kind else "p"


def _polnear(path: Path) -> list[Source]:
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        title, *parts = json.loads(line)["text"].split("\n\n")
        told = _begun([("p", part) for part in parts if "<" not in part[:10]])
        if len(told) > 3 and not title.lower().startswith("live"):
            found.append(Source(title.removesuffix("."), told))
    return found


T = TypeVar("T")


@dataclass
class Draw:
    """Writes one page, line by line."""

    rng: random.Random
    para: int = 1
    between: int = 1
    lines: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    pending: bool = False
    styles: dict[str, object] = field(default_factory=dict)

    def style(self, choices: tuple[T, ...]) -> T:
        """One of these, the same on the whole page."""
        return cast(T, self.styles.setdefault(repr(choices), self.rng.choice(choices)))

    def put(self, text: str, gap: int | None = None, true: bool = False) -> None:
        """A line behind ``gap`` blank ones; the first true line of a story is where it begins."""
        if self.lines:
            self.lines += [""] * (self.para if gap is None else gap)
        if true and self.pending:
            self.starts.append(len(self.lines))
            self.pending = False
        self.lines.append(" ".join(text.split()))

    def say(self, kind: str, gap: int | None = None) -> None:
        """A line of ``LINES``."""
        self.put(self.rng.choice(LINES[kind]), gap)

    def day(self) -> str:
        """A day, as outlets print it."""
        day = date(2012, 1, 1) + timedelta(self.rng.randrange(5000))
        return day.strftime(
            self.rng.choice(("%d %B %Y", "%Y-%m-%d", "%B %d, %Y", "Published: %d %b %Y", "%A, %d %B %Y 14:05"))
        )

    def name(self) -> str:
        """Somebody who signs."""
        return self.rng.choice(_NAMES)

    def maybe(self, share: float) -> bool:
        """True in so many cases."""
        return self.rng.random() < share


Layout = Callable[[Draw, Source], None]


def body(draw: Draw, story: Source, heads: float = 0.0, noise: float = 0.0, credit: float = 0.0) -> None:
    """The paragraphs, with headings of the story's own or made of its sentences, and noise between."""
    for at, (kind, text) in enumerate(story.parts[: draw.rng.randint(3, PARAGRAPHS)]):
        if kind == "p" and at > 1 and draw.maybe(heads):
            draw.put(make_heading(text, draw.rng))
        draw.put(text, true=True)
        if at and draw.maybe(noise):
            draw.say(draw.rng.choice(("share", "letter", "advert")))
            if draw.maybe(0.3):
                draw.put(f"Read more: {draw.rng.choice(RELATED)}")
    if draw.maybe(credit):
        draw.say("credit")


RELATED = (
    "What the ministers left unsaid in the spring", "Five things to know about the port accord",
    "Opposition calls for new vote after court ruling", "How the drought reached the capital",
    "Army denies shelling of border town", "Who is who in the new cabinet", "Bank holds rate as prices climb",
)  # fmt: skip


def make_heading(text: str, rng: random.Random) -> str:
    """A heading made of the paragraph below it: its first clause, or a few words of it."""
    clause = _CLAUSE.split(_SENTENCE.split(text)[0].strip('"“”‘’'))[0].strip(' .?!"“”')
    words = clause.split()
    if len(words) > 9 or rng.random() < 0.4:
        words = words[: rng.randint(2, 7)]
    return " ".join(words).rstrip(".,;:") or "What comes next"


def write_title(draw: Draw, story: Source, gap: int | None = None) -> None:
    """The story's title, or one made of its first paragraph."""
    draw.put(story.title or make_heading(story.parts[0][1], draw.rng), draw.between if gap is None else gap, true=True)


def _repeated(draw: Draw, story: Source) -> None:
    write_title(draw, story)
    draw.put("TT")
    draw.put(story.title or make_heading(story.parts[0][1], random.Random(0)))
    if draw.maybe(0.4):
        caption = draw.rng.choice(LINES["photo"])
        draw.put(caption)
        draw.put(caption, 0)
    body(draw, story, credit=0.2)


def _wire(draw: Draw, story: Source) -> None:
    write_title(draw, story)
    draw.put(f"By {draw.name()}", 0)
    draw.put(draw.day(), 0)
    body(draw, story, heads=0.03)
    if draw.maybe(0.5):
        for line in draw.rng.sample(RELATED, draw.rng.randint(2, 4)):
            draw.put(line, 0)
        draw.say("letter", 0)


def _plain(draw: Draw, story: Source) -> None:
    write_title(draw, story)
    body(draw, story, heads=0.04)


def _headed(draw: Draw, story: Source) -> None:
    """Many headings within: chapters, questions."""
    write_title(draw, story)
    body(draw, story, heads=0.25 if draw.maybe(0.5) else 0.0)


def _bare(draw: Draw, story: Source) -> None:
    first, *rest = story.parts[: draw.rng.randint(3, PARAGRAPHS)]
    draw.put(first[1], draw.between, true=True)
    for _, text in rest:
        draw.put(text)


def _bare_noisy(draw: Draw, story: Source) -> None:
    first, *rest = story.parts[: draw.rng.randint(3, PARAGRAPHS)]
    draw.put(first[1], draw.between, true=True)
    for at, (_, text) in enumerate(rest):
        if at > 1 and draw.maybe(0.08):
            draw.put(make_heading(text, draw.rng))
        draw.put(text)
        if draw.maybe(0.12):
            draw.say(draw.rng.choice(("share", "letter", "advert")))
    if draw.maybe(0.6):
        draw.say(draw.rng.choice(("tags", "credit", "letter")))


def _portal(draw: Draw, story: Source) -> None:
    if draw.maybe(0.6):
        draw.say("share", draw.between)
    write_title(draw, story)
    if draw.maybe(0.5):
        draw.say("photo")
    body(draw, story, heads=0.04, noise=0.2)


def _dated(draw: Draw, story: Source) -> None:
    write_title(draw, story)
    draw.put(draw.day(), 0)
    body(draw, story, heads=0.05, credit=0.3)


def _date_above(draw: Draw, story: Source) -> None:
    draw.put(draw.day(), draw.between)
    draw.pending = draw.pending
    body(draw, story)


def _signed_above(draw: Draw, story: Source) -> None:
    """Section and byline stand above the title."""
    draw.say("section", draw.between)
    draw.put(f"By {draw.name()}", 0)
    write_title(draw, story, draw.para)
    if draw.maybe(0.4):
        draw.put(make_heading(story.parts[min(1, len(story.parts) - 1)][1], draw.rng))
    body(draw, story, heads=0.05)


def _labelled(draw: Draw, story: Source) -> None:
    draw.put(f"Title: {story.title or make_heading(story.parts[0][1], draw.rng)}", draw.between, true=True)
    draw.put("Source: The Quayside Post", 0)
    draw.put(f"Date: {draw.rng.randint(2012, 2024)}-03-{draw.rng.randint(10, 28)}", 0)
    body(draw, story, heads=0.04)


def _datelined(draw: Draw, story: Source) -> None:
    """Wire copy without titles."""
    (_, text), *rest = story.parts[: draw.rng.randint(3, PARAGRAPHS)]
    place = draw.rng.choice(("LUSAKA", "VENN, Esland", "SKOPJE", "ANKARA, Turkey", "LIMA"))
    draw.put(f"{place} ({draw.rng.choice(('AP', 'Reuters', 'AFP'))}) — {text}", draw.between, true=True)
    for _, line in rest:
        draw.put(line)


def _captioned(draw: Draw, story: Source) -> None:
    write_title(draw, story)
    caption = draw.rng.choice(LINES["photo"])
    draw.put(caption)
    draw.put(caption)
    if draw.maybe(0.5):
        draw.put(draw.day())
    body(draw, story, heads=0.03, noise=0.05)


def _digest(draw: Draw, story: Source) -> None:
    """Short items with titles."""
    write_title(draw, story)
    for _, text in story.parts[: draw.rng.randint(2, 3)]:
        draw.put(text, true=True)


def _starred(draw: Draw, story: Source) -> None:
    """Stars between stories; with a title or without."""
    if draw.lines:
        draw.put("* * *", draw.between)
    if draw.maybe(0.6):
        write_title(draw, story, draw.para)
    body(draw, story)


def live(draw: Draw, story: Source) -> None:
    """Updates, each under a heading (some with a time), are one story; most say so in the title."""
    title = story.title or make_heading(story.parts[0][1], draw.rng)
    said = draw.rng.choice(("{} - live updates", "{} - updates", "Live: {}", "{} - as it happened", "{}", "{}"))
    draw.put(said.format(title), draw.between, true=True)
    timed = draw.maybe(0.5)
    left = 1
    for at, (_, text) in enumerate(story.parts[: draw.rng.randint(6, 20)]):
        if left == 0:
            if timed:
                draw.put(f"{draw.rng.randint(6, 22)}:{draw.rng.randint(10, 59)} GMT")
            draw.put(make_heading(text, draw.rng), 0 if timed else None)
            left = draw.rng.randint(1, 3)
        draw.put(text, true=True)
        left -= 1
        if at > 18:
            break


def listicle(draw: Draw, story: Source) -> None:
    """A list of things under short names."""
    write_title(draw, story)
    numbered = draw.maybe(0.4)
    for at, (_, text) in enumerate(story.parts[: draw.rng.randint(4, 12)]):
        if at and draw.maybe(0.7):
            name = " ".join(make_heading(text, draw.rng).split()[: draw.rng.randint(2, 5)])
            draw.put(f"{at}. {name}" if numbered else name)
        draw.put(text, true=True)
        if at and draw.maybe(0.4):
            draw.put(f"${draw.rng.randint(20, 90)}")


def _barred(draw: Draw, story: Source) -> None:
    """A share bar below the title, tags at the end."""
    write_title(draw, story)
    draw.say("share", 0)
    body(draw, story, heads=0.04)
    draw.say("tags")


LAYOUTS: dict[str, tuple[Layout, tuple[tuple[int, int], ...]]] = {
    "repeated title": (_repeated, ((1, 1), (1, 2), (0, 0))), "wire": (_wire, ((1, 1), (1, 2), (0, 1))),
    "bare titles": (_plain, ((1, 2), (1, 1), (0, 1), (0, 0), (1, 3))), "chapters": (_headed, ((1, 2), (1, 1), (2, 3))),
    "no titles": (_bare, ((1, 1), (0, 0))), "no titles, noise": (_bare_noisy, ((1, 1), (0, 0), (1, 2))),
    "no titles, gap": (_bare, ((1, 2), (0, 1))), "portal": (_portal, ((1, 1), (0, 0), (1, 2))),
    "date below": (_dated, ((1, 1), (0, 1), (1, 2))), "date above": (_date_above, ((1, 1), (0, 1))),
    "byline above": (_signed_above, ((1, 1), (1, 2))), "labelled": (_labelled, ((1, 1), (0, 1))),
    "datelined": (_datelined, ((1, 1), (0, 0), (1, 2))), "captions": (_captioned, ((1, 1), (0, 0))),
    "digest": (_digest, ((1, 1), (0, 1), (1, 2))), "stars": (_starred, ((1, 1), (0, 0))),
    "live": (live, ((1, 1), (1, 2))), "list": (listicle, ((1, 1), (1, 2))), "share bar": (_barred, ((1, 1), (0, 1))),
}  # fmt: skip
"""Layouts, with the blank lines between paragraphs and before a story that they are drawn with."""
