"""Inputs: every kind of source, and every bad input costs one item that names file and cause."""

from __future__ import annotations

import gzip
import io
import json
import os

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
