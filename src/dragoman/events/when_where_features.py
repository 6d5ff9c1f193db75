"""What speaks for a time or a place being an event's: features of the way between them in the tree.

Declared here, weighted by ``data/when_where.csv`` (fitted by ``training/when_where.py`` on the split ``train`` of our
corpus). A feature is a string; it is there or it is not:

=================  =====================================================================================================
``up``             relations from the mention up to the first clause, innermost first (``nmod<nsubj``)
``case``           the preposition nearest to the mention; ``outer``: that of the outermost phrase
``clauses``        relations from that clause up to the one that holds both
``down``           relations from there down to the event, with their marks (``advcl:by``); ``same``: it is the event
``way``            the three together
``order``          whether the mention stands before the event, between its clause and it, or after it, and how far
``crossed``        other events, a verb of saying, on the way
``sort``           of a place: its kind; of a time: its kind, granularity and direction
``part``           whether the mention is, or stands inside, a source or target of the event
``actor``          what kind of actor the same words were judged to be
``rank``           how many mentions of the sentence are nearer on the tree
``rivals``         how many other events are nearer to the mention; ``rival``: how this one hangs on the nearest
``beside``         whether a place stands beside a larger or a smaller one
``below``          of a mention that modifies a noun bare: what the noun is
``dateline``       the place of the dateline that the sentence stands behind; no other feature of its own
=================  =====================================================================================================
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from dragoman.events.trees.syntax import Syntax
from dragoman.records import Analysis, PlaceMention, TimeMention, Token
from dragoman.records.marks import DOUBLE_MARKS
from dragoman.records.pointing import Pointing

__all__ = ["Site", "View", "around", "none_features"]

_INSIDE = frozenset({"conj", "appos", "flat", "list", "nmod:npmod", "nmod:desc"})
"""Relations that do not change what a phrase is to its clause."""
_FAR = (2, 5, 9, 16)
_LONGEST = 3
_DATELINE = 12
"""Tokens of a dateline at most: `PORT MORESBY, Papua New Guinea, 14 November (Reuters) -` has eleven."""
_DASHES = frozenset({"-", "–", "—", "--", ":"})

Mention = TimeMention | PlaceMention


@dataclass(frozen=True, slots=True)
class Site:
    """An event as far as its circumstances ask: the head of its trigger, all words that express it, its type (None:
    not coded) and the heads of its participants."""

    head: int
    words: frozenset[int]
    type: str | None
    sources: frozenset[int] = frozenset()
    targets: frozenset[int] = frozenset()


class _Way(NamedTuple):
    """From a mention to an event: tokens up to the common governor, the governor, tokens down to the event; ``length``:
    how many tokens up and down."""

    up: tuple[int, ...]
    top: int
    down: tuple[int, ...]
    length: int


class _Phrase(NamedTuple):
    """What a way up begins with: the tokens of the mention's own phrases, those of the clauses above them, the relation
    of each of the first, and the prepositions of the innermost and the outermost phrase that has one (else ``-``)."""

    own: tuple[int, ...]
    above: tuple[int, ...]
    steps: list[str]
    inner: str
    outer: str


class View:
    """The tree of one article, asked for features."""

    def __init__(
        self, syntax: Syntax, sites: Sequence[Site], speech: frozenset[str], actors: Mapping[int, str]
    ) -> None:
        """``speech``: lemmas of saying; ``actors``: token -> kind of the actor whose mention covers it."""
        self.syntax = syntax
        self.tokens = syntax.tokens
        self.speech = speech
        self.actors = actors
        self.sites = tuple(sites)
        self.pointing = Pointing(syntax.analysis, "event")
        self.owner = {i: site.head for site in sites for i in (site.head, *site.words)}
        self._near: dict[int, list[Site]] = {}
        for site in sites:
            self._near.setdefault(self.tokens[site.head].sentence, []).append(site)
        self._ways: dict[tuple[int, int, frozenset[int]], _Way] = {}
        # What every event of a sentence asks of its mentions again.
        self._marks = lru_cache(maxsize=None)(self._marks_of)
        self._chain = lru_cache(maxsize=None)(self._chain_of)
        self._case = lru_cache(maxsize=None)(self._case_of)
        self._clause = lru_cache(maxsize=None)(self._clause_of)

    def top(self, mention: Mention) -> int:
        """The token of a mention whose governor lies outside it."""
        first, last = mention.token_start, mention.token_end
        for i in range(first, last):
            head = self.tokens[i].head
            if not first <= head < last or head == i:
                return i
        return first

    def features(self, site: Site, mentions: Sequence[Mention]) -> list[tuple[str, ...]]:
        """The features of each of the mentions, all of the event's own sentence."""
        tops = [self.top(m) for m in mentions]
        ways = [self._way(top, site) for top in tops]
        sentence = self.tokens[site.head].sentence
        found: list[tuple[str, ...]] = []
        for k, (mention, top, way) in enumerate(zip(mentions, tops, ways, strict=True)):
            if self.tokens[top].sentence != sentence:
                found.append(("dateline", f"dateline:{site.type}", f"dateline:of {min(len(mentions), 3)}"))
                continue
            nearer = sum(w.length < way.length for w in ways)
            phrase = self._phrase(way)
            names = [*self._of_way(site, top, way, phrase), f"rank:{min(nearer, 3)}", *self._beside(mentions, k)]
            names += self._rivals(site, top, way)
            sort = self._place_sort(mention, site) if isinstance(mention, PlaceMention) else _time_sort(mention)
            names += self._crossed_with(sort, site, top, way, phrase)
            found.append(tuple(dict.fromkeys(names)))
        return found

    def shares(self, site: Site, mentions: Sequence[Mention]) -> list[float]:
        """How surely the encoder's head of parts takes each mention (its preposition counted in; a dateline's is that
        of nothing) and, last, nothing for the event's place, or time; empty where no such head was asked."""
        part = "place" if isinstance(mentions[0], PlaceMention) else "time"
        pointed = self.pointing.of(part, sorted({site.head, *site.words}))
        if pointed is None:
            return []
        sentence = self.tokens[site.head].sentence
        found: list[float] = []
        for mention in mentions:
            words = set(range(mention.token_start, mention.token_end))
            words.update(c.i for c in self.syntax.analysis.children(self.top(mention), "case", "det", "amod"))
            here = [i for i in words if self.tokens[i].sentence == sentence]
            found.append(pointed.at(here) if here else pointed.nobody)
        return [*found, pointed.nobody]

    def _rivals(self, site: Site, top: int, way: _Way) -> Iterator[str]:
        """How many other events of the sentence are nearer to the mention, and how this one hangs on the nearest."""
        sentence = self.tokens[site.head].sentence
        near = [
            (self._way(top, other).length, other.head)
            for other in self._near.get(sentence, ())
            if other.head != site.head
        ]
        nearer = sorted(n for n in near if n[0] < way.length)
        yield f"rivals:{min(len(nearer), 2)}"
        if nearer:
            step = self._clause(site.head) if self.tokens[site.head].head == nearer[0][1] else "-"
            yield f"rival:{step}|{nearer[0][0] <= 1}"
            if step != "-":
                yield f"rival:{step}|{self._order(site, top, way)}"
        else:
            yield f"alone:{min(len(near), 2)}|{min(way.length, 6)}"

    # ------------------------------------------------------------------ the way

    def _chain_of(self, i: int) -> Mapping[int, int]:
        """A token and what governs it, nearest first, with its place in that order."""
        return {k: n for n, k in enumerate([i, *[t.i for t in self.syntax.analysis.ancestors(i)]])}

    def _way(self, top: int, site: Site) -> _Way:
        key = (top, site.head, site.words)
        found = self._ways.get(key)
        if found is None:
            found = self._ways[key] = self._shortest(top, site)
        return found

    def _shortest(self, top: int, site: Site) -> _Way:
        """The shortest way to any word of the event."""
        up = tuple(self._chain(top))
        best: _Way | None = None
        for anchor in sorted({site.head, *site.words}):
            at = self._chain(anchor)
            meet = next((n for n, t in enumerate(up) if t in at), None)
            if meet is None or (best is not None and meet + at[up[meet]] >= best.length):
                continue
            best = _Way(up[:meet], up[meet], tuple(at)[: at[up[meet]]][::-1], meet + at[up[meet]])
        return best or _Way(up, up[-1], (), len(up))

    def _phrase(self, way: _Way) -> _Phrase:
        up = way.up
        clause = next((n for n, i in enumerate(up) if n and self.syntax.is_verb(i)), len(up))
        own = up[:clause]
        cases = [case for i in own if (case := self._case(i))] or ["-"]
        return _Phrase(own, up[clause:], [self._step(i) for i in own], cases[0], cases[-1])

    def _step(self, i: int) -> str:
        return _plain(self.tokens[i].dep)

    def _case_of(self, i: int) -> str:
        """The preposition of a phrase: the first, with a second (``out of``)."""
        words = [
            c
            for c in self.syntax.analysis.children_of[i]
            if self.tokens[c].dep == "case" and self.tokens[c].text.lower() not in ("'s", "’s", "'", "’")
        ]
        return "+".join(self.syntax.lemmas[c] for c in words[:2])

    def _clause_of(self, i: int) -> str:
        """A step down to a clause: its relation, its mark, and the form of its verb where it has none."""
        marks = [c for c in self.syntax.analysis.children_of[i] if self.tokens[c].dep in ("mark", "case")]
        mark = self.syntax.lemmas[marks[0]] if marks else ""
        step = self._step(i)
        if step in ("advcl", "acl", "xcomp", "ccomp", "acl:relcl", "parataxis"):
            form = mark or self.tokens[i].xpos[:3]
            return f"{step}:{form}"
        if step == "conj":
            return "conj" if self.syntax.child(i, "nsubj") is None else "conj:subject"
        return f"{step}:{mark}" if mark and not self.syntax.is_verb(i) else step

    def _of_way(self, site: Site, top: int, way: _Way, phrase: _Phrase) -> list[str]:
        steps = phrase.steps
        plain = [s for s in steps if s not in _INSIDE] or steps[-1:]
        up = "<".join(plain[-_LONGEST:]) or "itself"
        clauses = "<".join([self._clause(i) for i in phrase.above[:_LONGEST]]) or "-"
        down = ">".join([self._clause(i) for i in way.down[:_LONGEST]]) or "same"
        order = self._order(site, top, way)
        names = [*_way_names(up, phrase.inner, phrase.outer, clauses, down, order)]
        names += [f"length:{min(way.length, 6)}", f"far:{_bucket(abs(top - site.head))}"]
        names += [f"inside:{s}" for s in dict.fromkeys(steps) if s in _INSIDE]
        names += self._crossed(site, way)
        names += self._below(site, phrase.own)
        return names

    def _order(self, site: Site, top: int, way: _Way) -> str:
        """Where the mention stands to the event and to the clause that both are in."""
        if top < min(site.head, way.top):
            return "first"
        if top > max(site.head, way.top):
            return "last"
        if way.top == site.head or not way.down:
            return "beside"
        return "between, clause first" if way.top < site.head else "between, event first"

    def _crossed(self, site: Site, way: _Way) -> Iterator[str]:
        others = {self.owner[i] for i in way.up if i in self.owner} - {site.head}
        if others:
            yield "crossed:below another event"
        if way.top in self.owner and self.owner[way.top] != site.head:
            yield "crossed:with another event"
        if {self.owner[i] for i in way.down if i in self.owner} - {site.head}:
            yield "crossed:above another event"
        if self.syntax.lemmas[way.top] in self.speech and way.top not in (site.head, *site.words):
            yield "crossed:at a word of saying"
        quotes, semicolons = self._marks(self.tokens[site.head].sentence)
        if _any_between(quotes, way.top, site.head):
            yield "crossed:a quotation"
        if _any_between(semicolons, way.up[0] if way.up else way.top, site.head):
            yield "crossed:a semicolon"

    def _marks_of(self, sentence: int) -> tuple[Sequence[int], Sequence[int]]:
        """The quotation marks and the semicolons of a sentence, of which most have none."""
        s = self.syntax.analysis.sentences[sentence]
        marks = [t for t in self.tokens[s.first : s.last] if t.text == ";" or t.text in DOUBLE_MARKS]
        return [t.i for t in marks if t.text != ";"], [t.i for t in marks if t.text == ";"]

    def _below(self, site: Site, own: Sequence[int]) -> Iterator[str]:
        """Of ``Mendoza summit``, ``Casablanca prison``, ``Kosovo police``: what the noun is."""
        for i in own[:1]:
            token = self.tokens[i]
            if token.dep in ("compound", "nmod:poss", "amod", "nmod:desc"):
                noun = token.head
                if noun == site.head or noun in site.words:
                    kind = "the event"
                elif self.syntax.lemmas[noun] in self.syntax.grammar.objects:
                    kind = "a thing"
                elif noun in self.actors or self.syntax.lemmas[noun] in self.syntax.grammar.people:
                    kind = "somebody"
                else:
                    kind = "else"
                yield f"below:{self._step(i)} {kind}"

    # ------------------------------------------------------------------ mentions

    def _crossed_with(self, sort: list[str], site: Site, top: int, way: _Way, phrase: _Phrase) -> list[str]:
        inner = phrase.inner
        last = next((s for s in reversed(phrase.steps) if s not in _INSIDE), "itself")
        verbal = "verb" if self.syntax.is_verb(site.head) else "noun"
        down = ">".join([self._clause(i) for i in way.down[:2]]) or "same"
        names = [*_sort_names(tuple(sort), inner, str(site.type), last, verbal, down)]
        for role, heads in (("source", site.sources), ("target", site.targets)):
            if not heads:
                continue
            if top in heads or any(i in heads and s in _INSIDE for i, s in zip(phrase.own, phrase.steps, strict=True)):
                names += [f"part:is {role}", f"part:is {role}|{site.type}"]
            elif way.top in heads or not heads.isdisjoint(way.up):
                names += [f"part:in {role}", f"part:in {role}|{inner}", f"part:in {role}|{site.type}"]
        return names

    def _place_sort(self, mention: PlaceMention, site: Site) -> list[str]:
        kind = mention.place.kind if mention.place else "unknown"
        actor = next((self.actors[i] for i in range(mention.token_start, mention.token_end) if i in self.actors), "no")
        found = [kind, f"actor {actor}"]
        if self.syntax.title(site.head):
            found.append("headline")
        return found

    def _beside(self, mentions: Sequence[Mention], k: int) -> Iterator[str]:
        """``Korangi`` in ``Karachi's Korangi district``, ``Zahle, Lebanon``: the smaller place is the better answer."""
        own = mentions[k]
        if not isinstance(own, PlaceMention):
            return
        for n, other in enumerate(mentions):
            if n != k and isinstance(other, PlaceMention):
                gap = other.token_start - own.token_end if n > k else own.token_start - other.token_end
                if 0 <= gap <= 3 and _holds(other, own):
                    yield "beside:a larger place"
                elif 0 <= gap <= 3 and _holds(own, other):
                    yield "beside:a smaller place"


def none_features(site: Site, syntax: Syntax, count: int) -> tuple[str, ...]:
    """The features of an event having none of ``count`` mentions."""
    verbal = "verb" if syntax.is_verb(site.head) else "noun"
    return "none", f"none:{site.type}", f"none:{verbal}", f"none:of {min(count, 3)}"


def around(analysis: Analysis) -> Mapping[int, int]:
    """Sentence -> the sentence before it, where that is no more than a dateline (``LASHIO, Myanmar -``)."""
    found: dict[int, int] = {}
    for line, sentence in pairwise(analysis.sentences):
        tokens = analysis.tokens[line.first : line.last]
        short = 0 < len(tokens) <= _DATELINE and sentence.block == line.block
        if short and tokens[0].text[:1].isupper() and tokens[-1].text in _DASHES and not _verbs(tokens):
            found[sentence.i] = line.i
    return found


@cache
def _plain(dep: str) -> str:
    """A relation without its subtype, but for those that tell sides apart."""
    return dep if dep in ("nmod:poss", "acl:relcl", "nsubj:pass", "obl:agent") else dep.partition(":")[0]


# Most mentions hang on their events as many others do: strings that are made already are not even hashed again.
@lru_cache(maxsize=1 << 13)
def _way_names(up: str, inner: str, outer: str, clauses: str, down: str, order: str) -> tuple[str, ...]:
    """The features of a way between a mention and an event."""
    first = (f"up:{up}", f"case:{inner}", f"clauses:{clauses}", f"down:{down}", f"way:{up}|{clauses}|{down}")
    return *first, f"up+case:{up}|{inner}", f"outer:{outer}", f"order:{order}", f"down+order:{down}|{order}"


@lru_cache(maxsize=1 << 13)
def _sort_names(sort: tuple[str, ...], inner: str, kind: str, last: str, verbal: str, down: str) -> tuple[str, ...]:
    """The features of what a mention is, under which preposition and in which relation, and of the event's type."""
    names = [*(f"sort:{s}" for s in sort), *(f"sort+case:{s}|{inner}" for s in sort)]
    return *names, f"type+case:{kind}|{inner}", f"type+role:{kind}|{last}", f"trigger:{verbal}|{last}|{down}"


def _any_between(places: Sequence[int], one: int, other: int) -> bool:
    """Whether one of ``places`` lies between two tokens, the first of them counted in, the last not."""
    first, last = (one, other) if one < other else (other, one)
    return any(first <= i < last for i in places)


def _verbs(tokens: Sequence[Token]) -> bool:
    return any(t.upos in ("VERB", "AUX") for t in tokens)


def _holds(large: PlaceMention, small: PlaceMention) -> bool:
    """Whether one place is the country, division or region in which the other lies."""
    a, b = large.place, small.place
    if a is None:
        return False
    if b is None:
        return a.kind in ("country", "admin1", "capital", "city", "region")
    order = {"country": 3, "region": 2, "admin1": 2, "admin2": 1}
    return order.get(a.kind, 0) > order.get(b.kind, 0) and (a.country is None or a.country == b.country)


def _time_sort(mention: TimeMention) -> list[str]:
    grain = mention.interval.granularity.value if mention.interval else "unresolved"
    return [mention.kind.value, grain, mention.reading]


def _bucket(distance: int) -> str:
    return str(next((f for f in _FAR if distance <= f), "far"))
