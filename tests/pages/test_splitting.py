"""HTML pages of several stories: every story once, its own title, date and address, and no chapter taken for one."""

from __future__ import annotations

import pytest

from dragoman.pages import read_page
from dragoman.records import AnchorBasis, Page, PageKind

STORIES = {
    "Brandt opens talks with Esland over ports": [
        "Northmark's prime minister Ada Brandt opened the lake talks with Esland after two years without contact.",
        "Brandt told reporters on Thursday that Northmark would give back the two fishing ports in the spring.",
        "Esland's delegation asked for a second round of talks about the ports, to be held in its capital in April.",
    ],
    "Senate of Caldera throws out budget": [
        "Senators in Caldera rejected the budget of President Luis Mora after a debate that lasted for nine hours.",
        "Mora said the senators had voted against hospitals and schools in every province of Caldera, north and south.",
        "The budget returns to the finance committee, which has thirty days to amend it and send it back to the floor.",
    ],
    "Striking dockers close port of Venn": [
        "Dockers in Venn laid down their work on Monday and blocked the two bridges that lead to the container terminal.",
        "The port authority asked a court to order them back, and the union answered that it would defy such an order.",
        "Ships with grain for three countries lie at anchor off the breakwater, among them two of the food programme.",
    ],
}
DAYS = ["2019-03-07", "2020-11-02", "2021-05-17"]


def body(paragraphs: list[str]) -> str:
    return "".join(f"<p>{p}</p>" for p in paragraphs)


def read(inner: str, head: str = ""):
    html = f"<html><head><title>The Quayside Post</title>{head}</head><body><nav><a href='/'>Home</a></nav>{inner}</body></html>"
    return read_page(Page("p-test", "test.html", html=html, url="https://post.example/today"))


def scroll() -> str:
    return "".join(
        f"<article data-url='/news/{n}'><h1>{title}</h1><p class='byline'>By Lena Orth</p><time datetime='{day}'>then</time>"
        f"{body(text)}</article>"
        for n, ((title, text), day) in enumerate(zip(STORIES.items(), DAYS, strict=True))
    )


def flat() -> str:
    return "".join(
        f"<h2>{title}</h2><p>Published: {day} | Updated: 2022-01-01</p>{body(text)}"
        for (title, text), day in zip(STORIES.items(), DAYS, strict=True)
    )


def appended() -> str:
    (first, text), *rest = STORIES.items()
    head = f"<main><h1>{first}</h1><span class='date'>{DAYS[0]}</span>{body(text)}</main>"
    return head + "".join(
        f"<div class='x'><h2><a href='/a/{n}'>{title}</a></h2><div><b>Lena Orth</b> <span>{day}</span></div>{body(text)}</div>"
        for n, ((title, text), day) in enumerate(zip(rest, DAYS[1:], strict=True))
    )


@pytest.mark.parametrize("layout", [scroll, flat, appended])
def test_every_story_comes_with_its_own_text_and_day(layout):
    result = read(layout())
    assert result.kind is PageKind.SEVERAL
    assert [a.title for a in result.articles] == list(STORIES)
    assert [a.paragraphs for a in result.articles] == [tuple(text) for text in STORIES.values()]
    assert [str(a.published.interval) for a in result.articles] == DAYS


def test_bylines_addresses_and_changes_are_those_of_the_story():
    articles = read(scroll()).articles
    assert [a.url for a in articles] == [f"https://post.example/news/{n}" for n in range(3)]
    assert {a.authors for a in articles} == {("Lena Orth",)}
    changed = read(flat()).articles[1].modified
    assert (str(changed.interval), changed.basis) == ("2022-01-01", AnchorBasis.TEXT)


def test_json_ld_holds_for_the_story_of_its_headline_alone():
    title = list(STORIES)[1]
    linked = f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{title}","datePublished":"2018-02-03"}}</script>'
    dated = read("".join(f"<div><h1>{t}</h1>{body(p)}</div>" for t, p in STORIES.items()), linked).articles
    assert [a.published and str(a.published.interval) for a in dated] == [None, "2018-02-03", None]


def test_chapters_cards_and_comments_are_no_stories():
    (title, text), (second, more), (_, rest) = STORIES.items()
    chapters = f"<article><h1>{title}</h1><p>By Lena Orth</p>{body(text)}<h2>How it began</h2>{body(more)}<h2>And now</h2>{body(rest)}</article>"
    cards = "".join(
        f"<div class='card'><h3><a href='/{n}'>{t}</a></h3><p>{p[0]}</p></div>"
        for n, (t, p) in enumerate(STORIES.items())
    )
    comments = f"<div class='comments'><h2>{second}</h2><time>2020-01-01</time>{body(more)}</div>"
    result = read(chapters + cards + comments)
    assert result.kind is PageKind.ARTICLE
    (article,) = result.articles
    assert article.title == title
    assert set(text + more + rest) <= set(article.paragraphs)


@pytest.mark.parametrize("tag", ["div class='live-entry'", "div"])
def test_a_live_blog_is_read_by_entry(tag):
    entries = "".join(
        f"<{tag}><p>{hour}:15 GMT</p><h3>{title}</h3><p>{text[0]}</p></div>"
        for hour, (title, text) in zip((16, 15, 14), STORIES.items(), strict=True)
    )
    result = read(f"<h1>Lake talks live updates</h1><p>Follow the day with our reporters at the lake and in the two capitals.</p>{entries}",
                  "<script type='application/ld+json'>{\"@type\":\"LiveBlogPosting\"}</script>")  # fmt: skip
    assert result.kind is PageKind.LIVE_BLOG
    assert [(a.title, a.paragraphs) for a in result.articles] == [(t, (p[0],)) for t, p in STORIES.items()]
    assert "introduction of a live blog" in {r.reason for r in result.residue}


LIVE = '<script type=\'application/ld+json\'>{"@type":"LiveBlogPosting"}</script>'


def test_head_and_text_of_an_entry_that_each_say_they_are_one_are_one():
    entries = "".join(
        f"<div class='live-entry-head'><time>{n} hours ago</time><h3>{title}</h3></div>"
        f"<div class='live-entry-text'><p><a href='/told'>{text[0][:80]}</a>{text[0][80:]}</p><p>{text[1]}</p></div>"
        for n, (title, text) in enumerate(STORIES.items(), 2)
    )
    result = read(f"<h1>Lake talks live updates</h1>{entries}", LIVE)
    assert result.kind is PageKind.LIVE_BLOG
    assert [(a.title, list(a.paragraphs)) for a in result.articles] == [(t, p[:2]) for t, p in STORIES.items()]


def test_a_story_told_above_the_entries_of_a_live_blog_is_one_of_its_articles():
    title, text = "Lake talks live: what Northmark and Esland have said so far", [
        "Negotiators of Northmark and Esland sat down at the lake for the first time in two years, each with a list of ports.",
        "Neither side wanted to say how long it would stay, and both had brought their ministers for trade and for fisheries.",
        "The hotel by the landing stage was closed to guests, and soldiers of both countries stood along the road from the station.",
        "A ferry with journalists on board turned back in the fog at noon, an hour after the foreign ministers had landed there.",
    ]  # fmt: skip
    entries = "".join(
        f"<div><p>{hour}:15 GMT</p><h3>{head}</h3><p>{told[0]}</p></div>"
        for hour, (head, told) in zip((16, 15, 14), STORIES.items(), strict=True)
    )
    result = read(f"<h1>{title}</h1>{body(text)}{entries}", LIVE)
    assert [a.title for a in result.articles] == [title, *STORIES]
    assert list(result.articles[0].paragraphs) == text


def test_nothing_of_a_page_of_several_stories_is_lost_silently():
    introduction = (
        "Our correspondents wrote these three reports between Monday and Thursday, and we print them whole here below."
    )
    result = read(f"<p>{introduction}</p>{scroll()}")
    assert introduction in {r.text for r in result.residue} | {p for a in result.articles for p in a.paragraphs}
