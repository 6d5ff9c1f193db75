"""The constituents of an entry, each where syntax may put it: literals that hang together with the head, and slots."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from dragoman.events.trees.cast import Cast
from dragoman.events.trees.syntax import Frame, Oblique, Syntax
from dragoman.knowledge.codebook import Codebook, Entry
from dragoman.knowledge.expressions import Part, Slot

__all__ = ["OWNER", "Attempt", "Constituents", "Match"]

OWNER = "the target is whose act or thing the object is"
"""The reason given when an owner stands for what is his."""
_LITERAL_DEPS = frozenset(
    {
        "obj",
        "xcomp",
        "advmod",
        "compound:prt",
        "compound",
        "amod",
        "nmod",
        "obl",
        "iobj",
        "nmod:poss",
        "fixed",
        "flat",
        "case",
        "det",
        "mark",
        "ccomp",
        "obl:npmod",
        "obl:tmod",
        "obl:unmarked",
        "advcl",
        "nummod",
        "expl",
    }
)
_RELATES = frozenset({"who", "which", "that"})
_SURE = 2
"""Matched words from which on an entry stands although what fills its slot is nobody that we know (``tariffs on
steel``).
"""
_OF_OWNERS = frozenset({"ACCUSE", "SUPPORT", "REJECT", "AGREE", "COERCE", "SANCTION"})
"""Types that are done to somebody by being done to what is his: who condemns a raid condemns the raider."""


class Match(NamedTuple):
    """One entry found at one head. Participants are heads of noun phrases, conjuncts not yet expanded."""

    entry: Entry
    head: int
    words: frozenset[int]
    """Literal tokens beside the head."""
    sources: tuple[int, ...]
    targets: tuple[int, ...]
    frame: Frame
    specificity: int
    support: int = -1
    """The verb that lends itself to an event noun (``launched``), -1 for none."""
    how: tuple[str, ...] = ()
    competitors: tuple[str, ...] = ()
    probability: float | None = None
    """Of its type, by the encoder's event head and the wording (``wording.py``); None where there is no such head."""
    silence: float = 0.0
    """By both, the probability that none of the words expresses an act."""

    @property
    def order(self) -> tuple[int, int, int, int]:
        """More matched words first, then what is no act, then more kinds of participants, then coded before uncoded."""
        participants = bool(self.sources) + bool(self.targets)
        return -self.specificity, not self.entry.ignored, -participants, self.entry.type is None


@dataclass(slots=True)
class Attempt:
    """What has been matched so far of one pattern at one head."""

    head: int
    words: set[int]
    taken: set[int]
    sources: list[int]
    targets: list[int]
    weight: int = 1
    how: list[str] = field(default_factory=list)

    def fill(self, slot: Slot, heads: Iterable[int]) -> None:
        """Put heads of noun phrases into a slot, each once; both lists for a group that acts on itself."""
        for head in heads:
            self.taken.add(head)
            if slot in (Slot.SOURCE, Slot.BOTH) and head not in self.sources:
                self.sources.append(head)
            if slot in (Slot.TARGET, Slot.BOTH) and head not in self.targets:
                self.targets.append(head)


class Constituents:
    """Finds the words and slots of entries at heads of one article."""

    def __init__(self, syntax: Syntax, cast: Cast, codebook: Codebook) -> None:
        self.syntax = syntax
        self.cast = cast
        self.codebook = codebook
        self.tokens = syntax.tokens
        self.lemmas = syntax.lemmas
        self.grammar = syntax.grammar
        self._lemmas_of: dict[int, frozenset[str]] = {}
        self._known: dict[int, tuple[Frame, int, bool]] = {}
        self._best: dict[int, Match | None] = {}
        self._rivals: dict[int, list[Match]] = {}

    def matched(self, entry: Entry, i: int, frame: Frame, attempt: Attempt, support: int = -1) -> Match:
        """What an attempt found."""
        how = (*((frame.how,) if frame.how else ()), *(("passive",) if frame.passive else ()), *attempt.how)
        return Match(
            entry,
            i,
            frozenset(attempt.words),
            tuple(attempt.sources),
            tuple(attempt.targets),
            frame,
            attempt.weight,
            support,
            how,
        )

    # ------------------------------------------------------------------ literals

    def _literals(self, parts: Sequence[Part], i: int, frame: Frame, attempt: Attempt) -> bool:
        """Whether all required words are there. One may hang on another that is found after it, so those that are
        missing are sought again as long as any is found.
        """
        left = parts
        while left:
            missing = [part for part in left if not self._literal(part, i, frame, attempt)]
            if len(missing) == len(left):
                break
            left = missing
        return all(part.optional for part in left)

    def _literal(self, part: Part, i: int, frame: Frame, attempt: Attempt) -> bool:
        if part.leading:
            found = self._subject_word(part.words, frame)
        elif part.particle:
            found = self._particle(part.words, i, frame)
        elif part.prepositions:
            found = self._governed_word(part, i, frame, attempt)
        else:
            found = self._free_word(part.words, i, frame, attempt)
        if found < 0:
            return False
        attempt.words.add(found)
        attempt.taken.add(found)
        attempt.weight += 1 + bool(part.prepositions and "" not in part.prepositions)
        return True

    def _subject_word(self, words: frozenset[str], frame: Frame) -> int:
        """``talks`` of ``talks collapsed``; of a passive, what it is done to."""
        for subject in frame.patients if frame.passive else frame.agents:
            for head in self.syntax.conjuncts(subject):
                for one in (head, self.syntax.through_quantity(head)):
                    if self.lemmas[one] in words:
                        return one
        return -1

    def _particle(self, words: frozenset[str], i: int, frame: Frame) -> int:
        for c in self.syntax.analysis.children_of[i]:
            if self.lemmas[c] in words and self.tokens[c].dep != "conj":
                return c
        for phrase in (*(o.head for o in frame.obliques), *frame.patients):
            for c in self.syntax.analysis.children_of[phrase]:
                if self.lemmas[c] in words and self.tokens[c].dep in ("case", "mark", "advmod"):
                    return c
        return -1

    def _governed_word(self, part: Part, i: int, frame: Frame, attempt: Attempt) -> int:
        """``into custody``; or, where the preposition is the verb's particle, its object: ``carry out attack``."""
        for oblique in self._obliques(i, frame, attempt):
            if not (oblique.cases & part.prepositions or ("" in part.prepositions and not oblique.cases)):
                continue  # where the preposition may be absent, another one may not stand in its place
            for head in self.syntax.conjuncts(self.syntax.through_quantity(oblique.head)):
                if self.lemmas[head] in part.words:
                    return head
        if self._particle(part.prepositions, i, frame) >= 0 or "" in part.prepositions:
            return self._free_word(part.words, i, frame, attempt)
        return -1

    def _free_word(self, words: frozenset[str], i: int, frame: Frame, attempt: Attempt) -> int:
        for patient in (*frame.patients, *frame.indirect):
            for head in self.syntax.conjuncts(patient):
                inner = self.syntax.through_quantity(head)
                if self.lemmas[head] in words:
                    return head
                if self.lemmas[inner] in words:
                    return inner
                if words & self.syntax.things(head):
                    return head
        for root in (i, *sorted(attempt.words)):
            for c in self.syntax.analysis.children_of[root]:
                if self.lemmas[c] in words and self._bare(c) and not self._clausal(c) and c not in attempt.taken:
                    return c
        # `The attack was the third that was carried out`: the literal is the subject of a noun-like use; not sought
        # further.
        return -1

    def _clausal(self, i: int) -> bool:
        """Whether it is an infinitive or gerund with an object of its own: who ``began stopping ships`` began no stop,
        and who ``began to boycott meetings`` no boycott. A bare infinitive is one (``let them visit the camp``). So is
        the verb of an adverbial clause with its own subject (``faced a split when the senator challenged the party``).
        """
        adverbial = self.tokens[i].dep == "advcl" and self.syntax.child(i, "nsubj", "nsubj:pass") is not None
        if adverbial and self.syntax.is_verb(i):
            return True
        open_clause = self.tokens[i].xpos == "VBG" or "to" in self.syntax.case_words(i)
        return open_clause and self.syntax.is_verb(i) and self.syntax.child(i, "obj", "ccomp") is not None

    def _bare(self, i: int) -> bool:
        """Whether token ``i`` stands where a word without a preposition may: `talks` is not in `left after talks`."""
        dep = self.tokens[i].dep
        governed = dep in ("obl", "nmod") and self.syntax.case_words(i) - {"of", "'s"}
        return dep in _LITERAL_DEPS and not governed

    # ------------------------------------------------------------------ slots

    def _obliques(self, i: int, frame: Frame, attempt: Attempt, *, other: bool = False) -> list[Oblique]:
        """Of the head, then of its literals, then of its objects, what they are joined with and called by: parsers
        hang a phrase on the noun before it (``barred members, above all the bloc, from joining``)."""
        found = list(frame.obliques)
        for word in sorted(attempt.words):
            found.extend(self.syntax.obliques(word))
        for patient in frame.patients:
            for noun in self._nouns_of(patient):
                if noun not in attempt.words:
                    found.extend(o for o in self.syntax.obliques(noun) if other or "of" not in o.cases or o.clausal)
        return found

    def _nouns_of(self, patient: int) -> list[int]:
        joined = self.syntax.conjuncts(patient)
        return [*joined, *(a.i for one in joined for a in self.syntax.analysis.children(one, "appos"))]

    def _slots(self, entry: Entry, frame: Frame, attempt: Attempt) -> bool:
        """Whether all slots that must be filled can be."""
        slots = entry.pattern.slotted
        pair = len(slots) > 1 and sum([not part.prepositions for part in slots]) > 1
        return all(self._slot(part, entry, frame, attempt, pair=pair) or part.optional for part in slots)

    def _slot(self, part: Part, entry: Entry, frame: Frame, attempt: Attempt, *, pair: bool) -> bool:
        if part.slot is None:
            return True
        if part.prepositions:
            return self._governed_slot(part, attempt.head, frame, attempt)
        return self._object_slot(part.slot, frame, attempt, pair=pair, owned=entry.type in _OF_OWNERS)

    def _object_slot(self, slot: Slot, frame: Frame, attempt: Attempt, *, pair: bool, owned: bool) -> bool:
        """A bare object. One that is there and can be nobody refuses the entry, and so does one that is missing
        (``the team attacked from the start``), except where a passive may have moved it.

        ``pair``: the expression has two of them; ``owned``: an object's owner may stand for it.
        """
        if slot is Slot.OTHER:
            left = [p for p in frame.patients if p not in attempt.taken]
            attempt.taken.update(left[:1] if pair and not frame.indirect else left[-1:])
            return bool(left) or frame.passive or self._clause(attempt)
        pool = frame.indirect if pair and frame.indirect else frame.patients
        left = [p for p in (*pool, *frame.indirect) if p not in attempt.taken]
        if not left:
            # `warned that ...` is no warning of anybody: a clause stands where the object would.
            clause = self.syntax.child(attempt.head, "ccomp") is not None
            return frame.passive and (not clause or attempt.weight >= _SURE)
        can = self.cast.can_suffer if slot is Slot.TARGET else self.cast.can_act
        fit = [p for p in left if any(can(c) for c in self.syntax.conjuncts(p))][:1]
        if not fit and owned and slot is Slot.TARGET:
            fit = self._owners(left[0])
            if fit:
                attempt.how.append(OWNER)
        attempt.fill(slot, fit)
        return bool(fit) or (pair and not frame.indirect) or attempt.weight >= _SURE

    def _clause(self, attempt: Attempt) -> bool:
        """Whether a clause stands where an object would: below the head, or quoted around it."""
        heads = (attempt.head, *sorted(attempt.words))
        if any(self.syntax.child(h, "ccomp", "xcomp", "parataxis", "acl", "expl") for h in heads):
            return True
        if self.tokens[attempt.head].dep == "acl:relcl":
            # `what he returned`, but not `those who returned to Asmara`: who relates is the subject, and no object.
            return not any(s.lemma in _RELATES for s in self.syntax.analysis.children(attempt.head, "nsubj"))
        return self.tokens[attempt.head].dep == "parataxis"

    def _owners(self, thing: int) -> list[int]:
        """``condemned Israel's raid``, ``defended the decision by the court``: whose it is; nobody if that is not
        said.
        """
        by = [n.i for n in self.syntax.analysis.children(thing, "nmod") if "by" in self.syntax.case_words(n.i)]
        return [o for o in (by or self.syntax.modifiers(thing)) if self.cast.can_act(o)]

    def _governed_slot(self, part: Part, i: int, frame: Frame, attempt: Attempt) -> bool:
        assert part.slot is not None
        for oblique in self._obliques(i, frame, attempt, other=part.slot is Slot.OTHER):
            if not oblique.cases & part.prepositions or oblique.head in attempt.taken:
                continue
            if part.slot is Slot.OTHER:
                attempt.taken.add(oblique.head)
            elif oblique.clausal or self.cast.timed(oblique.head):
                continue
            elif self._fits(part.slot, oblique.head):
                attempt.fill(part.slot, (oblique.head,))
            elif attempt.weight < _SURE:
                continue
            else:
                attempt.taken.add(oblique.head)
            attempt.weight += "" not in part.prepositions
            return True
        return self._displaced_slot(part, i, frame, attempt)

    def _displaced_slot(self, part: Part, i: int, frame: Frame, attempt: Attempt) -> bool:
        """The preposition without its noun: a stranded one (``was called on``), or one that is a particle (``hand
        over X``).
        """
        assert part.slot is not None
        bare = "" in part.prepositions
        if not bare and not self._stranded(part.prepositions, i, frame):
            return False
        left = [p for p in frame.patients if p not in attempt.taken]
        if part.slot is Slot.OTHER:
            attempt.taken.update(left[:1])
        else:
            fit = [p for p in left if self._fits(part.slot, p)]
            if not fit:
                return False
            attempt.fill(part.slot, fit[:1])
        attempt.weight += not bare
        return True

    def _stranded(self, prepositions: frozenset[str], i: int, frame: Frame) -> bool:
        """Whether a preposition stands without a noun of its own: in ``called her on Friday`` it does not, nor does the
        mark of an infinitive or gerund (``to persuade her``).
        """
        roots = (i, *frame.patients)
        return any(
            self.lemmas[c] in prepositions and self.tokens[c].dep not in ("conj", "mark")
            for root in roots
            for c in self.syntax.analysis.children_of[root]
        )

    def _fits(self, slot: Slot, head: int) -> bool:
        can = self.cast.can_suffer if slot is Slot.TARGET else self.cast.can_act
        return any(can(c) for c in self.syntax.conjuncts(head))
