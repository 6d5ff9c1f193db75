"""Pages that were made once and need not be made again while the desk stays as it is.

An article never changes, nor does what a filter finds until something comes in: whoever asks for the same page gets the
same bytes, and a browser that has them is told so. What differs from reader to reader (the front with what is new, all
pages in edit mode with their forms) is made anew each time.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from hashlib import blake2b
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, TypeAlias

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers

from dragoman.desk.windows.shelf import Shelf
from dragoman.web.look import Look

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Memory"]

_ROOM, _LARGEST = 64 << 20, 2 << 20
"""Bytes of all pages that are kept (some thousand), and of one of them."""
_ROOMS = ("/articles", "/events", "/actors", "/stories", "/network", "/dyads")
_Key: TypeAlias = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _Kept:
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    sign: bytes

    async def give(self, headers: Headers, send: Send) -> None:
        known = self.sign.decode() in headers.get("if-none-match", "")
        own = self.headers if not known else tuple(h for h in self.headers if h[0] != b"content-length")
        await send({"type": "http.response.start", "status": 304 if known else 200, "headers": list(own)})
        await send({"type": "http.response.body", "body": b"" if known else self.body})


class Memory:
    """ASGI middleware: gives pages that are known, and keeps those that may be. Of several who ask for the same page at
    once one has it made, and the others wait for it."""

    def __init__(self, app: ASGIApp, look: Look) -> None:
        self._app, self._look = app, look
        self._shelf: Shelf[_Key, _Kept] = Shelf(_ROOM, _LARGEST)
        self._making: dict[_Key, asyncio.Event] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http" or scope["method"] != "GET" or self._look.settings.edit:
            await self._app(scope, receive, send)
            return
        if not any(scope["path"] == room or scope["path"].startswith(f"{room}/") for room in _ROOMS):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        state = self._look.window.glance() or await run_in_threadpool(self._look.window.state)
        key = (state, scope["path"], scope.get("query_string", b""), _theme(headers))
        if key in self._making:
            await self._making[key].wait()
        if key in self._shelf:
            await self._shelf[key].give(headers, send)
            return
        done = self._making.setdefault(key, asyncio.Event())
        try:
            await self._make(key, scope, receive, send)
        finally:
            done.set()
            self._making.pop(key, None)

    async def _make(self, key: _Key, scope: Scope, receive: Receive, send: Send) -> None:
        """Has the page made; it goes out whole, signed so that the browser can ask whether it still holds."""
        start: Message | None = None
        body: list[bytes] = []

        async def keep(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            assert start is not None
            body.append(message.get("body", b""))
            if message.get("more_body"):
                return
            whole = b"".join(body)
            headers = tuple(start["headers"])
            if start["status"] != 200 or any(name == b"set-cookie" for name, _ in headers):
                await send(start)
                await send({"type": "http.response.body", "body": whole})
                return
            sign = b'"' + blake2b(whole, digest_size=12).hexdigest().encode() + b'"'
            kept = _Kept((*headers, (b"etag", sign)), whole, sign)
            self._shelf.put(key, kept, len(whole))
            await kept.give(Headers(scope=scope), send)

        await self._app(scope, receive, keep)


def _theme(headers: Headers) -> str:
    """Dark, light or neither: the one thing that a page takes from its reader."""
    try:
        cookies = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return ""
    given = cookies["theme"].value if "theme" in cookies else ""
    return given if given in ("light", "dark") else ""
