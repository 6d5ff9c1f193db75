"""When and where: the time and the place that govern an event by syntax, or the bounds of the article's frame.

A time or a place belongs to the first event or verb above it. A verb of saying keeps its own (``said on Monday``);
support verbs, verbs of
happening and raising verbs hand theirs on to the event beneath them.
"""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.events.matching import Match
from dragoman.events.syntax import Syntax
from dragoman.knowledge.status import StatusLexicon
from dragoman.records import (
    Article,
    EventTime,
    Granularity,
    Interval,
    PlaceMention,
    Resolution,
    Status,
    TimeBasis,
    TimeKind,
    TimeMention,
)

__all__ = ["Circumstances"]

_PLACE_CASES = frozenset(
    {
        "in",
        "at",
        "near",
        "on",
        "outside",
        "inside",
        "around",
        "across",
        "over",
        "within",
        "throughout",
        "along",
        "off",
        "to",
        "into",
        "toward",
        "towards",
        "from",
        "deep",
        "north",
        "south",
        "east",
        "west",
    }
)
_MOVING = frozenset({"to", "into", "from", "toward", "towards"})
_MAX_CHAIN = 6
SAID = frozenset({"AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
"""Types that are done by saying: their object's place is not theirs."""


class Circumstances:
    """Times and places of one article, by the word that they hang on."""

    def __init__(
        self, article: Article, syntax: Syntax, resolution: Resolution, matches: Iterable[Match], lexicon: StatusLexicon
    ) -> None:
        self.article = article
        self.syntax = syntax
        self.speech = lexicon.phrases.speech
        self.triggers = {m.head: m for m in matches}
        self.literals = {w: m.head for m in self.triggers.values() for w in m.words}
        # `met the envoy in Nairobi`: parsers hang the place on whom the act was done to. Of what is only said it
        # says nothing.
        self.done_to = {t for m in self.triggers.values() if m.entry.type not in SAID for t in m.targets}

        self.times: dict[int, list[TimeMention]] = {}
        for mention in resolution.times:
            if mention.kind in (TimeKind.DATE, TimeKind.TIME) and mention.token_end > mention.token_start:
                top = self._top(mention.token_start, mention.token_end)
                self.times.setdefault(self._governor(top), []).append(mention)
        self.places: dict[int, list[tuple[PlaceMention, int]]] = {}
        for place in resolution.places:
            top = self._top(place.token_start, place.token_end)
            phrase = self._phrase(top)
            if phrase is not None:
                self.places.setdefault(self._governor(phrase), []).append((place, phrase))

    def _top(self, first: int, last: int) -> int:
        """The token of a span whose governor lies outside it."""
        for i in range(first, last):
            if not first <= self.syntax.tokens[i].head < last or self.syntax.tokens[i].head == i:
                return i
        return first

    def _governor(self, i: int) -> int:
        """The first trigger, literal of one, or predicate above token ``i``."""
        for above in self.syntax.analysis.ancestors(i):
            if above.i in self.triggers:
                return above.i
            if above.i in self.literals:
                return self.literals[above.i]
            if self.syntax.is_verb(above.i) or self.syntax.child(above.i, "cop"):
                return above.i
        return i

    def _phrase(self, i: int) -> int | None:
        """The head of the phrase of place that holds a place's name: ``on the outskirts of Beirut``. None for a mere
        attribute.
        """
        token = self.syntax.tokens[i]
        for _ in range(3):
            if token.upos == "ADJ" or (
                token.dep == "nmod:poss" and token.head not in self.triggers and not self._locative(token.head)
            ):
                return None
            if token.dep in ("obl", "obl:npmod", "obl:unmarked", "obl:tmod") or (
                token.dep == "nmod"
                and (token.head in self.triggers or token.head in self.literals or token.head in self.done_to)
            ):
                return token.i if self.syntax.case_words(token.i) & _PLACE_CASES else None
            if (
                token.dep not in ("compound", "nmod", "nmod:poss", "appos", "flat", "conj", "nmod:npmod")
                or token.head == token.i
            ):
                return None
            if token.dep == "nmod" and not self.syntax.case_words(token.i) & {"of", "in", "near"}:
                return None
            if token.dep == "compound" and not self._locative(token.head):
                return None  # `a US drone strike`: whose, not where
            token = self.syntax.tokens[token.head]
        return None

    def _locative(self, i: int) -> bool:
        return self.syntax.lemmas[i] in self.syntax.grammar.objects

    # ------------------------------------------------------------------ asking

    def _chain(self, match: Match) -> list[int]:
        """The heads whose times and places are the event's: its own, then those that hand theirs on."""
        chain = [match.head]
        if match.support >= 0:
            chain.append(match.support)
        i = chain[-1]
        for _ in range(_MAX_CHAIN):
            token = self.syntax.tokens[i]
            governor = token.head
            if governor == i or governor in self.triggers or self.syntax.lemmas[governor] in self.speech:
                # Coordinated verbs share what stands before the first: `On Monday A met B and signed ...`.
                if governor != i and token.dep == "conj":
                    chain.append(governor)
                break
            verbal = self.syntax.is_verb(i)
            raising = (verbal and token.dep in ("xcomp", "conj")) or (
                verbal and token.dep == "advcl" and not self.syntax.case_words(i)
            )
            nominal = not verbal and token.dep in ("nsubj", "nsubj:pass", "obj", "obl", "conj", "nmod")
            if not raising and not nominal:
                break
            chain.append(governor)
            i = governor
        return chain

    def time(self, match: Match, status: Status) -> EventTime | None:
        """The stated time, else the bound that the article's date gives; None if the article's day is not known
        either.
        """
        for head in self._chain(match):
            found = self.times.get(head)
            if found:
                best = min(found, key=lambda t: (t.interval is None, abs(t.token_start - match.head), t.token_start))
                return EventTime(best.interval, TimeBasis.STATED, best.evidence, best.id)
        return self._frame(status)

    def _frame(self, status: Status) -> EventTime | None:
        published = self.article.published
        if published is None:
            return None
        if status is Status.PLANNED:
            day = published.interval.start
            bound = Interval(day, None, Granularity.OPEN) if day else None
        elif status in (Status.ACTUAL, Status.DENIED, Status.NOT_DONE):
            day = published.interval.end
            bound = Interval(None, day, Granularity.OPEN) if day else None
        else:
            return None
        return EventTime(bound, TimeBasis.FRAME) if bound else None

    def in_future(self, time: EventTime | None) -> bool:
        """Whether a stated time lies wholly after the day of publication."""
        published = self.article.published
        if time is None or time.basis is not TimeBasis.STATED or published is None or time.interval is None:
            return False
        return bool(time.interval.start and published.interval.end and time.interval.start > published.interval.end)

    def place(self, match: Match) -> str | None:
        """The id of the place mention that governs the event; what is attacked is where it is attacked."""
        for head in self._chain(match):
            found = self.places.get(head)
            if not found:
                continue
            still = [p for p in found if not self.syntax.case_words(p[1]) & _MOVING] or found
            best = min(still, key=lambda p: (p[0].place is None, abs(p[1] - match.head), p[0].token_start))
            return best[0].id
        return None
