"""The sectors of a role noun: its own, those of whom it belongs to, or those of the words before and behind it."""

from __future__ import annotations

from dragoman.knowledge.actor_rows import KnownActor
from dragoman.knowledge.agents import Agent
from dragoman.records import GROUP_KINDS, Actor, ActorKind, Token
from dragoman.resolve.actors.context import Context
from dragoman.resolve.actors.identity.new import words_of
from dragoman.resolve.actors.words.phrases import phrase_at
from dragoman.resolve.actors.words.referring import of_something

__all__ = ["ACTS_AS_MODIFIER", "FORCES", "of_a_people", "of_unknown", "presides", "qualified", "sectors_of_role"]

ACTS_AS_MODIFIER = frozenset(("GOV", "MIL", "COP", "REB", "UAF", "PRM", "CRM"))
_ARMED = frozenset(("UAF", "REB", "PRM"))  # fighters have the sectors of whom they fight for
FORCES = frozenset(("REB", "PRM", "COP", "SPY", "UAF"))
"""Whose officers are theirs though their rank alone is an army's: ``police captains``, ``rebel officers``."""
_TRADES = frozenset(("LAB", "HLH", "EDU"))  # ``army doctors`` are the army's
_SERVES = frozenset("GOV COP JUD ELI CVL NGO EDU HLH MED LAB HRI".split())  # noqa: SIM905
"""Who serves an organisation of states is its own: ``UN experts``."""
_FOLLOWING = frozenset(("CVL", "HRI", "LAB", "NGO", "EDU"))  # ordinary people of a party are that party's
_CAUSES = frozenset(("NGO", "HRI", "ENV"))


def of_a_people(ctx: Context, agent: Agent, theirs: tuple[str, ...]) -> tuple[tuple[str, ...], list[str]] | None:
    """The elders, chiefs and kings of a people stand for it (``Moro elders``), its fighters and commanders are
    rebels (``Chin fighters``): states have no fighters of one people.
    """
    if theirs[:1] != ("ETH",):
        return None
    if agent.sectors[:1] == ("CVL",) or agent.noun in ctx.phrases.stand_for:  # ``the king of the Zulus``
        return theirs, ["of a people"]
    if agent.sectors[:1] in (("UAF",), ("MIL",)) and "REB" in ctx.agents.also.get(agent.noun, ()):
        return ("REB",), [f"“{agent.noun}” of a people"]
    return None


def sectors_of_role(
    ctx: Context, agent: Agent, owner: KnownActor | None, theirs: tuple[str, ...], *, stated: bool
) -> tuple[tuple[str, ...], list[str]]:
    """The sectors of a role: its own or those of whom it belongs to; a state's man at an organisation has his own."""
    told = _of_a_state(agent, owner) if stated else None
    if told is not None:
        return told
    if owner is None:
        return agent.sectors, [f"“{agent.noun}” is {'/'.join(agent.sectors)}"] if agent.sectors else []
    takes = agent.kind in ("member", "group") or not agent.sectors or bool(_ARMED & set(agent.sectors))
    takes = takes or (agent.sectors[:1] == ("MIL",) and bool(FORCES & set(theirs[:1]))) or presides(ctx, agent, owner)
    takes = takes or _directs_a_body(ctx, agent, owner)
    takes = takes or (bool(_TRADES & {*agent.sectors[:1]}) and theirs[:1] in (("MIL",), ("COP",)))
    if owner.kind in (ActorKind.PARTY, ActorKind.BLOC) and agent.kind == "person" and _FOLLOWING & {*agent.sectors[:1]}:
        takes = True  # ``party workers``, ``Jamaat-i-Islami workers``, ``Zanu-PF youths``, ``an LDP elder``
    if owner.kind is ActorKind.ORGANISATION and agent.kind == "person" and _FOLLOWING & {*agent.sectors[:1]}:
        takes = takes or bool(_CAUSES & {*theirs[:1]})  # ``Greenpeace activists``, ``Oxfam workers``
    if owner.kind is ActorKind.POPULATION:
        takes = not agent.sectors  # ``Chechen negotiators`` negotiate
    between_states = "IGO" in owner.sectors and owner.country is None
    if between_states and stated and agent.sectors:
        if agent.kind == "member" and agent.sectors[0] == "LEG":
            return ("GOV",), [f"a state's “{agent.noun}” at {owner.name}"]  # ``France's representative to the UN``
        takes = False
    elif between_states and agent.sectors[:1] and agent.sectors[0] in _SERVES:
        takes = True
    elif between_states and agent.sectors[:1] == ("MIL",) and agent.kind in ("person", "body"):
        takes = True  # ``Nato troops``, ``African Union soldiers``
    if agent.sectors[:1] == ("MIL",) and agent.kind == "person" and theirs[:1] in (("BUS",), ("MNC",)):
        return ("LAB",), [f"a “{agent.noun}” of a firm"]  # ``Korean Air pilots``
    takes = takes or (agent.sectors[:1] == ("COP",) and theirs[:1] in (("BUS",), ("MNC",)))  # ``Blackwater guards``
    if takes and theirs:
        return theirs, [f"sectors of {owner.id}"]
    return agent.sectors, [f"“{agent.noun}” is {'/'.join(agent.sectors)}"] if agent.sectors else []


def _directs_a_body(ctx: Context, agent: Agent, owner: KnownActor) -> bool:
    """True for a director or an analyst of a state's body (``senior director at the National Security Council``): his
    noun alone would make him a man of business or of learning.
    """
    civil = agent.sectors[:1] in (("BUS",), ("EDU",), ("ELI",), ("CVL",))
    return civil and owner.kind is ActorKind.GOVERNMENT_BODY and agent.noun in ctx.phrases.presiding


def _of_a_state(agent: Agent, owner: KnownActor | None) -> tuple[tuple[str, ...], list[str]] | None:
    """Peacekeepers and mediators of a state: its army's and its government's; None for any other role."""
    if agent.noun.endswith("peacekeeper"):
        return ("MIL",), ["a state's contingent"]  # ``French UN peacekeepers``
    if owner is None and agent.sectors == ("IGO",) and agent.kind == "person":
        return ("GOV",), [f"a state's “{agent.noun}”"]  # ``South African mediators``
    return None


def presides(ctx: Context, agent: Agent | None, owner: KnownActor | Actor) -> bool:
    """True for the president of a union or a party: such an office is of whom it is held in."""
    led = owner.kind in GROUP_KINDS or (
        owner.kind in (ActorKind.GOVERNMENT_BODY, ActorKind.POPULATION) and not {"GOV", "CVL"} & set(owner.sectors[:1])
    )
    return agent is not None and agent.noun in ctx.phrases.presiding and led


def qualified(ctx: Context, agent: Agent, sectors: tuple[str, ...], first: int, head: int) -> tuple[str, ...]:
    """The sectors of a role as the nouns before it have it: ``rebel officers``, ``air force staff``, ``foreign firms``,
    ``a hospital spokesman``.
    """
    vague = agent.kind in ("group", "body") or _speaks(agent)
    if sectors != agent.sectors or (not sectors and not vague):
        return sectors
    own = agent.noun.split()
    for token in ctx.analysis.tokens[first:head]:
        word = token.text.lower()
        if agent.kind == "body" and sectors == ("BUS",) and ctx.agents.modifiers.get(word) == "abroad":
            return ("MNC",)
        plain = token.text.islower() or (token.upos == "NOUN" and token.i == first)
        plain = plain or token.upos == "ADJ"  # ``Maoist commanders``
        # ``National Guard soldiers``: a name is no role noun
        plain = plain or (token.upos == "PROPN" and _partisan(ctx.agents.nouns.get(word)))  # ``Republican groups``
        if not plain or word in own or token.head != head or token.upos not in ("NOUN", "ADJ"):
            continue
        found = phrase_at(ctx, token)
        told = _as_qualified(agent, sectors, found[0]) if found is not None else ()
        if told:
            return told
    return sectors


def _as_qualified(agent: Agent, sectors: tuple[str, ...], noun: Agent) -> tuple[str, ...]:
    """The sectors that a role has from the noun before it; none where it keeps its own."""
    if not noun.sectors:
        return ()
    if _speaks(agent):
        return noun.sectors if noun.kind in ("body", "group") or _partisan(noun) else ()
    if not sectors:  # ``an army camp``, ``the party camp``
        return noun.sectors if noun.sectors[0] in (*ACTS_AS_MODIFIER, "REF", "PTY") else ()
    if _partisan(noun) and agent.kind in ("body", "group") and sectors == ("ELI",):
        return noun.sectors  # ``Conservative groups``, ``the Republican establishment``
    acts = noun.kind == "body" and noun.sectors[0] in ACTS_AS_MODIFIER
    force = sectors[0] == "MIL" and noun.sectors[0] in FORCES
    trade = sectors[0] in _TRADES and agent.kind != "body" and acts  # ``a police union`` is none of the police
    return noun.sectors if force or trade else ()


def _partisan(noun: Agent | None) -> bool:
    """True for ``republican``, which names who belongs to a party or a side."""
    return noun is not None and noun.kind == "person" and noun.sectors == ("PTY",)


def _speaks(agent: Agent) -> bool:
    """True for who acts for a body that the words before name: ``school officials``, ``a hospital spokesman``."""
    return agent.kind == "member" and agent.noun.startswith(("spokes", "official", "senior official", "source"))


def of_unknown(ctx: Context, agent: Agent, head: int | None, sectors: tuple[str, ...]) -> tuple[str, ...]:
    """The sectors of a president of an organisation that no base knows, by the words of its name (none where they tell
    none), or of one without a name (``the director of the food authority``); those given where it is of neither.
    """
    analysis = ctx.analysis
    if head is None or agent.noun not in ctx.phrases.presiding or not sectors or sectors != agent.sectors:
        return sectors
    for child in analysis.children(head, "nmod", "compound"):
        case = analysis.child(child.i, "case")
        of = child.i > head and case is not None and case.text.lower() in ("of", "at", "for")
        before = child.dep == "compound" and child.i < head
        if child.upos == "NOUN" and (of or before):
            told = _of_unnamed(ctx, child)
            if told:
                return told
        if child.upos != "PROPN" or not (of or before):
            continue
        labels = ("ORG", "PER") if of else ("ORG",)
        entity = next((e for e in analysis.entities if e.first <= child.i < e.last), None)
        if entity is None or entity.label not in labels:
            continue
        span = range(entity.first, entity.last)
        if any(i in ctx.by_token or i in ctx.place_countries for i in span) and len(span) == 1:
            continue
        named = ctx.agents.named(words_of(ctx.text(entity.first, entity.last)))
        if named is not None or sectors == ("GOV",):
            return ctx.agents.name_heads[named][1] if named is not None else ()
    single = ctx.agents.office(agent.noun) in ctx.phrases.single_offices
    return () if single and sectors == ("GOV",) and of_something(ctx, head, agent.noun) else sectors


def _of_unnamed(ctx: Context, token: Token) -> tuple[str, ...]:
    """The sectors of an organisation that common words describe: by its role noun, else by its head as in a name."""
    found = phrase_at(ctx, token)
    if found is not None:
        return found[0].sectors if found[0].kind in ("body", "group") else ()
    word = token.lemma.lower()
    return ctx.agents.name_heads[word][1] if word in ctx.agents.name_heads else ()
