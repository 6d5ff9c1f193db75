"""From an article to its claims: drafts of all constructions, quotations, nesting, sources, anonymity."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import replace

from dragoman.claims.anonymity import Promises
from dragoman.claims.chains import chained, less_others, with_cited
from dragoman.claims.drafts import Draft, Span, Trees, shaded
from dragoman.claims.labels import headline_drafts, with_headlines
from dragoman.claims.nominal import nominal_drafts
from dragoman.claims.once import told_once
from dragoman.claims.outlets import outlet_of
from dragoman.claims.pointed import with_speakers
from dragoman.claims.quotes import Quotation, find_quotations
from dragoman.claims.signalled import ClaimSignals
from dragoman.claims.sources import Casting, Portrait
from dragoman.claims.spoken import settle_quotations
from dragoman.claims.verbs import verb_drafts
from dragoman.knowledge import Knowledge
from dragoman.knowledge.speech import CueKind
from dragoman.records import (
    Analysis,
    Article,
    Claim,
    Evidence,
    Resolution,
    SourceKind,
    Speech,
    content_id,
)

__all__ = ["draft_claims", "find_claims"]

# Share of claims of a construction that a reader marked too, content overlapping by half and the same source (PolNeAR
# train, its first 160 articles, scored by benchmarks/claims.py; rounded to 0.05, shrunk where fewer than 20 were seen).
_CONFIDENCE = {
    "clause": 0.75,
    "quote": 0.55,
    "aside": 0.6,
    "gap": 0.5,
    "according": 0.75,
    "inf": 0.4,
    "objinf": 0.45,
    "obj": 0.5,
    "prep": 0.5,
    "passive": 0.35,
    "passinf": 0.65,
    "noun": 0.2,
    "adverb": 0.2,
    "label": 0.8,
    "headline": 0.8,
    "citing": 0.75,
    "bare": 0.1,
    "signed": 0.8,
    "signal": 0.5,
    "foretold": 0.5,
}
_SAID_BY_SPEAKER = frozenset({"i", "we", "you", "me", "us"})


def find_claims(
    article: Article, analysis: Analysis, resolution: Resolution, knowledge: Knowledge
) -> tuple[Claim, ...]:
    """The claims of an article in order of the text; what no claim holds is said in the article's own voice.

    ``resolution`` gives sources their mentions and actors. Raises KnowledgeError if a table of
    ``data/speech`` is wrong.
    """
    if not analysis.tokens:
        return ()
    lexicon = knowledge.speech
    trees = Trees(analysis)
    drafts = draft_claims(article, trees, knowledge)
    drafts = in_order(with_headlines(drafts, headline_drafts(article, trees, lexicon, resolution)))
    casting = Casting(trees, resolution, lexicon)
    promises = Promises(article, trees, lexicon)
    portraits = casting.portray_all(drafts)
    parents = _parents(drafts)
    ids = [_identify(article, analysis, d) for d in drafts]
    claims = []
    for n, draft in enumerate(shaded(trees, drafts, lexicon)):
        outlet = outlet_of(trees, casting, draft)
        if outlet is None and (p := parents[n]) is not None and portraits[p].kind is SourceKind.OUTLET:
            outlet = drafts[p].source_span
        parent = parents[n]
        claim = _claim(analysis, draft, portraits[n], outlet)
        claims.append(replace(claim, id=ids[n], parent=ids[parent] if parent is not None else None))
    return promises.applied(_unique(claims), casting)


def draft_claims(article: Article, trees: Trees, knowledge: Knowledge) -> list[Draft]:
    """The drafts of all constructions with their quotations settled, in order of the text."""
    lexicon = knowledge.speech
    settled, quotations, signals = candidates(article, trees, knowledge)
    if signals is not None:
        settled = signals.edged(signals.believed(settled), [(q.first, q.last) for q in quotations])
    settled = less_others(with_cited(trees, settled, lexicon))
    if signals is not None:
        settled = told_once(trees, signals.redrawn(settled))
    kept = [d for d in settled if not _talk_inside(trees, quotations_of=quotations, draft=d)]
    return in_order(kept)


def in_order(drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts in order of the text."""
    return sorted(drafts, key=lambda d: (d.content[0][0] if d.cue is None else min(d.content[0][0], d.cue[0]), d.head))


def candidates(
    article: Article, trees: Trees, knowledge: Knowledge
) -> tuple[list[Draft], tuple[Quotation, ...], ClaimSignals | None]:
    """All that may be a claim, its quotations settled, before the heads have their say; the quotations, the heads."""
    lexicon = knowledge.speech
    drafts = sorted(
        (*verb_drafts(trees, lexicon), *nominal_drafts(trees, lexicon)), key=lambda d: (d.head, d.construction)
    )
    quotations = find_quotations(article, trees.analysis)
    signals = ClaimSignals(trees.analysis.signals, trees) if trees.analysis.signals else None
    if signals is not None:
        drafts = sorted((*drafts, *signals.drafts(drafts, lexicon)), key=lambda d: (d.head, d.construction))
    settled = settle_quotations(article, trees, quotations, chained(trees, drafts))
    if signals is not None:
        # cues of the rules that found no quotation have let go of theirs: what do the heads make of them?
        settled = with_speakers(trees, [*settled, *signals.drafts(settled, lexicon)])
    return settled, quotations, signals


def _talk_inside(trees: Trees, quotations_of: tuple[object, ...], draft: Draft) -> bool:
    """True for what a speaker says of his own mind (``I think``, ``you know``): part of the speech, no claim."""
    if draft.source is None:
        return draft.construction == "quote"
    return trees.tokens[draft.source].text.lower() in _SAID_BY_SPEAKER and draft.kind is CueKind.BELIEF


def _identify(article: Article, analysis: Analysis, draft: Draft) -> str:
    cue = _evidence(analysis, draft.cue) if draft.cue else None
    content = tuple((e.start, e.end) for e in (_evidence(analysis, s) for s in draft.content))
    source = _evidence(analysis, draft.source_span) if draft.source_span else None
    return content_id("c", article.id, cue and (cue.start, cue.end), source and (source.start, source.end), content)


def _evidence(analysis: Analysis, span: Span) -> Evidence:
    return analysis.evidence(span[0], span[1])


def _parents(drafts: list[Draft]) -> list[int | None]:
    """For each draft the one with the shortest content that holds its cue (its content, where it has no cue)."""
    spans = sorted((first, last, n) for n, d in enumerate(drafts) for first, last in d.content)
    starts = [first for first, _, _ in spans]
    longest = max((last - first for first, last, _ in spans), default=0)
    parents: list[int | None] = []
    heads = {d.head: n for n, d in enumerate(drafts) if d.under is None}
    for n, draft in enumerate(drafts):
        if draft.under is not None:
            parents.append(heads.get(draft.under))
            continue
        first, last = draft.cue if draft.cue else draft.content[0]
        near = spans[bisect_left(starts, first - longest) : bisect_right(starts, first)]
        fit = [(b - a, owner) for a, b, owner in near if owner != n and last <= b and b - a > last - first]
        parents.append(min(fit)[1] if fit else None)
    return _without_circles(parents)


def _without_circles(parents: list[int | None]) -> list[int | None]:
    """Parents where no claim stands under itself (two asides can hold one another)."""
    for n in range(len(parents)):
        seen, at = {n}, parents[n]
        while at is not None and at not in seen:
            seen.add(at)
            at = parents[at]
        if at == n:
            parents[n] = None
    return parents


def _claim(analysis: Analysis, draft: Draft, portrait: Portrait, outlet: Span | None) -> Claim:
    spans = [*draft.content, *(s for s in (draft.cue, draft.source_span) if s)]
    first = analysis.sentences[analysis.tokens[min(s[0] for s in spans)].sentence]
    last = analysis.sentences[analysis.tokens[max(s[1] for s in spans) - 1].sentence]
    text = analysis.text[first.start : last.end]
    how = f"{draft.construction}/{draft.kind}"
    return Claim(
        id="",
        article=analysis.article,
        source=_evidence(analysis, draft.source_span) if draft.source_span else None,
        cue=_evidence(analysis, draft.cue) if draft.cue else None,
        content=tuple(_evidence(analysis, s) for s in draft.content),
        evidence=Evidence(analysis.article, first.start, last.end, text),
        speech=Speech(draft.speech),
        source_kind=portrait.kind,
        anonymity=portrait.anonymity,
        anonymity_reason=None,
        commitment=draft.commitment,
        polarity=draft.polarity,
        outlet=_evidence(analysis, outlet) if outlet else None,
        parent=None,
        mention=portrait.mention,
        actor=portrait.actor,
        confidence=_CONFIDENCE[draft.construction] if draft.belief is None else round(draft.belief, 2),
        decided_by=f"{how}: {draft.lemma}" if draft.lemma else how,
    )


def _unique(claims: list[Claim]) -> tuple[Claim, ...]:
    return tuple({c.id: c for c in claims}.values())
