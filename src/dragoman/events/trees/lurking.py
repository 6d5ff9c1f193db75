"""Weapons that are found before they go off: ``police seized a car bomb``, ``the mine was defused``."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.events.trees.syntax import Syntax

__all__ = ["found_by"]


def found_by(syntax: Syntax, words: Iterable[int]) -> int | None:
    """The verb by which somebody finds a weapon that lay in wait, or makes it safe, if the weapon or the verb is one of
    ``words``; None where none does."""
    grammar = syntax.grammar
    for i in sorted(words):
        token = syntax.tokens[i]
        while token.dep == "nmod" and syntax.lemmas[token.head] in grammar.lurking:
            token = syntax.tokens[token.head]  # `a cache of rockets`
        if syntax.is_verb(i):
            verb, weapons = i, syntax.frame(i).patients
        elif token.dep in ("obj", "nsubj:pass"):
            verb, weapons = token.head, (token.i,)
        else:
            continue
        lurk = any(syntax.lemmas[syntax.through_quantity(w)] in grammar.lurking for w in weapons)
        if lurk and syntax.lemmas[verb] in grammar.finding and syntax.negated(verb) is None:
            return verb
    return None
