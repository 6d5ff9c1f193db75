"""One word, one sense, in one article: where bombs fall, a strike is none of workers."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.events.acts.constituents import Match
from dragoman.events.acts.matching import Matcher
from dragoman.events.acts.signals import EventSignals

__all__ = ["in_one_sense"]

HEARD = 0.3
"""The probability of a strike of either kind from which one stands in an article that tells of attacks from afar. Set
by judgement: no figure of dev or real news moves with it."""
_FROM_AFAR = frozenset({"aerial", "drone", "heavy-weapons"})


def in_one_sense(matches: Sequence[Match], signals: EventSignals, matcher: Matcher) -> list[Match]:
    """The matches, with bare strikes as attacks in an article that tells of attacks from afar and of no workers: ``The
    death toll from that strike rose to 21``."""
    strikes = [
        i for i, t in enumerate(matcher.tokens) if t.upos == "NOUN" and matcher.lemmas[i] in matcher.grammar.strikes
    ]
    described = {matcher.lemmas[c] for i in strikes for c in matcher.syntax.analysis.children_of[i]}
    workers = not matcher.grammar.labour.isdisjoint(matcher.lemmas) or not matcher.grammar.of_workers.isdisjoint(
        described
    )
    if not strikes or workers or not _afar(matches, matcher):
        return list(matches)
    kept = [m for m in matches if not (m.head in strikes and m.entry.type == "PROTEST")]
    taken = {w for m in kept for w in (m.head, *m.words)}
    for i in strikes:
        heard = signals.type_of((i,), "ASSAULT") + signals.type_of((i,), "PROTEST")
        if i not in taken and heard >= HEARD and matcher.tokens[i].dep != "compound":
            kept.append(matcher.general(i, frozenset({i}), "ASSAULT")._replace(probability=heard))
    return sorted(kept, key=lambda m: m.head)


def _afar(matches: Sequence[Match], matcher: Matcher) -> bool:
    """Whether something tells of an attack by aircraft, drones, missiles or guns."""
    return any(
        m.entry.type == "ASSAULT"
        and (
            m.entry.mode in _FROM_AFAR
            or any(matcher.lemmas[w] in matcher.grammar.from_afar for w in (m.head, *m.words))
        )
        for m in matches
    )
