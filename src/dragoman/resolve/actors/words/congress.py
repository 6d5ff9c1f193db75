"""American legislators by what stands behind a name: ``Ann Lee, D-Ohio``, ``Bo Fox (D., Conn.)``, ``Cy Ray (Md.)``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.knowledge.agents import AgentPhrases
from dragoman.records import Analysis, Token

__all__ = ["legislators_tags", "tag_behind"]

_IN_BRACKETS = 3  # tokens of ``D., Conn.``


def tag_behind(tokens: Sequence[Token], last: int, phrases: AgentPhrases) -> range:
    """The tokens of party and state of an American legislator behind token ``last - 1``; none where there are none."""
    nothing = range(last, last)
    words = [t.text for t in tokens[last : last + 2 + _IN_BRACKETS]]
    if len(words) <= _IN_BRACKETS or words[0] not in (",", "("):
        return nothing
    party = words[1].rstrip(".") in phrases.party_letters
    if party and words[2] == "-":
        return range(last + 1, last + 4)
    if words[0] != "(":
        return nothing
    if party and words[2] == "," and _state(words[3], phrases) and words[4:] == [")"]:
        return range(last + 1, last + 4)
    return range(last + 1, last + 2) if words[2] == ")" and "." in words[1] and _state(words[1], phrases) else nothing


def _state(word: str, phrases: AgentPhrases) -> bool:
    return word.rstrip(".").lower() in phrases.american_states


def legislators_tags(analysis: Analysis, phrases: AgentPhrases) -> Iterator[range]:
    """The tags behind all persons' names of a text."""
    for entity in analysis.entities:
        if entity.label == "PER" and (tag := tag_behind(analysis.tokens, entity.last, phrases)):
            yield tag
