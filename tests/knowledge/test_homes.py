"""Peoples of several states, and what only some states have."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.errors import KnowledgeError
from dragoman.knowledge import default_knowledge
from dragoman.knowledge.homes import load_homes


@pytest.fixture(scope="module")
def homes():
    return default_knowledge().homes


def test_a_people_of_several_states_has_the_usual_one_first(homes):
    assert homes.across["mapuche"] == ("CHL", "ARG")


def test_a_republic_lacks_a_king_and_a_monarchy_has_one(homes):
    assert homes.lacks(["king"], "FRA")
    assert not homes.lacks(["king"], "JOR")
    assert homes.fits(["king"], "JOR", None)


def test_what_ended_fits_only_before(homes):
    before, after = (date(2005, 3, 1), date(2005, 3, 1)), (date(2020, 3, 1), date(2020, 3, 1))
    assert homes.fits(["king"], "NPL", before)
    assert not homes.fits(["king"], "NPL", after)
    assert homes.fits(["king"], "NPL", None)
    assert not homes.lacks(["king"], "NPL")


def test_the_longest_ending_of_a_phrase_tells(homes):
    assert homes.lacks(["the", "foreign", "minister"], "USA")
    assert not homes.lacks(["minister"], "USA")


def test_an_adjective_counts_wherever_it_stands(homes):
    assert homes.fits(["federal", "prosecutor"], "DEU", None)
    assert not homes.fits(["federal", "prosecutor"], "FRA", None)
    assert not homes.fits(["federal", "troops"], "KEN", None)


def test_an_army_where_there_is_none_is_that_of_who_acts_there(homes):
    assert homes.instead(["army"], "PSE") == "ISR"
    assert homes.instead(["army"], "JOR") == "JOR"


def test_a_row_that_names_no_state_is_refused(tmp_path):
    (tmp_path / "actors").mkdir()
    rows = "nouns,codes,start,end,lack,instead,whole\nking,,,,,,\n"
    (tmp_path / "actors" / "having.csv").write_text(rows, encoding="utf-8")
    with pytest.raises(KnowledgeError, match="name states that have 'king'"):
        load_homes([tmp_path])


def test_every_code_is_a_state_of_the_actor_base(homes):
    states = {a.partition(":")[2] for a in default_knowledge().actors.actors if a.startswith("state:")}
    told = {c for codes in homes.across.values() for c in codes}
    told |= {c for rows in homes.having.values() for row in rows for c in (*row.codes, *row.lack)}
    assert told <= states
