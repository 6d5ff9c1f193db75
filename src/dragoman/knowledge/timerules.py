"""The rules of time expressions: a small grammar kept as data (``data/times/*.yaml``, ``movable.csv``).

How it is read:

* ``words.yaml`` holds *tables* (``month: {january: 1, ...}``), *lists* of words that conditions name, and the tables
  whose words are names (``proper``).
* ``rules.yaml`` holds *rules*. A pattern is a regular expression, case ignored, over whole words; ``{month}`` stands
  for a word of the table ``month`` and fills the field ``month`` with its value, ``{day=ordinal}`` fills ``day`` from
  the table ``ordinal``; a name under ``macros`` is put in as it is, one under ``parts`` may take several tables or
  number words; a blank is any white space, ``~`` white space or a hyphen; ``(?P<day>..)`` fills ``day`` with the text.
* *joins* merge neighbours (``8 p.m.`` + ``Tuesday``), *prefixes* widen an expression and say which piece of the period
  is meant (``late last month``), *bounds* are prepositions that open an interval (``since January``).
* ``movable.csv`` holds feasts that move, by year.

The fields that a rule may fill, and what they mean, are those of ``dragoman.resolve.times.fields.Fields``.
A user's folder may add rules and words: rules with the same id, and words of the same table, replace ours.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import Field

from dragoman.errors import KnowledgeError
from dragoman.knowledge.tables import Row, files, read_csv, read_yaml

__all__ = ["Bound", "Join", "Prefix", "TenseWords", "TimeRule", "TimeRules", "load_time_rules", "parse_number"]

Scalar = str | int | float

_PLACE = re.compile(r"\{(?:(?P<field>[a-z_]\w*)=)?(?P<name>[a-z_]\w*)\}")
_LOOKBEHIND = re.compile(r"\(\?<[=!][^)]*\)")
DIGITS = "#"
"""The word in ``needs`` that any number stands for."""


class _Part(Row):
    tables: tuple[str, ...] = ()
    regex: str = ""
    compound: bool = False


class _Rule(Row):
    id: str
    pattern: str
    needs: tuple[str, ...]
    examples: dict[str, str] = Field(default_factory=dict)
    weak: bool = False
    lower: bool = False
    after: str | None = None
    not_after: str | None = None
    before: str | None = None
    not_before: str | None = None
    trim: str = ""


class _RuleFields(_Rule):
    # ``with`` in the file: a word of Python.
    constants: dict[str, Scalar] = Field(default_factory=dict)


class Join(Row):
    """Shapes whose neighbours are merged when only ``between`` (a regular expression) stands between them."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    between: str


class Prefix(Row):
    """What may stand before an expression of these shapes; ``mod`` is the piece it means. It belongs to the expression
    unless ``outside``."""

    pattern: str
    mod: str
    shapes: tuple[str, ...]
    outside: bool = False


class Bound(Row):
    """A preposition that opens an interval: ``side`` is start, end, before or after. After a word of ``unless`` it
    does not (``dates from 2006``)."""

    side: str
    unless: tuple[str, ...] = ()


class TenseWords(Row):
    """The lemmas that tell past from future."""

    future_modals: frozenset[str] = frozenset()
    future_governors: frozenset[str] = frozenset()
    future_forms: frozenset[str] = frozenset()
    """Forms that do the same right before ``to``."""
    past_governors: frozenset[str] = frozenset()
    dated: frozenset[str] = frozenset()
    """Verbs whose passive sets a day ahead: ``is scheduled for Friday``, but not ``was urged on Friday``."""
    unchanged: frozenset[str] = frozenset()
    """Verbs whose past looks like their present (``hit``): a present that the tagger sees there tells nothing."""
    calls: frozenset[str] = frozenset()
    proposes: frozenset[str] = frozenset()
    """Verbs whose ``for`` lies ahead of them: ``called a strike for Thursday``."""
    extends: frozenset[str] = frozenset()
    """Verbs whose ``until``, ``to``, ``by`` lies ahead of them: ``was extended until 15 April``."""
    ahead_modals: frozenset[str] = frozenset()
    """Modals whose passive lies ahead: ``must be returned by Friday``."""
    behind: frozenset[str] = frozenset()
    """Prepositions whose noun lies behind the verb, with what dates it: ``resigned after the vote on 12 January``."""
    aims: frozenset[str] = frozenset()
    """Prepositions of a time that lies after what a past verb tells: ``ordered his return by 14 January``."""
    refused: frozenset[str] = frozenset()
    """Verbs of telling: ``would not say on Tuesday`` has been."""
    settled: frozenset[str] = frozenset()
    """Prepositions after which an owned event is a fact: ``under Friday's accord``."""


class _Words(Row):
    tables: dict[str, dict[str, Scalar]] = Field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    proper: tuple[str, ...] = ()


class _RuleFile(Row):
    macros: dict[str, str] = Field(default_factory=dict)
    parts: dict[str, _Part] = Field(default_factory=dict)
    rules: tuple[dict[str, object], ...] = ()
    joins: tuple[Join, ...] = ()
    prefixes: tuple[Prefix, ...] = ()
    bounds: dict[str, Bound] = Field(default_factory=dict)
    tense: TenseWords = TenseWords()


class _Movable(Row):
    name: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class TimeRule:
    """One rule, compiled. ``sources`` tells for each named part the tables that give its value, none for raw text."""

    id: str
    order: int
    written: str
    """The regular expression. It is compiled when a text first asks for it: few texts need half of the rules."""
    sources: Mapping[str, tuple[str, ...]]
    constants: Mapping[str, Scalar]
    proper: tuple[str, ...]
    """Named parts that must begin with a capital letter."""
    weak: bool
    lower: bool
    after: frozenset[str] | None
    not_after: frozenset[str]
    before: frozenset[str] | None
    not_before: frozenset[str]
    trim: str
    examples: Mapping[str, str]

    @property
    def pattern(self) -> re.Pattern[str]:
        """The expression, compiled."""
        return _pattern(self.written)


@dataclass(frozen=True, slots=True)
class TimeRules:
    """The whole grammar, compiled; see the module's docstring."""

    rules: tuple[TimeRule, ...]
    by_word: Mapping[str, tuple[int, ...]]
    """Lower-case word (``#`` for a number) -> the rules that it may start."""
    tables: Mapping[str, Mapping[str, Scalar]]
    lists: Mapping[str, frozenset[str]]
    joins: tuple[tuple[frozenset[str], frozenset[str], re.Pattern[str]], ...]
    prefixes: tuple[tuple[re.Pattern[str], Prefix], ...]
    bounds: Mapping[str, Bound]
    bound_pattern: re.Pattern[str]
    part_cue: re.Pattern[str]
    """What before a bare part of a day makes it a time (list ``part_cues``)."""
    tense: TenseWords
    movable: Mapping[str, tuple[tuple[date, date], ...]]

    def value(self, tables: Sequence[str], word: str) -> Scalar | None:
        """What ``word`` stands for in the first of ``tables`` that has it, None if none has."""
        key = " ".join(word.lower().replace("’", "'").rstrip(".").split())
        for name in tables:
            if key in self.tables[name]:
                return self.tables[name][key]
        return None


def load_time_rules(roots: tuple[Path, ...]) -> TimeRules:
    """The rules below the roots, later ones winning. Raises KnowledgeError on a wrong file, naming it."""
    tables: dict[str, dict[str, Scalar]] = {}
    lists: dict[str, tuple[str, ...]] = {}
    proper: set[str] = set()
    for path in files(roots, "times/words*.yaml"):
        words = read_yaml(path, _Words)
        for name, table in words.tables.items():
            tables.setdefault(name, {}).update(table)
        lists.update(words.lists)
        proper.update(words.proper)
    merged = _RuleFile()
    rules: dict[str, tuple[Path, dict[str, object]]] = {}
    for path in files(roots, "times/rules*.yaml"):
        given = read_yaml(path, _RuleFile)
        rules.update({str(rule.get("id")): (path, rule) for rule in given.rules})
        merged = _RuleFile(
            macros={**merged.macros, **given.macros},
            parts={**merged.parts, **given.parts},
            joins=merged.joins + given.joins,
            prefixes=merged.prefixes + given.prefixes,
            bounds={**merged.bounds, **given.bounds},
            tense=given.tense if given.tense.future_modals else merged.tense,
        )
    compiler = _Compiler(merged, tables, lists, frozenset(proper))
    compiled = tuple(compiler.rule(n, path, row) for n, (path, row) in enumerate(rules.values()))
    return TimeRules(
        rules=compiled,
        by_word=compiler.by_word(),
        tables=tables,
        lists={name: frozenset(words) for name, words in lists.items()},
        joins=tuple(
            (
                frozenset(j.left),
                frozenset(j.right),
                re.compile(_blanks(j.between) + r"\s*", re.I),
            )
            for j in merged.joins
        ),
        prefixes=tuple((_prefix(p.pattern), p) for p in merged.prefixes),
        bounds=merged.bounds,
        bound_pattern=re.compile(rf"\b({_alternatives(merged.bounds)})\s+(?:the\s+)?$", re.I),
        part_cue=re.compile(rf"\b(?:{_alternatives(lists.get('part_cues', ()))})\s+$", re.I),
        tense=merged.tense,
        movable=_movable(roots),
    )


@cache
def _pattern(written: str) -> re.Pattern[str]:
    return re.compile(written, re.I)


def _prefix(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{_blanks(pattern)})[\s-]+$", re.I)


def _blanks(pattern: str) -> str:
    """A blank of a pattern is any white space; in a class it stays one character."""
    return pattern.replace(" ", r"\s+").replace(r"[\s+-]", r"[\s-]").replace(r"\s+?", r"\s?")


def _movable(roots: tuple[Path, ...]) -> Mapping[str, tuple[tuple[date, date], ...]]:
    feasts: dict[str, dict[date, date]] = {}
    for path in files(roots, "times/movable*.csv"):
        for _, row in read_csv(path, _Movable):
            feasts.setdefault(row.name, {})[row.start] = row.end
    return {name: tuple(sorted(days.items())) for name, days in feasts.items()}


def _alternatives(words: Mapping[str, object] | Sequence[str]) -> str:
    """The words as a regular expression, longest first, any white space between their parts."""
    ordered = sorted(words, key=lambda w: (-len(w), w))
    return "|".join(re.escape(w).replace(r"\ ", r"\s+").replace("'", "['’]") for w in ordered)


class _Compiler:
    """Turns the patterns of rules into regular expressions and remembers which words may start which rule."""

    def __init__(
        self,
        grammar: _RuleFile,
        tables: Mapping[str, Mapping[str, Scalar]],
        lists: Mapping[str, tuple[str, ...]],
        proper: frozenset[str],
    ) -> None:
        self._grammar = grammar
        self._tables = tables
        self._lists = lists
        self._proper = proper
        self._starts: dict[str, list[int]] = {}

    def rule(self, order: int, path: Path, row: dict[str, object]) -> TimeRule:
        """One compiled rule. Raises KnowledgeError naming the file and the rule."""
        try:
            given = dict(row)
            constants = given.pop("with", {})
            schema = _RuleFields.model_validate({**given, "constants": constants})
            sources: dict[str, tuple[str, ...]] = {}
            written = self._expand(schema.pattern, sources)
            _pattern(written)  # a wrong one is told of here, with file and rule
            self._index(order, schema.needs)
            return TimeRule(
                id=schema.id,
                order=order,
                written=written,
                sources=sources,
                constants=dict(schema.constants),
                proper=tuple(f for f, names in sources.items() if self._proper.intersection(names)),
                weak=schema.weak,
                lower=schema.lower,
                after=self._list(schema.after),
                not_after=self._list(schema.not_after) or frozenset(),
                before=self._list(schema.before),
                not_before=self._list(schema.not_before) or frozenset(),
                trim=schema.trim,
                examples=dict(schema.examples),
            )
        except (ValueError, KeyError, re.error) as error:
            raise KnowledgeError(f"{path}: rule {row.get('id')!r}: {error}") from error

    def by_word(self) -> Mapping[str, tuple[int, ...]]:
        """Word -> rules, after all rules were compiled."""
        return {word: tuple(orders) for word, orders in self._starts.items()}

    def _list(self, name: str | None) -> frozenset[str] | None:
        return None if name is None else frozenset(self._lists[name])

    def _index(self, order: int, needs: tuple[str, ...]) -> None:
        for need in needs:
            for entry in self._tables.get(need, {need: 0}):
                word = entry if entry == DIGITS else re.split(r"[^a-z0-9]", entry)[0]
                orders = self._starts.setdefault(word, [])
                if order not in orders:
                    orders.append(order)

    def _expand(self, pattern: str, sources: dict[str, tuple[str, ...]]) -> str:
        for _ in range(3):  # macros may use macros, two deep
            pattern = _PLACE.sub(self._macro, pattern)
        pattern = _LOOKBEHIND.sub(lambda m: m[0].replace(" ", r"\s"), pattern)  # must have a fixed width
        pattern = _blanks(pattern).replace("~", r"[\s-]+")

        def place(match: re.Match[str]) -> str:
            return self._part(match, sources)

        body = _PLACE.sub(place, pattern)
        return rf"(?<![\w$€£])(?<!\d[.,:/-])(?:{body})(?!\w)"

    def _macro(self, match: re.Match[str]) -> str:
        if match["field"]:
            return match[0]
        return self._grammar.macros.get(match["name"], match[0])

    def _part(self, match: re.Match[str], sources: dict[str, tuple[str, ...]]) -> str:
        name = match["name"]
        field = match["field"] or name
        part = self._grammar.parts.get(name)
        tables = part.tables if part else (name,)
        words = [_alternatives(self._tables[t]) for t in tables]
        if part and part.compound:
            number = _alternatives(self._tables["number"])
            words.append(rf"(?:{number})(?:[\s-]+(?:and\s+)?(?:{number}))*")
            words = words[::-1]
        if part and part.regex:
            words.append(part.regex.replace(" ", r"\s+"))
        body = "|".join(words)
        if field in sources:
            return f"(?:{body})"
        sources[field] = tables
        return f"(?P<{field}>{body})"


def parse_number(text: str, words: Mapping[str, Scalar]) -> float | None:
    """The number that ``text`` writes in digits or words (``2 1/2``, ``twenty-four``), None if it is none."""
    cleaned = text.lower().replace(",", "").strip()
    half = re.fullmatch(r"(\d+)\s+1/2", cleaned)
    if half:
        return int(half[1]) + 0.5
    if re.fullmatch(r"\d+(?:\.\d+)?", cleaned):
        return float(cleaned)
    total = current = 0.0
    for word in re.split(r"[\s-]+", cleaned):
        if word in ("and", "a"):
            continue
        value = words.get(word)
        if not isinstance(value, int):
            return None
        if value == 100:
            current = max(current, 1) * 100
        elif value >= 1000:
            total += max(current, 1) * value
            current = 0
        else:
            current += value
    return total + current
