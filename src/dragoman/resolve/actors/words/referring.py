"""Whether a role noun is somebody at all, and whether an office is spoken of without whoever holds it."""

from __future__ import annotations

from collections.abc import Mapping

from dragoman.knowledge.agents import Agent
from dragoman.records import BlockKind, MentionForm, Token
from dragoman.resolve.actors.context import Context, Found

__all__ = [
    "elsewhere",
    "is_abstract",
    "is_mere_office",
    "joined_titles",
    "of_something",
    "unheld",
]

_LEFT = ("det", "amod", "compound", "nummod", "nmod:poss", "nmod:desc", "nmod:unmarked", "flat")
_ANY = frozenset("a an any each every no another either whichever whatever".split())  # noqa: SIM905
_AS = frozenset(("as", "for"))
_SERVING = frozenset(("by", "for", "of", "with", "from", "against"))
_HELD_IN = frozenset(("of", "at", "for"))
_LONGEST_TITLE = 9  # tokens between ``and`` and the name


def is_abstract(ctx: Context, token: Token, agent: Agent) -> bool:
    """True for ``justice`` in ``demanded justice`` and for ``opposition`` in ``ran into opposition from farmers``."""
    reads = ctx.agents.abstract.get(agent.noun)
    if reads in (None, "owned") or agent.noun != token.text.lower():
        return False
    if reads in ("runs", "acts"):
        return not (_runs_for_office(ctx, token) if reads == "runs" else token.dep.startswith("nsubj"))
    analysis = ctx.analysis
    if reads == "moves":
        return any(_moved(ctx, t) for t in analysis.children(token.i, "nmod") if t.i > token.i)
    towards = any(
        case.text.lower() in ("to", "from")
        for child in analysis.children(token.i, "nmod")
        for case in analysis.children(child.i, "case")
    )
    if reads == "deed" and towards:
        return True
    bare = not any(True for _ in analysis.children(token.i, *_LEFT)) and token.dep not in _LEFT
    if not bare or reads == "bare":
        return bare
    top = token
    while top.dep == "conj" and top.head < top.i:
        top = analysis.tokens[top.head]  # ``government and opposition agree``
    title = ctx.article.blocks[analysis.sentences[token.sentence].block].kind is BlockKind.TITLE
    first = token.i == analysis.sentences[token.sentence].first
    return not (title or first or top.dep.startswith("nsubj"))


def _runs_for_office(ctx: Context, token: Token) -> bool:
    """True for the campaign of a politician as a body that acts: ``the Sunak campaign``, ``Okafor's campaign said``;
    not for one in which something happens, or that somebody wages (``during his campaign``, ``launched a campaign``).
    """
    analysis = ctx.analysis
    whose = [t for t in analysis.children(token.i, "nmod:poss", "compound") if t.i < token.i]
    verb = analysis.tokens[token.head]
    does = token.dep.startswith("nsubj") and verb.upos == "VERB"
    says = does and verb.lemma.lower() in ctx.sayers
    case = analysis.child(token.i, "case")
    serves = case is not None and case.text.lower() in _SERVING and token.dep == "nmod"
    told = token.dep == "obj" and verb.lemma.lower() in ctx.sayers  # ``accused the Okafor campaign of lying``
    if any(_politician(ctx, t) for t in whose):
        return does or serves or told or token.dep == "nmod:poss"
    return says and all(t.upos == "PROPN" and t.i not in ctx.by_token and t.i not in ctx.place_countries for t in whose)


def _politician(ctx: Context, token: Token) -> bool:
    match = ctx.by_token.get(token.i)
    known = match is not None and any(c.actor.startswith(("person:", "party:")) for c in match.candidates)
    return (
        known
        or token.i in ctx.surnames
        or any(e.label == "PER" and e.first <= token.i < e.last for e in ctx.analysis.entities)
    )


def _moved(ctx: Context, token: Token) -> bool:
    """True for ``goods`` and ``people``: what moves and founds no movement."""
    agent = ctx.agents.nouns.get(token.lemma.lower()) or ctx.agents.nouns.get(token.text.lower())
    case = ctx.analysis.child(token.i, "case")
    of = case is not None and case.text.lower() == "of"
    plain = next(ctx.analysis.children(token.i, "amod", "compound"), None) is None
    return of and token.upos == "NOUN" and plain and (agent is None or agent.sectors[:1] in ((), ("CVL",)))


def is_mere_office(ctx: Context, token: Token, agent: Agent) -> bool:
    """True for ``president`` in ``ran for president``, ``as president``, ``elected president``: nobody."""
    if agent.kind != "person" or agent.plural or token.xpos not in ("NN", "NNP"):
        return False
    if any(True for _ in ctx.analysis.children(token.i, "det", "nmod:poss", "nmod", "appos", "cop", "nummod", "conj")):
        return False
    if token.dep == "xcomp":
        return ctx.analysis.tokens[token.head].lemma.lower() in ctx.phrases.becoming
    cases = {c.text.lower() for c in ctx.analysis.children(token.i, "case") if c.i < token.i}
    return token.dep in ("obl", "nmod") and bool(cases) and cases <= _AS


def joined_titles(ctx: Context, item: Found, heads: Mapping[int, Found]) -> Found | None:
    """The name that a title without an article stands before, joined to another one: ``MP and former president X``,
    ``Commerce Minister and party leader X``.
    """
    tokens = ctx.analysis.tokens
    if item.plural or ctx.analysis.child(item.head, "det") is not None or item.last + 1 >= len(tokens):
        return None
    if tokens[item.last].text not in ("and", "&"):
        return None
    for k in range(
        item.last + 1, min(item.last + _LONGEST_TITLE, ctx.analysis.sentences[tokens[item.head].sentence].last)
    ):
        other = heads.get(k)
        if other is not None and other.first <= k < other.last and other.form is MentionForm.NAME:
            return other if other.phrase and other.label in ("PER", None) and k > item.last + 1 else None
        if tokens[k].upos not in ("NOUN", "PROPN", "ADJ") and tokens[k].text not in ("of", "for", "-"):
            return None
    return None


def unheld(ctx: Context, item: Found) -> bool:
    """True for an office that is not that of who holds it now: ``the next president``, ``any president``, ``whoever
    becomes the president``.
    """
    tokens = ctx.analysis.tokens
    if tokens[item.head].dep == "xcomp" and tokens[tokens[item.head].head].lemma.lower() in ctx.phrases.becoming:
        return True
    before = [t.text.lower() for t in tokens[item.first : item.head]]
    return any(w in _ANY or ctx.agents.modifiers.get(w) == "future" for w in before)


def elsewhere(ctx: Context, item: Found) -> bool:
    """True for an office of something else than a state: ``president of the Friends of the Library``."""
    other = item.agent is not None and bool(item.agent.sectors) and item.traits.sectors != item.agent.sectors
    return other or of_something(ctx, item.head, item.phrase)


def of_something(ctx: Context, head: int, phrase: str) -> bool:
    """True for ``president of Local 90``, ``president of a leading charity``: what stands behind the noun with ``of``
    or ``at`` is neither a state nor a place nor a common word for one, and not somebody's.
    """
    for child in ctx.analysis.children(head, "nmod"):
        case = ctx.analysis.child(child.i, "case")
        if child.i < head or case is None or case.text.lower() not in _HELD_IN or child.upos not in ("NOUN", "PROPN"):
            continue
        if child.text.lower() in phrase.split():
            continue  # ``secretary of defense``
        first, last = ctx.analysis.subtree(child.i)
        placed = any(i in ctx.place_countries or i in ctx.by_token for i in range(first, last))
        return not placed and child.lemma.lower() not in ctx.phrases.state_nouns | {"state", "republic"}
    return False
