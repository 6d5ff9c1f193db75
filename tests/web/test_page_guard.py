"""Who may ask, from where, and what a browser is told."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from dragoman.web import Settings, make_app

TOKEN = "a-token-that-nobody-guesses"


@pytest.fixture(scope="module")
def open_to_others(desk):
    app = make_app(Settings(desk.store.path, token=TOKEN, hosts=None))
    with TestClient(app, base_url="http://desk.example") as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/events", "/static/desk.js", "/api/events", "/nowhere", "/api/nowhere"])
def test_every_answer_forbids_foreign_and_inline_scripts(client, path):
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "localhost.", "[::1", "127.0.0.1@evil.example"]
)
def test_a_name_that_was_bent_to_this_machine_gets_nothing(client, host):
    answer = client.get("/", headers={"Host": host})
    assert answer.status_code == 421
    assert "Ministers" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8321", "localhost:99", "[::1]:8321"])
def test_this_machine_is_answered(client, host):
    assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(("path", "json"), [("/api", True), ("/api/events", True), ("/api-guide", False), ("/", False)])
def test_programs_are_refused_in_json_and_people_on_a_page(open_to_others, client, path, json):
    open_to_others.cookies.clear()
    for answer in (open_to_others.get(path), client.post(path)):
        assert answer.status_code in (401, 405)
        assert answer.headers["content-type"].startswith("application/json" if json else "text/html")


@pytest.mark.parametrize("path", ["/", "/api/events", "/static/desk.css", "/export/events.csv"])
def test_without_the_token_others_get_nothing(open_to_others, path):
    open_to_others.cookies.clear()
    answer = open_to_others.get(path)
    assert answer.status_code == 401
    assert "Ministers" not in answer.text


@pytest.mark.parametrize("given", ["", "wrong", TOKEN[:-1], TOKEN + "x", "\u00fc"])
def test_a_wrong_token_opens_nothing(open_to_others, given):
    open_to_others.cookies.clear()
    assert open_to_others.get("/", params={"token": given}).status_code == 401
    assert open_to_others.get("/", headers={"Authorization": f"Bearer {given}".encode()}).status_code == 401
    assert open_to_others.get("/", headers={"Cookie": f"dragoman_token={given}".encode()}).status_code == 401


def test_the_token_is_taken_out_of_the_address_and_kept_in_a_cookie(open_to_others):
    open_to_others.cookies.clear()
    first = open_to_others.get(f"/events?token={TOKEN}&type=CONSULT", follow_redirects=False)
    assert first.status_code == 303
    assert first.headers["location"] == "/events?type=CONSULT"
    assert "httponly" in first.headers["set-cookie"].lower()
    assert open_to_others.get("/events").status_code == 200
    open_to_others.cookies.clear()
    assert open_to_others.get("/api", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_the_token_leads_nowhere_else(open_to_others):
    open_to_others.cookies.clear()
    answer = open_to_others.get(f"http://desk.example//evil.example/?token={TOKEN}", follow_redirects=False)
    assert answer.headers["location"].startswith("/evil.example"), "a path on this host"


def test_sizes_are_bounded(client):
    assert client.get("/events?text=" + "x" * 5000).status_code == 414
    assert client.post("/edit/record", content=b"x" * 70_000).status_code == 413


def test_folders_are_not_listed_and_nothing_outside_is_given_away(client):
    assert client.get("/static/").status_code == 404
    assert client.get("/static/vendor/").status_code == 404
    assert client.get("/static/..%2f..%2f__init__.py").status_code == 404
    assert client.get("/static/%2e%2e/app.py").status_code == 404


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_going_back_never_leaves_the_page(client, back):
    answer = client.get("/theme", params={"to": "dark", "back": back}, follow_redirects=False)
    assert answer.headers["location"] == "/"
