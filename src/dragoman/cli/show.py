"""``dragoman show``: what a desk holds, as text for people, or as JSON lines and CSV for programs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from dragoman.cli.screen import console, print_events, print_table
from dragoman.cli.words import count, say_days
from dragoman.desk import Desk, Filters, Result
from dragoman.desk.exports import write_csv, write_jsonl

__all__ = ["command"]

WHAT = (
    "overview",
    "events",
    "claims",
    "actors",
    "articles",
    "article",
    "times",
    "places",
    "sightings",
    "stories",
    "story",
    "residue",
    "skipped",
)

_COLUMNS = {
    "claims": ("source", "anonymity", "cue", "polarity", "content", "outlet"),
    "actors": ("name", "kind", "country", "sectors", "as_source", "as_target", "mentions", "articles", "seen_as"),
    "articles": ("published_start", "outlet", "title", "words", "notes", "article"),
    "times": ("text", "value", "from_day", "to_day", "granularity", "anchor_basis", "unresolved"),
    "places": ("text", "name", "kind", "country", "admin1", "latitude", "longitude", "score"),
    "sightings": ("likeness", "resemblance", "outlet", "title", "origin", "article"),
    "stories": ("title", "first_day", "last_day", "articles", "outlets", "actors", "story"),
    "story": ("title", "outlet", "published_start", "score", "reasons", "article"),
    "residue": ("reason", "text"),
    "skipped": ("item", "cause", "detail"),
}


@click.command("show")
@click.argument("desk_path", metavar="DESK", type=click.Path(path_type=Path))
@click.argument("what", type=click.Choice(WHAT), default="overview")
@click.argument("name", required=False)
@click.option("--actor", help="Somebody on either side, by any name seen.")
@click.option("--source", help="Who acts; with claims, who speaks.")
@click.option("--target", help="On whom.")
@click.option("--type", "kind", help="Event type, CONSULT say.")
@click.option("--mode", help="Mode of the type, visit say.")
@click.option("--status", help="actual, planned, demanded, conditional, threatened, not_done, denied or uncertain.")
@click.option("--country", help="ISO alpha-3 code of a participant's country.")
@click.option("--place", help="Where.")
@click.option("--outlet", help="Outlet of the article.")
@click.option("--since", help="First day, month or year: 2022, 2022-02, 2022-02-08.")
@click.option("--until", help="Last day, month or year.")
@click.option("--anonymous", is_flag=True, help="Only what rests on unnamed sources.")
@click.option("--limit", type=click.IntRange(1), help="At most so many rows.")
@click.option("--json", "as_json", is_flag=True, help="All columns, one JSON object a line.")
@click.option("--csv", "as_csv", is_flag=True, help="All columns as CSV.")
def command(desk_path: Path, what: str, name: str | None, **given: Any) -> None:
    """Show WHAT of DESK: overview, events, claims, actors, articles, article, times, places, sightings, stories, story,
    residue or skipped.

    \b
    dragoman show desk events --actor Sadr --type CONSULT --since 2022-01
    dragoman show desk claims --anonymous
    dragoman show desk actors Hezbollah
    dragoman show desk article a-1f0c...      the text, with the records read from it
    dragoman show desk stories truce          stories that have that word; dragoman stories desk makes them
    dragoman show desk story s-1f0c...        its articles, and why they are in it
    """
    as_json, as_csv, limit = given.pop("as_json"), given.pop("as_csv"), given.pop("limit")
    desk = Desk(desk_path, create=False)
    filters = Filters(**{"type": given.pop("kind"), **given})
    if what == "overview" and not (as_json or as_csv):
        _overview(desk)
        return
    if what == "article":
        filters = Filters(article=_article_id(desk, name))
    result = _ask(desk, what, name, filters)
    rows = result.to_dicts()[:limit]
    if as_json:
        write_jsonl(result.columns, rows, sys.stdout)
    elif as_csv:
        write_csv(result.columns, rows, sys.stdout)
    elif what in ("events", "article"):
        print_events(rows, console())
        click.echo(f"\n{count(len(rows), 'event')}", err=True)
    else:
        print_table(_COLUMNS[what], rows, console())


def _ask(desk: Desk, what: str, name: str | None, filters: Filters) -> Result:
    conditions = {field: getattr(filters, field) for field in filters.__dataclass_fields__}
    if what in ("events", "article", "overview"):
        return desk.events(**conditions)
    if what == "claims":
        return desk.claims(**conditions)
    if what == "actors":
        return desk.actors(name or filters.actor)
    if what == "stories":
        return desk.stories(name)
    if what == "story":
        return desk.story_articles(_story_id(desk, name))
    return desk.table(what)


def _story_id(desk: Desk, name: str | None) -> str:
    """The id of the largest story whose id begins with ``name`` or that has these words."""
    if not name:
        raise click.UsageError("name a story: its id (or the beginning of it), or words of its title")
    found = desk.stories(name).to_dicts()
    if not found:
        raise click.UsageError(f"no story is like {name!r}; see: dragoman show DESK stories")
    return str(max(found, key=lambda row: int(row["articles"]))["story"])


def _article_id(desk: Desk, name: str | None) -> str:
    """The id of the article whose id begins with ``name`` or whose title holds it."""
    if not name:
        raise click.UsageError("name an article: its id (or the beginning of it), or words of its title")
    found = desk.sql(
        "SELECT article FROM articles WHERE starts_with(article, ?) OR title ILIKE ? ORDER BY article",
        [name, f"%{name}%"],
    ).to_dicts()
    if not found:
        raise click.UsageError(f"no article has an id or a title like {name!r}; see: dragoman show DESK articles")
    return str(found[0]["article"])


def _overview(desk: Desk) -> None:
    out = console()
    total = desk.sql(
        "SELECT (SELECT count(*) FROM pages WHERE articles > 0) AS pages, (SELECT count(*) FROM articles) AS articles, "
        "(SELECT count(*) FROM events) AS events, (SELECT count(*) FROM claims) AS claims, "
        "(SELECT count(*) FROM skipped) AS skipped, (SELECT min(published_start) FROM articles) AS first, "
        "(SELECT max(coalesce(published_end, published_start)) FROM articles) AS last"
    ).to_dicts()[0]
    period = say_days(total["first"], total["last"])
    out.print(
        f"[bold]{count(total['articles'], 'article')}[/] on {count(total['pages'], 'page')}"
        f"{', ' + period if period else ''}: {count(total['events'], 'event')}, {count(total['claims'], 'claim')}; "
        f"{total['skipped']:,} skipped\n"
    )
    types = desk.sql(
        "SELECT coalesce(type, '(' || act || ')') AS event, count(*) AS all, "
        "count(*) FILTER (status = 'actual') AS actual, count(*) FILTER (status = 'planned') AS planned, "
        "count(*) FILTER (status IN ('demanded', 'threatened')) AS demanded_or_threatened, "
        "count(*) FILTER (status IN ('not_done', 'denied')) AS not_done_or_denied, "
        "count(*) FILTER (status IN ('conditional', 'uncertain')) AS open "
        "FROM events GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20"
    )
    print_table(types.columns, types.to_dicts(), out)
    out.print()
    actors = desk.actors().to_dicts()[:15]
    print_table(("name", "kind", "country", "as_source", "as_target", "mentions", "articles"), actors, out)
    out.print()
    sources = desk.sql(
        "SELECT coalesce(actor_name, source, '(nobody named)') AS who_is_heard, count(*) AS claims, "
        "count(DISTINCT article) AS articles, mode(anonymity) AS named FROM claims "
        "GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10"
    )
    print_table(sources.columns, sources.to_dicts(), out)
