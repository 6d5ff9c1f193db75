"""Actors from others' registers, as rows of a user's own knowledge: Wikidata, Popolo, FollowTheMoney, Party Facts.

Each importer turns a file into the rows of ``actor_rows``: persons, organisations, offices, memberships. An actor that
the base knows by that name in that country keeps its id, and only offices and memberships are added to it; others get
an id made of the register's own, so that a later import replaces them. Popolo and FollowTheMoney number their entities
anew in each file (``p1``), so that the import's name stands before. What cannot be used is counted with its reason.

* **Wikidata**: results of a SPARQL query, JSON or CSV, with the variables ``person`` and ``personLabel`` and, as far as
  they are there, ``positionLabel``, ``countryCode`` (alpha-3) or ``countryLabel``, ``start``, ``end``, ``partyLabel``,
  ``personAltLabel``.
* **Popolo** (EveryPolitician): JSON with ``persons``, ``organizations``, ``memberships``, ``events``.
* **FollowTheMoney**: one entity a line, of the schemata Person, Organization, PublicBody, Company, Position, Occupancy,
  Membership.
* **Party Facts**: its table of core parties as CSV.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from dragoman.errors import KnowledgeError
from dragoman.knowledge.actor_rows import ActorRow, MembershipRow, PersonRow, RoleRow, day_bounds
from dragoman.knowledge.actors import ActorBase
from dragoman.knowledge.agents import Agents
from dragoman.knowledge.names import key, pieces
from dragoman.knowledge.places import iso_codes
from dragoman.knowledge.tables import Row

__all__ = ["FORMATS", "Imported", "earlier_import", "import_actors", "write_rows"]

_DATE = re.compile(r"^\+?(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_WIKIDATA, _PARTY_FACTS = ("person", "personLabel"), ("partyfacts_id", "country", "name")
"""Columns without which a row says nothing."""
_MARK = "# Imported"
"""How files begin that an import wrote; only they are written over."""
_NUMBERED = ("popolo", "ftm")
"""Formats whose ids mean something in their own file alone."""
_TOLD = 12  # columns found that a message names
_LEGISLATURES = ("legislature", "parliament", "chamber", "house")
_KINDS = {"PublicBody": ("government_body", "GOV"), "Company": ("organisation", "BUS")}
_HEADERS: Mapping[str, type[Row]] = {
    "persons": PersonRow,
    "parties": ActorRow,
    "organisations": ActorRow,
    "roles": RoleRow,
    "memberships": MembershipRow,
}


@dataclass(slots=True)
class Imported:
    """Rows by table (``persons``, ``parties``, ``organisations``, ``roles``, ``memberships``) and what was left out."""

    rows: dict[str, dict[tuple[str, ...], dict[str, str]]] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    known: set[str] = field(default_factory=set)
    """Ids of ours that rows were added to."""

    def add(self, table: str, ident: tuple[str, ...], row: Mapping[str, str | None]) -> None:
        """Enters a row once, checked; counts it where it is wrong."""
        filled = {k: " ".join(str(v).split()) for k, v in row.items() if v}
        try:
            _HEADERS[table].model_validate(filled)
            for day in ("start", "end"):
                day_bounds(filled.get(day))
        except ValidationError as error:
            first = error.errors()[0]
            self.left_out[f"{table}: {'.'.join(map(str, first['loc']))}: {first['msg']}"] += 1
            return
        except ValueError as error:
            self.left_out[f"{table}: {error}"] += 1
            return
        self.rows.setdefault(table, {}).setdefault(ident, filled)

    def drop_dangling(self, base: ActorBase) -> None:
        """Leaves out offices and memberships of actors whose own row was left out: no base could load them."""
        there = {row["id"] for rows in self.rows.values() for row in rows.values() if "id" in row}
        for table, columns in (("roles", ("person", "of")), ("memberships", ("member", "organisation"))):
            rows = self.rows.get(table, {})
            for ident, row in list(rows.items()):
                if any(c in row and row[c] not in there and base.get(row[c]) is None for c in columns):
                    del rows[ident]
                    self.left_out[f"{table} of actors that were left out"] += 1
            if not rows:
                self.rows.pop(table, None)


@dataclass(slots=True)
class _Importer:
    """What all importers share: the base, the country given, the rows so far."""

    base: ActorBase
    agents: Agents
    country: str | None
    source: str
    name: str = ""
    """Stands before the register's ids where another file may have them too."""
    out: Imported = field(default_factory=Imported)
    ids: dict[str, str] = field(default_factory=dict)
    """The register's id to ours."""

    def person(self, ref: str, name: str, country: str | None, aliases: Iterable[str] = ()) -> str:
        """Our id of a person; a row is written unless the base has it."""
        known = self._known(name, country, "person:")
        if known is None:
            known = self.ids.get(ref) or f"person:{self._slug(ref)}"
            row = {"id": known, "name": name, "aliases": self._aliases(known, name, aliases), "country": country}
            self.out.add("persons", (known,), {**row, "source": self.source})
        self.ids[ref] = known
        return known

    def group(
        self, ref: str, name: str, country: str | None, kind: tuple[str, str], aliases: Iterable[str] = ()
    ) -> str:
        """Our id of a party or organisation."""
        prefix = "party:" if kind[0] == "party" else "org:"
        known = self._known(name, country, "")
        if known is None:
            known = self.ids.get(ref) or f"{prefix}{self._slug(ref)}"
            row = {"id": known, "name": name, "aliases": self._aliases(known, name, aliases), "kind": kind[0]}
            table = "parties" if kind[0] == "party" else "organisations"
            self.out.add(table, (known,), {**row, "country": country, "sectors": kind[1], "source": self.source})
        self.ids[ref] = known
        return known

    def role(self, person: str, role: str, of: str | None, days: tuple[Any, Any]) -> None:
        """A dated office."""
        name = " ".join(role.lower().split())
        agent = self.agents.nouns.get(self.agents.office(name))
        sectors = " | ".join(agent.sectors) if agent is not None and agent.sectors else None
        if of is not None and of.startswith("leg:"):
            sectors = sectors or "LEG"
        start, end = self._days(days)
        row = {"person": person, "role": name, "of": of, "sectors": sectors, "start": start, "end": end}
        self.out.add("roles", (person, name, of or "", start or ""), {**row, "source": self.source})

    def membership(self, member: str, organisation: str, days: tuple[Any, Any]) -> None:
        """A dated membership."""
        start, end = self._days(days)
        row = {"member": member, "organisation": organisation, "start": start, "end": end, "source": self.source}
        self.out.add("memberships", (member, organisation, start or ""), row)

    def country_of(self, code: str | None, name: str | None = None) -> str | None:
        """The alpha-3 code of a code of two or three letters, or of a country's name; else the one given."""
        if code and len(code) == 3 and f"state:{code.upper()}" in self.base.actors:
            return code.upper()
        if code and len(code) == 2 and (found := iso_codes().get(code.upper())):
            return found
        states = self.base.states_of(key(name)) if name else ()
        if len(states) == 1:
            return states[0][6:]
        if code or name:
            self.out.left_out[f"countries that are not known ({code or name}): {self.country or 'none'} taken"] += 1
        return self.country

    def _days(self, days: tuple[Any, Any]) -> tuple[str | None, str | None]:
        """First and last day as far as they can be read; what cannot is counted, and the row stands without."""
        read = _day(days[0]), _day(days[1])
        for given, found in zip(days, read, strict=True):
            if given and found is None:
                self.out.left_out[f"dates that cannot be read ({given}); 2031, 2031-05 or 2031-05-29 is wanted"] += 1
        return read

    def _slug(self, ref: str) -> str:
        return _slug(f"{self.name} {ref}")

    def _known(self, name: str, country: str | None, prefix: str) -> str | None:
        found = {
            c.actor
            for c in self.base.names.get(key(name), ())
            if c.actor.startswith(prefix or ("party:", "org:", "bloc:", "armed:", "body:"))
            and country is not None
            and self.base.actors[c.actor].country == country
        }
        if len(found) != 1:
            return None
        ours = found.pop()
        self.out.known.add(ours)
        return ours

    def _aliases(self, ident: str, name: str, aliases: Iterable[str]) -> str:
        """Other names; one that somebody else bears needs evidence (``?``), and so does a single word."""
        kept: dict[str, str] = {}
        for alias in aliases:
            words = pieces(alias)
            if not words or key(alias) in (key(name), *kept) or "|" in alias:
                continue
            taken = any(c.actor != ident for c in self.base.names.get(key(alias), ()))
            doubtful = taken or (len(words) == 1 and not alias.isupper())
            kept[key(alias)] = f"?{alias}" if doubtful else alias
        return "|".join(kept.values())


def import_actors(
    path: Path, form: str, base: ActorBase, agents: Agents, country: str | None = None, name: str | None = None
) -> Imported:
    """The rows of one file. ``form`` is a key of ``FORMATS``; ``country`` (alpha-3) holds where the file names none;
    ``name`` is that of the import, else the file's.

    Raises KnowledgeError if the file cannot be read or is of another format, and if no state has the code ``country``.
    """
    source, read = FORMATS[form]
    if country is not None and base.get(f"state:{country}") is None:
        raise KnowledgeError(f"{country}: no state has this code; give an ISO 3166 alpha-3 code (KEN for Kenya)")
    importer = _Importer(base, agents, country, source, (name or path.stem) if form in _NUMBERED else "")
    try:
        read(path, importer)
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise KnowledgeError(f"{path}: not a file of {source} as described: {type(error).__name__}: {error}") from error
    importer.out.drop_dangling(base)
    return importer.out


def earlier_import(folder: Path, stem: str) -> list[Path]:
    """The files of an import of that stem below ``folder``. Raises KnowledgeError if one was written by hand."""
    found = [path for table in _HEADERS if (path := folder / "actors" / f"{table}-{stem}.csv").exists()]
    for path in found:
        with path.open(encoding="utf-8", errors="replace") as file:
            if not file.readline().startswith(_MARK):
                raise KnowledgeError(f"{path}: no import wrote this file; give the import another name (--name)")
    return found


def write_rows(imported: Imported, folder: Path, stem: str) -> list[Path]:
    """Writes ``actors/<table>-<stem>.csv`` below ``folder`` in place of all files of an earlier import of that stem.

    Raises KnowledgeError if a file of that name was written by hand.
    """
    target = folder / "actors"
    target.mkdir(parents=True, exist_ok=True)
    # All of them: what an earlier import of other tables left would speak of actors that are gone.
    for path in earlier_import(folder, stem):
        path.unlink()
    written = []
    for table, rows in imported.rows.items():
        path = target / f"{table}-{stem}.csv"
        columns = list(_HEADERS[table].model_fields)
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write(f"{_MARK}; edit freely, but a new import of the same name writes it anew.\n")
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows.values())
        written.append(path)
    return written


def _wikidata(path: Path, to: _Importer) -> None:
    for row in _bindings(path):
        ref = row.get("person", "").rsplit("/", 1)[-1]
        name = row.get("personLabel", "")
        if not ref or not name or re.fullmatch(r"Q\d+", name):
            to.out.left_out["rows without a person and a label"] += 1
            continue
        country = to.country_of(row.get("countryCode"), row.get("countryLabel"))
        aliases = [a.strip() for a in row.get("personAltLabel", "").split(",")]
        person = to.person(ref, name, country, aliases)
        days = row.get("start"), row.get("end")
        if row.get("positionLabel"):
            to.role(person, row["positionLabel"], f"state:{country}" if country else None, days)
        if row.get("partyLabel"):
            party = row.get("party", "").rsplit("/", 1)[-1] or f"{row['partyLabel']} {country or ''}"
            to.membership(person, to.group(party, row["partyLabel"], country, ("party", "PTY")), (None, None))


def _bindings(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a result: the server's JSON, the lists that the query page saves (short and verbose), or CSV."""
    text = path.read_text(encoding="utf-8-sig")
    if text.lstrip().startswith(("{", "[")):
        document = json.loads(text)
        found, names = document, []
        if isinstance(document, dict):
            results = document.get("results")
            found = results.get("bindings") if isinstance(results, dict) else None
            names = document.get("head", {}).get("vars", [])
        if not isinstance(found, list):
            raise KnowledgeError(
                f"{path}: no result of a SPARQL query: results.bindings is missing; found: {_listed(document)}. "
                "Save the query's result as JSON or as CSV"
            )
        rows = [{n: cell["value"] if isinstance(cell, dict) else str(cell) for n, cell in r.items()} for r in found]
        _require(path, _WIKIDATA, [*names, *(name for row in rows for name in row)])
        yield from rows
    else:
        reader = csv.DictReader(text.splitlines())
        _require(path, _WIKIDATA, reader.fieldnames or ())
        yield from reader


def _require(path: Path, wanted: tuple[str, ...], found: Iterable[str]) -> None:
    """Raises KnowledgeError, naming what is missing and what is there, unless all wanted columns are."""
    there = dict.fromkeys(found)
    missing = [name for name in wanted if name not in there]
    if missing:
        raise KnowledgeError(
            f"{path}: {'column' if len(missing) == 1 else 'columns'} missing: {', '.join(missing)}; found: "
            f"{_listed(there)}. Rename the columns, or the variables of the query, as docs/knowledge.md has them"
        )


def _listed(names: Iterable[str]) -> str:
    """Names for a message, the first twelve of them."""
    every = [str(name) for name in names]
    more = f" and {len(every) - _TOLD} more" if len(every) > _TOLD else ""
    return (", ".join(every[:_TOLD]) or "nothing") + more


def _popolo(path: Path, to: _Importer) -> None:
    document = json.loads(path.read_text(encoding="utf-8-sig"))
    if not isinstance(document, dict) or "persons" not in document:
        told = _listed(document) if isinstance(document, dict) else "a list"
        raise KnowledgeError(f"{path}: no Popolo: persons is missing; found: {told}")
    if to.country is None:
        to.out.left_out["countries of all persons and groups: Popolo names none; give --country (KEN for Kenya)"] += 1
    periods = {e["id"]: e for e in document.get("events", ())}
    houses: set[str] = set()
    for organisation in document.get("organizations", ()):
        kind = str(organisation.get("classification", "")).lower()
        if any(word in kind for word in _LEGISLATURES):
            houses.add(organisation["id"])
            continue
        others = [o["name"] for o in organisation.get("other_names", ())]
        party = kind == "party" or not kind
        to.group(
            organisation["id"],
            organisation["name"],
            to.country,
            ("party", "PTY") if party else ("organisation", ""),
            others,
        )
    for person in document["persons"]:
        to.person(person["id"], person["name"], to.country, [o["name"] for o in person.get("other_names", ())])
    for held in document.get("memberships", ()):
        person = to.ids.get(held.get("person_id", ""))
        if person is None:
            to.out.left_out["memberships of nobody in the file"] += 1
            continue
        period = periods.get(held.get("legislative_period_id", ""), {})
        days = held.get("start_date") or period.get("start_date"), held.get("end_date") or period.get("end_date")
        if held.get("organization_id") in houses:
            role = held.get("role") or "member of parliament"
            role = "member of parliament" if role == "member" else role
            to.role(person, role, f"leg:{to.country}" if to.country else None, days)
        for group in (held.get("on_behalf_of_id"), held.get("organization_id")):
            if group in to.ids:
                to.membership(person, to.ids[group], days)


def _follow_the_money(path: Path, to: _Importer) -> None:
    entities = []
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                entities += [json.loads(line)] if line.strip() else []
            except json.JSONDecodeError as error:
                raise KnowledgeError(
                    f"{path}:{number}: no JSON object; one entity a line is wanted: {error}"
                ) from error
            if entities:
                _require(path, ("id", "schema", "properties"), entities[-1])
    posts: dict[str, tuple[str, str | None]] = {}
    later = []
    for entity in entities:
        schema, values = entity["schema"], entity["properties"]
        country = to.country_of(_first(values, "country", "jurisdiction", "nationality"))
        names = [*values.get("name", ()), *values.get("alias", ()), *values.get("weakAlias", ())]
        if schema in ("Occupancy", "Membership"):
            later.append(entity)
        elif not names:
            to.out.left_out["entities without a name"] += 1
        elif schema == "Person":
            person = to.person(entity["id"], names[0], country, names[1:])
            for position in values.get("position", ()):
                to.role(person, position, f"state:{country}" if country else None, (None, None))
        elif schema == "Position":
            posts[entity["id"]] = names[0], country
        elif schema in ("Organization", "PublicBody", "Company", "LegalEntity"):
            party = "pol.party" in values.get("topics", ())
            kind = ("party", "PTY") if party else _KINDS.get(schema, ("organisation", ""))
            to.group(entity["id"], names[0], country, kind, names[1:])
        else:
            to.out.left_out[f"entities of the schema {schema}"] += 1
    for entity in later:
        _held(entity["properties"], posts, to)


def _held(values: Mapping[str, list[str]], posts: Mapping[str, tuple[str, str | None]], to: _Importer) -> None:
    days = _first(values, "startDate"), _first(values, "endDate")
    holder = to.ids.get(_first(values, "holder", "member") or "")
    post = posts.get(_first(values, "post") or "")
    organisation = to.ids.get(_first(values, "organization") or "")
    if holder is not None and post is not None:
        to.role(holder, post[0], f"state:{post[1]}" if post[1] else None, days)
    elif holder is not None and organisation is not None:
        to.membership(holder, organisation, days)
    else:
        to.out.left_out["offices and memberships of what is not in the file"] += 1


def _party_facts(path: Path, to: _Importer) -> None:
    reader = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())
    _require(path, _PARTY_FACTS, reader.fieldnames or ())
    for row in reader:
        name = row.get("name_english") or row["name"]
        country = to.country_of(row["country"])
        if not name or country is None or country != row["country"].upper():
            to.out.left_out["parties without a name or of a country that is not known"] += 1
            continue
        others = [row.get("name") or "", row.get("name_short") or "", *(row.get("name_other") or "").split(";")]
        to.group(f"pf{row['partyfacts_id']}", name, country, ("party", "PTY"), [o.strip() for o in others if o.strip()])


FORMATS: Mapping[str, tuple[str, Callable[[Path, _Importer], None]]] = {
    "wikidata": ("Wikidata", _wikidata),
    "popolo": ("Popolo", _popolo),
    "ftm": ("FollowTheMoney", _follow_the_money),
    "partyfacts": ("Party Facts", _party_facts),
}


def _first(values: Mapping[str, list[str]], *names: str) -> str | None:
    return next((values[n][0] for n in names if values.get(n)), None)


def _day(text: object) -> str | None:
    """The date as far as it is said: ``+2012-00-00T00:00:00Z`` is ``2012``."""
    match = _DATE.match(str(text)) if text else None
    if match is None:
        return None
    return "-".join(p for i, p in enumerate(match.groups()) if p and not (i and "00" in match.groups()[1 : i + 1]))


def _slug(ref: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", ref.lower()).strip("-") or "unnamed"
