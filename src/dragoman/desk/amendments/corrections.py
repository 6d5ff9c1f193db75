"""What people who look say of events and claims: wrong, right, another type; appended, never rewritten.

::

    desk/corrections/<time>-<random>.jsonl   one file an act of writing, one correction a line; it appears whole

The rows themselves stay as they were read; the views show them as corrected (``desk.amendments.amended``). A correction
holds the sentence and the span that it judges, so the file is training data by itself. Judgements of who somebody is
stand beside them in ``desk.amendments.judgements``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from dragoman.desk.amendments.said import append_said, load_said
from dragoman.desk.result import Result
from dragoman.desk.storage.store import Store
from dragoman.errors import UsageError
from dragoman.knowledge import default_knowledge
from dragoman.records import Status, content_id

__all__ = [
    "FIELDS",
    "FOLDER",
    "Correction",
    "Verdict",
    "correct",
    "load_corrections",
    "table_of",
    "values_of",
    "write_corrections",
]

FOLDER = "corrections"
FIELDS = ("type", "mode", "status", "source", "target")
"""The fields of an event that can be corrected."""


class Verdict(StrEnum):
    """What is said of a record."""

    WRONG = "wrong"
    """It is not there at all: the sentence does not say so."""
    RIGHT = "right"
    """Somebody checked it: it is as the sentence says. Takes back what was said before."""
    CHANGE = "change"
    """One field should be another."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction; ``id`` is a hash of all that it says.

    ``of`` is ``event`` or ``claim``, ``record`` its id. ``field``, ``before`` and ``after`` are of a change.
    ``article``, ``sentence``, ``start``, ``end`` and ``span`` are the evidence that was judged: the trigger of an
    event, the source or cue of a claim. ``at`` is ISO 8601 in UTC.
    """

    id: str
    of: str
    record: str
    verdict: Verdict
    by: str
    at: str
    article: str
    sentence: str
    start: int
    end: int
    span: str
    field: str | None = None
    before: str | None = None
    after: str | None = None
    note: str | None = None


def correct(of: str, record: dict[str, Any], verdict: Verdict, by: str, at: datetime, **said: str | None) -> Correction:
    """A correction of a row of ``events`` or ``claims``; ``said``: ``field`` and ``after`` of a change, ``note``.

    Raises UsageError for a field that cannot be changed, a value that it cannot have, or a change that changes nothing.
    """
    name, after, note = said.get("field"), said.get("after"), said.get("note") or None
    before = None
    if verdict is Verdict.CHANGE:
        if of != "event" or name not in FIELDS:
            raise UsageError(f"of an event can be changed: {', '.join(FIELDS)}")
        before = record[name]
        if not after or after == before:
            raise UsageError(f"{name} is {before!r} already; say what it should be")
        if (known := values_of(name, record["type"])) is not None and after not in known:
            raise UsageError(f"there is no {name} {after!r}; there are {', '.join(known) or 'none for this type'}")
    else:
        name = after = None
    if of == "event":
        start, end, span = record["trigger_start"], record["trigger_end"], record["trigger"]
    else:
        side = "cue" if record["cue"] else "source"
        start, end, span = record[f"{side}_start"], record[f"{side}_end"], record[side]
    when = at.astimezone(UTC).isoformat(timespec="microseconds")
    parts = (of, record[of], verdict, by, when, name, before, after, note)
    return Correction(
        content_id("k", *parts), of, record[of], verdict, by, when, record["article"], record["sentence"],
        start if start is not None else record["sentence_start"], end if end is not None else record["sentence_end"],
        span or record["sentence"], name, before, after, note,
    )  # fmt: skip


def values_of(name: str, of_type: str | None) -> tuple[str, ...] | None:
    """What a field of an event of that type can be; None where any words will do."""
    types = default_knowledge().ontology.types
    if name == "type":
        return tuple(types)
    if name == "mode":
        return tuple(types[of_type].modes) if of_type is not None and of_type in types else ()
    return tuple(s.value for s in Status) if name == "status" else None


def write_corrections(store: Store, corrections: Iterable[Correction]) -> None:
    """Appends corrections, all or none. Raises DeskError if the desk cannot be written."""
    append_said(store, FOLDER, corrections, "correction")


def load_corrections(store: Store) -> tuple[Correction, ...]:
    """All corrections of a desk, oldest first, each once. Raises DeskError on a broken line."""
    return load_said(store, FOLDER, Correction, "correction")


def table_of(corrections: Iterable[Correction]) -> Result:
    """Corrections as rows, to be exported."""
    names = [f.name for f in fields(Correction)]
    rows = ({n: str(v) if isinstance(v := getattr(c, n), Verdict) else v for n in names} for c in corrections)
    return Result.of(rows, {n: "int" if n in ("start", "end") else "text" for n in names})
