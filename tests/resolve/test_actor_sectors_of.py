"""Of which sector somebody is in sentences of ours: ``actor_sectors.csv``, with the encoder's own trees and entities.

``published`` is a day, or empty where none is known; ``-`` as the sector where the words are no actor at all.
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
from dragoman.records import Anchor, AnchorBasis, Article, Granularity, Interval
from dragoman.resolve import resolve
from support import article

ROWS = list(csv.DictReader((Path(__file__).parent / "actor_sectors.csv").open(encoding="utf-8")))


def dated(row) -> Article:
    plain = article(row["text"])
    if not row["published"]:
        return plain
    day = date.fromisoformat(row["published"])
    return replace(plain, published=Anchor(Interval(day, day, Granularity.DAY), AnchorBasis.GIVEN, 1.0))


@cache
def resolved():
    articles = [dated(row) for row in ROWS]
    analyses = Language.load().analyse_many(articles)
    return [resolve(a, b, default_knowledge()) for a, b in zip(articles, analyses, strict=True)]


@pytest.mark.parametrize("number", range(len(ROWS)), ids=[f"{r['text']} {r['published']}" for r in ROWS])
def test_the_actor_is_of_the_sector(number):
    row, found = ROWS[number], resolved()[number]
    fitting = [m for m in found.mentions if row["mention"] in m.evidence.text]
    if row["sector"] == "-":
        assert not fitting
        return
    actor_of = {j.mention: j.actor for j in found.judgements}
    (actor,) = [a for a in found.actors if a.id == actor_of[fitting[0].id]]
    assert actor.sectors[:1] == (row["sector"],)
