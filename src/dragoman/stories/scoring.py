"""When two event mentions are of one event: a declared list of features, each with a weight, and reasons.

The score is ``1 / (1 + exp(-(BIAS + sum of weight x value)))``. Values lie in [-1, 1]: for, against, or nothing known.
The weights are set by hand, by what each is worth to a reader: no one of them is enough by itself, except that the same
act of the same two parties on the same day is. They were checked on the samples and on invented pairs
(``tests/stories/test_merging.py``); ``benchmarks/stories.py`` measures them on data that none was fitted to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from math import exp, inf

from dragoman.knowledge import default_knowledge
from dragoman.stories.mentions import Mention, stem
from dragoman.stories.parties import Party, alike, apart, known, likeness

__all__ = ["BIAS", "FEATURES", "MUTUAL", "Context", "Feature", "Score", "barred", "comparable", "dated_apart", "score"]

BIAS = -2.5
"""The same act alone is an even chance (.52): with no word beside it in common it is two events (.43), with the same
who, day or place it is one."""


MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})
"""Types of what is done together: who is named first says nothing."""


@dataclass(frozen=True, slots=True)
class Context:
    """How rare the words of sentences are among the mentions compared: a weight for each."""

    rarity: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing that speaks for or against. ``value`` gives a number in [-1, 1] and, if it is not 0, why."""

    name: str
    weight: float
    doc: str
    value: Callable[[Mention, Mention, Context], tuple[float, str]]


@dataclass(frozen=True, slots=True)
class Score:
    """How sure it is, 0 to 1, and the reasons, those that weigh most first."""

    value: float
    reasons: tuple[str, ...]


def comparable(a: Mention, b: Mention) -> bool:
    """Whether two mentions may be one event by themselves: of one group of statuses, with an act or a type in common,
    and nothing told by which they cannot be one, names that the base of actors does not have among it."""
    if a.group != b.group or not (a.acts & b.acts or (a.type is not None and a.type == b.type)):
        return False
    return not barred(a, b) and (not apart(a.source, b.source) or _changed_about(a, b))


def barred(a: Mention, b: Mention) -> bool:
    """Whether two mentions cannot be of one event: they lie days apart, or name different known actors on a side. Where
    they do something together, or each has on one side whom the other has on the other, either may be named first.

    Names that the base of actors does not have part two mentions (``comparable``), not two groups of them: with these
    too events fell on ECB+ dev, where nearly all names are such, from 70.3 to 69.8 (validated sentences 77.1 to 76.0).
    One act has several victims, and two names may be one man's.
    """
    if _days_between(a, b) > 1:
        return True
    return (_other(a.source, b.source) or _other(a.target, b.target)) and not _changed_about(a, b)


def _other(a: Party, b: Party) -> bool:
    return known(a) and known(b) and apart(a, b)


def _changed_about(a: Mention, b: Mention) -> bool:
    """Whether the sides are the same the other way round: what is done together, told from its other end, and a deed
    told as suffered or answered."""
    if a.source.actors & b.target.actors and a.target.actors & b.source.actors:
        return True
    if a.type not in MUTUAL or b.type not in MUTUAL or apart(a.source, b.target) or apart(a.target, b.source):
        return False
    return alike(a.source, b.target) or alike(a.target, b.source)


def _days_between(a: Mention, b: Mention) -> float:
    """Days that surely lie between two mentions, stated or by publication; not above 0 if they may be of one day."""
    since = [(-inf if m.since is None else m.since) for m in (a, b)]
    until = [(inf if m.until is None else m.until) for m in (a, b)]
    return max(since[0] - until[1], since[1] - until[0])


def score(a: Mention, b: Mention, context: Context, without: tuple[str, ...] = ()) -> Score:
    """How sure it is that two mentions are of one event; the order of the two does not matter. ``without`` names
    features that do not count."""
    total = BIAS
    said: list[tuple[float, str, str]] = []
    for feature in FEATURES:
        if feature.name in without:
            continue
        value, why = feature.value(a, b, context)
        if value:
            part = feature.weight * value
            total += part
            said.append((-abs(part), feature.name, f"{why} ({part:+.1f})"))
    return Score(1 / (1 + exp(-total)), tuple(text for _, _, text in sorted(said)))


def _act(a: Mention, b: Mention, _: Context) -> tuple[float, str]:
    both = a.acts & b.acts
    if any(not key.startswith("=") for key in both):
        return 1.0, "the same act"
    if both:
        return 0.85, f"words for one thing: {min(both)[1:]}"
    if a.mode and a.mode == b.mode:
        return 0.3, f"both {a.type} {a.mode}"
    return 0.0, ""


@cache
def _stems_of_everyday() -> frozenset[str]:
    return frozenset(stem(word) for word in default_knowledge().stories.everyday)


def _everyday(a: Mention, b: Mention, _: Context) -> tuple[float, str]:
    both = a.acts & b.acts
    return (-1.0, f"a verb of everyday: {min(both)}") if both and both <= _stems_of_everyday() else (0.0, "")


def _source(a: Mention, b: Mention, _: Context) -> tuple[float, str]:
    value = max(likeness(a.source, b.source), _crossed(a, b))
    return value, "by the same" if value > 0 else "by others"


def _speaker(a: Mention, b: Mention, _: Context) -> tuple[float, str]:
    speech = (a.type in _SPEECH and b.type in _SPEECH) or _STATEMENT in a.acts & b.acts
    if not speech or not (a.source or b.source):
        return 0.0, ""
    value = likeness(a.source, b.source)
    if value > 0.4:
        return 0.0, ""
    return (-1.0, "said by others") if a.source and b.source else (-0.3, "said by one unnamed")


def _target(a: Mention, b: Mention, _: Context) -> tuple[float, str]:
    value = max(likeness(a.target, b.target), _crossed(a, b))
    return value, "to the same" if value > 0 else "to others"


def _crossed(a: Mention, b: Mention) -> float:
    """Those who meet, agree or fight may be named in either order; what is done to somebody may be told as suffered."""
    if not (a.source.actors & b.target.actors or a.target.actors & b.source.actors):
        return -1.0
    return 0.6 if a.type in MUTUAL or a.type == "ASSAULT" else 0.2


def _time(a: Mention, b: Mention, _: Context) -> tuple[float, str]:
    if None in (a.first, a.last, b.first, b.last):
        return 0.0, ""
    assert a.first is not None
    assert b.first is not None
    assert a.last is not None
    assert b.last is not None
    gap = max(a.first - b.last, b.first - a.last)
    if gap <= 0:
        return (0.4, "on the same day") if a.first == a.last == b.first == b.last else (0.15, "at a time that fits")
    return (-0.2, "a day apart") if gap == 1 else (-1.0, f"{gap} days apart")


def _age(a: Mention, b: Mention, _: Context) -> tuple[float, str]:
    days = _dated_before(a, b)
    return (-min(1.0, days / _LONG_AGO), f"one {days} days before the report of the other") if days else (0.0, "")


def dated_apart(a: Mention, b: Mention) -> bool:
    """Whether one is dated far back and the other not at all: what is told without a time is news of these days."""
    return _dated_before(a, b) > 0


def _dated_before(a: Mention, b: Mention) -> int:
    """How many days before the report of the other, if it tells none, the time lies that one states; 0 if lately."""
    dated, other = (a, b) if a.last is not None else (b, a)
    told = other.day if other.day is not None else dated.day
    if dated.last is None or other.first is not None or other.last is not None or told is None:
        return 0
    return told - dated.last if told - dated.last > _LATELY else 0


def _type(a: Mention, b: Mention, _: Context) -> tuple[float, str]:
    return (-1.0, f"one {a.type}, one {b.type}") if a.type and b.type and a.type != b.type else (0.0, "")


def _place(a: Mention, b: Mention, _: Context) -> tuple[float, str]:
    if a.place is None or b.place is None:
        return 0.0, ""
    if a.place == b.place:
        return 1.0, "in the same place"
    if a.place_country is None or b.place_country is None:
        return -0.3, "in places of different names"
    return (-0.3, "in different places") if a.place_country == b.place_country else (-1.0, "in different countries")


def _published(a: Mention, b: Mention, _: Context) -> tuple[float, str]:
    if a.day is None or b.day is None:
        return 0.0, ""
    gap = abs(a.day - b.day)
    return (0.0, "") if gap <= 1 else (-min(1.0, gap / 14), f"published {gap} days apart")


def _wording(a: Mention, b: Mention, context: Context) -> tuple[float, str]:
    def weigh(words: frozenset[str]) -> float:
        return sum(context.rarity.get(w, 1.0) ** 2 for w in words)

    shared = a.words & b.words
    if not shared:
        return -0.2, "no word in common beside the act"
    cosine = weigh(shared) / ((weigh(a.words) * weigh(b.words)) ** 0.5 or 1.0)
    few = ", ".join(sorted(shared, key=lambda w: (-context.rarity.get(w, 1.0), w))[:4])
    return min(1.0, 1.6 * cosine), f"alike in words: {few}"


def _sentence(a: Mention, b: Mention, _: Context) -> tuple[float, str]:
    same = a.article == b.article and a.sentence == b.sentence
    return (-1.0, "two acts of one sentence") if same else (0.0, "")


def _status(a: Mention, b: Mention, _: Context) -> tuple[float, str]:
    if {a.status, b.status} != {"actual", "not_done"}:
        return 0.0, ""
    if a.article == b.article:
        return -1.0, "one article does not say that it happened and that it did not"
    return -0.3, "one says that it happened, one that it did not"


_LATELY, _LONG_AGO = 14, 30
"""Days before a report up to which a stated time says nothing of one that is not stated; from which on it says most."""
_SPEECH = ("ACCUSE", "REJECT", "REQUEST", "THREATEN", "SUPPORT")
_STATEMENT = "=statement"

FEATURES = (
    Feature("act", 2.6, "the same verb or noun, or words that news uses for one thing, or the same mode", _act),
    Feature("everyday", 0.7, "an act that is told of many things (give, run, show) says less", _everyday),
    Feature("wording", 2.0, "share of the sentences' words in common, rare ones counting more", _wording),
    Feature("source", 1.2, "the same who acts: ids, else words of the name, else the country", _source),
    Feature("speaker", 2.5, "what is only said is another act if another says it", _speaker),
    Feature("target", 1.2, "the same on whom", _target),
    Feature("time", 5.0, "times that both sentences state; days apart outweigh all likeness of words", _time),
    Feature("age", 3.0, "one is dated far back, the other is told as news", _age),
    Feature("type", 1.5, "the same word in acts of two types: a call by phone, a call for a vote", _type),
    Feature("place", 1.0, "places that both mentions have", _place),
    Feature("published", 1.5, "days between the reports", _published),
    Feature("status", 1.5, "reports may contradict one another, an article hardly itself", _status),
    Feature("sentence", 4.0, "two mentions in one sentence are two acts", _sentence),
)
