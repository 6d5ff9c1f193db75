"""The sector of those of whom nothing in the article tells it, and why: the last resort."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.records import Actor, ActorKind, MentionForm
from dragoman.resolve.actors.context import Context, Found
from dragoman.resolve.actors.new import words_of

__all__ = ["default_sectors"]


def default_sectors(ctx: Context, actor: Actor, items: Sequence[Found]) -> tuple[tuple[str, ...], list[str]]:
    """The sectors that ``the head of Crimea``, ``a leader``, a named person get where no words tell them.

    Who leads a thing that the words name has what they say of it (``chair of the School Board``), else is a civilian
    as named persons are: each was right in half of the cases on corpus train and dev; no other sector was in a fifth.
    """
    roles = [i for i in items if i.agent is not None]
    if any(
        i.agent is not None and i.agent.kind == "member" and i.traits.country is not None and i.traits.of is None
        for i in roles
    ):
        return ("GOV",), ["acts for a country or a place, and for no body that is named"]
    if any(i.phrase.split()[-1:] == ["member"] for i in roles):
        return ("LEG",), ["a member, and nothing tells of what: most that news names so sit in a house"]
    if any(ctx.agents.office(i.phrase) == "leader" for i in roles):
        told = next((t for i in roles if (t := _of_what(ctx, i))), None)
        if told is not None:
            return told[1], [f"“{told[0]}” tells what it leads"]
        return ("GOV",), ["leads, and nothing tells what: most leaders that news names so lead a country"]
    full = any(i.form is MentionForm.NAME and i.label == "PER" and i.last - i.first > 1 for i in items)
    if actor.kind is ActorKind.PERSON and full:
        return ("CVL",), ["the article says of this person nothing that makes more than a civilian"]
    return (), []


def _of_what(ctx: Context, item: Found) -> tuple[str, tuple[str, ...]] | None:
    """The word that tells what somebody leads, and its sectors: ``Opposition`` of ``leader of the Indignant
    Opposition``; None where there is none.
    """
    analysis = ctx.analysis
    heads = {item.head, *(t.i for t in analysis.children(item.head, "nmod:desc", "appos"))}
    for head in heads:
        for child in analysis.children(head, "nmod", "compound", "amod", "nmod:poss"):
            first, last = analysis.subtree(child.i)
            if child.dep == "nmod" and child.i < head:
                continue
            words = words_of(ctx.text(first, last))
            for word in reversed(words):
                agent = ctx.agents.nouns.get(word)
                if agent is not None and agent.sectors and agent.kind in ("body", "group"):
                    return word, agent.sectors
            named = ctx.agents.named(words) if child.upos == "PROPN" else None
            if named is not None and ctx.agents.name_heads[named][1]:
                return named, ctx.agents.name_heads[named][1]
    return None
