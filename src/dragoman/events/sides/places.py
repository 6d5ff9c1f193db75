"""Where phrases stand in the tree to an event: their places in its frame, and the way from them to it."""

from __future__ import annotations

from collections.abc import Container, Mapping
from functools import lru_cache

from dragoman.events.acts.constituents import Match
from dragoman.events.trees.syntax import Frame, Syntax

__all__ = ["JOINED", "Places", "joined"]

JOINED = frozenset({"conj", "appos", "flat", "list"})
_LONGEST = 3
_INSIDE = ("nmod", "obl", "compound", "amod", "appos")
"""How the relations begin by which a phrase stands inside another."""


class Places:
    """One article's trees, asked for places."""

    def __init__(self, syntax: Syntax) -> None:
        self.syntax = syntax
        self.tokens = syntax.tokens
        # What every event of a sentence asks of its phrases again.
        self._inside = lru_cache(maxsize=None)(self._places_inside)
        self._named = lru_cache(maxsize=None)(self._named_with)

    def of(self, match: Match, people: Container[int]) -> dict[int, str]:
        """Token -> its place in the frame of the event, the nearest first; of ``people``, phrases inside phrases after
        them."""
        found: dict[int, str] = {}
        self._framed(match.frame, "", found)
        if not self.syntax.is_verb(match.head):
            self._around(match.head, "", found)
        for word in sorted(match.words):
            if word != match.support:
                self._framed(Frame((), (), (), self.syntax.obliques(word), False), "word ", found)
                self._around(word, "word's ", found)
        lent = match.support if match.support >= 0 else self._governor(match)
        if lent >= 0:
            self._framed(self.syntax.frame(lent), "lent ", found)
        for i, name in list(found.items()):
            for c, place in self._inside(i):
                if c in people and c not in found:
                    found[c] = f"{name}'s {place}"
        return found

    def _governor(self, match: Match) -> int:
        """The predicate of which an event noun or an open complement is a part."""
        head = self.tokens[match.head].head
        if head == match.head or self.tokens[match.head].dep in ("conj", "parataxis", "acl:relcl", "appos"):
            return -1
        while not self.syntax.is_verb(head) and self.tokens[head].head != head:
            head = self.tokens[head].head
        return head if self.syntax.is_verb(head) else -1

    def _framed(self, frame: Frame, before: str, found: dict[int, str]) -> None:
        if frame.passive:
            before = f"{before}passive "
        for name, heads in (("agent", frame.agents), ("patient", frame.patients), ("indirect", frame.indirect)):
            for head in heads:
                self._put(head, f"{before}{name}", found)
        for oblique in frame.obliques:
            clause = "clause " if oblique.clausal else ""
            self._put(oblique.head, f"{before}{clause}{joined(oblique.cases) or 'bare'}", found)

    def _around(self, noun: int, before: str, found: dict[int, str]) -> None:
        for i, place in self._inside(noun):
            found.setdefault(i, before + place)

    def _places_inside(self, noun: int) -> tuple[tuple[int, str], ...]:
        """The phrases inside a phrase, with their places there, the nearest first."""
        below = self.syntax.analysis.children_of[noun]
        if not below:
            return ()
        found: dict[int, str] = {}
        for owner in (*self.syntax.modifiers(noun), *self.syntax.before(noun, self.syntax.grammar.bodies)):
            self._put(owner, "owner", found)
        for c in below:
            dep = self.tokens[c].dep
            if dep.startswith(_INSIDE):
                self._put(c, joined(self.syntax.case_words(c)) or dep, found)
        return tuple(found.items())

    def _put(self, i: int, name: str, found: dict[int, str]) -> None:
        for c in self._named(i):
            found.setdefault(c, name)

    def _named_with(self, i: int) -> tuple[int, ...]:
        """A phrase, what is coordinated with it, and what these count."""
        return tuple([k for c in self.syntax.conjuncts(i) for k in (c, self.syntax.through_quantity(c))])

    def way(self, i: int, below: Mapping[int, str]) -> str:
        """Relations up from a phrase to what governs it and the event, and down from there; ``below``: those down, by
        the token that they begin at."""
        up: list[str] = []
        token = self.tokens[i]
        while i not in below and token.head != i:
            if token.dep not in JOINED:
                up.append(self.syntax.relation(i))
            i = token.head
            token = self.tokens[i]
        return "<".join(up[-_LONGEST:]) + "^" + below.get(i, "")

    def down(self, head: int) -> dict[int, str]:
        """The event and what governs it -> the relations down from there to the event, the topmost of them."""
        found = {head: ""}
        way: list[str] = []
        while (above := self.tokens[head].head) != head:
            way = [self.tokens[head].dep, *way[: _LONGEST - 1]]
            found[above] = ">".join(way)
            head = above
        return found


@lru_cache(maxsize=1 << 12)
def joined(cases: frozenset[str]) -> str:
    """The first two of a phrase's prepositions and marks, joined; empty where it has none."""
    return "+".join(sorted(cases)[:2])
