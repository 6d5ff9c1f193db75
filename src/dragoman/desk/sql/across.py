"""SQL across articles: what the making of stories (``dragoman.stories``) asks of a desk."""

from __future__ import annotations

__all__ = ["ARTICLE_IDS", "EVENTS_OF", "HEADS_OF", "NAMED_IN", "TEXTS_OF"]

ARTICLE_IDS = "SELECT DISTINCT article FROM articles ORDER BY article"
"""All articles."""

_GIVEN = "article IN (SELECT unnest(?))"

TEXTS_OF = f"""
    SELECT article, title, text, coalesce(published_start, published_end) AS day
    FROM articles WHERE {_GIVEN} ORDER BY article
"""  # noqa: S608 - a constant
"""Title, text and day of publication of the articles whose ids are the list that is the query's only value."""

NAMED_IN = f"""
    SELECT article, 'actor' AS kind, actor AS id, min(actor_name) AS name, bool_or(known) AS known,
        min(actor_kind) AS actor_kind, bool_or(form = 'name') AS named, count(*) AS times
    FROM mentions WHERE actor IS NOT NULL AND {_GIVEN} GROUP BY article, actor
    UNION ALL
    SELECT article, 'place', place, min(name), true, NULL, true, count(*)
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
