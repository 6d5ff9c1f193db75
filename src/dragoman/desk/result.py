"""Result: the rows of an answer, for Python, pandas, Arrow and the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from dragoman.desk.schema import arrow_fields, arrow_rows

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

__all__ = ["Result"]


@contextmanager
def _told(package: str) -> Iterator[None]:
    """Says of a package that is not installed how to get it."""
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name != package:
            raise
        raise ImportError(f"{package} is not installed: pip install 'dragoman[{package}]'") from error


class Result:
    """The rows of one answer, held as an Arrow table. Iterating gives dicts."""

    def __init__(self, table: pa.Table, total: Callable[[], int] | None = None) -> None:
        """``total`` counts the rows that there are, of which these are a page; None: these are all."""
        self._table = table
        self._total = total

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]], columns: Mapping[str, str]) -> Result:
        """Rows made in Python, with these columns of types of ``desk.schema``; what a row does not name is null."""
        return cls(arrow_rows(rows, arrow_fields(columns.items())))

    @property
    def columns(self) -> list[str]:
        """Names of the columns, in order."""
        return list(self._table.column_names)

    @property
    def total(self) -> int:
        """How many rows there are without ``limit`` and ``offset``; they are counted when this is asked."""
        return len(self) if self._total is None else self._total()

    def __len__(self) -> int:
        return int(self._table.num_rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for batch in self._table.to_batches():
            yield from batch.to_pylist()

    def page(self, limit: int | None, offset: int = 0) -> Result:
        """``limit`` rows from row ``offset`` on."""
        return Result(self._table.slice(offset, limit), lambda: self.total)

    def to_arrow(self) -> pa.Table:
        """The Arrow table."""
        return self._table

    def to_pandas(self) -> pd.DataFrame:
        """A pandas frame. Raises ImportError where pandas is not installed (`pip install dragoman[pandas]`)."""
        with _told("pandas"):
            frame: pd.DataFrame = self._table.to_pandas()
        return frame

    def to_polars(self) -> pl.DataFrame:
        """A polars frame. Raises ImportError where polars is not installed (`pip install dragoman[polars]`)."""
        with _told("polars"):
            import polars

        frame = polars.from_arrow(self._table)
        assert isinstance(frame, polars.DataFrame)
        return frame

    def to_dicts(self) -> list[dict[str, Any]]:
        """All rows as dicts."""
        return list(self)
