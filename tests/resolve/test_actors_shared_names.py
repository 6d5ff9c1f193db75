"""Several persons of one surname in an article; ministers who are not the prime minister."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dragoman.knowledge import Knowledge
from dragoman.records import Anchor, AnchorBasis, Granularity, Interval
from dragoman.resolve.identify import identify
from support import analysis as build

DAY = date(2025, 5, 7)


@pytest.fixture(scope="module")
def known():
    return Knowledge()


def actors(known, *sentences):
    """(span, sentence) to name of the actor, in order."""
    art, analysed = build(*sentences)
    art = replace(art, published=Anchor(Interval(DAY, DAY, Granularity.DAY), AnchorBasis.GIVEN, 1.0))
    mentions, judgements, found = identify(art, analysed, (), known)
    verdicts, by_id = {j.mention: j for j in judgements}, {a.id: a for a in found}
    return [
        (m.evidence.text, analysed.tokens[m.head].sentence, by_id[verdicts[m.id].actor].name)
        for m in mentions
        if m.id in verdicts
    ]


FULL = """
{given} {given} PROPN NNP 3 nsubj _ B-PER
Brandt Brandt PROPN NNP 1 flat _ I-PER
spoke speak VERB VBD 0 root
"""
SHORT = """
Brandt Brandt PROPN NNP 2 nsubj _ B-PER
left leave VERB VBD 0 root
"""


def test_a_surname_that_two_bear_is_the_one_named_last(known):
    found = actors(known, FULL.format(given="Odalys"), SHORT, FULL.format(given="Tiril"), SHORT)
    assert [name for span, _, name in found if span == "Brandt"] == ["Odalys Brandt", "Tiril Brandt"]


PAKISTAN = """
Khawaja Khawaja PROPN NNP 3 nsubj _ B-PER
Asif Asif PROPN NNP 1 flat _ I-PER
left leave VERB VBD 0 root
Pakistan Pakistan PROPN NNP 3 obj _ B-LOC
"""
OFFICE = """
Pakistan Pakistan PROPN NNP 4 nmod:poss _ B-LOC
's 's PART POS 1 case
{kind} {kind} ADJ JJ 4 amod
minister minister NOUN NN 5 nsubj
spoke speak VERB VBD 0 root
"""


@pytest.mark.parametrize(("kind", "same"), [("prime", False), ("defence", True)])
def test_a_minister_is_not_the_prime_minister(known, kind, same):
    found = actors(known, PAKISTAN, OFFICE.format(kind=kind))
    names = {name for span, _, name in found if f"{kind} minister" in span}
    assert ("Khawaja Asif" in names) == same


TRADE = """
{given} {given} PROPN NNP 6 nsubj _ B-PER
{family} {family} PROPN NNP 1 flat _ I-PER
, , PUNCT , 1 punct
a a DET DT 5 det
mechanic mechanic NOUN NN 1 appos
spoke speak VERB VBD 0 root
"""


def test_who_bears_a_known_name_and_has_a_trade_is_somebody_else(known):
    """Nothing else in the text is of Spain."""
    art, analysed = build(TRADE.format(given="Pedro", family="Sánchez"))
    (actor,) = (a for a in identify(art, analysed, (), known)[2] if "Sánchez" in a.name)
    assert (actor.known, actor.sectors[:1]) == (False, ("LAB",))
    plain = "\n".join(line for line in TRADE.splitlines() if line.split()[:1] not in ([","], ["a"], ["mechanic"]))
    art, analysed = build(plain.replace(" 6 nsubj", " 3 nsubj").format(given="Pedro", family="Sánchez"))
    assert [a.id for a in identify(art, analysed, (), known)[2]] == ["person:pedro-sanchez"]
