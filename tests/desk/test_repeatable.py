"""A desk that did not change answers the same every time, whatever thread was first: two desks with the same rows, of
which one has them in the opposite order, must not differ in anything."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import dragoman.desk
from dragoman.desk import Desk
from dragoman.desk.answers.plain import filters_of
from dragoman.desk.database.views import connect
from dragoman.desk.formats.takeaway import ALL_FORMATS
from dragoman.desk.schema import TABLES
from dragoman.desk.sql import browse, browse_stories
from dragoman.desk.sql.questions import BY
from dragoman.stories.making import make_stories
from takeaway_desk import give

_SECTORS = (["GOV"], ["PTY", "ELI"], ["GOV", "MIL"], [])
_WORDS = "Guards of the harbour met the crew, and a group left."


def _mention(article, n):
    """The same few actors, of whom each mention says something else: only a rule can choose."""
    actor = ("person:ama-boro", "new:a-group", "state:ISL")[n % 3]
    return {
        "mention": f"m-{article}-{n}", "article": article, "start": n // 2, "end": 6, "text": ("Guards", "GUARDS")[n % 2],
        "form": "phrase" if n % 3 == 1 else ("name", "role")[n % 2], "actor": actor, "actor_name": actor[4:],
        "actor_kind": ("person", "unknown")[n % 2], "country": ("ISL", "FRO", None)[n % 3 - n % 2],
        "sectors": _SECTORS[n % 4], "known": n % 3 != 1, "role": ("chief", "team", None)[n % 3 - n % 2],
    }  # fmt: skip


def _event(article, n):
    return {
        "event": f"e-{article}-{n}", "article": article, "type": ("CONSULT", "ASSAULT", "ACCUSE")[n % 3], "mode": None,
        "act": "meet", "quad": ("Q1", "Q4", "Q3")[n % 3], "contexts": [], "status": "actual", "source": "Guards",
        "target": "crew", "source_actors": ["person:ama-boro"], "target_actors": ["state:ISL", "new:a-group"],
        "source_countries": ["ISL"], "target_countries": ["ISL"], "time_basis": "frame", "granularity": "open",
        "place": "gn:1", "place_name": "Vik", "place_country": "ISL", "latitude": 63.4, "longitude": -19.0,
        "certainty": ("named", "generic")[n % 2], "claims": [f"c-{article}-{n}"], "block": "paragraph",
        "trigger": "met", "trigger_start": 22, "trigger_end": 25, "sentence": _WORDS, "sentence_start": 0,
        "sentence_end": len(_WORDS), "confidence": 0.7, "decided_by": "codebook", "reasons": [],
    }  # fmt: skip


def _rows(article, number):
    day = date(2024, 5, 1 + number % 2)
    people = [
        {"event": f"e-{article}-{n}", "side": side, "position": 0, "article": article, "start": 0, "end": 6,
         "text": "Guards", "name": name, "actor": actor, "country": ("ISL", "FRO")[n % 2],
         "sectors": _SECTORS[(n + number) % 4]}
        for n in range(6)
        for side, name, actor in (
            ("source", ("Boro", "BORO")[n % 2], "person:ama-boro"), ("target", "a group", "new:a-group"),
            ("target", "Iceland", "state:ISL"),
        )
    ]  # fmt: skip
    claims = [
        {"claim": f"c-{article}-{n}", "article": article, "source": ("An Aide", "an aide")[n % 2],
         "actor": (None, "person:ama-boro")[n % 2], "actor_name": (None, "Boro")[n % 2], "content": f"that {n}",
         "anonymity": ("named", "generic")[n % 2], "polarity": "asserted", "speech": "direct", "sentence": _WORDS,
         "sentence_start": 0, "sentence_end": len(_WORDS), "cue_start": 3, "cue_end": 5}
        for n in range(6)
    ]  # fmt: skip
    places = [
        {"place_mention": f"l-{article}-{n}", "article": article, "start": n, "end": n + 3, "text": ("Vik", "VIK")[n % 2],
         "place": "gn:1", "name": "Vik", "kind": "city", "country": "ISL", "latitude": 63.4, "longitude": -19.0}
        for n in range(4)
    ]  # fmt: skip
    return {
        "pages": [{"page": f"p-{article}", "origin": "feed", "articles": 1}],
        "articles": [{"article": article, "page": f"p-{article}", "origin": "feed", "index": 0, "title": "Guards met",
                      "text": _WORDS, "language": "en", "outlet": f"Post {number % 2}", "words": 10,
                      "published_start": day, "published_end": day}],
        "mentions": [_mention(article, n) for n in range(12)],
        "events": [_event(article, n) for n in range(6)],
        "participants": people,
        "claims": claims,
        "places": places,
        "sightings": [
            {"article": article, "page": f"p-{article}-{n}", "origin": "feed", "likeness": "same_page"} for n in range(3)
        ],
        "skipped": [{"item": "feed", "cause": "language", "detail": f"{article} {n}"} for n in range(3)],
    }  # fmt: skip


@pytest.fixture(scope="module")
def desks(tmp_path_factory):
    parts = [_rows(f"a-{number}", number) for number in range(6)]
    found = []
    for name in ("forth", "back"):
        made = Desk(tmp_path_factory.mktemp(name) / "desk")
        for part in parts if name == "forth" else reversed(parts):
            made.store.commit(part if name == "forth" else {t: rows[::-1] for t, rows in part.items()})
        make_stories(made)
        found.append(made)
    return found


def _plain(rows):
    return [{k: v for k, v in row.items() if k != "part"} for row in rows]


_QUESTIONS = {
    "events": lambda d: d.events(),
    "newest": lambda d: d.events(newest=True, limit=20),
    "page": lambda d: d.events(limit=7, offset=5),
    "claims": lambda d: d.claims(),
    "actors": lambda d: d.actors(),
    "sources": lambda d: d.sources(),
    "timeline": lambda d: d.timeline("person:ama-boro"),
    "calendar": lambda d: d.calendar(),
    "dyad": lambda d: d.dyad("person:ama-boro", "state:ISL"),
    "edges": lambda d: d.network().edges,
    "nodes": lambda d: d.network().nodes,
    "names": lambda d: d.sql("SELECT * FROM names ORDER BY ALL"),
    "merged": lambda d: d.merged_events(),
    "disagreements": lambda d: d.disagreements(),
    "stories": lambda d: d.stories(),
    "page of an actor": lambda d: d.actor("person:ama-boro").lines,
    **{f"by {by}": lambda d, by=by: d.counts(by) for by in BY},
    **{t.name: lambda d, t=t: d.table(t.name) for t in TABLES},
}


@pytest.mark.parametrize("question", _QUESTIONS)
def test_answers_do_not_depend_on_the_order_of_rows(desks, question):
    forth, back = (_plain(_QUESTIONS[question](desk).to_dicts()) for desk in desks)
    assert forth == back


_ANY = filters_of({})
_PAGES = {
    "events": browse.events_shown(_ANY, 9, 4),
    "places": browse.place_counts(_ANY),
    "busiest": browse.busiest_actors(_ANY),
    "actor": browse.actor_by_id("person:ama-boro"),
    "speakers": browse.speakers_about("state:ISL"),
    "between": browse.between("person:ama-boro", "state:ISL", 9),
    "said": browse.actor_claims("person:ama-boro", 7),
    "actor's places": browse.actor_places("person:ama-boro"),
    "suggested actors": browse.suggest_actors("a"),
    "suggested places": browse.suggest_places("v"),
    "quoted": browse_stories.quoted_in_story("%"),
}


@pytest.mark.parametrize("page", _PAGES)
def test_what_pages_show_does_not_depend_on_the_order_of_rows(desks, page):
    query, values = _PAGES[page]
    shown = []
    for desk in desks:
        with connect(desk.store) as session:
            session.execute("CREATE VIEW browsed AS FROM events")
            if page == "quoted":
                values = [desk.stories().to_dicts()[0]["story"], 20]
            answer = session.sql(query, params=values or None).to_arrow_table().to_pylist()
        shown.append(_plain(answer))
    assert shown[0] == shown[1]
    assert shown[0]


@pytest.mark.parametrize("form", [f for f in ALL_FORMATS if f not in ("excel", "geopackage", "parquet", "conllu")])
@pytest.mark.parametrize("merged", [False, True])
def test_exports_do_not_depend_on_the_order_of_rows(desks, tmp_path, form, merged):
    if merged and form in ("brat", "webanno"):
        pytest.skip("marks what stands in one text")
    written = []
    for name, desk in zip(("forth", "back"), desks, strict=True):
        (tmp_path / name).mkdir()
        path, _ = give(desk, form, tmp_path / name, merged=merged)
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        written.append([file.read_bytes() for file in files if file.is_file()])
    assert written[0] == written[1]


@pytest.mark.parametrize("form", [f for f in ALL_FORMATS if f != "conllu"])
def test_an_export_done_twice_is_the_same_to_the_byte(desks, tmp_path, form):
    desk, written = desks[0], []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        path, _ = give(desk, form, tmp_path / name)
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        written.append([file.read_bytes() for file in files if file.is_file()])
    assert written[0] == written[1]


def test_several_threads_answer_as_one(desks):
    query, values = browse.busiest_actors(_ANY)
    answers = []
    for threads in (1, 8, 8):
        with connect(desks[0].store) as session:
            session.execute(f"SET threads = {threads}")
            session.execute("CREATE VIEW browsed AS FROM events")
            answers.append(session.sql(query, params=values).to_arrow_table().to_pylist())
    assert answers[0] == answers[1] == answers[2]


def test_unnamed_actors_of_two_articles_are_no_node(desks, tmp_path):
    """`a group` of one article is not that of another; whom the base knows is one."""
    path, _ = give(desks[0], "gexf", tmp_path)
    nodes = re.findall(r'<node id="([^"]*)"', path.read_text(encoding="utf-8"))
    assert "new:a-group" in nodes
    assert not any(node.startswith("name:") for node in nodes)


def test_no_query_takes_any_value():
    """``any_value`` and ``mode`` without an order give whatever a thread came upon first."""
    room = Path(dragoman.desk.__file__).parent
    for file in room.rglob("*.py"):
        for line in file.read_text(encoding="utf-8").splitlines():
            # pairs are told apart by hashes of both ids: each group has one value
            if "any_value(source) AS source, any_value(target) AS target" not in line:
                assert "any_value(" not in line, (file, line)
            for column in re.findall(r"\bmode\(([^)]*)\)", line):
                assert "ORDER BY" in column, (file, line)
