"""Reads Universal Dependencies treebanks (CoNLL-U, plain or gzipped), to train and to measure with."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dragoman.errors import RecordError

__all__ = ["OPEN_GUM_GENRES", "UDSentence", "UDWord", "is_open", "read_conllu"]

OPEN_GUM_GENRES = frozenset(
    ["academic", "bio", "conversation", "court", "interview", "news", "speech", "textbook", "vlog", "voyage"],
)
"""The genres of GUM whose texts are openly licensed; ``whow`` and ``fiction`` are non-commercial, others unchecked."""


@dataclass(frozen=True, slots=True)
class UDWord:
    """One syntactic word: the columns of CoNLL-U. ``head`` is 1-based, 0 for the root."""

    form: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    dep: str
    misc: str
    space: bool


@dataclass(frozen=True, slots=True)
class UDSentence:
    """One sentence; ``text`` is its raw text, ``document`` the id that the last ``# newdoc`` gave.

    ``paragraph`` counts the paragraphs of the document; a treebank without ``# newpar`` has all in one.
    """

    id: str
    document: str
    paragraph: int
    text: str
    words: tuple[UDWord, ...]

    @property
    def genre(self) -> str:
        """GUM: the second part of the document's name; EWT: the first (``weblog``, ``newsgroup``)."""
        if self.document.startswith("GUM_"):
            return self.document.split("_")[1]
        return self.document.split("-")[0]


def is_open(sentence: UDSentence) -> bool:
    """True if weights that ship may be trained on this sentence."""
    return not sentence.document.startswith("GUM_") or sentence.genre in OPEN_GUM_GENRES


def read_conllu(path: Path) -> Iterator[UDSentence]:
    """The sentences of one treebank file. Raises RecordError naming the line of a broken row.

    Multi-word tokens (``don't``) are read as their syntactic words: these are what the runtime's tokeniser yields.
    Empty nodes of enhanced graphs are left out.
    """
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        comments: dict[str, str] = {}
        document, paragraph = "", 0
        rows: list[list[str]] = []
        for number, line in enumerate(file, 1):
            line = line.rstrip("\n")  # noqa: PLW2901 - the line without its end is the line
            if line.startswith("#"):
                key, _, value = line[1:].partition("=")
                comments[key.strip()] = value.strip()
                if key.strip() == "newdoc id":
                    document, paragraph = value.strip(), 0
                elif key.strip().startswith("newpar"):
                    paragraph += 1
            elif line:
                columns = line.split("\t")
                if len(columns) != 10:
                    raise RecordError(f"{path}:{number}", "bad_row", f"{len(columns)} columns where CoNLL-U has 10")
                rows.append(columns)
            elif rows:
                yield _sentence(comments, document, paragraph, rows)
                comments, rows = {}, []
        if rows:
            yield _sentence(comments, document, paragraph, rows)


def _sentence(comments: dict[str, str], document: str, paragraph: int, rows: list[list[str]]) -> UDSentence:
    words: list[UDWord] = []
    joined_to = 0  # last word of the multi-word token we are in
    space_after_join = True
    for row in rows:
        if "." in row[0]:
            continue
        space = "SpaceAfter=No" not in row[9].split("|")
        if "-" in row[0]:
            joined_to, space_after_join = int(row[0].split("-")[1]), space
            continue
        index = int(row[0])
        if index < joined_to:
            space = False
        elif index == joined_to:
            space = space_after_join
        words.append(
            UDWord(row[1], row[2], row[3], row[4], "" if row[5] == "_" else row[5], int(row[6]), row[7], row[9], space)
        )
    return UDSentence(comments.get("sent_id", ""), document, paragraph, comments.get("text", ""), tuple(words))
