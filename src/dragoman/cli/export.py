"""``dragoman export``: a desk's events and tables in the formats of other tools."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dragoman.cli.filters import filter_options
from dragoman.desk.formats.takeaway import ALL_FORMATS

if TYPE_CHECKING:
    from dragoman.language import Language
    from dragoman.records import Analysis, Article

__all__ = ["command"]


@click.command("export")
@click.argument("desk_path", metavar="DESK", type=click.Path(path_type=Path))
@click.argument("form", metavar="FORMAT", type=click.Choice(ALL_FORMATS))
@click.option("--to", required=True, metavar="PATH", help="The file or folder to write; - for standard output.")
@click.option("--table", "tables", multiple=True, help="With csv, jsonl, parquet, excel: a table; repeatable.")
@filter_options
@click.option("--all-statuses", is_flag=True, help="Also what did not happen, where the format cannot tell it apart.")
@click.option("--merged", is_flag=True, help="Merged events (`dragoman stories`), not event mentions.")
@click.option("--dictionary", is_flag=True, help="Write the data dictionary beside it.")
def command(desk_path: Path, form: str, to: str, **given: Any) -> None:
    """Write the events of DESK as FORMAT.

    \b
    csv, jsonl, parquet, excel     the desk's own tables: a file holds one, a folder (or a workbook) all
    polecat, icews, acled, gdelt   the columns of those data sets; only what happened, unless --all-statuses
    gexf, graphml                  the network of actors (Gephi, graph libraries)
    geojson, geopackage            points on a map (QGIS)
    timelinejs                     a line of time
    jsonld, turtle                 linked data (schema.org, SEM)
    ftm                            FollowTheMoney entities (Aleph)
    conllu, brat, webanno          annotated texts; conllu reads the articles again

    Events are event mentions, a row for each article that tells of one; with --merged, what was merged from them.

    \b
    dragoman export desk polecat --actor Sadr --since 2022 --to sadr.tsv
    dragoman export desk gdelt --merged --to events.export.CSV
    dragoman export desk csv --table claims --to - | head
    """
    from dragoman.desk import Desk
    from dragoman.desk.words import count

    wishes = {name: value for name, value in given.items() if value not in (None, (), False)}
    if form == "conllu":
        wishes["analyse"] = _analyse
    desk = Desk(desk_path, create=False)
    account = desk.export(form, to, **wishes)
    written = ", ".join(count(n, name.removesuffix("s"), name) for name, n in account.written.items())
    click.echo(f"{to}: {written or 'nothing'}" if to != "-" else written or "nothing", err=True)
    for reason, number in account.left_out.most_common():
        click.echo(f"left out: {number:,} {reason}", err=True)
    for note in account.notes:
        click.echo(note, err=True)
    for line in () if any(account.written.values()) else desk.unmatched(**wishes):
        click.echo(line, err=True)


def _analyse(articles: Sequence[Article]) -> list[Analysis]:
    return _language().analyse_many(articles)


@cache
def _language() -> Language:
    from dragoman.language import Language

    return Language.load()
