"""Descriptions that say whose they are: ``his party``, ``her union``, ``his country``, ``the ruling party``.

The last party named before is a poor guess for ``his party``: whom the text or the base knows him to belong to is asked
first, and where nobody is known, the description stays one of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dragoman.records import GROUP_KINDS, POLITICAL_KINDS, Actor, ActorKind, Analysis
from dragoman.resolve.actors.context import Chain, Context, Found
from dragoman.resolve.actors.identity.new import Verdict, new_actor, only_country
from dragoman.resolve.actors.words.offices import as_actor, governs, office_holders

__all__ = ["of_its_owner", "ruling_party"]

_STATE, _MEMBER, _UNKNOWN, _RULING = 0.8, 0.75, 0.6, 0.75
_OF_A_STATE = frozenset((ActorKind.PERSON, ActorKind.STATE, ActorKind.GOVERNMENT_BODY))


def of_its_owner(
    ctx: Context, item: Found, chains: dict[str, Chain], verdicts: dict[int, Verdict], heads: dict[int, Found]
) -> Verdict | None:
    """``his country``, ``her government``, ``his party``: the state that somebody is of, its body, the group that he
    belongs to.
    """
    possessor = ctx.analysis.child(item.head, "nmod:poss")
    other = heads.get(possessor.i) if possessor is not None else None
    verdict = verdicts.get(id(other)) if other is not None else None
    if item.plural or item.agent is None or verdict is None:
        return None
    owner = verdict.actor
    prefix = ctx.base.body_nouns.get(item.phrase)
    stately = owner.kind in _OF_A_STATE and not owner.id.startswith("body:")  # a province has its own government
    if owner.kind is ActorKind.PERSON and prefix in ("gov", "state"):
        stately = _leads_a_state(ctx, item, owner, chains)
    if prefix is not None and item.traits.country in (None, owner.country) and stately:
        body = f"{prefix}:{owner.country}"
        if ctx.base.get(body) is None:
            return None
        return Verdict(as_actor(ctx, body), _STATE, (f"{owner.name} is of {owner.country}",))
    kind = _kind_of(ctx, item)
    if owner.kind is not ActorKind.PERSON or kind is None or item.traits.of is not None:
        return None
    for actor in _groups_of(ctx, owner, chains, verdicts, heads):
        if _fits(item, kind, actor):
            return Verdict(actor, _MEMBER, (f"{owner.name} belongs to {actor.name}",))
    return new_actor(ctx, item, _UNKNOWN)


def _leads_a_state(ctx: Context, item: Found, owner: Actor, chains: Mapping[str, Chain]) -> bool:
    """Whether somebody's government is his state's, by what the article and the base say of his offices."""
    chain = chains.get(owner.id)
    roles = {role for role, _ in chain.roles} if chain is not None else set()
    return governs(ctx, item.phrase, owner.id, roles)


def ruling_party(
    ctx: Context, item: Found, chains: dict[str, Chain], verdicts: dict[int, Verdict], heads: dict[int, Found]
) -> Verdict | None:
    """The party that governed the article's country then: the only one, or the only one of them that it names."""
    if item.phrase not in ctx.phrases.ruling_parties or item.plural:
        return None
    country = item.traits.country or only_country(ctx, ("GOV",), item)
    holders = office_holders(ctx, "governing party", f"state:{country}") if country else ()
    named = [h for h in holders if h in chains]
    chosen = holders if len(holders) == 1 else named
    if len(chosen) != 1:
        return None
    actor = as_actor(ctx, chosen[0])
    return Verdict(actor, _RULING, (f"{actor.name} governed {country} at the article's date",))


def _kind_of(ctx: Context, item: Found) -> ActorKind | None:
    """What the noun names, if that is something that one belongs to; UNKNOWN for any of these."""
    noun = item.phrase.split()[-1]
    if noun in ctx.phrases.belonged_to:
        return ActorKind.UNKNOWN
    kind = ctx.agents.name_heads[noun][0] if noun in ctx.agents.name_heads else None
    return kind if kind in GROUP_KINDS else None


def _fits(item: Found, kind: ActorKind, actor: Actor) -> bool:
    if item.phrase.split()[-1] in actor.name.lower().split() or kind is ActorKind.UNKNOWN:
        return True
    return kind is actor.kind or (kind in POLITICAL_KINDS and actor.kind in POLITICAL_KINDS)


def _groups_of(
    ctx: Context,
    owner: Actor,
    chains: Mapping[str, Chain],
    verdicts: Mapping[int, Verdict],
    heads: Mapping[int, Found],
) -> Iterator[Actor]:
    """What a person belongs to: by the titles of the article, by what hangs on the name, by the base on that day."""
    chain = chains.get(owner.id)
    for _, of in sorted(chain.roles, key=str) if chain is not None else ():
        known = ctx.base.get(of) if of else None
        if known is not None and known.kind in GROUP_KINDS:
            yield as_actor(ctx, known.id)
    for mention in chain.mentions if chain is not None else ():
        for i in _hanging_on(ctx.analysis, mention.head):
            found = heads.get(i)
            verdict = verdicts.get(id(found)) if found is not None else None
            if verdict is not None and verdict.actor.kind in GROUP_KINDS:
                yield verdict.actor
    if owner.known and ctx.on is not None:
        of_them = [m.organisation for m in ctx.base.memberships_at(owner.id, ctx.on)]
        of_them += [r.of for r in ctx.base.role_at(owner.id, ctx.on) if r.of is not None]
        for ident in of_them:
            if ident in ctx.base.actors and ctx.base.actors[ident].kind in GROUP_KINDS:
                yield as_actor(ctx, ident)


def _hanging_on(analysis: Analysis, head: int) -> Iterator[int]:
    """What is said with ``of`` and the like of a name, or of its apposition or title."""
    near = [head, *(t.i for t in analysis.children(head, "appos"))]
    for i in near:
        yield from (t.i for t in analysis.children(i, "nmod", "nmod:poss", "compound"))
