from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from time import monotonic

import pytest

from dragoman.desk import Desk, Filters, schema
from dragoman.desk.database.lookup import RECORD_TABLES
from dragoman.desk.sql import browse
from dragoman.desk.windows.window import Window
from dragoman.errors import CostError, UsageError
from dragoman.records import Granularity, Interval
from dragoman.web.charts import stacked
from readings import reading


@pytest.fixture
def window(tmp_path):
    desk = Desk(tmp_path / "desk")
    desk.add([reading(0), reading(1, title="Envoys return", outlet="Coast Radio")])
    return Window(desk.store)


def test_an_answer_is_kept_until_something_is_added(window):
    first = window.sql(*browse.overview())
    assert window.sql(*browse.overview()) is first
    Desk(window.store.path).add([reading(2, title="A third")])
    window.forget()
    assert window.one(*browse.overview())["articles"] == 3


def test_a_question_that_takes_too_long_is_stopped(tmp_path):
    desk = Desk(tmp_path / "desk")
    hasty = Window(desk.store, seconds=0.3)
    began = monotonic()
    with pytest.raises(CostError, match="narrow it"):
        hasty.sql("SELECT sum(a.range * b.range) FROM range(10000000) a, range(100000) b")
    assert monotonic() - began < 20
    assert hasty.rows("SELECT 1 AS one") == [{"one": 1}]


def test_a_wrong_question_says_what_is_wrong(window):
    with pytest.raises(UsageError, match="nothing_like_it"):
        window.sql("SELECT nothing_like_it FROM events")


def test_many_threads_ask_while_somebody_writes(window):
    faults, counts = [], []

    def ask() -> None:
        try:
            for n in range(6):
                counts.append(window.one(*browse.overview())["articles"])
                window.rows(*browse.facets(Filters(text="x" * n)))
        except Exception as error:  # noqa: BLE001 - whatever a thread meets is a fault here
            faults.append(error)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for n in (5, 6):
        Desk(window.store.path).add([reading(n, title=f"Number {n}")])
        window.forget()
    for thread in threads:
        thread.join()
    assert faults == []
    assert set(counts) <= {2, 3, 4}
    assert window.one(*browse.overview())["articles"] == 4


def columns(table):
    return ", ".join(f'"{c.name}"' for c in schema.table(table).columns)


def test_an_article_is_read_from_its_part_alone_and_whole(window):
    row = window.rows(*browse.articles_page(limit=1))[0]
    found = window.records(row["article"])
    for table, expected in (("events", 2), ("claims", 1), ("mentions", 2), ("blocks", 2), ("participants", 2)):
        query = f"SELECT {columns(table)} FROM stored_{table} WHERE article = ? ORDER BY {RECORD_TABLES[table]}"
        assert found[table] == window.rows(query, [row["article"]]), table
        assert len(found[table]) == expected, table
    assert found["article"]["title"] == row["title"]
    assert window.records("a-nothing") is None


def test_facets_and_volume_agree_with_the_events(window):
    facets = window.rows(*browse.facets(Filters()))
    for facet in ("type", "status", "certainty", "outlet"):
        assert sum(r["events"] for r in facets if r["facet"] == facet) == 4
    assert sum(r["events"] for r in window.rows(*browse.volume(Filters(), "week"))) == 4
    actual = {
        r["value"]: r["events"] for r in window.rows(*browse.facets(Filters(status="actual"))) if r["facet"] == "status"
    }
    assert actual == {"actual": 2}


def test_what_is_longer_than_the_unit_has_no_start_and_is_told_beside_the_chart(tmp_path):
    whole = reading(0)
    (one,) = whole.readings
    year = Interval(date(2022, 1, 1), date(2022, 12, 31), Granularity.YEAR)
    met = replace(one.events[0], time=replace(one.events[0].time, interval=year))
    desk = Desk(tmp_path / "desk")
    desk.add([replace(whole, readings=(replace(one, events=(met, *one.events[1:])),))])
    months = Window(desk.store).rows(*browse.volume(Filters(), "month"))
    assert [(r["start"], r["events"]) for r in months] == [(date(2023, 5, 1), 1), (None, 1)]
    chart = stacked(months, "month")
    assert (chart.outside, [bar.events for bar in chart.bars]) == (1, [1])
    assert Window(desk.store).rows(*browse.volume(Filters(), "year"))[0]["start"] == date(2022, 1, 1)


def test_what_is_new_is_what_came_after(window):
    newest = window.state()[1]
    Desk(window.store.path).add([reading(7, title="Later")])
    window.forget()
    assert window.one(*browse.since_part(newest)) == {"articles": 1, "events": 2, "claims": 1}
    assert [r["title"] for r in window.rows(*browse.articles_page(after=newest))] == ["Later"]
