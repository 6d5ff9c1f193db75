"""What people see in the terminal: progress, the summary, readings and tables that fit."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from types import TracebackType
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from dragoman.desk.storage.rows import rows_of
from dragoman.desk.words import count, say_certainty, say_days, say_list, say_published, say_title
from dragoman.knowledge import default_knowledge
from dragoman.records import Reading, Summary

__all__ = [
    "STATUS_STYLE",
    "SummaryScreen",
    "console",
    "fits",
    "print_act",
    "print_events",
    "print_reading",
    "print_sentence",
    "print_summary",
    "print_table",
]

STATUS_STYLE = {
    "actual": "bold green",
    "planned": "cyan",
    "demanded": "yellow",
    "conditional": "magenta",
    "threatened": "bold yellow",
    "not_done": "strike red",
    "denied": "red",
    "uncertain": "dim",
}
_QUAD_STYLE = {"Q1": "blue", "Q2": "green", "Q3": "yellow", "Q4": "red"}
_EXAMPLES = 3
"""Dates that could not be read which the account of a run names."""
_LISTED_CAUSES = 12
"""Skipped items named in the summary; the rest is counted and listed by `dragoman show DESK skipped`."""

_LONG_WORD = 24
"""Characters of the longest word that a table keeps whole: ids have 22."""
_GAP, _INDENT = 2, 4
"""Columns of the terminal between two of a table, and before what belongs to an entry."""


def console() -> Console:
    """The console for results: standard output, plain text when it is not a terminal."""
    return Console(highlight=False, soft_wrap=False)


class SummaryScreen:
    """A progress bar that also tells what was found so far; on standard error, and silent when it is not shown."""

    def __init__(self, total: int | None, shown: bool) -> None:
        self._shown = shown
        self._progress = Progress(
            TextColumn("[bold]reading"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[found]}"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            disable=not shown,
            transient=True,
        )
        self._task: TaskID = self._progress.add_task("", total=total, found="loading ...")

    def update(self, summary: Summary) -> None:
        """Shows the account so far."""
        found = (
            f"{count(summary.articles, 'article')}, {count(summary.events, 'event')}, {count(summary.claims, 'claim')}"
        )
        if summary.left_out:
            found += f", [yellow]{summary.left_out:,} skipped[/]"
        self._progress.update(self._task, completed=summary.pages, found=found)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Lets something else be printed without tearing the bar."""
        if self._shown:
            self._progress.stop()
        yield
        if self._shown:
            self._progress.start()

    def __enter__(self) -> SummaryScreen:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()


def print_summary(summary: Summary, desk: str | None) -> None:
    """The account of a run, on standard error: every page is in it; ``desk``: where it was stored."""
    out = Console(stderr=True, highlight=False)
    speed = f" in {summary.seconds:.1f} s" if summary.seconds else ""
    out.print(f"\n[bold]{count(summary.pages, 'page')}[/]{speed}: {_parts(summary)}")
    out.print(
        f"{count(summary.articles, 'article')}, {count(summary.words, 'word')}: "
        f"[bold]{count(summary.events, 'event')}[/], [bold]{count(summary.claims, 'claim')}[/]"
    )
    if summary.sightings:
        out.print(f"{count(summary.sightings, 'further appearance')} of articles that were there already")
    if summary.undated:
        out.print(
            f"[dim]{count(summary.undated, 'article')} without a publication date: weekdays there stay unresolved[/]"
        )
    if summary.unread_dates:
        examples = say_list([repr(given) for given in list(summary.unread_dates)[:_EXAMPLES]])
        out.print(
            f"[yellow]{count(summary.unread_dates.total(), 'date')} given could not be read in one way[/] "
            f"({escape(examples)}): write 2022-04-03; articles there are without it",
            soft_wrap=True,
        )
    if summary.stubs:
        out.print(
            f"[dim]{count(summary.stubs, 'paywall stub')}: only the beginning of the story was there to be read[/]"
        )
    if summary.eventless:
        out.print(f"[dim]{count(summary.eventless, 'article')} without any event of the codebook[/]")
    for skipped in summary.skipped[:_LISTED_CAUSES]:
        out.print(Text.assemble(("skipped ", "yellow"), f"{skipped.item}: {skipped.detail}"), soft_wrap=True)
    if summary.left_out > _LISTED_CAUSES:
        rest = say_list([f"{n} {cause}" for cause, n in summary.causes.most_common()])
        where = f"; all of them: dragoman show {shlex.quote(desk)} skipped" if desk else ""
        out.print(f"[yellow]... {summary.left_out:,} skipped in all[/] ({rest}){where}")
    if summary.interrupted:
        out.print("[bold yellow]interrupted[/]: what was read is kept; the same command goes on from here")
    elif desk and (summary.articles or summary.known or summary.repeated):
        out.print(f"next: [bold]dragoman show {shlex.quote(desk)} events[/]", soft_wrap=True)


def _parts(summary: Summary) -> str:
    parts = [f"{summary.read:,} read"]
    if summary.known:
        parts.append(f"{summary.known:,} in the desk already")
    if summary.repeated:
        parts.append(f"{summary.repeated:,} held only articles seen before")
    if summary.unread:
        parts.append(f"{summary.unread:,} gave no article")
    return ", ".join(parts)


def print_reading(reading: Reading, out: Console | None = None) -> None:
    """A reading as a page of text: each article with its events, each event with its sentence."""
    out = out or console()
    rows: dict[str, list[dict[str, Any]]] = {}
    for table, row in rows_of(reading, default_knowledge().ontology):
        rows.setdefault(table, []).append(row)
    for article in rows.get("articles", []):
        events = [{**article, **e} for e in rows.get("events", []) if e["article"] == article["article"]]
        print_events(events or [article], out)


def print_events(rows: Sequence[dict[str, Any]], out: Console) -> None:
    """Events grouped by article: who did what to whom, when, where, whose word it is, and the sentence."""
    for _, group in groupby(rows, key=lambda row: row["article"]):
        events = list(group)
        head = events[0]
        published = say_published(head.get("published_start"), head.get("published_end"), head.get("published_basis"))
        published = published.replace(" (None)", "")
        out.print()
        out.print(Text(say_title(head), style="bold underline"))
        out.print(Text(say_list([head.get("outlet"), published, head.get("url") or head.get("origin")]), style="dim"))
        for row in events:
            if "trigger" in row:
                _print_event(row, out)
            else:
                out.print("  no event found", style="dim")


def _print_event(row: dict[str, Any], out: Console) -> None:
    print_act(row, say_days(row["from_day"], row["to_day"], row["granularity"], row["time_basis"]), out)
    print_sentence(row, say_certainty(row), out)


def print_act(row: Mapping[str, Any], when: str, out: Console) -> None:
    """The line of an event: type and mode, status, who on whom, when and where."""
    kind = Text(row["type"] or row["act"], style=_QUAD_STYLE.get(row.get("quad") or "", "white"))
    kind.stylize("bold")
    if row.get("mode"):
        kind.append(f" {row['mode']}", style="dim")
    whom = Text.assemble((row["source"] or "?", "bold"), (" → ", "dim"), (row["target"] or "·", "bold"))
    where = row["place_name"] or ""
    line = Table.grid(padding=(0, 2), expand=True)
    for width, ratio in ((22, None), (11, None), (None, 5), (None, 4)):
        line.add_column(width=width, ratio=ratio, overflow="fold")
    facts = Text(" · ".join(part for part in (when, where) if part))
    line.add_row(kind, Text(row["status"].replace("_", " "), style=STATUS_STYLE[row["status"]]), whom, facts)
    out.print()
    out.print(Padding(line, (0, 0, 0, 2)))


def print_sentence(row: Mapping[str, Any], said: str, out: Console) -> None:
    """A sentence in quotation marks, with the words of the event marked where the row has them, and whose it is."""
    sentence = Text("“" + row["sentence"].replace("\n", " ") + "”", style="italic")
    if row.get("trigger") is not None:
        begin = row["trigger_start"] - row["sentence_start"] + 1
        sentence.stylize("bold not italic", begin, begin + len(row["trigger"]))
    sentence.append(f"  {said}", style="not italic dim")
    out.print(Padding(sentence, (0, 0, 0, 4)))


def print_table(
    columns: Sequence[str], rows: Sequence[Mapping[str, Any]], out: Console, *, verbatim: bool = False
) -> None:
    """Rows as a table, or as entries of some lines each where no table fits the terminal; tab-separated, uncut, when
    the output is a pipe or a file. ``verbatim`` columns are named as they are, not in words.
    """
    if not out.is_terminal:
        print("\t".join(columns))
        for row in rows:
            print("\t".join(_flat(row[c]) for c in columns))
        return
    names = list(columns) if verbatim else [column.replace("_", " ") for column in columns]
    cells = [[_flat(row[c]) for c in columns] for row in rows]
    widths = _widths(names, cells, out.width)
    if widths is None:
        _print_entries(names, cells, out)
    else:
        table = Table(box=None, header_style="bold", padding=(0, 1), pad_edge=False)
        for column, name, width in zip(columns, names, widths, strict=True):
            numeric = all(isinstance(row[column], int | float) for row in rows[:50])
            table.add_column(name, justify="right" if numeric else "left", overflow="fold", width=width)
        for line in cells:
            table.add_row(*(Text(cell, style=STATUS_STYLE.get(cell, "")) for cell in line))
        out.print(table)
    if not rows:
        print("nothing found", file=sys.stderr)


def fits(columns: Sequence[str], rows: Sequence[Mapping[str, Any]], out: Console) -> bool:
    """Whether ``print_table`` makes a table of these, and no entries."""
    cells = [[_flat(row[c]) for c in columns] for row in rows]
    return _widths([column.replace("_", " ") for column in columns], cells, out.width) is not None


def _widths(names: Sequence[str], cells: Sequence[Sequence[str]], room: int) -> list[int] | None:
    """The widths of the columns of a table in which no word is broken but very long ones; None if there is none.

    What is left over goes to those that want least first, so that short columns stay on one line.
    """
    columns = [[name, *(row[i] for row in cells)] for i, name in enumerate(names)]
    widths = [
        max((min(cell_len(word), _LONG_WORD) for cell in column for word in cell.split()), default=0)
        for column in columns
    ]
    wanted = [max(map(cell_len, column)) for column in columns]
    spare = room - sum(widths) - _GAP * (len(names) - 1)
    if spare < 0:
        return None
    order = sorted(range(len(names)), key=lambda i: wanted[i] - widths[i])
    for done, i in enumerate(order):
        more = min(wanted[i] - widths[i], spare // (len(order) - done))
        widths[i], spare = widths[i] + more, spare - more
    return widths


def _print_entries(names: Sequence[str], cells: Sequence[Sequence[str]], out: Console) -> None:
    """Each row as its first cell and, below, the others that hold something with their names; what fits on a line
    stands on one.
    """
    room = out.width - _INDENT
    for row in cells:
        out.print(Text(row[0] or "-", style="bold"))
        line = Text()
        for name, cell in list(zip(names, row, strict=True))[1:]:
            if not cell:
                continue
            told = Text.assemble((f"{name} ", "dim"), (cell, STATUS_STYLE.get(cell, "")))
            if line and line.cell_len + told.cell_len + _GAP > room:
                out.print(Padding(line, (0, 0, 0, _INDENT)))
                line = Text()
            line = Text("  ").join([line, told]) if line else told
        if line:
            out.print(Padding(line, (0, 0, 0, _INDENT)))


def _flat(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return say_list(value)
    if isinstance(value, float):
        return f"{value:.2f}"
    return str(value).replace("\t", " ").replace("\n", " ")
