"""What the encoder's claim heads confirm, doubt and add, on hand-made analyses with hand-made signals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from dragoman.claims import find_claims
from dragoman.records import Polarity, Resolution, Signals
from support import analysis, article

NOBODY = Resolution((), (), (), (), ())
SAID = """
Vella Vella PROPN NNP 2 nsubj
said say VERB VBD 0 root
talks talk NOUN NNS 4 nsubj
failed fail VERB VBD 2 ccomp
"""
FROBBED = """
Vella Vella PROPN NNP 2 nsubj
frobbed frob VERB VBD 0 root
talks talk NOUN NNS 4 nsubj
failed fail VERB VBD 2 ccomp
"""
WILL = """
Vella Vella PROPN NNP 3 nsubj
will will AUX MD 3 aux
frob frob VERB VB 0 root
talks talk NOUN NNS 5 nsubj
failed fail VERB VBD 3 ccomp
"""


@pytest.fixture
def claims(knowledge):
    def read(sentence: str, parts: Mapping[str, Mapping[int, float]]):
        art, ana = analysis(sentence)
        labels = dict.fromkeys(("source", "cue", "content"), ("O", "B", "I"))
        scores = {head: np.zeros((len(ana.tokens), 3), np.float32) for head in labels}
        for head, values in scores.items():
            for i in range(len(ana.tokens)):
                values[i] = 1 - parts.get(head, {}).get(i, 0.0), parts.get(head, {}).get(i, 0.0), 0.0
        return find_claims(art, replace(ana, signals=Signals(labels, scores)), NOBODY, knowledge)

    return read


ALL = {"source": {0: 0.9}, "cue": {1: 0.9}, "content": {2: 0.9, 3: 0.9}}


def test_what_both_see_stands_as_the_rules_have_it(claims):
    (claim,) = claims(SAID, ALL)
    assert claim.decided_by.startswith("clause/")
    assert (claim.source.text, claim.cue.text, claim.content[0].text) == ("Vella", "said", "talks failed")


SAID_LATE = """
Vella Vella PROPN NNP 2 nsubj
said say VERB VBD 0 root
in in ADP IN 5 case
a a DET DT 5 det
letter letter NOUN NN 2 obl
talks talk NOUN NNS 7 nsubj
failed fail VERB VBD 2 ccomp
"""


@pytest.mark.parametrize(
    ("seen", "cue"),
    [((1,), "said"), ((1, 2, 3, 4), "said in a letter"), ((0, 1), "said")],
)
def test_a_cue_has_the_edges_that_the_heads_see_clear_of_source_and_content(claims, seen, cue):
    parts = {"source": {0: 0.9}, "cue": dict.fromkeys(seen, 0.9), "content": {5: 0.9, 6: 0.9}}
    (claim,) = claims(SAID_LATE, parts)
    assert (claim.source.text, claim.cue.text, claim.content[0].text) == ("Vella", cue, "talks failed")


@pytest.mark.parametrize("seen", [(1, 2), (1, 2, 3)])
def test_a_cue_is_not_broken_off_in_a_phrase(claims, seen):
    """Whether it takes the phrase or leaves it is the fitted weights' word."""
    parts = {"source": {0: 0.9}, "cue": dict.fromkeys(seen, 0.9), "content": {5: 0.9, 6: 0.9}}
    (claim,) = claims(SAID_LATE, parts)
    assert claim.cue.text in ("said", "said in a letter")


SAID_SUNDAY = """
Talks talk NOUN NNS 2 nsubj
failed fail VERB VBD 4 ccomp
, , PUNCT , 2 punct
said say VERB VBD 0 root
the the DET DT 6 det
envoy envoy NOUN NN 4 nsubj
on on ADP IN 8 case
Sunday Sunday PROPN NNP 4 obl
"""


def test_a_source_does_not_take_in_the_day_on_which_it_spoke(claims):
    parts = {"source": dict.fromkeys(range(4, 8), 0.8), "cue": {3: 0.9}, "content": {0: 0.9, 1: 0.9}}
    (claim,) = claims(SAID_SUNDAY, parts)
    assert claim.source.text == "the envoy"


def test_what_the_heads_see_nothing_of_is_dropped(claims):
    assert claims(SAID, {}) == ()
    assert len(claims(SAID, {"source": {0: 0.8}, "cue": {1: 0.8}, "content": {2: 0.8, 3: 0.8}})) == 1


def test_a_cue_that_stands_in_no_list(claims):
    (claim,) = claims(FROBBED, ALL)
    assert claim.decided_by == "signal/speech: frob"
    assert (claim.source.text, claim.cue.text, claim.content[0].text) == ("Vella", "frobbed", "talks failed")
    assert claims(FROBBED, {**ALL, "cue": {1: 0.2}}) == ()
    assert claims(FROBBED, {**ALL, "content": {}}) == ()


def test_speech_to_come_is_no_claim(claims):
    assert claims(WILL, {"source": {0: 0.9}, "cue": {2: 0.9}, "content": {3: 0.9, 4: 0.9}}) == ()


def test_a_name_is_no_cue(claims):
    assert claims(FROBBED, {"cue": {0: 0.9}, "content": {2: 0.9, 3: 0.9}}) == ()


CUT = """
Vella Vella PROPN NNP 2 nsubj
said say VERB VBD 0 root
talks talk NOUN NNS 4 nsubj
failed fail VERB VBD 2 ccomp
while while SCONJ IN 7 mark
troops troop NOUN NNS 7 nsubj
marched march VERB VBD 2 advcl
"""


def test_a_content_that_the_tree_cuts_short_is_drawn_as_the_heads_see_it(claims):
    (claim,) = claims(CUT, {**ALL, "content": dict.fromkeys(range(2, 7), 0.9)})
    assert [e.text for e in claim.content] == ["talks failed while troops marched"]
    (claim,) = claims(CUT, {**ALL, "content": {**dict.fromkeys(range(2, 6), 0.9), 6: 0.4}})
    assert [e.text for e in claim.content] == ["talks failed while troops marched"], "the last word before the end"
    (claim,) = claims(CUT, ALL)
    assert [e.text for e in claim.content] == ["talks failed"]


def test_who_denies_what_is_not_doubted(claims):
    denied = CUT.replace("said say", "denied deny")
    assert [c.polarity for c in claims(denied, {})] == [Polarity.DENIED]
    assert claims(CUT, {}) == ()


SEEMS = """
Besides besides ADP IN 3 case
his his PRON PRP$ 3 nmod:poss
rival rival NOUN NN 5 obl
Vella Vella PROPN NNP 5 nsubj
frobs frob VERB VBZ 0 root
to to PART TO 7 mark
mediate mediate VERB VB 5 xcomp
"""


@pytest.mark.parametrize(("cue", "read"), [(0, 0), (4, 1)])
def test_nobody_is_compared_into_a_speaker(claims, cue, read):
    """``Contrary to his predecessor, X, Y appears to mediate``: neither preposition nor verb makes X say so."""
    found = claims(SEEMS, {"source": {2: 0.9}, "cue": {cue: 0.9}, "content": {5: 0.9, 6: 0.9}})
    assert len(found) == read
    assert all(claim.source is None for claim in found)


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("The attack, police said, killed four people.", "said", ["The attack", "killed four people"]),
        ("In the view of many analysts, the truce will not hold.", "In the view of", ["the truce will not hold"]),
    ],
)
def test_claims_are_whole(language, knowledge, text, cue, content):
    art = article(text)
    (claim,) = find_claims(art, language.analyse(art), NOBODY, knowledge)
    assert (claim.cue.text, [part.text for part in claim.content]) == (cue, content)
