"""The questions people ask: every condition, every count, against rows counted by hand. Real Parquet, real DuckDB."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dragoman.desk import Desk
from dragoman.desk.sql.browse import actor_by_id
from dragoman.desk.sql.questions import BY
from dragoman.errors import DeskError, UsageError
from dragoman.records import Granularity, Interval, Status, TimeBasis
from readings import TEXT, day, reading

YUSUF = "person:amina-yusuf"


def variant(number: int, **changes):
    """A reading whose first event differs."""
    whole = reading(number)
    one = whole.readings[0]
    met = replace(one.events[0], **changes)
    return replace(whole, readings=(replace(one, events=(met, *one.events[1:])),))


def on(year: int, month: int, number: int):
    return replace(reading().readings[0].events[0].time, interval=day(year, month, number))


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """Article 0: they met in May. 1: she threatened him in June. 2: a meeting planned for July. 3: a deal in May 2024."""
    made = Desk(tmp_path_factory.mktemp("desk") / "desk")
    with made.writer() as writer:
        writer.add(reading(0))
        writer.add(variant(1, type="THREATEN", mode=None, time=on(2023, 6, 2), confidence=0.95))
        writer.add(variant(2, status=Status.PLANNED, time=on(2023, 7, 3)))
        writer.add(variant(3, type="AGREE", time=replace(on(2024, 5, 1), basis=TimeBasis.FRAME)))
    return made


def acts(result):
    return [(row["type"], row["status"]) for row in result]


def test_all_conditions_must_hold(desk):
    together = desk.events(
        actor="yusuf", target="vela", type=["CONSULT", "THREATEN"], status=("actual", "planned"), country="gha",
        place="accra", outlet="harbour", since="2023-05", until="2023-06-30", certainty="own_voice",
    )  # fmt: skip
    assert sorted(acts(together)) == [("CONSULT", "actual"), ("THREATEN", "actual")]
    assert len(desk.events(quad=["q3"])) == 1
    assert len(desk.events(confidence=0.9)) == 1
    assert len(desk.events(text="talks had FAILED")) == 4
    assert len(desk.events(certainty=["described"], anonymous=True)) == 4
    assert len(desk.events(type=[])) == 0


def test_an_actor_by_its_id_is_that_actor_alone(desk):
    assert len(desk.events(actor=YUSUF)) == 4
    assert len(desk.events(actor="person:amina")) == 0
    assert len(desk.claims(source="an aide")) == 4


@pytest.mark.parametrize("given", ["%", "_usuf", "Yusuf%", "a\\"])
def test_signs_of_patterns_mean_themselves(desk, given):
    assert len(desk.events(actor=given)) == 0


def test_a_page_of_rows(desk):
    whole = [row["event"] for row in desk.events()]
    assert [row["event"] for row in desk.events(limit=3, offset=2)] == whole[2:5]


def test_an_unknown_condition_is_named(desk):
    with pytest.raises(UsageError, match="no condition colour; there are actor"):
        desk.events(colour="red")


def test_the_day_that_periods_compare_with(desk):
    """The time the text states; else the day of publication, which is 11 May 2023 here."""
    days = {row["type"]: row["day"] for row in desk.events(status="actual")}
    assert days == {"CONSULT": date(2023, 5, 9), "THREATEN": date(2023, 6, 2), "AGREE": date(2023, 5, 11)}


def test_the_calendar_says_when_it_happened_when_it_is_due_and_when_it_was_reported(desk):
    rows = desk.calendar(type=["CONSULT", "THREATEN"], status=["actual", "planned"]).to_dicts()
    assert [(r["happened"], r["due"], r["told_of"], r["reported"]) for r in rows] == [
        ("2023-05-09", None, None, "2023-05-11"),
        ("2023-06-02", None, None, "2023-05-11"),
        (None, "2023-07-03", None, "2023-05-11"),
    ]
    assert desk.calendar(newest=True, limit=1).to_dicts()[0]["due"] == "2023-07-03"
    undone = desk.calendar(status="not_done").to_dicts()
    assert all(r["happened"] is r["due"] is None for r in undone)


@pytest.mark.parametrize(
    ("first", "last", "edtf"),
    [
        ((2022, 2, 1), (2022, 2, 28), "2022-02"),
        ((2022, 1, 1), (2022, 12, 31), "2022"),
        ((2022, 1, 1), (2023, 12, 31), "2022-01-01/2023-12-31"),
        ((2022, 1, 21), (2022, 1, 31), "2022-01-21/2022-01-31"),
        (None, (2022, 2, 9), "../2022-02-09"),
        ((2022, 2, 9), None, "2022-02-09/.."),
    ],
)
def test_days_of_the_calendar_are_edtf(tmp_path, first, last, edtf):
    interval = Interval(first and date(*first), last and date(*last), Granularity.OPEN)
    time = replace(reading().readings[0].events[0].time, interval=interval)
    made = Desk(tmp_path / "desk")
    made.add([variant(0, time=time)])
    assert edtf in [row["happened"] for row in made.calendar(status="actual")]


def test_counts_by_month_run_on_in_time(desk):
    rows = desk.counts("month").to_dicts()
    assert [(r["month"], r["events"], r["actual"], r["planned"], r["not_done"]) for r in rows] == [
        ("2023-05", 6, 2, 0, 4), ("2023-06", 1, 1, 0, 0), ("2023-07", 1, 0, 1, 0),
    ]  # fmt: skip
    assert [r["week"] for r in desk.counts("week", status="planned")] == ["2023-07-03"]
    assert [r["day"] for r in desk.counts("day", status="planned")] == ["2023-07-03"]
    assert desk.counts("year").to_dicts()[0]["articles"] == 4


SPANS = {
    "day": ((2024, 3, 5), (2024, 3, 5)), "week": ((2024, 3, 4), (2024, 3, 10)), "month": ((2024, 3, 1), (2024, 3, 31)),
    "year": ((2024, 1, 1), (2024, 12, 31)), "winter": ((2023, 12, 1), (2024, 2, 29)), "since": ((2024, 3, 5), None),
    "by": (None, (2024, 3, 5)),
}  # fmt: skip


@pytest.mark.parametrize(
    ("by", "rows"),
    [
        ("day", [("2024 (no day)", 1), ("2024-03 (no day)", 2), ("2024-03-05", 1), ("(no day)", 3)]),
        ("week", [("2024 (no week)", 1), ("2024-03 (no week)", 1), ("2024-03-04", 2), ("(no week)", 3)]),
        ("month", [("2024 (no month)", 1), ("2024-03", 3), ("(no month)", 3)]),
        ("year", [("2024", 4), ("(no year)", 3)]),
    ],
)
def test_what_is_coarser_than_the_period_is_counted_apart(tmp_path, by, rows):
    """`in 2024` is no event of January: every count in time has rows for what it cannot place."""
    desk = Desk(tmp_path / "desk")
    plain = reading().readings[0].events[0].time
    spans = [Interval(a and date(*a), b and date(*b), Granularity.OPEN) for a, b in SPANS.values()]
    with desk.writer() as writer:
        for n, span in enumerate(spans):
            writer.add(variant(n, time=replace(plain, interval=span)))
    assert [(r[by], r["events"]) for r in desk.counts(by, status="actual")] == rows
    if by == "month":
        assert [(r[by], r["events"]) for r in desk.dyad("Yusuf", "Vela")] == rows
        turned = [r[by] for r in desk.counts(by, status="actual", newest=True)]
        assert turned == ["2024-03", "2024 (no month)", "(no month)"]
        assert desk.dyad("Yusuf", "Vela", newest=True).to_dicts()[0][by] == "2024-03"


def test_counts_by_all_else_begin_with_the_most(desk):
    assert [(r["type"], r["events"]) for r in desk.counts("type")] == [("CONSULT", 6), ("AGREE", 1), ("THREATEN", 1)]
    by_actor = desk.counts("actor").to_dicts()
    assert (by_actor[0]["actor"], by_actor[0]["events"], by_actor[0]["id"]) == ("Amina Yusuf", 4, YUSUF)
    assert [(r["country"], r["events"]) for r in desk.counts("country")] == [("GHA", 4)]
    assert [r["status"] for r in desk.counts("status", limit=1)] == ["not_done"]
    with pytest.raises(UsageError, match="cannot be counted by 'colour'"):
        desk.counts("colour")


@pytest.mark.parametrize("by", BY)
def test_whatever_is_counted_by_adds_up(desk, by):
    rows = desk.counts(by, type="THREATEN").to_dicts()
    assert sum(r["events"] for r in rows) == (2 if by == "actor" else 1)
    assert all(sum(r[s.value] for s in Status) == r["events"] for r in rows)
    assert next(iter(rows[0])) == by


def test_a_timeline_runs_in_order_of_time(desk):
    rows = desk.timeline("yusuf").to_dicts()
    assert [(r["day"], r["status"]) for r in rows] == [
        (date(2023, 5, 9), "actual"), (date(2023, 5, 11), "actual"), (date(2023, 6, 2), "actual"),
        (date(2023, 7, 3), "planned"),
    ]  # fmt: skip
    assert [r["day"] for r in desk.timeline("yusuf", newest=True, limit=1)] == [date(2023, 7, 3)]
    assert len(desk.timeline("nobody")) == 0


def test_a_full_name_takes_those_who_bear_it_alone(desk):
    assert {r["actor"] for r in desk.who("Amina Yusuf")} == {YUSUF}
    assert {r["exact"] for r in desk.who("yusuf")} == {False}
    assert {r["exact"] for r in desk.who(YUSUF)} == {True}
    assert len(desk.who("tomas vela")) == 4  # a name that is not known is another actor in each article


def test_a_dyad_counts_by_month_and_weighs_what_happened(desk, knowledge):
    may, june, july = desk.dyad("yusuf", "vela").to_dicts()
    scale = {name: kind.intensity for name, kind in knowledge.ontology.types.items()}
    assert (may["month"], may["verbal_cooperation"], may["verbal_conflict"], may["one_to_other"]) == (
        "2023-05",
        2,
        0,
        2,
    )
    assert may["balance"] == scale["CONSULT"] + scale["AGREE"]
    assert may["intensity"] == pytest.approx(may["balance"] / 2)
    assert (june["verbal_conflict"], june["intensity"]) == (1, scale["THREATEN"])
    assert (july["events"], july["not_actual"], july["intensity"]) == (1, 1, None)
    (back,) = desk.dyad("vela", "yusuf", until="2023-05").to_dicts()
    assert (back["one_to_other"], back["other_to_one"]) == (0, 2)
    (asked,) = desk.dyad("yusuf", "vela", status="planned").to_dicts()
    assert (asked["verbal_cooperation"], asked["not_actual"]) == (1, 0)
    assert len(desk.dyad("yusuf", "nobody")) == 0


def test_a_network_has_signed_weights(desk, knowledge):
    scale = {name: kind.intensity for name, kind in knowledge.ontology.types.items()}
    network = desk.network()
    weights = sorted(row["weight"] for row in network.edges)
    assert weights == sorted(scale[name] for name in ("THREATEN", "CONSULT", "AGREE"))
    assert {row["source"] for row in network.edges} == {"Amina Yusuf"}
    assert {row["actor"] for row in network.nodes} == {
        row[side] for row in network.edges for side in ("source_actor", "target_actor")
    }
    assert len(desk.network(since="2023-06", until="2023-06").edges) == 1
    assert len(desk.network(limit=1).nodes) == 2


def test_who_is_heard(desk):
    (aide,) = desk.sources().to_dicts()
    assert (aide["source"], aide["claims"], aide["articles"], aide["described"], aide["named"]) == (
        "An aide",
        4,
        4,
        4,
        0,
    )
    assert len(desk.sources(outlet="coast")) == 0


def test_what_is_new_is_what_came_after_the_mark(tmp_path):
    desk = Desk(tmp_path / "desk")
    desk.add([reading(0)])
    first = desk.new()
    assert [row["events"] for row in first.articles] == [2]
    assert len(desk.new().articles) == 1  # asking does not move the mark
    desk.add([reading(1, title="Another day", outlet="Coast Radio")])
    desk.mark(first.parts)
    assert [row["outlet"] for row in desk.new().articles] == ["Coast Radio"]
    assert len(desk.new("somebody / else").articles) == 2
    assert [row["outlet"] for row in desk.new(since_part=first.parts[-1]).articles] == ["Coast Radio"]
    (tmp_path / "desk/derived/marks/default.json").write_text("[]")
    with pytest.raises(DeskError, match="is no mark"):
        desk.new()


def test_an_actors_page_shows_where_each_line_stands(desk):
    page = desk.actor("yusuf")
    assert [row["actor"] for row in page.actors] == [YUSUF]
    lines = page.lines.to_dicts()
    by_section = {line["section"]: line for line in lines}
    assert (by_section["who"]["value"], by_section["name"]["value"]) == ("Amina Yusuf", "Amina Yusuf")
    assert (by_section["role"]["value"], by_section["role"]["times"]) == ("foreign minister", 4)
    assert by_section["partner"]["value"] == "Tomas Vela"
    for line in lines:
        if line["basis"] == "text" and line["section"] != "who":
            assert line["evidence"] in TEXT
            around = f" {TEXT} ".partition(line["evidence"])
            assert not (around[0][-1] + around[2][0]).strip()  # whole words of the text
            assert line["article"]
    with pytest.raises(UsageError, match="nobody like 'nobody'"):
        desk.actor("nobody")


def test_a_known_actors_page_has_offices_with_dates(tmp_path, knowledge):
    from dragoman.desk.answers.profiles import known_lines

    lines = list(known_lines("person:barham-salih", knowledge.actors))
    held = next(line for line in lines if line["section"] == "role" and line["value"] == "president")
    assert (held["detail"], held["since"].year, held["until"].year) == ("Iraq", 2018, 2022)
    assert held["period"] == "2 October 2018 - 17 October 2022"
    alliance = list(known_lines("org:north-atlantic-treaty-organization", knowledge.actors))
    assert alliance == [] or any(line["section"] == "member" for line in alliance)


def test_an_actors_page_and_the_list_say_the_same_of_what_mentions_were_judged_to_be(tmp_path):
    """Sectors are of the day: what most mentions have stands in the list and on the page, whatever the order of rows."""
    desk = Desk(tmp_path / "desk")

    def as_of(number, *sectors):
        whole = reading(number)
        (one,) = whole.readings
        actors = [replace(a, sectors=sectors) if a.id == YUSUF else a for a in one.resolution.actors]
        return replace(whole, readings=(replace(one, resolution=replace(one.resolution, actors=tuple(actors))),))

    with desk.writer() as writer:
        for number, sector in enumerate(("PTY", "GOV", "PTY", "GOV", "GOV", "PTY", "PTY")):
            writer.add(as_of(number, sector))
    assert desk.actors(YUSUF).to_dicts()[0]["sectors"] == ["PTY"]
    who = [line for line in desk.actor(YUSUF).lines if line["section"] == "who"]
    assert [(line["value"], line["detail"], line["times"], line["basis"]) for line in who] == [
        ("Amina Yusuf", "person, GHA, PTY", 7, "text"),
    ]  # fmt: skip
    assert desk.network().nodes.to_dicts()[0]["sectors"] == ["PTY"]
    assert desk.sql(*actor_by_id(YUSUF)).to_dicts()[0]["sectors"] == ["PTY"]


def test_an_articles_page_has_all_that_was_read_from_it(desk):
    page = desk.article("ministers MEET")
    assert page.article["text"].endswith(TEXT)
    found = {
        name: len(getattr(page, name)) for name in ("events", "claims", "mentions", "times", "places", "sightings")
    }
    assert found == {"events": 2, "claims": 1, "mentions": 2, "times": 1, "places": 1, "sightings": 1}
    assert desk.article(page.article["article"]).article == page.article
    with pytest.raises(UsageError, match="no article has"):
        desk.article("no such title")


def test_an_article_is_found_by_its_file_and_its_events_name_it(desk):
    assert desk.article("page2.html").article["origin"] == "page2.html"
    assert desk.article("Ministers").article["article"] == min(row["article"] for row in desk.table("articles"))
    assert {row["origin"] for row in desk.events()} == {f"page{n}.html" for n in range(4)}


def test_the_overview_counts_what_is_there(desk):
    view = desk.overview()
    assert view["totals"].to_dicts()[0]["events"] == sum(row["all"] for row in view["types"]) == 8


def test_frames(desk):
    assert desk.counts("type").to_pandas()["events"].sum() == 8
    assert desk.counts("type").to_polars()["events"].sum() == 8


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ({"type": "FOO"}, "there is no type 'FOO'; there are ACCUSE"),
        ({"type": ["CONSULT", "FOO"]}, "'FOO'"),
        ({"status": ("maybe",)}, "there is no status 'maybe'; there are actual"),
        ({"quad": "Q9"}, "there are Q1, Q2, Q3, Q4"),
        ({"since": "2023", "until": "2022-12"}, "ends before it begins"),
    ],
)
def test_what_can_never_hold_is_said(desk, tmp_path, condition, said):
    for ask in (desk.events, desk.network, lambda **given: desk.export("csv", tmp_path / "x.csv", **given)):
        with pytest.raises(UsageError, match=said):
            ask(**condition)
    assert len(desk.events(type="consult", quad="q1")) == len(desk.events(type="CONSULT", quad="Q1")) > 0


def test_an_empty_desk_has_no_answers(tmp_path):
    desk = Desk(tmp_path / "desk")
    assert len(desk.counts("month")) == len(desk.timeline("x")) == len(desk.dyad("x", "y")) == len(desk.sources()) == 0
    assert len(desk.network().edges) == len(desk.network().nodes) == len(desk.new().articles) == 0
    assert desk.overview()["totals"].to_dicts()[0]["events"] == 0


def test_the_events_of_a_story(tmp_path):
    from dragoman.stories.making import make_stories

    desk = Desk(tmp_path / "desk")
    desk.add([reading(0)])
    assert len(desk.events(story="s-")) == 0
    make_stories(desk)
    (story,) = desk.stories().to_dicts()
    assert len(desk.events(story=story["story"])) == 2
    assert len(desk.claims(story=story["story"])) == 1
    assert len(desk.events(story="s-nosuch")) == 0
