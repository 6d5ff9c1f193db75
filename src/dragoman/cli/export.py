"""``dragoman export``: tables of a desk as files."""

from __future__ import annotations

from pathlib import Path

import click

from dragoman.cli.words import count
from dragoman.desk import Desk
from dragoman.desk.exports import FORMATS, write
from dragoman.desk.schema import TABLES

__all__ = ["command"]

_NAMES = [t.name for t in TABLES]


@click.command("export")
@click.argument("desk_path", metavar="DESK", type=click.Path(path_type=Path))
@click.argument("form", metavar="FORMAT", type=click.Choice(FORMATS))
@click.option(
    "--table",
    "tables",
    multiple=True,
    type=click.Choice(_NAMES),
    help="A table; several times for more. [default: all]",
)
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("export"), show_default=True, help="Folder for the files."
)
def command(desk_path: Path, form: str, tables: tuple[str, ...], out: Path) -> None:
    """Write tables of DESK as files of FORMAT (csv, jsonl, parquet) into a folder."""
    desk = Desk(desk_path, create=False)
    out.mkdir(parents=True, exist_ok=True)
    for name in tables or _NAMES:
        result = desk.table(name)
        path = out / f"{name}.{form}"
        write(result, path, form)
        click.echo(f"{path}  {count(len(result), 'row')}")
