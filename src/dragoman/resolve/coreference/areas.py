"""``The Nordic country``, ``the West African nation``: the state of that part of the world that was named last."""

from __future__ import annotations

from collections.abc import Mapping

from dragoman.resolve.actors.context import Chain, Context, Found
from dragoman.resolve.actors.identity.new import Verdict
from dragoman.resolve.actors.words.offices import as_actor

__all__ = ["by_area"]

_AREA = 0.75


def by_area(
    ctx: Context, item: Found, chains: dict[str, Chain], verdicts: Mapping[int, Verdict], heads: Mapping[int, Found]
) -> Verdict | None:
    """The state whom a definite noun for one takes up by the part of the world in which it lies; None if none that lies
    there was named before. The last three are as all steps have them.
    """
    tokens = ctx.analysis.tokens
    if item.plural or tokens[item.head].lemma.lower() not in ctx.phrases.state_nouns:
        return None
    if item.head + 1 < len(tokens) and tokens[item.head + 1].text.lower() == "of":
        return None  # ``the West African nation of Mali`` is named itself
    words = " ".join(t.text.lower() for t in tokens[item.first : item.head])
    if not words.startswith(("the ", "this ")):
        return None
    area = max((a for a in ctx.phrases.areas if f" {a} " in f" {words} "), key=len, default=None)
    inside = ctx.phrases.areas[area] if area is not None else frozenset()
    named = [(i, country) for i, country in ctx.named if i < item.first and country in inside]
    if not named:
        return None
    state = as_actor(ctx, f"state:{max(named)[1]}")
    return Verdict(state, _AREA, (f"{state.name} is the last state named that is “{area}”",), item.traits.role)
