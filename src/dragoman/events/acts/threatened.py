"""Harm that a threat names: ``threatened further walkouts``, ``threatened Poland with fines``.

The threat and the harm are two acts (the guide of the corpus), and an expression that has the noun for one of its words
has told the first alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.events.acts.constituents import Match
from dragoman.events.acts.matching import Matcher

__all__ = ["with_threatened"]

_LIKELY = 0.8
"""The probability by which its confidence is told: no share was measured, for in the texts that we score such harm was
found before; in plain sentences with these nouns five of twelve were not."""


def with_threatened(matches: Sequence[Match], matcher: Matcher) -> list[Match]:
    """The matches, with the harm that nouns under a threat name, in the order of the text."""
    known = {m.head: m for m in matches}
    for threat in matches:
        lemma = matcher.lemmas[threat.head]
        if threat.entry.type != "THREATEN" or lemma not in matcher.grammar.threatening | matcher.grammar.warning:
            continue
        for noun in _objects(threat.head, matcher):
            kind = matcher.grammar.harms.get(matcher.lemmas[noun])
            if kind is not None and noun not in known:
                known[noun] = matcher.general(noun, frozenset({noun}), kind)._replace(probability=_LIKELY)
    return sorted(known.values(), key=lambda m: m.head)


def _objects(verb: int, matcher: Matcher) -> Iterator[int]:
    """What is threatened, or with what somebody is."""
    warns = matcher.lemmas[verb] in matcher.grammar.warning  # `warned Hanoi of tariffs`
    for child in matcher.syntax.analysis.children(verb, "obl" if warns else "obj", "obl"):
        with_it = child.dep == "obj" or ("of" if warns else "with") in matcher.syntax.case_words(child.i)
        if with_it and child.upos == "NOUN":
            yield from matcher.syntax.conjuncts(child.i)
