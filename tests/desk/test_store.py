"""The files of a desk: merged while others read, whole after any death of a writer, checked to the last span."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from dragoman.cli import cli
from dragoman.desk import Desk
from dragoman.desk.amendments.corrections import Verdict, correct, write_corrections
from dragoman.desk.amendments.judgements import Description, Signature, append, merge, split
from dragoman.desk.schema import TABLES, VERSION, fingerprint
from dragoman.desk.storage.compact import FEW, clear, compact, crowded, orphans, plan
from dragoman.desk.storage.store import Commit, File, Store, standing
from dragoman.desk.storage.verify import info, verify
from dragoman.errors import DeskError
from readings import reading

ROOT = Path(__file__).parent.parent.parent


def filled(path, parts=4, **options):
    desk = Desk(path, **options)
    for number in range(parts):
        with desk.writer() as writer:
            writer.add(reading(number))
    return desk


def everything(desk):
    """All rows of all tables, in any order."""
    return {
        t.name: sorted(json.dumps(row, default=str, sort_keys=True) for row in desk.table(t.name))
        for t in TABLES
    }  # fmt: skip


def commit(part, holds=(), rows=1, version=VERSION):
    return Commit(part, {"events": File(rows)}, version, frozenset(holds or (part,)), fingerprint())


# ------------------------------------------------------------------------------------------------ what counts
def test_a_merged_part_counts_instead_of_those_it_holds():
    leaves = [commit(p) for p in "abcd"]
    assert [c.part for c in standing([*leaves, commit("x", "ab")])] == ["c", "d", "x"]
    assert [c.part for c in standing([*leaves, commit("x", "ab"), commit("y", "abcd")])] == ["y"]
    assert [c.part for c in standing([commit("z", "ab"), commit("x", "ab")])] == ["z"]  # which was written anew


def test_merged_parts_that_overlap_never_show_a_row_twice():
    leaves = [commit(p) for p in "abc"]
    for order in ([*leaves, commit("x", "ab"), commit("y", "bc")], [commit("y", "bc"), commit("x", "ab"), *leaves]):
        assert [c.part for c in standing(order)] == ["c", "x"]


def test_what_is_merged_with_what():
    small, large = [commit(p, rows=10) for p in "abc"], commit("l", rows=100)
    assert [[c.part for c in g] for g in plan([*small, large], large=100)] == [["a", "b", "c"]]
    assert [[c.part for c in g] for g in plan(small, large=20)] == [["a", "b"]]
    assert plan([large, small[0]], large=100) == []
    assert [[c.part for c in g] for g in plan([commit("o", rows=100, version=1)], large=100)] == [["o"]]


# ------------------------------------------------------------------------------------------------ compacting
def test_compacting_changes_files_and_no_row(tmp_path):
    desk = filled(tmp_path / "desk")
    before, leaves = everything(desk), desk.store.leaves()
    done = compact(desk.store)
    assert (done.merged, done.made, done.repeats, done.deleted) == (4, 1, 0, 0)
    assert everything(desk) == everything(Desk(tmp_path / "desk")) == before
    assert (len(desk.store.parts()), desk.store.leaves()) == (1, leaves)
    assert len(desk.store.all_commits()) == 5  # the old files stay for those who are reading them
    assert clear(desk.store, grace=0) > 0
    assert [c.merged for c in desk.store.all_commits()] == [True]
    assert everything(desk) == before
    assert compact(desk.store).merged == 0
    assert not verify(desk.store).faults


def test_compacting_renews_files_that_are_written_as_before_where_it_is_asked_to(tmp_path):
    desk = filled(tmp_path / "desk", 3)
    compact(desk.store, grace=0)
    before, (part,) = everything(desk), desk.store.parts()
    file = tmp_path / "desk/commits" / f"{part}.json"
    about = json.loads(file.read_text())
    del about["written"]  # as an older Dragoman leaves it
    file.write_text(json.dumps(about))
    old = Desk(tmp_path / "desk")
    assert [(c.slow, c.current) for c in old.store.commits()] == [(True, True)]
    assert info(old.store)["to_merge"] == 1
    assert compact(old.store, grace=0).merged == 0  # a writer that tidies up leaves it alone
    done = CliRunner().invoke(cli, ["desk", "compact", "--grace", "0", str(tmp_path / "desk")])
    assert "1 part merged into 1 (1 of an older Dragoman)" in done.output
    assert [c.slow for c in old.store.commits()] == [False]
    assert everything(old) == before
    assert info(old.store)["to_merge"] == 0


def test_compacting_leaves_out_what_two_writers_stored(tmp_path):
    desk = Desk(tmp_path / "desk")
    for number in (0, 0, 1):
        with desk.writer() as writer:
            writer.add(reading(number))
    before = {t.name: len(desk.table(t.name)) for t in TABLES}
    assert compact(desk.store).repeats > 0
    assert {t.name: len(desk.table(t.name)) for t in TABLES} == before


def test_a_session_that_began_before_goes_on_after_its_files_went(tmp_path):
    desk = filled(tmp_path / "desk")
    assert len(desk.events()) == 8
    compact(desk.store, grace=0)
    assert not (tmp_path / "desk/events" / f"{desk.store.leaves()[0]}.parquet").exists()
    assert len(desk.events()) == 8


def test_what_is_new_and_what_was_seen_survive_compacting(tmp_path):
    desk = filled(tmp_path / "desk", 2)
    desk.mark(desk.new().parts)
    with desk.writer() as writer:
        writer.add(reading(7))
    compact(desk.store, grace=0)
    assert len(desk.new().articles) == 1
    assert desk.add([reading(0), reading(7)]).known == 2


def test_a_writer_that_leaves_many_parts_merges_them(tmp_path):
    desk = Desk(tmp_path / "desk")
    with desk.writer() as writer:
        for number in range(FEW):
            writer.add(reading(number))
            writer.commit()
        assert crowded(desk.store)
    assert len(desk.store.parts()) == 1
    assert len(desk.table("articles")) == FEW


def test_one_process_compacts_at_a_time(tmp_path):
    desk = filled(tmp_path / "desk", 2)
    lock = tmp_path / "desk/derived/compact.lock"
    lock.parent.mkdir(exist_ok=True)
    lock.write_text(json.dumps({"host": "elsewhere", "pid": 1, "at": time.time()}))
    assert compact(desk.store) is None
    lock.write_text(json.dumps({"host": "elsewhere", "pid": 1, "at": time.time() - 7200}))
    assert compact(desk.store).merged == 2
    assert not lock.exists()


def test_the_lock_of_a_process_that_died_is_taken_over(tmp_path):
    desk = filled(tmp_path / "desk", 2)
    dead = subprocess.run(
        [sys.executable, "-c", "import os, socket, json, time; "
         "print(json.dumps({'host': socket.gethostname(), 'pid': os.getpid(), 'at': time.time()}))"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    (tmp_path / "desk/derived").mkdir(exist_ok=True)
    (tmp_path / "desk/derived/compact.lock").write_text(dead)
    assert compact(desk.store).merged == 2


# ------------------------------------------------------------------------------------------------ version 1
def as_version_one(path):
    """Takes a desk back to the layout of version 1: commits that know rows alone, articles that know no part."""
    for file in (path / "commits").glob("*.json"):
        record = json.loads(file.read_text())
        tables = {name: about["rows"] for name, about in record["tables"].items()}
        file.write_text(json.dumps({"tables": tables, "dragoman": "0.1.0"}))
    for file in (path / "articles").glob("*.parquet"):
        pq.write_table(pq.read_table(file).drop_columns(["part"]), file)
    (path / "desk.toml").write_text('version = 1\nmade = "2026-11-20T10:00:00+00:00"\n')


def test_a_desk_of_version_one_is_read_written_and_renewed(tmp_path):
    path = tmp_path / "desk"
    before = everything(filled(path, 3))
    as_version_one(path)
    old = Desk(path)
    assert everything(old) == before
    found = verify(old.store)
    assert (found.faults, found.undigested) == ((), found.files)
    assert old.store.version() == 1  # reading changes nothing

    with old.writer() as writer:
        writer.add(reading(9))
    assert old.store.version() == VERSION
    assert "2026-11-20" in (path / "desk.toml").read_text()
    assert len(old.table("articles")) == 4  # both layouts side by side

    assert compact(old.store).merged == 4
    assert {c.version for c in old.store.commits()} == {VERSION}
    assert verify(old.store).undigested > 0  # of the files that wait to be cleared away
    clear(old.store, grace=0)
    found = verify(old.store)
    assert (found.faults, found.undigested) == ((), 0)
    assert len(old.table("articles")) == 4
    assert {row["part"] for row in old.table("articles")} == set(old.store.leaves())


# ------------------------------------------------------------------------------------------------ verify, info
def test_a_sound_desk_is_sound(tmp_path):
    desk = filled(tmp_path / "desk", 2)
    found = verify(desk.store)
    assert (found.faults, found.parts, found.orphans) == ((), 2, ())
    assert found.files == 24
    assert found.spans == 2 * (2 + 1 + 1 + 2 + 2 * 2 + 3)
    assert found.rows == sum(len(desk.table(t.name)) for t in TABLES)


def damage_byte(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 1
    path.write_bytes(content)


def damage_text(path):
    """Another text, well formed: what a careless hand does."""
    table = pq.read_table(path)
    column = table.schema.get_field_index("text")
    changed = [text.replace("Yusuf", "Yosuf") for text in table["text"].to_pylist()]
    pq.write_table(table.set_column(column, table.schema.field(column), [changed]), path)


@pytest.mark.parametrize(
    ("table", "damage", "said"),
    [
        ("events", Path.unlink, "events/{part}.parquet: is missing"),
        ("events", damage_byte, "events/{part}.parquet: is not what was written"),
        ("events", lambda p: p.write_bytes(p.read_bytes()[:-50]), "is no sound Parquet file"),
        ("articles", damage_text, "part {part}: mentions: 1 of 2 `text` are not the slice"),
        ("events", lambda p: pq.write_table(pq.read_table(p).slice(0, 1), p), "has 1 rows, and its commit says 2"),
        ("events", lambda p: pq.write_table(pq.read_table(p).drop_columns(["act"]), p), "lacks the columns act"),
    ],
)
def test_damage_is_found_and_named(tmp_path, table, damage, said):
    desk = filled(tmp_path / "desk", 2)
    part = desk.store.parts()[0]
    path = tmp_path / "desk" / table / f"{part}.parquet"
    damage(path)
    after = {f: f.read_bytes() for f in (tmp_path / "desk").rglob("*.parquet")}
    done = CliRunner().invoke(cli, ["desk", "verify", str(tmp_path / "desk")])
    assert done.exit_code == 1
    assert said.format(part=part) in done.stdout
    assert after == {f: f.read_bytes() for f in (tmp_path / "desk").rglob("*.parquet")}  # nothing is repaired


def test_a_commit_that_cannot_be_read_is_named(tmp_path):
    desk = filled(tmp_path / "desk", 1)
    (tmp_path / "desk/commits" / f"{desk.store.parts()[0]}.json").write_text("{")
    with pytest.raises(DeskError, match="this commit cannot be read"):
        verify(Store.open(tmp_path / "desk"))


def test_what_a_killed_writer_left_is_cleared_when_it_is_old(tmp_path):
    desk = filled(tmp_path / "desk", 1)
    young, old = desk.store.parts()[0][:-12] + "f" * 12, "20200101T000000000000-ffffffffffff"
    for part in (young, old):
        (tmp_path / "desk/events" / f"{part}.parquet").write_bytes(b"half")
    assert sorted(orphans(desk.store)) == sorted([f"events/{old}.parquet", f"events/{young}.parquet"])
    assert verify(desk.store).faults == ()
    assert clear(desk.store) == 1
    assert orphans(desk.store) == [f"events/{young}.parquet"]


def test_info_and_the_commands(tmp_path):
    desk = filled(tmp_path / "desk", 3)
    about = info(desk.store)
    assert (about["version"], about["parts"], about["to_merge"], about["tables"]["events"]["rows"]) == (
        VERSION,
        3,
        3,
        6,
    )
    size = sum(f.stat().st_size for f in (tmp_path / "desk/events").iterdir())
    assert about["tables"]["events"]["bytes"] == size
    for arguments, said in (
        (["info"], "parts: 3"),
        (["info", "--json"], '"parts": 3'),
        (["verify"], "3 parts, 36 files"),
        (["compact", "--grace", "0"], "3 parts merged into 1"),
        (["verify"], "sound"),
    ):
        done = CliRunner().invoke(cli, ["desk", arguments[0], str(tmp_path / "desk"), *arguments[1:]])
        assert done.exit_code == 0
        assert said in done.output


def test_a_broken_part_is_named_with_the_way_out(tmp_path):
    desk = filled(tmp_path / "desk", 2)
    broken = min((tmp_path / "desk/events").iterdir())
    broken.write_bytes(broken.read_bytes()[:500])
    with pytest.raises(DeskError, match=rf"{broken.name}.*dragoman desk verify") as raised:
        desk.events()
    assert "\n" not in str(raised.value)
    broken.unlink()
    with pytest.raises(DeskError, match=broken.name):
        Desk(tmp_path / "desk").timeline("yusuf")


# ------------------------------------------------------------------------------------------------ summaries
def test_kept_summaries_answer_as_the_views_do(tmp_path, monkeypatch):
    asked = (
        "SELECT * FROM acts",
        "SELECT actor, name, kind, sectors, form, text, role, sum(mentions) FROM names GROUP BY ALL",
        "SELECT source, target, sum(events), sum(typed), round(sum(weight), 2), min(first), max(last) FROM pairs "
        "GROUP BY ALL",
    )
    desk = filled(tmp_path / "desk", 3)
    fresh = [sorted(map(str, desk.sql(query))) for query in asked]
    by_hand = len(desk.dyad("yusuf", "vela"))
    edges = desk.network().edges.to_dicts()
    assert edges == desk.network(since="1990").edges.to_dicts()
    monkeypatch.setattr("dragoman.desk.database.summaries._LARGE", 1)
    kept = Desk(tmp_path / "desk")
    assert [sorted(map(str, kept.sql(query))) for query in asked] == fresh
    assert len(list((tmp_path / "desk/derived/summaries-5/acts").iterdir())) == 3
    assert kept.network().edges.to_dicts() == edges
    compact(kept.store, grace=0)
    assert len(kept.dyad("yusuf", "vela")) == by_hand
    assert len(list((tmp_path / "desk/derived/summaries-5/acts").iterdir())) == 1  # those of parts that went, went too


def test_summaries_are_as_judged_and_corrected(tmp_path, monkeypatch):
    """Kept summaries with what judgements and corrections touch put right say what the views say, row for row."""
    signed = iter(Signature("ana", datetime(2024, 3, 1, 12, n, tzinfo=UTC)) for n in range(9))
    for large in (10**9, 1):
        monkeypatch.setattr("dragoman.desk.database.summaries._LARGE", large)
        desk = filled(tmp_path / f"desk{large}", 5)
        articles = sorted(row["article"] for row in desk.table("articles"))
        velas = sorted({row["actor"] for row in desk.sql("SELECT actor FROM mentions WHERE text = 'Tomas Vela'")})
        said = merge(velas[0], velas[1:3], next(signed), Description("Tomás Vela", "person", "CRI"))
        parted = split("person:amina-yusuf", articles[:2], next(signed), Description("Amina B. Yusuf"))
        append(desk.store, [said, parted])
        first, second, third = desk.events(limit=3).to_dicts()
        now = datetime(2026, 1, 1, tzinfo=UTC)
        write_corrections(desk.store, [
            correct("event", first, Verdict.WRONG, "ana", now),
            correct("event", second, Verdict.CHANGE, "ana", now, field="status", after="denied"),
            correct("event", third, Verdict.CHANGE, "ana", now, field="target", after="person:amina-yusuf"),
        ])  # fmt: skip
        desk = Desk(desk.store.path)
        whole = desk.sql("SELECT * FROM events ORDER BY published_end DESC, article, trigger_start").to_dicts()
        assert len(whole) == 9
        pairs = Counter(
            (e["event"], e["type"], e["status"], e["outlet"], source, target)
            for e in whole for source in e["source_actors"] or [None] for target in e["target_actors"] or [None]
        )  # fmt: skip
        acts = desk.sql("SELECT event, type, status, outlet, source, target FROM acts").to_dicts()
        assert Counter(tuple(row.values()) for row in acts) == pairs
        assert {velas[0], "person:amina-yusuf", parted.becomes} <= {actor for *_, s, t in pairs for actor in (s, t)}
        columns = "actor, actor_name AS name, actor_kind AS kind, country, form, text, role, count(*) AS mentions"
        seen = desk.sql(f"SELECT {columns} FROM mentions WHERE actor IS NOT NULL GROUP BY ALL").to_dicts()
        named = "SELECT actor, name, kind, country, form, text, role, sum(mentions)::BIGINT AS mentions FROM names"
        assert sorted(map(str, desk.sql(f"{named} GROUP BY ALL"))) == sorted(map(str, seen))
        edges = desk.network().edges.to_dicts()
        assert edges
        assert edges == desk.network(since="1990").edges.to_dicts()  # of all time, and counted from the acts
        assert desk.events(newest=True, limit=3, offset=4).to_dicts() == whole[4:7]
        line = desk.timeline(velas[0], newest=True, limit=99).to_dicts()
        assert {e["event"] for e in line} == {e for e, *_, s, t in pairs if velas[0] in (s, t)}
        assert all(e in whole for e in line)
        assert [e["reasons"][-1] for e in whole if e["event"] == second["event"]] == ["status corrected by ana"]


def test_pages_of_events_are_those_of_the_whole_view_however_they_are_read(tmp_path, monkeypatch):
    """Read by the place of their rows: from kept summaries, small parts, merged parts, and where a page stands twice."""
    order = "published_end DESC NULLS LAST, article, trigger_start"
    for large in (10**9, 1):
        monkeypatch.setattr("dragoman.desk.database.summaries._LARGE", large)
        desk = filled(tmp_path / f"desk{large}", 5)
        for state in ("parts", "repeated", "merged"):
            if state == "repeated":
                with desk.writer() as writer:
                    writer.add(reading(2))
            if state == "merged":
                compact(desk.store, grace=0)
            desk = Desk(desk.store.path)
            whole = desk.sql(f"SELECT * FROM events ORDER BY {order}").to_dicts()
            assert len(whole) == 10
            assert desk.events(newest=True, limit=3, offset=4).to_dicts() == whole[4:7]
            line = desk.timeline("yusuf", newest=True).to_dicts()
            assert line == desk.timeline("yusuf", newest=True, limit=99).to_dicts()
            assert len(desk.timeline("yusuf", limit=2, offset=1)) == 2
            article = whole[0]["article"]
            assert desk.events(article=article).to_dicts() == [e for e in whole if e["article"] == article]


def test_a_desk_that_cannot_be_written_is_read(tmp_path, monkeypatch):
    filled(tmp_path / "desk", 2)
    monkeypatch.setattr("dragoman.desk.database.summaries._LARGE", 1)
    (tmp_path / "desk/derived").write_text("in the way")
    assert len(Desk(tmp_path / "desk").timeline("yusuf")) == 2


# ------------------------------------------------------------------------------------------------ several at once
WRITER = """
import sys
from dragoman.desk import Desk
from readings import reading
desk = Desk(sys.argv[1])
with desk.writer() as writer:
    for number in range(int(sys.argv[2]), int(sys.argv[2]) + 1000):
        writer.add(reading(number))
        writer.commit()
        print(number, flush=True)  # acknowledged
"""


def test_nothing_acknowledged_is_lost_by_kill_9(tmp_path):
    """Small; benchmarks/desk.py kills fifty writers."""
    path = tmp_path / "desk"
    Desk(path)
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT / 'tests'}"}
    draw = random.Random(3)
    acknowledged = []
    for start in (0, 1000):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), str(start)], stdout=subprocess.PIPE, text=True, env=environment
        )
        for _ in range(draw.randint(2, 5)):
            acknowledged.append(int(writer.stdout.readline()))
        time.sleep(draw.random() / 50)
        writer.send_signal(signal.SIGKILL)
        rest, _ = writer.communicate()
        acknowledged += [int(line) for line in rest.splitlines() if line.endswith(tuple("0123456789"))]
        found = verify(Store.open(path))
        assert found.faults == ()
    stored = {row["origin"] for row in Desk(path).table("articles")}
    assert {f"page{n}.html" for n in acknowledged} <= stored
    assert compact(Store.open(path), grace=0).merged > 0
    assert {row["origin"] for row in Desk(path).table("articles")} == stored


def _append(path, first):
    desk = Desk(path)
    for number in range(first, first + 6):
        with desk.writer() as writer:
            writer.add(reading(number))


def test_a_reader_never_fails_and_never_sees_less(tmp_path):
    path = tmp_path / "desk"
    Desk(path)
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    writers = [context.Process(target=_append, args=(path, 100 * n)) for n in range(3)]
    for writer in writers:
        writer.start()
    reader, seen = Desk(path, create=False), [0]
    while any(w.is_alive() for w in writers):
        seen.append(len(reader.sql("SELECT article FROM events JOIN articles USING (article)")))
        compact(reader.store, grace=0)
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    assert seen == sorted(seen)
    assert len(reader.table("articles")) == 18
    assert verify(reader.store).faults == ()
