"""Which known actor a name stands for: a declared list of features, each with its weight and its reason."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from dragoman.knowledge.actor_rows import Candidate
from dragoman.knowledge.names import own_pieces
from dragoman.records import ActorKind
from dragoman.resolve.actors.context import Context, Found, Traits
from dragoman.resolve.actors.scan import Match

__all__ = ["TRADES", "Choice", "choose", "namesake", "older_or_younger"]

TRADES = frozenset(("LAB", "BUS", "AGR"))
"""Sectors of those who live by a trade."""

# Weights: a name that only one actor bears is nearly sure; a flagged or shared one must earn 0.6 by evidence. Where all
# others that share a name have it flagged, the one that has it plain is the usual reading, and stands without evidence.
_PLAIN, _USUAL, _SHARED = 0.95, 0.62, 0.4
_NAMED_IN_FULL = 0.45  # another, unflagged name of the same actor stands in the article
_WHOLE_NAMED = 0.3  # what it is a part of does: ``the Commission`` where the EU is named
_BESIDE = 0.4  # the country stands in the same phrase
_COUNTRY = 0.3  # the article names the actor's country, in proportion to how often
_OTHER_COUNTRY = -0.5  # the phrase names another country
_THRESHOLD = 0.6
_MARGIN = 0.05
_IN_FULL = 2  # words of a name


@dataclass(frozen=True, slots=True)
class Choice:
    """The actor chosen, how sure, and why."""

    actor: str
    score: float
    reasons: tuple[str, ...]


def choose(ctx: Context, match: Match, beside: str | None = None) -> Choice | None:
    """The actor that a known name stands for; None where the evidence does not decide.

    ``beside`` is a country that stands in the same phrase (``Iraq's Fatah alliance``).
    """
    scored: dict[str, Choice] = {}
    shared = len({c.actor for c in match.candidates}) > 1
    plain = {c.actor for c in match.candidates if not c.ambiguous}
    for candidate in match.candidates:
        usual = shared and plain == {candidate.actor}
        prior = _USUAL if usual else _SHARED if shared or candidate.ambiguous else _PLAIN
        if usual and _elsewhere(ctx, candidate.actor):
            prior = _SHARED
        choice = _score(ctx, match, candidate, prior, beside)
        if candidate.actor not in scored or choice.score > scored[candidate.actor].score:
            scored[candidate.actor] = choice
    ranked = sorted(scored.values(), key=lambda c: (-c.score, c.actor))
    if not ranked or ranked[0].score < _THRESHOLD:
        return None
    if len(ranked) > 1 and ranked[0].score - ranked[1].score < _MARGIN:
        return None
    return ranked[0]


def namesake(ctx: Context, traits: Traits, choice: Choice) -> bool:
    """Whether the one who was chosen only bears the same name: ``Pedro Sanchez, a mechanic in Miami`` has a trade, and
    nothing names the state of the person whom we know so."""
    known = ctx.base.actors[choice.actor]
    trade = known.kind is ActorKind.PERSON and not traits.former and bool(TRADES & {*traits.sectors[:1]})
    own = sum(all(c.actor == choice.actor for c in match.candidates) for match in ctx.matches)  # names its state too
    return trade and traits.sectors[0] not in known.sectors and ctx.countries[known.country or ""] <= own


def older_or_younger(ctx: Context, item: Found, words: list[str], traits: Traits) -> Choice | None:
    """The one known without the ``Jr.`` that stands behind a name. Only who has the office that the words name: without
    it as often the father or the son of whom the base knows.
    """
    own = own_pieces(words)
    if item.label != "PER" or item.match is not None or own == words or len(own) < _IN_FULL or not traits.sectors:
        return None
    ids = {c.actor for c in ctx.base.names.get(" ".join(own), ()) if not c.ambiguous}
    person = ids.pop() if len(ids) == 1 else ""
    if not person.startswith("person:") or traits.sectors[0] not in ctx.sectors_of(person):
        return None
    if ctx.on is not None and not ctx.base.role_at(person, ctx.on):
        return None
    why = f"“{ctx.text(item.first, item.last)}” is {ctx.base.actors[person].name}, who is {traits.sectors[0]} too"
    return Choice(person, _USUAL, (why,))


def _score(ctx: Context, match: Match, candidate: Candidate, prior: float, beside: str | None) -> Choice:
    known = ctx.base.actors[candidate.actor]
    doubtful, score = prior < _PLAIN, prior
    reasons = [f"“{candidate.alias}” is a name of {known.name}" + (", not of it alone" if doubtful else "")]
    if beside is not None and known.country is not None:
        same = beside == known.country
        score += _BESIDE if same else _OTHER_COUNTRY if doubtful or known.id.startswith("person:") else 0.0
        reasons.append(f"the phrase names {beside}" + ("" if same else f", but it is of {known.country}"))
    if doubtful and known.country is not None and ctx.countries[known.country]:
        highest = max(ctx.countries.values())
        score += _COUNTRY * ctx.countries[known.country] / highest
        reasons.append(f"the article names {known.country} {ctx.countries[known.country]} times")
    if doubtful and _named_elsewhere(ctx, match, candidate.actor):
        score += _NAMED_IN_FULL
        reasons.append("the article names it by a name of its own")
    elif doubtful and _whole_named(ctx, match, candidate.actor):
        score += _WHOLE_NAMED
        reasons.append("the article names what it is a part of")
    return Choice(candidate.actor, min(max(score, 0.0), _PLAIN), tuple(reasons))


def _elsewhere(ctx: Context, actor: str) -> bool:
    """True for the party whose name parties of several states bear in an article that names other countries and not
    its own: ``Conservatives and liberals`` of a story about Washington are no Tories.
    """
    known = ctx.base.actors[actor]
    return known.kind is ActorKind.PARTY and bool(ctx.countries) and not ctx.countries[known.country or ""]


def _named_elsewhere(ctx: Context, match: Match, actor: str) -> bool:
    return any(m.key != match.key and _only(m, {actor}) for m in ctx.matches)


def _whole_named(ctx: Context, match: Match, actor: str) -> bool:
    """True if the article names the organisation of states that an actor is a part of, and no other body whose longer
    name ends in the same word: ``the Commission`` of a story about the EU that tells of no electoral commission.
    """
    members, base = ctx.base.memberships, ctx.base
    wholes = {m.organisation for m in members.get(actor, ()) if "IGO" in base.actors[m.organisation].sectors}
    named = {m.candidates[0].actor for m in ctx.matches if wholes and _only(m, base.actors)} - {actor}
    if not any(n in wholes or wholes & {m.organisation for m in members.get(n, ())} for n in named):
        return False
    last = ctx.analysis.tokens[match.last - 1].text
    longer = (e for e in ctx.analysis.entities if e.last - e.first > match.last - match.first)
    return not any(ctx.analysis.tokens[e.last - 1].text == last for e in longer)


def _only(match: Match, actors: Collection[str]) -> bool:
    """True for a plain name that one of these bears alone."""
    one = match.candidates[0] if len(match.candidates) == 1 else None
    return one is not None and one.actor in actors and not one.ambiguous
