"""Event mentions as merging sees them: what each says of who did what to whom, when and where, in comparable form."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dragoman.knowledge import default_knowledge
from dragoman.stories.parties import Party, Seen, party
from dragoman.stories.terms import words_of

__all__ = ["CLASSES", "Mention", "act_keys", "mention", "stem"]

CLASSES = {
    "actual": "happened",
    "not_done": "happened",
    "denied": "happened",
    "uncertain": "happened",
    "planned": "announced",
    "conditional": "announced",
    "demanded": "demanded",
    "threatened": "threatened",
}
"""Statuses that may speak of one event. Whether it happened is a question that reports of it answer differently; that
it is planned is another event, to which it is linked (``stories.outcomes``)."""

_SUFFIXES = (
    ("isation", ""), ("ization", ""), ("ations", ""), ("ation", ""), ("ments", ""), ("ment", ""), ("ions", ""),
    ("ion", ""), ("ings", ""), ("ing", ""), ("ances", ""), ("ance", ""), ("ences", ""), ("ence", ""), ("als", ""),
    ("al", ""), ("ers", ""), ("er", ""), ("ors", ""), ("or", ""), ("ies", "y"), ("ied", "y"), ("ed", ""), ("es", ""),
    ("s", ""),
)  # fmt: skip
_LEAST_STEM = 4
_SPLIT = re.compile(r"[\s/|]+")


@dataclass(frozen=True, slots=True)
class Mention:
    """One event mention. ``first`` and ``last`` are ordinals of days that the text states, or None; ``day`` is the day
    of publication. ``acts`` are stems and families of the words that express it, ``words`` those of its sentence."""

    id: str
    article: str
    type: str | None
    mode: str | None
    acts: frozenset[str]
    status: str
    source: Party
    target: Party
    first: int | None
    last: int | None
    day: int | None
    place: str | None
    place_country: str | None
    words: frozenset[str]
    position: int
    sentence: int
    outlet: str
    row: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """The row of the desk's table ``events``, for what is shown."""
    since: int | None = None
    until: int | None = None
    """The days it lies between, stated or bounded by the day of publication; None where it is open."""

    @property
    def group(self) -> str:
        """Mentions of different groups are never one event."""
        return CLASSES[self.status]


def stem(word: str) -> str:
    """A verb and the nouns made of it as one: ``announce``, ``announcement``; crude, and only used inside a story."""
    low = word.lower()
    for suffix, instead in _SUFFIXES:
        if low.endswith(suffix) and len(low) - len(suffix) >= _LEAST_STEM:
            low = low[: -len(suffix)] + instead
            break
    return low.removesuffix("e")


def act_keys(words: Sequence[str]) -> frozenset[str]:
    """What an act is compared by: the stems of its words, and ``=family`` for those that belong to one.

    A light verb says nothing beside a noun (``hold talks``).
    """
    told = default_knowledge().stories
    families = told.families
    heavy = [w for w in words if w not in told.light] or list(words)
    keys = {stem(w) for w in heavy}
    keys |= {f"={families[w]}" for w in (*heavy, " ".join(words)) if w in families}
    return frozenset(keys)


def mention(row: Mapping[str, Any], outlet: str, seen: Mapping[str, Seen]) -> Mention:
    """A row of the desk's table ``events`` as a mention; ``outlet`` is the independent outlet of its article, ``seen``
    the actors that are mentioned in it."""
    stated = row["time_basis"] == "stated"
    published = row["published_start"] or row["published_end"]
    act = [w for w in _SPLIT.split(str(row["act"] or "").lower()) if w not in ("to", "of", "on", "n", "v")]
    return Mention(
        row["event"],
        row["article"],
        row["type"],
        row["mode"],
        act_keys(act),
        row["status"],
        party(row["source_actors"] or (), row["source"], row["source_countries"] or (), seen),
        party(row["target_actors"] or (), row["target"], row["target_countries"] or (), seen),
        _ordinal(row["from_day"]) if stated else None,
        _ordinal(row["to_day"]) if stated else None,
        _ordinal(published),
        row["place"] or (f"name:{row['place_name'].casefold()}" if row["place_name"] else None),
        row["place_country"],
        frozenset(words_of(row["sentence"])),
        row["trigger_start"],
        row["sentence_start"],
        outlet,
        row,
        _ordinal(row["from_day"]),
        _ordinal(row["to_day"]),
    )


def _ordinal(day: date | None) -> int | None:
    return day.toordinal() if day else None
