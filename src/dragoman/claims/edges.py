"""Where a claim's parts begin and end: for each edge of each part a choice among the places where it can be.

Rules cut where the tree does, the claim heads word by word; what readers mark lies between (``said`` or ``said
Friday``, with the relative clause or without). So each edge is a choice (a softmax over the places of its sentence),
over declared features of what stands on both sides; ``training/claims.py`` fits the weights of ``data/edges.csv``:

============  =========================================================================================================
``now``       the place is where rules and heads have the edge; with the construction, the kind of the cue, the speech
``heads``     where the head's run of words of at least half ends, seen from the edge
``far``       how many words away from there, and on which side
``in``        the head's probability of the last word inside; ``out``: of the first one outside; both together
``cost``      what the head loses by the words let in or left out (log-odds), as steps that it reaches
``last``      tag of the last word inside; ``next``: tag of the word outside, and the word where it is a small one
``cut``       relation of the phrase that is cut off here to its governor inside; ``own``: of the last word inside
``hangs``     how the phrase of the last word inside hangs on words outside, on the cue, or on the part's own head
``bound``     a bound of the sentence, of a quotation, or of another part of the claim
============  =========================================================================================================
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dragoman.claims.drafts import WEEKDAYS, Draft, Span, Trees
from dragoman.knowledge.weights import read_weights, summed
from dragoman.records.marks import QUOTATION_MARKS
from dragoman.records.pointing import Pointed, pooled

__all__ = ["PARTS", "Site", "drawn", "features", "places", "sites", "span_of"]

PARTS = ("source", "cue", "content")
_WEIGHTS = Path(str(files("dragoman"))) / "claims" / "data" / "edges.csv"
_MOST = 12
"""Places that are weighed for one edge: the nearest."""
_SURE = 0.95
"""Where the last word inside is at least so likely, and the first one outside at most its rest, an edge stays."""
_STEPS = (0.1, 0.3, 0.5, 0.7, 0.9)
_COSTS = (0.5, 1.0, 2.0, 4.0, 7.0, 12.0, 20.0)
_COST_NAMES = tuple(f"cost >= {step}" for step in _COSTS)
_FAR = (1, 2, 3, 5, 9, 16)
_SMALL = frozenset({"ADP", "DET", "SCONJ", "CCONJ", "PART", "PRON", "AUX", "ADV", "PUNCT"})
_POOLED = 0.7
"""Weight of what the cue points at as the first and the last word of its content, beside the fitted weights. Contents
have 66.9, 67.2, 67.3 of exact F1 on PolNeAR (dev) at 0, .5, 1. With the shares among the fitted features they had 66.2:
on texts that it learnt from the head is too sure."""
_GIVES = 2
"""Words that a cue may take from the content after it (``called | for``)."""


_ENDLESS = 1 << 30
Parts = Mapping[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Site:
    """A draft where it stands: ``nested`` are the words of other cues and sources in its content, which must stay."""

    trees: Trees
    parts: Mapping[str, Sequence[float]]
    costs: Mapping[str, Sequence[float]]
    """For each head the sum of the log-odds (their absolutes) of the words before each word."""
    draft: Draft
    nested: frozenset[int] = frozenset()
    room: Span | None = None
    """Between which words of claims around this one (their cues, their sources) the cue stands: it may not run over
    them (``he said late on Tuesday, | the agency reported``), nor over the cue that governs it (``rejected | claims``).
    """
    pointed: Mapping[str, Pointed] = field(default_factory=dict)
    """By side, what the cue points at as the first and as the last word of its content."""


@dataclass(frozen=True, slots=True)
class _Edge:
    """What all places of one edge have in common: where the part is and its edge now, between which places the edge may
    lie, and where the head has it."""

    span: Span
    now: int
    low: int
    high: int
    best: int


def sites(trees: Trees, parts: Parts, drafts: Sequence[Draft]) -> Iterator[Site]:
    """The sites of an article's drafts."""
    lists = {name: part.tolist() for name, part in parts.items()}
    costs = {name: _summed(part) for name, part in parts.items()}
    words = [{i for i in (d.head if d.cue else None, d.source) if i is not None} for d in drafts]
    everything = sorted(set().union(*words))
    for own, draft in zip(words, drafts, strict=True):
        nested = (i for first, last in draft.content for i in _between(everything, first, last) if i not in own)
        room = _room(trees, drafts, draft) if draft.cue else None
        yield Site(trees, lists, costs, draft, frozenset(nested), room, _pointed(trees, draft))


def _pointed(trees: Trees, draft: Draft) -> dict[str, Pointed]:
    words = range(*draft.cue) if draft.cue else ()
    found = {side: trees.pointing.of(part, words) for side, part in (("first", "begin"), ("last", "end"))}
    return {side: pointed for side, pointed in found.items() if pointed is not None}


def _room(trees: Trees, drafts: Sequence[Draft], draft: Draft) -> Span:
    cue = draft.cue
    assert cue is not None
    around = (d for d in drafts if d.cue and any(a <= cue[0] and cue[1] <= b for a, b in d.content))
    words = [i for d in around for i in (d.head, d.source) if i is not None]
    words += [d.head for d in drafts if d.cue and d.head == trees.tokens[draft.head].head != draft.head]
    after = min((i for i in words if i >= cue[1]), default=_ENDLESS)
    return max((i + 1 for i in words if i < cue[0]), default=0), after


def _between(numbers: Sequence[int], first: int, last: int) -> Sequence[int]:
    return numbers[bisect_left(numbers, first) : bisect_left(numbers, last)]


def _summed(part: NDArray[np.float32]) -> list[float]:
    p = np.clip(part.astype(float), 0.002, 0.998)
    return [0.0, *np.cumsum(np.abs(np.log(p / (1 - p)))).tolist()]


def drawn(site: Site) -> Draft:
    """The draft with its edges where they most likely are. A part without words is left as it is."""
    trees, draft = site.trees, site.draft
    if draft.cue is None and draft.content:  # a quotation that nobody says: its marks tell where it ends
        return replace(draft, content=tuple(_inside_marks(trees, span) for span in draft.content))
    weights = read_weights(_WEIGHTS)
    for part in PARTS:
        for side in ("first", "last"):
            if _settled(site, part, side) or (edge := _edge(site, part, side)) is None:
                continue
            if len(at := _places(site, part, side, edge)) < 2:
                continue
            table = weights.get(f"{part} {side}", {})
            sums = [summed(table, dict.fromkeys(_features(site, part, side, e, edge))) for e in at]
            if part == "content" and side in site.pointed:
                sums = [
                    total + pooled(site.pointed[side].at((e - (side == "last"),)), _POOLED)
                    for total, e in zip(sums, at, strict=True)
                ]
            best = at[max(range(len(at)), key=sums.__getitem__)]
            if best == edge.now and part != "cue":  # a cue's content is trimmed by it even where it stays
                continue
            draft = _moved(trees, draft, part, side, best)
            site = replace(site, draft=draft)
    return draft


def _inside_marks(trees: Trees, span: Span) -> Span:
    first, last = span
    while first < last - 1 and trees.tokens[first].text in QUOTATION_MARKS:
        first += 1
    while last - 1 > first and trees.tokens[last - 1].text in QUOTATION_MARKS:
        last -= 1
    return first, last


def _settled(site: Site, part: str, side: str) -> bool:
    """True for a part without words, and for an edge that its head is sure of."""
    span = span_of(site.draft, part)
    if span is None:
        return True
    inner, outer = (span[0], span[0] - 1) if side == "first" else (span[1] - 1, span[1])
    sentence = site.trees.analysis.sentences[site.trees.tokens[inner].sentence]
    head = site.parts[part]
    within = sentence.first <= outer < sentence.last
    return head[inner] >= _SURE and not (within and head[outer] > 1 - _SURE)


def span_of(draft: Draft, part: str) -> Span | None:
    """From the first to the last word of a part."""
    if part == "content":
        return (draft.content[0][0], draft.content[-1][1]) if draft.content else None
    return draft.source_span if part == "source" else draft.cue


def _moved(trees: Trees, draft: Draft, part: str, side: str, edge: int) -> Draft:
    if part == "content":
        spans = list(draft.content)
        if side == "first":
            spans[0] = (edge, spans[0][1])
        else:
            spans[-1] = (spans[-1][0], edge)
        return replace(draft, content=tuple(spans))
    span = span_of(draft, part)
    assert span is not None
    moved = (edge, span[1]) if side == "first" else (span[0], edge)
    if part == "source":
        return replace(draft, source_span=moved)
    content = tuple((max(a, moved[1]), b) if a < moved[1] <= b and b > moved[0] else (a, b) for a, b in draft.content)
    content = tuple(p for p in map(trees.trim, content) if p[0] < p[1])
    return replace(draft, cue=moved, content=content) if content else draft


def _limits(site: Site, part: str, side: str, span: Span) -> Span:
    """Between which places an edge may lie: in its sentence, clear of the claim's other parts, its own core kept."""
    trees, draft = site.trees, site.draft
    inside = span[0] if side == "first" else span[1] - 1
    sentence = trees.analysis.sentences[trees.tokens[inside].sentence]
    low, high = sentence.first, sentence.last
    others = [s for p in PARTS if p != part and (s := span_of(draft, p)) is not None]
    if part != "content":
        others = [s for p in PARTS if p not in (part, "content") and (s := span_of(draft, p)) is not None]
        others += draft.content
    for first, last in others:
        if last <= span[0]:
            low = max(low, last)
        elif first >= span[1]:
            gives = _GIVES if part == "cue" and first < span[1] + 1 and last > first + _GIVES + 1 else 0
            high = min(high, first + gives)
    if part == "cue" and site.room is not None:
        low, high = max(low, site.room[0]), min(high, site.room[1])
    core = draft.head if part == "cue" else draft.source if part == "source" else None
    if part == "content":
        piece = draft.content[0] if side == "first" else draft.content[-1]
        held = [i for i in site.nested if piece[0] <= i < piece[1]]
        if side == "first":
            return low, min([piece[1] - 1, *held])
        return max([piece[0] + 1, *(i + 1 for i in held)]), high
    if core is None or not span[0] <= core < span[1]:
        core = span[0] if side == "last" else span[1] - 1
    return (low, core) if side == "first" else (core + 1, high)


def _edge(site: Site, part: str, side: str) -> _Edge | None:
    span = span_of(site.draft, part)
    if span is None:
        return None
    now = span[0] if side == "first" else span[1]
    low, high = _limits(site, part, side, span)
    return _Edge(span, now, low, high, _heads(site.parts[part], now, side, low, high))


def places(site: Site, part: str, side: str) -> list[int]:
    """The places for an edge: where it is, where the head has it, and where a phrase begins or ends."""
    edge = _edge(site, part, side)
    return [] if edge is None else _places(site, part, side, edge)


def _places(site: Site, part: str, side: str, edge: _Edge) -> list[int]:
    trees, now, low, high, best = site.trees, edge.now, edge.low, edge.high, edge.best
    found = {now}
    for e in range(max(low, now - 60), min(high, now + 60) + 1):
        if e in (low, high) or e == best or _breaks(trees, e, side):
            found.add(e)
    if part == "content" and (pointed := site.pointed.get(side)) is not None and pointed.best >= 0:
        e = pointed.best + (side == "last")
        found |= {e} if low <= e <= high else set()
    if part == "cue" and side == "last":
        found = {e for e in found if e == now or not _broken(site, e)}
    if part == "source" and side == "last":
        found = {e for e in found if e == now or not _dated(site, e)}
    kept = {e for e in found if e == now or (low <= e <= high and _tidy(trees, e, side))}
    return sorted(sorted(kept, key=lambda e: abs(e - now))[:_MOST])


def _broken(site: Site, e: int) -> bool:
    """True if a cue that ended here would break a phrase off at its small words (``said in a | letter``); what hangs
    on the source or the content may stay (``according to | the envoy``, ``called for | talks``)."""
    word = site.trees.tokens[e - 1]
    spans = (site.draft.source_span, *site.draft.content)
    kept = any(s is not None and s[0] <= word.head < s[1] for s in spans)
    return word.upos in ("ADP", "DET") and word.dep in ("case", "det") and word.head >= e and not kept


def _dated(site: Site, e: int) -> bool:
    """True if a source that ended here would end in the day on which it spoke (``said the envoy | on Sunday``)."""
    tokens = site.trees.tokens
    last = tokens[e - 1]
    if not last.dep.startswith("obl") or last.head != site.draft.head:
        return False
    return last.text in WEEKDAYS or any(
        x.first < e <= x.last and x.label == "DATE" for x in site.trees.analysis.entities
    )


def _breaks(trees: Trees, e: int, side: str) -> bool:
    """True if a phrase begins at ``e`` that hangs on a word before it, or ends there and hangs on one after it."""
    tokens = trees.tokens
    if e >= len(tokens) or e == 0:
        return True
    if side == "last":
        i = e
        while True:
            if trees.left[i] == e and tokens[i].head < e:
                return True
            above = tokens[i].head
            if above <= i or trees.left[above] != e:
                return tokens[e].upos == "PUNCT" or trees.left[i] == e
            i = above
    return trees.right[e - 1] == e or tokens[e - 1].upos == "PUNCT" or tokens[e - 1].head > e - 1


def _tidy(trees: Trees, e: int, side: str) -> bool:
    """False for a place with a comma or stop inside the edge: such edges are one with those without it."""
    span = (e, len(trees.tokens)) if side == "first" else (0, e)
    return trees.trim(span)[0 if side == "first" else 1] == e


def _heads(part: Sequence[float], now: int, side: str, low: int, high: int) -> int:
    """Where the run of words of at least half ends, seen from the edge."""
    e = now
    if side == "last":
        while e < high and part[e] >= 0.5:
            e += 1
        while e > low and part[e - 1] < 0.5:
            e -= 1
    else:
        while e > low and part[e - 1] >= 0.5:
            e -= 1
        while e < high and part[e] < 0.5:
            e += 1
    return e


def features(site: Site, part: str, side: str, e: int) -> tuple[str, ...]:
    """The features of one place for an edge."""
    edge = _edge(site, part, side)
    assert edge is not None
    return tuple(dict.fromkeys(_features(site, part, side, e, edge)))


def _features(site: Site, part: str, side: str, e: int, edge: _Edge) -> Iterator[str]:
    trees, span, now = site.trees, edge.span, edge.now
    yield from _ours(site, part, side, e, edge)
    sign = 1 if side == "last" else -1
    inner, outer = (e - 1, e) if side == "last" else (e, e - 1)
    tokens = trees.tokens
    sentence = trees.analysis.sentences[tokens[min(max(now - (side == "last"), 0), len(tokens) - 1)].sentence]
    within = sentence.first <= outer < sentence.last
    head = site.parts[part]
    p_in, p_out = head[inner], head[outer] if within else 0.0
    a, b = bisect_right(_STEPS, p_in), bisect_right(_STEPS, p_out)
    yield f"in {a}"
    yield f"out {b}"
    yield f"in {a} out {b}"
    yield f"last {tokens[inner].xpos}"
    if tokens[inner].upos in _SMALL:
        yield f"last {tokens[inner].text.lower()}"
    yield f"own {tokens[inner].dep}"
    yield f"hangs {_hangs(site, part, inner, (e, span[1]) if side == 'first' else (span[0], e))}"
    if not within:
        yield "bound sentence"
        return
    yield f"next {tokens[outer].xpos}"
    yield f"last {tokens[inner].xpos} next {tokens[outer].xpos}"
    if tokens[outer].upos in _SMALL:
        yield f"next {tokens[outer].text.lower()}"
    beyond = outer + sign
    if tokens[outer].upos == "PUNCT" and sentence.first <= beyond < sentence.last:
        yield f"after {tokens[beyond].xpos}"
        if tokens[beyond].upos in _SMALL:
            yield f"after {tokens[beyond].text.lower()}"
    top = _top(trees, beyond if tokens[outer].upos == "PUNCT" else outer, e, side)
    if top is not None and tokens[top].dep != "punct":
        yield f"cut {tokens[top].dep}"
        yield f"cut {tokens[top].dep} {tokens[top].xpos}"
        yield f"cut {tokens[top].dep} of {tokens[tokens[top].head].upos}"
        if tokens[top].text[:1].isupper() and tokens[top].text.endswith("day"):
            yield "cut day"
    if tokens[outer].text in QUOTATION_MARKS:
        yield "bound mark outside"
    if tokens[inner].text in QUOTATION_MARKS:
        yield "bound mark inside"


def _hangs(site: Site, part: str, i: int, span: Span) -> str:
    """How the phrase of a word inside hangs: on the part's own head, on the cue, on another word outside.

    The day of ``the Guardian on Sunday`` hangs on the verb, the words of ``the paper of the state`` on the paper.
    """
    tokens, draft = site.trees.tokens, site.draft
    core = {"source": draft.source, "cue": draft.head}.get(part)
    for _ in range(12):
        above = tokens[i].head
        if i == core:
            return "core"
        if above == i or not span[0] <= above < span[1]:
            return f"{tokens[i].dep} cue" if above == draft.head else tokens[i].dep
        i = above
    return "deep"


def _top(trees: Trees, i: int, e: int, side: str) -> int | None:
    """The highest word of the phrase outside that hangs on a word on the inner side of the edge."""
    tokens = trees.tokens
    if not 0 <= i < len(tokens):
        return None
    for _ in range(12):
        above = tokens[i].head
        if above == i:
            return None
        if (above < e) == (side == "last"):
            return i
        i = above
    return None


def _ours(site: Site, part: str, side: str, e: int, edge: _Edge) -> Iterator[str]:
    """How the place stands to where the edge is now, and to what the head says."""
    draft, now, best = site.draft, edge.now, edge.best
    how = draft.construction
    if e == now:
        yield "now"
        yield f"now {how}"
        yield f"now {how} {draft.speech}"
        yield f"now {draft.kind}"
    else:
        far = bisect_right(_FAR, abs(e - now))
        outward = (e > now) == (side == "last")
        yield f"far {'out' if outward else 'in'} {far}"
        yield f"far {'out' if outward else 'in'} {how}"
        yield f"far {draft.speech}"
    if e == best:
        yield "heads"
        yield f"heads {how}"
        yield "heads now" if best == now else "heads moved"
    if e == (edge.low if side == "first" else edge.high):
        yield "bound part"
    costs = site.costs[part]
    yield from _COST_NAMES[: bisect_right(_COSTS, abs(costs[e] - costs[best]))]
