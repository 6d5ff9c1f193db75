"""The name of a page's outlet and the title of its story, from all that its head and its first headings say of them.

Each of them is written for somebody else: the copyright line for lawyers, a slogan for search engines, a title for a
social network or with the outlet behind it. What two of them say is preferred to what one does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from typing import Any

from dragoman.pages.markup import clean

__all__ = ["outlet_of", "title_of"]

_LETTERS = re.compile(r"[\W_]+")
_PARTS = re.compile(r"\s+[|•·»*:]+\s+|\s+[-–—]\s+|:\s+")
_RIGHTS = re.compile(r"copyright|©|\(c\)|all rights reserved", re.IGNORECASE)
_SLOGAN_WORDS, _LONG_WORDS = 5, 8
"""Words from which a name must have something in common with the address, and from which it is none."""
_TELLING = 4
_HEADINGS, _TITLE_WORDS = 3, 3
"""First-level headings that are looked at, and the words that one must have to be a title."""


def outlet_of(tree: Any, name: str | None, host: str | None, publisher: str) -> str | None:
    """The outlet of a page: ``name`` if that is one, else what its head says otherwise, else its ``host``.

    ``publisher`` is that of its JSON-LD. Of names in several scripts one in Latin letters is taken, and of several ways
    to write the same name the best: ``National Post`` for ``nationalpost``, ``Euronews`` for ``Euronews.com``.
    """
    said = [name or "", *_stated(tree), publisher, *_tails(tree)]
    found = [name for one in said if (name := _name_in(one, host or ""))]
    names = [name for name in found if any(c.isascii() and c.isalpha() for c in name)] or found[:1]
    if not names:
        return host or None
    same = [one for one in names if _core(one) == _core(names[0])]
    return max(same, key=lambda one: ("." not in one, one.count(" "), not one[0].islower()))


def title_of(tree: Any, stated: str | None, outlet: str | None) -> str:
    """The title of a page's story: ``stated``, without the outlet and what else stands behind it.

    A first-level heading with which the page's own title agrees is better than a title for social networks.
    """
    page, title = clean(tree.findtext(".//title")), clean(stated)
    title = title or page
    for heading in list(tree.iter("h1"))[:_HEADINGS]:
        shown = clean(heading.text_content())
        if len(shown.split()) < _TITLE_WORDS or _core(shown) == _core(outlet or ""):
            continue
        if _letters(shown) == _letters(title):
            return title
        if _tail_of(title, shown) is not None or _core(_tail_of(page, shown) or "") == _core(outlet or "-"):
            return shown
        if _letters(shown) == _letters(page):
            return shown
    return _without(title, outlet)


def _stated(tree: Any) -> list[str]:
    return tree.xpath(  # type: ignore[no-any-return]
        "//meta[@property='og:site_name' or @name='og:site_name' or @name='application-name' "
        "or @name='apple-mobile-web-app-title']/@content"
    )


def _tails(tree: Any) -> list[str]:
    """What stands last in the page's titles."""
    titles = [clean(tree.findtext(".//title")), *map(clean, tree.xpath("//meta[@property='og:title']/@content"))]
    return [parts[-1] for title in titles if len(parts := _PARTS.split(title)) > 1]


def _letters(text: str) -> str:
    return _LETTERS.sub("", unescape(text).casefold())


def _core(name: str) -> str:
    """The letters of a name; of one that is written as an address those before its first dot."""
    bare = name.partition(".")[0] if "." in name and " " not in name else name
    return _letters(bare)


def _name_in(said: str, host: str) -> str:
    """The outlet's name in what is said: all of it, or the part that the address bears; empty if none can be one."""
    name = clean(said).replace("_", " ").strip(" @|-–—")
    if not name or _RIGHTS.search(name):
        return ""
    address = _letters(host)
    parts = _PARTS.split(name)
    if len(parts) > 1:
        named = [part for part in parts if len(_letters(part)) >= _TELLING and _core(part) in address]
        if named:
            return named[0]
    words = name.split()
    if len(words) >= _LONG_WORDS or (len(words) >= _SLOGAN_WORDS and not _shares(words, address)):
        return ""
    return name


def _shares(words: Iterable[str], address: str) -> bool:
    """True if an address bears one of these words, or their first letters."""
    letters = [_letters(word) for word in words]
    initials = "".join(word[:1] for word in letters)
    return any(len(word) >= _TELLING and word in address for word in letters) or initials[:3] in address


def _tail_of(title: str, shown: str) -> str | None:
    """What a title has behind what is shown, where nothing but a sign parts them; None if it is not so."""
    folded, start = title.casefold().replace("’", "'"), shown.casefold().replace("’", "'")
    rest = title[len(shown) :]
    if not folded.startswith(start) or not (parted := _PARTS.match(rest)):
        return None
    return rest[parted.end() :]


def _without(title: str, outlet: str | None) -> str:
    """A title up to the outlet's name, where that stands behind a sign (``Talks fail * The Post * by Ada Brandt``)."""
    name = _core(outlet or "")
    for parted in _PARTS.finditer(title):
        part = _PARTS.split(title[parted.end() :])[0]
        if name and _core(part) == name:
            return title[: parted.start()]
    return title
