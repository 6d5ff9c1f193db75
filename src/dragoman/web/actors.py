"""Actors: who they are, what they did and what was done to them, with whom, where, and who speaks about them."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from dragoman.desk import Filters
from dragoman.desk.amendments.judgements import load
from dragoman.desk.sql import browse
from dragoman.desk.windows.window import Window
from dragoman.web import charts
from dragoman.web.events import days_of
from dragoman.web.look import look_of, words_of
from dragoman.web.params import EventParams

__all__ = ["ROUTES", "about"]

_SHOWN = 60
_EVENTS = 40


def actors(request: Request) -> HTMLResponse:
    """The busiest actors, or those of a name."""
    look, name = look_of(request), words_of(request, "name")
    if name:
        rows = look.window.rows(*browse.suggest_actors(name, _SHOWN))
    else:
        rows = look.window.rows(*browse.busiest_actors(Filters(), _SHOWN))
    return look.page(request, "actors.html", rows=rows, name=name)


def actor(request: Request) -> HTMLResponse:
    """One actor."""
    look, actor = look_of(request), request.path_params["actor"]
    window = look.window
    filters = EventParams(actor=actor).filters()
    days = days_of(window, filters)
    return look.page(
        request,
        "actor.html",
        who=look.actor(actor),
        actor=actor,
        sections=about(window, actor),
        total={"events": sum(n for *_, n in days)},
        chart=charts.over_time(days, 72),
        events=window.rows(*browse.events_shown(filters, _EVENTS)),
        places=window.rows(*browse.actor_places(actor)),
        claims=window.rows(*browse.actor_claims(actor)),
        speakers=window.rows(*browse.speakers_about(actor)),
        articles=window.rows(*browse.actor_articles(actor)),
        same=[j for j in load(window.store) if actor in (j.actor, *j.others)],
    )


def about(window: Window, actor: str) -> dict[str, list[dict[str, Any]]]:
    """The lines of ``Answers.actor`` by section: who, name, role, asserted, membership, member, partner."""
    found: dict[str, list[dict[str, Any]]] = {}
    for line in window.actor(actor).lines:
        found.setdefault(line["section"], []).append(line)
    return found


ROUTES = (Route("/actors", actors), Route("/actors/{actor}", actor))
