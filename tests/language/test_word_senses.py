"""Kinds of things that words mean, from files in WordNet's form that were made here."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from training.senses import WordNet

from dragoman.errors import LanguageError

FILES = {
    "lexnames": ["00\tadj.all\t3", "01\tnoun.act\t1", "02\tverb.communication\t2"],
    "data.verb": [
        "  1 a licence stands at the top",
        "00000010 02 v 01 judge 0 000 | to think of somebody",
        "00000020 02 v 01 blame 0 001 @ 00000010 v 0000 | to find fault",
        "00000030 02 v 02 lash 0 lambast 0 001 @ 00000020 v 0000 | to find much fault",
    ],
    "index.verb": [
        "  1 a licence stands at the top",
        "blame v 1 1 @ 1 1 00000020",
        "judge v 1 0 1 1 00000010",
        "lambast v 1 1 @ 1 0 00000030",
        "tell_off v 1 1 @ 1 0 00000020",
    ],
    "data.noun": [
        "00000040 01 n 01 blaming 0 001 + 00000020 v 0101 | an act of blame",
        "00000050 01 n 01 sprint 0 000 | a race",
    ],
    "index.noun": ["blaming n 1 1 + 1 0 00000040", "sprint n 1 0 1 0 00000050"],
    "data.adj": ["00000060 00 a 01 scathing 0 001 & 00000070 a 0000 | of blame", "00000070 00 a 01 harsh 0 000 | hard"],
    "index.adj": ["scathing a 1 1 & 1 3 00000060"],
}


@pytest.fixture
def wordnet(tmp_path):
    for name, lines in FILES.items():
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return WordNet(tmp_path)


def test_a_word_is_of_the_kinds_of_its_sense_and_of_what_is_above_it(wordnet):
    found = wordnet.kinds("VERB", "lambast")
    assert found == {"verb.communication", "first verb.communication", "v00000030", "v00000020", "v00000010"}
    assert wordnet.kinds("VERB", "blame") < found


def test_nouns_have_the_kinds_of_their_verb_and_adjectives_of_their_like(wordnet):
    found = {"of verb.communication", "of v00000020", "of v00000010"}
    assert wordnet.kinds("NOUN", "blaming") == {"noun.act", "first noun.act", "n00000040", *found}
    assert {"a00000060", "a00000070"} <= wordnet.kinds("ADJ", "scathing")


def test_what_wordnet_lacks_is_of_no_kind(wordnet):
    assert wordnet.kinds("VERB", "dragoman") == frozenset()
    assert wordnet.kinds("NOUN", "lambast") == frozenset()


def test_the_words_are_single_ones_and_nouns_that_are_met_or_derived(wordnet):
    assert set(wordnet.words("VERB")) == {"blame", "judge", "lambast"}
    assert set(wordnet.words("NOUN")) == {"blaming"}
    assert set(wordnet.words("ADJ")) == {"scathing"}


def test_a_folder_without_the_files_is_told(tmp_path):
    with pytest.raises(LanguageError, match="wants WordNet's index and data files"):
        WordNet(tmp_path)
