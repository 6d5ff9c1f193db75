"""People whom the text has described before and now calls by no more than what everybody is: ``the men``."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.records import MentionForm
from dragoman.resolve.actors.context import Context, Found

__all__ = ["taken_up"]

_HOLDS = frozenset(("MIL", "COP", "SPY", "REB", "UAF", "PRM", "CRM", "JUD"))  # whose prisoners or victims they may be
_SAYING_SO = frozenset(("the", "these", "those", "both", "all"))
_OTHERS = frozenset(("other", "another", "same"))
_NEAR = 3  # sentences back; of 44 such mentions of corpus train and dev 39 were rightly whom this takes


def taken_up(ctx: Context, item: Found, found: Sequence[Found]) -> Found | None:
    """The description whose sectors ``the men`` have: the last of as many, of a calling or an office; None where the
    mention says more of them itself or none stands near.
    """
    if not _says_nothing(ctx, item):
        return None
    tokens = ctx.analysis.tokens
    here = tokens[item.head].sentence
    fitting = [
        f for f in found if f.last <= item.first and tokens[f.head].sentence >= here - _NEAR and _fits(ctx, f, item)
    ]
    if not fitting:
        return None
    new = [f for f in fitting if not f.definite]  # ``police said the men were fishermen``: they are not the police
    return max(new or fitting, key=lambda f: f.first)


def _says_nothing(ctx: Context, item: Found) -> bool:
    if (
        item.form is not MentionForm.ROLE
        or item.phrase not in ctx.phrases.anybody
        or item.traits.country
        or item.traits.of
    ):
        return False
    analysis = ctx.analysis
    words = {t.text.lower() for t in analysis.tokens[item.first : item.head]}
    own = any(t.i > item.head for t in analysis.children(item.head, "nmod", "acl", "appos"))
    mine = next(analysis.children(item.head, "nmod:poss"), None) is not None
    return bool(words & _SAYING_SO) and not words & _OTHERS and not own and not mine


def _fits(ctx: Context, other: Found, item: Found) -> bool:
    agent = other.agent
    if other.form is not MentionForm.ROLE or agent is None or agent.kind not in ("person", "member"):
        return False
    return (
        other.plural == item.plural
        and other.phrase not in ctx.phrases.anybody
        and other.traits.sectors[:1] not in ((), ("CVL",))
    )
