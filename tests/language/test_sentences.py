from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.language.sentences import MOST_WORDS, cut_long, split
from dragoman.language.tokens import tokenise


def sentences(text: str) -> list[str]:
    return [text[s[0][0] : s[-1][1]] for s in split(text, tokenise(text))]


@pytest.mark.parametrize(
    "parts",
    [
        ["The talks failed.", "Nobody signed."],
        ["Mr. Adeyemi met Gen. Park.", "They talked."],
        ["He flew to the U.S.", "The talks go on there."],
        ["The U.S. Senate met."],
        ["They came to the U.S.", "Initially, nobody noticed."],
        ["Police came at 5 p.m. Monday.", "They left."],
        ["Police came at 5 p.m.", "Nobody was hurt."],
        ["It sells cars, trucks etc.", "The firm is old."],
        ["J. R. Okoro spoke.", "He left."],
        ["They signed on Nov. 25.", "It was late."],
        ['"We will not go.', 'We cannot go," she said.'],
        ["“They left.”", "The army confirmed it."],
        ["He asked why.", "“Nobody knows.”", "Then he left."],
        ['"Why now?" Prime Minister Ana Kovacs asked.', "Nobody answered."],
        ["“Never!” he said.", "He sat down."],
        ["(They had left.)", "The house was empty."],
        ["They waited... and waited.", "Then it rained."],
        ["What now?!", "Nobody knows."],
        ["The army left.", "al-Nour claimed it."],
        ["They want 3.5 million.", "They get 2."],
        ["Visit example.org today.", "It is free."],
        ["BEIRUT (AP) —", "The army withdrew."],
        ["KYIV, Ukraine, Nov. 25 (Reuters) -", "Two men met."],
        ["Goma, Congo -", "Rebels left the town."],
        ["2. The second point is moot."],
        ["So did I.", "We left."],
        ["The yes/no vote . . .", "The end."],
    ],
)
def test_boundaries(parts: list[str]) -> None:
    assert sentences(" ".join(parts)) == parts


def test_a_lost_blank_still_ends_a_sentence() -> None:
    assert sentences("They closed the deal.The ministry agreed.") == ["They closed the deal.", "The ministry agreed."]


def test_a_dash_inside_a_sentence_makes_no_dateline() -> None:
    assert sentences("The army — all of it — left.") == ["The army — all of it — left."]


@given(st.text(st.sampled_from(list("aB. !?\"'”“’()[-—,;\n3…é")), max_size=60))
def test_sentences_hold_every_token_once_in_order(text: str) -> None:
    spans = tokenise(text)
    assert [span for s in split(text, spans) for span in s] == spans
    assert all(split(text, spans))


def numbered(words: list[str]) -> list[tuple[int, int]]:
    return [(i, i + 1) for i in range(len(words))]


def test_a_long_sentence_is_cut_behind_a_semicolon() -> None:
    words = ["w"] * 100 + [";"] + ["w"] * 20 + [","] + ["w"] * 100
    parts = cut_long(words, numbered(words), 510, lambda _: 1)
    assert [len(p) for p in parts] == [101, 121]


def test_without_a_sign_it_is_cut_where_the_limit_is() -> None:
    words = ["w"] * 400
    parts = cut_long(words, numbered(words), 510, lambda _: 1)
    assert [len(p) for p in parts] == [MOST_WORDS, MOST_WORDS, 100]


def test_pieces_count_too() -> None:
    words = ["w"] * 100
    parts = cut_long(words, numbered(words), 510, lambda _: 12)
    assert [len(p) for p in parts] == [42, 42, 16]
    assert [i for part in parts for i, _ in part] == list(range(100))
