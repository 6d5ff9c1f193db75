"""A writer that is to be killed, for ``desk.py``: importing this module loads all that writing needs, so that processes
forked from one that has it write at once."""

from __future__ import annotations

from multiprocessing.connection import Connection
from pathlib import Path

import duckdb  # noqa: F401
import pyarrow.parquet  # noqa: F401

import desk_made  # noqa: F401 - desk.py, which each process imports again, needs it
from dragoman.desk import Desk
from dragoman.desk.storage.verify import verify  # noqa: F401
from dragoman.knowledge import default_knowledge
from readings import reading

default_knowledge()


def store(path: Path, first: int, said: Connection) -> None:
    """Stores one article after the other, and acknowledges each when it is committed."""
    with Desk(path).writer() as writer:
        for number in range(first, first + 1000):
            writer.add(reading(number))
            writer.commit()
            said.send(number)
