"""UD morphological features, from Penn tags and the dependency tree."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from dragoman.knowledge.tables import Row, read_csv

__all__ = ["features"]

DATA = Path(__file__).parent / "data"


class TagFeatures(Row):
    """What a Penn tag says, as a UD feature string."""

    xpos: str
    features: str


class WordFeatures(Row):
    """What a word of a closed class says; ``upos`` empty: with any tag."""

    form: str
    upos: str = ""
    features: str


@cache
def _by_tag() -> dict[str, dict[str, str]]:
    return {row.xpos: _parse(row.features) for _, row in read_csv(DATA / "tag_features.csv", TagFeatures)}


@cache
def _by_word() -> dict[tuple[str, str], dict[str, str]]:
    rows = (row for _, row in read_csv(DATA / "word_features.csv", WordFeatures))
    return {(row.form, row.upos): _parse(row.features) for row in rows}


def _parse(features: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in features.split("|"))


def features(words: list[str], upos: list[str], xpos: list[str], heads: list[int], deps: list[str]) -> list[str]:
    """The UD feature string of each word of a sentence (``heads``: 0 for the root, else index + 1)."""
    found = [
        {**_by_tag().get(x, {}), **(_by_word().get((w.lower(), u)) or _by_word().get((w.lower(), "")) or {})}
        for w, u, x in zip(words, upos, xpos, strict=True)
    ]
    for i, dep in enumerate(deps):
        if dep in ("aux:pass", "nsubj:pass", "csubj:pass") and heads[i] and xpos[heads[i] - 1] == "VBN":
            found[heads[i] - 1]["Voice"] = "Pass"
    return ["|".join(f"{k}={v}" for k, v in sorted(f.items())) for f in found]
