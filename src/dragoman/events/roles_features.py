"""What speaks for a noun phrase being an event's source or its target: features of where it stands to the event.

Declared here, weighted by ``data/roles.csv`` (fitted by ``training/roles.py`` on the split ``train`` of our corpus). A
feature is a string; it is there or it is not. Those that begin alike, up to the first bar, are made as one row
(``knowledge.weights.Row``):

=============  =========================================================================================================
``place``      where the phrase stands: ``agent``, ``patient``, ``indirect``, ``on`` (an oblique, by its preposition) of
               the event's predicate or, ``lent``, of the verb that lends itself to an event noun; ``owner`` or ``of``
               (by its preposition) of the event noun or (``patient's``, ``on's``) of such a phrase; else the way
               through the tree, by relations
``rule``       what the expression's own slots and the standard frames made of it, and whether they seated another
``sort``       what it is: a name of some kind, a pronoun, people, a thing, a place
``type``       of the event; ``verb``: the lemma of its head; ``form``: what kind of word that is
``order``      before or after the event, how many others stand between
``part``       it is a word of the expression; it is joined to another phrase; it stands inside another candidate
``clauses``    how many clauses lie between
``near``       its relation and prepositions alone, with the word above it, the event's verb or expression
``sector``     the first sector of who it stands for; ``word``: its lemma, for the fit alone (``training/roles.py``)
``other``      its side in another event of the sentence, and that one's type
``speaker``    it says what the event is told in
``beside``     of targets only: where it stands to the source that was chosen, their sectors and countries, or that it
               is that source (who act on one another)
``nobody``     of no phrase but of leaving the side empty: the event's type, verb, form, slots, how many might fill it
=============  =========================================================================================================
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from dragoman.events.cast import Cast
from dragoman.events.constituents import Match
from dragoman.events.syntax import Frame, Syntax
from dragoman.knowledge.weights import Row
from dragoman.records import Participant
from dragoman.records.pointing import Pointing

__all__ = ["Stand", "View"]

_FAR = (2, 5, 10, 20)
_LONGEST = 3
_OWN = frozenset({"amod", "compound", "det", "flat", "nummod", "case"})
_JOINED = frozenset({"conj", "appos", "flat", "list"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "ADJ", "NUM", "X", "DET", "SYM"})
_ALONE = ("",)


@dataclass(frozen=True, slots=True)
class Stand:
    """One candidate for the sides of one event. ``group``: the first of the phrases that it is coordinated with."""

    token: int
    group: int
    someone: Participant
    rows: tuple[Row, ...]
    shares: Mapping[str, float] = field(default_factory=dict)
    """How surely the encoder's head of parts takes it for the ``source`` and for the ``target``; empty without one."""

    @property
    def features(self) -> tuple[str, ...]:
        """What speaks for it and against it, whole."""
        return tuple(f"{first}|{rest}" if rest else first for first, rests in self.rows for rest in rests)

    @property
    def sector(self) -> str:
        """The first sector of who it is; ``?`` where that is not known."""
        return self.someone.sectors[0] if self.someone.sectors else "?"


@dataclass(frozen=True, slots=True)
class _Event:
    """What the features of an event's candidates ask of it, made once.

    ``pool``: the candidates, in the order of the text; ``through``: what counting nouns that are seated are about ->
    these; ``down``: see ``View._down``; ``speakers``, ``saying``: who tells it, and by which verb.
    """

    match: Match
    head: int
    kind: str
    name: str
    verb: str
    form: str
    decided: str
    title: bool
    pool: tuple[int, ...]
    places: Mapping[int, str]
    seated: tuple[frozenset[int], frozenset[int]]
    through: Mapping[int, int]
    down: Mapping[int, str]
    speakers: frozenset[int]
    saying: str


class View:
    """One article's trees, asked where candidates stand to events."""

    def __init__(self, syntax: Syntax, cast: Cast, found: Sequence[Match] = (), *, fitting: bool = False) -> None:
        """``found``: all that expressions match in the article; ``fitting``: with the features that only a fit uses."""
        self._fitting = fitting
        self.syntax = syntax
        self.cast = cast
        self.tokens = syntax.tokens
        self._of_sentence: dict[int, tuple[int, ...]] = {}
        self._elsewhere = self._sides(found)
        self._pointing = Pointing(syntax.analysis, "event")
        # What every event of a sentence asks of its phrases again.
        self._words = lru_cache(maxsize=None)(self._words_of)
        self._inside = lru_cache(maxsize=None)(self._places_inside)
        self._sort = lru_cache(maxsize=None)(self._sort_of)
        self._cases = lru_cache(maxsize=None)(self._cases_of)
        self._clauses = lru_cache(maxsize=None)(self._clauses_of)

    # ------------------------------------------------------------------ candidates

    def candidates(self, sentence: int) -> tuple[int, ...]:
        """Heads of the phrases of a sentence that may take part in an event."""
        found = self._of_sentence.get(sentence)
        if found is None:
            s = self.syntax.analysis.sentences[sentence]
            nominal = [i for i in range(s.first, s.last) if self.tokens[i].upos in _NOMINAL]
            found = tuple([i for i in nominal if self._candidate(i)])
            self._of_sentence[sentence] = found
        return found

    def _candidate(self, i: int) -> bool:
        token = self.tokens[i]
        if token.dep == "flat" or self.cast.timed(i):
            return False
        entity = self.syntax.entity_of[i]
        if entity >= 0:
            span = self.syntax.analysis.entities[entity]
            if token.head != i and span.first <= token.head < span.last:
                return False  # inside a name
        elif token.dep in ("compound", "amod"):
            return self.cast.headed(i)
        elif token.upos in ("ADJ", "DET", "NUM", "X", "SYM"):
            return self.cast.headed(i) or self.cast.pointed(i)  # `They wounded ten`
        return self.cast.can_suffer(i)

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
        found = self.candidates(self.tokens[match.head].sentence)
        # `a state of emergency`: a word on which another of the expression hangs is no body that acts.
        phrase = {self.tokens[w].head for w in match.words if self.tokens[w].dep == "nmod"} & match.words
        people = {i: one for i in found if i != match.head and i not in phrase and (one := self.cast.participant(i))}
        first: dict[int, int] = {}
        for i in people:
            for c in self.syntax.conjuncts(i):
                first.setdefault(c, i)
        event = self._event(match, people)
        shares = self._shares(match, people)
        return [
            Stand(i, first.get(i, i), one, self._features(event, i), {side: of[i] for side, of in shares.items()})
            for i, one in people.items()
        ]

    def nobody(self, match: Match, side: str) -> float | None:
        """How surely the encoder's head of parts leaves a side empty; None where no such head was asked."""
        pointed = self._pointing.of(side, sorted({match.head, *match.words}), match.entry.type)
        return None if pointed is None else pointed.nobody

    def _shares(self, match: Match, people: Mapping[int, Participant]) -> dict[str, dict[int, float]]:
        """For each side the share of each candidate: of its words, but for those of candidates inside it."""
        words = sorted({match.head, *match.words})
        asked = ((side, self._pointing.of(side, words, match.entry.type)) for side in ("source", "target"))
        found = {side: pointed for side, pointed in asked if pointed is not None}
        if not found:
            return {}
        spans = {i: [k for k in self._words(i) if k == i or k not in people] for i in people}
        return {side: {i: p.at(span) for i, span in spans.items()} for side, p in found.items()}

    def _words_of(self, i: int) -> tuple[int, ...]:
        """The words that name who a candidate stands for, and those that hang on it."""
        one = self.cast.participant(i)
        assert one is not None
        sentence = self.syntax.analysis.sentences[self.tokens[i].sentence]
        first = last = i
        while first > sentence.first and self.tokens[first - 1].end > one.evidence.start:
            first -= 1
        while last + 1 < sentence.last and self.tokens[last + 1].start < one.evidence.end:
            last += 1
        own = [c for c in self.syntax.analysis.children_of[i] if self.tokens[c].dep in _OWN]
        return tuple({*range(first, last + 1), *own})

    def _speakers(self, head: int) -> tuple[frozenset[int], str]:
        """Who says what the event is told in, or else acts in the nearest clause above; and by which verb."""
        for above in self.syntax.analysis.ancestors(head):
            subjects = [c for a in self.syntax.subjects(above.i)[0] for c in self.syntax.conjuncts(a)]
            if subjects:
                return frozenset(subjects), self.syntax.lemmas[above.i]
        return frozenset(), ""

    def seated(self, match: Match) -> tuple[frozenset[int], frozenset[int]]:
        """The phrases that the expression's own slots seat on each side."""
        sides = (match.sources, match.targets)
        source, target = (frozenset(c for h in side for c in self.syntax.conjuncts(h)) for side in sides)
        return source, target

    # ------------------------------------------------------------------ where a phrase stands

    def _places(self, match: Match, people: Container[int]) -> dict[int, str]:
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
            cases = "+".join(sorted(oblique.cases)[:2]) or "bare"
            self._put(oblique.head, f"{before}{'clause ' if oblique.clausal else ''}{cases}", found)

    def _around(self, noun: int, before: str, found: dict[int, str]) -> None:
        for i, place in self._inside(noun):
            found.setdefault(i, before + place)

    def _places_inside(self, noun: int) -> tuple[tuple[int, str], ...]:
        """The phrases inside a phrase, with their places there, the nearest first."""
        found: dict[int, str] = {}
        for owner in self.syntax.modifiers(noun):
            self._put(owner, "owner", found)
        for c in self.syntax.analysis.children_of[noun]:
            dep = self.tokens[c].dep
            if dep.startswith(("nmod", "obl", "compound", "amod", "appos")):
                self._put(c, self._cases(c) or dep, found)
        return tuple(found.items())

    def _put(self, i: int, name: str, found: dict[int, str]) -> None:
        for c in self.syntax.conjuncts(i):
            found.setdefault(c, name)
            found.setdefault(self.syntax.through_quantity(c), name)

    def _way(self, i: int, below: Mapping[int, str]) -> str:
        """Relations up from a phrase to what governs it and the event, and down from there; ``below``: those down, by
        the token that they begin at."""
        up: list[str] = []
        token = self.tokens[i]
        while i not in below and token.head != i:
            if token.dep not in _JOINED:
                up.append(token.dep)
            i = token.head
            token = self.tokens[i]
        return "<".join(up[-_LONGEST:]) + "^" + below.get(i, "")

    def _down(self, head: int) -> dict[int, str]:
        """The event and what governs it -> the relations down from there to the event, the topmost of them."""
        found, way = {head: ""}, []
        for above in self.syntax.analysis.ancestors(head):
            way.append(self.tokens[head].dep)
            head = above.i
            found[head] = ">".join(reversed(way[-_LONGEST:]))
        return found

    # ------------------------------------------------------------------ features

    def _event(self, match: Match, people: Mapping[int, Participant]) -> _Event:
        """What the features of all candidates of an event ask of it."""
        decided = "frame" if match.entry.general else match.entry.pattern.head_class.value
        slots = "".join(sorted(match.entry.pattern.slots()))
        seated = self.seated(match)
        through: dict[int, int] = {}
        for side in seated:
            for q in side:
                through.setdefault(self.syntax.through_quantity(q), q)
        return _Event(
            match,
            match.head,
            match.entry.type or "none",
            match.entry.name,
            f"verb:{self.syntax.lemmas[match.head]}",
            f"form:{self.form(match)}",
            f"{decided}|{slots}",
            self.syntax.title(match.head),
            tuple(people),
            self._places(match, people),
            seated,
            through,
            self._down(match.head),
            *self._speakers(match.head),
        )

    def _features(self, event: _Event, i: int) -> tuple[Row, ...]:
        kind = event.kind
        way = self._way(i, event.down)
        where = event.places.get(i) or f"way {way}"
        sort, rule = self._sort(i), _rule(event, i)
        side = "before" if i < event.head else "after"
        rows: list[Row] = [
            ("bias", _ALONE),
            (f"place:{where}", ("", kind, sort, rule, event.verb)),
            (f"way:{way}", _ALONE),
            (event.form, (where, f"{where}|{kind}")),
            (f"rule:{rule}", ("", kind, event.decided, sort)),
            (f"sort:{sort}", ("", kind)),
            *_order(event, i, side, rule),
            *self._parts(event, i, side),
            *self._near(event, i, side, where),
            *self._known(event, i, side),
        ]
        if i in event.speakers:
            rows += [("speaker", (kind,)), (f"speaker:{event.saying}", (kind,))]
        return tuple(rows)

    def _near(self, event: _Event, i: int, side: str, where: str) -> list[Row]:
        token = self.tokens[i]
        cases = self._cases(i) or "-"
        rows: list[Row] = [
            (f"near:{token.dep}", (side, f"{cases}|{event.kind}")),
            (f"near:{cases}", (f"{event.verb}|{side}", f"under:{self.syntax.lemmas[token.head]}")),
            (f"near:{where}", (event.name,)),
        ]
        if self._fitting:
            rows.insert(0, (f"word:{self.syntax.lemmas[i]}", ("", event.kind)))
        return rows

    def _known(self, event: _Event, i: int, side: str) -> list[Row]:
        """What is known of who it is, and its sides in other events of the sentence."""
        someone, kind = self.cast.participant(i), event.kind
        sector = someone.sectors[0] if someone and someone.sectors else "?"
        rows: list[Row] = [(f"sector:{sector}", (kind, f"{kind}|{side}"))]
        if i in self._elsewhere:
            others: list[tuple[str, str]] = []
            for other, head, other_kind in self._elsewhere[i]:
                if head != event.head:
                    where = "before" if head < event.head else "after"
                    for rest in (where, f"{where}|{kind}", f"{kind}|{other_kind}"):
                        others.append((f"other:{other}", rest))
            rows += [(first, (rest,)) for first, rest in dict.fromkeys(others)]
        return rows

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
            return "pronoun"
        if entity >= 0:
            label = self.syntax.analysis.entities[entity].label
            return f"{label} {'head' if self.cast.headed(i) else 'name'}"
        if self.cast.can_act(i):
            return "people named" if self.cast.headed(i) else "people"
        return "place" if self.cast.place(i) is not None else "thing"

    def _cases_of(self, i: int) -> str:
        """The first two of a phrase's prepositions and marks, joined; empty where it has none."""
        return "+".join(sorted(self.syntax.case_words(i))[:2])

    def _clauses_of(self, i: int) -> tuple[int, ...]:
        """The predicates above a token."""
        return tuple(t.i for t in self.syntax.analysis.ancestors(i) if self.syntax.is_verb(t.i))

    def _parts(self, event: _Event, i: int, side: str) -> list[Row]:
        rows: list[Row] = []
        seated = event.seated
        if i in event.match.words:
            target = f"{event.kind}|{'t' if seated[1] else '-'}"
            rows.append(("part:of the expression", ("", event.kind, self._sort(i), target)))
        token = self.tokens[i]
        if token.dep in _JOINED:
            rows.append((f"part:joined by {token.dep}", _ALONE))
            rows += [
                (f"part:joined to {s}", _ALONE) for s, seats in zip("ST", seated, strict=True) if token.head in seats
            ]
        above = token.head
        for _ in range(3):
            if above in event.pool and above != i:
                rows.append(("part:inside another", ("", f"{token.dep}|{self._sort(above)}")))
                rows += [(f"part:inside {s}", _ALONE) for s, seats in zip("ST", seated, strict=True) if above in seats]
                break
            above = self.tokens[above].head
        first, last = (i, event.head) if i < event.head else (event.head, i)
        clauses = len([k for k in self._clauses(i) if first < k < last])
        rows.append((f"clauses:{clauses if clauses < 3 else 3}", _ALONE))
        if event.title:
            rows.append(("order:headline", (side,)))
        return rows


def _rule(event: _Event, i: int) -> str:
    """``ST``: both sides; ``-``: neither; small letters: sides on which another is seated."""
    quantity = event.through.get(i, i)
    mine = others = ""
    for name, side in zip("ST", event.seated, strict=True):
        if i in side or quantity in side:
            mine += name
        elif side:
            others += name.lower()
    return f"{mine or '-'}{others}"


def _order(event: _Event, i: int, side: str, rule: str) -> list[Row]:
    first, last = (i, event.head) if i < event.head else (event.head, i)
    pool = event.pool
    between = str(min(bisect_left(pool, last) - bisect_right(pool, first), 3))
    far = next((f for f in _FAR if last - first <= f), "far")
    return [
        (f"order:{side}", ("", event.kind, between, f"{between}|{rule}")),
        (f"order:far {far}", _ALONE),
        (f"order:of {min(len(pool), 5)}", (rule,)),
    ]
