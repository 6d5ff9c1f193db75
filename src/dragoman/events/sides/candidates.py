"""Which phrases of a sentence may take part in an event."""

from __future__ import annotations

from collections.abc import Mapping

from dragoman.events.trees.cast import Cast
from dragoman.events.trees.syntax import Syntax
from dragoman.records import Participant, Token

__all__ = ["Candidates"]

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "ADJ", "NUM", "X", "DET", "SYM"})
_WHERE = frozenset({"in", "at", "near", "around", "across", "inside", "throughout", "outside"})
"""Prepositions of where something was."""


class Candidates:
    """The candidates of one article's sentences."""

    def __init__(self, syntax: Syntax, cast: Cast) -> None:
        self.syntax = syntax
        self.cast = cast
        self.tokens = syntax.tokens
        self._of_sentence: dict[int, Mapping[int, Participant]] = {}

    def of(self, sentence: int) -> Mapping[int, Participant]:
        """Heads of the phrases of a sentence that may take part in an event, in the order of the text, and who each
        is."""
        found = self._of_sentence.get(sentence)
        if found is None:
            s = self.syntax.analysis.sentences[sentence]
            heads = [t.i for t in self.tokens[s.first : s.last] if t.upos in _NOMINAL and self._candidate(t)]
            found = {i: one for i in heads if (one := self.cast.participant(i))}
            self._of_sentence[sentence] = found
        return found

    def _candidate(self, token: Token) -> bool:
        i = token.i
        if token.dep == "flat" or self.cast.timed(i) or self._holds_the_place(token):
            return False
        entity = self.syntax.entity_of[i]
        if token.dep in ("amod", "nmod:desc") and token.head > i and self._called(token.head):
            return False  # `Russian President Putin`, `Rwandan troops`: who is called so stands for both
        if entity >= 0:
            span = self.syntax.analysis.entities[entity]
            if token.head != i and span.first <= token.head < span.last:
                return False  # inside a name
        elif token.dep in ("compound", "amod"):
            return self.cast.headed(i) or self._described(token)
        elif token.upos in ("ADJ", "DET", "NUM", "X", "SYM"):
            # `They wounded ten`, `more than 200 were arrested`
            return self.cast.headed(i) or self.cast.pointed(i) or self.cast.counted(i)
        return self.cast.can_suffer(i)

    def _described(self, token: Token) -> bool:
        """Whether a common noun before another tells who did what that one tells, or what it hit (``a coalition air
        strike``, ``the hotel bombing``)."""
        grammar, lemma = self.syntax.grammar, self.syntax.lemmas[token.i]
        named = lemma in grammar.bodies or lemma in grammar.sites
        return named and token.i < token.head and not self._called(token.head)

    def _holds_the_place(self, token: Token) -> bool:
        """``were killed in India's Manipur state``: whose land it was has no part in it."""
        if token.dep != "nmod:poss" or self.syntax.entity_of[token.i] < 0:
            return False
        beside = self.syntax.analysis.children(token.head, "compound", "amod", "nmod:desc", "appos")
        placed = any(self.is_place(i) for i in (token.head, *(c.i for c in beside)))
        return placed and not _WHERE.isdisjoint(self.syntax.case_words(token.head))

    def is_place(self, i: int) -> bool:
        """Whether a word is of the name of a place."""
        entity = self.syntax.entity_of[i]
        return entity >= 0 and self.syntax.analysis.entities[entity].label == "LOC"

    def _called(self, noun: int) -> bool:
        """Whether what a describing word stands before is somebody, past titles."""
        token = self.tokens[noun]
        titled = token.dep == "nmod:desc" and token.head > noun
        return self._called(token.head) if titled else self.cast.headed(noun) or self.syntax.entity_of[noun] >= 0
