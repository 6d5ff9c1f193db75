"""Of which people somebody is said to be beside his noun: ``the driver, a Zambian``, ``they are Georgians and an
Indian``, ``the company, a German firm``.
"""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.records import Token
from dragoman.resolve.actors.context import Context, Found
from dragoman.resolve.actors.words.phrases import phrase_at
from dragoman.resolve.actors.words.states import states_of, untold

__all__ = ["peoples_beside"]

_OF_ANOTHER = ("amod", "compound", "nmod:poss")
"""How a people's word hangs on a noun that it only qualifies."""


def peoples_beside(ctx: Context, item: Found) -> tuple[str, ...]:
    """The countries of the peoples that an apposition or a predicate gives to a mention, each once; often none."""
    found: dict[str, None] = {}
    for token in _said_of(ctx, item):
        for each in (token, *ctx.analysis.children(token.i, "conj")):
            country = _people(ctx, each)
            if country is not None:
                found[country] = None
    return tuple(found)


def _said_of(ctx: Context, item: Found) -> Iterator[Token]:
    """The nouns that say of a mention what it is; ``a Zambian`` between commas hangs on it as an adjective, too."""
    analysis = ctx.analysis
    tokens = analysis.tokens
    for token in analysis.children(item.head, "appos", "amod"):
        comma = any(t.text in (",", "(", "-", "–", "—") for t in tokens[item.head + 1 : token.i])
        if token.i >= item.last and comma:
            yield token
    head = tokens[item.head]
    over = tokens[head.head]
    if head.dep == "nsubj" and analysis.child(over.i, "cop") is not None:
        yield over


def _people(ctx: Context, token: Token) -> str | None:
    """The country of a people's word, or of the one before a role noun (``a German firm``); None if it is neither, or
    tells several.
    """
    if phrase_at(ctx, token) is not None:
        words = [w.i for w in ctx.analysis.children(token.i, "amod", "compound") if w.i < token.i]
    else:
        words = [token.i]
    told = set()
    for i in words:
        match = ctx.by_token.get(i)
        if match is not None and match.demonyms and not untold(ctx, match):
            told.update(states_of(match))
    return told.pop()[6:] if len(told) == 1 else None
