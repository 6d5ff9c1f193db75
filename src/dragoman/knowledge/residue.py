"""What stands on news pages beside the story: residue phrases, photo credits, agencies, labels, names of the calendar.

The data lies under ``knowledge/data/pages``. A user's row with the same phrase wins over ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from dragoman.errors import KnowledgeError
from dragoman.knowledge.tables import Row, files, read_csv, split_list

__all__ = ["Gate", "PageLexicon", "ResiduePhrase", "load_residue", "normalise"]

R = TypeVar("R", bound=Row)

_NO_LIMIT = 10_000
_PATTERN_WORDS = 40
"""No pattern is tried on a longer line, whatever its row allows."""
_FIRST_CHARS = 60


def normalise(line: str) -> str:
    """A line as residue phrases are compared: case folded, straight quotes, no punctuation at the ends.

    A colon or closing bracket at the end stays, as does ``©``, ``(c)``, ``@`` or ``#`` at the start: they are signs.
    """
    return _without_edges(" ".join(line.casefold().replace("’", "'").split()))


def _without_edges(folded: str) -> str:
    if folded[:1] in "©@#" or folded[:3] == "(c)":
        return folded
    if folded[:1].isalnum() and folded[-1:].isalnum():
        return folded
    start, end = 0, len(folded)
    while start < end and not folded[start].isalnum():
        start += 1
    while end > start and not (folded[end - 1].isalnum() or folded[end - 1] in "_:)"):
        end -= 1
    return folded[start:end]


def _first(line: str) -> str:
    """The first word of a line as ``normalise`` gives it."""
    return normalise(line[:_FIRST_CHARS].split(None, 1)[0])


class _ResidueRow(Row):
    reason: str
    match: Literal["whole", "start", "regex"]
    phrase: str
    words: int = _NO_LIMIT
    opens: Literal["yes", "no"] = "no"


class _AgencyRow(Row):
    name: str
    forms: str


class _CaptionRow(Row):
    use: Literal["credit", "label", "archive"]
    phrase: str


class _LabelRow(Row):
    field: Literal["published", "modified", "title", "url", "authors", "outlet", "section"]
    label: str


class _CalendarRow(Row):
    kind: Literal["month", "weekday"]
    number: int
    names: str


class _GateRow(Row):
    cause: Literal["error_page", "cookie_wall", "paywall", "forum", "live_blog", "listing"]
    where: Literal["title", "text", "url"]
    chars: int
    phrase: str


class _MarkupRow(Row):
    use: Literal[
        "story",
        "headline",
        "byline",
        "date",
        "modified",
        "entry",
        "beside",
        "comments",
        "caption",
        "picture",
        "pullquote",
        "share",
        "forum",
    ]
    words: str


class _WordRow(Row):
    use: Literal["common", "leaning", "english", "honour", "press", "past", "ahead"]
    words: str


class _RarityRow(Row):
    percent: float
    words: str


class _LanguageRow(Row):
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ResiduePhrase:
    """One phrase that makes a line residue. ``opens`` is True for lines of a story's head (share bars)."""

    reason: str
    phrase: str
    words: int
    opens: bool


@dataclass(frozen=True, slots=True)
class Gate:
    """A phrase that tells the kind of a page, on pages with fewer than ``chars`` characters of text.

    ``where``: in the title, in the text, or in the address, there between slashes, dots and hyphens.
    """

    cause: str
    where: str
    chars: int
    phrase: str


@dataclass(frozen=True, slots=True, eq=False)
class PageLexicon:
    """All that ``pages`` knows of the words on news pages, indexed for one look-up a line.

    Compared and hashed by identity, so that readers compiled from it can be cached.
    """

    whole: dict[str, ResiduePhrase]
    starts: dict[str, tuple[ResiduePhrase, ...]]
    """By first word, longest phrase first."""
    patterns: tuple[tuple[re.Pattern[str], ResiduePhrase], ...]
    any_pattern: re.Pattern[str]
    """All of these in one: most lines match none, and are asked once."""
    long_pattern: re.Pattern[str]
    """The same of those that may have more words than any phrase that is the whole line."""
    agencies: dict[str, str]
    """Exact form -> name."""
    credits: frozenset[str]
    caption_labels: tuple[str, ...]
    archive: tuple[str, ...]
    labels: dict[str, str]
    """Label of a metadata line, case folded -> field."""
    months: dict[str, int]
    weekdays: dict[str, int]
    """Names, case folded -> 1 (Monday) to 7."""
    gates: tuple[Gate, ...]
    markup: dict[str, frozenset[str]]
    """Word (or two, with a blank) of a class name, case folded -> what it says of the element."""
    languages: dict[str, str]
    longest: int
    """Words beyond which no pattern is tried."""
    longest_whole: int
    """Words of the longest phrase that is the whole line."""
    common: frozenset[str]
    """Words so frequent that they tie nothing to anything, case folded."""
    leaning: frozenset[str]
    """Words at the start of a paragraph that lean on what stands before, case folded."""
    english: frozenset[str]
    """Function words that mark English, case folded."""
    press: frozenset[str]
    """Words that stand in names of newspapers, agencies and stations, case folded."""
    honours: frozenset[str]
    """Forms of address and offices that stand before a person's name, case folded, without a full stop."""
    past: frozenset[str]
    """Words of which one stands in a sentence that tells what was, case folded; words in -ed beside them."""
    ahead: frozenset[str]
    """Words with which a sentence may tell what is still to come, case folded."""
    rarity: dict[str, float]
    """Word, case folded -> in how many of a hundred passages it stands."""

    def residue(self, line: str, words: int, folded: str | None = None) -> ResiduePhrase | None:
        """The phrase that makes ``line`` (of ``words`` words) residue, None if it may belong to a story.

        ``folded``: the line case folded, with single blanks, where the caller has it.
        """
        long = words > self.longest_whole
        starts = not long or self._may_start(line, folded)
        if words > self.longest and not starts:  # most paragraphs are settled here
            return None
        key = _without_edges(folded.replace("’", "'")) if folded is not None else normalise(line)
        found = None if long else self.whole.get(key)
        if found:
            return found
        for phrase in self.starts.get(key.partition(" ")[0], ()) if starts else ():
            if words <= phrase.words and key.startswith(phrase.phrase):
                return phrase
        if (self.long_pattern if long else self.any_pattern).fullmatch(key):
            for pattern, phrase in self.patterns:
                if words <= phrase.words and pattern.fullmatch(key):
                    return phrase
        return None

    def _may_start(self, line: str, folded: str | None) -> bool:
        if folded is not None and (first := folded.partition(" ")[0]).isalpha():
            return first in self.starts
        first = line[:_FIRST_CHARS].split(None, 1)[0]
        plain = first.isalpha() and len(first) < _FIRST_CHARS  # then nothing about it is to be normalised
        return (first.casefold() if plain else _first(line)) in self.starts


def load_residue(roots: Iterable[Path]) -> PageLexicon:
    """The lexicon from ``pages/*.csv`` below the roots. Raises KnowledgeError on a wrong row."""
    roots = tuple(roots)
    whole, starts, patterns = _phrases(roots)
    captions = [row for _, _, row in _rows(roots, "captions", _CaptionRow)]
    words = [row for _, _, row in _rows(roots, "words", _WordRow)]
    longest_whole = max([0, *(len(key.split()) for key in whole)])
    calendar = [row for _, _, row in _rows(roots, "calendar", _CalendarRow)]
    return PageLexicon(
        whole=whole,
        starts=starts,
        patterns=patterns,
        any_pattern=_any_of([pattern for pattern, _ in patterns]),
        long_pattern=_any_of([pattern for pattern, phrase in patterns if phrase.words > longest_whole]),
        agencies={
            form: row.name for _, _, row in _rows(roots, "agencies", _AgencyRow) for form in split_list(row.forms)
        },
        credits=frozenset(row.phrase for row in captions if row.use == "credit"),
        caption_labels=tuple(row.phrase for row in captions if row.use == "label"),
        archive=tuple(row.phrase for row in captions if row.use == "archive"),
        labels={row.label: row.field for _, _, row in _rows(roots, "labels", _LabelRow)},
        months={n.casefold(): row.number for row in calendar if row.kind == "month" for n in split_list(row.names)},
        weekdays={n.casefold(): row.number for row in calendar if row.kind == "weekday" for n in split_list(row.names)},
        gates=tuple(Gate(row.cause, row.where, row.chars, row.phrase) for _, _, row in _rows(roots, "gates", _GateRow)),
        markup=_uses([row for _, _, row in _rows(roots, "markup", _MarkupRow)]),
        languages={row.code: row.name for _, _, row in _rows(roots, "languages", _LanguageRow)},
        longest=max([0, *(min(p.words, _PATTERN_WORDS) for _, p in patterns)]),
        longest_whole=longest_whole,
        common=_words(words, "common"),
        leaning=_words(words, "leaning"),
        english=_words(words, "english"),
        press=_words(words, "press"),
        honours=_words(words, "honour"),
        past=_words(words, "past"),
        ahead=_words(words, "ahead"),
        rarity={
            word.casefold(): row.percent
            for _, _, row in _rows(roots, "rarity", _RarityRow)
            for word in split_list(row.words)
        },
    )


def _any_of(patterns: list[re.Pattern[str]]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern.pattern})" for pattern in patterns) or "(?!)", re.IGNORECASE)


def _words(rows: list[_WordRow], use: str) -> frozenset[str]:
    return frozenset(word.casefold() for row in rows if row.use == use for word in split_list(row.words))


def _uses(rows: list[_MarkupRow]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in rows:
        for word in split_list(row.words):
            found.setdefault(word.casefold(), set()).add(row.use)
    return {word: frozenset(uses) for word, uses in found.items()}


def _rows(roots: tuple[Path, ...], name: str, kind: type[R]) -> Iterator[tuple[Path, int, R]]:
    for path in files(roots, f"pages/{name}.csv"):
        for number, row in read_csv(path, kind):
            yield path, number, row


def _phrases(
    roots: tuple[Path, ...],
) -> tuple[
    dict[str, ResiduePhrase],
    dict[str, tuple[ResiduePhrase, ...]],
    tuple[tuple[re.Pattern[str], ResiduePhrase], ...],
]:
    whole: dict[str, ResiduePhrase] = {}
    starts: dict[str, dict[str, ResiduePhrase]] = {}
    patterns: dict[str, tuple[re.Pattern[str], ResiduePhrase]] = {}
    for path, number, row in _rows(roots, "residue", _ResidueRow):
        phrase = ResiduePhrase(row.reason, row.phrase.casefold(), row.words, row.opens == "yes")
        if row.match == "whole":
            whole[phrase.phrase] = phrase
        elif row.match == "start":
            starts.setdefault(phrase.phrase.partition(" ")[0], {})[phrase.phrase] = phrase
        else:
            try:
                patterns[row.phrase] = (re.compile(row.phrase, re.IGNORECASE), phrase)
            except re.error as error:
                raise KnowledgeError(f"{path}:{number}: phrase: not a regular expression: {error}") from error
    ordered = {
        first: tuple(sorted(found.values(), key=lambda p: (-len(p.phrase), p.phrase)))
        for first, found in starts.items()
    }
    return whole, ordered, tuple(patterns.values())
