"""Events from event mentions: what is one happening, what the reports come to, and what became of plans."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from dragoman.stories.figures import figures_in
from dragoman.stories.happenings import event_rows, standing, status_of
from dragoman.stories.mentions import act_keys, mention, stem
from dragoman.stories.merging import merge
from dragoman.stories.scoring import FEATURES, Context, comparable, score

MONDAY = date(2024, 3, 4)
_NUMBER = iter(range(10_000))


def told(sentence: str, act: str, **given) -> object:
    """A mention as the desk has it; ``day`` is the day of publication, ``on`` the stated day of the event."""
    number = next(_NUMBER)
    day, on = given.pop("day", MONDAY), given.pop("on", None)
    article = given.pop("article", f"a-{given.get('outlet', 'one')}-{day}")
    outlet = given.pop("outlet", "one")
    row = {
        "event": f"e-{number:05}", "article": article, "type": None, "mode": None, "act": act, "status": "actual",
        "source": None, "target": None, "source_actors": [], "target_actors": [], "source_countries": [],
        "target_countries": [], "from_day": on, "to_day": on, "granularity": "day" if on else None,
        "time_basis": "stated" if on else None, "place": None, "place_name": None, "place_country": None,
        "latitude": None, "longitude": None, "certainty": "own_voice", "said_by": None, "block": "paragraph",
        "trigger_start": number, "sentence": sentence, "sentence_start": number, "confidence": 0.8,
        "published_start": day, "published_end": day, **given,
    }  # fmt: skip
    return mention(row, outlet)


def sizes(mentions) -> list[int]:
    return sorted(len(e.mentions) for e in merge(mentions))


AMBUSH = {"type": "ASSAULT", "target": "a convoy", "place": "gn:1", "place_name": "Dargo", "place_country": "SOM"}


def ambush(words: str, **given):
    return told(words, given.pop("act", "ambush"), **{**AMBUSH, **given})


def test_one_happening_in_other_words():
    a = ambush("Gunmen ambushed an aid convoy near Dargo on Monday, killing four drivers.", on=MONDAY)
    b = ambush("Four drivers died when the aid convoy was attacked near Dargo.", act="attack", outlet="two", on=MONDAY)
    assert sizes([a, b]) == [2]
    (event,) = merge([a, b])
    partner, found = event.nearest[a.id]
    assert partner == b.id
    assert found.value > 0.5
    assert any("on the same day" in reason for reason in found.reasons)


@pytest.mark.parametrize(
    "other",
    [
        {"on": MONDAY - timedelta(20)},
        {"place": "gn:2", "place_name": "Lomma", "place_country": "KEN", "target": "a police post"},
        {"status": "planned"},
        {"type": "CONSULT", "act": "meet"},
    ],
    ids=["another day", "another place and target", "a plan", "another act"],
)
def test_two_happenings_of_one_kind(other):
    a = ambush("Gunmen ambushed an aid convoy near Dargo, killing four drivers.", on=MONDAY)
    b = ambush("Raiders struck at dawn and burnt stores, residents said.", **{"outlet": "two", **other})
    assert sizes([a, b]) == [1, 1]


def test_two_acts_of_one_sentence_are_two():
    words = "The council condemned the shelling of Dargo and condemned the shelling of Lomma."
    a = told(words, "condemn", type="ACCUSE", source="the council", sentence_start=5, article="a-1")
    b = told(words, "condemn", type="ACCUSE", source="the council", sentence_start=5, article="a-1")
    assert sizes([a, b]) == [1, 1]


def test_a_verb_of_everyday_says_less_than_one_that_tells_the_act():
    def both(act: str):
        first = told(f"The mayor {act} the harbour to visitors in spring.", act)
        other = told(f"On Friday critics wrote that the mayor {act} a painting by his late uncle.", act, outlet="two")
        return first, other

    assert sizes(both("auction")) == [2]
    assert sizes(both("show")) == [1, 1]
    found = score(*both("show"), Context({}))
    assert any(reason.startswith("a verb of everyday: show") for reason in found.reasons)
    assert score(*both("show"), Context({}), without=("everyday",)).value > found.value
    # a word for it that stands beside the verb tells the act
    assert sizes(both("show restraint")) == [2]


def test_the_score_has_no_side_and_tells_every_feature():
    a = ambush("Gunmen ambushed an aid convoy near Dargo.", on=MONDAY, source="gunmen")
    b = ambush(
        "Gunmen ambushed trucks near Dargo.", outlet="two", day=MONDAY + timedelta(9), on=MONDAY, source="gunmen"
    )
    context = Context({})
    assert comparable(a, b)
    assert score(a, b, context) == score(b, a, context)
    assert len(score(a, b, context).reasons) == 7  # act, wording, source, target, time, place, published
    assert len({f.name for f in FEATURES}) == len(FEATURES)
    assert score(a, b, context, without=("published",)).value > score(a, b, context).value


def test_order_does_not_matter():
    mentions = [
        ambush(
            f"Gunmen ambushed convoy {n % 3} near Dargo, a driver said.",
            on=MONDAY + timedelta(2 * (n % 3)),
            outlet=str(n),
        )
        for n in range(12)
    ]
    expected = [[m.id for m in e.mentions] for e in merge(mentions)]
    assert sorted(map(len, expected)) == [4, 4, 4]
    for seed in range(3):
        shuffled = mentions[:]
        random.Random(seed).shuffle(shuffled)
        assert [[m.id for m in e.mentions] for e in merge(shuffled)] == expected


def test_independent_outlets_settle_the_status():
    done = [ambush("x", outlet=o, status="actual") for o in ("one", "two")]
    denied = ambush("x", outlet="three", status="denied", day=MONDAY + timedelta(1))
    assert status_of([*done, denied]) == ("actual", {"actual": 2, "denied": 1})
    assert standing(done) == "corroborated"
    assert standing([*done, denied]) == "disputed"
    assert standing([done[0], ambush("x", outlet="one")]) == "single"


def test_an_outlet_counts_by_its_latest_word():
    first = ambush("x", outlet="one", status="uncertain")
    later = ambush("x", outlet="one", status="not_done", day=MONDAY + timedelta(2))
    assert status_of([first, later])[0] == "not_done"


def rows(mentions) -> dict[str, list[dict]]:
    found: dict[str, list[dict]] = {}
    for table, row in event_rows("s-1", mentions):
        found.setdefault(table, []).append(row)
    return found


def test_figures_are_claims_with_who_says_so():
    base = {"on": MONDAY, "source": "gunmen"}
    a = ambush("Gunmen ambushed an aid convoy near Dargo, killing at least four drivers.", said_by="police", **base)
    b = ambush("Gunmen ambushed an aid convoy near Dargo; nine people were killed.", outlet="two", **base)
    c = ambush("Gunmen ambushed an aid convoy near Dargo; two people were killed.", outlet="three", **base)
    found = rows([a, b, c])
    assert [e["outlets"] for e in found["merged_events"]] == [3]
    figures = {f["outlet"]: f for f in found["event_figures"]}
    assert {o: (f["low"], f["high"], f["agreement"]) for o, f in figures.items()} == {
        "one": (4, None, "differs"), "two": (9, 9, "differs"), "three": (2, 2, "differs"),
    }  # fmt: skip
    assert figures["one"]["said_by"] == "police"
    assert figures["one"]["text"] == "at least four"
    without_c = {f["outlet"]: f["agreement"] for f in rows([a, b])["event_figures"]}
    assert without_c == {"one": "agrees", "two": "agrees"}


def test_a_plan_and_what_became_of_it():
    wednesday = MONDAY + timedelta(2)
    vote = {"type": "SUPPORT", "source": "the army council", "on": wednesday}
    plan = told("The army council is due to vote on the truce on Wednesday.", "vote", status="planned", **vote)
    off = {"outlet": "two", "day": wednesday, **vote}
    gone = told("The army council cancelled the vote on the truce.", "vote", status="not_done", **off)
    other = told("The union voted to march.", "vote", outlet="two", day=wednesday, article="a-3")
    links = rows([plan, gone, other])["event_links"]
    assert [link["relation"] for link in links] == ["planned -> not_done"]
    assert links[0]["score"] > 0.6
    earlier = told(
        "The army council cancelled the vote.", "vote", status="not_done", **{**off, "day": MONDAY - timedelta(9)}
    )
    assert "event_links" not in rows([plan, earlier])


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Shelling killed 17 people and wounded 40 in Dargo.", [("killed", 17, 17), ("injured", 40, 40)]),
        ("At least 1,200 people were arrested, police said.", [("detained", 1200, None)]),
        ("Up to forty-five soldiers died in the raid.", [("killed", None, 45)]),
        ("Tens of thousands of protesters filled the square.", [("protesters", 20_000, 99_999)]),
        ("Dozens were hurt.", [("injured", 24, 99)]),
        ("The toll rose to 31 on Friday.", [("killed", 31, 31)]),
        ("The bank promised $2.5 billion in loans.", [("sum", 2.5e9, 2.5e9)]),
        ("The union asked for 300 million euros.", [("sum", 3e8, 3e8)]),
        ("On 3 March 2021 the army killed nobody in 12 hours.", []),
        ("He was killed in 2014 at the age of 40.", []),
        ("Turnout was 43 percent.", []),
        ("A two-year truce ended.", []),
    ],
)
def test_figures_of_a_sentence(sentence, expected):
    found = figures_in(sentence)
    assert [(f.kind, f.low, f.high) for f in found] == expected
    assert all(0 <= f.start < f.end <= len(sentence) for f in found)


def test_verbs_and_their_nouns():
    assert stem("announcement") == stem("announce")
    assert stem("meeting") == stem("meet")
    assert act_keys(["hold", "talk"]) & act_keys(["meet"])
    assert not act_keys(["sign", "accord"]) & act_keys(["visit"])
