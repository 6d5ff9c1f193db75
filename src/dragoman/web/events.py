"""The events: table, map and calendar over one set of filters, which is the address."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from dragoman.desk import Filters, browse
from dragoman.desk.window import Window
from dragoman.knowledge import default_knowledge
from dragoman.web import charts
from dragoman.web.exports import EXPORTS
from dragoman.web.look import Looking
from dragoman.web.params import CERTAINTIES, STATUSES, EventParams, read_params

__all__ = ["VIEWS", "chips", "router", "volume_chart"]

router = APIRouter(include_in_schema=False)

VIEWS = ("table", "map", "calendar")


@router.get("/events")
def events(request: Request, look: Looking) -> Response:
    """Events that fit the address; an address with empty fields (a form without scripts) is led to the short one."""
    if any(not value.strip() for _, value in request.query_params.multi_items()):
        rest = [(name, value) for name, value in request.query_params.multi_items() if value.strip()]
        return RedirectResponse(f"/events?{urlencode(rest)}" if rest else "/events", 303)
    params = read_params(request.query_params, ("view",))
    view = request.query_params.get("view", "table")
    view = view if view in VIEWS else "table"
    filters = params.filters()
    total = look.window.one(*browse.event_total(filters)) or {"events": 0, "articles": 0}
    return look.page(
        request,
        "events.html",
        params=params,
        view=view,
        total=total,
        chips=chips(params),
        facets=_facets(look.window, filters, params),
        types=default_knowledge().ontology.types,
        statuses=STATUSES,
        certainties=CERTAINTIES,
        exports=EXPORTS,
        **_view(look.window, view, filters, params),
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


def _view(window: Window, view: str, filters: Filters, params: EventParams) -> dict[str, Any]:
    if view == "map":
        return {"places": window.rows(*browse.place_counts(filters, 200))}
    if view == "calendar":
        span = window.one(*browse.event_span(filters)) or {}
        within = (span["low"], span["high"]) if span.get("low") else None
        return {"years": charts.calendar(window.rows(*browse.volume(filters, "day", within)))}
    offset = (params.page - 1) * params.size
    rows = window.rows(*browse.events_shown(filters, params.size, offset))
    return {"rows": rows, "chart": volume_chart(window, filters)}


def volume_chart(window: Window, filters: Filters, height: float = 64) -> charts.Chart | None:
    """The events that fit over time, in the unit that suits the time they span; strays far off are counted apart."""
    span = window.one(*browse.event_span(filters))
    if span is None or span["first"] is None:
        return None
    unit = charts.span_unit(span["low"], span["high"])
    rows = window.rows(*browse.volume(filters, unit, (span["low"], span["high"])))
    outside = span["events"] - sum(row["events"] for row in rows)
    return charts.stacked(rows, unit, height, outside)


def _facets(window: Window, filters: Filters, params: EventParams) -> dict[str, list[dict[str, Any]]]:
    """Counts beside the table, each value with the address that asks for it too."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in window.rows(*browse.facets(filters)):
        field = row["facet"]
        if row["value"] is None or field == "place_country":  # where it was is asked for by the place
            continue
        held = getattr(params, field)
        on = row["value"] in held if isinstance(held, list) else row["value"] == held
        if isinstance(held, list):
            then: Any = [v for v in held if v != row["value"]] if on else [*held, row["value"]]
        else:
            then = None if on else row["value"]
        found.setdefault(field, []).append({**row, "on": on, "pairs": params.pairs(**{field: then, "page": 1})})
    return found
