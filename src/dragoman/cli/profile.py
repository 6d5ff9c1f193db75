"""One actor on the screen: who it is, roles, names seen, with whom it acts, each line with its evidence below."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from dragoman.desk import Result

__all__ = ["print_profile"]

_HEADINGS = {
    "judged": "Judged",
    "role": "Roles",
    "membership": "Belongs to",
    "member": "Members",
    "name": "Seen as",
    "asserted": "What articles say of roles",
    "partner": "Acts with",
}
_ORDER = ("who", *_HEADINGS)


def print_profile(lines: Result, out: Console) -> None:
    """The lines of an actor's page (``desk.profiles.ActorPage``) by section."""
    rows = sorted(lines.to_dicts(), key=lambda row: _ORDER.index(row["section"]))
    for section, group in groupby(rows, key=lambda row: row["section"]):
        if section == "who":
            for number, row in enumerate(group):
                if not number:
                    out.print(Text(row["value"] or "-", style="bold underline"))
                times = f"by {row['times']:,} mentions here" if row["times"] else row["basis"]
                out.print(Text(" \u00b7 ".join(filter(None, (row["detail"], times))), style="dim"))
            continue
        out.print(Padding(Text(_HEADINGS[section], style="bold"), (1, 0, 0, 0)))
        for row in group:
            _print_line(section, row, out)


def _print_line(section: str, row: dict[str, Any], out: Console) -> None:
    line = Text(row["value"] or "-", style="bold")
    if row["detail"]:
        apart = ", " if section == "role" else "  "
        line.append(f"{apart}{row['detail']}", style="not bold" if section == "role" else "not bold dim")
    facts = [row["period"], f"{row['times']} \u00d7" if row["times"] else "", "" if row["evidence"] else row["basis"]]
    told = " \u00b7 ".join(filter(None, facts))
    line.append(f"  {told}" if told else "", style="not bold dim")
    out.print(Padding(line, (0, 0, 0, 2)))
    if row["evidence"]:
        said = Text(f"\u201c{' '.join(row['evidence'].split())}\u201d", style="italic")
        at = said.plain.find(row["value"] or "") if section == "name" else -1
        if at >= 0:
            said.stylize("bold", at, at + len(row["value"]))
        out.print(Padding(said, (0, 0, 0, 6)))
