"""Headlines that say in the article's own voice what its body only reports: ``Rebels shelled clinic`` over ``Rebels
shelled a clinic, the governor said``."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from dragoman.claims.disputes import share_participants
from dragoman.records import Analysis, Article, Block, BlockKind, Claim, EventMention, Token
from dragoman.records.marks import QUOTATION_MARKS

__all__ = ["dropped_attribution"]

_WORDS = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM"})
LEAST = 3
"""Content words that a headline must have to be compared."""
SHARED = 0.6
"""Share of the headline's content words that one claim must hold. By judgement: half lets any claim on the same affair
pass, three quarters leaves out headlines that name one thing more."""


def dropped_attribution(
    article: Article, analysis: Analysis, events: Sequence[EventMention], claims: Sequence[Claim]
) -> Claim | None:
    """The claim of the body that the headline tells as a fact; None if it attributes, asks, or the body tells it too.

    A headline with quotation marks or a claim of its own attributes. It is compared by its events, and by its words:
    most of them stand in one claim's content, and in no sentence's own voice.
    """
    title = next((b for b in article.blocks if b.kind is BlockKind.TITLE), None)
    if title is None or "?" in article.text[title.start : title.end] or _attributes(article, title, claims):
        return None
    body = [c for c in claims if c.content[0].start >= title.end and c.cue is not None]
    return _by_event(title, events, {c.id: c for c in body}) or _by_words(title, analysis, body)


def _attributes(article: Article, title: Block, claims: Sequence[Claim]) -> bool:
    text = article.text[title.start : title.end]
    quoted = any(
        c in QUOTATION_MARKS and not (text[i - 1 : i].isalnum() and text[i + 1 : i + 2].isalnum())
        for i, c in enumerate(text)
    )
    return quoted or any(c.evidence.start < title.end and title.start < c.evidence.end for c in claims)


def _by_event(title: Block, events: Sequence[EventMention], claims: dict[str, Claim]) -> Claim | None:
    """The claim over the first mention in the body of the headline's event, where every mention stands under one."""
    for event in events:
        if event.block is not BlockKind.TITLE or event.claims:
            continue
        same = [e for e in events if e.block is not BlockKind.TITLE and _alike(event, e)]
        if same and all(e.claims for e in same) and (claim := claims.get(same[0].claims[0])) is not None:
            return claim
    return None


def _alike(a: EventMention, b: EventMention) -> bool:
    """True if both are of one type and share a participant and, where both name one on a side, that side."""
    return a.type is not None and (a.type, a.mode) == (b.type, b.mode) and share_participants(a, b) is True


def _by_words(title: Block, analysis: Analysis, claims: Sequence[Claim]) -> Claim | None:
    tokens = analysis.tokens
    said = [t for t in tokens if title.start <= t.start < title.end and t.upos in _WORDS]
    if len(said) < LEAST:
        return None
    starts = [t.start for t in tokens]
    inside = [[i for part in c.content for i in _between(starts, part.start, part.end)] for c in claims]
    reported = {i for held in inside for i in held}
    own = max((_share(said, sentence) for sentence in _own_voice(title, analysis, reported)), default=0.0)
    shares = [_share(said, [tokens[i] for i in held]) for held in inside]
    share, n = max(((s, -n) for n, s in enumerate(shares)), default=(0.0, 0))
    return claims[-n] if share >= SHARED and share > own else None


def _between(starts: Sequence[int], start: int, end: int) -> range:
    return range(bisect_left(starts, start), bisect_left(starts, end))


def _own_voice(title: Block, analysis: Analysis, reported: set[int]) -> Iterator[list[Token]]:
    for sentence in analysis.sentences:
        if sentence.start >= title.end:
            yield [t for t in analysis.tokens[sentence.first : sentence.last] if t.i not in reported]


def _share(said: Sequence[Token], words: Sequence[Token]) -> float:
    """Which part of the headline's words stand among these, in any form."""
    forms = {form for t in words for form in (t.text.lower(), t.lemma.lower())}
    return sum(t.text.lower() in forms or t.lemma.lower() in forms for t in said) / len(said)
