"""From a desk to stories and back, with real readings of the samples."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import dragoman
from dragoman import Desk
from dragoman.desk.storage.derived import DERIVED, DerivedSet
from dragoman.errors import UsageError
from dragoman.stories import making
from dragoman.stories.making import make_stories

SAMPLES = Path(__file__).parents[2] / "samples"
TOLD = ("truce-plan-monday.html", "truce-vote-wednesday.txt", "border-clash-first.html", "border-clash-second.txt")
ALONE = ("colombo-curfew.txt",)


@pytest.fixture(scope="module")
def readings():
    return [r for name in (*TOLD, *ALONE) for r in dragoman.read_many([SAMPLES / name])]


@pytest.fixture
def desk(tmp_path, readings):
    made = Desk(tmp_path / "desk")
    made.add(readings)
    return made


def test_the_two_affairs_of_the_samples(desk):
    account = make_stories(desk)
    assert (account.articles, account.stories) == (5, 3)
    told = desk.stories().to_dicts()
    assert [row["articles"] for row in told if row["articles"] > 1] == [2, 2]
    for row in told:
        articles = desk.story(row["story"]).articles.to_dicts()
        assert len(articles) == row["articles"] == row["outlets"]
        assert [a["hangs_on"] is None for a in articles] == [True] + [False] * (len(articles) - 1)
        assert row["first_day"] == articles[0]["published_start"]
    assert desk.stories("truce").to_dicts()[0]["articles"] == 2


def test_what_was_planned_and_what_came_of_it(desk):
    """The vote of Wednesday was cancelled, the meeting of Saturday never took place."""
    make_stories(desk)
    links = desk.sql(
        "SELECT l.relation, b.act AS announced, a.act AS told FROM event_links l JOIN merged_events b USING (merged_event)"
        " JOIN merged_events a ON a.merged_event = l.later WHERE l.score > 0.8"
    ).to_dicts()
    came = {(link["relation"], link["announced"]) for link in links}
    assert {("planned -> not_done", "vote"), ("planned -> not_done", "meet")} <= came


def test_reports_by_two_outlets_are_one_event(desk):
    make_stories(desk)
    (event,) = desk.sql("SELECT * FROM merged_events WHERE place_name = 'Khartoum' AND outlets = 2").to_dicts()
    assert (event["type"], event["status"], event["standing"]) == ("ASSAULT", "actual", "corroborated")
    figures = desk.sql("SELECT * FROM event_figures WHERE merged_event = ?", [event["merged_event"]]).to_dicts()
    assert sorted((f["kind"], f["low"], f["high"]) for f in figures) == [("killed", 17, None), ("killed", 24, 24)]
    texts = {r["article"]: r["text"] for r in desk.table("articles")}
    assert all(texts[f["article"]][f["start"] : f["end"]] == f["text"] for f in figures)
    assert all(f["said_by"] for f in figures)
    mentions = {r["event"] for r in desk.table("event_reports")}
    assert mentions == {r["event"] for r in desk.table("events")}


def test_the_order_of_parts_does_not_matter(tmp_path, readings, desk):
    other = Desk(tmp_path / "other")
    for reading in reversed(readings):
        other.add([reading])
        make_stories(other)
    make_stories(desk)
    for table in (t.name for t in DERIVED):
        assert desk.table(table).to_dicts() == other.table(table).to_dicts()


def test_increments_keep_what_did_not_change(tmp_path, readings, desk, monkeypatch):
    """With small desks everything is made anew; here that is forbidden."""
    monkeypatch.setattr(making, "ALWAYS_ANEW", 0)
    other = Desk(tmp_path / "other")
    other.add(readings[:4])
    make_stories(other)
    other.add(readings[4:])
    account = make_stories(other)
    assert (account.anew, account.new, account.remade) == (False, 1, 1)
    assert len(other.stories()) == 3
    assert {r["article"] for r in other.table("story_articles")} == {r["article"] for r in other.table("articles")}
    again = make_stories(other)
    assert (again.new, again.remade, again.stories) == (0, 0, 3)


def test_before_they_are_made_a_question_says_how(desk):
    with pytest.raises(UsageError, match="dragoman stories"):
        desk.stories()
    assert len(desk.sql("SELECT * FROM stories")) == 0


def test_what_one_article_tells_another_denies(tmp_path):
    """The army of the one, the rebels of the other; neither article says that anybody disagrees."""
    told = "The army said on Tuesday that Dura Front fighters had attacked the town of Sake, killing nine people."
    denied = "The Dura Front rebel group denied on Wednesday that its fighters had attacked the town of Sake."
    lines = tmp_path / "two.jsonl"
    rows = [
        {"title": "Nine killed in Sake", "text": told, "date": "2024-11-26", "outlet": "The Harbour Post"},
        {"title": "Dura Front denies attack on Sake", "text": denied, "date": "2024-11-27", "outlet": "Lakeside Radio"},
    ]
    lines.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    made = Desk(tmp_path / "desk")
    made.add(dragoman.read_many([lines]))
    with pytest.raises(UsageError, match="no stories yet"):
        made.disagreements()
    make_stories(made)
    found = made.disagreements().to_dicts()
    assert found, made.sql("SELECT * FROM event_reports").to_dicts()
    assert {(r["denial_outlet"], r["outlet"]) for r in found} == {("Lakeside Radio", "The Harbour Post")}
    assert {r["claimant"] for r in found} == {"The army"}
    assert len(made.disagreements(outlet="nowhere")) == 0
    assert len(made.table("disputes")) == 0


def test_a_story_has_a_title_if_one_of_its_articles_has(tmp_path):
    """Of three articles the entries of a live page, the most central, have none. Stories of several articles come first,
    though an article that stands alone is later."""
    told = "The harbour union of Lomma struck on Monday over pay; union leader Rana Voss met the Lomma port authority."
    rows = [
        {"title": "", "text": f"{told} The harbour union of Lomma wants nine per cent.", "date": "2024-11-26"},
        {"title": "", "text": f"{told} The Lomma port authority offers the union four.", "date": "2024-11-26"},
        {"title": "Lomma dockers strike", "text": f"{told} Ferries to Sund lay idle.", "date": "2024-11-27"},
        {
            "title": "Sugar tax",
            "text": "The parliament of Dargo approved a tax on sugar on Friday.",
            "date": "2024-12-06",
        },
    ]
    lines = tmp_path / "four.jsonl"
    lines.write_text("\n".join(json.dumps({**row, "outlet": f"o{n}"}) for n, row in enumerate(rows)), encoding="utf-8")
    made = Desk(tmp_path / "desk")
    made.add(dragoman.read_many([lines]))
    make_stories(made)
    found = made.stories().to_dicts()
    assert [(row["title"], row["articles"]) for row in found] == [("Lomma dockers strike", 3), ("Sugar tax", 1)]
    (central,) = (a for a in made.story(found[0]["story"]).articles if a["article"] == found[0]["central"])
    assert not central["title"]


def test_stories_of_an_older_make_say_so(desk):
    make_stories(desk)
    DerivedSet(desk.store.path, "stories").file("event_disputes.parquet").unlink()
    with pytest.raises(UsageError, match="make them again: dragoman stories"):
        desk.disagreements()
