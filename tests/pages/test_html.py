"""HTML pages: body, captions, dates, and pages that hold no article."""

from __future__ import annotations

import pytest

from dragoman.pages import read_page
from dragoman.records import AnchorBasis, BlockKind, Page, PageKind

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
    assert (str(article.published.interval), article.published.basis) == ("2019-03-07", AnchorBasis.JSON_LD)
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


def test_a_quote_drawn_out_of_the_text_is_residue_and_one_that_stands_nowhere_else_is_kept():
    drawn = BODY[1][30:]
    inner = article_html().replace(f"<p>{BODY[2]}</p>", f"<div class='pull-quote'><p>{drawn}</p></div><p>{BODY[2]}</p>")
    result = read_page(page(inner))
    assert result.articles[0].paragraphs == tuple(BODY)
    assert ("pull quote", drawn) in [(r.reason, r.text) for r in result.residue]


def test_published_and_modified_are_never_swapped():
    meta = '<meta property="article:modified_time" content="2019-03-09"><meta property="article:published_time" content="2019-03-07">'
    (article,) = read_page(page(article_html(), meta)).articles
    assert (str(article.published.interval), article.published.basis) == ("2019-03-07", AnchorBasis.META)
    assert (str(article.modified.interval), article.modified.basis) == ("2019-03-09", AnchorBasis.META)


def test_the_canonical_address_and_the_section_are_the_page_s():
    head = '<link rel="canonical" href="https://www.post.example/world/talks"><meta property="article:section" content="World">'
    (article,) = read_page(page(article_html(), head, url="https://m.post.example/world/talks?from=feed")).articles
    assert article.url == "https://www.post.example/world/talks"
    assert article.section == "World"
    (other,) = read_page(page(article_html(), head, url="https://mirror.example/talks")).articles
    assert other.url == "https://mirror.example/talks", "a canonical address on another site is not believed"


def test_two_extractors_that_agree_give_confidence():
    (article,) = read_page(page(article_html())).articles
    assert article.body_confidence > 0.9


def test_a_listing_is_not_read_and_says_why():
    cards = "".join(
        f"<div class='card'><h3><a href='/{n}'>Senate of Caldera throws out budget number {n}</a></h3>"
        f"<p>{BODY[n % 3][:70]}...</p></div>"
        for n in range(9)
    )
    result = read_page(page(cards))
    assert not result.articles
    assert result.skipped[0].cause == "listing"
    assert result.kind is PageKind.LISTING
    assert "9 headings" in result.kind_reason


def test_a_forum_is_not_read():
    linked = '<script type="application/ld+json">{"@type":"DiscussionForumPosting","headline":"Ports"}</script>'
    assert read_page(page(article_html(), linked)).skipped[0].cause == "forum"


def test_a_stub_before_a_paywall_is_read_and_marked():
    linked = LINKED.replace('"datePublished"', '"isAccessibleForFree":"False","datePublished"')
    (article,) = read_page(page(article_html(), linked)).articles
    assert article.page_kind is PageKind.PAYWALL
    long = article_html().replace(
        "</article>", "".join(f"<p>{BODY[0]} {n} {BODY[1]}</p>" for n in range(9)) + "</article>"
    )
    assert read_page(page(long, linked)).articles[0].page_kind is PageKind.ARTICLE
