"""Result: the rows of an answer, for Python, pandas, Arrow and the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

__all__ = ["Result"]


class Result:
    """The rows of one answer, held as an Arrow table. Iterating gives dicts."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table

    @property
    def columns(self) -> list[str]:
        """Names of the columns, in order."""
        return list(self._table.column_names)

    def __len__(self) -> int:
        return int(self._table.num_rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for batch in self._table.to_batches():
            yield from batch.to_pylist()

    def to_arrow(self) -> pa.Table:
        """The Arrow table."""
        return self._table

    def to_pandas(self) -> pd.DataFrame:
        """A pandas frame. Raises ImportError where pandas is not installed (`pip install dragoman[pandas]`)."""
        frame: pd.DataFrame = self._table.to_pandas()
        return frame

    def to_dicts(self) -> list[dict[str, Any]]:
        """All rows as dicts."""
        return list(self)
