"""Users' judgements of actors: appended, undone, and seen in every view, while what was read stays as it was."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from dragoman.cli.actors import command
from dragoman.cli.show import command as show
from dragoman.desk import Desk
from dragoman.desk.amendments.judgements import (
    Act,
    Description,
    Signature,
    add,
    append,
    fold,
    load,
    merge,
    split,
    standing,
    undo,
)
from dragoman.errors import DeskError, UsageError
from dragoman.knowledge import default_knowledge
from readings import reading

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)


def by(who, minute):
    return Signature(who, NOON + timedelta(minutes=minute))


@pytest.fixture
def desk(tmp_path):
    made = Desk(tmp_path / "desk")
    made.add([reading(0), reading(1, title="Second report", outlet="Coast Radio")])
    return made


def velas(desk):
    return sorted({r["actor"] for r in desk.sql("SELECT actor FROM mentions WHERE text = 'Tomas Vela'")})


def test_a_merge_shows_in_every_view_and_touches_no_file(desk):
    before = {f: f.read_bytes() for f in desk.store.path.rglob("*.parquet")}
    kept, other = velas(desk)
    append(desk.store, [merge(kept, [other], by("ana", 0), Description("Tomás Vela", "person", "CRI"))])
    assert velas(desk) == [kept]
    rows = desk.sql("SELECT actor_name, country, reasons FROM mentions WHERE actor = ?", [kept]).to_dicts()
    assert {(r["actor_name"], r["country"]) for r in rows} == {("Tomás Vela", "CRI")}
    assert all("judged by a user" in r["reasons"] for r in rows)
    assert {r["actor"] for r in desk.sql("SELECT actor FROM participants WHERE side = 'target'")} == {kept}
    assert [r["target_countries"] for r in desk.events(type="CONSULT", mode="visit")] == [["CRI"], ["CRI"]]
    assert [r["target_actors"] for r in desk.events(mode="visit")] == [[kept], [kept]]
    assert next(iter(desk.actors("vela")))["articles"] == 2
    assert {f: f.read_bytes() for f in desk.store.path.rglob("*.parquet")} == before


def test_an_undo_restores_and_an_undone_undo_holds_again(desk):
    kept, other = velas(desk)
    one = merge(kept, [other], by("ana", 0))
    back = undo(one, by("ben", 1))
    append(desk.store, [one])
    append(desk.store, [back])
    assert velas(desk) == [kept, other]
    append(desk.store, [undo(back, by("ana", 2))])
    assert velas(desk) == [kept]
    assert [j.act for j in load(desk.store)] == [Act.MERGE, Act.UNDO, Act.UNDO]
    assert standing(load(desk.store)) == (one,)


def test_a_split_holds_in_its_articles_alone(desk):
    articles = sorted(r["article"] for r in desk.table("articles"))
    append(desk.store, [split("person:amina-yusuf", articles[:1], by("ana", 0), Description("Amina B. Yusuf"))])
    rows = desk.sql("SELECT article, actor, actor_name FROM mentions WHERE text = 'Amina Yusuf' ORDER BY article")
    assert [(r["article"], r["actor_name"]) for r in rows] == [
        (articles[0], "Amina B. Yusuf"),
        (articles[1], "Amina Yusuf"),
    ]
    acting = desk.sql("SELECT actor FROM participants WHERE side = 'source' ORDER BY article").to_dicts()
    assert acting[0]["actor"].startswith("user:")
    told = desk.sql(
        "SELECT DISTINCT article, source FROM events WHERE source ILIKE 'amina%' ORDER BY article"
    ).to_dicts()
    assert [r["source"] for r in told] == ["Amina B. Yusuf", "Amina Yusuf"]
    assert acting[1]["actor"] == "person:amina-yusuf"


def test_an_added_actor_is_all_unknown_ones_of_its_name(desk):
    one = add(Description("Tomás Vela", "person", "CRI", ("BUS",)), by("ana", 0))
    append(desk.store, [one])
    assert velas(desk) == [one.actor]
    row = desk.sql("SELECT actor_kind, country, sectors FROM mentions WHERE actor = ?", [one.actor]).to_dicts()[0]
    assert row == {"actor_kind": "person", "country": "CRI", "sectors": ["BUS"]}


def test_merges_chain_and_a_split_reaches_what_was_merged():
    made = [merge("a", ["b"], by("x", 0)), merge("c", ["a"], by("x", 1)), split("c", ["art"], by("x", 2), "d")]
    who = fold(made)
    assert [who.of(actor, "other") for actor in "abc"] == ["c", "c", "c"]
    assert [who.of(actor, "art") for actor in "abc"] == ["d", "d", "d"]
    assert fold([merge("a", ["b"], by("x", 0)), merge("b", ["c"], by("x", 1))]).of("c", "any") == "a"


def test_what_says_nothing_is_refused(desk):
    with pytest.raises(UsageError, match="nothing to merge"):
        merge("a", ["a"], by("x", 0))
    with pytest.raises(UsageError, match="name the articles"):
        split("a", [], by("x", 0), "b")
    with pytest.raises(UsageError, match="into itself"):
        split("a", ["art"], by("x", 0), "a")
    with pytest.raises(UsageError, match="needs a name"):
        add(Description(" "), by("x", 0))
    (desk.store.path / "judgements").mkdir()
    (desk.store.path / "judgements" / "20240101.jsonl").write_text('{"id": 3}\n')
    with pytest.raises(DeskError, match=r"20240101.jsonl:1"):
        desk.table("mentions")


def test_who_was_added_is_there_before_any_article_names_them(desk):
    one = add(Description("Mira Holt-Sørensen", "person", "NZL", ("MED",), ("M. Holt",)), by("ana", 0))
    append(desk.store, [one])
    for name in ("Mira Holt-Sorensen", "m. holt", "Sørensen", one.actor):
        page = desk.actor(name)
        assert [row["actor"] for row in page.actors] == [one.actor]
    lines = {row["section"]: row for row in page.lines}
    assert lines["who"]["detail"] == "person, NZL, MED, “M. Holt”"
    assert lines["judged"]["detail"] == "ana"
    assert len(desk.timeline("Mira Holt-Sorensen")) == 0
    with pytest.raises(UsageError, match="nobody like"):
        desk.actor("Mira Hult")


def test_a_name_that_was_seen_means_whom_it_was_seen_of(desk):
    append(desk.store, [add(Description("Amina"), by("ana", 0)), add(Description("Yusuf Dane"), by("ana", 1))])
    assert [row["name"] for row in desk.who("Yusuf")] == ["Amina Yusuf"]
    assert [row["name"] for row in desk.who("Amina")] == ["Amina"]  # the whole name of one goes before a part


def test_a_split_into_somebody_of_the_knowledge_base(desk):
    article = next(iter(desk.table("articles")))["article"]
    known = default_knowledge().actors.actors["person:antonio-guterres"]
    append(desk.store, [split("person:amina-yusuf", [article], by("ana", 0), known.id)])
    rows = desk.sql("SELECT DISTINCT actor_name, actor_kind FROM mentions WHERE actor = ?", [known.id]).to_dicts()
    assert rows == [{"actor_name": known.name, "actor_kind": "person"}]


def run(*words):
    return CliRunner().invoke(command, [str(w) for w in words], catch_exceptions=True)


def test_ids_from_files_and_what_cannot_be_split(desk):
    path = desk.store.path
    articles = CliRunner().invoke(show, [str(path), "articles", "--csv"]).output
    assert "\r" not in articles
    first = next(csv.DictReader(io.StringIO(articles)))["article"]
    assert run("add", path, "Mira Holt", "--kind", "person").exit_code == 0
    told = run("split", path, "Amina Yusuf", "--article", first + "\r", "--becomes", "Mira Holt")
    assert told.exit_code == 0, told.exception
    made = load(desk.store)
    assert made[1].becomes == made[0].actor  # the one that was added, not another of that name
    assert [r["actor"] for r in desk.who("Mira Holt")] == [made[0].actor]
    rows = desk.sql("SELECT country, sectors FROM mentions WHERE actor = ?", [made[0].actor]).to_dicts()
    assert all(r == {"country": None, "sectors": []} for r in rows)  # Yusuf's are not Holt's
    again = run("split", path, "person:amina-yusuf", "--article", first, "--becomes", "Ana Lo")
    assert "person:amina-yusuf is not in" in str(again.exception)
    assert "the id of no actor" in str(
        run("split", path, "Mira Holt", "--article", first, "--becomes", "person:nobody-at-all").exception
    )


def test_the_commands(desk):
    path, (first, second) = desk.store.path, velas(desk)
    refused = run("merge", path, "Amina Yusuf", "Tomas Vela")
    assert isinstance(refused.exception, UsageError)
    assert first in str(refused.exception)
    assert second in str(refused.exception)
    assert run("merge", path, first, second, "--by", "ana", "--reason", "one name").exit_code == 0
    assert velas(desk) == [first]
    article = next(iter(desk.table("articles")))["article"]
    assert (
        run("split", path, "Amina Yusuf", "--article", article[:9], "--becomes", "Amina Yusuf-Boateng").exit_code == 0
    )
    assert run("add", path, "Mira Holt", "--kind", "person", "--country", "nzl", "--sector", "MED").exit_code == 0
    told = run("list", path, "--csv").output
    assert "one name" in told
    assert told.count(",yes,") == 3
    assert "undone: added Mira Holt" in run("undo", path).output
    judgement = load(desk.store)[0].id
    assert run("undo", path, judgement[:8]).exit_code == 0
    assert velas(desk) == [first, second]
    assert run("undo", path).exit_code == 0  # the split, the last that stood
    assert "no judgement stands" in str(run("undo", path).exception)


def test_countries_sectors_and_names_are_checked(tmp_path):
    path = tmp_path / "desk"
    Desk(path).add([reading(0)])
    for wrong, told in (
        (("--country", "ZZZ"), "ZZZ: no country has this code"),
        (("--country", "US"), "USA is meant?"),
        (("--sector", "XXX"), "XXX: there is no such sector; there are"),
    ):
        done = run("add", path, "Tomas Vela", *wrong)
        assert isinstance(done.exception, UsageError)
        assert told in str(done.exception)
    assert "1 mention" in run("add", path, "Tomas Vela", "--country", "nzl", "--sector", "gov").output
    again = run("add", path, "Tomas Vela")
    assert "was added to" in str(again.exception)
    assert "no unknown actor of" in run("add", path, "Nobody Here").output
