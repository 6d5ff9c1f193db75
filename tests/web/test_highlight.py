from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dragoman.web.highlight import Mark, leading, paragraphs

KINDS = ("event", "source", "cue", "content", "actor", "time", "place")
TEXT = "The minister met the envoy in Accra on Tuesday and an aide said talks had failed."


def mark(words: str, kind: str, record: str = "r") -> Mark:
    start = TEXT.index(words)
    return Mark(start, start + len(words), kind, record)


def test_a_trigger_stays_whole_and_names_inside_it_are_kept():
    (only,) = paragraphs(
        TEXT, [("paragraph", 0, len(TEXT))], [mark("met the envoy", "event", "e"), mark("envoy", "actor")]
    )
    (run,) = [r for r in only.runs if r.events]
    assert "".join(p.text for p in run.pieces) == "met the envoy"
    assert [p.text for p in run.pieces if any(m.kind == "actor" for m in p.marks)] == ["envoy"]


def test_triggers_that_overlap_are_one_link_to_both():
    (only,) = paragraphs(
        TEXT, [("paragraph", 0, len(TEXT))], [mark("talks had", "event", "a"), mark("had failed", "event", "b")]
    )
    assert [r.events for r in only.runs if r.events] == [("a", "b")]


def test_a_claim_that_runs_over_a_trigger_marks_all_of_its_content():
    marks = [mark("talks had failed", "content", "c"), mark("failed", "event", "e")]
    (only,) = paragraphs(TEXT, [("paragraph", 0, len(TEXT))], marks)
    marked = "".join(p.text for r in only.runs for p in r.pieces if any(m.record == "c" for m in p.marks))
    assert marked == "talks had failed"


def test_a_mark_over_two_blocks_counts_in_both():
    both = paragraphs("one two", [("paragraph", 0, 3), ("paragraph", 4, 7)], [Mark(2, 6, "content", "c")])
    assert [[p.text for r in b.runs for p in r.pieces if p.marks] for b in both] == [["e"], ["tw"]]


def test_the_shortest_record_leads():
    assert (
        leading([Mark(0, 20, "actor", "long"), Mark(5, 9, "place", "short"), Mark(0, 2, "event", "e")]).record
        == "short"
    )
    assert leading([Mark(0, 2, "cue", "c")]) is None


@given(
    st.text(min_size=1, max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20), st.sampled_from(KINDS)), max_size=12),
    st.integers(1, 59),
)
def test_pieces_are_the_text_again_whatever_overlaps(text, spans, cut):
    cut = min(cut, len(text))
    blocks = [("paragraph", 0, cut), *([("paragraph", cut, len(text))] if cut < len(text) else [])]
    marks = [Mark(s, min(s + n, len(text)), kind, str(i)) for i, (s, n, kind) in enumerate(spans) if s < len(text)]
    for (_, start, end), made in zip(blocks, paragraphs(text, blocks, marks), strict=True):
        assert "".join(p.text for r in made.runs for p in r.pieces) == text[start:end]
        at = start
        for run in made.runs:
            for piece in run.pieces:
                covering = {m for m in marks if m.kind != "event" and m.start < at + len(piece.text) and at < m.end}
                assert set(piece.marks) == covering
                at += len(piece.text)
