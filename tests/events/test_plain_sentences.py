"""Plain sentences as agencies write them: who does what to whom, and whether it happened, with the encoder's heads.

``plain_sentences.csv``: participants by their words, several joined by `` + ``; one event of the type must be so.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

from dragoman.events import find_events
from dragoman.knowledge import default_knowledge
from dragoman.language import Language
from dragoman.resolve import resolve
from support import article

ROWS = list(csv.DictReader((Path(__file__).parent / "plain_sentences.csv").open(encoding="utf-8")))


@cache
def readings():
    articles = [article(row["text"]) for row in ROWS]
    analyses = Language.load().analyse_many(articles)
    knowledge = default_knowledge()
    return [find_events(a, b, resolve(a, b, knowledge), knowledge) for a, b in zip(articles, analyses, strict=True)]


def told(event):
    sides = (" + ".join(p.evidence.text for p in side) for side in (event.sources, event.targets))
    return (event.type, *sides, event.status.value)


@pytest.mark.parametrize("number", range(len(ROWS)), ids=[f"{r['text']} {r['type']}" for r in ROWS])
def test_an_agency_sentence_is_read(number):
    row = ROWS[number]
    assert (row["type"], row["source"], row["target"], row["status"]) in [told(e) for e in readings()[number]]
