"""Those for whom no list has a word, but at whom the encoder surely points: ``hit a tanker``, ``shelled apartment
buildings``, ``those held``, ``12,000 for rioting``.

What an event is on is of a country as people are: who reads that drones hit buildings asks whose. A number, and a word
for anybody, are people; what any other noun is, nothing tells, so that it has no sector.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from dragoman.knowledge.names import key
from dragoman.records import GROUP_KINDS, Actor, ActorKind, MentionForm, Token, content_id
from dragoman.records.pointing import pointed_by
from dragoman.resolve.actors.context import Chain, Context, Found
from dragoman.resolve.actors.identity.new import Verdict
from dragoman.resolve.actors.mentions.counted import PART, last_several
from dragoman.resolve.actors.mentions.roles import extent, names_nobody
from dragoman.resolve.actors.mentions.seated import located
from dragoman.resolve.actors.mentions.traits import traits_of
from dragoman.resolve.actors.scan import is_currency
from dragoman.resolve.actors.words.offices import as_actor
from dragoman.resolve.actors.words.phrases import phrase_at

__all__ = ["pointed", "pointed_actor"]

_SCORE = 0.5
_LEAST = 0.3
"""The share of an event's pointing from which a phrase is a mention. Of the actors of real news, dev and our press
95.0, 99.1 and 97.7 % have one with .5; 95.1, 99.3 and 98.2 with .3; with .15 targets of dev lose .2."""
_NOUNS = frozenset(("NOUN", "PROPN"))
_ANYBODY = frozenset(("NUM", "ADJ", "PRON", "DET"))
_PERSONAL = frozenset(("1", "2", "3"))
_THINGS = frozenset(("arm", "thing"))
_OWNERS = GROUP_KINDS | {ActorKind.PERSON, ActorKind.GOVERNMENT_BODY}
_DEFINITE = frozenset(("the", "this", "that", "these", "those"))


def pointed(ctx: Context, before: Sequence[Found], within: Collection[int]) -> Iterator[Found]:
    """The phrases that the encoder takes for the source or the target of an event. ``before``: the mentions of role
    nouns and the like; ``within``: the tokens of all mentions."""
    tokens = ctx.analysis.tokens
    places = {i for first, last, _ in ctx.spots for i in range(first, last)}
    acts, suffers = pointed_by(ctx.analysis, ("source", "target"), _LEAST)
    for head in sorted({*acts, *suffers} - {*within} - places):
        token = tokens[head]
        told = phrase_at(ctx, token)
        if is_currency(token.text) or (told is not None and names_nobody(ctx, token, told[0])):
            continue  # ``US$ 4 million``, ``the movement of goods``
        if token.upos in _NOUNS and token.text.lower() not in ctx.agents.quantities:
            yield _phrase(ctx, token, acts=head in acts)
        elif (
            token.upos in _NOUNS | _ANYBODY
            and token.feature("Person") not in _PERSONAL
            and token.feature("PronType") != "Rel"
        ):
            yield _anybody(ctx, token, before)


def _anybody(ctx: Context, token: Token, before: Sequence[Found]) -> Found:
    """``twenty of its soldiers``, ``those held``; a bare number or word for some are some of those described last."""
    people = ctx.agents.nouns["people"]
    found = _phrase(ctx, token)
    several = last_several(ctx, token, before) if found.last - found.first == 1 else None
    if several is not None:
        spot = (found.first, found.last, found.head)
        return Found(
            MentionForm.PHRASE, *spot, None, PART, several.agent, several.phrase, several.plural, False, several.traits
        )
    return replace(found, agent=people, plural=token.feature("Number") != "Sing")


def _phrase(ctx: Context, token: Token, *, acts: bool = False) -> Found:
    """The phrase that a token heads, which ``acts`` where it is the source of an event; of nouns that a list has, in a
    place where they name nobody else, by that.
    """
    told = phrase_at(ctx, token)
    agent = told[0] if told is not None else None
    start, end = told[1:] if told is not None else (token.i, token.i + 1)
    first, last = extent(ctx, token, start, end, title=False)
    traits = traits_of(ctx, first, last, agent, token.i)
    if traits.country is None and not traits.abroad:
        traits = located(ctx, token, traits)
    thing = ctx.agents.things.get(token.lemma.lower()) if token.text.islower() else None
    words = {t.text.lower() for t in ctx.analysis.children(token.i, "det")}
    if thing is not None and not traits.sectors:
        acts = acts or ("the" in words and _sits(ctx, token))
        traits = replace(traits, sectors=(thing[acts],))
    definite = bool(words & _DEFINITE) or ctx.analysis.child(token.i, "nmod:poss") is not None
    plural = token.xpos in ("NNS", "NNPS") or token.feature("Number") == "Plur"
    noun = agent.noun if agent is not None else token.lemma.lower()
    return Found(MentionForm.PHRASE, first, last, token.i, None, None, agent, noun, plural, definite, traits)


def _sits(ctx: Context, token: Token) -> bool:
    """True for ``the house`` that somebody adjourns, dissolves or tells something."""
    verb = ctx.analysis.tokens[token.head]
    return token.dep.startswith(("obj", "iobj", "nsubj:pass")) and verb.lemma.lower() in ctx.phrases.sitting


def pointed_actor(
    ctx: Context,
    item: Found,
    chains: Mapping[str, Chain],
    verdicts: Mapping[int, Verdict],
    heads: Mapping[int, Found],
) -> Verdict:
    """Whose thing it is (``the PDP's headquarters``), where that is somebody or a group and no state; else somebody or
    something new to us: people, or what no word tells more of; ``the vessel`` is the vessel before."""
    name = ctx.text(item.first, item.last)
    if item.match is not None:
        host = as_actor(ctx, f"gov:{item.match.capitals[0].removeprefix('state:')}")
        return Verdict(host, _SCORE, (f"{name} is where an act goes, and {host.name} its host",))
    whose = _whose(ctx, item, verdicts, heads)
    if whose is not None:
        return Verdict(whose, _SCORE, (f"what {whose.name} has stands for {whose.name}",))
    known = chains.values() if item.definite else ()
    before = [(m.first, c.actor) for c in known for m in c.mentions if _same(m, item)]
    if before:
        actor = max(before, key=lambda b: b[0])[1]
        return Verdict(actor, _SCORE, (f"takes up “{actor.name}”",))
    described = [heads[c.i].agent for c in ctx.analysis.children(item.head, "appos") if c.i in heads]
    people = any(a is not None and a.kind == "person" for a in (item.agent, *described))  # `Suhartono, the mayor`
    kind = ActorKind.UNKNOWN if not people else ActorKind.POPULATION if item.plural else ActorKind.PERSON
    parts: tuple[object, ...] = (ctx.article.id, key(name) or name)
    ident = content_id("new", *parts, *(() if item.definite else (item.first,))).replace("-", ":", 1)
    actor = Actor(ident, name, kind, item.traits.country, item.traits.sectors, False)
    return Verdict(actor, _SCORE, ("takes part in an event as the encoder reads it", *item.traits.reasons))


def _whose(ctx: Context, item: Found, verdicts: Mapping[int, Verdict], heads: Mapping[int, Found]) -> Actor | None:
    """Whom a thing belongs to by the possessor or the noun before it."""
    if item.agent is not None and item.agent.kind not in _THINGS:
        return None
    for owner in ctx.analysis.children(item.head, "nmod:poss", "compound"):
        verdict = verdicts.get(id(heads[owner.i])) if owner.i in heads else None
        if verdict is not None and verdict.actor.kind in _OWNERS:
            return verdict.actor
    return None


def _same(m: Found, item: Found) -> bool:
    """True for an earlier phrase of the same noun, of no other country."""
    alike = m.form is MentionForm.PHRASE and m.phrase == item.phrase and m.plural == item.plural
    return alike and m.last <= item.first and item.traits.country in (None, m.traits.country)
