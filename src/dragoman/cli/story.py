"""One story on the screen: its articles, what happened by which reports, figures, and what became of plans."""

from __future__ import annotations

import sys
from collections import defaultdict
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from dragoman.cli.screen import STATUS_STYLE, console
from dragoman.desk import StoryPage
from dragoman.desk.answers.exports import plain, write_csv, write_jsonl
from dragoman.desk.words import count, say_days, say_list

__all__ = ["print_story"]

Row = dict[str, Any]

_STANDING_STYLE = {"corroborated": "green", "disputed": "bold red", "single": "dim"}


def print_story(page: StoryPage, form: str) -> None:
    """The whole story: for people, as one JSON object, or its events as CSV."""
    if form == "json":
        whole: dict[str, Any] = {"story": {name: plain(value) for name, value in page.story.items()}}
        for part in ("articles", "events", "reports", "figures", "links"):
            rows = getattr(page, part)
            whole[part] = [{c: plain(row[c]) for c in rows.columns} for row in rows]
        write_jsonl(list(whole), [whole], sys.stdout)
    elif form == "csv":
        write_csv(page.events.columns, page.events, sys.stdout)
    else:
        _print(page, console())


def _print(page: StoryPage, out: Console) -> None:
    story = page.story
    out.print(Text(story["title"] or "(no title)", style="bold underline"))
    facts = [
        say_days(story["first_day"], story["last_day"]),
        count(story["articles"], "article"),
        f"{count(story['outlets'], 'independent outlet')}, {count(story['appearances'], 'appearance')}",
        story["story"],
    ]
    out.print(Text(" · ".join(f for f in facts if f), style="dim"))
    out.print(Text(f"{say_list(story['actors'])}\n{say_list(story['words'])}", style="dim"))
    for article in page.articles:
        day = article["published_start"] or article["published_end"]
        line = Text.assemble(f"{day or 'no date'!s:<12}", (article["title"] or "(no title)", "bold"))
        line.append(f"  {article['outlet'] or ''}", style="dim")
        out.print(Padding(line, (1, 0, 0, 2)))
        out.print(Padding(Text("; ".join(article["reasons"]), style="dim"), (0, 0, 0, 14)))
    reports, figures = _by_event(page.reports), _by_event(page.figures)
    acts = {event["merged_event"]: _act(event) for event in page.events}
    links = _by_event(page.links)
    for event in page.events:
        _print_event(event, reports[event["merged_event"]], figures[event["merged_event"]], out)
        for link in links[event["merged_event"]]:
            line = Text.assemble((link["relation"].replace("_", " "), "bold"), f": {acts[link['later']]}")
            out.print(Padding(line.append(f"  ({link['score']:.2f})", style="dim"), (0, 0, 0, 4)))
    out.print(f"\n[dim]{count(len(page.events), 'event')} of {count(len(page.reports), 'event mention')}[/]")


def _by_event(rows: Any) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["merged_event"]].append(row)
    return found


def _act(event: Row) -> str:
    whom = f"{event['source'] or '?'} → {event['target'] or '·'}"
    return f"{event['type'] or event['act']}  {whom}"


def _print_event(event: Row, reports: list[Row], figures: list[Row], out: Console) -> None:
    line = Text(_act(event), style="bold")
    line.append(f"  {event['status'].replace('_', ' ')}", style=STATUS_STYLE[event["status"]])
    if event["outlets"] > 1 or event["standing"] != "single":
        standing = "not told alike" if event["standing"] == "single" else event["standing"]
        said = f"{standing}: {say_list(event['statuses']).replace('_', ' ')}"
        line.append(f"  {said} of {count(event['outlets'], 'outlet')}", style=_STANDING_STYLE[event["standing"]])
    place = event["place_name"] or ""
    when = say_days(event["from_day"], event["to_day"], event["granularity"])
    line.append("  " + " · ".join(part for part in (when, place) if part), style="dim")
    out.print(Padding(line, (1, 0, 0, 2)))
    for report in reports:
        whose = f"  according to {report['said_by']}" if report["said_by"] else ""
        status = "" if report["status"] == event["status"] else f"  [{report['status'].replace('_', ' ')}]"
        sentence = Text("“" + report["sentence"].replace("\n", " ") + "”", style="italic")
        sentence.append(f"{status}{whose}  {_outlet(report)}", style="not italic dim")
        out.print(Padding(sentence, (0, 0, 0, 4)))
    for figure in figures:
        style = "red" if figure["agreement"] == "differs" else "dim"
        line = Text.assemble(f"{figure['kind']}: ", (figure["text"], "bold"))
        whose = f", says {figure['said_by']}" if figure["said_by"] else ""
        line.append(f"{whose}  {_outlet(figure)}, {figure['agreement']}", style=style)
        out.print(Padding(line, (0, 0, 0, 6)))


def _outlet(row: Row) -> str:
    return "(outlet unknown)" if row["outlet"] == row["article"] else str(row["outlet"])
