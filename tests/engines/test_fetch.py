"""Fetching, against a server on loopback: what is asked, in which order and how often, and what is kept as evidence."""

from __future__ import annotations

import gzip
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from click.testing import CliRunner

from containers import html
from dragoman.cli import cli
from dragoman.engines.fetch import Clock, Fetcher, Politeness
from dragoman.engines.fetch_store import WarcStore
from dragoman.engines.guard import Guard
from dragoman.engines.inputs import pages_from
from dragoman.records import BESIDE, Page, Skipped

ROBOTS = "User-agent: *\nDisallow: /private/\nCrawl-delay: 7\n"
FEED = "<rss><channel><title>Post</title>{items}</channel></rss>"


class Site(BaseHTTPRequestHandler):
    """Answers from ``pages``: path -> (status, headers, body), or a list of them, one a request."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        site = self.server
        site.asked.append((self.path, dict(self.headers)))
        answer = site.pages.get(self.path, (404, {}, b"no"))
        if isinstance(answer, list):
            answer = answer.pop(0) if len(answer) > 1 else answer[0]
        status, headers, body = answer
        if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
            status, body = 304, b""
        self.send_response(status)
        for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
            self.send_header(name, value)
        if headers.get("Transfer-Encoding"):
            body = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:9], body[9:])) + b"0\r\n\r\n"
        elif status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        pass


@pytest.fixture
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.asked, server.pages = [], {"/robots.txt": (200, {"Content-Type": "text/plain"}, ROBOTS.encode())}
    server.root = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def guard():
    with Guard() as made:
        yield made


class Waited:
    """A clock that does not wait: it notes for how long it should have."""

    def __init__(self):
        self.time, self.waits = 0.0, []
        self.clock = Clock(lambda: self.time, self.sleep)

    def sleep(self, seconds):
        self.time += seconds
        if seconds:
            self.waits.append(seconds)


def fetch(site, folder, guard, *paths, rules=None):
    waited = Waited()
    fetcher = Fetcher(WarcStore(folder, "test"), guard, rules or Politeness(), clock=waited.clock)
    site.asked.clear()
    account = fetcher.fetch([p if "://" in p else site.root + p for p in paths])
    return account, [path for path, _ in site.asked], waited.waits


def kept(folder):
    return [i for i in pages_from([str(folder)]) if isinstance(i, Page)]


def test_pages_are_kept_and_can_be_read(site, tmp_path, guard):
    site.pages["/a"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(html("Ports shut").encode()))
    site.pages["/b?x=1"] = (200, {"Transfer-Encoding": "chunked"}, html("Rail link").encode())
    account, asked, _ = fetch(site, tmp_path, guard, "/a", "/b?x=1", "/a")
    assert asked == ["/robots.txt", "/a", "/b?x=1"]
    assert (account.new, account.skipped) == (2, [])
    pages = kept(tmp_path)
    assert [(p.url.removeprefix(site.root), "Ports" in p.html, "Rail" in p.html) for p in pages] == [
        ("/a", True, False), ("/b?x=1", False, True),
    ]  # fmt: skip
    assert pages[0].fetched.startswith("20")
    beside = next(i for i in pages_from([str(tmp_path)]) if isinstance(i, Skipped))
    assert beside.cause == BESIDE
    assert all(word in beside.detail for word in ("request", "warcinfo", "text/plain"))


def test_robots_are_obeyed(site, tmp_path, guard):
    site.pages["/a"] = site.pages["/b"] = (200, {}, html().encode())
    account, asked, waits = fetch(site, tmp_path, guard, "/a", "/private/x", "/b")
    assert asked == ["/robots.txt", "/a", "/b"]
    assert waits == [7.0, 7.0]
    assert [s.cause for s in account.skipped] == ["robots"]


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False), (503, False)])
def test_robots_that_are_missing_allow_and_that_fail_forbid(site, tmp_path, guard, status, allowed):
    site.pages["/robots.txt"] = (status, {}, b"")
    site.pages["/a"] = (200, {}, html().encode())
    account, asked, _ = fetch(site, tmp_path, guard, "/a")
    assert ("/a" in asked) is allowed
    assert (account.new == 1) is allowed
    assert [s.cause for s in account.skipped] == ([] if allowed else ["robots"])


def test_again_only_what_has_changed_is_asked_for(site, tmp_path, guard):
    site.pages["/tagged"] = (200, {"ETag": '"1"'}, html("One").encode())
    site.pages["/plain"] = (200, {}, html("Two").encode())
    site.pages["/dated"] = (200, {"Last-Modified": "Wed, 09 Feb 2022 10:15:00 GMT"}, html("Three").encode())
    paths = ("/tagged", "/plain", "/dated")
    fetch(site, tmp_path, guard, *paths)
    site.pages["/dated"] = (200, {}, html("Three, changed").encode())
    account, _, _ = fetch(site, tmp_path, guard, *paths)
    assert (account.new, account.unchanged) == (1, 2)
    sent = dict(site.asked)
    assert sent["/tagged"]["If-None-Match"] == '"1"'
    assert sent["/dated"]["If-Modified-Since"] == "Wed, 09 Feb 2022 10:15:00 GMT"
    assert len(kept(tmp_path)) == 4
    revisits = [i.detail for i in pages_from([str(tmp_path)]) if isinstance(i, Skipped)]
    assert any("3 revisit" in detail for detail in revisits)
    (tmp_path / ".index.jsonl").write_text("torn")
    assert fetch(site, tmp_path, guard, "/tagged")[0].new == 1


def test_a_busy_server_is_asked_later_and_not_for_ever(site, tmp_path, guard):
    site.pages["/robots.txt"] = (404, {}, b"")
    site.pages["/busy"] = [(503, {}, b""), (429, {"Retry-After": "30"}, b""), (200, {}, html().encode())]
    site.pages["/down"] = (500, {}, b"")
    account, asked, waits = fetch(site, tmp_path, guard, "/busy", "/down")
    assert asked == ["/robots.txt", *["/busy"] * 3, *["/down"] * 3]
    assert waits == [1.0, 4.0, 30.0, 1.0, 4.0, 8.0]
    assert account.new == 1
    assert [(s.cause, "3 times" in s.detail) for s in account.skipped] == [("status_500", True)]
    site.pages["/later"] = (503, {"Retry-After": "9000"}, b"")
    assert [s.cause for s in fetch(site, tmp_path, guard, "/later")[0].skipped] == ["status_503"]


def test_what_cannot_be_fetched_says_why(site, tmp_path, guard):
    site.pages["/loop"] = (302, {"Location": "/loop2"}, b"")
    for n in range(2, 9):
        site.pages[f"/loop{n}"] = (302, {"Location": f"/loop{n + 1}"}, b"")
    site.pages["/moved"] = (301, {"Location": "/a"}, b"")
    site.pages["/round"] = (302, {"Location": "/round"}, b"")
    site.pages["/a"] = (200, {}, html().encode())
    account, _, _ = fetch(
        site, tmp_path, guard, "/loop", "/gone", "/moved", "/round", "ftp://example.org/x", "http://127.0.0.1:9/"
    )
    assert account.new == 1
    causes = sorted(s.cause for s in account.skipped)
    assert causes == ["bad_address", "redirects", "redirects", "status_404", "unreachable"]


def test_feeds_and_sitemaps_lead_to_pages_that_are_new(site, tmp_path, guard):
    entry = "<item><title>{n}</title><link>{root}/{n}</link></item>"
    for n in range(4):
        site.pages[f"/{n}"] = (200, {}, html(f"Story {n}", n).encode())
    xml = {"Content-Type": "application/xml"}
    items = "".join(entry.format(n=n, root=site.root) for n in (1, 2))
    site.pages["/feed"] = (200, xml, FEED.format(items=items).encode())
    site.pages["/map.xml"] = (
        200,
        xml,
        f"<sitemapindex><sitemap><loc>{site.root}/news.xml.gz</loc></sitemap></sitemapindex>".encode(),
    )
    urls = "".join(f"<url><loc>{site.root}/{n}</loc><lastmod>20{20 + n}-01-01</lastmod></url>" for n in (0, 2, 3))
    site.pages["/news.xml.gz"] = (
        200,
        {"Content-Type": "application/gzip"},
        gzip.compress(f'<?xml version="1.0"?><urlset>{urls}</urlset>'.encode()),
    )
    account, asked, _ = fetch(site, tmp_path, guard, "/feed")
    assert asked == ["/robots.txt", "/feed", "/1", "/2"]
    assert (account.new, account.lists) == (2, 1)
    account, asked, _ = fetch(site, tmp_path, guard, "/map.xml", rules=Politeness(since="2021-06-01"))
    assert asked == ["/robots.txt", "/map.xml", "/news.xml.gz", "/3"]
    assert (account.new, account.lists, account.passed) == (1, 2, 2)
    account, asked, _ = fetch(site, tmp_path / "other", guard, "/feed", rules=Politeness(most=1))
    assert asked[-1] == "/1"
    assert [s.cause for s in account.skipped] == ["limit"]


def test_the_command(site, tmp_path):
    site.pages["/robots.txt"] = (404, {}, b"")
    site.pages["/a"] = (200, {}, html().encode())
    (tmp_path / "export.csv").write_text(f"URL,Date,Title\n{site.root}/a,2022-02-09,Talks\n,,\n,,No address\n")
    into = tmp_path / "fetched"
    done = CliRunner().invoke(
        cli, ["fetch", str(tmp_path / "export.csv"), "--into", str(into), "--delay", "0"], catch_exceptions=False
    )
    assert done.exit_code == 0
    assert "1 page" in done.stderr
    assert "export.csv:4" in done.stderr
    assert len(kept(into)) == 1
    done = CliRunner().invoke(
        cli, ["fetch", f"{site.root}/none", "--into", str(into), "--delay", "0"], catch_exceptions=False
    )
    assert done.exit_code == 2
    assert "404" in done.stderr
