"""Role nouns that are no actor where they name an act or a state of things."""

from __future__ import annotations

import pytest

from dragoman.knowledge import Knowledge
from dragoman.resolve.identify import identify
from support import analysis as build


@pytest.fixture(scope="module")
def known():
    return Knowledge()


def spans(known, *sentences):
    art, analysed = build(*sentences)
    return {m.evidence.text for m in identify(art, analysed, (), known)[0]}


BARE = """
Families family NOUN NNS 2 nsubj Number=Plur
{verb} {verb} VERB VBD 0 root
{noun} {noun} NOUN NN 2 obj
"""
OF_ITS_OWN = """
Families family NOUN NNS 2 nsubj Number=Plur
{verb} {verb} VERB VBD 0 root
the the DET DT 4 det
{noun} {noun} NOUN NN 2 obj
"""
TOWARDS = """
The the DET DT 2 det
{noun} {noun} NOUN NN 5 nsubj
{case} {case} ADP IN 4 case
farmers farmer NOUN NNS 2 nmod Number=Plur
grew grow VERB VBD 0 root
"""
JOINED = """
Government government NOUN NN 4 nsubj
and and CCONJ CC 3 cc
{noun} {noun} NOUN NN 1 conj
agreed agree VERB VBD 0 root
"""


@pytest.mark.parametrize("noun", ["justice", "opposition"])
def test_a_bare_noun_that_is_demanded_or_met_is_nobody(known, noun):
    assert noun not in spans(known, BARE.format(verb="met", noun=noun))
    assert f"the {noun}" in spans(known, OF_ITS_OWN.format(verb="met", noun=noun))


@pytest.mark.parametrize(("case", "somebody"), [("to", False), ("from", False), ("of", True)])
def test_opposition_to_something_is_nobody(known, case, somebody):
    found = spans(known, TOWARDS.format(noun="opposition", case=case))
    assert any("opposition" in span for span in found) == somebody


def test_a_bare_opposition_acts_beside_a_government(known):
    assert "opposition" in spans(known, JOINED.format(noun="opposition"))
    assert "justice" not in spans(known, JOINED.format(noun="justice"))


def test_a_disease_and_a_feast_are_nobody_whatever_the_encoder_takes_them_for(known):
    closed = """
    {name} {name} PROPN NNP 2 nsubj _ B-ORG
    shut shut VERB VBD 0 root
    schools school NOUN NNS 2 obj Number=Plur
    """
    assert "Covid" not in spans(known, closed.format(name="Covid"))
    assert "Covidex" in spans(known, closed.format(name="Covidex"))


MINISTERS = """
{noun} {lemma} NOUN {xpos} 6 nsubj Number={number}
of of ADP IN 3 case
Armenia Armenia PROPN NNP 1 nmod _ B-LOC
and and CCONJ CC 5 cc
Azerbaijan Azerbaijan PROPN NNP 3 conj _ B-LOC
met meet VERB VBD 0 root
"""


def test_several_are_of_several_states(known):
    several = MINISTERS.format(noun="Ministers", lemma="minister", xpos="NNS", number="Plur")
    assert "Ministers of Armenia and Azerbaijan" in spans(known, several)
    one = MINISTERS.format(noun="Minister", lemma="minister", xpos="NN", number="Sing")
    assert "Minister of Armenia" in spans(known, one)
