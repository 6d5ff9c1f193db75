"""What speaks for a noun phrase being an event's source or its target: features of where it stands to the event.

Declared here, weighted by ``data/roles.csv`` (fitted by ``training/roles.py`` on the split ``train`` of our corpus). A
feature is a string; it is there or it is not:

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

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dragoman.events.cast import Cast
from dragoman.events.constituents import Match
from dragoman.events.syntax import Frame, Syntax
from dragoman.records import Participant
from dragoman.records.pointing import Pointed, Pointing

__all__ = ["Stand", "View"]

_FAR = (2, 5, 10, 20)
_LONGEST = 3
_OWN = frozenset({"amod", "compound", "det", "flat", "nummod", "case"})
_JOINED = frozenset({"conj", "appos", "flat", "list"})


@dataclass(frozen=True, slots=True)
class Stand:
    """One candidate for the sides of one event. ``group``: the first of the phrases that it is coordinated with."""

    token: int
    group: int
    someone: Participant
    features: tuple[str, ...]
    shares: Mapping[str, float] = field(default_factory=dict)
    """How surely the encoder's head of parts takes it for the ``source`` and for the ``target``; empty without one."""

    @property
    def sector(self) -> str:
        """The first sector of who it is; ``?`` where that is not known."""
        return self.someone.sectors[0] if self.someone.sectors else "?"


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

    # ------------------------------------------------------------------ candidates

    def candidates(self, sentence: int) -> tuple[int, ...]:
        """Heads of the phrases of a sentence that may take part in an event."""
        found = self._of_sentence.get(sentence)
        if found is None:
            s = self.syntax.analysis.sentences[sentence]
            found = tuple(i for i in range(s.first, s.last) if self._candidate(i))
            self._of_sentence[sentence] = found
        return found

    def _candidate(self, i: int) -> bool:
        token = self.tokens[i]
        if token.dep == "flat" or self.cast.timed(i):
            return False
        if token.upos not in ("NOUN", "PROPN", "PRON", "ADJ", "NUM", "X", "DET", "SYM"):
            return False
        entity = self.syntax.entity_of[i]
        if entity >= 0:
            span = self.syntax.analysis.entities[entity]
            if token.head != i and span.first <= token.head < span.last:
                return False  # inside a name
        elif token.upos in ("ADJ", "DET", "NUM", "X", "SYM") or token.dep in ("compound", "amod"):
            return self.cast.headed(i)
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
        pool = list(people)
        first: dict[int, int] = {}
        for i in pool:
            for c in self.syntax.conjuncts(i):
                first.setdefault(c, i)
        places = self._places(match)
        seated = self.seated(match)
        speakers = self._speakers(match.head)
        shares = self._shares(match, people)
        return [
            Stand(
                i,
                first.get(i, i),
                people[i],
                self._features(match, i, pool, places, seated, speakers),
                {side: of[i] for side, of in shares.items()},
            )
            for i in pool
        ]

    def nobody(self, match: Match, side: str) -> float | None:
        """How surely the encoder's head of parts leaves a side empty; None where no such head was asked."""
        pointed = self._pointed(match, side)
        return None if pointed is None else pointed.nobody

    def _pointed(self, match: Match, side: str) -> Pointed | None:
        return self._pointing.of(side, sorted({match.head, *match.words}))

    def _shares(self, match: Match, people: Mapping[int, Participant]) -> dict[str, dict[int, float]]:
        """For each side the share of each candidate: of its words, but for those of candidates inside it."""
        spans = {i: self._words(i, one, people) for i, one in people.items()}
        found = {side: self._pointed(match, side) for side in ("source", "target")}
        return {side: {i: p.at(spans[i]) for i in people} for side, p in found.items() if p is not None}

    def _words(self, i: int, one: Participant, people: Mapping[int, Participant]) -> list[int]:
        sentence = self.syntax.analysis.sentences[self.tokens[i].sentence]
        first = last = i
        while first > sentence.first and self.tokens[first - 1].end > one.evidence.start:
            first -= 1
        while last + 1 < sentence.last and self.tokens[last + 1].start < one.evidence.end:
            last += 1
        own = (c for c in self.syntax.analysis.children_of[i] if self.tokens[c].dep in _OWN)
        return [k for k in {*range(first, last + 1), *own} if k == i or k not in people]

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

    def _places(self, match: Match) -> dict[int, str]:
        """Token -> its place in the frame of the event, the nearest first; phrases inside phrases after them."""
        found: dict[int, str] = {}
        self._framed(match.frame, "", found)
        verbal = self.syntax.is_verb(match.head)
        if not verbal:
            self._around(match.head, "", found)
        for word in sorted(match.words):
            if word != match.support:
                self._framed(Frame((), (), (), self.syntax.obliques(word), False), "word ", found)
                self._around(word, "word's ", found)
        lent = match.support if match.support >= 0 else self._governor(match)
        if lent >= 0:
            self._framed(self.syntax.frame(lent), "lent ", found)
        for i, name in list(found.items()):
            self._around(i, f"{name}'s ", found)
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
        voice = "passive " if frame.passive else ""
        for name, heads in (("agent", frame.agents), ("patient", frame.patients), ("indirect", frame.indirect)):
            for head in heads:
                self._put(head, f"{before}{voice}{name}", found)
        for oblique in frame.obliques:
            cases = "+".join(sorted(oblique.cases)[:2]) or "bare"
            self._put(oblique.head, f"{before}{voice}{'clause ' if oblique.clausal else ''}{cases}", found)

    def _around(self, noun: int, before: str, found: dict[int, str]) -> None:
        for owner in self.syntax.modifiers(noun):
            self._put(owner, f"{before}owner", found)
        for c in self.syntax.analysis.children_of[noun]:
            token = self.tokens[c]
            if token.dep.startswith(("nmod", "obl", "compound", "amod", "appos")):
                cases = "+".join(sorted(self.syntax.case_words(c))[:2]) or token.dep
                self._put(c, f"{before}{cases}", found)

    def _put(self, i: int, name: str, found: dict[int, str]) -> None:
        for c in self.syntax.conjuncts(i):
            found.setdefault(c, name)
            found.setdefault(self.syntax.through_quantity(c), name)

    def _way(self, i: int, event: int) -> str:
        """Relations up from a phrase to what governs it and the event, and down from there."""
        down = [event, *(t.i for t in self.syntax.analysis.ancestors(event))]
        at = {t: n for n, t in enumerate(down)}
        up: list[str] = []
        while i not in at and self.tokens[i].head != i:
            if self.tokens[i].dep not in _JOINED:
                up.append(self.tokens[i].dep)
            i = self.tokens[i].head
        below = [self.tokens[t].dep for t in down[: at.get(i, 0)]]
        return "<".join(up[-_LONGEST:]) + "^" + ">".join(reversed(below[-_LONGEST:]))

    # ------------------------------------------------------------------ features

    def _features(
        self,
        match: Match,
        i: int,
        pool: Sequence[int],
        places: dict[int, str],
        seated: tuple[frozenset[int], frozenset[int]],
        speakers: tuple[frozenset[int], str],
    ) -> tuple[str, ...]:
        kind, verb = match.entry.type or "none", self.syntax.lemmas[match.head]
        way = self._way(i, match.head)
        where = places.get(i) or f"way {way}"
        sort = self._sort(i)
        rule = self._rule(i, seated)
        decided = "frame" if match.entry.general else match.entry.pattern.head_class.value
        slots = "".join(sorted(s.value for s in match.entry.pattern.slots()))
        names = ["bias", f"place:{where}", f"place:{where}|{kind}", f"place:{where}|{sort}", f"place:{where}|{rule}"]
        form = self.form(match)
        names += [f"place:{where}|verb:{verb}", f"way:{way}", f"form:{form}|{where}", f"form:{form}|{where}|{kind}"]
        names += [f"rule:{rule}", f"rule:{rule}|{kind}", f"rule:{rule}|{decided}|{slots}", f"rule:{rule}|{sort}"]
        names += [f"sort:{sort}", f"sort:{sort}|{kind}"]
        names += self._order(match, i, pool, kind, rule)
        names += self._parts(match, i, pool, kind, seated)
        names += self._near(match, i, kind, where)
        names += self._known(match, i, kind)
        if i in speakers[0]:
            names += [f"speaker|{kind}", f"speaker:{speakers[1]}|{kind}"]
        return tuple(dict.fromkeys(names))

    def _near(self, match: Match, i: int, kind: str, where: str) -> list[str]:
        token, verb = self.tokens[i], self.syntax.lemmas[match.head]
        cases = "+".join(sorted(self.syntax.case_words(i))[:2]) or "-"
        side = "before" if i < match.head else "after"
        words = [f"word:{self.syntax.lemmas[i]}", f"word:{self.syntax.lemmas[i]}|{kind}"] if self._fitting else []
        return [
            *words,
            f"near:{token.dep}|{side}",
            f"near:{token.dep}|{cases}|{kind}",
            f"near:{cases}|verb:{verb}|{side}",
            f"near:{cases}|under:{self.syntax.lemmas[token.head]}",
            f"near:{where}|{match.entry.name}",
        ]

    def _known(self, match: Match, i: int, kind: str) -> list[str]:
        """What is known of who it is, and its sides in other events of the sentence."""
        someone = self.cast.participant(i)
        sector = someone.sectors[0] if someone and someone.sectors else "?"
        side = "before" if i < match.head else "after"
        names = [f"sector:{sector}|{kind}", f"sector:{sector}|{kind}|{side}"]
        for other, head, other_kind in self._elsewhere.get(i, ()):
            if head != match.head:
                where = "before" if head < match.head else "after"
                names += [
                    f"other:{other}|{where}",
                    f"other:{other}|{where}|{kind}",
                    f"other:{other}|{kind}|{other_kind}",
                ]
        return names

    def _rule(self, i: int, seated: tuple[frozenset[int], frozenset[int]]) -> str:
        """``ST``: both sides; ``-``: neither; small letters: sides on which another is seated."""
        quantity = next((q for side in seated for q in side if self.syntax.through_quantity(q) == i), i)
        mine = "".join(n for n, side in zip("ST", seated, strict=True) if i in side or quantity in side)
        others = "".join(
            n for n, side in zip("st", seated, strict=True) if side and i not in side and quantity not in side
        )
        return f"{mine or '-'}{others}"

    def form(self, match: Match) -> str:
        """What kind of word the event's head is."""
        if self.syntax.is_verb(match.head):
            return "passive" if match.frame.passive else "active"
        predicate = self.syntax.child(match.head, "cop") is not None
        return f"{'predicate ' if predicate else ''}{self.tokens[match.head].upos}"

    def _sort(self, i: int) -> str:
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

    def _order(self, match: Match, i: int, pool: Sequence[int], kind: str, rule: str) -> list[str]:
        side = "before" if i < match.head else "after"
        first, last = sorted((i, match.head))
        between = sum(first < k < last for k in pool)
        far = next((f for f in _FAR if last - first <= f), "far")
        return [
            f"order:{side}",
            f"order:{side}|{kind}",
            f"order:{side}|{min(between, 3)}",
            f"order:{side}|{min(between, 3)}|{rule}",
            f"order:far {far}",
            f"order:of {min(len(pool), 5)}|{rule}",
        ]

    def _parts(
        self, match: Match, i: int, pool: Sequence[int], kind: str, seated: tuple[frozenset[int], frozenset[int]]
    ) -> list[str]:
        names: list[str] = []
        if i in match.words:
            names += [
                "part:of the expression",
                f"part:of the expression|{kind}",
                f"part:of the expression|{self._sort(i)}",
            ]
            names.append(f"part:of the expression|{kind}|{'t' if seated[1] else '-'}")
        token = self.tokens[i]
        if token.dep in _JOINED:
            names.append(f"part:joined by {token.dep}")
            names += [f"part:joined to {s}" for s, side in zip("ST", seated, strict=True) if token.head in side]
        above = token.head
        for _ in range(3):
            if above in pool and above != i:
                names += ["part:inside another", f"part:inside another|{token.dep}|{self._sort(above)}"]
                names += [f"part:inside {s}" for s, side in zip("ST", seated, strict=True) if above in side]
                break
            above = self.tokens[above].head
        clauses = sum(
            self.syntax.is_verb(t.i) for t in self.syntax.analysis.ancestors(i) if _between(i, t.i, match.head)
        )
        names.append(f"clauses:{min(clauses, 3)}")
        if self.syntax.title(match.head):
            names.append("order:headline|" + ("before" if i < match.head else "after"))
        return names


def _between(i: int, governor: int, head: int) -> bool:
    """Whether a governor stands between a phrase and the event in the line of the sentence."""
    first, last = sorted((i, head))
    return first < governor < last
