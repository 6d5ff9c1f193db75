"""Hand-made readings for tests of the desk: two articles with events, claims, actors, times and places."""

from __future__ import annotations

from datetime import date

from dragoman.records import (
    Actor,
    ActorKind,
    ActorMention,
    Anchor,
    AnchorBasis,
    Anonymity,
    ArticleReading,
    BlockKind,
    Claim,
    Commitment,
    EventMention,
    EventTime,
    Granularity,
    Interval,
    Judgement,
    MentionForm,
    Note,
    Participant,
    Place,
    PlaceMention,
    Polarity,
    Reading,
    Residue,
    Resolution,
    Skipped,
    SourceKind,
    Speech,
    Status,
    TimeBasis,
    TimeKind,
    TimeMention,
    content_id,
)
from support import article

TEXT = "Foreign Minister Amina Yusuf met Tomas Vela in Accra on Tuesday. An aide said talks had failed."


def day(year: int, month: int, number: int) -> Interval:
    return Interval(date(year, month, number), date(year, month, number), Granularity.DAY)


def reading(number: int = 0, *, title: str = "Ministers meet", outlet: str = "The Harbour Post") -> Reading:
    """A whole reading; ``number`` makes its ids differ from those of another."""
    anchor = Anchor(day(2023, 5, 11), AnchorBasis.JSON_LD, 0.98)
    one = article(
        TEXT,
        title=title,
        id=content_id("a", number),
        page=content_id("p", number),
        origin=f"page{number}.html",
        published=anchor,
        outlet=outlet,
        url=f"https://example.org/{number}",
    )

    def span(text: str, after: int = 0):
        start = one.text.index(text, after)
        return one.evidence(start, start + len(text))

    def made(prefix: str, what: str) -> str:
        return content_id(prefix, number, what)

    yusuf = Actor("person:amina-yusuf", "Amina Yusuf", ActorKind.PERSON, "GHA", ("GOV",), True)
    vela = Actor(made("new", "vela").replace("-", ":", 1), "Tomas Vela", ActorKind.PERSON, None, (), False)
    mentions = tuple(
        ActorMention(made("m", name), span(name), MentionForm.NAME, 0, 2, 1) for name in ("Amina Yusuf", "Tomas Vela")
    )
    judgements = (
        Judgement(mentions[0].id, yusuf.id, 0.97, ("full name of a known person",), "foreign minister"),
        Judgement(mentions[1].id, vela.id, 0.6, ("a name not known before",)),
    )
    time = TimeMention(
        made("t", "tue"),
        span("Tuesday"),
        TimeKind.DATE,
        "2023-05-09",
        day(2023, 5, 9),
        anchor,
        "past",
        "weekday",
        None,
        8,
        9,
    )
    accra = Place("gn:2306104", "Accra", "city", "GHA", "Greater Accra", 5.55, -0.2)
    place = PlaceMention(made("l", "accra"), span("Accra"), accra, 0.93, ("the only large city of that name",), 2, 6, 7)
    first, second = span(TEXT[: TEXT.index(" An aide")]), span("An aide said talks had failed.")
    claim = Claim(
        made("c", "aide"),
        one.id,
        span("An aide"),
        span("said"),
        (span("talks had failed"),),
        second,
        Speech.INDIRECT,
        SourceKind.ROLE,
        Anonymity.DESCRIBED,
        None,
        Commitment.NEUTRAL,
        Polarity.ASSERTED,
        None,
        None,
        None,
        None,
        0.8,
        "verb:say",
    )
    met = EventMention(
        made("e", "met"),
        one.id,
        "CONSULT",
        "visit",
        "meet",
        ("diplomatic",),
        (Participant(mentions[0].evidence, "Amina Yusuf", mentions[0].id, yusuf.id, "GHA", ("GOV",)),),
        (Participant(mentions[1].evidence, "Tomas Vela", mentions[1].id, vela.id),),
        Status.ACTUAL,
        None,
        EventTime(time.interval, TimeBasis.STATED, time.evidence, time.id),
        place.id,
        span("met"),
        first,
        BlockKind.PARAGRAPH,
        0.8,
        "codebook:consult/meet T",
        ("`meet T` matched",),
    )
    failed = EventMention(
        made("e", "failed"),
        one.id,
        "CONSULT",
        None,
        "talks",
        (),
        (),
        (),
        Status.NOT_DONE,
        span("failed"),
        EventTime(Interval(None, date(2023, 5, 11), Granularity.OPEN), TimeBasis.FRAME),
        None,
        span("talks"),
        second,
        BlockKind.PARAGRAPH,
        0.6,
        "codebook:consult/talk/n",
        ("`talks` matched",),
        (claim.id,),
    )
    resolution = Resolution(mentions, judgements, (yusuf, vela), (time,), (place,))
    read = ArticleReading(one, resolution, (met, failed), (claim,), (Note(one.id, "no_date", "an example"),), 17)
    residue = (Residue(one.page, "Share", "share line", 3),)
    skipped = (Skipped(f"page{number}.html#2", "language", "in French; only English is read"),)
    return Reading(one.page, one.origin, (read,), residue, skipped)
