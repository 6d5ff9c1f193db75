from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.language.tokens import abbreviations, tokenise


def words(text: str) -> list[str]:
    return [text[a:b] for a, b in tokenise(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They didn't sign; we can't.", "They did n't sign ; we ca n't ."),
        ("It’s the union’s offer", "It ’s the union ’s offer"),
        ("the workers' demands", "the workers ' demands"),
        ("He cannot stay", "He can not stay"),
        ("a long-awaited, so-called deal", "a long - awaited , so - called deal"),
        ("anti-government and pro-Western", "anti-government and pro-Western"),
        ("the ex-minister's co-founder", "the ex-minister 's co-founder"),
        ("a 30-year-old F-16", "a 30 - year - old F - 16"),
        ("The vote was 51-49", "The vote was 51 - 49"),
        ("U.S. and U.N. envoys", "U.S. and U.N. envoys"),
        ("the U.S.-led force", "the U.S. - led force"),
        ("on Nov. 25, 2024", "on Nov. 25 , 2024"),
        ("Sen. J. R. Okoro", "Sen. J. R. Okoro"),
        ("$3.5 million, €2bn, US$40", "$ 3.5 million , € 2 bn , US$ 40"),
        ("at 10:30am, or 5pm", "at 10:30 am , or 5 pm"),
        ("the 1990s, the '70s, the 21st", "the 1990s , the '70s , the 21st"),
        ("1,250,000 or 12.5%", "1,250,000 or 12.5 %"),
        ("on 9/11 and/or later", "on 9/11 and / or later"),
        ("AT&T and R&D", "AT&T and R&D"),
        ("No. 5 is out. No.", "No. 5 is out . No ."),
        ("Salem, Ore. and Ore.", "Salem , Ore. and Ore ."),
        ("Wait... what?!", "Wait ... what ?!"),
        ("they [...] left", "they [...] left"),
        ("see https://example.org/a?b=1.", "see https://example.org/a?b=1 ."),
        ("mail a.b@example.org, ask @desk about #vote", "mail a.b@example.org , ask @desk about #vote"),
        ("Ba'athists in Sana'a, O'Neill's", "Ba'athists in Sana'a , O'Neill 's"),
        ("(Reuters) — Yes", "( Reuters ) — Yes"),
        ("“Stop,” she said", "“ Stop , ” she said"),
        ("w/o a word, s/he left", "w/o a word , s/he left"),
    ],
)
def test_cuts_as_the_treebanks_do(text: str, expected: str) -> None:
    assert words(text) == expected.split()


def test_an_emoji_with_its_modifiers_is_one_token() -> None:
    assert words("ok 👩‍👩‍👧 👍🏽 🇱🇧") == ["ok", "👩‍👩‍👧", "👍🏽", "🇱🇧"]


def test_combining_marks_belong_to_their_letter() -> None:
    assert words("cafe\u0301s open") == ["cafe\u0301s", "open"]


def test_characters_without_a_shape_are_no_tokens() -> None:
    assert words("\u200bthe\ufeff \u200e deal") == ["the", "deal"]


def test_only_the_asked_part_is_read() -> None:
    text = "Before. The deal. After."
    assert [text[a:b] for a, b in tokenise(text, 8, 17)] == ["The", "deal", "."]


def test_an_initial_needs_a_name_behind_it() -> None:
    assert words("so did I. We") == ["so", "did", "I", ".", "We"]
    assert words("group b. two")[1] == "b"


def test_abbreviations_also_match_in_capitals() -> None:
    assert abbreviations()["Gen"] == abbreviations()["GEN"] == "title"


@pytest.mark.parametrize("unit", ["-.", "a.", "aa.", "a'", "a@", "1,", "_", "👩‍", "\u200b"])
def test_a_long_row_of_signs_costs_no_more_than_it_is_long(unit: str) -> None:
    # Linear work takes a hundredth of this, quadratic a hundred times as much: a bound, not a benchmark.
    began = time.process_time()
    tokenise(unit * 20_000)
    assert time.process_time() - began < 10


@given(st.text(st.characters(codec=None), max_size=80))
def test_tokens_cover_all_but_white_space_in_any_text(text: str) -> None:
    position = 0
    for start, end in tokenise(text):
        assert position <= start < end
        between = text[position:start]
        assert not any(c.isalnum() for c in between)
        assert not any(c.isspace() for c in text[start:end])
        position = end
    assert not any(c.isalnum() for c in text[position:])


@given(st.lists(st.text("abcXYZ'-/.&@_7é\u00ad", min_size=1, max_size=7), min_size=1, max_size=6))
def test_plain_words_are_cut_as_all_others(words: list[str]) -> None:
    """A blank or a comma behind a word of letters takes a shorter way; a tab takes the other one."""
    blanks = tokenise(" ".join(words) + " ")
    assert blanks == tokenise("\t".join(words) + "\t")


def test_a_name_that_ends_like_a_title_ends_its_sentence() -> None:
    for text in ("We met Hun Sen.", "We met Hun Sen. The court"):
        assert ("Sen", ".") in list(pairwise(text[a:b] for a, b in tokenise(text)))
    assert "Sen." in [text[a:b] for text in ("He met Republican Sen. Ted Cruz.",) for a, b in tokenise(text)]


def test_capitals_before_a_hyphen_are_no_prefix() -> None:
    words = [text[a:b] for text in ("UN-brokered", "un-American") for a, b in tokenise(text)]
    assert words == ["UN", "-", "brokered", "un-American"]
