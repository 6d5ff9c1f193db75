"""Rows on the screen as ``show events`` has them: a head, its facts, and the sentences below at full width.

A table gives a sentence a dozen characters of eighty, and a row a dozen lines. Here what a row says of itself stands on
a line, and whose word it is behind the sentence that says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from dragoman.cli.screen import print_act, print_sentence
from dragoman.desk.words import count, say_certainty, say_days, say_edtf, say_list, say_title

__all__ = ["LAYOUTS", "condensed", "print_rows"]

Row = Mapping[str, Any]


def _timeline(row: Row, out: Console) -> None:
    print_act(row, say_days(row["from_day"], row["to_day"], row["granularity"], row["time_basis"]), out)
    print_sentence(row, say_list([say_certainty(dict(row)), row["outlet"]]), out)


def _calendar(row: Row, out: Console) -> None:
    days = ((name, row[name]) for name in ("happened", "due", "told_of") if row[name])
    when = "; ".join(f"{name.replace('_', ' ')} {say_edtf(day)}" for name, day in days)
    print_act(row, f"({when})" if row["basis"] == "frame" and when else when, out)
    reported = f"reported {say_edtf(row['reported'])}" if row["reported"] else ""
    said = f"according to {row['said_by']}" if row["said_by"] else ""
    print_sentence(row, say_list([said, row["outlet"], reported]), out)


def _happening(row: Row, out: Console) -> None:
    print_act(row, say_days(row["from_day"], row["to_day"], row["granularity"]), out)
    standing = "" if row["standing"] == "single" else row["standing"]
    print_sentence(row, say_list([standing, count(row["outlets"], "outlet")]), out)


def _disagreement(row: Row, out: Console) -> None:
    out.print()
    out.print(Padding(Text(row["type"] or "(no type)", style="bold"), (0, 0, 0, 2)))
    denier = say_list([f"denied by {row['denier'] or 'nobody named'}", row.get("denial_outlet")])
    print_sentence({"sentence": row["denial_sentence"]}, denier, out)
    told = say_list([f"told by {row['claimant'] or 'the article itself'}", row["outlet"]])
    print_sentence({"sentence": row["sentence"]}, told, out)


def _story(row: Row, out: Console) -> None:
    facts = [
        say_days(row["first_day"], row["last_day"]),
        count(row["articles"], "article"),
        count(row["outlets"], "outlet"),
        row["story"],
    ]
    _print_head(say_title(row), facts, [say_list(row["actors"])], out)


def _article(row: Row, out: Console) -> None:
    counts = [count(row[name], name[:-1]) for name in ("words", "events", "claims") if row.get(name) is not None]
    day = say_days(row["published_start"], row["published_end"])
    facts = [day or "no date", row["outlet"], *counts, say_list(row.get("notes"))]
    _print_head(say_title(row), facts, [f"{row['article']}  {row['origin'] or ''}"], out)


def _print_head(title: str, facts: Iterable[str | None], more: Iterable[str], out: Console) -> None:
    out.print()
    out.print(Text(title, style="bold"))
    for line in (" · ".join(filter(None, facts)), *more):
        if line.strip():
            out.print(Padding(Text(line, style="dim", overflow="fold"), (0, 0, 0, 4)))


LAYOUTS: Mapping[str, Callable[[Row, Console], None]] = {
    "timeline": _timeline,
    "calendar": _calendar,
    "happenings": _happening,
    "disagreements": _disagreement,
    "disputes": _disagreement,
    "stories": _story,
    "articles": _article,
    "new": _article,
}
"""How a row of each question stands on a terminal."""


def print_rows(shown: str, rows: Iterable[Row], out: Console) -> None:
    """The rows of one of ``LAYOUTS``."""
    for row in rows:
        LAYOUTS[shown](row, out)


def condensed(columns: Sequence[str], rows: Iterable[Row], apart: Sequence[str]) -> tuple[list[str], list[Row]]:
    """A table of counts that are mostly nought, with those of ``apart`` as one column in words, ``of which``: ``3
    actual, 1 planned``.
    """
    kept = [name for name in columns if name not in apart]
    made: list[Row] = []
    for row in rows:
        counts = [f"{row[name]:,} {name.replace('_', ' ')}" for name in apart if row[name]]
        made.append({**{name: row[name] for name in kept}, "of_which": ", ".join(counts)})
    return [*kept, "of_which"], made
