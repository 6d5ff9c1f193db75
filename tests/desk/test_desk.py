"""The desk: what is stored comes back, parts appear whole, questions are answered. Real Parquet, real DuckDB."""

from __future__ import annotations

import csv
import json
import multiprocessing
import os
import sys
import warnings
from dataclasses import replace
from datetime import date

import pytest

from dragoman.desk import Desk
from dragoman.desk.answers.exports import write
from dragoman.desk.schema import TABLES, VERSION
from dragoman.desk.storage.rows import rows_of
from dragoman.errors import DeskError, UsageError
from dragoman.knowledge import default_knowledge
from dragoman.records import ActorMention, Dispute, MentionForm, Skipped
from readings import reading


@pytest.fixture
def desk(tmp_path):
    made = Desk(tmp_path / "desk")
    made.add([reading(0), reading(1, title="Second report", outlet="Coast Radio")])
    return made


def test_everything_read_comes_back(desk):
    counts = {t.name: len(desk.table(t.name)) for t in TABLES}
    assert counts == {
        "pages": 2, "articles": 2, "sightings": 2, "blocks": 4, "residue": 2, "skipped": 2, "mentions": 4, "asserted_roles": 0, "times": 2,
        "places": 2, "events": 4, "participants": 4, "claims": 2, "disputes": 0,
    }  # fmt: skip
    met = next(e for e in desk.events(type="consult") if e["act"] == "meet")
    assert (met["source"], met["target"], met["status"]) == ("Amina Yusuf", "Tomas Vela", "actual")
    assert (met["from_day"], met["to_day"], met["time_basis"]) == (date(2023, 5, 9), date(2023, 5, 9), "stated")
    assert (met["place_name"], met["place_country"], met["quad"]) == ("Accra", "GHA", "Q1")
    assert met["certainty"] == "own_voice"


def test_every_span_is_the_slice_of_its_article(desk):
    texts = {row["article"]: row["text"] for row in desk.table("articles")}
    for name in ("mentions", "times", "places", "participants"):
        for row in desk.table(name):
            assert texts[row["article"]][row["start"] : row["end"]] == row["text"]
    for row in desk.table("events"):
        assert texts[row["article"]][row["trigger_start"] : row["trigger_end"]] == row["trigger"]
        assert texts[row["article"]][row["sentence_start"] : row["sentence_end"]] == row["sentence"]


def test_an_event_under_an_unnamed_source_says_so(desk):
    failed = list(desk.events(status="not_done"))
    assert {(e["certainty"], e["said_by"]) for e in failed} == {("described", "An aide")}
    assert len(desk.events(anonymous=True)) == 2


@pytest.mark.parametrize("mention", ["m-he", "m-noun"], ids=["he", "who, of the noun before it"])
def test_who_says_so_is_named_where_a_pronoun_says_it(mention):
    plain = reading(0)
    (one,) = plain.readings
    claim = one.claims[0]
    actor = one.resolution.actors[0]
    told = ActorMention("m-he", claim.source, MentionForm.PRONOUN, 0, 1, 0)
    claims = [replace(c, mention=mention, actor=actor.id) for c in one.claims]
    resolution = replace(one.resolution, mentions=(*one.resolution.mentions, told))
    disputes = (Dispute(one.article.id, claim.id, claim.id, None, None, "an example"),)
    read = replace(one, claims=tuple(claims), resolution=resolution, disputes=disputes)
    rows = list(rows_of(replace(plain, readings=(read,)), default_knowledge().ontology))
    assert {(r["denier"], r["claimant"]) for t, r in rows if t == "disputes"} == {(actor.name, actor.name)}
    said = {row["said_by"] for table, row in rows if table == "events"}
    assert said == {None, actor.name}
    assert actor.name != claim.source.text


def test_a_dispute_is_stored_with_both_voices(tmp_path):
    plain = reading(0)
    (one,) = plain.readings
    claim, (met, failed) = one.claims[0], one.events
    told = Dispute(one.article.id, claim.id, None, failed.id, met.id, "an example")
    made = Desk(tmp_path / "disputed")
    made.add([replace(plain, readings=(replace(one, disputes=(told,)),))])
    (row,) = made.table("disputes")
    assert (row["denier"], row["denial_sentence"]) == ("An aide", claim.evidence.text)
    assert (row["claim"], row["claimant"], row["sentence"]) == (None, None, met.evidence.text)
    assert (row["type"], row["outlet"]) == ("CONSULT", one.article.outlet)


def test_reading_a_page_twice_stores_it_once(desk):
    summary = desk.add([reading(0)])
    assert (summary.known, summary.read) == (1, 0)
    assert len(desk.table("articles")) == 2


def test_two_writers_that_store_the_same_page_show_it_once(tmp_path):
    desk = Desk(tmp_path / "desk")
    for _ in range(2):
        with desk.writer() as writer:
            writer.add(reading(0))
    assert len(desk.store.parts()) == 2
    assert len(desk.table("articles")) == 1
    assert len(desk.events()) == 2


def test_filters(desk):
    assert len(desk.events(actor="yusuf")) == 2
    assert len(desk.events(source="vela")) == 0
    assert len(desk.events(target="vela", outlet="coast")) == 1
    assert len(desk.events(country="gha", since="2023-05-09", until="2023-05")) == 2
    assert len(desk.events(until="2022")) == 0
    assert len(desk.claims(source="aide")) == 2
    with pytest.raises(UsageError, match="is not a date"):
        desk.events(since="last week")
    with pytest.raises(UsageError, match="is not a date"):
        desk.events(since="2022-13")


def test_actors_are_found_by_any_name_seen(desk):
    (one,) = desk.actors("yusuf").to_dicts()
    assert (one["name"], one["as_source"], one["as_target"], one["articles"]) == ("Amina Yusuf", 2, 0, 2)
    assert len(desk.actors()) == 3


def test_pandas_and_arrow(desk):
    frame = desk.events().to_pandas()
    assert list(frame["type"].unique()) == ["CONSULT"]
    assert desk.events().to_arrow().num_rows == 4


def test_a_frame_that_needs_more_says_what(desk, monkeypatch):
    for name in ("pandas", "polars"):
        monkeypatch.setitem(sys.modules, name, None)
        with pytest.raises(ImportError, match=rf"pip install 'dragoman\[{name}\]'"):
            getattr(desk.events(), f"to_{name}")()


def test_a_wrong_query_says_what_is_wrong(desk):
    with pytest.raises(UsageError, match="nosuch"):
        desk.sql("select nosuch from events")
    with pytest.raises(UsageError, match="no table 'nosuch'"):
        desk.table("nosuch")


def test_a_part_without_its_commit_is_not_there(desk):
    part = desk.store.parts()[0]
    (desk.store.path / "commits" / f"{part}.json").unlink()
    assert len(desk.table("events")) == 0


def test_what_was_added_before_an_error_is_kept(tmp_path):
    desk = Desk(tmp_path / "desk")
    with pytest.raises(KeyboardInterrupt), desk.writer() as writer:
        writer.add(reading(0))
        writer.leave_out(Skipped("x.bin", "binary", "not text"))
        raise KeyboardInterrupt
    assert len(desk.table("articles")) == 1
    assert {r["item"] for r in desk.table("skipped")} == {"x.bin", "page0.html#2"}


def test_an_empty_desk_answers_with_nothing(tmp_path):
    desk = Desk(tmp_path / "desk")
    assert [len(desk.table(t.name)) for t in TABLES] == [0] * len(TABLES)
    assert len(desk.actors()) == len(desk.claims()) == len(desk.events()) == 0


def test_a_folder_that_is_no_desk_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(DeskError, match="holds other files"):
        Desk(tmp_path)
    with pytest.raises(DeskError, match="no desk here"):
        Desk(tmp_path, create=False)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["letter.txt"]


def test_a_desk_of_a_newer_dragoman_is_refused(tmp_path):
    Desk(tmp_path / "desk")
    (tmp_path / "desk" / "desk.toml").write_text(f"version = {VERSION + 1}\n")
    with pytest.raises(DeskError, match="newer"):
        Desk(tmp_path / "desk")


def test_a_broken_desk_file_is_named(tmp_path):
    Desk(tmp_path / "desk")
    (tmp_path / "desk" / "desk.toml").write_text("version = = 1")
    with pytest.raises(DeskError, match=r"desk\.toml cannot be read"):
        Desk(tmp_path / "desk")


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_exports_can_be_read_by_others(desk, tmp_path, form):
    path = tmp_path / f"events.{form}"
    write(desk.events(), path, form)
    if form == "csv":
        rows = list(csv.DictReader(path.open(encoding="utf-8")))
        assert rows[0]["source_countries"] == "GHA"
    elif form == "jsonl":
        rows = [json.loads(line) for line in path.open(encoding="utf-8")]
        assert rows[0]["from_day"] == "2023-05-09"
    else:
        import pandas as pd

        rows = pd.read_parquet(path).to_dict("records")
    assert len(rows) == 4


def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless(tmp_path):
    desk = Desk(tmp_path / "desk")
    desk.add([reading(0, title="=HYPERLINK(1)")])
    write(desk.table("articles"), tmp_path / "a.csv", "csv")
    row = next(csv.DictReader((tmp_path / "a.csv").open(encoding="utf-8")))
    assert row["title"] == "'=HYPERLINK(1)"


def test_an_unknown_format_or_place_is_refused(desk, tmp_path):
    with pytest.raises(UsageError, match="no format"):
        write(desk.events(), tmp_path / "x", "xlsx")
    with pytest.raises(DeskError, match="cannot be written"):
        write(desk.events(), tmp_path / "missing" / "x.csv", "csv")


def _write_and_die(path, number):
    desk = Desk(path)
    with desk.writer() as writer:
        writer.add(reading(number))
        writer.commit()
        writer.add(reading(number + 100))
        os._exit(9)  # as kill -9 would: no commit of the second


def test_several_processes_write_at_once_and_one_is_killed(tmp_path):
    path = tmp_path / "desk"
    Desk(path)
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_write_and_die, args=(path, n)) for n in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert len(Desk(path, create=False).table("articles")) == 3


def test_a_file_is_no_desk(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("notes", encoding="utf-8")
    with pytest.raises(DeskError, match=r"notes\.txt.*a desk is a folder"):
        Desk(path)
    with pytest.raises(DeskError, match=r"notes\.txt.*a desk is a folder"):
        Desk(path, create=False)
    with pytest.raises(DeskError, match=r"notes\.txt.*lies under one, and a desk is a folder"):
        Desk(path / "desk")


def test_a_slip_in_the_name_of_a_desk_is_told(tmp_path):
    slip = Desk(tmp_path / "dessk")
    with pytest.warns(UserWarning, match=r"dessk: this desk was made just now"):
        assert len(slip.events()) == 0
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fresh = Desk(tmp_path / "desk")
        fresh.add([reading(0)])
        assert len(fresh.events())
        assert len(Desk(tmp_path / "desk").events())
