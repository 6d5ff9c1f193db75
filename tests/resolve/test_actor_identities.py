"""Who is meant in sentences of ours: ``actor_identities.csv``, with the encoder's own trees and entities.

``actor`` is the id of a known actor, or the name of a new one; ``-`` where the words are no actor at all.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from dragoman.knowledge import default_knowledge
from dragoman.language import Language
from dragoman.records import Anchor, AnchorBasis, Granularity, Interval
from dragoman.resolve import resolve
from support import article

ROWS = list(csv.DictReader((Path(__file__).parent / "actor_identities.csv").open(encoding="utf-8")))
DAY = date(2022, 7, 25)


@cache
def resolved():
    day = Anchor(Interval(DAY, DAY, Granularity.DAY), AnchorBasis.GIVEN, 1.0)
    articles = [replace(article(row["text"]), published=day) for row in ROWS]
    analyses = Language.load().analyse_many(articles)
    return [resolve(a, b, default_knowledge()) for a, b in zip(articles, analyses, strict=True)]


@pytest.mark.parametrize("number", range(len(ROWS)), ids=[f"{row['text']} {row['mention']}" for row in ROWS])
def test_the_actor_is(number):
    row, found = ROWS[number], resolved()[number]
    fitting = [m for m in found.mentions if row["mention"] == m.evidence.text]
    if row["actor"] == "-":
        assert not fitting
        return
    actor_of = {j.mention: j.actor for j in found.judgements}
    (actor,) = [a for a in found.actors if a.id == actor_of[fitting[-1].id]]
    assert row["actor"] == (actor.id if actor.known else actor.name)
    assert (actor.country or "-", actor.sectors[:1]) == (row["country"], (row["sector"],))
