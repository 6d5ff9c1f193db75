"""Stories and the index on the page, once the commands that make them were run."""

from __future__ import annotations

import re

import pytest
from lxml import html
from starlette.testclient import TestClient

from dragoman.desk import Desk
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
