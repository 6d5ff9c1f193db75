"""Whether a verb is active or passive, by its form and by where it hangs."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from functools import lru_cache

from dragoman.events.trees.phrases import Phrases
from dragoman.knowledge.expressions import Grammar
from dragoman.records import Analysis, Token

__all__ = ["Voice"]


_OBJECTS = frozenset({"obj", "ccomp", "xcomp", "obl:unmarked"})


class Voice:
    """The verbs of one article, asked for their voice."""

    def __init__(
        self,
        analysis: Analysis,
        lemmas: Sequence[str],
        grammar: Grammar,
        phrases: Phrases,
        title: Callable[[int], bool],
        sharing: Callable[[int], int],
    ) -> None:
        """``title``: whether a token stands in a headline; ``sharing``: with which clause a joined one shares its
        subject."""
        self._analysis = analysis
        self._tokens = analysis.tokens
        self._lemmas = lemmas
        self._grammar = grammar
        self._is_verb = phrases.verbs.__getitem__
        self._cases = phrases.cases.__getitem__
        self._title = title
        self._sharing = sharing
        self.passive = lru_cache(maxsize=None)(self._passive)

    def stative(self, i: int) -> bool:
        """``is opposed to the plan``: the form of a passive, yet its subject is the one who opposes."""
        preposition = self._grammar.stative.get(self._lemmas[i])
        if preposition is None or self._child(i, "obl:agent") is not None:
            return False
        return any(preposition in self._cases(c.i) for c in self._analysis.children(i, "obl", "advcl"))

    def agent(self, i: int) -> bool:
        """Whether a phrase is the agent of a passive: ``came under fire from the hill`` is none."""
        return self._tokens[i].dep == "obl:agent" and "by" in self._cases(i)

    def _passive(self, i: int) -> bool:
        """Whether the verb is passive by its form: auxiliary, subject, bare participle, or shared auxiliary."""
        if self.stative(i):
            return False
        below = {self._tokens[c].dep for c in self._analysis.children_of[i]}
        if "aux:pass" in below:
            return True
        if "nsubj" in below and not self._title(i):
            return False  # `the man she had beaten by a seat`, `the group that Baghdad once armed`
        if "nsubj:pass" in below:
            return not self._past_tense(i)
        if any(self.agent(c) for c in self._analysis.children_of[i]) or self._headed(i, below):
            return True
        return self._participle(i) and self._child(i, "aux") is None and self._bare_participle(i)

    def _headed(self, i: int, below: Set[str]) -> bool:
        """``protests after consul expelled``: in a headline what needs an object and has none but a subject."""
        past = self._tokens[i].xpos in ("VBD", "VBN") and "nsubj" in below and "aux" not in below
        return past and not below & _OBJECTS and self._lemmas[i] in self._grammar.needs_object

    def _participle(self, i: int) -> bool:
        """By its tag, or where no past tense stands: ``the court, asked for a ruling, sent it back``, ``was questioned,
        cuffed and driven off``."""
        token = self._tokens[i]
        if token.xpos != "VBD" or self._child(i, "nsubj", "expl", "mark") is not None:
            return token.xpos == "VBN"
        if token.dep == "conj":
            beside = (c for c in self._analysis.children(token.head, "conj") if c.i > i and c.xpos == "VBN")
            return any(self._child(c.i, "nsubj", "aux") is None for c in beside)
        return token.dep == "acl"

    def _bare_participle(self, i: int) -> bool:
        """Whether a participle without an auxiliary stands where one does."""
        token = self._tokens[i]
        if token.dep == "acl" and self._child(i, "obj") is not None:
            return False  # `voters elected her`, taken for `voters (who were) elected`
        if token.dep == "conj":
            governor = self._sharing(i)
            return self._is_verb(governor) and self._child(i, "nsubj") is None and self.passive(governor)
        return token.dep in ("acl", "advcl", "xcomp", "acl:relcl", "amod") or (
            token.dep in ("root", "ccomp", "parataxis") and self._child(i, "obj") is None and self._title(i)
        )

    def _past_tense(self, i: int) -> bool:
        """``the party called on them``: the predicate of a sentence of prose without an auxiliary is no participle,
        whatever the parser made of its subject.
        """
        token = self._tokens[i]
        joined = token.dep == "conj" and self._is_verb(token.head) and self.passive(token.head)
        if self._title(i) or self._child(i, "aux") is not None or joined:  # `two were hurt and nine arrested`
            return False
        return token.xpos == "VBD" or (token.dep == "root" and token.text.endswith("ed"))

    def _child(self, i: int, *deps: str) -> Token | None:
        return self._analysis.child(i, *deps)
