"""Stories and the index on the page, once the commands that make them were run."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import html
from starlette.testclient import TestClient

from dragoman.desk import Desk
from dragoman.records import Status
from dragoman.stories.making import make_stories
from dragoman.web import Settings, make_app
from dragoman.web.finding import pieces
from readings import reading


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    desk = Desk(tmp_path_factory.mktemp("stories") / "desk")
    desk.add([reading(0), reading(1, title="Ministers meet again", outlet="Coast Radio")])
    make_stories(desk)
    desk.search("talks")
    with TestClient(make_app(Settings(desk.store.path)), base_url="http://localhost") as client:
        yield client


def said(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text[:1500]
    return " ".join(html.fromstring(answer.text).text_content().split())


def test_a_story_has_its_articles_events_reports_and_who_is_quoted(client):
    (story,) = client.get("/api/stories").json()["rows"]
    assert story["articles"] == 2
    page = said(client, f"/stories/{story['story']}")
    for part in (
        "The Harbour Post",
        "Coast Radio",
        "Amina Yusuf",
        "2 reports in 2 outlets",
        "corroborated",
        "An aide",
        "described",
    ):
        assert part in page, part
    assert "Ministers meet" in said(client, "/stories?text=ministers")
    assert "Ministers meet" in said(client, "/").split("Stories")[1]


def test_the_events_of_a_story_are_a_filter(client):
    (story,) = client.get("/api/stories").json()["rows"]
    assert client.get(f"/api/events?story={story['story']}").json()["total"] == 4
    assert "4 events" in said(client, f"/events?story={story['story']}")
    assert client.get(f"/api/network?story={story['story']}").json()["edges"]
    assert client.get("/api/network?story=s-none").json() == {"edges": [], "nodes": []}
    assert client.get("/api/events?story=s-none").json()["total"] == 0


def test_an_article_names_its_story(client):
    (row, *_) = client.get("/api/articles").json()["rows"]
    assert re.search(r"Story\s*Ministers meet( again)?, 2 articles", said(client, f"/articles/{row['article']}"))


def test_text_is_found_by_the_index_with_its_passage(client):
    found = client.get("/api/search?q=talks").json()
    assert (found["indexed"], found["total"]) == (True, 2)
    assert ["talks", True] in found["rows"][0]["passage"]
    assert "talks" in said(client, "/search?q=talks")


def test_a_wrong_query_says_what_is_wrong(client):
    answer = client.get('/search?q="unclosed AND (')
    assert answer.status_code == 400
    assert "this quotation mark is never closed" in answer.text


def test_a_text_is_cut_at_its_marks_and_joined_again():
    assert list(pieces("one two three", ((4, 7), (5, 9)))) == [("one ", False), ("two", True), (" three", False)]
    assert list(pieces("", ())) == []


def test_what_one_article_tells_and_another_denies_stands_side_by_side(client, tmp_path):
    assert "No article denies what another" in said(client, "/disagreements")
    assert "No disagreement fits" in said(client, "/disagreements?actor=nobody")
    assert client.get("/disagreements?since=never").status_code == 400
    other = reading(1, title="Ministers never met", outlet="Coast Radio")
    one = other.readings[0]
    denied = tuple(replace(e, status=Status.DENIED) for e in one.events)
    desk = Desk(tmp_path / "desk")
    desk.add([reading(0), replace(other, readings=(replace(one, events=denied),))])
    with TestClient(make_app(Settings(desk.store.path)), base_url="http://localhost") as asked:
        assert f"dragoman stories {desk.store.path.name}" in said(asked, "/disagreements")
    make_stories(desk)
    with TestClient(make_app(Settings(desk.store.path)), base_url="http://localhost") as asked:
        page = said(asked, "/disagreements?type=CONSULT&actor=yusuf")
        assert re.search("The Harbour Post.*denied.*Coast Radio", page)
        links = html.fromstring(asked.get("/disagreements").text).xpath("//table//@href")
        assert len(links) >= 3
        assert asked.get("/").text.count('href="/disagreements"') == 1  # in the menu of every page
        (row, *_) = asked.get("/api/disagreements?type=CONSULT").json()["rows"]
        assert (row["outlet"], row["denial_outlet"]) == ("The Harbour Post", "Coast Radio")
        assert asked.get("/api/disagreements?page=9").json()["rows"] == []
        assert all(asked.get(link).status_code == 200 for link in links)


def test_the_calendar_says_what_happened_what_is_due_and_what_was_reported(tmp_path):
    whole = reading(0)
    met, failed = whole.readings[0].events
    planned = replace(failed, status=Status.PLANNED)
    desk = Desk(tmp_path / "desk")
    desk.add([replace(whole, readings=(replace(whole.readings[0], events=(met, planned)),))])
    with TestClient(make_app(Settings(desk.store.path)), base_url="http://localhost") as asked:
        page = html.fromstring(asked.get("/events?view=calendar").text)
    heads = [" ".join(h.text_content().split()) for h in page.xpath("//th")]
    assert heads[:3] == ["Happened", "Due", "Reported"]
    rows = [[" ".join(c.text_content().split()) for c in row] for row in page.xpath("//tbody/tr")]
    happened, due = sorted(rows, key=lambda row: row[0] == "")
    assert happened[0]
    assert not happened[1]
    assert not due[0]
    assert due[1]
    assert due[2] == happened[2] != ""
