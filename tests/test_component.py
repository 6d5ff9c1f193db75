from __future__ import annotations

from datetime import date

import pytest
import spacy
from spacy.tokens import Doc, DocBin

from dragoman.component import article_of
from dragoman.errors import LanguageError, UsageError

TEXT = "Rebels attacked the town of Goma on Monday.\n\nThe army said that it had not left the town.\n"


@pytest.fixture(scope="module")
def nlp():
    pipeline = spacy.blank("en")
    pipeline.add_pipe("dragoman")
    return pipeline


@pytest.fixture(scope="module")
def doc(nlp) -> Doc:
    return nlp(TEXT)


def test_events_and_claims_with_their_evidence(doc: Doc) -> None:
    attack = next(e for e in doc._.events if e.trigger.text == "attacked")
    assert attack.type == "ASSAULT"
    assert "Rebels" in attack.source
    assert all(TEXT[e.evidence.start : e.evidence.end] == e.evidence.text for e in doc._.events)
    assert any(c.cue is not None and c.cue.text == "said" for c in doc._.claims)


def test_spans_cover_the_evidence(doc: Doc) -> None:
    contents = [part for claim in doc._.claims for part in claim.content]
    assert len(doc.spans["claims"]) == len(contents) > 0
    for span, part in zip(doc.spans["claims"], contents, strict=True):
        assert span.start_char <= part.start
        assert part.end <= span.end_char
    assert "attacked" in [span.text for span in doc.spans["events"]]


def test_the_pipeline_survives_the_disk(nlp, doc: Doc, tmp_path) -> None:
    nlp.to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline")(TEXT)
    assert again._.events == doc._.events
    assert again._.claims == doc._.claims


def test_a_doc_survives_being_stored(nlp, doc: Doc) -> None:
    stored = DocBin(docs=[doc], store_user_data=True).to_bytes()
    again = next(DocBin().from_bytes(stored).get_docs(nlp.vocab))
    assert again._.events == doc._.events


def test_many_docs_are_read_as_one_by_one(nlp, doc: Doc) -> None:
    docs = list(nlp.pipe([TEXT, "", "Nothing happened.", TEXT]))
    assert [d.text for d in docs] == [TEXT, "", "Nothing happened.", TEXT]
    assert docs[0]._.events == docs[3]._.events == doc._.events
    assert docs[1]._.events == ()


def test_a_doc_that_was_not_read_has_nothing(nlp) -> None:
    assert Doc(nlp.vocab, ["Hi"])._.events == ()


def test_paragraphs_are_lines_and_the_day_is_what_was_set(nlp) -> None:
    doc = nlp.make_doc(TEXT)
    doc._.published = "2024-11-26"
    art = article_of(doc)
    assert [TEXT[b.start : b.end] for b in art.blocks] == [line for line in TEXT.split("\n") if line]
    assert art.published.interval.start == date(2024, 11, 26)
    doc._.published = "yesterday"
    with pytest.raises(UsageError, match="2024-11-25"):
        article_of(doc)


def test_without_a_date_no_day_is_guessed(nlp) -> None:
    assert article_of(nlp.make_doc(TEXT)).published is None


def test_the_labels_of_the_doc_must_be_ud() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("dragoman", config={"analysis": "doc"})
    with pytest.raises(LanguageError, match="Universal Dependencies"):
        nlp("Rebels left.")


def test_an_unknown_setting_is_refused() -> None:
    with pytest.raises(UsageError, match="encoder"):
        spacy.blank("en").add_pipe("dragoman", config={"analysis": "magic"})
