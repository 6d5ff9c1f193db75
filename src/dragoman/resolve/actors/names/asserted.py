"""What an article asserts of offices and memberships: ``former Prime Minister X``, ``Y, a deputy of the Z party``.

A dated claim beside the knowledge base, never merged into it: who, which office, of what, in which words, and whether
the base says the same of those days. A title that names a party or a group (``the Dawn Party's Ada Okoro``, ``Dawn
deputy Ada Okoro``) also says that its bearer belongs to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dragoman.records import POLITICAL_KINDS, ActorKind, AssertedRole, MentionForm, content_id
from dragoman.resolve.actors.context import Context, Found
from dragoman.resolve.actors.identity.new import Verdict

__all__ = ["MEMBER", "asserted_roles"]

MEMBER = "member"
"""The role that stands for a membership: what was said of the office is a line of its own."""


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
    person = verdict.actor.id
    ident = content_id("r", ctx.article.id, person, office, evidence.start, evidence.end)
    held, agrees = _base_says(ctx, person, office, former=traits.former)
    if office != MEMBER or of is None:
        yield AssertedRole(ident, person, office, of, traits.former, evidence, agrees, held)
    if of is not None and _has_members(ctx, of):
        ident = content_id("r", ctx.article.id, person, MEMBER, of, evidence.start, evidence.end)
        held, agrees = _base_says_of_membership(ctx, person, of, former=traits.former)
        yield AssertedRole(ident, person, MEMBER, of, traits.former, evidence, agrees, held)


def _has_members(ctx: Context, of: str) -> bool:
    """True for what one belongs to: parties, blocs, movements."""
    known = ctx.base.get(of)
    return known is not None and known.kind in POLITICAL_KINDS


def _base_says_of_membership(
    ctx: Context, person: str, of: str, *, former: bool
) -> tuple[tuple[str, ...], bool | None]:
    """The parties and groups that the base knows the person in on those days, and whether it agrees on this one.

    Who leads a group or holds another office of it is in it. The base says no where it knows the person in another of
    the same kind only; of those whom it knows in none it cannot tell.
    """
    if ctx.on is None:
        return (), None
    now = [m.organisation for m in ctx.base.memberships_at(person, ctx.on)]
    now += [r.of for r in ctx.base.role_at(person, ctx.on) if r.of is not None and _has_members(ctx, r.of)]
    ever = [m.organisation for m in ctx.base.memberships.get(person, ())]
    ever += [r.of for r in ctx.base.roles.get(person, ()) if r.of is not None and _has_members(ctx, r.of)]
    names = tuple(dict.fromkeys(ctx.base.actors[o].name for o in now))
    right = (of in ever and of not in now) if former else of in now
    if right:
        return names, True
    rivals = [o for o in now if ctx.base.actors[o].kind is ctx.base.actors[of].kind]
    return names, False if of in now or (rivals and not former) else None


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
    return names, True if right else False if usual in ctx.phrases.single_offices else None


def _same(one: str, other: str) -> bool:
    """``president`` and ``interim president``, ``minister`` and ``foreign minister``: one ends in the other."""
    return one == other or one.endswith(f" {other}") or other.endswith(f" {one}")
