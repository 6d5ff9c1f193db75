"""Hand-made containers: WARC records, PDF and DOCX files, mails, archives. The texts are invented."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from email.message import EmailMessage

PAGE = (
    "<html><head><title>{title}</title></head><body><article><h1>{title}</h1>"
    "<p>The transport minister of Zambia opened the rail link to Ndola on Tuesday, officials said.</p>"
    "<p>Workers who had blocked the line for {n} days went home after talks. The line is safe, the minister said.</p>"
    "</article></body></html>"
)

RSS = """<?xml version="1.0"?><!DOCTYPE rss [{entities}]><rss xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Harbour Post</title>
<item><title>Ports &amp; rails</title><link>https://example.org/1</link><pubDate>Wed, 09 Feb 2022 10:15:00 GMT</pubDate>
<description>A teaser.</description><content:encoded><![CDATA[<p>The ports of Tunis were shut.</p>]]></content:encoded></item>
<item><title>Second</title><guid>https://example.org/2</guid><description>Only a teaser {use}.</description></item>
<item><title>Third</title></item></channel></rss>"""


def html(title: str = "Rail link opens", n: int = 3) -> str:
    return PAGE.format(title=title, n=n)


def http(body: bytes, headers: str = "Content-Type: text/html; charset=utf-8", status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\n{headers}\r\n\r\n".encode() + body


def record(block: bytes, kind: str = "response", url: str = "https://example.org/a", media: str | None = None) -> bytes:
    media = media or ("application/http; msgtype=response" if kind == "response" else "text/plain")
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-05-02T10:11:12Z\r\n"
        f"WARC-Record-ID: <urn:uuid:12345678-0000-4000-8000-000000000000>\r\n"
        f"Content-Type: {media}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def warc(*records: bytes, packed: bool = True) -> bytes:
    return b"".join(gzip.compress(r) if packed else r for r in records)


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def docx(body: str) -> bytes:
    """A Word file whose ``w:body`` holds ``body``."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    compat = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    document = f'<?xml version="1.0"?><w:document {space} {compat}><w:body>{body}</w:body></w:document>'
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": document.encode()})


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def pdf(*pages: list[tuple[int, int, int, str]]) -> bytes:
    """A PDF of pages of (x, y, size, text) lines in Helvetica, enough for a reader of text layers."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    kids = []
    for lines in pages:
        shown = "".join(
            f"BT /F1 {size} Tf {x} {y} Td ({text.replace('(', '').replace(')', '')}) Tj ET\n"
            for x, y, size, text in lines
        )
        objects.append(f"<< /Length {len(shown)} >>\nstream\n{shown}endstream".encode("latin-1"))
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + content + b"\nendobj\n")
    at = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.writelines(f"{place:010} 00000 n \n".encode() for place in places)
    out.write(f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n".encode())
    return out.getvalue()


def mail(text: str | None, markup: str | None = None, **attached: bytes) -> bytes:
    message = EmailMessage()
    message["Subject"] = "Grève à Tunis: ports shut"
    message["From"] = "The Harbour Post <news@example.org>"
    message["Date"] = "Wed, 09 Feb 2022 10:15:00 +0000"
    if text is not None:
        message.set_content(text)
    if markup is not None:
        message.add_alternative(markup, subtype="html") if text is not None else message.set_content(markup, "html")
    for name, content in attached.items():
        message.add_attachment(
            content, maintype="application", subtype="octet-stream", filename=name.replace("__", ".")
        )
    return message.as_bytes()
