"""The tree of a query as tantivy's query, and as what to mark in a passage."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import tantivy

from dragoman.desk.search.query import All, And, Dates, Node, Not, Or, Words
from dragoman.desk.search.words import COMPOUND, fold, joined, stem

__all__ = ["Wanted", "asked_words", "compiled", "wanted"]

_TITLE = 2.5
"""How much more a word counts in the title than in the body."""
_BOTH = 0.3
"""How much the lesser of title and body adds to the better."""
_PLAIN = frozenset({"outlet", "actor", "place"})
_RAW = frozenset({"type", "language"})


@dataclass(slots=True)
class Wanted:
    """What a reader wants to see marked: folded words."""

    stems: set[str] = field(default_factory=set)
    phrases: list[tuple[str, ...]] = field(default_factory=list)
    prefixes: set[str] = field(default_factory=set)
    near: set[tuple[str, int]] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    """Whole words that were asked for in other fields (an actor, a place): marked, and of less weight."""


def wanted(node: Node) -> Wanted:
    """What to mark in the text for a query; nothing of what must not occur."""
    found = Wanted()
    _collect(node, found)
    return found


def _collect(node: Node, found: Wanted) -> None:
    if isinstance(node, And | Or):
        for part in node.parts:
            _collect(part, found)
    elif isinstance(node, Words):
        terms = fold(node.text)
        if node.field in _PLAIN:
            found.names |= set(terms)
        elif node.field in _RAW or not terms:
            return
        elif node.edits:
            found.near |= {(term, node.edits) for term in terms}
        elif node.prefix:
            found.prefixes.add(terms[-1])
            found.stems |= {stem(t) for t in terms[:-1]}
        elif node.phrase or len(terms) > 1:
            found.phrases.append(tuple(terms)) if not node.slop else found.stems.update(map(stem, terms))
            found.stems |= {stem(word) for word in _as_one(node)}
        else:
            found.stems.add(stem(terms[0]))


def asked_words(node: Node) -> Iterator[Words]:
    """The words of a query that must or may occur, not those that must not."""
    if isinstance(node, And | Or):
        for part in node.parts:
            yield from asked_words(part)
    elif isinstance(node, Words):
        yield node


def compiled(node: Node, schema: tantivy.Schema) -> tantivy.Query:
    """The query. What has no words in it (``&``) asks for nothing and is left out."""
    return _compiled(node, schema) or tantivy.Query.all_query()


def _compiled(node: Node, schema: tantivy.Schema) -> tantivy.Query | None:
    if isinstance(node, Words):
        return _words(node, schema)
    if isinstance(node, Dates):
        return _dates(node, schema)
    if isinstance(node, All):
        return tantivy.Query.const_score_query(tantivy.Query.all_query(), 0.0)
    if isinstance(node, Not):
        part = _compiled(node.part, schema)
        return _without(part) if part is not None else None
    return _joined(node, schema)


def _joined(node: And | Or, schema: tantivy.Schema) -> tantivy.Query | None:
    parts: list[tuple[tantivy.Occur, tantivy.Query]] = []
    must = isinstance(node, And)
    for part in node.parts:
        inner = part.part if must and isinstance(part, Not) else part
        query = _compiled(inner, schema)
        if query is not None:
            occur = tantivy.Occur.MustNot if inner is not part else tantivy.Occur.Must if must else tantivy.Occur.Should
            parts.append((occur, query))
    if not parts:
        return None
    if all(occur == tantivy.Occur.MustNot for occur, _ in parts):
        parts.append((tantivy.Occur.Must, tantivy.Query.const_score_query(tantivy.Query.all_query(), 0.0)))
    return parts[0][1] if len(parts) == 1 else tantivy.Query.boolean_query(parts)


def _without(query: tantivy.Query) -> tantivy.Query:
    everything = tantivy.Query.const_score_query(tantivy.Query.all_query(), 0.0)
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, everything), (tantivy.Occur.MustNot, query)])


def _dates(node: Dates, schema: tantivy.Schema) -> tantivy.Query:
    first, last = (node.first or date.min).toordinal(), (node.last or date.max).toordinal()
    found = tantivy.Query.range_query(schema, "day", tantivy.FieldType.Integer, first, last)
    return tantivy.Query.const_score_query(found, 0.0)


def _words(node: Words, schema: tantivy.Schema) -> tantivy.Query | None:
    if node.field in _RAW:
        found = tantivy.Query.term_query(schema, str(node.field), node.text.strip().lower(), "basic")
        return tantivy.Query.const_score_query(found, 0.0)
    terms = fold(node.text)
    if not terms:
        return None
    if node.field in _PLAIN:
        return _one_field(node, terms, schema, str(node.field))
    fields = (node.field,) if node.field else ("title", "body")
    queries = []
    for name in fields:
        query = _in_text(node, terms, schema, name)
        queries.append(tantivy.Query.boost_query(query, _TITLE) if name == "title" else query)
    return queries[0] if len(queries) == 1 else tantivy.Query.disjunction_max_query(queries, _BOTH)


def _in_text(node: Words, terms: Sequence[str], schema: tantivy.Schema, name: str) -> tantivy.Query:
    if len(terms) == 1 and not (node.prefix or node.edits or node.phrase):
        return tantivy.Query.term_query(schema, name, stem(terms[0]), "freq")
    query = _one_field(node, terms, schema, f"{name}_words")
    whole = [tantivy.Query.term_query(schema, name, stem(word), "freq") for word in _as_one(node)]
    return tantivy.Query.disjunction_max_query([query, *whole]) if whole else query


def _as_one(node: Words) -> list[str]:
    """The asked word without its hyphens, as others write it: ``ceasefire`` for ``cease-fire``; none if it has none."""
    if node.prefix or node.edits or node.phrase or not COMPOUND.fullmatch(node.text):
        return []
    return joined(node.text)


def _one_field(node: Words, terms: Sequence[str], schema: tantivy.Schema, name: str) -> tantivy.Query:
    """The words in a field that holds whole words."""
    if node.edits:
        near = [tantivy.Query.fuzzy_term_query(schema, name, term, node.edits) for term in terms]
        return near[0] if len(near) == 1 else tantivy.Query.boolean_query([(tantivy.Occur.Must, q) for q in near])
    if node.prefix:
        if len(terms) > 1:
            return tantivy.Query.phrase_prefix_query(schema, name, list(terms))
        return tantivy.Query.regex_query(schema, name, re.escape(terms[0]) + ".*")
    if len(terms) > 1:
        return tantivy.Query.phrase_query(schema, name, list(terms), node.slop)
    return tantivy.Query.term_query(schema, name, terms[0])
