"""Which state the words of a phrase name, and when they name several, or one that it is not of."""

from __future__ import annotations

from itertools import pairwise

from dragoman.knowledge.agents import Agent
from dragoman.records import Token
from dragoman.resolve.actors.context import Context
from dragoman.resolve.actors.scan import Match, country_like

__all__ = [
    "aimed_at",
    "country_at",
    "country_of",
    "is_about",
    "is_away",
    "is_posted",
    "is_sent",
    "of_descent",
    "of_the_world",
    "passed_on",
    "place_in",
    "settled",
    "several_places",
    "several_states",
    "states_of",
    "unsure",
    "untold",
    "where_a_people_is",
    "whose_land",
]

_AIMED = frozenset(("on", "against"))
_NEAR = 8  # tokens behind a noun in which ``from X to Y`` stands


def country_at(ctx: Context, i: int) -> str | None:
    """The country of the place, state or capital that token ``i`` names, None if it names none or several."""
    match = ctx.by_token.get(i)
    if match is not None:
        states = {c.actor for c in match.candidates if c.actor.startswith("state:")} or set(match.capitals)
        if len(states) == 1:
            return states.pop()[6:]
    return ctx.place_countries.get(i) if not unsure(ctx, i) else None


def unsure(ctx: Context, i: int) -> bool:
    """True for a place that may as well be another, in a country that nothing else in the article names while others
    are named: ``Chobe`` of a story about Botswana is no town in Israel.
    """
    country = ctx.place_countries.get(i) if i in ctx.doubtful else None
    sure = {c for k, c in ctx.named if k not in ctx.doubtful}
    return country is not None and bool(sure) and country not in sure


def whose_land(ctx: Context, token: Token) -> tuple[str, str] | None:
    """The place, and its country, on which a clause with ``whose`` hangs: ``fury in Israel, whose premier``."""
    analysis = ctx.analysis
    if not any(t.text.lower() == "whose" for t in analysis.children(token.i, "nmod:poss")):
        return None
    clause = next((t for t in (token, *analysis.ancestors(token.i)) if t.dep == "acl:relcl"), None)
    if clause is None or clause.head >= token.i:
        return None
    match = ctx.by_token.get(clause.head)
    country = country_at(ctx, clause.head) if match is None or not match.demonyms else None
    return (analysis.tokens[clause.head].text, country) if country is not None else None


def country_of(ctx: Context, place: Token) -> str | None:
    """The one country that the words before a common noun of place tell: ``Colombia's second city``, ``the Qatari
    capital``.
    """
    told = set()
    for word in ctx.analysis.children(place.i, "nmod:poss", "amod", "compound"):
        match = ctx.by_token.get(word.i)
        states = states_of(match) if match is not None else []
        told |= {states[0][6:]} if len(states) == 1 else set()
    return told.pop() if len(told) == 1 and place.upos == "NOUN" else None


def is_posted(ctx: Context, role: str | None) -> bool:
    """True for embassies, consuls and the like: the country behind them is where they are, not whose."""
    effects = ctx.agents.modifiers
    return role is not None and any(effects.get(word) == "posted" for word in (role, *role.split()))


def is_away(ctx: Context, role: str | None) -> bool:
    """True for those too who are sent somewhere (``diplomats in Skopje``), but not for whose counterpart sits there."""
    if role is None or is_posted(ctx, role):
        return role is not None
    noun, effects = role.split()[-1], ctx.agents.modifiers
    return effects.get(role, effects.get(noun)) == "abroad" and not {role, noun} & ctx.phrases.others


def untold(ctx: Context, match: Match) -> bool:
    """True for ``Kurdish`` and ``Georgia``, which tell a country only where the article names it; behind ``ethnic``."""
    if match.demonyms and of_descent(ctx, match.first):
        return True
    doubtful = [d.state[6:] for d in match.demonyms if d.ambiguous] or _doubtful_state(ctx, match)
    within = [ctx.base.within.get(s, s) for s in doubtful]
    sure = any(not d.ambiguous for d in match.demonyms)
    return bool(doubtful) and not sure and not any(ctx.countries[s] for s in within + doubtful)


def _doubtful_state(ctx: Context, match: Match) -> list[str]:
    """The state whose name is another place's too, where the article names other countries: ``Georgia`` in the name of
    an institute of which an American article tells.
    """
    if match.demonyms or not ctx.countries or not all(c.ambiguous for c in match.candidates):
        return []
    return [c.actor[6:] for c in match.candidates if c.actor.startswith("state:")]


def of_the_world(ctx: Context, first: int, last: int) -> bool:
    """True for ``the global population``, ``the world's Muslims``, ``Muslims around the world``: of no country."""
    tokens = ctx.analysis.tokens
    behind = [t.text.lower() for t in tokens[last : last + 3]]
    if behind in (["around", "the", "world"], ["across", "the", "world"], ["of", "the", "world"]):
        return True
    words = [t.text.lower() for t in tokens[first:last]]
    whole = any(w == "world" and tokens[i + 1].xpos == "POS" for i, w in enumerate(words[:-1], first))
    return whole or any(ctx.agents.modifiers.get(w) == "world" for w in words)


def of_descent(ctx: Context, first: int) -> bool:
    """True behind ``ethnic``: ``ethnic Uzbeks`` live in another state than that of their people."""
    return first > 0 and ctx.analysis.tokens[first - 1].text.lower() == "ethnic"


def is_about(ctx: Context, match: Match) -> bool:
    """True for a state's name that says with what somebody deals: ``House China Committee``, ``an Iran expert``, ``the
    committee on China``.
    """
    tokens, phrases = ctx.analysis.tokens, ctx.phrases
    if match.demonyms or not any(c.actor.startswith("state:") for c in match.candidates):
        return False
    after = tokens[match.last].text.lower() if match.last < len(tokens) else ""
    before = [t.text.lower() for t in tokens[max(0, match.first - 2) : match.first]]
    return after in phrases.dealing or (len(before) == 2 and before[1] == "on" and before[0] in phrases.dealing)


def aimed_at(ctx: Context, match: Match) -> bool:
    """True for ``Israel`` in ``the mastermind of the attack on Israel``: at whom something is aimed tells nothing of
    whose it is."""
    if match.demonyms or not states_of(match) or is_about(ctx, match):
        return False
    tokens = ctx.analysis.tokens
    token = next(
        (tokens[i] for i in range(match.first, match.last) if not match.first <= tokens[i].head < match.last), None
    )
    case = ctx.analysis.child(token.i, "case") if token is not None else None
    if token is None or case is None or case.text.lower() not in _AIMED or token.head > token.i:
        return False
    noun = tokens[token.head]
    role = ctx.agents.nouns.get(noun.lemma.lower())
    return noun.upos == "NOUN" and (role is None or not role.sectors)


def settled(ctx: Context, match: Match) -> bool:
    """True for ``Chinese`` in ``Chinese American`` and ``Chinese-Canadian voters``: they are of where they live."""
    tokens = ctx.analysis.tokens
    i = match.last + (match.last < len(tokens) and tokens[match.last].text == "-")
    other = ctx.by_token.get(i) if match.demonyms else None
    return other is not None and bool(other.demonyms) and tokens[i].text.lower() in ctx.phrases.settled


def passed_on(ctx: Context, head: int) -> bool:
    """True for ``migrants`` in ``return migrants from Greece to Turkey``: somebody takes them on from where they are,
    which tells nothing of where they come from; refugees resettled from Sudan in Chad are of Sudan.
    """
    tokens = ctx.analysis.tokens
    token = tokens[head]
    last = min(head + _NEAR, ctx.analysis.sentences[token.sentence].last)
    behind = [t.text.lower() for t in tokens[head + 1 : last] if t.upos != "CCONJ" and t.dep != "conj"]
    taken = token.dep.startswith(("obj", "nsubj:pass", "nmod"))
    over = tokens[token.head]
    if token.dep.startswith("conj"):
        taken, over = over.dep.startswith(("obj", "nsubj:pass", "nmod")), tokens[over.head]
    return taken and behind[:1] == ["from"] and "to" in behind and over.lemma.lower() in ctx.phrases.passing


def where_a_people_is(ctx: Context, match: Match) -> str | None:
    """The state of those whose adjective is a territory's and a people's of several states (``Kurdish rebels`` in an
    article about Turkey): that which the article names most often; None where it names none, or the territory's own.
    """
    codes = ctx.homes.across.get(match.key, ()) if match.demonyms else ()
    named = [c for c in codes if ctx.countries[c]]
    best = max(named, key=lambda c: ctx.countries[c], default=None)
    own = {ctx.base.within.get(d.state[6:], d.state[6:]) for d in match.demonyms}
    return None if best in own else best


def states_of(match: Match) -> list[str]:
    """The ids of the states that a known name may tell: of its people, by its name, by its capital."""
    states = [d.state for d in match.demonyms] or [c.actor for c in match.candidates if c.actor.startswith("state:")]
    return states or list(match.capitals)


def is_sent(ctx: Context, agent: Agent | None, place: int = 0) -> bool:
    """True for envoys, observers, mediators: the country behind them (at token ``place``) is where they are sent,
    unless it is where they are from.
    """
    if place and ctx.analysis.tokens[place - 1].text.lower() == "from":
        return False
    return agent is not None and ctx.agents.modifiers.get(agent.noun.split()[-1]) == "abroad"


def several_states(ctx: Context, first: int, last: int) -> bool:
    """True if two states are named side by side in ``[first, last)``, or one at its end and another right behind."""
    end = min(last + 2, ctx.analysis.sentences[ctx.analysis.tokens[first].sentence].last)
    near = [m for m in ctx.matches_in(first, end) if country_like(m)]
    for one, other in pairwise(near):
        between = [t.text.lower() for t in ctx.analysis.tokens[one.last : other.first] if t.text.lower() != "the"]
        joined = between in (["and"], [","], [",", "and"], ["or"])
        if joined and one.first < last and not {*states_of(one)} & {*states_of(other)}:
            return one.first >= first and (other.last <= last or ctx.analysis.tokens[other.first].dep == "conj")
    return False


def several_places(ctx: Context, first: int, last: int, head: int) -> bool:
    """True for ``lawyers from Lahore and Amritsar``: places of two countries side by side behind the noun, of which the
    second may stand right behind the phrase.
    """
    tokens = ctx.analysis.tokens
    end = min(last + 2, ctx.analysis.sentences[tokens[first].sentence].last)
    for k in range(head + 1, end - 2):
        one, joint = country_at(ctx, k), tokens[k + 1].text.lower()
        other = country_at(ctx, k + 2) if one is not None and joint in ("and", "or") else None
        if other is not None and other != one and tokens[k + 2].dep == "conj" and k < last:
            return True
    return False


def place_in(ctx: Context, first: int, last: int) -> tuple[str | None, list[str]]:
    """The country of the first place or sign in tokens ``[first, last)``, and why."""
    for i in range(first, last):
        country, match = ctx.place_countries.get(i), ctx.by_token.get(i)
        if match is not None and (is_about(ctx, match) or aimed_at(ctx, match)):
            continue
        word = ctx.analysis.tokens[i].text.lower()
        # Ghana's region Western
        if country and i in ctx.hints:
            country = dict(ctx.named)[i]  # ``the Castro regime``, whatever towns are called so
        if country and not unsure(ctx, i) and word not in ctx.agents.modifiers and word not in ctx.phrases.directions:
            return country, [f"“{ctx.analysis.tokens[i].text}” lies in {country}"]
    told = next((i for i in range(first, last) if i in ctx.hints), None)
    if told is not None:
        country = dict(ctx.named)[told]
        return country, [f"“{ctx.analysis.tokens[told].text}” is of {country}"]
    return None, []
