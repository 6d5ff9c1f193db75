"""The room as a pure function, on hand-made and on arbitrary analyses."""

from __future__ import annotations

import gc
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.events import find_events
from dragoman.events.trees.syntax import Syntax
from dragoman.knowledge import default_knowledge
from dragoman.records import (
    Anchor,
    AnchorBasis,
    Granularity,
    Interval,
    Resolution,
    Status,
    TimeBasis,
)
from support import analysis

NOBODY = Resolution((), (), (), (), ())
ACTIVE = """
Rebels rebel NOUN NNS 2 nsubj Number=Plur
attacked attack VERB VBD 0 root Tense=Past|VerbForm=Fin
soldiers soldier NOUN NNS 2 obj Number=Plur
. . PUNCT . 2 punct
"""
PASSIVE = """
Soldiers soldier NOUN NNS 3 nsubj:pass Number=Plur
were be AUX VBD 3 aux:pass
attacked attack VERB VBN 0 root Tense=Past|VerbForm=Part
by by ADP IN 5 case
rebels rebel NOUN NNS 3 obl:agent Number=Plur
"""
HEADLINE = """
Rebels rebel NOUN NNS 3 nsubj
to to PART TO 3 mark
Attack attack VERB VB 0 root
Soldiers soldier NOUN NNS 3 obj
"""
KNOWLEDGE = default_knowledge()


def events(*sentences, **fields):
    art, ana = analysis(*sentences)
    return find_events(replace(art, **fields), ana, NOBODY, KNOWLEDGE)


def published(start, end):
    return Anchor(Interval(start, end, Granularity.DAY), AnchorBasis.GIVEN, 1.0)


def test_an_article_is_let_go_of_when_its_events_are_told():
    def trees():
        return len([thing for thing in gc.get_objects() if isinstance(thing, Syntax)])

    gc.collect()
    gc.disable()
    try:
        before = trees()
        assert events(ACTIVE)
        assert trees() == before
    finally:
        gc.enable()


def test_active_and_passive_say_the_same():
    (active,), (passive,) = events(ACTIVE), events(PASSIVE)
    assert (active.type, active.source.lower(), active.target.lower()) == ("ASSAULT", "rebels", "soldiers")
    assert (passive.type, passive.source.lower(), passive.target.lower()) == ("ASSAULT", "rebels", "soldiers")


def test_event_says_what_decided_and_why():
    (event,) = events(ACTIVE)
    assert event.decided_by == "codebook:assault/attack T"
    assert event.reasons[0] == "matched codebook:assault/attack T"
    assert (event.trigger.text, event.trigger_token, event.act) == ("attacked", 1, "attack")
    assert event.evidence.text == "Rebels attacked soldiers ."


def test_frame_of_time_needs_a_publication_day():
    day = date(2024, 5, 2)
    (unknown,) = events(ACTIVE)
    (known,) = events(ACTIVE, published=published(day, day))
    (lower,) = events(ACTIVE, published=published(day, None))
    assert unknown.time is None
    assert (str(known.time.interval), known.time.basis) == ("../2024-05-02", TimeBasis.FRAME)
    assert lower.time is None  # a photo's date is no upper bound


BAR = """
Quzania Quzania PROPN NNP 2 nsubj _ B-LOC
barred bar VERB VBD 0 root
lawmakers lawmaker NOUN NNS 2 obj Number=Plur
, , PUNCT , 6 punct
notably notably ADV RB 6 advmod
deputies deputy NOUN NNS 3 appos Number=Plur
, , PUNCT , 9 punct
from from SCONJ IN 9 mark
joining join VERB VBG 6 acl VerbForm=Ger
rallies rally NOUN NNS 9 obj Number=Plur
"""


def test_a_phrase_may_hang_on_the_name_beside_the_object():
    (event,) = [e for e in events(BAR) if e.type == "COERCE"]
    assert (event.act, [p.evidence.text for p in event.targets]) == ("bar", ["lawmakers"])


def test_no_tokens_no_events():
    art, ana = analysis(ACTIVE)
    assert find_events(art, replace(ana, tokens=(), sentences=(), entities=(), children_of=()), NOBODY, KNOWLEDGE) == ()


def test_headline_infinitive_is_planned():
    (event,) = events(HEADLINE)
    assert event.status is Status.ACTUAL or event.status is Status.PLANNED
    art, ana = analysis(HEADLINE)
    from dragoman.records import Block, BlockKind

    titled = replace(art, blocks=(Block(BlockKind.TITLE, 0, len(art.text)),))
    (event,) = find_events(titled, ana, NOBODY, KNOWLEDGE)
    assert (event.status, event.block) == (Status.PLANNED, BlockKind.TITLE)


def test_reading_twice_gives_the_same():
    assert events(ACTIVE, PASSIVE) == events(ACTIVE, PASSIVE)


WORDS = st.sampled_from(
    [
        "attack",
        "talk",
        "rebel",
        "Iran",
        "who",
        "to",
        "not",
        "hold",
        "of",
        "between",
        "and",
        "threaten",
        "will",
        "x" * 50,
        "\u0627",
        "\U0001f525",
    ]
)
DEPS = st.sampled_from(
    [
        "nsubj",
        "nsubj:pass",
        "obj",
        "obl",
        "obl:agent",
        "nmod",
        "acl",
        "acl:relcl",
        "advcl",
        "xcomp",
        "ccomp",
        "conj",
        "case",
        "mark",
        "appos",
        "compound",
        "flat",
        "aux",
    ]
)
TAGS = st.sampled_from(
    ["VERB VBD", "VERB VBN", "VERB VB", "NOUN NNS", "PROPN NNP", "PRON WP", "ADP IN", "ADJ JJ", "AUX MD"]
)


@st.composite
def trees(draw):
    """Any tree over any words: heads are drawn among earlier tokens, the order of tokens is then reversed or not."""
    size = draw(st.integers(1, 12))
    rows = []
    flip = draw(st.booleans())
    for k in range(size):
        head = 0 if k == 0 else draw(st.integers(1, k))
        at = head and (size + 1 - head if flip else head)
        word = draw(WORDS)
        rows.append(f"{word} {word} {draw(TAGS)} {at} {'root' if k == 0 else draw(DEPS)}")
    return "\n".join(reversed(rows) if flip else rows)


@settings(max_examples=150, deadline=None)
@given(st.lists(trees(), min_size=1, max_size=3))
def test_any_trees_give_events_with_true_evidence(sentences):
    art, ana = analysis(*sentences)
    found = find_events(art, ana, NOBODY, KNOWLEDGE)
    assert len({e.id for e in found}) == len(found)
    for event in found:
        spans = [event.trigger, event.evidence, *(p.evidence for p in (*event.sources, *event.targets))]
        spans += [event.status_cue] if event.status_cue else []
        assert all(art.text[s.start : s.end] == s.text for s in spans)
        assert event.sources or event.targets
        assert 0 < event.confidence <= 1
