"""Corrections in the views: the latest word on each field holds, the wrong is left out, no stored row changes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dragoman.desk import Desk
from dragoman.desk.amendments.amended import settle
from dragoman.desk.amendments.corrections import Verdict, correct, write_corrections
from dragoman.desk.sql import browse
from dragoman.errors import UsageError
from dragoman.records import content_id
from readings import reading

EVENT, CLAIM = content_id("e", 0, "met"), content_id("c", 0, "aide")


@pytest.fixture
def desk(tmp_path) -> Desk:
    desk = Desk(tmp_path / "desk")
    desk.add([reading(0), reading(1, title="Envoys return")])
    return desk


def say(desk, verdict, record=EVENT, of="event", **said):
    table = "events" if of == "event" else "claims"
    row = desk.sql(f"SELECT * FROM stored_{table} WHERE {of} = ?", [record]).to_dicts()[0]
    made = correct(of, row, Verdict(verdict), "ana", datetime.now(UTC), **said)
    write_corrections(desk.store, [made])
    return made


def event(desk, record=EVENT):
    return next(iter(desk.sql("SELECT * FROM events WHERE event = ?", [record])), None)


def test_a_change_shows_in_every_question_with_what_follows_from_it(desk):
    say(desk, "change", field="type", after="ASSAULT")
    say(desk, "change", field="status", after="threatened")
    found = event(desk)
    assert (found["type"], found["quad"], found["mode"], found["status"]) == ("ASSAULT", "Q4", None, "threatened")
    assert found["reasons"][-1] == "status, type corrected by ana"
    assert [e["event"] for e in desk.events(type="ASSAULT")] == [EVENT]
    assert desk.sql("SELECT DISTINCT type FROM acts WHERE event = ?", [EVENT]).to_dicts() == [{"type": "ASSAULT"}]
    assert {e["type"] for e in desk.sql("SELECT type FROM stored_events")} == {"CONSULT"}, "what was read stays"
    assert {e["type"] for e in desk.table("events") if e["event"] != EVENT} == {"CONSULT"}


def test_a_mode_of_the_new_type_is_kept_and_one_of_the_old_goes(desk):
    say(desk, "change", field="type", after="ASSAULT")
    write_corrections(
        desk.store,
        [correct("event", {**event(desk)}, Verdict.CHANGE, "ana", datetime.now(UTC), field="mode", after="aerial")],
    )
    assert event(desk)["mode"] == "aerial"


def test_a_side_as_corrected_is_an_actor_by_its_id_or_nobody_known(desk):
    say(desk, "change", field="target", after="person:amina-yusuf")
    found = event(desk)
    assert (found["target"], found["target_actors"], found["target_countries"]) == (
        "Amina Yusuf", ["person:amina-yusuf"], ["GHA"],
    )  # fmt: skip
    say(desk, "change", field="target", after="the envoys")
    assert (event(desk)["target"], event(desk)["target_actors"]) == ("the envoys", [])
    sides = [p["side"] for p in desk.sql("SELECT side FROM participants WHERE event = ?", [EVENT])]
    assert sides == ["source"], "who was read there no longer takes part"


def test_the_wrong_is_left_out_until_somebody_says_otherwise(desk):
    events, claims = len(desk.table("events")), len(desk.table("claims"))
    say(desk, "wrong")
    say(desk, "wrong", record=CLAIM, of="claim")
    assert event(desk) is None
    assert (len(desk.table("events")), len(desk.table("claims"))) == (events - 1, claims - 1)
    assert desk.sql("SELECT * FROM participants WHERE event = ?", [EVENT]).to_dicts() == []
    assert desk.sql(*browse.event_by_id(EVENT)).to_dicts()[0]["type"] == "CONSULT", "it can still be judged"
    say(desk, "right")
    assert event(desk)["reasons"] == desk.sql(*browse.event_by_id(EVENT)).to_dicts()[0]["reasons"]
    say(desk, "wrong")
    say(desk, "change", field="status", after="planned")
    assert event(desk)["status"] == "planned", "who changes it says that it is there"


@pytest.mark.parametrize(
    ("field", "after"), [("type", "TALK"), ("status", "sure"), ("mode", "aerial"), ("type", "CONSULT"), ("place", "x")]
)
def test_what_a_field_cannot_be_is_refused(desk, field, after):
    with pytest.raises(UsageError):
        say(desk, "change", field=field, after=after)


def test_nothing_said_is_nothing_amended():
    assert not settle([])
