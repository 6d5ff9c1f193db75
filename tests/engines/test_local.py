"""The local engine: every item is accounted for, and a page that kills its worker costs only itself."""

from __future__ import annotations

import os

from dragoman.desk import Desk
from dragoman.engines.local import Options, in_processes, run
from dragoman.records import Page, Reading, Skipped

STORY = "Ministers meet\n\nThe foreign ministers of Ghana and Togo met in Accra on Monday to discuss {} over lunch.\n"


def page(number: int) -> Page:
    text = STORY.format(f"border crossing number {number}")
    return Page(Page.identify("", text, None), f"page{number}.txt", text=text)


def deadly(pages: list[Page]) -> list[Reading]:
    if any("number 3 " in (p.text or "") for p in pages):
        os._exit(7)
    return [Reading(p.id, p.origin, (), (), ()) for p in pages]


def test_a_page_that_kills_its_worker_costs_only_itself():
    pages = [page(n) for n in range(20)]
    readings = list(in_processes(iter(pages), Options(jobs=2), 2, deadly))
    assert sorted(r.page for r in readings) == sorted(p.id for p in pages)
    lost = [r for r in readings if r.skipped]
    assert [(r.origin, r.skipped[0].cause) for r in lost] == [("page3.txt", "crashed")]


def test_workers_read_what_one_process_reads(tmp_path):
    pages = [page(n) for n in range(60)]
    one, many = Desk(tmp_path / "one"), Desk(tmp_path / "many")
    first = run(pages, Options(jobs=1), one)
    second = run(pages, Options(jobs=2), many)
    assert (first.read, second.read) == (60, 60)
    for table in ("articles", "events", "claims", "mentions"):
        assert one.table(table).to_dicts() == many.table(table).to_dicts()


def test_every_item_is_in_the_account(tmp_path):
    told = []
    items = [page(1), Skipped("x.bin", "binary", "not text"), page(1), page(2)]
    desk = Desk(tmp_path / "desk")
    summary = run(items, Options(jobs=1), desk, lambda s, _reading: told.append(s.pages))
    assert (summary.read, summary.known, summary.unread, summary.pages) == (2, 1, 1, 4)
    assert told[-1] == 4
    assert dict(summary.causes) == {"binary": 1}
    assert {row["item"] for row in desk.table("skipped")} == {"x.bin"}
