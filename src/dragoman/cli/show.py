"""``dragoman show``: what a desk holds, as text for people, or as JSON lines and CSV for programs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from dragoman.cli.filters import filter_options
from dragoman.cli.layouts import LAYOUTS, condensed, print_rows
from dragoman.cli.opening import open_desk
from dragoman.cli.profile import print_profile
from dragoman.cli.screen import console, fits, print_events, print_table
from dragoman.cli.story import print_story
from dragoman.desk import ArticlePage, Desk, Result
from dragoman.desk.answers.exports import plain, write_csv, write_jsonl
from dragoman.desk.sql.questions import BY
from dragoman.desk.words import count, say_days, say_list, say_title
from dragoman.records import Status

__all__ = ["command"]

WHAT = (
    "overview", "events", "claims", "actors", "articles", "article", "timeline", "dyad", "network", "sources",
    "disputes", "disagreements", "calendar", "new", "stories", "story", "happenings", "times", "places", "sightings",
    "residue", "skipped",
)  # fmt: skip

_COLUMNS = {
    "claims": ("source", "anonymity", "cue", "polarity", "content", "outlet"),
    "actors": ("name", "kind", "country", "sectors", "as_source", "as_target", "mentions", "articles", "seen_as"),
    "actor": ("section", "value", "detail", "period", "times", "basis", "evidence"),
    "articles": ("published_start", "outlet", "title", "words", "notes", "origin", "article"),
    "timeline": ("day", "status", "type", "mode", "source", "target", "place_name", "said_by", "sentence"),
    "network": ("source", "target", "events", "cooperation", "conflict", "weight", "intensity", "first", "last"),
    "nodes": ("name", "kind", "country", "sectors", "known", "mentions", "actor"),
    "sources": ("source", "claims", "articles", "named", "role_only", "described", "generic", "implicit", "denials"),
    "disputes": ("denier", "denial_sentence", "claimant", "sentence", "type", "outlet"),
    "disagreements": ("denier", "denial_outlet", "denial_sentence", "claimant", "outlet", "sentence", "type"),
    "calendar": ("happened", "due", "told_of", "reported", "status", "type", "source", "target", "sentence"),
    "new": ("published_start", "outlet", "title", "events", "claims", "origin", "article"),
    "times": ("text", "value", "from_day", "to_day", "granularity", "anchor_basis", "unresolved"),
    "places": ("text", "name", "kind", "country", "admin1", "latitude", "longitude", "score"),
    "sightings": ("likeness", "resemblance", "outlet", "title", "origin", "article"),
    "stories": ("title", "first_day", "last_day", "articles", "outlets", "actors", "story"),
    "happenings": (
        "from_day",
        "to_day",
        "status",
        "standing",
        "type",
        "act",
        "source",
        "target",
        "place_name",
        "outlets",
        "sentence",
    ),
    "residue": ("reason", "text"),
    "skipped": ("item", "cause", "detail"),
}


_HEARD = ("source", "claims", "quoted", "denials", "named", "role_only", "described", "generic", "implicit")
"""Who is heard in one article, how often, named or not: what standards editors ask for."""


@click.command("show")
@click.argument("desk_path", metavar="DESK", type=click.Path(path_type=Path))
@click.argument("what", metavar="[WHAT]", type=click.Choice(WHAT), default="overview")
@click.argument("names", metavar="[NAME]...", nargs=-1)
@filter_options
@click.option("--by", type=click.Choice(BY), help="With events: count them by this.")
@click.option(
    "--newest/--oldest", default=None, help="The latest first, as events and claims are on a terminal; or the earliest."
)
@click.option("--offset", type=click.IntRange(0), default=0, help="Pass over so many rows first.")
@click.option("--nodes", is_flag=True, help="With network: the actors, not the pairs.")
@click.option("--since-part", help="With new: what came later than this part, not since the mark.")
@click.option("--user", default="", help="With new: whose mark.")
@click.option("--keep-mark", is_flag=True, help="With new: leave the mark where it is.")
@click.option("--json", "as_json", is_flag=True, help="All columns, one JSON object a line.")
@click.option("--csv", "as_csv", is_flag=True, help="All columns as CSV.")
def command(desk_path: Path, what: str, names: tuple[str, ...], **given: Any) -> None:
    """Show WHAT of DESK.

    \b
    events         who did what to whom; --by month (or type, actor ...) counts them
    claims         who says what
    actors [NAME]  who occurs; with NAME all about one: names, offices, memberships, partners
    article NAME   one article by its id, words of its title or its file: events, claims, who is heard
    timeline NAME  the events of an actor in order of time
    dyad A B       what passed between two, month by month, by quad class and on a scale from -10 to 10
    network        who acted on whom, with signed weights
    sources        who is heard, how often, named or not
    disputes       who denies what another, or the article itself, tells
    disagreements  what one article of a story tells and another denies (dragoman stories DESK makes stories)
    calendar       when each event happened, is due, and was reported (--json gives all columns)
    new            the articles that came since you last asked
    stories [NAME] articles on the same affair (dragoman stories DESK makes them)
    story NAME     one story: its articles, what happened by which reports, figures, plans and what became of them
    happenings     event mentions of the same happening as one, with how many independent outlets report it
    articles, times, places, sightings, residue, skipped: the tables

    Each takes the conditions below that have a sense there, and refuses the others with those it takes.

    \b
    dragoman show desk events --actor Sadr --type CONSULT --since 2022-01 --status actual --by month
    dragoman show desk claims --anonymous
    dragoman show desk dyad Iran Iraq --since 2022
    dragoman show desk stories truce          stories that have that word; dragoman stories desk makes them
    """
    as_json, as_csv = given.pop("as_json"), given.pop("as_csv")
    if as_json and as_csv:
        raise click.UsageError("--json or --csv: one of them")
    form = "json" if as_json else "csv" if as_csv else ""
    _check_call(what, names, given, form)
    desk = open_desk(desk_path)
    if what in ("overview", "article", "story") and not (what == "overview" and form):
        desk.chosen(_conditions(given), what)
        _whole(desk, what, names, form)
        return
    asked = _on_screen(what, given) if not form and console().is_terminal else given
    result, shown = _ask(desk, what, names, dict(asked))
    _print(result, shown, form)
    if not len(result):
        for line in desk.unmatched(**_conditions(given)):
            click.echo(line, err=True)
    if not form and len(result) < result.total:
        _say_part(result, what, given)


_NAMED = ("article", "story", "timeline", "dyad", "actors", "stories")
"""What is asked with a NAME."""
_OWN = {"by": ("events",), "nodes": ("network",), "since_part": ("new",), "user": ("new",), "keep_mark": ("new",)}
"""Options that only some questions have, beside the conditions."""
_AT_ONCE = 50
"""Rows that a terminal is given where nobody says how many: some screens of them. A pipe gets all."""


def _check_call(what: str, names: tuple[str, ...], given: dict[str, Any], form: str) -> None:
    """Raises click.UsageError for names and options that this question would pass over."""
    if names and what not in _NAMED:
        raise click.UsageError(f"{what} takes no name; {' '.join(names)!r} is one too many")
    for option, questions in _OWN.items():
        if given[option] and what not in (*questions, *(("overview",) if form and option == "by" else ())):
            raise click.UsageError(f"--{option.replace('_', '-')} belongs to {say_list(questions)}, not to {what}")


def _conditions(given: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name not in _OWN and value not in (None, ())}


def _on_screen(what: str, given: dict[str, Any]) -> dict[str, Any]:
    """As it is asked for a terminal where nobody says otherwise: events and claims the latest first, and some of many.

    ``new`` is shown whole, since what was shown is not new any more; counts and dyads are few.
    """
    made = dict(given)
    if what in ("events", "claims") and not given["by"] and given["newest"] is None:
        made["newest"] = True
    if given["limit"] is None and not given["by"] and what not in ("new", "dyad"):
        made["limit"] = _AT_ONCE
    return made


def _say_part(result: Result, what: str, given: dict[str, Any]) -> None:
    first = given["offset"]
    rows = f"{first + 1:,}-{first + len(result):,}" if first else f"{len(result):,}"
    noun = {"timeline": "events", "calendar": "events", "network": "rows"}.get(what, what)
    more = "" if given["limit"] else "; --limit N shows more, a pipe or --json gets all"
    click.echo(f"\n{rows} of {result.total:,} {noun}{more}", err=True)


def _whole(desk: Desk, what: str, names: tuple[str, ...], form: str) -> None:
    if what == "overview":
        _overview(desk)
    elif what == "article":
        page = desk.article(_one(what, names))
        _article(page, desk.sources(article=page.article["article"]), form)
    else:
        print_story(desk.story(_one(what, names)), form)


def _ask(desk: Desk, what: str, names: tuple[str, ...], given: dict[str, Any]) -> tuple[Result, str]:
    """The answer, and as what it is shown (a key of ``_COLUMNS``, ``events``, or empty for all columns)."""
    conditions = _conditions(given)
    if what == "timeline":
        _say_who(desk, _one(what, names))
        return desk.timeline(_one(what, names), **conditions), what
    if what == "dyad":
        if len(names) != 2:
            raise click.UsageError("name the two sides: dragoman show DESK dyad Iran Iraq")
        for name in names:
            _say_who(desk, name)
        return desk.dyad(*names, **conditions), ""
    if what == "network":
        network = desk.network(**conditions)
        return (network.nodes, "nodes") if given["nodes"] else (network.edges, what)
    if what == "actors" and names:
        page = desk.actor(_one(what, names))
        chosen = desk.chosen(conditions, "actor")
        _say_others([f"{row['name']} ({row['actor']})" for row in page.actors])
        return page.lines.page(chosen.limit, chosen.offset), "actor"
    if what == "new":
        news = desk.new(given["user"], given["since_part"], **conditions)
        if not given["keep_mark"] and given["since_part"] is None:
            desk.mark(news.parts, given["user"])
        return news.articles, what
    if what == "stories":
        return desk.stories(" ".join(names) or None, **conditions), what
    if what == "happenings":
        return desk.merged_events(**conditions), what
    return _rows(desk, what, given["by"], conditions)


def _rows(desk: Desk, what: str, by: str | None, conditions: dict[str, Any]) -> tuple[Result, str]:
    if what in ("events", "overview"):
        return (desk.counts(by, **conditions), "") if by else (desk.events(**conditions), "events")
    if what in ("claims", "sources", "actors", "calendar", "disagreements"):
        ask: Callable[..., Result] = getattr(desk, what)
        return ask(**conditions), what
    return desk.table(what, **conditions), what


def _print(result: Result, shown: str, form: str) -> None:
    if form == "json":
        write_jsonl(result.columns, result, sys.stdout)
    elif form == "csv":
        write_csv(result.columns, result, sys.stdout)
    elif shown == "actor" and console().is_terminal:
        print_profile(result, console())
    elif shown == "events":
        print_events(result.to_dicts(), console())
        if len(result) == result.total:
            click.echo(f"\n{count(len(result), 'event')}", err=True)
    elif shown in LAYOUTS and console().is_terminal and len(result):
        print_rows(shown, result.to_dicts(), console())
    else:
        _print_table(_COLUMNS.get(shown, tuple(result.columns)), result.to_dicts(), console())


_APART = (
    *(status.value for status in Status), "verbal_cooperation", "material_cooperation", "verbal_conflict",
    "material_conflict", "not_actual", "one_to_other", "other_to_one", "jointly",
)  # fmt: skip
"""Counts of which most are nought in most rows."""


def _print_table(columns: Sequence[str], rows: list[dict[str, Any]], out: Console) -> None:
    """A table; where one of many counts is too wide for a terminal, with them told in one column."""
    if out.is_terminal and not fits(columns, rows, out) and set(columns) & set(_APART):
        print_table(*condensed(columns, rows, [name for name in columns if name in _APART]), out)
    else:
        print_table(columns, rows, out)


def _one(what: str, names: tuple[str, ...]) -> str:
    if not names and what == "article":
        raise click.UsageError("name an article: its id (or the beginning of it), words of its title, or its file")
    if not names and what == "story":
        raise click.UsageError("name a story: its id (or the beginning of it), or words of its title")
    if not names:
        raise click.UsageError(f"name an actor: dragoman show DESK {what} Sadr")
    return " ".join(names)


def _say_who(desk: Desk, name: str) -> None:
    """Tells whom a name was taken to mean, on standard error."""
    found = [f"{row['name']} ({row['actor']})" for row in desk.who(name)]
    told = found[:6] or desk.unmatched(actor=name) or ["nobody of that name was seen"]
    click.echo(f"{name}: {say_list(told)}", err=True)
    if len(found) > 6:
        click.echo(f"    and {len(found) - 6} more; a full name or an id takes one alone", err=True)


def _say_others(found: list[str]) -> None:
    if len(found) > 1:
        click.echo(f"also of that name: {say_list(found[1:6])}{' ...' if len(found) > 6 else ''}", err=True)


def _article(page: ArticlePage, sources: Result, form: str) -> None:
    if form == "json":
        whole = {name: page.article[name] for name in page.article}
        for part in ("blocks", "events", "claims", "mentions", "times", "places", "sightings"):
            rows: Result = getattr(page, part)
            whole[part] = [{c: plain(row[c]) for c in rows.columns} for row in rows]
        whole["sources"] = [{c: plain(row[c]) for c in sources.columns} for row in sources]
        write_jsonl(list(whole), [whole], sys.stdout)
        return
    if form == "csv":
        _print(page.events, "events", form)
        return
    out = console()
    if len(page.events):
        _print(page.events, "events", form)
    else:
        out.print(Text(say_title(page.article), style="bold underline"))
        out.print("  no event found", style="dim")
    if len(page.claims):
        out.print()
        print_table(_COLUMNS["claims"], page.claims.to_dicts(), out)
        out.print()
        print_table(_HEARD, sources.to_dicts(), out)


def _overview(desk: Desk) -> None:
    out = console()
    view = desk.overview()
    total = view["totals"].to_dicts()[0]
    period = say_days(total["first"], total["last"])
    out.print(
        f"[bold]{count(total['articles'], 'article')}[/] on {count(total['pages'], 'page')}"
        f"{', ' + period if period else ''}: {count(total['events'], 'event')}, {count(total['claims'], 'claim')}; "
        f"{total['skipped']:,} skipped\n",
        soft_wrap=not out.is_terminal,
    )
    print_table(view["types"].columns, view["types"].to_dicts(), out)
    out.print()
    columns = ("name", "kind", "country", "as_source", "as_target", "mentions", "articles")
    print_table(columns, view["actors"].to_dicts(), out)
    out.print()
    print_table(view["sources"].columns, view["sources"].to_dicts(), out)
