"""What is left to do when claims are drawn: stray words go, and what one source says in one place is one claim.

Rules and heads may take two cues of one sentence for the same words of the same speaker (``expressed | concern that``,
``responded by | saying that``), or a text and its author (``issued a statement | saying that``). Of 1,268 claims of
real news and of forty articles of PolNeAR's train 62 shared their content with another; some 45 of those were one, by
eye.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from dragoman.claims.drafts import WEEKDAYS, Draft, Span, Trees

__all__ = ["told_once"]

_ALIKE = 0.8
"""Share of the words of two contents that both have, from which they are one content."""
_EMPTY = frozenset({"ADP", "CCONJ", "DET", "PART", "SCONJ"})


def told_once(trees: Trees, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts without stray words at their edges, and each said once.

    Of two cues of one source for one content the more probable stays; of a cue within another's, the other.
    """
    tidied = [_tidied(trees, draft) for draft in drafts]
    by_sentence: dict[int, list[int]] = defaultdict(list)
    for n, draft in enumerate(tidied):
        by_sentence[trees.tokens[draft.content[0][0]].sentence].append(n)
    lost = {
        n
        for near in by_sentence.values()
        for n in near
        if any(k != n and _again(tidied[n], n, tidied[k], k) for k in near)
    }
    return [draft for n, draft in enumerate(tidied) if n not in lost]


def _tidied(trees: Trees, draft: Draft) -> Draft:
    """Without the day at the edges of the source (``the premier Thursday | condemned``) and without pieces of a content
    that are but a small word (``Israel | recently said | that``)."""
    source = draft.source_span
    if source is not None and source[1] - source[0] > 1 and _of_the_cue(trees, draft, source[1] - 1):
        source = trees.trim((source[0], source[1] - 1))
    if source is not None and source[1] - source[0] > 2 and _opens(trees, source[0]):
        source = (source[0] + 2, source[1])
        inside = range(*source)
        head = next((i for i in inside if trees.tokens[i].head not in inside), source[0])
        draft = replace(draft, source=head)
    words = tuple(piece for piece in draft.content if any(trees.tokens[i].upos not in _EMPTY for i in range(*piece)))
    return replace(draft, source_span=source, content=words or draft.content)


def _opens(trees: Trees, first: int) -> bool:
    """True for the day before a speaker's ``by`` (``announced | Wednesday by the minister``)."""
    return trees.tokens[first].text in WEEKDAYS and trees.tokens[first + 1].text.lower() == "by"


def _of_the_cue(trees: Trees, draft: Draft, last: int) -> bool:
    """True for a weekday at a source's end that is no part of its name nor of what narrows it down."""
    token = trees.tokens[last]
    return token.text in WEEKDAYS and token.head in (draft.source, draft.head) and not trees.case(last)


def _again(draft: Draft, n: int, other: Draft, k: int) -> bool:
    """True if ``draft`` says what ``other`` says better."""
    if not _alike(draft.content, other.content):
        return False
    if draft.cue is None or other.cue is None:
        return draft.cue is None and draft.source is None and other.source is not None
    if _within(draft.cue, other.cue):
        return True
    if draft.source_span is None or draft.source_span != other.source_span or _within(other.cue, draft.cue):
        return False
    mine, its = draft.belief or 0.0, other.belief or 0.0
    return mine < its or (mine == its and n > k)


def _within(inner: Span, outer: Span) -> bool:
    return inner != outer and outer[0] <= inner[0] and inner[1] <= outer[1]


def _alike(contents: Sequence[Span], others: Sequence[Span]) -> bool:
    mine = {i for span in contents for i in range(*span)}
    its = {i for span in others for i in range(*span)}
    return len(mine & its) >= _ALIKE * len(mine | its)
