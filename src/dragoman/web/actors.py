"""Actors: who they are, what they did and what was done to them, with whom, where, and who speaks about them."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from dragoman.desk import Filters, browse
from dragoman.desk.judgements import load
from dragoman.desk.window import Window
from dragoman.web import charts
from dragoman.web.events import days_of
from dragoman.web.look import Looking
from dragoman.web.params import EventParams

__all__ = ["about", "router"]

router = APIRouter(include_in_schema=False)

_SHOWN = 60
_EVENTS = 40


@router.get("/actors")
def actors(request: Request, look: Looking, name: str = "") -> HTMLResponse:
    """The busiest actors, or those of a name."""
    name = name.strip()[:200]
    if name:
        rows = look.window.rows(*browse.suggest_actors(name, _SHOWN))
    else:
        rows = look.window.rows(*browse.busiest_actors(Filters(), _SHOWN))
    return look.page(request, "actors.html", rows=rows, name=name)


@router.get("/actors/{actor}")
def actor(request: Request, look: Looking, actor: str) -> HTMLResponse:
    """One actor."""
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
