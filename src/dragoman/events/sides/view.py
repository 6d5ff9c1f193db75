"""Where the phrases of a sentence stand to an event: each candidate for its sides with its features.

``features`` tells what the features are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dragoman.events.acts.constituents import Match
from dragoman.events.sides.candidates import Candidates
from dragoman.events.sides.features import ALONE, Stand, near, ordered, ruled, sectored, spaced, written
from dragoman.events.sides.places import JOINED, Places, joined
from dragoman.events.trees.cast import Cast
from dragoman.events.trees.syntax import Syntax
from dragoman.knowledge.weights import Row
from dragoman.records import Participant
from dragoman.records.pointing import Pointed, Pointing

__all__ = ["DONE_IN", "View"]

DONE_IN = frozenset({"in", "during"})
"""Prepositions of an act in which somebody suffered: ``killed in an ambush``."""

_FAR = (2, 5, 10, 20)
_FAR_OF = tuple(next(f for f in _FAR if distance <= f) for distance in range(_FAR[-1] + 1))
"""Distance in words -> the bound under which it falls."""
_MOST_BETWEEN, _MOST_CLAUSES, _MOST_OTHERS = "3", 3, 5
_BETWEEN = ("0", "1", "2", _MOST_BETWEEN)
_OWN = frozenset({"amod", "compound", "det", "flat", "nummod", "case"})
_RELATED = frozenset({"it", "who", "which", "that"})
"""Pronouns of things and those that relate a clause."""


@dataclass(slots=True)
class _Event:
    """What the features of an event's candidates ask of it, made once.

    ``people``: the candidates, in the order of the text; ``at``: how many of them stand before the event; ``through``:
    what counting nouns that are seated are about -> these; ``unseated``: the rule of whom the expression seats on no
    side; ``down``: see ``Places.down``; ``before``, ``after``: the verb with a candidate on this side of it;
    ``speakers``, ``saying``: who tells it, and by which verb; ``told``: its type, and whether somebody tells it.
    """

    match: Match
    head: int
    kind: str
    name: str
    verb: str
    before: str
    after: str
    form: str
    decided: str
    title: bool
    people: Mapping[int, Participant]
    at: int
    places: Mapping[int, str]
    seated: tuple[frozenset[int], frozenset[int]]
    through: Mapping[int, int]
    unseated: str
    down: Mapping[int, str]
    speakers: frozenset[int]
    saying: str
    told: str


class View:
    """One article's trees, asked where candidates (``candidates.Candidates``) stand to events (``places.Places``)."""

    def __init__(self, syntax: Syntax, cast: Cast, found: Sequence[Match] = (), *, fitting: bool = False) -> None:
        """``found``: all that expressions match in the article; ``fitting``: with the features that only a fit uses."""
        self._fitting = fitting
        self.syntax = syntax
        self.cast = cast
        self.tokens = syntax.tokens
        self._candidates = Candidates(syntax, cast)
        self.candidates = self._candidates.of
        self.is_place = self._candidates.is_place
        self.places = Places(syntax)
        self._elsewhere = self._sides(found)
        self._told = frozenset([m.head for m in found if m.entry.type])
        self._pointing = Pointing(syntax.analysis, "event")
        # What every event of a sentence asks of its phrases again.
        self._pointed = lru_cache(maxsize=None)(self._pointed_at)
        self._seats = lru_cache(maxsize=None)(self._seats_of)
        self._words = lru_cache(maxsize=None)(self._words_of)
        self._sort = lru_cache(maxsize=None)(self._sort_of)
        self._clauses = lru_cache(maxsize=None)(self._clauses_of)

    def _sides(self, found: Sequence[Match]) -> dict[int, list[tuple[str, int, str]]]:
        """Token -> the sides that it has in the events that expressions find: side, head and type of the event."""
        sides: dict[int, list[tuple[str, int, str]]] = {}
        for match in found:
            for name, heads in (("S", match.sources), ("T", match.targets)):
                for i in {c for h in heads for c in self.syntax.conjuncts(h)} if match.entry.type else ():
                    sides.setdefault(i, []).append((name, match.head, match.entry.type or ""))
        return sides

    def stands(self, match: Match) -> list[Stand]:
        """All candidates of the event's sentence with their features."""
        people = self._people(match)
        first: dict[int, int] = {}
        for i in people:
            for c in self.syntax.conjuncts(i):
                first.setdefault(c, i)
        event = self._event(match, people)
        shares = self._shares(match, people)
        return [self._stand(event, k, i, first[i], shares[k]) for k, i in enumerate(people)]

    def _people(self, match: Match) -> dict[int, Participant]:
        """The candidates for the event's sides, in the order of the text, and who each is."""
        found = self.candidates(self.tokens[match.head].sentence)
        # `a state of emergency`: a word on which another of the expression hangs is no body that acts.
        phrase = {self.tokens[w].head for w in match.words if self.tokens[w].dep == "nmod"} & match.words
        return {i: one for i, one in found.items() if i != match.head and i not in phrase}

    def shares(self, match: Match, heads: Container[int]) -> tuple[float, float]:
        """How surely the encoder takes the phrases of ``heads`` together for each side of the event; 0 without its head
        of parts."""
        people = self._people(match)
        found = [shares for i, shares in zip(people, self._shares(match, people), strict=True) if i in heads]
        return sum([source for source, _ in found]), sum([target for _, target in found])

    def nobody(self, match: Match) -> tuple[float | None, float | None]:
        """How surely the encoder's head of parts leaves each side empty; None where no such head was asked."""
        source, target = self._pointed(match.head, match.words, match.entry.type)
        return None if source is None else source.nobody, None if target is None else target.nobody

    def _pointed_at(self, head: int, words: frozenset[int], kind: str | None) -> list[Pointed | None]:
        """Whom an event's words take for its source and for its target. A verb that says what is done is asked alone:
        other words of the expression may have a doer of their own (``overrode the president's veto``, ``demanded the
        activist's release``).
        """
        alone = words and self.syntax.is_verb(head) and not self.syntax.lends(head)
        trigger = (head,) if alone or not words else sorted({head, *words})
        return [self._pointing.of(side, trigger, kind) for side in ("source", "target")]

    def _shares(self, match: Match, people: Mapping[int, Participant]) -> list[tuple[float, float]]:
        """For each candidate how surely it is the source and the target: by its words, but for those of candidates
        inside it."""
        source, target = self._pointed(match.head, match.words, match.entry.type)
        if source is None and target is None:
            return [(0.0, 0.0)] * len(people)
        spans = [
            [k for k in words if k == i or k not in people] if shared else words
            for i, (words, shared) in [(i, self._words(i)) for i in people]
        ]
        acting, suffering = [[0.0] * len(spans) if side is None else side.each(spans) for side in (source, target)]
        return list(zip(acting, suffering, strict=True))

    def _words_of(self, i: int) -> tuple[tuple[int, ...], bool]:
        """The words that name who a candidate stands for, and those that hang on it; and whether other candidates are
        among them."""
        sentence = self.syntax.analysis.sentences[self.tokens[i].sentence]
        candidates = self.candidates(sentence.i)
        start, end = candidates[i].evidence.start, candidates[i].evidence.end
        first = last = i
        while first > sentence.first and self.tokens[first - 1].end > start:
            first -= 1
        while last + 1 < sentence.last and self.tokens[last + 1].start < end:
            last += 1
        own = [c for c in self.syntax.analysis.children_of[i] if self.tokens[c].dep in _OWN]
        words = {*range(first, last + 1), *own}
        return tuple(words), len(words & candidates.keys()) > 1

    def _speakers(self, head: int) -> tuple[frozenset[int], str]:
        """Who says what the event is told in, or else acts in the nearest clause above; and by which verb."""
        for above in self.syntax.analysis.ancestors(head):
            subjects = [c for a in self.syntax.subjects(above.i)[0] for c in self.syntax.conjuncts(a)]
            if subjects:
                return frozenset(subjects), self.syntax.lemmas[above.i]
        return frozenset(), ""

    def seated(self, match: Match) -> tuple[frozenset[int], frozenset[int]]:
        """The phrases that the expression's own slots seat on each side."""
        return self._seats(match.sources), self._seats(match.targets)

    def _seats_of(self, heads: tuple[int, ...]) -> frozenset[int]:
        conjuncts = self.syntax.conjuncts
        return frozenset([c for h in heads for c in conjuncts(h)])

    def hit_by_noun(self, i: int, act: int) -> bool:
        """Whether an expression headed by a noun, in the line of the tree that leads to an act or down from it, says
        that an attack was on a phrase."""
        if "with" in self.syntax.case_words(i):
            return False  # `in clashes with militants`
        for side, head, kind in self._elsewhere.get(i, ()):
            if side != "T" or kind != "ASSAULT" or head == act or self.tokens[head].upos != "NOUN":
                continue
            if any(t.i == head for t in self.syntax.analysis.ancestors(act)) or self.tokens[head].head == act:
                return True
        return False

    def acts_at(self, i: int, verb: int, kind: str) -> bool:
        """Whether an expression headed by a verb says that a phrase does an act of a type."""
        return ("S", verb, kind) in self._elsewhere.get(i, ())

    def tells(self, clause: int) -> bool:
        """Whether an expression is headed by a word of a clause."""
        first, last = self.syntax.analysis.subtree(clause)
        return any(first <= head < last for head in self._told)

    # ------------------------------------------------------------------ features

    def _event(self, match: Match, people: Mapping[int, Participant]) -> _Event:
        """What the features of all candidates of an event ask of it."""
        kind = match.entry.type or "none"
        decided = "frame" if match.entry.general else match.entry.pattern.head_class.value
        slots = written(match.entry.pattern.slots)
        speakers, saying = self._speakers(match.head)
        verb = f"verb:{self.syntax.lemmas[match.head]}"
        seated = self.seated(match)
        through: dict[int, int] = {}
        for side in seated:
            for q in side:
                through.setdefault(self.syntax.through_quantity(q), q)
        return _Event(
            match,
            match.head,
            kind,
            match.entry.name,
            verb,
            f"{verb}|before",
            f"{verb}|after",
            f"form:{self.form(match)}",
            f"{decided}|{slots}",
            self.syntax.title(match.head),
            people,
            bisect_left(tuple(people), match.head),
            self.places.of(match, people),
            seated,
            through,
            f"-{'s' if seated[0] else ''}{'t' if seated[1] else ''}",
            self.places.down(match.head),
            speakers,
            saying,
            f"{kind}|{decided} {'told' if speakers else 'plain'}",
        )

    def _stand(self, event: _Event, k: int, i: int, group: int, shares: tuple[float, float]) -> Stand:
        """The candidate at token ``i``, the event's ``k``-th."""
        kind, one, token = event.kind, event.people[i], self.tokens[i]
        way = self.places.way(i, event.down)
        where = event.places.get(i) or f"way {way}"
        sort, rule = self._sort(i), _rule(event, i)
        before = i < event.head
        side = "before" if before else "after"
        between = event.at - k - 1 if before else k - event.at
        cases = joined(self.syntax.case_words(i)) or "-"
        traits = (
            (ruled, rule, kind, event.decided, sort),
            (ordered, side, kind, _BETWEEN[between] if between < len(_BETWEEN) else _MOST_BETWEEN, rule),
            (spaced, *self._spaces(event, i), rule, side if event.title else ""),
            (near, self.syntax.relation(i), side, cases, kind),
            (sectored, one.sectors[0] if one.sectors else "?", kind, side),
        )
        rows: list[Row] = [
            (f"place:{where}", ("", kind, sort, rule, event.verb, event.told)),
            (f"way:{way}", ALONE),
            (event.form, (where, f"{where}|{kind}")),
            (f"near:{cases}", (event.before if before else event.after, f"under:{self.syntax.lemmas[token.head]}")),
            (f"near:{where}", (event.name,)),
            *self._parts(event, i),
        ]
        if i in self._elsewhere:
            rows += self._others(event, i)
        if i in event.speakers:
            rows += [("speaker", (kind,)), (f"speaker:{event.saying}", (kind,))]
        if self._fitting:
            rows.append((f"word:{self.syntax.lemmas[i]}", ("", kind)))
        return Stand(i, group, one, traits, tuple(rows), shares)

    def _spaces(self, event: _Event, i: int) -> tuple[int | str, int, int]:
        """How far a candidate stands from the event, among how many, over how many clauses."""
        first, last = (i, event.head) if i < event.head else (event.head, i)
        distance = last - first
        far = _FAR_OF[distance] if distance < len(_FAR_OF) else "far"
        clauses = 0
        for k in self._clauses(i):
            clauses += first < k < last
        return far, min(len(event.people), _MOST_OTHERS), min(clauses, _MOST_CLAUSES)

    def _others(self, event: _Event, i: int) -> Iterator[Row]:
        """The sides of a candidate in other events of the sentence."""
        found: dict[tuple[str, str], None] = {}
        for other, head, other_kind in self._elsewhere[i]:
            if head != event.head:
                where = "before" if head < event.head else "after"
                for rest in (where, f"{where}|{event.kind}", f"{event.kind}|{other_kind}"):
                    found[f"other:{other}", rest] = None
        return ((first, (rest,)) for first, rest in found)

    def _parts(self, event: _Event, i: int) -> list[Row]:
        """Whether a candidate is part of the expression, or of another candidate."""
        seated = event.seated
        found: list[Row] = []
        if i in event.match.words:
            target = f"{event.kind}|{'t' if seated[1] else '-'}"
            found.append(("part:of the expression", ("", event.kind, self._sort(i), target)))
        token = self.tokens[i]
        above = token.head
        if token.dep in JOINED:
            found.append((f"part:joined by {token.dep}", ALONE))
            found += [
                (f"part:joined to {side}", ALONE) for side, seats in zip("ST", seated, strict=True) if above in seats
            ]
        for _ in range(3):
            if above in event.people and above != i:
                found.append(("part:inside another", ("", f"{token.dep}|{self._sort(above)}")))
                found += [
                    (f"part:inside {side}", ALONE) for side, seats in zip("ST", seated, strict=True) if above in seats
                ]
                break
            above = self.tokens[above].head
        return found

    def form(self, match: Match) -> str:
        """What kind of word the event's head is."""
        if self.syntax.is_verb(match.head):
            return "passive" if match.frame.passive else "active"
        predicate = self.syntax.child(match.head, "cop") is not None
        return f"{'predicate ' if predicate else ''}{self.tokens[match.head].upos}"

    def _sort_of(self, i: int) -> str:
        token = self.tokens[i]
        entity = self.syntax.entity_of[i]
        if token.upos == "PRON":
            if token.feature("Person") == "1":
                return "pronoun I"
            lemma = self.syntax.lemmas[i]
            return f"pronoun {lemma}" if lemma in _RELATED else "pronoun"
        if entity >= 0:
            label = self.syntax.analysis.entities[entity].label
            return f"{label} {'head' if self.cast.headed(i) else 'name'}"
        if self.cast.can_act(i):
            return "people named" if self.cast.headed(i) else "people"
        return "place" if self.cast.place(i) is not None else "thing"

    def _clauses_of(self, i: int) -> tuple[int, ...]:
        """The predicates above a token."""
        return tuple([t.i for t in self.syntax.analysis.ancestors(i) if self.syntax.is_verb(t.i)])


def _rule(event: _Event, i: int) -> str:
    """``ST``: both sides; ``-``: neither; small letters: sides on which another is seated."""
    quantity = event.through.get(i)
    source, target = event.seated
    if quantity is None and i not in source and i not in target:
        return event.unseated
    mine = others = ""
    for name, side in (("S", source), ("T", target)):
        if i in side or quantity in side:
            mine += name
        elif side:
            others += name.lower()
    return f"{mine or '-'}{others}"
