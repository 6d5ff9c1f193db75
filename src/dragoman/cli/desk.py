"""``dragoman desk``: what a desk's files are, whether they are whole, and merging small ones."""

from __future__ import annotations

import json
import sys

import click
from rich.progress import Progress

from dragoman.cli.screen import console, print_table
from dragoman.desk.storage.compact import GRACE_S, compact
from dragoman.desk.storage.store import Store
from dragoman.desk.storage.verify import info, verify
from dragoman.desk.words import count

__all__ = ["command"]

_DESK = click.argument("place", metavar="DESK")
_LISTED = 20


@click.group("desk")
def command() -> None:
    """Look after the files of a desk.

    \b
    dragoman desk info desk          parts, rows and bytes
    dragoman desk verify desk        every file, digest, row count and span; repairs nothing
    dragoman desk compact desk       merge small parts; readers and writers go on meanwhile
    """


@command.command("info")
@_DESK
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def _info(place: str, as_json: bool) -> None:
    """What DESK consists of."""
    about = info(Store.open(place))
    if as_json:
        click.echo(json.dumps(about))
        return
    tables = about.pop("tables")
    for name, value in about.items():
        click.echo(f"{name.replace('_', ' ')}: {value}")
    rows = [{"table": name, "rows": t["rows"], "megabytes": t["bytes"] / 1e6} for name, t in tables.items()]
    print_table(("table", "rows", "megabytes"), rows, console())
    if about["to_merge"]:
        click.echo(f"next: dragoman desk compact {place}", err=True)


@command.command("verify")
@_DESK
@click.option("--json", "as_json", is_flag=True, help="Each fault as one JSON object a line.")
def _verify(place: str, as_json: bool) -> None:
    """Check every file of DESK: is it there, is it what was written, are its spans slices of the articles' texts.

    Exit code 1 if something is wrong. Nothing is changed.
    """
    store = Store.open(place)
    with Progress(transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("verifying", total=None)
        found = verify(store, lambda done, of: bar.update(task, completed=done, total=of))
    for fault in found.faults:
        click.echo(json.dumps({"file": fault.file, "what": fault.what}) if as_json else f"{fault.file}: {fault.what}")
    if found.undigested:
        said = f"{count(found.undigested, 'file')} of version 1 without a digest; dragoman desk compact {place} adds it"
        click.echo(said, err=True)
    for name in found.orphans[:_LISTED]:
        click.echo(f"{name}: no commit names it (a writer that was killed, or is at work); nobody reads it", err=True)
    click.echo(
        f"{count(found.parts, 'part')}, {count(found.files, 'file')}, {count(found.rows, 'row')}, "
        f"{count(found.spans, 'span')}: {count(len(found.faults), 'fault') if found.faults else 'sound'}",
        err=True,
    )
    if found.faults:
        raise click.exceptions.Exit(1)


@command.command("compact")
@_DESK
@click.option(
    "--grace", type=click.FloatRange(0), default=GRACE_S, show_default=True,
    help="Seconds for which merged files stay for those who are reading them.",
)  # fmt: skip
def _compact(place: str, grace: float) -> None:
    """Merge the small parts of DESK; it is read and written meanwhile as ever.

    Parts that an older Dragoman wrote are written anew, large ones too: of other columns, or in a way that is slower to
    read.
    """
    store = Store.open(place)
    with Progress(transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("merging", total=None)
        done = compact(store, grace=grace, renew=True, progress=lambda n, of: bar.update(task, completed=n, total=of))
    if done is None:
        click.echo("another process is compacting this desk (derived/compact.lock says which)", err=True)
        raise click.exceptions.Exit(1)
    click.echo(
        f"{count(done.merged, 'part')} merged into {done.made}"
        f"{f' ({done.renewed} of an older Dragoman)' if done.renewed else ''}; "
        f"{count(done.repeats, 'repeated row')} left out; "
        f"{count(done.deleted, 'file')} deleted"
    )
