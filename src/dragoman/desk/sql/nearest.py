"""Whether anything of a desk has a name at all, and what its names are that come nearest. Pure.

For whoever gets an empty answer: a name that nothing bears is told from one whose events fit no other condition.
"""

from __future__ import annotations

from dragoman.desk.sql.queries import Conditions, Query, any_name

__all__ = ["NAMED", "named_query", "nearest_query"]

NAMED = {
    "actor": "nobody like {} was seen",
    "source": "nobody like {} was seen",
    "target": "nobody like {} was seen",
    "outlet": "no article is of an outlet like {}",
    "place": "no place like {} is named",
    "article": "no article has the id {}",
    "story": "no story has an id that begins with {}",
}
"""The conditions that name something, with what is said where the desk has nothing of that name."""

_THERE = {
    "actor": "SELECT name, text AS seen, mentions AS n FROM names WHERE form = 'name'",
    "outlet": "SELECT outlet AS name, outlet AS seen, 1 AS n FROM articles WHERE outlet IS NOT NULL",
    "place": "SELECT name, name AS seen, 1 AS n FROM places WHERE name IS NOT NULL",
}
_ALIKE = 0.87
"""Jaro-Winkler similarity of two words that may be one misspelt: `jonson` is .95 from `johnson`, `zorro` .80 from
`zoroaster`. That a name begins alike is weighed more than how it ends."""
_SHORTEST = 3
"""Letters of the shortest word of a name that another is compared with."""


def named_query(condition: str, given: str) -> Query:
    """A row if anything in the desk has the name that this condition was given."""
    where = Conditions()
    if condition in ("actor", "source", "target"):
        where.acts(("source", "target"), given)
        inside, values = any_name(given)
        said = Conditions()
        said.like("source", given)
        query = (
            f"(SELECT 1 FROM names WHERE actor IN ({inside}) LIMIT 1) UNION ALL "  # noqa: S608 - our own names
            f"(SELECT 1 FROM claims {said.text} LIMIT 1) UNION ALL (SELECT 1 FROM events {where.text} LIMIT 1)"
        )
        return query, [*values, *said.values, *where.values]
    if condition in ("outlet", "place"):
        where.like("name", given)
        return f"SELECT 1 FROM ({_THERE[condition]}) {where.text} LIMIT 1", where.values  # noqa: S608
    if condition == "article":
        return "SELECT 1 FROM articles WHERE article = ? LIMIT 1", [given]
    return "SELECT 1 FROM stories WHERE starts_with(story, ?) LIMIT 1", [given]


def nearest_query(condition: str, given: str, limit: int = 3) -> Query | None:
    """The names that come nearest to the one given, as ``name``; None where names cannot be near (ids)."""
    there = _THERE.get("actor" if condition in ("source", "target") else condition)
    if there is None:
        return None
    query = f"""
        WITH words AS (
            SELECT name, n, unnest(list_distinct([lower(seen)] || string_split(lower(seen), ' '))) AS word
            FROM ({there}) WHERE name IS NOT NULL),
        close AS (SELECT name, n, jaro_winkler_similarity(word, lower(?)) AS alike FROM words
            WHERE length(word) >= {_SHORTEST})
        SELECT name FROM close WHERE alike >= {_ALIKE} GROUP BY name
        ORDER BY max(alike) DESC, sum(n) DESC, name LIMIT ?
        """  # noqa: S608 - our own names
    return query, [given, limit]
