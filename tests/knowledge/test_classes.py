"""Classes of words in ``phrases.yaml`` and ``grammar.yaml``: a user's file replaces the classes that it names, and no more."""

from __future__ import annotations

import pytest

from dragoman.errors import KnowledgeError
from dragoman.knowledge import default_knowledge
from dragoman.knowledge.agents import load_agents
from dragoman.knowledge.expressions import load_grammar
from dragoman.knowledge.status import load_status
from dragoman.knowledge.stories import load_story_words
from dragoman.knowledge.tables import BUILT_IN

OURS = default_knowledge().agents.phrases


def _of_a_user(tmp_path, name, text):
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return (BUILT_IN, tmp_path)


def test_a_users_class_stands_in_the_place_of_ours_and_the_others_stay(tmp_path):
    theirs = load_agents(_of_a_user(tmp_path, "agents/phrases.yaml", "particles: [mac, ter]\n")).phrases
    assert theirs.particles == {"mac", "ter"}
    assert theirs.model_dump(exclude={"particles"}) == OURS.model_dump(exclude={"particles"})


def test_the_classes_of_status_and_of_grammar_are_merged_in_the_same_way(tmp_path):
    status = load_status(_of_a_user(tmp_path, "status/phrases.yaml", "nearing: [cusp]\n"))
    assert status.phrases.nearing == {"cusp"}
    assert "deal" in status.phrases.deal_nouns
    grammar = load_grammar(_of_a_user(tmp_path, "grammar/grammar.yaml", "opining: [opine]\n"))
    assert grammar.opining == {"opine"}
    assert "launch" in grammar.support


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("sidez: [side]\n", "sidez"),
        ("sides: side\n", "sides"),
        ("- sides\n", "a mapping is wanted"),
        ("sides: [side\n", "cannot be read as YAML"),
    ],
)
def test_a_wrong_class_is_refused_and_its_file_named(tmp_path, text, cause):
    roots = _of_a_user(tmp_path, "agents/phrases.yaml", text)
    with pytest.raises(KnowledgeError, match=cause) as raised:
        load_agents(roots)
    assert str(tmp_path) in str(raised.value)


def test_without_any_file_the_name_of_it_is_told(tmp_path):
    with pytest.raises(KnowledgeError, match=r"agents/phrases\.yaml: not found"):
        load_agents([tmp_path])


@pytest.mark.parametrize("classes", [OURS, default_knowledge().speech.phrases, default_knowledge().stories.numbers])
def test_words_are_written_as_they_are_looked_up(classes):
    for name, words in classes.model_dump().items():
        assert words, name
        for word in words:
            assert word == (word if name == "party_letters" else word.lower()).strip(), (name, word)


def test_users_numbers_are_read_like_ours(tmp_path):
    theirs = load_story_words(_of_a_user(tmp_path, "stories/numbers.yaml", "vague: {a score: [20, 20]}\n")).numbers
    assert theirs.vague == {"a score": (20, 20)}
    assert theirs.ones == default_knowledge().stories.numbers.ones
