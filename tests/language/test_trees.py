from __future__ import annotations

import itertools

import numpy as np
import pytest

from dragoman.language.trees import decode_heads, is_tree, joined, nouns_by_place, owned, verbs_by_object


@pytest.mark.parametrize(
    ("heads", "tree"),
    [([0], True), ([2, 0], True), ([0, 0], False), ([2, 1], False), ([2, 3, 2, 0], False), ([2, 0, 2, 3], True)],
)
def test_is_tree(heads: list[int], tree: bool) -> None:
    assert is_tree(heads) is tree


def best_by_trying_all(scores: np.ndarray) -> float:
    n = len(scores)
    trees = (h for h in itertools.product(range(n + 1), repeat=n) if is_tree(list(h)))
    return max(sum(scores[i, h] for i, h in enumerate(heads)) for heads in trees)


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5])
def test_the_tree_is_the_best_there_is(n: int) -> None:
    rng = np.random.default_rng(n)
    for _ in range(30):
        scores = rng.normal(size=(n, n + 1))
        # The encoder scores a word as its own head too; such an arc is no tree and must not be taken.
        heads = decode_heads(scores)
        assert is_tree(heads)
        assert sum(scores[i, h] for i, h in enumerate(heads)) == pytest.approx(best_by_trying_all(scores))


def test_a_good_greedy_tree_is_kept() -> None:
    scores = np.zeros((3, 4))
    for word, head in enumerate([2, 0, 2]):
        scores[word, head] = 5
    assert decode_heads(scores) == [2, 0, 2]


def test_long_sentences_are_decoded() -> None:
    scores = np.random.default_rng(0).normal(size=(150, 151)).astype(np.float32)
    assert is_tree(decode_heads(scores))


def test_an_owner_hangs_on_what_is_owned() -> None:
    heads, relations = [5, 1, 1, 5, 0], ["nsubj", "flat", "case", "nsubj", "root"]  # Imran Khan 's party called
    owned(heads, relations, ["NNP", "NNP", "POS", "NN", "VBD"])
    assert (heads, relations) == ([4, 1, 1, 5, 0], ["nmod:poss", "flat", "case", "nsubj", "root"])


def test_a_noun_joins_the_name_before_its_adjective() -> None:
    words, upos = ["Israel", "and", "Palestinian", "factions", "signed"], ["PROPN", "CCONJ", "ADJ", "NOUN", "VERB"]
    heads, relations = [5, 3, 1, 5, 0], ["nsubj", "cc", "conj", "nsubj", "root"]
    joined(heads, relations, words, upos)
    assert (heads, relations) == ([5, 4, 4, 1, 0], ["nsubj", "cc", "amod", "conj", "root"])


def test_what_has_an_object_is_a_verb() -> None:
    words, heads, relations = (
        ["Baku", "denied", "breaching", "the", "truce"],
        [2, 0, 2, 5, 3],
        ["nsubj", "root", "obj", "det", "obj"],
    )
    upos, xpos = ["PROPN", "VERB", "NOUN", "DET", "NOUN"], ["NNP", "VBD", "NN", "DT", "NN"]
    verbs_by_object(heads, relations, upos, xpos, words)
    assert (upos[2], xpos[2], relations[2]) == ("VERB", "VBG", "ccomp")


def test_initials_stand_as_adjectives_do() -> None:
    words, upos = ["US", "and", "Palestinian", "officials", "met"], ["PROPN", "CCONJ", "ADJ", "NOUN", "VERB"]
    heads, relations = [5, 3, 1, 5, 0], ["nsubj", "cc", "conj", "nsubj", "root"]
    joined(heads, relations, words, upos)
    assert heads == [5, 3, 1, 5, 0]


def test_an_owner_without_a_thing_stays() -> None:
    heads, relations = [3, 1, 0, 3], ["nsubj", "case", "root", "obj"]  # Khan 's called it
    owned(heads, relations, ["NNP", "POS", "VBD", "PRP"])
    assert (heads, relations) == ([3, 1, 0, 3], ["nsubj", "case", "root", "obj"])


def test_an_ing_form_in_a_nouns_place_is_a_noun() -> None:
    # Fighting between them went on / Fighting them went on
    for relation, expected in (("nmod", ("NOUN", "NN")), ("obj", ("VERB", "VBG"))):
        upos, xpos = ["VERB", "ADP", "PRON", "VERB"], ["VBG", "IN", "PRP", "VBD"]
        nouns_by_place([4, 3, 1, 0], ["nsubj", "case", relation, "root"], upos, xpos)
        assert (upos[0], xpos[0]) == expected
