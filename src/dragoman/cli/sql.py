"""``dragoman sql``: a desk in SQL."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dragoman.cli.screen import console, print_table
from dragoman.desk import Desk
from dragoman.desk.answers.exports import write_csv, write_jsonl

__all__ = ["command"]


@click.command("sql")
@click.argument("desk_path", metavar="DESK", type=click.Path(path_type=Path))
@click.argument("query")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--csv", "as_csv", is_flag=True, help="CSV.")
def command(desk_path: Path, query: str, as_json: bool, as_csv: bool) -> None:
    """Answer QUERY (DuckDB's SQL; - reads it from stdin) over DESK's views; their columns: dragoman schema --desk.

    \b
    dragoman sql desk "select type, count(*) from events where status = 'actual' group by 1 order by 2 desc"
    """
    result = Desk(desk_path, create=False).sql(sys.stdin.read() if query == "-" else query)
    rows = result.to_dicts()
    if as_json:
        write_jsonl(result.columns, rows, sys.stdout)
    elif as_csv:
        write_csv(result.columns, rows, sys.stdout)
    else:
        print_table(result.columns, rows, console(), verbatim=True)
