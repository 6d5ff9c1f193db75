"""Names, leads and words of a page's lines: what is worked out on arrays is what their definitions say."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.knowledge import default_knowledge
from dragoman.pages.leads import likeness, signs
from dragoman.pages.names import _AROUND, _SMOOTH, read_names
from dragoman.pages.words import Tokens, vocabulary

WORDS = [
    "Ada",
    "Brandt",
    "Mora",
    "Venn",
    "went",
    "home",
    "after",
    "He",
    "Monday",
    "talks",
    "Mr.",
    "“Never",
    "said.",
    "the",
]
LINES = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join), min_size=1, max_size=50)


def tokens(lines: list[str]) -> Tokens:
    return Tokens.read([line.split() for line in lines], vocabulary(default_knowledge().residue))


def names(*lines: str):
    return read_names(tokens(list(lines)))


def test_a_half_name_leans_on_the_whole_one_above():
    found = names("The minister, Ada Brandt, spoke in Venn.", "Nobody answered.", "Mr. Brandt went home.")
    assert found.leant[1] > 0
    assert found.leant[2] > 0
    assert not found.leant[0]


def test_a_whole_name_leans_on_nothing():
    assert not names(
        "Mr. Brandt went home.", "Nobody answered.", "The minister, Ada Brandt, spoke in Venn."
    ).leant.any()


def test_a_title_does_not_make_a_whole_name():
    assert not names("President Brandt spoke.", "Then Brandt went home.").leant.any()


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_shared_names_are_counted_as_defined(lines):
    read = tokens(lines)
    words = read.words
    known = (words.name[read.code] > 0) & (words.honour[read.code] == 0) & (words.stem[read.code] >= 0)
    of_line = [set(words.stem[read.code][known & (read.line == i)].tolist()) for i in range(len(lines))]
    for place, found in enumerate(read_names(read).shared):
        before = set().union(*of_line[max(0, place - _AROUND) : place])
        behind = set().union(*of_line[place : place + _AROUND])
        assert np.isclose(found, len(before & behind) / (min(len(before), len(behind)) + _SMOOTH))


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_likeness_is_the_sum_of_the_signs(lines):
    read = tokens(lines)
    days = default_knowledge().residue.weekdays
    weights = dict(zip(read.words.signs, read.words.sign_weights[1:].tolist(), strict=True))
    for line, found in zip(lines, likeness(lines, read), strict=True):
        assert np.isclose(found, np.clip(sum(weights.get(sign, 0.0) for sign in signs(line, days)) / 3, -1, 1))
