"""Whom words without a noun stand for: ``both``, ``the former``, ``the latter``, numbers, ``two of them``."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dragoman.knowledge import Knowledge
from dragoman.records import Analysis
from dragoman.resolve.identify import identify
from support import analysis as build


@pytest.fixture(scope="module")
def known():
    return Knowledge()


def actors(known, *sentences):
    """Span to actor, for mentions that are judged."""
    art, analysed = build(*sentences)
    mentions, judgements, found = identify(art, analysed, (), known)
    verdicts, by_id = {j.mention: j for j in judgements}, {a.id: a for a in found}
    return {m.evidence.text: by_id[verdicts[m.id].actor] for m in mentions if m.id in verdicts}


GOVERNOR = """
The the DET DT 2 det
governor governor NOUN NN 6 nsubj
and and CCONJ CC 5 cc
the the DET DT 5 det
bishop bishop NOUN NN 2 conj
quarrelled quarrel VERB VBD 0 root
"""
ONE = """
The the DET DT 2 det
{word} {word} ADJ JJ 3 nsubj
left leave VERB VBD 0 root
"""


def test_the_former_is_the_first_of_two_and_the_latter_the_second(known):
    for word, noun in (("former", "governor"), ("latter", "bishop")):
        found = actors(known, GOVERNOR, ONE.format(word=word))
        assert found[f"The {word}"].name.endswith(noun)
        assert found[f"The {word}"].id == next(a.id for span, a in found.items() if span.endswith(noun))


DEPUTY = """
A a DET DT 2 det
deputy deputy NOUN NN 3 nsubj
telephoned telephone VERB VBD 0 root
the the DET DT 5 det
bishop bishop NOUN NN 3 obj
"""


def test_where_none_are_joined_the_latter_is_the_last_and_the_former_the_one_before(known):
    assert actors(known, DEPUTY, ONE.format(word="latter"))["The latter"].name.endswith("bishop")
    assert actors(known, DEPUTY, ONE.format(word="former"))["The former"].name.endswith("deputy")


def test_a_former_somebody_is_no_former_of_two(known):
    described = """
    The the DET DT 3 det
    former former ADJ JJ 3 amod
    bishop bishop NOUN NN 4 nsubj
    left leave VERB VBD 0 root
    """
    assert set(actors(known, GOVERNOR, described)) & {"The former", "former"} == set()


TWO = """
Police police NOUN NNS 2 nsubj Number=Plur
held hold VERB VBD 0 root
two two NUM CD 4 nummod
farmers farmer NOUN NNS 2 obj Number=Plur
"""
BOTH = """
Both both DET DT 2 nsubj
left leave VERB VBD 0 root
"""


def test_both_are_those_who_are_said_to_be_two(known):
    found = actors(known, GOVERNOR, TWO, BOTH)
    assert found["Both"].id == found["two farmers"].id


def test_both_are_the_last_two_of_one_sort_where_none_are_joined(known):
    assert actors(known, DEPUTY, BOTH)["Both"].name == "A deputy and the bishop"


@pytest.mark.parametrize("number", ["14", "12,000"])
@pytest.mark.parametrize(("verb", "lemma", "people"), [("killing", "kill", True), ("counting", "count", False)])
def test_a_bare_number_is_people_where_it_is_harmed(known, verb, lemma, people, number):
    struck = f"""
    Shells shell NOUN NNS 2 nsubj Number=Plur
    fell fall VERB VBD 0 root
    {verb} {lemma} VERB VBG 2 advcl
    {number} {number} NUM CD 3 obj
    """
    found = actors(known, struck)
    assert (number in found) == people
    if people:
        assert found[number].sectors == ("CVL",)


def test_some_of_them_are_new_actors_of_the_same_sort(known):
    some = """
    Eleven eleven NUM CD 4 nsubj
    of of ADP IN 3 case
    them they PRON PRP 1 nmod Number=Plur
    fled flee VERB VBD 0 root
    """
    found = actors(known, TWO, some)
    assert found["Eleven of them"].id != found["them"].id
    assert found["Eleven of them"].sectors == found["them"].sectors


def test_the_two_of_a_number_are_those_named_last_and_others_are_not(known):
    sentence = "The the DET DT {n} det\n{other}six six NUM CD {verb} nsubj\nsang sing VERB VBD 0 root\n"
    six = TWO.replace("two two", "six six")
    again = actors(known, six, sentence.format(n=2, other="", verb=3))
    assert again["The six"].id == again["six farmers"].id
    others = actors(known, six, sentence.format(n=3, other="other other ADJ JJ 3 amod\n", verb=4))
    assert others["The other six"].id != others["six farmers"].id


def test_a_patrol_acts_though_nobody_owns_it(known):
    fired = """
    A a DET DT 2 det
    {word} {word} NOUN NN 3 nsubj
    fired fire VERB VBD 0 root
    """
    assert actors(known, fired.format(word="patrol"))["A patrol"].sectors == ("MIL",)
    assert not actors(known, fired.format(word="missile"))


def test_an_office_with_a_hyphen_is_one_though_its_second_part_is_read_as_an_adjective(known):
    art, analysed = build("""
    The the DET DT 4 det
    attorney attorney NOUN NN 5 nsubj
    - - PUNCT HYPH 2 punct
    general general ADJ JJ 5 nsubj
    ordered order VERB VBD 0 root
    """)
    text = "The attorney-general ordered"
    spans = ((0, 3), (4, 12), (12, 13), (13, 20), (21, 28))
    glued = tuple(
        replace(t, start=a, end=b, space=b < len(text) and text[b] == " ")
        for t, (a, b) in zip(analysed.tokens, spans, strict=True)
    )
    whole = Analysis.build(art.id, text, glued, (replace(analysed.sentences[0], end=len(text)),), ())
    assert "The attorney-general" in {m.evidence.text for m in identify(art, whole, (), known)[0]}


def test_a_pronoun_in_a_clause_about_somebody_is_another(known):
    took = """
    She she PRON PRP 2 nsubj
    met meet VERB VBD 0 root
    the the DET DT 4 det
    farmers farmer NOUN NNS 2 obj Number=Plur
    {they} {lemma} PRON {xpos} 6 nsubj Number=Plur
    robbed rob VERB VBD 4 acl:relcl
    """
    whose = actors(known, took.format(they="they", lemma="they", xpos="PRP"))
    assert "they" not in whose
    who = actors(known, took.format(they="who", lemma="who", xpos="WP"))
    assert who["who"].id == who["the farmers"].id
