"""Deeds whose type is told by who does them."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("sentence", "type", "mode"),
    [
        ("Rebels seized two nuns in Goma.", "ASSAULT", "abduct"),
        ("Police seized two nuns in Goma.", "COERCE", "arrest"),
        ("Rebels seized the airport in Goma.", "COERCE", "seize"),
        ("Soldiers deposed the president in Conakry.", "COERCE", "seize"),
        ("The assembly deposed its speaker.", "SANCTION", "expel"),
        ("Mobs set fire to the mosque in Sylhet.", "PROTEST", "riot"),
        ("A mob burned a teacher alive in Sylhet.", "ASSAULT", "primitive"),
        ("Libya expelled 300 villagers from Kufra.", "COERCE", "deport"),
        ("Libya expelled the Maltese ambassador.", "SANCTION", "expel"),
    ],
)
def test_who_does_it_tells_of_which_type_it_is(read_whole, sentence, type, mode):  # noqa: A002
    (event,) = read_whole(sentence)
    assert (event.type, event.mode) == (type, mode)
