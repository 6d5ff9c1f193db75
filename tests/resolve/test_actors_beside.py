"""Of which people somebody is said to be, those who belong to one another, and several of what a state has one of."""

from __future__ import annotations

import pytest

from dragoman.knowledge import Knowledge
from dragoman.resolve.identify import identify
from dragoman.resolve.places.locate import locate
from support import analysis as build


@pytest.fixture(scope="module")
def known():
    return Knowledge()


def countries(known, *sentences):
    """Span to country."""
    art, analysed = build(*sentences)
    mentions, judgements, found = identify(art, analysed, locate(art, analysed, known), known)
    verdicts, by_id = {j.mention: j for j in judgements}, {a.id: a for a in found}
    return {m.evidence.text: by_id[verdicts[m.id].actor].country for m in mentions if m.id in verdicts}


SEARCHED = """
Kenya Kenya PROPN NNP 2 nsubj _ B-LOC
searched search VERB VBD 0 root
the the DET DT 4 det
lorry lorry NOUN NN 2 obj Number=Sing
"""
APPOSED = """
The the DET DT 2 det
driver driver NOUN NN 7 nsubj Number=Sing
, , PUNCT , 5 punct
a a DET DT 5 det
Zambian zambian ADJ JJ 2 {dep} _ B-NORP
, , PUNCT , 5 punct
fled flee VERB VBD 0 root
"""
PREDICATE = """
They they PRON PRP 3 nsubj Number=Plur
were be AUX VBD 3 cop
Georgians georgian PROPN NNPS 0 root Number=Plur B-NORP
and and CCONJ CC 6 cc
an a DET DT 6 det
Indian indian ADJ JJ 3 conj _ B-NORP
"""
SAILORS = """
Sailors sailor NOUN NNS 2 nsubj Number=Plur
waved wave VERB VBD 0 root
"""
JUDGE = """
Its its PRON PRP$ 2 nmod:poss
judge judge NOUN NN 7 nsubj Number=Sing
, , PUNCT , 5 punct
an a DET DT 5 det
Australian australian ADJ JJ 2 appos _ B-NORP
, , PUNCT , 5 punct
resigned resign VERB VBD 0 root
"""


@pytest.mark.parametrize("dep", ["appos", "amod"])
def test_an_apposition_tells_of_which_people_somebody_is(known, dep):
    assert countries(known, SEARCHED, APPOSED.format(dep=dep))["The driver"] == "ZMB"


def test_who_is_said_to_be_of_several_peoples_is_of_no_country(known):
    assert countries(known, SEARCHED, SAILORS, PREDICATE)["Sailors"] is None


def test_a_state_s_judge_is_the_state_s_whatever_people_he_is_of(known):
    assert countries(known, SEARCHED, JUDGE)["Its judge"] == "KEN"


MET = """
Kenya Kenya PROPN NNP 2 nsubj _ B-LOC
accused accuse VERB VBD 0 root
Uganda Uganda PROPN NNP 2 obj _ B-LOC
"""
SEVERAL = """
{first} {first} {kind} 2 {dep}
{noun} {noun} NOUN NNS 3 nsubj Number=Plur
met meet VERB VBD 0 root
"""


@pytest.mark.parametrize(
    ("first", "kind", "dep", "noun"),
    [
        ("Both", "DET DT", "det", "armies"),
        ("Their", "PRON PRP$", "nmod:poss", "governments"),
        ("The", "DET DT", "det", "foreign ministers"),
    ],
)
def test_several_of_what_a_state_has_one_of_are_of_none(known, first, kind, dep, noun):
    sentence = SEVERAL.format(first=first, kind=kind, dep=dep, noun=noun)
    if " " in noun:
        sentence = f"""
{first} {first} {kind} 3 {dep}
foreign foreign ADJ JJ 3 amod
ministers minister NOUN NNS 4 nsubj Number=Plur
met meet VERB VBD 0 root
"""
    assert countries(known, MET, sentence)[f"{first} {noun}"] is None


OF_ARMIES = """
Delegates delegate NOUN NNS 5 nsubj Number=Plur
of of ADP IN 4 case
both both DET DT 4 det
armies army NOUN NNS 1 nmod Number=Plur
met meet VERB VBD 0 root
"""


def test_whoever_belongs_to_several_states_is_of_none(known):
    assert countries(known, SEARCHED, OF_ARMIES)["Delegates of both armies"] is None


BANKS = """
Kenyan kenyan ADJ JJ 2 amod _ B-NORP
herders herder NOUN NNS 3 nsubj Number=Plur
asked ask VERB VBD 0 root
Ugandan ugandan ADJ JJ 5 amod _ B-NORP
elders elder NOUN NNS 3 obj Number=Plur
"""
ON_BOTH = """
Villagers villager NOUN NNS 5 nsubj Number=Plur
on on ADP IN 4 case
both both DET DT 4 det
banks bank NOUN NNS 5 obl Number=Plur
waited wait VERB VBD 0 root
"""


def test_those_on_both_banks_are_of_none_wherever_the_parser_hangs_the_banks(known):
    assert countries(known, BANKS, ON_BOTH)["Villagers"] is None


def test_those_who_belong_together_are_of_one_country(known):
    """The father is asked where Kenya is named, his lawyer where Uganda is: both are given one country."""
    father = """
A a DET DT 2 det
fisherman fisherman NOUN NN 3 nsubj Number=Sing
left leave VERB VBD 0 root
Kenya Kenya PROPN NNP 3 obj _ B-LOC
"""
    lawyer = """
The the DET DT 2 det
fisherman fisherman NOUN NN 4 nmod:poss Number=Sing
's 's PART POS 2 case
lawyer lawyer NOUN NN 5 nsubj Number=Sing
called call VERB VBD 0 root
Uganda Uganda PROPN NNP 5 obj _ B-LOC
"""
    said = countries(known, father, lawyer)
    assert said["The fisherman 's lawyer"] == said["A fisherman"] is not None
