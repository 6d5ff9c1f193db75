"""Role noun phrases where they stand in the text: the longest that a noun heads (``chief of staff``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dragoman.knowledge.agents import Agent
from dragoman.records import Token
from dragoman.resolve.actors.context import Context

__all__ = ["is_begun", "phrase_at"]

_WINDOW = 6  # tokens before and after a noun in which its phrase is sought
_OWNING = frozenset(("'", "’", "'s", "’s"))
_TO_BE = frozenset(("elect", "designate"))


def phrase_at(ctx: Context, token: Token) -> tuple[Agent, int, int] | None:
    """The role noun headed by ``token`` and its tokens ``[first, last)``; hyphened parts count as one word."""
    sentence = ctx.analysis.sentences[token.sentence]
    tokens = ctx.analysis.tokens
    word = token.text.rstrip(".").lower()
    title = ctx.agents.titles.get(word)
    if title is not None and title.role and token.text[:1].isupper() and not _stands_alone(ctx, token):
        word = title.role.split()[-1]
        agent = ctx.agents.nouns.get(title.role)
        return (agent, token.i, token.i + 1) if agent is not None else None
    lemma = word if word.endswith("ing") else token.lemma.lower()  # ``spying`` is no spy, ``policing`` no police
    if not ctx.agents.may_head(word, lemma):
        return None
    before: list[str] = []
    starts: list[int] = []
    i = token.i - 1
    glue, owns = False, ""
    while i >= max(sentence.first, token.i - _WINDOW):
        text = tokens[i].text.lower() + owns
        owns = ""
        if text == "-":
            glue = True
        elif text in _OWNING:
            owns = text.replace("’", "'")  # ``bishops' conference``: the mark is a token of its own
        elif not text[0].isalnum() and text[0] not in ("'", "’"):
            break
        elif glue and before:
            before[0], starts[0], glue = f"{text}-{before[0]}", i, False
        elif glue:
            word, glue = f"{text}-{word}", False
            starts.insert(0, i)
            before.insert(0, text)
        else:
            before.insert(0, text)
            starts.insert(0, i)
        i -= 1
    after = [t.text.lower() for t in tokens[token.i + 1 : min(sentence.last, token.i + 5)]]
    found = ctx.agents.find(before, word, after) or ctx.agents.find(before, token.text.lower(), after)
    found = found or ctx.agents.find(before, lemma, after)
    if found is None:
        return None
    agent, left, right = found
    if agent.kind == "thing":
        return None
    first, last = starts[len(starts) - left] if left else token.i, token.i + 1 + right
    joined = tokens[last : last + 2]
    if not is_begun(joined) or agent.kind != "person":
        return agent, first, last
    return _to_be(ctx, agent, joined[1].text.lower()), first, last + 2


def is_begun(joined: Sequence[Token]) -> bool:
    """True for the tokens of ``-elect`` and ``-designate``."""
    return len(joined) == 2 and joined[0].text == "-" and not joined[0].space and joined[1].text.lower() in _TO_BE


def _to_be(ctx: Context, agent: Agent, joined: str) -> Agent:
    """The role noun with ``-elect`` or ``-designate`` behind it: a party's man until sworn in."""
    noun = f"{agent.noun}-{joined}"
    sectors = ("PTY",) if joined == "elect" else agent.sectors
    return ctx.agents.nouns.get(noun) or replace(agent, noun=noun, sectors=sectors)


def _stands_alone(ctx: Context, token: Token) -> bool:
    """True for ``Lord`` in ``the Lord told me``: a title in the singular that no name follows, and so none."""
    tokens = ctx.analysis.tokens
    before = tokens[token.i - 1].text.lower() if token.i else ""
    after = tokens[token.i + 1].text[:1] if token.i + 1 < len(tokens) else ""
    return before == "the" and not after.isupper() and token.xpos != "NNPS"
