"""The codebook and the encoder's event head, weighed against one another by measured rules.

What an expression of the codebook finds stands, unless the head is nearly sure that its words express no act. Its type
stands too: on dev the codebook's was right in 82 % of its events, and where the head was sure of another it was wrong
as often. Where no expression fits, a candidate of the head stands by itself if it is sure enough, its participants
seated by the general frames of its type.

All thresholds are chosen on the split ``dev`` of our corpus (``benchmarks/events.py``); the head is trained on
``train``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from dragoman.events.cast import Cast
from dragoman.events.constituents import Match
from dragoman.events.matching import Matcher
from dragoman.events.signals import Candidate, EventSignals
from dragoman.events.status import Verdict
from dragoman.events.syntax import Syntax
from dragoman.knowledge.codebook import Codebook
from dragoman.knowledge.expressions import HeadClass
from dragoman.records import Status

__all__ = ["settle_status", "weigh"]

SILENT = 0.7
"""The probability of "no act" from which a bare word of the codebook is taken to be used in another sense."""
SILENT_PHRASE = 0.985
"""The same for an expression of several words. Of 128 sentences of dev without an event 73 % stayed empty with the
codebook alone, 89 with .9 for both, 91 with .7 and .97, 92 with .7 for both; the last costs 1.4 % more of recall. At
.985 the head, which takes `launched an attack on the village` for no act at .98, is overruled; of the 128, and of 600
sentences of letters, reviews and textbooks, no further one speaks."""
ALONE = 0.7
"""The probability from which a candidate stands without an expression. Of those on dev the type was right in 24 % from
.5 to .7, 42 % to .9, 65 % above; detection F1 was 72, 73, 74 at .7, .6, .45, with the type counted 57 at all three."""
KNOWN = 0.45
"""The same where the codebook has a bare expression of this type for the candidate's head, whose frame did not fit.
On dev recall 61.6 -> 62.9 at precision 89.7, types 80.0 -> 80.4 %; at .3 two more harmless sentences speak."""
OTHERWISE = 0.8
"""The probability from which the status head is believed against the rules of syntax. It saw some 5,000 events and is
too sure of itself, so it is heard where the rules only infer: where nothing speaks against ``actual`` (of 23 such
events of dev 14 were as the head had it, 5 actual), where an infinitive looks ahead (``stayed to mediate``: 13 of 16),
and between two statuses that are both not actual. What a word says (``will``, ``denied``, ``if``) no head overrules
to a fact."""


def weigh(
    matches: Sequence[Match],
    signals: EventSignals,
    syntax: Syntax,
    cast: Cast,
    codebook: Codebook,
    separate: Callable[[int, int], bool] = lambda *_: False,
) -> list[Match]:
    """The matches that stand, and the candidates that stand alone.

    ``separate(head, word)``: whether the act that a word of an expression names is one of its own.
    """
    candidates = signals.candidates()
    kept = [settled for match in matches if (settled := _settle(match, signals, syntax)) is not None]
    taken = {match.head for match in matches}
    taken.update(w for match in matches for w in match.words if not separate(match.head, w))
    matcher = Matcher(syntax, cast, codebook)
    for candidate in candidates:
        least = KNOWN if _known(candidate, syntax, codebook) else ALONE
        if candidate.probability < least or candidate.words & taken:
            continue
        here = matcher.at(candidate.head)
        if here is not None and here.entry.ignored:
            continue  # `declined to comment`: the codebook knows that it is no political act
        match = matcher.general(candidate.head, candidate.words, candidate.type)
        kept.append(replace(match, probability=candidate.probability))
    return sorted(kept, key=lambda m: m.head)


def _known(candidate: Candidate, syntax: Syntax, codebook: Codebook) -> bool:
    """Whether the codebook has a bare expression of the candidate's type for its head, whose frame did not fit."""
    lemma = syntax.lemmas[candidate.head]
    return codebook.heads(lemma) and any(
        entry.type == candidate.type for c in HeadClass for entry in codebook.candidates(lemma, c, ())
    )


def settle_status(verdict: Verdict, signals: EventSignals, head: int, words: Iterable[int]) -> Verdict:
    """The status as rules and head together have it."""
    status, probability = signals.status(head, words)
    if status is verdict.status or probability < OTHERWISE:
        return verdict
    if status is Status.DENIED and verdict.status is Status.ACTUAL:
        return verdict  # who denies is for claims to say
    if status is Status.ACTUAL and not verdict.inferred:
        return verdict
    why = f"the encoder reads {status.value} ({probability:.2f})"
    return Verdict(status, verdict.cue if status is not Status.ACTUAL else -1, (*verdict.reasons, why))


def _settle(match: Match, signals: EventSignals, syntax: Syntax) -> Match | None:
    """The match as it stands; None if its words are used in another sense.

    Of acts that PLOVER does not code the head has seen few: they stand on the codebook's word alone. So do participles
    before a noun (``captured pilots``), which the head hardly ever takes for acts.
    """
    kind = match.entry.type
    if kind is None:
        return match
    words = {match.head, *match.words}
    silent = SILENT if match.specificity == 1 else SILENT_PHRASE
    if syntax.tokens[match.head].dep == "amod":
        silent = 1.0
    return None if signals.outside(words) > silent else replace(match, probability=signals.type_of(words, kind))
