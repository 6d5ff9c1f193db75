"""Scores readings of the sample pages against golden readings: YAML written by hand from the page.

A golden reading: ``page`` (a file of ``samples/``, with a line for JSONL) and ``articles``, each with facts of the page (``title``, ``published``,
``outlet``, ``paragraphs``, ``captions``: numbers), ``events`` that must be found, ``never``: events that would be false, and
``claims`` that must be found. Within an event every given field must hold: ``type`` and ``status`` are alternatives
(``none``: an act without a PLOVER type), ``source`` and ``target`` alternatives of which one stands in a name of a
participant (as written, or as resolved), ``evidence`` stands in the sentence, ``trigger`` alternatives in the
words that express the event. A field that is not given may be anything. ``why`` is for people.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from dragoman.records import ArticleReading, Claim, EventMention, Participant, Reading

HERE = Path(__file__).parent
SAMPLES = HERE.parent.parent / "samples"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GoldEvent(_Strict):
    """An event to be found, or never to be."""

    type: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    evidence: str = ""
    trigger: tuple[str, ...] = ()
    why: str = ""


class GoldClaim(_Strict):
    """A claim to be found."""

    source: tuple[str, ...]
    content: str
    anonymity: tuple[str, ...]
    polarity: tuple[str, ...] = ()
    reason: str = ""


class GoldArticle(_Strict):
    """One story of a page."""

    title: str
    published: date | None
    paragraphs: int
    captions: int | None = None
    """None where it is a matter of taste whether a line is a caption or a credit."""
    outlet: str | None = None
    events: tuple[GoldEvent, ...] = ()
    never: tuple[GoldEvent, ...] = ()
    claims: tuple[GoldClaim, ...] = ()


class Golden(_Strict):
    """A golden reading of one page."""

    page: str
    articles: tuple[GoldArticle, ...]


@dataclass
class Score:
    """What was found of what had to be, by kind of thing; ``missed`` and ``false`` are lines for people."""

    found: Counter[str] = field(default_factory=Counter)
    wanted: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)

    def count(self, kind: str, held: bool, line: str) -> None:
        """Counts one thing; ``line`` tells of it if it was missed."""
        self.wanted[kind] += 1
        self.found[kind] += held
        if not held:
            self.missed.append(f"{kind:6} {line}")

    def add(self, other: Score) -> None:
        """Counts in the score of another page."""
        self.found.update(other.found)
        self.wanted.update(other.wanted)
        self.missed += other.missed
        self.false += other.false

    def share(self, kind: str) -> float:
        """Found of wanted, in [0, 1]."""
        return self.found[kind] / self.wanted[kind]


def load() -> list[Golden]:
    """All golden readings, sorted by page. A file holds one, or a list."""
    found = [yaml.safe_load(path.read_text("utf-8")) for path in sorted(HERE.glob("*.yaml"))]
    listed = [one for each in found for one in (each if isinstance(each, list) else [each])]
    return sorted((Golden.model_validate(one) for one in listed), key=lambda golden: golden.page)


def score(golden: Golden, reading: Reading) -> Score:
    """One page against its golden reading. An article is known by its title, else by its place on the page."""
    result = Score()
    result.count(
        "pages", len(reading.readings) == len(golden.articles), f"{golden.page}: {len(reading.readings)} articles"
    )
    for number, gold in enumerate(golden.articles):
        titled = [r for r in reading.readings if r.article.title == gold.title]
        placed = titled or list(reading.readings[number : number + 1])
        result.add(_score_article(golden.page, gold, placed[0] if placed else None))
    return result


def _score_article(page: str, gold: GoldArticle, read: ArticleReading | None) -> Score:
    result = Score()
    for name, wanted, got in _facts(gold, read):
        result.count("pages", got == wanted, f"{page}: {name} {got!r}, should be {wanted!r}")
    events, claims = (read.events, read.claims) if read else ((), ())
    names = {a.id: a.name for a in read.resolution.actors} if read else {}
    for event in gold.events:
        here = [e for e in events if event.evidence in e.evidence.text]
        held = any(matches(event, e, names) for e in here)
        result.count("events", held, f"{page}: {_line(event)}\n{_nearest([brief(e) for e in here])}")
    for claim in gold.claims:
        near = [c for c in claims if claim.content in c.evidence.text]
        held = any(_claim_matches(claim, c) for c in near)
        result.count("claims", held, f"{page}: {_line(claim)}\n{_nearest([brief_claim(c) for c in near])}")
    for never in gold.never:
        result.false += [f"{page}: {_line(never)}\n{_nearest([brief(e)])}" for e in events if matches(never, e, names)]
    return result


def _facts(gold: GoldArticle, read: ArticleReading | None) -> Iterator[tuple[str, object, object]]:
    article = read.article if read else None
    published = str(article.published.interval) if article and article.published else None
    yield "title", gold.title, article and article.title
    yield "published", gold.published and gold.published.isoformat(), published
    yield "paragraphs", gold.paragraphs, article and len(article.paragraphs)
    if gold.captions is not None:
        yield "captions", gold.captions, article and len(article.captions)
    if gold.outlet:
        yield "outlet", gold.outlet, article and article.outlet


def matches(gold: GoldEvent, event: EventMention, names: dict[str, str]) -> bool:
    """True if every given field of ``gold`` holds of ``event``. ``names``: of the article's actors, by id."""
    return (
        (not gold.type or (event.type or "none") in gold.type)
        and (not gold.status or event.status.value in gold.status)
        and gold.evidence in event.evidence.text
        and (not gold.trigger or _contains(gold.trigger, [event.trigger.text]))
        and (not gold.source or _contains(gold.source, _names(event.sources, names)))
        and (not gold.target or _contains(gold.target, _names(event.targets, names)))
    )


def _names(participants: tuple[Participant, ...], names: dict[str, str]) -> list[str]:
    return [n for p in participants for n in (p.name, p.evidence.text, names.get(p.actor or "", ""))]


def _contains(alternatives: tuple[str, ...], names: list[str]) -> bool:
    """True if a name holds one of the alternatives as whole words (``it`` is not in ``committee``)."""
    return any(re.search(rf"(?<!\w){re.escape(a)}(?!\w)", n, re.IGNORECASE) for a in alternatives for n in names)


def _claim_matches(gold: GoldClaim, claim: Claim) -> bool:
    content = " ".join(c.text for c in claim.content)
    reason = claim.anonymity_reason.text if claim.anonymity_reason else ""
    return (
        gold.content in content
        and claim.source is not None
        and _contains(gold.source, [claim.source.text])
        and claim.anonymity.value in gold.anonymity
        and (not gold.polarity or claim.polarity.value in gold.polarity)
        and gold.reason in reason
    )


def _line(gold: BaseModel) -> str:
    given = gold.model_dump(exclude_defaults=True)
    return " ".join(f"{k}={'|'.join(v) if isinstance(v, tuple) else v!r}" for k, v in given.items())


def brief(event: EventMention) -> str:
    """One event mention on a line."""
    return f"{event.type or 'none'}({event.source or '-'} -> {event.target or '-'}) {event.status.value} '{event.trigger.text}'"


def brief_claim(claim: Claim) -> str:
    """One claim on a line."""
    source = claim.source.text if claim.source else "-"
    reason = f" because {claim.anonymity_reason.text!r}" if claim.anonymity_reason else ""
    content = " ... ".join(c.text for c in claim.content)
    return f"{source} [{claim.anonymity.value}, {claim.polarity.value}{reason}]: {content[:90]!r}"


def _nearest(lines: list[str]) -> str:
    return "\n".join(f"         read: {line}" for line in lines or ["nothing there"])
