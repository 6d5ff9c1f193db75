"""The reader: stages in order, faults that cost an article, and what holds for any text."""

from __future__ import annotations

import gc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dragoman
import dragoman.reader
from dragoman.errors import PageError
from dragoman.reader import Reader, undisturbed
from dragoman.records import Page, Reading, from_json, to_json

STORY = """Envoy carries letter to Dakar

DAKAR, 4 June - Gambian Foreign Minister Lamin Saidy handed a letter to Senegalese President Awa Ndour in Dakar on Tuesday.

Ndour said the two countries would reopen their border next week. An official who asked not to be named said the army opposed the move.
"""


@pytest.fixture(scope="module")
def reader(language, knowledge):
    return Reader(language, knowledge)


def test_the_search_for_garbage_goes_on_after_the_work_and_stays_off_where_it_was_off() -> None:
    with pytest.raises(ValueError, match="inside"), undisturbed():
        with undisturbed():
            assert not gc.isenabled()
        assert not gc.isenabled()
        raise ValueError("inside")
    assert gc.isenabled()
    gc.disable()
    try:
        with undisturbed():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def page(text: str, **fields) -> Page:
    return Page(Page.identify("", text, None), "<test>", text=text, **fields)


def test_a_reading_has_everything_with_evidence(reader):
    reading = reader.read(page(STORY, date="2024-06-04"))
    (one,) = reading.readings
    assert one.article.title == "Envoy carries letter to Dakar"
    assert {a.name for a in reading.actors} >= {"Lamin Saidy", "Awa Ndour"}
    assert any(c.source and c.source.text == "Ndour" for c in reading.claims)
    assert any(t.value == "2024-06-04" for t in one.resolution.times)
    assert from_json(to_json(reading), Reading) == reading


def test_what_came_after_a_doubtful_day_is_not_planned_and_a_note_says_why(reader):
    data = '{"@type":"NewsArticle","datePublished":"2012-05-10","dateModified":"2022-02-09"}'
    told = [
        "The League of the Lakes keeps the peace between six countries, and was founded in Venn by four of them.",
        "The Gambia became a member in March 2019. In 2021, Senegal attacked the Gambian port of Barra.",
    ]
    body = "".join(f"<p>{p}</p>" for p in told)
    html = f"<script type='application/ld+json'>{data}</script><article><h1>What is the League?</h1>{body}</article>"
    (one,) = reader.read(Page("p-test", "<test>", html=html)).readings
    assert {e.status.value for e in one.events if e.type == "ASSAULT"} == {"actual"}
    (note,) = [n for n in one.notes if n.kind == "doubtful_date"]
    assert "2012-05-10" in note.detail
    assert "2022-02-09" in note.detail


def test_reading_is_the_same_alone_and_among_others(reader):
    alone = reader.read(page(STORY))
    among = list(reader.read_many([page(STORY.replace("Dakar", "Banjul")), page(STORY), page("Rain fell on Monday.")]))
    assert among[1] == alone


def test_a_fault_costs_one_article_and_says_so(reader, monkeypatch):
    def broken(article, *_):
        if "Banjul" in article.text:
            raise KeyError("lost")
        return ()

    monkeypatch.setattr(dragoman.reader, "find_claims", broken)
    good, bad = reader.read_many([page(STORY), page(STORY.replace("Dakar", "Banjul"))])
    assert good.articles
    assert not bad.articles
    assert bad.skipped[0].cause == "internal_fault"
    assert "KeyError" in bad.skipped[0].detail


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=400) | st.lists(st.sampled_from(STORY.split()), max_size=60).map(" ".join))
def test_any_text_is_read_and_every_span_is_its_slice(reader, text):
    reading = reader.read(page(text))
    assert not [s for s in reading.skipped if s.cause == "internal_fault"], reading.skipped
    assert reading.readings or reading.skipped
    for one in reading.readings:
        spans = [m.evidence for m in one.resolution.mentions]
        spans += [t.evidence for t in one.resolution.times] + [p.evidence for p in one.resolution.places]
        spans += [part for e in one.events for part in (e.trigger, e.evidence, e.status_cue) if part]
        spans += [p.evidence for e in one.events for p in (*e.sources, *e.targets)]
        spans += [part for c in one.claims for part in (c.source, c.cue, c.evidence, c.outlet, *c.content) if part]
        assert all(one.article.text[s.start : s.end] == s.text and s.article == one.article.id for s in spans)
        assert all(set(e.claims) <= {c.id for c in one.claims} for e in one.events)


def test_the_short_way_in(tmp_path):
    path = tmp_path / "story.txt"
    path.write_text(STORY, encoding="utf-8")
    assert dragoman.read(path).articles[0].title == "Envoy carries letter to Dakar"
    assert [r.origin for r in dragoman.read_many([path, tmp_path / "missing.txt"])] == [
        str(path),
        str(tmp_path / "missing.txt"),
    ]
    assert dragoman.read_text("Kenya met Uganda.", date="2024-01-01").articles[0].published is not None
    with pytest.raises(PageError, match=r"missing\.txt"):
        dragoman.read(tmp_path / "missing.txt")


def test_what_the_package_offers_is_there():
    assert {name for name in dragoman.__all__ if getattr(dragoman, name) is None} == set()
    with pytest.raises(AttributeError, match="nosuch"):
        dragoman.nosuch  # noqa: B018
