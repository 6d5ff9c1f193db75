"""The powerful by surname alone, their sectors before and after office, and role nouns with a possessive in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dragoman.knowledge import Knowledge
from dragoman.records import Anchor, AnchorBasis, Granularity, Interval
from dragoman.resolve.identify import identify
from support import analysis as build


@pytest.fixture(scope="module")
def known():
    return Knowledge()


def who(known, sentence, day=None):
    """Span to (id, country, first sector) of its actor in one sentence, on a day or undated."""
    art, analysed = build(sentence)
    if day is not None:
        art = replace(art, published=Anchor(Interval(day, day, Granularity.DAY), AnchorBasis.GIVEN, 1.0))
    mentions, judgements, found = identify(art, analysed, (), known)
    verdicts, by_id = {j.mention: j for j in judgements}, {a.id: a for a in found}
    judged = ((m.evidence.text, by_id[verdicts[m.id].actor]) for m in mentions if m.id in verdicts)
    return {text: (a.id, a.country, a.sectors[:1]) for text, a in judged}


RESIGNED = """
{name} {name} PROPN NNP 2 nsubj _ B-PER
resigned resign VERB VBD 0 root
"""


@pytest.mark.parametrize(
    ("name", "country"), [("Clinton", "USA"), ("Karzai", "AFG"), ("Kirchner", "ARG"), ("Blair", "GBR")]
)
def test_who_led_a_state_is_meant_by_a_surname_that_others_bear(known, name, country):
    assert who(known, RESIGNED.format(name=name))[name][1:] == (country, ("GOV",))


ABROAD = """
Clinton Clinton PROPN NNP 2 nsubj _ B-PER
left leave VERB VBD 0 root
Kenya Kenya PROPN NNP 2 obj _ B-LOC
"""


def test_but_not_where_the_article_names_another_country_alone(known):
    assert who(known, ABROAD)["Clinton"][0] != "person:bill-clinton"


CONFIDENCE = """
A a DET DT 2 det
vote vote NOUN NN 7 nsubj Number=Sing
of of ADP IN 4 case
confidence confidence NOUN NN 2 nmod Number=Sing
in in ADP IN 6 case
Zuma Zuma PROPN NNP 2 nmod _ B-LOC
failed fail VERB VBD 0 root
"""
VISIT = CONFIDENCE.replace("confidence", "life")


def test_whom_one_has_confidence_in_is_no_place(known):
    assert who(known, CONFIDENCE)["Zuma"][0] == "person:jacob-zuma"
    assert "Zuma" not in who(known, VISIT)


PETRO = """
Gustavo Gustavo PROPN NNP 3 nsubj _ B-PER
Petro Petro PROPN NNP 1 flat _ I-PER
won win VERB VBD 0 root
"""


def test_who_will_lead_a_state_stands_for_a_party_until_then(known):
    days = (date(2022, 6, 20), date(2023, 6, 20))
    assert [who(known, PETRO, day)["Gustavo Petro"][2] for day in days] == [("PTY",), ("GOV",)]


POROSHENKO = PETRO.replace("Gustavo", "Petro", 2).replace(
    "Petro Petro PROPN NNP 1", "Poroshenko Poroshenko PROPN NNP 1"
)


def test_undated_a_leader_of_a_state_is_its_leader_though_he_leads_a_party_now(known):
    assert who(known, POROSHENKO)["Petro Poroshenko"][2] == ("GOV",)


BISHOPS = """
The the DET DT 3 det
Polish polish ADJ JJ 3 amod _ B-NORP
bishops bishop NOUN NNS 5 nmod:poss Number=Plur
' ' PART POS 3 case
conference conference NOUN NN 6 nsubj Number=Sing
resigned resign VERB VBD 0 root
"""


def test_the_mark_of_possession_is_a_part_of_a_role_noun(known):
    assert who(known, BISHOPS)["The Polish bishops ' conference"][1:] == ("POL", ("REL",))


FOLLOWERS = """
Supporters supporter NOUN NNS 5 nsubj Number=Plur
of of ADP IN 3 case
{given} {given} PROPN NNP 1 nmod _ B-PER
{family} {family} PROPN NNP 3 flat _ I-PER
marched march VERB VBD 0 root
"""


@pytest.mark.parametrize(("given", "family", "sector"), [("Robert", "Mugabe", "CVL"), ("Nelson", "Chamisa", "OPP")])
def test_who_cheers_a_president_does_not_govern(known, given, family, sector):
    found = who(
        known, FOLLOWERS.format(given=given, family=family), date(2015, 3, 1) if sector == "CVL" else date(2021, 3, 1)
    )
    assert found[f"Supporters of {given} {family}"][2] == (sector,)


ENVOY = """
Annan Annan PROPN NNP 2 nsubj _ B-PER
named name VERB VBD 0 root
Lakhdar Lakhdar PROPN NNP 2 obj _ B-PER
Brahimi Brahimi PROPN NNP 3 flat _ I-PER
as as ADP IN 6 case
envoy envoy NOUN NN 2 obl Number=Sing
for for ADP IN 8 case
Syria Syria PROPN NNP 6 nmod _ B-LOC
"""


def test_an_envoy_for_a_state_is_not_of_it(known):
    assert who(known, ENVOY)["Lakhdar Brahimi"] == ("person:lakhdar-brahimi", None, ("IGO",))


BROWN = """
Police police NOUN NNS 2 nsubj Number=Plur
shot shoot VERB VBD 0 root
Michael Michael PROPN NNP 2 obj _ B-PER
Brown Brown PROPN NNP 3 flat _ I-PER
in in ADP IN 6 case
America America PROPN NNP 2 obl _ B-LOC
"""


def test_another_given_name_and_another_spelling_are_another_person(known):
    assert not who(known, BROWN)["Michael Brown"][0].startswith("person:")


ACTIVISTS = """
Greenpeace Greenpeace PROPN NNP 2 compound _ B-ORG
activists activist NOUN NNS 3 nsubj Number=Plur
marched march VERB VBD 0 root
"""


def test_the_activists_of_a_cause_are_its_own(known):
    assert who(known, ACTIVISTS)["Greenpeace activists"][2] == ("NGO",)


LOYAL = """
Soldiers soldier NOUN NNS 6 nsubj Number=Plur
loyal loyal ADJ JJ 1 amod
to to ADP IN 4 case
Riek Riek PROPN NNP 2 obl _ B-PER
Machar Machar PROPN NNP 4 flat _ I-PER
fled flee VERB VBD 0 root
"""


def test_whom_soldiers_are_loyal_to_says_whose_they_are(known):
    assert who(known, LOYAL, date(2016, 8, 1))["Soldiers"][1:] == ("SSD", ("REB",))


STUDENT = """
Giulio Giulio PROPN NNP 8 nsubj _ B-PER
Regeni Regeni PROPN NNP 1 flat _ I-PER
, , PUNCT , 6 punct
a a DET DT 6 det
{of}
student student NOUN NN 1 appos Number=Sing
, , PUNCT , 6 punct
died die VERB VBD 0 root
"""


@pytest.mark.parametrize(
    ("of", "same"),
    [("Oxfam Oxfam PROPN NNP 6 compound _ B-ORG", True), ("Kenyan Kenyan ADJ JJ 6 amod _ B-NORP", False)],
)
def test_whom_one_works_for_makes_no_other_person_but_another_nation_does(known, of, same):
    assert (who(known, STUDENT.format(of=of))["Giulio Regeni"][0] == "person:giulio-regeni") == same


MIGRANTS = """
Kenya Kenya PROPN NNP 2 nsubj _ B-LOC
{verb} {lemma} VERB VBD 0 root
{noun} {noun} NOUN NNS 2 obj Number=Plur
"""


def test_migrants_are_not_of_the_country_that_they_come_to(known):
    found = who(known, MIGRANTS.format(verb="rescued", lemma="rescue", noun="migrants"))
    assert found["migrants"][1:] == (None, ("REF",))


CONTINGENT = """
UN UN PROPN NNP 2 compound _ B-ORG
peacekeepers peacekeeper NOUN NNS 5 nsubj Number=Plur
from from ADP IN 4 case
Nepal Nepal PROPN NNP 2 nmod _ B-LOC
left leave VERB VBD 0 root
"""


def test_a_contingent_of_peacekeepers_is_its_state_s_army_s(known):
    assert who(known, CONTINGENT)["UN peacekeepers from Nepal"][1:] == ("NPL", ("MIL",))


TENS = """
Tens ten NOUN NNS 4 nsubj Number=Plur
of of ADP IN 3 case
thousands thousand NOUN NNS 1 nmod Number=Plur
marched march VERB VBD 0 root
"""


def test_tens_of_thousands_are_people(known):
    assert who(known, TENS)["Tens of thousands"][2] == ("CVL",)


ODINGA = PETRO.replace("Gustavo", "Raila", 2).replace("Petro Petro PROPN NNP 1", "Odinga Odinga PROPN NNP 1")


def test_who_led_the_opposition_then_did_not_govern(known):
    days = (date(2007, 3, 1), date(2010, 3, 1), date(2016, 3, 1))
    assert [who(known, ODINGA, day)["Raila Odinga"][2] for day in days] == [("OPP",), ("GOV",), ("OPP",)]
