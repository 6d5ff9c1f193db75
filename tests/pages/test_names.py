"""Names, leads and words of a page's lines: what is worked out on arrays is what their definitions say."""

from __future__ import annotations

import random
from dataclasses import fields

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.knowledge import default_knowledge
from dragoman.pages import languages
from dragoman.pages.cohesion import Cohesion, measure
from dragoman.pages.leads import likeness, signs
from dragoman.pages.names import _AROUND, _SMOOTH, read_names
from dragoman.pages.words import HONOUR, NAME, Tokens, Vocabulary, vocabulary

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
SAID = [
    "Ferries from Selby carried copper and herring past the harbour wall.",
    "The harbour wall of Selby holds back copper dust and herring crates.",
    "Council engineers measured the wall and the ferries' wake.",
    "Herring prices rose while copper fell.",
    "Engineers asked the council for a second wall.",
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
    known = ((read.flags & NAME) > 0) & ((read.flags & HONOUR) == 0) & (read.stem >= 0)
    of_line = [set(read.stem[known & (read.line == i)].tolist()) for i in range(len(lines))]
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


def test_what_was_read_before_changes_nothing():
    """The same lines again and again: places that are alike stay so, whatever numbers their words were given."""
    lexicon, said = default_knowledge().residue, " ".join(SAID).split()
    one, other = Vocabulary(lexicon, {}), Vocabulary(lexicon, {})
    Tokens.read([said], one)
    Tokens.read([said[::-1]], other)
    for seed in range(60):
        rng = random.Random(seed)
        lines = [rng.choices(said, k=rng.randint(3, 9)) for _ in range(rng.randint(2, 4))]
        page = [lines[at % len(lines)] for at in range(24)]
        first, second = (measure(Tokens.read(page, words)) for words in (one, other))
        for column in fields(Cohesion):
            assert np.allclose(getattr(first, column.name), getattr(second, column.name), rtol=0, atol=1e-9)


@given(st.text(alphabet=st.characters() | st.sampled_from("abc ’“—…é1_\u00a0"), max_size=60))
def test_words_are_the_same_with_and_without_other_letters(text):
    folded = text.casefold()
    assert languages._words(folded) == languages._WORD.findall(folded)
