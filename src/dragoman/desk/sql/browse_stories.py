"""What a page that shows stories asks of the derived tables: ``stories``, ``merged_events`` and what belongs to them.

Pure. All answers are empty until `dragoman stories DESK` was run.
"""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.desk.sql.queries import Query

__all__ = [
    "articles_of_story",
    "figures_of",
    "links_of",
    "merged_events_of_story",
    "quoted_in_story",
    "reports_of",
    "stories_page",
    "story_by_id",
    "story_of_article",
    "suggest_stories",
]


def stories_page(*, text: str | None = None, since: str | None = None, limit: int = 50, offset: int = 0) -> Query:
    """Stories, those of several articles before articles that stand alone; of each those with the latest reports first,
    then the largest. ``since``: only those reported from that day."""
    where, values = ["true"], []
    if text:
        where.append(
            "(contains(lower(title), lower(?)) OR list_contains(words, lower(?)) "
            "OR contains(lower(array_to_string(actors, ' ')), lower(?)))"
        )
        values += [text, text, text]
    if since:
        where.append("last_day >= CAST(? AS DATE)")
        values.append(since)
    return (
        f"SELECT * FROM stories WHERE {' AND '.join(where)} "  # noqa: S608 - our own conditions
        "ORDER BY articles = 1, last_day DESC NULLS LAST, articles DESC, story LIMIT ? OFFSET ?",
        [*values, limit, offset],
    )


def story_by_id(story: str) -> Query:
    """One story."""
    return "SELECT * FROM stories WHERE story = ? LIMIT 1", [story]


def story_of_article(article: str) -> Query:
    """The story that an article is in."""
    return "SELECT s.* FROM stories s JOIN story_articles USING (story) WHERE article = ? LIMIT 1", [article]


def articles_of_story(story: str) -> Query:
    """The articles of a story in order of time, with why each is in it."""
    return (
        """
        SELECT s.article, s.score, s.central, s.reasons, a.title, a.outlet, a.published_start, a.published_end,
            a.published_basis, a.words, a.agencies
        FROM story_articles s JOIN articles a USING (article) WHERE s.story = ?
        ORDER BY coalesce(a.published_end, a.published_start) NULLS LAST, s.article
        """,
        [story],
    )


def merged_events_of_story(story: str, limit: int = 200) -> Query:
    """The events of a story in order of time, those without a time last; the most reported are kept."""
    return (
        """
        SELECT * FROM (
            SELECT * FROM merged_events WHERE story = ? ORDER BY outlets DESC, mentions DESC, merged_event LIMIT ?)
        ORDER BY coalesce(from_day, to_day, first_reported) NULLS LAST, outlets DESC, merged_event
        """,
        [story, limit],
    )


def reports_of(events: Sequence[str]) -> Query:
    """The reports of merged events: each event mention with its sentence, outlet, status and whose word it is."""
    return (
        """
        SELECT r.*, e.sentence, e.trigger_start, e.type, e.source, e.target, e.quad, e.title, e.published_start,
            e.published_end
        FROM event_reports r JOIN events e USING (event) WHERE r.merged_event IN (SELECT unnest(?))
        ORDER BY r.merged_event, coalesce(e.published_end, e.published_start) NULLS LAST, r.event
        """,
        [list(events)],
    )


def figures_of(events: Sequence[str]) -> Query:
    """The figures that reports of merged events give."""
    return (
        "SELECT * FROM event_figures WHERE merged_event IN (SELECT unnest(?)) "
        "ORDER BY merged_event, kind, published NULLS LAST, article, start, event, low, high",
        [list(events)],
    )


def links_of(events: Sequence[str]) -> Query:
    """What was announced and what became of it, for merged events on either end."""
    return (
        "SELECT * FROM event_links WHERE merged_event IN (SELECT unnest(?)) OR later IN (SELECT unnest(?)) "
        "ORDER BY score DESC, merged_event, later, relation",
        [list(events), list(events)],
    )


def quoted_in_story(story: str, limit: int = 20) -> Query:
    """Who is quoted in the articles of a story: name, claims, outlets, and one of the latest claims."""
    return (
        """
        WITH said AS (
            SELECT c.*, coalesce(c.actor, lower(c.source)) AS who
            FROM claims c JOIN story_articles s USING (article) WHERE s.story = ?)
        SELECT coalesce(min(actor_name), min(source), 'nobody named') AS name, min(actor) AS actor,
            count(*) AS claims, count(DISTINCT article) AS articles, mode(anonymity ORDER BY anonymity) AS anonymity,
            count(*) FILTER (polarity = 'denied') AS denials,
            arg_max(content, (coalesce(published_end, published_start, DATE '0001-01-01'), claim)) AS content,
            arg_max(article, (coalesce(published_end, published_start, DATE '0001-01-01'), claim)) AS article,
            arg_max(claim, (coalesce(published_end, published_start, DATE '0001-01-01'), claim)) AS claim
        FROM said GROUP BY who ORDER BY claims DESC, name, who LIMIT ?
        """,
        [story, limit],
    )


def suggest_stories(text: str, limit: int = 5) -> Query:
    """Stories with such words in their title, the latest first."""
    return (
        "SELECT story, title, articles, last_day FROM stories WHERE contains(lower(title), lower(?)) "
        "ORDER BY last_day DESC NULLS LAST, story LIMIT ?",
        [text, limit],
    )
