"""Constructions of attribution, on invented news."""

from __future__ import annotations

import pytest

from dragoman.claims import find_claims
from dragoman.records import Anonymity, Commitment, Polarity, Resolution, SourceKind, Speech
from support import article


def words(evidence) -> str:
    return evidence.text if evidence else ""


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        (
            "The foreign ministry said that the talks had failed.",
            "The foreign ministry",
            "said",
            "that the talks had failed",
        ),
        ("The talks had failed, the foreign ministry said.", "the foreign ministry", "said", "The talks had failed"),
        (
            "According to the defence ministry, two soldiers were killed on the border.",
            "the defence ministry",
            "According to",
            "two soldiers were killed on the border",
        ),
        (
            "Two soldiers were killed on the border, according to the defence ministry.",
            "the defence ministry",
            "according to",
            "Two soldiers were killed on the border",
        ),
        (
            "The envoy urged both sides to respect the truce.",
            "The envoy",
            "urged",
            "both sides to respect the truce",
        ),
        ("The opposition condemned the arrests.", "The opposition", "condemned", "the arrests"),
        (
            "The arrests were condemned by the opposition.",
            "the opposition",
            "were condemned",
            "The arrests",
        ),
        ("The president has vowed to hold a referendum.", "The president", "has vowed", "to hold a referendum"),
    ],
)
def test_source_cue_and_content(only_claim, text, source, cue, content):
    claim = only_claim(text)
    assert words(claim.source) == source
    assert words(claim.cue) == cue
    assert [e.text for e in claim.content] == [content]


def test_a_passive_cue_has_no_source(only_claim):
    claim = only_claim("It was disclosed that the minister had resigned in March.")
    assert claim.source is None
    assert claim.anonymity is Anonymity.IMPLICIT
    assert claim.source_kind is SourceKind.UNSPECIFIED
    assert claim.commitment is Commitment.FACTIVE
    assert claim.content[0].text == "that the minister had resigned in March"


@pytest.mark.parametrize("cue", ["revealed", "disclosed"])
def test_a_passive_cue_has_no_source_by_the_encoders_heads_either(language, knowledge, cue):
    art = article(f"It was {cue} that the minister had resigned in March.")
    (claim,) = find_claims(art, language.analyse(art), Resolution((), (), (), (), ()), knowledge)
    assert claim.source is None
    assert claim.anonymity is Anonymity.IMPLICIT
    assert claim.commitment is Commitment.FACTIVE
    assert claim.content[0].text.endswith("the minister had resigned in March")


def test_a_participle_shares_the_speaker(claims_of):
    found = claims_of("The governor rejected the plan, saying that it would ruin the farmers.")
    saying = next(c for c in found if c.cue and c.cue.text == "saying")
    assert words(saying.source) == "The governor"


@pytest.mark.parametrize(
    "text",
    [
        "The president will announce on Monday that the talks are over.",
        "The ministry may say that it knew nothing.",
        "If the army says that it has won, nobody will listen.",
        "The troops crossed the river at dawn.",
        "",
        "...",
    ],
)
def test_speech_that_was_not_made_is_no_claim(claims_of, text):
    assert not [c for c in claims_of(text) if c.decided_by.endswith((": announce", ": say"))]


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("The foreign ministry denied that troops had crossed the river.", Polarity.DENIED),
        ("The general declined to say whether the talks would resume.", Polarity.WITHHELD),
        ("The spokesman refused to confirm the arrest.", Polarity.WITHHELD),
        ("The minister did not say whether the talks would resume.", Polarity.WITHHELD),
        ("The minister does not believe that the talks will resume.", Polarity.DENIED),
        ("The minister said that the talks would resume.", Polarity.ASSERTED),
        ("The army rejected the offer of the rebels.", Polarity.ASSERTED),
        ("The army rejected the claim that it had shelled the market.", Polarity.DENIED),
    ],
)
def test_polarity(claims_of, text, polarity):
    assert claims_of(text)[0].polarity is polarity


@pytest.mark.parametrize(
    ("text", "commitment"),
    [
        ("The rebels claimed that they had taken the town.", Commitment.DISTANCING),
        ("The army acknowledged that it had lost the town.", Commitment.FACTIVE),
        ("The army said that it had lost the town.", Commitment.NEUTRAL),
        ("The rebels allegedly withdrew from the town.", Commitment.DISTANCING),
        ("The rebels reportedly withdrew from the town.", Commitment.NEUTRAL),
    ],
)
def test_commitment(only_claim, text, commitment):
    assert only_claim(text).commitment is commitment


@pytest.mark.parametrize(
    ("text", "anonymity"),
    [
        ("Maria Santos said that the vote was fair.", Anonymity.NAMED),
        ("The foreign minister said that the vote was fair.", Anonymity.ROLE_ONLY),
        ("Two officials familiar with the talks said that the vote was fair.", Anonymity.DESCRIBED),
        ("A senior official said that the vote was fair.", Anonymity.DESCRIBED),
        ("Observers said that the vote was fair.", Anonymity.GENERIC),
        ("Informed sources said that the vote was fair.", Anonymity.GENERIC),
        ("It was reported that the vote was fair.", Anonymity.IMPLICIT),
    ],
)
def test_anonymity_is_a_scale(claims_of, text, anonymity):
    assert claims_of(text)[0].anonymity is anonymity


def test_the_reason_is_kept_though_it_comes_in_a_later_sentence(claims_of):
    found = claims_of(
        "Two officials confirmed that the convoy had left, but they said it was not clear when it would arrive.",
        "The officials spoke to Reuters on condition of anonymity because they were not allowed to brief reporters.",
    )
    told = [c for c in found if c.cue and c.cue.text in ("confirmed", "said")]
    assert len(told) == 2
    reason = "on condition of anonymity because they were not allowed to brief reporters"
    assert {words(c.anonymity_reason) for c in told} == {reason}
    assert {words(c.outlet) for c in told} == {"Reuters"}


def test_a_reason_is_not_given_to_a_named_source(claims_of):
    found = claims_of(
        "Maria Santos said that the convoy had left.",
        "The officials spoke on condition of anonymity.",
    )
    assert all(c.anonymity_reason is None for c in found)


def test_the_outlet_that_was_told(only_claim):
    claim = only_claim("Diplomats told the Lagos Herald that the deal was dead.")
    assert words(claim.outlet) == "the Lagos Herald"
    assert claim.source_kind is SourceKind.ROLE


def test_an_outlet_reports_what_others_said(claims_of):
    found = claims_of("Analysts have said the attacks will go on, reported the Lagos Herald on Monday.")
    outer = next(c for c in found if words(c.source) == "the Lagos Herald")
    inner = next(c for c in found if words(c.source) == "Analysts")
    assert outer.parent is None
    assert inner.parent == outer.id
    assert outer.source_kind is SourceKind.OUTLET
    assert words(inner.outlet) == "the Lagos Herald"


def test_a_quotation_broken_by_its_cue_goes_on(claims_of):
    found = claims_of(
        '"We are ready," said government spokesman Peter Okoro. "The talks ... were hard, and we hope that they end soon. '
        'But nothing is sure."'
    )
    claim = next(c for c in found if c.cue and c.cue.text == "said")
    assert words(claim.source) == "government spokesman Peter Okoro"
    assert claim.speech is Speech.DIRECT
    assert claim.content[0].text == '"We are ready,"'
    assert claim.content[-1].text.endswith('But nothing is sure."')


@pytest.mark.parametrize(("opening", "closing"), [('"', '"'), ("“", "”"), ("“", '"'), ("‘", "’"), ("'", "'")])
def test_marks_of_all_kinds(claims_of, opening, closing):
    found = claims_of(f"The minister said: {opening}We will never accept the workers’ demands.{closing}")
    assert found[0].speech is Speech.DIRECT
    assert "We will never accept" in found[0].content[0].text


def test_a_quotation_over_paragraphs_stays_one_claim(claims_of):
    found = claims_of(
        "“We have waited for a year,” the governor said. “The farmers cannot wait longer.",
        "“The rains come in May.”",
        "The road is closed.",
    )
    claim = next(c for c in found if c.cue and c.cue.text == "said")
    assert [e.text[:10] for e in claim.content] == ["“We have w", "“The farme", "“The rains"]
    assert not any(c.cue is None for c in found)


def test_a_fragment_in_marks_is_mixed_speech(only_claim):
    claim = only_claim("The minister said that the plan was a “historic mistake” for the region.")
    assert claim.speech is Speech.MIXED
    assert claim.content[0].text == "that the plan was a “historic mistake” for the region"


def test_scare_quotes_are_no_claim_but_a_bare_quotation_is(claims_of):
    assert claims_of("The so-called “victory march” ended at noon.") == ()
    (bare,) = claims_of("The mayor, however, “leaked it from behind their backs” in May.")
    assert bare.source is None
    assert bare.cue is None
    assert bare.anonymity is Anonymity.IMPLICIT


def test_ids_are_stable_and_each_claim_has_one(claims_of):
    text = "The army said that it had lost the town. The army said that it had lost the town."
    first, second = claims_of(text), claims_of(text)
    assert [c.id for c in first] == [c.id for c in second]
    assert len({c.id for c in first}) == len(first) == 2


def test_the_next_speech_of_a_speaker_is_his_own_claim(claims_of):
    first, second = claims_of("The minister said that the bridge was safe, adding that engineers had tested it twice.")
    assert [e.text for e in first.content] == ["that the bridge was safe"]
    assert (words(second.source), words(second.cue)) == ("The minister", "adding")
    assert second.parent is None


def test_a_quotation_broken_by_its_cue_is_one(only_claim):
    claim = only_claim('"The number of raids has doubled," she wrote, "and most of them never reach the press."')
    assert [e.text for e in claim.content] == [
        '"The number of raids has doubled,"', '"and most of them never reach the press."',
    ]  # fmt: skip
    assert words(claim.source) == "she"


def test_what_is_denied_can_stand_before(claims_of):
    found = claims_of("The army shelled the port, a charge that Baku denies.")
    denial = next(c for c in found if words(c.cue) == "denies")
    assert (words(denial.source), [e.text for e in denial.content]) == ("Baku", ["a charge"])
    assert denial.polarity is Polarity.DENIED


def test_who_rejects_an_allegation_denies_it_and_who_rejects_a_request_does_not(only_claim):
    assert only_claim("The ministry rejected the allegation.").polarity is Polarity.DENIED
    assert only_claim("The ministry rejected the request.").polarity is Polarity.ASSERTED
    assert only_claim("The ministry dismissed the allegations as lies.").polarity is Polarity.DENIED
    assert only_claim("The ministry dismissed the protests as a plot.").polarity is Polarity.ASSERTED


def test_a_signed_quotation(only_claim):
    claim = only_claim("“Nobody asked the village before the road was cut.” ― Carla Mendes")
    assert (words(claim.source), claim.cue, claim.speech) == ("Carla Mendes", None, Speech.DIRECT)


def test_a_participle_after_an_aside_is_the_speaker_s(claims_of):
    found = claims_of(
        "Brazil will take him in, the ambassador confirmed on Thursday, adding that no plane had been sent."
    )
    adding = next(c for c in found if words(c.cue) == "adding")
    assert words(adding.source) == "the ambassador"


def test_a_spokesman_for_somebody_is_an_office(only_claim):
    assert only_claim("A spokesman for the ministry said that the road was open.").anonymity is Anonymity.ROLE_ONLY
    assert only_claim("The road is open, a spokeswoman for the governor said.").anonymity is Anonymity.ROLE_ONLY
    assert only_claim("A diplomat said that the road was open.").anonymity is Anonymity.DESCRIBED


def test_the_source_that_an_outlet_cites_stands_under_it(claims_of):
    outer, cited = claims_of("Radio Mosaic reported that the cabinet had approved the raid, citing two officials.")
    assert (words(outer.source), words(cited.source), words(cited.cue)) == ("Radio Mosaic", "two officials", "citing")
    assert cited.parent == outer.id
    assert outer.content == cited.content == (outer.content[0],)
    assert "citing" not in outer.content[0].text
    assert cited.anonymity is Anonymity.DESCRIBED


def test_a_source_keeps_the_name_that_follows_its_office(only_claim):
    claim = only_claim('"The road is open," said longtime party pollster Pat Caldera.')
    assert claim.source.text == "longtime party pollster Pat Caldera"


def test_a_thought_takes_no_quotation_beside_it(language, knowledge):
    """The quotation that nobody says ends at its marks."""
    art = article('Jones, though, "sold the plan over our heads" because she believed that the court would stop it.')
    found = find_claims(art, language.analyse(art), Resolution((), (), (), (), ()), knowledge)
    told = {c.cue.text if c.cue else None: [e.text for e in c.content] for c in found}
    assert told[None] == ["sold the plan over our heads"]
    assert not any("sold" in text for text in told["believed"])
