"""Plain agency sentences of force, of the street and of help: sentences of our own."""

from __future__ import annotations

import pytest


def words(participants):
    return [p.evidence.text for p in participants]


@pytest.mark.parametrize(
    ("sentence", "kind", "not_by"),
    [
        ("Security forces foiled an attack on a church in Tunis.", "ASSAULT", "Security forces"),
        ("Soldiers broke up a protest march by nurses in Harare.", "PROTEST", "Soldiers"),
        ("Police dispersed a rally in support of the jailed mayor.", "SUPPORT", "Police"),
        ("More than 80 people have been killed in ethnic violence in India's Manipur state.", "ASSAULT", "India"),
        ("Nine soldiers were shot dead in Nigeria's Borno state on Monday.", "ASSAULT", "Nigeria"),
    ],
)
def test_who_hinders_an_act_or_owns_its_place_has_not_done_it(read_whole, sentence, kind, not_by):
    sources = [words(e.sources) for e in read_whole(sentence) if e.type == kind]
    assert sources
    assert all(not_by not in found for found in sources)


def test_who_hinders_does_what_he_does(read_whole):
    (event,) = [
        e for e in read_whole("Police dispersed a rally in support of the jailed mayor.") if e.mode == "restrict"
    ]
    assert (event.type, words(event.sources)) == ("COERCE", ["Police"])


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Gunmen tried to kill the governor of Nangarhar on Monday.", "not_done"),
        ("Protesters attempted to storm the parliament in Yerevan.", "not_done"),
        ("The rebels had tried to seize the town of Sake.", "not_done"),
        ("The mediator tried to persuade the rebels to free the crew.", "planned"),
    ],
)
def test_what_one_tried_to_do_was_not_done(read_whole, sentence, status):
    assert status in [e.status.value for e in read_whole(sentence) if e.type]


@pytest.mark.parametrize(
    ("sentence", "kind", "target"),
    [
        ("Unrest in the hills of Manipur has killed sixty civilians.", "ASSAULT", "sixty civilians"),
        ("Fighting in Aleppo has killed more than 30 civilians since Monday.", "ASSAULT", "more than 30 civilians"),
        ("The reporter was found dead near Choluteca with six bullet wounds.", "ASSAULT", "The reporter"),
        (
            "Cairo's government declared the Muslim Brotherhood a terrorist organisation.",
            "COERCE",
            "Muslim Brotherhood",
        ),
    ],
)
def test_plain_turns_of_force(read_whole, sentence, kind, target):
    assert [target] in [words(e.targets) for e in read_whole(sentence) if e.type == kind]


@pytest.mark.parametrize(
    "sentence",
    [
        "A shark attack killed a surfer off Perth.",
        "Heavy rain in Nagano killed three hikers on Sunday.",
        "The striker tried to beat the keeper from thirty metres.",
    ],
)
def test_what_only_looks_like_them_is_left_empty(read_whole, sentence):
    assert [e for e in read_whole(sentence) if e.type] == []


@pytest.mark.parametrize(
    ("sentence", "said", "status"),
    [
        ("Muslim groups called for a boycott of French goods.", "REQUEST", "demanded"),
        ("Clerics in Karachi urged a boycott of Israeli products on Friday.", "REQUEST", "demanded"),
        ("Port workers in Dakar threatened to strike on May 1.", "THREATEN", "threatened"),
    ],
)
def test_a_boycott_called_for_or_a_strike_threatened_is_not_under_way(read_whole, sentence, said, status):
    events = read_whole(sentence)
    assert said in [e.type for e in events]
    assert [e.status.value for e in events if e.type == "PROTEST"] == [status]
