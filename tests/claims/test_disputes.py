"""Claims that disagree, and headlines that drop the attribution of their bodies, in articles that are read whole."""

from __future__ import annotations

import pytest

from dragoman.reader import Reader
from support import article


@pytest.fixture(scope="module")
def read(language, knowledge):
    reader = Reader(language, knowledge)
    return lambda *paragraphs, title=None: reader.read_article(article(*paragraphs, title=title))


def voices(reading) -> list[tuple[str | None, str | None]]:
    """(who denies, who claims) of each dispute."""
    source = {c.id: c.source.text if c.source else None for c in reading.claims}
    return [(source[d.denial], source[d.claim] if d.claim else None) for d in reading.disputes]


@pytest.mark.parametrize(
    ("text", "denier", "claimant"),
    [
        ("Hezbollah said Israel had bombed a school in Tyre. Israel denied it.", "Israel", "Hezbollah"),
        (
            "Amnesty International accused Tunisia of beating migrants. Tunis rejected the allegation.",
            "Tunis",
            "Amnesty International",
        ),
        (
            "Ukraine said that Russian troops had attacked the port, a charge that Moscow denied.",
            "Moscow",
            "Ukraine",
        ),
        ("The ministry denied a report by Reuters that it had asked Russia for a loan.", "The ministry", "Reuters"),
        (
            "Soldiers killed twelve villagers in Sambaza, an elder told reporters. "
            "The army denied that its soldiers had killed anybody.",
            "The army",
            "an elder",
        ),
    ],
)
def test_who_denies_whom(read, text, denier, claimant):
    assert (denier, claimant) in voices(read(text))


def test_what_the_article_itself_tells_can_be_denied(read):
    reading = read(
        "Police arrested the mayor of Lima on Friday. The interior minister denied that police had arrested him."
    )
    assert voices(reading) == [("The interior minister", None)]
    told = next(e for e in reading.events if e.id == reading.disputes[0].other)
    assert told.claims == ()
    assert "disputed: The interior minister denies it" in told.reasons


@pytest.mark.parametrize(
    "text",
    [
        "Hezbollah said Israel had bombed a school in Tyre. Israel condemned Hezbollah.",
        "Ukraine asked Germany for missiles. Berlin rejected the request.",
        "The rebels bombed the port of Hodeidah. The army denied that it had arrested a cleric in Aden.",
    ],
)
def test_other_words_make_no_dispute(read, text):
    assert read(text).disputes == ()


def dropped(reading) -> list[str]:
    return [n.detail for n in reading.notes if n.kind == "headline_drops_attribution"]


BODY = ("Rebels shelled a clinic in Kavandu on Monday, the governor said.", "Nobody could reach the town.")


def test_a_headline_that_drops_the_attribution(read):
    (detail,) = dropped(read(*BODY, title="Rebels shelled clinic in Kavandu"))
    assert "the governor" in detail


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Rebels shelled clinic in Kavandu, governor says", BODY),
        ("Rebels 'shelled clinic' in Kavandu", BODY),
        ("Did rebels shell clinic in Kavandu?", BODY),
        ("Fear in Kavandu as front moves south", BODY),
        (
            "Rebels shelled clinic in Kavandu",
            ("Rebels shelled a clinic in Kavandu on Monday.", "The governor said that rebels had shelled it twice."),
        ),
    ],
)
def test_headlines_that_attribute_ask_or_tell_what_the_body_tells(read, title, body):
    assert dropped(read(*body, title=title)) == []
