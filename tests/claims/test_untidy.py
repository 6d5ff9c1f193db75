"""Untidy news, read whole: odd quotation marks, chains, speakers who stand elsewhere, sources behind sources."""

from __future__ import annotations

import pytest

from dragoman.claims import find_claims
from dragoman.records import Anonymity, Claim, Commitment, Polarity, SourceKind, Speech
from dragoman.resolve import resolve
from support import article


@pytest.fixture(scope="module")
def read(language, knowledge):
    def read(*paragraphs: str) -> tuple[Claim, ...]:
        art = article(*paragraphs)
        analysis = language.analyse(art)
        return find_claims(art, analysis, resolve(art, analysis, knowledge), knowledge)

    return read


def said(claims: tuple[Claim, ...], words: str) -> Claim:
    """The outermost claim whose content holds these words."""
    found = [c for c in claims if any(words in part.text for part in c.content)]
    assert found, (words, [(c.source and c.source.text, [e.text for e in c.content]) for c in claims])
    return next((c for c in found if c.parent is None), found[0])


def speaker(claim: Claim) -> str | None:
    return claim.source.text if claim.source else None


@pytest.mark.parametrize(
    ("paragraphs", "words", "source"),
    [
        pytest.param(
            ['“We have no quarrel with anyone," said Transport Minister Adela Quiroga. "The port stays public.”'],
            "The port stays public",
            "Transport Minister Adela Quiroga",
            id="marks that do not match, and what is said after the speaker",
        ),
        pytest.param(
            ['He added that bids were "welcome from anyone who pays". "But not from friends of the family,\' he said.'],
            "not from friends",
            "he",
            id="a double mark closed by a single one",
        ),
        pytest.param(
            ["The aides said he wouldn’t go. ‘It’s the party’s decision, not the opposition’s,’ one of them said."],
            "It’s the party’s decision, not the opposition’s",
            "one of them",
            id="single marks and apostrophes of one shape",
        ),
        pytest.param(
            ["\"The general told me, 'You have until dawn,' and he hung up,\" Mayor Lucía Ferrán said."],
            "You have until dawn",
            "Mayor Lucía Ferrán",
            id="a quotation inside a quotation",
        ),
        pytest.param(
            [
                "Interior Minister Jana Holub spoke for an hour on Tuesday.",
                "The chamber was half empty.",
                '"The police did what the law asks of them," she said. "I will not apologise for that."',
                '"If members want another law, let them write one."',
            ],
            "let them write one",
            "she",
            id="paragraphs that go on without a speaker",
        ),
        pytest.param(
            [
                "The envoy, Girma Tesfaye, arrived late on Sunday and left before noon.",
                '"Nobody in that room wanted an agreement. They wanted a photograph.',
                '"I told them so, and I will tell the president so."',
            ],
            "I will tell the president so",
            "The envoy",
            id="a quotation whose speaker stands in the paragraph before, over two paragraphs",
        ),
        pytest.param(
            [
                "“I never signed that letter,” Bola Okonkwo told the Premium Times on Wednesday, “and whoever says so is lying."
            ],
            "whoever says so is lying",
            "Bola Okonkwo",
            id="a last mark that is missing",
        ),
        pytest.param(
            ['"We will meet them on the field of votes," opposition leader Sam Otieno wrote on X.'],
            "the field of votes",
            "opposition leader Sam Otieno",
            id="a tweet",
        ),
        pytest.param(
            ['The ruling party answered at noon. "Mr Otieno has lost three times already," the statement read.'],
            "lost three times",
            "the statement",
            id="a statement that reads",
        ),
        pytest.param(
            ["- Who pays?", "- In spring, said the governor, Ali Reza Moradi."],
            "In spring",
            "the governor",
            id="a dash",
        ),
    ],
)
def test_whose_words_they_are(read, paragraphs, words, source):
    found = speaker(said(read(*paragraphs), words))
    assert found is not None
    assert found.startswith(source)


def test_a_chain_of_what_one_speaker_adds(read):
    claims = read(
        "Bola Kamara said the strike would go on. He added that teachers had not been paid since June. "
        "He also accused the ministry of lying about the budget, adding that parents knew the truth. "
        '"They can count," he added.'
    )
    words = ("the strike would go on", "paid since June", "lying about the budget", "parents knew", "They can count")
    assert [speaker(said(claims, w)) for w in words] == ["Bola Kamara", "He", "He", "He", "he"]
    assert {said(claims, w).actor for w in words} == {said(claims, words[0]).actor}
    assert {said(claims, w).anonymity for w in words} == {Anonymity.NAMED}


def test_the_outlet_behind_a_claim(read):
    claims = read(
        "Hezbollah withdraws from two villages, its deputy leader told Asharq Al-Awsat.",
        "The sides have agreed to swap 40 prisoners, reported the New York Times on Monday, citing two officials "
        "briefed on the talks. Moscow denied the report.",
    )
    assert said(claims, "Hezbollah withdraws").outlet.text == "Asharq Al-Awsat"
    paper = said(claims, "swap 40 prisoners")
    assert (paper.source_kind, paper.parent) == (SourceKind.OUTLET, None)
    (officials,) = (c for c in claims if c.parent == paper.id)
    assert officials.source.text == "two officials briefed on the talks"
    assert officials.outlet.text.startswith("the New York Times")
    assert said(claims, "the report").polarity is Polarity.DENIED


def test_who_says_what_somebody_said_in_private(read):
    claims = read("The premier told the BBC that the rebel leader had said he would accept the result.")
    outer = said(claims, "the rebel leader had said he would accept")
    (inner,) = (c for c in claims if c.parent == outer.id)
    assert (outer.source.text, inner.source.text) == ("The premier", "the rebel leader")
    assert outer.outlet.text == "the BBC"


@pytest.mark.parametrize(
    ("text", "words", "level"),
    [
        ("A source familiar with the matter said the bank would be sold.", "the bank", Anonymity.DESCRIBED),
        ("A Western diplomat confirmed that the plan was dead.", "the plan", Anonymity.DESCRIBED),
        ("Two officials in the region said the militia had taken the mine.", "the mine", Anonymity.DESCRIBED),
        ("A person briefed on the talks said they had failed.", "they had failed", Anonymity.DESCRIBED),
        ("Residents said they had heard shots before dawn.", "shots", Anonymity.GENERIC),
        ("Local media reported that four people had been arrested.", "four people", Anonymity.GENERIC),
        ("It was reported that the mayor had fled.", "the mayor had fled", Anonymity.IMPLICIT),
        ("The governor is said to be in Dubai.", "in Dubai", Anonymity.IMPLICIT),
        ("The army has reportedly left the town of Sambaza.", "left the town", Anonymity.IMPLICIT),
        ("According to a document seen by Reuters, the sale was approved in May.", "the sale", Anonymity.DESCRIBED),
        ("The defence ministry spokesman said the bridge was open.", "the bridge", Anonymity.ROLE_ONLY),
        ("Foreign Minister Amina Yusuf said the border would stay shut.", "the border", Anonymity.NAMED),
        ("The French embassy said its staff were safe.", "staff", Anonymity.NAMED),
    ],
)
def test_how_far_a_source_is_named(read, text, words, level):
    assert said(read(text), words).anonymity is level


def test_they_are_as_anonymous_as_those_they_stand_for(read):
    claims = read(
        "Two security officials, speaking on condition of anonymity for fear of reprisals, said the militia had taken the mine. "
        "They said no one had been hurt."
    )
    first, second = said(claims, "the militia"), said(claims, "no one")
    assert first.anonymity is second.anonymity is Anonymity.DESCRIBED
    assert first.anonymity_reason.text == "on condition of anonymity for fear of reprisals"


@pytest.mark.parametrize(
    ("text", "words", "commitment", "polarity"),
    [
        (
            "The minister falsely claimed that the vote was stolen.",
            "the vote",
            Commitment.COUNTER_FACTIVE,
            Polarity.ASSERTED,
        ),
        ("The ministry rightly said that rains would come early.", "rains", Commitment.FACTIVE, Polarity.ASSERTED),
        (
            "The spokeswoman refused to say whether the loan had been signed.",
            "the loan",
            Commitment.NEUTRAL,
            Polarity.WITHHELD,
        ),
        ("The army denied that any civilians had died.", "civilians", Commitment.NEUTRAL, Polarity.DENIED),
        (
            "The attorney general alleged that rebels had plotted a coup.",
            "rebels",
            Commitment.DISTANCING,
            Polarity.ASSERTED,
        ),
    ],
)
def test_what_the_cue_makes_of_its_content(read, text, words, commitment, polarity):
    claim = said(read(text), words)
    assert (claim.commitment, claim.polarity) == (commitment, polarity)


@pytest.mark.parametrize(
    ("turn", "said", "by"),
    [
        ("— The ministry did, he answered.", "The ministry did", "he"),
        ("— We will not sign, said the minister.", "We will not sign", "the minister"),
        ("– Nothing has changed since the spring, Okoro replied.", "Nothing has changed since the spring", "Okoro"),
    ],
)
def test_a_dash_opens_a_turn_of_a_dialogue(claims_of, turn, said, by):
    found = claims_of("“Who ordered the raid?” the journalist asked.", turn)
    last = found[-1]
    assert (last.content[0].text, last.source and last.source.text, last.speech) == (said, by, Speech.DIRECT)


def test_a_list_with_dashes_is_no_dialogue(claims_of):
    listed = claims_of(
        "The summit ended with a list:",
        "— Ministers will meet in Lagos before the end of the year.",
        "— Both armies have agreed to leave the bridge.",
    )
    assert not any("Ministers" in part.text or c.speech is Speech.DIRECT for c in listed for part in c.content)
