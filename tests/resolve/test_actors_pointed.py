"""Whom no list has a word for, where the encoder points at them as a side: their country and sector, whom they take up,
and that nobody is made of them elsewhere.
"""

from __future__ import annotations

import pytest

from dragoman.knowledge import default_knowledge
from dragoman.records import MentionForm
from dragoman.resolve import resolve
from support import article


@pytest.fixture(scope="module")
def resolved(language):
    def of(text):
        art = article(text)
        found = resolve(art, language.analyse(art), default_knowledge())
        actors = {a.id: a for a in found.actors}
        judged = {j.mention: actors[j.actor] for j in found.judgements}
        return [(m, judged.get(m.id)) for m in found.mentions]

    return of


@pytest.mark.parametrize(
    ("text", "phrase", "country", "sectors"),
    [
        ("Russian missiles hit apartment buildings in Kyiv on Tuesday.", "apartment buildings", "UKR", ()),
        ("Turkish jets bombed warehouses in northern Syria.", "warehouses", "SYR", ("BUS",)),
        ("Militants in Mali burned a warehouse and three villages.", "three villages", "MLI", ("CVL",)),
        ("The province sued Ottawa over the carbon tax.", "The province", "CAN", ("GOV",)),
        ("Police in Kampala arrested 47 at the rally and charged 12,000 with rioting.", "12,000", "UGA", ("CVL",)),
    ],
)
def test_what_an_act_is_on_is_of_a_country_and_of_the_sector_of_its_noun(resolved, text, phrase, country, sectors):
    ((mention, actor),) = [(m, a) for m, a in resolved(text) if m.evidence.text == phrase]
    assert mention.form is MentionForm.PHRASE
    assert (actor.country, actor.sectors, actor.known) == (country, sectors, False)


def test_a_phrase_takes_up_the_one_of_the_same_noun(resolved):
    text = "Shells hit a warehouse in Goma on Monday. On Tuesday rebels looted the warehouse."
    found = [(m, a) for m, a in resolved(text) if "warehouse" in m.evidence.text]
    assert [m.evidence.text for m, _ in found] == ["a warehouse", "the warehouse"]
    assert found[0][1].id == found[1][1].id


def test_a_phrase_that_is_no_side_of_an_event_is_no_mention(resolved):
    assert not resolved("The warehouse has three villages behind a wall and 47 windows.")
