"""The guard: an item that takes too long, too much memory or the process with it costs itself, and the rest is read."""

from __future__ import annotations

import pytest

from containers import RSS, html, mail, paragraph, pdf
from dragoman.engines.guard import Bounds, Guard
from dragoman.engines.inputs import Document
from dragoman.engines.inputs.kinds import Kind
from dragoman.records import Page, Skipped

STORY = html("Rail link opens")


def page(content: str, origin: str = "a.html") -> Page:
    return Page(Page.identify(origin, content, None), origin, html=content)


@pytest.fixture(scope="module")
def guard():
    with Guard() as made:
        yield made


def test_a_page_is_read_as_in_this_process(guard):
    from dragoman.pages import read_page

    assert guard.read(page(STORY)) == read_page(page(STORY))
    assert guard.read(page(STORY)).articles[0].title == "Rail link opens"


def test_documents_come_with_their_order_and_what_was_left_out(guard):
    items = list(guard.documents(Document(Kind.FEED, RSS.format(entities="", use="").encode(), "a.rss", 0)))
    assert [i.origin if isinstance(i, Page) else i.cause for i in items] == ["a.rss#1", "a.rss#2", "empty"]
    links = guard.links(RSS.format(entities="", use="").encode(), "a.rss")
    assert (links.kind, list(links.pages)) == ("feed", ["https://example.org/1", "https://example.org/2"])


HOSTILE = {
    "deep": "<div>" * 300_000 + "words",
    "one line": "<p>" + "The minister said so. " * 450_000 + "</p>",
    "attributes": "<p " + " ".join(f"a{n}=1" for n in range(200_000)) + ">Words.</p>",
    "unclosed": "<b><i><a href='x'>" * 60_000 + "Words.",
    "tables": "<table><tr><td>" * 20_000 + "Words.",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_html_costs_itself(guard, kind):
    result = guard.read(page(HOSTILE[kind]))
    assert result.articles or result.skipped
    assert guard.read(page(STORY)).articles


def test_an_item_over_its_time_or_memory_is_named_and_the_next_one_read():
    entries = "".join(
        f"<item><title>{n}</title><description>Words of {n}.</description></item>" for n in range(200_000)
    )
    feed = Document(Kind.FEED, f"<rss><channel>{entries}</channel></rss>".encode(), "big.rss", 0)
    with Guard(bounds=Bounds(seconds=0.5)) as slow:
        assert [i.cause for i in slow.documents(feed)] == ["too_slow"]
        assert slow.links(b"<rss><channel/></rss>", "x").kind == "feed"
    with Guard(bounds=Bounds(memory=300 * 2**20)) as small:
        large = Document(Kind.JSON, b"[" + b"[]," * 9_000_000 + b"[]]", "big.json", 0)
        assert [i.cause for i in small.documents(large)] == ["too_much_memory"]
        assert small.read(page(STORY)).articles


def test_a_child_that_was_killed_is_replaced(guard):
    guard.read(page(STORY))
    child = guard._idle.get()
    child._process.kill()
    guard._idle.put(child)
    assert guard.read(page(STORY)).articles


def test_a_run_that_is_left_early_ends():
    with Guard() as guard:
        read = guard.read_many(page(html(f"Story {n}", n)) for n in range(20))
        assert next(read)[1].articles
    assert all(r.skipped[0].cause == "interrupted" for _, r in list(read)[4:])


def test_pages_in_order_by_several_children():
    with Guard(2) as guard:
        pages = [page(html(f"Story {n}", n), f"{n}.html") for n in range(12)]
        read = list(guard.read_many(iter(pages)))
    assert [given.origin for given, _ in read] == [p.origin for p in pages]
    assert [result.articles[0].title for _, result in read] == [f"Story {n}" for n in range(12)]


def test_nothing_of_the_callers_program_runs_in_the_child(tmp_path):
    import subprocess
    import sys

    program = tmp_path / "program.py"
    program.write_text(
        "print('once')\nfrom dragoman.engines.guard import Guard\nfrom dragoman.records import Page\n"
        "with Guard() as guard:\n    print(len(guard.read(Page('p', 'o', text='Words.')).articles))\n"
    )
    done = subprocess.run([sys.executable, program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["once", "1"]


def test_mail_with_attachments_is_read_in_the_child(guard):
    raw = mail("The ports of Tunis were shut on Monday.", report__pdf=pdf([(50, 700, 11, "Some words here.")]))
    assert [i.origin for i in guard.documents(Document(Kind.MAIL, raw, "a.eml", 0))] == ["a.eml", "a.eml!report.pdf"]
    broken = list(guard.documents(Document(Kind.DOCX, paragraph("x").encode(), "a.docx", 0)))
    assert [i.cause for i in broken if isinstance(i, Skipped)] == ["broken_docx"]


def test_a_text_page_that_ends_its_process_costs_itself_and_none_that_are_read_with_it():
    def text(content: str, number: int) -> Page:
        return Page(f"p{number}", f"{number}.txt", text=content)

    story = "Rail link opens\n\nThe rail link to Selby was opened on Monday, the ministry of transport said."
    pages = [text(f"{story} It is line {number}.", number) for number in range(9)]
    pages[4] = text("The minister said so.\n" * 400_000, 4)
    with Guard(bounds=Bounds(seconds=1)) as guard:
        found = guard.read_together(pages)
        assert [result.page for result in found] == [page.id for page in pages]
        assert [result.skipped[0].cause for result in found if result.skipped] == ["too_slow"]
        assert [number for number, result in enumerate(found) if not result.articles] == [4]
        assert [(p, r.page) for p, r in guard.read_many(pages[5:])] == [(page, page.id) for page in pages[5:]]
