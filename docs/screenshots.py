"""Takes the pictures of the page that README shows: ``python docs/screenshots.py``.

Reads the samples into a desk of its own, makes their stories, serves it, and photographs three pages with Chromium.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import urllib.request
from base64 import b64decode, b64encode
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

DOCS = Path(__file__).parent
PORT = 8391
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


def dragoman(*words: str) -> None:
    """Runs a command."""
    subprocess.run([sys.executable, "-m", "dragoman", *words], check=True)  # noqa: S603 - our own commands


def served(desk: Path) -> subprocess.Popen[bytes]:
    """Starts the page and waits for it."""
    running = subprocess.Popen([sys.executable, "-m", "dragoman", "serve", str(desk), "--port", str(PORT)])  # noqa: S603
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/static/icon.svg", timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return running
    raise SystemExit("the page did not start")


def article(page: Page) -> None:
    """An article with the card of one event."""
    page.goto(f"http://127.0.0.1:{PORT}/articles?text=ECOWAS")
    page.locator("a.title").first.click()
    page.locator(".k-event", has_text="imposed").focus()
    page.locator("[data-card]").wait_for()


def events(page: Page) -> None:
    """The events of conflict as a table."""
    page.goto(f"http://127.0.0.1:{PORT}/events?quad=Q3&quad=Q4")


def places(page: Page) -> None:
    """The map, in the dark."""
    page.emulate_media(color_scheme="dark")
    page.goto(f"http://127.0.0.1:{PORT}/events?view=map")
    page.locator("[data-map][data-ready]").wait_for(state="attached")


def webp(browser: Browser, png: bytes) -> bytes:
    """A picture as WebP, packed by the browser itself: a third of the size."""
    page = browser.new_page()
    packed: str = page.evaluate(
        """async url => {
            const picture = new Image();
            picture.src = url;
            await picture.decode();
            const canvas = document.createElement("canvas");
            [canvas.width, canvas.height] = [picture.width, picture.height];
            canvas.getContext("2d").drawImage(picture, 0, 0);
            return canvas.toDataURL("image/webp", 0.88);
        }""",
        "data:image/png;base64," + b64encode(png).decode(),
    )
    page.close()
    return b64decode(packed.split(",")[1])


def main() -> None:
    """Takes all three."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Path(folder) / "desk"
        dragoman("read", str(DOCS.parent / "samples"), "--to", str(desk))
        dragoman("stories", str(desk), "--quiet")
        running = served(desk)
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
                for name, go in (("article", article), ("events", events), ("map", places)):
                    page = browser.new_page(viewport={"width": 1240, "height": 760})
                    go(page)
                    page.wait_for_timeout(600)  # fonts
                    (DOCS / f"page-{name}.webp").write_bytes(webp(browser, page.screenshot()))
                    page.close()
                browser.close()
        finally:
            running.terminate()


if __name__ == "__main__":
    main()
