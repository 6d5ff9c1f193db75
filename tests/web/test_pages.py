"""Every page over a desk of hand-made readings: what it says, what it leads to, what it says when there is nothing."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import html
from starlette.testclient import TestClient

from dragoman.desk import Desk
from dragoman.records import Dispute, Note, Polarity, content_id
from dragoman.web import Settings, make_app
from readings import reading

A = content_id("a", 0)
PAGES = ["/", "/events", "/events?view=map", "/events?view=calendar", "/articles", f"/articles/{A}",
         f"/articles/{content_id('a', 2)}", f"/articles/{content_id('a', 3)}", "/actors", "/actors?name=a",
         "/actors/person:amina-yusuf", "/network", "/stories", "/disagreements", "/corrections", "/search?q=minister", "/api-guide"]  # fmt: skip


def tree(answer):
    assert answer.status_code == 200, answer.text[:2000]
    return html.fromstring(answer.text)


def text_of(answer) -> str:
    return " ".join(tree(answer).text_content().split())


@pytest.mark.parametrize("path", PAGES)
def test_pages_hold_no_markup_of_articles_no_inline_scripts_and_no_double_ids(client, path):
    page = tree(client.get(path))
    assert page.xpath("//script[not(@src)] | //style | //*[@style]") == []
    assert [e for e in page.iter() if isinstance(e.tag, str) and any(a.startswith("on") for a in e.attrib)] == []
    assert page.xpath("//img | //iframe | //object | //i[not(parent::span)]") == []
    assert [a for a in page.xpath("//@href") if a.lower().startswith(("javascript", "data"))] == []
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert "\u202e" not in page.text_content()
    assert "49" not in "".join(page.xpath("//h1//text()"))


def test_links_of_pages_lead_somewhere(client):
    links = {link.split("#")[0]: path for path in PAGES for link in tree(client.get(path)).xpath("//@href")}
    inside = [x for x in sorted(links) if x.startswith("/") and not x.startswith(("/theme", "/static"))]
    assert len(inside) > 50
    for link in inside[:: max(1, len(inside) // 80)]:
        assert client.get(link).status_code == 200, f"{link} on {links[link]}"


def test_the_article_is_its_text_with_the_evidence_in_place(client, desk):
    page = tree(client.get(f"/articles/{A}"))
    whole = desk.article(A).article["text"]
    assert "\n\n".join(t.text_content() for t in page.xpath("//*[contains(@class, 'text')][@dir='auto']")) == whole
    triggers = {a.text_content(): a for a in page.xpath("//a[contains(@class, 'k-event')]")}
    assert set(triggers) == {"met", "talks"}
    assert "s-actual" in triggers["met"].get("class")
    assert "s-not_done" in triggers["talks"].get("class")
    actor = page.xpath("//*[@data-kind='actor'][.='Amina Yusuf']")[0]
    assert actor.get("data-why") == "full name of a known person"
    assert actor.get("data-link") == "/actors/person:amina-yusuf"
    record = page.get_element_by_id(triggers["met"].get("href")[1:]).text_content()
    assert "codebook:consult/meet T" in record
    assert "80 %" in record


def test_the_claim_stands_beside_its_paragraph_with_its_anonymity(client):
    (margin,) = tree(client.get(f"/articles/{A}")).xpath("//aside")
    assert "An aide" in margin.text_content()
    assert "described" in margin.text_content()


def test_the_article_says_who_denies_what_and_that_its_headline_drops_who_says_so(tmp_path):
    whole = reading(0)
    one = whole.readings[0]
    denial = replace(one.claims[0], polarity=Polarity.DENIED)
    met, failed = one.events
    dispute = Dispute(one.article.id, denial.id, None, failed.id, met.id, "the denial takes up what was told before")
    note = Note(one.article.id, "headline_drops_attribution", "an aide, said")
    one = replace(one, claims=(denial,), disputes=(dispute,), notes=(note,))
    desk = Desk(tmp_path / "desk")
    desk.add([replace(whole, readings=(one,))])
    with TestClient(make_app(Settings(desk.store.path)), base_url="http://localhost") as client:
        page = tree(client.get(f"/articles/{A}"))
        (row,) = page.xpath("//section[@aria-labelledby='disputes-title']//tbody/tr")
        assert [a for a in row.xpath(".//@href") if page.xpath(f"//*[@id='{a[1:]}']")] == [
            f"#claim-{denial.id}", f"#event-{met.id}",
        ]  # fmt: skip
        said = " ".join(row.text_content().split())
        assert "An aide" in said
        assert "CONSULT: Foreign Minister Amina Yusuf met Tomas Vela" in said
        assert "the article itself" in said
        assert "the headline tells as a fact what the body attributes" in page.xpath(
            "string(//header[@class='article-head'])"
        )
        (told,) = client.get(f"/api/articles/{A}").json()["disputes"]
        assert (told["denial"], told["claim"], told["other"]) == (denial.id, None, met.id)


def test_what_was_left_out_is_on_request(client):
    assert "share line" in text_of(client.get(f"/articles/{A}"))


@pytest.mark.parametrize(
    ("query", "events"),
    [
        ("", 10), ("?status=actual", 5), ("?status=actual&status=not_done", 10), ("?type=ASSAULT", 0),
        ("?actor=person:amina-yusuf", 5), ("?actor=yusuf", 5), ("?target=vela", 5), ("?source=vela", 0),
        ("?place=accra", 5), ("?outlet=coast", 2), ("?since=2023-05-10", 5), ("?until=2023-05-09", 5),
        ("?since=2023-05&until=2023", 10), ("?certainty=described", 5), ("?quad=Q1", 10), ("?text=aide", 5),
        ("?country=gha", 5), (f"?article={A}", 2), ("?mode=visit", 5),
    ],
)  # fmt: skip
def test_the_address_is_the_filter(client, query, events):
    said = text_of(client.get(f"/events{query}"))
    assert f"{events} event" in said
    assert client.get(f"/api/events{query}").json()["total"] == events


def test_empty_fields_of_a_form_are_led_to_the_short_address(client):
    answer = client.get("/events?actor=&type=CONSULT&since=+", follow_redirects=False)
    assert answer.headers["location"] == "/events?type=CONSULT"


def test_a_filter_that_is_set_can_be_taken_away(client):
    page = tree(client.get("/events?status=actual&type=CONSULT"))
    links = page.xpath("//ul[@class='chips']//a/@href")
    assert sorted(links) == ["/events?status=actual", "/events?type=CONSULT"]


def test_facets_count_what_fits_and_add_to_the_filter(client):
    page = tree(client.get("/events?type=CONSULT"))
    facets = {" ".join(a.text_content().split()): a.get("href") for a in page.xpath("//div[@class='facets']//a")}
    assert facets["not done 5"] == "/events?type=CONSULT&status=not_done"


@pytest.mark.parametrize(
    ("path", "code", "word"),
    [
        ("/articles/a-none", 404, "no article has the id"), ("/actors/nobody", 404, "nobody with the id"),
        ("/stories/none", 404, "no story"), ("/nowhere", 404, "no such page"),
        ("/events?since=2023-13", 400, "is no date"), ("/events?since=2023-02-30", 400, "is not a date"),
        ("/events?type=FEAST", 400, "there is no event type"), ("/events?bogus=1", 400, "there is no filter"),
        ("/events?page=0", 400, "page"), ("/events?size=100000", 400, "size"), ("/export/events.exe", 400, "format"),
        ("/dyads/x/y", 404, "nobody with the id"), ("/edit/record", 405, "not done here"),
    ],
)  # fmt: skip
def test_errors_say_what_happened(client, path, code, word):
    answer = client.get(path)
    assert answer.status_code == code
    assert word in " ".join(html.fromstring(answer.text).text_content().split())


def test_an_empty_desk_says_what_to_do_next(tmp_path):
    with TestClient(make_app(Settings(Desk(tmp_path / "desk").store.path)), base_url="http://localhost") as client:
        for path in ("/", "/events", "/articles", "/actors", "/network"):
            assert "dragoman read news/ --to desk" in text_of(client.get(path)), path
        assert "dragoman stories desk" in text_of(client.get("/stories"))
        assert "--edit" in text_of(client.get("/corrections"))
        assert client.get("/search?q=anything").status_code == 200


def test_what_is_seen_is_taken_away(client):
    csv = client.get("/export/events.csv?status=actual")
    assert csv.headers["content-disposition"] == 'attachment; filename="events.csv"'
    assert csv.text.count("codebook:consult/meet T") == 5
    assert "codebook:consult/talk/n" not in csv.text, "it was not done"
    lines = client.get("/export/events.jsonl?outlet=coast").text.splitlines()
    assert len(lines) == 2
    assert client.get("/export/events.parquet").content[:4] == b"PAR1"


def test_what_came_in_since_the_last_visit_is_new(tmp_path):
    desk = Desk(tmp_path / "desk")
    desk.add([reading(0)])
    with TestClient(make_app(Settings(desk.store.path)), base_url="http://localhost") as client:
        assert "New since" not in text_of(client.get("/"))
        desk.add([reading(1, title="Envoys return")])
        client.app.state.look.window.forget()
        cookie = client.cookies["visit"].strip('"')
        client.cookies.clear()
        seen = cookie.split("|")[1]
        said = text_of(client.get("/", headers={"Cookie": f"visit=|{seen}|100"}))
        assert re.search(r"New since .* UTC 1 article, 2 events", said)
        assert "Envoys return" in said
        assert "Ministers meet" not in said.split("Stories")[0]


def test_broken_cookies_are_a_first_visit(client):
    for cookie in ("visit=x|y|z", "visit=" + "|" * 9, "theme=<script>", "visit=%00"):
        answer = client.get("/", headers={"Cookie": cookie})
        assert answer.status_code == 200
        assert "<script>" not in answer.text


def test_dark_is_remembered_without_scripts(client):
    answer = client.get("/theme?to=dark&back=/events")
    assert 'data-theme="dark"' in answer.text
    client.cookies.clear()


def test_the_actors_page_has_all_its_parts_with_evidence(client):
    said = text_of(client.get("/actors/person:amina-yusuf"))
    for part in (
        "Names seen",
        "Roles and memberships",
        "foreign minister",
        "Tomas Vela",
        "Accra",
        "met",
        "Envoys return",
    ):
        assert part in said


def test_the_network_leads_to_the_dyad_and_the_dyad_to_the_sentences(client):
    link = tree(client.get("/network")).xpath("//table[@data-pairs]//a/@href")[0]
    page = tree(client.get(link))
    assert [a for a in page.xpath("//a[@class='sentence']/@href") if a.startswith("/articles/")]


def test_answers_are_made_anew_when_something_comes_in(tmp_path):
    desk = Desk(tmp_path / "desk")
    desk.add([reading(0)])
    with TestClient(make_app(Settings(desk.store.path)), base_url="http://localhost") as client:
        assert client.get("/api").json()["articles"] == 1
        desk.add([reading(1, title="Envoys return")])
        client.app.state.look.window.forget()
        assert client.get("/api").json()["articles"] == 2
