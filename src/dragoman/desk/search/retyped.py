"""What corrections make of the types by which the search index finds an article.

The index has the types and modes of an article's events. Where somebody said that an event is wrong, or of another
type, the article is found by what stands now: its document is made anew when the corrections changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dragoman.desk.amendments.amended import settle
from dragoman.desk.amendments.corrections import FOLDER, load_corrections
from dragoman.desk.storage.store import Store
from dragoman.knowledge import default_knowledge

__all__ = ["COLUMNS", "Retyped", "retyped"]

COLUMNS = ("event", "type", "mode")
"""What ``Retyped.words`` reads of an event."""


@dataclass(frozen=True, slots=True)
class Retyped:
    """The corrections that bear on types. ``files``: where they were read. ``events``: of each event that is wrong or
    of another type or mode, what is to be said of it, in words that can be compared and stored."""

    files: tuple[str, ...] = ()
    events: Mapping[str, str] = field(default_factory=dict)
    _articles: Mapping[str, str] = field(default_factory=dict)

    def words(self, row: Mapping[str, Any]) -> Iterable[str]:
        """The words by which an event is found, of its stored row."""
        said = self.events.get(row["event"])
        kind, mode = row["type"], row["mode"]
        if said is not None:
            if said == _WRONG:
                return ()
            new_kind, new_mode = said.split(" ")
            if new_kind:
                kind = new_kind
                known = default_knowledge().ontology.types.get(kind)
                mode = mode if known and mode in known.modes else None
            mode = new_mode or mode
        return [word.lower() for word in (kind, mode) if word]

    def changed_since(self, before: Mapping[str, str]) -> set[str]:
        """The articles of events of which something else was said then."""
        events = {e for e in {*before, *self.events} if before.get(e) != self.events.get(e)}
        return {self._articles[e] for e in events if e in self._articles}


_WRONG = "wrong"


def retyped(store: Store) -> Retyped:
    """What the corrections that stand say of types. Raises DeskError on a correction that cannot be read."""
    files = tuple(store.files.names(FOLDER))
    if not files:
        return Retyped()
    read = load_corrections(store)
    events = {}
    for event, amended in settle(read).events.items():
        kind, mode = amended.fields.get("type", ""), amended.fields.get("mode", "")
        if amended.wrong or kind or mode:
            events[event] = _WRONG if amended.wrong else f"{kind} {mode}"
    return Retyped(files, events, {c.record: c.article for c in read if c.of == "event"})
