"""What a window keeps in memory of its desk: the columns of events that are browsed, and where each article stands.

A question on a million events then costs a fifth: no text is unpacked for it, and words that come again and again
(types, outlets) are compared and counted as numbers. What is kept outlives the session that it was first made for: of a
desk that grew by a part only that part's rows are added.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dragoman.desk.sql.browse import BROWSED

if TYPE_CHECKING:
    import duckdb

    from dragoman.desk.amendments.amended import Amended

__all__ = ["Kept", "first_views"]

_WORTH_KEEPING, _MOST_KEPT = 20_000, 4_000_000
"""Events of a desk whose browsed columns are kept: fewer are read as fast from the files, more would take over two
gigabytes (measured: 0.5 GB a million)."""
_FEW_VALUES = (
    "type", "mode", "status", "quad", "certainty", "granularity", "time_basis", "place_country", "outlet",
)  # fmt: skip
"""Columns that are kept as enumerations of the values that they have. Measured on 200,000 events: facets of all of them
16 ms of processor time in place of 56."""


def first_views(session: duckdb.DuckDBPyConnection) -> None:
    """``browsed`` and ``stands`` as they are read from the files, until ``Kept.keep`` is done."""
    session.execute(f"CREATE OR REPLACE VIEW browsed AS SELECT {BROWSED} FROM events")  # noqa: S608 - our own names
    session.execute("CREATE OR REPLACE VIEW stands AS SELECT article, file, true AS copied FROM stored_articles")


class Kept:
    """The tables in memory, for one session after another. Used by one thread at a time.

    ``keep`` makes the views ``browsed`` and ``stands`` of a session show the same as before, from memory.
    """

    def __init__(self) -> None:
        self._parts: frozenset[str] = frozenset()
        self._sign: object = None
        self._amended: Mapping[str, Amended] = {}
        self._made = 0
        self._table = ""
        self._stands = ""
        self._old: list[str] = []

    def serves(self, parts: frozenset[str], sign: object) -> bool:
        """Whether little has to be added for these parts: see ``keep``."""
        return bool(self._table) and sign == self._sign and self._parts <= parts

    def keep(
        self, cursor: duckdb.DuckDBPyConnection, parts: frozenset[str], sign: object, amended: Mapping[str, Amended]
    ) -> None:
        """Brings the tables to what the session of ``cursor`` shows. After a duckdb.Error all goes on from the files.

        ``parts``: those that count. ``sign`` differs where events may show otherwise that did not come with a new part
        and are not among those ``amended`` before or now.
        """
        if not self._made:
            cursor.execute("ATTACH ':memory:' AS kept (COMPRESS)")
        self._made += 1
        for table in self._old:  # those of the session before the last: nobody asks it any more
            cursor.execute(f"DROP TABLE kept.{table}")
        self._old = [self._stands] if self._stands else []
        self._stands = f"stands_{self._made}"
        first_views(cursor)
        cursor.execute(
            f"CREATE TABLE kept.{self._stands} AS SELECT s.article, s.file, c.article IS NOT NULL AS copied "  # noqa: S608
            "FROM stands s LEFT JOIN (SELECT DISTINCT article FROM stored_sightings WHERE likeness <> 'first') c "
            "USING (article)"
        )
        cursor.execute(f"CREATE INDEX of_{self._stands} ON kept.{self._stands} (article)")
        cursor.execute(f"CREATE OR REPLACE VIEW stands AS SELECT * FROM kept.{self._stands}")  # noqa: S608
        row = cursor.execute("SELECT count(*) FROM stored_events").fetchone()
        if row is None or not _WORTH_KEEPING <= row[0] <= _MOST_KEPT:
            return
        if not (self.serves(parts, sign) and self._grown(cursor, parts, amended)):
            self._anew(cursor)
        self._parts, self._sign, self._amended = parts, sign, amended
        cursor.execute(f"CREATE OR REPLACE VIEW browsed AS SELECT * FROM kept.{self._table}")  # noqa: S608

    def _anew(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """All of it, in a table of another name: the session before is still reading the other."""
        before, name = self._table, f"browsed_{self._made}"
        cursor.execute(f"CREATE TABLE kept.wide AS SELECT {BROWSED} FROM events")  # noqa: S608 - our own names
        for column in _FEW_VALUES:
            cursor.execute(
                f"CREATE TYPE kept.{name}_{column} AS ENUM "  # noqa: S608 - our own names
                f"(SELECT DISTINCT {column} FROM kept.wide WHERE {column} IS NOT NULL ORDER BY 1)"
            )
        columns = ", ".join(f"{c}::kept.{name}_{c} AS {c}" for c in _FEW_VALUES)
        cursor.execute(f"CREATE TABLE kept.{name} AS SELECT * REPLACE ({columns}) FROM kept.wide")  # noqa: S608
        cursor.execute("DROP TABLE kept.wide")
        self._old += [before] if before else []
        self._table = name

    def _grown(self, cursor: duckdb.DuckDBPyConnection, parts: frozenset[str], amended: Mapping[str, Amended]) -> bool:
        """Adds the events of new parts, and those corrected otherwise anew; False where a value is new to a column."""
        import duckdb

        changed = [e for e in {*amended, *self._amended} if amended.get(e) != self._amended.get(e)]
        fresh = sorted(parts - self._parts)
        try:
            if changed:
                cursor.execute(f"DELETE FROM kept.{self._table} WHERE event IN (SELECT unnest(?))", [changed])  # noqa: S608
                self._add(cursor, "event IN (SELECT unnest(?))", changed)
            if fresh:
                self._add(cursor, "article IN (SELECT article FROM stands WHERE file IN (SELECT unnest(?)))", fresh)
        except duckdb.ConversionException:
            return False
        return True

    def _add(self, cursor: duckdb.DuckDBPyConnection, which: str, given: list[str]) -> None:
        cursor.execute(f"INSERT INTO kept.{self._table} SELECT {BROWSED} FROM events WHERE {which}", [given])  # noqa: S608
