"""Unknown actors across articles: which of them are one, by their names and by a second signal.

An actor that the base does not know is new in each article. Two of them are one if their names are one name, or two
spellings of it, and something else of them agrees: office, country, whom they are named with. The scorer is the list
``FEATURES``, each with its weight and its reason. What it decides is written as judgements
(``desk.amendments.judgements``), so that no evidence is touched, all views follow, and each union can be read, listed
and undone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from dragoman.desk.amendments.judgements import Act, ActorJudgement, Description, Signature, merge, standing
from dragoman.knowledge.actors_variants import NameVariants
from dragoman.knowledge.names import key, pieces
from dragoman.knowledge.names_sounds import skeleton

if TYPE_CHECKING:
    from dragoman.desk.result import Result

__all__ = ["BY", "FEATURES", "UNKNOWN", "Feature", "Seen", "Union", "judged", "refused", "score", "seen_of", "unite"]

BY = "dragoman"
"""Who signs the judgements."""

_THRESHOLD = 0.7
_SOON = 45  # days within which an affair goes on
_MOST = 60  # names that share a word: of more (Mohamed, Democratic) only like ones are compared with their neighbours

UNKNOWN = """
    WITH ours AS (
        SELECT actor, article, min(actor_name) AS name, min(actor_kind) AS kind,
            min(country) AS country, min(sectors) AS sectors,
            list_sort(list_distinct(list(text) FILTER (form = 'name'))) AS texts,
            list_sort(list_distinct(list(role) FILTER (role IS NOT NULL))) AS roles, count(*) AS mentions
        FROM mentions WHERE NOT known AND actor IS NOT NULL
        GROUP BY actor, article HAVING bool_or(form = 'name')),
    beside AS (SELECT article, list_distinct(list(actor)) AS known FROM mentions
        WHERE known AND actor_kind NOT IN ('state', 'population', 'outlet') GROUP BY article)
    SELECT ours.*, coalesce(a.published_start, a.published_end) AS day, beside.known
    FROM ours JOIN articles a USING (article) LEFT JOIN beside USING (article)
    ORDER BY day NULLS LAST, ours.article, ours.actor
"""
"""The actors that the base does not know and that articles name, one row an actor and article."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An unknown actor as the articles show it."""

    actor: str
    name: str
    kind: str
    country: str | None
    sector: str | None
    roles: frozenset[str]
    articles: frozenset[str]
    day: date | None
    beside: frozenset[str]
    """Known actors of the same articles, states and outlets apart."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing that speaks for or against two actors being one, and in which cases."""

    weight: float
    reason: str
    holds: Callable[[Seen, Seen], bool]


def _full(one: Seen, other: Seen) -> bool:
    return min(len(pieces(one.name)), len(pieces(other.name))) > 1


FEATURES: Mapping[str, Feature] = {
    "full_name": Feature(0.1, "the names have more than one word", _full),
    "office": Feature(0.35, "both are called so", lambda a, b: bool(a.roles & b.roles)),
    "country": Feature(0.2, "both are of one country", lambda a, b: a.country is not None and a.country == b.country),
    "sector": Feature(0.1, "both have one sector", lambda a, b: a.sector is not None and a.sector == b.sector),
    "company": Feature(0.2, "both are named with", lambda a, b: bool(a.beside & b.beside)),
    "soon": Feature(
        0.1, "in articles of the same weeks", lambda a, b: None not in (a.day, b.day) and _days(a, b) <= _SOON
    ),
    "one_word": Feature(-0.2, "a single word, which many bear", lambda a, b: not _full(a, b)),
    "other_country": Feature(
        -0.5, "of two countries", lambda a, b: None not in (a.country, b.country) and a.country != b.country
    ),
    "other_kind": Feature(-1.0, "of two kinds", lambda a, b: a.kind != b.kind),
    "apart": Feature(-1.0, "one article tells them apart", lambda a, b: bool(a.articles & b.articles)),
    "long_after": Feature(-0.1, "years lie between", lambda a, b: None not in (a.day, b.day) and _days(a, b) > 5 * 365),
}
"""What speaks for and against. To it comes the name: 0.4 for the same words, 0.4 times the likeness for two spellings
of a person's name; without a name in common nothing else is asked. A full name alone reaches 0.5 and one further
signal of 0.2 the threshold, so a name never unites without a second signal."""

_NAME = 0.4
_SIGNALS = ("office", "country", "company")
"""One of these must hold: sector and time alone are shared by thousands."""


@dataclass(frozen=True, slots=True)
class Union:
    """Actors that are one: the earliest is kept, each other has the reasons why it joined."""

    kept: Seen
    others: Sequence[tuple[Seen, float, tuple[str, ...]]]


def _days(one: Seen, other: Seen) -> int:
    assert one.day is not None
    assert other.day is not None
    return abs((one.day - other.day).days)


def seen_of(rows: Result) -> list[Seen]:
    """Rows of ``UNKNOWN``, those of one actor (a user may have united it) together, in order of the first."""
    grouped: dict[str, list[Mapping[str, object]]] = defaultdict(list)
    for row in rows:
        grouped[str(row["actor"])].append(row)
    return [_seen(actor, some) for actor, some in grouped.items()]


def _seen(actor: str, rows: Sequence[Mapping[str, object]]) -> Seen:
    first = rows[0]
    names = [str(first["name"]), *(str(t) for row in rows for t in _list(row["texts"]))]
    countries = Counter(str(r["country"]) for r in rows if r["country"])
    sectors = [str(s) for r in rows for s in _list(r["sectors"])[:1]]
    day = first["day"]
    return Seen(
        actor,
        max(names, key=lambda n: (len(pieces(n)), n == names[0])),
        str(first["kind"]),
        countries.most_common(1)[0][0] if countries else None,
        sectors[0] if sectors else None,
        frozenset(key(str(t)) for r in rows for t in _list(r["roles"])),
        frozenset(str(r["article"]) for r in rows),
        day if isinstance(day, date) else None,
        frozenset(str(k) for r in rows for k in _list(r["known"])),
    )


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []


def score(one: Seen, other: Seen, variants: NameVariants) -> tuple[float, tuple[str, ...]]:
    """How sure it is that two actors are one, at most 1, and why; 0 without a name in common or a second signal."""
    words = key(one.name) == key(other.name)
    likeness = (
        None if words or one.kind != "person" or not _full(one, other) else variants.compare(one.name, other.name)
    )
    if not words and (likeness is None or not likeness.same):
        return 0.0, ("their names are not one",)
    if likeness is None:
        total, reasons = _NAME, [f"both are named “{other.name}”"]
    else:
        why = ", ".join(likeness.reasons)
        total, reasons = _NAME * likeness.score, [f"“{other.name}” is a spelling of {one.name} ({why})"]
    held = [name for name, feature in FEATURES.items() if feature.holds(one, other)]
    total += sum(FEATURES[name].weight for name in held)
    reasons += [_told(name, one, other) for name in held]
    if not any(name in held for name in _SIGNALS):
        return 0.0, (*reasons, "no second signal")
    return round(min(max(total, 0.0), 1.0), 3), tuple(reasons)


def _told(name: str, one: Seen, other: Seen) -> str:
    reason = FEATURES[name].reason
    match name:
        case "office":
            return f"{reason}: {min(one.roles & other.roles)}"
        case "country":
            return f"{reason}, {one.country}"
        case "company":
            return f"{reason} {min(one.beside & other.beside)}"
    return reason


def unite(actors: Sequence[Seen], variants: NameVariants, refused: Iterable[frozenset[str]] = ()) -> list[Union]:
    """Which of ``actors`` are one. No two of ``refused`` pairs are united, nor two that one article tells apart.

    Pairs are taken best first; two groups that found together are joined only if no two of their members speak
    against it.
    """
    against = {pair for pair in refused if len(pair) == 2}
    ranked = []
    for a, b in _near(actors):
        sure, reasons = score(a, b, variants)
        if sure >= _THRESHOLD and frozenset((a.actor, b.actor)) not in against:
            ranked.append((-sure, a.actor, b.actor, a, b, reasons))
    groups: dict[str, list[Seen]] = {a.actor: [a] for a in actors}
    joined: dict[str, list[tuple[Seen, float, tuple[str, ...]]]] = defaultdict(list)
    for minus, _, _, a, b, reasons in sorted(ranked, key=lambda r: r[:3]):
        left, right = groups[a.actor], groups[b.actor]
        if left is right or any(_clash(x, y, against) for x in left for y in right):
            continue
        left += right
        groups.update((x.actor, left) for x in right)
        joined[b.actor].append((a, -minus, reasons))
        joined[a.actor].append((b, -minus, reasons))
    return list(_unions(actors, groups, joined))


def _unions(
    actors: Sequence[Seen],
    groups: Mapping[str, list[Seen]],
    joined: Mapping[str, Sequence[tuple[Seen, float, tuple[str, ...]]]],
) -> Iterator[Union]:
    done: set[int] = set()
    order = {a.actor: i for i, a in enumerate(actors)}
    for actor in actors:
        group = groups[actor.actor]
        if len(group) < 2 or id(group) in done:
            continue
        done.add(id(group))
        kept, *others = sorted(group, key=lambda s: order[s.actor])
        yield Union(kept, [(o, *max(((s, r) for _, s, r in joined[o.actor]), key=lambda x: x[0])) for o in others])


def _clash(one: Seen, other: Seen, against: set[frozenset[str]]) -> bool:
    told_apart = bool(one.articles & other.articles) or frozenset((one.actor, other.actor)) in against
    return told_apart or (None not in (one.country, other.country) and one.country != other.country)


def _near(actors: Sequence[Seen]) -> Iterator[tuple[Seen, Seen]]:
    """Pairs worth comparing: those whose first or last words have one skeleton, or whose names are the same."""
    blocks: dict[tuple[str, str], list[Seen]] = defaultdict(list)
    for actor in actors:
        words = pieces(actor.name)
        for word in {words[0], words[-1]} if words else ():
            blocks[actor.kind, skeleton(word) or word].append(actor)
    met: set[tuple[str, str]] = set()
    for block in blocks.values():
        ranked = sorted(block, key=lambda s: key(s.name)) if len(block) > _MOST else block
        for i, a in enumerate(ranked):
            for b in ranked[i + 1 : i + 1 + _MOST]:
                pair = (a.actor, b.actor) if a.actor < b.actor else (b.actor, a.actor)
                if pair not in met:
                    met.add(pair)
                    yield a, b


def refused(everything: Sequence[ActorJudgement]) -> set[frozenset[str]]:
    """Pairs of actors that were united once and are not any more: somebody knew better."""
    stand = {j.id for j in standing(everything)}
    return {
        frozenset(pair)
        for j in everything
        if j.act is Act.MERGE and j.id not in stand
        for pair in combinations((j.actor, *j.others), 2)
    }


def judged(unions: Iterable[Union], signed: Signature) -> Iterator[ActorJudgement]:
    """One judgement an actor that joins, with its reasons: so each can be undone by itself."""
    for union in unions:
        every = (union.kept, *(o for o, _, _ in union.others))
        name = max((s.name for s in every), key=lambda n: len(pieces(n)))
        country = next((s.country for s in every if s.country), None)
        about = Description(name, union.kept.kind, country)
        for other, sure, reasons in union.others:
            why = f"{sure:.2f}: {'; '.join(reasons)}"
            yield merge(union.kept.actor, [other.actor], Signature(signed.by, signed.at, why), about)
