"""The local engine: every item is accounted for, duplicates are sighted, and what kills its process costs only itself."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import date

from containers import html, http, record, warc
from dragoman.cli.screen import print_summary
from dragoman.desk import Desk
from dragoman.engines.local import (
    CHARACTERS_FOR_WORKERS,
    PAGES_FOR_WORKERS,
    Options,
    _first,
    in_processes,
    read_paths,
    run,
)
from dragoman.records import BESIDE, Page, PageResult, Reading, Skipped

STORY = "Ministers meet\n\nThe foreign ministers of Ghana and Togo met in Accra on Monday to discuss {} over lunch.\n"


def page(number: int, origin: str = "") -> Page:
    text = STORY.format(f"border crossing number {number}")
    return Page(Page.identify("", text, None), origin or f"page{number}.txt", text=text)


def deadly(results: list[tuple[str, PageResult]]) -> list[Reading]:
    if any(origin == "page3.txt" for origin, _ in results):
        os._exit(7)
    return [Reading(r.page, origin, (), (), ()) for origin, r in results]


def test_a_page_that_kills_its_worker_costs_only_itself():
    results = [(f"page{n}.txt", PageResult(f"p-{n}", (), (), ())) for n in range(20)]
    readings = list(in_processes(iter(results), Options(jobs=2), 2, deadly))
    assert sorted(r.page for r in readings) == sorted(r.page for _, r in results)
    lost = [r for r in readings if r.skipped]
    assert [(r.origin, r.skipped[0].cause) for r in lost] == [("page3.txt", "crashed")]


def test_workers_read_what_one_process_reads(tmp_path):
    pages = [page(n) for n in range(60)]
    one, many = Desk(tmp_path / "one"), Desk(tmp_path / "many")
    first = run(pages, Options(jobs=1), one)
    second = run(pages, Options(jobs=2), many)
    assert (first.read, second.read) == (60, 60)
    for table in ("articles", "events", "claims", "mentions", "sightings"):
        of_one, of_many = (desk.table(table).to_dicts() for desk in (one, many))
        for row in (*of_one, *of_many):
            row.pop("part", None)  # the parts are named by the clock
        assert of_one == of_many


def test_every_item_is_in_the_account(tmp_path):
    told = []
    items = [page(1), Skipped("x.bin", "binary", "not text"), page(1), page(1, "elsewhere.txt"), page(2)]
    desk = Desk(tmp_path / "desk")
    summary = run(items, Options(jobs=1), desk, lambda s, _reading: told.append(s.pages))
    assert (summary.read, summary.known, summary.unread, summary.pages) == (2, 2, 1, 5)
    assert (summary.sightings, told[-1]) == (1, 5)
    assert dict(summary.causes) == {"binary": 1}
    assert {row["item"] for row in desk.table("skipped")} == {"x.bin"}
    assert [r["origin"] for r in desk.table("sightings") if r["likeness"] == "same_page"] == ["elsewhere.txt"]


def test_an_archive_with_copies_into_a_desk_twice(tmp_path):
    copy = html().replace("<h1>Rail link opens</h1>", "<h1>Trains run again</h1>").encode()
    picture = record(http(b"\xff\xd8", "Content-Type: image/jpeg"))
    parts = [record(http(html().encode()), url="https://example.org/a"), picture,
             record(http(copy), url="https://other.org/b"), record(http(b"<html><p>Nothing"), url="https://e.org/c")]  # fmt: skip
    (tmp_path / "crawl.warc.gz").write_bytes(warc(*parts))
    (tmp_path / "mail.jsonl").write_text(json.dumps({"html": html(), "url": "https://example.org/a?utm_source=mail"}))
    desk = Desk(tmp_path / "desk")
    paths = [str(tmp_path / "crawl.warc.gz"), str(tmp_path / "mail.jsonl")]
    summary = read_paths(paths, None, Options(jobs=1), desk)
    assert (summary.read, summary.repeated, summary.unread, summary.articles, summary.sightings) == (1, 2, 1, 1, 2)
    assert dict(summary.causes) == {BESIDE: 1, "no_article": 1}
    rows = desk.table("sightings").to_dicts()
    assert {r["article"] for r in rows} == {r["article"] for r in desk.table("articles")}
    assert [r["likeness"] for r in rows] == ["first", "same_text", "same_text"]
    assert rows[0]["fetched"] == "2024-05-02T10:11:12Z"
    again = read_paths(paths, None, Options(jobs=1), desk)
    assert (again.known, again.read, again.sightings) == (4, 0, 0)
    assert len(desk.table("sightings")) == 3


def test_workers_pay_for_many_pages_and_for_long_ones():
    few, many = iter([page(n) for n in range(5)]), iter([page(n) for n in range(100)])
    long = iter([Page(f"p{n}", "long.html", html="x" * (CHARACTERS_FOR_WORKERS // 3 + 1)) for n in range(20)])
    assert [(len(first), more) for first, more in map(_first, (few, many, long))] == [
        (5, False),
        (PAGES_FOR_WORKERS, True),
        (3, True),
    ]
    assert next(long).id == "p3"


def test_a_copy_keeps_its_date_and_records_their_ids(tmp_path):
    first = replace(page(1, "a.jsonl:1"), record="n-1")
    copy = replace(page(1, "b.jsonl:9"), record="n-2", date="2022-03-07", outlet="Bay News")
    desk = Desk(tmp_path / "desk")
    run([first, copy], Options(jobs=1), desk)
    kept, again = desk.table("sightings")
    assert (kept["record"], kept["published_start"]) == ("n-1", None)
    assert (again["record"], again["published_start"], again["outlet"]) == ("n-2", date(2022, 3, 7), "Bay News")
    assert {event["record"] for event in desk.events()} == {"n-1"}
    run([replace(copy, origin="c.jsonl:1", date="March 8, 2022")], Options(jobs=1), desk)
    assert [s["published_start"] for s in desk.table("sightings")][-1] == date(2022, 3, 8)


def test_dates_that_cannot_be_read_are_told(tmp_path, capsys):
    given = ["03/04/2022", "not a date", "03/04/2022", "2022-03-04"]
    summary = run([replace(page(n), date=day) for n, day in enumerate(given)], Options(jobs=1))
    assert dict(summary.unread_dates) == {"03/04/2022": 2, "not a date": 1}
    print_summary(summary, None)
    said = " ".join(capsys.readouterr().err.split())
    assert "3 dates given could not be read in one way ('03/04/2022', 'not a date'): write 2022-04-03" in said
