"""What stands between the page and whoever asks: host names, the token, forged requests, sizes, and the headers that
tell a browser to run nothing but our own scripts.

An article is hostile input, and so is the web around a browser that has this page open.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from dragoman.web.settings import Settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["CSRF_COOKIE", "HEADERS", "TOKEN_COOKIE", "Csrf", "Guard", "of_api"]

TOKEN_COOKIE = "dragoman_token"  # noqa: S105 - the name of a cookie
CSRF_COOKIE = "dragoman_form"
HEADERS: Mapping[str, str] = {
    # No inline script or style, nothing from elsewhere, no framing; data: is for the small images in our style sheet.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer": browsers then send the origin of our own forms as "null".
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
_LONGEST_QUERY = 4_096
"""Bytes of a query string: the longest filter that a person makes is under 1,000."""
_LARGEST_BODY = 65_536
_SAFE = ("GET", "HEAD", "OPTIONS")


class Csrf:
    """Tokens of forms: a form is ours if its hidden field fits the cookie that only this server can have signed.

    The key lives as long as the process: after a restart open forms must be loaded again.
    """

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def cookie(self, had: str | None) -> str:
        """The value of the cookie: the one the browser had, or a new one."""
        return had if had and len(had) >= 20 else secrets.token_urlsafe(24)

    def field(self, cookie: str) -> str:
        """The hidden field that belongs to a cookie."""
        return hmac.new(self._key, cookie.encode("utf-8", "replace"), sha256).hexdigest()

    def fits(self, cookie: str | None, field: str | None) -> bool:
        """Whether a form's field was made for this browser."""
        return bool(cookie and field) and hmac.compare_digest(
            self.field(cookie or "").encode(), (field or "").encode("utf-8", "replace")
        )


class Guard:
    """ASGI middleware: refuses what must not come in, and adds ``HEADERS`` to whatever goes out."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-cache")
            await send(message)

        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, guarded)
            return
        await self._app(scope, _bounded(receive), guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host = _host(headers.get("host", ""))
        if self._settings.hosts is not None and host not in self._settings.hosts:
            return _no(scope, 421, "This page does not answer to that name", "ask for it by the address it printed")
        if len(scope.get("query_string", b"")) > _LONGEST_QUERY:
            return _no(scope, 414, "The address is too long", f"a query holds at most {_LONGEST_QUERY} bytes")
        if int(_digits(headers.get("content-length"))) > _LARGEST_BODY:
            return _no(scope, 413, "That is too much at once", f"a form holds at most {_LARGEST_BODY} bytes")
        if scope["method"] not in _SAFE and not _same_origin(headers):
            return _no(scope, 403, "This came from another page", "forms are taken from this page alone")
        return self._unknown(scope, headers) if self._settings.token else None

    def _unknown(self, scope: Scope, headers: Headers) -> Response | None:
        """The answer to somebody without the token; None for who has it."""
        token = self._settings.token or ""
        query = parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
        given = next((value for name, value in query if name == "token"), None)
        if given is not None and _equal(given, token):
            rest = urlencode([(name, value) for name, value in query if name != "token"])
            # The path is ours to follow, never to leave the host by: "//elsewhere" would be an address.
            path = "/" + scope["path"].lstrip("/\\")
            answer = RedirectResponse(f"{path}?{rest}" if rest else path, status_code=303)
            answer.set_cookie(TOKEN_COOKIE, token, httponly=True, samesite="lax")
            return answer
        scheme, _, bearer = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and _equal(bearer.strip(), token):
            return None
        if _equal(_cookie(headers, TOKEN_COOKIE), token):
            return None
        refusal = _no(scope, 401, "A token is needed", "open the address with the token that `dragoman serve` printed")
        refusal.headers["WWW-Authenticate"] = "Bearer"
        return refusal


def _bounded(receive: Receive) -> Receive:
    """A body without a stated length must not be endless either."""
    read = 0

    async def bounded() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > _LARGEST_BODY:
            return {"type": "http.disconnect"}
        return message

    return bounded


def _no(scope: Scope, code: int, what: str, detail: str) -> Response:
    if of_api(scope["path"]):
        return JSONResponse({"error": what, "detail": detail}, code)
    return HTMLResponse(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{what}</title>'
        f"<h1>{what}</h1><p>{detail[0].upper()}{detail[1:]}.</p></html>",
        code,
    )


def of_api(path: str) -> bool:
    """Whether programs ask there, who are answered in JSON; ``/api-guide`` is a page."""
    return path == "/api" or path.startswith("/api/")


def _host(given: str) -> str:
    """The name in a Host header, without its port."""
    try:
        return urlsplit(f"//{given}").hostname or ""
    except ValueError:
        return ""


def _digits(given: str | None) -> str:
    return given if given and given.isascii() and given.isdigit() and len(given) < 12 else "0"


def _same_origin(headers: Headers) -> bool:
    """Whether a browser says that its own page of ours asks; programs that are no browser say nothing."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    if origin is None:
        return True
    try:
        return urlsplit(origin).netloc == headers.get("host", "") != ""
    except ValueError:
        return False


def _equal(one: str | None, other: str) -> bool:
    return one is not None and hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


def _cookie(headers: Headers, name: str) -> str | None:
    try:
        cookies = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return None
    return cookies[name].value if name in cookies else None
