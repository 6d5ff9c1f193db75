"""``dragoman stories``: articles into stories, event mentions into events."""

from __future__ import annotations

import sys
from pathlib import Path
from time import monotonic

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from dragoman.cli.opening import open_desk
from dragoman.desk.words import count
from dragoman.stories.making import make_stories

__all__ = ["command"]


@click.command("stories")
@click.argument("desk_path", metavar="DESK", type=click.Path(path_type=Path))
@click.option("--anew", is_flag=True, help="Make everything anew, also what is up to date.")
@click.option("--quiet", is_flag=True, help="No progress bar; only the summary.")
def command(desk_path: Path, anew: bool, quiet: bool) -> None:
    """Put the articles of DESK into stories, and event mentions that report the same happening into events.

    Run it again after reading more: only what is new is compared. What it makes lies under DESK/derived/stories and may
    be deleted at any time.

    \b
    dragoman stories desk
    dragoman show desk stories
    dragoman show desk story "truce"          its articles, its events, and what the reports differ in
    """
    desk = open_desk(desk_path)
    began = monotonic()
    screen = Progress(
        TextColumn("[bold]{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        disable=quiet or not sys.stderr.isatty(),
        transient=True,
    )
    with screen:
        task = screen.add_task("opening", total=None)
        account = make_stories(
            desk,
            anew=anew,
            progress=lambda doing, done, total: screen.update(task, description=doing, completed=done, total=total),
        )
    new = "all of them compared anew" if account.anew else f"{account.new:,} new"
    click.echo(
        f"{count(account.articles, 'article')} ({new}) in {count(account.stories, 'story', 'stories')}, "
        f"{account.remade:,} of them written, in {monotonic() - began:.1f} s",
        err=True,
    )
    click.echo(f"next: dragoman show {desk.store.files} stories", err=True)
