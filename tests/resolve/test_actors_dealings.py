"""What an organisation is that nothing names: by who works for it, what is its own, and who tells it something."""

from __future__ import annotations

import pytest

from dragoman.knowledge import Knowledge
from dragoman.resolve.identify import identify
from support import analysis as build


@pytest.fixture(scope="module")
def known():
    return Knowledge()


def sectors(known, *sentences):
    """Span to sectors."""
    art, analysed = build(*sentences)
    mentions, judgements, actors = identify(art, analysed, (), known)
    verdicts, by_id = {j.mention: j for j in judgements}, {a.id: a for a in actors}
    return {m.evidence.text: by_id[verdicts[m.id].actor].sectors for m in mentions if m.id in verdicts}


TOLD = """
Officials official NOUN NNS 2 nsubj Number=Plur
{verb} {lemma} VERB VBD 0 root
Zorvane Zorvane PROPN NNP 2 iobj _ B-ORG
"""


def test_whom_somebody_tells_something_is_an_outlet(known):
    assert sectors(known, TOLD.format(verb="told", lemma="tell"))["Zorvane"] == ("MED",)
    assert sectors(known, TOLD.format(verb="denied", lemma="deny"))["Zorvane"] == ()


OWNED = """
Zorvane Zorvane PROPN NNP 3 nmod:poss _ B-ORG
's 's PART POS 1 case
{noun} {lemma} NOUN NNS 4 nsubj Number=Plur
protested protest VERB VBD 0 root
"""


@pytest.mark.parametrize(
    ("noun", "lemma", "own"),
    [
        ("shareholders", "shareholder", ("BUS",)),
        ("reporters", "reporter", ("MED",)),
        ("professors", "professor", ("EDU",)),
        ("directors", "director", ()),
        ("rivals", "rival", ()),
    ],
)
def test_an_organisation_is_what_its_staff_is(known, noun, lemma, own):
    assert sectors(known, OWNED.format(noun=noun, lemma=lemma))["Zorvane"] == own


LED = """
Zorvane Zorvane PROPN NNP 2 compound _ B-ORG
{title} {lemma} NOUN NN 3 nmod:desc
Odalys Odalys PROPN NNP 5 nsubj _ B-PER
Brandt Brandt PROPN NNP 3 flat _ I-PER
protested protest VERB VBD 0 root
"""


def test_who_is_in_the_chair_of_an_unknown_house_is_of_business(known):
    assert sectors(known, LED.format(title="chairman", lemma="chairman"))["Odalys Brandt"] == ("BUS",)
    assert sectors(known, LED.format(title="leader", lemma="leader"))["Odalys Brandt"] == ("GOV",)


CALLED = """
Greenpeace Greenpeace PROPN NNP 3 nmod:poss _ B-ORG
's 's PART POS 1 case
Odalys Odalys PROPN NNP 9 nsubj _ B-PER
Brandt Brandt PROPN NNP 3 flat _ I-PER
, , PUNCT , 7 punct
an a DET DT 7 det
advocate advocate NOUN NN 3 appos Number=Sing
, , PUNCT , 7 punct
protested protest VERB VBD 0 root
"""


def test_whom_an_organisation_calls_its_own_is_of_it_before_his_calling(known):
    assert sectors(known, CALLED)["Odalys Brandt"][:1] == ("NGO",)


def test_the_lord_sits_in_no_house(known):
    alone = "The the DET DT 2 det\nLord Lord PROPN NNP 3 nsubj\nspoke speak VERB VBD 0 root\n"
    assert sectors(known, alone) == {}


UNION = """
Obama Obama PROPN NNP 2 nsubj _ B-PER
gave give VERB VBD 0 root
the the DET DT 4 det
State State PROPN NNP 2 obj
of of ADP IN 7 case
the the DET DT 7 det
Union Union PROPN NNP 4 nmod
"""


def test_the_state_of_the_union_is_no_union(known):
    assert "the Union" not in sectors(known, UNION)


MATTER = """
Officials official NOUN NNS 2 nsubj Number=Plur
face face VERB VBP 0 root
immigration immigration NOUN NN 4 compound
challenges challenge NOUN NNS 2 obj Number=Plur
"""
ACTS = """
Immigration immigration NOUN NN 2 nsubj
detained detain VERB VBD 0 root
them they PRON PRP 2 obj
"""


def test_immigration_is_somebody_where_it_acts_alone(known):
    assert "immigration" not in sectors(known, MATTER)
    assert sectors(known, ACTS)["Immigration"] == ("COP",)
