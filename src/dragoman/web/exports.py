"""What is seen, taken away: the events of the filters in any format of ``dragoman export``, or the corrections."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.background import BackgroundTask
from starlette.responses import FileResponse

from dragoman.desk import browse
from dragoman.desk.corrections import load_corrections, table_of
from dragoman.desk.exports import FORMATS as PLAIN
from dragoman.desk.exports import write
from dragoman.desk.takeaway import ALL_FORMATS, FORMATS, Wish, export
from dragoman.errors import UsageError
from dragoman.web.look import Looking
from dragoman.web.params import read_params

__all__ = ["EXPORTS", "MOST_ROWS", "router"]

router = APIRouter(include_in_schema=False)

_READS_AGAIN = "conllu"
EXPORTS = tuple(f for f in ALL_FORMATS if f != _READS_AGAIN and (f not in FORMATS or FORMATS[f].kind != "folder"))
"""The formats that are one file, and for which no article has to be read again: that is the work of the command."""
MOST_ROWS = 100_000
"""Events of one export: some 100 MB in memory while it is written. Who needs all takes `dragoman export`."""
_SUFFIXES = {"excel": ".xlsx", **{name: form.suffix for name, form in FORMATS.items()}}
_TYPES = {".csv": "text/csv; charset=utf-8", ".jsonl": "application/x-ndjson", ".json": "application/json"}


@router.get("/export/events.{form}")
def export_events(request: Request, look: Looking, form: str) -> FileResponse:
    """The events that fit the address, all pages of them."""
    if form not in EXPORTS:
        raise UsageError(f"there is no format {form!r}; there are {', '.join(EXPORTS)}")
    filters = read_params(request.query_params, ("view",)).filters()
    total = look.window.one(*browse.event_total(filters)) or {"events": 0}
    if total["events"] > MOST_ROWS:
        raise UsageError(
            f"{total['events']:,} events fit; the page gives away {MOST_ROWS:,} at once. Narrow the filters, or take "
            "all of them with `dragoman export`"
        )
    wish = Wish(form, filters, ("events",) if form not in FORMATS else ())
    suffix = _SUFFIXES.get(form) or f".{form}"
    name = f"events-{form}{suffix}" if form in FORMATS else f"events{suffix}"
    return _given(name, lambda path: export(look.window.store, wish, str(path)))


@router.get("/export/corrections.{form}")
def export_corrections(look: Looking, form: str) -> FileResponse:
    """All corrections with the sentences that they judge: data to train and to measure with."""
    if form not in PLAIN:
        raise UsageError(f"there is no format {form!r}; there are {', '.join(PLAIN)}")
    made = table_of(load_corrections(look.window.store))
    return _given(f"corrections.{form}", lambda path: write(made, path, form))


def _given(name: str, make: Callable[[Path], object]) -> FileResponse:
    """What ``make`` writes, under that name; the file is gone when it was sent, or when it could not be made."""
    with tempfile.NamedTemporaryFile(prefix="dragoman-", suffix="".join(Path(name).suffixes), delete=False) as file:
        path = Path(file.name)
    try:
        make(path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return FileResponse(
        path,
        media_type=_TYPES.get(path.suffix, "application/octet-stream"),
        filename=name,
        background=BackgroundTask(path.unlink, missing_ok=True),
    )
