"""The JSON API against its own description, and the stream that tells what came in."""

from __future__ import annotations

import json
import urllib.request

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from dragoman.desk import Desk
from dragoman.desk.schema import table
from dragoman.records import content_id
from dragoman.web import Settings, make_app
from readings import reading
from web_desk import fill

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def described(tmp_path_factory):
    path = tmp_path_factory.mktemp("api") / "desk"
    fill(path)
    app = make_app(Settings(path, edit=True, editor="ana"))
    return schemathesis.openapi.from_asgi("/api/openapi.json", app, headers={"Host": "127.0.0.1"})


def operations(described):
    # The stream never ends, so it is asked for below, by hand.
    return [op for op in (made.ok() for made in described.get_all_operations()) if op.path != "/api/live"]


def test_the_api_does_what_it_says(described):
    found = operations(described)
    assert len(found) >= 12
    for operation in found:

        @given(case=operation.as_strategy())
        @settings(
            max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
        )
        def run(case):
            case.call_and_validate(checks=CHECKS, headers={"Host": "127.0.0.1"})

        run()


@pytest.mark.parametrize(("path", "query"), [
    ("/api/events", {"size": "0"}), ("/api/events", {"bogus": "1"}), ("/api/events", {"since": "yesterday"}),
    ("/api/events", {"type": "FEAST"}), ("/api/events", {"quad": "Q9"}), ("/api/events", {"page": "9999999"}),
    ("/api/network", {"lines": "100000"}), ("/api/volume", {"unit": "hour"}), ("/api/suggest", {}), ("/api/suggest", {"q": ""}),
    ("/api/articles", {"size": "-1"}), ("/api/events", {"text": "\x00"}),
])  # fmt: skip
def test_what_the_description_forbids_is_refused_in_its_own_shape(client, path, query):
    answer = client.get(path, params=query)
    assert answer.status_code == 422
    assert set(answer.json()) == {"error", "detail"}


@pytest.mark.parametrize(("path", "detail"), [
    ("/api/articles?limit=1", "there is no parameter 'limit' here; there are outlet, text, page, size"),
    ("/api/events?limit=1", "there is no parameter 'limit' here; there are actor, source"),
    ("/api?size=1", "there is no parameter 'size' here; there is none"), ("/api/live?x=1", "there is no parameter 'x' here"),
    ("/api/events?status=actual&status=past", "status: Input should be 'actual', "), ("/api/events?size=many", "size: "),
    ("/api/events?type=FEAST", "type: there is no event type 'FEAST'; there are "),
])  # fmt: skip
def test_a_parameter_that_is_unknown_or_wrong_is_named(client, path, detail):
    answer = client.get(path)
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith(detail)


def test_the_columns_of_events_are_those_of_the_desk(client):
    spec = client.get("/api/openapi.json").json()
    described = spec["components"]["schemas"]["Event"]["properties"]
    assert set(described) >= {c.name for c in table("events").columns}
    (row, *_) = client.get("/api/events?size=1").json()["rows"]
    assert set(described) <= set(row)


def test_pages_of_rows_follow_one_another(client):
    whole = [r["event"] for r in client.get("/api/events?size=500").json()["rows"]]
    pieces = [r["event"] for n in (1, 2, 3, 4) for r in client.get(f"/api/events?size=3&page={n}").json()["rows"]]
    assert pieces == whole
    assert len(set(whole)) == 10


def test_an_article_comes_with_all_its_records(client):
    made = client.get(f"/api/articles/{content_id('a', 0)}").json()
    text = made["article"]["text"]
    for event in made["events"]:
        assert text[event["trigger_start"] : event["trigger_end"]] == event["trigger"]
    assert {m["text"] for m in made["mentions"]} == {"Amina Yusuf", "Tomas Vela"}
    assert made["article"]["published_start"] == "2023-05-11"


def test_the_network_is_signed(client):
    answer = client.get("/api/network").json()
    assert answer["edges"]
    assert all(edge["weight"] > 0 for edge in answer["edges"]), "they only met"
    assert {n["actor"] for n in answer["nodes"]} >= {e["source_actor"] for e in answer["edges"]}


def test_what_a_text_may_mean(client):
    found = client.get("/api/suggest?q=Accra").json()
    assert [p["name"] for p in found["places"]] == ["Accra"]
    assert client.get("/api/suggest?q=yus").json()["actors"][0]["actor"] == "person:amina-yusuf"


def test_too_many_questions_at_once_are_refused_for_a_moment(desk):
    app = make_app(Settings(desk.store.path, seconds=1.5, at_once=1))
    with TestClient(app, base_url="http://localhost") as client:
        assert client.get("/api/events").status_code == 200
        with app.state.look.window._slots:
            answer = client.get("/api/events?actor=somebody")
            page = client.get("/events?actor=somebody")
        assert (answer.status_code, page.status_code) == (503, 503)
        assert answer.headers["retry-after"]
        assert client.get("/api/events?actor=somebody").status_code == 200


def test_the_stream_tells_what_comes_in(tmp_path):
    from web_server import Server

    desk = Desk(tmp_path / "desk")
    desk.add([reading(0)])
    with (
        Server(Settings(desk.store.path)) as server,
        urllib.request.urlopen(f"{server.url}/api/live", timeout=10) as stream,
    ):

        def told() -> dict:
            while not (line := stream.readline().decode()).startswith("data:"):
                assert line, "the stream ended"
            return json.loads(line[5:])

        assert told()["articles"] == 1
        desk.add([reading(1, title="Envoys return")])
        assert told()["articles"] == 2
