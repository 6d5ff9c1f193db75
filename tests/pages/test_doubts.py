"""A day of publication that the text contradicts is a bound; one that it only looks beyond is kept."""

from __future__ import annotations

import pytest

from dragoman.pages import read_page
from dragoman.records import AnchorBasis, Granularity, Page

TOLD = [
    "The League of the Lakes keeps the peace between six countries and has a seat for each of them in Venn.",
    "Caldera became a member in March 2019. In 2021, Esland left the League after a quarrel over two ports.",
]
AHEAD = [
    "The League of the Lakes will admit Caldera in March 2019, and Esland is expected to leave it in 2021.",
    "Its members planned a common court by 2020, and hosted the games that were awarded to Venn in 2017.",
]


def day_of(paragraphs: list[str], published: str, modified: str | None):
    changed = f',"dateModified":"{modified}"' if modified else ""
    data = f'{{"@type":"NewsArticle","datePublished":"{published}"{changed}}}'
    body = "".join(f"<p>{p}</p>" for p in paragraphs)
    html = f"<html><head><script type='application/ld+json'>{data}</script></head><body><article><h1>What is the League?</h1>{body}</article></body></html>"
    return read_page(Page("p-test", "test.html", html=html)).articles[0].published


def test_a_page_written_anew_is_of_a_day_between_its_first_and_its_last():
    published = day_of(TOLD, "2012-05-10", "2022-02-09")
    assert str(published.interval) == "2012-05-10/2022-02-09"
    assert published.interval.granularity is Granularity.OPEN
    assert published.basis is AnchorBasis.JSON_LD
    assert published.confidence == 0.5


def test_without_a_day_of_change_more_must_speak_against_the_stated_one():
    assert str(day_of(TOLD, "2012-05-10", None).interval) == "2012-05-10"
    more = [*TOLD, "Northmark blocked the vote in 2020, and two of its envoys were called home."]
    assert str(day_of(more, "2012-05-10", None).interval) == "2012-05-10/.."


@pytest.mark.parametrize("modified", ["2012-05-11", "2022-02-09", None])
def test_what_is_told_as_still_to_come_is_no_contradiction(modified):
    assert str(day_of(AHEAD, "2012-05-10", modified).interval) == "2012-05-10"


def test_a_change_before_the_years_told_speaks_for_the_stated_day():
    assert str(day_of(TOLD, "2012-05-10", "2013-01-02").interval) == "2012-05-10"
