"""Corrections: appended, signed, only in edit mode, only from our own forms."""

from __future__ import annotations

import re

import pytest

from dragoman.desk.amendments.corrections import load_corrections
from dragoman.desk.amendments.judgements import load
from dragoman.records import content_id

A, EVENT, CLAIM = content_id("a", 0), content_id("e", 0, "met"), content_id("c", 0, "aide")


def form(client) -> str:
    return re.search(r'name="form" value="([0-9a-f]{64})"', client.get(f"/articles/{A}").text)[1]


def change(client, **fields):
    given = {
        "form": form(client),
        "of": "event",
        "record": EVENT,
        "verdict": "change",
        "field": "type",
        "after": "AGREE",
    }
    return client.post("/edit/record", data={**given, **fields}, follow_redirects=False)


def store(client):
    return client.app.state.look.window.store


def test_a_change_is_appended_with_who_when_and_the_sentence(editing):
    answer = change(editing, note="they signed")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/articles/{A}#record-{EVENT}"
    (made,) = load_corrections(store(editing))
    assert (made.by, made.field, made.before, made.after, made.note) == (
        "ana",
        "type",
        "CONSULT",
        "AGREE",
        "they signed",
    )
    assert made.span == "met"
    assert made.sentence.startswith("Foreign Minister Amina Yusuf met")
    page = editing.get(f"/articles/{A}").text
    assert "type is" in page
    assert "not <bdi>CONSULT</bdi>" in page
    stored = store(editing).commits()[0].part
    assert {r["event"]: r["type"] for r in store(editing).rows(stored, "events", ["event", "type"])}[EVENT] == "CONSULT"


def test_what_was_changed_is_seen_changed_wherever_events_are_seen(editing):
    before = {f["value"]: f["events"] for f in editing.get("/api/facets").json()["rows"] if f["facet"] == "type"}
    change(editing)
    (event,) = [e for e in editing.get(f"/api/articles/{A}").json()["events"] if e["event"] == EVENT]
    assert (event["type"], event["quad"], event["mode"]) == ("AGREE", "Q1", None)
    assert event["reasons"][-1] == "type corrected by ana"
    after = {f["value"]: f["events"] for f in editing.get("/api/facets").json()["rows"] if f["facet"] == "type"}
    assert after == {**before, "CONSULT": before["CONSULT"] - 1, "AGREE": 1}
    page = editing.get("/events?type=AGREE").text
    assert f"#event-{EVENT}" in page
    assert "corrected by <bdi>ana</bdi>" in page
    change(editing, verdict="right", field="", after="")
    assert editing.get("/api/events?type=AGREE").json()["total"] == 0


def test_what_was_called_wrong_is_left_out_but_still_seen_in_its_article(editing):
    total = editing.get("/api/events").json()["total"]
    claims = editing.get("/api").json()["claims"]
    change(editing, verdict="wrong", field="", after="")
    change(editing, of="claim", record=CLAIM, verdict="wrong", field="", after="")
    assert editing.get("/api/events").json()["total"] == total - 1
    assert editing.get("/api").json()["claims"] == claims - 1
    records = editing.get(f"/api/articles/{A}").json()
    assert (EVENT in str(records["events"]), CLAIM in str(records["claims"])) == (False, False)
    page = editing.get(f"/articles/{A}").text
    assert page.count("left out of all counts and lists") == 2
    assert 'class="record wrong"' in page
    change(editing, verdict="right", field="", after="")
    assert editing.get("/api/events").json()["total"] == total


def test_several_fields_are_changed_at_once_and_those_left_alone_are_not(editing):
    given = {"type": "AGREE", "status": "planned", "source": "Amina Yusuf", "target": "person:amina-yusuf"}
    assert change(editing, field="", after="", **given).status_code == 303
    made = load_corrections(store(editing))
    assert sorted((c.field, c.after) for c in made) == [
        ("status", "planned"), ("target", "person:amina-yusuf"), ("type", "AGREE"),
    ]  # fmt: skip
    (event,) = editing.get("/api/events?type=AGREE").json()["rows"]
    assert (event["status"], event["target"], event["target_actors"]) == (
        "planned", "Amina Yusuf", ["person:amina-yusuf"],
    )  # fmt: skip
    same = change(editing, field="", after="", **{**given, "target": "Amina Yusuf"})
    assert same.status_code == 400
    assert "nothing was changed" in same.text
    assert change(editing, field="", after="", target="person:nobody").status_code == 404


def test_records_can_be_called_wrong_and_right_again(editing):
    change(editing, verdict="wrong", field="", after="")
    change(editing, verdict="right", field="", after="", by="ben")
    change(editing, of="claim", record=CLAIM, verdict="wrong", field="", after="")
    made = load_corrections(store(editing))
    assert [(c.of, c.verdict, c.by) for c in made] == [
        ("event", "wrong", "ana"), ("event", "right", "ben"), ("claim", "wrong", "ana"),
    ]  # fmt: skip
    assert "3 of records" in editing.get("/corrections").text
    lines = editing.get("/export/corrections.jsonl").text.splitlines()
    assert len(lines) == 3
    assert '"sentence"' in lines[0]


def test_two_actors_become_one_everywhere_and_the_evidence_stays(editing):
    def named() -> dict[str, str]:
        return {m["text"]: m["actor"] for m in editing.get(f"/api/articles/{A}").json()["mentions"]}

    vela = named()["Tomas Vela"]
    data = {"form": form(editing), "actor": "person:amina-yusuf", "other": vela}
    assert editing.post("/edit/same", data=data, follow_redirects=False).status_code == 303
    assert [j.others for j in load(store(editing))] == [(vela,)]
    shown = editing.get("/actors/person:amina-yusuf").text
    assert "Tomas Vela" in shown
    assert named() == {"Amina Yusuf": "person:amina-yusuf", "Tomas Vela": "person:amina-yusuf"}
    assert editing.get(f"/actors/{vela}").status_code == 404, "nobody has that id any more"


@pytest.mark.parametrize("stolen", ["", "0" * 64, "x"])
def test_a_form_that_is_not_ours_is_refused(editing, stolen):
    editing.get("/")
    assert change(editing, form=stolen).status_code == 403
    assert load_corrections(store(editing)) == ()


def test_a_form_of_another_browser_is_refused(editing):
    field = form(editing)
    editing.cookies.clear()
    answer = editing.post("/edit/record", data={"form": field, "of": "event", "record": EVENT, "verdict": "wrong"})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_page_cannot_post(editing, headers):
    data = {"form": form(editing), "of": "event", "record": EVENT, "verdict": "wrong"}
    assert editing.post("/edit/record", data=data, headers=headers).status_code == 403
    assert load_corrections(store(editing)) == ()


def test_read_only_is_the_default(client):
    assert client.post("/edit/record", data={"of": "event"}).status_code == 403
    given = {"of": "event", "record": EVENT, "verdict": "wrong"}
    assert client.post("/api/corrections", json=given).status_code == 403
    assert '<form method="post"' not in client.get(f"/articles/{A}").text


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"record": "e-none"}, 404), ({"field": "sentence"}, 400), ({"after": "CONSULT"}, 400), ({"after": ""}, 400),
     ({"verdict": "maybe"}, 400), ({"after": "TALK"}, 400), ({"field": "mode", "after": "airstrike"}, 400),
     ({"field": "status", "after": "sure"}, 400), ({"of": "mention"}, 400), ({"bogus": "1"}, 400), ({"note": "x" * 3000}, 400)],
)  # fmt: skip
def test_a_correction_that_says_nothing_is_refused_with_the_reason(editing, fields, code):
    assert change(editing, **fields).status_code == code
    assert load_corrections(store(editing)) == ()


def test_the_api_appends_too_but_only_json(editing):
    given = {"of": "event", "record": EVENT, "verdict": "change", "field": "status", "after": "planned", "by": "ben"}
    answer = editing.post("/api/corrections", json=given)
    assert answer.status_code == 201
    assert answer.json()["by"] == "ben"
    assert editing.get("/api/corrections").json()["rows"][0]["after"] == "planned"
    assert (
        editing.post("/api/corrections", content=str(given), headers={"Content-Type": "text/plain"}).status_code == 422
    )


def test_hostile_corrections_are_text(editing):
    change(editing, field="source", after="<script>alert(1)</script>", by="<b>x</b>", note="\u202eevil")
    page = editing.get(f"/articles/{A}").text
    assert "<script>alert" not in page
    assert "<b>x</b>" not in page
    assert "\u202e" not in page
