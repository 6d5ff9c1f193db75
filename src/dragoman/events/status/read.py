"""Has it happened? Read on the way from the trigger to the root of its sentence.

The walk starts at the trigger with ``actual`` (or what the codebook entry says of itself) and goes outwards. At each
predicate the operators are applied in this order: adverbs and marks of its clause, negation, modals, conditions and
terms; then what its governor says of its complements. ``combine`` tells how an outer operator meets what is already
known. The walk ends where the outside no longer bears on the event: at a verb of saying (what a source says is judged
by itself), at a finite relative clause in the past, at ``after``, ``because`` and their like, and at a definite event
noun, which presupposes that its event is real.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from dragoman.events.acts.matching import Match
from dragoman.events.status.ahead import scheduled
from dragoman.events.status.by_type import found_in_time, on_the_table, performed, threat, under_way
from dragoman.events.status.complements import effect_on_complement, told
from dragoman.events.status.effects import effect_on, judged, presupposed
from dragoman.events.status.fates import fate
from dragoman.events.status.governed import (
    awaited,
    definite,
    has_any,
    infinitive_of,
    nothing,
    noun_relations,
    noun_says,
    of_a_deal,
    ranked,
    untrue,
    went_on,
)
from dragoman.events.status.modals import modal_of, not_only, polarity
from dragoman.events.status.modifiers import doubted_noun, own_modifiers
from dragoman.events.status.sentences import adverbs, conditions, in_present, is_near, whole_sentence
from dragoman.events.status.subjects import bears_negation, concluded, named_by_subject, none_of, outlives
from dragoman.events.status.unfulfilled import (
    fulfilled,
    keeps,
    overtaken,
    passed_over,
    taken_back,
    told_past,
    unfulfilled,
)
from dragoman.events.status.verdicts import StatusState, Verdict, by_form, combine
from dragoman.events.trees.syntax import Syntax
from dragoman.knowledge.status import StatusLexicon
from dragoman.records import Status, Token

__all__ = ["StatusReader", "Verdict", "by_form", "combine"]

_MEANT = frozenset({Status.PLANNED, Status.CONDITIONAL, Status.THREATENED})
_UNLIKE = {Status.DEMANDED: Status.NOT_DONE, Status.NOT_DONE: Status.UNCERTAIN}
"""What is said by the negation of a word that has this effect: ``not necessary``, ``not impossible``."""
_MAX_STEPS = 12


class StatusReader:
    """Reads the status of matches of one article."""

    def __init__(self, syntax: Syntax, lexicon: StatusLexicon) -> None:
        self.syntax = syntax
        self.lexicon = lexicon
        self.tokens = syntax.tokens
        self.lemmas = syntax.lemmas
        self.phrases = lexicon.phrases
        self._effect = partial(effect_on, syntax, lexicon)
        self._presupposed = partial(presupposed, syntax, lexicon.phrases)
        self.through = syntax.grammar.transparent | lexicon.phrases.phases

    def read(self, match: Match) -> Verdict:
        """The status of a match."""
        state = StatusState(match.entry.status or Status.ACTUAL)
        if match.entry.status:
            state.cue = match.head
            state.reasons.append(f"the expression itself: {match.entry.status.value}")
            if has_any(self.syntax, match.head, self.phrases.cancelling.get(self.lemmas[match.head], frozenset())):
                state.undo(match.head, "and called off")  # `called off a picket`
        for word in match.words if not match.entry.general and match.entry.type != "REJECT" else ():
            no = self.syntax.negated(word) if self.tokens[word].dep == "obj" else None
            own = self.tokens[word].head == match.head and self.lemmas[word] not in self.phrases.of_lack
            if no is not None and own and no.i not in match.words:
                state.negate(no.i, f"`{no.text} {self.tokens[word].text}`")  # `makes no apologies`
        none = nothing(self.syntax, match.head, self.phrases.negative_subjects)
        if none is not None and match.entry.type != "REJECT":
            state.negate(none, f"negated by `{self.tokens[none].text}`")
        verdict = self._read(state, match.head, match.support)
        if keeps(self.syntax, match.head, self.phrases) and any(
            self.lemmas[w] in self.phrases.kept for w in match.words
        ):
            return Verdict(Status.ACTUAL, -1, ("it was made, whatever became of it",), firm=True)
        if performed(self.syntax, match, state, self.phrases):
            return Verdict(Status.ACTUAL, -1, (*verdict.reasons, "done in being announced"), inferred=True)
        if (talks := on_the_table(self.syntax, match, state, self.phrases)) is not None:
            why = f"still the matter of `{self.tokens[talks].text}`: planned"
            return Verdict(Status.PLANNED, talks, (*verdict.reasons, why))
        return self._by_what_came(match, state, verdict)

    def _by_what_came(self, match: Match, state: StatusState, verdict: Verdict) -> Verdict:
        """The status by what came of an act, and what it is a threat of."""
        safe = found_in_time(self.syntax, match, state)
        if safe is not None:
            why = f"`{self.tokens[safe].text}` before it did harm: {Status.NOT_DONE.value}"
            return Verdict(Status.NOT_DONE, safe, (*verdict.reasons, why))
        if (became := fate(self.syntax, match, state, self.phrases)) is not None:
            return Verdict(became[0], became[1], (*verdict.reasons, became[2]), firm=True)
        cue = threat(self.syntax, match, state, self.phrases)
        if cue is not None:
            why = f"harm, and `{self.tokens[cue].text}`: {Status.THREATENED.value}"
            return Verdict(Status.THREATENED, cue, (*verdict.reasons, why))
        under = verdict.status is Status.ACTUAL and under_way(self.syntax, match)
        return replace(verdict, firm=True) if under else verdict

    def read_token(self, i: int) -> Verdict:
        """The status of a verb or noun that need be no event: is the act that it names carried out?"""
        return self._read(StatusState(Status.ACTUAL), i, -1)

    def speaks_of(self, head: int, word: int) -> bool:
        """Whether ``head`` only speaks of the act that its complement ``word`` names: plans it, demands it, refuses
        it.
        """
        token = self.tokens[word]
        if token.head != head:
            return False
        clausal = token.dep.partition(":")[0] in ("xcomp", "ccomp", "advcl")
        relations = ("xcomp", "ccomp") if clausal else noun_relations(self.syntax, token)
        effect = self._effect(head, relations) if relations and self.lemmas[head] not in self.phrases.errands else None
        return effect is not None and effect is not Status.ACTUAL

    def _read(self, state: StatusState, head: int, support: int) -> Verdict:
        if self.syntax.is_verb(head) or self.tokens[head].upos in ("ADJ", "ADV") or self.syntax.child(head, "cop"):
            self._predicate(state, head)
        else:
            own_modifiers(self.syntax, self.lexicon, state, head)
            if self._passed_over(state, head):
                pass
            elif support >= 0 and not self._presupposed(head):
                if not (self.lemmas[head] in self.phrases.kept and keeps(self.syntax, support, self.phrases)):
                    self._predicate(state, support)  # but a promise that is not kept was made
            elif state.status is not Status.ACTUAL or not self._occasion(state, head):
                self._nominal(state, head)
        whole_sentence(self.syntax, self.phrases, state, head)
        near = is_near(self.syntax, state, self.phrases)
        return Verdict(state.status, state.cue, tuple(state.reasons), state.inferred, near, state.firm)

    # ------------------------------------------------------------------ operators of one predicate

    def _predicate(self, state: StatusState, p: int, *, operators: bool = True, negation: bool = True) -> None:
        state.steps += 1
        if state.steps > _MAX_STEPS:
            return
        if operators:
            state.firm = state.firm or not_only(self.syntax, p)
            adverbs(self.syntax, self.lexicon, state, p)
            polarity(self.syntax, self.lexicon, state, p, negation=negation)
            conditions(self.syntax, self.phrases, state, p)
            self._by_subject(state, p)
            if (time := scheduled(self.syntax, p, self.phrases)) is not None:
                state.apply(Status.PLANNED, time, f"told in the present, and `{self.tokens[time].text}`")
            unmet = unfulfilled(self.syntax, p, self.phrases)
            if unmet is not None:
                state.undo(*unmet)
            if self._passed_over(state, p):
                return
        self._outwards(state, p)

    def _by_subject(self, state: StatusState, p: int) -> None:
        named = named_by_subject(self.syntax, self.lexicon, p)
        if named is not None:
            state.apply(named[1], named[0], f"what the `{self.tokens[named[0]].text}` is")

    def _passed_over(self, state: StatusState, head: int) -> bool:
        """``rather than fight``: what was not done, whatever was done in its place."""
        mark = passed_over(self.syntax, head, self.phrases)
        if mark is not None:
            state.undo(mark, f"`{self.tokens[mark].text}`")
        return mark is not None

    # ------------------------------------------------------------------ from a predicate to what governs it

    def _outwards(self, state: StatusState, p: int) -> None:
        token = self.tokens[p]
        governor = token.head
        base = token.dep.partition(":")[0]
        if governor == p or base in ("parataxis", "root", "discourse"):
            return
        if untrue(self.syntax, token, self.phrases.truths):
            state.apply(Status.DENIED, governor, f"not `{self.tokens[governor].text}`")
        elif base == "conj":
            self._from_conjunct(state, token, governor)
        elif token.dep == "acl:relcl":
            self._from_relative(state, token, governor)
        elif base == "acl":
            self._from_noun_clause(state, token, governor)
        elif base in ("xcomp", "ccomp"):
            self._from_complement(state, token, governor, base)
        elif base == "advcl":
            self._from_adverbial(state, token, governor)
        elif base == "csubj" and infinitive_of(self.syntax, token) and not self.syntax.is_verb(governor):
            self._from_judgement(state, governor)
        elif base == "csubj" and (effect := self._effect(governor, ("csubj",))) is not None:
            state.apply(effect, governor, f"`{self.tokens[governor].text}`")
            if self.lemmas[governor] in self.phrases.left_open:
                self._predicate(state, governor)
        elif base == "csubj" and self.lemmas[governor] in self.phrases.speech:
            return  # `it can be revealed that they met`
        elif base in ("obj", "obl", "nmod", "nsubj", "csubj"):
            self._nominal(state, p)

    def _from_relative(self, state: StatusState, token: Token, governor: int) -> None:
        """``the forces that are to leave``: of the present tense what is said of the noun is said of the act."""
        if self.lemmas[governor] in self.phrases.whoever and in_present(self.syntax, token.i):
            state.apply(Status.CONDITIONAL, governor, f"`{self.tokens[governor].text}` who does so")
        elif (
            token.xpos in ("VBP", "VBZ", "VB")
            and state.status is not Status.NOT_DONE
            and in_present(self.syntax, token.i)
        ):
            self._nominal(state, governor, presuppose=True)
        elif any(self.lemmas[c.i] == "it" for c in self.syntax.analysis.children(governor, "expl", "nsubj")):
            self._from_cleft(state, governor)

    def _from_cleft(self, state: StatusState, governor: int) -> None:
        """``it must have been smugglers who shot him``: what is guessed of them is guessed of the act."""
        modal = modal_of(self.syntax, self.lexicon, governor)
        guessed = any(self.lemmas[a.i] == "have" for a in self.syntax.analysis.children(governor, "aux"))
        if modal is not None and (guessed or modal[1] is Status.UNCERTAIN):
            state.apply(Status.UNCERTAIN, modal[0], f"`it {self.tokens[modal[0]].text} ... be` they who did it")

    def _from_judgement(self, state: StatusState, governor: int) -> None:
        """``it would be wrong to attack``: of what is only judged nobody says that it was done, but in the past."""
        word, copula = self.tokens[governor].text, self.syntax.child(governor, "cop")
        effect = self._effect(governor, ("judged",))
        if effect is not None and (negator := self.syntax.negated(governor)) is not None:
            state.apply(_UNLIKE.get(effect, effect), negator.i, f"`{negator.text} {word}` to do it")
        elif effect is not None:
            state.apply(effect, governor, f"`{word}` to do it")
        elif (modal := modal_of(self.syntax, self.lexicon, governor)) is not None:
            status = Status.CONDITIONAL if modal[1] is Status.PLANNED else modal[1]  # `would be`, whoever said so
            state.apply(status, modal[0], f"only judged (`{self.tokens[modal[0]].text} ... {word}`)")
        elif copula is not None and copula.xpos in ("VBZ", "VBP"):
            state.apply(Status.UNCERTAIN, governor, f"only judged (`{word}`)", inferred=True)
        elif self.lemmas[governor] in self.phrases.judgements and state.status is Status.ACTUAL:
            state.firm = True  # `it was a mistake to invade`: they did

    def _from_conjunct(self, state: StatusState, token: Token, governor: int) -> None:
        if token.xpos == "VBD" and self.tokens[governor].xpos == "VB":
            return  # `agreed to free them and did so`: the second is told, whatever the first is under
        own_subject = self.syntax.child(token.i, "nsubj") is not None
        own_auxiliary = self.syntax.child(token.i, "aux") is not None
        first = self.tokens[governor]
        alike = (
            token.xpos == first.xpos
            or token.xpos in ("VB", "VBG")
            or (token.xpos in ("VBN", "VBP") and first.xpos in ("VB", "VBN"))
        )
        shared = alike and not own_subject and not own_auxiliary and not self.syntax.case_words(token.i)
        if own_subject and first.dep not in ("ccomp", "advcl", "acl:relcl"):
            return
        self._predicate(state, governor, operators=shared)

    def _from_noun_clause(self, state: StatusState, token: Token, noun: int) -> None:
        infinitive = "to" in self.syntax.case_words(token.i)
        if state.status is Status.ACTUAL and token.xpos == "VBG" and noun_says(self.syntax, token, self.lexicon):
            return  # `denied a report accusing it of arming them`: it was said
        if (
            self.lemmas[noun] in self.phrases.tellings
            and not infinitive
            and told(self.syntax, self.lexicon, state, noun)
        ):
            return
        participle = token.xpos == "VBN" and not any(self.syntax.analysis.children(token.i, "aux", "aux:pass"))
        effect = self.lexicon.effect(self.lemmas[noun], "n", ("acl",)) if not participle else None
        if effect is not None:
            lightly = self.lemmas[noun] in self.phrases.errands
            if not (lightly and infinitive and self.syntax.child(noun, "nmod:poss")):
                # But `his decision to dismiss her`: of such acts in our corpus 21 of 29 are done, five planned.
                state.apply(effect, noun, f"`{self.tokens[noun].text}`", inferred=lightly)
            doubted_noun(self.syntax, self.lexicon, state, noun)
            none_of(self.syntax, self.phrases, state, noun)
            self._carried(state, noun)
        elif infinitive and self.lemmas[noun] in self.phrases.due_moments and self.syntax.child(noun, "cop"):
            state.apply(Status.DEMANDED, noun, f"`{self.tokens[noun].text}` to do it")
        elif infinitive and self.lemmas[noun] in self.phrases.judgements and self.syntax.child(noun, "cop"):
            self._from_judgement(state, noun)
        elif infinitive and ranked(self.syntax, noun, self.phrases.ranks):
            self._ranked_predicate(state, noun)
        elif infinitive:
            state.apply(Status.PLANNED, token.i, "an infinitive that a noun governs", inferred=True)
            doubted_noun(self.syntax, self.lexicon, state, noun)
            none_of(self.syntax, self.phrases, state, noun)  # `no reason to strike`
            if not self.syntax.title(token.i):
                self._nominal(state, noun)
        elif token.xpos == "VBG":
            if self.syntax.case_words(token.i) == {"from"}:
                state.apply(Status.NOT_DONE, token.i, "a gerund under `from`: kept from it")
            self._nominal(state, noun)

    def _ranked_predicate(self, state: StatusState, noun: int) -> None:
        token = self.tokens[noun]
        if self.syntax.child(noun, "cop"):
            self._predicate(state, noun)
        elif token.dep == "xcomp" and self.syntax.is_verb(token.head):
            self._predicate(state, token.head)
        else:
            self._nominal(state, noun)

    def _carried(self, state: StatusState, noun: int) -> None:
        """A plan or decision that is itself taken, never taken, made, dropped: its verb bears on the act, however
        definite the noun.
        """
        token = self.tokens[noun]
        lends = self.syntax.lends(token.head) and self.syntax.is_verb(token.head)
        came = fulfilled(self.syntax, noun, self.phrases)
        if came is not None:
            (state.fulfil if came[1] else state.undo)(came[0], f"what became of the `{token.text}`")
        elif lends and token.dep in ("obj", "nsubj", "nsubj:pass"):
            self._predicate(state, token.head)
        else:
            self._nominal(state, noun, presuppose=True)

    def _from_complement(self, state: StatusState, token: Token, governor: int, base: str) -> None:
        lemma, infinitive = self.lemmas[governor], infinitive_of(self.syntax, token)
        effect = effect_on_complement(self.syntax, self.lexicon, token, governor)
        if lemma == "wish" and told_past(self.syntax, token.i):
            (state.fulfil if state.status is Status.NOT_DONE else state.undo)(governor, "wished otherwise")
        if base == "ccomp" and effect is None and lemma in self.phrases.tellings:
            told(self.syntax, self.lexicon, state, governor)
            return
        if base == "ccomp" and lemma in self.phrases.speech:
            for report in self.syntax.analysis.children(governor, "nsubj"):
                if self.lemmas[report.i] in self.phrases.tellings:
                    told(self.syntax, self.lexicon, state, report.i)  # `unconfirmed reports said`
        if (lemma in ("be", "go", "set") and not infinitive) or went_on(self.syntax, governor):
            effect = None
        if effect is None and base == "ccomp":
            if of_a_deal(self.syntax, governor, self.phrases):
                state.apply(Status.CONDITIONAL, governor, "a term of a deal")
            return
        if effect is not None:
            self._apply_to_complement(state, token, governor, effect)
        elif infinitive and lemma in self.phrases.implicative and state.status is Status.ACTUAL:
            state.firm = True
        self._predicate(state, governor, negation=lemma not in self.phrases.ceasing)  # `has not stopped`: does it

    def _apply_to_complement(self, state: StatusState, token: Token, governor: int, effect: Status) -> None:
        """Applies what is said of a complement, and what came of it after all (``refused, but did so``)."""
        lemma, word = self.lemmas[governor], self.tokens[governor].text
        infinitive = infinitive_of(self.syntax, token)
        if effect is Status.PLANNED and infinitive and overtaken(self.syntax, governor, self.phrases, state.firm):
            state.undo(governor, f"`{word}` in the past")
        elif effect is Status.NOT_DONE and state.cue == token.i and self.lemmas[token.i] in self.phrases.left_open:
            state.leave_open(governor, f"`{word} to {token.text}`")  # `refused to rule out`
        else:
            state.apply(effect, governor, f"`{word}`", inferred=lemma in self.phrases.errands)
            achieved = effect is state.status is Status.ACTUAL and lemma in self.phrases.achieving
            state.firm = state.firm or achieved
        kept = taken_back(self.syntax, governor, self.phrases)
        if kept is not None and (state.status in _MEANT or (kept[1] and state.status is Status.NOT_DONE)):
            (state.fulfil if kept[1] else state.undo)(kept[0], f"`{self.tokens[kept[0]].text}` behind it")

    def _from_adverbial(self, state: StatusState, token: Token, governor: int) -> None:
        marks = self.syntax.case_words(token.i)
        if awaited(self.syntax, token, marks & self.phrases.marks_of_waiting, self.phrases.promises):
            state.apply(Status.CONDITIONAL, token.i, "a clause of what is waited for")
            return
        infinitive = infinitive_of(self.syntax, token)
        relations = ("xcomp", "obl:to") if infinitive else tuple(f"obl:{m}" for m in sorted(marks))
        relations += tuple(f"gerund:{m}" for m in sorted(marks) if token.xpos == "VBG")
        of_fact = marks & self.phrases.marks_of_fact
        if of_fact and (self.lemmas[governor] in self.phrases.cancelling or self._effect(governor, relations) is None):
            return
        if not marks and self.lemmas[governor] in self.phrases.cancelling:
            relations = ("xcomp",)  # `ruled out sending them`
        effect = None if infinitive and went_on(self.syntax, governor) else self._effect(governor, relations)
        if effect is not None:
            lightly = self.lemmas[governor] in self.phrases.errands and effect is not Status.NOT_DONE
            state.apply(effect, governor, f"`{self.tokens[governor].text}`", inferred=lightly)
            self._predicate(state, governor)
        elif infinitive and went_on(self.syntax, governor):
            self._predicate(state, governor)
        elif infinitive:
            if self.lemmas[governor] not in self.phrases.means:
                state.apply(Status.PLANNED, token.i, "an infinitive of purpose", inferred=True)
            self._predicate(state, governor, negation=False)
        elif marks == {"from"} and token.xpos == "VBG":
            state.apply(Status.NOT_DONE, token.i, "a gerund under `from`: kept from it")
            self._predicate(state, governor)
        elif marks == {"into"} and token.xpos == "VBG":
            state.firm = state.firm or state.status is Status.ACTUAL  # `talked them into leaving`: they left
            self._predicate(state, governor)
        elif not marks and token.xpos == "VBG":
            self._predicate(state, governor, negation=False)

    # ------------------------------------------------------------------ nouns

    def _nominal(self, state: StatusState, noun: int, *, presuppose: bool = False) -> None:
        """``presuppose``: only words that say something of the noun count, not the mere clause around it."""
        state.steps += 1
        token = self.tokens[noun]
        governor = token.head
        if state.steps > _MAX_STEPS or governor == noun:
            return
        if token.dep == "conj":
            self._nominal(state, governor, presuppose=presuppose)
            return
        relations = noun_relations(self.syntax, token)
        effect = self._effect(governor, relations) if relations else None
        known = definite(self.syntax, noun) or concluded(self.syntax, noun, self.phrases.datings)
        goal = token.dep == "nmod" and self.lemmas[governor] in self.phrases.goals  # `the aim of the visit`
        if outlives(self.syntax, token, known=known) or (known and goal):
            effect = None
        refused = effect in (Status.DENIED, Status.NOT_DONE) or self.lemmas[governor] in self.phrases.adjudging
        if refused and self.lemmas[noun] in self.phrases.asked:
            state.firm = state.firm or self.lemmas[governor] in self.phrases.adjudging
            return  # it was asked, and refused, or is to be ruled on
        lightly = self.lemmas[governor] in self.phrases.errands
        charged = (
            effect is Status.UNCERTAIN and token.dep == "obl" and self.lemmas[governor] not in self.phrases.clearing
        )
        if known and (charged or (effect and lightly)):
            return  # `charged with the killing of`, `announced the arrest of`: it has been
        if effect is None and of_a_deal(self.syntax, governor, self.phrases) and token.dep in ("obj", "obl"):
            effect = Status.CONDITIONAL
        if token.dep == "obj" and self.lemmas[governor] in self.phrases.listing:
            self._by_subject(state, governor)
        if effect is not None:
            state.apply(effect, governor, f"`{self.tokens[governor].text}`", inferred=lightly)
            state.firm = state.firm or (effect is Status.ACTUAL and self.lemmas[governor] in self.phrases.going_on)
        elif self._presupposed(noun) or judged(self.syntax, self.phrases, noun):
            state.firm = state.firm or judged(self.syntax, self.phrases, noun)
            return
        if self.tokens[governor].upos in ("NOUN", "PROPN") and token.dep.partition(":")[0] in ("nmod", "compound"):
            through = effect is not None or self.lemmas[governor] in self.through
            if through:
                none_of(self.syntax, self.phrases, state, governor)
                self._nominal(state, governor, presuppose=presuppose)
            return
        if token.dep == "obj" and self.lemmas[governor] in self.phrases.anew | self.phrases.consequences:
            known = False
        links = (
            token.dep == "nsubj"
            and not self.syntax.is_verb(governor)
            and modal_of(self.syntax, self.lexicon, governor) is not None
        )
        if (self.syntax.is_verb(governor) or links) and (effect is not None or not (presuppose or known)):
            negation = effect is not None or (not links and bears_negation(self.syntax, token, self.phrases))
            self._predicate(state, governor, negation=negation)

    def _occasion(self, state: StatusState, noun: int) -> bool:
        """``failed to agree at a meeting in Geneva``: what is not done at an occasion is not done though it was."""
        token = self.tokens[noun]
        # In headlines an occasion without an article may be taken for a participle: `fail to agree during meeting`.
        if not (token.dep.startswith(("obl", "advcl")) and self.syntax.case_words(noun) & self.phrases.occasions):
            return False
        verb = self.read_token(token.head)
        ahead = any(c.xpos == "MD" for v in (token.head, verb.cue) for c in self.syntax.analysis.children(v, "aux"))
        if (
            verb.status not in (Status.NOT_DONE, Status.UNCERTAIN)
            or ahead
            or self._effect(token.head, noun_relations(self.syntax, token))
        ):
            return False
        state.reasons.append("an occasion at which something else was not done, or is alleged")
        state.firm = True
        return True
