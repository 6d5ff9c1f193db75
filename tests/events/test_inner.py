"""Acts whose noun stands in what another act's verb governs: both are told."""

from __future__ import annotations

import pytest


def told(events):
    return [(e.type, e.trigger.text.split()[-1], e.status.value) for e in events]


@pytest.mark.parametrize(
    ("sentence", "act"),
    [
        ("At least 83 people were wounded in the attack.", ("ASSAULT", "attack", "actual")),
        ("Three students died in the clashes.", ("ASSAULT", "clashes", "actual")),
        ("Police detained nine men in raids on two districts.", ("COERCE", "raids", "actual")),
    ],
)
def test_where_somebody_was_hurt_or_caught_there_was_an_act(read_whole, sentence, act):
    events = read_whole(sentence)
    assert act in told(events)
    assert len(events) == 2


def test_what_is_ended_was_done(read_whole):
    assert told(read_whole("Farmers ended their blockade of the border crossing on Sunday.")) == [
        ("RETREAT", "blockade", "actual"),
        ("PROTEST", "blockade", "actual"),
    ]


def test_what_will_be_lifted_is_in_force(read_whole):
    lifted, ban = read_whole("Iraq is to lift the ban on foreign charities.")
    assert (lifted.type, lifted.status) == ("CONCEDE", "planned")
    assert (ban.type, ban.status, [p.evidence.text for p in ban.sources]) == ("COERCE", "actual", ["Iraq"])


def test_who_leaves_talks_has_held_them(read_whole):
    left, talks = read_whole("Kyiv and Minsk walked away from negotiations.")
    assert (left.type, talks.type) == ("REJECT", "CONSULT")
    assert {p.name for p in talks.sources} == {p.name for p in talks.targets}


def test_what_a_verb_merely_has_is_no_act_beside_it(read_whole):
    assert len(read_whole("Dockers in Durban went on strike on Monday.")) == 1
    assert len(read_whole("The minister was sentenced to four years in prison.")) == 1
