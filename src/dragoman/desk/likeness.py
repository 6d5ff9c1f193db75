"""How like two articles are: by the sequences of words they share, and by what the later one has of its own.

Resemblance is estimated by MinHash (Broder 1997, *On the resemblance and containment of documents*) over sequences of
four words of the body; the headline does not count. Near copies are those of which nearly all stands in the article
that is kept and that name no number and hardly a name that it does not: reports made from one template (the dead of one
day and of the next) share most of their words and are different news.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b
from struct import pack
from urllib.parse import urlsplit
from zlib import crc32

import numpy as np

from dragoman.records import Article

__all__ = ["VERSION", "Trace", "address_key", "key", "resemblance", "says_nothing_new", "trace"]

VERSION = 1
"""Of the traces: stored ones of another version are made anew."""

_HASHES, _ROWS = 120, 5
_BANDS = _HASHES // _ROWS
"""24 bands of 5: a text that shares .7 of all sequences is found with .99, .6 with .87, .3 with .06 (1-(1-J^5)^24)."""
_SEED = 1
_RUN = 4
_FEW_WORDS = 30
"""Shorter bodies are compared whole and with their headline: a teaser has too few sequences to estimate by."""
_MANY_WORDS = 20_000
"""Longer bodies are compared whole only: no news is so long, and a hostile page would fill the memory."""
_NAMES_OF_ITS_OWN = 0.05
_WORD = re.compile(r"\w+(?:['’]\w+)?")
_START = re.compile(r"(?:^|[.!?:…\"“”‘(\[«])\s*$")
_INT64 = 2**63


@dataclass(frozen=True, slots=True)
class Trace:
    """What an article is compared by. ``text`` identifies its words, ``size`` counts its sequences; ``signature`` is
    the MinHash (16 bits of each of 120), ``bands`` the keys under which like ones are found, ``particulars`` the names
    and numbers (32-bit hashes, odd for numbers). A short text has no signature.
    """

    text: int
    size: int
    signature: bytes
    bands: tuple[int, ...]
    particulars: bytes


def key(*parts: str) -> int:
    """A signed 64-bit key of strings."""
    digest = blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)


def address_key(url: str) -> int:
    """The key of an address without what differs between links to one page: fragment, trackers, case of the host."""
    from courlan import normalize_url

    try:
        parts = urlsplit(normalize_url(url, strict=False))
    except ValueError:
        return key(url)
    return key(parts.netloc.casefold().removeprefix("www."), parts.path.rstrip("/"), parts.query)


def trace(article: Article) -> Trace:
    """The trace of one article."""
    body = [article.text[b.start : b.end] for b in article.bodies()] or [article.text]
    words = [w.casefold() for part in body for w in _WORD.findall(part)]
    if not _FEW_WORDS <= len(words) <= _MANY_WORDS:
        titled = article.title or "" if len(words) < _FEW_WORDS else ""
        return Trace(key(titled, " ".join(words)), 0, b"", (), b"")
    from rensa import RMinHash

    runs = {" ".join(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1)}
    sketch = RMinHash(num_perm=_HASHES, seed=_SEED)
    sketch.update(list(runs))
    digest = sketch.digest()
    bands = tuple(
        int.from_bytes(blake2b(pack("<6I", n, *digest[n * _ROWS : (n + 1) * _ROWS]), digest_size=8).digest(), "little")
        - _INT64
        for n in range(_BANDS)
    )
    signature = (np.array(digest, dtype=np.uint32) & 0xFFFF).astype("<u2").tobytes()
    return Trace(key("", " ".join(words)), len(runs), signature, bands, _particulars(body))


def _particulars(body: list[str]) -> bytes:
    """The names and numbers of a text: capitalised words inside sentences, and whatever holds a digit."""
    found = set()
    for part in body:
        for m in _WORD.finditer(part):
            word = m[0]
            number = any(c.isdigit() for c in word)
            if number or (word[0].isupper() and not _START.search(part[max(0, m.start() - 3) : m.start()])):
                found.add(crc32(word.casefold().encode()) & ~1 | number)
    return np.array(sorted(found), dtype="<u4").tobytes()


def resemblance(new: Trace, old: Trace) -> float:
    """The estimated share of the sequences of ``new`` that stand in ``old`` (its containment), 0 to 1."""
    if new.text == old.text:
        return 1.0
    if not new.signature or not old.signature:
        return 0.0
    same = np.frombuffer(new.signature, "<u2") == np.frombuffer(old.signature, "<u2")
    jaccard = float(same.mean())
    return min(1.0, jaccard * (new.size + old.size) / ((1 + jaccard) * new.size))


def says_nothing_new(new: Trace, old: Trace) -> bool:
    """Whether ``new`` has no number, and of names at most one in twenty, that ``old`` has not."""
    own = np.frombuffer(new.particulars, "<u4")
    novel = np.setdiff1d(own, np.frombuffer(old.particulars, "<u4"), assume_unique=True)
    return not (novel & 1).any() and len(novel) <= _NAMES_OF_ITS_OWN * len(own)
