"""What most questions about a tree come back to: tables over all tokens of an article, each made in one pass."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dragoman.knowledge.expressions import Grammar
from dragoman.records import Analysis, Token

__all__ = ["Phrases"]

_NONE: frozenset[str] = frozenset()
_JOINING = frozenset({"conj", "nmod", "appos", "flat", "list"})
"""Relations of what may be coordinated with the word that it hangs on."""
_AUXILIARY = frozenset({"aux", "aux:pass", "cop"})
_VERB_TAGS = frozenset({"VBN", "VBD", "VBG", "VB", "VBZ", "VBP"})
_NOT = frozenset({"not", "never"})
_NO_EXCEPTION = frozenset({"only", "just", "least", "to", "merely", "simply"})
"""After ``not`` they assert what follows (``not only``, ``not to mention``)."""
_INSTEAD = frozenset({("rather", "than"), ("instead", "of")})
_HIS = frozenset({"his", "her"})
_MOST_COUNTED = 3
"""Counting nouns that may count one another: ``dozens of groups of fighters``."""


class Phrases:
    """The tables of one article, each with a value for every token.

    ``verbs``: whether it is a verb, or a participle that the tagger calls an adjective. ``cases``: the lemmas of the
    prepositions and marks of its phrase or clause, those of fixed expressions among them. ``counted``: the noun that a
    counting or grouping noun is about (``a wave of attacks``; not ``two of its own``), what ``what`` is called in its
    clause, else the token itself.
    ``joined``: it and what is coordinated with it, left to right (``A, B and C``; in headlines also ``A, B``).
    """

    def __init__(
        self,
        analysis: Analysis,
        grammar: Grammar,
        lemmas: Sequence[str],
        entity_of: Sequence[int],
        title: Callable[[int], bool],
    ) -> None:
        """``lemmas``: folded; ``entity_of``: the entity that each token is part of, -1 for none; ``title``: whether a
        token stands in a headline."""
        self._analysis = analysis
        self._tokens = analysis.tokens
        self._grammar = grammar
        self._lemmas = lemmas
        self._entity_of = entity_of
        self._title = title
        self.verbs = [
            t.upos == "VERB" or ((t.upos == "AUX" or t.xpos in _VERB_TAGS) and _predicates(t) and not self._gerund(t))
            for t in self._tokens
        ]
        self.cases = self._cases()
        counting = grammar.transparent
        self.counted = [
            self._noun(i) if lemma in counting else self._called(i) if lemma == "what" else i
            for i, lemma in enumerate(lemmas)
        ]
        self.joined = self._joined()

    def _gerund(self, token: Token) -> bool:
        """``Fighting between the army and the rebels``: a noun in the form of a verb, without an object."""
        noun = token.upos == "NOUN" and token.xpos == "VBG"
        return noun and self._analysis.child(token.i, "obj") is None

    def _cases(self) -> list[frozenset[str]]:
        found = [_NONE] * len(self._tokens)
        for token in self._tokens:
            if token.dep in ("case", "mark") and token.head != token.i:
                fixed = [c for c in self._analysis.children_of[token.i] if self._tokens[c].dep == "fixed"]
                found[token.head] |= {self._lemmas[token.i], *[self._lemmas[c] for c in fixed]}
        return found

    def _noun(self, i: int) -> int:
        for _ in range(_MOST_COUNTED):
            if self._lemmas[i] not in self._grammar.transparent:
                return i
            inside = [c for c in self._analysis.children(i, "nmod") if "of" in self.cases[c.i]]
            # ``tens of thousands of people``: parsers hang both on the first
            first = inside[0] if inside else None
            inner = next((c for c in inside if self._lemmas[c.i] not in self._grammar.transparent), first)
            if inner is None or inner.upos == "ADJ":
                return i
            i = inner.i
        return i

    def _called(self, what: int) -> int:
        """What ``what`` is said to be: ``what appeared to be a missile``, ``what it said was a depot``, ``what they
        called terrorists``, ``what police described as agents``."""
        for clause in self._analysis.children(what, "acl:relcl"):
            for c in self._analysis.children(clause.i, "xcomp", "ccomp", "obl"):
                nominal = c.upos in ("NOUN", "PROPN") and c.i > clause.i
                is_it = self._analysis.child(c.i, "cop") is not None and self._analysis.child(c.i, "nsubj") is None
                named = c.dep == "xcomp" or (c.dep == "obl" and self.cases[c.i] == {"as"})
                if nominal and (is_it or named):
                    return c.i
        return what

    def _joined(self) -> list[tuple[int, ...]]:
        found: list[tuple[int, ...]] = [(token.i,) for token in self._tokens]
        below: dict[int, list[int]] = {}
        for token in self._tokens:
            if token.dep in _JOINING and token.head != token.i and self._coordinated(token):
                below.setdefault(self._joined_to(token), []).append(token.i)

        def whole(i: int) -> set[int]:
            return {i}.union(*[whole(c) for c in below.get(i, ())])

        for i in below:
            found[i] = tuple(sorted(whole(i)))
        return found

    def _joined_to(self, token: Token) -> int:
        """``the governor of Ituri and his deputy``: the governor's deputy, for a place has none that are *his*."""
        above, i = token.head, self._entity_of[token.head]
        his = any(c.text.lower() in _HIS for c in self._analysis.children(token.i, "nmod:poss"))
        while his and i >= 0 and self._analysis.entities[i].label != "PER" and self._tokens[above].dep == "nmod":
            above = self._tokens[above].head
            i = self._entity_of[above]
        return above

    def _coordinated(self, token: Token) -> bool:
        """Whether a token is coordinated with the one that it hangs on."""
        if token.dep == "conj":
            return not self.verbs[token.i] and not self._excepted(token)
        if token.dep == "nmod":
            return not self.cases[token.i].isdisjoint(self._grammar.accompaniment)
        return self._listed_name(token)

    def _excepted(self, token: Token) -> bool:
        """``the navy, not the rebels``, ``the army rather than the police``: named beside the other as who is not
        meant."""
        for c in self._analysis.children_of[token.i]:
            if c > token.i or self._tokens[c].dep not in ("advmod", "cc"):
                continue
            following = self._tokens[c + 1].text.lower()
            if (self._lemmas[c] in _NOT and following not in _NO_EXCEPTION) or (self._lemmas[c], following) in _INSTEAD:
                return True
        return False

    def _listed_name(self, token: Token) -> bool:
        """Headlines join names by a comma alone, which parsers take for an apposition or a part of the name."""
        if token.i == 0 or not self._title(token.head):
            return False
        entity, own = self._entity_of[token.i], self._entity_of[token.head]
        if entity < 0 or own < 0 or entity == own:
            return False
        return self._tokens[self._analysis.entities[entity].first - 1].text == ","


def _predicates(token: Token) -> bool:
    """Whether a word that has the form of a verb is the verb of a clause."""
    if token.dep in _AUXILIARY:
        return False
    return token.upos == "AUX" or token.dep not in ("amod", "compound")
