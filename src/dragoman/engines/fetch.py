"""Fetching pages, feeds and sitemaps politely: robots.txt, one request at a time a host, conditional, with back-off.

A thin shell: one thread, which asks whichever host may be asked next. Everything that is asked and answered is kept as
WARC (``fetch_store``); ``dragoman read`` reads it from there.
"""

from __future__ import annotations

import gzip
import io
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from dragoman.engines.fetch_http import AGENT, Client, Response
from dragoman.engines.fetch_store import WarcStore
from dragoman.engines.guard import Guard
from dragoman.engines.inputs import Limits
from dragoman.engines.inputs.limits import limited
from dragoman.errors import PageError
from dragoman.records import Skipped

if TYPE_CHECKING:
    from protego import Protego

__all__ = ["Fetched", "Fetcher", "Politeness"]

_ROBOT = "dragoman"
_REDIRECTS = 5
_SITEMAPS_DEEP = 3
_LONGEST_WAIT_S = 120.0
"""A server or robots.txt that asks for a longer pause is left for a later run."""
_TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_MOVED = frozenset({301, 302, 303, 307, 308})
_UNCHANGED = 304
_CLIENT_ERROR, _SERVER_ERROR = 400, 500
_ROBOTS_BYTES = 512_000
"""RFC 9309, 2.5: at least 500 kB of robots.txt are to be read."""
_XML = (b"<?xml", b"<rss", b"<feed", b"<urlset", b"<sitemapindex", b"<rdf:rdf")


@dataclass(frozen=True, slots=True)
class Politeness:
    """``delay``: seconds between requests to one host, more if its robots.txt says so. ``tries`` for one address,
    ``back_off`` seconds before the second, doubled from there on. ``most``: addresses that feeds and sitemaps may add.
    ``since``: a day (ISO); pages that a sitemap dates before it are passed over.
    """

    delay: float = 1.0
    tries: int = 3
    back_off: float = 4.0
    most: int = 10_000
    since: str | None = None


@dataclass(slots=True)
class Fetched:
    """The account of a run: every address is in exactly one count."""

    new: int = 0
    """Pages that came, new or changed."""
    unchanged: int = 0
    """Pages that the server or their content says are as they were held."""
    passed: int = 0
    """Pages that a feed or sitemap names and that are held already, or are older than asked for: not requested."""
    lists: int = 0
    """Feeds and sitemaps that were followed."""
    skipped: list[Skipped] = field(default_factory=list)
    interrupted: bool = False


@dataclass(frozen=True, slots=True)
class _Wanted:
    url: str
    named: bool
    changed: str | None = None
    depth: int = 0
    tries: int = 0
    redirects: int = 0


@dataclass(slots=True)
class _Host:
    root: str
    queue: deque[_Wanted] = field(default_factory=deque)
    robots: Protego | None = None
    refused: tuple[str, str] | None = None
    """Cause and sentence, where nothing may be fetched."""
    delay: float = 0.0
    waiting: bool = False


@dataclass(slots=True)
class Clock:
    """The time that politeness goes by; tests bring one that does not wait."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


class Fetcher:
    """Fetches addresses and all that the feeds and sitemaps among them lead to."""

    def __init__(
        self, store: WarcStore, guard: Guard, rules: Politeness, agent: str = AGENT, clock: Clock | None = None
    ) -> None:
        self._store = store
        self._guard = guard
        self._rules = rules
        self._client = Client(agent)
        self._clock = clock or Clock()
        self._hosts: dict[str, _Host] = {}
        self._due: list[tuple[float, int, _Host]] = []
        self._met: set[str] = set()
        self._turns = 0
        self._added = 0
        self.account = Fetched()

    def fetch(self, urls: Iterable[str], progress: Callable[[Fetched], None] | None = None) -> Fetched:
        """Fetches everything and returns the account. KeyboardInterrupt keeps what came and sets ``interrupted``."""
        try:
            for url in urls:
                self._want(_Wanted(url.strip(), named=True))
            while self._due:
                due, _, host = heappop(self._due)
                host.waiting = False
                self._clock.sleep(max(0.0, due - self._clock.now()))
                self._turn(host)
                if progress:
                    progress(self.account)
        except KeyboardInterrupt:
            self.account.interrupted = True
        finally:
            self._store.close()
        return self.account

    def _want(self, wanted: _Wanted, wait: float = 0.0) -> None:
        parts = urlsplit(wanted.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            self._skip(wanted.url, "bad_address", "it is no http or https address")
            return
        if wanted.url in self._met and not wanted.tries:
            return
        self._met.add(wanted.url)
        root = f"{parts.scheme}://{parts.netloc}"
        host = self._hosts.setdefault(root, _Host(root, delay=self._rules.delay))
        host.queue.append(wanted)
        self._schedule(host, wait)

    def _schedule(self, host: _Host, wait: float) -> None:
        if not host.waiting and host.queue:
            self._turns += 1
            host.waiting = True
            heappush(self._due, (self._clock.now() + wait, self._turns, host))

    def _turn(self, host: _Host) -> None:
        """One request to a host: its robots.txt before anything else."""
        wait = host.delay
        try:
            if host.robots is None and host.refused is None:
                self._learn_rules(host)
                wait = host.delay
            else:
                wait = self._one(host, host.queue.popleft())
        finally:
            self._schedule(host, wait)

    def _learn_rules(self, host: _Host) -> None:
        """Reads robots.txt as RFC 9309 says: none (4xx) allows everything, an unreachable one (5xx) nothing."""
        from protego import Protego

        url = f"{host.root}/robots.txt"
        try:
            response = self._client.get(url, {})
            for _ in range(_REDIRECTS):
                if response.status not in _MOVED or not response.header("location"):
                    break
                self._store.keep(response)
                response = self._client.get(urljoin(response.url, str(response.header("location"))), {})
        except PageError as error:
            host.refused = error.cause, f"robots.txt could not be fetched, so nothing may be: {error.detail}"
            return
        self._store.keep(response)
        if response.status >= _SERVER_ERROR:
            host.refused = "robots", f"robots.txt answers with status {response.status}, so nothing may be fetched"
            return
        said = b"" if response.status >= _CLIENT_ERROR or not response.ok else (_plain(response, _ROBOTS_BYTES) or b"")
        host.robots = Protego.parse(said.decode("utf-8", "replace"))
        asked = host.robots.crawl_delay(_ROBOT)
        host.delay = max(host.delay, float(asked or 0))
        if host.delay > _LONGEST_WAIT_S:
            host.refused = "robots", f"robots.txt asks for {host.delay:g} s between requests"

    def _one(self, host: _Host, wanted: _Wanted) -> float:
        """Fetches one address, or says why not; the seconds to wait before the host's next."""
        if host.refused is not None:
            self._skip(wanted.url, *host.refused)
            return 0.0
        assert host.robots is not None
        if not host.robots.can_fetch(wanted.url, _ROBOT):
            self._skip(wanted.url, "robots", "robots.txt does not allow it to be fetched")
            return 0.0
        held = self._store.held(wanted.url)
        headers: dict[str, str] = {}
        if held is not None:
            headers |= {"If-None-Match": held.etag} if held.etag else {}
            headers |= {"If-Modified-Since": held.modified} if held.modified else {}
        try:
            response = self._client.get(wanted.url, headers)
        except PageError as error:
            if error.cause == "unreachable":
                return self._again(host, wanted, Skipped(error.item, error.cause, error.detail), None)
            self._skip(error.item, error.cause, error.detail)
            return host.delay
        new = self._store.keep(response)
        if response.status in _TRY_AGAIN:
            skipped = Skipped(wanted.url, f"status_{response.status}", f"the server answers {response.status}")
            return self._again(host, wanted, skipped, response.header("retry-after"))
        self._answered(wanted, response, new)
        return host.delay

    def _again(self, host: _Host, wanted: _Wanted, skipped: Skipped, retry_after: str | None) -> float:
        """Puts an address back for a later try, with a doubled pause; gives up after the last."""
        wait = self._rules.back_off * 2.0**wanted.tries
        if retry_after and retry_after.strip().isdigit():
            wait = max(wait, float(retry_after))
        if wanted.tries + 1 >= self._rules.tries or wait > _LONGEST_WAIT_S:
            self._skip(skipped.item, skipped.cause, f"{skipped.detail} (tried {wanted.tries + 1} times)")
            return host.delay
        host.queue.appendleft(replace(wanted, tries=wanted.tries + 1))
        return max(wait, host.delay)

    def _answered(self, wanted: _Wanted, response: Response, new: bool) -> None:
        location = response.header("location")
        if response.status in _MOVED and location:
            onward = urljoin(wanted.url, location)
            if wanted.redirects >= _REDIRECTS:
                self._skip(wanted.url, "redirects", f"it leads on more than {_REDIRECTS} times")
            elif onward in self._met:
                self._skip(wanted.url, "redirects", f"it leads to {onward}, which was asked for already")
            else:
                self._want(replace(wanted, url=onward, tries=0, redirects=wanted.redirects + 1))
        elif response.status == _UNCHANGED:
            self.account.unchanged += 1
        elif not response.ok:
            self._skip(
                wanted.url, f"status_{response.status}", f"the server answers {response.status} {response.reason}"
            )
        elif not self._followed(wanted, response):
            self.account.new += new
            self.account.unchanged += not new

    def _followed(self, wanted: _Wanted, response: Response) -> bool:
        """Whether it was a feed or sitemap; all that it names is then wanted."""
        body = _plain(response, Limits().document_bytes)
        if body is None or not body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_XML):
            return False
        try:
            links = self._guard.links(body, wanted.url)
        except PageError as error:
            self._skip(error.item, error.cause, error.detail)
            return True
        if not links.kind:
            return False
        self.account.lists += 1
        for url in links.sitemaps:
            if wanted.depth < _SITEMAPS_DEEP:
                self._want(_Wanted(urljoin(wanted.url, url), named=True, depth=wanted.depth + 1))
            else:
                self._skip(url, "too_deep", f"sitemaps are followed {_SITEMAPS_DEEP} deep")
        beyond = sum(not self._add(urljoin(wanted.url, url), changed) for url, changed in links.pages.items())
        if beyond:
            detail = f"{beyond:,} of its addresses are beyond the limit of {self._rules.most:,}"
            self._skip(wanted.url, "limit", detail)
        return True

    def _add(self, url: str, changed: str | None) -> bool:
        """Wants a page that a list names, unless it is held unchanged or too old; False if there are too many."""
        held = self._store.held(url)
        old = self._rules.since is not None and changed is not None and changed[:10] < self._rules.since
        if old or (held is not None and not (changed and changed[:10] >= held.fetched[:10])):
            self.account.passed += 1
            return True
        if self._added >= self._rules.most:
            return False
        self._added += 1
        self._want(_Wanted(url, named=False, changed=changed))
        return True

    def _skip(self, item: str, cause: str, detail: str) -> None:
        self.account.skipped.append(Skipped(item, cause, detail))


def _plain(response: Response, most: int) -> bytes | None:
    """The body unpacked (sitemaps also lie gzipped on the server); None if it is too large or broken."""
    body = response.body
    for _ in range(2):
        if not body.startswith(b"\x1f\x8b"):
            break
        try:
            unpacked = limited(gzip.GzipFile(fileobj=io.BytesIO(body)), most)  # type: ignore[arg-type]
        except (OSError, EOFError):
            return None
        if unpacked is None:
            return None
        body = unpacked
    return body if len(body) <= most else body[:most]
