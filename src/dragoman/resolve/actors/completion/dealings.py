"""What an organisation is of which neither the base nor its name tells: by who works for it, by what is its own, and by
who tells it something (``Evercore's analyst``, ``Acme shares``, ``she told WXYZ``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dragoman.knowledge.agents import Agent
from dragoman.records import ActorKind, MentionForm, Token
from dragoman.resolve.actors.context import Context, Found
from dragoman.resolve.actors.identity.profile import Profile
from dragoman.resolve.actors.words.phrases import phrase_at

__all__ = ["by_dealings"]

_OF = frozenset(("of", "at", "for", "with"))
_TELLING = frozenset(("tell",))
_STAFF = {"BUS": "BUS", "MNC": "BUS", "MED": "MED", "EDU": "EDU", "HLH": "HLH", "REL": "REL", "AGR": "AGR"}
"""The sector of who works for an organisation to its own."""


def by_dealings(ctx: Context, profiles: Mapping[str, Profile]) -> None:
    """Fill in the sectors of organisations that have none yet."""
    for profile in profiles.values():
        if profile.sectors or profile.actor.kind is not ActorKind.ORGANISATION:
            continue
        named = (item for item in profile.items if item.form is MentionForm.NAME and item.label == "ORG")
        told = next((t for item in named for t in _told(ctx, item)), None)
        if told is not None:
            profile.sectors, profile.borrows = (told[0],), False
            profile.reasons.append(told[1])


def _told(ctx: Context, item: Found) -> Iterator[tuple[str, str]]:
    """Sectors that the words around a name tell, and why."""
    token = ctx.analysis.tokens[item.head]
    over = ctx.analysis.tokens[token.head]
    if token.dep in ("obj", "iobj") and over.lemma.lower() in _TELLING:
        yield "MED", "an outlet, as somebody tells it something"
    if over.lemma.lower() in ctx.phrases.naming and over.dep.startswith("acl") and token.i > over.i:
        called = phrase_at(ctx, ctx.analysis.tokens[over.head])
        if called is not None and called[0].sectors:  # ``a super PAC called Future 45``
            yield called[0].sectors[0], f"a “{called[0].noun}” of that name"
    if token.dep in ("compound", "nmod:poss", "nmod:desc") or (token.dep == "nmod" and _case(ctx, token) in _OF):
        if over.lemma.lower() in ctx.phrases.firms_own:
            yield "BUS", f"a firm, as it has “{over.text}”"
        found = phrase_at(ctx, over)
        agent = found[0] if found is not None else None
        sector = _STAFF.get(agent.sectors[0]) if agent is not None and agent.sectors else None
        if sector is not None and agent is not None and _serves(ctx, token, agent):
            yield sector, f"by its “{agent.noun}”"


def _case(ctx: Context, token: Token) -> str:
    case = ctx.analysis.child(token.i, "case")
    return case.text.lower() if case is not None else ""


def _serves(ctx: Context, token: Token, agent: Agent) -> bool:
    """True for a role whose own sector is that of the house that it is held in: not for a founder or a director, whom
    houses of any kind have, nor for the students that a programme has.
    """
    if agent.kind not in ("person", "member") or agent.noun in ctx.phrases.presiding or agent.noun.endswith("founder"):
        return False
    return not (token.dep == "compound" and agent.noun.endswith("student"))
