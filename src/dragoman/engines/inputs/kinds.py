"""What a file is: by its ending, else by how it begins."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePosixPath

__all__ = ["DOCUMENTS", "Kind", "Packing", "by_ending", "by_head", "holds_many", "packing", "unpacked_name"]


class Kind(StrEnum):
    """The kinds of input; each has its reader."""

    HTML = "html"
    TEXT = "text"
    JSONL = "jsonl"
    JSON = "json"
    TABLE = "table"
    PARQUET = "parquet"
    WARC = "warc"
    ZIP = "zip"
    TAR = "tar"
    MAIL = "mail"
    FEED = "feed"
    PDF = "pdf"
    DOCX = "docx"


DOCUMENTS = frozenset({Kind.JSON, Kind.MAIL, Kind.FEED, Kind.PDF, Kind.DOCX})
"""Kinds that are read whole, by code that a hostile file could hang or swell: they are read in a guarded process."""


class Packing(StrEnum):
    """How a single file is compressed."""

    GZIP = "gz"
    BZIP2 = "bz2"
    XZ = "xz"


_ENDINGS = {
    Kind.HTML: (".html", ".htm", ".xhtml", ".shtml"),
    Kind.TEXT: (".txt", ".text"),
    Kind.JSONL: (".jsonl", ".ndjson"),
    Kind.JSON: (".json",),
    Kind.TABLE: (".csv", ".tsv"),
    Kind.PARQUET: (".parquet",),
    Kind.WARC: (".warc", ".wet"),
    Kind.ZIP: (".zip", ".wacz"),
    Kind.TAR: (".tar",),
    Kind.MAIL: (".eml", ".mhtml", ".mht"),
    Kind.FEED: (".rss", ".atom", ".rdf", ".xml"),
    Kind.PDF: (".pdf",),
    Kind.DOCX: (".docx",),
}
_BY_ENDING = {ending: kind for kind, endings in _ENDINGS.items() for ending in endings}
_SHORT = {".tgz": (".tar", Packing.GZIP), ".tbz2": (".tar", Packing.BZIP2), ".txz": (".tar", Packing.XZ)}
_MARKUP = re.compile(r"\s*<(?:!--|!doctype\s+html|(?:html|head|body|\?xml|article|div|p|meta|script|h1)\b)", re.I)
_FEED = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<!doctype\s+rss[^>]*>\s*)*+<(?:rss|feed|rdf:rdf)\b", re.I | re.S
)
_MAIL = re.compile(
    rb"(?:From|Return-Path|Received|Delivered-To|MIME-Version|Message-ID|Date|Subject|X-[\w-]+):[ \t]", re.I
)
_MIME = re.compile(rb"^(?:MIME-Version|Content-Type|Message-ID):", re.I | re.M)
_LIST = re.compile(rb"\[\s*\{\s*\"")
_MAGIC = (
    (b"WARC/1.", Kind.WARC), (b"%PDF-", Kind.PDF), (b"PK\x05\x06", Kind.ZIP),
    (b"PK\x03\x04", Kind.ZIP), (b"PAR1", Kind.PARQUET),
)  # fmt: skip
_TAR_MAGIC = slice(257, 262)


def packing(name: str, head: bytes = b"") -> Packing | None:
    """How a file is compressed, by its name or, if that says nothing, its first bytes."""
    suffix = PurePosixPath(name.casefold()).suffix
    if suffix in _SHORT:
        return _SHORT[suffix][1]
    if suffix[1:] in set(Packing):
        return Packing(suffix[1:])
    for magic, found in ((b"\x1f\x8b\x08", Packing.GZIP), (b"BZh", Packing.BZIP2), (b"\xfd7zXZ\0", Packing.XZ)):
        if head.startswith(magic) and suffix not in _BY_ENDING:
            return found
    return None


def unpacked_name(name: str) -> str:
    """The name without the ending of its compression (``a.csv.gz`` is ``a.csv``, ``a.tgz`` ``a.tar``)."""
    path = PurePosixPath(name.casefold())
    if path.suffix in _SHORT:
        return str(path.with_suffix(_SHORT[path.suffix][0]))
    return str(path.with_suffix("")) if path.suffix[1:] in set(Packing) else str(path)


def by_ending(name: str) -> Kind | None:
    """The kind that the ending of a name (``.gz`` taken off) says; None if it says nothing."""
    return _BY_ENDING.get(PurePosixPath(unpacked_name(name)).suffix)


def holds_many(name: str) -> bool:
    """Whether a file of this name may hold many pages."""
    return by_ending(name) not in (None, Kind.HTML, Kind.TEXT, Kind.PDF, Kind.DOCX)


def by_head(head: bytes) -> Kind:
    """The kind that the first bytes of a file say; ``TEXT`` if they say nothing."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[_TAR_MAGIC] == b"ustar":
        return Kind.TAR
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{") or _LIST.match(start):
        return Kind.JSONL if start.startswith(b"{") else Kind.JSON
    return Kind.MAIL if _MAIL.match(head) and _MIME.search(head) else _by_text(head.decode("utf-8", "replace"))


def _by_text(text: str) -> Kind:
    text = text.lstrip("\ufeff")
    if _FEED.match(text):
        return Kind.FEED
    return Kind.HTML if _MARKUP.match(text) else Kind.TEXT
