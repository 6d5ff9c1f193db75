"""One sense for a name throughout an article."""

from __future__ import annotations

from dragoman.language.discourse import one_sense


def types(*sentences: tuple[str, list[tuple[int, int, str]]]) -> list[list[str]]:
    found = one_sense([words.split() for words, _ in sentences], [spans for _, spans in sentences])
    return [[kind for _, _, kind in spans] for spans in found]


def test_a_part_of_a_persons_name_is_that_person() -> None:
    assert types(
        ("Lugo left Asuncion", [(0, 1, "LOC"), (2, 3, "LOC")]),
        ("Fernando Lugo denied it", [(0, 2, "PER")]),
        ("Fernando said Lugo left", [(0, 1, "ORG"), (2, 3, "PER")]),
    ) == [["PER", "LOC"], ["PER"], ["PER", "PER"]]


def test_most_occurrences_decide_and_a_tie_changes_nothing() -> None:
    assert types(("Haaretz", [(0, 1, "ORG")]), ("Haaretz", [(0, 1, "PER")])) == [["ORG"], ["PER"]]
    assert types(*[("Haaretz", [(0, 1, "ORG")])] * 2, ("Haaretz", [(0, 1, "PER")])) == [["ORG"], ["ORG"], ["ORG"]]


def test_states_capitals_and_acronyms_keep_their_sense() -> None:
    assert types(
        ("Ann Jordan and Guy NATO left Jordan", [(0, 2, "PER"), (3, 5, "PER"), (6, 7, "LOC")]),
        ("NATO left", [(0, 1, "ORG")]),
    ) == [["PER", "PER", "LOC"], ["ORG"]]


def test_peoples_are_left_alone() -> None:
    assert types(*[("Turks", [(0, 1, "NORP")])] * 2, ("Turks", [(0, 1, "PER")])) == [["NORP"], ["NORP"], ["PER"]]
