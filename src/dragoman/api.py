"""The functions that need no desk: ``read``, ``read_many``, ``read_text``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from os import PathLike, fspath

from dragoman.engines.inputs import pages_from
from dragoman.errors import PageError
from dragoman.reader import Reader
from dragoman.records import Page, Reading, Skipped

__all__ = ["read", "read_many", "read_text"]


def read(path: str | PathLike[str]) -> Reading:
    """The reading of one page in a file. Raises PageError, naming the cause, if the file cannot be read.

    A file that holds many pages (JSONL) or a folder is for ``read_many``; here its first page is read.
    """
    for reading in read_many(path):
        if not reading.readings and reading.skipped:
            first = reading.skipped[0]
            raise PageError(first.item, first.cause, first.detail)
        return reading
    raise PageError(fspath(path), "empty", "there is no page here")


def read_many(paths: str | PathLike[str] | Iterable[str | PathLike[str]]) -> Iterator[Reading]:
    """A reading for every page of files, folders, globs and JSONL files, in order.

    Pages that cannot be read come as readings without articles whose ``skipped`` says why.
    """
    given = [paths] if isinstance(paths, str | PathLike) else list(paths)
    pending: list[Reading] = []

    def pages() -> Iterator[Page]:
        for item in pages_from([fspath(path) for path in given]):
            if isinstance(item, Skipped):
                pending.append(Reading("", item.item, (), (), (item,)))
            else:
                yield item

    for reading in _reader().read_many(pages()):
        while pending:
            yield pending.pop(0)
        yield reading
    yield from pending


def read_text(text: str, *, title: str | None = None, date: str | None = None, url: str | None = None) -> Reading:
    """The reading of a text at hand. ``date`` is its day of publication, where it is known."""
    return _reader().read(
        Page(Page.identify("<text>", text, url), "<text>", text=text, title=title, date=date, url=url)
    )


@cache
def _reader() -> Reader:
    return Reader()
