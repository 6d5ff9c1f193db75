"""Stories: what belongs together over days, its events with who reports and who contradicts them, who is quoted; and
what one article tells and another denies."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from dragoman.desk.answers.stories import disagreements_query
from dragoman.desk.sql import browse_stories as browse
from dragoman.knowledge import default_knowledge
from dragoman.web.look import Missing, look_of, number_of, words_of
from dragoman.web.params import read_params

__all__ = ["ROUTES"]

_PAGE = 50


def stories(request: Request) -> HTMLResponse:
    """All stories, those of several articles first, of each kind those with the latest reports."""
    look, page, text = look_of(request), number_of(request, "page", 1, 1000), words_of(request, "text")
    rows = look.window.rows(*browse.stories_page(text=text or None, limit=_PAGE + 1, offset=(page - 1) * _PAGE))
    return look.page(request, "stories.html", rows=rows[:_PAGE], more=len(rows) > _PAGE, number=page, text=text)


def story(request: Request) -> HTMLResponse:
    """One story."""
    look, story = look_of(request), request.path_params["story"]
    window = look.window
    whole = window.one(*browse.story_by_id(story))
    if whole is None:
        raise Missing(f"no story has the id {story!r}; `dragoman stories` may have made them anew")
    articles = window.rows(*browse.articles_of_story(story))
    types = default_knowledge().ontology.types
    events = [
        {**e, "quad": types[e["type"]].quad.value if e["type"] in types else None}
        for e in window.rows(*browse.merged_events_of_story(story))
    ]
    reports = _by_event(window.rows(*browse.reports_of([e["merged_event"] for e in events])) if events else [])
    stand = [e for e in events if e["merged_event"] in reports]
    ids = [e["merged_event"] for e in stand]
    return look.page(
        request,
        "story.html",
        story=whole,
        articles=articles,
        outlets=Counter(a["outlet"] or "outlet unknown" for a in articles).most_common(),
        events=stand,
        gone=len(events) - len(stand),
        reports=reports,
        figures=_by_event(window.rows(*browse.figures_of(ids)) if ids else []),
        links=_links(window.rows(*browse.links_of(ids)) if ids else [], stand),
        quoted=window.rows(*browse.quoted_in_story(story)),
    )


def disagreements(request: Request) -> HTMLResponse:
    """What one article of a story tells and another denies, side by side, under the filters of events."""
    look, params = look_of(request), read_params(request.query_params)
    asked = replace(params.filters(), limit=params.size + 1, offset=(params.page - 1) * params.size)
    rows = look.window.rows(*disagreements_query(asked))
    made = bool(rows) or bool(look.window.rows(*browse.stories_page(limit=1)))
    return look.page(
        request,
        "disagreements.html",
        params=params,
        made=made,
        rows=rows[: params.size],
        more=len(rows) > params.size,
        types=default_knowledge().ontology.types,
    )


def _by_event(rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["merged_event"], []).append(row)
    return found


def _links(rows: list[dict[str, Any]], events: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """For each event what became of it, or what it came of; only among the events shown."""
    shown = {e["merged_event"]: e for e in events}
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["merged_event"] in shown and row["later"] in shown:
            found.setdefault(row["merged_event"], []).append({**row, "way": "then", "other": shown[row["later"]]})
            found.setdefault(row["later"], []).append({**row, "way": "before", "other": shown[row["merged_event"]]})
    return found


ROUTES = (
    Route("/stories", stories),
    Route("/stories/{story}", story),
    Route("/disagreements", disagreements),
)
