"""Modes of acts, of those that the encoder alone finds too: plain sentences of our own."""

from __future__ import annotations

import pytest

from dragoman.events.modes import NO_MODE, likeliest, shipped_modes


@pytest.mark.parametrize(
    ("sentence", "kind", "mode"),
    [
        ("North Korea test-fired a ballistic missile on Friday, Seoul's generals said.", "MOBILIZE", "weapons"),
        ("Three Indonesian warships entered the strait off Natuna, the navy said.", "MOBILIZE", "troops"),
        ("The cabinet secretary of Nepal steps down after a row over fuel.", "RETREAT", "resign"),
        ("The last Danish soldiers left Mali on Tuesday.", "RETREAT", "withdraw"),
        ("An opposition councillor was stabbed to death in Khulna on Sunday.", "ASSAULT", "primitive"),
        ("Guards tortured two prisoners in the jail of Bata, the lawyers said.", "ASSAULT", "torture"),
        ("The former mayor has been under house arrest in Managua since May.", "COERCE", "arrest"),
        ("Hundreds of women marched in Herat against the decree of the Taliban.", "PROTEST", "demo"),
        ("The African Development Bank wrote off the debt of Somalia.", "AID", "economic"),
    ],
)
def test_the_mode_of_a_plain_sentence(read_whole, sentence, kind, mode):
    assert mode in [e.mode for e in read_whole(sentence) if e.type == kind]


@pytest.mark.parametrize(
    ("sentence", "kind", "mode"),
    [
        # A bomb is dropped by who has aircraft, and laid by others.
        ("Sudanese jets bombed the market of Nyala on Sunday.", "ASSAULT", "aerial"),
        ("Ethiopia's army bombed Mekelle on Friday.", "ASSAULT", "aerial"),
        ("Detectives still ask who paid for the embassy bombing in Lusaka.", "ASSAULT", "explosives"),
        ("Separatists bombed two police posts near Quetta on Monday.", "ASSAULT", "explosives"),
        # A threat is of the kind of the harm that it names, and a warning without one of none.
        ("Ankara warned Athens that it would bomb the islets.", "THREATEN", "violence"),
        ("The militia warned the town of a new assault.", "THREATEN", "violence"),
        ("Washington warned Ankara that it would impose sanctions.", "THREATEN", "restrict"),
        ("Moscow warned Chisinau on Friday.", "THREATEN", None),
        ("Brussels warned Georgia to shelve the bill on foreign agents.", "THREATEN", None),
        # What is blocked tells whether news or ships are kept from going on.
        ("The navy tried to block shipping to Yemen.", "COERCE", "restrict"),
        ("The junta repatriated 300 Rohingya against their will.", "COERCE", "deport"),
    ],
)
def test_the_mode_follows_doer_harm_and_object(read_whole, sentence, kind, mode):
    assert [e.mode for e in read_whole(sentence) if e.type == kind] == [mode]


def test_no_act_of_power_is_an_arrest_because_most_are(read_whole):
    assert "arrest" not in [e.mode for e in read_whole("The regime distorted the markets of its neighbours.")]


def test_a_mode_of_power_wants_a_word_for_it():
    alone = ["bias", "entry:general", "cue:-", "trig:defenestrate"]
    assert likeliest("COERCE", alone)[0] is None
    assert likeliest("COERCE", [*alone, "trig:jail"])[0] == "arrest"


def test_types_without_modes_are_left_to_the_entries():
    assert likeliest("AGREE", ["bias"]) is None


def test_acts_of_which_the_table_knows_no_word_are_left_to_the_entries():
    assert likeliest("ASSAULT", ["entry:primitive", "cue:-", "near:troop", "trig:defenestrate"]) is None
    assert likeliest("ASSAULT", ["entry:general", "cue:-", "near:troop", "trig:defenestrate"]) is not None


def test_a_word_of_the_act_decides():
    assert likeliest("ASSAULT", ["bias", "head:torture", "trig:torture", "near:torture"])[0] == "torture"


def test_a_mode_that_the_model_has_not_learnt_is_left_to_the_entry_that_names_it():
    assert likeliest("ASSAULT", ["entry:swarm", "cue:-", "trig:attack"]) is None


def test_the_order_of_features_changes_nothing():
    found = ["entry:general", "cue:-", "trig:bomb", "near:jet", "near:market", "who:MIL", "whom:-"]
    assert likeliest("ASSAULT", found) == likeliest("ASSAULT", found[::-1])


def test_the_model_knows_modes_of_the_ontology_alone(knowledge):
    written = {tuple(label.split("|")) for label in shipped_modes().labels}
    assert {kind for kind, _ in written} == {kind for kind, modes in knowledge.ontology.types.items() if modes.modes}
    assert all(mode == NO_MODE or knowledge.ontology.has_mode(kind, mode) for kind, mode in written)
