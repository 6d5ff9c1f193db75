"""The page ends with its process: no thread of it is left inside C++ when the interpreter goes, which kills the process
with 134 or 139 after all work was done. Only whole processes show that."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
import urllib.request
from http.client import HTTPException

import duckdb

from dragoman.desk.windows.beside import Beside
from dragoman.desk.windows.window import Window
from dragoman.errors import CostError
from dragoman.web import Settings, make_app
from web_desk import fill

# The first process loads everything and forks one after the other, so that each costs what it does and not a start.
_MANY = """
import os, sys, time
from pathlib import Path
import duckdb, pyarrow
import dragoman.desk.windows.window, dragoman.web.api
from starlette.testclient import TestClient
from dragoman.web import Settings, make_app

def page(wait, closed):
    client = TestClient(make_app(Settings(Path(sys.argv[1]))), base_url="http://127.0.0.1")
    client.__enter__()
    time.sleep(wait)
    if wait == 0.1:
        assert client.get("/articles").status_code == 200
    if closed:
        client.__exit__(None, None, None)

ends = []
for number in range(12):
    child = os.fork()
    if not child:
        page((0, 0.02, 0.05, 0.1, 0.2, 0.4)[number % 6], number < 6)
        sys.exit(0)
    ends.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
print(ends)
sys.exit(any(ends))
"""


def test_a_process_that_showed_the_page_ends_well_whenever_it_ends(desk):
    done = subprocess.run(
        [sys.executable, "-c", _MANY, str(desk.store.path)], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_serve_ends_at_once_and_well_while_questions_run(tmp_path):
    fill(tmp_path / "desk")
    program = [sys.executable, "-m", "dragoman", "serve", str(tmp_path / "desk"), "--port", "0"]
    with subprocess.Popen(program, stderr=subprocess.PIPE, text=True) as running:
        address = running.stderr.readline().split(": ", 1)[1].split()[0]
        while not _ask(address):  # the address is said before anybody listens there
            time.sleep(0.05)
        asking = [threading.Thread(target=_ask, args=(address + path,)) for path in ("events", "actors", "network")]
        for thread in asking:
            thread.start()
        running.send_signal(signal.SIGINT)
        said = running.communicate(timeout=60)[1]
    assert (running.returncode, said) == (0, "")


def _ask(address):
    try:
        urllib.request.urlopen(address, timeout=30).close()
    except (OSError, HTTPException):
        return False
    return True


def test_a_question_ends_with_the_window_and_the_next_is_let_in_after_it_opens(tmp_path):
    others = set(threading.enumerate())  # of servers that other tests keep running
    window = Window(fill(tmp_path / "desk").store, seconds=600)
    assert window.one("SELECT 1 AS one") == {"one": 1}
    raised = []

    def endless():
        try:
            window.one("SELECT count(*) FROM range(10000000) a, range(10000000) b")
        except CostError as error:
            raised.append(str(error))

    asking = threading.Thread(target=endless)
    asking.start()
    while not window._watch._ends:
        time.sleep(0.01)
    window.close()
    asking.join(30)
    assert raised == ["the desk is being closed; ask again when it is open"]
    assert set(threading.enumerate()) <= others
    window.open()
    assert window.one("SELECT 2 AS two") == {"two": 2}
    window.close()


def test_an_index_that_is_being_made_is_given_up_when_the_page_ends(tmp_path, monkeypatch):
    monkeypatch.setattr("dragoman.web.finding._AT_ONCE", 0)
    monkeypatch.setattr("dragoman.desk.search.index._TOLD_EVERY", 1)
    app = make_app(Settings(fill(tmp_path / "desk").store.path))
    finder = app.state.look.finder
    with finder._lock:  # so that it has begun, and not more
        assert not finder.find("port").indexed
        ending = threading.Thread(target=finder.close)
        ending.start()
        while not finder._beside.stopping.is_set():
            time.sleep(0.01)
    ending.join(30)
    assert not ending.is_alive()
    assert not (tmp_path / "desk" / "derived" / "search" / "state.json").exists()
    assert not finder._making
    assert not finder._failed
    app.state.look.window.close()


def test_a_cursor_that_was_closed_meanwhile_is_no_fault():
    cursor, work, held = duckdb.connect().cursor(), Beside(), threading.Lock()
    held.acquire()
    with work.working(cursor):
        cursor.close()
        threading.Timer(0.2, held.release).start()
        work.take(held)
    assert held.locked()
