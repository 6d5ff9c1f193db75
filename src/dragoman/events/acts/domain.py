"""Is it politics at all? A fitted judgement of the text around an event: matches, traffic, markets and plays have war
words too.

One logistic model over declared features (``data/domain.csv``, fitted by ``training/domain.py``): ``w:`` the lemma of a
noun, verb, adjective or adverb outside names that heads no expression of the codebook (what is in question cannot
speak for itself, but for the few words of ``grammar.warlike``), ``s:`` the first sector of an actor who is known,
``e:`` a kind of name.
What the encoder takes the sentence for (its head of topics) is added to that with one weight, as shares of its head of
parts are to other judgements (``records.pointing``): on the texts that both learnt from the encoder is surer than on
others, so that no weight can be fitted there.
A sentence counts as harmless only if neither it nor its article is likely to be political: the few plain sentences of
a political article keep their events.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import log
from pathlib import Path

import numpy as np

from dragoman.knowledge.codebook import Codebook
from dragoman.knowledge.remembered import Remembered
from dragoman.knowledge.weights import read_weights, summed
from dragoman.records import Analysis, Resolution

__all__ = ["ATTACKED", "PUBLIC", "Domain", "features"]

_WEIGHTS = Path(__file__).parents[1] / "data" / "domain.csv"
HARMLESS = 2.3
"""Log odds of politics under which nothing is read. On dev, with the head of topics heard by .5, events' recall is
74.9, 74.9, 74.7, 74.6, 74.5, 74.0 at -.6, -.3, 0, .5, 1, 1.5 (74.9 if everything is read), and 97.9, 98.4, 98.4,
98.9, 99.5, 100 % of the harmless texts are left empty (95.8); without that head recall falls to 71.5 at 1. With the
codebook's own words among the features more was won, but `attack` spoke for sport, and `Israel attacked Syria` was left
unread. Since the encoder has gone on with texts of the press (28 November 2026) F1 on dev is 84.3, 84.2, 84.2, 83.5
with 1.4, 1.8, 2.2, 2.8, in news by other hands 69.6, 69.5, 69.7, 69.1, and 95.2, 96.7, 97.0, 98.5 % of harmless local
news are left empty; at 2.2 a sentence of people killed in an air strike was left unread. Fitted anew with those texts
(they are of politics all) the table left 90.7 % empty at 1.4: it is the one of before. With the log odds of the event
heard by .3 (``_SURE``) and 2.2 here in place of their probability and 1.8: dev 84.2 for 84.0, news by other hands 71.0
for 70.9, harmless local news 95.9 either way, and a lone ``The two sides agreed to withdraw heavy weapons`` is read;
with 2.3 dev 84.2, 70.8, 96.5, and of dev's harmless texts 99.5 % stay empty for 98.9."""
HARMLESS_UNHEARD = -0.3
"""The same where no head of topics is heard (a user's own pipeline): with it dev's recall is 74.0."""
USUAL = 0.7
"""The encoder's usual probability of an event: what it is surer of needs less of the other words (``The activists were
killed on Monday``), and the less sure more."""
_SURE = 0.3
"""Weight of the log odds of the event beyond the usual. With .3, .5, .8 at bars of 2.2, 2.6, 3.0, which leave 95.9,
96.1, 95.2 % of harmless local news empty, F1 is 84.2, 84.2, 83.9 on dev and 71.0, 70.6, 69.9 in news by other hands."""
PUBLIC = frozenset({"REB", "UAF", "OPP", "PTY", "MIL", "IGO", "SPY", "PRM", "HRI", "LEG", "ETH"})
"""Sectors of whom what is done by or to is seldom anything but politics: not governments, courts and police, who deal
with roads and thieves. With governments too F1 is .02 less on dev, .06 less in news by other hands."""
ATTACKED = frozenset({"GOV", "JUD", "MED"})
"""The same where somebody is attacked: ``The sarpanch of a village near Bathinda was shot dead``. With courts in
verdicts and police in arrests too F1 is .05 and .09 more on dev and in news by other hands, and five more of 461
harmless local texts tell of an arrest or a verdict (29 November 2026): thieves and their judges are not what is asked
for."""
CONCERNED = 2.0
"""Log odds for a side of such a sector: ``Al-Shabaab stormed a hotel in Mogadishu on Friday`` alone was left unread.
With 0, 1, 2 F1 is 84.78, 84.78, 84.81 on dev, 72.36, 72.40, 72.40 and 69.78, 69.83, 69.83 in the two halves of news by
other hands, and 95.9, 95.7, 95.7 % of harmless local news stay empty (29 November 2026)."""
_HEARD = 0.5
"""Weight of the encoder's head of topics. With .3, .5, .8, 1.2 at the same bar recall on dev is 73.7, 74.5, 74.6, 74.7,
and 99.5, 99.5, 98.4, 98.9 % of its 190 harmless texts are left empty."""
_SUREST = 4.0
"""Log odds beyond which the head is not believed further."""
_SAYING = frozenset({"NOUN", "VERB", "ADJ", "ADV"})


def features(analysis: Analysis, resolution: Resolution, codebook: Codebook) -> list[set[str]]:
    """The features of each sentence."""
    return _features(analysis, resolution, _words(codebook))


def _features(analysis: Analysis, resolution: Resolution, words: Mapping[str, str]) -> list[set[str]]:
    """The features of each sentence, those of words by ``words``: the feature of a lemma, empty for none."""
    named = {i for e in analysis.entities for i in range(e.first, e.last)}
    sectors = {a.id: a.sectors[0] for a in resolution.actors if a.sectors}
    mentions = {m.id: m.token_start for m in resolution.mentions}
    found: list[set[str]] = [{"bias"} for _ in analysis.sentences]
    for entity in analysis.entities:
        found[analysis.tokens[entity.first].sentence].add(f"e:{entity.label}")
    for judgement in resolution.judgements:
        sector, at = sectors.get(judgement.actor or ""), mentions.get(judgement.mention)
        if sector is not None and at is not None:
            found[analysis.tokens[at].sentence].add(f"s:{sector}")
    for token in analysis.tokens:
        if (word := words[token.lemma]) and token.upos in _SAYING and token.i not in named:
            found[token.sentence].add(word)
    return found


@cache
def _words(codebook: Codebook) -> Remembered[str, str]:
    """The feature of a lemma; empty for one that heads an expression, unless it is warlike."""

    def feature(lemma: str) -> str:
        folded = lemma.lower()
        return f"w:{folded}" if folded in codebook.grammar.warlike or not codebook.heads(folded) else ""

    return Remembered(feature)


@cache
def _weighted_words(codebook: Codebook) -> Remembered[str, str]:
    """The same, empty for features without a weight as well: most words of a text have none."""
    words, weights = _words(codebook), read_weights(_WEIGHTS)[""]
    return Remembered(lambda lemma: word if (word := words[lemma]) in weights else "")


def _topics(analysis: Analysis) -> list[float] | None:
    """The log odds that each sentence is of politics, by the encoder: the mean of its words; None without such a
    head."""
    signals = analysis.signals
    if signals is None or "topic" not in signals.scores:
        return None
    shares = signals.scores["topic"][:, signals.labels["topic"].index("politics")].clip(1e-4, 1 - 1e-4)
    odds = np.log(shares) - np.log1p(-shares)
    means = [np.add.reduce(odds[s.first : s.last]) / np.float32(s.last - s.first) for s in analysis.sentences]
    return [float(x) for x in np.clip(means, -_SUREST, _SUREST)]


class Domain:
    """The judgement of one article."""

    def __init__(self, analysis: Analysis, resolution: Resolution, codebook: Codebook) -> None:
        weights = read_weights(_WEIGHTS)[""]
        rows = _features(analysis, resolution, _weighted_words(codebook))
        self._odds = [summed(weights, row) for row in rows]
        topics = _topics(analysis)
        self._bar = HARMLESS_UNHEARD if topics is None else HARMLESS
        if topics is not None:
            self._odds = [odds + _HEARD * heard for odds, heard in zip(self._odds, topics, strict=True)]
        self._article = sum(self._odds) / max(1, len(self._odds))

    def odds(self, sentence: int) -> float:
        """The log odds that a sentence, or its article if that is likelier, is political."""
        return max(self._odds[sentence], self._article)

    def harmless(self, sentence: int, sure: float | None = None, *, concerned: bool = False) -> bool:
        """Whether what a sentence tells is hardly politics; ``sure``: the encoder's probability of an event in it,
        ``concerned``: whether one of its sides is of a sector of ``PUBLIC``.
        """
        heard = CONCERNED if concerned else 0.0
        heard += 0.0 if sure is None else _SURE * (_log_odds(sure) - _log_odds(USUAL))
        return self.odds(sentence) + heard < self._bar


def _log_odds(share: float) -> float:
    """The log odds of a probability, those next to 0 and 1 taken for one in a thousand."""
    sure = min(max(share, 0.001), 0.999)
    return log(sure / (1 - sure))
