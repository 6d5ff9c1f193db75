from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dragoman.desk import Desk
from dragoman.desk.amendments.corrections import Verdict, correct, load_corrections, table_of, write_corrections
from dragoman.errors import DeskError, UsageError
from readings import reading

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path):
    made = Desk(tmp_path / "desk")
    made.add([reading(0)])
    return made


def test_corrections_are_appended_and_never_lost(desk):
    (event, *_), (claim,) = desk.events().to_dicts(), desk.claims().to_dicts()
    first = correct("event", event, Verdict.CHANGE, "ana", NOW, field="status", after="planned", note="a plan")
    second = correct("claim", claim, Verdict.WRONG, "ben", NOW)
    write_corrections(desk.store, [first])
    write_corrections(desk.store, [second, first])
    assert set(load_corrections(desk.store)) == {first, second}
    text = desk.article(event["article"]).article["text"]
    assert text[first.start : first.end] == first.span == event["trigger"]
    assert first.before == event["status"]
    assert table_of([first, second]).to_dicts()[0]["verdict"] == "change"


def test_the_same_word_of_two_people_is_two_corrections(desk):
    event = desk.events().to_dicts()[0]
    assert (
        correct("event", event, Verdict.WRONG, "ana", NOW).id != correct("event", event, Verdict.WRONG, "ben", NOW).id
    )


@pytest.mark.parametrize(
    ("of", "field", "after"), [("event", "sentence", "x"), ("event", "type", ""), ("claim", "type", "x")]
)
def test_what_cannot_be_changed_is_refused(desk, of, field, after):
    row = (desk.events() if of == "event" else desk.claims()).to_dicts()[0]
    with pytest.raises(UsageError):
        correct(of, row, Verdict.CHANGE, "ana", NOW, field=field, after=after)


def test_a_broken_file_is_named(desk):
    folder = desk.store.path / "corrections"
    folder.mkdir()
    (folder / "x.jsonl").write_text('{"id": 1}\n')
    with pytest.raises(DeskError, match=r"x\.jsonl"):
        load_corrections(desk.store)
