"""How like two articles are: by the sequences of words they share, and by what the later one has of its own.

Like ones are found by MinHash (Broder 1997, *On the resemblance and containment of documents*) over sequences of four
words of the body, and then compared exactly; the headline does not count. A near copy is one of which nearly all
stands in the article that is kept, and which has no number, hardly a name and no sentence that it has not: reports made
from one template (the dead of one day and of the next) share most of their words and are different news.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b
from struct import pack
from urllib.parse import urlsplit
from zlib import crc32

import numpy as np
import numpy.typing as npt

from dragoman.records import Article

__all__ = ["VERSION", "Trace", "address_key", "key", "resemblance", "says_nothing_new", "trace"]

VERSION = 1
"""Of the traces: stored ones of another version are made anew."""

_HASHES, _ROWS = 120, 4
_BANDS = _HASHES // _ROWS
"""30 bands of 4: a text that shares .6 of all sequences with another is found with .98, .4 with .54, .1 with .003
(1-(1-J^4)^30); half of an article shares .5 with the whole."""
_SEED = 1
_RUN = 4
_FEW_WORDS = 30
"""Shorter bodies are compared whole and with their headline: a teaser has too few sequences to estimate by."""
_MANY_WORDS = 20_000
"""Longer bodies are compared whole only: no news is so long, and a hostile page would fill the memory."""
_NAMES_OF_ITS_OWN = 0.05
_WORDS_OF_ITS_OWN = 12
"""New words on end: a sentence was added, not one edited. Outlets put in a few at a time (``told the Post``)."""
_HASH = np.dtype("<u4")
_WORD = re.compile(r"\w+(?:['’]\w+)?")
_START = re.compile(r"(?:^|[.!?:…\"“”‘(\[«])\s*$")
_INT64 = 2**63


@dataclass(frozen=True, slots=True)
class Trace:
    """What an article is compared by.

    ``text`` identifies its words; ``runs`` are the hashes of its sequences (32 bits, sorted), ``bands`` the keys under
    which like ones are found, ``particulars`` the hashes of names and numbers (odd for numbers). ``order`` are the
    sequences as they follow one another; an index does not keep it. A short text has nothing but ``text``.
    """

    text: int
    runs: bytes = b""
    bands: tuple[int, ...] = ()
    particulars: bytes = b""
    order: bytes = b""


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
        return Trace(key(titled, " ".join(words)))
    from rensa import RMinHash

    runs = [" ".join(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1)]
    sketch = RMinHash(num_perm=_HASHES, seed=_SEED)
    sketch.update(runs)
    digest = sketch.digest()
    bands = tuple(
        int.from_bytes(blake2b(pack("<5I", n, *digest[n * _ROWS : (n + 1) * _ROWS]), digest_size=8).digest(), "little")
        - _INT64
        for n in range(_BANDS)
    )
    order = np.array([crc32(run.encode("utf-8", "surrogatepass")) for run in runs], dtype=_HASH)
    return Trace(key("", " ".join(words)), np.unique(order).tobytes(), bands, _particulars(body), order.tobytes())


def _particulars(body: list[str]) -> bytes:
    """The names and numbers of a text: capitalised words inside sentences, and whatever holds a digit."""
    found = set()
    for part in body:
        for m in _WORD.finditer(part):
            word = m[0]
            number = any(c.isdigit() for c in word)
            if number or (word[0].isupper() and not _START.search(part[max(0, m.start() - 3) : m.start()])):
                found.add(crc32(word.casefold().encode()) & ~1 | number)
    return np.array(sorted(found), dtype=_HASH).tobytes()


def resemblance(new: Trace, old: Trace) -> float:
    """The share of the sequences of ``new`` that stand in ``old`` (its containment), 0 to 1."""
    if new.text == old.text:
        return 1.0
    if not new.runs or not old.runs:
        return 0.0
    return float(np.isin(_hashes(new.runs), _hashes(old.runs), assume_unique=True).mean())


def says_nothing_new(new: Trace, old: Trace) -> bool:
    """Whether ``new`` has no number, of names at most one in twenty, and no dozen words on end that ``old`` has not."""
    own = _hashes(new.particulars)
    novel = np.setdiff1d(own, _hashes(old.particulars), assume_unique=True)
    if (novel & 1).any() or len(novel) > _NAMES_OF_ITS_OWN * len(own):
        return False
    strange = np.flatnonzero(np.isin(_hashes(new.order), _hashes(old.runs), invert=True))
    streaks = np.split(strange, np.flatnonzero(np.diff(strange) > 1) + 1)
    return max(map(len, streaks)) < _WORDS_OF_ITS_OWN + _RUN - 1


def _hashes(raw: bytes) -> npt.NDArray[np.uint32]:
    return np.frombuffer(raw, _HASH)
