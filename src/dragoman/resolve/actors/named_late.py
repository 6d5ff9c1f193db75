"""Who is named only after he was described: ``A court freed a retired officer. Jonas Petraitis, 71, ...``."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from dragoman.records import MentionForm
from dragoman.resolve.actors.context import Context, Found

__all__ = ["described_before"]

_NEAR = 2  # sentences back
_SUBJECT = ("nsubj", "csubj")


def described_before(ctx: Context, item: Found, found: Sequence[Found], unnamed: Collection[int]) -> Found | None:
    """The description that a full name behind it most likely names: of one person, whom the text has not named, in the
    nearest sentence before that has one; of several there the only subject. None where there is none, or no telling.

    ``unnamed``: ``id`` of the mentions of those whom the article has not named before.
    """
    tokens = ctx.analysis.tokens
    here = tokens[item.head].sentence
    if item.form is not MentionForm.NAME or item.label != "PER" or item.last - item.first < 2:
        return None
    fitting = [f for f in found if f.last <= item.first and id(f) in unnamed and _one_person(f)]
    for back in range(1, _NEAR + 1):
        near = [f for f in fitting if tokens[f.head].sentence == here - back]
        if len(near) > 1:
            near = [f for f in near if tokens[f.head].dep.startswith(_SUBJECT)]
        if near:
            return near[0] if len(near) == 1 else None
    return None


def _one_person(item: Found) -> bool:
    kind = item.agent.kind if item.agent is not None else ""
    return item.form is MentionForm.ROLE and not item.plural and kind in ("person", "member")
