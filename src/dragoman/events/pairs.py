"""What a sentence says that a given source does to a given target: a distribution over the types, always.

Four witnesses speak for a type: an event of the reading, by how far its sides are the given ones; an expression of the
codebook that the reading did not keep; the encoder's event head, on words whose act has the given sides by its head of
parts, on what the source governs and anywhere else; and the types that the codebook knows for the lemmas on the way
between the two in the tree. Their weights are shared by all types
(``data/pairs.csv``, fitted by ``training/pairs.py``), so that rare types are judged as common ones are; a softmax makes
probabilities of the sums. What is believed of a type is believed a little of its neighbours in the ontology.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dragoman.events.assemble import Assembly
from dragoman.events.published import may_count_as, published_type
from dragoman.knowledge import Knowledge
from dragoman.knowledge.expressions import HeadClass
from dragoman.knowledge.tables import Row, read_csv
from dragoman.knowledge.weights import read_weights
from dragoman.records import Analysis, Article, EventMention, Evidence, PairJudgement, Participant, Resolution, Status
from dragoman.records.pointing import taken_by

__all__ = ["Pair", "Witnesses", "judge_pair"]

_WEIGHTS = Path(__file__).parent / "data" / "pairs.csv"
_ENCODER, _TREES = "encoder", "trees"
"""The kinds of weights: where the analysis has the encoder's heads, and where it has trees alone."""
NEIGHBOURS = 0.02
"""Share of a type's probability that is its neighbours': no type that another may be taken for is impossible."""
MEANT = 0.85
"""Share of a type's probability that goes to what is meant by it where it is only promised, refused, threatened or
asked for. By the tests of the ontology, not fitted; macro F1 on PLV train (measure only) is 64.0 with it, 57.8 without.
"""
_ON_ACT = ("nsubj", "obj", "obl", "nsubj:pass", "compound", "amod", "nmod", "xcomp", "iobj", "advcl", "acl")
"""Relations in which a word says what an act is about."""
_STEPS = 3
_CONCERNED = frozenset({"both", "source", "target"})
_NOTED = 0.05
"""Types under this probability are not asked for their status."""
_LEAST = 0.01
"""Under this probability the head's opinions are alike."""

Place = tuple[int, int]
Features = dict[str, dict[str, float]]
"""For each type its features and their values."""


class _Meant(Row):
    type: str
    status: Status
    meant: str
    unless: str = ""


@cache
def _meant() -> Mapping[tuple[str, Status], tuple[str, frozenset[str]]]:
    """What an act of a type and status amounts to, and the cues under which it does not."""
    path = Path(__file__).parent / "data" / "meant.csv"
    return {(row.type, row.status): (row.meant, frozenset(row.unless.split("|"))) for _, row in read_csv(path, _Meant)}


@dataclass(frozen=True, slots=True)
class Pair:
    """Where the two parties stand: characters of the article's text, None for one that is not named in it."""

    source: Place | None
    target: Place | None

    @classmethod
    def find(cls, text: str, source: str, target: str) -> Pair:
        """The first places of the two names, whatever their case."""
        return cls(_place(text, source), _place(text, target))


def _place(text: str, words: str) -> Place | None:
    words = words.strip()
    at = text.lower().find(words.lower()) if words else -1
    return (at, at + len(words)) if at >= 0 else None


def judge_pair(
    article: Article,
    analysis: Analysis,
    resolution: Resolution,
    knowledge: Knowledge,
    parties: tuple[str, str],
    *,
    own_types: bool = False,
) -> PairJudgement:
    """The judgement of an article, mostly of one sentence, with these parties, the source and the target. Pure.

    Types are those that published sets of records count an act as (``events.published``); ``own_types``: as the
    ontology has them and events of a reading do.
    """
    source, target = parties
    pair = Pair.find(article.text, source, target)
    witnesses = Witnesses(article, analysis, resolution, knowledge, own_types=own_types)
    found = witnesses.features(pair)
    believed = witnesses.distribution(pair, found)
    kind = believed[0][0]
    act = witnesses.act(pair, kind, found)
    event = witnesses.event(pair, act)
    reasons = [*witnesses.why(found[act]), *_absent(pair, source, target)]
    if event is None:
        status, trigger = witnesses.status(pair, act)
        mode, decided = None, "witnesses"
    else:
        status, trigger, mode, decided = event.status, event.trigger, event.mode, event.decided_by
        reasons += event.reasons
    if act != kind:
        reasons.insert(0, _why_other(act, status, kind))
        mode = None
    return PairJudgement(
        article.text, source, target, kind, believed, mode, status, event is not None, trigger, decided, tuple(reasons)
    )


def _why_other(act: str, status: Status, kind: str) -> str:
    if status is Status.ACTUAL:
        return f"{act} by our ontology; published records count such an act as {kind}"
    return f"{act} that is {status.value} is {kind}: it is only said"


def _absent(pair: Pair, source: str, target: str) -> list[str]:
    return [
        f"the {side} `{name}` is not named in the sentence: judged without it"
        for side, name, place in (("source", source, pair.source), ("target", target, pair.target))
        if place is None
    ]


class Witnesses:
    """What speaks for each type in one article."""

    def __init__(
        self,
        article: Article,
        analysis: Analysis,
        resolution: Resolution,
        knowledge: Knowledge,
        *,
        own_types: bool = False,
    ) -> None:
        assembly = Assembly(article, resolution, knowledge, Assembly.syntax_of(article, analysis, knowledge))
        self.own_types = own_types
        self.analysis = analysis
        self.knowledge = knowledge
        self.types = tuple(knowledge.ontology.types)
        self.mentions = resolution.mentions
        self.actor_of = {j.mention: j.actor for j in resolution.judgements if j.actor is not None}
        self.syntax, self.cast = assembly.syntax, assembly.cast
        self.reader = assembly.status
        self.events = [e for e in assembly.told() if e.type]
        kept = {e.trigger_token for e in self.events}
        self.phrases = {
            m.head for m in assembly.matches if m.head in kept and m.specificity > 1 and not m.entry.general
        }
        self.spoken_for = {
            i: m.entry.type for m in assembly.matches if m.head in self.phrases for i in (m.head, *m.words)
        }
        self.dropped = [m for m in assembly.found if m.entry.type and m.head not in kept]

    # ------------------------------------------------------------------ the distribution

    def features(self, pair: Pair) -> Features:
        """For each type its features and their values."""
        found: dict[str, dict[str, float]] = {kind: {} for kind in self.types}
        for event in self.events:
            sides = self._sides(pair, event.sources, event.targets)
            self._most(found, event.type, f"event:{sides}", 1.0)
            if event.trigger_token in self.phrases and sides in _CONCERNED:
                self._most(found, event.type, "phrase", 1.0)
        for match in self.dropped:
            sides = self._sides(pair, self.cast.participants(match.sources), self.cast.participants(match.targets))
            self._most(found, match.entry.type, f"unkept:{sides}", 1.0)
        if self._obliges(pair):
            for name in ("event:both", "phrase"):
                self._most(found, "REQUEST", name, 1.0)
        for name, heard in (("any", None), ("governor", self._governor(pair)), ("sides", self._between(pair))):
            for kind, p in self._head(heard).items():
                self._most(found, kind, f"head:{name}", math.log((p + _LEAST) / _LEAST))
        for kind, share in self._lemmas(self._way(pair)).items():
            self._most(found, kind, "lemma:way", share)
        return found

    def _governor(self, pair: Pair) -> NDArray[np.float32]:
        """One for the verb next above the source, none for all other words."""
        heard = np.zeros(len(self.analysis.tokens), dtype=np.float32)
        above = self._line(self._top(pair.source))[1:]
        heard[[i for i in above if self.syntax.is_verb(i)][:1]] = 1
        return heard

    def _between(self, pair: Pair) -> NDArray[np.float32]:
        """For each word how probably the given two are the sides of its act; one who is not named is nobody."""
        source, target = (
            taken_by(self.analysis, part, None if place is None else self._tokens(place))
            for part, place in (("source", pair.source), ("target", pair.target))
        )
        return source * target

    def _obliges(self, pair: Pair) -> bool:
        """Whether the source says that the target must or should: that asks, though no verb of asking stands there."""
        lexicon = self.knowledge.status
        for token in self.analysis.tokens:
            modal = lexicon.modals.get(self.syntax.lemmas[token.i])
            said = self.analysis.tokens[token.head]
            if token.dep != "aux" or modal is None or modal.effect is not Status.DEMANDED:
                continue
            if not self._touch(pair.target, self.cast.participants(self.syntax.subjects(said.i)[0])):
                continue
            above = next(self.analysis.ancestors(said.i), None)
            speakers = [*self.syntax.subjects(above.i)[0]] if above is not None and said.dep == "ccomp" else []
            if said.dep == "root":
                speakers = [
                    a for c in self.analysis.children(said.i, "parataxis") for a in self.syntax.subjects(c.i)[0]
                ]
            if self._touch(pair.source, self.cast.participants(speakers)):
                return True
        return False

    def distribution(self, pair: Pair, found: Features) -> tuple[tuple[str, float], ...]:
        """Types with their probabilities, the likeliest first; of equals the first by name."""
        sums = {kind: self._sum(row) for kind, row in found.items()}
        top = max(sums.values())
        mass = {kind: math.exp(s - top) for kind, s in sums.items()}
        whole = sum(mass.values())
        meant = self._meant({kind: m / whole for kind, m in mass.items()}, pair)
        shared = defaultdict(float, {kind: (1 - NEIGHBOURS) * m for kind, m in meant.items()})
        for kind, m in meant.items():
            neighbours = self.knowledge.ontology.types[kind].neighbours
            for other in neighbours:
                shared[other] += NEIGHBOURS * m / len(neighbours)
        return tuple(sorted(shared.items(), key=lambda kp: (-kp[1], kp[0])))

    def act(self, pair: Pair, kind: str, found: Features) -> str:
        """The act whose promise, refusal, threat or demand a type is here; the type itself where it is done."""
        able = {act for (act, _), (meant, _) in _meant().items() if meant == kind}
        able = (able | {act for act in self.types if may_count_as(act, kind)}) - {kind}
        meaning = [k for k in self.types if k in able and self._becomes(pair, k) == kind]
        return max([kind, *meaning], key=lambda k: (self._sum(found[k]), k == kind))

    def _becomes(self, pair: Pair, kind: str) -> str | None:
        """What an act of this type counts as: what is meant by it where it is only spoken of, and for one that is done
        what published records call it.
        """
        event = self.event(pair, kind)
        i = event.trigger_token if event is not None else self._loudest(pair, kind)
        if i < 0:
            return None
        if event is not None:
            status, cue = event.status, self._word_at(event.status_cue)
        else:
            verdict = self.reader.read_token(i)
            status, cue = verdict.status, verdict.cue
        if status is Status.CONDITIONAL and self.syntax.negated(i) is not None:
            status = Status.NOT_DONE  # `will not lift it until Cuba reforms`: that is refused for now
        meant, unless = _meant().get((kind, status), (None, frozenset()))
        if meant is not None:
            if cue == i and status is Status.PLANNED:
                return None  # an infinitive of purpose (`sent ships to help`) promises nothing
            return None if unless & {self.syntax.lemmas[k] for k in (i, cue) if k >= 0} else meant
        if self.own_types or status is not Status.ACTUAL:
            return None
        return published_type(kind, self._words_about(i, event.act if event is not None else ""))

    def _word_at(self, evidence: Evidence | None) -> int:
        if evidence is None:
            return -1
        return next((t.i for t in self.analysis.tokens if t.start == evidence.start), -1)

    def _words_about(self, i: int, act: str) -> frozenset[str]:
        """The lemmas of an act and of what hangs on it."""
        token = self.analysis.tokens[i]
        found, edge = {i}, [i]
        if token.upos == "NOUN" and token.dep in ("obj", "nsubj:pass"):
            found.add(token.head)
        for _ in range(_STEPS):
            edge = [c.i for k in edge for c in self.analysis.children(k, *_ON_ACT)]
            found.update(edge)
        return frozenset({*act.split(), *(self.syntax.lemmas[k] for k in found)})

    def _meant(self, mass: Mapping[str, float], pair: Pair) -> dict[str, float]:
        """The probabilities, where acts that are only spoken of count for what is meant by speaking of them."""
        found = defaultdict(float, mass)
        for kind, p in mass.items():
            if p < _NOTED:
                continue
            meant = self._becomes(pair, kind)
            if meant is not None:
                found[kind] -= MEANT * p
                found[meant] += MEANT * p
        return dict(found)

    def _most(self, found: dict[str, dict[str, float]], kind: str | None, name: str, value: float) -> None:
        if kind is not None:
            found[kind][name] = max(value, found[kind].get(name, 0.0))

    def _sides(self, pair: Pair, sources: Sequence[Participant], targets: Sequence[Participant]) -> str:
        """How an event's sides and the given ones agree."""
        sides = ((pair.source, sources, targets), (pair.target, targets, sources))
        straight = [self._touch(place, own) for place, own, _ in sides]
        crossed = [self._touch(place, other) for place, _, other in sides]
        if all(straight):
            return "both"
        if all(crossed):
            return "crossed"
        if any(straight):
            return "source" if straight[0] else "target"
        return "one crossed" if any(crossed) else "neither"

    def _touch(self, place: Place | None, participants: Sequence[Participant]) -> bool:
        """Whether one of them is named at a place, or is the actor who is named there."""
        if place is None:
            return False
        there = {m.id for m in self.mentions if m.evidence.start < place[1] and place[0] < m.evidence.end}
        actors = {self.actor_of[m] for m in there if m in self.actor_of}
        return any(
            (p.evidence.start < place[1] and place[0] < p.evidence.end) or (p.actor is not None and p.actor in actors)
            for p in participants
        )

    def _tokens(self, place: Place | None) -> list[int]:
        if place is None:
            return []
        return [t.i for t in self.analysis.tokens if t.start < place[1] and place[0] < t.end]

    def _top(self, place: Place | None) -> int:
        inside = self._tokens(place)
        return next((i for i in inside if self.analysis.tokens[i].head not in inside or self._root(i)), -1)

    def _root(self, i: int) -> bool:
        return self.analysis.tokens[i].head == i

    def _way(self, pair: Pair) -> list[int]:
        """The words between the two in the tree, and those that hang closely on them; neither party's own."""
        own = {*self._tokens(pair.source), *self._tokens(pair.target)}
        lines = [self._line(self._top(place)) for place in (pair.source, pair.target)]
        lines = [line for line in lines if line]
        if not lines:
            return [t.i for t in self.analysis.tokens]
        shared = set(lines[0]).intersection(*lines[1:])
        meet = next((i for i in lines[0] if i in shared), lines[0][-1])
        way: set[int] = {meet}
        for line in lines:
            way.update(line[: line.index(meet)] if meet in line else line)
        close = ("obj", "xcomp", "compound:prt", "ccomp", "advcl", "conj", "obl", "nmod", "acl")
        for i in list(way):
            way.update(c.i for c in self.analysis.children(i, *close))
        return sorted(way - own)

    def _line(self, i: int) -> list[int]:
        return [i, *(t.i for t in self.analysis.ancestors(i))] if i >= 0 else []

    def _head(self, heard: NDArray[np.float32] | None = None) -> dict[str, float]:
        """The event head's highest probability of each type among the words, each times how far it is ``heard``."""
        signals = self.analysis.signals
        if signals is None or not self.analysis.tokens:
            return {}
        labels, scores = signals.labels["event"], signals.scores["event"].copy()
        for i, kind in self.spoken_for.items():
            # `aid` in `cut aid`: within an expression a word means what the whole means.
            scores[i, [label != kind for label in labels]] = 0.0
        highest = (scores if heard is None else scores * heard[:, None]).max(0)
        return {label: float(p) for label, p in zip(labels, highest, strict=True) if label in self.types}

    def _lemmas(self, tokens: Iterable[int]) -> dict[str, float]:
        """Shares of the types among the codebook's entries that are headed by these lemmas: the highest of any."""
        found: dict[str, float] = {}
        for i in tokens:
            if i in self.spoken_for:
                continue
            head_class = HeadClass.VERB if self.syntax.is_verb(i) else HeadClass.NOUN
            votes = Counter(
                e.type
                for e in self.knowledge.codebook.candidates(self.syntax.lemmas[i], head_class, ())
                if e.type is not None
            )
            for kind, n in votes.items():
                found[kind] = max(found.get(kind, 0.0), n / votes.total())
        return found

    def _weights(self) -> Mapping[str, float]:
        return read_weights(_WEIGHTS)[_TREES if self.analysis.signals is None else _ENCODER]

    def _sum(self, row: Mapping[str, float]) -> float:
        weights = self._weights()
        return sum(weights.get(name, 0.0) * value for name, value in row.items())

    # ------------------------------------------------------------------ what else is said of it

    def why(self, row: Mapping[str, float]) -> list[str]:
        """The witnesses for a type, for people, who speaks most first."""
        weights = self._weights()
        told = sorted(((weights[n] * v, n) for n, v in row.items() if weights.get(n)), reverse=True)
        return [f"{_SAID.get(name, name)}: {amount:+.1f}" for amount, name in told]

    def event(self, pair: Pair, kind: str) -> EventMention | None:
        """The event of this type that stands best between the two; None if none concerns either."""
        order = ("both", "source", "target")
        fits = [
            (order.index(sides), -e.confidence, e.trigger.start, e)
            for e in self.events
            if e.type == kind and (sides := self._sides(pair, e.sources, e.targets)) in order
        ]
        return min(fits, key=lambda f: f[:3])[3] if fits else None

    def status(self, pair: Pair, kind: str) -> tuple[Status, Evidence | None]:
        """The status at the word that speaks most for a type, and that word."""
        i = self._loudest(pair, kind)
        if i < 0:
            return Status.UNCERTAIN, None
        return self.reader.read_token(i).status, self.analysis.evidence(i, i + 1)

    def _loudest(self, pair: Pair, kind: str) -> int:
        words = [i for i in self._way(pair) if self.syntax.is_verb(i) or self.analysis.tokens[i].upos == "NOUN"]
        volumes = {i: (self._heard_at(i, kind) + self._lemmas([i]).get(kind, 0.0), -i) for i in words}
        return max(words, key=lambda i: volumes[i], default=-1)

    def _heard_at(self, i: int, kind: str) -> float:
        """The event head's probability of a type at one word."""
        signals = self.analysis.signals
        if signals is None or self.spoken_for.get(i, kind) != kind:
            return 0.0
        return signals.probability("event", i, kind)


_SAID = {
    "phrase": "it is an expression of several words",
    "event:both": "an event of this type between the two",
    "event:source": "an event of this type by the source",
    "event:target": "an event of this type on the target",
    "event:neither": "an event of this type between others",
    "event:crossed": "an event of this type the other way round",
    "event:one crossed": "an event of this type with one of the two on the other side",
    "unkept:both": "an expression between the two that the reading doubted",
    "unkept:source": "an expression of the source that the reading doubted",
    "unkept:target": "an expression on the target that the reading doubted",
    "head:sides": "the encoder, on an act that it sees between the two",
    "head:governor": "the encoder, on what the source does",
    "head:any": "the encoder, anywhere in the sentence",
    "lemma:way": "what the codebook knows of the words between the two",
}
