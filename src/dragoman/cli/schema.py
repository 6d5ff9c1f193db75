"""``dragoman schema``: the published shapes of what Dragoman gives."""

from __future__ import annotations

import json

import click

from dragoman.cli.screen import console, print_table
from dragoman.desk.schema import TABLES
from dragoman.records import Reading, json_schema

__all__ = ["command"]


@click.command("schema")
@click.option("--desk", "of_desk", is_flag=True, help="The columns of a desk instead of the JSON Schema of a reading.")
def command(of_desk: bool) -> None:
    """Print the JSON Schema of a reading (what `dragoman read --json` prints), or the columns of a desk."""
    if not of_desk:
        click.echo(json.dumps(json_schema(Reading), indent=2))
        return
    rows = [{"table": t.name, "column": c.name, "type": c.type, "meaning": c.doc} for t in TABLES for c in t.columns]
    print_table(("table", "column", "type", "meaning"), rows, console())
