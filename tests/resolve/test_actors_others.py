"""Who is of another country than whose he is, who is of several, and capitals and places that take part."""

from __future__ import annotations

import pytest

from dragoman.knowledge import Knowledge
from dragoman.resolve.identify import identify
from dragoman.resolve.places.locate import locate
from support import analysis as build


@pytest.fixture(scope="module")
def known():
    return Knowledge()


def actors(known, *sentences):
    """Span to actor."""
    art, analysed = build(*sentences)
    mentions, judgements, found = identify(art, analysed, locate(art, analysed, known), known)
    verdicts, by_id = {j.mention: j for j in judgements}, {a.id: a for a in found}
    return {m.evidence.text: by_id[verdicts[m.id].actor] for m in mentions if m.id in verdicts}


ACCUSED = """
Chad Chad PROPN NNP 2 nsubj _ B-LOC
accused accuse VERB VBD 0 root
Sudan Sudan PROPN NNP 2 obj _ B-LOC
"""
NEIGHBOUR = """
Chad Chad PROPN NNP 3 nmod:poss _ B-LOC
's 's PART POS 1 case
{noun} {noun} NOUN NN 4 nsubj Number=Sing
replied reply VERB VBD 0 root
"""


def test_a_neighbour_is_the_other_state_that_is_named(known):
    said = actors(known, ACCUSED, NEIGHBOUR.format(noun="neighbour"))
    assert said["Chad 's neighbour"].id == "state:SDN"
    assert actors(known, ACCUSED, NEIGHBOUR.format(noun="minister"))["Chad 's minister"].country == "TCD"


PRESIDENTS = """
The the DET DT 3 det
{word} {word} {tag} 3 {dep}
presidents president NOUN NNS 4 nsubj Number=Plur
met meet VERB VBD 0 root
"""


def test_the_two_presidents_are_of_no_one_country(known):
    two = actors(known, ACCUSED, PRESIDENTS.format(word="two", tag="NUM CD", dep="nummod"))["The two presidents"]
    assert (two.country, two.sectors) == (None, ("GOV",))
    old = actors(known, ACCUSED, PRESIDENTS.format(word="old", tag="ADJ JJ", dep="amod"))["The old presidents"]
    assert old.country is not None


WELCOMED = """
The the DET DT 2 det
truce truce NOUN NN 4 nsubj:pass Number=Sing
was be AUX VBD 4 aux:pass
{verb} {lemma} VERB VBN 0 root
in in ADP IN 6 case
Cairo Cairo PROPN NNP 4 obl _ B-LOC
"""


def test_what_is_welcomed_in_a_capital_is_so_by_its_government(known):
    assert actors(known, WELCOMED.format(verb="welcomed", lemma="welcome"))["Cairo"].id == "gov:EGY"
    assert "Cairo" not in actors(known, WELCOMED.format(verb="signed", lemma="sign"))


PLACE = """
Jets jet NOUN NNS 2 nsubj Number=Plur
{verb} {lemma} VERB VBD 0 root
Idlib Idlib PROPN NNP 2 obj _ B-LOC
"""


def test_a_town_that_is_hit_takes_part_and_one_that_is_left_does_not(known):
    hit = actors(known, PLACE.format(verb="bombed", lemma="bomb"))["Idlib"]
    assert (hit.country, hit.sectors, hit.known) == ("SYR", ("CVL",), False)
    assert "Idlib" not in actors(known, PLACE.format(verb="left", lemma="leave"))


RULES = """
Idlib Idlib PROPN NNP 2 nsubj _ B-LOC
{verb} {lemma} VERB VBD 0 root
"""


def test_a_town_that_acts_is_those_who_govern_it(known):
    assert actors(known, RULES.format(verb="refused", lemma="refuse"))["Idlib"].sectors == ("GOV",)
    assert actors(known, RULES.format(verb="fell", lemma="fall"))["Idlib"].sectors == ("CVL",)
