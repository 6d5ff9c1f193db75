from __future__ import annotations

import hashlib
import json

import pytest

from dragoman.language.encoder import WEIGHTS, Labels

CARD = json.loads((WEIGHTS / "card.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(CARD["files"]))
def test_the_card_names_the_files_that_ship(name: str) -> None:
    assert hashlib.sha256((WEIGHTS / name).read_bytes()).hexdigest() == CARD["files"][name]["sha256"]


def test_all_weights_are_small_and_on_the_card() -> None:
    files = {p.name: p.stat().st_size for p in WEIGHTS.iterdir() if not p.name.startswith("card.")}
    assert set(files) == set(CARD["files"])
    assert sum(files.values()) <= 25_500_000


def test_each_source_has_licence_and_digest() -> None:
    assert all(source["licence"] and len(source["sha256"]) == 64 for source in CARD["data"])


def test_the_labels_are_those_of_the_records() -> None:
    labels = Labels.load(WEIGHTS / "labels.json")
    assert {"nsubj", "nsubj:pass", "obl:agent", "acl:relcl", "root"} <= set(labels.rel)
    assert {"VBD", "VBN", "MD", "NNP"} <= set(labels.xpos)
    assert labels.ner[0] == "O"
