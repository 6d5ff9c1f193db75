"""What speaks for a draft being a claim: declared features, their weights fitted (``training/claims.py``).

Rules find drafts in trees, heads in words; neither is right alone. Each draft is weighed by itself (logistic
regression), over what both say of it:

=============  ========================================================================================================
``how``        the construction; with the kind of its cue
``lemma``      the cue's lemma; with the construction
``cue``        the cue head's probability at the cue's own head, as steps that it reaches; ``cues``: its mean over all
``content``    the content head's mean over the content; ``source``: the source head's at the source's head
``inside``     the content head's at the cue's head: a cue inside another's content
``beyond``     the content head's mean over the words next to the content, which none of its words should be
``who``        what the source's head is (its tag); none where no source is expressed
``tag``        the tag of the cue's head, and how it hangs in the tree
``words``      how many words the content has; ``parts``: in how many pieces; ``way``: how far the cue stands from it
``speech``     whether the content stands in quotation marks, in part or as a whole
``aux``        auxiliaries and negation of the cue
=============  ========================================================================================================
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dragoman.claims.drafts import Draft, Span, Trees
from dragoman.knowledge.weights import read_weights, summed

__all__ = ["features", "probability"]

_WEIGHTS = Path(str(files("dragoman"))) / "claims" / "data" / "claims.csv"
_STEPS = (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.995)
_COARSE = (0.1, 0.3, 0.5, 0.7, 0.9)
_LENGTHS = (2, 3, 4, 6, 9, 14, 22, 40)
_WAYS = (1, 2, 3, 5, 9, 20)

Parts = Mapping[str, NDArray[np.float32]]
"""For each claim head (``source``, ``cue``, ``content``) the probability of each token to be part of one."""


def probability(trees: Trees, parts: Parts, draft: Draft) -> float:
    """Of the draft being a claim that a careful reader marks."""
    found = read_weights(_WEIGHTS)[""]
    return 1 / (1 + math.exp(-summed(found, features(trees, parts, draft))))


def features(trees: Trees, parts: Parts, draft: Draft) -> tuple[str, ...]:
    """The features of one draft."""
    return tuple(dict.fromkeys(_features(trees, parts, draft)))


def _features(trees: Trees, parts: Parts, draft: Draft) -> Iterator[str]:
    head = trees.tokens[draft.head]
    how = draft.construction
    yield "bias"
    yield f"how {how}"
    yield f"how {how}/{draft.kind}"
    yield f"lemma {draft.lemma}"
    yield f"lemma {draft.lemma} {how}"
    yield f"speech {draft.speech}"
    yield f"tag {head.xpos}"
    yield f"tag {head.xpos} {head.dep}"
    yield from (
        f"aux {c.lemma.lower()}" for c in trees.analysis.children(draft.head, "aux", "advmod") if c.upos != "ADV"
    )
    if trees.negated(draft.head):
        yield "aux not"
    at = float(parts["cue"][draft.head]) if draft.cue else 0.0
    yield from _steps("cue", at)
    yield from _steps(f"cue {how}", at, _COARSE)
    yield from _steps("cues", _mean(parts["cue"], [draft.cue] if draft.cue else []))
    inside = _mean(parts["content"], draft.content)
    yield from _steps("content", inside)
    yield from _steps(f"content {how}", inside, _COARSE)
    yield from _steps("beyond", _mean(parts["content"], list(_beside(trees, draft))), _COARSE)
    if draft.cue:
        yield from _steps("inside", float(parts["content"][draft.head]), _COARSE)
    if draft.source is None:
        yield "who none"
        yield f"who none {how}"
    else:
        yield f"who {trees.tokens[draft.source].xpos}"
        yield from _steps("source", float(parts["source"][draft.source]))
    yield f"words {bisect_right(_LENGTHS, sum(b - a for a, b in draft.content))}"
    yield f"parts {min(3, len(draft.content))}"
    yield f"way {_way(draft)}"


def _beside(trees: Trees, draft: Draft) -> Iterator[Span]:
    """The words before and after each piece of the content that belong to no part of the draft."""
    own = {i for span in (draft.cue, draft.source_span, *draft.content) if span for i in range(*span)}
    for first, last in draft.content:
        for i in (first - 1, last):
            if 0 <= i < len(trees.tokens) and i not in own and trees.tokens[i].upos != "PUNCT":
                yield i, i + 1


def _way(draft: Draft) -> str:
    if draft.cue is None or not draft.content:
        return "none"
    if draft.content[0][0] >= draft.cue[1]:
        return f"+{bisect_right(_WAYS, draft.content[0][0] - draft.cue[1])}"
    if draft.content[-1][1] <= draft.cue[0]:
        return f"-{bisect_right(_WAYS, draft.cue[0] - draft.content[-1][1])}"
    return "around"


def _steps(name: str, value: float, steps: tuple[float, ...] = _STEPS) -> tuple[str, ...]:
    """The steps that ``value`` reaches; they ascend."""
    return _named(name, steps)[: bisect_right(steps, value)]


@cache
def _named(name: str, steps: tuple[float, ...]) -> tuple[str, ...]:
    return tuple(f"{name} >= {step}" for step in steps)


def _mean(part: NDArray[np.float32], spans: Iterable[Span]) -> float:
    values = [value for first, last in spans for value in part[first:last].tolist()]
    return sum(values) / len(values) if values else 0.0
