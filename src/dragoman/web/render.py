"""Templates: one environment that escapes everything, and the words and signs that all pages share."""

from __future__ import annotations

import os
import re
from calendar import month_abbr
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemBytecodeCache, PackageLoader, StrictUndefined

from dragoman.desk.words import count, say_certainty, say_days, say_published
from dragoman.knowledge.compiled import cache_folder
from dragoman.web.charts import share
from dragoman.web.highlight import leading

__all__ = ["CERTAINTY_WORDS", "NOTE_WORDS", "QUAD_WORDS", "STATIC", "environment", "shown"]

STATIC = Path(__file__).parent / "static"

QUAD_WORDS = {
    "Q1": "verbal cooperation",
    "Q2": "material cooperation",
    "Q3": "verbal conflict",
    "Q4": "material conflict",
}
CERTAINTY_WORDS = {
    "own_voice": "the article itself",
    "named": "a named source",
    "role_only": "an office, no name",
    "described": "a described source",
    "generic": "unnamed sources",
    "implicit": "nobody said by whom",
    "denied": "denied",
}
NOTE_WORDS = {
    "no_date": "no day of publication was found",
    "doubtful_date": "the day that the page states is before years of which its text tells as past",
    "doubtful_body": "two extractors read the page differently, or it is longer than one story",
    "stub": "the story goes on behind a paywall",
    "no_event": "no event of the codebook was found",
    "headline_drops_attribution": "the headline tells as a fact what the body attributes",
}
BASIS_WORDS = {
    "given": "as given with it",
    "meta": "by the page\N{RIGHT SINGLE QUOTATION MARK}s data",
    "json_ld": "by the page\N{RIGHT SINGLE QUOTATION MARK}s data",
    "metadata": "by the page\N{RIGHT SINGLE QUOTATION MARK}s data",
    "url": "by its address",
    "dateline": "by the dateline",
    "caption": "by a caption",
    "text": "by the text",
}
_MONTH = re.compile(rf"\b({'|'.join(month_abbr[1:])})[a-z]*\b")
_BIDI = {
    0x202A: "LRE", 0x202B: "RLE", 0x202C: "PDF", 0x202D: "LRO", 0x202E: "RLO",
    0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI",
}  # fmt: skip
_SHOWN = {
    **{code: f"[{name}]" for code, name in _BIDI.items()},
    **dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(127, 160)), "�"),
    **dict.fromkeys(range(55296, 57344), "�"),
}
"""Characters that would change how their surroundings look are shown by name: whoever put them there meant to mislead,
or a decoder went wrong. Marks that right-to-left text needs (LRM, RLM, ALM) stay."""


def shown(value: Any) -> str:
    """Text of articles as it may stand on a page: overrides of direction and control characters made visible."""
    return "" if value is None else str(value).translate(_SHOWN)


@cache
def environment() -> Environment:
    """The templates, loaded once a process."""
    made = Environment(
        loader=PackageLoader("dragoman.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_compiled(),
    )
    made.filters.update(
        t=shown,
        days=_days,
        days_short=lambda row: _MONTH.sub(lambda m: m[1], _days(row)),
        interval=lambda row: say_days(row["from_day"], row["to_day"], row["granularity"]) or "not put on the calendar",
        published=_published,
        published_on=_published_on,
        excerpt=_excerpt,
        said=say_certainty,
        short_day=_short_day,
        quad_words=lambda quad: QUAD_WORDS.get(quad, "no class"),
        certainty_words=lambda kind: CERTAINTY_WORDS.get(kind, kind or "unknown"),
        note_words=lambda kind: NOTE_WORDS.get(kind, kind.replace("_", " ")),
        words=lambda text: str(text or "").replace("_", " "),
        segment=lambda text: quote(str(text), safe=":"),
        number=lambda n: f"{n:,}",
        brief=_brief,
    )
    made.globals.update(count=count, share=share, query=_query, quads=QUAD_WORDS, leading=leading)
    return made


def _compiled() -> FileSystemBytecodeCache | None:
    """Where compiled templates are kept from one start to the next, beside the compiled knowledge.

    To compile those of the front costs a fifth of a start. A template that changed is compiled anew: each is known by a
    digest of its text.
    """
    base = cache_folder()
    if base is None:
        return None
    folder = base / "templates"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return FileSystemBytecodeCache(str(folder)) if os.access(folder, os.W_OK) else None


def _days(row: Mapping[str, Any]) -> str:
    """When an event was, in words."""
    return say_days(row["from_day"], row["to_day"], row["granularity"], row["time_basis"])


def _published(row: Mapping[str, Any]) -> str:
    """When an article was published, and what that rests on where the row says so."""
    basis = row.get("published_basis")
    said = say_published(row["published_start"], row["published_end"], BASIS_WORDS.get(basis or "", basis))
    return said.removesuffix(" (None)")


def _published_on(row: Mapping[str, Any]) -> str:
    """The same as a line of a list has room for."""
    start, end = row["published_start"], row["published_end"]
    return (
        _short_day(end)
        if start == end
        else _MONTH.sub(lambda m: m[1], say_published(start, end, None)[: -len(" (None)")])
    )


def _excerpt(text: Any) -> str:
    """A stretch of text cut out by counting characters, without the halves of words at its ends."""
    whole = " ".join(shown(text).split())
    if whole and not (whole[0].isupper() or whole[0].isdigit() or whole[0] in "\"'(\N{LEFT DOUBLE QUOTATION MARK}"):
        whole = "\N{HORIZONTAL ELLIPSIS} " + whole.partition(" ")[2]
    if whole and whole[-1] not in ".!?\"')\N{RIGHT DOUBLE QUOTATION MARK}":
        whole = whole.rpartition(" ")[0] + " \N{HORIZONTAL ELLIPSIS}"
    return whole


def _short_day(day: date | None) -> str:
    return f"{day.day} {day:%b %Y}" if day else ""


def _brief(text: Any, length: int = 160) -> str:
    """The beginning of a text, cut at a word."""
    whole = " ".join(shown(text).split())
    if len(whole) <= length:
        return whole
    cut = whole[:length].rsplit(" ", 1)[0] or whole[:length]
    return f"{cut} \N{HORIZONTAL ELLIPSIS}"


def _query(pairs: Any = (), **more: Any) -> str:
    """A query string of pairs, with ``?``; empty for none."""
    given = list(pairs.items()) if isinstance(pairs, Mapping) else list(pairs)
    given += [(name, value) for name, value in more.items() if value is not None]
    return f"?{urlencode(given)}" if given else ""
