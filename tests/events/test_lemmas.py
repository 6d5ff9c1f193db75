"""Lemmas as the codebook has them."""

from __future__ import annotations

from dataclasses import replace

from dragoman.events.trees.lemmas import folded_lemmas
from dragoman.knowledge import default_knowledge
from support import analysis

SIT_IN = """
a a DET DT 4 det
sit sit NOUN NN 4 compound
- - PUNCT HYPH 4 punct
{last} {lemma} NOUN NN 0 root
"""


def lemmas(rows: str, *, joined: bool = True) -> tuple[str, ...]:
    _, made = analysis(rows)
    tokens = tuple(replace(t, space=t.space and not (joined and t.i in (1, 2))) for t in made.tokens)
    return folded_lemmas(tokens, default_knowledge().codebook)


def test_a_compound_cut_at_its_hyphen_is_whole():
    assert lemmas(SIT_IN.format(last="in", lemma="in")) == ("a", "sit", "-", "sit-in")


def test_only_compounds_that_the_codebook_knows():
    assert lemmas(SIT_IN.format(last="about", lemma="about"))[3] == "about"


def test_words_around_a_dash_are_no_compound():
    assert lemmas(SIT_IN.format(last="in", lemma="in"), joined=False)[3] == "in"


def test_a_head_with_expressions_of_its_own_keeps_them():
    air_strike = SIT_IN.format(last="strike", lemma="strike").replace("sit sit", "air air")
    assert lemmas(air_strike)[3] == "strike"
