"""Words in a sense that is no act, or an act of another type than their look says: sentences of our own."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("The senator said his plan appeals to rural voters more than to bankers.", "REQUEST"),
        ("Zambia's mills cannot satisfy the demand for maize, the minister said.", "REQUEST"),
        ("There is broad agreement that the port has to grow, the minister said.", "AGREE"),
        ("Only 300 teachers were left to satisfy the demand for Maori lessons, the minister said.", "REQUEST"),
        ("The voters of Shenzhen met the decree with weary resignation.", "RETREAT"),
        ("Senator Grassley spoke of the court in a conference call with Iowa reporters.", "CONSULT"),
        ("The former president tried to rescue his campaign in Ohio.", "AID"),
        ("I want you to know that our government has built nine clinics, the premier told the crowd.", "REQUEST"),
        ("The Fijian government has welcomed back tourists since June.", "SUPPORT"),
        ("The minister said the new tariff helps families spend less on power.", "AID"),
        ("The law requires ministers to declare what they own, the auditor said.", "REQUEST"),
        ("The Omani team won nine medals, the sports minister said.", None),
        ("Police said that two buses collided near the parliament in Lusaka.", "ASSAULT"),
        ("The president recalled the death of his father in 1971.", "ASSAULT"),
        ("The senator supports eliminating half of the party's superdelegates.", "ASSAULT"),
        ("The novel paints the general as a hero, critics said.", "ACCUSE"),
    ],
)
def test_a_word_in_a_harmless_sense_is_no_act(read_whole, sentence, kind):
    assert kind not in [e.type for e in read_whole(sentence)]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Uganda's parliament passed the land bill on Thursday.", "AGREE"),
        ("Kenya's opposition tabled a bill on the ports.", "REQUEST"),
        ("Brussels held out the prospect of aid to Chisinau.", "AGREE"),
        ("Nairobi's council pushed back against the lender's terms.", "REJECT"),
        ("The speaker of the Kenyan parliament was shamed by the bishops.", "ACCUSE"),
        ("Paratroopers overthrew the president of Guinea on Sunday.", "COERCE"),
        ("The militia violated the ceasefire in Marib on Sunday.", "ASSAULT"),
        ("The rebels broke the truce near Goma, the army said.", "ASSAULT"),
        ("The opposition filed a no-confidence motion against Nepal's premier.", "REQUEST"),
        ("Slovakia's cabinet won a vote of confidence on Tuesday.", "SUPPORT"),
        ("Iraq's president asked the Shiite bloc to form a government.", "REQUEST"),
        ("Pyongyang has not answered Seoul's offer of talks.", "REQUEST"),
        ("Jordan condemned the attack in the strongest terms.", "ACCUSE"),
        ("The opposition's line of attack against the Kenyan president was new.", "ACCUSE"),
        ("A farmers' lobby ran advertisements against the Polish prime minister.", "ACCUSE"),
        ("Lawmakers in Abuja sought information from the spy agency.", "REQUEST"),
        ("The premier of Malta sidestepped questions about the loan.", "REJECT"),
        ("Two judges of the Supreme Court of India dissented from the ruling.", "REJECT"),
        ("The German chancellor defended her record in office.", "SUPPORT"),
        ("The senator aligned herself with President Boric.", "SUPPORT"),
        ("The spy chief held a briefing with senators in Bogota.", "CONSULT"),
        ("Paris expanded its military presence in Chad.", "MOBILIZE"),
        ("Islamabad staged war games in the desert.", "MOBILIZE"),
        ("Budapest stood in the way of the sanctions.", "REJECT"),
        ("The Pakistani army slowed internet across Punjab.", "COERCE"),
        ("A miner interrupted Bolivia's president during a speech.", "PROTEST"),
        ("Students marched through Belgrade on Friday, burning flags of the ruling party.", "PROTEST"),
    ],
)
def test_a_turn_of_phrase_has_the_type_of_what_is_meant(read_whole, sentence, kind):
    assert kind in [e.type for e in read_whole(sentence)]


def test_a_sign_of_money_is_its_name(read_whole):
    given = [e for e in read_whole("Norway gave $2 million to the clinics of Gaza.") if e.type == "AID"]
    assert [e.mode for e in given] == ["economic"]
    assert not [e for e in read_whole("The senator raised $4 million in February.") if e.type]


def test_a_sign_between_numbers_is_no_trigger(read_whole):
    events = read_whole("The convention of Australia's delegates voted 89-52 for a republic.")
    assert events
    assert not [e for e in events if e.trigger.text == "-"]


def test_a_strike_is_an_attack_where_missiles_fall_and_a_walkout_where_workers_strike(read_whole):
    war = read_whole(
        "Russian missiles hit a dormitory in Kherson on Friday. The death toll from that strike rose to 21."
    )
    assert {e.type for e in war} == {"ASSAULT"}
    ports = "Saudi jets bombed the port of Hodeidah on Friday. A strike by dockers' unions shut the port of Aden."
    assert "PROTEST" in {e.type for e in read_whole(ports)}
