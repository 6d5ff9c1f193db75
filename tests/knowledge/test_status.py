"""The lexicon of status answers by lemma, class, relation and voice."""

from __future__ import annotations

import pytest

from dragoman.errors import KnowledgeError
from dragoman.knowledge.status import load_status
from dragoman.knowledge.tables import BUILT_IN
from dragoman.records import Status

LEXICON = load_status([BUILT_IN])


@pytest.mark.parametrize(
    ("lemma", "pos", "relation", "effect"),
    [
        ("plan", "v", "xcomp", Status.PLANNED),
        ("urge", "v", "xcomp", Status.DEMANDED),
        ("threaten", "v", "xcomp", Status.THREATENED),
        ("refuse", "v", "xcomp", Status.NOT_DONE),
        ("deny", "v", "ccomp", Status.DENIED),
        ("manage", "v", "xcomp", Status.ACTUAL),
        ("plan", "n", "nmod", Status.PLANNED),
        ("alleged", "a", "self", Status.UNCERTAIN),
        ("if", "r", "clause", Status.CONDITIONAL),
    ],
)
def test_cues(lemma, pos, relation, effect):
    assert LEXICON.effect(lemma, pos, [relation]) is effect


def test_a_cue_speaks_only_of_the_complements_it_lists():
    assert LEXICON.effect("refuse", "v", ["ccomp"]) is None
    assert LEXICON.effect("zap", "v", ["xcomp"]) is None


def test_some_cues_are_passive_only():
    assert LEXICON.effect("suppose", "v", ["xcomp"]) is None
    assert LEXICON.effect("suppose", "v", ["xcomp"], passive=True) is Status.PLANNED


def test_would_is_a_future_under_a_past_report():
    assert (LEXICON.modals["would"].effect, LEXICON.modals["would"].reported) == (Status.CONDITIONAL, Status.PLANNED)


def test_a_later_root_wins(tmp_path):
    (tmp_path / "status").mkdir()
    (tmp_path / "status" / "cues.csv").write_text("lemma,pos,takes,effect,voice\nplan,v,xcomp,uncertain,\n")
    mine = load_status([BUILT_IN, tmp_path])
    assert mine.effect("plan", "v", ["xcomp"]) is Status.UNCERTAIN
    assert mine.effect("plan", "v", ["obj"]) is Status.PLANNED


def test_a_wrong_effect_is_named(tmp_path):
    (tmp_path / "status").mkdir()
    (tmp_path / "status" / "cues.csv").write_text("lemma,pos,takes,effect,voice\nplan,v,xcomp,perhaps,\n")
    with pytest.raises(KnowledgeError, match=r"cues\.csv:2: effect"):
        load_status([BUILT_IN, tmp_path])


def test_no_phrases_at_all(tmp_path):
    with pytest.raises(KnowledgeError, match="phrases"):
        load_status([tmp_path])
