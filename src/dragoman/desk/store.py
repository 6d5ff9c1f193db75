"""The files of a desk: Parquet parts that appear whole, and commits that make them count.

::

    desk/
      desk.toml                      version of the layout, when and with what it was made
      events/<part>.parquet ...      one folder a table, one file a part; never rewritten
      commits/<part>.json            the list of a part's files; it appears last, by rename
      derived/                       made from the parts, and may be deleted at any time (``desk.seen``)

A reader looks at the parts that have a commit, so it never sees half of one; a writer that is killed leaves files
without a commit, which nobody reads. Writers share nothing but the folder: their parts have names that cannot collide.
"""

from __future__ import annotations

import json
import os
import tomllib
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dragoman import __version__
from dragoman.desk.schema import TABLES, VERSION, arrow_schema
from dragoman.errors import DeskError

__all__ = ["Store", "appear"]

_ROWS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Store:
    """The folder of one desk. Holds no state but its path: every question is asked of the folder."""

    path: Path

    @classmethod
    def open(cls, path: Path) -> Store:
        """An existing desk. Raises DeskError if there is none, or if a newer Dragoman made it."""
        store = cls(path)
        try:
            about = tomllib.loads((path / "desk.toml").read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise DeskError(f"{path}: no desk here; `dragoman read PAGES --to {path}` makes one") from error
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise DeskError(f"{path}: desk.toml cannot be read: {error}") from error
        version = about.get("version")
        if not isinstance(version, int) or version > VERSION:
            raise DeskError(f"{path}: layout {version!r} is newer than this Dragoman ({VERSION}); update Dragoman")
        return store

    @classmethod
    def create(cls, path: Path) -> Store:
        """A new desk, or the one that is there. Raises DeskError if ``path`` holds something else."""
        if (path / "desk.toml").exists():
            return cls.open(path)
        try:
            path.mkdir(parents=True, exist_ok=True)
            if any(path.iterdir()):
                raise DeskError(f"{path}: holds other files; name a new or an empty folder for the desk")
            about = (
                "# A Dragoman desk: Parquet parts, queried with `dragoman sql`, DuckDB, pandas, polars or R.\n"
                f"version = {VERSION}\n"
                f'made = "{datetime.now(UTC).isoformat(timespec="seconds")}"\n'
                f'dragoman = "{__version__}"\n'
            )
            appear(path / "desk.toml", about.encode())
        except OSError as error:
            raise DeskError(f"{path}: cannot be written: {error}") from error
        return cls(path)

    def parts(self) -> list[str]:
        """The names of all committed parts, oldest first."""
        folder = self.path / "commits"
        return sorted(f.stem for f in folder.glob("*.json")) if folder.is_dir() else []

    def files(self, table: str) -> list[Path]:
        """The committed files of one table."""
        found: list[Path] = []
        for part in self.parts():
            commit = self._commit(part)
            if table in commit.get("tables", {}):
                found.append(self.path / table / f"{part}.parquet")
        return found

    def rows(self, part: str, table: str, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
        """Some columns of one committed part, row by row; nothing if the part has none of that table."""
        import pyarrow.parquet as pq

        path = self.path / table / f"{part}.parquet"
        if table in self._commit(part).get("tables", {}):
            with pq.ParquetFile(path) as file:
                for batch in file.iter_batches(_ROWS_AT_ONCE, columns=list(columns)):
                    yield from batch.to_pylist()

    def commit(self, rows: Mapping[str, Iterable[Mapping[str, Any]]]) -> str | None:
        """Writes one part of all tables and commits it; the name of the part, None if there is nothing.

        Raises DeskError if it cannot be written (a full disk, say): nothing of it counts then.
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        filled = {t.name: list(rows.get(t.name, ())) for t in TABLES}
        filled = {name: some for name, some in filled.items() if some}
        if not filled:
            return None
        # Time-ordered and random: parts sort by age, and two writers never choose the same name.
        part = f"{datetime.now(UTC).strftime('%Y%m%dT%H%M%S%f')}-{uuid.uuid4().hex[:12]}"
        try:
            for name, some in filled.items():
                folder = self.path / name
                folder.mkdir(exist_ok=True)
                schema = arrow_schema(name)
                sink = pa.BufferOutputStream()
                pq.write_table(pa.Table.from_pylist([dict(r) for r in some], schema), sink, compression="zstd")
                appear(folder / f"{part}.parquet", sink.getvalue().to_pybytes())
            (self.path / "commits").mkdir(exist_ok=True)
            record = {"tables": {name: len(some) for name, some in filled.items()}, "dragoman": __version__}
            appear(self.path / "commits" / f"{part}.json", json.dumps(record).encode())
        except OSError as error:
            raise DeskError(f"{self.path}: part {part} could not be written: {error}") from error
        return part

    def derived(self, name: str) -> bytes | None:
        """The content of a file under ``derived/``; None if there is none. Raises DeskError if it cannot be read."""
        try:
            return (self.path / "derived" / name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise DeskError(f"{self.path / 'derived' / name}: cannot be read: {error}") from error

    def derive(self, name: str, content: bytes) -> None:
        """Writes a file under ``derived/``, whole or not at all. Raises DeskError if it cannot be written."""
        path = self.path / "derived" / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            appear(path, content)
        except OSError as error:
            raise DeskError(f"{path}: cannot be written: {error}") from error

    def _commit(self, part: str) -> dict[str, Any]:
        path = self.path / "commits" / f"{part}.json"
        try:
            record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise DeskError(f"{path}: this commit cannot be read: {error}") from error
        return record


def appear(path: Path, content: bytes) -> None:
    """Writes a file so that it appears whole, under its name, or not at all; it outlives a crash of the machine."""
    hidden = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}")
    with hidden.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    hidden.rename(path)
