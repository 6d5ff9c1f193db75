"""The summaries of a desk that was judged or corrected: what is kept, but for the rows that this touches.

To summarise everything anew for one merge of two actors costs each question seconds on a million events. Here the rows
that a judgement or correction touches are made once a session, from the views that show them as judged, and take the
place of those that were kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.desk.amendments.identities import JUDGED
from dragoman.desk.database.summaries import acts_of, names_of, pairs_of
from dragoman.desk.storage.placed import rows_at

if TYPE_CHECKING:
    import duckdb

__all__ = ["Touched"]


class Touched:
    """Which rows of a session show otherwise than they were read: ``judged`` (``desk.amendments.identities``),
    ``amended``
    (``desk.amendments.amended``). Without either nothing is made."""

    def __init__(self, session: duckdb.DuckDBPyConnection, *, judged: bool, amended: bool) -> None:
        self._session, self._judged = session, judged
        sides = ["SELECT event FROM judged_sides"] if judged else []
        sides += ["SELECT event FROM amended"] if amended else []
        self._any = bool(sides)
        if sides:
            session.execute(
                "CREATE TABLE touched AS SELECT file, address, row_number FROM stored_events "  # noqa: S608 - our names
                f"WHERE event IN ({' UNION ALL '.join(sides)})"
            )

    def acts(self, kept: str) -> str:
        """The query for ``placed_acts`` from that over the kept summaries."""
        if not self._any:
            return kept
        events = f"(SELECT * FROM placed_events {rows_at('address', 'row_number', 'touched')})"  # noqa: S608
        self._session.execute(f"CREATE TABLE touched_acts AS {acts_of(events, 'placed_articles')}")
        # by the whole address: to cut the part out of a million of them costs more than the rest of most questions
        self._session.execute(
            f"CREATE TABLE touched_kept AS SELECT k.address, t.row_number FROM touched t "  # noqa: S608
            f"JOIN (SELECT DISTINCT address FROM ({kept})) k ON t.file = parse_filename(k.address, true)"
        )
        return f"""SELECT k.* FROM ({kept}) k ANTI JOIN touched_kept USING (address, row_number)
            UNION ALL SELECT * FROM touched_acts"""  # noqa: S608 - our own names

    def pairs(self, kept: str) -> str:
        """The query for ``pairs``: first and last days cannot be taken back, so they are counted from the acts."""
        return pairs_of("acts") if self._any else kept

    def names(self, kept: str) -> str:
        """The query for ``names`` from that over the kept summaries."""
        if not self._judged:
            return kept
        mentions = f"({JUDGED['mentions']} WHERE r.actor IN (SELECT actor FROM judged))"  # noqa: S608 - our own names
        self._session.execute(f"CREATE TABLE touched_names AS {names_of(mentions)}")
        return f"""SELECT k.* FROM ({kept}) k WHERE NOT EXISTS (FROM judged j WHERE j.actor = k.actor)
            UNION ALL SELECT * FROM touched_names"""  # noqa: S608 - our own names
