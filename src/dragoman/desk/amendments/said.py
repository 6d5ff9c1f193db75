"""What users say beside the rows of a desk (``corrections``, ``judgements``): files of JSON lines, appended.

One file an act of writing, named by its time, so that many may write at once; a file appears whole and is never
rewritten.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Protocol, TypeVar

from dragoman.desk.storage.store import Store
from dragoman.errors import DeskError, RecordError
from dragoman.records import from_json, to_json

__all__ = ["append_said", "load_said"]


class _Said(Protocol):
    """What such a record has: an id by its content, and when it was said (ISO 8601)."""

    @property
    def id(self) -> str: ...
    @property
    def at(self) -> str: ...


S = TypeVar("S", bound=_Said)


def append_said(store: Store, folder: str, said: Iterable[Any], what: str) -> None:
    """Writes records below ``folder``, all or none. Raises DeskError, naming ``what``, if they cannot be written."""
    lines = b"".join(to_json(s) + b"\n" for s in said)
    if not lines:
        return
    name = f"{folder}/{datetime.now(UTC).strftime('%Y%m%dT%H%M%S%f')}-{uuid.uuid4().hex[:12]}.jsonl"
    try:
        store.files.write(name, lines)
    except OSError as error:
        raise DeskError(f"{store.files}/{name}: the {what} could not be written: {error}") from error


def load_said(store: Store, folder: str, kind: type[S], what: str) -> tuple[S, ...]:
    """All records below ``folder``, oldest first, each once. Raises DeskError, naming ``what``, on a broken line."""
    found: dict[str, S] = {}
    for name in store.files.names(folder):
        path = f"{store.files}/{folder}/{name}"
        try:
            lines = store.files.read(f"{folder}/{name}").splitlines()
            read = [from_json(line, kind, f"{path}:{n}") for n, line in enumerate(lines, 1) if line.strip()]
        except (OSError, RecordError) as error:
            raise DeskError(f"{path}: this {what} cannot be read: {error}; mend or move the file away") from error
        found.update((s.id, s) for s in read)
    return tuple(sorted(found.values(), key=lambda s: (s.at, s.id)))
