"""HTML pages: body, captions, dates, and pages that hold no article."""

from __future__ import annotations

import json

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


def test_cards_of_other_stories_and_lines_with_a_label_of_one_are_residue():
    cards = "".join(
        f"<h3>{t} {t}</h3><p>{b}</p>"
        for t, b in [
            ("Caldera votes on its budget", "Senators of Caldera now have thirty days to think it over once again."),
            (
                "Dockers close the port of Venn",
                "Grain for three countries lies at anchor off the breakwater, in two ships.",
            ),
        ]
    )
    labels = [
        "MORE : Brandt jailed her rivals, court says",
        "WATCH MORE: Esland bombs the bridge",
        "RELATED: Mora quits over ports",
    ]
    told = "".join(f"<p>{p}</p>" for p in labels)
    result = read_page(page(article_html().replace("</article>", f"{told}{cards}</article>")))
    assert result.articles[0].paragraphs == tuple(BODY)
    left = {(r.reason, r.text) for r in result.residue}
    assert {("related links", text) for text in labels} <= left
    assert ("card of another story", "Caldera votes on its budget Caldera votes on its budget") in left


def test_a_section_whose_heading_is_said_twice_is_part_of_the_story():
    heading = "What the ministers want now"
    inner = article_html().replace(f"<p>{BODY[1]}</p>", f"<h2>{heading} {heading}</h2><p>{BODY[1]}</p>")
    assert read_page(page(inner)).articles[0].paragraphs == tuple(BODY)


def test_code_that_a_page_s_own_data_holds_is_no_text():
    code = "<iframe src='x'></iframe><script>!function(){var a=1;if(a<2){stop()}}();</script>"
    body = " ".join(BODY).replace(BODY[1], code + BODY[1])
    data = json.dumps({"@type": "NewsArticle", "headline": "Brandt opens talks", "articleBody": body}).replace(
        "</", "<\\/"
    )
    head = f"<script type='application/ld+json'>{data}</script>"
    (article,) = read_page(page("<article><h1>Brandt opens talks</h1><div id='app'></div></article>", head)).articles
    assert article.paragraphs == (" ".join(BODY),)


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        ('<meta name="copyright" content="Copyright 2023 Quay Holdings. All rights reserved.">', "post.example"),
        ('<meta property="og:site_name" content="Copyright 2023 Quay Holdings">', "post.example"),
        ('<meta property="og:site_name" content="Where the news of all lakes is told first">', "post.example"),
        ('<meta property="og:site_name" content="Breaking Lake and Harbour News Headlines - Post">', "Post"),
        (
            '<meta property="og:site_name" content="quaysidepost"><title>Talks fail - Quayside Post</title>',
            "Quayside Post",
        ),
        ('<meta property="og:site_name" content="The_Lake_News">', "The Lake News"),
        ('<meta property="og:site_name" content="Post.example"><title>Talks fail | Post</title>', "Post"),
    ],
)
def test_the_outlet_is_a_name_and_no_claim_or_slogan(head, outlet):
    html = f"<html><head>{head}<link rel='canonical' href='https://post.example/a'></head><body>{article_html()}</body></html>"
    assert read_page(Page("p-test", "test.html", html=html)).articles[0].outlet == outlet


@pytest.mark.parametrize(
    ("social", "title", "shown"),
    [
        ("Brandt opens talks | Opinion | Lake News", "Brandt opens talks | Lake News", "Brandt opens talks"),
        ("Talks are on * Lake News * by Lena Orth", "Talks are on", "Northmark"),
        ("You will not believe who opened talks", "Brandt opens talks - Lake News", "Brandt opens talks"),
        ("Brandt opens talks", "Ports: Brandt opens talks - Lake News", "Brandt opens talks"),
    ],
)
def test_a_title_is_the_story_s_without_the_outlet(social, title, shown):
    head = f'<meta property="og:title" content="{social}"><meta property="og:site_name" content="Lake News"><title>{title}</title>'
    html = f"<html><head>{head}</head><body>{article_html().replace('Brandt opens talks', shown)}</body></html>"
    expected = "Talks are on" if shown == "Northmark" else "Brandt opens talks"
    assert read_page(Page("p-test", "test.html", html=html)).articles[0].title == expected
