"""Pages that are known are given again until the desk changes, and to each reader as he wants them."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from dragoman.desk import Desk
from dragoman.desk.windows.shelf import Shelf
from dragoman.records import content_id
from dragoman.web import Settings, make_app
from readings import reading
from web_desk import fill

A = f"/articles/{content_id('a', 0)}"


@pytest.fixture
def own(tmp_path):
    fill(tmp_path / "desk")
    with TestClient(make_app(Settings(tmp_path / "desk")), base_url="http://127.0.0.1") as client:
        yield client


@pytest.mark.parametrize("path", [A, "/events?status=actual", "/network", "/actors"])
def test_a_browser_that_has_the_page_is_told_so(client, path):
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "Content-Security-Policy" in again.headers
    assert client.get(path).content == first.content
    assert client.get(path, headers={"If-None-Match": '"another"'}).status_code == 200


def test_what_came_in_is_seen_at_once(own):
    before = own.get("/events").headers["etag"]
    Desk(own.app.state.look.window.store.path).add([reading(9, title="A new one")])
    own.app.state.look.window.forget()
    own.get("/")  # somebody looked
    after = own.get("/events", headers={"If-None-Match": before})
    assert after.status_code == 200
    assert after.headers["etag"] != before


def test_dark_and_light_are_not_mixed_up(own):
    assert "data-theme" not in own.get(A).text.split("<head>")[0]
    own.cookies.set("theme", "dark")
    assert 'data-theme="dark"' in own.get(A).text


def test_forms_faults_and_what_is_new_are_made_for_each_reader(client, editing):
    assert "etag" not in editing.get(A).headers
    assert "etag" not in client.get("/").headers
    missing = [client.get("/articles/a-none") for _ in range(2)]
    assert [(m.status_code, "etag" in m.headers) for m in missing] == [(404, False)] * 2


def test_a_shelf_lets_go_of_what_was_not_asked_for_longest():
    shelf = Shelf(10, 6)
    for name in "abc":
        shelf.put(name, name, 3)
    assert shelf["a"] == "a"
    shelf.put("d", "d", 4)
    assert ("a" in shelf, "b" in shelf, "c" in shelf, "d" in shelf) == (True, False, True, True)
    shelf.put("e", "e", 7)
    assert "e" not in shelf, "too large"
    shelf.put("a", "A", 1)
    assert (shelf["a"], len(shelf)) == ("A", 3)
