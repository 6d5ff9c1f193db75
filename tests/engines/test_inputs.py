"""Inputs: every kind of source, and every bad input costs one item that names file and cause."""

from __future__ import annotations

import gzip
import io
import json
import os
import zipfile
from datetime import date

import pytest

from dragoman.engines.inputs import Limits, pages_from
from dragoman.records import Page, Skipped


def causes(*paths, **options):
    return [i.cause if isinstance(i, Skipped) else "page" for i in pages_from([str(p) for p in paths], **options)]


def test_a_folder_is_read_sorted_and_deep(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "c.txt").write_text("third")
    (tmp_path / "a.html").write_text("<html><p>first</p></html>")
    (tmp_path / "aa").write_text("<!DOCTYPE html><html>second</html>")
    (tmp_path / "z.jpg").write_bytes(b"\xff\xd8\xff")
    items = list(pages_from([str(tmp_path)]))
    assert [bool(i.html) for i in items if isinstance(i, Page)] == [True, True, False]
    assert items[-1] == Skipped(str(tmp_path / "z.jpg"), "unknown_kind", "files ending in .jpg are not read")
    assert causes(tmp_path / "*.html") == ["page"]


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"\x00\x01\x02" * 50, "binary"),
        (b"x" * 2000, "too_large"),
    ],
)
def test_bad_files(tmp_path, content, cause):
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    assert causes(path, limits=Limits(page_bytes=1000)) == [cause]


def test_a_desk_in_a_folder_is_passed_over(tmp_path):
    (tmp_path / "a.txt").write_text("text")
    (tmp_path / "desk" / "pages").mkdir(parents=True)
    (tmp_path / "desk" / "desk.toml").write_text("version = 1")
    assert causes(tmp_path) == ["page", "desk"]


def test_missing_links_and_loops(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "back").symlink_to(tmp_path)
    (tmp_path / "gone").symlink_to(tmp_path / "nothing")
    assert causes(tmp_path) == ["dangling_link", "link_loop"]
    assert causes(tmp_path / "gone", tmp_path / "none", tmp_path / "*.none") == ["dangling_link", "missing", "missing"]


def test_no_permission_costs_one_item(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("text")
    (tmp_path / "shut").mkdir()
    real = os.scandir

    def refuse(path):
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert causes(tmp_path) == ["page", "permission"]


@pytest.mark.parametrize("packed", [False, True])
def test_lines_one_broken_costs_one(tmp_path, packed):
    lines = [
        json.dumps({"text": "one", "date": "2022-02-09", "other": 1}),
        '{"text": ',
        json.dumps({"url": "u"}),
        '{"html":"<p>x"}',
    ]
    raw = "\n".join(lines).encode()
    path = tmp_path / ("a.jsonl.gz" if packed else "a.jsonl")
    path.write_bytes(gzip.compress(raw) if packed else raw)
    items = list(pages_from([str(path)]))
    assert [i.cause if isinstance(i, Skipped) else i.date for i in items] == [
        "2022-02-09",
        "broken_line",
        "no_text",
        None,
    ]
    assert items[1].item == f"{path}:2"


def test_a_cut_off_gzip_keeps_what_was_read(tmp_path):
    raw = gzip.compress(b'{"text":"one"}\n' + os.urandom(20_000).hex().encode())
    (tmp_path / "a.jsonl.gz").write_bytes(raw[: len(raw) // 2])
    assert causes(tmp_path / "a.jsonl.gz")[-1] == "broken_gzip"


@pytest.mark.parametrize(
    ("raw", "kinds"),
    [(b"plain words", ["text"]), (b"<html><p>x</html>", ["html"]), (b'{"text":"a"}\n{"text":"b"}', ["text"] * 2)],
)
def test_standard_input(raw, kinds):
    items = list(pages_from(["-"], stdin=io.BytesIO(raw)))
    assert ["html" if i.html else "text" for i in items] == kinds


def _parquet(path, rows, **options):
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.Table.from_pylist(rows), path, **options)
    return path


def test_a_parquet_file_is_read_row_by_row(tmp_path):
    rows = [
        {"doc_id": 7, "Full Text": "The council met.", "published": date(2024, 3, 1), "source": {"name": "Bay News"}},
        {"doc_id": 8, "Full Text": None, "published": None, "source": None},
    ]
    path = _parquet(tmp_path / "a.parquet", rows)
    first, second = pages_from([str(path)])
    assert (first.text, first.date, first.outlet, first.record) == ("The council met.", "2024-03-01", "Bay News", "7")
    assert first.origin == f"{path}#1"
    assert (second.item, second.cause) == (f"{path}#2", "empty")
    bare = tmp_path / "bare"
    bare.write_bytes(path.read_bytes())
    packed = tmp_path / "a.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(path, "in/a.parquet")
    assert causes(bare) == causes(packed) == ["page", "empty"]
    assert causes(path, limits=Limits(page_bytes=5)) == ["too_large", "empty"]


def test_a_bad_parquet_file_costs_one_item(tmp_path):
    whole = _parquet(tmp_path / "a.parquet", [{"text": "The council met."}]).read_bytes()
    (tmp_path / "cut.parquet").write_bytes(whole[:-9])
    (tmp_path / "none.parquet").write_bytes(b"")
    _parquet(tmp_path / "other.parquet", [{"mayor": "A"}])
    assert causes(tmp_path / "cut.parquet") == ["broken_parquet"]
    assert len(causes(tmp_path / "none.parquet")) == 1
    (said,) = pages_from([str(tmp_path / "other.parquet")])
    assert said.cause == "unknown_columns"
    assert "(mayor); name one `text`" in said.detail
    _parquet(tmp_path / "swells.parquet", [{"text": "a" * 1000}] * 5000, compression="zstd", use_dictionary=False)
    assert causes(tmp_path / "swells.parquet", limits=Limits(swell_bytes=1)) == ["bomb"]


def test_the_id_of_a_record_is_kept(tmp_path):
    (tmp_path / "a.csv").write_text("id,text\nx-1,The council met.\n", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(json.dumps({"article_id": 5, "text": "Talks went on."}), encoding="utf-8")
    assert [page.record for page in pages_from([str(tmp_path / "a.csv"), str(tmp_path / "b.jsonl")])] == ["x-1", "5"]
