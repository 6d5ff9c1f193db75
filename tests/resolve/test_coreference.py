"""Chains within an article: what is one name, whom pronouns stand for, and how the benchmark counts."""

from __future__ import annotations

from dragoman.knowledge import Knowledge
from dragoman.resolve import resolve
from dragoman.resolve.identify import identify
from support import analysis as build
from support import article

HONOURED = """
Vera Vera PROPN NNP 4 nsubj _ B-PER
Lindqvist Lindqvist PROPN NNP 1 flat _ I-PER
FRS FRS PROPN NNP 1 flat _ I-PER
resigned resign VERB VBD 0 root
"""
LONGER = """
Harbour Harbour PROPN NNP 2 compound _ B-ORG
Guild Guild PROPN NNP 5 nsubj _ I-ORG
of of ADP IN 4 case _ I-ORG
Quandaria Quandaria PROPN NNP 2 nmod _ I-ORG
met meet VERB VBD 0 root
"""
SHORTER = """
Harbour Harbour PROPN NNP 2 compound _ B-ORG
Guild Guild PROPN NNP 3 nsubj _ I-ORG
objected object VERB VBD 0 root
"""
BEGINNING = """
Harbour Harbour PROPN NNP 2 nsubj _ B-ORG
objected object VERB VBD 0 root
"""
WOMAN = """
Valeska Valeska PROPN NNP 3 nsubj _ B-PER
Paris Paris PROPN NNP 1 flat _ I-PER
sued sue VERB VBD 0 root
"""
HER = """
Paris Paris PROPN NNP 2 nsubj _ B-PER
objected object VERB VBD 0 root
"""
SCHOOL = """
Midland Midland PROPN NNP 3 compound _ B-ORG
Institute Institute PROPN NNP 3 compound _ I-ORG
Trust Trust PROPN NNP 4 nsubj _ I-ORG
sued sue VERB VBD 0 root
"""
MIT = """
MIT MIT PROPN NNP 2 nsubj _ B-ORG
objected object VERB VBD 0 root
"""


def named(*rows):
    """The actors of the names of a hand-made text, in order."""
    art, made = build(*rows)
    mentions, judgements, _ = identify(art, made, (), Knowledge())
    actors = {j.mention: j.actor for j in judgements}
    return [actors.get(m.id) for m in mentions], [m.evidence.text for m in mentions]


def chains(language, *paragraphs):
    """Span to actor (None where it is left open), the first of each span wins; and the texts of the places."""
    art = article(*paragraphs)
    found = resolve(art, language.analyse(art), Knowledge())
    actors = {j.mention: j.actor for j in found.judgements}
    spans = {}
    for mention in found.mentions:
        spans.setdefault(mention.evidence.text, actors.get(mention.id))
    return spans, [p.evidence.text for p in found.places]


def test_a_place_of_several_words_holds_no_role_noun(language):
    spans, places = chains(language, "Growers in the United States sold more roses in May.")
    assert not [s for s in spans if "States" in s]
    assert places == ["United States"]


def test_letters_behind_a_name_are_no_part_of_it():
    assert named(HONOURED)[1] == ["Vera Lindqvist"]


def test_a_part_of_an_organisations_name_is_that_organisation():
    actors, _ = named(LONGER, SHORTER)
    assert actors[0] == actors[-1]
    actors, _ = named(LONGER, BEGINNING)
    assert actors[0] != actors[-1]


def test_a_surname_like_a_capital_is_the_person_whom_the_article_names_in_full():
    (woman, paris), _ = named(WOMAN, HER)
    assert woman == paris
    assert named(HER)[0] == ["gov:FRA"]


def test_initials_of_an_organisation_in_the_article_are_no_body_of_a_country_far_away():
    (school, short), _ = named(SCHOOL, MIT)
    assert school == short


def test_the_first_of_two_that_are_joined_is_whose_the_second_is(language):
    spans, _ = chains(language, "Edwin Marsh and his troops marched to Varna on Monday.")
    assert spans["his"] == spans["Edwin Marsh"]


def test_short_sentences_do_not_hide_whom_they_are_about(language):
    spans, _ = chains(language, "Carolyn Marsh resigned. It rained. Rain fell. Roads flooded. Trees fell. She wept.")
    assert spans["She"] == spans["Carolyn Marsh"]


def test_a_given_name_alone_tells_a_gender(language):
    spans, _ = chains(language, "Marcia met Albert in Rome. He paid.")
    assert spans["He"] == spans["Albert"]
