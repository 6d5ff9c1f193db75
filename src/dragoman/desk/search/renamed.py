"""What judgements of actors make of the names by which the search index finds an article.

The index has the names of an article's actors. Where somebody judged that actors are one, the articles of each are
found by the names of all; where an article's actor was split off, by its new name in place of the old. The documents of
the articles concerned are made anew when the judgements changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from dragoman.desk.amendments.judgements import FOLDER, fold, load
from dragoman.desk.database.views import connect
from dragoman.desk.storage.store import Store

__all__ = ["COLUMNS", "Renamed", "articles_of", "renamed"]

COLUMNS = ("article", "actor", "actor_name", "text", "form")
"""What ``Renamed.words`` reads of a mention."""


@dataclass(frozen=True, slots=True)
class Renamed:
    """The judgements that stand. ``files``: where they were read. ``actors``: of each actor that is another one or is
    others too the names by which it is found, a line each; after a tab the article, where it is another one there."""

    files: tuple[str, ...] = ()
    actors: Mapping[str, str] = field(default_factory=dict)

    def words(self, row: Mapping[str, Any]) -> Iterable[str]:
        """The names by which a mention is found, of its stored row."""
        text = row["text"] if row["form"] == "name" else None
        here = self.actors.get(f"{row['actor']}\t{row['article']}")
        if here is not None:  # it is somebody else there, and has the name of its actor no more
            return [name for name in (text, *here.split("\n")) if name]
        also = self.actors.get(row["actor"] or "", "")
        return [name for name in (row["actor_name"], text, *also.split("\n")) if name]


def renamed(store: Store) -> Renamed:
    """What the judgements that stand say of names. Raises DeskError on a judgement that cannot be read."""
    files = tuple(store.files.names(FOLDER))
    identities = fold(load(store)) if files else None
    if not identities:
        return Renamed(files)
    with closing(connect(store)) as session:
        judged = session.execute("SELECT actor, article, becomes, name FROM judged").fetchall()
        whole = sorted({a for actor, _, becomes, _ in judged for a in (actor, becomes)})
        read = session.execute(
            "SELECT actor, list(DISTINCT actor_name) FROM stored_mentions WHERE actor IN (SELECT unnest(?)) "
            "AND actor_name IS NOT NULL GROUP BY actor",
            [whole],
        ).fetchall()
    as_read = dict(read)
    names: dict[str, set[str]] = defaultdict(set)
    for actor, article, becomes, name in judged:
        about = identities.described.get(becomes)
        names[becomes] |= {n for n in (name, *(about.aliases if about else ())) if n}
        names[becomes] |= {n for a in ((actor, becomes) if article is None else (becomes,)) for n in as_read.get(a, ())}
    said = {becomes: becomes for _, _, becomes, _ in judged}
    said |= {actor if article is None else f"{actor}\t{article}": becomes for actor, article, becomes, _ in judged}
    return Renamed(files, {key: "\n".join(sorted(names[becomes])) for key, becomes in said.items()})


def articles_of(store: Store, before: Mapping[str, str], now: Mapping[str, str]) -> set[str]:
    """The articles with actors of which something else is said now."""
    changed = [key.partition("\t") for key in {*before, *now} if before.get(key) != now.get(key)]
    found = {article for _, _, article in changed if article}
    ever = sorted(actor for actor, _, article in changed if not article)
    if ever:
        with closing(connect(store)) as session:
            rows = session.execute(
                "SELECT DISTINCT article FROM stored_mentions WHERE actor IN (SELECT unnest(?))", [ever]
            ).fetchall()
        found |= {row[0] for row in rows}
    return found
