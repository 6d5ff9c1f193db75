"""Tables in a terminal: no word is broken, whatever its width; a pipe gets every cell uncut."""

from __future__ import annotations

import io
from datetime import date

import pytest
from rich.console import Console

from dragoman.cli.layouts import condensed, print_rows
from dragoman.cli.profile import print_profile
from dragoman.cli.screen import print_table
from dragoman.desk import Result
from dragoman.desk.words import say_edtf, say_period, say_title

COLUMNS = ("month", "events", "verbal_cooperation", "material_conflict", "one_to_other", "sentence")
ROW = {
    "month": "2031-05",
    "events": 4,
    "verbal_cooperation": 12,
    "material_conflict": 0,
    "one_to_other": None,
    "sentence": "Ministers of both republics signed the waterways protocol in Larnholm.",
}


def _shown(width, columns=COLUMNS, rows=(ROW,), **options):
    out = Console(file=io.StringIO(), force_terminal=True, width=width, color_system=None)
    print_table(columns, list(rows), out, **options)
    return out.file.getvalue()


@pytest.mark.parametrize("width", [40, 60, 80, 100, 160])
def test_no_word_is_broken_and_no_line_is_longer_than_the_terminal(width):
    shown = _shown(width)
    words = shown.split()
    for name in (c for c in COLUMNS[1:] if ROW[c] is not None):
        assert all(word in words for word in name.split("_")), (width, name)
    assert all(word in words for word in ROW["sentence"].split())
    assert max(map(len, shown.splitlines())) <= width


def test_a_table_that_fits_stands_as_a_table_and_one_that_does_not_as_entries():
    wide = _shown(160).splitlines()
    assert len(wide) == 2
    assert wide[0].split()[:2] == ["month", "events"]
    narrow = _shown(50).splitlines()
    assert narrow[0].strip() == "2031-05"
    assert narrow[1].strip() == "events 4  verbal cooperation 12"
    assert "one to other" not in "\n".join(narrow), "an empty cell is not told"


def test_a_name_and_its_value_stand_on_one_line():
    lines = _shown(44).splitlines()
    assert any(line.strip() == "material conflict 0" for line in lines)


def test_columns_of_sql_are_named_as_the_query_names_them():
    rows = [{"count_star()": 3}]
    assert _shown(80, ["count_star()"], rows, verbatim=True).split() == ["count_star()", "3"]
    assert _shown(80, ["count_star()"], rows).split()[0] == "count"


def test_an_empty_answer_shows_its_columns_and_says_so(capsys):
    assert "month" in _shown(80, rows=())
    assert capsys.readouterr().err == "nothing found\n"


SAID = "Ministers of both republics signed the waterways protocol in Larnholm."
ACT = {
    "type": "AGREE", "act": "sign", "mode": None, "status": "actual", "source": "Quzania", "target": "Ferrland",
    "place_name": "Larnholm", "sentence": SAID, "outlet": "The Harbour Post", "from_day": None,
    "to_day": date(2031, 5, 2), "granularity": "open", "time_basis": "frame", "certainty": "own_voice",
    "said_by": None, "trigger": "signed", "trigger_start": SAID.index("signed"), "sentence_start": 0, "quad": "Q1",
}  # fmt: skip


@pytest.mark.parametrize(
    ("shown", "more", "said"),
    [
        ("timeline", {}, ["(by 2 May 2031)", "the article itself, The Harbour Post"]),
        ("calendar", {"happened": None, "due": "2031-06", "told_of": None, "reported": "2031-05-02", "basis": "stated"},
         ["due June 2031", "reported 2 May 2031"]),
        ("happenings", {"standing": "corroborated", "outlets": 2}, ["corroborated, 2 outlets"]),
        ("disputes", {"denier": None, "denial_sentence": "Nobody signed.", "claimant": None},
         ["“Nobody signed.”", "denied by nobody named", "told by the article itself, The Harbour Post"]),
        ("stories", {"title": "Waterways", "first_day": None, "last_day": None, "articles": 2, "outlets": 1,
                     "story": "s-1", "actors": ["Quzania"]}, ["Waterways", "2 articles", "s-1"]),
        ("articles", {"title": None, "origin": "x/dam.txt", "published_start": None, "published_end": None,
                      "words": 1200, "notes": ["no_date"], "article": "a-1"},
         ["(dam.txt)", "no date · The Harbour Post · 1,200 words · no_date"]),
    ],
)  # fmt: skip
def test_what_fits_no_table_of_80_columns_stands_by_entries_of_few_lines(shown, more, said):
    out = Console(file=io.StringIO(), force_terminal=True, width=80, color_system=None)
    print_rows(shown, [{**ACT, **more}], out)
    lines = out.file.getvalue().splitlines()
    told = " ".join(" ".join(lines).split())
    assert all(part in told for part in said), told
    assert max(map(len, lines)) <= 80
    assert len(lines) <= 8


def test_counts_that_are_mostly_nought_stand_in_one_column():
    row = {"month": "2031-05", "events": 3, "actual": 2, "planned": 0, "not_done": 1}
    columns, rows = condensed(tuple(row), [row], ("actual", "planned", "not_done"))
    assert columns == ["month", "events", "of_which"]
    assert rows == [{"month": "2031-05", "events": 3, "of_which": "2 actual, 1 not done"}]


@pytest.mark.parametrize(
    ("edtf", "said"),
    [
        ("2022", "2022"), ("2022-02", "February 2022"), ("2022-02-08", "8 February 2022"),
        ("../2022-02-09", "by 9 February 2022"), ("2022-02-09/..", "from 9 February 2022"),
        ("2022-01-21/2022-01-31", "21-31 January 2022"),
    ],
)  # fmt: skip
def test_days_of_the_calendar_in_words(edtf, said):
    assert say_edtf(edtf) == said


def test_a_pipe_gets_tabs_and_every_cell(capsys):
    print_table(COLUMNS, [ROW], Console(file=io.StringIO(), width=20))
    assert capsys.readouterr().out.splitlines() == [
        "\t".join(COLUMNS),
        "2031-05\t4\t12\t0\t\tMinisters of both republics signed the waterways protocol in Larnholm.",
    ]


def _bounds(*days):
    return tuple(date.fromisoformat(day) for day in days)


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (("2003-01-01", "2003-12-31"), ("2008-01-01", "2008-12-31"), "2003-2008"),
        (("2015-05-01", "2015-05-31"), None, "since May 2015"),
        (None, ("2019-05-29", "2019-05-29"), "until 29 May 2019"),
        (("2015-05-29", "2015-05-29"), ("2019-01-01", "2019-12-31"), "29 May 2015 - 2019"),
        (("2011-01-01", "2011-12-31"), ("2011-01-01", "2011-12-31"), "2011"),
        (None, None, ""),
    ],
)
def test_a_period_is_told_no_finer_than_it_is_known(start, end, said):
    assert say_period(start and _bounds(*start), end and _bounds(*end)) == said


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"title": "Talks end", "origin": "a/b.txt"}, "Talks end"), ({"title": None, "origin": "a/b.txt"}, "(b.txt)"),
        ({"title": "", "origin": "a\\wire.jsonl:3"}, "(wire.jsonl:3)"), ({"origin": "https://example.org/x/"}, "(x)"),
        ({"title": None}, "(no title)"),
    ],
)  # fmt: skip
def test_an_article_without_a_title_is_called_by_its_file(row, said):
    assert say_title(row) == said


def test_an_actors_page_stands_by_sections_with_the_evidence_below():
    kinds = dict.fromkeys(("section", "value", "detail", "period", "basis", "evidence"), "text") | {"times": "int"}
    lines = [
        {"section": "name", "value": "Okoro", "detail": "name", "times": 3, "evidence": "Ms.  Okoro left on Friday."},
        {"section": "who", "value": "Ada Okoro", "detail": "person, QZA", "basis": "knowledge"},
        {"section": "who", "value": "Ada Okoro", "detail": "person, QZA, PTY", "basis": "text", "times": 1200},
        {"section": "role", "value": "minister", "detail": "Quzania", "period": "2010-2014", "basis": "knowledge"},
    ]
    out = Console(file=io.StringIO(), width=70)
    print_profile(Result.of([dict.fromkeys(kinds) | line for line in lines], kinds), out)
    assert [line.rstrip() for line in out.file.getvalue().splitlines()] == [
        "Ada Okoro",
        "person, QZA \u00b7 knowledge",
        "person, QZA, PTY \u00b7 by 1,200 mentions here",
        "",
        "Roles",
        "  minister, Quzania  2010-2014 \u00b7 knowledge",
        "",
        "Seen as",
        "  Okoro  name  3 \u00d7",
        "      \u201cMs. Okoro left on Friday.\u201d",
    ]
