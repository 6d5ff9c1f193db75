"""Mentions to actors, within one article.

The stage reads the article from left to right, three times:

1. Names (the encoder's entities and the longest matches of the actor base) become actors: known ones by alias and
   evidence, unknown ones new, full names before short ones.
2. Role nouns, in order, become the actor they describe, a state's body, or a new actor with country and sectors.
3. Pronouns and ``the two sides`` take the nearest compatible actor (``coreference.link``).

Nothing is united across articles: the id of a new actor is a hash of the article and its name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from dragoman.knowledge import Knowledge
from dragoman.knowledge.places import Gazetteer, fold
from dragoman.records import (
    Actor,
    ActorMention,
    Analysis,
    Article,
    AssertedRole,
    Entity,
    Judgement,
    PlaceMention,
    content_id,
)
from dragoman.resolve.actors.context import Context, Found, days_of, only_backs, votes
from dragoman.resolve.actors.mentions.find import find_mentions
from dragoman.resolve.actors.mentions.surnames import bare_surnames
from dragoman.resolve.actors.names.asserted import asserted_roles
from dragoman.resolve.actors.scan import Match, country_like, scan, words_of
from dragoman.resolve.actors.words.hints import hints
from dragoman.resolve.coreference.link import Verdict, link
from dragoman.resolve.places.unlisted import UNLISTED

__all__ = ["context_of", "identify", "identify_and_assert"]

_SURE_PLACE = 0.75
"""The share that a place has among those of its name from which on it tells its country surely. Set by judgement: what
a place under it says is fitted (``dim`` in ``actors/data/countries.csv``)."""


def identify(
    article: Article, analysis: Analysis, places: Sequence[PlaceMention], knowledge: Knowledge
) -> tuple[tuple[ActorMention, ...], tuple[Judgement, ...], tuple[Actor, ...]]:
    """The actor mentions of an article, at most one judgement for each, and the actors judged, each once.

    A mention without a judgement is one whose actor could not be decided (most often a pronoun). ``ActorMention.head``
    may lie outside the span: of ``US President Joe Biden`` the span is the name, the head may be ``President``.
    """
    return identify_and_assert(article, analysis, places, knowledge)[:3]


def identify_and_assert(
    article: Article, analysis: Analysis, places: Sequence[PlaceMention], knowledge: Knowledge
) -> tuple[tuple[ActorMention, ...], tuple[Judgement, ...], tuple[Actor, ...], tuple[AssertedRole, ...]]:
    """What ``identify`` gives, and the offices that the article gives to persons."""
    ctx = context_of(article, analysis, places, knowledge)
    found = find_mentions(ctx)
    verdicts = link(ctx, found)
    mentions: list[ActorMention] = []
    judgements: list[Judgement] = []
    actors: dict[str, Actor] = {}
    seen: set[str] = set()
    for item in found:
        mention = _mention(analysis, item)
        if mention.id in seen:
            continue
        seen.add(mention.id)
        mentions.append(mention)
        verdict = verdicts.get(id(item))
        if verdict is not None:
            code = ctx.base.within.get(verdict.actor.country or "")
            actor = replace(verdict.actor, country=code) if code is not None else verdict.actor
            actors.setdefault(actor.id, actor)
            judgements.append(_judgement(mention, verdict))
    return tuple(mentions), tuple(judgements), tuple(actors.values()), asserted_roles(ctx, found, verdicts)


def context_of(article: Article, analysis: Analysis, places: Sequence[PlaceMention], knowledge: Knowledge) -> Context:
    """All that the steps of the stage look at."""
    base = knowledge.actors
    agents = knowledge.agents
    # Where a place lies that nobody lists is told by the article: it tells nothing of the article.
    places = [p for p in places if p.place is None or p.place.kind != UNLISTED]
    words = words_of(analysis.tokens)
    inside = {
        i: p for p in places if p.place and p.token_end - p.token_start > 1 for i in range(p.token_start, p.token_end)
    }
    organisations = {i: e for e in analysis.entities if e.label == "ORG" for i in range(e.first, e.last)}
    scanned = [
        m
        for m in scan(analysis, base, words)
        if not _within_place(m, inside.get(m.first))
        and not _within_organisation(m, organisations.get(m.first), knowledge.agents.phrases.directions)
        and not _division(m, analysis, knowledge.places)
        and not _namesake(m, places)
    ]
    backers = [m for m in scanned if country_like(m) and only_backs(analysis, m.last, agents)]
    matches = [m for m in scanned if m not in backers]
    places = [p for p in places if not only_backs(analysis, p.token_end, agents)]
    spots = {i for p in places if p.place for i in range(p.token_start, p.token_end)}
    surnames = bare_surnames(analysis, base, agents, spots)
    surnames -= {i for m in matches for i in range(m.first, m.last)}
    places = [p for p in places if p.token_end - p.token_start > 1 or p.token_start not in surnames]
    taken = spots | {i for m in matches for i in range(m.first, m.last)}
    told, guessed, peoples = hints(analysis, words, taken, knowledge)
    persons = {i: e for e in analysis.entities if e.label == "PER" for i in range(e.first, e.last)}
    naming = [m for m in matches if not _within_person(m, persons)]
    named = (*votes(naming, places, base, knowledge.homes, peoples), *told.items())
    return Context(
        article,
        analysis,
        base,
        knowledge.agents,
        days_of(article),
        matches,
        {i: m for m in matches for i in range(m.first, m.last)},
        {i: p.place.country for p in places if p.place and p.place.country for i in range(p.token_start, p.token_end)},
        Counter(country for _, country in named),
        named,
        surnames,
        lambda: knowledge.persons,
        knowledge.speech.verbs,
        {*told, *peoples},
        guessed,
        [(p.token_start, p.token_end, p.place.country) for p in places if p.place and p.place.country],
        knowledge.homes,
        frozenset(i for p in places if _is_doubtful(p) for i in range(p.token_start, p.token_end)),
        backers,
    )


def _is_doubtful(mention: PlaceMention) -> bool:
    """True for a place that may as well be another, or that has another name of its own: ``Tebet`` is not Taïbet."""
    place = mention.place
    if place is None or place.kind == "country":
        return False
    return mention.score < _SURE_PLACE or fold(mention.evidence.text) != fold(place.name)


def _within_place(match: Match, around: PlaceMention | None) -> bool:
    """True for ``Benin`` in ``Benin City``, for ``Dawa`` in ``Dire Dawa``: part of the name of a place elsewhere."""
    place = around.place if around is not None else None
    if around is None or place is None or place.country is None or match.last > around.token_end:
        return False
    whole = match.first == around.token_start and match.last == around.token_end
    states = {c.actor[6:] for c in match.candidates if c.actor.startswith("state:")}
    states |= {s[6:] for s in match.capitals} | {d.state[6:] for d in match.demonyms}
    return not whole and place.country not in states


def _within_organisation(match: Match, entity: Entity | None, directions: Collection[str]) -> bool:
    """True for ``State House`` in ``Kano State House of Assembly``, ``North`` in ``North Darfur Women's Union``: a seat
    of power or a direction that is part of an organisation's name.
    """
    if entity is None or match.last >= entity.last:
        return False
    if match.last - match.first == 1 and match.key in directions:
        return match.first == entity.first
    seats = bool(match.candidates) and all(c.actor.startswith("gov:") for c in match.candidates)
    return seats and match.first > entity.first


def _division(match: Match, analysis: Analysis, places: Gazetteer) -> bool:
    """True for ``Niger`` in ``Niger State Police Command``: a division of another state than that of its name."""
    states = {c.actor[6:] for c in match.candidates if c.actor.startswith("state:")}
    if not states or match.last >= len(analysis.tokens):
        return False
    behind = analysis.tokens[match.last]
    if not behind.text[:1].isupper() or behind.text.lower() not in places.words.divisions:
        return False
    name = analysis.text[analysis.tokens[match.first].start : behind.end]
    found = {c.place.country for c in places.candidates(name) if c.place.id.startswith("place:")}
    return bool(found) and not found & states


def _namesake(match: Match, places: Sequence[PlaceMention]) -> bool:
    """True for ``San Jose`` in ``San Jose, Calif.``: a capital's name alone that is surely a town of another state."""
    if not match.capitals or match.candidates or match.demonyms:
        return False
    there = [p for p in places if p.token_start == match.first and p.place is not None and p.score >= _SURE_PLACE]
    return any(p.place is not None and f"state:{p.place.country}" not in match.capitals for p in there)


def _within_person(match: Match, persons: Mapping[int, Entity]) -> bool:
    """True for ``Jordan`` in ``Michael Jordan``: that names no country. ``persons``: the persons' names by token."""
    entity = persons.get(match.first)
    size = match.last - match.first
    return entity is not None and match.last <= entity.last and entity.last - entity.first > size


def _mention(analysis: Analysis, found: Found) -> ActorMention:
    evidence = analysis.evidence(found.first, found.last)
    ident = content_id("m", analysis.article, found.form, evidence.start, evidence.end)
    return ActorMention(ident, evidence, found.form, found.first, found.last, found.head)


def _judgement(mention: ActorMention, verdict: Verdict) -> Judgement:
    return Judgement(mention.id, verdict.actor.id, round(verdict.score, 3), verdict.reasons, verdict.role)
