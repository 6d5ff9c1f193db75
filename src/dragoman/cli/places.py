"""``dragoman places``: a gazetteer of your own."""

from __future__ import annotations

from pathlib import Path

import click

from dragoman.cli.opening import to_own_knowledge
from dragoman.desk.words import count
from dragoman.knowledge.places_import import import_places

__all__ = ["command"]


@click.group("places")
def command() -> None:
    """Work with the gazetteer of places."""


@command.command("import")
@click.argument("dump", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@to_own_knowledge("the gazetteer is written to places/")
def import_(dump: Path, folder: Path) -> None:
    """Make all of GeoNames known: DUMP is allCountries.zip from download.geonames.org/export/dump (CC BY 4.0).

    \b
    dragoman places import allCountries.zip --to my-knowledge
    dragoman read pages/ --to desk --knowledge my-knowledge
    """

    def said(lines: int) -> None:
        if lines:
            click.echo(f"{count(lines, 'line')} read", err=True)

    done = import_places(dump, folder, said)
    click.echo(f"{count(done.places, 'place')} written to {done.path}")
    for reason, number in done.left_out.most_common():
        click.echo(f"left out: {count(number, 'line')}: {reason}")
