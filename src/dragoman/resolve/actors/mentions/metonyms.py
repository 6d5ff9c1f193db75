"""Where a capital stands for its government: ``Tehran said``, ``told Abuja``, ``arms for Kyiv``."""

from __future__ import annotations

from dragoman.records import Analysis, Token
from dragoman.resolve.actors.context import Context

__all__ = ["metonym"]

_STANDS_FOR = frozenset(
    ("between", "with", "against", "by", "according", "behind")
)  # behind these a capital is a government, not a place
_ADDRESSED = frozenset(("to", "from", "on", "for", "of", "upon", "towards"))  # decided by the word they hang on


def metonym(ctx: Context, token: Token) -> bool:
    """True if a capital stands where only a government can: a subject that acts, ``between Tehran and Baghdad``,
    ``told Abuja``, ``a letter from Caracas``, ``Ottawa's request``.
    """
    analysis = ctx.analysis
    top, seen = token, 0
    while top.dep.startswith(("conj", "appos")) and seen < 8:
        top, seen = analysis.tokens[top.head], seen + 1
    governor = analysis.tokens[top.head]
    cases = {case.text.lower() for case in analysis.children(top.i, "case")}
    if top.dep == "nmod:poss":
        reads = _reads(ctx, governor) != "place"
    elif top.dep == "compound" and not cases:
        reads = governor.i > token.i and _reads(ctx, governor) == "actor"
    elif _addressed_in_title(analysis, token):
        reads = True
    elif cases & _STANDS_FOR:
        reads = not top.dep.startswith("root")
    elif cases == {"in"}:
        reads = top.dep == "obl" and governor.lemma.lower() in ctx.phrases.receiving and _passive(analysis, governor)
    elif cases:
        given = analysis.child(governor.i, "obj") if cases & {"to", "for", "from"} and governor.upos == "VERB" else None
        addressed = _reads(ctx, governor) == "actor" or (given is not None and _reads(ctx, given) == "actor")
        reads = bool(cases & _ADDRESSED) and addressed
    elif top.dep.startswith("nsubj"):
        reads = _acts(ctx, top, governor)
    elif top.dep in ("obj", "iobj"):
        reads = governor.upos == "VERB" and (top.dep == "iobj" or _reads(ctx, governor) != "place")
    else:
        reads = top.dep == "root" and _heads_title(analysis, token, top)
    return reads


def _passive(analysis: Analysis, verb: Token) -> bool:
    return verb.xpos == "VBN" and all(t.dep == "nsubj:pass" for t in analysis.children(verb.i, "nsubj"))


def _acts(ctx: Context, subject: Token, governor: Token) -> bool:
    """True if a capital that is a subject does what governments do: ``fell`` and ``was bombed`` are done to places."""
    adjective = ctx.agents.capitals.get((governor.lemma.lower(), "a"), "") == "actor"
    if adjective or _infinitive(ctx.analysis, governor):
        return True
    passive = subject.dep == "nsubj:pass"
    known = _reads(ctx, governor) if passive else ctx.agents.capitals.get((governor.lemma.lower(), "s"), "")
    to_be = governor.upos == "VERB" and _marked(ctx.analysis, governor)  # ``Canberra is to train them``
    is_so = governor.upos != "VERB" and ctx.analysis.child(governor.i, "cop") is not None
    return known != "place" and (to_be or not is_so)


def _infinitive(analysis: Analysis, governor: Token) -> bool:
    """True for ``stood ready to swap``, ``has yet to respond``, ``is to host``: a will, which places have not."""
    acts = analysis.children(governor.i, "xcomp", "acl", "advcl")
    return governor.upos in ("ADJ", "ADV", "AUX", "VERB") and any(
        t.i > governor.i and t.upos == "VERB" and _marked(analysis, t) for t in acts
    )


def _marked(analysis: Analysis, verb: Token) -> bool:
    return any(m.text.lower() == "to" for m in analysis.children(verb.i, "mark"))


def _addressed_in_title(analysis: Analysis, token: Token) -> bool:
    """True for ``NATO chief to Berlin: send tanks``: behind ``to`` and before a colon."""
    tokens, sentence = analysis.tokens, analysis.sentences[analysis.tokens[token.i].sentence]
    behind = tokens[token.i + 1 : min(token.i + 2, sentence.last)]
    before = [t.text.lower() for t in tokens[max(sentence.first, token.i - 3) : token.i]]
    return bool(behind) and behind[0].text == ":" and "to" in before


def _heads_title(analysis: Analysis, token: Token, top: Token) -> bool:
    """True where a capital is the root of what the parser did not read as a clause: ``it was Suva that talked them
    round``, ``Grozny: nobody burned the house``, ``Niamey to nationalise mine``, ``Rabat, Madrid bury hatchet``.
    """
    if analysis.child(top.i, "expl") is not None:
        return True
    tokens, sentence = analysis.tokens, analysis.sentences[token.sentence]
    after = [t.text for t in tokens[token.i + 1 : min(token.i + 3, sentence.last)]]
    if sentence.first != top.i or not after:
        return False
    clause = len(after) == 2 and after[0] == "to" and (tokens[token.i + 2].upos in ("VERB", "AUX", "PROPN"))
    pair = after[0] == "," and len(after) == 2 and after[1][:1].isupper() and sentence.last - token.i > 4
    return after[0] == ":" or clause or pair or token.i != top.i


def _reads(ctx: Context, governor: Token) -> str:
    """What a capital beside this word is, by the list of ``agents/capitals.csv``."""
    lemma = governor.lemma.lower()
    if governor.upos in ("VERB", "AUX"):
        return "actor" if lemma in ctx.sayers else ctx.agents.capitals.get((lemma, "v"), "")
    return ctx.agents.capitals.get((lemma, "n"), "")
