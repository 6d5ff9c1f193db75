"""The sector of those of whom nothing in the article tells it, and why: the last resort."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.records import Actor, ActorKind, MentionForm
from dragoman.resolve.actors.context import Context, Found
from dragoman.resolve.actors.identity.new import words_of

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
    told = _by_office(ctx, roles)
    if told is not None:
        return told
    full = any(i.form is MentionForm.NAME and i.label == "PER" and i.last - i.first > 1 for i in items)
    if actor.kind is ActorKind.PERSON and full:
        return ("CVL",), ["the article says of this person nothing that makes more than a civilian"]
    if any(i.form is MentionForm.PHRASE and i.agent is not None and i.agent.noun == "people" for i in items):
        return ("CVL",), ["some people, of whom nothing tells more"]
    return (), []


def _by_office(ctx: Context, roles: Sequence[Found]) -> tuple[tuple[str, ...], list[str]] | None:
    """The sectors of a member of something and of who leads something; None for anybody else."""
    if any(i.phrase.split()[-1:] == ["member"] for i in roles):
        if any(_of_unknown(ctx, i) for i in roles):
            return ("CVL",), ["a member of what nothing tells more of"]
        return ("LEG",), ["a member, and nothing tells of what: most that news names so sit in a house"]
    if all(ctx.agents.office(i.phrase) != "leader" for i in roles):
        return None
    told = next((t for i in roles if (t := _of_what(ctx, i))), None)
    if told is not None:
        return told[1], [f"“{told[0]}” tells what it leads"]
    chairs = [i for i in roles if i.agent is not None and i.agent.noun.split()[-1] in ctx.phrases.in_the_chair]
    if any(_of_unknown(ctx, i) for i in chairs):
        return ("BUS",), ["in the chair of what nothing tells more of, as firms have it"]
    of_a_group = any(_of_somebody(ctx, i) for i in roles)
    usual = ("GOV",), ["leads, and nothing tells what: most leaders that news names so lead a country"]
    return ((), []) if of_a_group else usual


def _of_somebody(ctx: Context, item: Found) -> bool:
    """True for ``its leader``: of a group that a pronoun takes up; 4 of 47 such on corpus train lead a country."""
    whose = ctx.analysis.child(item.head, "nmod:poss")
    return whose is not None and whose.upos == "PRON"


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


def _of_unknown(ctx: Context, item: Found) -> bool:
    """True where a name of an organisation tells of what somebody is a member or in the chair: ``Bethlehem Chairman``,
    ``head of trading at Donaldson``.
    """
    analysis = ctx.analysis
    heads = {item.head, *(t.i for t in analysis.children(item.head, "nmod:desc", "appos"))}
    behind = [c for head in heads for c in analysis.children(head, "nmod", "compound", "nmod:poss")]
    behind += [c for one in behind for c in analysis.children(one.i, "nmod")]
    return any(e.label == "ORG" and e.first <= c.i < e.last for c in behind for e in analysis.entities)
