from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from dragoman.errors import LanguageError
from dragoman.language import Language, analysis_from_doc
from support import article


def doc_of(text: str, rows: list[str], **columns: object) -> Doc:
    """A Doc from ``word/UPOS/XPOS/lemma/head/dep[/entity]`` rows; heads are 0-based, the root's its own."""
    cells = [row.split("/") for row in rows]
    spaces, at = [], 0
    for word in (c[0] for c in cells):
        at = text.index(word, at) + len(word)
        spaces.append(text[at : at + 1] == " ")
    defaults = {
        "words": [c[0] for c in cells],
        "spaces": spaces,
        "pos": [c[1] for c in cells],
        "tags": [c[2] for c in cells],
        "lemmas": [c[3] for c in cells],
        "heads": [int(c[4]) for c in cells],
        "deps": [c[5] for c in cells],
        "ents": [c[6] if len(c) > 6 else "O" for c in cells],
    }
    return Doc(spacy.blank("en").vocab, **{**defaults, **columns})


ROWS = ["Ana/PROPN/NNP/Ana/1/nsubj/B-PERSON", "left/VERB/VBD/leave/1/ROOT", "Paris/PROPN/NNP/Paris/1/obj/B-GPE"]
TEXT = "Ana left Paris"


def test_a_ud_doc_becomes_an_analysis() -> None:
    found = analysis_from_doc(doc_of(TEXT, ROWS), article(TEXT))
    assert [(t.text, t.lemma, t.head, t.dep) for t in found.tokens] == [
        ("Ana", "Ana", 1, "nsubj"),
        ("left", "leave", 1, "root"),
        ("Paris", "Paris", 1, "obj"),
    ]
    assert [(e.first, e.last, e.label) for e in found.entities] == [(0, 1, "PER"), (2, 3, "LOC")]
    assert (found.sentences[0].root, found.sentences[0].block) == (1, 0)


def test_features_are_made_where_the_pipeline_gives_none() -> None:
    found = analysis_from_doc(doc_of(TEXT, ROWS), article(TEXT))
    assert found.tokens[1].feature("Tense") == "Past"


def test_a_pipelines_own_features_are_kept() -> None:
    doc = doc_of(TEXT, ROWS, morphs=["Number=Sing", "Tense=Pres", ""])
    assert [t.morph for t in analysis_from_doc(doc, article(TEXT)).tokens] == ["Number=Sing", "Tense=Pres", ""]


def test_wrong_labels_are_named_with_the_way_out() -> None:
    rows = [ROWS[0], ROWS[1], "Paris/PROPN/NNP/Paris/1/dobj"]
    with pytest.raises(LanguageError, match=r"'dobj'.*Universal Dependencies") as error:
        analysis_from_doc(doc_of(TEXT, rows), article(TEXT))
    assert "nsubj" not in str(error.value)


def test_missing_annotation_is_named() -> None:
    nlp = spacy.blank("en")
    with pytest.raises(LanguageError, match="POS"):
        Language.load(pipeline=nlp).analyse(article(TEXT))


def test_a_doc_over_a_longer_text_is_refused() -> None:
    with pytest.raises(LanguageError, match="longer"):
        analysis_from_doc(doc_of(TEXT, ROWS), article("Ana"))


def test_white_space_tokens_are_left_out() -> None:
    text = "Ana  left Paris"
    rows = [ROWS[0], " /SPACE/_SP/ /0/dep", "left/VERB/VBD/leave/2/ROOT", "Paris/PROPN/NNP/Paris/2/obj"]
    rows[0] = "Ana/PROPN/NNP/Ana/2/nsubj"
    doc = doc_of(text, rows, spaces=[True, False, True, False])
    found = analysis_from_doc(doc, article(text))
    assert [(t.text, t.head) for t in found.tokens] == [("Ana", 1), ("left", 1), ("Paris", 1)]
    assert all(text[t.start : t.end] == t.text for t in found.tokens)


def test_a_sentence_with_two_roots_gets_one() -> None:
    rows = [*ROWS[:2], "Paris/PROPN/NNP/Paris/2/ROOT"]
    found = analysis_from_doc(doc_of(TEXT, rows, sent_starts=[True, False, False], heads=[1, 1, 2]), article(TEXT))
    roots = [t for t in found.tokens if t.head == t.i]
    assert len(found.sentences) == len(roots)


class Repeating:
    """A user's pipeline that gives every text the same analysis."""

    def pipe(self, texts):
        for _ in texts:
            yield doc_of(TEXT, ROWS)


def test_each_block_is_read_by_itself() -> None:
    art = article(TEXT, TEXT)
    found = Language.load(pipeline=Repeating()).analyse(art)
    assert [s.block for s in found.sentences] == [0, 1]
    assert [found.text[t.start : t.end] for t in found.tokens] == TEXT.split() * 2
    assert found.tokens[5].head == 4
