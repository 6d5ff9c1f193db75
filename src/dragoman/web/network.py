"""Who acts on whom: a signed network over a period, and what passed between two, down to the sentences."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from dragoman.desk import Filters, Network
from dragoman.desk.sql import browse
from dragoman.desk.windows.window import Window
from dragoman.web import charts
from dragoman.web.events import days_of
from dragoman.web.look import look_of, number_of
from dragoman.web.params import EventParams, read_params

__all__ = ["LINES", "MOST_LINES", "ROUTES", "network_of", "pairs_of"]

LINES = 60
"""Lines drawn unless more are asked for: beyond that a drawing is a hairball, and the table is better."""
MOST_LINES = 300


def network(request: Request) -> HTMLResponse:
    """The network of the events that fit."""
    look = look_of(request)
    params = read_params(request.query_params, ("lines", "view"))
    lines = number_of(request, "lines", LINES, MOST_LINES)
    span = charts.middle(days_of(look.window, Filters()))
    return look.page(
        request,
        "network.html",
        params=params,
        lines=lines,
        pairs=pairs_of(network_of(look.window, params, lines).edges.to_dicts()),
        months=_months(*span) if span else [],
    )


def dyad(request: Request) -> HTMLResponse:
    """What passed between two actors: month by month, then every sentence."""
    look, one, other = look_of(request), request.path_params["one"], request.path_params["other"]
    window = look.window
    first, second = look.actor(one), look.actor(other)
    months = window.dyad(one, other).to_dicts()
    rows = window.rows(*browse.between(one, other, 200))
    return look.page(
        request,
        "dyad.html",
        one=first,
        other=second,
        months=months,
        chart=charts.stacked(window.rows(*browse.volume_between(one, other)), "month", 72),
        forth=[r for r in rows if one in r["source_actors"] and other in r["target_actors"]],
        back=[r for r in rows if other in r["source_actors"] and one in r["target_actors"]],
        joint=[r for r in rows if one in r["source_actors"] and other in r["source_actors"]],
    )


def network_of(window: Window, params: EventParams, lines: int) -> Network:
    """The busiest directed pairs of the events that fit, so many of them, and who they are."""
    # pairs are in order of how busy they are: what is newest is no question here
    return window.network(**{**asdict(params.filters()), "newest": False, "limit": lines})


def pairs_of(edges: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Directed edges joined into pairs, the busiest first."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for edge in edges:
        a, b = edge["source_actor"], edge["target_actor"]
        key = (a, b) if a < b else (b, a)
        names = {a: edge["source"] or a, b: edge["target"] or b}
        row = found.setdefault(
            key,
            {
                "one": key[0], "other": key[1], "one_name": names[key[0]], "other_name": names[key[1]],
                "events": 0, "cooperation": 0, "conflict": 0, "weight": 0.0, "last": None,
            },
        )  # fmt: skip
        for name in ("events", "cooperation", "conflict"):
            row[name] += edge[name]
        row["weight"] = round(row["weight"] + (edge["weight"] or 0.0), 2)
        row["last"] = max((d for d in (row["last"], edge["last"]) if d is not None), default=None)
    return sorted(found.values(), key=lambda r: (-r["events"], r["one_name"], r["other_name"]))


def _months(first: date, last: date) -> list[str]:
    """Every month from the first to the last day of the desk, at most the last 40 years of them."""
    start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [f"{m // 12:04d}-{m % 12 + 1:02d}" for m in range(max(start, end - 480), end + 1)]


ROUTES = (Route("/network", network), Route("/dyads/{one}/{other}", dyad))
