from __future__ import annotations

import pytest

from dragoman.language.morphology import features


def of(sentence: str) -> dict[str, str]:
    """Features by word from ``word/UPOS/XPOS/head/dep`` items."""
    rows = [item.split("/") for item in sentence.split()]
    words, upos, xpos, heads, deps = (list(column) for column in zip(*rows, strict=True))
    found = features(words, upos, xpos, [int(h) for h in heads], deps)
    return dict(zip(words, found, strict=True))


def test_a_perfect_is_active_and_a_passive_is_not() -> None:
    assert "Voice" not in of("They/PRON/PRP/3/nsubj have/AUX/VBP/3/aux left/VERB/VBN/0/root")["left"]
    assert "Voice=Pass" in of("It/PRON/PRP/3/nsubj:pass was/AUX/VBD/3/aux:pass sent/VERB/VBN/0/root")["sent"]
    assert "Voice=Pass" in of("the/DET/DT/3/det leaked/VERB/VBN/3/amod letter/NOUN/NN/0/root")["leaked"]


def test_a_conjoined_participle_takes_the_voice_of_the_first() -> None:
    found = of("They/PRON/PRP/3/nsubj have/AUX/VBP/3/aux met/VERB/VBN/0/root and/CCONJ/CC/5/cc agreed/VERB/VBN/3/conj")
    assert "Voice" not in found["agreed"]


@pytest.mark.parametrize(
    ("sentence", "word", "expected"),
    [
        ("Leave/VERB/VB/0/root now/ADV/RB/1/advmod", "Leave", "Mood=Imp|VerbForm=Fin"),
        ("to/PART/TO/2/mark leave/VERB/VB/0/root", "leave", "VerbForm=Inf"),
        ("They/PRON/PRP/3/nsubj will/AUX/MD/3/aux leave/VERB/VB/0/root", "leave", "VerbForm=Inf"),
        (
            "demand/VERB/VBP/0/root that/SCONJ/IN/4/mark he/PRON/PRP/4/nsubj leave/VERB/VB/1/ccomp",
            "leave",
            "Mood=Sub|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin",
        ),
        ("efforts/NOUN/NNS/0/root at/SCONJ/IN/3/mark mediating/VERB/VBG/1/acl", "mediating", "VerbForm=Ger"),
        ("is/AUX/VBZ/2/aux leaving/VERB/VBG/0/root", "leaving", "Tense=Pres|VerbForm=Part"),
        ("We/PRON/PRP/2/nsubj left/VERB/VBD/0/root", "left", "Mood=Ind|Number=Plur|Person=1|Tense=Past|VerbForm=Fin"),
        ("not/PART/RB/0/root", "not", "Polarity=Neg"),
        ("never/ADV/RB/0/root", "never", "Polarity=Neg"),
        ("stronger/ADJ/JJR/0/root", "stronger", "Degree=Cmp"),
        ("of/ADP/IN/0/root", "of", ""),
    ],
)
def test_one_word(sentence: str, word: str, expected: str) -> None:
    assert of(sentence)[word] == expected


def test_a_relative_clause_agrees_with_what_it_is_about() -> None:
    found = of("men/NOUN/NNS/0/root who/PRON/WP/3/nsubj left/VERB/VBD/1/acl:relcl")
    assert "Number=Plur" in found["left"]


def test_there_agrees_with_what_there_is() -> None:
    found = of("There/PRON/EX/2/expl were/VERB/VBD/0/root clashes/NOUN/NNS/2/nsubj")
    assert "Number=Plur" in found["were"]
