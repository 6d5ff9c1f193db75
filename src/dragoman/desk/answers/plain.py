"""What one can ask of a desk: each method one question, its SQL in ``desk.sql.queries`` and ``desk.sql.questions``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from dragoman.desk.amendments.judgements import described_as, fold, load, standing
from dragoman.desk.answers.conditions import filters_of, is_country, no_country
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
    seen_line,
)
from dragoman.desk.database.views import Sessions
from dragoman.desk.result import Result
from dragoman.desk.sql import questions
from dragoman.desk.sql.browse import actor_by_id
from dragoman.desk.sql.nearest import NAMED, named_query, nearest_query
from dragoman.desk.sql.queries import (
    Filters,
    Query,
    actors_query,
    claims_query,
    events_count,
    events_query,
    is_id,
    select,
)  # fmt: skip
from dragoman.desk.sql.tables import table_query
from dragoman.desk.storage.marks import known_parts, mark
from dragoman.desk.storage.store import Store
from dragoman.errors import UsageError
from dragoman.knowledge import default_knowledge

__all__ = ["Answers"]

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
        return self._page(events_query, self.chosen(conditions), events_count)

    def claims(self, **conditions: Any) -> Result:
        """Claims (``source``, ``anonymous``, ``outlet``, ``since``, ``text`` ...)."""
        return self._page(claims_query, self.chosen(conditions, "claims"))

    def actors(self, name: str | None = None, **conditions: Any) -> Result:
        """Actors with how often they act, are acted on and are mentioned (``country``, ``article`` ...)."""
        named = {**conditions, "actor": name} if name is not None else conditions
        return self._page(actors_query, self.chosen(named, "actors"))

    def table(self, name: str, **conditions: Any) -> Result:
        """The rows of one table; the conditions are those that it has a column for (``desk.sql.tables``). Raises
        UsageError for an unknown one."""
        if name in ("events", "claims"):
            return self.events(**conditions) if name == "events" else self.claims(**conditions)
        return self._page(lambda filters: table_query(name, filters), self.chosen(conditions, name))

    def counts(self, by: str, **conditions: Any) -> Result:
        """How many events fit, by one of ``questions.BY`` (``month``, ``type``, ``actor`` ...), and of each status."""
        return self._page(lambda filters: questions.counts_query(by, filters), self.chosen(conditions, "counts"))

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

    def unmatched(self, **conditions: Any) -> list[str]:
        """Of the conditions those that name what the desk has nothing of, each in a sentence, with the nearest names
        that it has. What an empty answer leaves open."""
        told = []
        for condition, nothing in NAMED.items():
            given = conditions.get(condition)
            if given is not None and not len(self._ask(named_query(condition, given))):
                told.append(nothing.format(repr(given)) + self._nearest(condition, given))
        return told

    def _nearest(self, condition: str, given: str) -> str:
        """``; nearest: ...`` with the names of the desk that are like one that it has not; else nothing."""
        query = nearest_query(condition, given)
        near = [row["name"] for row in self._ask(query)] if query is not None else []
        return f"; nearest: {', '.join(near)}" if near else ""

    def timeline(self, name: str, **conditions: Any) -> Result:
        """The events of one actor in order of time."""
        meant = self._meant(name)
        return self._page(lambda filters: questions.timeline_query(meant, filters), self.chosen(conditions, "timeline"))

    def calendar(self, **conditions: Any) -> Result:
        """When each event happened, is due, and was reported, in order of its days (EDTF)."""
        return self._page(questions.calendar_query, self.chosen(conditions, "calendar"))

    def dyad(self, one: str, other: str, **conditions: Any) -> Result:
        """What passed between two actors, month by month: counts by quad class and the scale of intensity."""
        ones, others = self._meant(one), self._meant(other)
        return self._page(
            lambda filters: questions.dyad_query(ones, others, filters, self._scale), self.chosen(conditions, "dyad")
        )

    def network(self, **conditions: Any) -> Network:
        """Who acted on whom, with signed weights; ``limit`` keeps the busiest pairs."""
        filters = self.chosen(conditions, "network")
        edges = self._page(lambda filters: questions.edges_query(filters, self._scale), filters)
        actors = dict.fromkeys(row[side] for row in edges for side in ("source_actor", "target_actor"))
        return Network(self._ask(questions.nodes_query(list(actors))), edges)

    def sources(self, **conditions: Any) -> Result:
        """Who is heard: sources of claims, how often, in how many articles, named or not."""
        return self._page(questions.sources_query, self.chosen(conditions, "sources"))

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
        news = self._page(lambda filters: questions.new_query(fresh, filters), self.chosen(conditions, "new"))
        return News(news, tuple(there))

    def mark(self, parts: Iterable[str], user: str = "") -> None:
        """Notes that ``user`` has seen what came with these parts. Raises DeskError if it cannot be written."""
        mark(self.store, parts, user)

    def actor(self, name: str) -> ActorPage:
        """All about one actor, each line with its evidence. Raises UsageError if nobody of that name was seen."""
        chosen = self.who(name)
        if not len(chosen):
            near = self._nearest("actor", name)
            raise UsageError(f"nobody like {name!r} was seen{near}; see: dragoman show DESK actors")
        first = chosen.to_dicts()[0]["actor"]
        lines = list(known_lines(first, default_knowledge().actors))
        judgements = load(self.store)
        described = fold(judgements).described.get(first)
        if not lines and described is not None:
            lines.append(described_line(described))
        seen = self._ask(actor_by_id(first))
        told = {line["detail"] for line in lines if line["section"] == "who"}
        lines[1:1] = [line for line in map(seen_line, seen) if line["detail"] not in told]
        if not lines:
            lines.append({"section": "who", "value": chosen.to_dicts()[0]["name"], "basis": "text"})
        lines += judged_lines(first, standing(judgements))
        lines += actor_lines("name", self._ask(questions.actor_names_query([first])))
        lines += actor_lines("role", self._ask(questions.actor_roles_query([first])))
        lines += asserted_lines(self._ask(questions.actor_asserted_query([first])), default_knowledge().actors)
        partners, values = questions.actor_partners_query([first], self._scale)
        lines += actor_lines("partner", self.sql(f"{partners} LIMIT {_PARTNERS}", values))
        return ActorPage(chosen, Result.of(lines, _PAGE))

    def article(self, name: str) -> ArticlePage:
        """One article, by its id, the beginning of it, words of its title or of the name of its file.

        Raises UsageError if there is none.
        """
        found = self._ask(questions.article_query(name)).to_dicts()
        if not found:
            raise UsageError(
                f"no article has an id, a title or a file name like {name!r}; see: dragoman show DESK articles"
            )
        whole = found[0]
        tables = ("claims", "mentions", "times", "places", "sightings")
        rest = (self.sql(select(t, "article = ?"), [whole["article"]]) for t in tables)
        blocks = self.sql(select("blocks", "article = ?"), [whole["article"]])
        return ArticlePage(whole, blocks, self.events(article=whole["article"]), *rest)

    def overview(self) -> Mapping[str, Result]:
        """What the desk holds at a glance: ``totals``, ``types``, ``actors``, ``sources``."""
        return {name: self.sql(query) for name, query in questions.OVERVIEW.items()}

    def chosen(self, conditions: Mapping[str, Any], question: str = "events") -> Filters:
        """The conditions of a question, checked. Raises UsageError as ``filters_of`` does, and for a country that
        neither ISO 3166, the knowledge base nor the desk knows."""
        filters = filters_of(conditions, question)
        code = filters.country
        if code is not None and not is_country(code):
            there = self.sql("SELECT 1 FROM names WHERE country = ? LIMIT 1", [code.upper()])
            if not len(there):
                raise no_country(code)
        return filters

    def _page(
        self,
        make: Callable[[Filters], Query],
        filters: Filters,
        counted: Callable[[Filters], Query] | None = None,
    ) -> Result:
        """The rows that ``make`` asks for; where they are a page of more, ``total`` of the answer counts them all."""
        result = self._ask(make(filters))
        if filters.limit is None and not filters.offset:
            return result
        whole = replace(filters, limit=None, offset=0)

        def total() -> int:
            query, values = (counted or make)(whole)
            rows = self.sql(query if counted else f"SELECT count(*) AS n FROM ({query})", values)  # noqa: S608
            return int(rows.to_dicts()[0]["n"])

        return Result(result.to_arrow(), total)

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
