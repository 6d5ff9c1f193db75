"""Who ``I`` and ``we`` are in quoted words."""

from __future__ import annotations

import pytest

from dragoman.reader import Reader
from dragoman.records import Page
from support import article

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


SENTENCES = {
    '"I was held for a week," Ana Duarte said.': ("I", "Ana Duarte"),
    '"We did not mine the road," an envoy of the Sahel Front said on Monday.': ("We", "Sahel Front"),
    '"We will not sign," said Ana Duarte, the leader of the Farmers\' Union.': ("We", "the Farmers' Union"),
    '"We were beaten," a spokesman for the nurses said.': ("We", "the nurses"),
    # Who has left a group no longer stands for it, and who holds an office of a state speaks for himself as often.
    '"We will not sign," said Ana Duarte, a former leader of the Farmers\' Union.': ("We", "Ana Duarte"),
    '"We will not sign," President Ana Duarte of Mexico said.': ("We", "Ana Duarte"),
}


@pytest.fixture(scope="module")
def readings(language, knowledge):
    articles = [article(sentence) for sentence in SENTENCES]
    reader = Reader(language, knowledge)
    return [reader.read_article(*pair) for pair in zip(articles, language.analyse_many(articles), strict=True)]


@pytest.mark.parametrize("number", range(len(SENTENCES)), ids=list(SENTENCES))
def test_the_first_person_is_who_speaks_or_whom_he_stands_for(readings, number):
    resolution = readings[number].resolution
    word, name = list(SENTENCES.values())[number]
    (mention,) = [m for m in resolution.mentions if m.evidence.text == word]
    (actor,) = [j.actor for j in resolution.judgements if j.mention == mention.id]
    assert {a.id: a.name for a in resolution.actors}[actor] == name
