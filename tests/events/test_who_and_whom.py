"""Constructions that say outright who did it to whom, and who has another part in what a sentence tells."""

from __future__ import annotations

import pytest


def spans(participants):
    return " + ".join(p.evidence.text for p in participants)


@pytest.mark.parametrize(
    ("sentence", "backer", "backed", "mode"),
    [
        ("The Saudi-financed party won two seats.", "Saudi", "party", "economic"),
        ("Iran-armed fighters attacked a convoy near Marib.", "Iran", "fighters", "military"),
        ("The UAE-equipped brigade left.", "UAE", "brigade", "military"),
        ("French-sponsored rebels fled.", "French", "rebels", "military"),
        ("Turkish-funded militia men seized the town on Monday.", "Turkish", "militia men", "economic"),
    ],
)
def test_who_is_named_before_a_participle_of_backing_helps(read_whole, sentence, backer, backed, mode):
    (event,) = [e for e in read_whole(sentence) if e.type == "AID"]
    assert (spans(event.sources), event.mode) == (backer, mode)
    assert spans(event.targets).endswith(backed)


@pytest.mark.parametrize(
    "sentence",
    [
        "State-funded schools closed.",
        "Well-armed rebels fled.",
        "The UN-brokered truce held.",
        "Spanish-speaking rebels left.",
    ],
)
def test_other_participles_tell_of_no_aid(read_whole, sentence):
    assert not [e for e in read_whole(sentence) if e.type == "AID"]


@pytest.mark.parametrize(
    ("sentence", "kind", "sources", "targets"),
    [
        ("The Iran-Iraq ceasefire held for a week.", "RETREAT", "Iran + Iraq", ""),
        ("The Israel-Hamas ceasefire came into force on Friday.", "RETREAT", "Israel + Hamas", ""),
        ("India-Pakistan talks collapsed on Sunday.", "CONSULT", "India + Pakistan", "India + Pakistan"),
        ("The US-Iran deal was signed in Vienna on Friday.", "AGREE", "US + Iran", "US + Iran"),
    ],
)
def test_two_names_before_what_they_do_together(read_whole, sentence, kind, sources, targets):
    event = next(e for e in read_whole(sentence) if e.type == kind)
    assert (spans(event.sources), spans(event.targets)) == (sources, targets)


@pytest.mark.parametrize(
    ("sentence", "fallen", "others"),
    [
        ("Five policemen were killed in clashes with militants.", "Five policemen", "militants"),
        ("Two farmers were shot dead in clashes with soldiers near Villa Tunari.", "Two farmers", "soldiers"),
    ],
)
def test_who_falls_in_a_fight_has_fought(read_whole, sentence, fallen, others):
    killed, fight = [(spans(e.sources), spans(e.targets)) for e in read_whole(sentence)]
    assert (killed, fight) == ((others, fallen), (fallen, others))


def test_of_two_who_fight_nobody_knows_who_killed(read_whole):
    sentence = "At least 51 people were killed in clashes between Serb police and ethnic Albanians."
    assert spans(read_whole(sentence)[0].sources) == ""


@pytest.mark.parametrize(
    ("sentence", "body"),
    [
        ("At least 30 people were killed in a coalition air strike on a funeral hall.", "coalition"),
        ("Eleven policemen were killed in rebel mortar fire on the village.", "rebel"),
        ("Three tourists were shot dead in a militant attack on a base camp.", "militant"),
    ],
)
def test_a_body_before_what_it_did_has_done_it(read_whole, sentence, body):
    assert {spans(e.sources) for e in read_whole(sentence) if e.type == "ASSAULT"} == {body}


@pytest.mark.parametrize(
    "sentence",
    [
        "Twelve Kenyans were killed in the Nairobi embassy bombing.",
        "The bombings at the embassies in Kenya and Tanzania, which have killed more than 250 people, shocked the world.",
    ],
)
def test_what_was_bombed_has_not_killed(read_whole, sentence):
    found = [e for e in read_whole(sentence) if e.type == "ASSAULT"]
    assert {spans(e.sources) for e in found} == {""}
    assert any("embass" in spans(e.targets) for e in found)


@pytest.mark.parametrize(
    "sentence",
    [
        "Cuba presses for the boy's repatriation.",
        "The family demanded the release of the journalist.",
        "The bishop called for her immediate release.",
    ],
)
def test_whose_return_is_asked_for_is_not_asked(read_whole, sentence):
    event = next(e for e in read_whole(sentence) if e.type == "REQUEST")
    assert spans(event.sources)
    assert spans(event.targets) == ""


@pytest.mark.parametrize(
    ("sentence", "type_"),
    [
        ("Orban's much criticised speech in Budapest angered Brussels.", "ACCUSE"),
        ("Hezbollah's captured fighters were shown on television.", "COERCE"),
        ("Iran's sanctioned oil ministry bought four tankers.", "SANCTION"),
    ],
)
def test_whose_it_is_did_not_do_it(read_whole, sentence, type_):
    event = next(e for e in read_whole(sentence) if e.type == type_)
    assert event.sources == ()


@pytest.mark.parametrize(
    ("sentence", "targets"),
    [
        ("Chad and Sudan exchanged ten prisoners on Monday.", "ten prisoners"),
        ("An exchange of prisoners between Cameroon and Nigeria took place on Monday.", "prisoners"),
        ("A prisoner exchange between Washington and Moscow took place at Ankara.", ""),
    ],
)
def test_who_is_exchanged_is_let_go(read_whole, sentence, targets):
    (event,) = [e for e in read_whole(sentence) if e.type == "RETREAT"]
    assert (len(event.sources), spans(event.targets)) == (2, targets)


@pytest.mark.parametrize(
    ("sentence", "targets"),
    [
        ("The president pledged to remove all troops from Mali.", ""),
        ("The army released the captured soldiers.", "the captured soldiers"),
    ],
)
def test_ones_own_troops_suffer_nothing_by_leaving(read_whole, sentence, targets):
    (event,) = [e for e in read_whole(sentence) if e.type == "RETREAT"]
    assert spans(event.targets) == targets


@pytest.mark.parametrize(
    ("sentence", "whose"),
    [
        ("Biden, Macron to declare ceasefire between Hezbollah and Israel", "Hezbollah + Israel"),
        ("The king will proclaim a ceasefire between the two clans and the army.", "the two clans + the army"),
    ],
)
def test_a_truce_is_theirs_between_whom_it_is(read_whole, sentence, whose):
    (event,) = [e for e in read_whole(sentence) if e.type == "RETREAT"]
    assert (spans(event.sources), event.targets) == (whose, ())


@pytest.mark.parametrize(
    ("sentence", "kind", "doer", "status"),
    [
        ("Israel prevented aid groups from delivering food to Gaza.", "AID", "aid groups", "not_done"),
        ("China warned Japan against deploying missiles.", "MOBILIZE", "Japan", "not_done"),
        ("The minister cautioned protesters against attacking police.", "ASSAULT", "protesters", "not_done"),
    ],
)
def test_who_keeps_somebody_from_it_does_not_do_it(read_whole, sentence, kind, doer, status):
    (event,) = [e for e in read_whole(sentence) if e.type == kind]
    assert (spans(event.sources), event.status.value) == (doer, status)


@pytest.mark.parametrize(
    ("sentence", "kind", "sources", "targets"),
    [
        ("Austria's chancellor irritated her hosts in Rabat.", "ACCUSE", "her hosts", "Austria's chancellor"),
        ("The ruling angered loyalists in Lagos.", "ACCUSE", "loyalists", ""),
        ("Trump announced China tariffs on Friday.", "SANCTION", "Trump", "China"),
        ("The EU extended its Russia sanctions on Monday.", "SANCTION", "EU", "Russia"),
        ("Negotiators agreed on the wording of the text.", "AGREE", "Negotiators", "Negotiators"),
        ("The parties initialled a coalition deal.", "AGREE", "The parties", "The parties"),
        ("Union leaders agreed to the offer.", "AGREE", "Union leaders", ""),
        ("The rebels agreed to lay down their arms.", "AGREE", "The rebels", ""),
        ("New Iran sanctions angered Tehran.", "SANCTION", "", "Iran"),
        ("The premier said that farmers were angry with the ministry.", "ACCUSE", "farmers", "the ministry"),
        ("Beijing was angered by the visit.", "ACCUSE", "Beijing", ""),
        ("The visit criticised by Beijing went ahead.", "CONSULT", "", ""),
        ("The talks, which hardliners condemned, went ahead.", "CONSULT", "", ""),
        ("Jewish groups condemned Trump's proposal to ban Muslims.", "REQUEST", "Trump", ""),
        ("Finland, which has a land border with Russia, joined in April 2023.", "COOPERATE", "Finland", ""),
        ("The Iranian foreign minister's visit to Oslo was postponed.", "CONSULT", "The Iranian foreign minister", ""),
        ("A stern warning from Beijing that its fleet was ready was ignored.", "THREATEN", "Beijing", ""),
        ("Police linked him to the Embassy bombing.", "ASSAULT", "", "Embassy"),
        ("US sanctions hit the bank.", "SANCTION", "US", "the bank"),
        ("The Manchester bombing shook Britain.", "ASSAULT", "", "Manchester"),
        ("Thousands marched in Tirana to demand the bishop's return.", "RETREAT", "", "the bishop"),
        ("The denunciation of Israel at the United Nations went on.", "ACCUSE", "", "Israel"),
        (
            "The mayor and the governor flew to Washington to appear at a hearing.",
            "CONSULT",
            "The mayor + the governor",
            "",
        ),
        (
            "Turkey or the Nusra Front, which has threatened Damascus, may attack.",
            "THREATEN",
            "Nusra Front",
            "Damascus",
        ),
        ("Iran and the Houthis, which have threatened Riyadh, may attack.", "THREATEN", "Iran + Houthis", "Riyadh"),
        ("Petrov and Danev, both of whom had opposed the deal, resigned.", "REJECT", "Petrov + Danev", ""),
        (
            "The FBI said on Monday that a suspect who was returned from Pakistan had not admitted any role in the crimes.",
            "CONCEDE",
            "a suspect",
            "",
        ),
        ("NAIROBI, Kenya - Kenya freed two dissidents on Monday.", "RETREAT", "Kenya", "two dissidents"),
        ("Gunmen abducted the prefect of Gao and his driver.", "ASSAULT", "Gunmen", "the prefect of Gao + his driver"),
        ("The Canadians killed in attacks on the hotel were engineers.", "ASSAULT", "", "the hotel"),
        ("Criticism of the use of force by the police grew in parliament.", "ACCUSE", "", ""),
        ("The truce brokered by Qatar was welcomed by the UN.", "RETREAT", "", ""),
        ("The complaint lodged by the union against the ministry failed.", "ACCUSE", "the union", "the ministry"),
        ("The opposition leader's arraignment was put off.", "ACCUSE", "", "The opposition leader"),
    ],
)
def test_who_did_it_and_to_whom(read_whole, sentence, kind, sources, targets):
    events = [e for e in read_whole(sentence) if e.type == kind]
    assert (sources, targets) in [(spans(e.sources), spans(e.targets)) for e in events]


@pytest.mark.parametrize(
    ("sentence", "kind", "sources"),
    [
        ("It was decided to expel the ambassador.", "SANCTION", ""),
        ("It was agreed to withdraw the troops from the border.", "RETREAT", ""),
        ("The council met on Friday. It was forced to dismiss the mayor.", "SANCTION", "It"),
    ],
)
def test_an_it_that_only_stands_before_a_clause_is_nobody(read_whole, sentence, kind, sources):
    (event,) = [e for e in read_whole(sentence) if e.type == kind]
    assert spans(event.sources) == sources


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Norway gave Ukraine missiles and ammunition for its army in May.", "AID"),
        ("Chad struck a deal with the rebels on Tuesday.", "AGREE"),
    ],
)
def test_one_act_is_told_once(read_whole, sentence, kind):
    assert [e.type for e in read_whole(sentence)] == [kind]
