"""What every format is made of: its fields, how it treats status, how it is written, and the account of an export."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any, Literal

from dragoman.desk.formats.chosen import Chosen, Event
from dragoman.errors import UsageError

__all__ = ["Account", "Field", "Format", "Kind", "needs", "usable"]

Kind = Literal["text", "binary", "file", "folder"]
"""What the writer of a format gets: an open text or binary file (which may be stdout), or the path of a new file or
folder (no stdout)."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column, property or attribute: its name in the format, its type, its meaning, and its value for an event.

    ``value`` is None where the fields of a format are no columns of events (a network's nodes).
    """

    name: str
    type: str
    doc: str
    value: Callable[[Any], Any] | None = None


@dataclass(slots=True)
class Account:
    """What an export wrote and what it left out, by reason: nothing is dropped silently."""

    written: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)


Writer = Callable[[Chosen, Any, Account], None]


@dataclass(frozen=True, slots=True)
class Format:
    """One format. ``statuses``: ``all``, where a reader of the file can tell what happened from what is only planned or
    denied; ``actual``, where he cannot, and only what happened is given unless the user asks for more.
    """

    name: str
    title: str
    doc: str
    kind: Kind
    statuses: Literal["all", "actual"]
    status_doc: str
    """How the status stands in the file, for the data dictionary."""
    fields: tuple[Field, ...]
    write: Writer
    suffix: str = ""
    extra: str | None = None
    """The optional packages it needs: ``pip install 'dragoman[<extra>]'``."""
    columns_doc: str = ""
    """Where the columns and their order come from, for a format of another data set."""
    more: tuple[tuple[str, tuple[Field, ...]], ...] = ()
    """Further lists of fields, each with its heading (edges beside nodes)."""


def usable(events: Iterable[Event], account: Account, *checks: tuple[str, Callable[[Event], bool]]) -> Iterator[Event]:
    """The events that pass all checks; each of the others is counted under the first reason it fails."""
    for event in events:
        failed = next((reason for reason, passes in checks if not passes(event)), None)
        if failed is None:
            yield event
        else:
            account.left_out[failed] += 1


def needs(module: str, extra: str) -> UsageError:
    """The error for a package that is not installed."""
    return UsageError(f"this format needs the package {module}: pip install 'dragoman[{extra}]'")


Text = IO[str]
