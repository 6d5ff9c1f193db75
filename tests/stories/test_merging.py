"""Events from event mentions: what is one happening, what the reports come to, and what became of plans."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from dragoman.records import ActorKind
from dragoman.stories.figures import figures_in
from dragoman.stories.happenings import event_rows, status_of
from dragoman.stories.mentions import act_keys, mention, stem
from dragoman.stories.merging import merge
from dragoman.stories.parties import Seen
from dragoman.stories.scoring import FEATURES, Context, comparable, score
from dragoman.stories.standing import on_himself, standing_of

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
    return mention(
        row, outlet, {actor: SEEN[actor] for side in ("source", "target") for actor in row[f"{side}_actors"]}
    )


SEEN = {
    "state:USA": Seen(ActorKind.STATE, "United States", True),
    "state:GBR": Seen(ActorKind.STATE, "United Kingdom", True),
    "armed:front": Seen(ActorKind.ARMED_GROUP, "Dura Front", True),
    "person:bett": Seen(ActorKind.PERSON, "Amos Bett", True),
    "person:okoye": Seen(ActorKind.PERSON, "Ife Okoye", True),
    "new:1": Seen(ActorKind.PERSON, "Rana Voss", True),
    "new:3": Seen(ActorKind.UNKNOWN, "two officers", False),
}


COUNTRY = {"state:USA": ["USA"], "state:GBR": ["GBR"], "person:bett": ["KEN"], "person:okoye": ["KEN"]}


def by(source: str | None, target: str | None = None) -> dict:
    """Sides of a mention by the ids of actors."""
    found = {}
    for side, actor in (("source", source), ("target", target)):
        if actor:
            found |= {side: SEEN[actor].name, f"{side}_actors": [actor], f"{side}_countries": COUNTRY.get(actor, [])}
    return found


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


def standing(mentions, status: str = "actual") -> str:
    return standing_of(mentions, status, Context({})).name


def test_independent_outlets_settle_the_status():
    done = [ambush("x", outlet=o, status="actual") for o in ("one", "two")]
    denied = ambush("x", outlet="three", status="denied", day=MONDAY + timedelta(1))
    assert status_of([*done, denied]) == ("actual", ["actual 2", "denied 1"])
    assert standing(done) == "corroborated"
    assert standing([*done, denied]) == "disputed"
    assert standing([done[0], ambush("x", outlet="one")]) == "single"


def test_an_outlet_counts_by_its_latest_word():
    first = ambush("x", outlet="one", status="uncertain")
    later = ambush("x", outlet="one", status="not_done", day=MONDAY + timedelta(2))
    assert status_of([first, later])[0] == "not_done"


def call(words: str, outlet: str, source: str | None, target: str | None = None, **given):
    return told(words, given.pop("act", "call"), **{"type": "CONSULT", "outlet": outlet, **by(source, target), **given})


def test_other_actors_are_another_event_though_the_words_are_alike():
    words = "{} spoke by phone with the two officers on the count in Lomma."
    bett = call(words.format("Bett"), "one", "person:bett", "new:3")
    assert sizes([bett, call(words.format("Bett"), "two", "person:bett", "new:3")]) == [2]
    # two presidents of one country; a name that one article alone has; two states whose names begin alike
    assert sizes([bett, call(words.format("Okoye"), "two", "person:okoye", "new:3")]) == [1, 1]
    assert sizes([bett, call(words.format("Voss"), "two", "new:1", "new:3")]) == [1, 1]
    draft = "The {} put its draft on aid for Lomma to the council."
    one = told(draft.format("United States"), "put draft", type="REQUEST", **by("state:USA"))
    two = told(draft.format("United Kingdom"), "put draft", type="REQUEST", outlet="two", **by("state:GBR"))
    assert sizes([one, two]) == [1, 1]


def test_one_mention_between_does_not_join_what_cannot_be_one():
    """Two of which each is like a third, which leaves open who called."""
    words = "{} called the two officers on the count in Lomma and pressed them not to sign."
    bett = call(words.format("Bett"), "one", "person:bett", "new:3")
    okoye = call(words.format("Okoye"), "two", "person:okoye", "new:3")
    opened = [call(words.format("He"), "three", None, "new:3", article=f"a-{n}") for n in range(4)]
    for event in merge([bett, *opened, okoye]):
        assert not {bett.id, okoye.id} <= {m.id for m in event.mentions}


def test_times_that_cannot_be_the_same_are_two_events():
    """One was reported before the other, by its own words, took place; one is dated far back, one is told as news."""
    vote = {"type": "AGREE", "source": "the council", "target": "the aid resolution"}
    words = "The council approved the resolution on aid for Lomma."
    plain = told(words, "approve resolution", outlet="two", to_day=MONDAY, **vote)
    assert sizes([plain, told(words, "approve resolution", to_day=MONDAY, **vote)]) == [2]
    later = MONDAY + timedelta(5)
    assert sizes([plain, told(words, "approve resolution", day=later, on=later, **vote)]) == [1, 1]
    before = told("The council approved a first resolution in January.", "approve resolution", outlet="three",
                  on=MONDAY - timedelta(45), **{**vote, "target": None})  # fmt: skip
    assert sizes([plain, before]) == [1, 1]


def test_only_who_tells_the_same_of_the_same_bears_a_report_out():
    words = "Bett called the two officers on the count in Lomma."
    full = call(words, "one", "person:bett", "new:3")
    assert standing([full, call(words, "two", "person:bett", "new:3")]) == "corroborated"
    assert standing([full, call(words, "two", None, "new:3")]) == "single"
    assert standing([full, call(words, "two", "person:bett", "person:okoye")]) == "single"
    assert standing([full, call(words, "two", "person:bett", "new:3", type="REQUEST")]) == "single"
    assert standing([full, call(words, "two", "person:bett", "new:3", on=MONDAY - timedelta(40))]) == "single"
    # a side that one tells by no name, a gun or `the officers`, takes nothing away
    assert standing([call(words, "one", "person:bett"), call(words, "two", "person:bett", "new:3")]) == "corroborated"
    # of what is done together either may be named first, of other acts not
    assert standing([full, call(words, "two", "new:3", "person:bett")]) == "corroborated"
    accused = [call(words, o, *sides, type="ACCUSE") for o, sides in (("one", ("person:bett", "person:okoye")),
                                                                      ("two", ("person:okoye", "person:bett")))]  # fmt: skip
    assert standing(accused) == "single"


def test_an_act_of_somebody_on_himself_is_not_borne_out():
    words = "Bett spoke by phone on the count in Lomma."
    alone = [call(words, o, "person:bett", "person:bett") for o in ("one", "two")]
    assert all(map(on_himself, alone))
    assert standing(alone) == "single"
    pair = {"source": "Amos Bett, Ife Okoye", "source_actors": ["person:bett", "person:okoye"]}
    pair |= {"target": pair["source"], "target_actors": pair["source_actors"]}
    together = [told(words, "speak", type="CONSULT", outlet=o, **pair) for o in ("one", "two")]
    assert not any(map(on_himself, together))
    assert standing(together) == "corroborated"
    assert all(map(on_himself, [told(words, "accuse", type="ACCUSE", **pair)]))


def test_what_is_shown_is_told_by_those_on_whom_it_rests():
    """A third outlet's fuller report tells of a time and a target that the two others do not."""
    words = "Bett called over the count in Lomma."
    two = [call(words, o, "person:bett") for o in ("one", "two")]
    fuller = call(words, "three", "person:bett", "person:okoye", on=MONDAY, place="gn:2", place_name="Lomma")
    (row,) = rows([*two, fuller])["merged_events"]
    assert (row["standing"], row["source"], row["target"], row["from_day"]) == ("corroborated", "Amos Bett", None, None)
    assert row["outlets"] == 3
    # nobody stands on both sides because two reports begin at other ends
    ends = [call(words, "one", "person:bett", "person:okoye"), call(words, "one", "person:okoye", "person:bett")]
    (row,) = rows(ends)["merged_events"]
    assert {row["source"], row["target"]} == {"Amos Bett", "Ife Okoye"}


def test_a_denial_is_of_what_it_names():
    words = "Dura Front fighters ambushed the aid convoy near Dargo, the army said."
    front = {"type": "ASSAULT", "source": "Dura Front", "source_actors": ["armed:front"], "target": "the aid convoy"}
    yes = told(words, "ambush", **front)
    later = {"outlet": "two", "day": MONDAY + timedelta(1)}
    no = told("The Dura Front denied that it had ambushed the convoy.", "ambush", status="denied", **{**front, **later})
    assert standing([yes, no]) == "disputed"
    (link,) = rows([yes, no])["event_disputes"]
    assert (link["denial"], link["told"]) == (no.id, yes.id)
    # who denies may leave open on whom; what was not done is another thing unless both sides are told
    open_target = {**front, **later, "target": None}
    assert standing([yes, told(words, "ambush", status="denied", **open_target)]) == "disputed"
    assert standing([yes, told(words, "ambush", status="not_done", **open_target)]) == "single"
    other = {**front, **later, **by("person:bett"), "target": "a party office"}
    assert (
        standing([yes, told("Bett denied the ambush of a party office.", "ambush", status="denied", **other)])
        == "single"
    )


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
