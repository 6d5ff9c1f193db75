"""Modes of acts, of those that the encoder alone finds too: plain sentences of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.events import modes
from dragoman.events.modes import NO_MODE, likeliest
from dragoman.knowledge.weights import read_weights


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


def test_types_without_modes_are_left_to_the_entries():
    assert likeliest("AGREE", ["bias"]) is None


def test_acts_of_which_the_table_knows_no_word_are_left_to_the_entries():
    assert likeliest("ASSAULT", ["entry:primitive", "cue:-", "near:troop", "trig:defenestrate"]) is None
    assert likeliest("ASSAULT", ["entry:general", "cue:-", "near:troop", "trig:defenestrate"]) is not None


def test_a_word_of_the_act_decides():
    assert likeliest("ASSAULT", ["bias", "head:torture", "trig:torture", "near:torture"])[0] == "torture"


def test_the_table_knows_modes_of_the_ontology_alone(knowledge):
    table = read_weights(Path(modes.__file__).parent / "data" / "modes.csv")
    written = {(kind, feature.partition("|")[0]) for kind, weights in table.items() for feature in weights}
    assert written
    assert all(mode == NO_MODE or knowledge.ontology.has_mode(kind, mode) for kind, mode in written)
