"""Why a sentence is read as it is: every expression that fitted, what became of it, what is thought of its words."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.events.acts.constituents import Match
from dragoman.events.acts.signals import Opinions
from dragoman.events.assemble import Assembly
from dragoman.knowledge import Knowledge
from dragoman.records import Analysis, Article, EventMention, Resolution

__all__ = ["Considered", "Explanation", "explain_article"]

_LIKELY = 0.05
"""Types that are held less likely are not told."""


@dataclass(frozen=True, slots=True)
class Considered:
    """One expression that fits at one word, and what became of it. ``rivals``: what else fitted there. ``opinions``:
    what the encoder's event head, the words and trees around, and both together think of its words.
    """

    head: int
    words: tuple[int, ...]
    type: str | None
    entry: str
    fate: str
    rivals: tuple[str, ...]
    opinions: Opinions


@dataclass(frozen=True, slots=True)
class Explanation:
    """How an article was read: its trees, what was considered, in the order of the text, and the events that stand.

    ``tests``: (type, neighbour, the test that tells them apart) for each event and each type that competed with it.
    """

    analysis: Analysis
    considered: tuple[Considered, ...]
    events: tuple[EventMention, ...]
    tests: tuple[tuple[str, str, str], ...]


def explain_article(article: Article, analysis: Analysis, resolution: Resolution, knowledge: Knowledge) -> Explanation:
    """The explanation of an article, mostly of one sentence. Pure."""
    assembly = Assembly(article, resolution, knowledge, Assembly.syntax_of(article, analysis, knowledge))
    events = assembly.events()
    considered = tuple(_considered(assembly, knowledge, events))
    tests = dict.fromkeys(
        (event.type, other, knowledge.ontology.types[event.type].neighbours[other])
        for event in events
        if event.type
        for other in _competing(event, considered)
        if other in knowledge.ontology.types[event.type].neighbours
    )
    return Explanation(analysis, considered, events, tuple(tests))


def _considered(assembly: Assembly, knowledge: Knowledge, events: tuple[EventMention, ...]) -> list[Considered]:
    syntax, codebook, matcher = assembly.syntax, knowledge.codebook, assembly.matcher
    kept = {m.head for m in assembly.found}
    standing = {e.trigger_token: e for e in events}
    found: list[Considered] = []
    for token in syntax.tokens:
        match = matcher.at(token.i) if codebook.heads(syntax.lemmas[token.i]) else None
        if match is not None:
            found.append(_told(assembly, match, _fate(assembly, match, kept, standing)))
    by_encoder = [m for m in assembly.matches if m.entry.general and m.head not in {c.head for c in found}]
    found += [_told(assembly, m, _fate(assembly, m, {m.head}, standing)) for m in by_encoder]
    return sorted(found, key=lambda c: c.head)


def _fate(assembly: Assembly, match: Match, kept: set[int], standing: dict[int, EventMention]) -> str:
    event = standing.get(match.head)
    if event is not None and event.decided_by == match.entry.name:
        return "stands as an event"
    if event is not None:
        return f"gives way to {event.decided_by}"
    if match.entry.ignored:
        return "is no political act: nothing is read here"
    return _lost(assembly, match, kept)


def _lost(assembly: Assembly, match: Match, kept: set[int]) -> str:
    """Why an expression of an act gives no event."""
    if match.entry.type and assembly.harmless(match, match.probability):
        return "its text is hardly of politics"
    if match.head not in kept:
        return "its words belong to a fuller expression"
    if any(match.head in m.words for m in assembly.matches):
        return "tells the same happening as the verb above it"
    if match.head not in {m.head for m in assembly.weighed}:
        return "the encoder and the wording take its words in another sense"
    alludes = match.head not in {m.head for m in assembly.matches}
    return "a bare noun that only alludes to an event" if alludes else "nobody is found who acts or is acted on"


def _told(assembly: Assembly, match: Match, fate: str) -> Considered:
    words = tuple(sorted({match.head, *match.words}))
    opinions = Opinions(()) if assembly.signals is None else assembly.signals.opinions(words, _LIKELY)
    kind = "no act" if match.entry.ignored else match.entry.type
    return Considered(match.head, words, kind, match.entry.name, fate, match.competitors, opinions)


def _competing(event: EventMention, considered: tuple[Considered, ...]) -> list[str]:
    """Types that fitted, or that are held likely, at the event's own words."""
    found: list[str] = []
    for one in considered:
        if one.head == event.trigger_token:
            found += [rival.split(":", 1)[1].split("/", 1)[0].upper() for rival in one.rivals]
            found += [kind for kind, _ in one.opinions.together]
    return [kind for kind in dict.fromkeys(found) if kind != event.type]
