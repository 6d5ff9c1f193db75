"""The judge itself: it must see what is false and what is missed."""

from dataclasses import replace

import pytest

from dragoman.records import ArticleReading, EventMention, Participant, Reading, Resolution, Status
from golden.scoring import GoldArticle, GoldClaim, Golden, GoldEvent, matches, score
from support import article

TEXT = "The rebels agreed to a truce."


@pytest.fixture
def event() -> EventMention:
    art = article(TEXT)
    rebels = Participant(art.evidence(0, 10), "The rebels", "m1", "armed:eln")
    return EventMention(
        "e1", art.id, "AGREE", None, "agree", (), (rebels,), (), Status.ACTUAL, None, None, None,
        art.evidence(11, 17), art.evidence(0, len(TEXT)), art.blocks[0].kind, 0.9, "codebook:agree", (),
    )  # fmt: skip


def read(event: EventMention) -> Reading:
    empty = Resolution((), (), (), (), ())
    return Reading("p", "<test>", (ArticleReading(article(TEXT), empty, (event,), (), (), 6),), (), ())


@pytest.mark.parametrize(
    ("gold", "held"),
    [
        ({}, True),
        ({"type": ["REJECT", "AGREE"], "status": ["actual"], "source": ["REBELS"], "evidence": "a truce"}, True),
        ({"source": ["liberation"]}, True),
        ({"type": ["none"]}, False),
        ({"status": ["planned"]}, False),
        ({"source": ["government"]}, False),
        ({"source": ["reb"]}, False),
        ({"target": ["army"]}, False),
        ({"trigger": ["truce"]}, False),
        ({"evidence": "a war"}, False),
    ],
)
def test_every_given_field_must_hold(event, gold, held):
    assert matches(GoldEvent.model_validate(gold), event, {"armed:eln": "National Liberation Army"}) is held


def test_an_act_without_a_type_is_none(event):
    assert matches(GoldEvent(type=("none",)), replace(event, type=None), {})


def test_what_is_missed_and_what_is_false_is_told(event):
    gold = GoldArticle(
        title="Another title",
        published=None,
        paragraphs=1,
        captions=0,
        events=(GoldEvent(type=("AGREE",)), GoldEvent(type=("ASSAULT",), evidence="The rebels")),
        never=(GoldEvent(status=("actual",), trigger=("agreed",)),),
        claims=(GoldClaim(source=("nobody",), content="truce", anonymity=("named",)),),
    )
    result = score(Golden(page="x.txt", articles=(gold,)), read(event))
    assert (result.found["events"], result.wanted["events"], result.share("claims")) == (1, 2, 0.0)
    assert [line.split(":")[0].split()[0] for line in result.missed] == ["pages", "events", "claims"]
    assert "AGREE(The rebels -> -) actual 'agreed'" in result.missed[1]
    assert len(result.false) == 1


def test_an_article_that_was_not_read_is_missed_whole():
    gold = GoldArticle(title="T", published=None, paragraphs=1, events=(GoldEvent(),), never=(GoldEvent(),))
    result = score(Golden(page="x.txt", articles=(gold,)), Reading("p", "<test>", (), (), ()))
    assert result.found["events"] == 0
    assert result.false == []
