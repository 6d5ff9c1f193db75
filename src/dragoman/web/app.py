"""The application: routers, static files, and what is said when something goes wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from threading import Thread

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from dragoman import __version__
from dragoman.desk import browse
from dragoman.errors import CostError, DragomanError, UsageError
from dragoman.knowledge import default_knowledge
from dragoman.web import actors, api, articles, edit, events, exports, front, live, network, stories
from dragoman.web.guard import HEADERS, Guard, of_api
from dragoman.web.look import Look, Missing, open_look
from dragoman.web.render import STATIC
from dragoman.web.settings import Settings

__all__ = ["make_app"]


class _Static(StaticFiles):
    """Our scripts, styles and fonts. Names of fonts and boundaries never change what they hold."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if path.endswith((".woff2", ".json")):
            response.headers["Cache-Control"] = "max-age=604800"
        return response


def make_app(settings: Settings) -> FastAPI:
    """The page over one desk. Raises DeskError if there is none."""
    look = open_look(settings)

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        Thread(target=_warm, args=(look,), daemon=True).start()
        yield
        app.state.listeners.stopping = True
        look.window.close()

    app = FastAPI(
        title="Dragoman",
        version=__version__,
        description="A desk of political news: events, claims, actors, with the sentences that say so.",
        lifespan=life,
        openapi_url="/api/openapi.json",
        docs_url=None,  # FastAPI's documentation pages load scripts from elsewhere
        redoc_url=None,
    )
    app.state.look = look
    app.state.listeners = live.Listeners()
    app.include_router(live.router, prefix="/api")
    for room in (api, front, articles, events, actors, stories, network, edit, exports):
        app.include_router(room.router)
    app.include_router(front.theme_router)
    app.add_api_route("/api-guide", _guide, include_in_schema=False)
    app.mount("/static", _Static(directory=STATIC), name="static")
    app.add_middleware(Guard, settings=settings)
    _say_errors(app)
    return app


def _warm(look: Look) -> None:
    """Loads beside the first requests what would make somebody wait for seconds: the session, and who is who."""
    with suppress(DragomanError):
        look.window.one(*browse.overview())
        _ = default_knowledge().actors


def _guide(request: Request) -> Response:
    """The API as a page for people."""
    look: Look = request.app.state.look
    return look.page(request, "api.html", spec=request.app.openapi())


def _say_errors(app: FastAPI) -> None:
    @app.exception_handler(DragomanError)
    async def ours(request: Request, error: DragomanError) -> Response:
        if isinstance(error, Missing):
            return _wrong(request, 404, "There is no such thing here", str(error))
        if isinstance(error, edit.Forbidden):
            return _wrong(request, 403, "That is not allowed", str(error))
        if isinstance(error, CostError):
            return _wrong(request, 503, "That would take too long", str(error))
        if isinstance(error, UsageError):
            return _wrong(request, 400, "That cannot be answered", str(error))
        return _wrong(request, 500, "The desk is in trouble", str(error))

    @app.exception_handler(RequestValidationError)
    async def not_valid(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0] if error.errors() else {"loc": ("query", ""), "msg": "not valid"}
        return _wrong(request, 422, "A parameter is wrong", f"{first['loc'][-1]}: {first['msg']}")

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        what = {404: "There is no such page", 405: "That is not done here"}.get(error.status_code, "That did not work")
        return _wrong(request, error.status_code, what, f"{request.url.path}: {error.detail}", error)

    @app.exception_handler(Exception)
    async def fault(request: Request, error: Exception) -> Response:
        return _wrong(
            request, 500, "Something broke here", f"{type(error).__name__}; the terminal of `serve` tells more"
        )


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
