"""Text pages: stories, roles, residue; nothing true lost, nothing invented."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import PageError
from dragoman.pages import decode, read_page
from dragoman.records import Page

CAPTION = "Delegates from Northmark and Esland at the lake talks, Thursday, March 7, 2019. (AP)"
FIRST = [
    "Northmark's prime minister Ada Brandt opened the lake talks with Esland after two years without contact.",
    "Brandt told reporters on Thursday that Northmark would give back the two fishing ports.",
    "Esland's delegation asked for a second round of talks about the ports in April.",
    "Fishermen in Northmark have demanded that Brandt leave the talks.",
]
SECOND = [
    "Senators in Caldera rejected the budget of President Luis Mora after a debate of nine hours.",
    "Mora said the senators had voted against hospitals and schools in every province of Caldera.",
    "The budget returns to the finance committee, which has thirty days to amend it.",
    "Teachers' unions announced a strike in the provinces until Mora signs the budget.",
]


LONG_THIRD = [
    "Miners in Oskara ended their occupation of the Halden copper pit on Friday after the owner promised new lifts.",
    "The pit's owner will replace both lifts before winter and pay the miners for the nine days underground.",
    "The lifts had stuck eleven times since spring, and the miners had carried a foreman up six hundred metres of ladders.",
    "Doctors examined the miners at the pit head, and all but two of them went home to Oskara.",
    "The owner said that copper worth four million had not been dug while the pit was occupied.",
    "A court will decide next month whether the miners must pay for copper that the owner could not deliver.",
]


def story(title: str, caption: str | None, paragraphs: list[str]) -> str:
    head = [title, "", *([caption, caption] if caption else []), "TT", "", title, ""]
    return "\n".join([*head, *("\n\n".join(paragraphs).split("\n"))])


def read(text: str, **fields: object):
    return read_page(Page("p-test", "test.txt", text=text, **fields))


def test_two_stories_captions_once_and_residue_apart():
    titles = ("Brandt Opens Talks with Esland over Ports", "Senate of Caldera Throws out Budget")
    page = story(titles[0], CAPTION, FIRST) + "\n\n\n\n" + story(titles[1], None, SECOND)
    result = read(page)
    first, second = result.articles
    assert (first.title, second.title) == titles
    assert first.paragraphs == tuple(FIRST)
    assert second.paragraphs == tuple(SECOND)
    assert first.captions == (CAPTION,)
    assert second.captions == ()
    assert sorted(r.reason for r in result.residue) == sorted(
        ["page furniture", "repeated title", "repeated caption", "page furniture", "repeated title"]
    )
    assert str(first.published.interval) == "2019-03-07"
    assert second.published is None, "an anchor never leaks to another article of the page"


def test_a_caption_without_a_full_stop_that_stands_twice_is_no_title():
    titles = ("Brandt Opens Talks with Esland over Ports", "Senate of Caldera Throws out Budget")
    caption = "Senator Ines Vidal, left, talks with Senator Pablo Rey at the Senate of Caldera, Tuesday"
    result = read(story(titles[0], None, FIRST) + "\n\n" + story(titles[1], caption, SECOND))
    assert [a.title for a in result.articles] == list(titles)
    assert result.articles[1].captions == (caption,)
    assert result.articles[1].paragraphs == tuple(SECOND)


LONG_FIRST = [
    *FIRST,
    "The two ports, Selby and Karn, have been in Northmark's hands since the herring war.",
    "Ada Brandt has said that Selby and Karn cost Northmark more than their herring brings.",
    "In Esland the return of the ports has been promised before every election of the last decade.",
]
LONG_SECOND = [
    *SECOND,
    "Caldera's constitution lets Mora send the budget back to the senators once, with his objections.",
    "The teachers' unions of Caldera have not been on strike since the pension law.",
    "Two of the senators who voted against the budget belong to the party of Mora.",
]


def test_stories_without_titles_are_told_apart_by_their_words():
    stories = [LONG_FIRST, LONG_SECOND, LONG_THIRD]
    result = read("\n\n".join(line for lines in stories for line in lines))
    assert [a.paragraphs for a in result.articles] == [tuple(lines) for lines in stories]


def test_one_long_story_stays_one():
    assert len(read("\n\n".join(LONG_FIRST)).articles) == 1
    assert len(read("\n\n".join(LONG_SECOND)).articles) == 1


def test_a_heading_within_a_story_is_none_where_the_page_lays_stories_out_otherwise():
    head = "{}\nBy LENA ORTH\n2021-05-0{}\n"
    third = [
        "Rain has closed the mountain road between Orsk and the valley of Tumen for the third week.",
        "Drivers in Tumen said that flour and diesel had become scarce since the mountain road closed.",
        "Orsk has sent two bulldozers to the valley, where a bridge of the mountain road lies in the river.",
        "The governor of Tumen asked Orsk for helicopters to bring flour and diesel.",
    ]
    fourth = [
        "The orchestra of Velm, which lost its concert hall to a fire, has played on a ferry for an audience of dockers.",
        "Its conductor Edda Lunn said that a ferry sounds better than the concert hall ever did.",
        "The orchestra wants to play on the ferry every month until Velm has built a hall again.",
        "Dockers told Lunn that they would come again, and bring chairs.",
    ]
    heading = "Why divers look for a sunken bell"
    aside = [
        "Divers have searched the lake for a bronze bell since a fisherman hauled up its clapper two summers ago.",
        "The bell hung in a monastery whose monks loaded it on a barge, and the barge went down in a storm.",
        "A museum in Selby wants to show bell and clapper together, and has offered the divers a reward.",
    ]
    page = "\n\n".join(
        [
            "Brandt Opens Talks with Esland",
            *LONG_FIRST,
            heading,
            *aside,
            head.format("Senate of Caldera Throws out Budget", 5),
            *LONG_SECOND,
            head.format("Rain Cuts Off Valley of Tumen", 6),
            *third,
            head.format("Orchestra of Velm Plays on a Ferry", 7),
            *fourth,
        ]
    )
    result = read(page)
    assert [len(a.paragraphs) for a in result.articles] == [10, 7, 4, 4]
    assert heading in result.articles[0].text


def test_related_headlines_above_a_title_open_no_story():
    page = "\n\n".join(
        [
            "Brandt Opens Talks with Esland",
            *FIRST,
            "Storm Closes the Harbours of the South Coast\nWhat to Know about the New Tolls",
            "Sign up for our newsletter",
            "Senate of Caldera Throws out Budget\nBy LENA ORTH\n2021-05-04",
            *SECOND,
        ]
    )
    result = read(page)
    assert [a.title for a in result.articles] == [
        "Brandt Opens Talks with Esland",
        "Senate of Caldera Throws out Budget",
    ]
    assert [a.paragraphs for a in result.articles] == [tuple(FIRST), tuple(SECOND)]
    assert result.articles[1].authors == ("LENA ORTH",)
    assert str(result.articles[1].published.interval) == "2021-05-04"


def test_hard_wrapped_lines_are_paragraphs_again():
    import textwrap

    page = "\n\n".join(textwrap.fill(p, 60) for p in ["Brandt Opens Talks with Esland", *FIRST])
    (article,) = read(page).articles
    assert article.paragraphs == tuple(FIRST)


def test_one_paragraph_a_line():
    (article,) = read("\n".join(["Brandt Opens Talks with Esland", *FIRST])).articles
    assert article.title == "Brandt Opens Talks with Esland"
    assert article.paragraphs == tuple(FIRST)


def test_a_photo_of_another_day_is_only_a_bound():
    page = "\n\n".join(["Brandt Opens Talks", CAPTION.replace("Thursday, March 7", "March 5"), *FIRST])
    assert str(read(page).articles[0].published.interval) == "2019-03-05/.."


@pytest.mark.parametrize(
    ("dateline", "agencies", "day"),
    [
        ("LAKE CITY, March 7, 2019 (Reuters) - ", ("Reuters",), "2019-03-07"),
        ("LAKE CITY (AFP) — ", ("AFP",), None),
        ("LAKE CITY, March 7 (Xinhua) -- ", ("Xinhua",), None),
        ("LAKE CITY: ", (), None),
    ],
)
def test_datelines_stay_in_the_text(dateline, agencies, day):
    (article,) = read("\n\n".join(["Brandt Opens Talks", dateline + FIRST[0], *FIRST[1:]])).articles
    assert article.paragraphs[0].startswith(article.dateline)
    assert article.agencies == agencies
    assert (str(article.published.interval) if article.published else None) == day


def test_labels_at_the_top():
    page = "Title: Brandt Opens Talks\nPublished: 2022-02-09\nSource: Reuters\n\n" + "\n\n".join(FIRST)
    (article,) = read(page).articles
    assert (article.title, article.outlet, str(article.published.interval)) == (
        "Brandt Opens Talks",
        "Reuters",
        "2022-02-09",
    )
    assert article.paragraphs == tuple(FIRST)


@pytest.mark.parametrize(
    ("date", "day"),
    [("2022-02-09T23:10:00Z", "2022-02-09"), ("9 February 2022", "2022-02-09"), ("03/04/2022", None), ("soon", None)],
)
def test_given_dates_are_never_guessed(date, day):
    result = read("\n\n".join(FIRST), date=date)
    found = result.articles[0].published
    assert (str(found.interval) if found else None) == day
    assert any("date" in r.reason for r in result.residue) is (day is None)


def test_other_languages_are_named():
    german = (
        "Die Regierung hat am Montag beschlossen, das Gesetz über die Häfen noch einmal dem Parlament vorzulegen. " * 4
    )
    result = read(german)
    assert not result.articles
    assert result.skipped[0].cause == "language"
    assert "German" in result.skipped[0].detail


@pytest.mark.parametrize(("text", "cause"), [("", "empty"), (" \n ", "empty"), ("TT\n\nShare\n", "no_article")])
def test_pages_without_an_article(text, cause):
    assert [s.cause for s in read(text).skipped] == [cause]


@settings(max_examples=80, deadline=None)
@given(st.text(st.characters() | st.sampled_from("\n. AB(-—)12"), max_size=400), st.booleans())
def test_any_text_gives_ordered_blocks(text, markup):
    page = Page("p", "x", html=text) if markup else Page("p", "x", text=text)
    result = read_page(page)
    assert result.articles or result.skipped
    for article in result.articles:
        at = -2
        for block in article.blocks:
            assert block.start == at + 2
            assert block.end > block.start
            at = block.end
            if block.page_start is not None:
                assert text[block.page_start] == article.text[block.start]
        assert at == len(article.text)


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_a_page_error(raw):
    try:
        cause = "" if isinstance(decode(raw).text, str) else "no text"
    except PageError as error:
        cause = error.cause
    assert cause in ("", "empty", "binary", "encoding")


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        ("“Brandt”".encode(), "utf-8"),
        ("Brandt é".encode("utf-16"), "utf-16-le"),
        ("Brandt opens the lake talks".encode("utf-16-be"), "utf-16-be"),
        (b"The \x93lake talks\x94 of Brandt went on and on until the evening, she said.", "cp1252"),
        ('<meta charset="windows-1251">Привет'.encode("cp1251"), "windows-1251"),
    ],
)
def test_encodings(raw, encoding):
    assert decode(raw).encoding == encoding


@pytest.mark.data
def test_the_seed_page_splits_exactly(data: Path):
    seed = data.parent / "seeds" / "page.txt"
    if not seed.exists():
        pytest.skip("no seed page beside the data")
    result = read(seed.read_text(encoding="utf-8"))
    assert [len(a.paragraphs) for a in result.articles] == [11, 13]
    assert [len(a.captions) for a in result.articles] == [1, 1]
    assert [str(a.published.interval) for a in result.articles] == ["2022-01-09/..", "2024-11-25"]


def test_a_headline_in_one_block_with_furniture_is_related_and_a_short_last_paragraph_is_not():
    related = "Senate of Caldera Throws out Budget of the President"
    last = "Nobody in the ports wanted to comment on that"
    page = "\n\n".join(["Brandt Opens Talks with Esland", *FIRST, f"{related}\nSign up for our newsletter"])
    result = read(page)
    assert ("related headline", related) in [(r.reason, r.text) for r in result.residue]
    assert result.articles[0].paragraphs == tuple(FIRST)
    kept = read("\n\n".join(["Brandt Opens Talks with Esland", *FIRST, last, "Sign up for our newsletter"]))
    assert kept.articles[0].paragraphs == (*FIRST, last)


def test_a_name_plate_above_a_menu_is_no_title():
    page = "\n".join(
        ["The Lake Courier", "Home | Ports | Fishing | Culture", "", story("Brandt opens lake talks", None, FIRST)]
    )
    (article,) = read(page).articles
    assert article.title == "Brandt opens lake talks"
    assert "Courier" not in article.text
    assert "Culture" not in article.text
    (plain,) = read("\n".join(["Ports of call", "", *FIRST])).articles
    assert plain.title == "Ports of call"


def test_the_owner_of_the_copyright_is_the_outlet():
    page = "\n".join(
        [
            "Brandt opens lake talks",
            "Lake Courier",
            "7 March 2019",
            "",
            *FIRST,
            "",
            "© 2019 Lake Courier. All rights reserved.",
        ]
    )
    result = read(page)
    (article,) = result.articles
    assert article.outlet == "Lake Courier"
    assert [article.text[b.start : b.end] for b in article.blocks] == ["Brandt opens lake talks", *FIRST]
    assert {r.reason for r in result.residue} >= {"outlet name", "copyright"}


SHIFTING = [
    "VELBOR (DPA) - The transport ministry of Velboria has reopened the coastal railway after four months of repairs, officials said on Monday.",
    "The first train left the harbour station shortly after dawn with the minister, two mayors and a brass band on board.",
    "Engineers had replaced thirty bridges and laid new rails along the cliffs, which storms had undercut in the winter.",
    "The railway carries a third of the country's freight, and dockers had warned that the harbour would lose its customers for good.",
    "Freight rates fell by a tenth within a day, the chamber of commerce said, and two shipping lines announced that they would return.",
    "Doctors in the highlands are meanwhile still waiting for the vaccine that the health service promised in spring.",
    "Clinics in Oskara and Dunmere have turned parents away since measles returned to the valleys, nurses told the regional council.",
    "The health service blames a supplier for the delay. The vaccine is to arrive before the schools open, a spokeswoman said.",
    "Measles had been thought extinct in the highlands. Eleven children fell ill in August, and the clinics count new patients every week.",
    "Nurses want the council to close the kindergartens until the vaccine is there.",
]
"""One round-up: from the sixth paragraph on it is about something else, and nothing but its words says so."""


def test_a_subject_that_shifts_once_does_not_cut_an_article(monkeypatch):
    assert len(read("\n\n".join(SHIFTING)).articles) == 1
    monkeypatch.setattr("dragoman.pages.stories._LONE_STRANGER", 0.0)
    assert len(read("\n\n".join(SHIFTING)).articles) == 2, "the words do not say so: nothing is shown"


def test_a_lone_rule_does_not_cut_where_the_same_people_are_named(monkeypatch):
    clinics = "Clinics in Velboria have turned parents away since measles returned, nurses told Oda Krall on Monday."
    first = [*SHIFTING[:5], "Minister Oda Krall waved from the train until it had left the station."]
    second = [clinics, *SHIFTING[7:9], SHIFTING[5], SHIFTING[9]]
    page = "\n\n".join(first) + "\n\n\n\n* * *\n\n\n\n" + "\n\n".join(second)
    assert len(read(page).articles) == 1
    monkeypatch.setattr("dragoman.pages.stories.SAME_NAMES", 1.1)
    assert len(read(page).articles) == 2, "nothing but the names holds the two together"


def test_short_sentences_over_stories_are_their_titles():
    titles = ("Brandt opens talks over ports.", "Miners leave the Halden pit.", "Caldera throws out budget.")
    stories = [(titles[0], LONG_FIRST), (titles[1], LONG_THIRD), (titles[2], SECOND)]
    result = read("\n\n".join(line for title, body in stories for line in (title, *body)))
    assert [article.text.partition("\n")[0] for article in result.articles] == list(titles)


def test_photos_stand_above_untitled_stories_as_above_the_first():
    photos = ("The ferry at the landing. (Handout)", "Miners by the lift. Photo: Edda Lunn", "The square. (Handout)")
    stories = []
    for photo, lines in zip(photos, (FIRST, LONG_THIRD[:4], SECOND), strict=True):
        stories.append([photo, *lines])
    page = "\n\n".join(line for lines in stories for line in lines)
    found = [a.paragraphs for a in read(page).articles]
    assert found == [tuple(FIRST), tuple(LONG_THIRD[:4]), tuple(SECOND)]


def test_a_photo_within_an_untitled_story_begins_none():
    page = "\n\n".join([*LONG_FIRST[:4], "The ferry at the landing. (Handout)", *LONG_FIRST[4:]])
    assert len(read(page).articles) == 1


@pytest.mark.parametrize("credit", ["Getty Images", "AP Photo", "Reuters file"])
def test_a_line_that_is_only_a_credit_is_residue(credit):
    result = read("\n\n".join(["Brandt Opens Talks with Esland", *FIRST[:2], credit, *FIRST[2:]]))
    assert (credit, "photo credit") in [(r.text, r.reason) for r in result.residue]
    assert result.articles[0].paragraphs == tuple(FIRST)


def test_a_sentence_behind_which_the_photographer_is_named_is_a_caption():
    caption = "Fishermen wait at the landing. Photo: Edda Lunn"
    result = read("\n\n".join(["Brandt Opens Talks with Esland", *FIRST[:2], caption, *FIRST[2:]]))
    assert result.articles[0].captions == (caption,)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Updated 14:32 GMT", "page furniture"),
        ("Posted at 10.15am GMT", "page furniture"),
        ("4 min read | Updated on: Mar 12, 2019 | 10:15 IST", "page furniture"),
        ("View image in fullscreen", "page furniture"),
        ("This is a developing story. Please check back for updates.", "page furniture"),
        ("(This story has not been edited by our staff and comes from a feed.)", "page furniture"),
        ("(Reporting by Edda Lunn in Brandt; editing by Ole Strand)", "credit line"),
        ("(With inputs from agencies)", "credit line"),
        ("Follow Northmark Today on X", "follow line"),
        ("Copy link to clipboard", "share line"),
    ],
)
def test_stamps_credits_in_brackets_and_buttons_are_residue(line, reason):
    result = read("\n\n".join(["Brandt Opens Talks with Esland", *FIRST[:2], line, *FIRST[2:]]))
    assert [(r.text, r.reason) for r in result.residue] == [(line, reason)]
    assert result.articles[0].paragraphs == tuple(FIRST)


def test_what_stands_behind_image_caption_is_one():
    caption = "Image caption, Fishermen wait at the landing"
    result = read("\n\n".join(["Brandt Opens Talks with Esland", *FIRST[:2], caption, *FIRST[2:]]))
    assert result.articles[0].captions == (caption,)


@pytest.mark.parametrize(
    "line", ["By Friday the port was back in their hands.", "By far the most senators stayed away."]
)
def test_a_sentence_that_begins_with_by_is_no_byline(line):
    result = read("\n\n".join(["Brandt Opens Talks with Esland", *FIRST[:2], line, *FIRST[2:]]))
    assert not result.residue
    assert line in result.articles[0].paragraphs


@pytest.mark.parametrize(
    "line", ["By Edda Lunn", "By EDDA LUNN and Ole Strand", "By Edda Lunn, staff writer", "By Edda Lunn Jr."]
)
def test_a_line_of_names_behind_by_is_a_byline(line):
    result = read("\n\n".join(["Brandt Opens Talks with Esland", line, *FIRST]))
    assert [(r.text, r.reason) for r in result.residue] == [(line, "byline")]
