"""Titles that say of what, before a name: ``Minister of Transport Kamel El-Wazeer``, ``Speaker of Parliament X``."""

from __future__ import annotations

from dragoman.knowledge.agents import Agent
from dragoman.resolve.actors.context import Context, Found
from dragoman.resolve.actors.words.phrases import phrase_at

__all__ = ["governs_what", "is_office", "is_rank", "office_before", "tells_the_hour"]

_OF = frozenset(("of", "for", "on"))
_TO = _OF | {"to", "in"}
_BETWEEN = _OF | {"the", "and", "&", "'s", "’s"}
_HOURS = frozenset(("am", "pm", "a.m", "p.m"))
_LONGEST = 9  # tokens between the office and the name: ``Minister of State for Foreign Affairs and Trade X``


def is_rank(ctx: Context, role: str | None) -> bool:
    """True for a role that a title before a name abbreviates: ``colonel``."""
    return role is not None and any(title.role == role for title in ctx.agents.titles.values())


def tells_the_hour(ctx: Context, i: int) -> bool:
    """True for ``PM`` in ``9:09PM Ada Okoro says``: what stands behind a number is no title and nobody."""
    tokens = ctx.analysis.tokens
    return tokens[i].text.rstrip(".").lower() in _HOURS and i > 0 and tokens[i - 1].text[-1:].isdigit()


def office_before(ctx: Context, name: Found) -> tuple[Agent, int] | None:
    """The office that ends right before a person's name, and the token of its noun; None if none does.

    Everything between the noun and the name must be written as a title is, and hang on noun or name.
    """
    tokens = ctx.analysis.tokens
    for i in range(name.first - 1, max(-1, name.first - 1 - _LONGEST), -1):
        token = tokens[i]
        if token.sentence != tokens[name.first].sentence or token.upos in ("PUNCT", "VERB", "AUX"):
            return None
        if tokens[i + 1].text.lower() in _TO and i + 2 < name.first and _is_title(ctx, name, i):
            found = phrase_at(ctx, token)
            fits = found is not None and found[0].kind in ("person", "member") and not found[0].plural
            return (found[0], i) if found is not None and fits and not token.text.lower().endswith("s") else None
        if not token.text[:1].isupper() and token.text.lower() not in _BETWEEN | _TO:
            return None
    return None


def _is_title(ctx: Context, name: Found, i: int) -> bool:
    """True if tokens ``[i, name.first)`` are an office with a capital and of what, or one in small letters and of a
    place, and hang on the name.
    """
    tokens = ctx.analysis.tokens
    behind = [k for k in range(i + 2, name.first) if tokens[k].text.lower() not in _BETWEEN]
    placed = bool(behind) and all(k in ctx.by_token or k in ctx.place_countries for k in behind)
    capital = bool(behind) and tokens[i].text[:1].isupper() and tokens[i + 1].text.lower() in _OF
    between, inside = range(i, name.first), range(name.first, name.last)
    hangs = any(tokens[k].head in between for k in inside) or any(tokens[k].head in inside for k in between)
    return hangs and (placed or capital)


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


def governs_what(ctx: Context, first: int) -> bool:
    """True for what somebody governs (``Mayor of Izmir``) where the encoder reads it as the beginning of a name."""
    tokens = ctx.analysis.tokens
    if first < 2 or tokens[first - 1].text.lower() != "of" or tokens[first].sentence != tokens[first - 2].sentence:
        return False
    found = phrase_at(ctx, tokens[first - 2])
    return found is not None and found[0].kind == "person" and not found[0].plural and found[0].sectors[:1] == ("GOV",)
