"""Knowledge files, checked and compiled once, kept for the next process.

Reading and checking 60,000 rows takes three seconds; loading what came of it a quarter of one. What is kept lies in
the user's cache folder (``DRAGOMAN_CACHE`` names another; empty keeps nothing), one file a part of the knowledge and a
state of its files: any change of a file, of Dragoman or of Python makes a new one. A folder of the user's with a few
words leaves the parts as they are that read none of it. It is a convenience only: where it cannot be read or written,
the files are read.
"""

from __future__ import annotations

import gc
import hashlib
import os
import pickle
import sys
import uuid
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from dragoman.knowledge.tables import BUILT_IN

__all__ = ["cache_folder", "compiled", "state_of"]

T = TypeVar("T")

VARIABLE = "DRAGOMAN_CACHE"
_KEPT = 6
"""Files of one part that stay: several versions, checkouts and folders of a user's own take turns."""


def compiled(
    part: str, roots: tuple[Path, ...], build: Callable[[tuple[Path, ...]], T], reads: tuple[str, ...] = ()
) -> T:
    """``build(roots)``, or what came of it before. ``reads``: the folders below the roots that it reads; all if none is
    named. Raises what ``build`` raises."""
    folder = cache_folder()
    if folder is None:
        return build(roots)
    read = [below for root in roots for name in reads if (below := root / name).is_dir()] if reads else roots
    path = folder / f"{part}-{state_of(read)}.pickle"
    kept = _load(path)
    if kept is not None:
        return cast("T", kept)
    built = build(roots)
    _save(built, path)
    return built


def cache_folder() -> Path | None:
    """Where compiled knowledge is kept; None if nothing may be kept."""
    named = os.environ.get(VARIABLE)
    if named is not None:
        return Path(named) if named else None
    from platformdirs import user_cache_path

    return user_cache_path("dragoman", appauthor=False)


def state_of(roots: Iterable[Path]) -> str:
    """A digest of names, sizes and times of all files below ``roots`` and of the code that compiles them."""
    digest = hashlib.blake2b(_code() + _listed((root, "") for root in roots), digest_size=12)
    return digest.hexdigest()


@cache
def _code() -> bytes:
    """Python, and the code that compiles knowledge, as this process runs them."""
    rooms = (BUILT_IN.parent, BUILT_IN.parent.parent / "records")
    return sys.version.encode() + _listed((room, ".py") for room in rooms)


def _listed(folders: Iterable[tuple[Path, str]]) -> bytes:
    lines = (
        f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n"
        for folder, suffix in folders
        for path, stat in sorted(_files(folder, suffix))
    )
    return "".join(lines).encode()


def _files(folder: Path, suffix: str) -> Iterable[tuple[str, os.stat_result]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__" and not (suffix and entry.name == "data"):
                    yield from _files(Path(entry.path), suffix)
            elif entry.name.endswith(suffix):
                yield entry.path, entry.stat()


def _load(path: Path) -> object | None:
    """What is kept at ``path``; None if there is nothing, or nothing that can be used."""
    try:
        with path.open("rb") as file:
            stat = os.fstat(file.fileno())
            if hasattr(os, "getuid") and (stat.st_uid != os.getuid() or stat.st_mode & 0o022):
                return None  # a pickle is a program: only the user's own is run
            collecting = gc.isenabled()
            gc.disable()  # a hundred thousand new objects, none of them garbage: half the time of loading
            try:
                loaded: object = pickle.load(file)  # noqa: S301 - see above
            finally:
                if collecting:
                    gc.enable()
            return loaded
    except Exception:  # noqa: BLE001 - whatever is wrong with a kept file, the knowledge files are there
        return None


class _Pickler(pickle.Pickler):
    """Records are made anew by their constructors: twice as fast as the way that dataclasses restore themselves. Named
    tuples are made as tuples are, without the call of a function in Python.
    """

    def reducer_override(self, thing: object) -> Any:
        if is_dataclass(thing) and not isinstance(thing, type):
            return type(thing), tuple(getattr(thing, f.name) for f in fields(thing) if f.init)
        if isinstance(thing, tuple) and type(thing) is not tuple:
            return tuple.__new__, (type(thing), tuple(thing))
        return NotImplemented


def _save(compiled_part: object, path: Path) -> None:
    hidden = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(hidden, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            _Pickler(file, protocol=5).dump(compiled_part)
        hidden.replace(path)
        older = sorted(path.parent.glob(f"{path.name.rpartition('-')[0]}-*.pickle"), key=lambda p: -p.stat().st_mtime)
        for old in older[_KEPT:]:
            old.unlink(missing_ok=True)
    except OSError:  # a full or read-only disk: the next process compiles again
        with suppress(OSError):
            hidden.unlink()
