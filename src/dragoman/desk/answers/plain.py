"""What one can ask of a desk: each method one question, its SQL in ``desk.sql.queries`` and ``desk.sql.questions``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from dragoman.desk.amendments.judgements import described_as, fold, load, standing
from dragoman.desk.answers.profiles import (
    ActorPage,
    ArticlePage,
    Network,
    News,
    actor_lines,
    asserted_lines,
    described_line,
    judged_lines,
    known_lines,
)
from dragoman.desk.database.views import Sessions
from dragoman.desk.result import Result
from dragoman.desk.sql import questions
from dragoman.desk.sql.queries import (
    Filters,
    Query,
    actors_query,
    claims_query,
    day_of,
    events_query,
    is_id,
    select,
    upper_case,
)  # fmt: skip
from dragoman.desk.storage.marks import known_parts, mark
from dragoman.desk.storage.store import Store
from dragoman.errors import UsageError
from dragoman.knowledge import default_knowledge
from dragoman.knowledge.ontology import Quad
from dragoman.records import Status

__all__ = ["Answers", "filters_of"]

_PAGE = {
    "section": "text", "value": "text", "detail": "text", "since": "date", "until": "date", "period": "text",
    "times": "int", "basis": "text", "article": "text", "start": "int", "end": "int", "evidence": "text",
}  # fmt: skip
_WHO = {"actor": "text", "name": "text", "mentions": "int", "exact": "bool"}
_PARTNERS = 50
"""Partners on an actor's page at most: beyond them come those met once or twice; ``network`` has all."""


class Answers:
    """The questions, over one store. Conditions are those of ``Filters``; a wrong one raises UsageError."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._sessions = Sessions(store)

    def sql(self, query: str, values: list[Any] | None = None) -> Result:
        """The answer to an SQL query over the views of ``docs/desk.md``. Raises UsageError if it is wrong."""
        return self._sessions.ask(query, values)

    def events(self, **conditions: Any) -> Result:
        """Event mentions (``actor``, ``type``, ``status``, ``since``, ``limit`` ...)."""
        return self._ask(events_query(filters_of(conditions)))

    def claims(self, **conditions: Any) -> Result:
        """Claims (``source``, ``anonymous``, ``outlet``, ``since``, ``text`` ...)."""
        return self._ask(claims_query(filters_of(conditions)))

    def actors(self, name: str | None = None) -> Result:
        """Actors with how often they act, are acted on and are mentioned."""
        return self._ask(actors_query(name))

    def table(self, name: str) -> Result:
        """All rows of one table. Raises UsageError for an unknown one."""
        return self.sql(select(name))

    def counts(self, by: str, **conditions: Any) -> Result:
        """How many events fit, by one of ``questions.BY`` (``month``, ``type``, ``actor`` ...), and of each status."""
        return self._ask(questions.counts_query(by, filters_of(conditions)))

    def who(self, name: str) -> Result:
        """The actors that a name means to ``timeline``, ``dyad`` and ``actor``, most mentioned first: (actor, name,
        mentions, exact). A name that nobody was seen under means whom users added under it.
        """
        seen = self._ask(questions.actor_choice(name))
        if any(row["exact"] for row in seen):
            return seen
        added = described_as(fold(load(self.store)), name, parts=not len(seen))
        if not added:
            return seen
        rows = ({"actor": a, "name": d.name, "mentions": 0, "exact": False} for a, d in added.items())
        return Result.of(rows, _WHO)

    def timeline(self, name: str, **conditions: Any) -> Result:
        """The events of one actor in order of time."""
        return self._ask(questions.timeline_query(self._meant(name), filters_of(conditions)))

    def calendar(self, **conditions: Any) -> Result:
        """When each event happened, is due, and was reported, in order of its days (EDTF)."""
        return self._ask(questions.calendar_query(filters_of(conditions)))

    def dyad(self, one: str, other: str, **conditions: Any) -> Result:
        """What passed between two actors, month by month: counts by quad class and the scale of intensity."""
        pair = self._meant(one), self._meant(other)
        return self._ask(questions.dyad_query(*pair, filters_of(conditions), self._scale))

    def network(self, **conditions: Any) -> Network:
        """Who acted on whom, with signed weights; ``limit`` keeps the busiest pairs."""
        edges = self._ask(questions.edges_query(filters_of(conditions), self._scale))
        actors = dict.fromkeys(row[side] for row in edges for side in ("source_actor", "target_actor"))
        return Network(self._ask(questions.nodes_query(list(actors))), edges)

    def sources(self, **conditions: Any) -> Result:
        """Who is heard: sources of claims, how often, in how many articles, named or not."""
        return self._ask(questions.sources_query(filters_of(conditions)))

    def new(self, user: str = "", since_part: str | None = None, **conditions: Any) -> News:
        """The articles that came since ``user``'s mark, or with parts later than ``since_part``; all if there is none.

        The mark stays where it is until ``mark(news.parts, user)``.
        """
        there = self.store.leaves()
        if since_part is not None:
            fresh = [part for part in there if part > since_part]
        else:
            known = known_parts(self.store, user)
            fresh = [part for part in there if part not in known]
        return News(self._ask(questions.new_query(fresh, filters_of(conditions))), tuple(there))

    def mark(self, parts: Iterable[str], user: str = "") -> None:
        """Notes that ``user`` has seen what came with these parts. Raises DeskError if it cannot be written."""
        mark(self.store, parts, user)

    def actor(self, name: str) -> ActorPage:
        """All about one actor, each line with its evidence. Raises UsageError if nobody of that name was seen."""
        chosen = self.who(name)
        if not len(chosen):
            raise UsageError(f"nobody like {name!r} was seen; see: dragoman show DESK actors")
        first = chosen.to_dicts()[0]["actor"]
        lines = list(known_lines(first, default_knowledge().actors))
        judgements = load(self.store)
        described = fold(judgements).described.get(first)
        if not lines and described is not None:
            lines.append(described_line(described))
        elif not lines:
            lines.append({"section": "who", "value": chosen.to_dicts()[0]["name"], "basis": "text"})
        lines += judged_lines(first, standing(judgements))
        lines += actor_lines("name", self._ask(questions.actor_names_query([first])))
        lines += actor_lines("role", self._ask(questions.actor_roles_query([first])))
        lines += asserted_lines(self._ask(questions.actor_asserted_query([first])), default_knowledge().actors)
        partners, values = questions.actor_partners_query([first], self._scale)
        lines += actor_lines("partner", self.sql(f"{partners} LIMIT {_PARTNERS}", values))
        return ActorPage(chosen, Result.of(lines, _PAGE))

    def article(self, name: str) -> ArticlePage:
        """One article, by its id, the beginning of it, or words of its title. Raises UsageError if there is none."""
        found = self._ask(questions.article_query(name)).to_dicts()
        if not found:
            raise UsageError(f"no article has an id or a title like {name!r}; see: dragoman show DESK articles")
        whole = found[0]
        tables = ("claims", "mentions", "times", "places", "sightings")
        rest = (self.sql(select(t, "article = ?"), [whole["article"]]) for t in tables)
        blocks = self.sql(select("blocks", "article = ?"), [whole["article"]])
        return ArticlePage(whole, blocks, self.events(article=whole["article"]), *rest)

    def overview(self) -> Mapping[str, Result]:
        """What the desk holds at a glance: ``totals``, ``types``, ``actors``, ``sources``."""
        return {name: self.sql(query) for name, query in questions.OVERVIEW.items()}

    def _meant(self, name: str) -> list[str]:
        """The ids of the actors that a name means. An id means itself, and need not be looked for."""
        if is_id(name):
            return [name]
        return [row["actor"] for row in self.who(name)]

    def _ask(self, query: Query) -> Result:
        return self.sql(*query)

    @cached_property
    def _scale(self) -> Mapping[str, float]:
        return {name: kind.intensity for name, kind in default_knowledge().ontology.types.items()}


def filters_of(conditions: dict[str, Any]) -> Filters:
    """Conditions as given by name. Raises UsageError if there is none of that name, or if it can never hold: a type or
    status that does not exist, a period that ends before it begins."""
    try:
        filters = Filters(**conditions)
    except TypeError as error:
        wrong = ", ".join(sorted(set(conditions) - set(Filters.__dataclass_fields__)))
        known = ", ".join(Filters.__dataclass_fields__)
        raise UsageError(f"there is no condition {wrong}; there are {known}") from error
    types = default_knowledge().ontology.types if filters.type else ()
    for name, values, there in (
        ("type", upper_case(filters.type), types),
        ("quad class", upper_case(filters.quad), tuple(q.value for q in Quad)),
        ("status", filters.status, tuple(s.value for s in Status)),
    ):
        for value in (values,) if isinstance(values, str) else values or ():
            if value not in there:
                raise UsageError(f"there is no {name} {value!r}; there are {', '.join(there)}")
    if filters.since and filters.until and day_of(filters.since, last=False) > day_of(filters.until, last=True):
        raise UsageError(f"nothing lies between {filters.since} and {filters.until}: the period ends before it begins")
    return filters
