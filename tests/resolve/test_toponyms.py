"""Names that many places or persons bear, each in a sentence that tells which is meant: ``toponyms.csv``, with the
encoder's own entities. ``-`` where the name is no place. The sentences are ours.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

from dragoman.knowledge import default_knowledge
from dragoman.language import Language
from dragoman.resolve.places.locate import locate
from support import article

ROWS = list(csv.DictReader((Path(__file__).parent / "toponyms.csv").open(encoding="utf-8")))


@cache
def located():
    articles = [article(row["text"]) for row in ROWS]
    analyses = Language.load().analyse_many(articles)
    return [locate(a, b, default_knowledge()) for a, b in zip(articles, analyses, strict=True)]


@pytest.mark.parametrize("number", range(len(ROWS)), ids=[row["text"] for row in ROWS])
def test_the_name_means(number):
    row = ROWS[number]
    start = row["text"].index(row["toponym"])
    end = start + len(row["toponym"])
    found = [m for m in located()[number] if m.evidence.start < end and start < m.evidence.end]
    if row["country"] == "-":
        assert not found
        return
    (mention,) = found
    assert mention.place is not None
    assert mention.place.country == row["country"], mention.reasons
    assert not row["admin1"] or mention.place.admin1 == row["admin1"]


def test_there_are_sixty():
    assert len(ROWS) >= 60
