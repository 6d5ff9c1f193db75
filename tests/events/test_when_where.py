"""When and where an event is, read from sentences by the shipped encoder: which expression governs which event."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.events import find_events
from dragoman.records import Anchor, AnchorBasis, Granularity, Interval, TimeBasis
from support import article

DAY = date(2023, 3, 15)  # a Wednesday
KNOWN = Anchor(Interval(DAY, DAY, Granularity.DAY), AnchorBasis.GIVEN, 1.0)


@pytest.fixture(scope="module")
def read(knowledge, language):
    from dragoman.resolve import resolve

    def events(sentence):
        art = article(sentence, published=KNOWN)
        ana = language.analyse(art)
        resolution = resolve(art, ana, knowledge)
        places = {p.id: p.evidence.text for p in resolution.places}
        return {e.trigger.text: (e, places.get(e.place)) for e in find_events(art, ana, resolution, knowledge)}

    return events


@pytest.mark.parametrize(
    ("sentence", "trigger", "place"),
    [
        ("Gunmen shelled a depot near Kassala.", "shelled", "Kassala"),
        ("Police in Freetown arrested nine students.", "arrested", "Freetown"),
        ("Gunmen kidnapped the editor of a weekly in Kirkuk.", "kidnapped", "Kirkuk"),
        ("Civil servants in Skopje went on strike on Monday.", "went on strike", "Skopje"),
        ("Police used tear gas against farmers who had blocked the motorway near Toulouse.", "blocked", "Toulouse"),
        ("On Monday in Nairobi the ministers met envoys from Sudan.", "met", "Nairobi"),
    ],
)
def test_the_place_that_governs(read, sentence, trigger, place):
    assert next(p for t, (_, p) in read(sentence).items() if t.startswith(trigger)) == place


@pytest.mark.parametrize(
    "sentence",
    [
        "The Iraqi premier met the envoy.",
        "Germany delivered three batteries to Ukraine.",
        "The minister recalled the ambassador to Beijing.",
        "Parliament imposed sanctions on Niger.",
        "Two senators urged the army to halt the sale of bombs to Israel.",
        "Kenya condemned the coup and thanked Ghana.",
    ],
)
def test_whose_it_is_or_to_whom_it_goes_is_no_place(read, sentence):
    assert {p for _, p in read(sentence).values()} == {None}


@pytest.mark.parametrize(
    ("sentence", "trigger", "interval"),
    [
        ("The minister met the envoy on Tuesday.", "met", "2023-03-14"),
        ("On Tuesday the minister met the envoy and praised the union.", "praised", "2023-03-14"),
        ("Rebels killed nine villagers overnight, police said on Wednesday.", "killed", "2023-03-14/2023-03-15"),
        ("The court jailed a mayor who had attacked a reporter in 2019.", "attacked", "2019-01-01/2019-12-31"),
        ("Israel's airstrike on Beirut on Monday alarmed diplomats.", "airstrike", "2023-03-13"),
        ("By Monday night the rebels had captured both towns.", "captured both towns", "2023-03-13"),
        ("By February 2022 the army had arrested two mayors.", "arrested", "2022-02-01/2022-02-28"),
        ("The army must leave the town by Friday.", "leave the town", "../2023-03-17"),
        ("Activists have called for a boycott of the runoff on Friday.", "boycott of the runoff", "2023-03-17"),
    ],
)
def test_the_time_that_governs(read, sentence, trigger, interval):
    event, _ = read(sentence)[trigger]
    assert (str(event.time.interval), event.time.basis) == (interval, TimeBasis.STATED)


def test_without_a_time_of_its_own_an_event_has_the_articles_bound(read):
    event, _ = read("The minister praised the envoy.")["praised"]
    assert (str(event.time.interval), event.time.basis) == ("../2023-03-15", TimeBasis.FRAME)


def test_a_duration_keeps_the_bound_and_shows_its_words(read):
    event, _ = read("Rebels shelled the town for six hours.")["shelled"]
    assert (str(event.time.interval), event.time.basis) == ("../2023-03-15", TimeBasis.FRAME)
    assert event.time.evidence is None or event.time.evidence.text == "six hours"


def test_what_a_past_tense_tells_is_no_plan_whatever_day_is_read(read):
    sentence = "The agency was hired to analyse evidence from the October attack that killed Issam Haddad."
    event, _ = read(sentence)["killed"]
    assert event.status == "actual"
