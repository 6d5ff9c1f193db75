"""The door: what was seen before is one article with several sightings, in one run and over runs; news is never lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dragoman.desk import Desk, Door
from dragoman.desk.storage.likeness import address_key, resemblance, says_nothing_new, trace
from dragoman.records import Article, ArticleReading, Likeness, Page, PageResult, Reading, Resolution, content_id
from support import article

BODY = (
    "The transport minister of Zambia, Felix Phiri, opened the rail link between Lusaka and Ndola on Tuesday after "
    "a delay of 14 months.",
    "Workers who had blocked the line at Kabwe for three days went home on Sunday, when the state railway agreed to pay "
    "wages owed since January, a union official said.",
    "The link cost 210 million dollars and was paid for in part by the African Development Bank, which had asked for a "
    "review of the contracts in 2022.",
    "Opposition lawmakers said they would ask the auditor general to look into the price. The ministry declined to "
    "comment on their demand.",
    "Trains will run twice a day at first, carrying copper to the south and fuel to the north, the railway said in a "
    "statement that gave no date for a third service.",
)
OTHER = (
    "Voters in Fiji queued from dawn on Wednesday in an election that two former coup leaders hope to win, and in which "
    "nine parties had put up candidates.",
    "Observers from Australia and India watched the count in Suva. Results were not expected before the weekend, the "
    "election office said.",
)


def story(*body: str, title="Rail link opens", url=None, index=0) -> Article:
    page = content_id("p", url, *body, title)
    made = article(*body, title=title, url=url, page=page, index=index, outlet="The Harbour Post")
    return replace(made, id=content_id("a", page, index, made.text), origin=f"{title}.html")


def result(*articles: Article) -> PageResult:
    return PageResult(articles[0].page, articles, (), ())


def sift(door: Door, one: Article, origin: str = "x.html"):
    return door.sift(result(one), origin).sightings[0]


FIRST = story(*BODY, url="https://example.org/rail")


@pytest.mark.parametrize(
    ("copy", "likeness"),
    [
        (story(*BODY, title="Trains run again", url="https://other.org/7"), Likeness.SAME_TEXT),
        (story(*(p.upper() for p in BODY)), Likeness.SAME_TEXT),
        (story(*BODY[:4], title="Copper line opens"), Likeness.NEAR_COPY),
        (story(BODY[0].replace("opened", "has opened"), *BODY[1:], title="Zambia"), Likeness.NEAR_COPY),
        (story(*BODY[:2], BODY[2].split(" and was")[0] + ".", url="http://www.example.org/rail/?utm_source=x#top"),
         Likeness.SAME_ADDRESS),
    ],
)  # fmt: skip
def test_a_copy_becomes_a_sighting_of_the_article(copy, likeness):
    with Door() as door:
        assert sift(door, FIRST).likeness is Likeness.FIRST
        seen = door.sift(result(copy), "b.warc.gz:7", "2024-05-02T10:00:00Z")
    (sighting,) = seen.sightings
    assert seen.articles == ()
    assert (sighting.article, sighting.likeness) == (FIRST.id, likeness)
    assert (sighting.origin, sighting.title, sighting.fetched) == ("b.warc.gz:7", copy.title, "2024-05-02T10:00:00Z")
    assert sighting.resemblance > 0.6


@pytest.mark.parametrize(
    "news",
    [
        story(*OTHER, title="Fiji votes"),
        story(*BODY, *OTHER, title="A longer one, with news of its own"),
        story(
            *BODY[:4],
            f"{BODY[4]} The minister told farmers in the valley that their land would be paid for in full before the rains.",
            title="A sentence of its own",
        ),
        story(*(p.replace("14 months", "15 months") for p in BODY), title="A report from the same template"),
        story(*(p.replace("Zambia", "Malawi").replace("Lusaka", "Lilongwe").replace("Ndola", "Zomba") for p in BODY)),
        story(*OTHER, url="https://example.org/rail", title="Another story at the same address"),
        story("Trains run.", title="A flash"),
    ],
)
def test_what_says_something_new_is_read(news):
    with Door() as door:
        sift(door, FIRST)
        assert sift(door, news).likeness is Likeness.FIRST


def test_short_texts_are_the_same_only_with_their_headline():
    with Door() as door:
        sift(door, story("More soon.", title="Rail link opens"))
        assert sift(door, story("More soon.", title="Port shuts")).likeness is Likeness.FIRST
        assert (
            sift(door, story("More  soon!", title="Port shuts", url="https://e.org/2")).likeness is Likeness.SAME_TEXT
        )


def test_texts_longer_than_any_news_are_compared_whole():
    long = " ".join(f"word{n}" for n in range(25_000))
    with Door() as door:
        assert sift(door, story(long)).likeness is Likeness.FIRST
        assert sift(door, story(long, title="Again")).likeness is Likeness.SAME_TEXT
        assert sift(door, story(f"{long} more")).likeness is Likeness.FIRST


def test_resemblance_is_the_share_that_stands_in_the_other():
    whole, half = trace(FIRST), trace(story(*BODY[:3]))
    assert resemblance(half, whole) == 1.0
    assert resemblance(whole, half) == pytest.approx(0.6, abs=0.1)
    assert resemblance(trace(story(*OTHER)), whole) < 0.05
    assert says_nothing_new(half, whole)
    assert not says_nothing_new(whole, half)


@pytest.mark.parametrize(
    "same",
    [
        "http://example.org/a/",
        "https://www.example.org/a",
        "https://EXAMPLE.org/a#c",
        "https://example.org/a?utm_campaign=x&fbclid=1",
    ],
)
def test_links_to_one_page_have_one_key(same):
    assert address_key(same) == address_key("https://example.org/a")
    assert address_key(same) != address_key("https://example.org/a?id=7")


def test_a_page_again_is_known_and_elsewhere_a_sighting():
    page = Page(FIRST.page, "a.html", text="x", url=FIRST.url)
    with Door() as door:
        assert door.known(page) is None
        door.sift(result(FIRST), "a.html")
        assert door.known(page) == ()
        (sighting,) = door.known(replace(page, origin="b.zip!a.html"))
        assert (sighting.article, sighting.likeness, sighting.origin) == (FIRST.id, Likeness.SAME_PAGE, "b.zip!a.html")
        assert door.known(replace(page, origin="b.zip!a.html")) == ()


def test_an_article_that_could_not_be_read_is_tried_again():
    with Door() as door:
        first = door.sift(result(FIRST), "a.html")
        door.lost(Reading(FIRST.page, "a.html", (), (), (), first.sightings))
        assert sift(door, story(*BODY, title="Again")).likeness is Likeness.FIRST


def reading(one: Article) -> Reading:
    return Reading(one.page, one.origin, (ArticleReading(one, Resolution((), (), (), (), ()), (), (), (), 9),), (), ())


@pytest.mark.parametrize("between", ["kept", "deleted", "damaged", "read only"])
def test_runs_that_follow_know_what_the_desk_holds(tmp_path, between, monkeypatch):
    path = tmp_path / "desk"
    first = Desk(path).add([reading(FIRST), reading(story(*OTHER, title="Fiji votes"))])
    assert (first.read, first.sightings) == (2, 0)
    index = path / "derived" / "seen.sqlite"
    if between == "deleted":
        index.unlink()
    elif between == "damaged":
        index.write_bytes(b"no index" * 1000)
    elif between == "read only":
        index.unlink()
        index.parent.rmdir()
        index.parent.write_text("a file where the folder should be")
    copy = story(*BODY[:4], title="Copper line opens", url="https://other.org/7")
    second = Desk(path).add([reading(FIRST), reading(copy), reading(replace(FIRST, origin="elsewhere"))])
    assert (second.read, second.known, second.repeated, second.sightings) == (0, 2, 1, 2)
    desk = Desk(path)
    assert len(desk.table("articles")) == 2
    rows = [r for r in desk.table("sightings") if r["article"] == FIRST.id]
    assert [(r["likeness"], r["origin"]) for r in rows] == [
        ("first", "Rail link opens.html"), ("near_copy", "Copper line opens.html"), ("same_page", "elsewhere"),
    ]  # fmt: skip
    third = Desk(path).add([reading(copy), reading(story(*BODY[:4], title="Third"))])
    assert (third.known, third.repeated) == (1, 1)


def test_what_was_not_committed_does_not_count(tmp_path):
    desk = Desk(tmp_path / "desk")
    with desk.door() as door:
        sift(door, FIRST)
    with desk.door() as door:
        assert sift(door, FIRST).likeness is Likeness.FIRST


def test_two_stories_of_a_page_one_of_them_seen_before():
    other = replace(story(*OTHER, title="Fiji votes", index=1), page="p-2")
    again = replace(FIRST, page="p-2", id="a-again")
    with Door() as door:
        sift(door, FIRST)
        sifted = door.sift(PageResult("p-2", (again, other), (), ()), "two.html")
    assert [a.id for a in sifted.articles] == [other.id]
    assert [s.likeness for s in sifted.sightings] == [Likeness.SAME_TEXT, Likeness.FIRST]
