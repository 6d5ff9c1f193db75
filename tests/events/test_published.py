"""What published sets of records count an act as, where our ontology draws its line elsewhere."""

from __future__ import annotations

import pytest

import dragoman
from dragoman.events.published import may_count_as, published_type


@pytest.fixture(scope="module")
def reader(language, knowledge):
    return dragoman.Reader(language, knowledge)


@pytest.mark.parametrize(
    ("kind", "lemmas", "published"),
    [
        ("AGREE", {"sign", "treaty"}, "SUPPORT"),
        ("AGREE", {"promise", "help"}, None),
        ("SANCTION", {"sentence", "prison"}, "COERCE"),
        ("SANCTION", {"convict", "fraud"}, "ACCUSE"),
        ("SANCTION", {"suspend", "aid"}, None),
        ("CONSULT", {"meet"}, None),
    ],
)
def test_the_words_about_an_act_decide(kind, lemmas, published):
    assert published_type(kind, lemmas) == published


def test_all_types_of_the_table_are_the_ontologys(knowledge):
    types = knowledge.ontology.types
    assert any(may_count_as("AGREE", kind) for kind in types)
    assert not any(may_count_as(kind, kind) for kind in types)


@pytest.mark.parametrize(
    ("sentence", "source", "target", "kind"),
    [
        ("Ghana signed a border treaty with Togo on Monday.", "Ghana", "Togo", "SUPPORT"),
        ("Ghana promised to help Togo.", "Ghana", "Togo", "AGREE"),
        ("The Kenyan president will meet the Somali premier on Friday.", "The Kenyan president", "premier", "AGREE"),
        ("The Kenyan president met the Somali premier on Friday.", "The Kenyan president", "premier", "CONSULT"),
        ("Denmark cut its aid to Eritrea.", "Denmark", "Eritrea", "SANCTION"),
        ("The union said that it would not end its strike at the port company.", "The union", "port company", "REJECT"),
    ],
)
def test_pairs_are_judged_as_published_records_are(reader, sentence, source, target, kind):
    (judgement,) = reader.judge_pairs([(sentence, source, target)])
    assert judgement.type == kind, (judgement.probabilities[:3], judgement.reasons)


def test_the_reasons_name_our_own_type(reader):
    (judgement,) = reader.judge_pairs([("Ghana signed a border treaty with Togo.", "Ghana", "Togo")])
    assert any("AGREE by our ontology" in reason for reason in judgement.reasons)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Ghana signed a border treaty with Togo on Monday.", "AGREE"),
        ("Ghana imposed an embargo and sanctions on Togo.", "SANCTION"),
        ("Ghana promised to help Togo.", "AGREE"),
    ],
)
def test_pairs_are_judged_as_readings_are_where_that_is_asked(reader, sentence, kind):
    (judgement,) = reader.judge_pairs([(sentence, "Ghana", "Togo")], own_types=True)
    assert judgement.type == kind, (judgement.probabilities[:3], judgement.reasons)
    assert not any("by our ontology" in reason for reason in judgement.reasons)
