"""What an article asserts of offices and memberships: ``former Prime Minister X``, ``Y, a deputy of the Z party``.

A dated claim beside the knowledge base, never merged into it: who, which office, of what, in which words, and whether
the base says the same of those days.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dragoman.records import ActorKind, AssertedRole, MentionForm, content_id
from dragoman.resolve.actors_context import Context, Found
from dragoman.resolve.actors_new import Verdict
from dragoman.resolve.actors_offices import OF_STATES

__all__ = ["asserted_roles"]


def asserted_roles(ctx: Context, found: Sequence[Found], verdicts: Mapping[int, Verdict]) -> tuple[AssertedRole, ...]:
    """The offices that titles and appositions give to persons, each once for its words, in order of the text."""
    made: dict[str, AssertedRole] = {}
    for item in found:
        verdict = verdicts.get(id(item))
        if verdict is None or verdict.actor.kind is not ActorKind.PERSON or item.plural:
            continue
        for one in _asserted(ctx, item, verdict):
            made.setdefault(one.id, one)
    return tuple(made.values())


def _asserted(ctx: Context, item: Found, verdict: Verdict) -> Iterator[AssertedRole]:
    title = item.form is MentionForm.NAME and item.phrase and item.traits.role is not None
    beside = item.form is MentionForm.ROLE and any(r.startswith("stands beside") for r in verdict.reasons)
    if not title and not beside:
        return
    first = min(item.head, item.first) if title else item.first
    while title and first > 0 and _of_title(ctx, item, first - 1):
        first -= 1
    evidence = ctx.analysis.evidence(first, item.last)
    office, traits = item.phrase, item.traits
    of = traits.of or (f"state:{traits.country}" if traits.country else None)
    ident = content_id("r", ctx.article.id, verdict.actor.id, office, evidence.start, evidence.end)
    held, agrees = _base_says(ctx, verdict.actor.id, office, former=traits.former)
    yield AssertedRole(ident, verdict.actor.id, office, of, traits.former, evidence, agrees, held)


def _of_title(ctx: Context, item: Found, i: int) -> bool:
    """True if token ``i`` stands in the same noun phrase as the title: it hangs on the title or on the name."""
    token = ctx.analysis.tokens[i]
    heads = {item.head, *range(item.first, item.last)}
    return token.dep.startswith(("amod", "compound", "nmod:poss", "flat", "nmod:desc")) and token.head in heads


def _base_says(ctx: Context, person: str, office: str, *, former: bool) -> tuple[tuple[str, ...], bool | None]:
    """The offices that the base knows for those days, and whether it agrees; None where it cannot tell.

    Only of offices of which a state has one does silence of the base mean no: it knows no generals and few deputies.
    """
    known = ctx.base.roles.get(person, ())
    held = ctx.base.role_at(person, ctx.on)
    names = tuple(dict.fromkeys(r.role for r in held))
    if not known or ctx.on is None:
        return names, None
    usual = ctx.agents.office(office)
    now = any(_same(usual, ctx.agents.office(name)) for name in names)
    ever = any(_same(usual, ctx.agents.office(r.role)) for r in known)
    right = (ever and not now) if former else now
    return names, True if right else False if usual in OF_STATES else None


def _same(one: str, other: str) -> bool:
    """``president`` and ``interim president``, ``minister`` and ``foreign minister``: one ends in the other."""
    return one == other or one.endswith(f" {other}") or other.endswith(f" {one}")
