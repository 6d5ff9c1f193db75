"""Bytes to text: BOM, what the server said, what the page says, then detection.

The order is that of the WHATWG encoding standard, but for one thing: bytes that are valid UTF-8 beyond ASCII are UTF-8,
whatever was declared, since other encodings hardly ever are by chance and wrong declarations are common.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from dragoman.errors import PageError

__all__ = ["Decoded", "decode"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF", "PDF"), (b"PK\x03\x04", "ZIP (or DOCX, EPUB)"), (b"\x89PNG", "PNG image"), (b"GIF8", "GIF image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"\x1f\x8b", "gzip"), (b"BZh", "bzip2"), (b"\xfd7zXZ", "xz"), (b"\x7fELF", "program"),
    (b"RIFF", "media"), (b"\xd0\xcf\x11\xe0", "Microsoft Office"), (b"PAR1", "Parquet"), (b"SQLite format 3", "SQLite"),
)  # fmt: skip
_META = re.compile(rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_TAG = re.compile(rb"<[^>]{0,400}>")
_HEAD = 4096
_SAMPLE = 65_536
_BAD_SHARE = 0.01
"""Share of undecodable bytes up to which a text still counts as (damaged) UTF-8."""
_CONTROL_SHARE = 0.02
_WINDOWS_TYPOGRAPHY = frozenset(
    b"\x80\x82\x84\x85\x8b\x91\x92\x93\x94\x95\x96\x97\x99\x9b\xa0\xa3\xa9\xab\xb0\xb7\xbb\xe0\xe7\xe8\xe9\xea\xf1\xf3\xf6\xfc"
)
_RARE_SHARE = 0.03
_WIDE_CHARS, _WIDE_SHARE = 16, 0.97
"""Of random bytes about two thirds are letters or signs when they are read as UTF-16."""
_MARKS = " .,;:!?。，、；：！？؟،"
_FOREIGN_SHARE = 0.4
"""Share of accented letters among all from which no text is in a Latin script: Vietnamese and Czech stay under .3."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, its encoding, and where that was learned (``bom``, ``utf-8``, ``declared``, ``page``, ``detected``)."""

    text: str
    encoding: str
    basis: str


def decode(raw: bytes, origin: str = "<bytes>", declared: str | None = None) -> Decoded:
    """The text of ``raw``; ``declared`` is the charset of the HTTP header, if any.

    Raises PageError with the cause ``empty``, ``binary`` or ``encoding``.
    """
    if not raw.strip():
        raise PageError(origin, "empty", "the file is empty")
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return Decoded(raw[len(bom) :].decode(encoding, "replace"), encoding, "bom")
    _refuse_known_binary(raw, origin)
    wide = _utf16(raw[:_HEAD])
    binary = not wide and (b"\0" in raw[:_SAMPLE] or _controls(raw[:_SAMPLE]) > _CONTROL_SHARE)
    wide = wide or (_utf16_by_letters(raw[:_HEAD]) if binary else None)
    if wide:
        return Decoded(raw.decode(wide, "replace"), wide, "detected")
    if binary:
        raise PageError(origin, "binary", "the file is binary, not text")
    try:
        return Decoded(raw.decode("utf-8"), "utf-8", "utf-8")
    except UnicodeDecodeError:
        pass
    m = _META.search(raw[:_HEAD])
    for name, basis in ((declared, "declared"), (m[1].decode("ascii", "replace") if m else None, "page")):
        text = _strictly(raw, name)
        if text is not None and name is not None and not (_label(name) == "cp1252" and _is_other_script(raw)):
            return Decoded(text, _label(name), basis)
    return _detected(raw, origin)


def _refuse_known_binary(raw: bytes, origin: str) -> None:
    for magic, name in _MAGIC:
        if raw.startswith(magic):
            raise PageError(origin, "binary", f"the file is binary ({name}), not a page")


def _utf16(head: bytes) -> str | None:
    """UTF-16 without a mark: in Latin script every other byte is zero."""
    if len(head) < 8:
        return None
    even, odd = head[0::2].count(0) / len(head[0::2]), head[1::2].count(0) / len(head[1::2])
    if odd > 0.7 and even < 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 and odd < 0.1 else None


def _utf16_by_letters(head: bytes) -> str | None:
    """UTF-16 without a mark in other scripts: read so, next to all of it is letters, marks and signs of text."""
    found: dict[str, int] = {}
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = head[: len(head) // 2 * 2].decode(encoding)
        except UnicodeDecodeError:
            continue
        told = sum(c.isalnum() or c.isspace() or unicodedata.category(c)[0] in "MPS" for c in text)
        if len(text) >= _WIDE_CHARS and told >= _WIDE_SHARE * len(text):
            found[encoding] = sum(c in _MARKS for c in text)
    best = max(found, key=found.__getitem__, default=None)
    return best if best and found[best] else None


def _controls(sample: bytes) -> float:
    return sum(b < 32 and b not in b"\t\n\r\x0b\x0c\x1b" for b in sample) / len(sample)


def _label(name: str) -> str:
    """The encoding that a label means on the web: Latin-1 and ASCII are read as Windows-1252 there."""
    folded = name.strip().casefold()
    return "cp1252" if folded in ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii") else folded


def _is_other_script(raw: bytes) -> bool:
    """True where bytes that are declared Latin are mostly letters of none: Cyrillic under a server's default."""
    sample = raw[:_SAMPLE]
    high = sum(b >= 0xC0 for b in sample)
    words = _TAG.sub(b" ", sample)
    plain = sum(chr(b).isalpha() for b in words if b < 128)
    return high > _FOREIGN_SHARE * (high + plain)


def _strictly(raw: bytes, name: str | None) -> str | None:
    if name is None:
        return None
    try:
        return raw.decode(_label(name))
    except (UnicodeDecodeError, LookupError):
        return None


def _detected(raw: bytes, origin: str) -> Decoded:
    damaged = raw.decode("utf-8", "replace")
    high = sum(b > 127 for b in raw)
    broken = damaged.count("�")
    if broken <= _BAD_SHARE * len(raw) and broken * 4 < high:
        return Decoded(damaged, "utf-8", "detected")
    if high <= _RARE_SHARE * len(raw) and all(b in _WINDOWS_TYPOGRAPHY for b in raw if b > 127):
        return Decoded(raw.decode("cp1252", "replace"), "cp1252", "detected")
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:_SAMPLE]).best()
    text = _strictly(raw, best.encoding) if best else None
    if best is None or text is None:
        raise PageError(origin, "encoding", "the text is in no encoding that could be found out; save it as UTF-8")
    return Decoded(text, best.encoding, "detected")
