"""Of which sectors somebody is, by offices that are made up here."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.knowledge.actor_rows import DatedRole
from dragoman.knowledge.careers import days_in, sectors_in_office, sectors_out_of_office, sectors_undated

ELECTED = frozenset(("president", "prime minister"))
DAY = date(2012, 3, 1)


def role(name, sector, years, of="state:QZA"):
    first, last = years
    return DatedRole(
        "person:lio-vantar",
        name,
        of,
        (sector,),
        (date(first, 1, 1), date(first, 1, 1)),
        (date(last, 12, 31), date(last, 12, 31)) if last else None,
    )


def test_an_office_without_end_lasts_as_long_as_offices_are_known():
    ended, open_ended = role("president", "GOV", (2001, 2002)), role("president", "GOV", (2020, None))
    assert days_in([ended]) == 729
    assert days_in([open_ended]) > days_in([ended])


def test_a_state_s_office_goes_before_a_party_s():
    chair = role("chairman", "PTY", (2000, None), "party:vantar")
    assert sectors_in_office([chair, role("president", "GOV", (2001, None))]) == ("GOV", "PTY")


@pytest.mark.parametrize(
    ("own", "against", "told"),
    [
        (("PTY",), 2003, ("GOV", "PTY")),  # he led his state for longer than he was against its government
        (("LEG",), 2003, ("GOV", "LEG")),
        (("PTY",), 2019, ("PTY",)),
        (("GOV", "MIL"), 2019, ("GOV", "MIL")),
    ],
)
def test_without_a_day_who_has_led_a_state_is_of_its_government(own, against, told):
    known = [role("prime minister", "GOV", (1995, 1999)), role("opposition leader", "OPP", (2001, against))]
    assert sectors_undated(known, own, ELECTED) == told


def test_without_a_day_a_minister_is_of_the_government_only_if_he_is_known_for_it():
    known = [role("finance minister", "GOV", (1995, 1999))]
    assert sectors_undated(known, ("PTY", "GOV"), ELECTED) == ("GOV", "PTY")
    assert sectors_undated(known, ("PTY",), ELECTED) == ("PTY",)
    assert sectors_undated(known, ("LEG", "GOV"), ELECTED) == ("LEG", "GOV")


@pytest.mark.parametrize(
    ("known", "own", "told"),
    [
        ([role("president", "GOV", (2015, 2019))], ("GOV",), ("PTY",)),
        ([role("president", "GOV", (2015, 2019))], ("GOV", "MIL"), ("MIL",)),  # a general until then
        ([role("president", "GOV", (2015, 2019))], ("JUD",), ("JUD",)),
        ([role("president", "GOV", (2035, None))], ("GOV",), ("GOV",)),
        ([role("president", "IGO", (2015, 2019), "org:bank")], ("GOV",), ("GOV",)),
        ([role("president", "GOV", (2001, 2005))], ("GOV",), ("ELI",)),
        ([role("president", "GOV", (2001, 2005)), role("president", "GOV", (2015, 2019))], ("GOV",), ("PTY",)),
        ([role("mayor", "GOV", (2001, 2005)), role("prime minister", "GOV", (2015, 2019))], ("GOV",), ("ELI",)),
        ([role("foreign minister", "GOV", (2015, 2019))], ("GOV",), ("GOV",)),
        ([role("foreign minister", "GOV", (2001, 2005))], ("GOV", "BUS"), ("BUS",)),
    ],
)
def test_who_is_to_be_elected_stands_for_a_party(known, own, told):
    assert sectors_out_of_office(known, own, DAY, ELECTED) == told
