"""Taking a desk away: every format, where it is written, and the account of what was left out.

::

    account = desk.export("geojson", "events.geojson", actor="Sadr", since="2022")
    print(account.written, account.left_out)

What is written appears whole or not at all: a partial file is renamed at the end. Rows go through in batches.
"""

from __future__ import annotations

import shutil
import sys
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dragoman.desk.database.views import connect
from dragoman.desk.formats.acled import ACLED
from dragoman.desk.formats.base import Account, Field, Format, Kind
from dragoman.desk.formats.brat import BRAT
from dragoman.desk.formats.chosen import Analyse, Chosen
from dragoman.desk.formats.conllu import CONLLU
from dragoman.desk.formats.dictionary import dictionary
from dragoman.desk.formats.ftm import FTM
from dragoman.desk.formats.gdelt import GDELT, ICEWS
from dragoman.desk.formats.geo import GEOJSON, GEOPACKAGE
from dragoman.desk.formats.linked import JSONLD, TURTLE
from dragoman.desk.formats.network import GEXF, GRAPHML
from dragoman.desk.formats.polecat import POLECAT
from dragoman.desk.formats.tables import TABLE_FORMATS, write_table, write_workbook
from dragoman.desk.formats.timeline import TIMELINEJS
from dragoman.desk.formats.webanno import WEBANNO
from dragoman.desk.schema import TABLES
from dragoman.desk.sql.queries import Filters
from dragoman.desk.storage.derived import DERIVED, DerivedSet
from dragoman.desk.storage.store import Store
from dragoman.errors import DeskError, UsageError

__all__ = ["ALL_FORMATS", "FORMATS", "Account", "Field", "Format", "Wish", "export"]

FORMATS: dict[str, Format] = {
    f.name: f
    for f in (
        POLECAT, ICEWS, ACLED, GDELT, GEXF, GRAPHML, GEOJSON, GEOPACKAGE, TIMELINEJS, JSONLD, TURTLE, FTM,
        CONLLU, BRAT, WEBANNO,
    )
}  # fmt: skip
"""The formats of events; beside them stand the desk's own tables."""

ALL_FORMATS = (*TABLE_FORMATS, "excel", *FORMATS)
_SHEETS = ("events", "claims", "articles", "participants", "mentions", "places", "times", "sightings", "skipped")
"""The tables of a workbook, unless others are named: those that a reader of tables wants first."""
_OF_TEXTS = (CONLLU.name, BRAT.name, WEBANNO.name)
_MERGED = ("merged_events", "event_reports", "event_figures", "event_disputes", "event_links")
"""The tables of merged events: the first into a file, all into a folder or a workbook."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What to export. ``tables``: for the desk's own tables, which; none: ``events`` into a file, all into a folder.

    ``merged``: events that reports were merged into (``dragoman stories``), not event mentions; of tables, those of
    merged events. ``all_statuses``: also what did not happen, in formats that cannot tell it apart. ``dictionary``:
    also write the data dictionary beside the export. ``analyse``: for formats of words (``conllu``), what reads
    articles again.
    """

    form: str
    filters: Filters = field(default_factory=Filters)
    tables: Sequence[str] = ()
    merged: bool = False
    all_statuses: bool = False
    dictionary: bool = False
    analyse: Analyse | None = None


def export(store: Store, wish: Wish, to: str) -> Account:
    """Writes the export to the path ``to``, ``-`` for standard output; gives the account of it.

    Raises UsageError for an unknown format or table, a condition that is wrong, or a format that cannot go to standard
    output; DeskError if the file cannot be written.
    """
    if wish.form not in ALL_FORMATS:
        raise UsageError(f"there is no format {wish.form!r}; there are {', '.join(ALL_FORMATS)}")
    form = FORMATS.get(wish.form)
    _check(store, wish, form)
    account = Account()
    actual_only = form is not None and form.statuses == "actual" and not wish.all_statuses
    with connect(store) as session:
        statuses = ("actual",) if actual_only else None
        chosen = Chosen(session, wish.filters, statuses, wish.analyse, merged=wish.merged)
        if form is not None:
            place = _place(to, form.kind, f"{form.name}{form.suffix}")
            with _sink(place, form.kind) as out:
                form.write(chosen, out, account)
            _account_for_status(form, chosen, wish, account)
        else:
            _tables(chosen, wish, to, account)
    if wish.dictionary:
        _write_dictionary(wish, to, account)
    return account


def _check(store: Store, wish: Wish, form: Format | None) -> None:
    """Raises UsageError if the wish cannot be granted."""
    names = [t.name for t in (*TABLES, *DERIVED)]
    unknown = [name for name in wish.tables if name not in names]
    if unknown:
        raise UsageError(f"there is no table {unknown[0]!r}; there are {', '.join(names)}")
    if form is not None and wish.tables:
        raise UsageError(f"{wish.form} is a format of events, not of tables: leave the tables out")
    if not wish.merged:
        return
    if wish.form in _OF_TEXTS:
        raise UsageError(
            f"{wish.form} marks what stands in a text, and a merged event stands in several: leave --merged"
        )
    if DerivedSet(store.path, "stories").notes() is None:
        raise UsageError(f"{store.path} has no merged events yet; make them: dragoman stories {store.path}")


def _account_for_status(form: Format, chosen: Chosen, wish: Wish, account: Account) -> None:
    others = {status: n for status, n in sorted(chosen.counts.items()) if status != "actual"}
    if form.statuses == "all" or not others:
        return
    if wish.all_statuses:
        account.notes.append(
            f"{sum(others.values()):,} of the events are not actual ({_listed(others)}), and {form.title} cannot say so"
        )
        return
    for status, count in others.items():
        account.left_out[f"events that are {status.replace('_', ' ')}"] += count
    account.notes.append(
        f"{form.title} cannot tell statuses apart: --all-statuses writes those that are not actual, too"
    )


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in counts.items())


# -------------------------------------------------------------------------------------------------------- tables
def _tables(chosen: Chosen, wish: Wish, to: str, account: Account) -> None:
    if wish.form == "excel":
        with _sink(_place(to, "file", "desk.xlsx"), "file") as path:
            write_workbook(chosen, wish.tables or (_MERGED if wish.merged else _SHEETS), path, account)
        return
    kind: Kind = "binary" if wish.form == "parquet" else "text"
    single = to == "-" or Path(to).suffix != ""
    if single:
        if len(wish.tables) > 1:
            raise UsageError(f"{to} holds one table; name a folder for several, or one table")
        name = next(iter(wish.tables), "merged_events" if wish.merged else "events")
        with _sink(to, kind) as out:
            account.written[name] = write_table(chosen, name, wish.form, out)
        return
    folder = Path(to)
    _make(folder)
    for name in wish.tables or (_MERGED if wish.merged else [t.name for t in TABLES]):
        with _sink(str(folder / f"{name}.{wish.form}"), kind) as out:
            account.written[name] = write_table(chosen, name, wish.form, out)


def _write_dictionary(wish: Wish, to: str, account: Account) -> None:
    if to == "-":
        raise UsageError("the data dictionary is written beside a file: name one with --to")
    path = Path(to)
    single = path.suffix != "" and not path.is_dir()
    beside = path.with_name(f"{path.name}.dictionary.md") if single else path / f"{wish.form}.dictionary.md"
    form = FORMATS.get(wish.form)
    with _sink(str(beside), "text") as out:
        out.write(dictionary(form, wish.form, tuple(account.written) if form is None else ()))
    account.notes.append(f"data dictionary: {beside}")


# --------------------------------------------------------------------------------------------------------- files
def _place(to: str, kind: Kind, name: str) -> str:
    """Where to write: ``to``, or a file of the usual name in it where it is a folder."""
    return str(Path(to) / name) if to != "-" and kind != "folder" and Path(to).is_dir() else to


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DeskError(f"{folder}: this folder cannot be made: {error}") from error


@contextmanager
def _sink(to: str, kind: Kind) -> Iterator[Any]:
    """An open file, or the path of a new file or folder; it takes its name when all is written."""
    if to == "-":
        if kind in ("file", "folder"):
            raise UsageError(f"this format is a {kind}: it cannot go to standard output; name one with --to")
        yield sys.stdout if kind == "text" else sys.stdout.buffer
        return
    path = Path(to)
    partial = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.partial")
    _make(path.parent)
    try:
        yield from _written(partial, kind)
        _rename(partial, path)
    except OSError as error:
        raise DeskError(f"{path}: cannot be written: {error}") from error
    finally:
        _remove(partial)


def _written(partial: Path, kind: Kind) -> Iterator[Any]:
    if kind == "text":
        with partial.open("w", encoding="utf-8", newline="") as file:
            yield file
    elif kind == "binary":
        with partial.open("wb") as file:
            yield file
    else:
        if kind == "folder":
            partial.mkdir()
        yield partial


def _rename(partial: Path, path: Path) -> None:
    if partial.is_dir() and path.is_dir():
        for file in sorted(partial.iterdir()):
            file.replace(path / file.name)
    else:
        partial.replace(path)


def _remove(partial: Path) -> None:
    if partial.is_dir():
        shutil.rmtree(partial, ignore_errors=True)
    else:
        partial.unlink(missing_ok=True)
