"""The page in a real browser: no test here passes where a script fails, the policy is broken or anything is fetched from
elsewhere (``Watched``)."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest

from dragoman.desk.amendments.corrections import load_corrections
from dragoman.desk.storage.store import Store
from dragoman.records import content_id
from web_desk import ARABIC

A = content_id("a", 0)
HOSTILE, HUGE, RTL = (content_id("a", n) for n in (2, 3, 4))
AXE = Path(__file__).parents[2] / "vendoring" / "node_modules" / "axe-core" / "axe.min.js"
PAGES = ["/", "/events", "/events?view=map", "/events?view=calendar", f"/articles/{A}", f"/articles/{HOSTILE}", "/articles",
         "/actors/person:amina-yusuf", "/network", "/stories", "/search?q=ministers", "/corrections", "/events?bogus=1"]  # fmt: skip


EVERYTHING = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def settle(page):
    page.wait_for_load_state("load")
    for drawn in ("[data-map]", "[data-network]"):
        if page.locator(drawn).count():
            page.locator(f"{drawn}[data-ready]").wait_for(state="attached")


@pytest.mark.parametrize("path", PAGES)
def test_pages_work_wide_and_narrow_dark_and_light_and_axe_finds_no_serious_fault(watched, server, path):
    page = watched.page
    for scheme, width, rules in (("light", 1360, EVERYTHING), ("dark", 390, ["color-contrast", "target-size"])):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(server.url + path)
        settle(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, "nothing sticks out"
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (sum(map(int, ground[4:-1].split(", "))) < 200) == (scheme == "dark")
        assert faults_by_axe(page, rules) == []
    watched.troubles = [t for t in watched.troubles if "400 (Bad Request)" not in t]


def faults_by_axe(page, rules) -> list[str]:
    if not AXE.exists():
        warnings.warn("NO AXE: accessibility was not checked; run npm ci --ignore-scripts in vendoring/", stacklevel=1)
        return []
    page.evaluate(AXE.read_text(encoding="utf-8"))  # the debugger's way in is no script of the page
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", rules)
    return [
        f"{v['id']} ({v['impact']}): {n['target']} {n['failureSummary']}"
        for v in found["violations"]
        if v["impact"] in ("serious", "critical")
        for n in v["nodes"][:3]
    ]


def test_keys_step_from_event_to_event_and_the_card_says_why(page, server):
    page.goto(f"{server.url}/articles/{A}")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "met"
    card = page.locator("[data-card]")
    card.get_by_text("codebook:consult/meet T").wait_for()
    assert "80 %" in card.inner_text()
    page.keyboard.press("j")
    card.get_by_text("codebook:consult/talk/n").wait_for()
    assert "not done because of" in card.inner_text()
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.textContent") == "met"
    page.keyboard.press("Escape")
    assert card.is_hidden()
    page.keyboard.press("Shift+J")
    assert page.evaluate("document.activeElement.textContent") == "Tomas Vela", "marks of any kind"
    card.get_by_text("a name not known before").wait_for()


def test_hovering_a_claim_lights_its_words(page, server):
    page.goto(f"{server.url}/articles/{A}")
    page.locator("aside .claim").hover()
    lit = page.locator("[data-reader] .text .lit").all_inner_texts()
    assert "".join(lit).replace(" ", "") == "Anaidesaidtalkshadfailed"


@pytest.mark.parametrize(("key", "kind", "style"), [("1", "event", "borderBottomStyle"), ("3", "actor", "textDecorationLine"),
                                                    ("4", "time", "borderBottomStyle"), ("5", "place", "borderBottomStyle")])  # fmt: skip
def test_each_kind_of_highlight_can_be_switched_off(page, server, key, kind, style):
    page.goto(f"{server.url}/articles/{A}")
    look = f"getComputedStyle(document.querySelector('.k-{kind}')).{style}"
    assert page.evaluate(look) not in ("none", "")
    page.keyboard.press(key)
    assert page.evaluate(look) == "none"
    page.reload()
    assert page.evaluate(look) == "none", "it is remembered"
    page.keyboard.press(key)
    assert page.evaluate(look) != "none"


def test_claims_can_be_switched_off_with_their_margin(page, server):
    page.goto(f"{server.url}/articles/{A}")
    assert page.locator("aside.margin").is_visible()
    page.keyboard.press("2")
    assert page.locator("aside.margin").is_hidden()


def test_filters_make_the_address_and_the_back_button_undoes_them(page, server):
    page.goto(f"{server.url}/events")
    page.get_by_label("Status").select_option("not_done")
    page.wait_for_url("**/events?status=not_done")
    page.get_by_role("heading", name="5 events").wait_for()
    page.get_by_label("Place", exact=True).fill("Accra")
    page.get_by_label("Place", exact=True).press("Enter")
    page.wait_for_url("**/events?*place=Accra*")
    page.get_by_text("No event fits all of these").wait_for()
    page.get_by_label("Take away status not_done").click()
    page.get_by_role("heading", name="5 events").wait_for()
    page.go_back()
    page.get_by_text("No event fits all of these").wait_for()


def test_the_search_box_knows_actors_and_is_worked_by_keys(page, server):
    page.goto(server.url)
    page.keyboard.press("/")
    page.keyboard.type("yusu")
    page.get_by_role("option", name="Amina Yusuf").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/actors/person*")


def test_rows_are_stepped_through_and_opened_by_keys(page, server):
    page.goto(f"{server.url}/events")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.locator("tr.here").count() == 1
    page.keyboard.press("g")
    page.keyboard.press("n")
    page.wait_for_url("**/network")


def test_everything_is_reached_by_tab_and_the_first_stop_skips_to_the_content(page, server):
    page.goto(f"{server.url}/events")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_slider_moves_the_network_and_a_line_leads_to_the_dyad(page, server):
    page.goto(f"{server.url}/network")
    settle(page)
    line = page.locator("[data-network-canvas] a:has(line)").first
    assert "cooperation" in line.get_attribute("aria-label")
    line.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/dyads/**")
    page.locator("a.sentence").first.click()
    page.wait_for_url("**/articles/**")


def test_the_map_leads_to_the_events_of_a_place(page, server):
    page.goto(f"{server.url}/events?view=map")
    settle(page)
    place = page.locator("[data-map] a")
    assert place.get_attribute("aria-label") == "Accra: 5 events"
    page.get_by_role("button", name="Nearer").click()
    place.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/events?*place=Accra*")


def test_hostile_articles_are_only_text(page, server):
    """Any script that ran would open a dialog or break the policy: ``Watched`` fails on both."""
    for path in (f"/articles/{HOSTILE}", "/", "/events", f"/articles/{HUGE}"):
        page.goto(server.url + path)
        settle(page)
        page.keyboard.press("j")
        assert page.evaluate("document.documentElement.scrollWidth") <= 1360
    page.goto(f"{server.url}/articles/{HOSTILE}")
    title = page.locator("h1").inner_text()
    assert "<script>alert(1)</script>" in title
    assert "[RLO]gnihtyna" in title
    page.keyboard.press("Shift+J")
    page.locator("[data-kind=actor]").nth(1).hover()
    page.locator("[data-card]").get_by_text("<img src=x onerror=alert(4)>").wait_for()


def test_text_from_right_to_left_runs_so_and_breaks_nothing(page, server):
    page.goto(f"{server.url}/articles/{RTL}")
    title = page.locator("h1", has_text=ARABIC)
    assert title.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert page.locator("p.text").first.evaluate("e => getComputedStyle(e).direction") == "ltr"


def test_dark_is_chosen_by_a_key_and_stays(page, server):
    page.goto(server.url)
    page.keyboard.press("d")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.goto(f"{server.url}/events")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_print_leaves_the_text_and_drops_the_frame(page, server):
    page.goto(f"{server.url}/articles/{A}")
    page.emulate_media(media="print")
    assert page.locator("header.top").is_hidden()
    assert page.locator(".tools").is_hidden()
    assert page.locator("p.text").first.is_visible()


def test_a_record_is_corrected_in_the_browser(edit_server, page):
    page.goto(f"{edit_server.url}/articles/{A}")
    record = page.locator(f"#record-{content_id('e', 0, 'met')}")
    record.get_by_text("Correct", exact=True).click()
    record.get_by_label("Status").select_option("planned")
    record.get_by_role("button", name="Save changes").click()
    record.get_by_text("status is planned, not actual").wait_for()
    (made,) = load_corrections(Store.open(edit_server.desk))
    assert (made.after, made.by) == ("planned", "ana")


def test_the_page_tells_when_something_came_in(edit_server, page):
    from dragoman.desk import Desk
    from readings import reading

    page.goto(edit_server.url)
    with page.expect_response("**/api/live"):
        pass
    page.wait_for_timeout(300)
    Desk(edit_server.desk).add([reading(9, title="A new one")])
    page.get_by_text("1 article came in.").wait_for()
    page.get_by_role("link", name="Show").click()
    page.get_by_text("A new one").wait_for()


def test_without_scripts_everything_can_still_be_read_and_filtered(chromium, server):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server.url}/events")
    page.get_by_label("Status").select_option("actual")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**/events?*status=actual*")
    page.locator("a.sentence").first.click()
    page.locator(".k-event").first.click()
    assert "#record-" in page.url
    context.close()
