"""Offices of something before a name, those singled out of several, branches of known bodies, towns before nouns."""

from __future__ import annotations

import pytest

from dragoman.resolve.identify import identify
from dragoman.resolve.places.choose import Name, choose
from dragoman.resolve.places.locate import locate
from support import analysis as build

MINISTER = """
Minister Minister PROPN NNP 4 nmod:desc
of of ADP IN 3 case
Transport Transport PROPN NNP 4 nmod:desc
Kamel Kamel PROPN NNP 7 nsubj _ B-PER
Wazeeri Wazeeri PROPN NNP 4 flat _ I-PER
in in ADP IN 7 case
left leave VERB VBD 0 root
Cairo Cairo PROPN NNP 7 obj _ B-LOC
"""
LAWYERS = """
Lawyers Lawyers NOUN NNS 6 nsubj Number=Plur
for for ADP IN 3 case
Ali Ali PROPN NNP 1 nmod _ B-PER
Hassanov Hassanov PROPN NNP 3 flat _ I-PER
in in ADP IN 6 case
left leave VERB VBD 0 root
Cairo Cairo PROPN NNP 6 obj _ B-LOC
"""
COUNCILLORS = """
Four four NUM CD 2 nummod
councillors councillor NOUN NNS 3 nsubj Number=Plur
resigned resign VERB VBD 0 root
in in ADP IN 5 case
Lima Lima PROPN NNP 3 obl _ B-LOC
"""
KILLED = """
Bombs bomb NOUN NNS 2 nsubj Number=Plur
killed kill VERB VBD 0 root
at at ADP IN 4 case
least least ADJ JJS 5 nmod
17 17 NUM CD 6 nummod
people people NOUN NNS 2 obj Number=Plur
in in ADP IN 8 case
Kano Kano PROPN NNP 2 obl _ B-LOC
"""
ONE = """
One one NUM CD 8 nsubj
of of ADP IN 3 case
them they PRON PRP 1 nmod
, , PUNCT , 5 punct
Tina Tina PROPN NNP 1 appos _ B-PER
Abeytia Abeytia PROPN NNP 5 flat _ I-PER
, , PUNCT , 5 punct
wept weep VERB VBD 0 root
"""
BRANCH = """
Greenpeace Greenpeace PROPN NNP 3 nsubj _ B-ORG
Quandaria Quandaria PROPN NNP 1 flat _ I-ORG
protested protest VERB VBD 0 root
"""
MISSION = """
UN UN PROPN NNP 3 compound _ B-ORG
Support Support PROPN NNP 3 compound _ I-ORG
Mission Mission PROPN NNP 6 nsubj _ I-ORG
in in ADP IN 5 case _ I-ORG
Libya Libya PROPN NNP 3 nmod _ I-ORG
left leave VERB VBD 0 root
"""
TOWN = """
{0} {0} PROPN NNP 2 compound _ B-NORP
police police NOUN NN 3 nsubj
fired fire VERB VBD 0 root
"""


@pytest.fixture(scope="module")
def read(knowledge):
    def reading(*sentences):
        art, analysed = build(*sentences)
        mentions, judgements, actors = identify(art, analysed, locate(art, analysed, knowledge), knowledge)
        judged = {j.mention: j.actor for j in judgements}
        by_id = {a.id: a for a in actors}
        return {m.evidence.text: by_id.get(judged.get(m.id)) for m in mentions}

    return reading


def test_an_office_of_something_before_a_name_is_its_title(read):
    found = read(MINISTER)
    assert found["Kamel Wazeeri"].sectors == ("GOV",)
    assert "Minister of Transport" not in found
    assert read(LAWYERS)["Ali Hassanov"].sectors == ("CVL",)  # whom lawyers act for is no lawyer


def test_one_singled_out_of_several_is_what_they_are(read):
    assert read(COUNCILLORS, ONE)["Tina Abeytia"].sectors == ("GOV",)
    assert read(ONE)["Tina Abeytia"].sectors == ("CVL",)


def test_branches_of_worldwide_bodies_have_their_sectors(read):
    assert read(BRANCH)["Greenpeace Quandaria"].sectors[:1] == ("ENV",)
    mission = read(MISSION)["UN Support Mission in Libya"]
    assert (mission.country, mission.sectors) == (None, ("IGO",))


def test_towns_before_nouns_are_no_peoples(read):
    assert read(TOWN.format("Szeged"))["Szeged police"].country == "HUN"
    assert read(TOWN.format("Shiite"))["Shiite police"].country is None


@pytest.mark.parametrize(
    ("town", "country"),
    [
        *(("Manchester", "GBR"), ("Galle", "LKA"), ("Zaragoza", "ESP"), ("Seville", "ESP"), ("Cologne", "DEU")),
        *(("Cox's Bazar", "BGD"), ("Benin City", "NGA"), ("Finnmark", "NOR"), ("Chapare", "BOL"), ("Sinai", "EGY")),
    ],
)
def test_towns_and_regions_of_the_news_lie_in_their_states(knowledge, town, country):
    (choice,) = choose([Name(town)], knowledge.places)
    assert choice.place.country == country


def test_so_many_people_are_not_the_people_and_keep_their_words(read):
    found = read(KILLED)
    assert "at least 17 people" in found
    assert not found["at least 17 people"].known
