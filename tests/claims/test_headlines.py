"""Who speaks in a headline without a verb, and what is said twice in one place, with the encoder's heads."""

from __future__ import annotations

import pytest

from dragoman.claims import find_claims
from dragoman.resolve import resolve
from support import article


@pytest.fixture(scope="module")
def read(language, knowledge):
    def claims(*paragraphs: str, title: str | None = None):
        art = article(*paragraphs, title=title)
        analysis = language.analyse(art)
        return find_claims(art, analysis, resolve(art, analysis, knowledge), knowledge)

    return claims


@pytest.mark.parametrize(
    ("title", "source", "content"),
    [
        ("Army chief: truce ends at midnight", "Army chief", "truce ends at midnight"),
        ("Tehran: no inspectors at Fordo", "Tehran", "no inspectors at Fordo"),
        ("UN envoy to rebels: hand over the port", "UN envoy", "hand over the port"),
        ("Army kills nine raiders near Goma – governor", "governor", "Army kills nine raiders near Goma"),
        ("Convoy hit from the air: Syrian state media", "Syrian state media", "Convoy hit from the air"),
        ("Erdogan: Turkey to send troops to Libya", "Erdogan", "Turkey to send troops to Libya"),
    ],
)
def test_who_stands_before_a_colon_or_behind_a_dash_says_the_headline(read, title, source, content):
    found = [c for c in read("The talks went on all night.", title=title) if c.decided_by.startswith("headline")]
    assert [(c.source.text, c.content[0].text) for c in found] == [(source, content)]


@pytest.mark.parametrize(
    "title",
    [
        "Explainer: why the truce collapsed",
        "Zambia: opposition supporters storm radio station",
        "Coalition talks collapse: who is to blame?",
        "Sudan truce: mediators hand over new draft",
    ],
)
def test_a_topic_or_a_place_before_a_colon_says_nothing(read, title):
    found = read("The talks went on all night.", title=title)
    assert not [c for c in found if c.decided_by.startswith("headline")]


@pytest.mark.parametrize(
    "text",
    [
        "The ministers issued a joint statement on Friday saying that the border would be opened.",
        "The lawmakers expressed concern that the police had looked away.",
        "Brandt answered a question on trade by asserting that the tariffs had failed.",
    ],
)
def test_what_one_source_says_in_one_place_is_one_claim(read, text):
    assert len(read(text)) == 1


def test_the_day_behind_a_speaker_is_no_part_of_him(read):
    (claim,) = read("President Bill Clinton Thursday vowed to find the bombers and bring them to justice.")
    assert claim.source.text == "President Bill Clinton"


def test_the_day_before_a_speaker_is_no_part_of_him_either(read):
    decision = "announced Wednesday by Commissioner Edda Lunn, that the boy must be returned to his father by Jan. 14"
    found = read(f"They said they would appeal the decision, {decision}.")
    assert {c.source.text for c in found if c.source is not None} == {"They", "Commissioner Edda Lunn"}
