"""What is seen, taken away: the events of the filters in any format of ``dragoman export``, or the corrections."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import Route

from dragoman.desk.amendments.corrections import load_corrections, table_of
from dragoman.desk.answers.exports import FORMATS as PLAIN
from dragoman.desk.answers.exports import write
from dragoman.desk.sql import browse
from dragoman.errors import UsageError
from dragoman.web.look import look_of
from dragoman.web.params import read_params

__all__ = ["MOST_ROWS", "ROUTES", "formats"]

_READS_AGAIN = "conllu"
MOST_ROWS = 100_000
"""Events of one export: some 100 MB in memory while it is written. Who needs all takes `dragoman export`."""
_TYPES = {".csv": "text/csv; charset=utf-8", ".jsonl": "application/x-ndjson", ".json": "application/json"}


@cache
def formats() -> tuple[str, ...]:
    """The formats that are one file, and for which no article has to be read again: that is the work of the command."""
    from dragoman.desk.formats.takeaway import ALL_FORMATS, FORMATS

    return tuple(f for f in ALL_FORMATS if f != _READS_AGAIN and (f not in FORMATS or FORMATS[f].kind != "folder"))


def export_events(request: Request) -> FileResponse:
    """The events that fit the address, all pages of them."""
    from dragoman.desk.formats.takeaway import FORMATS, Wish, export

    look, form = look_of(request), request.path_params["form"]
    if form not in formats():
        raise UsageError(f"there is no format {form!r}; there are {', '.join(formats())}")
    filters = read_params(request.query_params, ("view",)).filters()
    total = look.window.one(*browse.event_total(filters)) or {"events": 0}
    if total["events"] > MOST_ROWS:
        raise UsageError(
            f"{total['events']:,} events fit; the page gives away {MOST_ROWS:,} at once. Narrow the filters, or take "
            "all of them with `dragoman export`"
        )
    wish = Wish(form, filters, ("events",) if form not in FORMATS else ())
    suffix = FORMATS[form].suffix if form in FORMATS else {"excel": ".xlsx"}.get(form, f".{form}")
    name = f"events-{form}{suffix}" if form in FORMATS else f"events{suffix}"
    return _given(name, lambda path: export(look.window.store, wish, str(path)))


def export_corrections(request: Request) -> FileResponse:
    """All corrections with the sentences that they judge: data to train and to measure with."""
    look, form = look_of(request), request.path_params["form"]
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


ROUTES = (Route("/export/events.{form}", export_events), Route("/export/corrections.{form}", export_corrections))
