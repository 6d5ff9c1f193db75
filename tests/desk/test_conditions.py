"""Which conditions a question takes: each is applied or refused by name, and what can never hold is said."""

from __future__ import annotations

import pytest

from dragoman.desk import Desk
from dragoman.desk.answers.conditions import TAKES, filters_of
from dragoman.desk.sql.tables import CHOSEN_BY, DATED
from dragoman.errors import UsageError
from dragoman.stories.making import make_stories
from readings import reading


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """Two articles of one affair, of two outlets."""
    made = Desk(tmp_path_factory.mktemp("desk") / "desk")
    made.add([reading(0), reading(1, outlet="Coast Radio", title="Envoys part in silence")])
    make_stories(made)
    return made


@pytest.mark.parametrize(
    ("ask", "condition"),
    [
        ("claims", {"type": "CONSULT"}), ("claims", {"status": "planned"}), ("claims", {"target": "Vela"}),
        ("sources", {"newest": True}), ("actors", {"since": "2023"}), ("network", {"newest": True}),
        ("stories", {"status": "actual"}), ("disagreements", {"status": "denied"}), ("new", {"quad": "Q1"}),
    ],
)  # fmt: skip
def test_a_condition_that_a_question_does_not_know_is_refused_with_those_it_knows(desk, ask, condition):
    (name,) = condition
    with pytest.raises(UsageError, match=rf"{ask} cannot be chosen by {name}, but by \w+"):
        getattr(desk, ask)(**condition)
    with pytest.raises(UsageError, match="counts by type begin with the most"):
        desk.counts("type", newest=True)


@pytest.mark.parametrize(
    "table", ["articles", "disputes", "times", "places", "residue", "skipped", "sightings", "pages"]
)
def test_a_table_refuses_what_it_has_no_column_for(desk, table):
    with pytest.raises(UsageError, match=rf"{table} cannot be chosen by status, but by"):
        desk.table(table, status="actual")


@pytest.mark.parametrize("table", CHOSEN_BY)
def test_every_condition_that_a_table_takes_is_put_to_it(desk, table):
    """A value that nothing has leaves no row; where a condition were passed over, all would stay."""
    nothing = {"type": "MOURN", "country": "TUV", "since": "2199", "until": "1801"}
    for name in (*CHOSEN_BY[table], *(("since", "until") if table in DATED else ())):
        given = nothing.get(name, "zzzz")
        if name != "type":
            assert len(desk.table(table, **{name: given})) == 0, name
    assert len(desk.table(table, limit=1)) <= 1


def test_articles_are_chosen_by_what_they_hold(desk):
    def titles(**conditions):
        return [row["title"] for row in desk.table("articles", **conditions)]

    assert titles(outlet="coast") == titles(text="part in silence") == ["Envoys part in silence"]
    assert len(titles(actor="Yusuf", type="consult", place="accra", since="2023-05-11", until="2023-05")) == 2
    assert titles(type="ASSAULT") == titles(actor="Nobody") == titles(until="2023-05-10") == []
    assert desk.table("articles", limit=1).total == 2


def test_claims_and_sources_are_chosen_by_who_speaks_and_how_it_is_named(desk):
    assert len(desk.claims(certainty="described")) == len(desk.claims()) == 2
    assert len(desk.claims(certainty="named")) == len(desk.claims(country="GHA")) == 0
    assert len(desk.claims(source="an aide", actor="an aide")) == 2
    assert len(desk.claims(source="an aide", actor="Yusuf")) == 0
    assert len(desk.sources(certainty="named")) == 0


def test_actors_and_stories_are_chosen(desk):
    assert [row["name"] for row in desk.actors(country="gha")] == ["Amina Yusuf"]
    (article, _) = [row["article"] for row in desk.table("articles")]
    assert len(desk.actors(article=article)) == 2
    assert len(desk.stories(outlet="harbour", since="2023")) == 1
    assert len(desk.stories(outlet="harbour", since="2024")) == len(desk.stories(type="ASSAULT")) == 0
    assert len(desk.stories("zzzz")) == 0 < len(desk.stories("accra"))


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ({"country": "GH"}, "no country 'GH' .*; write GHA"), ({"country": "Kenya"}, "write KEN"),
        ({"country": "zzz"}, "has three letters"), ({"certainty": "x"}, "no certainty 'x'; there are own_voice"),
        ({"mode": "visitt"}, "no mode 'visitt'; there are .*visit"), ({"confidence": 2}, "between 0 and 1"),
    ],
)  # fmt: skip
def test_values_that_nothing_can_have_are_refused(desk, condition, said):
    with pytest.raises(UsageError, match=said):
        desk.events(**condition)


def test_a_page_knows_how_many_rows_there_are(desk):
    assert (len(desk.events(limit=3)), desk.events(limit=3).total) == (3, 4)
    assert desk.events(type="CONSULT", limit=1, offset=1).total == len(desk.events(type="CONSULT"))
    assert desk.claims(limit=1).total == desk.actors(limit=1).total - 1 == 2
    assert desk.timeline("Yusuf", limit=1).total == desk.calendar(actor="Yusuf", limit=1).total == 2
    assert desk.counts("month", offset=5).total == 1
    assert desk.network(limit=1).edges.total == 2
    assert desk.events().total == 4


def test_a_name_that_nothing_has_is_told_with_the_nearest(desk):
    assert desk.unmatched(actor="Yusof") == ["nobody like 'Yusof' was seen; nearest: Amina Yusuf"]
    assert desk.unmatched(actor="Zorro") == ["nobody like 'Zorro' was seen"]
    assert desk.unmatched(outlet="Habour", place="Acra") == [
        "no article is of an outlet like 'Habour'; nearest: The Harbour Post",
        "no place like 'Acra' is named; nearest: Accra",
    ]
    assert desk.unmatched(article="a-9", story="s-9") == [
        "no article has the id 'a-9'", "no story has an id that begins with 's-9'",
    ]  # fmt: skip
    assert desk.unmatched(actor="yusuf", source="an aide", outlet="harbour", type="ASSAULT", limit=3) == []
    with pytest.raises(UsageError, match="nobody like 'Yusof' was seen; nearest: Amina Yusuf; see"):
        desk.actor("Yusof")


@pytest.mark.parametrize("question", TAKES)
def test_what_a_question_takes_is_a_condition(question):
    assert filters_of({}, question) == filters_of({"newest": False, "limit": None}, question)
    assert all(hasattr(filters_of({}), name) for name in TAKES[question])
