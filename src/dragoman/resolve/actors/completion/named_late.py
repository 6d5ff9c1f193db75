"""Who is named only after he was described: ``A court freed a retired officer. Jonas Petraitis, 71, ...``."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from dragoman.records import MentionForm
from dragoman.resolve.actors.context import Context, Found

__all__ = ["described_before"]

_NEAR = 2  # sentences back
_BEFORE = 2  # tokens before the name in its sentence: a title, a quotation mark
_TAKES_PART = ("nsubj", "obj", "iobj", "obl", "nmod")
_SUBJECT = ("nsubj", "csubj")


def described_before(ctx: Context, item: Found, found: Sequence[Found], unnamed: Collection[int]) -> Found | None:
    """The description that a full name most likely names: of one person, whom the text has not named, in the nearest
    sentence before that has one; of several there the only subject. None where there is none, or no telling, and
    where the name does not begin a sentence as its subject: what else is named is named for itself.

    ``unnamed``: ``id`` of the mentions of those whom the article has not named before.
    """
    tokens = ctx.analysis.tokens
    if item.form is not MentionForm.NAME or item.label != "PER" or item.last - item.first < 2:
        return None
    here = ctx.analysis.sentences[tokens[item.head].sentence]
    begins = item.first - here.first <= _BEFORE and tokens[item.head].dep.startswith(_SUBJECT)
    if not begins or tokens[tokens[item.head].head].dep != "root":
        return None
    fitting = [f for f in found if f.last <= item.first and id(f) in unnamed and _one_person(ctx, f)]
    for back in range(1, _NEAR + 1):
        near = [f for f in fitting if tokens[f.head].sentence == here.i - back]
        if len(near) > 1:
            near = [f for f in near if tokens[f.head].dep.startswith(_SUBJECT)]
        if near:
            return near[0] if len(near) == 1 else None
    return None


def _one_person(ctx: Context, item: Found) -> bool:
    """True for the description of one person who takes part in something: not for ``he is a liberal``."""
    kind = item.agent.kind if item.agent is not None else ""
    one = item.form is MentionForm.ROLE and not item.plural and kind in ("person", "member")
    takes_part = ctx.analysis.tokens[item.head].dep.startswith(_TAKES_PART)
    return one and takes_part and ctx.analysis.child(item.head, "cop") is None
