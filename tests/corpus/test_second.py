"""The second annotation is of split test, whole, and its spans stand in the texts."""

from __future__ import annotations

from corpus.check import FOLDER, load, paths


def test_it_is_of_all_of_split_test_and_of_nothing_else():
    test = {item.id: item.text for path in paths() for item in load(path) if item.split == "test"}
    second = [item for path in sorted((FOLDER / "second").glob("*.jsonl")) for item in load(path)]
    assert {item.id: item.text for item in second} == test
    assert len(second) == len(test)
    assert all(span.place(item.text) is not None for item in second for span in item.spans())
