"""TimelineJS 3: events on a line of time."""

from __future__ import annotations

import json
from datetime import date
from html import escape
from typing import Any

from dragoman.desk.formats.base import Account, Field, Format, Text, usable
from dragoman.desk.formats.chosen import Chosen, Event

__all__ = ["TIMELINEJS"]

_WHOLE_YEARS = frozenset({"year", "decade", "century"})
_WHOLE_MONTHS = frozenset({"month", "quarter", "season"})


def _grain(event: Event) -> str:
    first, last = event.stated
    return str(event["granularity"]) if first or last else "day"


def _date(day: date, grain: str) -> dict[str, str]:
    """A day no finer than the text gives it."""
    parts = {"year": str(day.year)}
    if grain not in _WHOLE_YEARS:
        parts["month"] = str(day.month)
        if grain not in _WHOLE_MONTHS:
            parts["day"] = str(day.day)
    return parts


def _start(event: Event) -> dict[str, str]:
    day = event.day
    assert day is not None  # events without any are left out before
    return _date(day, _grain(event))


def _end(event: Event) -> dict[str, str] | None:
    first, last = event.stated
    return _date(last, _grain(event)) if first and last and last != first else None


def _headline(event: Event) -> str:
    status = "" if event["status"] == "actual" else f" ({event['status'].replace('_', ' ')})"
    who = " → ".join(escape(w) for w in (event["source"], event["target"]) if w)
    return f"{escape(event['type'] or event['act'])}{status}" + (f": {who}" if who else "")


def _text(event: Event) -> str:
    said_by = f" - {escape(event['said_by'])}" if event["said_by"] else ""
    about = ", ".join(escape(str(v)) for v in (event["outlet"], event.published) if v)
    title = escape(event["title"] or "the article")
    link = f'<a href="{escape(event["url"], quote=True)}">{title}</a>' if _safe(event["url"]) else title
    return f"<p>“{escape(event['sentence'])}”{said_by}</p><p>{link}{', ' if about else ''}{about}</p>"


def _safe(url: str | None) -> bool:
    """Whether an address may be a link: no ``javascript:``."""
    return bool(url) and str(url).startswith(("http://", "https://"))


_FIELDS = (
    Field("start_date", "date object", "year, month, day: no finer than the text; the day of publication if it states "
          "none", _start),
    Field("end_date", "date object", "last day of a stated interval; absent for one day", _end),
    Field("text", "object", "headline: type, status unless actual, who and whom; text: the sentence and the article",
          lambda e: {"headline": _headline(e), "text": _text(e)}),
    Field("group", "text", "PLOVER type", lambda e: e["type"] or "other acts"),
    Field("unique_id", "text", "id of the event mention", lambda e: e["event"]),
    Field("display_date", "text", "absent but for bounds: `reported on`, where the text states no time",
          lambda e: f"reported {e.day}" if e.stated == (None, None) else None),
)  # fmt: skip


def _write(chosen: Chosen, file: Text, account: Account) -> None:
    file.write('{"events": [')
    comma = "\n"
    for event in usable(chosen.events(), account, ("events without any date", lambda e: e.day is not None)):
        record: dict[str, Any] = {f.name: v for f in _FIELDS if f.value and (v := f.value(event)) is not None}
        file.write(comma + json.dumps(record, ensure_ascii=False))
        account.written["events"] += 1
        comma = ",\n"
    file.write("\n]}\n")


TIMELINEJS = Format(
    "timelinejs", "TimelineJS 3", "one slide an event", "text", "all",
    "in the headline, in brackets, unless it is actual; all statuses are given", _FIELDS, _write, ".json",
)  # fmt: skip
