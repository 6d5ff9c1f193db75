"""Reads invented paragraphs with the shipped encoder, so that claims are tested on the trees that they will meet.

The rules are tested by themselves, without the encoder's claim heads; ``test_signalled`` tests what these add.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from dragoman.claims import find_claims
from dragoman.records import Resolution
from support import article

NOBODY = Resolution((), (), (), (), ())


@pytest.fixture(scope="session")
def claims_of(language, knowledge):
    def read(*paragraphs: str):
        art = article(*paragraphs)
        return find_claims(art, replace(language.analyse(art), signals=None), NOBODY, knowledge)

    return read


@pytest.fixture(scope="session")
def only_claim(claims_of):
    def read(*paragraphs: str):
        found = claims_of(*paragraphs)
        assert len(found) == 1, [(c.cue and c.cue.text, c.decided_by) for c in found]
        return found[0]

    return read
