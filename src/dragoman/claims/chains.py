"""Speech that goes on: ``said ..., adding that ...``; ``said ... and warned against ...``.

Parsers hang the later verb on what was said. There it would be a claim inside a claim, by whoever is the subject of
those words; but it is the same speaker's next one, and the first content ends before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dragoman.claims.drafts import NOUNS, Draft, Span, Trees
from dragoman.claims.voices import LEANS_ON, noun_phrase
from dragoman.knowledge.speech import CueKind, SpeechLexicon
from dragoman.records import Commitment, Polarity, Token

__all__ = ["chained", "less_others", "with_cited"]

_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_NEAR = 1
"""Tokens (a comma) between the clause of an aside and a participle that goes on with it."""
_SPEAKERS = frozenset({"he", "she", "they", "it", "who"})


def chained(trees: Trees, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with chains undone: the later cue has the earlier one's source, whose content stops before it."""
    out = list(drafts)
    for n, later in enumerate(drafts):
        if later.cue is None:
            continue
        for m, earlier in enumerate(out):
            if m != n and earlier.source is not None and _goes_on(trees, earlier, later):
                cut = _cut(trees, earlier.content, (trees.left[later.head], trees.right[later.head]))
                if cut:
                    out[m] = replace(earlier, content=cut)
                    out[n] = replace(out[n], source=earlier.source, source_span=earlier.source_span)
                    break
    return [_with_speaker(trees, draft, out) for draft in out]


def _with_speaker(trees: Trees, draft: Draft, drafts: Sequence[Draft]) -> Draft:
    """``went on to accuse ..., adding that``: who adds is who spoke last in the sentence, however it was parsed."""
    token = trees.tokens[draft.head]
    if draft.source is not None or token.xpos != "VBG" or token.lemma.lower() != "add":
        return draft
    before = [d for d in drafts if d.source is not None and d.head < draft.head]
    same = [d for d in before if trees.tokens[d.head].sentence == token.sentence]
    if not same:
        return draft
    speaker = max(same, key=lambda d: d.head)
    return replace(draft, source=speaker.source, source_span=speaker.source_span)


def _goes_on(trees: Trees, earlier: Draft, later: Draft) -> bool:
    """True if ``later`` is the next speech of ``earlier``'s speaker, though it stands in what was said."""
    if later.head <= earlier.head:
        return False
    token = trees.tokens[later.head]
    held = any(first <= later.head < last for first, last in earlier.content)
    if not held or trees.analysis.child(token.i, "nsubj", "mark", "aux") is not None:
        return False
    participle = token.xpos == "VBG" and token.dep == "advcl"
    if earlier.construction == "aside":
        # `The bridge was safe, the minister said, adding that ...`: both hang on what was said
        near = 0 <= trees.left[later.head] - earlier.clause[1] <= _NEAR
        return participle and near and token.head == trees.tokens[earlier.head].head
    said = trees.tokens[token.head]
    if said.head != earlier.head or said.dep not in ("ccomp", "parataxis") or later.head < said.i:
        return False
    return _after_comma(trees, token.i) if participle else _joined(trees, earlier, later)


def _after_comma(trees: Trees, i: int) -> bool:
    first = trees.left[i]
    return "," in (trees.tokens[first].text, trees.tokens[first - 1].text if first else "")


def _joined(trees: Trees, earlier: Draft, later: Draft) -> bool:
    """``said he would order a review and warned``: a finite verb joined to one that is not, or whose subject is he."""
    token = trees.tokens[later.head]
    if token.dep != "conj" or token.xpos not in _FINITE:
        return False
    said = trees.tokens[token.head]
    return said.xpos not in _FINITE or (trees.tokens[earlier.head].xpos == token.xpos and _same(trees, said.i))


def _same(trees: Trees, said: int) -> bool:
    """True if the subject of what was said can be the speaker."""
    subject = trees.analysis.child(said, "nsubj")
    return subject is not None and subject.text.lower() in _SPEAKERS


def _cut(trees: Trees, content: tuple[Span, ...], hole: Span) -> tuple[Span, ...]:
    return tuple(
        part
        for span in content
        for part in (trees.without(span, hole) if span[0] < hole[1] and hole[0] < span[1] else (span,))
    )


def less_others(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, less each piece of content that is nothing but the cue and source of another one around it.

    ``"...," he said late Tuesday, Interfax reported``: the agency's clause is no part of what he said.
    """
    holders = [d for d in drafts if d.cue is not None and d.source_span is not None and len(d.content) == 1]
    out = []
    for draft in drafts:
        around = [h for h in holders if h is not draft and _holds(h, draft)] if len(draft.content) > 1 else []
        kept = tuple(p for p in draft.content if not any(_clause_of(h, p) for h in around))
        out.append(replace(draft, content=kept) if kept and len(kept) < len(draft.content) else draft)
    return out


def _holds(outer: Draft, draft: Draft) -> bool:
    return draft.cue is not None and any(a <= draft.cue[0] and draft.cue[1] <= b for a, b in outer.content)


def _clause_of(draft: Draft, piece: Span) -> bool:
    """True if the piece holds the draft's cue and source and no other words than those of its clause."""
    assert draft.cue is not None
    assert draft.source_span is not None
    low, high = min(draft.cue[0], draft.source_span[0]), max(draft.cue[1], draft.source_span[1])
    return low - 1 <= piece[0] <= low and high <= piece[1] <= max(high, draft.clause[1]) + 1


def with_cited(trees: Trees, drafts: Sequence[Draft], lexicon: SpeechLexicon) -> list[Draft]:
    """The drafts and, for each that leans on a source (``Axios said ..., citing two aides``), what that source says.

    It is the same content, under the outlet's claim; the participle is no part of it.
    """
    out = list(drafts)
    for token in trees.tokens:
        if token.xpos != "VBG" or token.lemma.lower() not in LEANS_ON or not _after_comma(trees, token.i):
            continue
        # `citing two aides`: what follows such a participle is its object, whatever the parser makes of it; even the
        # word that it hangs on (as on `aides` in `following two aides`).
        after = [c for c in trees.analysis.children(token.i, "obj", "nsubj") if c.i > token.i]
        above = trees.tokens[token.head]
        if not after and above.i > token.i and above.upos in NOUNS:
            after = [above]
        cited = next((c for c in after if _speaks(trees, c, lexicon)), None)
        number = next((n for n, d in enumerate(out) if d.head != token.i and _leans(trees, d, token)), None)
        if cited is None or number is None:
            continue
        hole = (trees.left[token.i], max(trees.right[token.i], trees.right[cited.i]))
        outer = replace(out[number], content=_cut(trees, out[number].content, hole))
        if not outer.content:
            continue
        out[number] = outer
        out = [d for d in out if d.head != token.i]
        out.append(_cited(trees, outer, token, cited))
    return out


def _speaks(trees: Trees, noun: Token, lexicon: SpeechLexicon) -> bool:
    """True for a noun that can be a source: an office, a person, a document; a name of a person or organisation."""
    named = any(e.first <= noun.i < e.last and e.label in ("PER", "ORG") for e in trees.analysis.entities)
    return named or noun.lemma.lower() in lexicon.sources


def _leans(trees: Trees, draft: Draft, token: Token) -> bool:
    """True if the participle hangs on the draft's cue or its source, or on what was said."""
    if draft.kind is not CueKind.SPEECH or draft.source is None or not draft.content:
        return False
    above = trees.tokens[token.head].head
    return token.head in (draft.head, draft.source) or above in (draft.head, draft.source)


def _cited(trees: Trees, outer: Draft, token: Token, source: Token) -> Draft:
    first, last = noun_phrase(trees, source.i)
    return Draft(
        construction="citing",
        lemma=token.lemma.lower(),
        head=token.i,
        cue=(token.i, token.i + 1),
        source=source.i,
        source_span=trees.trim((max(first, token.i + 1), last)),
        content=outer.content,
        clause=(trees.left[token.i], max(trees.right[token.i], last)),
        kind=CueKind.SPEECH,
        commitment=Commitment.NEUTRAL,
        polarity=Polarity.ASSERTED,
        speech=outer.speech,
        under=outer.head,
    )
