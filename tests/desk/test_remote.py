"""A desk on an object store: a real S3 server on loopback, and fsspec's memory."""

from __future__ import annotations

import os
import socket

import pytest
from click.testing import CliRunner

from dragoman.cli import cli
from dragoman.desk import Desk
from dragoman.desk.storage.compact import compact
from dragoman.desk.storage.files import LocalFiles, RemoteFiles, files_at
from dragoman.desk.storage.verify import verify
from dragoman.errors import DeskError
from readings import reading


@pytest.fixture(scope="module")
def s3():
    """A bucket on a server of moto, which speaks S3 over HTTP."""
    moto = pytest.importorskip("moto.server")
    s3fs = pytest.importorskip("s3fs")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    server.start()
    given = {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }  # fmt: skip
    before = {name: os.environ.get(name) for name in given}
    os.environ.update(given)
    s3fs.S3FileSystem.clear_instance_cache()
    s3fs.S3FileSystem().mkdir("bucket")
    yield "s3://bucket"
    server.stop()
    s3fs.S3FileSystem.clear_instance_cache()
    for name, value in before.items():
        if value is None:
            del os.environ[name]
        else:
            os.environ[name] = value


@pytest.fixture(params=["s3", "memory"])
def place(request, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    if request.param == "s3":
        return f"{request.getfixturevalue('s3')}/{tmp_path.name}/desk"
    pytest.importorskip("fsspec")
    return f"memory://{tmp_path.name}/desk"


def test_a_desk_on_an_object_store_does_all_that_one_in_a_folder_does(place):
    desk = Desk(place)
    assert len(desk.events()) == 0
    for number in range(2):
        desk.add([reading(number, title=f"Report {number}", outlet=f"Outlet {number}")])
    again = Desk(place, create=False)
    assert again.add([reading(0)]).known == 1
    assert len(again.events(actor="yusuf")) == 2
    assert [row["events"] for row in again.counts("month")] == [4]
    assert len(again.timeline("yusuf", limit=1)) == 1

    before = again.table("events").to_arrow().sort_by("event").select(["event", "sentence"])
    assert compact(again.store, grace=0).merged == 2
    assert desk.table("events").to_arrow().sort_by("event").select(["event", "sentence"]) == before
    found = verify(desk.store)
    assert (found.faults, found.parts, found.orphans) == ((), 1, ())

    desk.mark(desk.new().parts)
    assert len(again.new().articles) == 0


def test_an_upload_that_stops_before_the_commit_counts_for_nothing(place):
    desk = Desk(place)
    desk.add([reading(0)])
    part = desk.store.parts()[0]
    desk.store.files.write("events/20260101T000000000000-aaaaaaaaaaaa.parquet", b"half of it")
    assert desk.store.parts() == [part]
    assert len(desk.events()) == 2
    assert len(verify(desk.store).orphans) == 1
    desk.store.files.remove(f"commits/{part}.json")
    assert len(desk.events()) == 0


def test_of_several_that_claim_a_file_one_has_it(place):
    files = files_at(place)
    assert [files.claim("derived/lock", b"1"), files.claim("derived/lock", b"2")] == [True, False]
    assert files.read("derived/lock") == b"1"
    files.remove("derived/lock")
    files.remove("derived/lock")
    with pytest.raises(FileNotFoundError):
        files.read("derived/lock")
    assert files.names("derived") == files.names("nothing") == []


def test_the_command_line_takes_urls(s3, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    place = f"{s3}/cli/desk"
    Desk(place).add([reading(0)])
    shown = CliRunner().invoke(cli, ["sql", place, "select count(*) as n from events", "--json"])
    assert shown.stdout.strip() == '{"n": 2}'
    assert "sound" in CliRunner().invoke(cli, ["desk", "verify", place]).output


def test_what_is_no_desk_says_so(place, tmp_path):
    with pytest.raises(DeskError, match="no desk here"):
        Desk(place, create=False)
    files_at(place).write("letter.txt", b"mine")
    with pytest.raises(DeskError, match="holds other files"):
        Desk(place)


def test_places(tmp_path):
    assert files_at(f"file://{tmp_path}") == LocalFiles(tmp_path)
    assert files_at(tmp_path) == LocalFiles(tmp_path)
    assert files_at("s3:/bucket/desk") == files_at("s3://bucket/desk/") == RemoteFiles("s3://bucket/desk")
    with pytest.raises(DeskError, match="nosuch"):
        Desk("nosuch://x/desk")
