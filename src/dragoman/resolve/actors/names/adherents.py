"""Some of those who follow a party, which are not that party: ``only two Democrats``, ``most Sadrists``."""

from __future__ import annotations

from dataclasses import replace

from dragoman.records import POLITICAL_KINDS, Actor, ActorKind
from dragoman.resolve.actors.context import Context, Found
from dragoman.resolve.actors.identity.choose import Choice
from dragoman.resolve.actors.identity.new import Verdict, new_actor

__all__ = ["only_some", "some_of_a_party"]

_SCORE = 0.7


def some_of_a_party(ctx: Context, item: Found, choice: Choice | None) -> Verdict | None:
    """Those whom a number or the like before a party's plural counts, None where nothing counts them: people of the
    party's country and side, legislators where they do what such do.
    """
    if choice is None:
        return None
    known, tokens = ctx.base.actors[choice.actor], ctx.analysis.tokens
    plural = item.last - item.first == 1 and tokens[item.first].text.endswith("s")
    if known.kind not in POLITICAL_KINDS or not plural:
        return None
    counts = [t.i for t in ctx.analysis.children(item.head, "nummod", "det", "amod") if _counts(ctx, t.i)]
    before = [i for i in counts if i < item.first]
    if not before:
        return None
    sectors = ("LEG",) if _legislate(ctx, item) else ctx.sectors_of(known.id)
    told = (*item.traits.reasons, f"some of {known.name}")
    traits = replace(item.traits, country=known.country, sectors=sectors, reasons=told)
    verdict = new_actor(ctx, replace(item, first=min(before), match=None, traits=traits), _SCORE)
    return replace(verdict, actor=replace(verdict.actor, kind=ActorKind.POPULATION))


def only_some(item: Found, actor: Actor) -> bool:
    """True for ``two Democrats``, where ``Democrats`` alone are not these."""
    return item.match is not None and not actor.known and actor.kind is ActorKind.POPULATION


def _counts(ctx: Context, i: int) -> bool:
    token = ctx.analysis.tokens[i]
    return token.dep.startswith("nummod") or token.text.lower() in ctx.agents.quantities


def _legislate(ctx: Context, item: Found) -> bool:
    """True for who votes, or is for or against a bill."""
    analysis = ctx.analysis
    verb = analysis.tokens[analysis.tokens[item.head].head]
    near = (verb, *analysis.children(verb.i, "obj", "obl"))
    return any(t.lemma.lower() in ctx.phrases.legislating for t in near)
