"""What stands around a story as outlets print it: furniture above titles, names and days, tags, breaks for paragraphs."""

from __future__ import annotations

from time import process_time

import pytest

from dragoman.errors import PageError
from dragoman.knowledge import default_knowledge
from dragoman.pages import boundaries, read_page
from dragoman.pages.datelines import read_dateline
from dragoman.pages.dates import date_reader
from dragoman.pages.decoding import decode
from dragoman.pages.leads import likeness
from dragoman.pages.lines import read_lines
from dragoman.pages.masks import mask_at, mask_of, unpacked
from dragoman.pages.roles import read_roles
from dragoman.pages.sheet import Sheet
from dragoman.pages.text import datelines_of, settled
from dragoman.pages.view import Laid
from dragoman.pages.words import Tokens, vocabulary
from dragoman.records import Page, PageKind

TITLE = "Harbour strike in Venn ends after minister gives way on pilots' pay"
BODY = [
    "The pilots of Venn went back to work on Monday after the transport minister, Ada Brandt, agreed to raise their pay.",
    "Brandt had called the strike unlawful a week before and threatened the pilots with the loss of their licences.",
    "Nineteen ships had waited outside the harbour, among them two with grain for the food programme of the region.",
    "A spokesman for the pilots said that the ministry would sign the agreement before the end of the month.",
]
SECOND = "Caldera's senate sends budget back to its committee"
SECOND_BODY = [
    "Senators in Caldera rejected the budget of President Luis Mora on Thursday after a debate of nine hours.",
    "Mora said that the senators had voted against hospitals and schools in every province of the country.",
    "The finance committee has thirty days to amend the budget and to send it back to the floor of the senate.",
]


def read(text: str):
    return read_page(Page("p", "page.txt", text=text)).articles


def html(inner: str, title: str = TITLE):
    page = f"<html><head><title>{title}</title></head><body><nav><a href='/'>Home</a></nav>{inner}</body></html>"
    return read_page(Page("p", "page.html", html=page, url="https://post.example/a"))


@pytest.mark.parametrize(
    "above",
    [
        "Newspaper logo\nE-Paper | November 26, 2026",
        "Skip to navigation\nSupport us\nPrint subscriptions\nNews\nOpinion\nSport",
        "News|Conflict",
        "FOR IMMEDIATE RELEASE\nContact: Press office, +27 21 555 0100",
    ],
)
def test_furniture_above_a_title_is_not_taken_for_it(above):
    (article,) = read(f"{above}\n{TITLE}\n\n" + "\n\n".join(BODY))
    assert article.title == TITLE
    assert list(article.paragraphs) == BODY


@pytest.mark.parametrize(
    "line", ["Venn Observer (Caldera City)", "BBC Monitoring, Belgrade", "The Lake Nation (Nairobi)"]
)
def test_an_outlet_and_its_place_are_residue_and_name_the_outlet(line):
    result = read_page(Page("p", "page.txt", text=f"{TITLE}\n\n{line}\n\n" + "\n\n".join(BODY)))
    (article,) = result.articles
    assert list(article.paragraphs) == BODY
    assert [(r.text, r.reason) for r in result.residue] == [(line, "outlet name")]
    assert article.outlet is not None
    assert line.startswith(article.outlet)


def test_a_person_and_a_party_are_no_outlet():
    (article,) = read(f"{TITLE}\n\n" + "\n\n".join([*BODY, "Ada Brandt (Harbour Alliance)"]))
    assert article.paragraphs[-1] == "Ada Brandt (Harbour Alliance)"


def test_a_text_that_ends_at_a_paywall_is_a_stub():
    text = f"{TITLE}\n\n" + "\n\n".join([*BODY[:2], "Subscribe to continue reading"])
    result = read_page(Page("p", "page.txt", text=text))
    assert result.kind is PageKind.PAYWALL
    assert "subscribe to continue reading" in result.kind_reason
    assert result.articles[0].page_kind is PageKind.PAYWALL
    whole = f"{TITLE}\n\n" + "\n\n".join(
        [*(f"{line} {n}." for n in range(5) for line in BODY), "Subscribe to continue reading"]
    )
    assert read_page(Page("p", "page.txt", text=whole)).kind is not PageKind.PAYWALL


def test_a_short_title_that_the_text_takes_up_stays_the_title():
    (article,) = read("Pilots return\n\nWhat the ministry of transport gave them for it\n\n" + "\n\n".join(BODY))
    assert article.title == "Pilots return"


def test_names_and_days_of_a_head_line_are_read_and_open_the_next_story():
    first, second = read(
        f"{TITLE}\nSana Malik Published May 4, 2023 Updated May 5, 2023 07:54am\nListen to article\n1x\n1.5x\n"
        + "\n\n".join(BODY)
        + f"\n\n{SECOND}\nLena Orth Published May 6, 2023\nListen to article\n"
        + "\n\n".join(SECOND_BODY)
    )
    assert (first.authors, str(first.published.interval)) == (("Sana Malik",), "2023-05-04")
    assert (second.title, second.authors, str(second.published.interval)) == (SECOND, ("Lena Orth",), "2023-05-06")
    assert list(second.paragraphs) == SECOND_BODY


def test_a_name_on_its_own_line_by_the_date_is_the_author():
    (article,) = read(f"{TITLE}\n\nJonas Feld in Venn\nTue 14 Feb 2023 18.01 GMT\nShare\n\n" + "\n\n".join(BODY))
    assert article.authors == ("Jonas Feld",)
    assert list(article.paragraphs) == BODY


def test_tags_below_their_cue_are_residue_and_no_title_of_what_follows():
    text = f"{TITLE}\n\n" + "\n\n".join(BODY) + f"\n\nTags\nForeign policy\nPorts\n\n{SECOND}\n\n"
    result = read_page(Page("p", "page.txt", text=text + "\n\n".join(SECOND_BODY)))
    assert [a.title for a in result.articles] == [TITLE, SECOND]
    assert {r.text for r in result.residue if r.reason == "tags"} == {"Tags", "Foreign policy", "Ports"}


def test_updates_of_a_live_page_are_one_story():
    updates = [
        (f"{where} reacts to the accord over the ports of Venn", where) for where in ("Esland", "Caldera", "Tovar")
    ]
    text = "\n\n".join(
        ["Accord over the ports of Venn - live updates", *BODY[:2]]
        + [
            line
            for heading, where in updates
            for line in (
                heading,
                f"The government of {where} said on Monday that it had taken note of what the pilots and Brandt agreed.",
                f"Its ambassador in Venn was to meet the minister in the evening, a spokesman for {where} said.",
            )
        ]
    )
    assert len(read(text)) == 1


ACCORD = {
    "Accord over the ports of Venn": [
        "Venn opened its ports on Monday after the pilots signed an accord with Minister Ada Brandt, her ministry said.",
        "The pilots had refused to bring in ships for nine days, and forty of them lay off the harbour on Sunday night.",
    ],
    "The first tanker comes in": [
        "The tanker Selby passed the mole at noon, and pilots on the pier cheered as it made fast.",
        "Its master said that he had waited longer off Venn than off any other port.",
    ],
    "Tovar sends a letter": [
        "The government of Tovar asked in a letter who would pay for the grain that had spoilt in the holds.",
        "Brandt answered that a commission would hear every owner by the end of the month.",
    ],
}
DROUGHT = {
    "Drought empties the reservoirs of Esland": [
        "Esland cut the water of its capital by half on Tuesday as the last of its reservoirs fell below a tenth.",
        "Engineers said that without rain the city would have water for six weeks.",
    ],
    "Schools close at noon": [
        "Pupils in the capital are sent home at noon from Wednesday on, the mayor announced.",
        "Kitchens and gymnasiums stay shut, and tank lorries stand in the yards.",
    ],
}


def test_another_title_that_says_live_begins_another_live_page():
    titles, lines = [], []
    for story in (ACCORD, DROUGHT):
        first, *updates = story
        titles.append(f"{first} - live updates")
        lines += [titles[-1], *story[first]]
        for heading in updates:
            lines += [heading, *story[heading]]
    assert [article.title for article in read("\n\n".join(lines))] == titles


def test_lines_that_come_again_after_few_paragraphs_are_times_of_updates():
    def soon(*told: int) -> list[float]:
        """The feature below each time, of a page with so many paragraphs between the times."""
        lines = [TITLE, *BODY[:2]]
        for hour, count in enumerate(told, 10):
            lines += [
                f"{hour}:15 GMT\nWhat was said at {hour}",
                *(f"{text[:-1]} at {hour}." for text in (BODY * 2)[:count]),
            ]
        lexicon = default_knowledge().residue
        read_as = read_lines("\n\n".join(lines))
        marks = settled(read_as, read_roles(read_as, lexicon))
        values = feature_of(Laid(read_as, marks, [False] * len(read_as)), "recurs soon")
        return [float(values[i]) for i, line in enumerate(read_as) if line.text.startswith("What was said")]

    assert soon(1, 2, 2) == [1.0] * 3
    assert soon(3, 3, 3) == [0.5] * 3
    assert soon(7, 5, 6) == [0.0] * 3
    assert soon(2) == [0.0]


@pytest.mark.parametrize("dash", ["--", " _", "_", " -", " —"])
def test_the_dashes_that_end_a_dateline(dash):
    lexicon = default_knowledge().residue
    paragraph = f"BONN, Germany (AP){dash} Two reporters were held."
    found = read_dateline(paragraph, lexicon, date_reader(lexicon))
    assert found is not None
    assert found.text == "BONN, Germany (AP)"


def test_the_datelines_of_agencies_between_strokes():
    lexicon = default_knowledge().residue
    found = read_dateline(
        "MOSCOW, March 3. /TASS/. The ministry denied it.", lexicon, date_reader(lexicon), strict=True
    )
    assert (found.text, found.month_day, found.agencies) == ("MOSCOW, March 3. /TASS/.", (3, 3, None), ("TASS",))


def test_line_breaks_that_part_paragraphs():
    (article,) = html(f"<div><b>{TITLE}</b><br>12 May 2019<br><br>{'<br><br>'.join(BODY)}</div>").articles
    assert list(article.paragraphs)[-4:] == BODY
    (verse,) = html(f"<h1>{TITLE}</h1><p>{BODY[0]}<br>{BODY[1]}</p><p>{BODY[2]}</p>").articles
    assert len(verse.paragraphs) == 2


def test_a_frame_that_says_comments_open_holds_the_story_all_the_same():
    body = "".join(f"<div>{text}</div>" for text in BODY)
    (article,) = html(
        f"<div class='comments-open'><div class='entry'><h1>{TITLE}</h1><div>{body}</div></div></div>"
    ).articles
    assert list(article.paragraphs) == BODY
    assert article.body_confidence <= 0.5


def test_a_photos_caption_among_the_paragraphs_is_a_caption():
    caption = "A pilot at the gate of the harbour [Handout/Reuters]"
    inner = "".join(f"<p>{text}</p>" for text in (BODY[0], caption, *BODY[1:]))
    (article,) = html(f"<article><h1>{TITLE}</h1>{inner}</article>").articles
    assert list(article.captions) == [caption]
    assert list(article.paragraphs) == BODY


def test_a_consent_page_is_a_cookie_wall():
    said = "We and our 842 partners use cookies to store and access data on your device when you accept this here."
    result = html(f"<h1>Before you continue</h1><p>{said}</p>", "Before you continue")
    assert (result.kind, result.articles) == (PageKind.COOKIE_WALL, ())


RUSSIAN = "<p>Министр иностранных дел заявил в понедельник, что переговоры продолжатся на следующей неделе.</p>"


@pytest.mark.parametrize(
    ("raw", "declared"),
    [
        (RUSSIAN.encode("cp1251"), "iso-8859-1"),
        (RUSSIAN.encode("utf-16-le"), None),
        (RUSSIAN.encode("utf-16-be"), None),
    ],
)
def test_other_scripts_under_a_wrong_name_or_none(raw, declared):
    assert decode(raw, declared=declared).text == RUSSIAN


def test_bytes_that_are_no_text_stay_binary():
    with pytest.raises(PageError, match="binary"):
        decode(bytes(range(256)) * 20)


def test_every_feature_has_a_weight_and_every_weight_a_feature():
    assert set(boundaries.weights()) == {f.name for f in (*boundaries.FEATURES, *boundaries.SECOND)} | {"threshold"}


def feature(name: str, paragraphs: list[str]) -> list[float]:
    """What a feature says of each line of a page of these paragraphs."""
    lexicon = default_knowledge().residue
    lines = read_lines("\n\n".join(paragraphs))
    marks = settled(lines, read_roles(lines, lexicon))
    return feature_of(Laid(lines, marks, datelines_of(lines, marks, lexicon, date_reader(lexicon))), name)


def feature_of(page: Laid, name: str) -> list[float]:
    lexicon = default_knowledge().residue
    (row,) = [row for row, one in enumerate(boundaries.FEATURES) if one.name == name]
    return boundaries.table(Sheet([page], lexicon, vocabulary(lexicon)))[row].tolist()


@pytest.mark.parametrize("style", ["[{}] {}", "({}): {}", "{} | {}", "{} – {}", "{}. {}"])
def test_stories_that_begin_with_a_place_set_off_as_the_first_does(style):
    page = [style.format("Venn", BODY[0]), *BODY[1:], style.format("Caldera", SECOND_BODY[0]), *SECOND_BODY[1:]]
    assert [at for at, value in enumerate(feature("begins alike", page)) if value] == [0, len(BODY)]


def test_a_place_may_come_again_with_another_story_but_not_as_who_speaks_does():
    page = [f"Venn | {BODY[0]}", *BODY[1:], f"Venn | {SECOND_BODY[0]}", *SECOND_BODY[1:]]
    assert [at for at, value in enumerate(feature("begins alike", page)) if value] == [0, len(BODY)]
    assert not any(feature("begins alike", [f"Venn: {BODY[0]}", BODY[1], f"Venn: {BODY[2]}", *SECOND_BODY, *BODY]))


def test_a_caption_above_a_story_as_above_the_pages_first():
    captions = ["Pilots at the harbour gate. Photo: Getty Images", "The senate. (AP)"]
    page = [captions[0], *BODY, captions[1], *SECOND_BODY]
    assert [at for at, value in enumerate(feature("above alike", page)) if value] == [1, len(BODY) + 2]
    assert not any(feature("above alike", [*BODY, captions[1], *SECOND_BODY])), "nothing stands above the first"
    assert not any(feature("above alike", [TITLE, *page])), "the first story has a title"
    gallery = [line for text in BODY for line in (captions[0], text)]
    assert not any(feature("above alike", gallery)), "a caption above every paragraph"


def test_a_caption_below_a_first_paragraph_as_below_the_pages_first():
    page = [BODY[0], "The gate. (AP)", *BODY[1:], SECOND_BODY[0], "The senate. (AP)", *SECOND_BODY[1:]]
    assert [at for at, value in enumerate(feature("below alike", page)) if value] == [0, len(BODY) + 1]


def test_what_a_caption_takes_up_is_not_held_against_the_story_below_it():
    page = ["The old harbour gate. (AP)", *BODY, "The old harbour gate. (AP)", *SECOND_BODY]
    assert feature("takes up", page)[len(BODY) + 2] == feature("takes up", [*BODY, *SECOND_BODY])[len(BODY)] == 0


def test_short_titles_that_end_like_sentences_and_times_that_do():
    page = [f"{TITLE}.", *BODY, "Budget sent back.", *SECOND_BODY, "11:35 a.m.", *BODY[:2]]
    found = [at for at, value in enumerate(feature("sentence alike", page)) if value > 0.3]
    assert found == [0, len(BODY) + 1]


def test_speakers_and_items_of_a_list_do_not_begin_stories():
    speakers = [f"{('Brandt', 'Mora')[at % 2]}: {text}" for at, text in enumerate([*BODY, *SECOND_BODY])]
    items = [f"[{at}] {text}" for at, text in enumerate([*BODY, *SECOND_BODY], 10)]
    assert not any(feature("begins alike", speakers))
    assert not any(feature("begins alike", items))


def test_a_caption_below_a_paragraph_is_told_from_one_below_a_title():
    page = [*BODY, TITLE, "Pilots at the harbour gate. Photo: Getty Images", *SECOND_BODY, "The senate. (AP)", BODY[0]]
    below = len(BODY) + 1 + len(SECOND_BODY)
    assert feature("caption", page)[len(BODY)] == 1.0
    assert [at for at, value in enumerate(feature("caption below", page)) if value] == [len(BODY) - 1, below - 1, below]


def test_first_paragraphs_look_more_like_leads_than_later_ones():
    lines = [*BODY, "“We also said that he was wrong,” she added."]
    scores = likeness(lines, Tokens.read(lines, vocabulary(default_knowledge().residue)))
    assert scores[0] == max(scores)
    assert scores[-1] < 0


def test_a_page_of_sixty_paragraphs_is_doubted_and_one_of_thirty_is_not():
    places = ("Selby", "Karn", "Oskara", "Dunmere", "Venn", "Halden")
    told = "In {} number {} of the harbours was dredged, and its {} pilots were asked what they had lost in the strike."
    lines = [told.format(places[at % 6], at, 3 * at + 7) for at in range(70)]
    found = {}
    for count in (30, 70):
        inner = "".join(f"<p>{line}</p>" for line in lines[:count])
        (article,) = html(f"<article><h1>{TITLE}</h1>{inner}</article>").articles
        assert len(article.paragraphs) == count
        found[count] = article.body_confidence
    assert found[70] < 0.8 < found[30]


@pytest.mark.parametrize("count", [1, 7, 8, 9, 200])
def test_masks_say_of_lines_what_their_flags_do(count):
    flags = [at % 3 == 0 for at in range(count)]
    mask = mask_of(flags)
    assert mask == mask_at([at for at, flag in enumerate(flags) if flag], count)
    assert unpacked([mask, 0], count).astype(bool).tolist() == [flags, [False] * count]


def test_a_page_of_short_lines_takes_time_in_proportion_to_them():
    began = process_time()
    read("word\n" * 40_000)
    assert process_time() - began < 10, "looking through all lines for each takes minutes"
