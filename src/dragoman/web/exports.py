"""What is seen, taken away: the events of the filters, or the corrections, as a file."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.background import BackgroundTask
from starlette.responses import FileResponse

from dragoman.desk import browse
from dragoman.desk.corrections import load_corrections, table_of
from dragoman.desk.exports import FORMATS, write
from dragoman.desk.queries import events_query
from dragoman.desk.result import Result
from dragoman.errors import UsageError
from dragoman.web.look import Looking
from dragoman.web.params import read_params
from dragoman.web.stories import story_filters

__all__ = ["EXPORTS", "MOST_ROWS", "router"]

router = APIRouter(include_in_schema=False)

EXPORTS = FORMATS
MOST_ROWS = 100_000
"""Rows of one export: some 100 MB in memory while it is written. Who needs all takes `dragoman export`."""
_TYPES = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson"}


@router.get("/export/events.{form}")
def export_events(request: Request, look: Looking, form: str) -> FileResponse:
    """The events that fit the address, all pages of them."""
    filters = story_filters(look.window, read_params(request.query_params, {"view": ""}))
    total = look.window.one(*browse.event_total(filters)) or {"events": 0}
    if total["events"] > MOST_ROWS:
        raise UsageError(
            f"{total['events']:,} events fit; the page gives away {MOST_ROWS:,} at once. Narrow the filters, or take "
            "all of them with `dragoman export`"
        )
    return _file(look.window.sql(*events_query(replace(filters, limit=MOST_ROWS))), "events", form)


@router.get("/export/corrections.{form}")
def export_corrections(look: Looking, form: str) -> FileResponse:
    """All corrections with the sentences that they judge: data to train and to measure with."""
    return _file(table_of(load_corrections(look.window.store)), "corrections", form)


def _file(result: Result, name: str, form: str) -> FileResponse:
    if form not in EXPORTS:
        raise UsageError(f"there is no format {form!r}; there are {', '.join(EXPORTS)}")
    with tempfile.NamedTemporaryFile(prefix="dragoman-", suffix=f".{form}", delete=False) as file:
        path = Path(file.name)
    try:
        write(result, path, form)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return FileResponse(
        path,
        media_type=_TYPES.get(form, "application/octet-stream"),
        filename=f"{name}.{form}",
        background=BackgroundTask(path.unlink, missing_ok=True),
    )
