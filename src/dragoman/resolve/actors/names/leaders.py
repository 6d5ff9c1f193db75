"""Who leads: ``the French leader``, ``Mali's junta leader``, ``the UN chief`` are whoever holds the office that leads
there on the article's days, though it is called by another name (``agents/leading.csv``).
"""

from __future__ import annotations

from dragoman.records import ActorKind
from dragoman.resolve.actors.context import Context, Found
from dragoman.resolve.actors.words.offices import bare, office_holders

__all__ = ["leader_of"]

_STATES = ("state:", "gov:")
_BY_ARMS = ("military ruler", "interim president")
_OF_STATES = (*_BY_ARMS[:1], "supreme leader", *_BY_ARMS[1:], "president", "prime minister")
_OF_OTHERS = ("secretary-general", "general secretary", "director-general", "director general", "managing director")
"""Offices of those who lead an organisation of states or an armed group, the usual one first. A party's president and
its secretary are not its leader."""
_LED = frozenset((ActorKind.ORGANISATION, ActorKind.ARMED_GROUP))


def leader_of(ctx: Context, item: Found, of: str) -> tuple[str, str] | None:
    """The person (id) who leads a state or a group on the article's days, and the office; None where the words mean
    another office, where several hold it or nobody is known to.
    """
    noun = item.phrase.rpartition(" ")[2]
    ruling = item.phrase in ctx.phrases.ruling
    if not (ruling or ctx.agents.office(noun) == "leader") or not bare(ctx, item):
        return None
    if of.startswith(_STATES):
        of = f"state:{of.partition(':')[2]}"  # ``the Kremlin leader``
        if not ruling and item.phrase != "leader":
            return None  # ``the Indian chief``
        offices = _offices_of(ctx, of.removeprefix(_STATES[0]), by_arms=item.phrase in ctx.phrases.by_arms)
    else:
        owner = ctx.base.get(of)
        offices = _OF_OTHERS if owner is not None and owner.kind in _LED else ()
    for office in offices:
        holders = office_holders(ctx, office, of)
        if holders:
            return (holders[0], office) if len(holders) == 1 else None
    return None


def _offices_of(ctx: Context, state: str, *, by_arms: bool) -> tuple[str, ...]:
    """The offices of a state that may be meant, the likeliest first."""
    if by_arms:
        return _BY_ARMS
    told = ctx.agents.leading.get(state)
    return _OF_STATES if told is None else (told,) if told else ()
