"""Readers of one sentence, by the rules alone and with the encoder's heads."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dragoman.events import find_events
from dragoman.resolve import resolve
from support import article


@pytest.fixture(scope="session")
def read_rules(knowledge, language):
    """The events of a sentence by the rules alone; ``fields`` are the article's."""

    def events(sentence, **fields):
        art = article(sentence, **fields)
        ana = replace(language.analyse(art), signals=None)
        return find_events(art, ana, resolve(art, ana, knowledge), knowledge)

    return events


@pytest.fixture(scope="session")
def read_whole(knowledge, language):
    """The events of a sentence with the encoder's heads, as the reader has them."""

    def events(sentence, **fields):
        art = article(sentence, **fields)
        ana = language.analyse(art)
        return find_events(art, ana, resolve(art, ana, knowledge), knowledge)

    return events
