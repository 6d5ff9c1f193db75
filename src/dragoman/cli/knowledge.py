"""``dragoman knowledge``: check the knowledge files."""

from __future__ import annotations

from pathlib import Path

import click

from dragoman.desk.words import count, say_list
from dragoman.knowledge import Knowledge

__all__ = ["command"]


@click.group("knowledge")
def command() -> None:
    """Work with knowledge files: ours, and the folders of your own."""


@command.command("check")
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path))
def check(folders: tuple[Path, ...]) -> None:
    """Load every knowledge file, ours and those of FOLDERS; the first wrong row is named with file, line and cause.

    A name that several actors bear is noted, unless its aliases say so with a ?; with FOLDERS those that they bring.
    """
    knowledge = Knowledge(folders)
    click.echo(count(len(knowledge.ontology.types), "event type"))
    click.echo(count(len(knowledge.codebook), "codebook expression"))
    click.echo(count(len(knowledge.actors), "actor"))
    for part in ("agents", "status", "speech", "times", "places", "columns", "stories", "crosswalk"):
        getattr(knowledge, part)
        click.echo(f"{part}: sound")
    ours = set(Knowledge().actors.check()) if folders else set()
    for shared in (c for c in knowledge.actors.check() if c not in ours and not c.flagged):
        click.echo(f"note: {shared.name!r} names {say_list(shared.actors)}; a ? before an alias asks for more evidence")
