"""``dragoman read``: pages into a desk, or onto the screen."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dragoman.cli.opening import open_desk
from dragoman.cli.screen import SummaryScreen, print_reading, print_summary
from dragoman.desk.words import say_list
from dragoman.engines.inputs import holds_many
from dragoman.engines.local import Options, read_paths
from dragoman.records import Reading, Summary, to_json

__all__ = ["command"]

_NAMED = 3
"""Paths named where nothing was found in any."""


@click.command("read")
@click.argument("paths", nargs=-1, required=True)
@click.option("--to", "desk_path", type=click.Path(path_type=Path), help="The desk to store in; made if it is missing.")
@click.option("--jobs", type=click.IntRange(1), help="Processes to read with. [default: one a core]")
@click.option(
    "--knowledge",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A folder of your own knowledge files; what it says wins over ours. May be given several times.",
)
@click.option("--language", help="An installed spaCy pipeline with UD labels to use instead of the shipped encoder.")
@click.option("--json", "as_json", is_flag=True, help="Print each reading as one JSON object a line.")
@click.option("--quiet", is_flag=True, help="No progress bar; only the summary.")
def command(
    paths: tuple[str, ...],
    desk_path: Path | None,
    jobs: int | None,
    folders: tuple[Path, ...],
    language: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Read PATHS: files, folders, globs, or - for stdin.

    Pages come as HTML, plain text, JSONL, JSON, CSV, Parquet, WARC, WACZ, MHTML, EML, RSS, Atom, PDF, DOCX, and in ZIP
    or tar files, each also packed by gzip, bzip2 or xz.

    With --to DESK everything is stored there, and pages that the desk holds already are passed over, so an interrupted
    run goes on where it stopped. Without it, what was found is printed.
    """
    desk = open_desk(desk_path, create=True) if desk_path else None
    options = Options(jobs, folders, language)
    screen = SummaryScreen(total=_count(paths), shown=not quiet and not as_json and sys.stderr.isatty())

    def progress(summary: Summary, reading: Reading | None) -> None:
        screen.update(summary)
        if reading is None or desk is not None:
            return
        if as_json:
            click.echo(to_json(reading))
        else:
            with screen.paused():
                print_reading(reading)

    with screen:
        summary = read_paths(paths, sys.stdin.buffer, options, desk, progress)
    print_summary(summary, str(desk.store.files) if desk else None)
    if not summary.pages and not summary.interrupted:
        click.echo(f"nothing to read: there is no page in {say_list(paths[:_NAMED])}", err=True)
    if summary.interrupted:
        raise click.exceptions.Exit(130)
    if summary.pages and not (summary.read or summary.known or summary.repeated):
        raise click.exceptions.Exit(2)


def _count(paths: tuple[str, ...]) -> int | None:
    """How many pages there will be, where it is cheap to know: single files and flat counts of folders."""
    total = 0
    for given in paths:
        path = Path(given)
        if given == "-" or holds_many(given):
            return None
        if path.is_dir():
            files = [p.name for p in path.rglob("*") if p.is_file()]
            if any(holds_many(name) for name in files):
                return None
            total += len(files)
        elif any(c in given for c in "*?["):
            return None
        else:
            total += 1
    return total
