"""The shell: reads articles from a desk, makes stories of them and writes these under the desk's ``derived/``."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from dragoman.desk import Desk
from dragoman.desk.sql.across import ARTICLE_IDS, EVENTS_OF, HEADS_OF, NAMED_IN, TEXTS_OF
from dragoman.desk.storage.derived import DERIVED, DerivedSet, rows_to_table
from dragoman.records import ActorKind
from dragoman.stories.clustering import GROWTH, Clustering
from dragoman.stories.describing import Head, Row, story_rows
from dragoman.stories.happenings import event_rows
from dragoman.stories.mentions import Mention, mention
from dragoman.stories.parties import Seen
from dragoman.stories.saved import VERSION, dump, load
from dragoman.stories.terms import Document, Weights, document, tie

__all__ = ["Account", "Progress", "make_stories"]

ALWAYS_ANEW = 4_000
"""Up to so many articles everything is made anew at each run: it takes seconds, and the answer does not even depend on
the days on which it was asked for. Beyond, when there are ``GROWTH`` times as many articles as when it last was."""
_AT_ONCE = 10_000
"""Articles whose texts are in memory together."""
_DESCRIBED = 2_000
"""Articles whose event mentions are in memory together."""
_STATE = "clustering.bin"

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many articles are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Account:
    """What a run did: ``anew`` if it began from nothing; ``remade`` stories of ``stories`` were written anew."""

    articles: int
    new: int
    stories: int
    remade: int
    anew: bool


def make_stories(desk: Desk, *, anew: bool = False, progress: Progress = lambda *_: None) -> Account:
    """Brings the stories of a desk up to date, or makes all of them ``anew``. Raises DeskError if it cannot write."""
    made = DerivedSet(desk.store.path, "stories")
    ids = [row["article"] for row in desk.sql(ARTICLE_IDS)]
    clustering = None if anew or len(ids) <= ALWAYS_ANEW else _saved(made, ids)
    before = len(clustering) if clustering is not None else 0
    old_stories = clustering.stories() if clustering is not None else {}
    if clustering is None:
        clustering = Clustering(Weights.of(_documents(desk, ids, progress, "counting words")))
    new = [i for i in ids if i not in clustering.slots]
    changed: set[str] = set()
    for batch in _batches(new):
        documents = list(_documents(desk, batch))
        changed |= clustering.add(sorted(documents, key=lambda d: (d.day, tie(d.id))))
        progress("comparing articles", len(clustering) - before, len(new))
    stories = clustering.stories()
    remade = {s: a for s, a in stories.items() if s in changed or before == 0}
    tables = _tables(desk, clustering, remade, progress)
    gone = changed | (old_stories.keys() - stories.keys())
    if before:
        tables = {name: _kept(made, name, some, gone) for name, some in tables.items()}
    notes = {"version": VERSION, "counted": clustering.weights.counted, "articles": len(clustering)}
    made.write(tables, {_STATE: dump(clustering)}, notes)
    return Account(len(ids), len(new), len(stories), len(remade), before == 0)


def _saved(made: DerivedSet, ids: Sequence[str]) -> Clustering | None:
    """The clustering of the last run, if it can be gone on with."""
    notes, path = made.notes(), made.file(_STATE)
    if notes is None or path is None or notes.get("version") != VERSION:
        return None
    if len(ids) >= GROWTH * int(notes.get("counted", 0)):
        return None
    try:
        clustering = load(path.read_bytes())
    except (OSError, ValueError):
        return None  # damaged: it is derived, and made anew
    return clustering if clustering.slots.keys() <= set(ids) else None


def _documents(
    desk: Desk, ids: Sequence[str], progress: Progress = lambda *_: None, doing: str = ""
) -> Iterator[Document]:
    for n, batch in enumerate(_batches(ids)):
        progress(doing, n * _AT_ONCE, len(ids))
        named: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for row in desk.sql(NAMED_IN, [batch, batch]):
            # An unknown actor's id is of its article; its name is what other articles may share.
            key = row["id"] if row["known"] else f"name:{str(row['name']).casefold()}"
            named[row["article"]].append((key, row["times"]))
        for row in desk.sql(TEXTS_OF, [batch]):
            day = row["day"].toordinal() if row["day"] else None
            yield document(row["article"], day, row["title"], row["text"], named[row["article"]])


def _tables(desk: Desk, clustering: Clustering, stories: dict[str, list[str]], progress: Progress) -> dict[str, Any]:
    """The rows of all derived tables for these stories, as Arrow tables."""
    import pyarrow as pa

    made: dict[str, list[Any]] = {t.name: [rows_to_table(t.name, ())] for t in DERIVED}
    total, done = sum(map(len, stories.values())), 0
    for group in _grouped(stories):
        rows: dict[str, list[Row]] = defaultdict(list)
        articles = [a for some in group.values() for a in some]
        heads = _heads(desk, articles)
        mentions: dict[str, list[Mention]] = defaultdict(list)
        for row in desk.sql(EVENTS_OF, [articles]):
            head = heads[row["article"]]
            mentions[row["article"]].append(mention(row, head.outlet, head.seen))
        for story, members in group.items():
            for table, row in _story(clustering, story, members, heads, mentions):
                rows[table].append(row)
        for table, some in rows.items():
            made[table].append(rows_to_table(table, some))
        done += len(articles)
        progress("describing stories", done, total)
    return {table: pa.concat_tables(parts) for table, parts in made.items()}


def _story(
    clustering: Clustering,
    story: str,
    articles: list[str],
    heads: dict[str, Head],
    mentions: dict[str, list[Mention]],
) -> Iterator[tuple[str, Row]]:
    """All rows of one story."""
    found = [m for article in articles for m in mentions[article]]
    events = list(event_rows(story, found))
    merged = sum(table == "merged_events" for table, _ in events)
    for table, row in story_rows(clustering, story, articles, heads):
        yield table, {**row, "events": len(found), "merged_events": merged} if table == "stories" else row
    yield from events


def _heads(desk: Desk, articles: list[str]) -> dict[str, Head]:
    named: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: {"actor": Counter(), "place": Counter()})
    names: dict[str, dict[str, str]] = defaultdict(dict)
    seen: dict[str, dict[str, Seen]] = defaultdict(dict)
    for row in desk.sql(NAMED_IN, [articles, articles]):
        if row["name"]:
            named[row["article"]][row["kind"]][row["name"]] += row["times"]
            names[row["article"]][row["id"]] = row["name"]
            if row["kind"] == "actor":
                seen[row["article"]][row["id"]] = Seen(ActorKind(row["actor_kind"]), row["name"], row["named"])
    return {
        row["article"]: Head(
            row["article"],
            row["title"],
            _day(row["day"]),
            _outlet(row),
            row["appearances"],
            named[row["article"]]["actor"],
            named[row["article"]]["place"],
            names[row["article"]],
            seen[row["article"]],
        )
        for row in desk.sql(HEADS_OF, [articles, articles])
    }


def _day(value: Any) -> date | None:
    return value if isinstance(value, date) else None


def _outlet(row: Row) -> str:
    """The independent outlet that an article counts for. Whoever prints an agency's report adds no voice to it."""
    if row["agencies"]:
        return str(sorted(row["agencies"])[0])
    host = urlsplit(row["url"] or "").netloc.casefold().removeprefix("www.")
    return str(row["outlet"] or host or row["article"])


def _kept(made: DerivedSet, name: str, new: Any, gone: Iterable[str]) -> Any:
    """The new rows of a table after those of the last run whose story did not change."""
    import pyarrow as pa
    import pyarrow.compute as pc

    old = made.table(name)
    if old is None:
        return new
    dead = pc.is_in(old["story"], value_set=pa.array(sorted(gone), pa.string()))
    return pa.concat_tables([old.filter(pc.invert(dead)), new])


def _batches(ids: Sequence[str]) -> Iterator[list[str]]:
    for at in range(0, len(ids), _AT_ONCE):
        yield list(ids[at : at + _AT_ONCE])


def _grouped(stories: dict[str, list[str]]) -> Iterator[dict[str, list[str]]]:
    """Whole stories, so many at once that what was read from their articles fits in memory."""
    group: dict[str, list[str]] = {}
    size = 0
    for story, articles in stories.items():
        if group and size + len(articles) > _DESCRIBED:
            yield group
            group, size = {}, 0
        group[story] = articles
        size += len(articles)
    if group:
        yield group
