"""Exports of the desk's own tables; files that appear whole, refusals, the command."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from dragoman.cli import cli
from dragoman.desk import Desk
from dragoman.desk.formats.takeaway import ALL_FORMATS, FORMATS
from dragoman.desk.schema import TABLES
from dragoman.errors import DeskError, UsageError
from takeaway_desk import desk_with_a_raid, give


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    return desk_with_a_raid(tmp_path_factory.mktemp("takeaway") / "desk")


# ------------------------------------------------------------------------------------------------ the own tables
@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_all_tables_into_a_folder(desk, tmp_path, form):
    account = desk.export(form, tmp_path / "all")
    assert {p.name for p in (tmp_path / "all").iterdir()} == {f"{t.name}.{form}" for t in TABLES}
    assert account.written["events"] == 7
    assert account.written["skipped"] == len(desk.table("skipped"))


def test_a_parquet_table_is_the_view(desk, tmp_path):
    import pandas as pd

    path, _ = give(desk, "parquet", tmp_path)
    frame = pd.read_parquet(path)
    assert list(frame.columns) == desk.events().columns
    assert frame["event"].tolist() == [e["event"] for e in desk.events()]


def test_conditions_choose_the_rows_of_every_table(desk, tmp_path):
    desk.export("csv", tmp_path / "some", actor="Army", status="actual")
    rows = {p.stem: list(csv.DictReader(p.open(encoding="utf-8"))) for p in (tmp_path / "some").iterdir()}
    assert [r["event"] for r in rows["events"]] == ["e-raid"]
    assert [r["article"] for r in rows["articles"]] == ["a-raid"]
    assert {r["event"] for r in rows["participants"]} == {"e-raid"}
    assert [r["page"] for r in rows["pages"]] == ["p-raid"]
    assert rows["claims"] == []
    assert rows["articles"][0]["outlet"] == "'=Post"  # no formula


def test_a_workbook(desk, tmp_path):
    import openpyxl

    path, account = give(desk, "excel", tmp_path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[:2] == ["events", "claims"]
    rows = list(book["events"].values)
    names = rows[0]
    raid = next(dict(zip(names, row, strict=True)) for row in rows if row[0] == "e-raid")
    assert raid["from_day"].date() == date(2024, 2, 1)
    assert raid["contexts"] == "military | territory"
    assert raid["confidence"] == 0.75
    assert account.written["events"] == len(rows) - 1 == 7
    outlet = next(cell for row in book["articles"].iter_rows() for cell in row if cell.value == "=Post")
    assert outlet.data_type == "s"


def test_cells_that_excel_cannot_hold_are_cut_and_counted(tmp_path):
    desk = Desk(tmp_path / "desk")
    desk.store.commit({"articles": [{"article": "a", "page": "p", "title": "T", "text": "x" * 40_000}]})
    _, account = give(desk, "excel", tmp_path, tables=["articles"])
    assert sum(account.left_out.values()) == 1
    assert "32,767" in next(iter(account.left_out))


def test_without_xlsxwriter_the_extra_is_named(desk, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(UsageError, match=r"pip install 'dragoman\[excel\]'"):
        desk.export("excel", tmp_path / "x.xlsx")
    assert list(tmp_path.iterdir()) == []


# ------------------------------------------------------------------------------------------------------ the shell
@pytest.mark.parametrize("form", ALL_FORMATS)
def test_an_empty_desk_gives_files_without_events(tmp_path, form):
    desk = Desk(tmp_path / "desk")
    path, account = give(desk, form, tmp_path, analyse=lambda _: [])
    assert path.exists()
    assert sum(account.written.values()) == 0


def test_a_file_appears_whole_or_not_at_all(desk, tmp_path):
    path = tmp_path / "events.tsv"
    path.write_text("older")
    with pytest.raises(UsageError, match="is not a date"):
        desk.export("polecat", path, since="monday")
    assert path.read_text() == "older"
    assert [p.name for p in tmp_path.iterdir()] == ["events.tsv"]
    with pytest.raises(DeskError, match="cannot be"):
        desk.export("polecat", path / "inside.tsv")


def test_what_does_not_exist_is_refused(desk, tmp_path):
    with pytest.raises(UsageError, match="no format 'xml'; there are csv"):
        desk.export("xml", tmp_path / "x")
    with pytest.raises(UsageError, match="no table 'nosuch'"):
        desk.export("csv", tmp_path / "x", tables=["nosuch"])
    with pytest.raises(UsageError, match="format of events, not of tables"):
        desk.export("gdelt", tmp_path / "x", tables=["claims"])
    with pytest.raises(UsageError, match="holds one table"):
        desk.export("csv", tmp_path / "x.csv", tables=["claims", "events"])
    with pytest.raises(UsageError, match="cannot go to standard output"):
        desk.export("geopackage", "-")


def run(desk, *arguments):
    return CliRunner().invoke(cli, ["export", str(desk.store.path), *map(str, arguments)])


def test_the_command_writes_and_says_what_it_left_out(desk, tmp_path):
    done = run(desk, "polecat", "--to", tmp_path / "p.tsv", "--dictionary")
    assert done.exit_code == 0
    assert "3 events" in done.stderr
    assert "left out: 2 events that are not done" in done.stderr
    assert "--all-statuses" in done.stderr
    page = (tmp_path / "p.tsv.dictionary.md").read_text(encoding="utf-8")
    assert all(f"`{f.name}`" in page for f in FORMATS["polecat"].fields)


def test_the_command_writes_to_a_pipe(desk):
    done = run(desk, "csv", "--table", "claims", "--to", "-")
    assert len(list(csv.DictReader(io.StringIO(done.stdout)))) == 2
    done = run(desk, "geojson", "--to", "-", "--type", "ASSAULT", "--status", "planned")
    assert [f["id"] for f in json.loads(done.stdout)["features"]] == ["e-plan"]
    child = subprocess.run(
        f"{sys.executable} -m dragoman export {desk.store.path} parquet --to - > out.parquet; "
        f"{sys.executable} -m dragoman export {desk.store.path} jsonl --to - | head -1",
        shell=True, capture_output=True, text=True, cwd=desk.store.path.parent, check=True,
    )  # fmt: skip
    assert "event" in json.loads(child.stdout)
    import pyarrow.parquet as pq

    assert pq.read_table(desk.store.path.parent / "out.parquet").num_rows == 7


def test_a_folder_as_the_target_gets_a_file_of_the_usual_name(desk, tmp_path):
    assert run(desk, "gexf", "--to", tmp_path).exit_code == 0
    assert [p.name for p in tmp_path.iterdir()] == ["gexf.gexf"]


def test_the_page_on_exports_names_every_format_and_field():
    page = (Path(__file__).parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")
    for form in FORMATS.values():
        section = re.split(r"(?m)^## ", page.split(f"\n## {form.name}\n")[1])[0]
        for field in form.fields:
            assert f"| `{field.name}` |" in section, (form.name, field.name)
