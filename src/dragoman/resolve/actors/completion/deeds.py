"""What people do or suffer tells what they are where their own words say no more than that they are people: who flee,
are driven from home, deported or brought ashore from a dinghy are refugees.

The verbs and nouns are knowledge (``deeds.csv``; ``phrases.yaml``: ``boats``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dragoman.records import MentionForm, Token
from dragoman.resolve.actors.context import Context, Found
from dragoman.resolve.actors.identity.profile import Profile

__all__ = ["by_deeds"]

_CIVIL = (("CVL",), ("ETH",), ())
_WITH = frozenset(("with", "carry", "of"))
_JOINED = ("compound:prt", "advmod", "obj", "obl")


def by_deeds(ctx: Context, profiles: Mapping[str, Profile]) -> None:
    """Civilians who flee or are displaced are refugees: ``about 200 families fled``, ``the displaced``."""
    for profile in profiles.values():
        if not any(_several(i, profile.sectors) for i in profile.items) or profile.sectors not in (*_CIVIL, ("AGR",)):
            continue
        told = next((s for item in profile.items if (s := _deed(ctx, item, profile.sectors))), None)
        if told is not None:
            profile.sectors = (told,)
            profile.reasons.append(f"what they do or suffer makes them {told}")


def _several(item: Found, sectors: tuple[str, ...]) -> bool:
    """True for several people: ``residents``, ``109 people``, a number alone that is of no people."""
    people = item.form is MentionForm.PHRASE and item.agent is not None and item.agent.noun == "people"
    people = people and sectors != ("ETH",)  # ``thousands of ethnic Uzbeks``
    return item.plural and (item.form is MentionForm.ROLE or people)


def _deed(ctx: Context, item: Found, sectors: tuple[str, ...]) -> str | None:
    """The sector that the verb over a description, a participle at it, a noun of which it is, or a boat tells."""
    analysis, deeds = ctx.analysis, ctx.agents.deeds
    token = analysis.tokens[item.head]
    for part in analysis.children(item.head, "amod", "acl"):
        done = part.xpos == "VBN" and analysis.child(part.i, "nsubj") is None
        whom = analysis.child(part.i, "obj")  # ``families whom Berne had sheltered``
        done = done or (whom is not None and whom.text.lower() in ("whom", "who", "that"))
        form = "o" if done or analysis.child(part.i, "nsubj:pass") is not None else "s"
        told = deeds.get((part.lemma.lower(), form))
        if told:
            return told
    if sectors not in _CIVIL:
        return None
    form = "s" if token.dep == "nsubj" else "o" if token.dep in ("nsubj:pass", "obj") or _is_of(ctx, token) else ""
    verb = analysis.tokens[token.head]
    joined = (t.lemma.lower() for t in analysis.children(verb.i, *_JOINED) if t.i > verb.i and t.i != token.i)
    words = (verb.lemma.lower(), *(f"{verb.lemma.lower()} {word}" for word in joined))
    told = next((told for word in words if (told := deeds.get((word, form)))), None)
    people = item.agent is not None and (
        item.agent.noun == "people" or item.phrase in ctx.phrases.anybody - ctx.phrases.held
    )
    return told or ("REF" if people and any(t.lemma.lower() in ctx.phrases.boats for t in _near(ctx, token)) else None)


def _is_of(ctx: Context, token: Token) -> bool:
    """True for whom a noun befalls: ``the deportation of 40 people``."""
    case = ctx.analysis.child(token.i, "case") if token.dep.startswith("nmod") else None
    return case is not None and case.text.lower() == "of"


def _near(ctx: Context, token: Token) -> Iterator[Token]:
    """What people are on, and what carries them: ``63 people on a dinghy``, ``a boat with 90 people``, ``three boats
    brought 120 people``, ``took 109 people off a sloop``.
    """
    analysis = ctx.analysis
    over = analysis.tokens[token.head]
    yield from analysis.children(token.i, "nmod")
    if token.dep.startswith("nmod"):
        case = analysis.child(token.i, "case")
        yield from (over,) if case is not None and case.text.lower() in _WITH else ()
    elif token.dep in ("obj", "nsubj", "nsubj:pass"):
        yield from (t for t in analysis.children(over.i, "nsubj", "obl") if t.i != token.i)
        yield from (analysis.tokens[over.head],) if over.dep.startswith("acl") and over.lemma.lower() in _WITH else ()
