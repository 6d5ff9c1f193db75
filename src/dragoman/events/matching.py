"""Finding codebook entries in a tree: heads through the index, then each constituent where syntax may put it.

Literals must hang together with the head. Of the entries that fit one head the one with most matched words wins, then the one with
most participants; of two heads that claim the same word, likewise. What lost is kept as a competitor, for `reasons`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from dragoman.events.cast import Cast
from dragoman.events.syntax import Frame, Oblique, Syntax
from dragoman.knowledge.codebook import Codebook, Entry
from dragoman.knowledge.expressions import HeadClass, Part, Slot

__all__ = ["Match", "find_matches"]

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
_SURE = 2
"""Matched words from which on an entry stands although what fills its slot is nobody that we know (``tariffs on steel``)."""
_OF_OWNERS = frozenset({"ACCUSE", "SUPPORT", "REJECT", "AGREE", "COERCE", "SANCTION"})
"""Types that are done to somebody by being done to what is his: who condemns a raid condemns the raider."""
_NOT_A_TRIGGER = frozenset({"compound", "amod", "flat", "nmod:desc", "fixed", "goeswith"})
"""Relations in which a noun only describes another (``attack helicopter``) or is part of a name."""


@dataclass(frozen=True, slots=True)
class Match:
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
    competitors: tuple[str, ...] = field(default=())

    @property
    def rank(self) -> tuple[int, int, int]:
        """More matched words first, then more kinds of participants, then coded before uncoded."""
        return (self.specificity, bool(self.sources) + bool(self.targets), self.entry.type is not None)


@dataclass(slots=True)
class _Attempt:
    """What has been matched so far of one pattern at one head."""

    head: int
    words: set[int]
    taken: set[int]
    sources: list[int]
    targets: list[int]
    weight: int = 1
    how: list[str] = field(default_factory=list)

    def fill(self, slot: Slot, heads: Iterable[int]) -> None:
        for head in heads:
            self.taken.add(head)
            if slot in (Slot.SOURCE, Slot.BOTH) and head not in self.sources:
                self.sources.append(head)
            if slot in (Slot.TARGET, Slot.BOTH) and head not in self.targets:
                self.targets.append(head)


def find_matches(
    syntax: Syntax, cast: Cast, codebook: Codebook, separate: Callable[[int, int], bool] = lambda *_: False
) -> list[Match]:
    """The matches of one article, at most one a trigger, in the order of the text.

    ``separate(head, word)``: whether the act that a literal names is one of its own, of which the head only speaks
    (``call for talks``: a request, and talks that are demanded).
    """
    best: list[Match] = []
    matcher = _Matcher(syntax, cast, codebook)
    for token in syntax.tokens:
        if codebook.heads(syntax.lemmas[token.i]):
            found = matcher.at(token.i)
            if found is not None:
                best.append(found)
    return _without_overlaps(best, separate)


def _without_overlaps(matches: list[Match], separate: Callable[[int, int], bool]) -> list[Match]:
    kept: list[Match] = []
    used: set[int] = set()
    for match in sorted(matches, key=lambda m: (*(-r for r in m.rank), m.head)):
        if match.head in used or any(w in used and not separate(match.head, w) for w in match.words):
            continue
        own = match.entry.status is not None
        used |= {match.head, *(w for w in match.words if own or not separate(match.head, w))}
        kept.append(match)
    return sorted(kept, key=lambda m: m.head)


class _Matcher:
    """Tries entries at heads of one article."""

    def __init__(self, syntax: Syntax, cast: Cast, codebook: Codebook) -> None:
        self.syntax = syntax
        self.cast = cast
        self.codebook = codebook
        self.tokens = syntax.tokens
        self.lemmas = syntax.lemmas
        self.grammar = syntax.grammar

    def at(self, i: int) -> Match | None:
        """The best entry headed by token ``i``."""
        head_class = self._head_class(i)
        if head_class is None:
            return None
        near = self._near(i)
        found = [
            match
            for entry in self.codebook.candidates(self.lemmas[i], head_class, near)
            if (match := self._try(entry, i)) is not None
        ]
        if not found:
            return None
        found.sort(key=lambda m: (*(-r for r in m.rank), m.entry.name))
        first = found[0]
        rivals = tuple(m.entry.name for m in found[1:4])
        return Match(
            first.entry,
            first.head,
            first.words,
            first.sources,
            first.targets,
            first.frame,
            first.specificity,
            first.support,
            first.how,
            rivals,
        )

    def _head_class(self, i: int) -> HeadClass | None:
        token = self.tokens[i]
        if self.syntax.is_verb(i):
            return HeadClass.VERB
        if token.upos in ("NOUN", "PROPN"):
            # Part of a name, or the head of what names an actor (`the ruling coalition`): no event.
            named = (self.syntax.entity_of[i] >= 0 and token.upos == "PROPN") or self.cast.headed(i)
            return None if token.dep in _NOT_A_TRIGGER or named else HeadClass.NOUN
        return HeadClass.ADJECTIVE if token.upos == "ADJ" else HeadClass.ANY if token.upos == "ADV" else None

    def _near(self, i: int) -> set[str]:
        """Lemmas of dependents of dependents of ``i``, and of what it modifies: where a literal can be."""
        near: set[str] = set()
        frame = self.syntax.frame(i)
        roots = {i, *frame.patients, *frame.agents, *(o.head for o in frame.obliques)}
        for root in roots:
            near.add(self.lemmas[root])
            inner = self.syntax.through_quantity(root)
            for c in (*self.syntax.analysis.children_of[root], *((inner,) if inner != root else ())):
                near.add(self.lemmas[c])
                near.update(self.lemmas[g] for g in self.syntax.analysis.children_of[c])
        return near

    def _try(self, entry: Entry, i: int) -> Match | None:
        pattern = entry.pattern
        if pattern.head_class is HeadClass.NOUN:
            return self._try_noun(entry, i)
        if pattern.copula and self.syntax.child(i, "cop") is None and self.tokens[i].dep != "xcomp":
            return None
        if pattern.head_class is HeadClass.ADJECTIVE and not pattern.copula and not self._predicative(i):
            return None
        frame = self.syntax.frame(i)
        attempt = _Attempt(i, set(), {i}, [], [], weight=1 + pattern.copula)
        if not self._subject(entry, frame, attempt):
            return None
        # Literals first: a slot must not take what a word of the expression names.
        for part in pattern.parts:
            if part.words and not self._literal(part, i, frame, attempt) and not part.optional:
                return None
        bare = [p for p in pattern.parts if p.slot and not p.prepositions]
        for part in pattern.parts:
            pair = len(bare) > 1
            if part.slot and not self._slot(part, entry, frame, attempt, pair=pair) and not part.optional:
                return None
        if not attempt.sources and not attempt.targets:
            return None
        return self._match(entry, i, frame, attempt)

    def _match(self, entry: Entry, i: int, frame: Frame, attempt: _Attempt, support: int = -1) -> Match:
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

    def _predicative(self, i: int) -> bool:
        return self.syntax.child(i, "cop") is not None or self.tokens[i].dep in (
            "xcomp",
            "acl",
            "acl:relcl",
            "conj",
            "advcl",
        )

    # ------------------------------------------------------------------ subjects

    def _subject(self, entry: Entry, frame: Frame, attempt: _Attempt) -> bool:
        slot = entry.pattern.subject
        if slot is None or slot is Slot.OTHER:
            return True
        actors = [a for a in frame.agents if self.cast.can_act(a)]
        if frame.passive and not frame.agents and self._intransitive(entry, frame):
            # `the rebels retaliated against`: what takes no object cannot be a passive participle.
            actors = [p for p in frame.patients if self.cast.can_act(p)]
        if slot is Slot.BOTH:
            return self._group(entry, frame, actors, attempt)
        if slot is Slot.TARGET and not actors:
            # `The base came under fire`: what suffers may be a thing.
            actors = [a for a in frame.agents if self.cast.can_suffer(a)]
        if slot is Slot.SOURCE and not actors and frame.agents:
            actors = self._behind_noun(frame.agents[0], attempt)
        attempt.fill(slot, actors)
        return True

    def _intransitive(self, entry: Entry, frame: Frame) -> bool:
        governed = [p for p in entry.pattern.parts if p.prepositions and not p.optional]
        bare = any(not p.prepositions and not p.particle for p in entry.pattern.parts)
        return not bare and any(o.cases & p.prepositions for p in governed for o in frame.obliques)

    def _behind_noun(self, noun: int, attempt: _Attempt) -> list[int]:
        """``Israel's airstrike killed five``: the doer is whose event the subject is."""
        noun = self.syntax.through_quantity(noun)
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

    def _group(self, entry: Entry, frame: Frame, actors: list[int], attempt: _Attempt) -> bool:
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

    # ------------------------------------------------------------------ literals

    def _literal(self, part: Part, i: int, frame: Frame, attempt: _Attempt) -> bool:
        if part.particle:
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

    def _particle(self, words: frozenset[str], i: int, frame: Frame) -> int:
        for c in self.syntax.analysis.children_of[i]:
            if self.lemmas[c] in words and self.tokens[c].dep != "conj":
                return c
        for phrase in (*(o.head for o in frame.obliques), *frame.patients):
            for c in self.syntax.analysis.children_of[phrase]:
                if self.lemmas[c] in words and self.tokens[c].dep in ("case", "mark", "advmod"):
                    return c
        return -1

    def _governed_word(self, part: Part, i: int, frame: Frame, attempt: _Attempt) -> int:
        """``into custody``; or, where the preposition is the verb's particle, its object: ``carry out attack``."""
        for oblique in self._obliques(i, frame, attempt):
            if "" not in part.prepositions and not oblique.cases & part.prepositions:
                continue
            for head in self.syntax.conjuncts(self.syntax.through_quantity(oblique.head)):
                if self.lemmas[head] in part.words:
                    return head
        if self._particle(part.prepositions, i, frame) >= 0 or "" in part.prepositions:
            return self._free_word(part.words, i, frame, attempt)
        return -1

    def _free_word(self, words: frozenset[str], i: int, frame: Frame, attempt: _Attempt) -> int:
        for patient in (*frame.patients, *frame.indirect):
            for head in self.syntax.conjuncts(patient):
                inner = self.syntax.through_quantity(head)
                if self.lemmas[head] in words:
                    return head
                if self.lemmas[inner] in words:
                    return inner
        for root in (i, *sorted(attempt.words)):
            for c in self.syntax.analysis.children_of[root]:
                if self.lemmas[c] in words and self.tokens[c].dep in _LITERAL_DEPS and c not in attempt.taken:
                    return c
        # `The attack was the third that was carried out`: the literal is the subject of a noun-like use; not sought further.
        return -1

    # ------------------------------------------------------------------ slots

    def _obliques(self, i: int, frame: Frame, attempt: _Attempt, *, other: bool = False) -> list[Oblique]:
        """Of the head, then of its literals, then of its objects: parsers differ in where they hang a phrase."""
        found = list(frame.obliques)
        for word in sorted(attempt.words):
            found.extend(self.syntax.obliques(word))
        for patient in frame.patients:
            if patient not in attempt.words:
                found.extend(o for o in self.syntax.obliques(patient) if other or "of" not in o.cases or o.clausal)
        return found

    def _slot(self, part: Part, entry: Entry, frame: Frame, attempt: _Attempt, *, pair: bool) -> bool:
        if part.slot is None:
            return True
        if part.prepositions:
            return self._governed_slot(part, attempt.head, frame, attempt)
        return self._object_slot(part.slot, frame, attempt, pair=pair, owned=entry.type in _OF_OWNERS)

    def _object_slot(self, slot: Slot, frame: Frame, attempt: _Attempt, *, pair: bool, owned: bool) -> bool:
        """A bare object. One that is there and can be nobody refuses the entry, none at all is let pass.

        ``pair``: the expression has two of them; ``owned``: an object's owner may stand for it.
        """
        if slot is Slot.OTHER:
            left = [p for p in frame.patients if p not in attempt.taken]
            attempt.taken.update(left[:1] if pair and not frame.indirect else left[-1:])
            return True
        pool = frame.indirect if pair and frame.indirect else frame.patients
        left = [p for p in (*pool, *frame.indirect) if p not in attempt.taken]
        if not left:
            return True
        can = self.cast.can_suffer if slot is Slot.TARGET else self.cast.can_act
        fit = [p for p in left if any(can(c) for c in self.syntax.conjuncts(p))][:1]
        if not fit and owned and slot is Slot.TARGET:
            fit = self._owners(left[0])
            if fit:
                attempt.how.append("the target is whose act or thing the object is")
        attempt.fill(slot, fit)
        return bool(fit) or (pair and not frame.indirect) or attempt.weight >= _SURE

    def _owners(self, thing: int) -> list[int]:
        """``condemned Israel's raid``, ``defended the decision by the court``: whose it is; nobody if that is not said."""
        by = [n.i for n in self.syntax.analysis.children(thing, "nmod") if "by" in self.syntax.case_words(n.i)]
        return [o for o in (by or self.syntax.modifiers(thing)) if self.cast.can_act(o)]

    def _governed_slot(self, part: Part, i: int, frame: Frame, attempt: _Attempt) -> bool:
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

    def _displaced_slot(self, part: Part, i: int, frame: Frame, attempt: _Attempt) -> bool:
        """The preposition without its noun: a stranded one (``was called on``), or one that is a particle (``hand over X``)."""
        assert part.slot is not None
        bare = "" in part.prepositions
        if not bare and self._particle(part.prepositions, i, frame) < 0:
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

    def _fits(self, slot: Slot, head: int) -> bool:
        can = self.cast.can_suffer if slot is Slot.TARGET else self.cast.can_act
        return any(can(c) for c in self.syntax.conjuncts(head))

    # ------------------------------------------------------------------ nouns

    def _try_noun(self, entry: Entry, i: int) -> Match | None:
        """A nominal event: explicit slots where the expression puts them, else the standard frame of event nouns."""
        pattern = entry.pattern
        attempt = _Attempt(i, set(), {i}, [], [])
        frame = Frame((), (), (), self._noun_obliques(i), False)
        for part in pattern.parts:
            if part.words and not self._noun_literal(part, i, frame, attempt) and not part.optional:
                return None
        explicit = pattern.slots()
        for part in pattern.parts:
            if part.slot and not part.leading:
                self._noun_slot(part, frame, attempt)
        support = self._support(i)
        self._noun_owners(i, attempt, both=Slot.BOTH in explicit)
        if not explicit & {Slot.TARGET, Slot.BOTH}:
            self._noun_target(i, frame, attempt)
        if Slot.BOTH in explicit:
            self._noun_pair(frame, attempt)
        if not attempt.sources or (
            Slot.BOTH in explicit and len(attempt.sources) == 1 and len(self.syntax.conjuncts(attempt.sources[0])) == 1
        ):
            self._supported(i, support, attempt, both=Slot.BOTH in explicit)
        if not attempt.sources and not attempt.targets:
            return None
        return self._match(entry, i, frame, attempt, support)

    def _noun_obliques(self, i: int) -> tuple[Oblique, ...]:
        """Phrases of the noun, and those of the verb that lends itself to it: ``carried out attacks on``, ``talks began between``."""
        found = list(self.syntax.obliques(i))
        for oblique in self.syntax.obliques(i):
            # `the release of hostages by the army`: parsers hang the second phrase on the first.
            if "of" in oblique.cases and not oblique.clausal:
                found.extend(o for o in self.syntax.obliques(oblique.head) if "of" not in o.cases and not o.clausal)
        for c in self.syntax.analysis.children(i, "acl"):
            if self.lemmas[c.i] in self.grammar.support | self.grammar.occurrence or self.syntax.passive(c.i):
                found.extend(self.syntax.obliques(c.i))
        support = self._support(i)
        if support >= 0:
            found.extend(o for o in self.syntax.obliques(support) if o.head != i)
        return tuple(found)

    def _support(self, i: int) -> int:
        token = self.tokens[i]
        governor = token.head
        if token.dep == "conj":
            return self._support(governor) if governor != i and self.tokens[governor].upos == "NOUN" else -1
        if token.dep == "nmod" and self.lemmas[governor] in self.grammar.transparent:
            return self._support(governor)
        if not self.syntax.is_verb(governor) or governor == i:
            return -1
        lemma = self.lemmas[governor]
        as_object = token.dep in ("obj", "nsubj:pass") and lemma in self.grammar.support
        as_subject = token.dep == "nsubj" and lemma in self.grammar.occurrence
        return governor if as_object or as_subject else -1

    def _noun_literal(self, part: Part, i: int, frame: Frame, attempt: _Attempt) -> bool:
        for c in self.syntax.analysis.children_of[i]:
            if part.leading and c < i and self.lemmas[c] in part.words:
                attempt.words.add(c)
                attempt.taken.add(c)
                attempt.weight += 1
                return True
        return not part.leading and self._literal(part, i, frame, attempt)

    def _noun_slot(self, part: Part, frame: Frame, attempt: _Attempt) -> None:
        assert part.slot is not None
        for oblique in frame.obliques:
            if not oblique.cases & part.prepositions or oblique.head in attempt.taken:
                continue
            if part.slot is Slot.OTHER:
                attempt.taken.add(oblique.head)
            elif oblique.clausal or not self._fits(part.slot, oblique.head):
                continue
            else:
                attempt.fill(part.slot, (oblique.head,))
            attempt.weight += 1
            return

    def _noun_owners(self, i: int, attempt: _Attempt, *, both: bool) -> None:
        if attempt.sources:
            return
        owners = [o for o in self.syntax.modifiers(i) if self.cast.can_act(o) and o not in attempt.taken]
        if not both and len(owners) > 1:
            possessors = [o for o in owners if self.tokens[o].dep == "nmod:poss"]
            owners = possessors or owners[:1]
        if not owners:
            owners = [o.head for o in self._noun_obliques(i) if "by" in o.cases and self.cast.can_act(o.head)]
        if not owners:
            for clause in self.syntax.analysis.children(i, "acl"):
                if self.lemmas[clause.i] in self.grammar.support:
                    owners = [a for a in self.syntax.frame(clause.i).agents if a != i and self.cast.can_act(a)]
        attempt.fill(Slot.BOTH if both else Slot.SOURCE, owners)

    def _noun_target(self, i: int, frame: Frame, attempt: _Attempt) -> None:
        for wanted in (frozenset({"on", "against", "at"}), frozenset({"of"})):
            for oblique in frame.obliques:
                if (
                    oblique.cases & wanted
                    and not oblique.clausal
                    and oblique.head not in attempt.taken
                    and self.cast.can_suffer(oblique.head)
                ):
                    attempt.fill(Slot.TARGET, (oblique.head,))
                    return

    def _noun_pair(self, frame: Frame, attempt: _Attempt) -> None:
        """``Iran's talks with Iraq``, ``talks among the parties``."""
        if len(attempt.sources) > 1:
            return
        for oblique in frame.obliques:
            if (
                oblique.cases & {"with", "between", "among"}
                and oblique.head not in attempt.taken
                and self.cast.can_act(oblique.head)
            ):
                attempt.fill(Slot.BOTH, (oblique.head,))
                return

    def _supported(self, i: int, support: int, attempt: _Attempt, *, both: bool) -> None:
        if support < 0:
            return
        frame = self.syntax.frame(support)
        agents = [a for a in frame.agents if a != i and a not in attempt.taken and self.cast.can_act(a)]
        if agents:
            attempt.fill(Slot.BOTH if both else Slot.SOURCE, agents)
            attempt.how.append(f"the verb `{self.lemmas[support]}` lends the subject")
