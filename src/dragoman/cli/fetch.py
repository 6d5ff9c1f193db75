"""``dragoman fetch``: pages, feeds and sitemaps from the web, politely, into WARC files."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from dragoman.desk.words import count
from dragoman.engines.fetch import Fetched, Fetcher, Politeness
from dragoman.engines.fetch_http import AGENT
from dragoman.engines.fetch_store import WarcStore
from dragoman.engines.guard import Guard
from dragoman.engines.inputs import addresses_in

__all__ = ["command"]

_LISTED = 12


@click.command("fetch")
@click.argument("addresses", nargs=-1, required=True)
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    default=Path("fetched"),
    show_default=True,
    help="Folder of the WARC files.",
)
@click.option(
    "--delay", type=click.FloatRange(0.0), default=1.0, show_default=True, help="Seconds between requests to one host."
)
@click.option(
    "--limit", type=click.IntRange(1), default=10_000, show_default=True, help="Pages that feeds and sitemaps may add."
)
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), help="Pass over pages that a sitemap dates before this day."
)
@click.option("--agent", default=AGENT, show_default=True, help="What servers are told; add how to reach you.")
@click.option("--quiet", is_flag=True, help="Only the summary.")
def command(
    addresses: tuple[str, ...], into: Path, delay: float, limit: int, since: datetime | None, agent: str, quiet: bool
) -> None:
    """Fetch ADDRESSES: pages, feeds, sitemaps, or files that name them (one a line, or a column of a CSV).

    What robots.txt forbids is not fetched, and each host is asked one thing at a time. Fetching again asks only for
    what has changed. Everything is kept as WARC, as evidence: read it with

    \b
    dragoman read fetched --to desk
    """
    rules = Politeness(delay=delay, most=limit, since=since.date().isoformat() if since else None)
    with Guard() as guard:
        fetcher = Fetcher(WarcStore(into, agent), guard, rules, agent)
        out = Console(stderr=True, highlight=False)
        if quiet or not out.is_terminal:
            account = fetcher.fetch(_named(addresses, fetcher.account))
        else:
            with out.status("fetching ...") as status:
                account = fetcher.fetch(_named(addresses, fetcher.account), lambda a: status.update(_counts(a)))
    _print(account, into, out)
    if account.interrupted:
        raise click.exceptions.Exit(130)
    if not account.new and not account.unchanged and not account.passed:
        raise click.exceptions.Exit(2)


def _named(addresses: tuple[str, ...], account: Fetched) -> Iterator[str]:
    for address in addresses:
        if "://" in address:
            yield address
            continue
        for found in addresses_in(address, sys.stdin.buffer):
            if isinstance(found, str):
                yield found
            else:
                account.skipped.append(found)


def _counts(account: Fetched) -> str:
    parts = [count(account.new, "page")]
    for number, said in ((account.unchanged, "unchanged"), (account.passed, "held already"), (account.lists, "lists")):
        if number:
            parts.append(f"{number:,} {said}")
    if account.skipped:
        parts.append(f"{len(account.skipped):,} skipped")
    return ", ".join(parts)


def _print(account: Fetched, into: Path, out: Console) -> None:
    """The account of a run: every address is in it."""
    out.print(f"\n[bold]{_counts(account)}[/]")
    for skipped in account.skipped[:_LISTED]:
        out.print(Text.assemble(("skipped ", "yellow"), f"{skipped.item}: {skipped.detail}"), soft_wrap=True)
    if len(account.skipped) > _LISTED:
        out.print(f"[yellow]... {len(account.skipped):,} skipped in all[/]")
    if account.interrupted:
        out.print("[bold yellow]interrupted[/]: what came is kept; the same command goes on from here")
    elif account.new:
        out.print(f"next: [bold]dragoman read {into} --to desk[/]", soft_wrap=True)
