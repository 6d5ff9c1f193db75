"""``dragoman actors``: say who an actor is where the reader could not know; judgements are kept, and can be undone."""

from __future__ import annotations

import getpass
import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from dragoman.cli.opening import to_own_knowledge
from dragoman.cli.screen import console, print_table
from dragoman.desk import Desk
from dragoman.desk.amendments import judgements, uniting
from dragoman.desk.amendments.judgements import Act, ActorJudgement, Description, Signature
from dragoman.desk.answers.exports import write_csv, write_jsonl
from dragoman.desk.sql.queries import is_id
from dragoman.desk.words import count, say_list
from dragoman.errors import UsageError
from dragoman.knowledge import default_knowledge
from dragoman.knowledge.actors_import import FORMATS, Imported, earlier_import, import_actors, write_rows
from dragoman.records import ActorKind

__all__ = ["command"]

_KINDS = click.Choice([k.value for k in ActorKind])
_COLUMNS = ["at", "by", "act", "actor", "name", "what", "stands", "reason", "judgement"]


@click.group("actors")
def command() -> None:
    """Judge the actors of a desk (add, merge, split, undo), and import actors into your knowledge.

    \b
    dragoman actors merge desk "Moqtada Sadr" new:5f0c...     these are one
    dragoman actors split desk "Fatah" --article a-1f0c --becomes "Fatah alliance"
    dragoman actors unite desk                                what no base knows, by names and a second signal
    dragoman actors list desk                                 all judgements, who made them, and when
    """


_DESK = click.argument("desk_path", metavar="DESK", type=click.Path(path_type=Path))
_BY = click.option("--by", default=getpass.getuser, help="Who judges. [default: your login name]")
_WHY = click.option("--reason", help="Why, for those who read it later.")
_KIND = click.option("--kind", type=_KINDS, help="What it is.")
_COUNTRY = click.option("--country", help="ISO 3166 alpha-3 code of its country.")
_SECTORS = click.option("--sector", "sectors", multiple=True, help="A PLOVER sector; the most specific first.")
_ALIAS = click.option("--alias", "aliases", multiple=True, help="Another name that it is seen under.")


@command.command("add")
@_DESK
@click.argument("name")
@_KIND
@_COUNTRY
@_SECTORS
@_ALIAS
@_BY
@_WHY
def add(
    desk_path: Path, name: str, kind: str | None, country: str | None, sectors: tuple[str, ...],
    aliases: tuple[str, ...], by: str, reason: str | None,
) -> None:  # fmt: skip
    """Add the actor NAME to DESK; every unknown actor there that bears its name or an alias is it."""
    desk = Desk(desk_path, create=False)
    about = Description(name, kind, country.upper() if country else None, tuple(s.upper() for s in sectors), aliases)
    there = judgements.described_as(judgements.fold(judgements.load(desk.store)), name, parts=False)
    if there:
        raise UsageError(
            f"{name!r} was added to {desk_path} before, as {', '.join(there)}: of two of one name neither would be "
            f"found; see: dragoman actors list {desk_path}"
        )
    judged = judgements.add(about, _signed(by, reason))
    judgements.append(desk.store, [judged])
    rows = desk.sql("SELECT count(*) AS n FROM mentions WHERE actor = ?", [judged.actor]).to_dicts()
    click.echo(f"{judged.actor}: {name}, {count(rows[0]['n'], 'mention')}; {_way_back(desk_path, judged)}")
    if not rows[0]["n"]:
        click.echo(f"note: no unknown actor of {desk_path} bears that name or an alias; --alias adds another", err=True)


@command.command("merge")
@_DESK
@click.argument("kept")
@click.argument("others", nargs=-1, required=True)
@_BY
@_WHY
def merge(desk_path: Path, kept: str, others: tuple[str, ...], by: str, reason: str | None) -> None:
    """In DESK, OTHERS are KEPT. Each is an actor's id, or a name that only one actor has."""
    desk = Desk(desk_path, create=False)
    target, shown = _actor(desk, kept)
    judged = judgements.merge(target, [_actor(desk, o)[0] for o in others], _signed(by, reason), shown)
    judgements.append(desk.store, [judged])
    click.echo(f"{count(len(judged.others), 'actor')} merged into {shown.name}; {_way_back(desk_path, judged)}")


@command.command("split")
@_DESK
@click.argument("actor")
@click.option("--article", "articles", multiple=True, required=True, help="Article in which it is somebody else.")
@click.option("--becomes", required=True, help="Who it is there: an actor's id or name, or the name of a new one.")
@_KIND
@_COUNTRY
@_SECTORS
@_BY
@_WHY
def split(
    desk_path: Path, actor: str, articles: tuple[str, ...], becomes: str, kind: str | None, country: str | None,
    sectors: tuple[str, ...], by: str, reason: str | None,
) -> None:  # fmt: skip
    """In some articles of DESK, what was taken for ACTOR is somebody else."""
    desk = Desk(desk_path, create=False)
    whole, shown = _actor(desk, actor)
    there = [_article(desk, a, whole) for a in articles]
    target, name = _becoming(desk, becomes)
    about = Description(name, kind, country.upper() if country else None, tuple(s.upper() for s in sectors))
    told = about if target is None or kind or country or sectors else None
    judged = judgements.split(whole, there, _signed(by, reason), target or about, told)
    judgements.append(desk.store, [judged])
    click.echo(
        f"{shown.name} is {name} ({judged.becomes}) in {count(len(judged.articles), 'article')}; "
        f"{_way_back(desk_path, judged)}"
    )


@command.command("unite")
@_DESK
@click.option("--dry-run", is_flag=True, help="Only say what would be united, and why.")
def unite(desk_path: Path, dry_run: bool) -> None:
    """Unite the actors of DESK that no base knows and that are one, by their names and a second signal.

    Two spellings of a name, or the same full name, are one actor if office, country or company agree too. What is
    united is a judgement like yours, with its reasons: `dragoman actors list DESK` shows it, `undo` takes it back,
    and what was taken back is not proposed again.
    """
    desk = Desk(desk_path, create=False)
    actors = uniting.seen_of(desk.sql(uniting.UNKNOWN))
    everything = judgements.load(desk.store)
    unions = uniting.unite(actors, default_knowledge().persons.variants, uniting.refused(everything))
    for union in unions:
        for other, sure, reasons in union.others:
            click.echo(f"{other.name} = {union.kept.name} ({sure:.2f}): {'; '.join(reasons)}")
    joining = sum(len(u.others) for u in unions)
    if not dry_run:
        judgements.append(desk.store, list(uniting.judged(unions, _signed(uniting.BY, None))))
    done = "would join" if dry_run else "joined"
    click.echo(f"{count(joining, 'actor')} of {len(actors):,} that no base knows {done} another", err=True)


@command.command("undo")
@_DESK
@click.argument("judgement", required=False)
@_BY
@_WHY
def undo(desk_path: Path, judgement: str | None, by: str, reason: str | None) -> None:
    """Take back JUDGEMENT of DESK (its id, or how that begins), or the latest one."""
    desk = Desk(desk_path, create=False)
    everything = judgements.load(desk.store)
    if judgement is None:
        chosen = judgements.standing(everything)[-1:]
    else:
        chosen = tuple(j for j in everything if j.id.startswith(judgement))
    if len(chosen) != 1:
        what = f"{len(chosen)} judgements begin with {judgement!r}" if judgement else "no judgement stands"
        raise UsageError(f"{what}; see: dragoman actors list {desk_path}")
    judgements.append(desk.store, [judgements.undo(chosen[0], _signed(by, reason))])
    click.echo(f"undone: {_said(chosen[0])}, by {chosen[0].by}")


@command.command("list")
@_DESK
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--csv", "as_csv", is_flag=True, help="As CSV.")
def listed(desk_path: Path, as_json: bool, as_csv: bool) -> None:
    """List the judgements of DESK, undone ones too."""
    desk = Desk(desk_path, create=False)
    everything = judgements.load(desk.store)
    rows = list(_rows(everything, judgements.standing(everything)))
    if as_json:
        write_jsonl(_COLUMNS, rows, sys.stdout)
    elif as_csv:
        write_csv(_COLUMNS, rows, sys.stdout)
    else:
        print_table(_COLUMNS, rows, console())


def _signed(by: str, reason: str | None) -> Signature:
    return Signature(by, datetime.now(UTC), reason)


def _way_back(desk_path: Path, judged: ActorJudgement) -> str:
    return f"undo: dragoman actors undo {desk_path} {judged.id}"


def _rows(everything: Iterable[ActorJudgement], standing: tuple[ActorJudgement, ...]) -> Iterable[dict[str, object]]:
    for one in everything:
        yield {
            "at": one.at[:19],
            "by": one.by,
            "act": one.act.value,
            "actor": one.actor,
            "name": one.description.name if one.description else None,
            "what": _said(one),
            "stands": "yes" if one in standing else "" if one.act is Act.UNDO else "undone",
            "reason": one.reason,
            "judgement": one.id,
        }


def _said(one: ActorJudgement) -> str:
    name = one.description.name if one.description else one.actor
    match one.act:
        case Act.ADD:
            return f"added {name}"
        case Act.MERGE:
            return f"{', '.join(one.others)} merged into {name}"
        case Act.SPLIT:
            where = ", ".join(one.articles)
            return f"{one.actor} is {one.becomes} in {where}"
    return f"undid {one.actor}"


def _candidates(desk: Desk, given: str) -> list[dict[str, Any]]:
    """The actors of the desk of that id, else those of exactly that name (of theirs or as they were seen), else those
    that were added under it and that no article names yet.
    """
    given = given.strip()
    query = (
        "SELECT actor, min(actor_name) AS name, min(actor_kind) AS kind, min(country) AS country, "
        "count(*) AS mentions FROM mentions WHERE {} GROUP BY actor ORDER BY mentions DESC, actor"
    )
    found = desk.sql(query.format("actor = ?"), [given]).to_dicts()
    named = "lower(actor_name) = lower(?) OR (form = 'name' AND lower(text) = lower(?))"
    found = found or desk.sql(query.format(f"actor IS NOT NULL AND ({named})"), [given, given]).to_dicts()
    if found:
        return found
    added = judgements.described_as(judgements.fold(judgements.load(desk.store)), given, parts=False)
    return [{"actor": a, "name": d.name, "kind": d.kind, "country": d.country, "mentions": 0} for a, d in added.items()]


def _actor(desk: Desk, given: str) -> tuple[str, Description]:
    """The one actor that ``given`` names. Raises UsageError if there is none or several."""
    found = _candidates(desk, given)
    if not found:
        raise UsageError(f"no actor has the id or the name {given!r}; see: dragoman show {desk.store.files} actors")
    if len(found) > 1:
        raise _several(given, found)
    row = found[0]
    return row["actor"], Description(row["name"], row["kind"], row["country"])


def _becoming(desk: Desk, given: str) -> tuple[str | None, str]:
    """Id and name of the actor that a part becomes: of the desk, else of the knowledge base by its id; no id for a new
    one. Raises UsageError if several actors of the desk bear the name, or an id is nobody's.
    """
    found = _candidates(desk, given)
    if len(found) > 1:
        raise _several(given, found)
    if found:
        return found[0]["actor"], found[0]["name"]
    known = default_knowledge().actors.get(given.strip())
    if known is None and is_id(given.strip()):
        raise UsageError(f"{given} is the id of no actor; give a name to make a new one")
    return (known.id, known.name) if known is not None else (None, given.strip())


def _several(given: str, found: list[dict[str, Any]]) -> UsageError:
    listed = "; ".join(
        f"{r['actor']} ({r['name']}, {r['country'] or 'no country'}, {r['mentions']} mentions)" for r in found
    )
    return UsageError(f"{given!r} is the name of {len(found)} actors; give the id of one: {listed}")


def _article(desk: Desk, given: str, actor: str) -> str:
    """The one article whose id begins so. Raises UsageError if there is none or several, or if it lacks ``actor``."""
    given = given.strip()  # ids out of files may carry the end of their line
    rows = desk.sql("SELECT article FROM articles WHERE starts_with(article, ?)", [given]).to_dicts() if given else []
    if len(rows) != 1:
        raise UsageError(
            f"{len(rows)} articles have an id that begins with {given!r}; see: dragoman show DESK articles"
        )
    article = str(rows[0]["article"])
    seen = "SELECT count(*) AS n FROM mentions WHERE article = ? AND actor = ?"
    if not desk.sql(seen, [article, actor]).to_dicts()[0]["n"]:
        raise UsageError(f"{actor} is not in {article}; see: dragoman show {desk.store.files} article {article}")
    return article


@command.command("import")
@click.argument("form", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@to_own_knowledge("the rows are written to actors/")
@click.option("--country", help="ISO 3166 alpha-3 code, where the file names no country.")
@click.option("--name", help="Name of the import in the files written. [default: the file's]")
def import_(form: str, path: Path, folder: Path, country: str | None, name: str | None) -> None:
    """Take actors from FILE into your knowledge: FORMAT is wikidata, popolo, ftm or partyfacts (docs/knowledge.md).

    \b
    dragoman actors import wikidata ministers.json --to my-knowledge
    dragoman actors import popolo assembly.json --country KEN --to my-knowledge
    dragoman read pages/ --to desk --knowledge my-knowledge
    """
    ours = default_knowledge()
    stem = re.sub(r"\W+", "-", name or path.stem).strip("-").lower() or form
    done = import_actors(path, form, ours.actors, ours.agents, country.upper() if country else None, stem)
    if not done.rows:
        _left_out(done)
        raise UsageError(f"{path}: nothing in it could be used")
    if before := earlier_import(folder, stem):
        click.echo(f"in place of an earlier import of the name {stem}: {say_list([p.name for p in before])}", err=True)
    for written in write_rows(done, folder, stem):
        click.echo(f"{count(len(done.rows[written.stem.partition('-')[0]]), 'row')}: {written}")
    if done.known:
        click.echo(f"{count(len(done.known), 'actor')} known already: only offices and memberships were added")
    _left_out(done)


def _left_out(done: Imported) -> None:
    for reason, number in done.left_out.most_common():
        click.echo(f"left out: {number:,}: {reason}", err=True)
