"""The two ways from the encoder to an Analysis, straight and by a spaCy Doc, give the same."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.language.adapter import analysis_from_doc
from dragoman.language.analyses import analysis_from_parsed
from dragoman.language.encoder import Encoder
from dragoman.language.lemmas import Lemmatiser
from dragoman.language.pipeline import WEIGHTS, EncoderReader
from support import article


@pytest.fixture(scope="module")
def reader() -> EncoderReader:
    return EncoderReader(Encoder(), Lemmatiser.load(WEIGHTS / "lemmas.tsv"))


def both_agree(reader: EncoderReader, *paragraphs: str) -> None:
    art = article(*paragraphs)
    straight = reader([art])[0]
    by_doc = analysis_from_doc(reader.docs([art])[0], art)
    assert straight.tokens == by_doc.tokens
    assert straight.sentences == by_doc.sentences
    assert straight.entities == by_doc.entities
    assert straight.children_of == by_doc.children_of
    if straight.tokens:
        assert straight.signals is not None
        assert {len(scores) for scores in straight.signals.scores.values()} == {len(straight.tokens)}


def test_news(reader: EncoderReader) -> None:
    both_agree(
        reader,
        "The foreign minister of Norlandia, Ana Kovacs, met rebel leaders in Oslo on Tuesday.",
        "“We did not sign anything,”  she told reporters; she's left. “We\u00a0will talk again on Nov. 25.”",
        "Two soldiers were killed in Al-Bab, said officials who can't be named \ud800 (Reuters).\n\nMore follows",
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(alphabet=st.characters(), min_size=1, max_size=60), min_size=1, max_size=3))
def test_any_text(reader: EncoderReader, paragraphs: list[str]) -> None:
    both_agree(reader, *paragraphs)


def test_without_further_heads_there_are_no_signals(reader: EncoderReader) -> None:
    art = article("Ministers met.")
    [(sentences, parsed)] = reader._parsed([art])
    lemmatiser = Lemmatiser.load(WEIGHTS / "lemmas.tsv")
    assert analysis_from_parsed(art, sentences, parsed, lemmatiser, {}).signals is None
