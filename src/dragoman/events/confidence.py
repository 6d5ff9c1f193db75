"""How sure an event is: the measured share of those that were found like it which are there and have its type."""

from __future__ import annotations

from dragoman.events.acts.constituents import Match
from dragoman.knowledge.expressions import HeadClass

__all__ = ["CONFIDENCE_ALONE", "CONFIDENCE_DOUBTED", "confidence"]

# Without the encoder's event head: shares of events with the right type among those whose source and target both touch
# the marked ones, on PLV train (1,050 sentences, measure only): phrases 179 of 279, verbs 104 of 136, nouns 5 of 11.
CONFIDENCE_PHRASE = 0.65
"""A verb with at least one more matched word: also the longest tail of expressions."""
CONFIDENCE_VERB = 0.75
"""A bare verb."""
CONFIDENCE_NOUN = 0.5
"""An event noun: its participants are often only implied."""
# With it: shares of events that are there and have this type, by the head's probability of the type as pooled with the
# wording's (28 November 2026, 13:56: 1,536 of the codebook's and 1,334 of the head's alone, on the split dev of our own
# corpus and on the news by other hands that may be read, which neither had learnt from).
CONFIDENCE_BOTH = (
    *((0.9995, 0.98), (0.999, 0.94), (0.99, 0.89), (0.95, 0.82), (0.8, 0.68), (0.5, 0.59), (0.3, 0.44)),
    (0.0, 0.33),
)
"""Of what an expression finds: (probability from which, share right)."""
CONFIDENCE_ALONE = (
    *((0.999, 0.93), (0.997, 0.89), (0.99, 0.81), (0.97, 0.75), (0.95, 0.67), (0.9, 0.56), (0.7, 0.49), (0.6, 0.39)),
    *((0.5, 0.37), (0.0, 0.27)),
)
"""Of what the head alone finds."""
DOUBTED, CONFIDENCE_DOUBTED = 0.5, 0.49
"""Of what an expression finds where the head gives "no act" more than the first: 43 of 78 such events are there and
have their type, whatever the probability of it, on test 8 of 19; they stay under one half, as what is unsure."""


def confidence(match: Match) -> float:
    """The measured share of such events that are there and have this type, in [0, 1]."""
    if match.probability is not None:
        if match.silence > DOUBTED:
            return CONFIDENCE_DOUBTED
        table = CONFIDENCE_ALONE if match.entry.general else CONFIDENCE_BOTH
        return next(share for least, share in table if match.probability >= least)
    if match.entry.pattern.head_class is HeadClass.NOUN:
        return CONFIDENCE_NOUN
    return CONFIDENCE_PHRASE if match.specificity > 1 else CONFIDENCE_VERB
