"""The functions that need no desk: ``read``, ``read_many``, ``read_text``, ``classify``."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from functools import cache
from os import PathLike, fspath

from dragoman.engines.inputs import pages_from
from dragoman.errors import PageError, UsageError
from dragoman.reader import Reader
from dragoman.records import Page, PairJudgement, Reading, Skipped

__all__ = ["classify", "read", "read_many", "read_text"]


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
    named = [paths] if isinstance(paths, str | PathLike) else list(paths)
    taken = 0
    unread: deque[tuple[int, Reading]] = deque()

    def pages() -> Iterator[Page]:
        nonlocal taken
        for item in pages_from([fspath(path) for path in named]):
            if isinstance(item, Skipped):
                unread.append((taken, Reading("", item.item, (), (), (item,))))
            else:
                taken += 1
                yield item

    for before, reading in enumerate(_reader().read_many(pages())):
        # the reader takes pages ahead: an input that could not be read waits for those before it
        while unread and unread[0][0] <= before:
            yield unread.popleft()[1]
        yield reading
    yield from (reading for _, reading in unread)


def read_text(text: str, *, title: str | None = None, date: str | None = None, url: str | None = None) -> Reading:
    """The reading of a text at hand. ``date`` is its day of publication, where it is known."""
    return _reader().read(
        Page(Page.identify("<text>", text, url), "<text>", text=text, title=title, date=date, url=url)
    )


def classify(sentence: str, source: str, target: str, *, own_types: bool = False) -> PairJudgement:
    """What ``sentence`` says that ``source`` does to ``target``: a type, with the probabilities of all 16.

    The types are drawn as data sets coded by CAMEO's roots draw them, for whoever compares with such sets: an agreement
    signed is SUPPORT, sanctions imposed are COERCE, a verdict is ACCUSE, a town taken is ASSAULT; ``reasons`` then name
    the type that a reading gives. With ``own_types`` they are those of readings and of `dragoman ontology` (AGREE,
    SANCTION, SANCTION, COERCE), so that they can be joined to the events of a desk.

    The two are words of the sentence; one that does not stand in it is judged without (``reasons`` says so). Many at
    once are faster through ``Reader().judge_pairs``. Raises UsageError for an empty sentence.
    """
    if not sentence.strip():
        raise UsageError("classify: the sentence is empty")
    return next(_reader().judge_pairs([(sentence, source, target)], own_types=own_types))


@cache
def _reader() -> Reader:
    return Reader()
