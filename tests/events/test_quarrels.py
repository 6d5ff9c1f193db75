"""Blows that are words, victories that are votes, and what is done to oneself or said to the press: no violence, no talks."""

from __future__ import annotations

import pytest


def test_a_candidate_hits_a_rival_with_words(read_whole):
    (event,) = read_whole("Bernie Sanders keeps hitting Hillary Clinton over her speeches.")
    assert (event.type, event.mode) == ("ACCUSE", "disapprove")
    assert "words, not blows: the sides are civil" in event.reasons


@pytest.mark.parametrize(
    "sentence",
    [
        "Marco Rubio said that he could beat Donald Trump in the south.",
        "Only a moderate can beat Marine Le Pen, the mayor told diners.",
    ],
)
def test_an_election_is_won_without_violence(read_whole, sentence):
    assert not [e for e in read_whole(sentence) if e.type == "ASSAULT"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Gunmen attacked Imran Khan on Tuesday.",
        "Riot police beat Alexei Navalny outside the court.",
        "Israel attacked Hassan Nasrallah's bunker in Beirut.",
    ],
)
def test_who_bears_arms_or_is_heard_to_strike_does(read_whole, sentence):
    assert any(e.type == "ASSAULT" for e in read_whole(sentence))


def test_what_somebody_does_to_himself_is_done_to_nobody(read_whole):
    assert read_whole("The gunman killed himself in Porto.") == ()
    assert any(e.type == "ASSAULT" for e in read_whole("The gunman killed the notary in Porto."))


def test_talk_with_the_press_is_no_talk(read_whole):
    assert not [e for e in read_whole("The Kenyan president spoke to CNN on Monday.") if e.type == "CONSULT"]
    asked = "The CNN correspondent Clarissa Ward went further in an interview with Viktor Orban on Monday."
    assert not [e for e in read_whole(asked) if e.type == "CONSULT"]
    assert any(e.type == "CONSULT" for e in read_whole("The Kenyan president spoke to Viktor Orban on Monday."))


@pytest.mark.parametrize(
    "sentence",
    [
        "The minister held a news conference in Accra on Monday.",
        "The ambassador and the trade minister had just ended a press conference near the port.",
        "The Kenyan president called a media briefing at dawn.",
    ],
)
def test_a_press_conference_is_no_conference(read_whole, sentence):
    assert not [e for e in read_whole(sentence) if e.type == "CONSULT"]


def test_who_rallies_alone_rallies_for_himself(read_whole):
    (rally,) = read_whole("Bola Tinubu held rallies across Kano on Monday.")
    assert (rally.type, rally.mode) == ("SUPPORT", None)
    assert any(e.type == "PROTEST" for e in read_whole("Raila Odinga held a rally against the government in Kisumu."))
    assert any(e.type == "PROTEST" for e in read_whole("Opposition parties held rallies in Caracas on Monday."))


def test_what_is_threatened_stays_threatened(read_whole):
    (charge,) = [
        e
        for e in read_whole("Prosecutors in Lagos initially threatened to charge the governor with three felonies.")
        if e.type == "ACCUSE"
    ]
    assert charge.status == "threatened"


def test_a_clause_beside_the_verb_is_no_word_of_its_expression(read_whole):
    events = read_whole("The party faced a split when a senator challenged the Labour leadership.")
    assert any(e.trigger.text == "challenged" for e in events)


def test_talk_with_oneself_is_no_talk(read_whole):
    assert not [e for e in read_whole("The mayor spoke to himself.") if e.decided_by.startswith("codebook:consult")]
    assert any(e.type == "CONSULT" for e in read_whole("The mayor spoke to the Kenyan president."))


def test_who_returns_somewhere_returns_nothing(read_whole):
    gone = read_whole("The rebels were led by commanders who returned to Asmara from time to time.")
    assert not [e for e in gone if e.decided_by.startswith("codebook:retreat")]
    (given,) = read_whole("The British Museum returned the bronzes to Nigeria on Monday.")
    assert given.decided_by.startswith("codebook:retreat")
