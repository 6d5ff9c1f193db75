"""The marks on real news: ours alone, in the words of the ontology, and inside the text that they are made on."""

from __future__ import annotations

import json

import pytest
from benchmarks.real import HALVES, MARKS, _nth

from dragoman.records import Status

LINES = [json.loads(line) for line in MARKS.read_text(encoding="utf-8").splitlines()]


def test_each_article_is_marked_once():
    assert len({(line["source"], line["key"]) for line in LINES}) == len(LINES)
    assert {line["pack"] for line in LINES} == set(HALVES["all"])
    assert not set(HALVES["read"]) & set(HALVES["kept"])


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line['source']}-{line['key']}"[:40])
def test_marks_are_of_the_ontology_and_lie_in_the_text(line, knowledge):
    places = [a["at"] for a in line["actors"]]
    for event in line["events"]:
        kind = knowledge.ontology.types[event["type"]]
        assert event["mode"] is None or event["mode"] in kind.modes
        Status(event["status"])
        places += [event["trigger"], *event["sources"], *event["targets"]]
    assert all(0 <= start < end <= line["length"] for start, end in places)


def test_no_word_of_the_articles_is_kept():
    known = {"pack", "source", "key", "published", "titled", "length", "digest", "events", "actors"}
    assert all(set(line) == known for line in LINES)
    assert {k for line in LINES for a in line["actors"] for k in a} == {"at", "country", "sector"}


def test_words_are_told_apart_by_where_they_stand():
    assert _nth("the army met the army", 0, 8) == ("the army", 1)
    assert _nth("the army met the army", 13, 21) == ("the army", 2)
