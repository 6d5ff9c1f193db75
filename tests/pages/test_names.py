"""Names, leads and words of a page's lines: what is worked out on arrays is what their definitions say."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.knowledge import default_knowledge
from dragoman.pages import languages
from dragoman.pages.leads import likeness, signs
from dragoman.pages.names import _AROUND, _SMOOTH, Names, read_names
from dragoman.pages.spelling import hashes, spell
from dragoman.pages.words import HONOUR, ROOM, Tokens, bare, vocabulary

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
    return Tokens.read(lines, vocabulary(default_knowledge().residue))


def names(*lines: str) -> Names:
    """The names of a page of these lines, by the line that each place stands before."""
    found = read_names(tokens(list(lines)))
    return Names(found.leant[ROOM:-ROOM], found.shared[ROOM:-ROOM])


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
    known = read.named[((read.flags[read.named] & HONOUR) == 0) & read.told[read.named]]
    stems, where = read.stems(read.key[known]), read.line[known]
    of_line = [set(stems[where == i].tolist()) for i in range(len(lines))]
    for place, found in enumerate(read_names(read).shared[ROOM : 1 - ROOM]):
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


def stem_of(word: str) -> str:
    """What is left of a word without its most common endings, said letter by letter."""
    for possessive in ("’s", "'s"):
        if len(word) > 2 and word.endswith(possessive):
            word = word.removesuffix(possessive)
            break
    for ending in ("ing", "ed", "es", "s", "ly"):
        if len(word) > 5 and word.endswith(ending):
            return word.removesuffix(ending)
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text("ainesgdlyAÉéß’'.,“)-1年 \t\u3000", max_size=40).filter(str.strip), min_size=1, max_size=9))
def test_words_are_spelt_as_they_are_written(lines):
    found = spell(lines)
    tokens = [line.split() for line in lines]
    assert found.starts.tolist() == [sum(map(len, tokens[:at])) for at in range(len(lines) + 1)]
    flat = [token for line in tokens for token in line]
    words = [bare(token).lower() for token in flat]
    assert found.length.tolist() == [len(bare(token)) for token in flat]
    for hashed, said in ((found.word, words), (found.stem, [stem_of(word) for word in words])):
        assert len(set(zip(hashed.tolist(), said, strict=True))) == len(set(hashed.tolist())) == len(set(said))
    known = [word for word in words if word]
    assert hashes(known).tolist() == [h for h, word in zip(found.word.tolist(), words, strict=True) if word]


def test_long_texts_are_spelt_in_pieces():
    line = "Ferries from Selby carried copper. " * 4000
    found = spell([line, "x" * 200_000, "Selby’s"])
    one = spell(["Ferries from Selby carried copper.", "Selby’s"])
    assert found.starts[1] == 20_000
    assert set(found.word[:20_000].tolist()) == set(one.word[:5].tolist())
    assert found.stem[-1] == found.stem[2] == one.stem[2] == one.stem[-1]


@given(st.text(alphabet=st.characters() | st.sampled_from("abc ’“—…é1_\u00a0"), max_size=60))
def test_words_are_the_same_with_and_without_other_letters(text):
    folded = text.casefold()
    assert languages._words(folded) == languages._WORD.findall(folded)
