"""Pages that are read together give what each gives alone, whatever stands beside them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.knowledge import default_knowledge
from dragoman.pages import names, read_page, read_pages, together
from dragoman.pages.boundaries import table
from dragoman.pages.cohesion import measure
from dragoman.pages.dates import date_reader
from dragoman.pages.lines import read_lines
from dragoman.pages.names import read_names
from dragoman.pages.roles import read_roles
from dragoman.pages.sheet import Sheet
from dragoman.pages.spelling import spell
from dragoman.pages.text import datelines_of
from dragoman.pages.view import Laid
from dragoman.pages.words import ROOM, Places, Tokens, vocabulary
from dragoman.records import Page

LINES = [
    "Harbour strike ends after a night of talks",
    "SELBY, 3 May 2021 (Reuters) - Dockers in Selby went back to work on Monday, Ada Brandt of the port said.",
    "Brandt said that the dockers of Selby would be paid for the week of the strike, as the union had asked.",
    "“We never asked for more than was promised,” Lena Mora, who leads the union, told reporters at the gate.",
    "He’s still waiting for the Venn Port Authority, Mora added, and so are the ferries that carry copper and herring.",
    "Photo: Getty Images",
    "Herring prices rose by a tenth within a day, and two shipping lines announced that they would not return.",
    "The health service blames a supplier for the delay. The vaccine is to arrive before the schools open.",
    "* * *",
    "By Oda Krall",
    "Tags",
    "12 May 2021",
    "Clinics in Oskara have turned parents away since measles returned to the valleys, nurses told the council.",
    "Nurses want the council of Oskara to close the kindergartens until the vaccine of the supplier is there.",
    "The minister of health opened talks.",
    "Ports: The dredging of the harbour of Selby begins in June, the Venn Port Authority announced.",
    "Live updates",
    "11:35 a.m.",
    "Ministre des affaires étrangères, il a déclaré que les négociations continueraient la semaine prochaine à Genève.",
    "x" * 50,
    "",
    "",
]
TEXTS = st.lists(st.sampled_from(LINES), max_size=45).map("\n".join)
LEXICON = default_knowledge().residue


def pages_of(texts: list[str]) -> list[Page]:
    return [Page(f"p{at}", f"{at}.txt", text=text) for at, text in enumerate(texts)]


@settings(max_examples=80, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=9))
def test_any_pages_together_give_what_each_gives_alone(texts):
    pages = pages_of(texts)
    assert read_pages(pages) == [read_page(page) for page in pages]


def laid(text: str) -> Laid:
    lines = read_lines(text)
    marks = read_roles(lines, LEXICON)
    return Laid(lines, marks, datelines_of(lines, marks, LEXICON, date_reader(LEXICON)))


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS.filter(str.strip), min_size=1, max_size=9))
def test_features_are_the_same_to_the_last_bit(texts):
    pages, words = [laid(text) for text in texts], vocabulary(LEXICON)
    sheet = Sheet(pages, LEXICON, words)
    found = table(sheet)
    for page, (first, last) in zip(pages, pairwise(sheet.at), strict=True):
        assert np.array_equal(table(Sheet([page], LEXICON, words)), found[:, first:last])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from([line for line in LINES if line]), max_size=50), min_size=1, max_size=6))
def test_nothing_reaches_from_one_page_to_the_next(pages):
    words = vocabulary(LEXICON)
    read = Tokens.read([line for page in pages for line in page], words, [len(page) for page in pages])
    found = [*measure(read), read_names(read).leant, read_names(read).shared]
    for page, first in zip(pages, read.places.firsts.tolist(), strict=True):
        one = Tokens.read(page, words)
        alone = [*measure(one), read_names(one).leant, read_names(one).shared]
        for values, expected in zip(found, alone, strict=True):
            assert np.array_equal(values[first : first + len(page) + 1], expected[ROOM : ROOM + len(page) + 1])


def test_the_room_between_pages_is_wider_than_any_look():
    assert names._AROUND < ROOM
    places = Places([3, 0, 2])
    assert places.place.tolist() == [ROOM, ROOM + 1, ROOM + 2, 3 * ROOM + 3, 3 * ROOM + 4]
    assert places.firsts.tolist() == [ROOM, 2 * ROOM + 3, 3 * ROOM + 3]
    assert places.total == 4 * ROOM + 5


@pytest.mark.parametrize("length", [16_382, 16_383, 16_384, 16_385, 40_000])
def test_a_word_longer_than_a_piece_is_the_same_wherever_it_stands(length):
    word = "ab" * (length // 2) + "c"
    alone = spell([word, "Selby"]).word
    for beside in (["said"], ["said it"] * 999, ["x" * 20_000, "y"]):
        there = spell([*beside, word, "Selby"])
        assert there.word[there.starts[len(beside)] :].tolist() == alone.tolist()


def test_a_long_page_takes_no_other_with_it():
    short, long = "A word was said.", "word and word " * 100_000
    pages = pages_of([short, short, long, short, *["The harbour " * 2000] * 40])
    pages.insert(4, Page("h", "h.html", html="<p>Words were said.</p>"))
    batches = list(together(pages))
    assert [page for some in batches for page in some] == pages
    assert [len(some) for some in batches[:4]] == [2, 1, 1, 1]
    assert all(len(some) <= 16 and sum(len(page.text or "") for page in some) < 300_000 for some in batches[4:])
    assert len(batches) < 12


def test_hostile_pages_do_not_hurt_their_neighbours():
    story = "\n\n".join(line for line in LINES[:8])
    hostile = ["The minister said so. " * 450_000, "word\n" * 40_000, "x" * 3_000_000, "\ud800" * 9, "\u2028" * 99]
    texts = [text for one in hostile for text in (story, one)]
    found = read_pages(pages_of(texts))
    (alone,) = read_pages(pages_of([story]))
    assert [result.articles[0].text for result in found[::2]] == [alone.articles[0].text] * len(hostile)
