"""When and where: the time and the place that govern an event by syntax, or the bounds of the article's frame.

The times and places of an event's sentence, and having none of them, are ranked by a log-linear model over declared
features of the way between mention and event in the tree (``when_where_features``); its weights are fitted on our own
corpus (``data/when_where.csv``, ``training/when_where.py``). What no feature can tell stays open: an event without a
stated time gets the bound that the article's date gives, never a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from dragoman.events.acts.matching import Match
from dragoman.events.trees.syntax import Syntax
from dragoman.events.when_where_features import Site, View, around, none_features
from dragoman.knowledge.status import StatusLexicon
from dragoman.knowledge.weights import read_weights, summed
from dragoman.records import (
    Analysis,
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
from dragoman.records.pointing import pooled

__all__ = ["SAID", "Circumstances", "actor_kinds", "admitted"]

SAID = frozenset({"AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
"""Types that are done by saying."""

_WEIGHTS = Path(__file__).parent / "data" / "when_where.csv"
_READY = {"time": 1.2, "place": 2.5}
"""How much having none is marked down. Trained for the most choices right, the model leaves out what it half believes;
a place missed is seldom noticed, and one too many is seen in the evidence."""
_POOLED = {"time": 0.4, "place": 0.7}
"""Weight of the encoder's head of parts beside the model. Read end to end on ``dev``, places right and none given where
none is marked are 85.3 and 88.2 with 1, 87.3 and 87.2 with .7; with 1 and 3, 3.5 of ``_READY`` 86.8 and 87.5, 89.4 and
86.2; with 1.4 and 3.5 86.6 and 87.7. Times are 85.8 and 94.4, with .7 84.3 and 95.1; with the weights before they were
82.8 and 93.7, and 79.6 and 92.8 without the head."""

M = TypeVar("M", TimeMention, PlaceMention)


class Circumstances:
    """Times and places of one article's events."""

    def __init__(
        self, article: Article, syntax: Syntax, resolution: Resolution, matches: Iterable[Match], lexicon: StatusLexicon
    ) -> None:
        self.article = article
        self.syntax = syntax
        sites = [self._site(m) for m in matches]
        self.sites = {site.head: site for site in sites}
        self.view = View(syntax, sites, lexicon.phrases.speech, actor_kinds(resolution))
        self.times = _by_sentence(resolution.times, syntax.analysis)
        self.places = _by_sentence(resolution.places, syntax.analysis)
        self.datelines = around(syntax.analysis)

    def _site(self, match: Match) -> Site:
        support = {match.support} if match.support >= 0 else set()
        sources, targets = (
            frozenset(c for h in heads for c in self.syntax.conjuncts(h)) for heads in (match.sources, match.targets)
        )
        return Site(match.head, match.words | support | {match.head}, match.entry.type, sources, targets)

    def _ranked(self, match: Match, kind: str, mentions: Sequence[M]) -> list[M]:
        """The mentions that are more probable than none of them, best first."""
        if not mentions:
            return []
        weights = read_weights(_WEIGHTS)[kind]
        site = self.sites[match.head]
        rows = self.view.features(site, mentions)
        sums = [summed(weights, row) for row in rows]
        none = summed(weights, none_features(site, self.syntax, len(mentions))) - _READY[kind]
        if shares := self.view.shares(site, mentions):
            sums = [total + pooled(share, _POOLED[kind]) for total, share in zip(sums, shares[:-1], strict=True)]
            none += pooled(shares[-1], _POOLED[kind])
        order = sorted(range(len(sums)), key=lambda k: (-sums[k], k))
        return [mentions[k] for k in order if sums[k] > none]

    def time(self, match: Match, status: Status) -> EventTime | None:
        """The stated time, else the bound that the article's date gives, with the words that have no place on the
        calendar (``for six hours``, ``at dawn``); None if neither is known.
        """
        ranked = self._ranked(match, "time", self.times.get(self.syntax.tokens[match.head].sentence, ()))
        dated = next((t for t in ranked if t.interval is not None), None)
        if dated is not None:
            interval = self._reached(dated) if status is Status.ACTUAL else dated.interval
            return EventTime(interval, TimeBasis.STATED, dated.evidence, dated.id)
        frame = self.frame(status)
        if not ranked:
            return frame
        if frame is None:
            return EventTime(None, TimeBasis.STATED, ranked[0].evidence, ranked[0].id)
        return EventTime(frame.interval, TimeBasis.FRAME, ranked[0].evidence, ranked[0].id)

    def _reached(self, time: TimeMention) -> Interval | None:
        """Of what is told as done the day itself, not all before it: ``by Friday they had taken the town``. Of 44 such
        acts that our corpus dates, 43 are dated so; plans and demands are done by then (``leave by Friday``)."""
        interval, before = time.interval, self.syntax.tokens[max(time.token_start - 1, 0)]
        if interval is None or interval.start or interval.end is None or before.text.lower() != "by":
            return interval
        day = interval.end
        if len(time.value) == len("2021"):
            return Interval(day.replace(month=1, day=1), day, Granularity.YEAR)
        if len(time.value) == len("2021-02"):
            return Interval(day.replace(day=1), day, Granularity.MONTH)
        return Interval(day, day, Granularity.DAY)

    def frame(self, status: Status) -> EventTime | None:
        """The bound that the article's date gives; None if it gives none."""
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
        sentence = self.syntax.tokens[match.head].sentence
        line = self.places.get(self.datelines.get(sentence, -1), [])[:1]
        ranked = self._ranked(match, "place", [*line, *self.places.get(sentence, ())])
        return ranked[0].id if ranked else None


def actor_kinds(resolution: Resolution) -> dict[int, str]:
    """Token -> kind of the actor that a mention over it was judged to be, that of the shortest mention."""
    judged = {j.mention: j.actor for j in resolution.judgements}
    kinds = {a.id: a.kind.value for a in resolution.actors}
    found: dict[int, str] = {}
    for mention in sorted(resolution.mentions, key=lambda m: (m.token_end - m.token_start, m.token_start)):
        kind = kinds.get(judged.get(mention.id, ""))
        if kind:
            for i in range(mention.token_start, mention.token_end):
                found.setdefault(i, kind)
    return found


def admitted(mention: TimeMention | PlaceMention) -> bool:
    """Whether an event may have it: repeated times (``every Friday``) date none."""
    return mention.token_end > mention.token_start and not (
        isinstance(mention, TimeMention) and mention.kind is TimeKind.SET
    )


def _by_sentence(mentions: Iterable[M], analysis: Analysis) -> dict[int, list[M]]:
    found: dict[int, list[M]] = {}
    for mention in mentions:
        if admitted(mention):
            found.setdefault(analysis.tokens[mention.token_start].sentence, []).append(mention)
    return found
