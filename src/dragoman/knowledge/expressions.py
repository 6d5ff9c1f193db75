"""The expression language of the codebook: near-English frames of lemmas, compiled to patterns over dependencies.

``S`` is the source, ``T`` the target, ``X`` something else, ``S+T`` (or ``S and T``) a group that acts on itself. Other
words are lemmas; ``a|b`` are alternatives, ``(with)`` may be absent. The head is the first word that is no slot, or the
one that carries ``/n`` (noun) or ``/a`` (adjective). ``be`` at the head only says that the next content word is
predicated: ``S be at odds with T`` has the head ``odds``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from dragoman.errors import KnowledgeError
from dragoman.knowledge.tables import Row, read_classes

__all__ = ["Grammar", "HeadClass", "Part", "Pattern", "Slot", "compile_expression", "load_grammar"]


class Slot(StrEnum):
    """What an argument of an expression is."""

    SOURCE = "S"
    TARGET = "T"
    OTHER = "X"
    BOTH = "S+T"
    """A group whose members act on one another: they are sources and targets alike."""


class HeadClass(StrEnum):
    """Class of the word that heads an expression; with its lemma the key of the index."""

    VERB = "v"
    NOUN = "n"
    ADJECTIVE = "a"
    ANY = "*"
    """A predicate after ``be``: whatever the tagger makes of it."""


class Grammar(Row):
    """Closed classes of English words that the compiler and the matcher need (``grammar/grammar.yaml``)."""

    prepositions: frozenset[str]
    skipped: frozenset[str]
    transparent: frozenset[str]
    support: frozenset[str]
    occurrence: frozenset[str]
    subject_control: frozenset[str]
    opining: frozenset[str]
    feelings: frozenset[str]
    undergoing: frozenset[str]
    hindering: frozenset[str]
    impersonal: frozenset[str]
    asking: frozenset[str]
    object_marks: frozenset[str]
    accompaniment: frozenset[str]
    adjectival_names: frozenset[str]
    objects: frozenset[str]
    people: frozenset[str]
    person_endings: frozenset[str]
    not_people: frozenset[str]
    pronouns: frozenset[str]
    stative: Mapping[str, str]
    settled: Mapping[str, frozenset[str]]
    needs_object: frozenset[str]
    ways: frozenset[str]
    complaining: frozenset[str]
    thrown: frozenset[str]
    owning: Mapping[str, frozenset[str]]
    ascribing: Mapping[str, frozenset[str]]
    handiwork: frozenset[str]
    raising: frozenset[str]
    lurking: frozenset[str]
    finding: frozenset[str]
    downing: frozenset[str]
    suffered: frozenset[str]
    of_peoples: frozenset[str]
    cast_out: frozenset[str]
    harmed: frozenset[str]
    holding: frozenset[str]
    crashing: frozenset[str]
    lasting: frozenset[str]
    unpolitical: frozenset[str]
    warlike: frozenset[str]
    arms: frozenset[str]
    assisting: frozenset[str]
    bodies: frozenset[str]
    sites: frozenset[str]
    instruments: frozenset[str]
    counted: frozenset[str]
    backing: Mapping[str, str]
    withdrawn: frozenset[str]
    asked_for: frozenset[str]
    demanding: frozenset[str]
    befalling: frozenset[str]
    travelling: frozenset[str]
    displeased: frozenset[str]
    verbal: frozenset[str]
    outvotes: frozenset[str]
    pleased: frozenset[str]
    contending: frozenset[str]
    wishing: frozenset[str]
    mere: frozenset[str]
    threatening: frozenset[str]
    at_stake: frozenset[str]
    coming_to_terms: frozenset[str]
    buying: frozenset[str]
    strikes: frozenset[str]
    rallies: frozenset[str]
    from_afar: frozenset[str]
    labour: frozenset[str]
    of_workers: frozenset[str]
    plainly: frozenset[str]
    borne: frozenset[str]
    charges: frozenset[str]
    agreeing: frozenset[str]
    ceasing: frozenset[str]
    hosting: frozenset[str]
    crowds: frozenset[str]
    undoing: frozenset[str]
    making: frozenset[str]
    supplanting: frozenset[str]
    voting: frozenset[str]
    leaving: frozenset[str]
    toppling: frozenset[str]
    capturing: frozenset[str]
    rioting: frozenset[str]
    street: frozenset[str]
    obliging: frozenset[str]
    warning: frozenset[str]
    convening: frozenset[str]
    doings: frozenset[str]
    threatened_with: frozenset[str]
    harms: Mapping[str, str]
    interviews: frozenset[str]
    of_press: frozenset[str]
    fictions: frozenset[str]
    portrays: frozenset[str]
    spelling: Mapping[str, str]

    def fold(self, lemma: str) -> str:
        """The lemma as the codebook's index has it: lower case, American spelling."""
        lower = lemma.lower()
        return self.spelling.get(lower, lower)


@dataclass(frozen=True, slots=True)
class Part:
    """One constituent of a pattern beside its head.

    ``prepositions`` are those that may govern it, empty for none. Either ``slot`` says what fills it, or ``words``
    are the lemmas of which it must be headed by one. ``leading``: it stands before the head; of a verb it is the
    subject. ``particle``: it governs nothing itself.
    """

    prepositions: frozenset[str] = frozenset()
    slot: Slot | None = None
    words: frozenset[str] = frozenset()
    optional: bool = False
    leading: bool = False
    particle: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled expression.

    ``subject`` is the slot of the head's subject: None if a literal word is the subject or the head is a noun.
    ``specificity`` is the number of
    words that must be matched, the head among them.
    """

    heads: frozenset[str]
    head_class: HeadClass
    subject: Slot | None
    parts: tuple[Part, ...]
    copula: bool = False
    specificity: int = field(default=1)
    literals: tuple[Part, ...] = field(init=False, repr=False)
    """The parts that name words."""
    slotted: tuple[Part, ...] = field(init=False, repr=False)
    """The parts that are slots."""
    needs: tuple[frozenset[str], ...] = field(init=False, repr=False)
    """Sets of lemmas of each of which one must be somewhere around the head: what tells most entries apart from a
    sentence before they are tried on its tree."""
    transitive: bool = field(init=False, repr=False)
    """Whether a participant must fill a slot that no preposition governs."""
    slots: frozenset[Slot] = field(init=False, repr=False)
    """The slots that the expression names itself."""

    def __post_init__(self) -> None:
        required = [part for part in self.parts if not part.optional]
        literals = tuple(part for part in self.parts if part.words)
        governed = [part.prepositions for part in required if part.prepositions and "" not in part.prepositions]
        if self.head_class is HeadClass.NOUN:
            governed = []  # what an event noun governs may always be left out
        bare = [part.slot for part in required if part.slot and not part.prepositions]
        object.__setattr__(self, "literals", literals)
        object.__setattr__(self, "slotted", tuple(part for part in self.parts if part.slot))
        object.__setattr__(self, "needs", (*[part.words for part in required if part.words], *governed))
        slots = [slot for slot in (self.subject, *[part.slot for part in self.parts]) if slot]
        object.__setattr__(self, "slots", frozenset(slots))
        object.__setattr__(self, "transitive", any(slot is not Slot.OTHER for slot in bare))

    @property
    def keys(self) -> frozenset[str]:
        """The alternatives of the first required literal: one of them must stand near the head. Empty if there is
        none.
        """
        for part in self.parts:
            if not part.optional and part.words:
                return part.words
        return frozenset()


def load_grammar(roots: Iterable[Path]) -> Grammar:
    """The closed classes, those of later roots winning. Raises KnowledgeError if there are none, or one is wrong."""
    return read_classes(roots, "grammar/grammar.yaml", Grammar)


_WORD = re.compile(r"\([^()]*\)|[^\s()]+")
_SLOTS = {s.value: s for s in Slot}
_LITERAL = re.compile(r"[^\W_A-Z][^\s|/()A-Z]*")


@dataclass(frozen=True, slots=True)
class _Term:
    """One word of an expression."""

    words: tuple[str, ...]
    slot: Slot | None
    optional: bool
    mark: str


def compile_expression(expression: str, grammar: Grammar) -> Pattern:
    """The pattern of an expression. Raises KnowledgeError (without a place; the caller adds it) if it cannot be one."""
    terms = _join_pairs(_terms(expression, grammar))
    at = _head_index(terms, expression)
    head = terms[at]
    before, after = terms[:at], terms[at + 1 :]
    copula = False
    head_class = HeadClass(head.mark or "v")
    pending: tuple[_Term, ...] = ()
    be = next((k for k, t in enumerate(before) if t.words == ("be",)), -1)
    if be >= 0:
        before, pending, copula = before[:be], tuple(before[be + 1 :]), True
    elif head.words == ("be",) and not head.mark:
        predicate = next((k for k, t in enumerate(after) if not t.slot and not _is_preposition(t, grammar)), None)
        if predicate is None:
            raise KnowledgeError(f"{expression!r}: `be` needs a word that is predicated")
        pending, head = tuple(after[:predicate]), after[predicate]
        after, copula, head_class = after[predicate + 1 :], True, HeadClass(head.mark or "*")
    subject, leading = _leading(before, head_class, expression, copula=copula)
    # A preposition between `be` and what is predicated (`be at odds`) is a word that must stand there.
    cased = tuple(Part(words=frozenset(t.words), particle=True, optional=t.optional) for t in pending if not t.slot)
    parts = (*leading, *cased, *_trailing(after, grammar))
    return Pattern(
        heads=frozenset(head.words),
        head_class=head_class,
        subject=subject,
        parts=parts,
        copula=copula,
        specificity=1 + copula + sum(_weight(part) for part in parts),
    )


def _terms(expression: str, grammar: Grammar) -> list[_Term]:
    terms: list[_Term] = []
    for raw in _WORD.findall(expression):
        optional = raw.startswith("(")
        for word in (raw[1:-1] if optional else raw).split():
            body, _, mark = word.partition("/")
            if body in _SLOTS:
                # `T/n` is no head: a slot is never one.
                terms.append(_Term((), _SLOTS[body], optional, ""))
                continue
            words = tuple(dict.fromkeys(grammar.fold(w) for w in body.split("|")))
            if mark not in ("", "n", "a", "v") or not all(_LITERAL.fullmatch(w) or w == "'s" for w in body.split("|")):
                raise KnowledgeError(
                    f"{expression!r}: {word!r} is neither a slot (S, T, X, S+T) nor a lemma in lower case"
                )
            auxiliary = words == ("be",) and not mark and len(terms) > 1 and terms[-1].words == ("to",)
            if set(words) <= grammar.skipped or auxiliary:
                continue  # `ask not to be named`: the passive verb is what the preposition governs
            terms.append(_Term(words, None, optional, mark))
    return terms


def _join_pairs(terms: list[_Term]) -> list[_Term]:
    """``S and T`` is ``S+T``."""
    joined: list[_Term] = []
    k = 0
    while k < len(terms):
        here = terms[k : k + 3]
        pair = len(here) == 3 and {here[0].slot, here[2].slot} == {Slot.SOURCE, Slot.TARGET}
        if pair and here[1].words == ("and",):
            joined.append(_Term((), Slot.BOTH, here[0].optional, ""))
            k += 3
        else:
            joined.append(terms[k])
            k += 1
    return joined


def _head_index(terms: list[_Term], expression: str) -> int:
    marked = [k for k, t in enumerate(terms) if t.mark]
    if len(marked) > 1:
        raise KnowledgeError(f"{expression!r}: more than one word is marked as the head")
    if marked:
        return marked[0]
    for k, term in enumerate(terms):
        if not term.slot and not term.optional:
            return k
    raise KnowledgeError(f"{expression!r}: no word could be the head")


def _is_preposition(term: _Term, grammar: Grammar) -> bool:
    return not term.slot and not term.mark and set(term.words) <= grammar.prepositions


def _leading(
    before: list[_Term], head_class: HeadClass, expression: str, *, copula: bool
) -> tuple[Slot | None, tuple[Part, ...]]:
    """The subject's slot, and the other parts that stand before the head."""
    if head_class is HeadClass.NOUN and not copula:
        return None, tuple(
            Part(slot=t.slot, words=frozenset(t.words), optional=t.optional, leading=True) for t in before
        )
    if not before:
        return Slot.SOURCE, ()
    if len(before) > 1:
        raise KnowledgeError(f"{expression!r}: only one slot or word can stand before a verb or an adjective")
    first = before[0]
    # `siege begin/v`: a word that the subject must be; nobody acts.
    return first.slot, () if first.slot else (
        Part(words=frozenset(first.words), optional=first.optional, leading=True),
    )


def _trailing(after: list[_Term], grammar: Grammar) -> tuple[Part, ...]:
    """The parts after the head: a preposition governs the next slot or word, or is a particle."""
    parts: list[Part] = []
    pending: _Term | None = None

    def flush() -> None:
        nonlocal pending
        if pending:
            parts.append(Part(words=frozenset(pending.words), optional=pending.optional, particle=True))
        pending = None

    for term in after:
        if _is_preposition(term, grammar):
            flush()
            pending = term
            continue
        governed_by = frozenset(pending.words) if pending else frozenset()
        if pending and pending.optional and not term.optional:
            # `talk (to) T`: with the preposition or as a bare object.
            governed_by |= {""}
        parts.append(
            Part(prepositions=governed_by, slot=term.slot, words=frozenset(term.words), optional=term.optional)
        )
        pending = None
    flush()
    return tuple(parts)


def _weight(part: Part) -> int:
    if part.optional:
        return 0
    return bool(part.words) + bool(part.prepositions and "" not in part.prepositions)
