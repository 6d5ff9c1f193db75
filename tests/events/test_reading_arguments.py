"""Who did what to whom, read from sentences by the shipped encoder: the constructions that arguments hide in."""

from __future__ import annotations

import pytest

from dragoman.events import find_events
from dragoman.events.sides import roles
from support import article


def spans(participants):
    return " + ".join(p.evidence.text for p in participants)


@pytest.mark.parametrize(
    ("sentence", "kind", "act", "source", "target"),
    [
        ("Gunmen attacked a convoy near Gao.", "ASSAULT", "attack", "Gunmen", "a convoy"),
        ("The rebels were attacked by soldiers.", "ASSAULT", "attack", "soldiers", "The rebels"),
        ("The activists were killed on Monday.", "ASSAULT", "kill", "", "The activists"),
        ("The soldiers who attacked the rebels fled.", "ASSAULT", "attack", "The soldiers", "the rebels"),
        ("Residents buried the activists killed by police.", "ASSAULT", "kill", "police", "the activists"),
        ("The minister met and praised the envoy.", "SUPPORT", "praise", "The minister", "the envoy"),
        ("A statement by Iran condemning Israel was published.", "ACCUSE", "condemn", "Iran", "Israel"),
        ("Israel's airstrike on Beirut alarmed diplomats.", "ASSAULT", "airstrike", "Israel", "Beirut"),
        ("Germany criticised Iran's decision on Friday.", "ACCUSE", "criticize", "Germany", "Iran"),
        ("Turkey seems to have condemned Greece.", "ACCUSE", "condemn", "Turkey", "Greece"),
        (
            "Residents mourned the arrest and torture of two pupils by soldiers.",
            "COERCE",
            "arrest",
            "soldiers",
            "two pupils",
        ),
        ("The Red Hand claimed responsibility for the bombing of a bank.", "ASSAULT", "bombing", "Red Hand", "a bank"),
        ("Nobody claimed responsibility for the bombing of a bank.", "ASSAULT", "bombing", "", "a bank"),
    ],
)
def test_arguments(read_rules, sentence, kind, act, source, target):
    (event,) = [e for e in read_rules(sentence) if e.type == kind and e.act == act]
    assert (spans(event.sources), spans(event.targets)) == (source, target)


def test_object_control_gives_the_object_as_the_doer(read_rules):
    (release,) = [e for e in read_rules("Iran forced the rebels to release hostages.") if "release" in e.act]
    assert spans(release.sources) == "the rebels"


def test_conjoined_participants_are_listed_one_by_one(read_rules):
    (event,) = [e for e in read_rules("Germany and France condemned Russia and Belarus.") if e.type == "ACCUSE"]
    assert [p.name for p in event.sources] == ["Germany", "France"]
    assert [p.name for p in event.targets] == ["Russia", "Belarus"]


def test_reciprocal_events_have_each_side_on_both_sides(read_rules):
    (event,) = [e for e in read_rules("Lula and Petro met in Bogota.") if e.type == "CONSULT"]
    assert spans(event.sources) == spans(event.targets) == "Lula + Petro"


@pytest.mark.parametrize(
    ("sentence", "targets"),
    [
        ("The United States has negotiated for weeks over the treaty.", ""),
        ("The Philippines held joint exercises in the strait.", ""),
        ("The two Koreas held talks in Panmunjom.", "Koreas"),
        ("The two governments met in Nairobi.", "The two governments"),
        ("The United States and Kenya negotiated for weeks over the treaty.", "United States + Kenya"),
    ],
)
def test_one_state_does_nothing_with_itself_though_its_name_is_a_plural(read_whole, sentence, targets):
    """The other party is not told then; a group is its members."""
    (event,) = [e for e in read_whole(sentence) if e.type in ("CONSULT", "COOPERATE")]
    assert (bool(event.sources), spans(event.targets)) == (True, targets)


def test_a_verb_and_its_event_noun_are_one_event(read_rules):
    (event,) = read_rules("The army carried out an attack on the rebels in Gao.")
    assert (event.type, spans(event.sources), spans(event.targets)) == ("ASSAULT", "The army", "the rebels")


def test_a_killing_in_a_strike_is_one_event_with_the_strikes_doer(read_rules):
    (event,) = [
        e for e in read_rules("The general was killed in a US drone strike near Aden in 2019.") if e.type == "ASSAULT"
    ]
    assert (event.mode, spans(event.targets)) == ("drone", "The general")
    assert spans(event.sources) == "US"
    assert str(event.time.interval) == "2019-01-01/2019-12-31"


@pytest.mark.parametrize(
    ("sentence", "sides"),
    [
        ("Heavy clashes between the army and the rebels continued on Monday.", ("the army", "the rebels")),
        ("Fighting between the army and the rebels resumed on Monday.", ("the army", "the rebels")),
        (
            "Clashes between Malian soldiers and Tuareg fighters erupted in Kidal.",
            ("Malian soldiers", "Tuareg fighters"),
        ),
    ],
)
def test_a_fight_between_two_has_them_on_its_two_sides(read_rules, sentence, sides):
    (event,) = read_rules(sentence)
    assert (event.type, (spans(event.sources), spans(event.targets))) == ("ASSAULT", sides)


def test_strikes_do_not_hit_whom_they_help(read_whole):
    (event,) = [
        e
        for e in read_whole("Government troops supported by Russian airstrikes advanced on Monday.")
        if e.mode == "aerial"
    ]
    assert (spans(event.sources), spans(event.targets)) == ("Russian", "")


@pytest.mark.parametrize(
    ("sentence", "trigger"),
    [
        ("The speaker refused to recognise the new government.", "refused to recognise"),
        ("The National Assembly passed a vote of no confidence in the government.", "passed a vote of no confidence"),
    ],
)
def test_one_act_is_told_once(read_whole, sentence, trigger):
    assert [event.trigger.text for event in read_whole(sentence)] == [trigger]


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        (
            "At least 15 people were killed when a car bomb exploded outside a hotel in Mogadishu.",
            ["ASSAULT", "ASSAULT"],
        ),
        ("At least 15 people were killed when a bus fell into a ravine in Peru.", []),
    ],
)
def test_weapons_of_war_make_it_no_accident(read_whole, sentence, kinds):
    assert [event.type for event in read_whole(sentence)] == kinds


def test_a_fight_of_one_is_none(read_rules):
    assert not read_rules("The president faces an uphill battle.")


@pytest.mark.parametrize(
    ("sentence", "doer"),
    [
        ("Omar Ali was killed in a US strike.", "US"),
        ("Four people died in a NATO bombing near Tripoli.", "NATO"),
        ("Ten civilians were killed in army shelling of Idlib.", "army"),
        ("Two soldiers were killed in a Damascus bombing.", ""),
        ("Nine people died in a mosque attack on Friday.", ""),
    ],
)
def test_whose_act_killed_them_killed_them(read_rules, sentence, doer):
    assert {spans(event.sources) for event in read_rules(sentence)} == {doer}


@pytest.mark.parametrize(
    ("sentence", "acts"),
    [
        ("Ten guests were killed in a NATO air strike on a wedding party.", ["Ten guests", "a wedding party"]),
        ("A NATO air strike on a wedding party killed ten guests.", ["a wedding party", "ten guests"]),
        ("Ten rebels were killed in a NATO air strike.", ["Ten rebels"]),
    ],
)
def test_a_killing_and_a_strike_on_something_else_are_two_acts(read_whole, sentence, acts):
    events = read_whole(sentence)
    assert [spans(event.targets) for event in events] == acts
    assert {spans(event.sources) for event in events} == {"NATO"}


@pytest.mark.parametrize(
    "sentence",
    [
        "The report released on Monday runs to 300 pages.",
        "Rain is expected in the north.",
        "The shares fell by 3 percent.",
        "He bought a new car.",
    ],
)
def test_nothing_political_gives_nothing(read_rules, sentence):
    assert read_rules(sentence) == ()


def test_time_of_speaking_is_not_the_time_of_the_act(read_rules):
    (event,) = [
        e for e in read_rules("The minister said on Monday that Iran attacked Iraq in 2019.") if e.type == "ASSAULT"
    ]
    assert event.time.evidence.text.endswith("2019")


def test_place_is_the_events_own(read_rules):
    (event,) = [e for e in read_rules("Qatar's emir met the envoy in Nairobi.") if e.type == "CONSULT"]
    assert event.place is not None
    assert read_rules("The Iraqi premier met the envoy.")[0].place is None


def test_a_warning_that_something_is_so_is_no_threat(read_rules):
    assert [e.type for e in read_rules("Officials warned that the river would rise.") if e.type == "THREATEN"] == []


@pytest.mark.parametrize(
    ("sentence", "threat"),
    [
        ("UNICEF warned of a famine in the north of Gaza.", False),
        ("The ministry warned residents of heavy rain.", False),
        ("UNICEF warned that the children of Gaza were at risk of famine.", False),
        ("Ankara warned the militia of a new offensive.", True),
        ("The union warned of a general strike.", True),
    ],
)
def test_what_comes_by_itself_is_not_threatened(read_whole, sentence, threat):
    assert bool([e for e in read_whole(sentence) if e.type == "THREATEN"]) is threat


def test_what_one_does_to_ones_own_thing_is_done_to_nobody(read_rules):
    assert [e.type for e in read_rules("The senator suspended his own campaign.") if e.type == "SANCTION"] == []


def test_who_is_opposed_opposes(read_whole):
    (event,) = [e for e in read_whole("Germany is opposed to the Russian plan.") if e.act.startswith("oppose")]
    assert [p.name for p in event.sources] == ["Germany"]


def test_a_fight_needs_two_sides(read_rules):
    assert [e.type for e in read_rules("The senator spoke of her uphill battle.") if e.type == "ASSAULT"] == []


def test_a_thing_may_be_taken_up_by_a_pronoun(read_rules):
    def leaks(text):
        return [(spans(e.sources), e.status.value) for e in read_rules(text) if "leak" in e.act]

    assert leaks("The ministers drafted a letter. Ama Boateng leaked it to a website.") == [("Ama Boateng", "actual")]
    assert leaks("The roof was old. It leaked and Ama Boateng mended it.") == []


@pytest.mark.parametrize(
    ("sentence", "source", "target"),
    [
        ("The mayor's arrest angered the town.", "", "The mayor"),
        ("Police defended the journalist's detention.", "", "the journalist"),
        ("The junta's arrest of the mayor angered the town.", "The junta", "the mayor"),
    ],
)
def test_a_person_suffers_the_arrest_that_is_his(read_rules, sentence, source, target):
    (event,) = [e for e in read_rules(sentence) if e.type == "COERCE"]
    assert [bool(event.sources), bool(event.targets)] == [bool(source), bool(target)]
    assert spans(event.sources).startswith(source)
    assert spans(event.targets).startswith(target)


@pytest.mark.parametrize("who", ["An ex-minister", "Two vice-ministers", "The arms-dealer"])
def test_a_compound_of_people_can_act(read_rules, who):
    (event,) = [e for e in read_rules(f"{who} met the rebels in Juba.") if e.type == "CONSULT"]
    assert spans(event.sources) == who


def test_a_past_tense_without_auxiliary_is_no_passive(read_rules):
    told = read_rules("Imran Khan's party called on the election commission to publish the full results.")
    (event,) = [e for e in told if e.type == "REQUEST"]
    assert spans(event.sources) == "Imran Khan's party"
    assert "party" not in spans(event.targets)


def test_a_word_under_a_preposition_is_not_the_bare_word_of_an_expression(read_rules):
    events = read_rules("The minister left after talks with the envoy.")
    assert "CONSULT" in {e.type for e in events}
    assert all(not (e.type == "REJECT" and "talks" in e.trigger.text) for e in events)


def test_what_an_expression_leaves_open_is_filled_from_the_sentence(read_rules):
    """The expression names no target; the phrase that stands as one does."""
    (event,) = [e for e in read_rules("The court forbade the miners to march.") if e.type == "COERCE"]
    assert spans(event.targets) == "the miners"
    assert any("where it stands" in reason for reason in event.reasons)


@pytest.mark.parametrize(
    ("sentence", "sides"),
    [("The minister apologised.", ("The minister", "")), ("The mayor was arrested.", ("", "The mayor"))],
)
def test_nobody_is_filled_in_on_the_side_opposite_to_his(read_rules, monkeypatch, sentence, sides):
    """Not even where anybody, however unlikely, would be seated."""
    weighed = roles._weighed
    monkeypatch.setattr(roles, "_weighed", lambda sums, nobody_there, stands: weighed(sums, -1e9, stands))
    (event,) = read_rules(sentence)
    assert (spans(event.sources), spans(event.targets)) == sides


@pytest.mark.parametrize(
    ("sentence", "found"), [("The siege gripped Aleppo.", True), ("Soldiers gripped Aleppo.", False)]
)
def test_a_literal_subject_must_be_there(knowledge, language, sentence, found):
    from dragoman.events.acts.matching import Matcher, find_matches
    from dragoman.events.trees.cast import Cast
    from dragoman.events.trees.syntax import Syntax
    from dragoman.knowledge.codebook import Codebook, EntryRow, compile_entry
    from dragoman.resolve import resolve

    grammar = knowledge.codebook.grammar
    book = Codebook([compile_entry("COERCE", EntryRow(expression="siege|blockade grip/v T"), grammar)], grammar)
    art = article(sentence)
    ana = language.analyse(art)
    syntax = Syntax(ana, book, tuple(b.kind for b in art.blocks))
    matches = find_matches(Matcher(syntax, Cast(syntax, resolve(art, ana, knowledge)), book))
    assert [[ana.tokens[t].text for t in m.targets] for m in matches] == ([["Aleppo"]] if found else [])


@pytest.mark.parametrize(
    "sentence",
    [
        "The coach thanked the fans.",
        "I called my sister and we talked for an hour.",
        "The novel tells how rebels killed the governor.",
        "Floods killed nine farmers in Malawi.",
        "Nine farmers were killed in a landslide.",
    ],
)
def test_what_is_private_or_told_or_nature_is_no_event(read_rules, sentence):
    assert [e.decided_by for e in read_rules(sentence) if e.type] == []


def test_a_participle_before_its_noun_tells_whom_it_befell(read_rules):
    (event,) = [e for e in read_rules("The bishops prayed for the kidnapped pastor.") if e.type == "ASSAULT"]
    assert spans(event.targets) == "the kidnapped pastor"


def test_a_preposition_with_a_noun_of_its_own_is_no_particle(read_rules):
    assert not [e for e in read_rules("The premier called the Somali president on Friday.") if e.type == "REQUEST"]


def test_somebody_elses_act_within_an_expression_is_an_event_too(read_rules):
    found = {e.type: e for e in read_rules("Kenya rejected Uganda's request for troops.")}
    assert spans(found["REJECT"].sources) == "Kenya"


def test_a_state_does_not_act_on_its_own_government(read_whole):
    sentence = "France demanded the release of a journalist whom Mali holds, and Paris threatened Mali with sanctions."
    for event in read_whole(sentence):
        assert not {p.country for p in event.sources} & {p.country for p in event.targets}, event
    (paid,) = [
        e for e in read_whole("Washington sent aid to Peru after the United States closed its base.") if e.type == "AID"
    ]
    assert (spans(paid.sources), spans(paid.targets)) == ("Washington", "Peru")


def test_of_two_who_fight_the_first_acts_on_the_other(read_rules):
    (fire,) = [
        e for e in read_rules("The army and the militia exchanged fire near Gao on Monday.") if e.type == "ASSAULT"
    ]
    assert (spans(fire.sources), spans(fire.targets)) == ("The army", "the militia")


def test_a_pronoun_of_the_other_side_is_somebody_else(read_rules):
    for sentence in ("Security forces opened fire and killed them.", "The minister met the envoy and praised him."):
        for event in read_rules(sentence):
            assert not {p.actor for p in event.sources if p.actor} & {p.actor for p in event.targets}
    (kill,) = [e for e in read_rules("Security forces opened fire and killed them.") if e.act == "kill"]
    assert spans(kill.targets) == "them"


def test_whom_the_encoder_sees_on_both_sides_stands_on_both(knowledge, language):
    from dragoman.resolve import resolve

    art = article("The rival presidents of Madagascar agreed in Dakar on a recount.")
    ana = language.analyse(art)
    (deal,) = [e for e in find_events(art, ana, resolve(art, ana, knowledge), knowledge) if e.type == "AGREE"]
    assert spans(deal.sources) == spans(deal.targets) != ""


def test_numbers_take_part_where_the_encoder_points_at_them(knowledge, language):
    from dragoman.resolve import resolve

    art = article("Soldiers fired on the crowd in Goma and wounded ten.")
    ana = language.analyse(art)
    found = find_events(art, ana, resolve(art, ana, knowledge), knowledge)
    assert "ten" in {spans(e.targets) for e in found}


@pytest.mark.parametrize(
    ("sentence", "kind", "both"),
    [
        ("Senegal and Gambia signed the accord in May after two years of talks.", "CONSULT", "Senegal + Gambia"),
        ("Talks between Accra and Lomé, hosted by Abuja, ended without an agreement.", "AGREE", "Accra + Lomé"),
        ("Peru and Chile have begun to search boats together under an arrangement.", "AGREE", "Peru + Chile"),
        ("Chad and Niger returned their ambassadors and reopened a liaison office.", "COOPERATE", "Chad + Niger"),
    ],
)
def test_who_does_a_joint_act_stands_on_both_sides(read_whole, sentence, kind, both):
    found = [e for e in read_whole(sentence) if e.type == kind]
    assert found
    for event in found:
        assert spans(event.sources) == spans(event.targets) == both


def test_a_common_noun_of_the_other_side_is_somebody_else(read_whole):
    sentence = "Yemen's Presidential Leadership Council directed the security authorities in Taiz to free the editor."
    (order,) = [e for e in read_whole(sentence) if e.type == "REQUEST"]
    assert spans(order.targets) == "the security authorities"
    assert not {p.actor for p in order.sources if p.actor} & {p.actor for p in order.targets}


@pytest.mark.parametrize(
    "sentence",
    [
        "The assassination of the mayor of Cali shocked Colombians.",
        "The bombing of a market horrified Iraqis.",
        "Iraqis were shocked by the bombing of a market.",
    ],
)
def test_whom_an_event_shocks_has_not_done_it(read_whole, sentence):
    (event,) = [e for e in read_whole(sentence) if e.type == "ASSAULT"]
    assert (spans(event.sources), bool(event.targets)) == ("", True)


def test_what_one_comes_under_comes_from_somebody(read_whole):
    (event,) = [e for e in read_whole("The embassy came under fire from militiamen on Thursday.") if e.type]
    assert (spans(event.sources), spans(event.targets)) == ("militiamen", "The embassy")


@pytest.mark.parametrize(
    ("sentence", "backer", "backed"),
    [
        ("Rwanda-backed M23 rebels marched into Bukavu on Sunday.", "Rwanda", "M23 rebels"),
        ("The Turkish-funded militia withdrew from Afrin.", "Turkish", "The Turkish-funded militia"),
        ("The Turkish-backed militia withdrew from Afrin.", "Turkish", "The Turkish-backed militia"),
        ("Moscow-backed separatists fired on the convoy.", "Moscow", "Moscow-backed separatists"),
    ],
)
def test_who_backs_them_helps_them(read_whole, sentence, backer, backed):
    (event,) = [e for e in read_whole(sentence) if e.type == "AID"]
    assert spans(event.sources) == backer
    assert spans(event.targets) == backed


@pytest.mark.parametrize(
    ("sentence", "killers"),
    [
        ("The ministry said its hospital had been hit by two bombs, killing seven people.", ""),
        ("The bus was attacked by gunmen, killing five passengers.", "gunmen"),
        ("Soldiers demolished the house of a Palestinian accused of killing a settler.", "Palestinian"),
        ("Iran executed two men who had been convicted of killing a policeman.", "two men"),
    ],
)
def test_what_is_struck_does_not_kill(read_whole, sentence, killers):
    (killing,) = [e for e in read_whole(sentence) if e.trigger.text == "killing"]
    assert spans(killing.sources) == killers


def test_where_a_protest_was_has_not_protested(read_whole):
    (protest,) = [
        e for e in read_whole("Lawmakers approved the plan despite protests outside parliament.") if e.type == "PROTEST"
    ]
    assert not protest.sources
