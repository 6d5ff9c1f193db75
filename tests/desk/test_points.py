"""Large parts by rows: an article is the same from there as from its part; the files go with the part, and only then."""

from __future__ import annotations

import time

import pytest

from dragoman.desk import Desk
from dragoman.desk.database import points
from dragoman.desk.storage.compact import compact
from dragoman.desk.windows import window
from dragoman.records import content_id
from readings import reading

A = content_id("a", 0)


@pytest.fixture
def desk(tmp_path, monkeypatch) -> Desk:
    monkeypatch.setattr(points, "LARGE", 3)
    monkeypatch.setattr(window, "_KEEP_AFTER_S", 0.0)
    desk = Desk(tmp_path / "desk")
    desk.add([reading(0), reading(1, title="Envoys return", outlet="Coast Radio")])
    return desk


def kept(seen: window.Window, parts: int) -> window.Window:
    """The window when it has the rows of so many parts."""
    seen.state()
    end = time.monotonic() + 60
    while len(seen._instance.points) < parts and time.monotonic() < end:
        time.sleep(0.02)
    assert len(seen._instance.points) == parts
    return seen


def files(desk) -> list[str]:
    return sorted(path.stem for path in (desk.store.path / "derived").glob("points-*/*.duckdb"))


def test_an_article_is_the_same_by_rows_as_from_its_part(desk, monkeypatch):
    found = kept(window.Window(desk.store), 1).records(A)
    monkeypatch.setattr(points, "LARGE", 1_000)
    assert window.Window(desk.store).records(A) == found
    assert len(found["events"]) == 2


def test_a_file_that_is_broken_is_made_anew_and_one_that_is_there_is_used(desk):
    first = kept(window.Window(desk.store), 1)
    found = first.records(A)
    first.close()
    (path,) = (desk.store.path / "derived").glob("points-*/*.duckdb")
    path.write_bytes(b"no database")
    assert kept(window.Window(desk.store), 1).records(A) == found
    made = path.stat().st_mtime_ns
    kept(window.Window(desk.store), 1)
    assert path.stat().st_mtime_ns == made


def test_a_part_that_comes_is_added_and_parts_that_were_merged_go(desk):
    seen = kept(window.Window(desk.store), 1)
    desk.add([reading(2, title="Third"), reading(3, title="Fourth")])
    seen.forget()
    kept(seen, 2)
    assert len(files(desk)) == 2, "that of the first stays"
    compact(desk.store)
    seen.forget()
    kept(seen, 3)  # the merged one beside those that it holds
    assert files(desk) == [c.part for c in desk.store.commits()]
    assert len(seen.records(A)["events"]) == 2
