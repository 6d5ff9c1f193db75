"""People called by their nation alone: ``the Danes asked``, ``61 Syrians``, ``the Algerian thanked them``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dragoman.records import Actor, ActorKind, MentionForm, Token
from dragoman.resolve.actors.context import Chain, Context, Found
from dragoman.resolve.actors.identity.new import Verdict, new_actor
from dragoman.resolve.actors.identity.profile import NOWHERE
from dragoman.resolve.actors.words.harmed import is_harmed
from dragoman.resolve.actors.words.states import states_of

__all__ = ["nation_of", "nationals", "people_in"]

_SCORE, _SAME = 0.6, 0.65
_OF_SEVERAL = ("s", "ese", "sh", "ch", "men", "women")
"""How nouns for several end, and those that are the same for one: ``the Danes``, ``the Chinese``, ``the Frenchmen``."""
_NEAR = 4
"""Sentences back in which one stands of whose country nothing is told."""
_MANY = 20
"""From so many on people of one state who are in another are most often on their way (train and dev: 12 of 14)."""
_DWELLING = frozenset(("in", "of", "at", "near", "around"))
_ACTS = ("nsubj", "obj", "iobj", "obl")


def nationals(ctx: Context, item: Found, state: str, chains: Iterable[Chain]) -> Verdict | None:
    """Whom a noun for the people of ``state`` (its id) stands for, None for that people.

    Those at home in another state are a people of it (``Uzbeks in Osh``). One with an article is who has been named of
    that country; several with one, who do or are asked something, are the
    state; a number of them are those people.
    """
    if (dwelling := _at_home_abroad(ctx, item)) is not None:
        return dwelling
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
    if not text.lower().endswith(_OF_SEVERAL):
        return _somebody(ctx, item, code, chains)
    known, unrecognised = ctx.base.actors.get(state), code[:1] == "X"  # ``the Kurds`` are a people
    acts = token.dep.startswith(_ACTS) and not is_harmed(ctx, item.head) and not _in_the_streets(ctx, token)
    if known is None or unrecognised or not acts:
        return None
    actor = Actor(known.id, known.name, known.kind, known.country, known.sectors, True)
    return Verdict(actor, _SCORE, (f"“the {text}”: {known.name}",))


def people_in(ctx: Context, item: Found, people: Actor) -> Actor:
    """A people of several states as one of that where the article finds it: Hazaras of an article about Quetta."""
    match = item.match
    country = dict(ctx.named).get(match.first) if match is not None and match.key in ctx.homes.across else None
    return people if country is None else replace(people, country=country)


def _at_home_abroad(ctx: Context, item: Found) -> Verdict | None:
    """``Uzbeks in Osh``, ``the Hungarians of Komárno``: not the people of a state but a people of the state that they
    live in, if it is known to live there; others who are abroad (Syrians in Beirut) are of where they come from.
    """
    codes = ctx.homes.across.get(item.match.key, ()) if item.match is not None and item.plural else ()
    own = {d.state[6:] for d in item.match.demonyms} if item.match is not None else set()
    for place in ctx.analysis.children(item.head, "nmod") if codes else ():
        case = ctx.analysis.child(place.i, "case")
        country = ctx.place_countries.get(place.i)
        if country is None and (match := ctx.by_token.get(place.i)) is not None:
            country = next((s[6:] for s in states_of(match)), None)
        if case is not None and case.text.lower() in _DWELLING and country in codes and country not in own:
            verdict = new_actor(
                ctx, replace(item, traits=replace(item.traits, country=country, sectors=("ETH",))), _SCORE
            )
            return replace(verdict, actor=replace(verdict.actor, kind=ActorKind.POPULATION))
    return None


def _in_the_streets(ctx: Context, token: Token) -> bool:
    """True for who protests or votes, which peoples do and states do not."""
    return ctx.analysis.tokens[token.head].lemma.lower() in ctx.phrases.popular


def nation_of(item: Found, sectors: Sequence[str]) -> str | None:
    """The country of one who is called by his nation (``Anna Lindqvist ... the Swede``); none of who acts for several
    states, and none of ``ethnic Albanians``, who live in another one.
    """
    if item.form is not MentionForm.DEMONYM or item.match is None or (NOWHERE | {"ETH"}) & {*sectors[:1]}:
        return None
    states = {d.state[6:] for d in item.match.demonyms}
    return states.pop() if len(states) == 1 else None


def _somebody(ctx: Context, item: Found, code: str, chains: Iterable[Chain]) -> Verdict:
    """The person of that country who was named last, else the last one near of whose country nothing is known, else
    one who is new."""
    tokens = ctx.analysis.tokens
    near = tokens[item.head].sentence - _NEAR
    before = [
        (chain.actor.country is not None, m.first, chain)
        for chain in chains
        if chain.person and chain.actor.country in (code, None)
        for m in chain.mentions
        if m.last <= item.first and (chain.actor.country is not None or tokens[m.head].sentence >= near)
    ]
    if not before:
        one = replace(item, plural=False, traits=replace(item.traits, country=code, sectors=("CVL",)))
        verdict = new_actor(ctx, one, _SCORE)
        return replace(verdict, actor=replace(verdict.actor, kind=ActorKind.PERSON))
    chain = max(before, key=lambda found: found[:2])[2]
    text = ctx.text(item.first, item.last)
    return Verdict(chain.actor, _SAME, (f"“the {text}”: {chain.actor.name} was named last",))


def _on_their_way(ctx: Context, item: Found, number: Token, code: str) -> bool:
    """True for many people of one state of whom another one's text tells, and whom nobody harms."""
    digits = number.text.replace(",", "")
    many = int(digits) >= _MANY if digits.isdecimal() else number.text.lower().rstrip("s") in ("hundred", "thousand")
    return many and any(c != code for c in ctx.countries) and not is_harmed(ctx, item.head)
