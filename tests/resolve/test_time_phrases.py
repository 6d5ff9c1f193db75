"""Phrases of news, each read on two days of publication with the encoder's trees: ``time_phrases.csv``.

What a careful analyst would make of the phrase: the days it means, ``..`` for an open end, ``-`` where it has no place
on the calendar. The sentences are ours.
"""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from dragoman.knowledge import default_knowledge
from dragoman.language import Language
from dragoman.records import Anchor, AnchorBasis, Granularity, Interval
from dragoman.resolve.times.tag import tag_times
from support import article

ANCHORS = {"wednesday_2022_02_09": date(2022, 2, 9), "monday_2024_12_30": date(2024, 12, 30)}
ROWS = list(csv.DictReader((Path(__file__).parent / "time_phrases.csv").open(encoding="utf-8")))


@cache
def tagged(column: str):
    day = ANCHORS[column]
    published = Anchor(Interval(day, day, Granularity.DAY), AnchorBasis.GIVEN, 1.0)
    articles = [article(row["text"], published=published) for row in ROWS]
    analyses = Language.load().analyse_many(articles)
    return [tag_times(a, b, default_knowledge()) for a, b in zip(articles, analyses, strict=True)]


@pytest.mark.parametrize("column", ANCHORS)
@pytest.mark.parametrize("number", range(len(ROWS)), ids=[row["text"] for row in ROWS])
def test_the_phrase_means(number, column):
    row = ROWS[number]
    start = row["text"].index(row["phrase"])
    end = start + len(row["phrase"])
    found = [m for m in tagged(column)[number] if m.evidence.start < end and start < m.evidence.end]
    meant = {str(m.interval) if m.interval else "-" for m in found} or {"-"}
    assert row[column] in meant, [(m.evidence.text, m.value, m.unresolved) for m in found]
    if row[column] == "-":
        assert all(m.unresolved for m in found)


def test_there_are_more_than_a_hundred():
    assert len(ROWS) > 100
