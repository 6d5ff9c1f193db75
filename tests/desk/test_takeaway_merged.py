"""Exports of merged events: what several reports say of one happening is one row."""

from __future__ import annotations

import csv
import json
from datetime import date

import pytest

from dragoman.desk import Desk
from dragoman.errors import UsageError
from dragoman.stories.making import make_stories
from takeaway_desk import ODD, desk_with_a_raid, give


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """The same raid, told by a second paper the day after; the first article has no date."""
    made = desk_with_a_raid(tmp_path_factory.mktemp("merged") / "desk")
    first = made.sql("SELECT * FROM stored_events WHERE event = 'e-raid'").to_dicts()[0]
    again = {**first, "event": "e-again", "article": "a-again", "type": "ASSAULT"}
    people = [
        {**row, "event": "e-again", "article": "a-again"}
        for row in made.sql("SELECT * FROM participants WHERE event = 'e-raid'").to_dicts()
    ]
    made.store.commit({
        "pages": [{"page": "p-again", "origin": "again.txt", "articles": 1}],
        "articles": [{"article": "a-again", "page": "p-again", "origin": "again.txt", "index": 0, "title": "A raid",
                      "text": ODD, "language": "en", "outlet": "Other Post", "words": 9,
                      "published_start": date(2024, 3, 2), "published_end": date(2024, 3, 2)}],
        "events": [again],
        "participants": people,
    })  # fmt: skip
    make_stories(made)
    return made


def rows(path):
    with path.open(encoding="utf-8") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_two_reports_of_one_raid_are_one_event(desk, tmp_path):
    mentions = rows(give(desk, "polecat", tmp_path, type="ASSAULT")[0])
    assert [row[0] for row in mentions[1:]] == ["e-again", "e-raid"]
    merged, account = rows(give(desk, "polecat", tmp_path, type="ASSAULT", merged=True)[0]), None
    assert len(merged) == 2
    told = dict(zip(merged[0], merged[1], strict=True))
    assert told["Event ID"] == desk.merged_events(type="ASSAULT", status="actual").to_dicts()[0]["merged_event"]
    assert (told["Actor Name"], told["Event Date"], told["Publication Date"]) == (
        "Army;Navy",
        "2024-02-01",
        "2024-03-02",
    )
    path, account = give(desk, "gdelt", tmp_path, type="ASSAULT", merged=True)
    assert [row[31:34] for row in rows(path)] == [["2", "2", "2"]] * 2  # mentions, outlets, articles; a row a pair
    assert account.left_out == {"events that are planned": 1}


def test_the_network_counts_merged_events_once(desk, tmp_path):
    import networkx

    def weight(**wishes):
        graph = networkx.read_graphml(give(desk, "graphml", tmp_path, type="ASSAULT", **wishes)[0])
        return sum(edge["weight"] for _, _, edge in graph.edges(data=True))

    assert weight() == 2 * weight(merged=True) > 0


def test_tables_of_merged_events_and_their_reports(desk, tmp_path):
    path, account = give(desk, "jsonl", tmp_path, merged=True, type="ASSAULT", status="actual")
    (told,) = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    assert (told["mentions"], told["outlets"]) == (2, 2)
    assert account.written == {"merged_events": 1}
    desk.export("csv", tmp_path / "folder", merged=True)
    assert {p.name for p in (tmp_path / "folder").iterdir()} == {
        "merged_events.csv", "event_reports.csv", "event_figures.csv", "event_disputes.csv", "event_links.csv",
    }  # fmt: skip
    path, account = give(desk, "csv", tmp_path, tables=("stories",))
    assert account.written["stories"] == len(desk.stories())


def test_what_cannot_be_merged_is_said(desk, tmp_path):
    with pytest.raises(UsageError, match="a merged event stands in several"):
        give(desk, "brat", tmp_path, merged=True)
    fresh = Desk(tmp_path / "fresh")
    with pytest.raises(UsageError, match="no merged events yet; make them: dragoman stories"):
        give(fresh, "polecat", tmp_path, merged=True)
