"""On which side one stands: sentences in which the other side, or nobody, may be taken for who acts."""

from __future__ import annotations

import pytest

from dragoman.events.acts.inner import INNER


def spans(participants):
    return " + ".join(p.evidence.text for p in participants)


@pytest.mark.parametrize(
    "sentence",
    [
        "It was the navy, not the rebels, that sank the ferry.",
        "The navy rather than the rebels sank the ferry.",
        "The navy, but never the rebels, sank the ferry.",
    ],
)
def test_who_is_excepted_has_not_done_it(read_whole, sentence):
    (event,) = [e for e in read_whole(sentence) if e.type == "ASSAULT"]
    assert (spans(event.sources).lower(), spans(event.targets)) == ("the navy", "the ferry")


@pytest.mark.parametrize(
    ("sentence", "act", "source"),
    [
        ("Islamabad said India had forced it to close the crossing.", "close crossing", "it"),
        ("Washington persuaded Baghdad to expel the militia's envoy.", "expel envoy", "Baghdad"),
        ("Moscow ignored Tokyo's demand to return the fishermen.", "return fisherman", "Moscow"),
        ("Felipe renewed an invitation to Mexico's president to visit Madrid.", "visit", "Mexico's president"),
        ("Kyiv received a batch of missiles from Berlin.", "receive missile", "Berlin"),
    ],
)
def test_who_is_made_or_asked_to_do_it_does_it(read_whole, sentence, act, source):
    found = {e.act: spans(e.sources) for e in read_whole(sentence)}
    assert found[act] == source


def test_a_pronoun_bends_before_a_name(read_whole):
    sentence = "Premier Alaric Benko faced deputies on Monday. He accused Benko of mishandling the economy."
    (charge,) = [e for e in read_whole(sentence) if e.trigger.text == "accused"]
    assert (spans(charge.sources), spans(charge.targets)) == ("He", "Benko")
    assert charge.sources[0].actor is None
    assert charge.targets[0].actor is not None


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("Damascus fears an Israeli attack.", "Israeli"),
        ("The militia should expect more air raids, the general said.", ""),
        ("The mayor awaits trial in Bogota.", ""),
    ],
)
def test_who_meets_with_an_event_has_not_done_it(read_whole, sentence, source):
    found = [e for e in read_whole(sentence) if e.type in ("ASSAULT", "ACCUSE")]
    assert [spans(e.sources) for e in found] == [source]


def test_a_demonym_before_its_noun_is_not_somebody_beside_it(read_whole):
    (welcome,) = [e for e in read_whole("Kenya welcomed the deployment of Rwandan troops.") if e.type == "SUPPORT"]
    assert spans(welcome.targets) == "Rwandan troops"


@pytest.mark.parametrize(
    ("text", "doer"),
    [
        (
            "A car bomb killed nine people outside a court in Hilla. Islamic State claimed responsibility.",
            "Islamic State",
        ),
        (
            "Nine recruits were killed in a bombing in Mukalla. The governor visited the wounded. "
            "Al-Qaeda took responsibility for the attack.",
            "Al-Qaeda",
        ),
        ("A car bomb killed nine people outside a court in Hilla. No group claimed responsibility.", ""),
        ("A car bomb killed nine people in Kabul. The Taliban have not claimed responsibility.", ""),
        ("Rebels killed nine policemen in Kabul. The Taliban claimed responsibility for the attack.", "Rebels"),
    ],
)
def test_who_claims_an_attack_later_made_it(read_whole, text, doer):
    killings = [e for e in read_whole(text) if e.type == "ASSAULT" and e.targets]
    assert killings
    assert all(spans(e.sources) == doer for e in killings)


@pytest.mark.parametrize(
    ("text", "doer"),
    [
        ("Israeli jets struck a suburb of Beirut on Monday. The attack killed five people.", "Israeli military"),
        ("Rebels ambushed a convoy near Goma on Saturday. Nine soldiers died in the ambush.", "Rebels"),
        (
            "Rebels attacked the town. Government troops shelled their camp. The attack killed nine.",
            "Government troops",
        ),
        # Not of the act before: said anew, of nobody, of several, planned, or told of no act at all.
        ("Rebels attacked the town on Monday. The attack on the barracks in May killed nine soldiers.", ""),
        ("A bomb killed nine people in Hilla on Monday. The attack wounded thirty soldiers.", ""),
        ("Rebels attacked the town and militiamen attacked the port. The attacks killed nine soldiers.", ""),
        ("Rebels plan to attack the town. The attack killed nine soldiers.", ""),
        ("Rebels met the governor on Monday. The attack killed nine soldiers.", ""),
    ],
)
def test_what_the_attack_did_its_doers_did(read_whole, text, doer):
    last = next(e for e in reversed(read_whole(text)) if INNER not in e.reasons)
    assert last.type == "ASSAULT"
    assert last.targets
    assert last.source == doer


@pytest.mark.parametrize(
    "sentence",
    [
        "Surgeons flew in to help victims of attacks on the U.S. embassies in Kenya and Tanzania.",
        "Survivors of the attacks on the villages met the minister.",
    ],
)
def test_whom_it_has_hurt_has_not_done_it(read_whole, sentence):
    (attack,) = [e for e in read_whole(sentence) if e.type == "ASSAULT"]
    assert not attack.sources


def test_tens_of_thousands_of_people_are_people(read_whole):
    (event,) = [e for e in read_whole("Tens of thousands of people paid tribute to the rebels in Havana.") if e.type]
    assert [(p.evidence.text, p.sectors) for p in event.sources] == [("Tens of thousands of people", ("CVL",))]


@pytest.mark.parametrize(
    ("sentence", "kind", "target"),
    [
        ("The Ulster Unionists threatened to push for Sinn Fein's expulsion.", "SANCTION", "Sinn Fein"),
        ("Russia's expulsion from the Council of Europe was expected.", "SANCTION", "Russia"),
        ("The Muslim Brotherhood's ouster in 2013 shook the region.", "SANCTION", "Muslim Brotherhood"),
    ],
)
def test_whoever_is_cast_out_has_cast_out_nobody(read_whole, sentence, kind, target):
    (event,) = [e for e in read_whole(sentence) if e.type == kind]
    assert (spans(event.sources), spans(event.targets)) == ("", target)


def test_who_casts_out_somebody_named_does(read_whole):
    (event,) = [e for e in read_whole("Moscow's expulsion of two diplomats angered Berlin.") if e.type == "SANCTION"]
    assert (spans(event.sources), spans(event.targets)) == ("Moscow", "two diplomats")


def test_protests_do_not_lead_themselves(read_whole):
    text = "Gerard Rice, a former prisoner who leads anti-Orange protests in Belfast, spoke to reporters."
    (event,) = [e for e in read_whole(text) if e.type == "PROTEST"]
    assert "protests" not in spans(event.sources)


def test_who_turns_a_text_down_has_not_said_what_it_says(read_whole):
    refused = "Russia vetoed a draft resolution urging Sudan to leave."
    signed = "Russia signed a draft resolution urging Sudan to leave."
    found = [[spans(e.sources) for e in read_whole(s) if e.type == "REQUEST"] for s in (refused, signed)]
    assert found == [[""], ["Russia"]]


def test_a_name_and_a_noun_with_its_people_are_two(read_whole):
    (event,) = [e for e in read_whole("Israel and Palestinian factions signed a deal in Cairo.") if e.type == "AGREE"]
    assert spans(event.sources) == spans(event.targets) == "Israel + Palestinian factions"


@pytest.mark.parametrize(
    "sentence",
    [
        "Police dispersed a rally in support of the exiled bishop on Wednesday.",
        "Riot police broke up a march in support of the exiled bishop on Monday.",
    ],
)
def test_who_breaks_up_a_rally_for_somebody_does_not_support_him(read_whole, sentence):
    broken, *others = read_whole(sentence)
    assert broken.type == "COERCE"
    assert "police" in spans(broken.sources).lower()
    assert not [e for e in others if "police" in spans(e.sources).lower()]
    assert "the exiled bishop" in [spans(e.targets) for e in others if e.type == "SUPPORT"]


def test_who_is_struck_at_a_rally_is_who_rallied(read_whole):
    events = {e.type: e for e in read_whole("Security forces attacked a demonstration by teachers in Khartoum.")}
    assert spans(events["ASSAULT"].sources) == "Security forces"
    assert spans(events["PROTEST"].sources) == "teachers"


def test_one_alone_commits_a_crime_of_war(read_whole):
    text = "The watchdog said in a report that the army had committed war crimes in its campaign against the rebels."
    assert {spans(e.sources) for e in read_whole(text) if e.type == "ASSAULT"} == {"the army"}


@pytest.mark.parametrize("crowd", ["Protesters", "Protesters in Cairo", "Demonstrators"])
def test_a_verb_has_its_own_doer_whatever_its_noun_has(read_whole, crowd):
    (asked,) = [e for e in read_whole(f"{crowd} demanded the activist's release.") if e.type == "REQUEST"]
    assert "".join(p.evidence.text for p in asked.sources) == crowd.split()[0]


def test_who_is_repatriated_does_not_repatriate(read_whole):
    (sent_home,) = [
        e for e in read_whole("Cuba pressed for the boy's repatriation.") if "repatriation" in e.trigger.text
    ]
    assert (sent_home.sources, spans(sent_home.targets)) == ((), "the boy")


def test_the_people_before_a_genocide_suffered_it(read_whole):
    events = read_whole("The Armenian genocide was recognised by the Bundestag.")
    (genocide,) = [e for e in events if e.type == "ASSAULT"]
    assert not genocide.sources
    assert spans(genocide.targets) == "Armenian"


def test_who_is_sent_home_in_a_headline_suffers_it(read_whole):
    events = read_whole("Cuba Presses for Boy's Repatriation")
    (sent,) = [e for e in events if e.type == "RETREAT"]
    assert not sent.sources
    assert spans(sent.targets) == "Boy"
