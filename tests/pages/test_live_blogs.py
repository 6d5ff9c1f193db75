"""Live blogs: each entry with its own title, day and address, and what it lacks from its page."""

from __future__ import annotations

import json

from dragoman.pages import read_page
from dragoman.records import AnchorBasis, Page, PageKind

ENTRIES = [
    (
        "21:05",
        "Dockers block the second bridge",
        "Dockers in Venn have blocked the second bridge, the port authority says.",
    ),
    (
        "20:40",
        "Brandt calls off her visit",
        "Prime minister Ada Brandt will not come to Venn tonight, her office said.",
    ),
    (
        "00:15",
        "Court orders strikers back",
        "A court in Venn ordered the dockers back to work and set a fine for each day.",
    ),
]
URL = "https://post.example/live/venn-strike"
HEAD = f'<link rel="canonical" href="{URL}">'


def linked(entries: list[dict[str, str]], modified: str = "2021-05-17T21:05:00Z") -> str:
    data = {
        "@type": "LiveBlogPosting",
        "headline": "Venn port strike: live updates",
        "url": URL,
        "datePublished": "2021-05-17T08:00:00Z",
        "dateModified": modified,
        "liveBlogUpdate": [{"@type": "BlogPosting", **entry} for entry in entries],
    }
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def blog(headings: bool = True) -> str:
    head = "<h1>Venn port strike: live updates</h1><h3>Key Events</h3><ul><li><a href='#1'>Dockers block the second bridge, and police watch.</a></li></ul>"
    return head + "".join(
        f"<div class='live-entry'><time>{clock}</time><div>Lena Orth</div>{f'<h3>{title}</h3>' if headings else ''}<p>{text}</p></div>"
        for clock, title, text in ENTRIES
    )


def read(inner: str, head: str):
    html = f"<html><head><title>Venn port strike: live updates</title>{HEAD}{head}</head><body>{inner}</body></html>"
    result = read_page(Page("p-test", "test.html", html=html))
    assert result.kind is PageKind.LIVE_BLOG
    return result.articles


def own(at: int) -> dict[str, str]:
    title, text = ENTRIES[at][1:]
    day = "2021-05-18T00:15:00+02:00" if at == 2 else "2021-05-17T20:40:00+02:00"
    return {"headline": title, "url": f"{URL}#e{at}", "datePublished": day, "articleBody": f"<p>{text}</p>"}


def test_each_entry_has_the_title_day_and_address_that_its_own_data_gives():
    articles = read(blog(), linked([own(n) for n in range(3)], "2021-05-18"))
    assert [a.title for a in articles] == [title for _, title, _ in ENTRIES]
    assert [a.url for a in articles] == [f"{URL}#e{n}" for n in range(3)]
    assert [str(a.published.interval) for a in articles] == ["2021-05-17", "2021-05-17", "2021-05-18"]
    assert {a.published.basis for a in articles} == {AnchorBasis.JSON_LD}
    assert [a.paragraphs for a in articles] == [(text,) for _, _, text in ENTRIES]


def test_an_entry_without_a_heading_is_known_in_the_page_s_data_by_its_text():
    articles = read(blog(headings=False), linked([own(n) for n in range(3)], "2021-05-18"))
    assert [a.title for a in articles] == [title for _, title, _ in ENTRIES]
    assert articles[2].url == f"{URL}#e2"


def test_what_an_entry_lacks_comes_from_its_page():
    articles = read(blog(headings=False), linked([]))
    assert {a.title for a in articles} == {"Venn port strike: live updates"}
    assert {a.url for a in articles} == {URL}
    assert {(str(a.published.interval), a.published.confidence) for a in articles} == {("2021-05-17", 0.99)}


def test_the_page_s_day_is_less_sure_where_the_blog_went_on_for_days():
    articles = read(blog(), linked([], "2021-05-18"))
    assert {(str(a.published.interval), a.published.confidence) for a in articles} == {("2021-05-17", 0.7)}
    assert [a.title for a in articles] == [title for _, title, _ in ENTRIES]
