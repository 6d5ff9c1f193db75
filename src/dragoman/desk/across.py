"""SQL across articles: what the making of stories (``dragoman.stories``) asks of a desk, and what people ask."""

from __future__ import annotations

from typing import Any

__all__ = ["ARTICLE_IDS", "EVENTS_OF", "HEADS_OF", "NAMED_IN", "TEXTS_OF", "stories_query", "story_query"]

ARTICLE_IDS = "SELECT DISTINCT article FROM articles ORDER BY article"
"""All articles."""

_GIVEN = "article IN (SELECT unnest(?))"

TEXTS_OF = f"""
    SELECT article, title, text, coalesce(published_start, published_end) AS day
    FROM articles WHERE {_GIVEN} ORDER BY article
"""  # noqa: S608 - a constant
"""Title, text and day of publication of the articles whose ids are the list that is the query's only value."""

NAMED_IN = f"""
    SELECT article, 'actor' AS kind, actor AS id, any_value(actor_name) AS name, bool_or(known) AS known,
        count(*) AS times
    FROM mentions WHERE actor IS NOT NULL AND {_GIVEN} GROUP BY article, actor
    UNION ALL
    SELECT article, 'place', place, any_value(name), true, count(*)
    FROM places WHERE place IS NOT NULL AND {_GIVEN} GROUP BY article, place
    ORDER BY article, kind, id
"""  # noqa: S608
"""The actors and places of articles, with how often each is mentioned; the list of ids is wanted twice."""

HEADS_OF = f"""
    SELECT a.article, a.title, a.outlet, a.agencies, a.url, coalesce(a.published_start, a.published_end) AS day,
        greatest(1, coalesce(s.times, 0)) AS appearances
    FROM articles a LEFT JOIN
        (SELECT article, count(*) AS times FROM sightings WHERE {_GIVEN} GROUP BY article) s USING (article)
    WHERE {_GIVEN} ORDER BY a.article
"""  # noqa: S608
"""What is known of articles beside their text, and how often each was seen; the list of ids is wanted twice."""

EVENTS_OF = f"""
    SELECT * FROM events WHERE {_GIVEN} ORDER BY article, sentence_start, trigger_start, event
"""  # noqa: S608
"""The event mentions of articles."""


def stories_query(name: str | None) -> tuple[str, list[Any]]:
    """All stories, or those whose id begins with ``name``, or that have it in title, words, actors or places."""
    order = "ORDER BY last_day DESC NULLS LAST, articles DESC, story"
    if name is None:
        return f"SELECT * FROM stories {order}", []  # noqa: S608 - a constant
    told = "concat_ws(' ', title, array_to_string(list_concat(words, actors, places), ' '))"
    return f"SELECT * FROM stories WHERE starts_with(story, ?) OR {told} ILIKE ? {order}", [name, f"%{name}%"]  # noqa: S608


def story_query(story: str) -> tuple[str, list[Any]]:
    """The articles of one story in order of time."""
    return (
        """
        SELECT s.*, a.title, a.outlet, a.published_start, a.published_end, a.url
        FROM story_articles s JOIN articles a USING (article) WHERE s.story = ?
        ORDER BY coalesce(a.published_start, a.published_end), s.hangs_on IS NOT NULL, s.article
        """,
        [story],
    )
