"""The words of attribution: cues with commitment and polarity, who may be a source, and the phrases of anonymity.

Tables under ``data/speech``: ``verbs.csv`` and ``nouns.csv`` (cues and the frames in which they take content),
``markers.csv`` (``according to``, ``reportedly``, verbs that carry or withhold a speech verb), ``source_nouns.csv``,
``anonymity.csv``, ``outlet_words.csv``, and classes of words in ``phrases.yaml``. The meaning of each column stands at
the head of its file. A user's rows replace ours of the same word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator

from dragoman.errors import KnowledgeError
from dragoman.knowledge.tables import Row, files, read_classes, read_csv
from dragoman.records import Commitment, Polarity, SourceKind

__all__ = ["Cue", "CueKind", "Marker", "SourceNoun", "SpeechLexicon", "SpeechPhrases", "load_speech"]

_PLAIN_FRAMES = frozenset({"clause", "quote", "inf", "objinf", "obj", "pred", "pass", "passinf", "that", "to", "of"})
_PREPOSITION = "p:"


class CueKind(StrEnum):
    """What a cue does with its content."""

    SPEECH = "speech"
    QUESTION = "question"
    REQUEST = "request"
    STANCE = "stance"
    BELIEF = "belief"
    INTENT = "intent"
    EVIDENCE = "evidence"
    DENIAL = "denial"
    EXPECTATION = "expectation"


def _frames(cell: object) -> object:
    return frozenset(cell.split()) if isinstance(cell, str) else cell


class _CueRow(Row):
    cue: str
    frames: Annotated[frozenset[str], BeforeValidator(_frames)]
    source_needed: bool = False
    kind: CueKind
    commitment: Commitment
    polarity: Polarity


class _MarkerRow(Row):
    marker: str
    kind: Literal["adverb", "preposition", "carrier", "withholder", "shade"]
    commitment: Commitment


class SpeechPhrases(Row):
    """Classes of words about who speaks and of what; ``phrases.yaml`` says what each is for."""

    speaking_for: frozenset[str]
    naming: frozenset[str]
    taking_up: frozenset[str]
    reasons: frozenset[str]


class _SourceRow(Row):
    noun: str
    kind: SourceKind
    generic: bool


class _AnonymityRow(Row):
    pattern: str
    note: str


class _OutletRow(Row):
    word: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb or noun that attributes. ``prepositions`` are those under which it takes its content."""

    lemma: str
    frames: frozenset[str]
    prepositions: frozenset[str]
    source_needed: bool
    kind: CueKind
    commitment: Commitment
    polarity: Polarity


@dataclass(frozen=True, slots=True)
class Marker:
    """Attribution without a verb or noun of speech: ``according to``, ``reportedly``."""

    words: tuple[str, ...]
    commitment: Commitment


@dataclass(frozen=True, slots=True)
class SourceNoun:
    """What a noun that heads a source says of it. ``generic``: alone it tells nothing of who speaks."""

    kind: SourceKind
    generic: bool


@dataclass(frozen=True, slots=True)
class SpeechLexicon:
    """All tables of ``data/speech``; keys are lemmas in lower case (``point out`` for a verb with its particle)."""

    verbs: Mapping[str, Cue]
    nouns: Mapping[str, Cue]
    adverbs: Mapping[str, Marker]
    prepositions: tuple[Marker, ...]
    carriers: frozenset[str]
    withholders: frozenset[str]
    shades: Mapping[str, Commitment]
    sources: Mapping[str, SourceNoun]
    anonymity: re.Pattern[str]
    """Finds the phrases of anonymity in a text."""
    outlet_words: frozenset[str]
    outlets: frozenset[str]
    phrases: SpeechPhrases

    def is_outlet(self, name: str) -> bool:
        """True if a name looks like a medium's: it ends in such as ``Times``, or holds such as ``AFP``."""
        words = _words(name)
        return self.names_outlet(name) or any(w in self.outlet_words for w in words[1:])

    def names_outlet(self, name: str) -> bool:
        """True if a word of the name is a medium's by itself: ``AFP``, ``BBC``."""
        return any(w in self.outlets for w in _words(name))


def _words(name: str) -> list[str]:
    return [w.strip(".,'’\"").lower() for w in re.split(r"[\s-]+", name) if w]


def load_speech(roots: Iterable[Path]) -> SpeechLexicon:
    """The words of speech of all roots, later roots winning. Raises KnowledgeError on a wrong row."""
    roots = tuple(roots)
    markers = _markers(roots)
    outlets = {
        row.word.lower(): row.whole
        for path in files(roots, "speech/outlet_words.csv")
        for _, row in read_csv(path, _OutletRow)
    }
    sources = {
        row.noun.lower(): SourceNoun(row.kind, row.generic)
        for path in files(roots, "speech/source_nouns.csv")
        for _, row in read_csv(path, _SourceRow)
    }
    prepositions = [
        Marker(tuple(word.split()), row.commitment) for word, row in markers.items() if row.kind == "preposition"
    ]
    adverbs = {w: Marker((w,), row.commitment) for w, row in markers.items() if row.kind == "adverb"}
    return SpeechLexicon(
        verbs=_cues(roots, "speech/verbs.csv"),
        nouns=_cues(roots, "speech/nouns.csv"),
        adverbs=adverbs,
        prepositions=tuple(sorted(prepositions, key=lambda m: (-len(m.words), m.words))),
        carriers=_of_kind(markers, "carrier"),
        withholders=_of_kind(markers, "withholder"),
        shades={word: row.commitment for word, row in markers.items() if row.kind == "shade"},
        sources=sources,
        anonymity=_anonymity(roots),
        outlet_words=frozenset(w for w, whole in outlets.items() if not whole),
        outlets=frozenset(w for w, whole in outlets.items() if whole),
        phrases=read_classes(roots, "speech/phrases.yaml", SpeechPhrases),
    )


def _of_kind(markers: Mapping[str, _MarkerRow], kind: str) -> frozenset[str]:
    return frozenset(word for word, row in markers.items() if row.kind == kind)


def _markers(roots: tuple[Path, ...]) -> dict[str, _MarkerRow]:
    return {
        row.marker.lower(): row for path in files(roots, "speech/markers.csv") for _, row in read_csv(path, _MarkerRow)
    }


def _cues(roots: tuple[Path, ...], pattern: str) -> dict[str, Cue]:
    found: dict[str, Cue] = {}
    for path in files(roots, pattern):
        for line, row in read_csv(path, _CueRow):
            prepositions = frozenset(f[len(_PREPOSITION) :] for f in row.frames if f.startswith(_PREPOSITION))
            plain = frozenset(f for f in row.frames if not f.startswith(_PREPOSITION))
            if unknown := sorted(plain - _PLAIN_FRAMES):
                known = ", ".join(sorted(_PLAIN_FRAMES))
                raise KnowledgeError(
                    f"{path}:{line}: unknown frame {unknown[0]!r}; frames are {known} and p:PREPOSITION"
                )
            found[row.cue.lower()] = Cue(
                row.cue.lower(), plain, prepositions, row.source_needed, row.kind, row.commitment, row.polarity
            )
    return found


def _anonymity(roots: tuple[Path, ...]) -> re.Pattern[str]:
    patterns: list[str] = []
    for path in files(roots, "speech/anonymity.csv"):
        for line, row in read_csv(path, _AnonymityRow):
            try:
                re.compile(row.pattern)
            except re.error as error:
                raise KnowledgeError(f"{path}:{line}: not a regular expression: {error}") from error
            patterns.append(row.pattern)
    return re.compile(r"\b(?:" + "|".join(patterns or [r"(?!)"]) + r")\b", re.IGNORECASE)
