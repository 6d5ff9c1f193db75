"""Stories as rows for people: a title, days, who reports, who and where it is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dragoman.stories.clustering import Clustering, Membership
from dragoman.stories.parties import Seen

__all__ = ["Head", "Row", "story_rows"]

Row = dict[str, Any]

_WORDS, _NAMES = 8, 6


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of an article beside its text. ``outlet`` is the independent outlet that it counts for."""

    article: str
    title: str | None
    day: date | None
    outlet: str
    appearances: int
    actors: Mapping[str, int]
    places: Mapping[str, int]
    names: Mapping[str, str]
    """Ids of actors and places to their names."""
    seen: Mapping[str, Seen] = field(default_factory=dict)
    """The actors that it mentions, by id."""


def story_rows(
    clustering: Clustering, story: str, articles: Sequence[str], heads: Mapping[str, Head]
) -> Iterator[tuple[str, Row]]:
    """The rows of one story, as (table, row). ``articles`` are in order of time."""
    memberships = clustering.memberships(articles)
    by_weight = sorted(memberships, key=lambda m: -m.central)  # of equal ones the earliest
    central = by_weight[0].article
    some = [heads[a] for a in articles]
    days = sorted(h.day for h in some if h.day)
    yield (
        "stories",
        {
            "story": story,
            "title": next((heads[m.article].title for m in by_weight if heads[m.article].title), None),
            "first_day": days[0] if days else None,
            "last_day": days[-1] if days else None,
            "articles": len(articles),
            "outlets": len({h.outlet for h in some}),
            "appearances": sum(h.appearances for h in some),
            "words": clustering.words(articles, _WORDS),
            "actors": _most([h.actors for h in some]),
            "places": _most([h.places for h in some]),
            "central": central,
        },
    )
    for m in memberships:
        row = {"story": m.story, "article": m.article, "hangs_on": m.hangs_on, "score": m.score}
        yield "story_articles", {**row, "central": m.central, "reasons": _reasons(m, heads)}


def _reasons(m: Membership, heads: Mapping[str, Head]) -> list[str]:
    if m.hangs_on is None:
        return ["the first of its story"]
    names = {**heads[m.hangs_on].names, **heads[m.article].names}
    said = dict.fromkeys(names.get(t[1:], t[1:].removeprefix("name:")) if t[0] == "@" else t for t in m.shared)
    folded = {name.casefold() for name in said}
    kept = [name for name in said if name != name.casefold() or not any(name in f for f in folded - {name})]
    reasons = ["both have " + ", ".join(kept)]
    if m.thread:
        reasons.insert(0, "the articles around it are like those around that one")
    if m.days is None:
        return [*reasons, "a day of publication is unknown"]
    return [*reasons, "of the same day" if m.days == 0 else f"{m.days} day{'s' if m.days > 1 else ''} apart"]


def _most(counted: Sequence[Mapping[str, int]]) -> list[str]:
    """The names that stand in the most articles, then those that are mentioned most, then by the alphabet."""
    articles: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for one in counted:
        articles.update(one.keys())
        times.update(one)
    return sorted(articles, key=lambda n: (-articles[n], -times[n], n))[:_NAMES]
