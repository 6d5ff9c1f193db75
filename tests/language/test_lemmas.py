from __future__ import annotations

import pytest

from dragoman.errors import LanguageError
from dragoman.language.encoder import WEIGHTS
from dragoman.language.lemmas import Lemmatiser


@pytest.fixture(scope="module")
def shipped() -> Lemmatiser:
    return Lemmatiser.load(WEIGHTS / "lemmas.tsv")


@pytest.mark.parametrize(
    ("form", "xpos", "lemma"),
    [
        ("said", "VBD", "say"),
        ("Says", "VBZ", "say"),
        ("withdrew", "VBD", "withdraw"),
        ("overthrown", "VBN", "overthrow"),
        ("steps", "VBD", "step"),
        ("denies", "VBD", "deny"),
        ("rescues", "VBP", "rescue"),
        ("shot", "VBD", "shoot"),
        ("bombed", "VBD", "bomb"),
        ("imposing", "VBG", "impose"),
        ("provoked", "VBN", "provoke"),
        ("expelled", "VBD", "expel"),
        ("ratified", "VBN", "ratify"),
        ("vetoes", "VBZ", "veto"),
        ("dying", "VBG", "die"),
        ("strafed", "VBD", "strafe"),
        ("n't", "RB", "not"),
        ("ca", "MD", "can"),
        ("were", "VBD", "be"),
        ("talks", "NNS", "talk"),
        ("militiamen", "NNS", "militiaman"),
        ("countries", "NNS", "country"),
        ("Iran", "NNP", "Iran"),
        ("their", "PRP$", "their"),
        ("best", "JJS", "good"),
        ("", "NN", ""),
    ],
)
def test_words_of_news(shipped: Lemmatiser, form: str, xpos: str, lemma: str) -> None:
    assert shipped.lemma(form, xpos) == lemma


def test_a_rule_cuts_and_adds_and_an_exception_wins() -> None:
    table = Lemmatiser(["NNS\ts\t1\t", "NNS\ties\t3\ty", "NNS\t=news\tnews"])
    assert [table.lemma(w, "NNS") for w in ("talks", "Parties", "news", "sheep")] == ["talk", "party", "news", "sheep"]


def test_a_word_with_an_unknown_tag_stays() -> None:
    assert Lemmatiser(["NNS\ts\t1\t"]).lemma("Talks", "XX") == "talks"


def test_a_broken_line_is_named() -> None:
    with pytest.raises(LanguageError, match="<lines>:2"):
        Lemmatiser(["NNS\ts\t1\t", "NNS\ts"])


def test_a_missing_table_is_named(tmp_path) -> None:
    with pytest.raises(LanguageError, match=r"lemmas\.tsv"):
        Lemmatiser.load(tmp_path / "lemmas.tsv")
