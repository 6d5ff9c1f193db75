"""Which quotation is whose: quotations are given to the cues beside them, and what is left to nobody.

1. A content that stands in quotation marks takes the whole quotation, also over sentence ends; one
   with a quoted fragment is mixed.
2. A cue without content takes the quotation before its clause (``"...," said X``), else the one after it.
3. A quotation that follows a claim's sentence, goes on from its paragraph, or fills the next one, has the same source.
4. A quotation with a verb that nobody says is a claim without cue and source; shorter ones are scare quotes.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from dragoman.claims.drafts import PAUSES, Draft, Span, Trees
from dragoman.claims.quotes import Quotation
from dragoman.claims.voices import noun_phrase
from dragoman.knowledge.speech import CueKind
from dragoman.records import Article, BlockKind, Commitment, Polarity, Token

__all__ = ["settle_quotations"]

_MOSTLY = 0.75
"""Share of a content's words in quotation marks from which it is direct speech."""
_BARE_WORDS = 5
"""Words from which a quotation that nobody says counts, if it has a verb; fewer are scare quotes or titles."""
_LONGEST = 20
"""Paragraphs over which one quotation may run."""
_STOPS = frozenset({".", "?", "!", ";"})
"""Marks that end what is said: a quotation after one is no longer the other half of the one before."""
_DASHES = frozenset({"―", "—", "–", "-", "--"})
_SIGNATURE = 12
"""Tokens after a quotation that can be its signature: a dash, a name, an office."""
_NEAR = 3
"""Tokens (commas, colons, ``that``) between a cue's clause and its quotation."""


class _Desk:
    """The drafts and quotations of one article while they are matched."""

    def __init__(self, article: Article, trees: Trees, quotations: tuple[Quotation, ...], drafts: list[Draft]) -> None:
        self.starts = [b.start for b in article.blocks]
        self.trees = trees
        self.quotations = quotations
        self.drafts = drafts
        self.owner: dict[int, int] = {}
        self.inside = [-1] * len(trees.tokens)
        for number, q in enumerate(quotations):
            self.inside[q.first : q.last] = [number] * (q.last - q.first)
        self.quotations_in: dict[int, list[int]] = defaultdict(list)
        for number, q in enumerate(quotations):
            self.quotations_in[q.block].append(number)
        self.drafts_in: dict[int, list[int]] = defaultdict(list)
        for number, draft in enumerate(drafts):
            self.drafts_in[self.block(draft.head)].append(number)

    def block(self, token: int) -> int:
        return self.trees.analysis.sentences[self.trees.tokens[token].sentence].block


def settle_quotations(
    article: Article, trees: Trees, quotations: tuple[Quotation, ...], drafts: list[Draft]
) -> list[Draft]:
    """The drafts with their quotations, those that stayed without content dropped, bare quotations added."""
    desk = _Desk(article, trees, _ended(trees, quotations, drafts), drafts)
    for number, draft in enumerate(desk.drafts):
        desk.drafts[number] = _widen(desk, number, draft)
    for number, draft in enumerate(desk.drafts):
        if not draft.content:
            desk.drafts[number] = _adjacent(desk, number, draft)
    for number in range(len(desk.quotations)):
        if number not in desk.owner:
            _carry_on(desk, article, number)
        if number not in desk.owner and (foretold := _foretold(desk, article, number)) is not None:
            desk.owner[number] = len(desk.drafts)
            desk.drafts.append(foretold)
    bare = [b for n in range(len(desk.quotations)) if n not in desk.owner if (b := _bare(desk, n)) is not None]
    return [d for d in desk.drafts if d.content] + bare


def _said_last(trees: Trees, draft: Draft, quotation: Quotation) -> int | None:
    """Where the words end before a speaker who ends their sentence, set off by a mark: ``"..., ' he said.``"""
    if not draft.quotable or draft.cue is None or draft.source_span is None:
        return None
    low, high = min(draft.cue[0], draft.source_span[0]), max(draft.cue[1], draft.source_span[1])
    sentence = trees.analysis.sentences[trees.tokens[draft.head].sentence]
    set_off = low > quotation.first + (not quotation.turn) + 1 and trees.tokens[low - 1].text in PAUSES
    if not set_off or trees.has_word((high, sentence.last)):
        return None
    return trees.trim((quotation.first, low))[1] if quotation.turn else low


def _ended(trees: Trees, quotations: tuple[Quotation, ...], drafts: list[Draft]) -> tuple[Quotation, ...]:
    """The quotations, those that no mark closes ended where their speaker is named: ``"Let us go home, said X.``

    Turns of a dialogue that nobody says are none.
    """
    out: list[Quotation] = []
    for n, q in enumerate(quotations):
        if q.closed or (n + 1 < len(quotations) and quotations[n + 1].goes_on):
            out.append(q)
            continue
        ends = (end for d in drafts if (end := _end_before(trees, d, q)) is not None)
        end = next(ends, None if q.turn else q.last)
        if end is not None:
            out.append(replace(q, last=end))
    return tuple(out)


def _end_before(trees: Trees, draft: Draft, quotation: Quotation) -> int | None:
    """Where the words of a quotation that no mark closes end, if the draft's speaker is named behind them."""
    if draft.source is None or not quotation.first < draft.head < quotation.last:
        return None
    if not draft.content:
        return _said_last(trees, draft, quotation)
    first, last = draft.content[0]
    opens = quotation.first <= first <= quotation.first + 1
    return last if opens and last <= draft.clause[0] + 1 and last <= draft.head else None


def _widen(desk: _Desk, number: int, draft: Draft) -> Draft:
    """The draft whose content takes in the whole of each quotation that it touches, unless the cue stands in it."""
    spans: list[Span] = []
    quoted = words = 0
    for span in draft.content:
        first, last = span
        touched = sorted({desk.inside[i] for i in range(first, last)} - {-1, desk.inside[draft.head]})
        tokens = [t for t in desk.trees.tokens[first:last] if any(c.isalnum() for c in t.text)]
        words += len(tokens)
        quoted += sum(desk.inside[t.i] in touched for t in tokens)
        for q in touched:
            quotation = desk.quotations[q]
            if draft.clause[1] <= quotation.first or quotation.last <= draft.clause[0] or _content_first(draft):
                first, last = min(first, quotation.first), max(last, quotation.last)
            if draft.quotable or q not in desk.owner:
                desk.owner.setdefault(q, number)
        spans.append(_joined(desk, number, draft, (first, last)))
    if not quoted:
        return draft
    speech = "direct" if quoted >= _MOSTLY * max(words, 1) else "mixed"
    hole = draft.cue if draft.cue else (0, 0)
    kept = tuple(p for s in spans for p in (desk.trees.without(s, hole) if _overlap(s, hole) else (s,)))
    return replace(draft, content=_merged(kept), speech=speech)


def _joined(desk: _Desk, number: int, draft: Draft, span: Span) -> Span:
    """The content with a quotation that touches it: ``said the deal was "dead and buried"`` is often parsed apart."""
    first, last = span
    sentence = desk.trees.analysis.sentences[desk.trees.tokens[draft.head].sentence]
    if last < sentence.last and desk.inside[last] >= 0 and desk.inside[last] != desk.inside[draft.head]:
        q = desk.inside[last]
        if desk.quotations[q].first == last and q not in desk.owner and last > draft.head:
            desk.owner[q] = number
            last = desk.quotations[q].last
    return first, last


def _content_first(draft: Draft) -> bool:
    return not any(_overlap(span, draft.clause) for span in draft.content)


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _merged(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    out: list[Span] = []
    for span in sorted(spans):
        if out and span[0] < out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], span[1]))
        else:
            out.append(span)
    return tuple(out)


def _adjacent(desk: _Desk, number: int, draft: Draft) -> Draft:
    """A quotable draft with the free quotation before its clause, inside it, or after it."""
    if not draft.quotable or desk.inside[draft.head] >= 0 or not desk.quotations:
        return draft
    tokens = desk.trees.tokens
    sentence = desk.trees.analysis.sentences[tokens[draft.head].sentence]
    low = min(x[0] for x in (draft.cue, draft.source_span) if x) if draft.cue else draft.head
    high = max(x[1] for x in (draft.cue, draft.source_span) if x) if draft.cue else draft.head + 1
    best: tuple[int, int] | None = None
    for q in (*desk.quotations_in.get(sentence.block, ()), *desk.quotations_in.get(sentence.block + 1, ())):
        quotation = desk.quotations[q]
        if q in desk.owner:
            continue
        if tokens[quotation.first].start == desk.starts[quotation.block] and quotation.block == sentence.block + 1:
            gap = 1 if tokens[sentence.last - 1].text == ":" else 99
        elif quotation.last <= low:
            gap = low - quotation.last if quotation.last >= sentence.first else 99
            gap = min(gap, 0) if gap <= 1 else gap
        else:
            gap = (
                quotation.first - high if quotation.first <= sentence.last and quotation.block == sentence.block else 99
            )
            if any(t.text == ":" for t in tokens[max(quotation.first - 2, 0) : quotation.first]):
                gap = min(gap, _NEAR)
        if gap <= 4 * _NEAR and quotation.words >= 1 and (best is None or gap < best[0]):
            best = (gap, q)
    if best is None:
        return draft
    q = best[1]
    desk.owner[q] = number
    quotation = desk.quotations[q]
    return replace(draft, content=((quotation.first, quotation.last),), speech="direct")


def _carry_on(desk: _Desk, article: Article, number: int) -> None:
    """Gives a free quotation to the claim that it continues, if there is one."""
    quotation = desk.quotations[number]
    owner = _broken(desk, number)
    if owner is None and number and quotation.goes_on:
        owner = desk.owner.get(number - 1)
    elif owner is None and (number or desk.drafts):
        owner = _previous_speaker(desk, article, quotation)
    if owner is None:
        return
    desk.owner[number] = owner
    draft = desk.drafts[owner]
    content = _merged((*draft.content, (quotation.first, quotation.last)))
    desk.drafts[owner] = replace(draft, content=content, speech="mixed" if draft.speech == "indirect" else draft.speech)


def _broken(desk: _Desk, number: int) -> int | None:
    """The draft whose cue parts this quotation from one that it has: ``"The number," she wrote, "and the rest."``."""
    quotation = desk.quotations[number]
    for beside in (number - 1, number + 1):
        owner = desk.owner.get(beside)
        if owner is None or not 0 <= beside < len(desk.quotations):
            continue
        draft, other = desk.drafts[owner], desk.quotations[beside]
        first, last = sorted((quotation, other), key=lambda q: q.first)
        between = desk.trees.tokens[first.last : last.first]
        if other.block != quotation.block or not draft.quotable or not first.last <= draft.head < last.first:
            continue
        if not any(t.text in _STOPS for t in (*between, desk.trees.tokens[first.last - 2])):
            return owner
    return None


def _previous_speaker(desk: _Desk, article: Article, quotation: Quotation) -> int | None:
    """The draft that ends right before the quotation, or at the end of the paragraph before its own."""
    tokens = desk.trees.tokens
    sentence = desk.trees.analysis.sentences[tokens[quotation.first].sentence]
    if quotation.first > sentence.first + 1:
        return None
    block = article.blocks[quotation.block]
    opens_block = tokens[quotation.first].start <= block.start + 1
    fills_block = tokens[quotation.last - 1].end >= block.end - 1
    if opens_block and not fills_block:
        return None
    wanted = quotation.block - 1 if opens_block else quotation.block
    best: tuple[int, int] | None = None
    near = (n for b in range(wanted - _LONGEST, wanted + 1) for n in desk.drafts_in.get(b, ()))
    for n in near:
        draft = desk.drafts[n]
        # A paragraph in marks after `... described the night` is that speaker's, though nobody `describes` a quotation.
        speaks = draft.quotable or (opens_block and draft.kind is CueKind.SPEECH and draft.source is not None)
        if not speaks or not draft.content or desk.inside[draft.head] >= 0:
            continue
        end = max(draft.clause[1], draft.content[-1][1])
        if end > quotation.first or desk.block(end - 1) != wanted:
            continue
        if draft.speech == "indirect" and not opens_block and tokens[draft.head].sentence != sentence.i - 1:
            continue
        if draft.speech == "indirect" and opens_block and tokens[end - 1].end < article.blocks[wanted].end - 2:
            continue
        if best is None or end >= best[0]:
            best = (end, n)
    if best is None:
        return None
    if not opens_block and tokens[best[0] - 1].sentence < sentence.i - 1:
        return None
    return best[1]


def _foretold(desk: _Desk, article: Article, number: int) -> Draft | None:
    """A paragraph in quotation marks that nobody says, by the person whom the last sentence before it is about."""
    quotation = desk.quotations[number]
    tokens, block = desk.trees.tokens, article.blocks[quotation.block]
    whole = tokens[quotation.first].start <= block.start + 1 and tokens[quotation.last - 1].end >= block.end - 1
    if not whole or quotation.words < _BARE_WORDS or not quotation.block or desk.quotations_in[quotation.block - 1]:
        return None
    sentences = desk.trees.analysis.sentences
    before = tokens[quotation.first].sentence - 1
    if before < 0 or sentences[before].block != quotation.block - 1:
        return None
    if article.blocks[quotation.block - 1].kind is not BlockKind.PARAGRAPH:
        return None
    subject = desk.trees.analysis.child(sentences[before].root, "nsubj")
    if subject is None or not _is_person(desk.trees, subject):
        return None
    span = (quotation.first, quotation.last)
    return replace(
        _unsaid(span, tokens[quotation.first].i),
        construction="foretold",
        source=subject.i,
        source_span=noun_phrase(desk.trees, subject.i),
    )


def _is_person(trees: Trees, subject: Token) -> bool:
    """True for ``he``, ``she`` and whoever has a person's name in the phrase."""
    if subject.text.lower() in ("he", "she"):
        return True
    first, last = trees.span(subject.i)
    near = (e for e in trees.analysis.entities if e.label == "PER" and first <= e.first and e.last <= last)
    return any(e.first <= subject.i < e.last or trees.tokens[e.first].head == subject.i for e in near)


def _unsaid(span: Span, head: int) -> Draft:
    """The draft of a quotation without a cue."""
    asserted = (CueKind.SPEECH, Commitment.NEUTRAL, Polarity.ASSERTED)
    return Draft("bare", "", head, None, None, None, (span,), span, *asserted, True, "direct")


def _bare(desk: _Desk, number: int) -> Draft | None:
    """A claim without cue: a quotation with a verb, long enough not to be a scare quote."""
    quotation = desk.quotations[number]
    inner = desk.trees.tokens[quotation.first : quotation.last]
    if quotation.words < _BARE_WORDS or not any(
        t.upos in ("VERB", "AUX") and t.xpos not in ("VBG", "VB") for t in inner
    ):
        return None
    sentence = desk.trees.analysis.sentences[inner[0].sentence]
    whole = quotation.first <= sentence.first + 1
    head = next((t.i for t in inner if t.head == t.i or not quotation.first <= t.head < quotation.last), inner[0].i)
    span = (quotation.first, quotation.last)
    signed = _signature(desk, quotation)
    draft = replace(_unsaid(span, head), speech="direct" if whole else "mixed")
    return replace(draft, construction="signed", source=signed[0], source_span=signed) if signed else draft


def _signature(desk: _Desk, quotation: Quotation) -> Span | None:
    """The name after a dash that ends the quotation's paragraph, or is the whole of the next: ``"..." - Jane Roe``."""
    tokens = desk.trees.tokens
    last = quotation.last
    end = last
    while end < len(tokens) and desk.block(end) == quotation.block:
        end += 1
    if end == last:
        while end < len(tokens) and desk.block(end) == quotation.block + 1:
            end += 1
    first = last + 1
    if not first < end <= last + _SIGNATURE or tokens[last].text not in _DASHES:
        return None
    names = [e for e in desk.trees.analysis.entities if e.first == first and e.label in ("PER", "ORG")]
    return (first, names[0].last) if names else None
