"""What every reader of a kind is given: bounds, the names of columns, and how documents are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO, TypeAlias

from dragoman.engines.inputs.kinds import Kind
from dragoman.engines.inputs.limits import Budget, Limits
from dragoman.errors import PageError
from dragoman.knowledge.columns import Columns
from dragoman.pages import decode
from dragoman.records import Page, Skipped

__all__ = ["Context", "Document", "DocumentReader", "Item", "Source", "made_page", "one_page", "too_large"]

Item: TypeAlias = Page | Skipped


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to read: its ``name`` (for its ending), its ``origin`` as people find it again, how deep it is packed,
    and the budget of the file that holds it.
    """

    name: str
    origin: str
    budget: Budget
    depth: int = 0

    def member(self, name: str) -> Source:
        """What is packed in this under ``name``: ``a.zip!b.html``."""
        return Source(name, f"{self.origin}!{name}", self.budget, self.depth + 1)


@dataclass(frozen=True, slots=True)
class Document:
    """A file that is read whole."""

    kind: Kind
    raw: bytes
    origin: str
    depth: int


DocumentReader: TypeAlias = Callable[[Document], Iterable[Item]]


@dataclass(frozen=True, slots=True)
class Context:
    """``documents`` reads what is read whole: in this process, or in a guarded one that may die alone."""

    limits: Limits
    columns: Columns
    documents: DocumentReader
    inside: Callable[[BinaryIO, Source, Context], Iterator[Item]]
    """Reads a stream of any kind: archives hand their members to it."""


def made_page(origin: str, *, html: str | None = None, text: str | None = None, **known: str | None) -> Item:
    """A page of what a container says of it; ``known`` are fields of Page. Skipped where it holds nothing."""
    html = html if html and html.strip() else None
    content = html or text
    if not content or not content.strip():
        return Skipped(origin, "empty", "it holds neither html nor text")
    said = {name: value for name, value in known.items() if value and value.strip()}
    return replace(Page(Page.identify(origin, content, said.get("url")), origin, html, None if html else text), **said)


def one_page(raw: bytes, origin: str, markup: bool, declared: str | None = None, **known: str | None) -> Item:
    """A page of bytes; ``declared`` is the charset that a header names."""
    try:
        text = decode(raw, origin, declared).text
    except PageError as error:
        return Skipped(error.item, error.cause, error.detail)
    return made_page(origin, **({"html": text} if markup else {"text": text}), **known)


def too_large(origin: str, most: int) -> Skipped:
    """The item of something longer than ``most`` bytes."""
    return Skipped(origin, "too_large", f"it is larger than {most / 2**20:g} MB, the limit for one page")
