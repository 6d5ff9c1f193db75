"""The second opinion on acts: its features, its table, and how it is pooled with the encoder's, on hand-made trees."""

from __future__ import annotations

import numpy as np
import pytest

from dragoman.events.acts.signals import EventSignals
from dragoman.events.acts.wording import features, noted, pooled_scores, sense, shipped
from dragoman.events.trees.syntax import Syntax
from dragoman.records import BlockKind, Signals, Status
from support import analysis

SHELLED = """
Rebels rebel NOUN NNS 2 nsubj Number=Plur
shelled shell VERB VBD 0 root Tense=Past|VerbForm=Fin
the the DET DT 4 det
town town NOUN NN 2 obj Number=Sing
from from ADP IN 6 case
hills hill NOUN NNS 2 obl Number=Plur
"""


@pytest.fixture
def syntax(knowledge):
    _, made = analysis(SHELLED)
    return Syntax(made, knowledge.codebook, (BlockKind.PARAGRAPH,))


def signals(*rows: tuple[str, float]) -> Signals:
    """For each word one label with its probability, the rest on ``O``."""
    labels = shipped().labels
    scores = np.zeros((len(rows), len(labels)), np.float32)
    for row, (label, probability) in zip(scores, rows, strict=True):
        row[labels.index("O")] = 1 - probability
        row[labels.index(label)] += probability
    return Signals({"event": labels}, {"event": scores})


def with_status(given: Signals) -> Signals:
    """The same with a status head, which thinks everything actual."""
    labels = tuple(status.value for status in Status)
    scores = np.eye(len(labels), dtype=np.float32)[[0] * len(given.scores["event"])]
    return Signals({**given.labels, "status": labels}, {**given.scores, "status": scores})


def test_features_tell_the_word_what_hangs_on_it_and_on_what_it_hangs(syntax):
    found = features(1, syntax, {})
    assert {"word:shell", "tag:VBD", "role:root", "shell>obj", "shell>obj=town", "has:obl/from=hill", "book:-"} <= found
    assert not [f for f in found if "the" in f.split("=")]
    assert {"of:obj=shell", "town<obj", "town<shell"} <= features(3, syntax, {})


def test_what_the_codebook_says_is_a_feature(syntax, knowledge):
    from dragoman.events.acts.matching import Matcher, find_matches
    from dragoman.events.trees.cast import Cast
    from dragoman.records import Resolution

    matcher = Matcher(syntax, Cast(syntax, Resolution((), (), (), (), ())), knowledge.codebook)
    known = noted(find_matches(matcher))
    assert "book:ASSAULT" in features(1, syntax, known)


def test_the_table_gives_probabilities_and_knows_its_trade(syntax):
    model = shipped()
    log = model.log_probabilities([features(1, syntax, {}), features(5, syntax, {})])
    assert np.exp(log).sum(1) == pytest.approx(1, abs=1e-5)
    assert [model.labels[k] for k in log.argmax(1)] == ["ASSAULT", "O"]


def test_the_order_of_features_changes_no_bit(syntax):
    given = sorted(features(1, syntax, {}))
    orders = (given, given[::-1], given[1::2] + given[::2])
    first, *others = [shipped().log_probabilities([order]).tobytes() for order in orders]
    assert all(other == first for other in others)


def test_reasons_are_the_strongest_features(syntax):
    given = features(1, syntax, {})
    found = shipped().reasons(given, "ASSAULT")
    assert set(found) <= given
    assert "sense:VERB/shell" in found
    assert len(shipped().reasons(given, "ASSAULT", most=1)) == 1


def test_a_word_that_the_corpus_lacks_counts_by_what_it_means(syntax):
    model = shipped()
    unseen = [word for word in ("castigate", "reprehend", "reprove", "objurgate") if f"word:{word}" not in model.rows]
    assert unseen
    for word in unseen:
        log = model.log_probabilities([{"bias", "tag:VBD", "role:root", "has:obj", "has:nsubj", sense("VERB", word)}])
        acts = {label: value for label, value in zip(model.labels, log[0], strict=True) if label not in ("O", "NONE")}
        assert max(acts, key=acts.__getitem__) == "ACCUSE", word


def test_both_opinions_are_told(syntax):
    found = EventSignals(with_status(signals(("O", 1), ("ASSAULT", 0.6), *[("O", 1.0)] * 4)), syntax).opinions(
        [1], 0.05
    )
    assert found.encoder == (("ASSAULT", pytest.approx(0.6)), ("O", pytest.approx(0.4)))
    assert found.wording[0][0] == found.together[0][0] == "ASSAULT"
    assert found.because
    assert not EventSignals(with_status(signals(*[("O", 1.0)] * 6)), syntax).opinions([4]).because


def test_two_opinions_are_pooled_where_the_encoder_is_not_certain(syntax):
    given = signals(("O", 1), ("ASSAULT", 0.4), ("O", 1), ("O", 1), ("O", 1), ("O", 1))
    found, assault = pooled_scores(given, syntax, {}), shipped().labels.index("ASSAULT")
    assert found[1, assault] > 0.9 > given.scores["event"][1, assault]
    assert (found[[0, 2, 3, 4, 5]] == given.scores["event"][[0, 2, 3, 4, 5]]).all()
    assert found.sum(1) == pytest.approx(1, abs=1e-5)
    assert given.scores["event"][1, assault] == pytest.approx(0.4)


def test_a_head_with_other_labels_is_heard_alone(syntax):
    other = Signals({"event": ("O", "ACT")}, {"event": np.full((6, 2), 0.5, np.float32)})
    assert pooled_scores(other, syntax, {}) is other.scores["event"]
