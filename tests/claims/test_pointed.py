"""Sources that the encoder points at, where the tree shows nobody who speaks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dragoman.claims.drafts import Trees
from dragoman.claims.find import draft_claims
from dragoman.claims.pointed import with_speakers
from support import article


@pytest.fixture(scope="module")
def read(language, knowledge):
    def of(text: str):
        art = article(text)
        trees = Trees(language.analyse(art))
        return trees, draft_claims(art, trees, knowledge)

    return of


def source(trees: Trees, draft):
    return trees.analysis.evidence(*draft.source_span).text if draft.source_span else None


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Lisbon has let it be known that the envoy will stay until the treaty is signed.", "Lisbon"),
        ("The junta has let it be known that no election will be held before March.", "The junta"),
    ],
)
def test_a_cue_without_a_subject_has_whom_it_points_at(read, text, speaker):
    trees, drafts = read(text)
    assert [source(trees, d) for d in drafts if d.lemma == "let known"] == [speaker]


def test_who_has_a_speaker_keeps_it(read):
    trees, drafts = read("The minister said that the talks had failed.")
    assert with_speakers(trees, drafts) == drafts
    (draft,) = drafts
    bare = replace(draft, source=None, source_span=None)
    assert source(trees, with_speakers(trees, [bare])[0]) == "The minister"


def test_without_the_head_nobody_is_added(language, knowledge):
    art = article("The minister said that the talks had failed.")
    analysis = language.analyse(art)
    (draft,) = draft_claims(art, Trees(analysis), knowledge)
    bare = replace(draft, source=None, source_span=None)
    assert with_speakers(Trees(replace(analysis, signals=None)), [bare]) == [bare]
    assert with_speakers(Trees(analysis), [bare]) != [bare]


def test_the_clause_of_whom_a_claim_stands_under_is_no_part_of_it(read):
    """Neither of the content nor of the cue of the inner claim."""
    trees, drafts = read(
        "“It has many shortcomings and will not lead to peace,” he said late on Tuesday, Interfax reported."
    )
    inner = next(d for d in drafts if d.lemma == "say")
    words = " ".join(trees.analysis.evidence(*span).text for span in (inner.cue, *inner.content))
    assert "Interfax" not in words
    assert "reported" not in words
    assert source(trees, next(d for d in drafts if d.lemma == "report")) == "Interfax"
