"""Events under claims."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dragoman.claims import attach
from dragoman.records import (
    Anonymity,
    BlockKind,
    Claim,
    Commitment,
    EventMention,
    Evidence,
    Polarity,
    SourceKind,
    Speech,
    Status,
)

TEXT = "The paper reported that the army denied that its troops had attacked the town."


def at(words: str) -> Evidence:
    start = TEXT.index(words)
    return Evidence("a", start, start + len(words), words)


def claim(
    name: str, cue: str, content: str, polarity: Polarity = Polarity.ASSERTED, parent: str | None = None
) -> Claim:
    return Claim(
        name, "a", at("the army"), at(cue), (at(content),), at(TEXT), Speech.INDIRECT, SourceKind.OUTLET, Anonymity.NAMED, None,
        Commitment.NEUTRAL, polarity, None, parent, None, None, 0.8, "test",
    )  # fmt: skip


def event(trigger: str, status: Status = Status.ACTUAL) -> EventMention:
    return EventMention(
        f"e-{trigger}", "a", "ASSAULT", None, trigger, (), (), (), status, None, None, None, at(trigger), at(TEXT),
        BlockKind.PARAGRAPH, 0.8, "test", ("seen",),
    )  # fmt: skip


OUTER = claim("c-outer", "reported", "that the army denied that its troops had attacked the town")
INNER = claim("c-inner", "denied", "that its troops had attacked the town", Polarity.DENIED, "c-outer")


def test_the_chain_is_innermost_first():
    (under,) = attach([event("attacked")], [OUTER, INNER])
    assert under.claims == ("c-inner", "c-outer")


def test_the_reason_for_anonymity_holds_no_news():
    hidden = replace(OUTER, anonymity_reason=at("that its troops had attacked the town"))
    assert [e.act for e in attach([event("attacked"), event("denied")], [hidden])] == ["denied"]


def test_an_act_of_speech_is_not_under_its_own_claim():
    (under,) = attach([event("denied")], [OUTER, INNER])
    assert under.claims == ("c-outer",)


def test_a_denied_event_is_denied_with_the_reason():
    (under,) = attach([event("attacked")], [OUTER, INNER])
    assert under.status is Status.DENIED
    assert under.status_cue == at("denied")
    assert under.reasons == ("seen", "denied by its source: denied")


@pytest.mark.parametrize("status", [s for s in Status if s is not Status.ACTUAL])
def test_other_statuses_stay(status):
    (under,) = attach([event("attacked", status)], [OUTER, INNER])
    assert under.status is status


def test_a_denial_further_out_does_not_deny():
    outer = claim("c-outer", "reported", "that the army denied that its troops had attacked the town", Polarity.DENIED)
    inner = claim("c-inner", "denied", "that its troops had attacked the town")
    (under,) = attach([event("attacked")], [outer, inner])
    assert under.status is Status.ACTUAL


ASIDE = replace(
    claim("c-aside", "denied", "The paper reported", Polarity.DENIED),
    content=(at("The paper reported that the army denied that its troops had attacked the town"),),
    cue=None,
    decided_by="aside/denial: deny",
)


def test_what_an_aside_denies_of_anothers_words_is_disputed():
    said = claim("c-inner", "reported", "that its troops had attacked the town")
    (under,) = attach([event("attacked")], [ASIDE, said])
    assert under.status is Status.UNCERTAIN


def test_an_aside_does_not_deny_that_it_was_said():
    said = claim("c-inner", "reported", "that its troops had attacked the town")
    (accused,) = attach([replace(event("army denied"), type="ACCUSE")], [ASIDE])
    (outside,) = attach([event("army denied")], [ASIDE, said])
    assert (accused.status, outside.status) == (Status.ACTUAL, Status.ACTUAL)


def test_a_rumour_that_is_denied_is_denied():
    rumour = replace(claim("c-inner", "reported", "that its troops had attacked the town"), source=None)
    outer = claim("c-outer", "denied", "that the army denied that its troops had attacked the town", Polarity.DENIED)
    (under,) = attach([event("attacked")], [outer, rumour])
    assert under.claims == ("c-inner", "c-outer")
    assert under.status is Status.DENIED


def test_what_no_claim_holds_is_in_the_voice_of_the_article():
    plain = event("paper")
    assert attach([plain], [OUTER, INNER]) == (plain,)
    assert attach([plain], []) == (plain,)


def test_what_is_turned_down_is_not_told_by_him_who_does():
    turned_down = replace(event("denied"), type="REJECT")
    as_thing = replace(claim("c", "denied", "its troops had attacked the town"), decided_by="obj/denial: reject")
    (_, inside) = attach([turned_down, event("attacked")], [as_thing])
    assert inside.claims == ()
    for told in (replace(as_thing, polarity=Polarity.DENIED), replace(as_thing, decided_by="clause/speech: insist")):
        (_, inside) = attach([turned_down, event("attacked")], [told])
        assert inside.claims == ("c",)


def test_what_events_reads_in_a_denied_clause_stays_as_it_reads_it():
    clause = replace(INNER, decided_by="clause/denial: deny")
    (under,) = attach([event("attacked")], [OUTER, clause])
    assert under.status is Status.ACTUAL


@pytest.mark.parametrize(("kind", "status"), [("REQUEST", Status.ACTUAL), ("ASSAULT", Status.DENIED)])
def test_a_request_that_is_denied_was_made(kind, status):
    thing = replace(INNER, decided_by="obj/denial: deny")
    (under,) = attach([replace(event("attacked"), type=kind)], [OUTER, thing])
    assert under.status is status


def test_what_nobody_claims_is_under_no_claim():
    outer = claim("c1", "reported", "its troops had attacked the town")
    nobody = replace(outer, source=Evidence("a", 0, 8, "No group"))
    assert attach([event("attacked")], [nobody])[0].claims == ()
    assert attach([event("attacked")], [outer])[0].claims == ("c1",)
