"""The facts of the actor base: every row is well formed, and everything that a row refers to exists."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from dragoman.knowledge.tables import BUILT_IN

FOLDER = BUILT_IN / "actors"
ACTOR_TABLES = {
    "organisations": ("org", {"organisation"}),
    "outlets": ("outlet", {"outlet"}),
    "parties": ("party", {"party"}),
    "armed_groups": ("armed", {"armed_group"}),
    "blocs": ("bloc", {"bloc"}),
    "bodies": ("body", {"government_body"}),
    "peoples": ("people", {"population"}),
}
SOURCES = {"general knowledge", "wikidata"}
DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def rows(table: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for path in sorted(FOLDER.glob("*.csv")):
        if path.stem.split("-", 1)[0] == table:
            found += _file_rows(path)
    return found


def _file_rows(path: Path) -> list[dict[str, str]]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [{**row, "_file": path.name} for row in csv.DictReader(lines)]


ACTORS = {table: rows(table) for table in (*ACTOR_TABLES, "persons")}
NAMED = [row for table in ACTORS.values() for row in table]
IDS = {row["id"] for row in NAMED}
STATES = {"state:" + row["code"] for row in rows("states")}
ROLES = rows("roles")
MEMBERSHIPS = rows("memberships")


def _sector_codes() -> set[str]:
    text = (BUILT_IN / "ontology" / "sectors.yaml").read_text(encoding="utf-8")
    codes: set[str] = set()
    pending: list[object] = [yaml.safe_load(text)]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            codes |= {key for key in node if isinstance(key, str)}
            pending += node.values()
        elif isinstance(node, list):
            pending += node
        elif isinstance(node, str):
            codes.add(node)
    return {code for code in codes if re.fullmatch("[A-Z]{3}", code)}


def test_ids_are_unique_and_well_formed() -> None:
    counts = Counter(row["id"] for row in NAMED)
    assert [key for key, count in counts.items() if count > 1] == []
    assert [key for key in counts if not re.fullmatch(r"[a-z]+:[a-z0-9]+(-[a-z0-9]+)*", key)] == []


@pytest.mark.parametrize("table", sorted(ACTOR_TABLES))
def test_a_table_holds_its_own_kind(table: str) -> None:
    prefix, kinds = ACTOR_TABLES[table]
    assert ACTORS[table]
    assert [row["id"] for row in ACTORS[table] if not row["id"].startswith(prefix + ":")] == []
    assert {row["kind"] for row in ACTORS[table]} == kinds


def test_aliases_are_names() -> None:
    for row in NAMED:
        aliases = row["aliases"].split("|") if row["aliases"] else []
        bare = [alias.removeprefix("?") for alias in aliases]
        assert [alias for alias in [row["name"], *bare] if len(alias) < 2 or alias != alias.strip()] == [], row
        assert len(set(bare)) == len(bare), row
        assert not any(alias.startswith("?") for alias in bare), row


def test_an_alias_of_several_actors_is_marked_ambiguous() -> None:
    plain: dict[str, set[str]] = {}
    for row in NAMED:
        for alias in row["aliases"].split("|"):
            if alias and not alias.startswith("?"):
                plain.setdefault(alias.casefold(), set()).add(row["id"])
    assert {alias: ids for alias, ids in plain.items() if len(ids) > 1} == {}


def test_no_cell_has_blanks_at_its_ends() -> None:
    for row in [*NAMED, *ROLES, *MEMBERSHIPS]:
        assert [cell for cell in row.values() if cell != cell.strip()] == [], row


def test_sectors_are_plover_codes() -> None:
    codes = _sector_codes()
    for row in [*NAMED, *ROLES]:
        assert row["sectors"], row
        assert set(row["sectors"].split("|")) <= codes, row


def test_countries_are_states_that_we_know() -> None:
    countries = {state.removeprefix("state:") for state in STATES}
    assert [row for row in NAMED if row["country"] and row["country"] not in countries] == []


def test_references_resolve() -> None:
    holders = {row["id"] for table in ("persons", "parties", "armed_groups") for row in ACTORS[table]}
    known = IDS | STATES
    assert [row for row in ROLES if row["person"] not in holders] == []
    assert [row for row in ROLES if row["of"] not in known] == []
    assert [row for row in MEMBERSHIPS if not {row["member"], row["organisation"]} <= known] == []
    assert [row for row in MEMBERSHIPS if row["member"] == row["organisation"]] == []


def test_dates_are_valid_and_in_order() -> None:
    for row in [*ROLES, *MEMBERSHIPS]:
        start, end = row["start"], row["end"]
        assert all(DATE.fullmatch(date) for date in (start, end) if date), row
        shared = min(len(start), len(end))
        assert start[:shared] <= end[:shared], row


def test_every_row_names_its_source() -> None:
    assert {row["source"] for row in [*NAMED, *ROLES, *MEMBERSHIPS]} <= SOURCES


def test_no_fact_is_written_twice() -> None:
    facts = Counter((row["person"], row["role"], row["of"], row["start"]) for row in ROLES)
    assert [fact for fact, count in facts.items() if count > 1] == []
