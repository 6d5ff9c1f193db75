"""Of which country and sector those are that sentences of ours name: ``actor_countries.csv``, with the encoder's own trees and
entities. ``-`` where they are of no country.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

from dragoman.knowledge import default_knowledge
from dragoman.language import Language
from dragoman.resolve import resolve
from support import article

ROWS = list(csv.DictReader((Path(__file__).parent / "actor_countries.csv").open(encoding="utf-8")))


@cache
def resolved():
    articles = [article(row["text"]) for row in ROWS]
    analyses = Language.load().analyse_many(articles)
    return [resolve(a, b, default_knowledge()) for a, b in zip(articles, analyses, strict=True)]


@pytest.mark.parametrize("number", range(len(ROWS)), ids=[row["text"] for row in ROWS])
def test_the_actor_is_of(number):
    row, found = ROWS[number], resolved()[number]
    actor_of = {j.mention: j.actor for j in found.judgements}
    (mention, *_) = [m for m in found.mentions if row["mention"] in m.evidence.text]
    (actor,) = [a for a in found.actors if a.id == actor_of[mention.id]]
    assert (actor.country or "-", actor.sectors[:1]) == (row["country"], (row["sector"],))
