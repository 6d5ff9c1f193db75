"""``dragoman search``: full text, with what was found marked."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dragoman.desk.words import count, say_days, say_list

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from dragoman.desk.search.find import Found, Hit
    from dragoman.desk.search.index import Progress

__all__ = ["command"]

_MARK = "bold yellow"


@click.command("search")
@click.argument("desk_path", metavar="DESK", type=click.Path(path_type=Path))
@click.argument("query")
@click.option(
    "--sort",
    type=click.Choice(["relevance", "date", "oldest"]),
    default="relevance",
    show_default=True,
    help="Best, newest or oldest first.",
)
@click.option("--since", help="Published on or after this day, month or year: 2022, 2022-02, 2022-02-08.")
@click.option("--until", help="Published on or before it.")
@click.option("--outlet", help="Outlet of the article.")
@click.option("--actor", help="Somebody it mentions, by any name.")
@click.option("--type", "type_", help="An event type or mode it has, CONSULT say.")
@click.option("--place", help="A place it mentions, or the ISO alpha-3 code of its country.")
@click.option("--language", help="ISO 639-1 code.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=10, show_default=True, help="So many articles.")
@click.option("--page", type=click.IntRange(1), default=1, show_default=True, help="The next so many, and so on.")
@click.option("--rebuild", is_flag=True, help="Make the index anew first.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--csv", "as_csv", is_flag=True, help="CSV.")
def command(desk_path: Path, query: str, rebuild: bool, as_json: bool, as_csv: bool, page: int, **given: Any) -> None:
    """Search the articles of DESK for QUERY and show where they say it.

    \b
    ceasefire talks              both words, in any form; "ceasefire talks" side by side, "..."~3 nearly so
    truce OR ceasefire           also NOT fails, -fails and brackets
    negotiat*   Kyiv~1           beginnings; words with one letter (~2: two) changed
    title:truce actor:"Amina Yusuf" outlet:post type:CONSULT place:Accra date:2023-05..2023-07
    """
    from dragoman.desk import Desk
    from dragoman.desk.answers.exports import write_csv, write_jsonl
    from dragoman.desk.search.find import COLUMNS, Search

    desk = Desk(desk_path, create=False)
    given["type"] = given.pop("type_")
    limit = given["limit"]
    with _progress() as progress:
        if rebuild:
            Search(desk.store).rebuild(progress)
        found = desk.search(query, progress=progress, offset=(page - 1) * limit, **given)
    for note in found.notes:
        click.echo(note, err=True)
    if as_json:
        write_jsonl(list(COLUMNS), found.rows(), sys.stdout)
    elif as_csv:
        write_csv(list(COLUMNS), found.rows(), sys.stdout)
    else:
        _print(found, (page - 1) * limit)


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar on standard error that shows once indexing takes longer than a moment."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    out = Console(stderr=True)
    columns = (
        TextColumn("[bold]indexing"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("parts"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=out, transient=True, disable=not out.is_terminal) as bar:
        task = bar.add_task("", total=None, visible=False)
        yield lambda done, of: bar.update(task, completed=done, total=of, visible=True)


def _print(found: Found, before: int) -> None:
    from dragoman.cli.screen import console, print_table

    out = console()
    if not out.is_terminal:
        columns = ("article", "published_end", "outlet", "title", "passage")
        print_table(columns, found.rows(), out)
    else:
        for number, hit in enumerate(found, before + 1):
            _print_hit(number, hit, out)
    if found.hits:
        shown = f"{before + 1:,}-{before + len(found):,} of " if len(found) < found.total else ""
        click.echo(f"\n{shown}{count(found.total, 'article')}", err=True)
    elif found.total:
        click.echo(f"there are {count(found.total, 'article')}, none on this page", err=True)
    else:
        click.echo("nothing found", err=True)


def _print_hit(number: int, hit: Hit, out: Console) -> None:
    from rich.padding import Padding
    from rich.text import Text

    head = Text(f"{number:>3}  ", style="dim")
    head.append_text(_marked(hit.title or "(no title)", hit.title_marks, "bold underline"))
    out.print()
    out.print(head)
    when = say_days(hit.published_start, hit.published_end)
    out.print(Padding(Text(say_list([hit.outlet, when, hit.article]), style="dim"), (0, 0, 0, 5)))
    if hit.passage is not None:
        out.print(Padding(_marked(hit.passage.text.replace("\n", " "), hit.passage.marks, ""), (0, 0, 0, 5)))


def _marked(text: str, marks: Sequence[tuple[int, int]], style: str) -> Text:
    from rich.text import Text

    shown = Text(text, style=style)
    for start, end in marks:
        shown.stylize(_MARK, start, end)
    return shown
