from __future__ import annotations

import numpy as np
import pytest

from dragoman.language.entities import EntityDecoder

LABELS = ["O", *(f"{place}-{kind}" for kind in ("PER", "ORG", "FAC", "DATE") for place in "BIES")]


def scores(*rows: dict[str, float]) -> np.ndarray:
    table = np.full((len(rows), len(LABELS)), -9.0, np.float32)
    for i, row in enumerate(rows):
        for label, value in row.items():
            table[i, LABELS.index(label)] = value
    return table


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([{"O": 0}, {"O": 0}], []),
        ([{"S-PER": 0}, {"O": 0}], [(0, 1, "PER")]),
        ([{"B-ORG": 0}, {"I-ORG": 0}, {"E-ORG": 0}], [(0, 3, "ORG")]),
        ([{"S-FAC": 0}], [(0, 1, "LOC")]),
        ([{"S-DATE": 0}, {"S-PER": 0}], [(1, 2, "PER")]),
    ],
)
def test_spans(rows: list[dict[str, float]], expected: list[tuple[int, int, str]]) -> None:
    assert EntityDecoder(LABELS).spans(scores(*rows)) == expected


def test_an_illegal_path_is_mended() -> None:
    # Greedy would give B-PER E-ORG; the best legal path ends the person instead.
    rows = [{"B-PER": 0}, {"E-ORG": -0.1, "E-PER": -0.2}]
    assert EntityDecoder(LABELS).spans(scores(*rows)) == [(0, 2, "PER")]


def test_a_span_does_not_run_over_the_end() -> None:
    assert EntityDecoder(LABELS).spans(scores({"O": 0}, {"B-PER": -0.1, "S-PER": -0.5})) == [(1, 2, "PER")]
