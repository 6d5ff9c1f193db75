"""The application: pages, static files, the API behind them, and what is said when something goes wrong.

The pages are Starlette's. The API is FastAPI's, which takes longer to load than all else together: it is made beside
the first pages, or by the first who asks it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from threading import Event, Lock
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Match, Mount, Route
from starlette.staticfiles import StaticFiles

from dragoman.desk.sql import browse
from dragoman.desk.windows.beside import Beside
from dragoman.errors import CostError, DragomanError, UsageError
from dragoman.web import actors, articles, edit, events, exports, front, network, stories
from dragoman.web.guard import HEADERS, Guard, of_api
from dragoman.web.look import Listeners, Look, Missing, open_look
from dragoman.web.memory import Memory
from dragoman.web.render import STATIC
from dragoman.web.settings import Settings

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.types import Receive, Scope, Send

__all__ = ["make_app"]

_API_AFTER_S = 1.5
"""The API is made so long after the start: whoever opened the page at once has it before, and asks for news later."""


class _Static(StaticFiles):
    """Our scripts, styles and fonts. Names of fonts and boundaries never change what they hold."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if path.endswith((".woff2", ".json")):
            response.headers["Cache-Control"] = "max-age=604800"
        return response


class _Api(BaseRoute):
    """Whatever programs ask for: led to the application that FastAPI makes, once it is needed."""

    def __init__(self, look: Look, listeners: Listeners) -> None:
        self._look, self._listeners = look, listeners
        self._lock = Lock()
        self._made: FastAPI | None = None

    def app(self) -> FastAPI:
        """The application of the API."""
        with self._lock:
            if self._made is None:
                from dragoman.web.api import make_api

                self._made = make_api(self._look, self._listeners)
                _say_errors(self._made)
            return self._made

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        ours = scope["type"] == "http" and of_api(scope["path"])
        return (Match.FULL if ours else Match.NONE), {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self._made if self._made is not None else await run_in_threadpool(self.app)
        await app(scope, receive, send)


def make_app(settings: Settings) -> Starlette:
    """The page over one desk. Raises DeskError if there is none."""
    look, listeners = open_look(settings), Listeners()
    api = _Api(look, listeners)

    @asynccontextmanager
    async def life(app: Starlette) -> AsyncIterator[None]:
        listeners.stopping = False
        look.window.open()
        beside = Beside()
        beside.start(lambda: _warm(look, api, beside.stopping))
        try:
            yield
        finally:
            listeners.stopping = True
            _end(look, beside)  # not in a thread of the pool: all of them may be waiting for an answer

    def guide(request: Request) -> Response:
        """The API as a page for people."""
        return look.page(request, "api.html", spec=api.app().openapi())

    pages = [
        route for room in (front, articles, events, actors, stories, network, edit, exports) for route in room.ROUTES
    ]
    static = Mount("/static", _Static(directory=STATIC), name="static")
    app = Starlette(
        routes=[static, *pages, Route("/api-guide", guide), api],
        middleware=[Middleware(Guard, settings=settings), Middleware(Memory, look=look)],
        lifespan=life,
    )
    app.state.look, app.state.listeners = look, listeners
    _say_errors(app)
    return app


def _warm(look: Look, api: _Api, stopping: Event) -> None:
    """Loads beside the first requests what would make somebody wait: the session at once, the rest when the first page
    is there."""
    from dragoman.knowledge import default_knowledge

    with suppress(DragomanError):
        look.window.one(*browse.overview())
        if stopping.wait(_API_AFTER_S):
            return
        _ = default_knowledge().actors
        if not stopping.is_set():
            api.app()


def _end(look: Look, beside: Beside) -> None:
    """Ends what goes on beside the requests, and waits until it has."""
    beside.stopping.set()
    look.finder.close()
    look.window.close()
    beside.stop()


def _say_errors(app: Starlette) -> None:
    async def ours(request: Request, error: Exception) -> Response:
        if isinstance(error, Missing):
            return _wrong(request, 404, "There is no such thing here", str(error))
        if isinstance(error, edit.Forbidden):
            return _wrong(request, 403, "That is not allowed", str(error))
        if isinstance(error, CostError):
            return _wrong(request, 503, "That would take too long", str(error))
        if isinstance(error, UsageError):
            return _wrong(request, 400, "That cannot be answered", str(error))
        return _wrong(request, 500, "The desk is in trouble", str(error))

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        what = {404: "There is no such page", 405: "That is not done here"}.get(error.status_code, "That did not work")
        return _wrong(request, error.status_code, what, f"{request.url.path}: {error.detail}", error)

    async def fault(request: Request, error: Exception) -> Response:
        return _wrong(
            request, 500, "Something broke here", f"{type(error).__name__}; the terminal of `serve` tells more"
        )

    app.add_exception_handler(DragomanError, ours)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(Exception, fault)


def _wrong(request: Request, code: int, what: str, detail: str, error: HTTPException | None = None) -> Response:
    headers = dict(error.headers or {}) if error else {}
    if code == 503:
        headers["Retry-After"] = "2"
    if of_api(request.url.path):
        return JSONResponse({"error": what, "detail": detail}, code, headers)
    look: Look = request.app.state.look
    answer = look.page(request, "error.html", code, what=what, detail=detail, code=code)
    answer.headers.update(headers)
    if code == 500:
        answer.headers.update(HEADERS)  # a fault is answered outside of the guard
    return answer
