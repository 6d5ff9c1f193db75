"""Who ``I`` is in quoted words."""

from __future__ import annotations

import pytest

from dragoman.reader import Reader
from dragoman.records import Page

STORY = """Minister rejects offer

Malian Foreign Minister Sekou Dara met Tuareg commander Iyad Maiga in Kidal. "I reject this offer," Dara said on Friday.

"We attacked the convoy," Maiga told reporters. He said I was not there.
"""


@pytest.fixture(scope="module")
def reading(language, knowledge):
    return Reader(language, knowledge).read(Page("p", "-", text=STORY))


def test_i_and_we_in_quoted_words_are_the_speaker(reading):
    names = {a.id: a.name for a in reading.actors}
    resolution = reading.readings[0].resolution
    judged = {j.mention: j for j in resolution.judgements}
    said = {m.evidence.text: names[judged[m.id].actor] for m in resolution.mentions if m.id in judged}
    assert "Dara" in said["I"]
    assert "Maiga" in said["We"]


def test_events_in_quoted_words_have_the_speaker_as_source(reading):
    rejected = next(e for e in reading.events if e.type == "REJECT" and e.block == "paragraph")
    assert "Dara" in rejected.source


def test_the_first_person_outside_quotation_marks_stays_unknown(reading):
    resolution = reading.readings[0].resolution
    judged = {j.mention for j in resolution.judgements}
    last = reading.readings[0].article.text.rindex("I was")
    assert not [m for m in resolution.mentions if m.evidence.start == last and m.id in judged]
