"""Models with a layer between features and labels: what they say, and that they are the same when read again."""

from __future__ import annotations

import math

import numpy as np
import pytest
from training.layered import Example, LayeredSettings, fit_layered

from dragoman.events.layered import Layered, read_layered, save_layered

ALL = slice(0, 2)


@pytest.fixture(scope="module")
def fitted():
    known = [Example(("sky", "jet"), (0, 1), 0), Example(("sea", "ship"), (0, 1), 1), Example(("jet",), (0, 1), 0)]
    return fit_layered(known * 40, ["air", "water"], LayeredSettings(units=8, rounds=30, at_once=16), kept=0)


def test_words_speak_for_the_labels_that_they_stood_with(fitted):
    for found, label in ((["jet"], 0), (["sky"], 0), (["ship"], 1), (["sea", "unheard"], 1)):
        assert int(np.argmax(fitted.log_probabilities(found, ALL))) == label


def test_probabilities_are_of_the_labels_that_may_be_chosen(fitted):
    assert math.fsum(map(math.exp, fitted.log_probabilities(["jet"], ALL))) == pytest.approx(1)
    assert fitted.log_probabilities(["jet"], slice(1, 2)) == [0.0]


def test_without_a_known_word_the_start_decides():
    model = Layered(("a", "b"), {"x": 0}, np.ones((1, 1), np.int8), np.array([[5, 0]], np.int16), np.array([0, 2]), 1.0)
    assert model.log_probabilities([], ALL)[1] > model.log_probabilities([], ALL)[0]
    assert model.log_probabilities(["x"], ALL)[1] < model.log_probabilities(["x"], ALL)[0]


def test_a_model_is_the_same_when_it_is_read_again(fitted, tmp_path):
    save_layered(tmp_path / "m.npz", fitted)
    again = read_layered(tmp_path / "m.npz")
    assert (again.labels, again.rows) == (fitted.labels, fitted.rows)
    assert again.log_probabilities(["jet", "sea"], ALL) == fitted.log_probabilities(["jet", "sea"], ALL)
