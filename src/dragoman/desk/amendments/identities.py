"""Users' judgements of actors as SQL: what the views show in place of the actors that were read.

``judge_views`` makes a table ``judged`` (actor, article, becomes, name, kind, country, sectors), a table of the sides
of events on which somebody judged stands, and, for each stored table that names actors, a view in which they are whom
the judgements say. Without judgements nothing is made, and queries cost what they cost before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from dragoman.desk.amendments.judgements import Identities
from dragoman.knowledge import default_knowledge
from dragoman.knowledge.names import fold as folded
from dragoman.records import ActorKind

if TYPE_CHECKING:
    import duckdb

__all__ = ["JUDGED", "judge_views"]

_Shown: TypeAlias = tuple[str | None, str | None, str | None, list[str] | None]
"""Name, kind, country and sectors."""

_OF_ROW = (
    "LEFT JOIN judged here ON here.actor = r.actor AND here.article = r.article "
    "LEFT JOIN judged ever ON ever.actor = r.actor AND ever.article IS NULL"
)
_NEW = "coalesce(here.{0}, ever.{0})"
_NO_COUNTRY = "-"
_COUNTRY = f"nullif(coalesce({_NEW.format('country')}, r.country), '{_NO_COUNTRY}')"
_JUDGED = "coalesce(here.becomes, ever.becomes) IS NOT NULL"


def judge_views(session: duckdb.DuckDBPyConnection, identities: Identities) -> dict[str, str]:
    """Makes the views; stored table to the view to read in its stead. Empty where nothing was judged."""
    if not identities:
        return {}
    session.execute(
        "CREATE TABLE judged (actor VARCHAR, article VARCHAR, becomes VARCHAR, name VARCHAR, kind VARCHAR, "
        "country VARCHAR, sectors VARCHAR[])"
    )
    rows = [(a, article, identities.of(a, article)) for a, article in identities.moved]
    rows += [(a, None, b) for a, b in identities.same.items()]  # type: ignore[misc]
    rows += [(a, None, a) for a in identities.described if a not in identities.same]  # type: ignore[misc]
    rows += _bearers(session, identities, {a for a, article, _ in rows if article is None})  # type: ignore[arg-type]
    read = _as_read(session, [actor for _, _, actor in rows])
    shown = _shown(identities, read, [actor for _, _, actor in rows])
    values = [(*row, *_apart(row, shown[row[2]], read)) for row in rows]
    session.executemany("INSERT INTO judged VALUES (?, ?, ?, ?, ?, ?, ?)", values)
    # Once a session, and of the events alone that are touched: to group all participants costs seconds on a million.
    session.execute(f"CREATE TABLE judged_sides AS {_sides(_TOUCHED)}")
    for table, query in JUDGED.items():
        view = _with_sides("judged_sides") if table == "events" else query
        session.execute(f"CREATE VIEW judged_{table} AS {view}")
    return {f"stored_{table}": f"judged_{table}" for table in JUDGED}


def _bearers(
    session: duckdb.DuckDBPyConnection, identities: Identities, taken: set[str]
) -> list[tuple[str, None, str]]:
    """The unknown actors that bear a name of an added one: the user said that they are it."""
    names = {
        folded(name): actor
        for actor, about in identities.described.items()
        if actor.startswith("user:")
        for name in (about.name, *about.aliases)
    }
    if not names:
        return []
    marks = ", ".join("?" * len(names))
    found = session.execute(
        "SELECT DISTINCT actor, strip_accents(lower(actor_name)) FROM stored_mentions "  # noqa: S608 - only marks
        f"WHERE NOT known AND strip_accents(lower(actor_name)) IN ({marks})",
        list(names),
    ).fetchall()
    return [(actor, None, identities.same.get(names[n], names[n])) for actor, n in found if actor not in taken]


def _as_read(session: duckdb.DuckDBPyConnection, actors: Sequence[str]) -> Mapping[str, _Shown]:
    read = session.execute(
        "SELECT actor, min(actor_name), min(actor_kind), min(country), mode(sectors ORDER BY sectors) "
        "FROM stored_mentions WHERE actor IN (SELECT unnest(?)) GROUP BY actor",
        [list(dict.fromkeys(actors))],
    ).fetchall()
    return {actor: (name, kind, country, sectors) for actor, name, kind, country, sectors in read}


def _apart(row: tuple[str, str | None, str], shown: _Shown, read: Mapping[str, _Shown]) -> _Shown:
    """How the part of a known actor that is somebody else is shown: what the base says of one is not the other's."""
    actor, article, becomes = row
    if article is None or actor.startswith(("new:", "user:")):
        return shown
    name, kind, country, sectors = shown
    sectors = sectors or (read[becomes][3] if becomes in read else None)
    return name, kind or ActorKind.UNKNOWN.value, country or _NO_COUNTRY, sectors or []


def _shown(identities: Identities, as_read: Mapping[str, _Shown], actors: Sequence[str]) -> dict[str, _Shown]:
    """Name, kind, country and sectors of actors: as described, else as they were read, else as the base has them."""
    shown: dict[str, _Shown] = {}
    for actor in actors:
        name, kind, country, _ = as_read.get(actor, (None, None, None, None))
        about = identities.described.get(actor)
        known = default_knowledge().actors.get(actor) if about is None and actor not in as_read else None
        if known is not None:
            shown[actor] = (known.name, known.kind.value, known.country, list(known.sectors))
        elif about is None:
            shown[actor] = (name, kind, country, None)
        else:
            shown[actor] = (about.name, about.kind or kind, about.country or country, list(about.sectors) or None)
    return shown


def _sides(touched: str = "") -> str:
    """The query for the sides of events on which somebody judged stands, as they are by the judgements; ``touched``: a
    condition on participants that is true of all of these events' sides at least."""
    each_once = "list_filter({0}, lambda v, i: v IS NOT NULL AND list_position({0}, v) = i) AS {0}"  # in their order
    return f"""
        SELECT event, side, names, actors, {each_once.format("countries")}, {each_once.format("sectors")} FROM (
        SELECT r.event, r.side, string_agg(coalesce({_NEW.format("name")}, r.name), ', ' ORDER BY r.position) AS names,
            list(coalesce({_NEW.format("becomes")}, r.actor) ORDER BY r.position)
            FILTER (r.actor IS NOT NULL) AS actors,
            list({_COUNTRY} ORDER BY r.position) AS countries,
            list(coalesce({_NEW.format("sectors")}, r.sectors)[1] ORDER BY r.position) AS sectors
        FROM (SELECT DISTINCT event, side, position, article, actor, name, country, sectors
            FROM stored_participants {touched}) r
        {_OF_ROW} GROUP BY r.event, r.side HAVING bool_or({_JUDGED}))"""  # noqa: S608 - our own names


_TOUCHED = """WHERE event IN
    (SELECT event FROM stored_participants WHERE actor IN (SELECT actor FROM judged))"""


def _with_sides(sides: str) -> str:
    return f"""SELECT r.* REPLACE (
            coalesce(s.names, r.source) AS source, coalesce(t.names, r.target) AS target,
            coalesce(s.actors, r.source_actors) AS source_actors, coalesce(t.actors, r.target_actors) AS target_actors,
            coalesce(s.countries, r.source_countries) AS source_countries,
            coalesce(t.countries, r.target_countries) AS target_countries,
            coalesce(s.sectors, r.source_sectors) AS source_sectors,
            coalesce(t.sectors, r.target_sectors) AS target_sectors)
        FROM stored_events r
        LEFT JOIN {sides} s ON s.event = r.event AND s.side = 'source'
        LEFT JOIN {sides} t ON t.event = r.event AND t.side = 'target'"""  # noqa: S608 - our own names


# The columns that name actors, by table. An article's own sectors stay where the judgement says none: they are dated.
JUDGED: Mapping[str, str] = {
    "mentions": f"""SELECT r.* REPLACE (
        coalesce({_NEW.format("becomes")}, r.actor) AS actor,
        coalesce({_NEW.format("name")}, r.actor_name) AS actor_name,
        coalesce({_NEW.format("kind")}, r.actor_kind) AS actor_kind,
        {_COUNTRY} AS country,
        coalesce({_NEW.format("sectors")}, r.sectors) AS sectors,
        CASE WHEN {_JUDGED} THEN list_append(r.reasons, 'judged by a user') ELSE r.reasons END AS reasons)
        FROM stored_mentions r {_OF_ROW}""",  # noqa: S608 - our own names
    "participants": f"""SELECT r.* REPLACE (
        coalesce({_NEW.format("becomes")}, r.actor) AS actor,
        coalesce({_NEW.format("name")}, r.name) AS name,
        {_COUNTRY} AS country,
        coalesce({_NEW.format("sectors")}, r.sectors) AS sectors)
        FROM stored_participants r {_OF_ROW}""",  # noqa: S608 - our own names
    "claims": f"""SELECT r.* REPLACE (
        coalesce({_NEW.format("becomes")}, r.actor) AS actor,
        coalesce({_NEW.format("name")}, r.actor_name) AS actor_name)
        FROM stored_claims r {_OF_ROW}""",  # noqa: S608 - our own names
    "asserted_roles": f"""SELECT r.* REPLACE (
        coalesce({_NEW.format("becomes")}, r.actor) AS actor,
        coalesce({_NEW.format("name")}, r.actor_name) AS actor_name)
        FROM stored_asserted_roles r {_OF_ROW}""",  # noqa: S608 - our own names
    "events": f"WITH sides AS ({_sides()}) {_with_sides('sides')}",
}
