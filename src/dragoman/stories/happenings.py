"""Merged events as rows: what the reports come to, who stands behind each version, and what figures they give."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from dragoman.records import content_id
from dragoman.stories.figures import Figure, compatible, figures_in
from dragoman.stories.mentions import Mention
from dragoman.stories.merging import Merged, context_of, merge, order
from dragoman.stories.outcomes import outcomes
from dragoman.stories.parties import NAME, alike
from dragoman.stories.standing import Standing, on_himself, standing_of

__all__ = ["Row", "event_rows", "status_of"]

Row = dict[str, Any]

_REASONS = 5


def event_rows(story: str, mentions: Sequence[Mention]) -> Iterator[tuple[str, Row]]:
    """The rows of a story's events, as (table, row)."""
    context = context_of(mentions)
    events = merge(mentions, context)
    ids = {m.id: event_id(e) for e in events for m in e.mentions}
    for event in events:
        status, statuses = status_of(event.mentions)
        standing = standing_of(event.mentions, status, context)
        yield "merged_events", {**_event(story, event, standing), "status": status, "statuses": statuses}
        yield from _reports(story, event)
        for one in standing.denied:
            row = {"story": story, "merged_event": event_id(event), "denial": one.denial.id, "told": one.told.id}
            yield "event_disputes", {**row, "score": one.found.value, "reasons": list(one.found.reasons)}
    for row in _figures(story, mentions, ids):
        yield "event_figures", row
    for link in outcomes(events, context):
        row = {"story": story, "merged_event": event_id(link.before), "later": event_id(link.after)}
        yield "event_links", {**row, "relation": link.relation, "score": link.score, "reasons": list(link.reasons)}


def event_id(event: Merged) -> str:
    """The id of an event: of its earliest mention, so that later reports do not change it."""
    return content_id("h", event.mentions[0].id)


def status_of(mentions: Sequence[Mention]) -> tuple[str, list[str]]:
    """The status that the most independent outlets give as their latest word, and how many give each (``actual 2``).

    Of equal ones the one that was reported last.
    """
    latest = {m.outlet: m for m in sorted(mentions, key=order)}
    counts = Counter(m.status for m in latest.values())
    last = {m.status: order(m) for m in sorted(latest.values(), key=order)}
    said: dict[str, set[str]] = defaultdict(set)
    for m in mentions:
        said[m.status].add(m.outlet)
    all_said = [f"{s} {len(o)}" for s, o in sorted(said.items(), key=lambda p: (-len(p[1]), p[0]))]
    return max(counts, key=lambda s: (counts[s], last[s])), all_said


def _event(story: str, event: Merged, standing: Standing) -> Row:
    """What is shown of an event: sides and time as the mentions tell them on which its standing rests, so that nothing
    is shown as corroborated that one report alone tells."""
    mentions, told = event.mentions, standing.mentions
    central = max(told, key=_richness)  # of equal ones the earliest
    kinds = Counter((m.type, m.mode) for m in mentions)
    kind, mode = max(kinds, key=lambda k: (k[0] is not None, kinds[k], k[1] is not None, str(k)))
    acts = Counter(str(m.row["act"]) for m in mentions)
    days = sorted(m.day for m in mentions if m.day is not None)
    place = next((m.row for m in _by_richness(mentions) if m.place), {})
    return {
        "merged_event": event_id(event),
        "story": story,
        "type": kind,
        "mode": mode,
        "act": max(acts, key=lambda a: (acts[a], a)),
        "standing": standing.name,
        **_sides(told),
        **{f"{side}_actors": _all_actors(side, mentions) for side in ("source", "target")},
        **_time(told),
        "place": place.get("place"),
        "place_name": place.get("place_name"),
        "place_country": place.get("place_country"),
        "latitude": place.get("latitude"),
        "longitude": place.get("longitude"),
        "mentions": len(mentions),
        "articles": len({m.article for m in mentions}),
        "outlets": len({m.outlet for m in mentions}),
        "first_reported": date.fromordinal(days[0]) if days else None,
        "last_reported": date.fromordinal(days[-1]) if days else None,
        "sentence": central.row["sentence"],
        "central": central.id,
        "cohesion": event.cohesion,
        "reasons": _agreed(event),
    }


def _richness(m: Mention) -> tuple[int, float]:
    """How much a mention tells: sides that are known, a stated time, a place, body text rather than a headline."""
    told = 2 * bool(m.source.actors) + 2 * bool(m.target.actors) + bool(m.source) + bool(m.target)
    told += 2 * (m.first is not None) + (m.place is not None) + (m.row["block"] != "title")
    return told, float(m.row["confidence"] or 0.0)


def _by_richness(mentions: Sequence[Mention]) -> list[Mention]:
    return sorted(mentions, key=lambda m: tuple(-x for x in _richness(m)))


def _sides(mentions: Sequence[Mention]) -> Row:
    """The pair of sides that the most outlets tell, then the most mentions, of equal ones the fullest report's.

    Both come of one mention: of two, one actor might stand on both sides. A side that it leaves open is filled.
    """
    ranked = _by_richness([m for m in mentions if not on_himself(m)]) or _by_richness(mentions)
    outlets: dict[Any, set[str]] = defaultdict(set)
    times = Counter(map(_pair, ranked))
    for m in ranked:
        outlets[_pair(m)].add(m.outlet)
    whole = [m for m in ranked if m.source and m.target] or [m for m in ranked if m.source or m.target] or ranked
    best = max(whole, key=lambda m: (len(outlets[_pair(m)]), times[_pair(m)], _richness(m)))
    found: Row = {}
    for side, other in (("source", "target"), ("target", "source")):
        one, across = getattr(best, side), getattr(best, other)
        told = [m for m in ranked if m.row[side] and getattr(m, side) == one] if best.row[side] else []
        told = told or [m for m in ranked if m.row[side] and not alike(getattr(m, side), across)]
        names = Counter(m.row[side] for m in told)
        found[side] = max(names, key=lambda n: names[n]) if names else None  # of equal ones the fullest report's
    return found


def _pair(m: Mention) -> tuple[frozenset[str], frozenset[str]]:
    return m.source.actors or m.source.words, m.target.actors or m.target.words


def _all_actors(side: str, mentions: Sequence[Mention]) -> list[str]:
    return sorted({a for m in mentions for a in getattr(m, side).actors if not a.startswith(NAME)})


def _time(mentions: Sequence[Mention]) -> Row:
    """The finest stated time, of equally fine ones the most frequent; else no more than: by the first report."""
    stated = [m for m in mentions if m.first is not None and m.last is not None]
    if stated:
        counts = Counter((m.first, m.last) for m in stated)
        best = min(
            stated, key=lambda m: ((m.last or 0) - (m.first or 0), -counts[m.first, m.last], m.first or 0, order(m))
        )
        return {k: best.row[k] for k in ("from_day", "to_day", "granularity")}
    for end in ("from_day", "to_day"):
        bounded = [m.row for m in mentions if m.row[end]]
        if bounded:
            pick = min(bounded, key=lambda r: r[end])
            return {k: pick[k] for k in ("from_day", "to_day", "granularity")}
    return {"from_day": None, "to_day": None, "granularity": None}


def _agreed(event: Merged) -> list[str]:
    """What the merges rest on most often."""
    said: Counter[str] = Counter()
    for _, found in event.nearest.values():
        said.update(reason.rsplit(" (", 1)[0].split(": ")[0] for reason in found.reasons if "(+" in reason)
    return [reason for reason, _ in sorted(said.items(), key=lambda p: (-p[1], p[0]))[:_REASONS]]


def _reports(story: str, event: Merged) -> Iterator[tuple[str, Row]]:
    for m in event.mentions:
        nearest = event.nearest.get(m.id)
        yield (
            "event_reports",
            {
                "story": story,
                "merged_event": event_id(event),
                "event": m.id,
                "article": m.article,
                "outlet": m.outlet,
                "status": m.status,
                "certainty": m.row["certainty"],
                "said_by": m.row["said_by"],
                "nearest": nearest[0] if nearest else None,
                "score": nearest[1].value if nearest else None,
                "reasons": list(nearest[1].reasons) if nearest else [],
            },
        )


def _figures(story: str, mentions: Sequence[Mention], ids: Mapping[str, str]) -> list[Row]:
    """Every figure with the mention of its sentence that stands nearest, and whether other outlets' figures fit."""
    by_sentence: dict[tuple[str, int], list[Mention]] = defaultdict(list)
    for m in sorted(mentions, key=order):
        by_sentence[m.article, m.sentence].append(m)
    given: dict[tuple[str, str], list[tuple[Mention, Figure]]] = defaultdict(list)
    for some in by_sentence.values():
        for figure in figures_in(some[0].row["sentence"]):
            at = some[0].sentence + figure.start
            nearest = min(some, key=lambda m: (abs(m.position - at), m.position))
            given[ids[nearest.id], figure.kind].append((nearest, figure))
    return [
        _figure(story, event, m, f, all_of_kind) for (event, _), all_of_kind in given.items() for m, f in all_of_kind
    ]


def _figure(story: str, event: str, m: Mention, figure: Figure, others: list[tuple[Mention, Figure]]) -> Row:
    elsewhere = [f for other, f in others if other.outlet != m.outlet and f.unit == figure.unit]
    agreement = "alone" if not elsewhere else "agrees" if all(compatible(figure, f) for f in elsewhere) else "differs"
    return {
        "story": story,
        "merged_event": event,
        "event": m.id,
        "article": m.article,
        "kind": figure.kind,
        "low": figure.low,
        "high": figure.high,
        "unit": figure.unit,
        "text": m.row["sentence"][figure.start : figure.end],
        "start": m.sentence + figure.start,
        "end": m.sentence + figure.end,
        "said_by": m.row["said_by"],
        "outlet": m.outlet,
        "published": date.fromordinal(m.day) if m.day is not None else None,
        "agreement": agreement,
    }
