"""Toponyms: found, resolved by the article's own evidence, left open where nothing fits."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.knowledge import default_knowledge
from dragoman.records import Analysis, Entity, PlaceMention, Sentence, Token
from dragoman.resolve.places.choose import Name, choose
from dragoman.resolve.places.locate import locate
from support import article

WORD = re.compile(r"\w+|[^\w\s]")


def find(text: str, **labels: str) -> tuple[PlaceMention, ...]:
    """Places of ``text``; ``labels`` name entities by their words, ``_`` for a blank. Capitalised words are PROPN."""
    art = article(text)
    tokens = []
    for i, m in enumerate(WORD.finditer(art.text)):
        upos = "PROPN" if m[0][0].isupper() else "X"
        space = m.end() < len(text) and text[m.end()].isspace()
        tokens.append(Token(i, m.start(), m.end(), m[0], m[0].lower(), upos, "", "", i, "", 0, space))
    starts, ends = {t.start: t.i for t in tokens}, {t.end: t.i + 1 for t in tokens}
    entities = []
    for words, label in labels.items():
        for m in re.finditer(re.escape(words.replace("_", " ")), text):
            entities.append(Entity(starts[m.start()], ends[m.end()], m.start(), m.end(), label))
    entities.sort(key=lambda e: e.first)
    sentences = (Sentence(0, 0, len(tokens), 0, len(text), 0, 0),) if tokens else ()
    return locate(art, Analysis.build(art.id, art.text, tuple(tokens), sentences, tuple(entities)), default_knowledge())


def one(text: str, **labels: str) -> PlaceMention:
    (mention,) = find(text, **labels)
    return mention


def test_a_well_known_city():
    mention = one("They met in Najaf on Tuesday.", Najaf="LOC")
    assert mention.place is not None
    assert (mention.place.country, mention.evidence.text) == ("IRQ", "Najaf")
    assert mention.place.latitude == pytest.approx(32.0, abs=0.2)
    assert mention.reasons
    assert mention.candidates >= 1


def test_the_name_beside_it_decides():
    alone = one("The mayor of Paris spoke.", Paris="LOC")
    beside = find("The mayor of Paris, Texas, spoke.", Paris="LOC", Texas="LOC")[0]
    assert alone.place is not None
    assert alone.place.country == "FRA"
    assert beside.place is not None
    assert (beside.place.country, beside.place.admin1) == ("USA", "Texas")
    assert any("beside Texas" in r for r in beside.reasons)


def test_one_sense_in_an_article():
    mentions = find("Fire broke out in Paris, Texas. Police in Paris said nobody was hurt.", Paris="LOC", Texas="LOC")
    assert {m.place.admin1 for m in mentions if m.place and m.evidence.text == "Paris"} == {"Texas"}


def test_near_places_help_each_other():
    text = "Crews from Columbus, Ohio, drove to Dublin and Hilliard."
    mentions = find(text, Columbus="LOC", Ohio="LOC", Dublin="LOC", Hilliard="LOC")
    assert [m.place.admin1 for m in mentions if m.place] == ["Ohio"] * 4


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Rockets hit Dahiyeh.", "Dahiyeh", "place:dahiyeh"),
        ("Troops withdrew north of the Litani River.", "Litani_River", "place:litani-river"),
        ("Ships crossed the Strait of Hormuz.", "Strait_of_Hormuz", "place:strait-of-hormuz"),
        ("Aid reached Gaza.", "Gaza", "place:gaza-strip"),
        ("Fighting spread in Darfur.", "Darfur", "place:darfur"),
        ("Shells fell on southern Lebanon.", "southern_Lebanon", "country:LBN"),
        ("He flew to the United States.", "United_States", "country:USA"),
        ("Protests began in Anbar province.", "Anbar_province", "place:anbar"),
    ],
)
def test_places_that_news_names(text, name, expected):
    mention = one(text, **{name: "LOC"})
    assert mention.place is not None
    assert mention.place.id == expected


def test_a_longer_name_of_the_overlay_wins():
    mention = one("He was killed near Baghdad airport.", Baghdad="LOC")
    assert mention.evidence.text == "Baghdad airport"
    assert mention.place is not None
    assert mention.place.kind == "airport"


def test_a_country_that_the_encoder_takes_for_an_organisation():
    assert one("Iraq closed the border.", Iraq="ORG").place is not None
    assert find("Fatah closed its office.", Fatah="ORG") == ()


def test_the_gazetteer_finds_what_the_encoder_missed():
    mention = one("Delegates arrived in Baghdad early.")
    assert mention.place is not None
    assert mention.place.name == "Baghdad"
    assert "gazetteer" in mention.reasons[0]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("George Washington was a general.", {"George_Washington": "PER"}),
        ("Sadr spoke in public.", {}),
        ("Of those, many left.", {}),
        ("Mobile phones were banned.", {}),
        ("Iraqi officials spoke.", {"Iraqi": "NORP"}),
        ("They met on Sunday in March.", {}),
        ("University of Baghdad Press printed it.", {"University_of_Baghdad": "ORG"}),
        ("", {}),
    ],
)
def test_what_is_no_place(text, labels):
    assert find(text, **labels) == ()


def test_an_unknown_name_stays_open():
    mention = one("They met in Zzyqqhollow.", Zzyqqhollow="LOC")
    assert mention.place is None
    assert mention.score == 0.0
    assert mention.candidates == 0


def test_choose_is_the_same_in_any_company_of_strangers():
    gazetteer = default_knowledge().places
    names = [Name("Tripoli"), Name("Beirut"), Name("Sidon")]
    assert choose(names, gazetteer)[0].place.country == "LBN"
    assert choose([Name("Tripoli"), Name("Benghazi"), Name("Misrata")], gazetteer)[0].place.country == "LBY"
    assert choose([], gazetteer) == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(["Paris", "Texas", ",", "the", "in", "Gaza", "US", "مدينة", "Æ", "Łódź"]),
            st.text(max_size=8),
        ),
        max_size=10,
    ).map(" ".join)
)
def test_any_text_gives_ordered_verbatim_mentions(text):
    mentions = find(text)
    end = 0
    for m in mentions:
        assert text[m.evidence.start : m.evidence.end] == m.evidence.text
        assert m.evidence.start >= end
        assert 0.0 <= m.score <= 1.0
        end = m.evidence.end
    assert len({m.id for m in mentions}) == len(mentions)
    assert mentions == find(text)


def test_a_list_of_states_is_no_list_of_towns():
    names = [Name("Oregon", "Ohio"), Name("Ohio", "Nevada"), Name("Nevada", "Missouri"), Name("Missouri")]
    assert [c.place.kind for c in choose(names, default_knowledge().places) if c.place] == ["admin1"] * 4


def test_a_country_comes_before_the_town_that_bears_its_name_too():
    names = [Name("Mexico"), Name("Mexico City"), Name("Spain")]
    assert choose(names, default_knowledge().places)[0].place.id == "country:MEX"
    assert choose([Name("China", "Japan"), Name("Japan")], default_knowledge().places)[0].place.id == "country:CHN"


def test_a_name_that_stands_where_places_stand_is_one_whatever_the_encoder_says():
    mention = one("Clashes broke out in Uvira.", Uvira="PER")
    assert mention.place is not None
    assert mention.place.country == "COD"
    assert find("Uvira resigned.", Uvira="PER") == ()
    assert find("Ida Gorge resigned, and trust in Ida Gorge fell.", Ida_Gorge="PER") == ()


def test_a_little_known_town_counts_where_its_country_is_spoken_of():
    assert [m.evidence.text for m in find("Lebanese troops were seen in Qana.", Lebanese="NORP")] == ["Qana"]


def test_an_actors_name_is_no_place():
    assert find("Rockets were fired by Hamas.", Hamas="LOC") == ()
    assert find("A summit of NATO began.", NATO="LOC") == ()


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("A blast hit Chittagong port.", "Chittagong_port", "BGD"),
        ("They were taken to Casablanca prison.", "Casablanca_prison", "MAR"),
    ],
)
def test_a_things_place_is_where_the_town_is(text, name, country):
    mention = one(text, **{name: "LOC"})
    assert mention.place is not None
    assert mention.place.country == country
