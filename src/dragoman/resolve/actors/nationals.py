"""People called by their nation alone: ``the Danes asked``, ``61 Syrians``, ``the Algerian thanked them``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dragoman.records import Actor, ActorKind, Token
from dragoman.resolve.actors.context import Chain, Context, Found
from dragoman.resolve.actors.harmed import is_harmed
from dragoman.resolve.actors.new import Verdict, new_actor

__all__ = ["nationals"]

_SCORE, _SAME = 0.6, 0.65
_SAME_IN_BOTH = ("ese", "ss", "sh", "ch")
"""How nouns end that are the same for one and for several: ``the Chinese``, ``the Swiss``."""
_MANY = 20
"""From so many on people of one state who are in another are most often on their way (train and dev: 12 of 14)."""
_ACTS = ("nsubj", "obj", "iobj", "obl")


def nationals(ctx: Context, item: Found, state: str, chains: Iterable[Chain]) -> Verdict | None:
    """Whom a noun for the people of ``state`` (its id) stands for, None for that people.

    One with an article is who has been named of that country; several with one, who do or are asked something, are the
    state; a number of them are those people.
    """
    token, text = ctx.analysis.tokens[item.head], ctx.text(item.first, item.last)
    words = {t.text.lower(): t for t in ctx.analysis.children(item.head, "det", "nummod", "nmod:poss")}
    number = next((t for t in words.values() if t.dep.startswith("nummod")), None)
    code = state[6:]
    if number is not None:
        sectors = ("REF",) if _on_their_way(ctx, item, number, code) else ("CVL",)
        plain = replace(item, definite=False, traits=replace(item.traits, country=code, sectors=sectors))
        verdict = new_actor(ctx, plain, _SCORE)
        return replace(verdict, actor=replace(verdict.actor, kind=ActorKind.POPULATION))
    if "the" not in words or next(ctx.analysis.children(item.head, "nmod", "acl", "appos"), None) is not None:
        return None
    if _one(token):
        return _somebody(item, text, code, chains)
    known = ctx.base.actors.get(state)
    if known is None or code[:1] == "X" or not token.dep.startswith(_ACTS) or is_harmed(ctx, item.head):
        return None
    actor = Actor(known.id, known.name, known.kind, known.country, known.sectors, True)
    return Verdict(actor, _SCORE, (f"“the {text}”: {known.name}",))


def _one(token: Token) -> bool:
    return token.feature("Number") == "Sing" and not token.text.lower().endswith(_SAME_IN_BOTH)


def _somebody(item: Found, text: str, code: str, chains: Iterable[Chain]) -> Verdict | None:
    """The person of that country who was named last."""
    before = [
        (m.first, chain)
        for chain in chains
        if chain.person and chain.actor.country == code
        for m in chain.mentions
        if m.last <= item.first
    ]
    if not before:
        return None
    chain = max(before, key=lambda pair: pair[0])[1]
    return Verdict(chain.actor, _SAME, (f"“the {text}”: {chain.actor.name}, of that country, was named last",))


def _on_their_way(ctx: Context, item: Found, number: Token, code: str) -> bool:
    """True for many people of one state of whom another one's text tells, and whom nobody harms."""
    digits = number.text.replace(",", "")
    many = int(digits) >= _MANY if digits.isdecimal() else number.text.lower().rstrip("s") in ("hundred", "thousand")
    return many and any(c != code for c in ctx.countries) and not is_harmed(ctx, item.head)
