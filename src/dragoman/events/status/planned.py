"""Event nouns that a clause on them plans: ``a rally planned for Friday``, ``the strike that it had scheduled``."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.events.trees.lemmas import cut_compounds
from dragoman.events.trees.syntax import Syntax
from dragoman.knowledge.status import StatusLexicon
from dragoman.records import Status

__all__ = ["planners"]

_PLACING = frozenset({"at", "in", "on", "outside", "near"})


def planners(syntax: Syntax, lexicon: StatusLexicon, noun: int) -> Iterator[int]:
    """The verbs of participles and relative clauses of ``noun`` that plan what it names."""
    return (c for c in _clauses(syntax, noun) if _plans(syntax, lexicon, c))


def _clauses(syntax: Syntax, noun: int) -> Iterator[int]:
    """Its own; for want of any those of a place behind it, on which the parser hangs what is said of both:
    ``a sit-in at the airports that it had planned``. What hangs on a part of a compound is said of its whole.
    """
    parts = {noun, *(word.i for halves in cut_compounds(noun, syntax.tokens) for word in halves)}
    own = [c.i for part in parts for c in syntax.analysis.children(part, "acl", "acl:relcl")]
    yield from own
    near = [c for part in parts for c in syntax.analysis.children(part, "nmod")]
    behind = (*near, *syntax.analysis.children(syntax.tokens[noun].head, "obl"))
    for place in behind if not own else ():
        if place.i > noun and syntax.case_words(place.i) & _PLACING:
            yield from (c.i for c in syntax.analysis.children(place.i, "acl:relcl"))


def _plans(syntax: Syntax, lexicon: StatusLexicon, verb: int) -> bool:
    """Whether the noun is what the verb plans."""
    if syntax.lemmas[verb] in lexicon.phrases.errands:
        return False  # `the arrests announced on Friday`
    if not syntax.is_verb(verb) or lexicon.effect(syntax.lemmas[verb], "v", ("obj",)) is not Status.PLANNED:
        return False
    objects = syntax.analysis.children(verb, "obj", "xcomp", "ccomp")
    return all(o.xpos in ("WDT", "WP") or syntax.lemmas[o.i] == "that" for o in objects) and (
        syntax.tokens[verb].xpos == "VBN" or any(syntax.analysis.children(verb, "nsubj"))
    )
