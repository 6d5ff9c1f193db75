"""Conditions on the plain tables: what of ``Filters`` each of them knows, and how it reads there. Pure.

A condition that a table does not know is no condition on it: whoever asks is told (``desk.answers.conditions``), for a
table that looks chosen and is whole would mislead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from dragoman.desk.sql.queries import (
    ORDERED,
    Conditions,
    Filters,
    Query,
    any_name,
    claims_where,
    paged,
    select,
    upper_case,
)  # fmt: skip

__all__ = ["CHOSEN_BY", "DATED", "PUBLISHED", "articles_where", "table_query"]

PUBLISHED = "coalesce(published_end, published_start)"

_Put: TypeAlias = Callable[[Conditions, Any], None]
"""Puts the value that a condition was given to a table."""


def _holds(column: str) -> _Put:
    return lambda where, given: where.like(column, given)


def _is(column: str) -> _Put:
    return lambda where, given: where.among(column, given)


def _code(column: str) -> _Put:
    return lambda where, given: where.among(column, upper_case(given))


def _article(where: Conditions, given: str) -> None:
    where.among("article", given)


def _story(where: Conditions, given: str) -> None:
    where.told(given)


def _actor(where: Conditions, given: str) -> None:
    inside, values = any_name(given)
    where.add(f"actor IN ({inside})", *values)


def _of_article(table: str, put: _Put) -> _Put:
    """The article has a row in another table that fits."""

    def condition(where: Conditions, given: str) -> None:
        inside = Conditions()
        put(inside, given)
        where.add(f"article IN (SELECT article FROM {table} {inside.text})", *inside.values)  # noqa: S608 - our names

    return condition


def _voice(*claims: str) -> _Put:
    """One of the claims has somebody of that name for its source."""

    def condition(where: Conditions, given: str) -> None:
        said = claims_where(Filters(source=given))
        inside = f"(SELECT claim FROM claims {said.text})"  # noqa: S608 - our own names
        where.add(f"({' OR '.join(f'{c} IN {inside}' for c in claims)})", *(said.values * len(claims)))

    return condition


def _page(where: Conditions, given: str) -> None:
    where.add("page IN (SELECT page FROM articles WHERE article = ?)", given)


_PLACED: Mapping[str, _Put] = {"article": _article, "story": _story}
CHOSEN_BY: Mapping[str, Mapping[str, _Put]] = {
    "articles": {
        "actor": _of_article("mentions", _actor),
        "type": _of_article("events", _code("type")),
        "place": _of_article("places", _holds("name")),
        "outlet": _holds("outlet"),
        **_PLACED,
        "text": _holds("text"),
    },
    "disputes": {
        "actor": _voice("denial", "claim"),
        "source": _voice("denial"),
        "type": _code("type"),
        "outlet": _holds("outlet"),
        **_PLACED,
        "text": _holds("concat_ws(' ', denial_sentence, sentence)"),
    },
    "mentions": {"actor": _actor, "country": _code("country"), **_PLACED, "text": _holds("text")},
    "asserted_roles": {"actor": _actor, **_PLACED, "text": _holds("text")},
    "times": {**_PLACED, "text": _holds("text")},
    "places": {"country": _code("country"), "place": _holds("name"), **_PLACED, "text": _holds("text")},
    "sightings": {"outlet": _holds("outlet"), **_PLACED, "text": _holds("title")},
    "blocks": _PLACED,
    "residue": {"article": _page, "text": _holds("text")},
    "skipped": {"text": _holds("concat_ws(' ', item, detail)")},
}
"""Of each table the conditions that choose among its rows. As in ``dragoman search``, an article is chosen by an actor
whom it mentions, a place that it names, an event type that it tells."""
DATED = ("articles", "disputes", "sightings")
"""Tables with days of publication, which ``since`` and ``until`` choose and ``newest`` orders by."""


def table_query(name: str, filters: Filters) -> Query:
    """The rows of a plain table that fit. Raises UsageError for an unknown table, and on a date that is none."""
    query, where = select(name), _where(name, filters)
    order = ORDERED[name]
    if filters.newest:
        order = f"{PUBLISHED} DESC NULLS LAST, {order.removeprefix(PUBLISHED + ', ')}"
    if where.text or filters.newest:
        query = f"SELECT * FROM {name} {where.text} ORDER BY {order}"  # noqa: S608 - our own names
    return paged(query, where.values, filters)


def articles_where(filters: Filters) -> Conditions:
    """The conditions that articles know, as on the view ``articles``. Raises UsageError on a date that is none."""
    return _where("articles", filters)


def _where(table: str, filters: Filters) -> Conditions:
    where = Conditions()
    for name, put in CHOSEN_BY.get(table, {}).items():
        given = getattr(filters, name)
        if given is not None:
            put(where, given)
    if table in DATED:
        where.between(PUBLISHED, filters)
    return where
