"""Sentences whose parts stand elsewhere than usual: inversions, ``so did``, causative ``have``, a shared object."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.records import Analysis, Token

__all__ = ["CAUSED", "INVERTED", "causer", "inverted", "likewise", "raised"]

CAUSED = "who had it done"
INVERTED = "a subject behind its copula"
"""How a frame names the doers that these constructions tell."""
_SO = frozenset({"so", "as"})


def likewise(analysis: Analysis, lemmas: Sequence[str], verb: int) -> tuple[int, ...]:
    """Who else did it: the ``Hungary`` of ``Slovakia recalled its envoy, and so did Hungary``, ``as did Hungary``."""
    found = []
    for too in analysis.children(verb, "conj", "advcl", "parataxis"):
        if lemmas[too.i] != "do" or too.i < verb:
            continue
        marks = [c for c in analysis.children_of[too.i] if c < too.i and lemmas[c] in _SO]
        who = analysis.child(too.i, "nsubj")
        if marks and who is not None and who.i > too.i:
            found.append(who.i)
    return tuple(found)


def inverted(analysis: Analysis, clause: int, noun: int) -> bool:
    """``Leading the march was a teacher``, ``First to congratulate him was Oman's ruler``: whether a noun that stands
    behind its copula does what the clause before that tells."""
    copula = analysis.child(noun, "cop")
    return copula is not None and clause < copula.i < noun and analysis.child(noun, "nsubj") is None


def causer(analysis: Analysis, lemmas: Sequence[str], participle: int) -> int | None:
    """The ``had`` of ``had two reporters arrested``: whose subject has it is behind the arrest (Huddleston and Pullum,
    The Cambridge Grammar of the English Language, 14.5.6.2); None without one."""
    token = analysis.tokens[participle]
    if token.xpos != "VBN" or analysis.child(participle, "aux", "aux:pass", "mark") is not None:
        return None
    above = analysis.tokens[token.head]
    verb = above.head if token.dep == "acl" and above.dep == "obj" else token.head
    right = token.dep in ("acl", "xcomp", "ccomp") and verb < above.i + (verb == above.i) <= participle
    past = analysis.tokens[verb].xpos in ("VBD", "VB", "VBN", "VBG")
    return verb if right and past and lemmas[verb] == "have" and analysis.tokens[verb].upos == "VERB" else None


def raised(tokens: Sequence[Token], verb: int, other: int) -> bool:
    """``The junta denounced, and the opposition praised, the mission``: commas keep the object for both."""
    return max(verb, other) + 1 < len(tokens) and tokens[verb + 1].text == tokens[other + 1].text == ","
