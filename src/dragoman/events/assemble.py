"""From matches to event mentions: which are events at all, which are one, and all that is said of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dragoman.events.acts.backing import with_backing
from dragoman.events.acts.constituents import OWNER
from dragoman.events.acts.discourse import in_one_sense
from dragoman.events.acts.doers import by_doer
from dragoman.events.acts.domain import ATTACKED, PUBLIC, Domain
from dragoman.events.acts.inner import INNER, UNDONE, with_inner
from dragoman.events.acts.matching import Match, Matcher, find_matches, owned
from dragoman.events.acts.quarrels import DISPLEASED, concerns_nobody, spoken_for
from dragoman.events.acts.signals import FUNCTION_WORDS, EventSignals
from dragoman.events.acts.threatened import with_threatened
from dragoman.events.acts.urging import URGED, with_urging
from dragoman.events.acts.warnings import only_warns
from dragoman.events.acts.weighing import weigh
from dragoman.events.again import with_doers_before
from dragoman.events.claimed import with_claimants
from dragoman.events.confidence import confidence
from dragoman.events.describe import Describer
from dragoman.events.sides.apart import apart
from dragoman.events.sides.mutual import ANY_PLURAL, MUTUAL, ONE_WAY, SINGLE, is_several, together
from dragoman.events.sides.people import who
from dragoman.events.sides.roles import Seats
from dragoman.events.status.heard import settle_status, told_as_past
from dragoman.events.status.later import settled_later
from dragoman.events.status.read import StatusReader, Verdict, by_form
from dragoman.events.status.sentences import habitual
from dragoman.events.trees.accidents import by_accident
from dragoman.events.trees.cast import Cast
from dragoman.events.trees.syntax import Syntax
from dragoman.events.when_where import SAID, Circumstances
from dragoman.knowledge import Knowledge
from dragoman.knowledge.expressions import HeadClass, Slot
from dragoman.records import (
    Analysis,
    Article,
    BlockKind,
    EventMention,
    EventTime,
    Evidence,
    Participant,
    Resolution,
    Status,
    content_id,
)

__all__ = ["Assembly", "find_events"]

NOBODY = 0.15
"""The probability of its type from which an event stands though nobody is told who acts or suffers (``the curfew``).
With this and the next at .7, .5, .3 detection F1 on dev is 83.0, 83.6, 83.9, precision 87.2, 87.2, 86.7; with this at
.3 and .15 (28 November 2026) 84.0 and 84.0, in news by other hands 70.8 and 70.9."""
ALLUDED = 0.3
"""The probability of its type from which a bare noun of something said stands with one name before it alone, or with
none (``the US proposal``)."""
BOTH = 0.5
"""The share with which the encoder must take a source for the target too, of acts that their doers do together. On dev
both sides are right in 70.7, 70.6, 70.6 % with .5, .7, .9, in 70.6 without; of 9,386 events that it had not learnt from
in 69.2 with each, in 69.1 without."""
_MATERIAL = frozenset({"ASSAULT"})
"""Types whose target may be a mere thing with nobody named: a bombed bridge is an event, an approved bridge is not."""
_CONCERNS_ALL = frozenset({"ASSAULT", "COERCE", "SANCTION", "PROTEST", "MOBILIZE", "RETREAT"})
"""Types of force, of the street and of public power: they are politics whoever takes part."""
_HARM = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "PROTEST"})
"""Types of acts that may be threatened."""
_MOVES, _MOVED = frozenset({"MOBILIZE"}), ("obj", "nsubj:pass")
"""Troops that are sent are not whom it is done to (our corpus's train texts mark them so in 30 of 239)."""
_PROMISES = frozenset({"AGREE", "REJECT", "REQUEST", "THREATEN"})
"""Types of acts whose time may be that of what is promised, asked or threatened."""


def find_events(
    article: Article, analysis: Analysis, resolution: Resolution, knowledge: Knowledge
) -> tuple[EventMention, ...]:
    """The event mentions of an article, in the order of their triggers.

    Pure: the same records always give the same mentions with the same ids. Claims are left empty; the claims room
    attaches them.
    """
    if not analysis.tokens:
        return ()
    assembly = Assembly(article, resolution, knowledge, Assembly.syntax_of(article, analysis, knowledge))
    try:
        return assembly.events()
    finally:
        assembly.forget()


class Assembly:
    """The work on one article."""

    def __init__(self, article: Article, resolution: Resolution, knowledge: Knowledge, syntax: Syntax) -> None:
        self.article = article
        self.syntax = syntax
        self.analysis = syntax.analysis
        self.cast = Cast(syntax, resolution, knowledge.agents.nobody)
        self.domain = Domain(self.analysis, resolution, knowledge.codebook)
        self.status = StatusReader(syntax, knowledge.status)
        self.matcher = Matcher(syntax, self.cast, knowledge.codebook)
        self.found = found = find_matches(self.matcher, self.status.speaks_of)
        signals = self.analysis.signals
        self.signals = EventSignals(signals, syntax, found) if signals is not None else None
        if self.signals is not None:
            found = weigh(found, self.signals, self.matcher, self._apart)
            found = in_one_sense(found, self.signals, self.matcher)
            found = with_inner(found, self.signals, self.matcher)
        found = with_threatened(with_backing(found, self.matcher), self.matcher)
        found = with_urging(found, self.matcher, knowledge.status.phrases.speech)
        self.weighed = found
        self.matches = [match for match in _merge(found, self.matcher) if not _background(match)]
        self.harmful = frozenset(m.head for m in self.matches if m.entry.type in _HARM)
        # Times and places go by what the expressions themselves seat: a filled seat is often where it was.
        self.circumstances = Circumstances(article, syntax, resolution, self.matches, knowledge.status)
        self.seats = Seats(syntax, self.cast, self.found)
        self.describe = Describer(syntax, knowledge.codebook, knowledge.ontology)

    def _apart(self, head: int, word: int) -> bool:
        """Whether the act that a word of an expression names is one of its own."""
        return self.status.speaks_of(head, word) or owned(self.syntax, self.cast, head, word)

    @staticmethod
    def syntax_of(article: Article, analysis: Analysis, knowledge: Knowledge) -> Syntax:
        """The trees of an article, with the kind of block of each sentence."""
        kinds = tuple(
            article.blocks[s.block].kind if s.block < len(article.blocks) else BlockKind.PARAGRAPH
            for s in analysis.sentences
        )
        return Syntax(analysis, knowledge.codebook, kinds)

    def events(self) -> tuple[EventMention, ...]:
        """All event mentions, but for those of texts that are no politics."""
        sure = self._surest()
        return self._read(m for m in self.matches if not m.entry.type or not self.harmless(m, sure.get(m.head)))

    def _surest(self) -> dict[int, float]:
        """For the head of each match the probability of the surest event of its sentence: beside an arrest a curfew
        that is relaxed is politics too. With each event's own, detection F1 on dev is 84.3 as well, in news by other
        hands 71.1, not 71.3.
        """
        best: dict[int, float] = {}
        at = {m.head: self.analysis.tokens[m.head].sentence for m in self.matches}
        for m in self.matches:
            if m.entry.type and m.probability is not None and INNER not in m.how:
                best[at[m.head]] = max(best.get(at[m.head], 0.0), m.probability)
        return {head: best[sentence] for head, sentence in at.items() if sentence in best}

    def told(self) -> tuple[EventMention, ...]:
        """All event mentions, whatever their text is about: for who knows that it is politics."""
        return self._read(self.matches)

    def _read(self, matches: Iterable[Match]) -> tuple[EventMention, ...]:
        found = [event for match in matches if (event := self._event(match)) is not None]
        claimed = with_claimants(found, self.syntax, self.cast, self.status)
        return with_doers_before(claimed, self.syntax, self.matcher.codebook)

    def harmless(self, match: Match, sure: float | None = None) -> bool:
        """Whether what is told around an act is hardly politics; ``sure``: the encoder's probability of the event."""
        sentence = self.analysis.tokens[match.head].sentence
        if self.matcher.armed(match.head) or not self.domain.harmless(sentence, sure):
            return False
        sides = self.cast.participants((*match.sources, *match.targets), match.head)
        told = PUBLIC | ATTACKED if match.entry.type == "ASSAULT" else PUBLIC
        public = any(p.sectors and p.sectors[0] in told for p in sides)
        return not public or self.domain.harmless(sentence, sure, concerned=True)

    def forget(self) -> None:
        """Let go of the article, after which nothing can be asked: what remembers answers holds whom it asks, and would
        keep all trees until Python looks for such rings, over and over the larger for them.
        """
        for ring in (
            self.syntax.voice,
            self.syntax,
            self.cast,
            self.seats.view.places,
            self.seats.view,
            self.circumstances.view,
        ):
            vars(ring).clear()

    def _event(self, match: Match) -> EventMention | None:
        match = self.seats.fill(match)
        sources, targets = self._sides(match)
        settled = spoken_for(match, sources, targets, self.syntax)
        if settled is None or not self._is_event(settled, sources, targets):
            return None
        match = by_doer(only_warns(settled, sources, self.harmful, self.syntax), sources, self.syntax, self.cast)
        verdict = settled_later(match, self._status(match), self.syntax, self.status)
        time = self.circumstances.time(match, verdict.status)
        if verdict.status is Status.ACTUAL and self.circumstances.in_future(time):
            if match.entry.type in _PROMISES or verdict.firm or self._told_as_past(match):
                time = self.circumstances.frame(verdict.status)  # `agreed to stop on Thursday`: of what it is about
            else:
                why = "its time lies after publication: planned"
                verdict = Verdict(Status.PLANNED, verdict.cue, (*verdict.reasons, why))
        return self._mention(match, sources, targets, verdict, time)

    def _sides(self, match: Match) -> tuple[tuple[Participant, ...], tuple[Participant, ...]]:
        """Who acts, and on whom."""
        moved: set[int] = set()
        if match.entry.type in _MOVES and (match.entry.general or Slot.TARGET not in match.entry.pattern.slots):
            moved = {c.i for c in self.analysis.children(match.head, *_MOVED)}
        refused = self._refused(match)
        acting = [h for h in match.sources if h not in refused and self.cast.can_act(h)]
        sources = self.cast.participants(acting, match.head)
        targets = self.cast.participants([h for h in match.targets if h not in moved], match.head)
        if match.sources == match.targets:
            # A group that acts on itself has no target; two who act on each other are both sources and targets.
            targets = targets if len(targets) > 1 else ()
            if match.entry.type == "ASSAULT" and targets:
                sources, targets = sources[:1], targets[1:]  # `A and B exchanged fire`: A acts on B
        else:
            sources, targets = apart(sources, targets, self.analysis)
        if not targets and sources and self._mutual(match, sources):
            targets = sources
        return sources, targets

    def _refused(self, match: Match) -> tuple[int, ...]:
        """``vetoed a resolution urging them to leave``, ``will debate a petition calling for it``: who turns a text
        down, or has it before him, has not said what it says."""
        token = self.analysis.tokens[match.head]
        text = self.analysis.tokens[token.head]
        if token.dep != "acl" or token.xpos != "VBG" or self.syntax.lemmas[text.i] not in self.status.phrases.documents:
            return ()
        if text.dep == "obj" and self.syntax.lemmas[text.head] in self.status.phrases.considering:
            return tuple(c for a in self.syntax.frame(text.head).agents for c in self.syntax.conjuncts(a))
        return next((m.sources for m in self.found if m.head == text.head and m.entry.type == "REJECT"), ())

    def _mutual(self, match: Match, sources: Sequence[Participant]) -> bool:
        """Whether what a noun phrase or a list does its members do with one another. A visit is paid to others."""
        kind = match.entry.type
        if kind is None or kind not in MUTUAL:
            return False
        # whatever mode it has; but two navies ``sail in company``
        travels = kind == "CONSULT" and self.syntax.lemmas[match.head] in self.syntax.grammar.travelling
        if travels or not ONE_WAY.isdisjoint({self.describe.told(match), self.describe.mode(match, (sources, ()))}):
            return False
        if len(sources) == 1 and self._single(match.sources):
            return False  # `The United States has negotiated`: with whom is not told
        several = len(sources) > 1 and kind in ANY_PLURAL
        several = several or any(is_several(self.syntax, head, kind) for head in match.sources)
        several = several or together(self.syntax, match)
        one = len(sources) == 1 and " and " not in sources[0].name
        one = one and all(self.analysis.tokens[head].xpos == "NNP" for head in match.sources)
        return several or (not one and self.seats.share(match, "target", match.sources) >= BOTH)

    def _single(self, heads: Iterable[int]) -> bool:
        """Whether they are the name of one person, state or government, which may be a plural in grammar."""
        named = all(self.analysis.tokens[head].upos == "PROPN" for head in heads)
        found = [self.cast.actor(self.cast.mention(head)) for head in heads] if named else []
        return bool(found) and all(actor is not None and actor.known and actor.kind in SINGLE for actor in found)

    def _status(self, match: Match) -> Verdict:
        """The status by the rules of syntax, and by the encoder's status head where there is one."""
        verdict = self._asked(match, self.status.read(match))
        if DISPLEASED in match.how:
            return replace(verdict, status=Status.ACTUAL, cue=-1) if verdict.status is Status.NOT_DONE else verdict
        if UNDONE in match.how:
            return Verdict(Status.ACTUAL, -1, (*verdict.reasons, f"{UNDONE}: actual"))
        if self.signals is None or URGED in match.how:
            return verdict
        spoken = by_form(match, verdict, self.syntax)
        if spoken is not None:
            return spoken
        return settle_status(verdict, self.signals, match.head, (match.head, *match.words))

    def _told_as_past(self, match: Match) -> bool:
        """Whether a past tense tells it, or what it did (``the October attack that killed him``): a time after
        publication is then a month or day of the year before.
        """
        clauses = self.analysis.children(match.head, "acl:relcl")
        return any(told_as_past(self.syntax, i) for i in (match.head, *(c.i for c in clauses)))

    def _asked(self, match: Match, verdict: Verdict) -> Verdict:
        """``gave the soldiers 15 days to return``: an infinitive under what asks is only asked for."""
        token = self.analysis.tokens[match.head]
        infinitive = token.dep in ("xcomp", "ccomp") and "to" in self.syntax.case_words(match.head)
        if verdict.status is not Status.ACTUAL or not infinitive:
            return verdict
        if not any(m.head == token.head and m.entry.type == "REQUEST" for m in self.found):
            return verdict
        if verdict.firm and self.status.read_token(token.head).status is Status.ACTUAL:
            return verdict  # `persuaded the soldiers to return`
        why = f"`{self.syntax.tokens[token.head].text}` asks for it: demanded"
        return Verdict(Status.DEMANDED, token.head, (*verdict.reasons, why))

    def _is_event(self, match: Match, sources: Sequence[Participant], targets: Sequence[Participant]) -> bool:
        """Somebody must act or be acted on; only for material conflict is a thing enough."""
        lent = match.entry.general and match.support >= 0 and sources  # `the army committed war crimes`
        fight = match.entry.type in _MATERIAL and _two_sided(match) and not lent
        if fight and len({who(p) for p in (*sources, *targets)}) < 2:
            return False  # `an uphill battle`: a fight needs two sides
        private = match.entry.type not in _CONCERNS_ALL and self._unpolitical(match, (*sources, *targets))
        custom = habitual(self.syntax, self.status.phrases, match.head)
        if private or custom or self._portrayed(match.head) or self._accident(match) or self._opined(match):
            return False
        if (OWNER in match.how and not targets) or concerns_nobody(match, sources, targets, self.syntax):
            return False  # `suspended his own campaign`: nobody else is concerned
        if any(self.cast.can_act(h) for h in (*match.sources, *match.targets)) and (sources or targets):
            return True
        if match.entry.type in _MATERIAL and targets:
            return True
        return bool(match.entry.type) and match.probability is not None and match.probability >= NOBODY

    def _unpolitical(self, match: Match, sides: Sequence[Participant]) -> bool:
        """``the coach thanked the fans``: no known actor takes part, and all who do are kin, stage, sport or trade."""
        if not sides or any(p.actor is not None for p in sides):
            return False
        heads = [c for h in (*match.sources, *match.targets) for c in self.syntax.conjuncts(h)]
        return all(self.syntax.lemmas[h] in self.syntax.grammar.unpolitical for h in heads)

    def _opined(self, match: Match) -> bool:
        """``tariffs, economists agree, are paid by buyers``: what is agreed to stands before or around the verb, or
        nowhere and the verb in the present tense of prose: an opinion is shared, nothing is settled. So is one where
        there is agreement, without an article, that something is so.
        """
        if match.entry.type != "AGREE":
            return False
        head = self.analysis.tokens[match.head]
        if head.upos == "NOUN":
            there = self.syntax.child(head.head, "expl") is not None and self.syntax.child(head.i, "det") is None
            return there and self.syntax.child(head.i, "acl", "ccomp") is not None
        if self.syntax.lemmas[head.i] not in self.syntax.grammar.opining or match.words - {head.i}:
            return False
        together = any(
            len(self.syntax.conjuncts(s)) > 1 or is_several(self.syntax, s, "CONSULT") for s in match.sources
        )
        if together and head.xpos in ("VBD", "VBN"):
            return False  # `the raids will stop, both sides agreed`
        if head.dep == "parataxis" or any(c.i < head.i for c in self.analysis.children(head.i, "ccomp", "parataxis")):
            return True
        present = head.xpos in ("VBP", "VBZ") and not self.syntax.title(head.i)
        return present and self.syntax.child(head.i, "obj", "obl", "ccomp", "xcomp", "advcl") is None

    def _accident(self, match: Match) -> bool:
        """Whether what harmed somebody was an accident: nothing else in the sentence tells of violence."""
        if match.entry.type not in _MATERIAL:
            return False
        sentence = self.analysis.tokens[match.head].sentence
        beside = (m for m in self.matches if m.entry.type == match.entry.type and m.head != match.head)
        violent = any(self.analysis.tokens[m.head].sentence == sentence for m in beside)
        return not violent and by_accident(self.syntax, match.head, frozenset(match.sources))

    def _portrayed(self, head: int) -> bool:
        """``the novel tells how the khan burnt the city``: a clause of what a work of art or a museum shows."""
        grammar = self.syntax.grammar
        return any(
            self.syntax.lemmas[above.i] in grammar.portrays
            and any(self.syntax.lemmas[s.i] in grammar.fictions for s in self.analysis.children(above.i, "nsubj"))
            for above in self.analysis.ancestors(head)
        )

    def _mention(
        self,
        match: Match,
        sources: tuple[Participant, ...],
        targets: tuple[Participant, ...],
        verdict: Verdict,
        time: EventTime | None,
    ) -> EventMention:
        entry = match.entry
        sentence = self.analysis.sentences[self.analysis.tokens[match.head].sentence]
        trigger = self._trigger(match)
        cue = self.analysis.evidence(verdict.cue, verdict.cue + 1) if verdict.cue >= 0 else None
        return EventMention(
            id=content_id("e", self.article.id, trigger.start, trigger.end, entry.type, entry.name),
            article=self.article.id,
            type=entry.type,
            mode=self.describe.mode(match, (sources, targets)),
            act=self._act(match),
            contexts=self.describe.contexts(match),
            sources=sources,
            targets=targets,
            status=verdict.status,
            status_cue=cue,
            time=time,
            place=self._place(match),
            trigger=trigger,
            evidence=self.analysis.sentence_evidence(match.head),
            block=self.syntax.kinds[sentence.i],
            confidence=confidence(match),
            decided_by=entry.name,
            reasons=_reasons(match, verdict),
            trigger_token=match.head,
        )

    def _trigger(self, match: Match) -> Evidence:
        """From the first to the last word of the trigger when they stand close together, else the head alone."""
        words = sorted({match.head, *match.words})
        while words[0] != match.head and self.analysis.tokens[words[0]].upos in FUNCTION_WORDS:
            del words[0]  # `strikes`, not `to the strikes`
        if words[-1] - words[0] > 2 * len(words):
            return self.analysis.evidence(match.head, match.head + 1)
        return self.analysis.evidence(words[0], words[-1] + 1)

    def _act(self, match: Match) -> str:
        """The act in dictionary forms: ``hold talks`` is ``hold talk``."""
        return " ".join(self.syntax.lemmas[i] for i in sorted({match.head, *match.words}))

    def _place(self, match: Match) -> str | None:
        """Where it is: the governing place, else the place that is its target (an airstrike on a city is in the
        city).
        """
        placed = self.circumstances.place(match)
        if placed is not None or match.entry.type not in _MATERIAL:
            return placed
        for head in match.targets:
            for i in (head, *(c.i for c in self.analysis.children(head, "nmod:poss", "compound", "nmod"))):
                if (mention := self.cast.place(i)) is not None:
                    return mention.id
        return None


def _merge(matches: list[Match], matcher: Matcher) -> list[Match]:
    """One happening told by a verb and by a noun under it (``kept up its attacks``) is one match, the verb's. Where the
    noun tells an act beside it (``was killed in a drone strike``), the verb has its sides, and both stand.
    """
    syntax = matcher.syntax
    by_head = {m.head: m for m in matches}
    gone: set[int] = set()
    for noun in matches:
        token = syntax.tokens[noun.head]
        verb = by_head.get(token.head)
        if (
            noun.entry.pattern.head_class is not HeadClass.NOUN
            or verb is None
            or token.head == token.i
            or verb.entry.type != noun.entry.type
        ):
            continue
        instrument = token.dep in ("obl", "obl:agent") and syntax.case_words(token.i) & {
            "in",
            "by",
            "during",
            "with",
            "after",
        }
        if not instrument and token.dep not in ("nsubj", "obj"):
            continue
        by_head[verb.head] = verb._replace(
            sources=verb.sources or tuple(s for s in noun.sources if s not in verb.targets),
            targets=verb.targets or tuple(t for t in noun.targets if t not in verb.sources),
            entry=replace(verb.entry, mode=verb.entry.mode or noun.entry.mode),
            words=verb.words | {noun.head},
            how=(*verb.how, f"with `{syntax.lemmas[noun.head]}` ({noun.entry.name})"),
        )
        alone = _two_sided(noun) and len({c for s in noun.sources for c in syntax.conjuncts(s)}) < 2  # `Azeri forces`
        told_again = alone or not matcher.beside(verb.head, noun.head) or set(noun.targets) <= set(verb.targets)
        if told_again and INNER not in noun.how:
            gone.add(noun.head)
    return [by_head[m.head] for m in matches if m.head not in gone]


def _background(match: Match) -> bool:
    """``the US proposal``: a bare noun of something said, with one name before it, only alludes to an event."""
    bare_noun = match.entry.pattern.head_class is HeadClass.NOUN and match.specificity == 1
    alone = bare_noun and match.support < 0 and not (match.sources and match.targets)
    unsure = match.probability is None or match.probability < ALLUDED
    return alone and unsure and match.entry.type in SAID


def _two_sided(match: Match) -> bool:
    pattern = match.entry.pattern
    return pattern.head_class is HeadClass.NOUN and Slot.BOTH in pattern.slots


def _reasons(match: Match, verdict: Verdict) -> tuple[str, ...]:
    found = [f"matched {match.entry.name}", *match.how]
    found += [f"status: {reason}" for reason in verdict.reasons] or ["status: nothing says that it is not actual"]
    if match.competitors:
        found.append(f"also fitted: {', '.join(match.competitors)}")
    return tuple(found)
