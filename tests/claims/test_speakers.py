"""Whom ``I`` and ``we`` are in quoted words: sentences of ours with the encoder's own trees and entities."""

from __future__ import annotations

import pytest

from dragoman.language import Language
from dragoman.reader import Reader
from support import article

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
def readings():
    articles = [article(sentence) for sentence in SENTENCES]
    language = Language.load()
    reader = Reader(language)
    return [reader.read_article(*pair) for pair in zip(articles, language.analyse_many(articles), strict=True)]


@pytest.mark.parametrize("number", range(len(SENTENCES)), ids=list(SENTENCES))
def test_the_first_person_is_who_speaks_or_whom_he_stands_for(readings, number):
    resolution = readings[number].resolution
    word, name = list(SENTENCES.values())[number]
    (mention,) = [m for m in resolution.mentions if m.evidence.text == word]
    (actor,) = [j.actor for j in resolution.judgements if j.mention == mention.id]
    assert {a.id: a.name for a in resolution.actors}[actor] == name
