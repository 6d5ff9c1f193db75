"""Compiled knowledge is kept for the next process, and never trusted more than the files it was made of."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from dragoman.errors import KnowledgeError
from dragoman.knowledge import READS, Knowledge
from dragoman.knowledge.compiled import VARIABLE, cache_folder, compiled, state_of
from dragoman.knowledge.tables import BUILT_IN


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "kept"))
    return tmp_path / "kept"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "words.txt").write_text("one")
    return folder


class Counting:
    """Builds the text of a file, and counts how often it was asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, roots: tuple[Path, ...]) -> dict[str, str]:
        self.times += 1
        return {"text": (roots[0] / "words.txt").read_text()}


def test_built_once_and_again_when_a_file_changes(kept: Path, own: Path) -> None:
    build = Counting()
    assert compiled("words", (own,), build) == compiled("words", (own,), build) == {"text": "one"}
    assert build.times == 1
    (own / "words.txt").write_text("two!")
    assert compiled("words", (own,), build) == {"text": "two!"}
    assert build.times == 2
    (own / "deep").mkdir()
    (own / "deep" / "more.csv").write_text("")
    compiled("words", (own,), build)
    assert build.times == 3


def test_a_folder_that_a_part_does_not_read_leaves_it_as_it_is(kept: Path, own: Path) -> None:
    (own / "read").mkdir()
    build = Counting()
    compiled("words", (own,), build, ("read",))
    (own / "other").mkdir()
    (own / "other" / "more.csv").write_text("")
    compiled("words", (own,), build, ("read",))
    assert build.times == 1
    (own / "read" / "more.csv").write_text("")
    compiled("words", (own,), build, ("read",))
    assert build.times == 2


_OPENED: list[set[str]] = []


def _note(event: str, args: tuple[object, ...]) -> None:
    if _OPENED and event == "open" and str(args[0]).startswith(str(BUILT_IN)):
        _OPENED[-1].add(Path(str(args[0])).relative_to(BUILT_IN).parts[0])


@pytest.mark.parametrize("content", [b"", b"not a pickle", b"\x80\x05cnowhere\nnothing\n."])
def test_what_cannot_be_used_is_made_anew(kept: Path, own: Path, content: bytes) -> None:
    build = Counting()
    compiled("words", (own,), build)
    [file] = kept.iterdir()
    file.write_bytes(content)
    assert compiled("words", (own,), build) == {"text": "one"}
    assert build.times == 2


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="no such permissions here")
def test_a_file_that_others_may_write_is_not_run(kept: Path, own: Path) -> None:
    build = Counting()
    compiled("words", (own,), build)
    [file] = kept.iterdir()
    assert file.stat().st_mode & 0o077 == 0
    file.chmod(0o666)
    compiled("words", (own,), build)
    assert build.times == 2


def test_where_nothing_can_be_kept_knowledge_is_read(own: Path, tmp_path: Path, monkeypatch) -> None:
    build = Counting()
    monkeypatch.setenv(VARIABLE, "")
    assert cache_folder() is None
    compiled("words", (own,), build)
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "file" / "below"))
    compiled("words", (own,), build)
    assert build.times == 2


def test_few_states_of_a_part_are_kept(kept: Path, own: Path) -> None:
    for n in range(12):
        (own / "words.txt").write_text("x" * n)
        compiled("words", (own,), Counting())
        compiled("others", (own,), Counting())
    assert len(list(kept.glob("words-*"))) == len(list(kept.glob("others-*"))) == 6


def test_a_wrong_file_is_told_of_every_time(kept: Path, own: Path) -> None:
    def build(_roots: tuple[Path, ...]) -> object:
        raise KnowledgeError("words.txt:1: wrong")

    for _ in range(2):
        with pytest.raises(KnowledgeError, match="wrong"):
            compiled("words", (own,), build)


def test_all_parts_read_what_they_name_and_are_the_same_from_the_cache(kept: Path) -> None:
    first, second = Knowledge(), Knowledge()
    sys.addaudithook(_note)
    for part, named in READS.items():
        _OPENED.append(set())
        try:
            getattr(first, part)
        finally:
            opened = _OPENED.pop()
        assert opened <= set(named), part
    assert set(READS["persons"]) > set(READS["actors"])  # it is made of them
    assert state_of(first.roots) == state_of((BUILT_IN,))
    assert len(first.actors) > 1000
    assert first.actors == second.actors
    assert first.codebook.entries == second.codebook.entries
    assert first.times.rules == second.times.rules
    assert first.places.candidates("Paris") == second.places.candidates("Paris")
    assert first.persons.like("Muqtada al-Sadr").keys() == second.persons.like("Muqtada al-Sadr").keys()
    assert dict(first.ontology.types) == dict(second.ontology.types)
    assert first.ontology.cues == second.ontology.cues
    assert vars(first.status) == vars(second.status)
    parts = {"actors", "codebook", "ontology", "persons", "places", "status", "times"}
    assert {p.name.partition("-")[0] for p in kept.iterdir()} >= parts
