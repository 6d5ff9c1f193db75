"""Nominal events: explicit slots where the expression puts them, else the standard frame of event nouns.

The source is the possessor, the demonym or name before the noun, the by-phrase, or the subject of the verb that
lends itself to the
noun (``launched an attack``); the target stands under ``on``, ``against``, ``at``, or else ``of``.
"""

from __future__ import annotations

from dragoman.events.acts.constituents import Attempt, Constituents, Match
from dragoman.events.trees.ascribed import ascribed
from dragoman.events.trees.syntax import Frame, Oblique, Syntax
from dragoman.knowledge.codebook import Entry
from dragoman.knowledge.expressions import HeadClass, Part, Slot

__all__ = ["ASCRIBED", "CLAIMANT", "STRUCK", "SUFFERER", "WHOSE", "NounFrames", "owning"]

CLAIMANT = "the source says that it was his"
"""The reason given when somebody says of an act that he did it."""

ASCRIBED = "the source is who is said to have done it"
"""The reason given when others say whose act it was."""

SUFFERER = "the target is whose it is"
"""The reason given when who possesses an act suffers it."""

WHOSE = "the source is whose act it was done by"
"""The reason given when a verb names the act that did it, and the act's noun whose it was."""

STRUCK = "the target is the place before the attack's name"
"""The reason given when the place that was attacked stands before the noun of the attack."""


_NOBODY = frozenset({"nobody", "none"})
_OF_BODIES = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE"})
"""Types of acts whose noun may have the body that did them before it: not of those that are done with it or for it
(``coalition talks``, ``police reform``)."""
_OF_HARM = frozenset({"ASSAULT", "COERCE"})
"""Types of acts that are blamed on somebody."""
_OF_OTHERS = frozenset({"of", "against"})
"""Prepositions of whom an act is done to: then who stands before its noun does it."""
_OF_WORDS = frozenset({"ACCUSE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"})
"""Types of acts of speech: whom their noun comes from has done them (``warnings from Beijing``)."""
_ASKED = frozenset({"REQUEST"})
"""Types of which an of-phrase names who does it: ``at the request of the mayor``."""


def owning(syntax: Syntax, verb: int) -> list[int]:
    """Who says by a verb that an act was his (``claimed responsibility``): none if it is denied, or nobody does."""
    frame = syntax.frame(verb)
    owned = syntax.grammar.owning.get(syntax.lemmas[verb], frozenset())
    if not owned & {syntax.lemmas[p] for p in frame.patients} or syntax.negated(verb) is not None:
        return []
    return [a for a in frame.agents if syntax.lemmas[a] not in _NOBODY and syntax.negated(a) is None]


class NounFrames(Constituents):
    """Tries entries that are headed by nouns."""

    def _try_noun(self, entry: Entry, i: int, given: frozenset[int] = frozenset()) -> Match | None:
        """A nominal event: explicit slots where the expression puts them, else the standard frame of event nouns."""
        pattern = entry.pattern
        frame, support, told = self._surroundings(i)
        if not told and not entry.ignored:
            return None
        doers = self.ascribed(i, entry.type)
        attempt = Attempt(i, {*given, *doers}, {i, *given}, [], [])
        for part in pattern.literals:
            if not self._noun_literal(part, i, frame, attempt) and not part.optional:
                return None
        explicit = pattern.slots
        for part in pattern.slotted:
            if not part.leading:
                self._noun_slot(part, frame, attempt)
        if not attempt.targets:
            self._noun_favoured(entry, frame, attempt)
            self._noun_sufferers(i, attempt)
        if doers and Slot.BOTH not in explicit:
            attempt.sources[:] = doers
            attempt.how.append(ASCRIBED)
        self._noun_owners(entry, frame, attempt, both=Slot.BOTH in explicit)
        if not explicit & {Slot.TARGET, Slot.BOTH} and not attempt.targets:
            self._noun_target(entry, frame, attempt)
        if Slot.BOTH in explicit:
            self._noun_pair(frame, attempt)
        if not attempt.sources or (
            Slot.BOTH in explicit and len(attempt.sources) == 1 and len(self.syntax.conjuncts(attempt.sources[0])) == 1
        ):
            self._supported(i, support, attempt, both=Slot.BOTH in explicit)
        if not attempt.sources and not attempt.targets and not entry.ignored:
            return None
        return self.matched(entry, i, frame, attempt, support)

    def _surroundings(self, i: int) -> tuple[Frame, int, bool]:
        """What all entries of a noun ask: its phrases, the verb that lends itself to it (-1 for none), and whether
        anybody may be told who takes part in it.
        """
        found = self._known.get(i)
        if found is None:
            support = self._support(i)
            frame = Frame((), (), (), self._noun_obliques(i, support), False)
            found = self._known[i] = frame, support, support >= 0 or self._told(i, frame)
        return found

    def _told(self, i: int, frame: Frame) -> bool:
        """Whether anything hangs on a noun, or on the verb that lends itself to it, that may name a participant."""
        if self.syntax.modifiers(i) or self.syntax.child(i, "acl") is not None:
            return True
        if self.syntax.before(i, self.grammar.bodies) or self.syntax.before(i, self.grammar.sites):
            return True
        if self._joined_owners(i) or self._claimants(i) or self._befallen(i) or ascribed(self.syntax, i):
            return True
        can = self.cast.can_suffer
        return any(can(c) for oblique in frame.obliques for c in self.syntax.conjuncts(oblique.head))

    def _noun_obliques(self, i: int, support: int) -> tuple[Oblique, ...]:
        """Phrases of the noun, and those of the verb that lends itself to it: ``carried out attacks on``, ``talks
        began between``.
        """
        own = self.syntax.obliques(i) or self._shared(i)
        found = list(own)
        for oblique in own:
            # `the release of hostages by the army`: parsers hang the second phrase on the first.
            if "of" in oblique.cases and not oblique.clausal:
                inner = (o for o in self.syntax.obliques(oblique.head) if "of" not in o.cases and not o.clausal)
                found.extend(o for o in inner if not ("by" in o.cases and self._done(oblique.head)))
        clauses = [c.i for c in self.syntax.analysis.children(i, "acl") if self.syntax.passive(c.i)]
        for clause in dict.fromkeys((*clauses, *self._raised(i))):
            found.extend(o for o in self.syntax.obliques(clause) if "by" not in o.cases or self._brings_about(clause))
        if support >= 0:
            found.extend(o for o in self.syntax.obliques(support) if o.head != i)
        return tuple(found)

    def _done(self, i: int) -> bool:
        """``criticism of the use of force by police``: what somebody does, so that a phrase with ``by`` is of it."""
        return self.lemmas[i] in self.grammar.doings

    def _brings_about(self, verb: int) -> bool:
        """Whether an agent of this verb does the act that is its object: ``a strike called by``, ``talks held by``; not
        ``a deal brokered by``, ``a complaint obtained by``, ``a raid condemned by``."""
        lemma, grammar = self.lemmas[verb], self.grammar
        return self.syntax.lends(verb) or lemma in grammar.raising or lemma in grammar.convening

    def _shared(self, i: int) -> tuple[Oblique, ...]:
        """``the resignation and arrest of the mayor``, ``the siege and bombing of the town``: the phrases of the event
        noun that ``i`` is joined with, for the parser hangs them on one of the two.
        """
        one, last = (self.tokens[i].head, i) if self.tokens[i].dep == "conj" else (i, self.syntax.conjuncts(i)[-1])
        other = one if last == i else last
        if other == i or not self._bare_noun(last) or self.tokens[other].upos != "NOUN":
            return ()
        if self.codebook.shelf(self.lemmas[other], HeadClass.NOUN) is None:
            return ()
        return tuple(o for o in self.syntax.obliques(other) if not o.clausal)

    def _bare_noun(self, i: int) -> bool:
        """Whether nothing of its own stands before a noun: it shares what stands before the one it is joined with."""
        return self.syntax.child(i, "det", "amod", "compound", "nmod:poss", "nummod") is None

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

    def _noun_literal(self, part: Part, i: int, frame: Frame, attempt: Attempt) -> bool:
        for c in self.syntax.analysis.children_of[i]:
            if part.leading and c < i and self.lemmas[c] in part.words:
                attempt.words.add(c)
                attempt.taken.add(c)
                attempt.weight += 1
                return True
        return not part.leading and self._literal(part, i, frame, attempt)

    def _noun_slot(self, part: Part, frame: Frame, attempt: Attempt) -> None:
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

    def _noun_owners(self, entry: Entry, frame: Frame, attempt: Attempt, *, both: bool) -> None:
        if attempt.sources:
            return
        i = attempt.head
        whose = self.syntax.modifiers(i) or self._joined_owners(i)
        owners = [o for o in whose if self.cast.can_act(o) and o not in attempt.taken]
        if not owners and (owners := self._bodies(i, entry)):
            attempt.how.append(WHOSE)
        owners = [o for o in owners if not set(self.syntax.conjuncts(o)) & set(attempt.targets)]
        if not both and len(owners) > 1:
            possessors = [o for o in owners if self.tokens[o].dep == "nmod:poss"]
            owners = possessors or owners[:1]
        if not owners:
            owners = [o.head for o in frame.obliques if "by" in o.cases and self.cast.can_act(o.head)]
        if not owners and not both and entry.type in _OF_WORDS:
            owners = [o.head for o in self.syntax.obliques(i) if "from" in o.cases and self.cast.can_act(o.head)]
            attempt.how += [CLAIMANT] if owners else []
        if not owners and not both:
            owners = self._claimants(i)
            attempt.how += [CLAIMANT] if owners else []
        if not owners:
            for clause in self._raised(i):
                owners = [a for a in self.syntax.frame(clause).agents if a != i and self.cast.can_act(a)]
        attempt.fill(Slot.BOTH if both else Slot.SOURCE, owners)

    def _raised(self, i: int) -> list[int]:
        """The verbs of the clauses that hang on an event noun and lend themselves to it: ``charges that Kyiv levelled
        at Budapest``, ``the suit she brought``."""
        clauses = self.syntax.analysis.children(i, "acl", "acl:relcl")
        return [c.i for c in clauses if self.syntax.lends(c.i) or self.lemmas[c.i] in self.grammar.raising]

    def _bodies(self, i: int, entry: Entry) -> list[int]:
        """``a coalition air strike``, ``an opposition march``: what body did it, named without an article, be it a word
        of the expression (``a militant attack``).
        """
        return [*self.syntax.before(i, self.grammar.bodies)] if entry.type in _OF_BODIES else []

    def _joined_owners(self, i: int) -> tuple[int, ...]:
        """``Israel's siege and bombing``: whose the first is, the second is too, unless it has a word of its own."""
        token = self.tokens[i]
        return self.syntax.modifiers(token.head) if token.dep == "conj" and self._bare_noun(i) else ()

    def _claimants(self, i: int) -> list[int]:
        """``The group claimed responsibility for the attack``: who says that the act was his."""
        i = self.tokens[i].head if self.tokens[i].dep == "conj" else i
        if "for" not in self.syntax.case_words(i):
            return []
        above = self.tokens[i].head
        verb = self.tokens[above].head if self.tokens[above].upos == "NOUN" else above
        return list(filter(self.cast.can_act, owning(self.syntax, verb)))

    def ascribed(self, i: int, kind: str | None) -> list[int]:
        """Who is said to have done the act of harm that a noun names."""
        return list(filter(self.cast.can_act, ascribed(self.syntax, i))) if kind in _OF_HARM else []

    def _noun_favoured(self, entry: Entry, frame: Frame, attempt: Attempt) -> None:
        """``in support of the mayor``: under ``in`` the of-phrase tells who is supported, not who supports."""
        if entry.type != "SUPPORT" or "in" not in self.syntax.case_words(attempt.head):
            return
        favoured = [o.head for o in frame.obliques if "of" in o.cases]
        if favoured and set(attempt.sources) <= set(favoured):
            attempt.sources.clear()
            attempt.fill(Slot.TARGET, favoured[:1])

    def _noun_sufferers(self, i: int, attempt: Attempt) -> None:
        """``the mayor's arrest``, ``Hariri's murder``: a person who possesses what is suffered suffers it, and whoever
        is cast out, unless an of-phrase says who did (``the ruler's murder of``). So does the people that is named
        before its end (``the Armenian genocide``).
        """
        lemma, grammar = self.lemmas[i], self.grammar
        anybody, peoples = lemma in grammar.cast_out, lemma in grammar.of_peoples
        suffered = lemma in grammar.suffered or (lemma in grammar.asked_for and self._demanded(i))
        others = (*self.syntax.obliques(i), *self._shared(i))  # `the soldiers' abduction and rape of a schoolgirl`
        if not (anybody or peoples or suffered) or any(o.cases & _OF_OTHERS for o in others):
            return
        possessors = [c.i for c in self.syntax.analysis.children(i, "nmod:poss")] or self._joined_owners(i)
        owners = [o for c in possessors for o in self.syntax.conjuncts(c)]
        owners = [*self.syntax.modifiers(i)] if peoples else owners
        persons = [o for o in owners if o not in attempt.taken and (anybody or peoples or self._person(o))]
        if persons:
            attempt.fill(Slot.TARGET, persons)
            attempt.how.append(SUFFERER)

    def _demanded(self, i: int) -> bool:
        """Whether somebody asks for what a noun says: ``demanded the boy's return``, ``appeals for her release``."""
        token = self.tokens[i]
        governor = token.dep in ("obj", "nsubj:pass") or "for" in self.syntax.case_words(i)
        return governor and self.lemmas[token.head] in self.grammar.demanding

    def _person(self, i: int) -> bool:
        entity = self.syntax.entity_of[i]
        if entity >= 0:
            return self.syntax.analysis.entities[entity].label == "PER"
        # A headline's nouns are tagged as names: `Cuba Presses for Boy's Repatriation`.
        return self.tokens[i].upos in ("NOUN", "PRON", "PROPN") and self.cast.can_act(i)

    def _noun_target(self, entry: Entry, frame: Frame, attempt: Attempt) -> None:
        for wanted in (frozenset({"on", "against", "at"}), frozenset({"of"})):
            of = "of" in wanted
            for oblique in frame.obliques:
                if (
                    oblique.cases & wanted
                    and not oblique.clausal
                    and oblique.head not in attempt.taken
                    and self.cast.can_suffer(oblique.head)
                ):
                    side = Slot.SOURCE if of and entry.type in _ASKED else Slot.TARGET
                    attempt.fill(side, (oblique.head,))
                    return
        struck = self.syntax.before(attempt.head, self.grammar.sites) if entry.type == "ASSAULT" else ()
        if struck := struck or tuple(c for c in self._befallen(attempt.head) if c not in attempt.taken):
            attempt.fill(Slot.TARGET, struck)
            attempt.how.append(STRUCK)

    def _befallen(self, i: int) -> tuple[int, ...]:
        """The place whose bare name stands before what befalls it: ``Gaza aid``, ``the Paris attacks``, ``an Iran
        sanctions bill``. An adjective or an adjectival name (``US aid``) tells who does it."""
        if self.lemmas[i] not in self.grammar.befalling or i in self.syntax.conjuncts(self.tokens[i].head)[1:]:
            return ()
        inside = self.tokens[i].dep == "compound" and self.tokens[i].head > i  # `the Ukraine aid package`
        whole, owners = (self.tokens[i].head, self.syntax.modifiers(self.tokens[i].head)) if inside else (i, ())
        owners = (*owners, *self.syntax.modifiers(i))
        children = self.syntax.analysis.children
        before = [*children(i, "compound", "nmod"), *(c for c in children(whole, "compound") if c.i != i)]
        named = [c.i for c in before if c.i < i and c.i not in owners]
        return tuple([c for c in named if self.cast.place(c) is not None][:1])

    def _noun_pair(self, frame: Frame, attempt: Attempt) -> None:
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

    def _supported(self, i: int, support: int, attempt: Attempt, *, both: bool) -> None:
        if support < 0:
            return
        frame = self.syntax.frame(support)
        agents = [a for a in frame.agents if a != i and a not in attempt.taken and self.cast.can_act(a)]
        if agents:
            attempt.fill(Slot.BOTH if both else Slot.SOURCE, agents)
            attempt.how.append(f"the verb `{self.lemmas[support]}` lends the subject")
