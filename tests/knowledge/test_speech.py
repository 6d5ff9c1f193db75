"""The words of attribution as data."""

from __future__ import annotations

import pytest

from dragoman.errors import KnowledgeError
from dragoman.knowledge import Knowledge
from dragoman.records import Commitment, Polarity, SourceKind


@pytest.mark.parametrize(
    ("verb", "commitment", "polarity"),
    [
        ("say", Commitment.NEUTRAL, Polarity.ASSERTED),
        ("claim", Commitment.DISTANCING, Polarity.ASSERTED),
        ("acknowledge", Commitment.FACTIVE, Polarity.ASSERTED),
        ("deny", Commitment.NEUTRAL, Polarity.DENIED),
        ("decline", Commitment.NEUTRAL, Polarity.WITHHELD),
        ("point out", Commitment.FACTIVE, Polarity.ASSERTED),
    ],
)
def test_verbs(knowledge, verb, commitment, polarity):
    cue = knowledge.speech.verbs[verb]
    assert (cue.commitment, cue.polarity) == (commitment, polarity)


def test_prepositions_are_apart_from_frames(knowledge):
    call = knowledge.speech.verbs["call"]
    assert "for" in call.prepositions
    assert not any(f.startswith("p:") for f in call.frames)


def test_every_cue_has_a_frame(knowledge):
    cues = [*knowledge.speech.verbs.values(), *knowledge.speech.nouns.values()]
    assert all(c.frames or c.prepositions for c in cues)


@pytest.mark.parametrize("name", ["Lagos Herald", "The Daily Star", "AFP", "BBC Arabic", "Radio Nairobi News"])
def test_names_of_media(knowledge, name):
    assert knowledge.speech.is_outlet(name)


@pytest.mark.parametrize("name", ["Peter Okoro", "Herald", "", "Ministry of Defence", "-"])
def test_other_names(knowledge, name):
    assert not knowledge.speech.is_outlet(name)


@pytest.mark.parametrize(
    "text",
    [
        "spoke on condition of anonymity",
        "spoke on the condition that he not be named",
        "two people who asked not to be identified",
        "because she was not authorized to speak publicly",
    ],
)
def test_phrases_of_anonymity(knowledge, text):
    assert knowledge.speech.anonymity.search(text)


def test_sources_have_kinds(knowledge):
    assert knowledge.speech.sources["newspaper"].kind is SourceKind.OUTLET
    assert knowledge.speech.sources["observer"].generic


def test_a_user_row_wins(tmp_path):
    folder = tmp_path / "speech"
    folder.mkdir()
    row = "cue,frames,kind,commitment,polarity\nsay,clause,speech,distancing,asserted\n"
    (folder / "verbs.csv").write_text(row, encoding="utf-8")
    speech = Knowledge((tmp_path,)).speech
    assert speech.verbs["say"].commitment is Commitment.DISTANCING
    assert "deny" in speech.verbs


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("verbs.csv", "cue,frames,kind,commitment,polarity\nsay,sideways,speech,neutral,asserted\n", "sideways"),
        ("verbs.csv", "cue,frames,kind,commitment,polarity\nsay,clause,speech,sure,asserted\n", "commitment"),
        ("anonymity.csv", "pattern,note\n(open,bad\n", "regular expression"),
    ],
)
def test_a_wrong_row_is_named(tmp_path, name, content, said):
    folder = tmp_path / "speech"
    folder.mkdir()
    (folder / name).write_text(content, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=said) as error:
        _ = Knowledge((tmp_path,)).speech
    assert f"{name}:2" in str(error.value)
