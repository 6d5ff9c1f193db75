from __future__ import annotations

import pytest

from dragoman.errors import LanguageError
from dragoman.language.encoder import WEIGHTS
from dragoman.language.pieces import PIECES_A_WORD, Pieces, Shape, is_headline, shape_of


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    return Pieces(WEIGHTS / "tokenizer.json")


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("talks", Shape.LOWER),
        ("NATO", Shape.UPPER),
        ("A", Shape.ONE_CAPITAL),
        ("Iran", Shape.CAPITALISED),
        ("McKay", Shape.CAPITALISED_MIXED),
        ("eBay", Shape.OTHER),
        ("2024", Shape.NUMBER),
        ("—", Shape.SYMBOL),
    ],
)
def test_shapes(word: str, shape: Shape) -> None:
    assert shape_of(word, False) is shape


def test_the_first_capital_says_little(pieces: Pieces) -> None:
    encoded = pieces.encode(["“", "Talks", "Iran"])
    assert [encoded.shapes[k] for k in encoded.first] == [Shape.SYMBOL, Shape.CAPITALISED_FIRST, Shape.CAPITALISED]


@pytest.mark.parametrize(
    ("sentence", "headline"),
    [
        ("Rebels Seize Key Town in the North", True),
        ("MINISTER REJECTS CALLS FOR VOTE", True),
        ("Rebels seize key town in Norlandia", False),
        ("President Okoro Met Minister Kovacs .", False),
        ("Oslo", False),
        ("", False),
    ],
)
def test_headlines(sentence: str, headline: bool) -> None:
    assert is_headline(sentence.split()) is headline


def test_capitals_of_a_headline_say_little(pieces: Pieces) -> None:
    encoded = pieces.encode(["Rebels", "Seize", "Key", "Town", "in", "NATO", "State"])
    assert {encoded.shapes[k] for k in encoded.first} == {Shape.CAPITALISED_FIRST, Shape.LOWER}


def test_each_word_has_a_place_even_if_it_vanishes(pieces: Pieces) -> None:
    encoded = pieces.encode(["a", "\u0301", "b"])
    assert len(encoded.first) == 3
    assert len(set(encoded.first)) == 3


def test_a_huge_word_is_capped(pieces: Pieces) -> None:
    assert pieces.count("ab-" * 50) <= PIECES_A_WORD
    assert pieces.count("x" * 100_000) <= PIECES_A_WORD


def test_a_missing_file_is_named(tmp_path) -> None:
    with pytest.raises(LanguageError, match=r"tokenizer\.json"):
        Pieces(tmp_path / "tokenizer.json")
