"""Records: evidence, ids, JSON there and back, the published schema."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import RecordError
from dragoman.records import Evidence, Reading, content_id, from_json, json_schema, to_json
from readings import reading
from support import analysis, article


def test_a_reading_survives_json():
    one = reading()
    assert from_json(to_json(one), Reading) == one


def test_a_broken_record_names_the_item_and_the_place():
    with pytest.raises(RecordError, match=r"dump\.jsonl:3.*Reading") as caught:
        from_json(b'{"page": 7}', Reading, "dump.jsonl:3")
    assert caught.value.item == "dump.jsonl:3"
    assert caught.value.cause == "bad_record"


def test_the_schema_describes_what_is_written():
    schema = json_schema(Reading)
    written = json.loads(to_json(reading()))
    assert set(schema["$defs"]["Reading"]["properties"]) == set(written)
    event = written["readings"][0]["events"][0]
    assert set(schema["$defs"]["EventMention"]["properties"]) == set(event)
    assert "not_done" in schema["$defs"]["Status"]["enum"]


@given(st.lists(st.text(), min_size=1, max_size=4), st.lists(st.text(), min_size=1, max_size=4))
def test_ids_differ_exactly_when_their_parts_do(one, other):
    without_separator = all("\x1f" not in part for part in [*one, *other])
    if without_separator:
        assert (content_id("x", *one) == content_id("x", *other)) == (one == other)


def test_ids_take_lone_surrogates():
    assert content_id("x", "\ud800") != content_id("x", "\udc00")


@given(st.text(min_size=1), st.data())
def test_evidence_is_the_slice(text, data):
    one = article(text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    evidence = one.evidence(start, end)
    assert evidence.text == one.text[start:end]


def test_evidence_outside_the_text_is_refused():
    with pytest.raises(ValueError, match="not inside"):
        article("abc").evidence(1, 9)


def test_spans_of_two_articles_never_overlap():
    assert not Evidence("a", 0, 5, "abcde").overlaps(Evidence("b", 0, 5, "abcde"))
    assert Evidence("a", 0, 5, "abcde").contains(Evidence("a", 1, 3, "bc"))


def test_title_captions_and_body_are_kept_apart():
    one = article("First.", "Second.", title="A title")
    assert one.title == "A title"
    assert one.paragraphs == ("First.", "Second.")
    assert one.captions == ()


def test_the_tree_can_be_walked():
    _, made = analysis(
        """
        Rebels  rebel  NOUN NNS 2 nsubj:pass
        seized  seize  VERB VBN 0 root
        the     the    DET  DT  4 det
        port    port   NOUN NN  2 obj
        """
    )
    assert [t.text for t in made.children(1, "nsubj")] == ["Rebels"]
    assert made.child(1, "obl") is None
    assert made.subtree(3) == (2, 4)
    assert [t.text for t in made.ancestors(2)] == ["port", "seized"]
    assert made.evidence(2, 4).text == "the port"
    assert made.tokens[0].feature("Number") is None


def test_a_reading_gathers_its_articles():
    one = reading()
    assert [e.source for e in one.events] == ["Amina Yusuf", ""]
    assert [a.name for a in one.actors] == ["Amina Yusuf", "Tomas Vela"]
    assert len(one.claims) == len(one.articles) == 1
