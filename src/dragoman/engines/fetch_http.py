"""One HTTP exchange, bounded in time and size, with the bytes that make a WARC record of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic
from urllib.parse import urlsplit

from dragoman import __version__
from dragoman.errors import PageError

__all__ = ["AGENT", "Client", "Response"]

AGENT = f"dragoman/{__version__}"
"""What servers are told; in robots.txt we answer to ``dragoman``."""
_CONNECT_S, _READ_S, _WHOLE_S = 10.0, 30.0, 120.0
_CHUNK = 65_536
_OK = 200


@dataclass(frozen=True, slots=True)
class Response:
    """An answer: status and headers as they came, the body as it was sent (still packed), and our request."""

    url: str
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    request: bytes
    when: datetime

    @property
    def ok(self) -> bool:
        """Whether the page came."""
        return self.status == _OK

    def header(self, name: str) -> str | None:
        """The first header of that name, None if it did not come."""
        return next((value for key, value in self.headers if key.casefold() == name), None)

    def head(self) -> bytes:
        """Status line and headers as a WARC record holds them. Chunking was undone, and its header says so."""
        lines = [f"HTTP/1.1 {self.status} {self.reason}".rstrip()]
        for name, value in self.headers:
            shown = "X-Archive-Orig-Transfer-Encoding" if name.casefold() == "transfer-encoding" else name
            lines.append(f"{shown}: {value}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")


class Client:
    """Gets single addresses; redirects and errors are answers like others."""

    def __init__(self, agent: str = AGENT, most: int = 20 * 2**20) -> None:
        """``most``: bytes of the largest body, as sent, that is taken."""
        import urllib3

        timeout = urllib3.Timeout(connect=_CONNECT_S, read=_READ_S)
        self._pool = urllib3.PoolManager(num_pools=20, retries=False, timeout=timeout)
        self._agent = agent
        self._most = most

    def get(self, url: str, headers: Mapping[str, str]) -> Response:
        """The answer. Raises PageError: ``bad_address``, ``unreachable``, ``too_slow`` or ``too_large``."""
        import urllib3

        parts = urlsplit(url)
        sent = {"Host": parts.netloc.rsplit("@", 1)[-1], "User-Agent": self._agent, "Accept": "*/*"}
        sent |= {"Accept-Encoding": "gzip", **headers}
        when = datetime.now(UTC)
        try:
            answer = self._pool.request(
                "GET", url, headers=sent, redirect=False, preload_content=False, decode_content=False
            )
        except urllib3.exceptions.LocationValueError as error:
            raise PageError(url, "bad_address", f"it is no address that can be fetched: {error}") from error
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise PageError(url, "unreachable", f"the server could not be reached: {error}") from error
        try:
            body = self._body(url, answer)
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise PageError(url, "unreachable", f"the answer broke off: {error}") from error
        finally:
            answer.release_conn()
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items())]
        request = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")
        pairs = tuple((str(name), str(value)) for name, value in answer.headers.iteritems())
        return Response(url, answer.status, answer.reason or "", pairs, body, request, when)

    def _body(self, url: str, answer: object) -> bytes:
        from urllib3 import BaseHTTPResponse

        assert isinstance(answer, BaseHTTPResponse)
        parts: list[bytes] = []
        size = 0
        until = monotonic() + _WHOLE_S
        while part := answer.read1(_CHUNK):
            parts.append(part)
            size += len(part)
            if size > self._most:
                answer.close()
                raise PageError(
                    url, "too_large", f"it is larger than {self._most / 2**20:g} MB, the limit for one page"
                )
            if monotonic() > until:
                answer.close()
                raise PageError(url, "too_slow", f"the server took over {_WHOLE_S:g} s for it")
        return b"".join(parts)
