"""The events: table, map and calendar over one set of filters, which is the address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dragoman.desk import Filters
from dragoman.desk.sql import browse
from dragoman.desk.sql.questions import AHEAD
from dragoman.desk.windows.window import Window
from dragoman.knowledge import default_knowledge
from dragoman.web import charts
from dragoman.web.exports import formats
from dragoman.web.look import look_of
from dragoman.web.params import CERTAINTIES, STATUSES, EventParams, read_params

__all__ = ["ROUTES", "VIEWS", "Seen", "chips", "days_of", "seen"]

VIEWS = ("table", "map", "calendar")


def events(request: Request) -> Response:
    """Events that fit the address; an address with empty fields (a form without scripts) is led to the short one."""
    if any(not value.strip() for _, value in request.query_params.multi_items()):
        rest = [(name, value) for name, value in request.query_params.multi_items() if value.strip()]
        return RedirectResponse(f"/events?{urlencode(rest)}" if rest else "/events", 303)
    look, params = look_of(request), read_params(request.query_params, ("view",))
    view = request.query_params.get("view", "table")
    view = view if view in VIEWS else "table"
    filters = params.filters()
    fit = seen(look.window, filters)
    return look.page(
        request,
        "events.html",
        params=params,
        view=view,
        total=fit,
        chips=chips(params),
        facets=_facets(fit, params),
        types=default_knowledge().ontology.types,
        statuses=STATUSES,
        certainties=CERTAINTIES,
        exports=formats(),
        **_view(look.window, view, fit, params),
    )


def chips(params: EventParams) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """What is filtered, as (field, value, the address without it)."""
    made = []
    for name, value in params.pairs():
        if name in ("page", "size", "order"):
            continue
        held = getattr(params, name)
        left = [v for v in held if v != value] if isinstance(held, list) else None
        made.append((name, value, params.pairs(**{name: left, "page": 1})))
    return made


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands beside the table of the events that fit: how many, of how many articles, on which days by quad class;
    and ``facets``, rows (facet, value, events)."""

    events: int
    articles: int
    days: charts.Days
    facets: tuple[tuple[str, str | None, int], ...]


def seen(window: Window, filters: Filters) -> Seen:
    """The events that fit, counted in all ways at once."""
    _, rows = window.tuples(*browse.seen(filters))
    days = [(date.fromisoformat(v) if v else None, quad, n) for kind, v, quad, n in rows if kind == "day"]
    return Seen(
        sum(n for *_, n in days),
        next(n for kind, *_, n in rows if kind == "articles"),
        days,
        tuple((kind, value, n) for kind, value, _, n in rows if kind in browse.FACETS),
    )


def days_of(window: Window, filters: Filters) -> charts.Days:
    """The events that fit by day and quad class, for a chart."""
    return [(day, quad, n) for day, quad, n in window.tuples(*browse.days(filters))[1]]


def _view(window: Window, view: str, fit: Seen, params: EventParams) -> dict[str, Any]:
    if view == "map":
        return {"places": window.rows(*browse.place_counts(params.filters(), 200))}
    rows = window.rows(*browse.events_shown(params.filters(), params.size, (params.page - 1) * params.size))
    if view == "calendar":
        return {"years": charts.calendar(fit.days), "rows": rows, "ahead": AHEAD}
    return {"rows": rows, "chart": charts.over_time(fit.days)}


def _facets(fit: Seen, params: EventParams) -> dict[str, list[dict[str, Any]]]:
    """Counts beside the table, each value with the address that asks for it too."""
    found: dict[str, list[dict[str, Any]]] = {}
    for field, value, events in fit.facets:
        if value is None or field == "place_country":  # where it was is asked for by the place
            continue
        held = getattr(params, field)
        on = value in held if isinstance(held, list) else value == held
        if isinstance(held, list):
            then: Any = [v for v in held if v != value] if on else [*held, value]
        else:
            then = None if on else value
        found.setdefault(field, []).append(
            {"value": value, "events": events, "on": on, "pairs": params.pairs(**{field: then, "page": 1})}
        )
    return found


ROUTES = (Route("/events", events),)
