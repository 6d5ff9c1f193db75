"""Saved mails (EML) and saved web pages (MHTML): the part that people see is the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from email import policy
from email.errors import MessageError
from email.message import Message
from email.parser import BytesParser
from email.utils import parsedate_to_datetime

from dragoman.engines.inputs.context import Document, Item, one_page
from dragoman.engines.inputs.kinds import DOCUMENTS, Kind, by_ending
from dragoman.records import Page, Skipped

__all__ = ["attachments", "read_mail"]

_WRAPPED = (55, 80)
"""Characters of a line that was broken to fit; a shorter one was meant to end there."""
_OWN_LINE = " \t>-*"
"""What opens a line that stands for itself: set in, quoted, of a list."""
_SAVED = ("snapshot-content-location", "content-location")


def read_mail(document: Document) -> Iterator[Item]:
    """The page of one mail or saved page: its HTML, else its plain text, with subject and date.

    A saved page's date is when it was saved, a mail's when it was sent. Attached files are ``attachments``.
    """
    message = _parsed(document)
    subject = _header(message, "subject")
    sent = _sent(message)
    address = next((value for name in _SAVED if (value := _header(message, name))), None)
    body = _body(message)
    if body is None:
        if not any(True for _ in attachments(document)):
            yield Skipped(document.origin, "empty", "the mail holds no text")
        return
    raw = _content(body)
    plain = body.get_content_type() == "text/plain"
    if address is None and message.get_content_type() == "multipart/related":
        address = _header(body, "content-location")
    saved = address is not None
    known = {"url": address if saved and (address or "").startswith("http") else None, "title": subject}
    known |= {"fetched": sent} if saved else {"date": sent}
    item = one_page(raw, document.origin, not plain, body.get_content_charset(), **known)
    yield _unwrapped(item) if isinstance(item, Page) and item.text is not None else item


def _unwrapped(page: Page) -> Page:
    """A plain mail with one line a paragraph: mail programs break lines at some 72 characters."""
    blocks: list[list[str]] = [[]]
    above = 0  # characters of the line above
    for line in (page.text or "").splitlines():
        shown = line.strip()
        if not shown:
            blocks.append([])
        elif blocks[-1] and _WRAPPED[0] <= above <= _WRAPPED[1] and line[0] not in _OWN_LINE:
            blocks[-1][-1] += f" {shown}"
        else:
            blocks[-1].append(shown)
        above = len(line.rstrip())
    text = "\n\n".join("\n".join(block) for block in blocks if block)
    return replace(page, text=text + "\n")


def _parsed(document: Document) -> Message:
    """The message of a document; broken parts stay as they are, without an error."""
    message: Message = BytesParser(policy=policy.compat32).parsebytes(document.raw)
    return message


def attachments(document: Document) -> Iterator[Document]:
    """The files attached to a mail that can be read, as ``mail.eml!report.pdf``; none of a saved page."""
    message = _parsed(document)
    if any(_header(message, name) for name in _SAVED):
        return
    for number, part in enumerate(_leaves(message), 1):
        name = part.get_filename() or (f"attached-{number}.eml" if part.get_content_type() == "message/rfc822" else "")
        kind = by_ending(name) if name else None
        if kind in DOCUMENTS or kind in (Kind.HTML, Kind.TEXT):
            raw = _enclosed(part) if part.get_content_type() == "message/rfc822" else _content(part)
            yield Document(kind, raw, f"{document.origin}!{name}", document.depth + 1)


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that hold no others; a mail within a mail is one part."""
    stack = [message]
    while stack:
        part = stack.pop()
        if part.get_content_type() != "message/rfc822" and part.is_multipart():
            stack.extend(reversed([p for p in part.get_payload() if isinstance(p, Message)]))
        else:
            yield part


def _body(message: Message) -> Message | None:
    """The part that people see: the first HTML, else the first plain text, that is not attached."""
    shown = [p for p in _leaves(message) if p.get_content_disposition() != "attachment" and not p.get_filename()]
    for kinds in (("text/html", "application/xhtml+xml"), ("text/plain",)):
        for part in shown:
            if part.get_content_type() in kinds and _content(part).strip():
                return part
    return None


def _content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _enclosed(part: Message) -> bytes:
    inner = part.get_payload()
    first = inner[0] if isinstance(inner, list) and inner else None
    return first.as_bytes() if isinstance(first, Message) else b""


def _header(message: Message, name: str) -> str | None:
    """A header as people read it; None if it is missing or cannot be decoded."""
    from email.header import decode_header, make_header

    value = message.get(name)
    if value is None:
        return None
    try:
        return " ".join(str(make_header(decode_header(str(value)))).split()) or None
    except (MessageError, LookupError, UnicodeError, ValueError):
        return " ".join(str(value).split()) or None


def _sent(message: Message) -> str | None:
    value = message.get("date")
    try:
        return parsedate_to_datetime(str(value)).isoformat() if value else None
    except (ValueError, TypeError, IndexError):
        return None
