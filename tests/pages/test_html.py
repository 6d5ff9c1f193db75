"""HTML pages: body, captions, dates, and pages that hold no article."""

from __future__ import annotations

import pytest

from dragoman.pages import read_page
from dragoman.records import AnchorBasis, BlockKind, Page

BODY = [
    "Northmark's prime minister Ada Brandt opened the lake talks with Esland after two years without contact.",
    "Brandt told reporters on Thursday that Northmark would give back the two fishing ports in the spring.",
    "Esland's delegation asked for a second round of talks about the ports, to be held in its capital in April.",
]
LINKED = '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2019-03-07T10:00:00Z","dateModified":"2019-03-09"}</script>'


def page(inner: str, head: str = "", url: str | None = None) -> Page:
    html = f"<html><head><title>Brandt opens talks</title>{head}</head><body>{inner}</body></html>"
    return Page("p-test", "test.html", html=html, url=url)


def article_html() -> str:
    paragraphs = "".join(f"<p>{p}</p>" for p in BODY)
    figure = "<figure><img src='a.jpg'><figcaption>Delegates at the lake. (AP)</figcaption></figure>"
    return f"<article><h1>Brandt opens talks</h1>{figure}{paragraphs}</article>"


def test_body_captions_and_dates():
    (article,) = read_page(page(article_html(), LINKED)).articles
    assert article.title == "Brandt opens talks"
    assert article.paragraphs == tuple(BODY)
    assert article.captions == ("Delegates at the lake. (AP)",)
    assert (str(article.published.interval), article.published.basis) == ("2019-03-07", AnchorBasis.METADATA)
    assert str(article.modified.interval) == "2019-03-09"
    assert all(b.page_start is None for b in article.blocks)
    assert article.blocks[0].kind is BlockKind.TITLE


def test_without_a_date_the_day_is_unknown():
    assert read_page(page(article_html())).articles[0].published is None


@pytest.mark.parametrize(
    ("html", "cause"),
    [
        ("<html></html>", "no_article"),
        ("<html><head><title>404 Not Found</title></head><body><p>Nothing is here.</p></body></html>", "error_page"),
        ("<html><body><p>We value your privacy. Choose what you allow us to store.</p></body></html>", "cookie_wall"),
        ("<html><body>" + "<ul><li><a href='/a'>Harbours</a></li></ul>" * 30 + "</body></html>", "no_article"),
    ],
)
def test_pages_without_an_article(html, cause):
    result = read_page(Page("p", "x.html", html=html))
    assert not result.articles
    assert result.skipped[0].cause == cause


def test_hostile_nesting_is_refused_not_crashed_on():
    result = read_page(page("<div>" * 50_000 + article_html()))
    assert result.articles or result.skipped
