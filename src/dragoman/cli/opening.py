"""Opening the desk of a command, without what no command needs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any

import click

from dragoman.desk import Desk

__all__ = ["open_desk", "to_own_knowledge"]


def to_own_knowledge(what: str) -> Callable[[Any], Any]:
    """The option ``--to`` of commands that write into a folder of knowledge; ``what`` says what goes where in it."""
    return click.option(
        "--to",
        "folder",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path("knowledge"),
        show_default=True,
        help=f"Your folder of knowledge files; {what} in it.",
    )


def open_desk(path: Path, *, create: bool = False) -> Desk:
    """The desk at ``path``. Raises DeskError as ``Desk`` does."""
    _spare_pandas()
    return Desk(path, create=create)


@cache
def _spare_pandas() -> None:
    """Lets pyarrow look for pandas, as it does once a process, while there is none to be found.

    Where pandas is installed, pyarrow imports it with the first list that becomes an array, to see whether the list is
    a series: 0.35 to 0.45 s of processor time, of 2.5 s for one small page read into a desk. ``to_pandas`` still loads
    it. Only commands do this: a program that has pandas may hand its series to pyarrow.
    """
    import pyarrow as pa

    with _hidden("pandas"):
        pa.array([""])  # an empty list does not make it look for good


class _Hider(MetaPathFinder):
    def __init__(self, name: str) -> None:
        self._name = name

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name == self._name:
            raise ModuleNotFoundError(f"{name} is hidden", name=name)


@contextmanager
def _hidden(name: str) -> Iterator[None]:
    """Importing this module fails, unless it has been imported."""
    hider = _Hider(name)
    sys.meta_path.insert(0, hider)
    try:
        yield
    finally:
        sys.meta_path.remove(hider)
