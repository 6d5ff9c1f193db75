"""Who is harmed, and which countries are struck and strike: those whom a strike kills are of the country struck.

What counts as a strike, as harm and as dying is knowledge (``phrases.yaml``: ``strikes``, ``harming``, ``dying``).
"""

from __future__ import annotations

from dragoman.knowledge.agents import Agent
from dragoman.records import Token
from dragoman.resolve.actors.context import Context

__all__ = ["is_harmed", "part_in_strike", "strikes"]

_DEEP = 12  # longer paths are wrong trees
_UPON = frozenset("on at against into in across over of near upon towards toward".split())  # noqa: SIM905
_CLAUSES = ("acl", "advcl", "ccomp", "xcomp", "parataxis")
_WHENCE = frozenset(("by", "from"))


def is_harmed(ctx: Context, head: int) -> bool:
    """True if the mention headed by token ``head`` is killed, hurt or dies: ``killing 26``, ``the deaths of two``."""
    analysis, phrases = ctx.analysis, ctx.phrases
    token = _first(ctx, analysis.tokens[head])
    over = analysis.tokens[token.head]
    lemma = over.lemma.lower()
    if token.dep in ("obj", "nsubj:pass"):
        return lemma in phrases.harming
    if token.dep == "nsubj":
        return lemma in phrases.dying
    if token.dep.startswith("obl"):  # ``the death toll rose to 31 people``
        return any(t.lemma.lower() in ctx.phrases.tolls for t in analysis.children(over.i, "nsubj"))
    if token.dep.startswith("nmod"):
        case = analysis.child(token.i, "case")
        of = case is not None and case.text.lower() == "of"
        return of and lemma in phrases.dying
    return any(t.lemma.lower() in phrases.harming and t.xpos == "VBN" for t in analysis.children(head, "acl"))


def strikes(ctx: Context, token: Token, agent: Agent) -> bool:
    """True for what belongs to an army where it strikes itself, whosever it is: ``jets bombed the village``."""
    verb = ctx.analysis.tokens[_first(ctx, token).head]
    lemma, given = verb.lemma.lower(), ctx.phrases
    if agent.noun in given.strikes:  # a missile is fired, and fires nothing
        return False
    if agent.sectors[:1] != ("MIL",) or token.dep != "nsubj" or verb.upos != "VERB":
        return False
    fires = any(t.lemma.lower() in given.strikes for t in ctx.analysis.children(verb.i, "obj"))
    return fires or lemma in given.harming or lemma in given.strikes


def part_in_strike(ctx: Context, i: int) -> str:
    """``hit`` or ``hits`` for a token that names a country on which a strike falls, or whose strike it is; else empty.

    ``Russian missiles``, ``Israel fired``: it hits; ``a strike on Kyiv``, ``shelled Sudanese schools``: it is hit.
    """
    analysis, phrases = ctx.analysis, ctx.phrases
    token = analysis.tokens[i]
    for _ in range(_DEEP):
        token = _first(ctx, token)
        over = analysis.tokens[token.head]
        if over.i == token.i:
            return ""
        ruled = over.dep == "amod" and over.text.lower() in phrases.ruled  # ``a strike on Indian-held villages``
        verb = over.upos in ("VERB", "AUX") and not ruled
        found = _under_verb(ctx, token, over) if verb else _under_noun(ctx, token, over)
        if found or verb or token.dep.startswith(_CLAUSES):
            return found
        token = over
    return ""


def _first(ctx: Context, token: Token) -> Token:
    """The first of those that a token is joined to."""
    for _ in range(_DEEP):
        if not token.dep.startswith("conj"):
            break
        token = ctx.analysis.tokens[token.head]
    return token


def _under_noun(ctx: Context, token: Token, over: Token) -> str:
    """What the noun ``over`` makes of the country that ``token`` names."""
    if over.lemma.lower() not in ctx.phrases.strikes:
        return ""
    if token.dep.startswith(("amod", "nmod:poss", "compound")):
        place = token.i in ctx.place_countries and token.dep.startswith("compound")
        return "hit" if place else "hits"  # ``the Kharkiv shelling`` fell on it
    case = ctx.analysis.child(token.i, "case") if token.dep.startswith("nmod") else None
    word = case.text.lower() if case is not None else ""
    return "hit" if word in _UPON else "hits" if word in _WHENCE else ""


def _under_verb(ctx: Context, token: Token, over: Token) -> str:
    """What the verb ``over`` makes of the country that ``token`` names."""
    analysis, phrases = ctx.analysis, ctx.phrases
    strikes = any(t.lemma.lower() in phrases.strikes for t in analysis.children(over.i, "obj", "nsubj", "obl"))
    harms = over.lemma.lower() in phrases.harming
    if not (strikes or harms):
        return ""
    case = analysis.child(token.i, "case")
    word = case.text.lower() if case is not None else ""
    if token.dep == "nsubj":
        return "hits"
    if token.dep in ("obj", "nsubj:pass"):
        return "hit" if harms else ""
    if token.dep.startswith("obl"):
        return "hits" if word in _WHENCE else "hit" if word in _UPON else ""
    return ""
