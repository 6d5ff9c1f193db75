"""What the words of a role noun phrase say of whom it is: country, whose it is, sectors and office."""

from __future__ import annotations

from dragoman.knowledge.actor_rows import KnownActor
from dragoman.knowledge.agents import Agent
from dragoman.knowledge.names import key
from dragoman.records import ActorKind
from dragoman.resolve.actors.context import Context, Traits, only_backs
from dragoman.resolve.actors.identity.choose import choose
from dragoman.resolve.actors.mentions.role_sectors import (
    of_a_people,
    of_unknown,
    qualified,
    sectors_of_role,
)
from dragoman.resolve.actors.scan import Match, country_like
from dragoman.resolve.actors.words.phrases import phrase_at
from dragoman.resolve.actors.words.states import (
    aimed_at,
    is_about,
    is_posted,
    is_sent,
    of_the_world,
    place_in,
    settled,
    several_places,
    several_states,
    states_of,
    untold,
    where_a_people_is,
)

__all__ = ["traits_of"]


def traits_of(ctx: Context, first: int, last: int, agent: Agent | None, head: int | None = None) -> Traits:
    """What the words of tokens ``[first, last)`` say: country, the known actor it belongs to, sectors, office.

    ``head`` is the role noun: what stands behind it is where an envoy goes to, not whose he is.
    """
    country = of = person = lives = about = None
    behind, reasons = False, list[str]()
    for match in ctx.matches_in(first, last):
        if only_backs(ctx.analysis, match.last, ctx.agents) or aimed_at(ctx, match):
            continue
        if is_about(ctx, match):
            about = states_of(match)[0][6:]
            continue
        beside = _by_origin(ctx, match, agent, head) or settled(ctx, match)
        states = [] if beside or untold(ctx, match) else states_of(match)
        if states and country is None and not (match.first > (head or last) and is_sent(ctx, agent, match.first)):
            best = max(states, key=lambda s: ctx.countries[s[6:]])
            country = where_a_people_is(ctx, match) or best[6:]
            behind = match.first > (last if head is None else head)
            reasons.append(f"“{ctx.text(match.first, match.last)}” gives the country {country}")
        elif country is None and (home := _home_of(ctx, match)) is not None:
            country = home
            reasons.append(f"“{ctx.text(match.first, match.last)}” are of {home}")
        elif match.candidates and (of is None or person is None) and not states and not _in_longer_name(ctx, match):
            chosen = choose(ctx, match, country)
            if chosen is None or _only_lives_there(ctx, match, agent, chosen.actor) or _anothers(ctx, match, head):
                continue
            if chosen.actor.startswith("person:"):
                person = person or ctx.base.actors[chosen.actor].country
            elif of is None:
                of = chosen.actor
                across = match.key in ctx.homes.across and not is_posted(ctx, agent.noun if agent else None)
                lives = dict(ctx.named).get(match.first) if across else None  # ``Rohingya refugees`` are of Burma
                reasons.append(f"“{ctx.text(match.first, match.last)}” is {of}")
    owner = ctx.base.get(of) if of else None
    serves = behind and owner is not None and _serves_it(ctx, agent, owner, first, last)
    country = None if serves else country  # ``the IMF's mission chief for Pakistan``
    stated = country is not None
    several = several_states(ctx, first, last)
    if not several and head is not None and (country is None or behind) and several_places(ctx, first, last, head):
        several, of, owner = True, None, None
    if several:
        country = None
        reasons.append("several states are named together")
    elif owner is not None and country is None:
        country = lives or owner.country
    if country is None and not several and not serves:
        own = last if head is None or not is_sent(ctx, agent) else head  # ``envoy for Syria``
        country, reason = (person, ["whose person is of that country"]) if person else place_in(ctx, first, own)
        reasons += reason
    sectors, reason = _sectors_told(ctx, (first, last), agent, owner, head, stated=stated)
    if stated and owner is None and agent is not None and (held := _office_of(ctx, agent, country)):
        sectors, reason = held, [f"“{agent.noun}” is an office of {country}"]
    reasons += reason
    former, role = _role_told(ctx, first, last, agent)
    world = country is None and agent is not None and of_the_world(ctx, first, last)
    abroad = several or world or (not stated and owner is not None and owner.country is None and _works_abroad(owner))
    gender, placed = agent.gender if agent else None, country is not None and not stated
    return Traits(country, of, sectors, role, former, gender, tuple(reasons), abroad, about, placed)


def _role_told(ctx: Context, first: int, last: int, agent: Agent | None) -> tuple[bool, str | None]:
    """Whether a role is told as over, and the role."""
    former = any(ctx.agents.modifiers.get(t.text.lower()) == "former" for t in ctx.analysis.tokens[first:last])
    return former, None if agent is None else f"former {agent.noun}" if former else agent.noun


def _office_of(ctx: Context, agent: Agent, country: str | None) -> tuple[str, ...]:
    """The sectors of a trade's noun that is an office of this state: ``Hong Kong's chief executive``; empty if none."""
    if agent.sectors[:1] != ("BUS",):
        return ()
    return next((role.sectors for role in ctx.base.offices.get((key(agent.noun), f"state:{country}"), ())), ())


def _sectors_told(
    ctx: Context,
    span: tuple[int, int],
    agent: Agent | None,
    owner: KnownActor | None,
    head: int | None,
    *,
    stated: bool,
) -> tuple[tuple[str, ...], list[str]]:
    """The sectors of a role noun with the words around it, tokens ``span``, and why. ``stated``: a state is named among
    them."""
    if agent is None:
        return (), []
    theirs = ctx.sectors_of(owner.id) if owner else ()
    sectors, why = of_a_people(ctx, agent, theirs) or sectors_of_role(ctx, agent, owner, theirs, stated=stated)
    told = qualified(ctx, agent, sectors, span[0], head if head is not None else span[0])
    told = told if owner else of_unknown(ctx, agent, head, told)
    if told != sectors:
        why = [f"the words around “{agent.noun}” tell {'/'.join(told) or 'nothing'}"]
    words = (t.text.lower() for t in ctx.analysis.tokens[slice(*span)])
    if told and "OPP" not in told and any(ctx.agents.modifiers.get(w) == "opposition" for w in words):
        told = ("OPP", *told)
    return told, list(why)


def _serves_it(ctx: Context, agent: Agent | None, owner: KnownActor, first: int, last: int) -> bool:
    """True of who acts for an organisation of states, wherever he is; its soldiers from a state are that state's."""
    soldiers = agent is not None and (agent.sectors[:1] == ("MIL",) or agent.noun.endswith("peacekeeper"))
    contingent = soldiers and any(t.text.lower() == "from" for t in ctx.analysis.tokens[first:last])
    return owner.country is None and "IGO" in owner.sectors and not contingent


def _by_origin(ctx: Context, match: Match, agent: Agent | None, head: int | None) -> bool:
    """True for ``Iranian`` in ``an Iranian-American scholar``: one person of two states is of the latter."""
    if agent is None or agent.kind != "person" or head is None or ctx.analysis.tokens[head].xpos != "NN":
        return False
    tokens, other = ctx.analysis.tokens, ctx.by_token.get(match.last + 1)
    return other is not None and tokens[match.last].text == "-" and country_like(other) and other.last <= head


def _works_abroad(owner: KnownActor) -> bool:
    """True of an organisation of states, and of another that is of no country (``a spokeswoman for Oxfam``)."""
    return "IGO" in owner.sectors or owner.kind is ActorKind.ORGANISATION


def _only_lives_there(ctx: Context, match: Match, agent: Agent | None, chosen: str) -> bool:
    """True for ``a California man`` and ``head of the group Progress Iowa``, who are not that state's government's, and
    for a town that is a person's name too (``Masisi``) where it is read as one.
    """
    if chosen.startswith("person:"):
        return any(i in ctx.place_countries for i in range(match.first, match.last))
    civil = agent is not None and (
        agent.kind == "person"
        or agent.sectors[:1] == ("CVL",)
        or (
            agent.kind in ("group", "body") and agent.sectors[:1] not in ((), ("GOV",))
        )  # ``Sinaloa prosecutor's office``
    )
    return (civil and all(c.seat for c in match.candidates)) or _part_of_name(ctx, match)


def _anothers(ctx: Context, match: Match, head: int | None) -> bool:
    """True for ``Florida`` in ``head of Florida's teachers' union``: the place owns what the role is held in."""
    token = ctx.analysis.tokens[match.last - 1]
    if head is None or token.dep != "nmod:poss" or token.head <= head or not all(c.seat for c in match.candidates):
        return False
    found = phrase_at(ctx, ctx.analysis.tokens[token.head])
    return found is not None and bool(found[0].sectors) and found[0].sectors[0] != "GOV"


def _in_longer_name(ctx: Context, match: Match) -> bool:
    """True for ``Liberation`` in ``National Liberation Forces``: a part of another organisation's name names nobody, if
    it is no place (``Zhejiang Ocean Family``).
    """
    return not any(c.seat for c in match.candidates) and _part_of_name(ctx, match)


def _home_of(ctx: Context, match: Match) -> str | None:
    """The state of a people by descent (``Arab American voters``), and of any in an organisation's longer name
    (``Navajo Legal Aid``): they tell where, and not of which sector.
    """
    homes = {ctx.base.actors[c.actor].country for c in match.candidates if c.actor.startswith("people:")}
    if len(homes) != 1 or len(match.candidates) != 1:
        return None
    descent = ctx.analysis.tokens[match.last - 1].text.lower() in ctx.phrases.settled
    return homes.pop() if descent or _part_of_name(ctx, match) else None


def _part_of_name(ctx: Context, match: Match) -> bool:
    """True for a part of an organisation's longer name, the rest of which names nobody else."""
    for e in ctx.analysis.entities:
        if e.label == "ORG" and e.first <= match.first and match.last <= e.last:
            rest = [i for i in range(e.first, e.last) if not match.first <= i < match.last]
            inside = {i for m in ctx.matches_in(e.first, e.last) for i in range(m.first, m.last)}
            return any(ctx.analysis.tokens[i].text[:1].isupper() and i not in inside for i in rest)
    return False
