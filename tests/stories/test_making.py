"""From a desk to stories and back, with real readings of the samples."""

from __future__ import annotations

from pathlib import Path

import pytest

import dragoman
from dragoman import Desk
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
        articles = desk.story_articles(row["story"]).to_dicts()
        assert len(articles) == row["articles"] == row["outlets"]
        assert [a["hangs_on"] is None for a in articles] == [True] + [False] * (len(articles) - 1)
        assert row["first_day"] == articles[0]["published_start"]
    assert desk.stories("truce").to_dicts()[0]["articles"] == 2


def test_the_order_of_parts_does_not_matter(tmp_path, readings, desk):
    other = Desk(tmp_path / "other")
    for reading in reversed(readings):
        other.add([reading])
        make_stories(other)
    make_stories(desk)
    for table in ("stories", "story_articles"):
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
