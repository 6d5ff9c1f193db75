"""What people corrected, as SQL: the views show events as they are by the corrections that stand, and leave out what
was called wrong.

No stored row changes. ``amend_views`` makes a table ``amended`` with one row for each event that was changed or called
wrong, ``wrong_claims``, and views over the rows as they were read (or judged, ``desk.amendments.identities``). Without
corrections nothing is made, and queries cost what they cost before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dragoman.desk.amendments.corrections import Correction, Verdict
from dragoman.desk.sql.queries import is_id
from dragoman.knowledge import default_knowledge

if TYPE_CHECKING:
    import duckdb

__all__ = ["Amended", "Standing", "amend_views", "amending", "settle"]


@dataclass(frozen=True, slots=True)
class Amended:
    """What holds of one record: that it is ``wrong``, or what some of its fields should be; ``by`` whom, the last of
    them."""

    by: str
    wrong: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """The corrections that hold, by id of the record. Claims can only be wrong."""

    events: Mapping[str, Amended]
    claims: Mapping[str, Amended]

    def __bool__(self) -> bool:
        return bool(self.events or self.claims)


def settle(corrections: Iterable[Correction]) -> Standing:
    """Corrections, oldest first, as what holds now. Pure.

    The latest word on each field counts. Who changes a field says that the record is there: it is wrong no more; who
    calls it right takes back all that was said before.
    """
    found: dict[str, dict[str, Amended]] = {"event": {}, "claim": {}}
    for correction in corrections:
        of = found[correction.of]
        before = of.get(correction.record, Amended(correction.by))
        if correction.verdict is Verdict.RIGHT:
            of.pop(correction.record, None)
        elif correction.verdict is Verdict.WRONG:
            of[correction.record] = replace(before, by=correction.by, wrong=True)
        elif correction.field is not None and correction.after is not None:
            fields = {**before.fields, correction.field: correction.after}
            of[correction.record] = Amended(correction.by, wrong=False, fields=fields)
    return Standing(found["event"], found["claim"])


def amend_views(session: duckdb.DuckDBPyConnection, standing: Standing, judged: Mapping[str, str]) -> dict[str, str]:
    """Makes the views; stored table to the view to read in its stead, those of ``judged`` among them."""
    if not standing:
        return dict(judged)
    session.execute(
        "CREATE TABLE amended (event VARCHAR, wrong BOOLEAN, type VARCHAR, quad VARCHAR, modes VARCHAR[], "
        "mode VARCHAR, status VARCHAR, source VARCHAR, source_actors VARCHAR[], source_countries VARCHAR[], "
        "target VARCHAR, target_actors VARCHAR[], target_countries VARCHAR[], said VARCHAR)"
    )
    rows = [_row(session, event, amended) for event, amended in standing.events.items()]
    if rows:
        session.executemany(f"INSERT INTO amended VALUES ({', '.join('?' * 14)})", rows)  # noqa: S608 - only marks
    session.execute("CREATE TABLE wrong_claims (claim VARCHAR)")
    wrong = [[claim] for claim, amended in standing.claims.items() if amended.wrong]
    if wrong:
        session.executemany("INSERT INTO wrong_claims VALUES (?)", wrong)
    found = dict(judged)
    for table in ("events", "participants", "claims"):
        read = judged.get(f"stored_{table}", f"stored_{table}")
        session.execute(f"CREATE VIEW amended_{table} AS {amending(table, read)}")
        found[f"stored_{table}"] = f"amended_{table}"
    return found


def amending(table: str, read: str, *, wrong_too: bool = False) -> str:
    """The query for a table as corrected, over a relation with its rows as they were read. ``wrong_too`` keeps the rows
    that were called wrong (an article's page shows them struck through)."""
    if table == "claims":
        kept = "" if wrong_too else "WHERE claim NOT IN (SELECT claim FROM wrong_claims)"
        return f"SELECT * FROM {read} {kept}"  # noqa: S608 - our own names
    if table == "participants":  # who was read on a side that somebody else stands on no longer takes part
        return f"""SELECT r.* FROM {read} r LEFT JOIN amended m USING (event)
            WHERE m.event IS NULL OR ({"true" if wrong_too else "NOT m.wrong"} AND CASE side
                WHEN 'source' THEN m.source IS NULL WHEN 'target' THEN m.target IS NULL ELSE true END)"""  # noqa: S608
    sides = ", ".join(
        f"coalesce(m.{side}, r.{side}) AS {side}, "
        f"CASE WHEN m.{side} IS NULL THEN r.{side}_actors ELSE m.{side}_actors END AS {side}_actors, "
        f"CASE WHEN m.{side} IS NULL THEN r.{side}_countries ELSE m.{side}_countries END AS {side}_countries, "
        f"CASE WHEN m.{side} IS NULL THEN r.{side}_sectors ELSE [] END AS {side}_sectors"
        for side in ("source", "target")
    )
    return f"""SELECT r.* REPLACE (
            coalesce(m.type, r.type) AS type, CASE WHEN m.type IS NULL THEN r.quad ELSE m.quad END AS quad,
            CASE WHEN m.mode IS NOT NULL THEN m.mode
                WHEN m.type IS NOT NULL AND NOT list_contains(m.modes, r.mode) THEN NULL ELSE r.mode END AS mode,
            coalesce(m.status, r.status) AS status, {sides},
            CASE WHEN m.event IS NULL THEN r.reasons ELSE list_append(r.reasons, m.said) END AS reasons)
        FROM {read} r LEFT JOIN amended m USING (event) {"" if wrong_too else "WHERE m.wrong IS DISTINCT FROM true"}
        """  # noqa: S608 - our own names


def _row(session: duckdb.DuckDBPyConnection, event: str, amended: Amended) -> list[object]:
    fields = amended.fields
    kind = default_knowledge().ontology.types.get(fields.get("type", ""))
    said = (
        f"called wrong by {amended.by}" if amended.wrong else f"{', '.join(sorted(fields))} corrected by {amended.by}"
    )
    return [
        event, amended.wrong, fields.get("type"), kind.quad.value if kind else None, list(kind.modes) if kind else [],
        fields.get("mode"), fields.get("status"), *_side(session, fields.get("source")),
        *_side(session, fields.get("target")), said,
    ]  # fmt: skip


def _side(session: duckdb.DuckDBPyConnection, after: str | None) -> tuple[str | None, list[str], list[str]]:
    """Name, actors and countries of a side as corrected: an actor by its id, or words that name nobody known."""
    if after is None or not is_id(after):
        return after, [], []
    name, country = session.execute(
        "SELECT min(actor_name), min(country) FROM stored_mentions WHERE actor = ?", [after]
    ).fetchone() or (None, None)
    return name or after, [after], [country] if country else []
