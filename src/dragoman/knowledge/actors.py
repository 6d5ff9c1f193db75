"""The actor base: persons, parties, armed groups, states and organisations, with names, dated roles and memberships.

Loaded from ``data/actors/*.csv``, ours first and then the user's, whose row of the same id wins. From each state
the loader derives the bodies of ``derived.csv``: ``gov:``, ``leg:``, ``mil:``, ``mfa:`` ... Facts are from
Wikidata (CC0) and general knowledge, as each row's ``source`` says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product
from math import prod
from pathlib import Path
from typing import Annotated

from pydantic import Field

from dragoman.errors import KnowledgeError
from dragoman.knowledge.actor_rows import (
    ActorRow,
    Candidate,
    DatedRole,
    Demonym,
    KnownActor,
    Membership,
    MembershipRow,
    PersonRow,
    RoleRow,
    StateRow,
    day_bounds,
)
from dragoman.knowledge.careers import sectors_in_office, sectors_out_of_office, sectors_undated
from dragoman.knowledge.names import ARTICLES, key, own_pieces, pieces
from dragoman.knowledge.tables import Row, files, read_csv, read_rows, row_files, split_list
from dragoman.records import POLITICAL_KINDS, ActorKind

__all__ = ["ActorBase", "Collision", "load_actors"]

_GROUP_FILES = ("organisations", "outlets", "parties", "armed_groups", "blocs", "bodies", "peoples")
_JUST_LEFT = timedelta(days=2)
_SPELLINGS = 48  # of one name at most
_MEMORY = 50_000
"""Names whose lookup is kept at most."""
_FOLLOWERS = ("ists", "ites", "ians")
_GERMAN = frozenset(("DEU", "AUT", "CHE", "LIE"))
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
"""As agencies without umlauts spell them in German names (Juergen Trittin); ``fold`` knows them bare (Jurgen)."""


class _BodyRow(Row):
    noun: str
    body: Annotated[str, Field(pattern="^[a-z]+$")]


class _WithinRow(Row):
    code: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    state: Annotated[str, Field(pattern="^[A-Z]{3}$")]


class _NamingRow(Row):
    code: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    by: Annotated[str, Field(pattern="^(first|given)$")]


class _RegionRow(Row):
    name: str


class _ElectedRow(Row):
    role: str


class _SpelledRow(Row):
    words: str


class _DerivedRow(Row):
    prefix: Annotated[str, Field(pattern="^[a-z]+$")]
    noun: str
    kind: ActorKind
    sectors: Annotated[str, Field(pattern=r"^[A-Z]{3}( ?\| ?[A-Z]{3})*$")]


@dataclass(frozen=True, slots=True)
class Collision:
    """One name that several actors bear; ``flagged`` if each of its aliases says so with a ``?``."""

    name: str
    actors: tuple[str, ...]
    flagged: bool


@dataclass(frozen=True, slots=True)
class ActorBase:
    """All known actors, looked up by id, by name, by office. Immutable."""

    actors: Mapping[str, KnownActor]
    names: Mapping[str, tuple[Candidate, ...]] = field(repr=False)
    """Normalised name (``knowledge.names.key``) to who may bear it."""
    demonyms: Mapping[str, tuple[Demonym, ...]] = field(repr=False)
    capitals: Mapping[str, tuple[str, ...]] = field(repr=False)
    """Normalised name of a capital to the ids of its states."""
    surnames: Mapping[str, tuple[str, ...]] = field(repr=False)
    """The single name of a person (the last piece; in China and Korea the first, in Ethiopia both) to the persons."""
    longest: Mapping[str, int] = field(repr=False)
    """First piece of a name to the number of pieces of the longest name that begins so."""
    body_nouns: Mapping[str, str] = field(repr=False)
    """``parliament`` to ``leg``: nouns that name a body of a state that stands beside them."""
    roles: Mapping[str, tuple[DatedRole, ...]] = field(repr=False)
    memberships: Mapping[str, tuple[Membership, ...]] = field(repr=False)
    offices: Mapping[tuple[str, str], tuple[DatedRole, ...]] = field(repr=False)
    """(role, of) to its holders."""
    regions: frozenset[str] = field(default=frozenset(), repr=False)
    """Normalised names with a state's name in them that are of no state (``South American``, ``Gulf of Guinea``)."""

    elected: frozenset[str] = field(default=frozenset(), repr=False)
    """Normalised offices that one is elected to, as the head of a party or its candidate."""
    within: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Codes of our own (``XKR``) to the state that ISO 3166-1 has the territory in."""
    spelt: Mapping[str, tuple[Candidate, ...]] = field(default_factory=dict, repr=False)
    """Names of which capitals are not all that parts them from their keys (``josé mujica``), in small letters: found
    without making the key, which takes four times as long as a look.
    """
    _seen: dict[str, tuple[Candidate, ...]] = field(init=False, default_factory=dict, repr=False, compare=False)
    """Names that were looked up before: news names the same ones again and again."""

    def __len__(self) -> int:
        return len(self.actors)

    def get(self, actor: str) -> KnownActor | None:
        """The actor of this id, None if it is not known."""
        return self.actors.get(actor)

    def lookup(self, name: str) -> tuple[Candidate, ...]:
        """Who may bear ``name``: aliases, or a state's body by its generic name (``Iraqi parliament``, ``Parliament of
        Iraq``).
        """
        small = name.lower()  # most names are their own keys but for capitals
        found = self.names.get(small) or self.spelt.get(small) or self._seen.get(name)
        if found is None:
            found = self._look_up(name)
            if len(self._seen) < _MEMORY:
                self._seen[name] = found
        return found

    def _look_up(self, name: str) -> tuple[Candidate, ...]:
        found = self.names.get(key(name))
        if found:
            return found
        words = pieces(name)
        for cut in range(1, len(words)):
            body = self.body_nouns.get(" ".join(words[cut:]))
            states = self.states_of(" ".join(words[:cut])) if body else ()
            if body and states:
                return self._bodies(body, states, name)
            body = self.body_nouns.get(" ".join(words[: cut - 1])) if words[cut - 1] == "of" else None
            states = self.states_of(" ".join(w for w in words[cut:] if w != "the")) if body else ()
            if body and states:
                return self._bodies(body, states, name)
        return ()

    @staticmethod
    def _bodies(body: str, states: Iterable[str], name: str) -> tuple[Candidate, ...]:
        ids = [f"{body}:{state.partition(':')[2]}" for state in states]
        return tuple(Candidate(i, name, len(ids) > 1) for i in ids)

    def states_of(self, words: str) -> tuple[str, ...]:
        """The states that a normalised name or adjective may mean (``iraq``, ``iraqi``)."""
        named = [c.actor for c in self.names.get(words, ()) if c.actor.startswith("state:")]
        return tuple(dict.fromkeys(named or [d.state for d in self.demonyms.get(words, ())]))

    def role_at(self, person: str, on: tuple[date | None, date | None] | None) -> tuple[DatedRole, ...]:
        """The offices that ``person`` held on the days ``on`` (first, last; None is open), latest first.

        With no day at all, offices are given only for a person none of whose offices is known to have ended: of
        others nobody can say which one an undated article means.
        """
        held = self.roles.get(person, ())
        first, last = on if on else (None, None)
        if first is None and last is None:
            return held if all(role.end is None for role in held) else ()
        low, high = first or last, last or first
        assert low is not None
        assert high is not None
        return tuple(r for r in held if r.held(low, high) and (last is not None or r.end is None))

    def memberships_at(self, member: str, on: tuple[date | None, date | None]) -> tuple[Membership, ...]:
        """What ``member`` belonged to on the days ``on`` (first, last; None is open)."""
        low, high = on[0] or on[1], on[1] or on[0]
        if low is None or high is None:
            return ()
        return tuple(m for m in self.memberships.get(member, ()) if m.held(low, high))

    def sectors_at(self, actor: str, on: tuple[date | None, date | None] | None) -> tuple[str, ...]:
        """The sectors of an actor on those days: of a person by ``knowledge.careers``, of a group by whether it governs
        then.
        """
        if not actor.startswith("person:"):
            return self._group_sectors(actor, on)
        own = self.actors[actor].sectors if actor in self.actors else ()
        known = self.roles.get(actor, ())
        sectors = sectors_in_office(self._role_or_just_left(actor, on))
        if on is None:
            return sectors_undated(known, sectors or own, self.elected)
        if sectors or not known:
            return sectors or own
        return sectors_out_of_office(known, own, on[0] or on[1], self.elected)

    def _group_sectors(self, actor: str, on: tuple[date | None, date | None] | None) -> tuple[str, ...]:
        """The sectors of a party or group: a party known to have governed is in opposition on other days, and a
        movement that has ruled is of the government only while it does.
        """
        own = self.actors[actor].sectors if actor in self.actors else ()
        known = self.roles.get(actor, ())
        if not known or on is None or on == (None, None):
            return own
        rules = tuple(s for role in self.role_at(actor, on) for s in role.sectors)
        if rules:
            return tuple(dict.fromkeys((*rules, *own)))
        if self.actors[actor].kind in (ActorKind.PARTY, ActorKind.BLOC):
            return tuple(dict.fromkeys(("OPP", *own)))
        return tuple(s for s in own if s != "GOV") or own

    def _role_or_just_left(self, person: str, on: tuple[date | None, date | None] | None) -> tuple[DatedRole, ...]:
        """The offices held on those days, else those that ended a day or two before: a fall is news of who fell."""
        held = self.role_at(person, on)
        first = on[0] or on[1] if on else None
        if held or first is None:
            return held
        return self.role_at(person, (first - _JUST_LEFT, first - _JUST_LEFT))

    def holders(self, role: str, of: str, on: tuple[date | None, date | None] | None) -> tuple[str, ...]:
        """Who held ``role`` of ``of`` (an actor or state id) on those days; empty without a day."""
        if on is None:
            return ()
        held = self.offices.get((key(role), of), ())
        return tuple(dict.fromkeys(r.person for r in held if r in self.role_at(r.person, on)))

    def check(self) -> list[Collision]:
        """Every name that more than one actor bears, unflagged ones first: for ``dragoman knowledge check``."""
        found = []
        for name, candidates in self.names.items():
            ids = tuple(dict.fromkeys(c.actor for c in candidates))
            if len(ids) > 1:
                found.append(Collision(name, ids, all(c.ambiguous for c in candidates)))
        return sorted(found, key=lambda c: (c.flagged, c.name))


class _Builder:
    """Gathers rows into the tables of an ActorBase."""

    def __init__(self) -> None:
        self.actors: dict[str, KnownActor] = {}
        self.aliases: dict[str, dict[str, Candidate]] = {}
        self.demonyms: dict[str, list[Demonym]] = {}
        self.capitals: dict[str, list[str]] = {}
        self.roles: dict[str, dict[tuple[str, str | None, object], DatedRole]] = {}
        self.memberships: dict[str, dict[tuple[str, object], Membership]] = {}
        self.absorbed: dict[str, str] = {}
        self.derived: dict[str, _DerivedRow] = {}
        self.regions: set[str] = set()
        self.elected: set[str] = set()
        self.spelled: dict[str, tuple[str, ...]] = {}
        self.within: dict[str, str] = {}
        self.naming: dict[str, str] = {}

    def actor(self, known: KnownActor, *cells: str, seats: str = "") -> None:
        """Enter an actor; a later row of the same id replaces it and all its names."""
        self.actors[known.id] = known
        names: dict[str, Candidate] = {}
        for alias in (known.name, *(part for cell in cells for part in split_list(cell))):
            self._name(names, known.id, alias, seat=False)
            if known.country in _GERMAN and not alias.isascii():
                self._name(names, known.id, alias.translate(_UMLAUTS), seat=False)
        if known.kind in POLITICAL_KINDS:
            for name in [c for c in names.values() if c.alias.endswith(_FOLLOWERS) and " " not in c.alias]:
                doubtful = "?" if name.ambiguous else ""
                self._name(names, known.id, doubtful + name.alias[:-1], seat=False)  # Sadrists: Sadrist
        for alias in split_list(seats):
            self._name(names, known.id, alias, seat=True)
        self.aliases[known.id] = names

    @staticmethod
    def _name(names: dict[str, Candidate], actor: str, alias: str, *, seat: bool) -> None:
        ambiguous = alias.startswith("?")
        text = alias.lstrip("? ")
        words = pieces(text)
        if not words:
            return
        head = text.split(maxsplit=1)[0].lower()
        article = (head in ARTICLES and " " in text) or (head == "the" and len(words) == 1)
        joined = " ".join(words)
        known = names.get(joined)
        if known is not None:
            article = article and known.article
            ambiguous = ambiguous or known.ambiguous
            text = known.alias
        names[joined] = Candidate(actor, text, ambiguous, article, seat)

    def state(self, row: StateRow) -> None:
        """Enter a state, its bodies and its people."""
        state = f"state:{row.code}"
        source = "general knowledge"
        own = split_list(row.sectors or "GOV")
        self.actor(KnownActor(state, row.name, ActorKind.STATE, row.code, own, source), row.official, row.aliases)
        adjectives = split_list(row.adjectives)
        first = adjectives[0].lstrip("?") if adjectives else row.name
        special = {"gov": row.government, "leg": row.parliament, "mil": row.military, "cop": row.police}
        for prefix, derived in self.derived.items():
            name, sectors = f"{first} {derived.noun}", own if prefix == "gov" else split_list(derived.sectors)
            body = KnownActor(f"{prefix}:{row.code}", name, derived.kind, row.code, sectors, source)
            self.actor(body, special.get(prefix, ""), seats=row.seats if prefix == "gov" else "")
            if adjectives and adjectives[0].startswith("?"):
                generic = key(body.name)
                self.aliases[body.id][generic] = Candidate(body.id, body.name, True)
        for is_noun, cell in ((False, row.adjectives), (True, row.nationals)):
            for text in split_list(cell):
                plain = text.lstrip("?")
                demonym = Demonym(state, plain, is_noun, text != plain)
                self.demonyms.setdefault(key(plain), []).append(demonym)
        for capital in split_list(row.capital):
            self.capitals.setdefault(key(capital), []).append(state)

    def role(self, row: RoleRow) -> None:
        """Enter a dated office; raises ValueError on a day that is not on the calendar."""
        of = row.of.replace("gov:", "state:", 1) if row.of and row.of.startswith("gov:") else row.of
        of = self.absorbed.get(of, of) if of else None
        role = DatedRole(
            row.person, row.role, of, split_list(row.sectors or ""), day_bounds(row.start), day_bounds(row.end)
        )
        self.roles.setdefault(row.person, {})[row.role, of, row.start] = role

    def membership(self, row: MembershipRow) -> None:
        """Enter a membership; raises ValueError on a day that is not on the calendar."""
        entry = Membership(row.member, row.organisation, day_bounds(row.start), day_bounds(row.end))
        self.memberships.setdefault(row.member, {})[row.organisation, row.start] = entry

    def absorb_bodies(self) -> None:
        """Give the names of a ``body:`` row that is a state's own government, parliament, army or police to that body.

        Rows name them too (``body:isr-knesset``); one actor must not have two ids.
        """
        own: dict[tuple[str, str | None], str] = {
            (name, self.actors[actor].country): actor
            for actor, names in self.aliases.items()
            if actor.partition(":")[0] in self.derived
            for name in names
        }
        for known in [a for a in self.actors.values() if a.id.startswith("body:")]:
            same = next((own[n, known.country] for n in self.aliases[known.id] if (n, known.country) in own), None)
            if same is not None:
                moved = self.aliases.pop(known.id)
                self.absorbed[known.id] = same
                for name, candidate in moved.items():
                    self.aliases[same].setdefault(name, candidate._replace(actor=same))
        for known_id, same in self.absorbed.items():
            self.actors[known_id] = self.actors[same]

    def build(self, body_nouns: dict[str, str]) -> ActorBase:
        """The finished base, its indices derived."""
        names: dict[str, list[Candidate]] = {}
        for entries in self.aliases.values():
            for joined, candidate in entries.items():
                names.setdefault(joined, []).append(candidate)
        self._respell(names)
        finished = {k: tuple(v) for k, v in names.items()}
        longest: dict[str, int] = {}
        for joined in (*names, *self.demonyms, *self.capitals, *self.regions):
            first, size = joined.partition(" ")[0], joined.count(" ") + 1
            if size > longest.get(first, 0):
                longest[first] = size
        surnames: dict[str, list[str]] = {}
        for actor in self.actors.values():
            if actor.kind is ActorKind.PERSON:
                for called in self._called(actor):
                    surnames.setdefault(called, []).append(actor.id)
        roles = {p: tuple(sorted(rs.values(), key=_latest_first)) for p, rs in self.roles.items()}
        offices: dict[tuple[str, str], list[DatedRole]] = {}
        for held in roles.values():
            for role in held:
                if role.of:
                    offices.setdefault((key(role.role), role.of), []).append(role)
        return ActorBase(
            self.actors,
            finished,
            {k: tuple(v) for k, v in self.demonyms.items()},
            {k: tuple(v) for k, v in self.capitals.items()},
            {k: tuple(v) for k, v in surnames.items()},
            longest,
            body_nouns,
            roles,
            {m: tuple(es.values()) for m, es in self.memberships.items()},
            {k: tuple(v) for k, v in offices.items()},
            frozenset(self.regions),
            frozenset(self.elected),
            self.within,
            self._spelt(finished),
        )

    @staticmethod
    def _spelt(names: Mapping[str, tuple[Candidate, ...]]) -> dict[str, tuple[Candidate, ...]]:
        """The aliases that are not their own keys in small letters."""
        found = {}
        for candidates in names.values():
            for alias in {c.alias.lower() for c in candidates}:
                if alias not in names and key(alias) in names:
                    found[alias] = names[key(alias)]
        return found

    def _respell(self, names: dict[str, list[Candidate]]) -> None:
        """Enter groups under the other spellings of the words of their names, where nobody bears such a name."""
        for joined in [n for n in names if " " in n and not self.spelled.keys().isdisjoint(n.split())]:
            groups = [c for c in names[joined] if self.actors[c.actor].kind is not ActorKind.PERSON]
            ways = [self.spelled.get(word, (word,)) for word in joined.split()]
            if groups and prod(map(len, ways)) <= _SPELLINGS:
                for other in map(" ".join, product(*ways)):
                    names.setdefault(other, groups)

    def _called(self, person: KnownActor) -> tuple[str, ...]:
        """The single names by which the press calls a person."""
        words = own_pieces(pieces(person.name))
        by = self.naming.get(person.country or "")
        return (words[0],) if by == "first" else tuple(dict.fromkeys((words[-1], words[0] if by else words[-1])))


def _latest_first(role: DatedRole) -> tuple[bool, int]:
    return role.end is not None, -(role.start[0].toordinal() if role.start else 0)


def load_actors(roots: Iterable[Path]) -> ActorBase:
    """The actor base of these folders, later ones winning. Raises KnowledgeError on a wrong row, with file and line."""
    roots = tuple(roots)
    builder = _Builder()
    for path in row_files(roots, "actors/derived"):
        builder.derived.update((row.prefix, row) for _, row in read_rows(path, _DerivedRow))
    for path in row_files(roots, "actors/regions"):
        builder.regions.update(key(row.name) for _, row in read_rows(path, _RegionRow))
    for path in row_files(roots, "actors/spelled"):
        for _, spelled in read_rows(path, _SpelledRow):
            same = tuple(key(word) for word in split_list(spelled.words))
            builder.spelled.update((word, same) for word in same)
    for path in row_files(roots, "actors/elected"):
        builder.elected.update(key(row.role) for _, row in read_rows(path, _ElectedRow))
    for path in row_files(roots, "actors/naming"):
        builder.naming.update((row.code, row.by) for _, row in read_rows(path, _NamingRow))
    for path in row_files(roots, "actors/within"):
        builder.within.update((row.code, row.state) for _, row in read_rows(path, _WithinRow))
    for path in row_files(roots, "actors/states"):
        for _, state in read_rows(path, StateRow):
            builder.state(state)
    for stem in _GROUP_FILES:
        for path in row_files(roots, f"actors/{stem}"):
            for _, row in read_rows(path, ActorRow):
                known = KnownActor(row.id, row.name, row.kind, row.country, split_list(row.sectors or ""), row.source)
                builder.actor(known, row.aliases, seats=row.seats)
    for path in row_files(roots, "actors/persons"):
        for _, person in read_rows(path, PersonRow):
            sectors = split_list(person.sectors or "")
            entry = KnownActor(person.id, person.name, ActorKind.PERSON, person.country, sectors, person.source)
            builder.actor(entry, person.aliases)
    builder.absorb_bodies()
    _load_dated(roots, builder)
    nouns = {key(r.noun): r.body for path in files(roots, "agents/bodies*.csv") for _, r in read_csv(path, _BodyRow)}
    return builder.build(nouns)


def _load_dated(roots: tuple[Path, ...], builder: _Builder) -> None:
    """Offices and memberships; both must name actors that are known by now."""
    for path in row_files(roots, "actors/roles"):
        for line, role in read_rows(path, RoleRow):
            _known(builder, f"{path}:{line}", role.person, role.of)
            try:
                builder.role(role)
            except ValueError as error:
                raise KnowledgeError(f"{path}:{line}: not a day of the calendar: {error}") from error
    for path in row_files(roots, "actors/memberships"):
        for line, entry in read_rows(path, MembershipRow):
            _known(builder, f"{path}:{line}", entry.member, entry.organisation)
            try:
                builder.membership(entry)
            except ValueError as error:
                raise KnowledgeError(f"{path}:{line}: not a day of the calendar: {error}") from error


def _known(builder: _Builder, where: str, *ids: str | None) -> None:
    for actor in ids:
        if actor is not None and actor not in builder.actors:
            raise KnowledgeError(f"{where}: {actor} is not an actor of any file; add its row or mend the id")
