"""Unknown actors across articles: who is united by name and second signal, who stays apart, and the way back."""

from __future__ import annotations

from datetime import date

import pytest
from click.testing import CliRunner

import dragoman
from dragoman.cli.actors import command
from dragoman.desk import Desk
from dragoman.desk.amendments.uniting import FEATURES, Seen, score, unite
from dragoman.knowledge import default_knowledge

VARIANTS = default_knowledge().persons.variants


def seen(actor, name, article, *, country="KEN", role=None, kind="person", day=date(2024, 3, 1), beside=()):
    roles = frozenset([role] if role else ())
    return Seen(actor, name, kind, country, None, roles, frozenset([article]), day, frozenset(beside))


@pytest.mark.parametrize(
    ("one", "other", "country"),
    [
        ("Mustapha Haddaoui", "Mustafa Haddawi", "MAR"),
        ("Vasyl Tkachenko", "Vasily Tkachenko", "UKR"),
        ("Pak Chol-min", "Park Chul-min", "KOR"),
        ("J. Kamau Njoroge", "James Kamau Njoroge", "KEN"),
        ("Ferit Çelikoğlu", "Ferit Celikoglu", "TUR"),
    ],
)
def test_spellings_of_one_name_are_united_where_a_second_signal_agrees(one, other, country):
    a, b = (seen(f"new:{n}", name, f"a-{n}", country=country, role="mayor") for n, name in enumerate((one, other)))
    (union,) = unite([a, b], VARIANTS)
    assert (union.kept, union.others[0][0]) == (a, b)
    assert any("mayor" in reason for reason in union.others[0][2])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (seen("new:0", "Grace Atieno", "a-0"), seen("new:1", "Grace Atieno", "a-1", country="UGA")),  # two countries
        (seen("new:0", "Grace Atieno", "a-0", country=None), seen("new:1", "Grace Atieno", "a-1", country=None)),
        (seen("new:0", "Grace Atieno", "a-0"), seen("new:1", "Joyce Atieno", "a-1")),  # sisters
        (seen("new:0", "Grace Atieno", "a-0"), seen("new:1", "Grace Atieno", "a-0")),  # one article has both
        (seen("new:0", "Atieno", "a-0"), seen("new:1", "Atieno", "a-1")),  # a single word, and the country alone
        (seen("new:0", "Grace Atieno", "a-0"), seen("new:1", "Grace Atieno", "a-1", kind="party")),
    ],
)
def test_a_name_alone_unites_nobody(one, other):
    assert unite([one, other], VARIANTS) == []


def test_groups_are_not_joined_over_somebody_told_apart():
    a = seen("new:0", "Grace Atieno", "a-0", role="mayor")
    b = seen("new:1", "Grace Atieno", "a-1", role="mayor")
    both = seen("new:2", "Grace Atieno", "a-1", role="mayor")  # the second article knows two of that name
    joined = unite([a, b, both], VARIANTS)
    assert [len(u.others) for u in joined] == [1]


def test_what_was_taken_back_is_refused():
    a, b = seen("new:0", "Grace Atieno", "a-0", role="mayor"), seen("new:1", "Grace Atieno", "a-1", role="mayor")
    assert unite([a, b], VARIANTS, [frozenset(("new:0", "new:1"))]) == []


def test_every_feature_speaks_in_some_case():
    a = seen("new:0", "Grace Atieno", "a-0", role="mayor", beside=["person:x"])
    cases = [
        a,
        seen("new:1", "Grace Atieno", "a-1", role="mayor", beside=["person:x"]),
        seen("new:2", "Atieno", "a-0", country="UGA", kind="party", day=date(2012, 1, 1)),
    ]
    held = {name for other in cases for name, f in FEATURES.items() if f.holds(a, other)}
    assert held | {"sector"} == set(FEATURES)
    sure, reasons = score(a, cases[1], VARIANTS)
    assert sure == 1.0
    assert "both are of one country, KEN" in reasons


FIRST = """Kisumu clinic plan divides council

KISUMU, Kenya - Governor Akinyi Odhiambo of the lake county told the council on Monday that two clinics would close.
Kenya's health ministry criticised the plan. Odhiambo refused to withdraw it."""
SECOND = """Doctors strike over clinics

NAIROBI, Kenya - Doctors in Kenya walked out on Thursday after Governor Akinyi Odhiambo rejected their demands.
Odhiambo accused the union of breaking its word."""


def test_the_command_unites_tells_why_and_can_be_undone(tmp_path):
    desk = Desk(tmp_path / "desk")
    desk.add([dragoman.read_text(FIRST, date="2024-05-06"), dragoman.read_text(SECOND, date="2024-05-09")])
    named = "SELECT DISTINCT actor FROM mentions WHERE form = 'name' AND text = 'Akinyi Odhiambo'"
    assert len(desk.sql(named)) == 2
    told = CliRunner().invoke(command, ["unite", str(tmp_path / "desk"), "--dry-run"], catch_exceptions=False)
    assert "Akinyi Odhiambo = Akinyi Odhiambo" in told.output
    assert len(desk.sql(named)) == 2
    CliRunner().invoke(command, ["unite", str(tmp_path / "desk")], catch_exceptions=False)
    assert len(desk.sql(named)) == 1
    lines = desk.actor("Akinyi Odhiambo").lines.to_dicts()
    (why,) = [line for line in lines if line["section"] == "judged"]
    assert "both are of one country, KEN" in why["detail"]
    assert {line["article"] for line in lines if line["section"] == "name"} <= {
        row["article"] for row in desk.sql("SELECT article FROM articles")
    }
    CliRunner().invoke(command, ["undo", str(tmp_path / "desk")], catch_exceptions=False)
    assert len(desk.sql(named)) == 2
    CliRunner().invoke(command, ["unite", str(tmp_path / "desk")], catch_exceptions=False)
    assert len(desk.sql(named)) == 2  # somebody knew better
