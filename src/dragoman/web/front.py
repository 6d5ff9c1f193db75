"""The front: what came in, what is new since the last visit, stories, volume, the busiest actors; and the search."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from time import time
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from dragoman.desk import Filters
from dragoman.desk.sql import browse, browse_stories
from dragoman.desk.sql.questions import sources_query
from dragoman.desk.windows.window import Window
from dragoman.web import charts
from dragoman.web.events import days_of
from dragoman.web.look import look_of, number_of, words_of

__all__ = ["ROUTES", "suggestions"]

_VISIT = "visit"
_VISIT_ENDS_S = 30 * 60
"""A pause of half an hour ends a visit: who comes back from lunch wants to see what came meanwhile."""
_KEPT_S = 400 * 24 * 3600
_PART = re.compile(r"\d{8}T\d{12}-[0-9a-f]{12}")
_STORIES = 12


def front(request: Request) -> HTMLResponse:
    """The front."""
    look = look_of(request)
    window = look.window
    totals = window.one(*browse.overview()) or {}
    newest = window.state()[1]
    before, visit = _visit(request.cookies.get(_VISIT), newest)
    fresh = window.one(*browse.since_part(before)) if before else None
    if fresh is not None and not fresh["articles"]:
        fresh = None
    answer = look.page(
        request,
        "front.html",
        totals=totals,
        fresh=fresh,
        since=_moment(before),
        articles=window.rows(*browse.articles_page(limit=14, after=before if fresh else None)),
        stories=window.rows(*browse_stories.stories_page(limit=_STORIES)),
        chart=_recent(window, totals.get("last")),
        actors=window.rows(*browse.busiest_actors(_lately(totals.get("last")), 12)),
        sources=window.rows(*sources_query(Filters(limit=8))),
    )
    if visit:
        answer.set_cookie(_VISIT, visit, max_age=_KEPT_S, httponly=True, samesite="lax")
    return answer


def search(request: Request) -> Response:
    """What the search box finds: actors, stories, places, and text."""
    look, q, page = look_of(request), words_of(request, "q", 300), number_of(request, "page", 1, 100)
    if not q:
        return RedirectResponse("/", 303)
    return look.page(
        request,
        "search.html",
        q=q,
        number=page,
        found=suggestions(look.window, q, 8),
        texts=look.finder.find(q, page),
    )


def theme(request: Request) -> RedirectResponse:
    """Chooses dark or light, and goes back; without scripts this is the button."""
    to = request.query_params.get("to", "")
    back = request.query_params.get("back", "/")
    safe = back if re.fullmatch(r"/(?![/\\])[^\x00-\x1f\\]*", back) else "/"
    answer = RedirectResponse(safe, 303)
    if to in ("light", "dark"):
        answer.set_cookie("theme", to, max_age=_KEPT_S, samesite="lax")
    else:
        answer.delete_cookie("theme")
    return answer


def suggestions(window: Window, text: str, limit: int = 6) -> dict[str, list[dict[str, Any]]]:
    """Actors, stories, places and titles like a text, each the most likely first."""
    return {
        "actors": window.rows(*browse.suggest_actors(text, limit)),
        "stories": window.rows(*browse_stories.suggest_stories(text, limit)),
        "places": window.rows(*browse.suggest_places(text, limit)),
        "articles": window.rows(*browse.suggest_articles(text, limit)),
    }


def _visit(cookie: str | None, newest: str) -> tuple[str | None, str]:
    """What was the newest part at the last visit, and the cookie to set. The first visit has none before it."""
    now = int(time())
    pieces = (cookie or "").split("|")
    known = len(pieces) == 3 and all(not p or _PART.fullmatch(p) for p in pieces[:2]) and pieces[2].isdigit()
    if not known:
        return None, f"|{newest}|{now}"
    before, seen, last = pieces[0], pieces[1], int(pieces[2])
    if now - last > _VISIT_ENDS_S:
        before, seen = seen, newest
    return before or None, f"{before}|{seen}|{now}"


def _moment(part: str | None) -> datetime | None:
    """When a part was written, by its name."""
    return datetime.strptime(part[:15], "%Y%m%dT%H%M%S").replace(tzinfo=UTC) if part else None


def _lately(last: date | None) -> Filters:
    """The month that ends with the newest article: who is active is a question about now, not about the archive."""
    return Filters(since=(last - timedelta(days=30)).isoformat()) if last else Filters()


def _recent(window: Window, last: date | None) -> charts.Chart | None:
    """Events of the last quarter by day, or all of them where the quarter has too few to draw."""
    if last is None:
        return None
    since = last - timedelta(days=91)
    filters = Filters(since=since.isoformat(), until=last.isoformat())
    chart = charts.stacked(window.rows(*browse.volume(filters, "day")), "day", 110)
    return chart if chart and len(chart.bars) >= 10 else charts.over_time(days_of(window, Filters()), 110)


ROUTES = (Route("/", front), Route("/search", search), Route("/theme", theme))
