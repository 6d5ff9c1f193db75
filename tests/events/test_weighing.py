"""The codebook and the encoder's event head against one another, on hand-made analyses with hand-made signals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from dragoman.events import find_events
from dragoman.events.acts.signals import EventSignals
from dragoman.events.confidence import CONFIDENCE_DOUBTED
from dragoman.events.trees.syntax import Syntax
from dragoman.records import BlockKind, Resolution, Signals, Status
from support import analysis

NOBODY = Resolution((), (), (), (), ())
TYPES = ("O", "NONE", "ASSAULT", "COERCE", "SUPPORT", "CONSULT", "REJECT", "PROTEST")
STATUSES = tuple(status.value for status in Status)
ATTACK = """
Rebels rebel NOUN NNS 2 nsubj Number=Plur
attacked attack VERB VBD 0 root Tense=Past|VerbForm=Fin
soldiers soldier NOUN NNS 2 obj Number=Plur
"""
UNHEARD_OF = """
Rebels rebel NOUN NNS 2 nsubj Number=Plur
frobbed frob VERB VBD 0 root Tense=Past|VerbForm=Fin
soldiers soldier NOUN NNS 2 obj Number=Plur
"""
LAUNCHED = """
Rebels rebel NOUN NNS 2 nsubj Number=Plur
launched launch VERB VBD 0 root Tense=Past|VerbForm=Fin
a a DET DT 4 det
frobbing frobbing NOUN NN 2 obj Number=Sing
against against ADP IN 6 case
soldiers soldier NOUN NNS 2 obl Number=Plur
"""


def signals(count: int, event: Mapping[int, Mapping[str, float]], status: Mapping[int, str] | None = None) -> Signals:
    """``event``: for some tokens the probabilities of some types, the rest of 1 on ``O``; all others are ``O``."""
    scores = np.zeros((count, len(TYPES)), np.float32)
    for i in range(count):
        given = event.get(i, {})
        for kind, probability in given.items():
            scores[i, TYPES.index(kind)] = probability
        scores[i, 0] = 1 - sum(given.values())
    statuses = np.full((count, len(STATUSES)), 0.01, np.float32)
    statuses[:, 0] = 0.93
    for i, name in (status or {}).items():
        statuses[i] = 0.01
        statuses[i, STATUSES.index(name)] = 0.93
    return Signals({"event": TYPES, "status": STATUSES}, {"event": scores, "status": statuses})


@pytest.fixture
def events(knowledge):
    def find(sentence: str, event: Mapping[int, Mapping[str, float]], status: Mapping[int, str] | None = None):
        art, ana = analysis(sentence)
        return find_events(art, replace(ana, signals=signals(len(ana.tokens), event, status)), NOBODY, knowledge)

    return find


def test_what_both_find_stands_with_the_expression_as_its_reason(events):
    (event,) = events(ATTACK, {1: {"ASSAULT": 0.95}})
    assert (event.type, event.source, event.target) == ("ASSAULT", "Rebels", "soldiers")
    assert event.decided_by.startswith("codebook:assault/")
    assert event.confidence > events(ATTACK, {1: {"ASSAULT": 0.4}})[0].confidence


def test_an_expression_in_another_sense_is_dropped(events):
    assert events(ATTACK, {}) == ()
    assert events(ATTACK, {1: {"NONE": 0.5, "ASSAULT": 0.01}}) == ()
    assert events(ATTACK, {1: {"NONE": 0.5, "ASSAULT": 0.2}}) != ()


def test_the_type_is_the_codebooks_unless_the_head_is_sure_of_another(events):
    (event,) = events(ATTACK, {1: {"SUPPORT": 0.3, "ASSAULT": 0.25}})
    assert event.type == "ASSAULT"
    (event,) = events(ATTACK, {1: {"SUPPORT": 0.5, "ASSAULT": 0.46}})
    assert event.type == "ASSAULT"
    (event,) = events(ATTACK, {1: {"SUPPORT": 0.95}})
    assert (event.type, event.source, event.target) == ("SUPPORT", "Rebels", "soldiers")


STRUCK = """
Judges judge NOUN NNS 2 nsubj Number=Plur
struck strike VERB VBD 0 root Tense=Past|VerbForm=Fin
down down ADP RP 2 compound:prt
the the DET DT 5 det
law law NOUN NN 2 obj Number=Sing
on on ADP IN 7 case
Tuesday Tuesday PROPN NNP 2 obl Number=Sing
"""


def test_where_the_best_expression_gives_way_another_that_fits_has_the_heads_type(events):
    (event,) = events(STRUCK, {1: {"REJECT": 0.6}})
    assert event.decided_by.startswith("codebook:reject/")
    assert event.mode == "change"
    (event,) = events(STRUCK, {1: {"SUPPORT": 0.6}})
    assert event.decided_by.startswith("encoder:support/")


GAVE = """
Judges judge NOUN NNS 2 nsubj Number=Plur
gave give VERB VBD 0 root Tense=Past|VerbForm=Fin
ministers minister NOUN NNS 2 iobj Number=Plur
until until ADP IN 5 case
Monday Monday PROPN NNP 2 obl Number=Sing
"""


def test_who_is_given_something_is_no_act(knowledge):
    _, ana = analysis(GAVE)
    syntax = Syntax(ana, knowledge.codebook, (BlockKind.PARAGRAPH,))
    found = EventSignals(signals(5, {1: {"SUPPORT": 0.8}, 2: {"SUPPORT": 0.6}}), syntax)
    assert [c.head for c in found.candidates()] == [1]


def test_a_word_that_no_expression_has(events):
    (event,) = events(UNHEARD_OF, {1: {"COERCE": 0.9}})
    assert (event.type, event.source, event.target) == ("COERCE", "Rebels", "soldiers")
    assert event.decided_by == "encoder:coerce/act T"
    assert events(UNHEARD_OF, {1: {"COERCE": 0.3}}) == ()


def test_a_verb_stands_beside_an_expression_in_a_clause_that_tells_how(events):
    marched = """
Students student NOUN NNS 2 nsubj Number=Plur
frobbed frob VERB VBD 0 root Tense=Past|VerbForm=Fin
burning burn VERB VBG 2 advcl VerbForm=Ger
flags flag NOUN NNS 3 obj Number=Plur
"""
    found = events(marched, {1: {"PROTEST": 0.9}, 2: {"PROTEST": 0.9}, 3: {"PROTEST": 0.9}})
    assert [(e.type, e.trigger.text) for e in found] == [("PROTEST", "frobbed"), ("PROTEST", "burning flags")]


def test_a_verb_that_only_lends_itself_to_its_noun(events):
    (event,) = events(LAUNCHED, {1: {"ASSAULT": 0.8}, 2: {"ASSAULT": 0.4}, 3: {"ASSAULT": 0.9}})
    assert (event.type, event.source, event.target) == ("ASSAULT", "Rebels", "soldiers")
    assert event.trigger.text == "launched a frobbing"
    assert event.act == "launch frobbing"


def test_words_of_one_type_that_hang_together_are_one_candidate(knowledge):
    _, ana = analysis(LAUNCHED)
    syntax = Syntax(ana, knowledge.codebook, (BlockKind.PARAGRAPH,))
    found = EventSignals(signals(6, {1: {"ASSAULT": 0.8}, 3: {"ASSAULT": 0.9}, 5: {"SUPPORT": 0.7}}), syntax)
    assert [(c.head, sorted(c.words), c.type) for c in found.candidates()] == [
        (3, [1, 3], "ASSAULT"), (5, [5], "SUPPORT"),
    ]  # fmt: skip
    assert found.outside([1, 2]) == pytest.approx(0.2)
    assert found.type_of([1, 3], "ASSAULT") == pytest.approx(0.9)
    assert found.status(1, [1, 3]) == (Status.ACTUAL, pytest.approx(0.93))


SITTING = """
Students student NOUN NNS 2 nsubj Number=Plur
ended end VERB VBD 0 root Tense=Past|VerbForm=Fin
a a DET DT 6 det
frob frob NOUN NN 2 obj Number=Sing
- - PUNCT HYPH 4 punct
in in NOUN NN 2 obj Number=Sing
"""


def test_a_word_that_its_hyphen_parts_is_one_candidate_though_its_parts_are_hung_side_by_side(knowledge):
    _, ana = analysis(SITTING)
    syntax = Syntax(ana, knowledge.codebook, (BlockKind.PARAGRAPH,))
    heads = EventSignals(signals(6, {3: {"COERCE": 0.8}, 5: {"COERCE": 0.9}}), syntax).candidates()
    assert [(c.head, sorted(c.words)) for c in heads] == [(5, [3, 5])]
    others = EventSignals(signals(6, {3: {"COERCE": 0.8}, 5: {"SUPPORT": 0.9}}), syntax).candidates()
    assert [c.head for c in others] == [3, 5]


PLANNED = """
Rebels rebel NOUN NNS 3 nsubj Number=Plur
will will AUX MD 3 aux VerbForm=Fin
attack attack VERB VB 0 root VerbForm=Inf
soldiers soldier NOUN NNS 3 obj Number=Plur
"""


def test_status_by_rules_and_head_together(events):
    def status(sentence, i, said):
        (event,) = events(sentence, {i: {"ASSAULT": 0.95}}, {i: said})
        return event.status

    assert status(ATTACK, 1, "actual") is Status.ACTUAL
    assert status(ATTACK, 1, "not_done") is Status.NOT_DONE
    assert status(ATTACK, 1, "denied") is Status.ACTUAL
    assert status(PLANNED, 2, "planned") is Status.PLANNED
    assert status(PLANNED, 2, "threatened") is Status.THREATENED
    assert status(PLANNED, 2, "actual") is Status.PLANNED


def test_without_such_a_head_the_codebook_decides_alone(knowledge):
    art, ana = analysis(ATTACK)
    (event,) = find_events(art, ana, NOBODY, knowledge)
    assert event.type == "ASSAULT"


def test_what_is_likelier_no_act_is_marked_unsure(events):
    (heard,) = events(ATTACK, {1: {"ASSAULT": 0.55}})
    (doubted,) = events(ATTACK, {1: {"ASSAULT": 0.45}})
    assert doubted.confidence == CONFIDENCE_DOUBTED < 0.5 < heard.confidence


def test_an_expression_in_another_sense_leaves_the_act_without_a_type(read_whole):
    """The head is sure that no talks are meant; that a letter was sent stands."""
    sentence = (
        "The letter was supposed to be sent by the head of the alliance, but the decision to send it was never taken."
    )
    assert [(e.type, e.status, e.trigger.text) for e in read_whole(sentence) if "sent" in e.trigger.text] == [
        (None, "not_done", "sent")
    ]


def test_a_decision_that_was_never_taken_undoes_what_was_due_however_long_its_sentence(read_whole):
    sentence = (
        "The letter was supposed to be sent by head of the Rule of Law bloc, led by former President Ana Duarte, "
        "but the decision to send it was never taken."
    )
    assert [(e.act, e.status) for e in read_whole(sentence)] == [("letter send", "not_done")]


def test_who_votes_to_punish_agrees_to_nothing_beside_it(read_whole):
    assert [e.type for e in read_whole("The house voted 78 to 61 to suspend the deputy for a day.")] == ["SANCTION"]
    assert "REJECT" in [e.type for e in read_whole("Councillors voted to reject a plan to close three libraries.")]
    assert "AGREE" in [e.type for e in read_whole("The assembly voted to raise pensions.")]


def test_what_a_ruling_is_called_is_one_act(read_whole):
    (event,) = read_whole('The minister called the ruling "extremely careless".')
    assert (event.type, event.mode) == ("ACCUSE", "disapprove")
