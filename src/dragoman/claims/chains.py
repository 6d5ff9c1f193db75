"""Speech that goes on: ``said ..., adding that ...``; ``said ... and warned against ...``.

Parsers hang the later verb on what was said. There it would be a claim inside a claim, by whoever is the subject of
those words; but it is the same speaker's next one, and the first content ends before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dragoman.claims.drafts import Draft, Span, Trees

__all__ = ["chained"]

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
    return out


def _goes_on(trees: Trees, earlier: Draft, later: Draft) -> bool:
    """True if ``later`` is the next speech of ``earlier``'s speaker, though it stands in what was said."""
    token = trees.tokens[later.head]
    held = any(first <= later.head < last for first, last in earlier.content)
    if later.head <= earlier.head or not held or trees.analysis.child(token.i, "nsubj", "mark", "aux") is not None:
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
