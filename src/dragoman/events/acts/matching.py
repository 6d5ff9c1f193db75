"""Finding codebook entries in a tree: heads through the index, then each constituent where syntax may put it.

Literals must hang together with the head. Of the entries that fit one head the one with most matched words wins,
then the one with
most participants; of two heads that claim the same word, likewise. What lost is kept as a competitor, for `reasons`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set

from dragoman.events.acts.constituents import Attempt, Match
from dragoman.events.acts.nouns import ASCRIBED, WHOSE, NounFrames
from dragoman.events.trees.cast import Cast
from dragoman.events.trees.syntax import Frame, Syntax
from dragoman.knowledge.codebook import Entry, Shelf
from dragoman.knowledge.expressions import HeadClass, Slot

__all__ = ["Match", "Matcher", "find_matches", "owned"]

_NOT_A_TRIGGER = frozenset({"compound", "amod", "flat", "nmod:desc", "fixed", "goeswith"})
"""Relations in which a noun only describes another (``attack helicopter``) or is part of a name."""

_IN = frozenset({"in", "by", "during", "after"})
"""Prepositions under which an act stands in which another was done."""
_DONE_TO = frozenset({"ASSAULT", "COERCE", "SANCTION", "RETREAT"})
"""Types of acts of which a participle before a noun tells whom they befell: on train and dev 32 of 39 were events."""


def find_matches(matcher: Matcher, separate: Callable[[int, int], bool] = lambda *_: False) -> list[Match]:
    """The matches of one article, at most one a trigger, in the order of the text.

    ``separate(head, word)``: whether the act that a literal names is one of its own, of which the head only speaks
    (``call for talks``: a request, and talks that are demanded).
    """

    def apart(head: int, word: int) -> bool:
        return separate(head, word) or matcher.beside(head, word) or owned(matcher.syntax, matcher.cast, head, word)

    heads = matcher.codebook.heading(matcher.lemmas)
    found = [match for i, lemma in enumerate(matcher.lemmas) if lemma in heads and (match := matcher.at(i)) is not None]
    return _without_overlaps(found, apart)


def owned(syntax: Syntax, cast: Cast, head: int, word: int) -> bool:
    """Whether an act named in an expression is told to be somebody else's: ``turned down Ottawa's request``."""
    token = syntax.tokens[word]
    if token.upos != "NOUN" or token.head != head or token.dep not in ("obj", "nsubj:pass", "obl"):
        return False
    owners = [o for o in syntax.modifiers(word) if cast.can_act(o) and syntax.tokens[o].upos != "PRON"]
    return bool(owners) and not set(owners) & set(syntax.frame(head).agents)


def _without_overlaps(matches: list[Match], separate: Callable[[int, int], bool]) -> list[Match]:
    kept: list[Match] = []
    used: set[int] = set()
    for match in sorted(matches, key=lambda m: (m.order, m.head)):
        if match.head in used or any(w in used and not separate(match.head, w) for w in match.words):
            continue
        own = match.entry.status is not None or match.entry.ignored
        used |= {match.head, *(w for w in match.words if own or not separate(match.head, w))}
        if not match.entry.ignored:
            kept.append(match)
    return sorted(kept, key=lambda m: m.head)


def _possible(entries: Iterable[Entry], around: Set[str]) -> list[Entry]:
    """The entries of whose words, and of whose prepositions, each may be one of the lemmas ``around``."""
    found: list[Entry] = []
    for entry in entries:
        for words in entry.pattern.needs:
            if words.isdisjoint(around):
                break
        else:
            found.append(entry)
    return found


class Matcher(NounFrames):
    """Tries entries at heads of one article."""

    def at(self, i: int) -> Match | None:
        """The best entry headed by token ``i``."""
        if i not in self._best:
            self._best[i] = self._tried(i)
        return self._best[i]

    def _tried(self, i: int) -> Match | None:
        head_class = self._head_class(i)
        if head_class is None:
            return None
        shelf = self.codebook.shelf(self.lemmas[i], head_class)
        if shelf is None:
            return None
        around = self._around(self.tokens[i].sentence)
        entries = _possible(shelf.bare, around)
        if words := shelf.words & around:
            entries += self._beside(i, shelf, words, around)
        if entries and self.tokens[i].dep == "amod":
            entries = [entry for entry in entries if not self._only_describes(entry, i)]
        found = [match for entry in entries if (match := self._try(entry, i)) is not None]
        if not found:
            return None
        if len(found) == 1:
            return found[0]
        found.sort(key=lambda m: (m.order, m.entry.name))
        first, *rivals = found
        self._rivals[i] = rivals
        return first._replace(competitors=tuple(m.entry.name for m in rivals[:3]))

    def rival(self, i: int, kind: str | None) -> Match | None:
        """The best entry of a type (None: of no type) among those that fit at token ``i`` beside the best of all; None
        if none does."""
        return next((match for match in self._rivals.get(i, ()) if match.entry.type == kind), None)

    def _beside(self, i: int, shelf: Shelf, words: Set[str], around: Set[str]) -> list[Entry]:
        """The entries of a shelf of which one of ``words`` stands where syntax may put it. What else they need is asked
        first: the tree of a clause costs more."""
        possible = {word: found for word in words if (found := _possible(shelf.by_word[word], around))}
        if not possible:
            return []
        near = self._near(i, possible.keys())
        return list({entry.name: entry for word in near for entry in possible[word]}.values())

    def _only_describes(self, entry: Entry, i: int) -> bool:
        """Whether a participle before its noun tells no deed: ``captured pilots`` were captured, ``exiled poets`` live
        abroad, and a ``proposed law`` is not the matter of its sentence.
        """
        done = entry.type in _DONE_TO and entry.pattern.specificity == 1
        return not (done or entry.ignored) or self.lemmas[i] in self.grammar.lasting

    def general(self, i: int, words: frozenset[int], kind: str) -> Match:
        """The best general frame of a type around token ``i``, which with ``words`` expresses it; without participants
        where no frame fits.
        """
        head_class = HeadClass.VERB if self.syntax.is_verb(i) else HeadClass.NOUN
        frames = self.codebook.frames.get((kind, head_class), ())
        placed = _possible(frames, self._around(self.tokens[i].sentence))
        found = [match for entry in placed if (match := self._try(entry, i, words - {i})) is not None]
        best = min(found, key=lambda m: (m.order, m.entry.name), default=None)
        if best is not None:
            return best
        alone = next(entry for entry in frames if not entry.pattern.parts)
        lent = self._support(i) if head_class is HeadClass.NOUN else -1
        attempt = Attempt(i, set(words - {i}), {i, *words}, [], [])
        return self.matched(alone, i, self.syntax.frame(i), attempt, lent if lent in words else -1)

    def _head_class(self, i: int) -> HeadClass | None:
        token = self.tokens[i]
        if self.syntax.is_verb(i):
            return HeadClass.VERB
        if token.upos in ("NOUN", "PROPN"):
            # Part of a name, or the head of what names an actor (`the ruling coalition`): no event.
            named = (self.syntax.entity_of[i] >= 0 and token.upos == "PROPN") or self.cast.headed(i)
            return None if token.dep in _NOT_A_TRIGGER or named else HeadClass.NOUN
        return HeadClass.ADJECTIVE if token.upos == "ADJ" else HeadClass.ANY if token.upos == "ADV" else None

    def beside(self, head: int, word: int) -> bool:
        """Whether a noun under a verb names an act of its own: ``was killed in a drone strike on the camp``. The verb
        tells one itself, and does not lend itself to the noun (``came under attack``).
        """
        token = self.tokens[word]
        if token.upos != "NOUN" or token.head != head or token.dep not in ("obl", "obl:agent", "nsubj"):
            return False
        if not self.syntax.is_verb(head) or self.syntax.lends(head) or not self.codebook.heads(self.lemmas[head]):
            return False
        return token.dep == "nsubj" or not _IN.isdisjoint(self.syntax.case_words(word))

    def armed(self, i: int) -> bool:
        """Whether the sentence of token ``i`` names weapons or fighters of war."""
        return not self.grammar.arms.isdisjoint(self._around(self.tokens[i].sentence))

    def _around(self, sentence: int) -> Set[str]:
        """The lemmas of a sentence, and where a pronoun in it may take up a thing those of the ones before."""
        found = self._lemmas_of.get(sentence)
        if found is None:
            s = self.syntax.analysis.sentences[sentence]
            first = self.syntax.looked_back_to(sentence) if sentence in self.syntax.taking_up else s.first
            found = self._lemmas_of[sentence] = frozenset(self.lemmas[first : s.last])
        return found

    def _near(self, i: int, asked: Set[str]) -> set[str]:
        """Which of the lemmas ``asked`` for stand where a literal can be: at dependents of dependents of ``i``, of its
        arguments, and of what it modifies.
        """
        frame, sentence = self.syntax.frame(i), self.tokens[i].sentence
        roots = {i, *frame.patients, *frame.agents, *[o.head for o in frame.obliques]}
        inner = {noun for root in roots if (noun := self.syntax.through_quantity(root)) != root}
        s, lemmas = self.syntax.analysis.sentences[sentence], self.lemmas
        near = {word for k in range(s.first, s.last) if (word := lemmas[k]) in asked and self._close(k, roots, inner)}
        if sentence in self.syntax.taking_up:
            for patient in frame.patients:
                near |= asked & self.syntax.things(patient)
        return near

    def _close(self, k: int, roots: Set[int], inner: Set[int]) -> bool:
        """Whether token ``k`` is one of ``roots``, hangs on one, or on what hangs on one; of ``inner`` but the first
        two.
        """
        above = self.tokens[k].head
        return k in roots or above in roots or self.tokens[above].head in roots or k in inner or above in inner

    def _try(self, entry: Entry, i: int, given: frozenset[int] = frozenset()) -> Match | None:
        """``given``: words that are known to belong to the head."""
        pattern = entry.pattern
        if pattern.head_class is HeadClass.NOUN:
            return self._try_noun(entry, i, given)
        frame = self.syntax.frame(i)
        objectless = not (frame.patients or frame.indirect or frame.passive)
        if (pattern.transitive and objectless) or not self._predicated(entry, i):
            return None
        attempt = Attempt(i, set(given), {i, *given}, [], [], weight=1 + pattern.copula)
        if not self._subject(entry, frame, attempt):
            return None
        # Literals first: a slot must not take what a word of the expression names.
        if not self._literals(pattern.literals, i, frame, attempt) or not self._slots(entry, frame, attempt):
            return None
        if not attempt.sources:
            self._behind_instrument(entry, frame, attempt)
        stands = bool(attempt.sources or attempt.targets) or entry.ignored
        return self.matched(entry, i, frame, attempt) if stands else None

    def _behind_instrument(self, entry: Entry, frame: Frame, attempt: Attempt) -> None:
        """``was killed in a US drone strike``: whose strike it was did it."""
        for oblique in frame.obliques:
            noun = self.tokens[oblique.head].upos == "NOUN" and self.codebook.has(
                self.lemmas[oblique.head], HeadClass.NOUN
            )
            if oblique.cases & {"in", "by", "during"} and (oblique.head in attempt.words or noun):
                doers = self.ascribed(oblique.head, entry.type)
                owners = [o for o in doers or self._owners(oblique.head) if o not in attempt.targets]
                attempt.fill(Slot.SOURCE, owners)
                if owners:
                    attempt.how.append(ASCRIBED if doers else WHOSE)

    def _owners(self, noun: int) -> list[int]:
        """Whose act an event noun tells, by what stands before it: a possessor, a name, or a body that is a mention
        (``army shelling``; ``a market bombing`` is where).
        """
        before = [c.i for c in self.syntax.analysis.children(noun, "compound", "amod", "nmod") if c.i < noun]
        names = {*self.syntax.modifiers(noun), *self.syntax.before(noun, self.grammar.bodies)}
        nobody = self.grammar.sites | self.grammar.instruments  # `artillery fire` is not by the artillery
        names.update(c for c in before if self.cast.headed(c) and self.lemmas[c] not in nobody)
        last = max(self.syntax.before(noun, self.grammar.sites), default=-1)
        names = {o for o in names if o > last or not self._is_place(o)}  # `the Kenya embassy bombing`
        return [o for o in sorted(names) if self.cast.can_act(o)]

    def _is_place(self, i: int) -> bool:
        entity = self.syntax.entity_of[i]
        return entity >= 0 and self.syntax.analysis.entities[entity].label == "LOC"

    def _predicated(self, entry: Entry, i: int) -> bool:
        """Whether a predicate after ``be``, or an adjective, is predicated here; verbs always are."""
        if entry.pattern.copula:
            return self.syntax.child(i, "cop") is not None or self.tokens[i].dep == "xcomp"
        return entry.pattern.head_class is not HeadClass.ADJECTIVE or self._predicative(i)

    def _predicative(self, i: int) -> bool:
        return self.syntax.child(i, "cop") is not None or self.tokens[i].dep in (
            "xcomp",
            "acl",
            "acl:relcl",
            "conj",
            "advcl",
        )

    # ------------------------------------------------------------------ subjects

    def _subject(self, entry: Entry, frame: Frame, attempt: Attempt) -> bool:
        slot = entry.pattern.subject
        if slot is None or slot is Slot.OTHER:
            return True
        actors = list(filter(self.cast.can_act, frame.agents))
        bare = frame.passive and not frame.agents and self.syntax.child(attempt.head, "aux:pass") is None
        if bare and self._intransitive(entry, frame):
            # `the rebels retaliated against`: what takes no object cannot be a passive participle.
            actors = [p for p in frame.patients if self.cast.can_act(p)]
            if actors and self._takes_object(attempt.head):
                return False  # `the anchor was fired on Friday, on live television`: nobody was shot at
        if slot is Slot.BOTH:
            return self._group(entry, frame, actors, attempt)
        if slot is Slot.TARGET and not actors:
            # `The base came under fire`: what suffers may be a thing.
            actors = [a for a in frame.agents if self.cast.can_suffer(a)]
        if slot is Slot.SOURCE and not actors and frame.agents:
            actors = self._behind_noun(entry, frame.agents[0], attempt)
        attempt.fill(slot, actors)
        return True

    def _intransitive(self, entry: Entry, frame: Frame) -> bool:
        governed = [p for p in entry.pattern.parts if p.prepositions and not p.optional]
        bare = any(not p.prepositions and not p.particle for p in entry.pattern.parts)
        return not bare and any(o.cases & p.prepositions for p in governed for o in frame.obliques)

    def _takes_object(self, i: int) -> bool:
        """Whether the codebook has a bare expression of a verb that acts on its object."""
        shelf = self.codebook.shelf(self.lemmas[i], HeadClass.VERB)
        return shelf is not None and any(
            part.slot is Slot.TARGET and not part.prepositions for e in shelf.bare for part in e.pattern.parts
        )

    def _behind_noun(self, entry: Entry, noun: int, attempt: Attempt) -> list[int]:
        """``Israel's airstrike killed five``: the doer is whose event the subject is."""
        noun = self.syntax.through_quantity(noun)
        if doers := self.ascribed(noun, entry.type):
            attempt.how.append(ASCRIBED)
            return doers
        if self.tokens[noun].upos in ("NOUN", "PROPN") and self.codebook.has(self.lemmas[noun], HeadClass.NOUN):
            owners = [o for o in self.syntax.modifiers(noun) if self.cast.can_act(o)]
            owners += [
                n.i
                for n in self.syntax.analysis.children(noun, "nmod")
                if "by" in self.syntax.case_words(n.i) and self.cast.can_act(n.i)
            ]
            if owners:
                attempt.how.append("the doer is whose act the subject is")
            return owners
        return []

    def _group(self, entry: Entry, frame: Frame, actors: list[int], attempt: Attempt) -> bool:
        if not entry.pattern.parts and (
            any(self.cast.can_act(p) for p in frame.patients)
            or any("with" in o.cases and self.cast.can_act(o.head) for o in frame.obliques)
        ):
            return False  # `A met B` and `A met with B` have entries of their own
        members = [m for a in actors for m in self.syntax.conjuncts(a)]
        if len(members) < 2 and not any(
            self.tokens[a].feature("Number") == "Plur"
            or self.tokens[a].xpos in ("NNS", "NNPS")
            or self.lemmas[a] == "they"
            for a in actors
        ):
            return False
        attempt.fill(Slot.BOTH, actors)
        attempt.how.append("reciprocal")
        return bool(actors)
