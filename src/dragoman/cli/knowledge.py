"""``dragoman knowledge``: check the knowledge files."""

from __future__ import annotations

from pathlib import Path

import click

from dragoman.desk.words import count
from dragoman.knowledge import Knowledge

__all__ = ["command"]


@click.group("knowledge")
def command() -> None:
    """Work with knowledge files: ours, and the folders of your own."""


@command.command("check")
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path))
def check(folders: tuple[Path, ...]) -> None:
    """Load every knowledge file, ours and those of FOLDERS; the first wrong row is named with file, line and cause."""
    knowledge = Knowledge(folders)
    click.echo(count(len(knowledge.ontology.types), "event type"))
    click.echo(count(len(knowledge.codebook), "codebook expression"))
    click.echo(count(len(knowledge.actors), "actor"))
    for part in ("agents", "status", "speech", "times", "places", "columns", "stories", "crosswalk"):
        getattr(knowledge, part)
        click.echo(f"{part}: sound")
    for collision in knowledge.actors.check():
        click.echo(f"note: {collision}")
