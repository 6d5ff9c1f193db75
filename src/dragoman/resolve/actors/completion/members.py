"""Those who are singled out of several that the text has described: ``One of them, Mele Taufa, ...``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dragoman.records import MentionForm, Token
from dragoman.resolve.actors.context import Context, Found

__all__ = ["singled_out"]

_OUT_OF = frozenset(("one", "another", "other", "third", "fourth", "fifth", "second"))
_NEAR = 60  # tokens back to the several whom a bare number takes up


def singled_out(ctx: Context, item: Found, found: Sequence[Found], heads: Mapping[int, Found]) -> Iterator[Found]:
    """The mentions of the several of whom a name is one (``one of them, X``; ``X, one of the six``), surest first."""
    analysis = ctx.analysis
    token = analysis.tokens[item.head]
    near = [analysis.tokens[token.head]] if token.dep == "appos" else []
    near += analysis.children(item.head, "appos")
    for word in near:
        if word.text.lower() not in _OUT_OF or item.first <= word.i < item.last:
            continue
        several = [t for t in analysis.children(word.i, "nmod", "obl") if _of(ctx, t)]
        for t in several:
            if t.i in heads and heads[t.i] is not item:
                yield heads[t.i]
        if not several or all(t.upos == "NUM" for t in several):
            before = [
                f
                for f in found
                if f.form is MentionForm.ROLE and f.plural and f.last <= min(item.first, word.i) and f.traits.sectors
            ]
            last = max(before, key=lambda f: f.first, default=None)
            if last is not None and item.first - last.last <= _NEAR:
                yield last


def _of(ctx: Context, token: Token) -> bool:
    case = ctx.analysis.child(token.i, "case")
    return case is not None and case.text.lower() == "of"
