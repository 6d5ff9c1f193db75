"""Questions about stories and merged events: what ``dragoman stories`` made, with why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from dragoman.desk.answers.plain import Answers
from dragoman.desk.result import Result
from dragoman.desk.sql.queries import ORDERED, Conditions, Filters, Query, events_where, paged
from dragoman.desk.sql.tables import articles_where
from dragoman.desk.storage.derived import DerivedSet
from dragoman.errors import UsageError

__all__ = ["StoryAnswers", "StoryPage", "disagreements_query", "merged_query"]


@dataclass(frozen=True, slots=True)
class StoryPage:
    """One story (a row of ``stories``) and what there is to it; ``events`` are merged ones, in order of time."""

    story: dict[str, Any]
    articles: Result
    events: Result
    reports: Result
    figures: Result
    links: Result


class StoryAnswers(Answers):
    """The questions; each raises UsageError if stories were not made yet."""

    def stories(self, name: str | None = None, **conditions: Any) -> Result:
        """Stories, those of several articles before articles that stand alone, the latest first of each; or those whose
        id begins with ``name`` or that have it in their title, words, actors or places. The conditions are those of
        articles and hold for one of the story's."""
        return self._told(lambda filters: _stories(name, filters), self.chosen(conditions, "stories"))

    def story(self, name: str) -> StoryPage:
        """One story by its id, the beginning of it, or words: of several the one with the most articles.

        Raises UsageError if there is none.
        """
        found = self.stories(name).to_dicts()
        if not found:
            raise UsageError(f"no story is like {name!r}; see: dragoman show DESK stories")
        chosen = max(found, key=lambda row: int(row["articles"]))
        story = [chosen["story"]]
        return StoryPage(
            chosen,
            self.sql(_ARTICLES, story),
            self.sql(f"SELECT * FROM merged_events WHERE story = ? ORDER BY {_BY_TIME}", story),  # noqa: S608
            self.sql(_REPORTS, story),
            self.sql(f"SELECT * FROM event_figures WHERE story = ? ORDER BY {ORDERED['event_figures']}", story),  # noqa: S608
            self.sql(f"SELECT * FROM event_links WHERE story = ? ORDER BY {ORDERED['event_links']}", story),  # noqa: S608
        )

    def merged_events(self, **conditions: Any) -> Result:
        """Merged events in order of time. The conditions are those of ``events`` and hold for one of its reports, save
        that ``status`` is what the reports come to."""
        return self._told(merged_query, self.chosen(conditions, "happenings"))

    def disagreements(self, **conditions: Any) -> Result:
        """What one article tells and another denies: pairs of reports of one merged event, the latest first, one for
        each two sources. The conditions are those of ``events`` and hold for one of the two."""
        made = DerivedSet(self.store.path, "stories")
        if made.notes() is not None and made.file("event_disputes.parquet") is None:
            raise UsageError(
                f"the stories of {self.store.path} were made before reports were set against one another; make them "
                f"again: dragoman stories {self.store.path}"
            )
        return self._told(disagreements_query, self.chosen(conditions, "disagreements"))

    def _told(self, make: Callable[[Filters], Query], filters: Filters) -> Result:
        if DerivedSet(self.store.path, "stories").notes() is None:
            raise UsageError(f"{self.store.path} has no stories yet; make them: dragoman stories {self.store.path}")
        return self._page(make, filters)


_BY_TIME = "coalesce(from_day, to_day, first_reported) NULLS LAST, mentions DESC, merged_event"

_ARTICLES = """
    SELECT s.*, a.title, a.outlet, a.published_start, a.published_end, a.url
    FROM story_articles s JOIN articles a USING (article) WHERE s.story = ?
    ORDER BY coalesce(a.published_start, a.published_end) NULLS LAST, s.hangs_on IS NOT NULL, s.article
"""

_REPORTS = """
    SELECT r.*, e.sentence, e.title, e.published_start, e.trigger
    FROM event_reports r JOIN events e USING (event) WHERE r.story = ?
    ORDER BY r.merged_event, coalesce(e.published_start, e.published_end) NULLS LAST, r.article, e.sentence_start, event
"""


def disagreements_query(filters: Filters) -> Query:
    """The pairs of reports of two articles of which one denies what the other tells of the same actors, one pair for
    each two sources, the latest denial first. The conditions hold for one of the two; status is left out of them."""
    inside = events_where(replace(filters, status=None))
    where = Conditions()
    where.add("d.article <> t.article")
    if inside.text:
        fitting = f"SELECT event FROM events {inside.text}"  # noqa: S608 - built of our own conditions
        where.add(f"(d.event IN ({fitting}) OR t.event IN ({fitting}))", *inside.values, *inside.values)
    query = f"""
        SELECT d.said_by AS denier, d.sentence AS denial_sentence, d.status AS denial_status, d.outlet AS denial_outlet,
            coalesce(d.published_end, d.published_start) AS denied_on, t.said_by AS claimant, t.sentence, t.outlet,
            coalesce(t.published_end, t.published_start) AS told_on, t.type, x.story, x.merged_event,
            d.article AS denial_article, t.article, d.event, t.event AS other
        FROM event_disputes x JOIN events d ON d.event = x.denial JOIN events t ON t.event = x.told
        {where.text}
        QUALIFY row_number() OVER (
            PARTITION BY x.merged_event, coalesce(d.said_by, d.article), coalesce(t.said_by, t.article)
            ORDER BY d.confidence + t.confidence DESC, d.event, t.event) = 1
        ORDER BY denied_on DESC NULLS LAST, x.merged_event, d.event, other
        """  # noqa: S608 - our own names
    return paged(query, where.values, filters)


def _stories(name: str | None, filters: Filters) -> Query:
    where, fitting = Conditions(), articles_where(filters)
    if name is not None:
        told = "concat_ws(' ', title, array_to_string(list_concat(words, actors, places), ' '))"
        where.add(f"(starts_with(story, ?) OR contains(lower({told}), lower(?)))", name, name)
    if fitting.text:
        inside = f"SELECT story FROM story_articles JOIN (SELECT article FROM articles {fitting.text}) USING (article)"  # noqa: S608
        where.add(f"story IN ({inside})", *fitting.values)
    query = f"SELECT * FROM stories {where.text} ORDER BY articles = 1, last_day DESC NULLS LAST, articles DESC, story"  # noqa: S608
    return paged(query, where.values, filters)


def merged_query(filters: Filters) -> Query:
    """The merged events of which a report fits, but that ``status`` is what the reports come to."""
    inside = events_where(replace(filters, status=None))
    where = Conditions()
    if inside.text:
        fitting = f"SELECT event FROM events {inside.text}"  # noqa: S608 - built of our own conditions
        reported = f"SELECT merged_event FROM event_reports JOIN ({fitting}) USING (event)"  # noqa: S608
        where.add(f"m.merged_event IN ({reported})", *inside.values)
    where.among("m.status", filters.status)
    order = _BY_TIME.replace(" NULLS LAST", " DESC NULLS LAST", 1) if filters.newest else _BY_TIME
    query = (
        "SELECT m.*, s.title AS story_title FROM merged_events m LEFT JOIN stories s USING (story) "  # noqa: S608
        f"{where.text} ORDER BY {order.replace('mentions', 'm.mentions')}"
    )
    return paged(query, where.values, filters)
