"""Whose act others say that an act was, where its noun is what they speak of: ``a bombing blamed on the rebels``, ``an
ambush claimed by the Taliban``, ``the army pinned the raid on smugglers``, ``said to be the work of a cartel``.
"""

from __future__ import annotations

from dragoman.events.trees.syntax import Syntax

__all__ = ["ascribed"]

_CLAUSES = ("acl", "acl:relcl")
_ASKING = frozenset({"who", "what", "that", "nobody", "none"})
_SPOKEN_OF = ("obj", "nsubj:pass")


def ascribed(syntax: Syntax, noun: int) -> list[int]:
    """The heads of the phrases that name whose act the one of a noun is said to be; none where nobody says so."""
    token = syntax.tokens[noun]
    clauses = [c.i for c in syntax.analysis.children(noun, *_CLAUSES)]
    above = [token.head] if token.dep in _SPOKEN_OF and syntax.is_verb(token.head) else []
    return [head for verb in (*clauses, *above) for head in _by_verb(syntax, verb, noun)] or _behind(syntax, noun)


def _behind(syntax: Syntax, noun: int) -> list[int]:
    """``The front said that it was behind the attack``."""
    if "behind" not in syntax.case_words(noun) or syntax.child(noun, "cop") is None:
        return []
    return [s.i for s in syntax.analysis.children(noun, "nsubj") if syntax.lemmas[s.i] not in _ASKING]


def _by_verb(syntax: Syntax, verb: int, noun: int) -> list[int]:
    """Whom a verb names that speaks of the act of a noun."""
    made = _made_by(syntax, verb)
    cases = syntax.grammar.ascribing.get(syntax.lemmas[verb])
    if made or cases is None or syntax.negated(verb) is not None:
        return made
    frame = syntax.frame(verb)
    if "by" in cases:
        return list(frame.agents) if frame.passive else []
    # Parsers hang the phrase on the noun as well: `blamed the attack on smugglers`. What stands before the verb tells
    # of the act itself: `the attack on the convoy, which the army blamed on smugglers`.
    phrases = (*frame.obliques, *(o for o in syntax.obliques(noun) if o.head > verb))
    return [o.head for o in phrases if o.cases & cases and not o.clausal]


def _made_by(syntax: Syntax, verb: int) -> list[int]:
    """``believed to be the work of smugglers``, ``which was the work of smugglers``."""
    works = [verb, *(c.i for c in syntax.analysis.children(verb, "xcomp", "obl"))]
    return [
        maker.i
        for work in works
        if syntax.lemmas[work] in syntax.grammar.handiwork
        for maker in syntax.analysis.children(work, "nmod")
        if "of" in syntax.case_words(maker.i)
    ]
