"""Containers: every kind gives its pages with an origin that a person finds again, and every fault a cause."""

from __future__ import annotations

import gzip
import json
import tracemalloc
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from containers import RSS, docx, html, http, mail, paragraph, pdf, record, tarred, warc, zipped
from dragoman.engines.inputs import Limits, pages_from
from dragoman.records import BESIDE, Page, Skipped


def read(path, content: bytes, **options):
    path.write_bytes(content)
    items = list(pages_from([str(path)], **options))
    shown = [i.origin if isinstance(i, Page) else i.cause for i in items]
    return items, [s.removeprefix(f"{path.parent}/") for s in shown]


@pytest.mark.parametrize("packed", [True, False])
def test_a_warc_gives_its_html_responses_by_offset(tmp_path, packed):
    first = record(http(html("Rail link opens").encode()))
    picture = record(http(b"\xff\xd8", "Content-Type: image/jpeg"))
    gone = record(http(b"no", status="404 Not Found"))
    asked = record(b"GET / HTTP/1.1\r\n\r\n", "request", media="application/http; msgtype=request")
    second = record(http("<html>Łódź</html>".encode("iso-8859-2"), "Content-Type: text/html; charset=iso-8859-2"))
    parts = [asked, first, picture, gone, second]
    name = "crawl.warc.gz" if packed else "crawl.warc"
    items, shown = read(tmp_path / name, warc(*parts, packed=packed))
    sizes = [len(warc(p, packed=packed)) for p in parts]
    assert shown == [f"{name}:{sizes[0]}", f"{name}:{sum(sizes[:4])}", BESIDE]
    assert (items[0].url, items[0].fetched) == ("https://example.org/a", "2024-05-02T10:11:12Z")
    assert "Rail link opens" in items[0].html
    assert "Łódź" in items[1].html
    assert "3 other records" in items[2].detail
    assert "image/jpeg" in items[2].detail
    assert "status 404" in items[2].detail


def _chunked(body: bytes) -> bytes:
    return (
        b"".join(b"%x\r\n%s\r\n" % (len(body[i : i + 7]), body[i : i + 7]) for i in range(0, len(body), 7))
        + b"0\r\n\r\n"
    )


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(html().encode()), "Content-Encoding: gzip"),
        (zlib.compress(html().encode()), "Content-Encoding: deflate"),
        (_chunked(gzip.compress(html().encode())), "Content-Encoding: gzip\r\nTransfer-Encoding: chunked"),
        (html().encode(), "Content-Encoding: gzip\r\nTransfer-Encoding: chunked"),  # unpacked before it was stored
    ],
)
def test_transfer_and_content_encodings_are_undone(tmp_path, body, headers):
    items, _ = read(tmp_path / "a.warc", record(http(body, f"Content-Type: text/html\r\n{headers}")))
    assert items[0].html == html()


def test_a_response_that_swells_costs_itself_and_no_memory(tmp_path):
    bomb = record(http(gzip.compress(bytes(60_000_000)), "Content-Type: text/html\r\nContent-Encoding: gzip"))
    tracemalloc.start()
    _, shown = read(tmp_path / "a.warc.gz", warc(bomb, record(http(html().encode()))))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert shown[0] == "too_large"
    assert shown[1].startswith("a.warc.gz:")
    assert peak < 55e6


def test_faults_of_a_warc(tmp_path):
    whole = warc(record(http(html().encode())), record(http(html("Second").encode() * 30)))
    _, shown = read(tmp_path / "cut.warc.gz", whole[:-150])
    assert shown == ["cut.warc.gz:0", "cut_off"]
    _, shown = read(tmp_path / "torn.warc.gz", whole[: len(whole) // 2] + b"torn" * 9 + whole[len(whole) // 2 :])
    assert shown == ["torn.warc.gz:0", "broken_warc"]
    assert read(tmp_path / "no.warc", b"plain words")[1] == ["broken_warc"]
    broken = record(http(b"\x1f\x8bnot gzip", "Content-Type: text/html\r\nContent-Encoding: gzip"))
    assert read(tmp_path / "b.warc", broken)[1] == ["broken_encoding"]
    assert read(tmp_path / "e.warc", b"")[1] == ["empty"]


def test_wet_texts_and_html_resources_of_a_warc(tmp_path):
    text = record(b"Ministers met in Lusaka.\n", "conversion", "https://example.org/t", "text/plain")
    saved = record(html().encode(), "resource", "https://example.org/r", "text/html")
    items, _ = read(tmp_path / "a.warc", text + saved)
    assert (items[0].text, items[0].url) == ("Ministers met in Lusaka.\n", "https://example.org/t")
    assert (items[1].html, items[1].url) == (html(), "https://example.org/r")


def test_a_wacz_gives_the_pages_of_its_warcs(tmp_path):
    members = {
        "archive/data.warc.gz": warc(record(http(html().encode()))),
        "pages/pages.jsonl": b"{}",
        "datapackage.json": b"{}",
    }
    _, shown = read(tmp_path / "a.wacz", zipped(members))
    assert shown == ["a.wacz!archive/data.warc.gz:0", BESIDE]


def test_archives_in_archives_keep_the_way_to_a_page(tmp_path):
    inner = zipped({"b.html": html().encode(), ".hidden.html": b"x"})
    outer = tarred({"in/c.zip": inner, "d.txt": b"Some words.", "e.png": b"\x89PNG"}, "w:gz")
    _, shown = read(tmp_path / "a.tar.gz", outer)
    assert shown == ["a.tar.gz!in/c.zip!b.html", "a.tar.gz!d.txt", "unknown_kind"]
    _, shown = read(tmp_path / "a.tgz", outer)
    assert shown[0] == "a.tgz!in/c.zip!b.html"
    nested = html().encode()
    for _ in range(6):
        nested = zipped({"x.zip": nested})
    assert read(tmp_path / "deep.zip", nested)[1] == ["too_deep"]


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz", "a.jsonl.gz"])
def test_a_packing_bomb_stops(tmp_path, name):
    made = {"a.zip": lambda z: zipped({"a.jsonl": z, "b.html": b"<p>x"}), "a.tar.gz": lambda z: tarred({"a.jsonl": z}, "w:gz"),
            "a.jsonl.gz": gzip.compress}  # fmt: skip
    content = made[name](bytes(20_000_000))
    tracemalloc.start()
    _, shown = read(tmp_path / name, content, limits=Limits(page_bytes=100_000, swell_bytes=1_000_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "bomb" in shown
    assert peak < 3e6


def test_a_tar_header_that_swells_is_refused(tmp_path):
    content = tarred({"a.txt": b"words"})
    long_name = bytearray(content[:512])
    long_name[124:136] = b"77777777777\0"  # the size of what follows: 8 GB of name
    long_name[156:157] = b"L"
    total = sum(long_name[:148]) + 8 * 32 + sum(long_name[156:512])
    long_name[148:156] = b"%06o\0 " % total
    _, shown = read(tmp_path / "a.tar", bytes(long_name) + bytes(2_000_000))
    assert shown == ["broken_tar"]


def test_a_zip_with_too_long_a_list_is_refused(tmp_path):
    content = zipped({f"{n}.html": b"<p>x</p>" for n in range(200)})
    assert read(tmp_path / "a.zip", content, limits=Limits(directory_bytes=1000))[1] == ["too_many"]
    assert read(tmp_path / "b.zip", content[:-40])[1] == ["broken_zip"]
    locked = bytearray(zipped({"a.html": b"<p>x</p>"}))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(magic) + offset] |= 1
    assert read(tmp_path / "c.zip", bytes(locked))[1] == ["encrypted"]


def test_a_zip_that_is_packed_otherwise_is_told_apart_from_one_that_is_locked(tmp_path):
    def changed(offset: int, value: int, also: int | None = None) -> bytes:
        content = bytearray(zipped({"a.html": b"<p>x</p>"}))
        content[content.index(b"PK\x01\x02") + offset] = value
        if also is not None:
            content[content.index(b"PK\x03\x04") + also] = value
        return bytes(content)

    items, shown = read(tmp_path / "newer.zip", changed(6, 64))
    assert shown == ["unsupported"]
    assert "6.4" in items[0].detail
    assert read(tmp_path / "method.zip", changed(10, 99, 8))[1] == ["unsupported"]


def test_a_zip_whose_names_are_no_text_is_broken(tmp_path):
    content = bytearray(zipped({"ä.html": b"<p>x</p>"}))
    name = content.index(b"PK\x01\x02") + 46
    content[name] = 0xFF
    assert read(tmp_path / "a.zip", bytes(content))[1] == ["broken_zip"]


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        ("id,publish_date,title,url,language,media_name,text", "7,2022-02-09,Talks,https://e.org/1,en,Post,Words said.",
         ("Words said.", "2022-02-09", "Talks", "https://e.org/1", "Post")),
        ("Headline;Publication;Publication Date;Full Text", "Talks;Post;9 February 2022;Words said.",
         ("Words said.", "9 February 2022", "Talks", None, "Post")),
        ("url\tmaintext\tdate_publish\tsource_domain", "https://e.org/1\tWords said.\t2022-02-09\te.org",
         ("Words said.", "2022-02-09", None, "https://e.org/1", "e.org")),
    ],
)  # fmt: skip
def test_exports_are_read_by_their_usual_columns(tmp_path, header, row, expected):
    items, shown = read(tmp_path / "a.csv", f"{header}\n{row}\n".encode())
    assert shown == ["a.csv:2"]
    assert (items[0].text, items[0].date, items[0].title, items[0].url, items[0].outlet) == expected


def test_a_table_row_by_row(tmp_path):
    rows = [
        "\ufefftext,title",
        '"First line.\nSecond line.",Tall',
        ",",
        "nothing",
        f'"{"x" * 900}",Long',
        "Last words.,End",
    ]
    items, shown = read(tmp_path / "a.csv", "\r\n".join(rows).encode(), limits=Limits(page_bytes=500))
    assert shown[0] == "a.csv:3"
    assert shown[1] == "a.csv:5"
    assert "broken_row" in shown
    assert items[-1].text == "Last words."
    assert read(tmp_path / "b.csv", "text\nZoë sprach.\n".encode("cp1252"))[0][0].text == "Zoë sprach."
    assert read(tmp_path / "c.csv", "text\nZoë sprach.\n".encode("utf-16"))[0][0].text == "Zoë sprach."
    assert read(tmp_path / "d.csv", b"a,b\n1,2\n")[1] == ["unknown_columns"]
    items, shown = read(
        tmp_path / "gdelt.csv", b"URL,MobileURL,Date,Title\nhttps://e.org/1,,2022-02-09 10:00:00,Talks\n"
    )
    assert shown == ["no_text"]
    assert "dragoman fetch" in items[0].detail
    assert read(tmp_path / "e.csv", b"")[1] == ["empty"]
    assert read(tmp_path / "f.csv", b"text\n")[1] == ["empty"]


def test_json_documents_wrap_lists_of_records(tmp_path):
    story = {
        "title": "Talks",
        "source": {"id": 1, "name": "Post"},
        "publishedAt": "2022-02-09T10:00:00Z",
        "content": "Words.",
    }
    items, shown = read(tmp_path / "a.json", json.dumps({"status": "ok", "articles": [story, 7]}).encode())
    assert shown == ["a.json#1", "broken_line"]
    assert (items[0].outlet, items[0].date, items[0].title) == ("Post", "2022-02-09T10:00:00Z", "Talks")
    assert read(tmp_path / "b.json", json.dumps({"body": ["One.", "Two."]}).encode())[0][0].text == "One.\n\nTwo."
    assert read(tmp_path / "c.json", b'{"text":"a"}\n{"text":"b"}\n')[1] == ["c.json:1", "c.json:2"]
    assert read(tmp_path / "d.json", b"{broken")[1] == ["broken_json"]
    assert read(tmp_path / "e.json", b"[" * 100_000)[1] == ["broken_json"]


def test_mails(tmp_path):
    items, shown = read(tmp_path / "a.eml", mail("Plain words.", html()))
    assert shown == ["a.eml"]
    assert "Rail link" in items[0].html
    assert (items[0].title, items[0].date[:10]) == ("Grève à Tunis: ports shut", "2022-02-09")
    text = "The ports of Tunis were shut on Monday."
    items, shown = read(tmp_path / "b.eml", mail(text, report__docx=docx(paragraph(text)), picture__png=b"\x89PNG"))
    assert shown == ["b.eml", "b.eml!report.docx"]
    assert text in items[1].text
    assert read(tmp_path / "c.eml", b"Subject: x\nMIME-Version: 1.0\n\n")[1] == ["empty"]
    assert read(tmp_path / "named-nothing", mail("Plain words."))[1] == ["named-nothing"]


def test_parts_nested_without_end_cost_the_mail_alone(tmp_path):
    part = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n"
    nested = "".join(part.format(n=n) for n in range(3_000)) + "Content-Type: text/plain\n\nWords.\n"
    assert read(tmp_path / "a.eml", nested.encode())[1] == ["too_deep"]


def test_a_plain_mail_is_unwrapped(tmp_path):
    wrapped = (
        "The ports of Tunis were shut on Monday after dock workers walked\nout over a new wage law, the union said in a "
        "statement.\n\nNo date for talks was set.\n- First of a list\n- Second of a list\n"
    )
    items, _ = read(tmp_path / "a.eml", mail(wrapped))
    assert items[0].text == (
        "The ports of Tunis were shut on Monday after dock workers walked out over a new wage law, the union said in a "
        "statement.\n\nNo date for talks was set.\n- First of a list\n- Second of a list\n"
    )


def test_comments_at_the_head_are_markup(tmp_path):
    assert read(tmp_path / "a", b"<!-- x -->" * 50_000 + b"<p>Words")[0][0].html
    _, shown = read(tmp_path / "b", b"<!-- x -->" * 100 + RSS.format(entities="", use="").split("]>", 1)[1].encode())
    assert shown[0] == "b#1"


def test_a_long_line_of_json_is_read_as_a_document(tmp_path):
    asked = []

    def documents(document):
        asked.append(document.origin)
        return [Skipped(document.origin, "too_slow", "as a guard says it")]

    lines = json.dumps({"text": "Short."}) + "\n" + json.dumps({"text": "Long. " * 300_000}) + "\n"
    _, shown = read(tmp_path / "a.jsonl", lines.encode(), documents=documents)
    assert shown == ["a.jsonl:1", "too_slow"]
    assert asked == [f"{tmp_path}/a.jsonl:2"]


def test_a_saved_page_keeps_its_address_and_when_it_was_saved(tmp_path):
    saved = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/rail\r\nSubject: =?utf-8?Q?Rail=20link?=\r\n"
        "Date: Wed, 9 Feb 2022 10:15:00 -0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n'
        f"Content-Transfer-Encoding: quoted-printable\r\n\r\n{html().replace('=', '=3D')}\r\n--b\r\n"
        "Content-Type: text/css\r\n\r\np {}\r\n--b--\r\n"
    )
    items, _ = read(tmp_path / "a.mhtml", saved.encode())
    page = items[0]
    assert (page.url, page.title, page.date, page.fetched[:10]) == (
        "https://example.org/rail",
        "Rail link",
        None,
        "2022-02-09",
    )
    assert "Rail link opens" in page.html


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title><entry><title>One</title>
<link rel="self" href="https://example.org/x"/><link href="https://example.org/1"/><published>2022-02-09T10:00:00Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The ports were shut.</p></div></content></entry></feed>"""


def test_feeds_give_a_page_for_each_entry_with_text(tmp_path):
    items, shown = read(tmp_path / "a.rss", RSS.format(entities="", use="").encode())
    assert shown == ["a.rss#1", "a.rss#2", "empty"]
    first, second = items[:2]
    assert (first.url, first.title, first.outlet) == ("https://example.org/1", "Ports & rails", "The Harbour Post")
    assert first.date.startswith("2022-02-09")
    assert "were shut" in first.html
    assert (second.url, "Only a teaser" in second.html) == ("https://example.org/2", True)
    items, _ = read(tmp_path / "b.xml", ATOM.encode())
    assert (items[0].url, items[0].outlet, items[0].date) == ("https://example.org/1", "Post", "2022-02-09T10:00:00Z")
    assert "were shut" in items[0].html
    assert read(tmp_path / "c.xml", b"<?xml version='1.0'?><urlset><url/></urlset>")[1] == ["unknown_kind"]
    assert read(tmp_path / "d.xml", b"<?xml version='1.0'?><html><body>Words</body></html>")[1] == ["d.xml"]
    assert read(tmp_path / "e.xml", b"no xml")[1] == ["broken_xml"]


def test_entities_of_a_feed_stay_unexpanded(tmp_path):
    laughs = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    secret = f'<!ENTITY file SYSTEM "file://{tmp_path}/secret.txt">'
    (tmp_path / "secret.txt").write_text("hidden words")
    items, _ = read(tmp_path / "a.xml", RSS.format(entities=laughs + secret, use="&a11; &file;").encode())
    assert sum(len(i.html) for i in items if isinstance(i, Page)) < 1000
    assert not any("hidden words" in i.html for i in items if isinstance(i, Page))


def test_a_word_file_gives_its_paragraphs(tmp_path):
    body = (
        paragraph("Ports shut")
        + "<w:p><w:ins><w:r><w:t>The ports</w:t></w:r></w:ins><w:r><w:tab/><w:t>were shut.</w:t></w:r>"
        "<w:del><w:r><w:delText>never</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom></w:p>"
        "<w:tbl><w:tr><w:tc>" + paragraph("Cell") + "</w:tc></w:tr></w:tbl>"
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>" + paragraph("Boxed") + "</w:txbxContent></mc:Choice>"
        "<mc:Fallback><w:txbxContent>" + paragraph("Boxed") + "</w:txbxContent></mc:Fallback></mc:AlternateContent>"
        "<w:t>Around the box.</w:t></w:r></w:p>"
    )  # fmt: skip
    items, _ = read(tmp_path / "a.docx", docx(body))
    assert items[0].text.split("\n\n") == ["Ports shut", "The ports were shut.", "Cell", "Around the box.", "Boxed\n"]
    assert read(tmp_path / "b.docx", b"PK\x03\x04 nothing")[1] == ["broken_docx"]
    big = docx(paragraph("x" * 3_000_000))
    assert read(tmp_path / "c.docx", big, limits=Limits(document_bytes=1_000_000))[1] == ["bomb"]


def test_a_pdf_gives_paragraphs_without_furniture(tmp_path):
    def page(number, *lines):
        head = (50, 800, 9, f"The Harbour Post - {number} May 2024")
        return [head, *lines, (290, 30, 9, str(number))]

    first = page(
        1,
        (50, 760, 20, "Ports of Tunis shut"),
        (50, 720, 11, "The ports of Tunis were shut on Monday after dock workers"),
        (50, 706, 11, "walked out over a new wage law. Ministers called for nego-"),
        (50, 692, 11, "tiations before the week is out."),
        (50, 664, 11, "A second paragraph begins here, and its last sentence goes"),
    )
    second = page(2, (50, 720, 11, "on over the page."), (50, 690, 11, "The end of it."))
    third = page(3, (50, 720, 11, "One line more."))
    items, _ = read(tmp_path / "a.pdf", pdf(first, second, third))
    assert items[0].text.strip().split("\n\n") == [
        "The Harbour Post - 1 May 2024",
        "Ports of Tunis shut",
        "The ports of Tunis were shut on Monday after dock workers walked out over a new wage law. "
        "Ministers called for negotiations before the week is out.",
        "A second paragraph begins here, and its last sentence goes on over the page.",
        "The end of it.",
        "One line more.",
    ]
    assert read(tmp_path / "scan.pdf", pdf([]))[1] == ["no_text_layer"]


def test_a_pdf_of_short_paragraphs_keeps_its_title_apart(tmp_path):
    lines = [(50, 760, 11, "Strait Line to Open in Spring")]
    for n, (first, second) in enumerate(
        [
            ("Engineers said on Monday that the tunnel under the strait would", "open to trains in the spring."),
            ("The ministry of transport in the capital has asked for another", "inspection of its pumps."),
            ("Ferry crews want to know what becomes of their ships, and held", "a meeting in the port."),
        ]
    ):
        lines += [(50, 732 - 42 * n, 11, first), (50, 718 - 42 * n, 11, second)]
    items, _ = read(tmp_path / "a.pdf", pdf(lines))
    assert items[0].text.split("\n\n")[0] == "Strait Line to Open in Spring"
    assert len(items[0].text.strip().split("\n\n")) == 4


def test_a_damaged_pdf(tmp_path):
    assert read(tmp_path / "b.pdf", b"%PDF-1.4 nothing")[1] == ["broken_pdf"]


ENDINGS = ["warc.gz", "warc", "zip", "wacz", "tar", "tgz", "eml", "mhtml", "xml", "json", "jsonl", "csv", "docx", "pdf", "html.gz", "txt.xz", "csv.bz2", "x"]  # fmt: skip
SEEDS = [warc(record(http(html().encode()))), zipped({"a.html": b"<p>x"}), tarred({"a.txt": b"x"}), mail("x", html()), RSS.encode(),
         docx(paragraph("x")), pdf([(50, 700, 11, "Some words.")])]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(ENDINGS),
    st.one_of(st.binary(max_size=600), st.sampled_from(SEEDS)),
    st.binary(max_size=8),
    st.integers(0, 10_000),
)
def test_any_bytes_under_any_name_give_items(tmp_path_factory, ending, content, noise, at):
    at %= len(content) + 1
    path = tmp_path_factory.getbasetemp() / f"any.{ending}"
    path.write_bytes(content[:at] + noise + content[at + len(noise) :])
    items = list(pages_from([str(path)]))
    assert items
    for item in items:
        assert (item.origin if isinstance(item, Page) else item.item).startswith(str(path))
        assert not isinstance(item, Skipped) or (item.cause and item.detail)
