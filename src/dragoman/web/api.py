"""The JSON API: the same questions and filters as the pages, with OpenAPI under ``/api/openapi.json``."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Depends, FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, create_model
from starlette.responses import JSONResponse, Response

from dragoman import __version__
from dragoman.desk.answers.exports import plain
from dragoman.desk.answers.stories import disagreements_query
from dragoman.desk.schema import table
from dragoman.desk.sql import browse, browse_stories
from dragoman.desk.storage.placed import ADDED
from dragoman.web.articles import bundle, wrong_in
from dragoman.web.edit import Forbidden, Given, judge
from dragoman.web.front import suggestions
from dragoman.web.live import Looking
from dragoman.web.live import router as live_router
from dragoman.web.look import Listeners, Look
from dragoman.web.network import LINES, MOST_LINES, network_of
from dragoman.web.params import EventParams, Name, Page, Words

__all__ = ["ApiError", "make_api", "router"]

_PYTHON = {
    "text": str, "texts": list[str], "int": int, "ints": list[int], "float": float, "number": float, "date": date,
    "bool": bool,
}  # fmt: skip


class ApiError(BaseModel):
    """What went wrong."""

    error: str
    detail: str


_ERRORS: dict[int | str, dict[str, Any]] = {
    400: {"model": ApiError, "description": "What was asked cannot be answered; `detail` says why."},
    404: {"model": ApiError, "description": "Nothing has this id."},
    422: {"model": ApiError, "description": "A parameter is not what it should be."},
    503: {
        "model": ApiError,
        "description": "It would take too long, or too many ask at once: try again, or narrow it.",
    },
}

router = APIRouter(prefix="/api", responses=_ERRORS)


def _row(name: str, of: str) -> type[BaseModel]:
    """A row of a table as the desk's schema describes it, so that the API cannot say otherwise."""
    described = table(of)
    kinds: dict[str, Any] = {
        c.name: (_PYTHON[c.type] | None, Field(None, description=c.doc)) for c in described.columns
    }
    article = {c.name: c for c in table("articles").columns}
    for added in ADDED.get(of, ()):
        column = article[added.removesuffix("_of_article")]
        kinds[added] = (_PYTHON[column.type] | None, Field(None, description=f"of the article: {column.doc}"))
    return create_model(name, __doc__=described.doc, __config__=ConfigDict(extra="allow"), **kinds)


Event: Any = _row("Event", "events")
ClaimRow: Any = _row("Claim", "claims")
Article: Any = _row("Article", "articles")


class EventPage(BaseModel):
    """A page of events; ``total`` of them fit in ``articles`` articles."""

    total: int
    articles: int
    page: int
    size: int
    rows: list[Event]


class Overview(BaseModel):
    """What the desk holds."""

    articles: int
    events: int
    claims: int
    skipped: int
    first: date | None
    last: date | None


class Rows(BaseModel):
    """Rows of an answer, each an object by column."""

    rows: list[dict[str, Any]]


class ArticleRecords(BaseModel):
    """An article with all that was read from it."""

    article: Article
    events: list[Event]
    claims: list[ClaimRow]
    disputes: list[dict[str, Any]]
    participants: list[dict[str, Any]]
    mentions: list[dict[str, Any]]
    times: list[dict[str, Any]]
    places: list[dict[str, Any]]
    blocks: list[dict[str, Any]]
    sightings: list[dict[str, Any]]


class Network(BaseModel):
    """Directed edges between actors: counts and the signed weight (negative: conflict), the busiest first."""

    edges: list[dict[str, Any]]
    nodes: list[dict[str, Any]]


class Suggestions(BaseModel):
    """Actors, stories, places and titles like a text."""

    actors: list[dict[str, Any]]
    stories: list[dict[str, Any]]
    places: list[dict[str, Any]]
    articles: list[dict[str, Any]]


class Made(BaseModel):
    """A correction that was appended."""

    id: str
    at: str
    by: str


@router.get("", response_model=Overview, summary="What the desk holds")
def overview(look: Looking) -> Response:
    """Counts and the days between the first and the last article."""
    return _json(look.window.one(*browse.overview()))


@router.get("/events", response_model=EventPage, summary="Events that fit, a page of them")
def events(look: Looking, params: Annotated[EventParams, Query()]) -> Response:
    """The filters are those of the page `/events`: an address there works here."""
    filters = params.filters()
    total = look.window.one(*browse.event_total(filters)) or {"events": 0, "articles": 0}
    rows = look.window.rows(*browse.events_page(filters, params.size, (params.page - 1) * params.size))
    return _json(
        {
            "total": total["events"],
            "articles": total["articles"],
            "page": params.page,
            "size": params.size,
            "rows": rows,
        }
    )


class VolumeParams(EventParams):
    """The filters, and the unit of time."""

    unit: Literal["day", "week", "month", "year"] = "month"


class NetworkParams(EventParams):
    """The filters, and how much of the network."""

    lines: Annotated[int, Field(ge=1, le=MOST_LINES, description="edges at most, the busiest first")] = LINES


@router.get("/volume", response_model=Rows, summary="Events that fit by time and quad class")
def volume(look: Looking, params: Annotated[VolumeParams, Query()]) -> Response:
    """Rows (start, quad, events) in order of time; those without a start are of a time that is longer than the unit."""
    return _rows(look.window.rows(*browse.volume(params.filters(), params.unit)))


@router.get("/facets", response_model=Rows, summary="Events that fit by type, status, quad class ...")
def facets(look: Looking, params: Annotated[EventParams, Query()]) -> Response:
    """Rows (facet, value, events), the most frequent values first."""
    return _rows(look.window.rows(*browse.facets(params.filters())))


@router.get("/places", response_model=Rows, summary="Where the events that fit took place")
def places(look: Looking, params: Annotated[EventParams, Query()]) -> Response:
    """A row a place with coordinates and counts by quad class, the most frequent first."""
    return _rows(look.window.rows(*browse.place_counts(params.filters())))


@router.get("/network", response_model=Network, summary="Who acts on whom")
def network(look: Looking, params: Annotated[NetworkParams, Query()]) -> Response:
    """Directed edges of the events that fit; without ``status``, of what happened (actual) alone."""
    found = network_of(look.window, params, params.lines)
    return _json({"edges": found.edges.to_dicts(), "nodes": found.nodes.to_dicts()})


@router.get("/articles", response_model=Rows, summary="Articles, the newest first")
def articles(
    look: Looking,
    outlet: Annotated[Name | None, Query()] = None,
    text: Annotated[Words | None, Query(description="words of the title")] = None,
    page: Annotated[Page, Query()] = 1,
    size: Annotated[int, Query(ge=1, le=500)] = 50,
) -> Response:
    """Each with its counts of events and claims and the beginning of its text."""
    return _rows(
        look.window.rows(*browse.articles_page(outlet=outlet, text=text, limit=size, offset=(page - 1) * size))
    )


@router.get("/articles/{article}", response_model=ArticleRecords, summary="One article")
def article(look: Looking, article: str) -> Response:
    """Its text and every record read from it, as corrected; offsets are into the text."""
    records, wrong = bundle(look.window, article), wrong_in(look.window)
    stands = {name: [r for r in records[name] if r[name[:-1]] not in wrong] for name in ("events", "claims")}
    return _json({**records, **stands})


@router.get("/actors", response_model=Rows, summary="Actors by name, or the busiest")
def actors(
    look: Looking,
    name: Annotated[Name | None, Query()] = None,
    size: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Response:
    """With a name: who bears it. Without: who has the most events."""
    if name:
        return _rows(look.window.rows(*browse.suggest_actors(name, size)))
    return _rows(look.window.rows(*browse.busiest_actors(EventParams().filters(), size)))


@router.get("/actors/{actor}", response_model=Rows, summary="One actor")
def actor(look: Looking, actor: str) -> Response:
    """Lines (section, value, detail, since, until, period, times, basis) with their evidence."""
    look.actor(actor)
    return _rows(look.window.actor(actor).lines.to_dicts())


@router.get("/stories", response_model=Rows, summary="Stories, those with the latest reports first")
def stories(
    look: Looking,
    text: Annotated[Words | None, Query()] = None,
    page: Annotated[Page, Query()] = 1,
    size: Annotated[int, Query(ge=1, le=500)] = 50,
) -> Response:
    """Empty until `dragoman stories` was run."""
    return _rows(look.window.rows(*browse_stories.stories_page(text=text, limit=size, offset=(page - 1) * size)))


@router.get("/disagreements", response_model=Rows, summary="What one article tells and another of its story denies")
def disagreements(look: Looking, params: Annotated[EventParams, Query()]) -> Response:
    """Pairs of reports of one event, the latest denial first; the filters hold for one of the two, `status` for
    neither. Empty until `dragoman stories` was run."""
    asked = replace(params.filters(), limit=params.size, offset=(params.page - 1) * params.size)
    return _rows(look.window.rows(*disagreements_query(asked)))


@router.get("/suggest", response_model=Suggestions, summary="What a text may mean")
def suggest(look: Looking, q: Annotated[Words, Query()]) -> Response:
    """For search boxes."""
    return _json(suggestions(look.window, q))


class Found(BaseModel):
    """Articles that fit a query; ``indexed`` is false where only titles were looked through."""

    total: int
    more: bool
    indexed: bool
    rows: list[dict[str, Any]]
    notes: list[str]


@router.get("/search", response_model=Found, summary="Full text")
def search(look: Looking, q: Annotated[Words, Query()], page: Annotated[int, Query(ge=1, le=100)] = 1) -> Response:
    """As `dragoman search` understands it; each article with its best passage as (text, whether it fits) pieces."""
    found = look.finder.find(q, page)
    return _json(
        {
            "total": found.total,
            "more": found.more,
            "indexed": found.indexed,
            "rows": found.rows,
            "notes": found.notes,
        }
    )


@router.get("/corrections", response_model=Rows, summary="What people judged, oldest first")
def corrections(look: Looking) -> Response:
    """Each with the sentence that it judges."""
    return _rows([msgspec.to_builtins(c) for made in look.window.corrections().values() for c in made])


@router.post(
    "/corrections",
    status_code=201,
    response_model=Made,
    responses={403: {"model": ApiError, "description": "The page is read-only."},
               415: {"model": ApiError, "description": "The body is no JSON."}},
    summary="Append a correction (with --edit)",
)  # fmt: skip
def add_correction(request: Request, look: Looking, given: Given) -> Response:
    """Appended, never overwritten. The body must be JSON, which no form of another page can send."""
    if not look.settings.edit:
        raise Forbidden("this page is read-only; `dragoman serve DESK --edit` allows corrections")
    made = judge(look, given)
    return _json({"id": made.id, "at": made.at, "by": made.by}, 201)


def make_api(look: Look, listeners: Listeners) -> FastAPI:
    """The application of the API over one desk."""
    app = FastAPI(
        title="Dragoman",
        version=__version__,
        description="A desk of political news: events, claims, actors, with the sentences that say so.",
        openapi_url="/api/openapi.json",
        docs_url=None,  # FastAPI's documentation pages load scripts from elsewhere
        redoc_url=None,
    )
    app.state.look, app.state.listeners = look, listeners
    app.include_router(live_router, prefix="/api", dependencies=[Depends(_only_known)])
    app.include_router(router, dependencies=[Depends(_only_known)])

    @app.exception_handler(RequestValidationError)
    async def not_valid(request: Request, error: RequestValidationError) -> Response:
        return JSONResponse({"error": "A parameter is wrong", "detail": _wrong(request, error)}, 422)

    return app


def _parameters(request: Request) -> list[str]:
    """What may be asked at this address, as the description of the API says."""
    path = "/api" + request.scope["route"].path_format.removeprefix("/api")
    here: dict[str, Any] = request.app.openapi()["paths"][path].get(request.method.lower(), {})
    return [one["name"] for one in here.get("parameters", ()) if one["in"] == "query"]


def _only_known(request: Request) -> None:
    """Raises RequestValidationError for a parameter that would be passed over: an answer that looks narrowed and is not
    misleads."""
    unknown = [name for name in request.query_params if name not in _parameters(request)]
    if unknown:
        raise RequestValidationError([{"type": "extra_forbidden", "loc": ("query", unknown[0]), "msg": ""}])


def _wrong(request: Request, error: RequestValidationError) -> str:
    """Which parameter is wrong, and how: of one that is given several times (``status``, 0) its name."""
    errors = error.errors()
    if not errors:
        return "not valid"
    first = errors[0]
    where, *inside = first["loc"]
    name = next((part for part in inside if isinstance(part, str)), where)
    if first["type"] == "extra_forbidden" and where == "query":
        known = _parameters(request)
        return f"there is no parameter {name!r} here; there {'are ' + ', '.join(known) if known else 'is none'}"
    told = str(first["msg"]).removeprefix("Value error, ")
    given = first.get("input")
    return f"{name}: {told}" + (f", not {given!r}" if isinstance(given, str) and repr(given) not in told else "")


def _rows(rows: list[dict[str, Any]]) -> Response:
    return _json({"rows": rows})


def _json(value: Any, code: int = 200) -> Response:
    return Response(msgspec.json.encode(_plain(value)), code, media_type="application/json")


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return plain(value)
