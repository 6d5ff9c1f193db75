"""What people type into the search, as a tree. Pure: text in, tree out; a wrong query is named with its place.

::

    ceasefire talks              both words, in any of their forms
    "ceasefire talks"            these words, side by side; "ceasefire talks"~3 with up to three words between
    truce OR ceasefire           one of them; NOT fails, -fails: without it; ( ) group
    negotiat*   Kyiv~1           beginnings of words; words with one letter (or two: ~2) changed
    title:truce  actor:"Amina Yusuf"  outlet:post  type:CONSULT  place:Accra  language:en
    date:2023-05   date:2023-05..2023-07   date:..2022

tantivy's own parser was tried: it refuses apostrophes and hyphenated names (``Iran's``, ``O'Neill-Smith``), and does
not say where a query is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dragoman.desk.sql.queries import day_of
from dragoman.errors import UsageError

__all__ = ["FIELDS", "All", "And", "Dates", "Node", "Not", "Or", "Words", "parse"]

FIELDS = ("title", "body", "outlet", "actor", "type", "place", "language", "date")
"""Names that may stand before a colon."""


@dataclass(frozen=True, slots=True)
class Words:
    """One thing to look for: ``text`` in ``field`` (None: title and body).

    ``phrase``: side by side, with up to ``slop`` words between. ``prefix``: the (last) word may go on. ``edits``: so
    many letters may differ.
    """

    field: str | None
    text: str
    phrase: bool = False
    slop: int = 0
    prefix: bool = False
    edits: int = 0


@dataclass(frozen=True, slots=True)
class Dates:
    """Published from ``first`` to ``last``, both included; None is open."""

    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class All:
    """Every article."""


@dataclass(frozen=True, slots=True)
class Not:
    """Not this."""

    part: Node


@dataclass(frozen=True, slots=True)
class And:
    """All of these."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of these."""

    parts: tuple[Node, ...]


Node = Words | Dates | All | Not | And | Or

_QUOTES = str.maketrans("“”„«»", '"""""')
"""As word processors and pages write them; each is one character, so that places stay right."""
_DEEPEST = 50
_MOST_TOKENS = 1000
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<open>\() | (?P<close>\))
    | (?P<sign>[-+](?=["(\w])) | (?P<loose>[-+!&|~^*/\\]+(?=\s|$|\)))
    | (?P<field>[^\W\d]\w*)(?<!https)(?<!http):(?!//)
    | "(?P<phrase>[^"]*)"(?:~(?P<slop>\d+))?(?P<ongoing>\*)?
    | (?P<word>[^\s()":*~][^\s()"*~]*)(?:(?P<prefix>\*)|~(?P<edits>\d?))?
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int
    slop: int = 0
    prefix: bool = False
    edits: int = 0


def parse(query: str) -> Node:
    """The tree of a query. Raises UsageError that names the place and what would be right."""
    parser = _Parser(query.translate(_QUOTES))
    tree = parser.any_of(0)
    if parser.token is not None:
        raise _wrong(query, parser.token.at, "there is no ( for this )")
    return tree


def _wrong(query: str, at: int, what: str) -> UsageError:
    """The error with a mark under the place, which a terminal shows in line."""
    shown = query.replace("\n", " ").replace("\t", " ")
    return UsageError(f"the query is wrong at character {at + 1}: {what}\n  {shown}\n  {' ' * at}^")


def _tokens(query: str) -> Iterator[_Token]:
    at, count = 0, 0
    end = len(query.rstrip())
    while at < end:
        found = _TOKEN.match(query, at)
        if found is None:
            at += len(query[at:]) - len(query[at:].lstrip())
            raise _wrong(query, at, _reason(query[at:]))
        kind = str(found.lastgroup)
        at = found.end()
        count += 1
        if count > _MOST_TOKENS:
            raise UsageError(f"the query has more than {_MOST_TOKENS:,} words; shorten it")
        token = _token(found, query)
        if token is not None and kind:
            yield token


def _reason(rest: str) -> str:
    if rest[0] == '"':
        return 'this quotation mark is never closed; write "two words"'
    if rest[0] == "*":
        return "a * follows the beginning of a word: negotiat*"
    if rest[0] == "~":
        return 'a ~ follows a word (Kyiv~1) or a phrase ("ceasefire talks"~3)'
    return f"a {rest[0]!r} cannot stand here; put words with signs into quotation marks"


def _token(found: re.Match[str], query: str) -> _Token | None:
    """The token of a match; None for loose punctuation, which a pasted headline may hold."""
    part = found.groupdict()
    for kind in ("open", "close", "sign", "field"):
        if part[kind] is not None:
            return _Token(kind, part[kind], found.start(kind))
    if part["loose"] is not None:
        return _Token("all", "*", found.start("loose")) if part["loose"] == "*" else None
    if part["phrase"] is not None:
        at = found.start("phrase")
        return _Token("phrase", part["phrase"], at, int(part["slop"] or 0), part["ongoing"] is not None)
    word, at = part["word"], found.start("word")
    if word in ("AND", "OR", "NOT"):
        return _Token(word, word, at)
    edits = 0 if part["edits"] is None else int(part["edits"] or 1)
    if edits > 2:
        raise _wrong(query, found.start("edits"), "at most two letters may differ: ~1 or ~2")
    return _Token("word", word, at, prefix=part["prefix"] is not None, edits=edits)


class _Parser:
    """Recursive descent; ``token`` is the next one, None at the end."""

    def __init__(self, query: str) -> None:
        self._query = query
        self._tokens = list(_tokens(query))
        self._next = 0

    @property
    def token(self) -> _Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _take(self) -> _Token | None:
        token = self.token
        self._next += 1
        return token

    def any_of(self, depth: int) -> Node:
        """``a OR b``."""
        if depth > _DEEPEST:
            raise UsageError(f"the query's brackets are deeper than {_DEEPEST}; simplify it")
        parts = [self._all_of(depth)]
        while self.token is not None and self.token.kind == "OR":
            at = self.token.at
            self._take()
            if parts[-1] == And(()) or self.token is None or self.token.kind in ("OR", "AND", "close"):
                raise _wrong(self._query, at, "something must stand on both sides of OR; as a word, write or")
            parts.append(self._all_of(depth))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _all_of(self, depth: int) -> Node:
        """``a b``, ``a AND b``."""
        parts: list[Node] = []
        while self.token is not None and self.token.kind not in ("OR", "close"):
            if self.token.kind == "AND":
                mark = self._take()
                if mark is not None and (not parts or self.token is None or self.token.kind in ("AND", "OR", "close")):
                    raise _wrong(
                        self._query, mark.at, "something must stand on both sides of AND; as a word, write and"
                    )
                continue
            parts.append(self._one(depth))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _one(self, depth: int, field: str | None = None) -> Node:
        token = self._take()
        if token is None:
            raise _wrong(self._query, len(self._query), "something must follow here")
        if token.kind in ("NOT", "sign"):
            if self.token is None or self.token.kind in ("AND", "OR", "close"):
                raise _wrong(self._query, token.at, f"something must follow {token.text}; as a word, write it small")
            part = self._one(depth + 1, field)
            return part if token.text == "+" else Not(part)
        if token.kind == "open":
            inside = self.any_of(depth + 1)
            if self.token is None:
                raise _wrong(self._query, token.at, "this ( is never closed")
            self._take()
            return _within(inside, field)
        if token.kind == "field":
            return self._field(token, depth)
        if token.kind == "all":
            return All()
        if token.kind in ("word", "phrase"):
            return self._words(token, field)
        raise _wrong(self._query, token.at, f"{token.text} cannot stand here")

    def _field(self, token: _Token, depth: int) -> Node:
        name = token.text.lower()
        if name not in FIELDS:
            known = ", ".join(FIELDS)
            hint = "to look for the word itself, leave out the colon"
            raise _wrong(self._query, token.at, f"there is no field {token.text!r}; there are {known}; {hint}")
        if self.token is None or self.token.kind not in ("word", "phrase", "open"):
            raise _wrong(self._query, token.at, f'something must follow {token.text}: (a word, "a phrase" or brackets)')
        return self._one(depth + 1, name)

    def _words(self, token: _Token, field: str | None) -> Node:
        if field == "date":
            return self._dates(token)
        phrase = token.kind == "phrase"
        return Words(field, token.text, phrase, token.slop, token.prefix, token.edits)

    def _dates(self, token: _Token) -> Dates:
        first, between, last = token.text.partition("..")
        try:
            begin = date.fromisoformat(day_of(first, last=False)) if first else None
            until = last if between else first
            end = date.fromisoformat(day_of(until, last=True)) if until else None
        except UsageError as error:
            raise _wrong(self._query, token.at, f"{error}, or two of them with .. between") from error
        return Dates(begin, end)


def _within(node: Node, field: str | None) -> Node:
    """The tree with ``field`` where it names none: ``title:(truce OR ceasefire)``."""
    if field is None:
        return node
    if isinstance(node, Words):
        return Words(node.field or field, node.text, node.phrase, node.slop, node.prefix, node.edits)
    if isinstance(node, Not):
        return Not(_within(node.part, field))
    if isinstance(node, And | Or):
        return type(node)(tuple(_within(part, field) for part in node.parts))
    return node
