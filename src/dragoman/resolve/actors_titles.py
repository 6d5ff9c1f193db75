"""Titles that say of what, before a name: ``Minister of Transport Kamel El-Wazeer``, ``Speaker of Parliament X``."""

from __future__ import annotations

from dragoman.knowledge.agents import Agent
from dragoman.resolve.actors_context import Context, Found
from dragoman.resolve.actors_roles import phrase_at

__all__ = ["is_office", "office_before"]

_OF = frozenset(("of", "for", "on"))
_BETWEEN = _OF | {"the", "and", "&", "'s", "’s"}
_LONGEST = 9  # tokens between the office and the name: ``Minister of State for Foreign Affairs and Trade X``


def office_before(ctx: Context, name: Found) -> tuple[Agent, int] | None:
    """The office that ends right before a person's name, and the token of its noun; None if none does.

    Everything between the noun and the name must be written as a title is, and hang on noun or name.
    """
    tokens = ctx.analysis.tokens
    inside = range(name.first, name.last)
    for i in range(name.first - 1, max(-1, name.first - 1 - _LONGEST), -1):
        token = tokens[i]
        if token.sentence != tokens[name.first].sentence:
            return None
        small = token.text.lower()
        if small in _BETWEEN:
            continue
        if not token.text[:1].isupper():
            return None
        if i + 1 < name.first and tokens[i + 1].text.lower() in _OF:
            found = phrase_at(ctx, token)
            if found is not None and found[0].kind in ("person", "member") and not found[0].plural:
                between = range(i, name.first)
                near = token.head in inside or any(tokens[k].head in between for k in inside)
                hangs = near or any(tokens[k].head in inside for k in between)
                return (found[0], i) if hangs and not small.endswith("s") else None
    return None


def is_office(ctx: Context, first: int, last: int) -> bool:
    """True for an organisation's name that is an office (``Commissioner for Works``): an office in the singular and of
    what.
    """
    tokens = ctx.analysis.tokens
    if last - first < 3 or tokens[first + 1].text.lower() not in ("of", "for"):
        return False
    word = tokens[first].text.lower()
    agent = ctx.agents.nouns.get(word)
    return agent is not None and agent.kind == "person" and not agent.plural and bool(agent.sectors)
