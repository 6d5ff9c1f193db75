"""A desk of hand-made readings, hostile ones among them; the application; a server and a browser for what needs them."""

from __future__ import annotations

import shutil
import warnings
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from dragoman.desk import Desk
from dragoman.web import Settings, make_app
from web_desk import fill
from web_server import Server

CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


@pytest.fixture(scope="session")
def desk(tmp_path_factory) -> Desk:
    return fill(tmp_path_factory.mktemp("web") / "desk")


@pytest.fixture(scope="session")
def app(desk):
    return make_app(Settings(desk.store.path))


@pytest.fixture(scope="session")
def client(app):
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture
def editing(tmp_path):
    """A client of a desk that may be corrected."""
    fill(tmp_path / "desk")
    with TestClient(make_app(Settings(tmp_path / "desk", edit=True, editor="ana")), base_url="http://127.0.0.1") as c:
        yield c


@pytest.fixture(scope="session")
def server(desk):
    with Server(Settings(desk.store.path)) as running:
        yield running


@pytest.fixture
def edit_server(tmp_path):
    fill(tmp_path / "desk")
    with Server(Settings(tmp_path / "desk", edit=True, editor="ana")) as running:
        yield running


@pytest.fixture(scope="session")
def chromium():
    program = next((p for p in CHROMIUM if Path(p).exists()), None) or shutil.which("chromium")
    if program is None:
        warnings.warn("NO BROWSER: the tests of the page in a real browser did not run; install chromium", stacklevel=1)
        pytest.skip("no browser: install chromium (apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


class Watched:
    """A page that must not complain: errors of scripts, of the console and of the content policy are collected."""

    def __init__(self, page) -> None:
        self.page, self.troubles = page, []
        page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        page.on("console", lambda m: self.troubles.append(f"console: {m.text}") if m.type == "error" else None)
        page.on("dialog", lambda d: (self.troubles.append(f"dialog: {d.message}"), d.dismiss()))
        page.on(
            "request", lambda r: self.troubles.append(f"left the desk: {r.url}") if self._elsewhere(r.url) else None
        )

    @staticmethod
    def _elsewhere(url: str) -> bool:
        return not url.startswith(("http://127.0.0.1", "data:", "about:", "blob:"))


@pytest.fixture
def watched(chromium):
    context = chromium.new_context(viewport={"width": 1360, "height": 900})
    seen = Watched(context.new_page())
    yield seen
    context.close()
    assert seen.troubles == []


@pytest.fixture
def page(watched):
    return watched.page
