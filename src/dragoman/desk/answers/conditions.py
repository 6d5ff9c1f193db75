"""Conditions as somebody gives them: whether the question knows each, and whether it can ever hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from dragoman.desk.sql.queries import Filters, day_of, upper_case
from dragoman.desk.sql.tables import CHOSEN_BY, DATED
from dragoman.errors import UsageError
from dragoman.knowledge import default_knowledge
from dragoman.knowledge.names import key
from dragoman.knowledge.ontology import Quad
from dragoman.knowledge.places import iso_codes
from dragoman.records import Anonymity, Status

__all__ = ["CERTAINTIES", "TAKES", "filters_of", "is_country", "no_country"]

CERTAINTIES = ("own_voice", *(a.value for a in Anonymity), "denied")
"""Whose word an event is: the article's own, a source's by how it is named, or that of somebody who denies it."""

_PAGE = ("limit", "offset")
_ALL = tuple(f.name for f in fields(Filters))
_ORDERLESS = tuple(name for name in _ALL if name != "newest")
_CLAIMS = (
    "actor", "source", "country", "outlet", "article", "story", "since", "until", "anonymous", "certainty",
    "confidence", "text",
)  # fmt: skip


def _table(name: str) -> tuple[str, ...]:
    """Of a plain table: what chooses its rows, and days where it has some."""
    dated = ("since", "until", "newest") if name in DATED else ()
    return (*CHOSEN_BY.get(name, {}), *dated, *_PAGE)


TAKES: Mapping[str, tuple[str, ...]] = {
    "events": _ALL,
    "counts": _ALL,
    "timeline": _ALL,
    "calendar": _ALL,
    "dyad": _ALL,
    "network": _ORDERLESS,
    "happenings": _ALL,
    "disagreements": tuple(name for name in _ALL if name != "status"),
    "claims": (*_CLAIMS, "newest", *_PAGE),
    "sources": (*_CLAIMS, *_PAGE),
    "actors": ("actor", "country", "article", *_PAGE),
    "new": _table("articles"),
    "stories": _table("articles"),
    "overview": (),
    "actor": _PAGE,
    "article": (),
    "story": (),
}
"""What each question knows of ``Filters``; of the plain tables see ``desk.sql.tables``."""


def filters_of(conditions: Mapping[str, Any], question: str = "events") -> Filters:
    """Conditions as given by name. Raises UsageError if the question knows none of that name, or if it can never hold:
    a type or status that does not exist, a period that ends before it begins."""
    takes = TAKES[question] if question in TAKES else _table(question)
    wrong = sorted(name for name, value in conditions.items() if name not in takes and _given(name, value))
    if wrong:
        unknown = [name for name in wrong if name not in _ALL]
        if unknown:
            raise UsageError(f"there is no condition {', '.join(unknown)}; there are {', '.join(takes)}")
        instead = f", but by {', '.join(takes)}" if takes else ""
        raise UsageError(f"{question} cannot be chosen by {', '.join(wrong)}{instead}")
    filters = Filters(**conditions)
    _check_values(filters)
    if filters.since and filters.until and day_of(filters.since, last=False) > day_of(filters.until, last=True):
        raise UsageError(f"nothing lies between {filters.since} and {filters.until}: the period ends before it begins")
    return filters


def _given(name: str, value: Any) -> bool:
    """Whether a condition says anything; what is as it would be without it does not."""
    return name not in _ALL or value != getattr(_NONE, name)


_NONE = Filters()


def _check_values(filters: Filters) -> None:
    types = default_knowledge().ontology.types if filters.type or filters.mode else {}
    for name, values, there in (
        ("type", upper_case(filters.type), types),
        ("mode", filters.mode, sorted({mode for kind in types.values() for mode in kind.modes})),
        ("quad class", upper_case(filters.quad), tuple(q.value for q in Quad)),
        ("status", filters.status, tuple(s.value for s in Status)),
        ("certainty", filters.certainty, CERTAINTIES),
    ):
        for value in (values,) if isinstance(values, str) else values or ():
            if value not in there:
                raise UsageError(f"there is no {name} {value!r}; there are {', '.join(there)}")
    if filters.confidence is not None and not 0 <= filters.confidence <= 1:
        raise UsageError(f"confidence lies between 0 and 1, and is never {filters.confidence}")


def is_country(given: str) -> bool:
    """Whether ISO 3166 or the knowledge base has this alpha-3 code."""
    code = given.upper()
    return code in iso_codes().values() or default_knowledge().actors.get(f"state:{code}") is not None


def no_country(given: str) -> UsageError:
    """What is said of a code that no country has, with the code that was meant where that can be told."""
    states = default_knowledge().actors.states_of(key(given))
    meant = iso_codes().get(given.upper()) or (states[0].removeprefix("state:") if len(states) == 1 else None)
    hint = f"write {meant}" if meant else "a code has three letters, as KEN has for Kenya"
    return UsageError(f"there is no country {given!r} among the codes of ISO 3166 alpha-3; {hint}")
