"""The words that tell whether something happened, is planned, demanded, denied: data under ``status/``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

from dragoman.knowledge.tables import Row, files, read_classes, read_csv
from dragoman.records import Status

__all__ = ["Cue", "Modal", "StatusLexicon", "StatusPhrases", "load_status"]


class Cue(Row):
    """A word and what it says of its complement. ``takes``: relations, joined by blanks (see the head of
    ``cues.csv``).
    """

    lemma: str
    pos: Literal["v", "n", "a", "r"]
    takes: str
    effect: Status
    voice: Literal["", "pass"] = ""

    @property
    def relations(self) -> frozenset[str]:
        """``takes`` as a set."""
        return frozenset(self.takes.split())


class Modal(Row):
    """An auxiliary: its effect, that under a past verb of saying (``said it would``), and that with a negation, where
    it is not that of both words (``could not agree``: not done).
    """

    lemma: str
    effect: Status
    reported: Status
    negated: Status | None = None


class StatusPhrases(Row):
    """What is more than one word, or a class of words (``phrases.yaml``)."""

    cancelling: Mapping[str, frozenset[str]]
    need_particle: frozenset[str]
    reneging: Mapping[str, frozenset[str]]
    consequences: frozenset[str]
    asking: Mapping[str, frozenset[str]]
    tellings: frozenset[str]
    warnings: frozenset[str]
    deal_nouns: frozenset[str]
    deal_verbs: frozenset[str]
    term_phrases: Mapping[str, frozenset[str]]
    speech: frozenset[str]
    negations: frozenset[str]
    marks_of_fact: frozenset[str]
    negative_subjects: frozenset[str]
    nearing: frozenset[str]
    too_willing: frozenset[str]
    asked: frozenset[str]
    marks_of_nothing: Mapping[str, frozenset[str]]
    prepositions_of_fact: frozenset[str]
    occasions: frozenset[str]
    towards: frozenset[str]
    documents: frozenset[str]
    considering: frozenset[str]
    delivering: frozenset[str]
    adjudging: frozenset[str]
    clearing: frozenset[str]
    unlawful: frozenset[str]
    hopes: frozenset[str]
    dashing: frozenset[str]
    fading: frozenset[str]
    overtaken: frozenset[str]
    attempts: frozenset[str]
    ranks: frozenset[str]
    reactions: frozenset[str]
    left_open: frozenset[str]
    truths: frozenset[str]
    errands: frozenset[str]
    implicative: frozenset[str]
    due_moments: frozenset[str]
    judgements: frozenset[str]
    wanting: frozenset[str]
    phases: frozenset[str]
    means: frozenset[str]
    promises: frozenset[str]
    menaces: frozenset[str]
    doubts_ahead: frozenset[str]
    marks_of_waiting: frozenset[str]
    parleys: frozenset[str]
    listing: frozenset[str]
    goals: frozenset[str]
    arising: frozenset[str]
    datings: frozenset[str]
    anew: frozenset[str]
    rallying: frozenset[str]
    scant: frozenset[str]
    of_lack: frozenset[str]
    going_on: frozenset[str]
    truces: frozenset[str]
    breaking: Mapping[str, frozenset[str]]
    tomorrow: frozenset[str]
    coming: frozenset[str]
    hours: frozenset[str]
    weekdays: frozenset[str]
    same_in_past: frozenset[str]
    beginning: Mapping[str, frozenset[str]]
    kept: frozenset[str]
    keeping: Mapping[str, frozenset[str]]
    reversing: frozenset[str]
    achieving: frozenset[str]
    ceasing: frozenset[str]
    habits: frozenset[str]
    whoever: frozenset[str]


class StatusLexicon:
    """All words of status, by lemma."""

    def __init__(self, cues: Iterable[Cue], modals: Iterable[Modal], phrases: StatusPhrases) -> None:
        """A later cue for the same lemma, class and relation wins."""
        self.modals: Mapping[str, Modal] = {m.lemma: m for m in modals}
        self.phrases = phrases
        table: dict[tuple[str, str], dict[str, Cue]] = {}
        for cue in cues:
            slots = table.setdefault((cue.lemma, cue.pos), {})
            slots.update(dict.fromkeys(cue.relations, cue))
        self._table: Mapping[tuple[str, str], Mapping[str, Cue]] = table

    def effect(self, lemma: str, pos: str, relations: Iterable[str], *, passive: bool = False) -> Status | None:
        """What a word does to a complement that hangs on it by one of these relations; None if nothing."""
        slots = self._table.get((lemma, pos))
        if slots is None:
            return None
        for relation in relations:
            cue = slots.get(relation)
            if cue is not None and (not cue.voice or passive):
                return cue.effect
        return None

    def __len__(self) -> int:
        return len(self._table)


def load_status(roots: Iterable[Path]) -> StatusLexicon:
    """The lexicon of these roots; later roots win. Raises KnowledgeError if a file is wrong or none has the phrases."""
    roots = tuple(roots)
    cues = [cue for path in files(roots, "status/cues*.csv") for _, cue in read_csv(path, Cue)]
    modals = [modal for path in files(roots, "status/modals.csv") for _, modal in read_csv(path, Modal)]
    return StatusLexicon(cues, modals, read_classes(roots, "status/phrases.yaml", StatusPhrases))
