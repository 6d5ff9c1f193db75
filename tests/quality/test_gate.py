"""The quality gate: what ships, scored on the split ``dev`` of our own corpus, is no worse than it was.

``floors.json`` holds the pinned figures with the digest of the texts they were taken on. They are raised with the work
that earns it, and never lowered silently: ``python tests/quality/test_gate.py`` prints today's figures in that form.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks import actors
from benchmarks.events import Score, add, article_of, entity_counts
from corpus.check import digest, load, paths

FLOORS = Path(__file__).parent / "floors.json"
MARGIN = 0.5
"""Percent points: processors round differently, and a few labels turn with it."""


def dev_files() -> list[Path]:
    """The corpus's files of split dev."""
    return [path for path in paths() if load(path)[0].split == "dev"]


def figures() -> dict[str, float]:
    """All figures of the gate, in percent."""
    from dragoman.reader import Reader

    items = [item for path in dev_files() for item in load(path)]
    articles = [article_of(item) for item in items]
    reader = Reader()
    score, counts = Score(), [0, 0, 0]
    for item, article, analysis in zip(items, articles, reader.language.analyse_many(articles), strict=True):
        add(score, item, reader.read_article(article, analysis))
        counts = [a + b for a, b in zip(counts, entity_counts(item, analysis), strict=True)]
    found = score.figures()
    right, read, wanted = counts
    return {**found, "entities F1": 200 * right / max(1, read + wanted), **actor_figures()}


def actor_figures() -> dict[str, float]:
    """Those of who is who, in percent of the lines of actors."""
    from dragoman.knowledge import Knowledge

    knowledge = Knowledge()
    score = actors.Score(defaultdict(Counter))
    for item, analysis, resolution in actors.read_split("dev", knowledge):
        for _ in score.add(knowledge.actors, actors.lines_of(item, analysis, resolution)):
            pass  # what is wrong is for people to read
    count = score.counts["all"]
    return {f"actors: {name}": 100 * count[name] / count["lines"] for name in ("found", "actor", "country", "sector")}


@pytest.fixture(scope="module")
def today() -> dict[str, float]:
    return figures()


def test_the_floors_are_of_these_texts():
    assert json.loads(FLOORS.read_text())["digest"] == digest(dev_files()), "the texts changed: take the figures anew"


@pytest.mark.parametrize("name", sorted(json.loads(FLOORS.read_text())["figures"]))
def test_no_figure_falls(name, today):
    floor = json.loads(FLOORS.read_text())["figures"][name]
    assert today[name] >= floor - MARGIN, f"{name}: {today[name]:.1f}, pinned {floor}"


def test_every_figure_is_pinned(today):
    assert set(today) == set(json.loads(FLOORS.read_text())["figures"])


if __name__ == "__main__":
    pinned = {name: round(value, 1) for name, value in figures().items()}
    print(json.dumps({"digest": digest(dev_files()), "figures": pinned}, indent=1))
