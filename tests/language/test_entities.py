from __future__ import annotations

import numpy as np
import pytest

from dragoman.language.entities import EntityDecoder, apart, title_length, untitled, with_peoples

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


@pytest.mark.parametrize(
    ("name", "length"),
    [
        ("Gen Prayut", 1),
        ("Gen. Prayut Chan-o-cha", 1),
        ("US Secretary of State Antony Blinken", 4),
        ("Deputy Prime Minister Aisha Bello", 3),
        ("Mr Palmer", 1),
        ("Mr President", 0),
        ("Prime Minister", 0),
        ("Sheikh Hasina", 0),
        ("Martin Luther King Jr", 0),
        ("John Major", 0),
        ("UN", 0),
        ("Billie Jean King", 0),
        ("FW de Klerk", 0),
    ],
)
def test_titles_are_no_part_of_a_name(name: str, length: int) -> None:
    assert title_length(name.split()) == length


def test_only_persons_lose_titles() -> None:
    words = ["General", "Motors", "sued", "General", "Ana", "Kovacs"]
    assert untitled([(0, 2, "ORG"), (3, 6, "PER")], words) == [(0, 2, "ORG"), (4, 6, "PER")]


def test_peoples_that_the_encoder_passed_over() -> None:
    words = ["Muslim", "leaders", "and", "South", "Koreans", "met", "Iraqi", "Airways", "in", "muslim", "Oslo"]
    xpos = ["JJ", "NNS", "CC", "JJ", "NNPS", "VBD", "JJ", "NNPS", "IN", "JJ", "NNP"]
    found = with_peoples([(6, 8, "ORG"), (10, 11, "LOC")], words, xpos)
    assert found == [(0, 1, "NORP"), (3, 5, "NORP"), (6, 8, "ORG"), (10, 11, "LOC")]
    assert with_peoples([], ["Turkey", "Polish", "it"], ["NNP", "VB", "PRP"]) == []


def test_a_people_in_the_plural_is_no_person() -> None:
    words = ["Muslims", "met", "Israel", "Katz", "and", "Welsh"]
    xpos = ["NNPS", "VBD", "NNP", "NNP", "CC", "NNP"]
    found = with_peoples([(0, 1, "PER"), (2, 4, "PER"), (5, 6, "PER")], words, xpos)
    assert found == [(0, 1, "NORP"), (2, 4, "PER"), (5, 6, "PER")]


def test_a_title_alone_names_nobody() -> None:
    words = ["The", "Deputy", "Prime", "Minister", "met", "President", "Ana", "Kovacs"]
    assert untitled([(1, 4, "PER"), (5, 8, "PER")], words) == [(6, 8, "PER")]


def test_a_place_and_its_state_are_two():
    words = ["In", "Birmingham", ",", "Alabama", ",", "the", "Ministry", "of", "Roads", ",", "Rail"]
    found = list(apart([(1, 4, "LOC"), (6, 11, "ORG")], words))
    assert found == [(1, 2, "LOC"), (3, 4, "LOC"), (6, 11, "ORG")]
