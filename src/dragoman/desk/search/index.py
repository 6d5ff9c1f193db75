"""The search index of a desk: a tantivy index under ``derived/search/``, made from the committed parts.

::

    derived/search/
      state.json          version, the folder in use, the parts that are in it; it appears by rename
      lock.sqlite         who updates holds it; a process that dies lets go of it
      index-<random>/     tantivy's files; a rebuild fills a new folder, then the state names it

An update adds the parts that the index lacks. What is in it is noted by the parts that writers made, so that a desk
whose parts were merged is not indexed again; where parts are gone, the index is made anew. The state is written after
tantivy's commit: if a process dies between the two, the parts are added again, which changes nothing, since an article
that is added takes the place of itself. Readers take no lock: tantivy's commits appear whole. The types of events are
those that corrections left (``search_retyped``), the names of actors those that judgements left (``search_renamed``):
when these changed, the articles concerned are added again.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from time import monotonic
from typing import Any

import tantivy

from dragoman.desk.amendments import corrections, judgements
from dragoman.desk.search.renamed import COLUMNS as _NAMED
from dragoman.desk.search.renamed import Renamed, articles_of, renamed
from dragoman.desk.search.retyped import COLUMNS as _TYPED
from dragoman.desk.search.retyped import Retyped, retyped
from dragoman.desk.search.words import exact, joined, stemmed
from dragoman.desk.storage.store import Store
from dragoman.errors import DeskError

__all__ = ["VERSION", "Opened", "Progress", "SearchIndex"]

VERSION = 3
"""Of the fields and of how words are cut; an index of another version is made anew."""

_TANTIVY = version("tantivy")

Progress = Callable[[int, int], None]
"""Is told how many parts of how many are done; a DeskError of its own stops the work."""

_TOLD_EVERY = 500
"""Articles after which it is told again within a part: a large one alone takes half a minute."""

_HEAP = 96_000_000
_THREADS = 1  # a second one gained nothing where rows are made in Python, and makes twice the segments
_COMMIT_EVERY_S = 20.0
"""What an interrupted first build may lose."""


@dataclass(frozen=True, slots=True)
class _State:
    folder: str
    parts: frozenset[str] = frozenset()
    corrections: tuple[str, ...] = ()
    """The files of corrections that are in it, and by ``retyped`` what they say of events."""
    retyped: Mapping[str, str] = field(default_factory=dict)
    judgements: tuple[str, ...] = ()
    """The same of judgements, and what they say of actors."""
    renamed: Mapping[str, str] = field(default_factory=dict)

    def of(self, parts: Iterable[str], types: Retyped, names: Renamed) -> _State:
        """The same index with these parts and what is said now."""
        return _State(self.folder, frozenset(parts), types.files, types.events, names.files, names.actors)


@dataclass(frozen=True, slots=True)
class Opened:
    """A snapshot to ask: later updates do not change it. ``behind``: committed parts that are not in it."""

    index: tantivy.Index
    searcher: tantivy.Searcher
    behind: int
    notes: tuple[str, ...] = field(default=())
    """What the user should know: that the index was made anew and why, that it is behind and why."""


class SearchIndex:
    """The index of one desk."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._folder = store.path / "derived" / "search"
        self._open: tuple[str, tantivy.Index] | None = None

    def opened(self, progress: Progress | None = None) -> Opened:
        """The index, brought up to date first where that is possible.

        Raises DeskError if there is none and it cannot be made.
        """
        notes: list[str] = []
        missing = self._missing()
        if missing:
            try:
                notes += self.update(progress, patient=self._state() is None)
            except DeskError as error:
                if self._state() is None:
                    raise
                notes.append(f"the search index is behind: {error}")
        try:
            index = self._current()
        except _Damaged as damage:
            notes += self.rebuild(progress, f"the search index was {damage}")
            index = self._current()
        return Opened(index, index.searcher(), len(self._missing()), tuple(notes))

    def update(self, progress: Progress | None = None, *, patient: bool = True) -> list[str]:
        """Adds the parts that are missing and takes out those that are gone; gives notes for the user.

        Another process that updates is waited for; not ``patient``: for two seconds, then its work is left to it.
        Raises DeskError if the index cannot be written.
        """
        with self._locked(600.0 if patient else 2.0) as held:
            if not held:
                return ["another process is updating the search index; its newest articles may be missing here"]
            state = self._state()
            if state is None:
                return self._build(progress, self._why_anew())
            if state.parts - set(self._store.leaves()):
                # parts were taken away: what they shared with others is told apart only by a rebuild
                return self._build(progress, None)
            try:
                self._fill(state, progress)
            except _Damaged as damage:
                return self._build(progress, f"the search index was {damage}")
            return []

    def rebuild(self, progress: Progress | None = None, why: str | None = None) -> list[str]:
        """Makes the index anew. Raises DeskError if it cannot be written."""
        with self._locked(600.0) as held:
            if not held:
                raise DeskError(f"{self._folder}: another process has been updating the index for ten minutes")
            return self._build(progress, why)

    # ------------------------------------------------------------------------------------------- what is there
    def _missing(self) -> list[str]:
        state = self._state()
        leaves = self._store.leaves()
        if state is None:
            return list(leaves) or [""]
        missing = [p for p in leaves if p not in state.parts] or sorted(state.parts - set(leaves))
        said = {corrections.FOLDER: state.corrections, judgements.FOLDER: state.judgements}
        return missing or sorted(n for f, known in said.items() for n in {*self._store.files.names(f)} ^ {*known})

    def _state(self) -> _State | None:
        """What the index holds; None if there is none that can be used."""
        try:
            found = json.loads((self._folder / "state.json").read_text(encoding="utf-8"))
            if found["version"] != VERSION or found["tantivy"] != _TANTIVY:
                return None
            parts = frozenset(map(str, found["parts"]))
            types = tuple(map(str, found.get("corrections", ()))), dict(found.get("retyped", {}))
            names = tuple(map(str, found.get("judgements", ()))), dict(found.get("renamed", {}))
            return _State(str(found["folder"]), parts, *types, *names)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def _why_anew(self) -> str | None:
        """Why an index that is there cannot be used; None if there is none."""
        path = self._folder / "state.json"
        if not path.exists():
            return None
        try:
            made_by = json.loads(path.read_text(encoding="utf-8"))["version"]
        except (OSError, ValueError, KeyError, TypeError):
            return "the state of the search index could not be read"
        return f"the search index was of another version{'' if made_by != VERSION else ' of tantivy'}"

    def _current(self) -> tantivy.Index:
        """The index that the state names, at its last commit."""
        state = self._state()
        if state is None:
            raise _Damaged("gone")
        try:
            if self._open is None or self._open[0] != state.folder:
                self._open = state.folder, _index(self._folder / state.folder, create=False)
            index = self._open[1]
            index.reload()
        except (ValueError, OSError) as error:
            self._open = None
            raise _Damaged(f"damaged ({error})") from error
        return index

    # ------------------------------------------------------------------------------------------------ changes
    @contextlib.contextmanager
    def _locked(self, seconds: float) -> Iterator[bool]:
        """Whether this process may change the index; a process that dies lets go."""
        lock = None
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            lock = sqlite3.connect(self._folder / "lock.sqlite", timeout=seconds, isolation_level=None)
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if lock is not None:
                lock.close()
            if "locked" not in str(error):
                raise DeskError(f"{self._folder}: cannot be written: {error}") from error
            yield False
            return
        except (OSError, sqlite3.Error) as error:
            raise DeskError(
                f"{self._folder}: cannot be written: {error}; delete that folder, it is made anew"
            ) from error
        try:
            yield True
        finally:
            lock.close()

    def _build(self, progress: Progress | None, why: str | None) -> list[str]:
        name = f"index-{uuid.uuid4().hex[:12]}"
        try:
            (self._folder / name).mkdir()
            self._fill(_State(name), progress, fresh=True)
        except BaseException:
            shutil.rmtree(self._folder / name, ignore_errors=True)
            raise
        for old in self._folder.glob("index-*"):
            if old.name != name:
                # readers that hold it open keep their files until they let go; Windows keeps the folder
                shutil.rmtree(old, ignore_errors=True)
        return [f"{why}; it was made anew"] if why else []

    def _fill(self, state: _State, progress: Progress | None, fresh: bool = False) -> None:
        new = [c for c in self._store.commits() if not c.holds <= state.parts]
        done = set(state.parts)
        types, names = retyped(self._store), renamed(self._store)
        again: set[str] = set()
        if not fresh:
            again = types.changed_since(state.retyped) | articles_of(self._store, state.renamed, names.actors)
        try:
            index = _index(self._folder / state.folder, create=fresh)
            writer = index.writer(_HEAP, _THREADS)
        except (ValueError, OSError) as error:
            raise _Damaged(f"damaged ({error})") from error
        try:
            since = monotonic()
            if again:
                for commit in self._store.commits():
                    if commit.holds <= state.parts:
                        for document, article in _documents(self._store, commit.part, types, names, again):
                            writer.delete_documents_by_term("article", article)
                            writer.add_document(document)
            for number, commit in enumerate(new, 1):
                for n, (document, article) in enumerate(_documents(self._store, commit.part, types, names), 1):
                    if progress is not None and n % _TOLD_EVERY == 0:
                        progress(number - 1, len(new))
                    if not fresh or done:
                        writer.delete_documents_by_term("article", article)
                    writer.add_document(document)
                done |= commit.holds
                # a fresh index counts once it is whole: until then readers have the old one
                if not fresh and monotonic() - since >= _COMMIT_EVERY_S:
                    writer.commit()
                    self._write_state(state.of(done, types, names))
                    since = monotonic()
                if progress is not None:
                    progress(number, len(new))
            writer.commit()
            writer.wait_merging_threads()
        except (ValueError, OSError) as error:
            raise DeskError(f"{self._folder}: the index cannot be written: {error}; is the disk full?") from error
        self._write_state(state.of(done, types, names))

    def _write_state(self, state: _State) -> None:
        about = {"version": VERSION, "tantivy": _TANTIVY, "folder": state.folder}
        said = {"corrections": state.corrections, "retyped": dict(state.retyped)}
        said |= {"judgements": state.judgements, "renamed": dict(state.renamed)}
        hidden = self._folder / f".state.{uuid.uuid4().hex[:8]}"
        try:
            hidden.write_text(json.dumps({**about, "parts": sorted(state.parts), **said}), encoding="utf-8")
            hidden.replace(self._folder / "state.json")
        except OSError as error:
            raise DeskError(f"{self._folder}: cannot be written: {error}") from error


class _Damaged(Exception):  # noqa: N818 - it is caught within this module and says what the index was
    """The index cannot be used as it is."""


def _index(folder: Path, *, create: bool) -> tantivy.Index:
    if not create and not (folder / "meta.json").is_file():
        raise ValueError("its files are gone")
    index = tantivy.Index(_schema(), str(folder)) if create else tantivy.Index.open(str(folder))
    index.config_reader("manual")  # each question reloads it: no thread that watches the folder
    index.register_tokenizer("dragoman_exact", exact())
    index.register_tokenizer("dragoman_stem", stemmed())
    return index


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in ("title", "body"):
        builder.add_text_field(name, tokenizer_name="dragoman_stem", index_option="freq")
        # whole words, for phrases, beginnings and near spellings; their places are needed for phrases
        builder.add_text_field(f"{name}_words", tokenizer_name="dragoman_exact", index_option="position", stored=True)
    for name in ("actor", "place", "outlet"):
        stored = name == "outlet"
        builder.add_text_field(name, tokenizer_name="dragoman_exact", index_option="position", stored=stored)
    for name in ("type", "language"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("article", tokenizer_name="raw", index_option="basic", stored=True)
    builder.add_text_field("url", tokenizer_name="raw", index_option="basic", stored=True)
    for name in ("published_start", "published_end", "body_start"):
        builder.add_integer_field(name, stored=True)
    builder.add_integer_field("day", indexed=True, fast=True)
    return builder.build()


_ARTICLE = ("article", "title", "text", "url", "outlet", "language", "published_start", "published_end")
_BESIDE = {
    "mentions": _NAMED,
    "events": ("article", *_TYPED),
    "places": ("article", "name", "country"),
}


def _documents(
    store: Store, part: str, types: Retyped, names: Renamed, only: Collection[str] | None = None
) -> Iterator[tuple[tantivy.Document, str]]:
    """A document an article of one part, with the article's id; ``only``: of these articles."""

    def rows(table: str, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
        return store.rows(part, table, columns, only)

    beside: dict[str, dict[str, set[str]]] = {name: defaultdict(set) for name in ("actor", "type", "place")}
    for row in rows("mentions", _BESIDE["mentions"]):
        beside["actor"][row["article"]] |= set(names.words(row))
    for row in rows("events", _BESIDE["events"]):
        beside["type"][row["article"]] |= set(types.words(row))
    for row in rows("places", _BESIDE["places"]):
        beside["place"][row["article"]] |= {w for w in (row["name"], row["country"]) if w}
    for row in rows("articles", _ARTICLE):
        yield _document(row, {name: of[row["article"]] for name, of in beside.items()}), row["article"]


def _document(row: dict[str, Any], beside: dict[str, set[str]]) -> tantivy.Document:
    title, text = row["title"] or "", row["text"]
    # the title opens the text as a rule: it is then searched as title only, and offsets still count from the text
    start = len(title) if title and text.startswith(title) else 0
    body = text[start:]
    document = tantivy.Document()
    for name, value in (("title", title), ("title_words", title), ("body", body), ("body_words", body)):
        document.add_text(name, value)
    # a second value, so that `ceasefire` finds `cease-fire`; whole words and their places stay as they are written
    for name, value in (("title", title), ("body", body)):
        if whole := joined(value):
            document.add_text(name, " ".join(whole))
    for name in ("article", "url", "outlet", "language"):
        if row[name]:
            document.add_text(name, row[name])
    for name, values in beside.items():
        for value in sorted(values):
            document.add_text(name, value)
    document.add_integer("body_start", start)
    first, last = row["published_start"], row["published_end"]
    for name, day in (("published_start", first), ("published_end", last), ("day", last or first)):
        if day is not None:
            document.add_integer(name, day.toordinal())
    return document
