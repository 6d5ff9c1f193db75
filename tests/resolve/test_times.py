"""Time expressions: what is found, what it means, what is left open. The day of publication is Wednesday 2022-02-09."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.knowledge import default_knowledge
from dragoman.records import (
    Analysis,
    Anchor,
    AnchorBasis,
    Article,
    Entity,
    Granularity,
    Interval,
    Sentence,
    TimeKind,
    TimeMention,
    Token,
)
from dragoman.resolve.times.tag import tag_times
from support import analysis, article

DAY = date(2022, 2, 9)
KNOWN = Anchor(Interval(DAY, DAY, Granularity.DAY), AnchorBasis.GIVEN, 1.0)
BOUND = Anchor(Interval(date(2022, 1, 9), None, Granularity.OPEN), AnchorBasis.CAPTION, 0.6)


def bare(art: Article, *entities: tuple[int, int, str]) -> Analysis:
    """Tokens without syntax, one sentence a block."""
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    for number, block in enumerate(art.blocks):
        first = len(tokens)
        for m in re.finditer(r"\w+|[^\w\s]", art.text[block.start : block.end]):
            start, i = block.start + m.start(), len(tokens)
            tokens.append(Token(i, start, start + len(m[0]), m[0], "", "", "", "", i, "", len(sentences), True))
        if len(tokens) > first:
            span = tokens[first].start, tokens[-1].end
            sentences.append(Sentence(len(sentences), first, len(tokens), *span, first, number))
    found = tuple(Entity(0, 1, a, b, label) for a, b, label in entities)
    return Analysis.build(art.id, art.text, tuple(tokens), tuple(sentences), found)


def tag(text: str, published: Anchor | None = KNOWN) -> tuple[TimeMention, ...]:
    art = article(text, published=published)
    return tag_times(art, bare(art), default_knowledge())


EXAMPLES = [(rule.id, *pair) for rule in default_knowledge().times.rules for pair in rule.examples.items()]


@pytest.mark.parametrize(("rule", "text", "value"), EXAMPLES, ids=[f"{r}: {t}" for r, t, _ in EXAMPLES])
def test_the_examples_of_every_rule_hold(rule, text, value):
    (mention,) = tag(f"{text} .")
    assert (mention.evidence.text, mention.value) == (text, value)


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("They met late last month.", "2022-01-21/2022-01-31"),
        ("It has been quiet since January.", "2022-01-01/.."),
        ("The vote must be held by the end of the year.", "../2022-12-31"),
        ("He won the October parliamentary elections.", "2021-10-01/2021-10-31"),
        ("They spoke earlier this week.", "2022-02-07/2022-02-09"),
        ("Much has changed in the past three years.", "2019-02-09/2022-02-09"),
        ("Troops left before 2014.", "../2013-12-31"),
        ("Shops opened after Eid al-Fitr 2021.", "2021-05-16/.."),
        ("Fighting eased during the holy month of Ramadan 2021.", "2021-04-13/2021-05-12"),
        ("He died in the winter of 2019.", "2019-12-01/2020-02-29"),
        ("The raid came in the early hours of Sunday.", "2022-02-06"),
        ("Polls opened on Monday, Nov. 25, 2024.", "2024-11-25"),
        ("The mill burned before dawn on Thursday.", "2022-02-03"),
        ("Shells fell overnight on the docks.", "2022-02-08/2022-02-09"),
        ("They talked from 3 to 5 February.", "2022-02-03/2022-02-05"),
        ("The curfew held between 3 and 5 February 2021.", "2021-02-03/2021-02-05"),
        ("Lorries queued on the 3rd of this month.", "2022-02-03"),
        ("The mast fell on the 5th.", "2022-02-05"),
        ("A report is due in two weeks' time.", "2022-02-21/2022-02-27"),
        ("Dockers refused for a third day to unload.", "2022-02-07/2022-02-09"),
        ("Since Sunday's vote nobody has spoken.", "2022-02-06"),
        ("It ended at 8:15pm local time (1715 GMT) on Monday.", "2022-02-07"),
        ("They were gone by the last week of December.", "../2021-12-31"),
        ("They will be gone by 15 March.", "../2022-03-15"),
        ("Fares will rise from next week.", "2022-02-14/.."),
    ],
)
def test_intervals(text, interval):
    (mention,) = tag(text)
    assert str(mention.interval) == interval
    assert mention.unresolved is None


def test_late_last_month_is_no_finer_than_a_third_of_the_month():
    (mention,) = tag("They met late last month.")
    assert mention.interval is not None
    assert mention.interval.granularity is Granularity.THIRD_OF_MONTH
    assert mention.anchor == KNOWN


@pytest.mark.parametrize(
    ("text", "value", "why"),
    [
        ("They met on 03/04/22.", "2022-XX-XX", "swapped"),
        ("Nothing happens on February 30.", "XXXX-XX-XX", "no such day"),
        ("A 60-day truce was agreed.", "P60D", "start"),
        ("They gather every Friday.", "XXXX-WXX-5", "repeated"),
        ("Markets close for Eid.", "XXXX-XX-XX", "Eid"),
        ("Troops came at dawn.", "XXXX-XX-XXTMO", "not of which day"),
        ("In the evening the lights went out.", "XXXX-XX-XXTEV", "not of which day"),
        ("Hours after the talks the shelling resumed.", "PTXH", "counted from what has no day here: after the talks"),
        ("They left the night before.", "XXXX", "count from"),
        ("It rained on 5-3 February 2021.", "XXXX-XX-XX", "range of days"),
        ("The form says 2022-13-45.", "XXXX-XX-XX", "no such month"),
    ],
)
def test_what_cannot_be_put_on_the_calendar_says_why(text, value, why):
    (mention,) = tag(text)
    assert mention.value == value
    assert mention.interval is None
    assert why in (mention.unresolved or "")


@pytest.mark.parametrize("published", [None, BOUND])
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("They met on Tuesday.", "XXXX-WXX-2"),
        ("They met late last month.", "XXXX-XX"),
        ("They met yesterday.", "XXXX-XX-XX"),
        ("They met in October.", "XXXX-10"),
        ("They met on 3 March.", "XXXX-03-03"),
    ],
)
def test_nothing_is_guessed_without_a_day_of_publication(text, value, published):
    (mention,) = tag(text, published)
    assert mention.value == value
    assert mention.interval is None
    assert "publication" in (mention.unresolved or "")
    assert mention.anchor is None


def test_a_written_year_needs_no_anchor():
    (mention,) = tag("He was killed in 2020.", None)
    assert str(mention.interval) == "2020-01-01/2020-12-31"
    assert mention.reading == "absolute"


@pytest.mark.parametrize(
    "text",
    [
        "Theresa May met him.",
        "They may march to the square.",
        "The Spring Offensive failed.",
        "It was a second term.",
        "Agenda 2030 was cited.",
        "Resolution 1701 holds.",
        "Some 2,011 people left.",
        "About 1900 troops arrived.",
        "They march to the border.",
        "The Sun reported it.",
        "",
    ],
)
def test_what_only_looks_like_a_time(text):
    assert tag(text) == ()


def test_a_weekday_is_no_person_unless_in_a_longer_name():
    art = article("Sunday's pact held; Sunday Okoro said so.", published=KNOWN)
    found = tag_times(art, bare(art, (0, 8, "PER"), (20, 32, "PER")), default_knowledge())
    assert [m.evidence.start for m in found] == [0]


def test_a_time_within_an_amount_lies_ahead_only_under_a_future():
    assert str(tag("They will leave within two weeks.")[0].interval) == "2022-02-09/2022-02-23"
    assert tag("They left within two weeks.")[0].interval is None


def test_a_night_before_counts_from_the_day_told():
    assert [str(m.interval) for m in tag("On Friday he spoke; he had slept little the night before.")] == [
        "2022-02-04",
        "2022-02-03",
    ]


@pytest.mark.parametrize(
    ("text", "intervals", "values"),
    [
        ("Shops shut from Monday to Friday.", "2022-02-07/2022-02-11", ["2022-02-07", "2022-02-11"]),
        ("It rained between November and March 2021.", None, ["2021-11", "2021-03"]),
        ("It rained from January to March 2021.", "2021-01-01/2021-03-31", ["2021-01", "2021-03"]),
    ],
)
def test_ranges(text, intervals, values):
    mentions = tag(text)
    assert [m.value for m in mentions] == values
    if intervals:
        assert {str(m.interval) for m in mentions} == {intervals}


def test_a_person_named_like_a_month():
    art = article("April spoke for the party.", published=KNOWN)
    assert tag_times(art, bare(art, (0, 5, "PER")), default_knowledge()) == ()
    assert len(tag_times(art, bare(art), default_knowledge())) == 1


FUTURE = """
The the DET DT 2 det
cabinet cabinet NOUN NN 4 nsubj
will will AUX MD 4 aux
meet meet VERB VB 0 root VerbForm=Inf
on on ADP IN 6 case
Friday Friday PROPN NNP 4 obl
"""
PAST = FUTURE.replace("will will AUX MD 4 aux", "also also ADV RB 4 advmod").replace(
    "VB 0 root VerbForm=Inf", "VBD 0 root VerbForm=Fin|Tense=Past"
)
SET_TO = """
It it PRON PRP 3 nsubj:pass
is be AUX VBZ 3 aux:pass
set set VERB VBN 0 root Tense=Past|VerbForm=Part
to to PART TO 5 mark
meet meet VERB VB 3 xcomp VerbForm=Inf
on on ADP IN 7 case
Friday Friday PROPN NNP 5 obl
"""
FAILED_TO = SET_TO.replace("is be AUX VBZ 3 aux:pass", "then then ADV RB 3 advmod").replace(
    "set set VERB VBN", "failed fail VERB VBD"
)


POSSESSIVE = """
He he PRON PRP 2 nsubj
hopes hope VERB VBZ 0 root Tense=Pres|VerbForm=Fin
to to PART TO 4 mark
undo undo VERB VB 2 xcomp VerbForm=Inf
Friday Friday PROPN NNP 7 nmod:poss
's 's PART POS 5 case
ruling ruling NOUN NN 4 obj
"""


WITH_DATE_OF_OWNER = """
By by ADP IN 4 case
Friday Friday PROPN NNP 4 nmod:poss
's 's PART POS 2 case
accord accord NOUN NN 7 obl
they they PRON PRP 7 nsubj
will will AUX MD 7 aux
leave leave VERB VB 0 root VerbForm=Inf
"""
BEFORE_TO = """
He he PRON PRP 3 nsubj:pass
was be AUX VBD 3 aux:pass
urged urge VERB VBN 0 root Tense=Past|VerbForm=Part
on on ADP IN 5 case
Friday Friday PROPN NNP 7 obl
to to PART TO 7 mark
resign resign VERB VB 3 xcomp VerbForm=Inf
"""


@pytest.mark.parametrize(
    ("sentence", "value", "reading"),
    [
        (WITH_DATE_OF_OWNER, "2022-02-04", "past"),
        (BEFORE_TO, "2022-02-04", "past"),
        (FUTURE, "2022-02-11", "future"),
        (PAST, "2022-02-04", "past"),
        (SET_TO, "2022-02-11", "future"),
        (FAILED_TO, "2022-02-04", "past"),
        (FUTURE.replace("will will", "would would"), "2022-02-11", "future"),
        (POSSESSIVE, "2022-02-04", "past"),
    ],
)
def test_the_governing_verb_tells_past_from_future(sentence, value, reading):
    art, parsed = analysis(sentence)
    art = article(art.text, published=KNOWN)
    (mention,) = tag_times(art, parsed, default_knowledge())
    assert (mention.value, mention.reading) == (value, reading)


def test_the_weekday_of_publication_is_that_day():
    (mention,) = tag("The council met on Wednesday.")
    assert mention.value == "2022-02-09"


def test_clock_and_day_are_one_expression():
    (mention,) = tag("Sirens sounded at 8:15 p.m. on Friday.")
    assert (mention.kind, mention.value) == (TimeKind.TIME, "2022-02-04T20:15")
    assert mention.interval == Interval(date(2022, 2, 4), date(2022, 2, 4), Granularity.PART_OF_DAY)


def test_later_expressions_count_from_the_time_told_before():
    values = [
        m.value for m in tag("The bridge fell on March 3, 2016. Two days later it was closed; that year ended badly.")
    ]
    assert values == ["2016-03-03", "2016-03-05", "2016"]


def test_articles_do_not_share_their_anchors():
    first = tag("They met on Tuesday.")
    second = tag("They met on Tuesday.", None)
    assert first[0].interval is not None
    assert second[0].interval is None


WORDS = st.sampled_from(
    [
        "the",
        "late",
        "last",
        "next",
        "May",
        "March",
        "Tuesday",
        "2022",
        "30",
        "February",
        "two",
        "weeks",
        "ago",
        "since",
        "by",
        "end",
        "of",
        "year",
        "Ramadan",
        "03/04/22",
        "10:30",
        "p.m.",
        "Q3",
        "quarter",
        "summer",
        "every",
        "the",
        "90s",
        "99999",
        "-5",
        "today",
        "night",
        "several",
        "century",
        "BC",
    ]
)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=14).map(" ".join)), st.sampled_from([KNOWN, BOUND, None])
)
def test_any_text_gives_ordered_verbatim_mentions(text, published):
    art = article(text, published=published)
    mentions = tag_times(art, bare(art), default_knowledge())
    end = 0
    for m in mentions:
        assert art.text[m.evidence.start : m.evidence.end] == m.evidence.text
        assert m.evidence.start >= end
        assert m.token_start < m.token_end
        assert (m.interval is None) == (m.unresolved is not None)
        assert (
            m.interval is None
            or m.interval.start is None
            or m.interval.end is None
            or m.interval.start <= m.interval.end
        )
        end = m.evidence.end
    assert len({m.id for m in mentions}) == len(mentions)
    assert mentions == tag_times(art, bare(art), default_knowledge())


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("The army said on Monday that it would withdraw on Tuesday.", ["2022-02-07", "2022-02-08"]),
        ("They marched on Saturday and will march on Monday.", ["2022-02-05", "2022-02-14"]),
        ("The army said on Monday that it would withdraw on Friday.", ["2022-02-07", "2022-02-11"]),
    ],
)
def test_what_is_ahead_is_ahead_of_the_day_it_was_said(language, text, values):
    art = article(text, published=KNOWN)
    assert [m.value for m in tag_times(art, language.analyse(art), default_knowledge())] == values


LOOKED_BACK = [
    "The League was founded at the lake of Venn in 1949.",
    "It was reformed in 1991, and again in 2004.",
    "Caldera joined in 2019, and Esland in 2021.",
    "Its charter dates from 1949.",
]
SHELLED = "Northmark shelled the port in late January."


@pytest.mark.parametrize(
    ("paragraphs", "meant"),
    [
        ([*LOOKED_BACK, SHELLED], "2022-01-21/2022-01-31"),
        ([*LOOKED_BACK[:-1], f"{LOOKED_BACK[-1]} {SHELLED}"], "1949-01-21/1949-01-31"),
        (
            [LOOKED_BACK[0], LOOKED_BACK[1], "Caldera joined in 2009.", *LOOKED_BACK[3:], SHELLED],
            "1949-01-21/1949-01-31",
        ),
    ],
    ids=["a paragraph of its own", "the same paragraph", "a history that ends long before its own day"],
)
def test_a_year_looked_back_to_begins_no_chronicle_in_a_text_of_its_own_day(paragraphs, meant):
    art = article(*paragraphs, "The charter of 1949 was signed by six states in 1950.", published=KNOWN)
    told = {m.evidence.text: str(m.interval) for m in tag_times(art, bare(art), default_knowledge())}
    assert told["late January"] == meant
