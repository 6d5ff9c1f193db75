"""What each line of a text page is by itself, before anything is known of the stories: ordered rules with reasons.

The first rule that holds decides; each takes only what can hardly be a true paragraph:

1. ornament: no letter and no digit; code: style sheets and scripts that a crawler took for text;
2. residue: a phrase of ``knowledge/data/pages/residue.csv``;
3. date: nothing but a date, with or without a label (``Published: 9 February 2022``);
4. label: ``Title: ...``, ``URL: ...``, ``Source: ...`` with a value of the kind that the label asks for;
5. byline: ``By`` and names;  6. agency: nothing but agencies (``(AFP)``), or an outlet and its place;
7. caption or photo credit: begins with a photo's label, or ends with a credit in brackets or behind a stroke;
8. short: as long and as unfinished as a title is;
9. body: all else. When in doubt a line is body.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from dragoman.knowledge.residue import PageLexicon
from dragoman.pages.datelines import agencies_in
from dragoman.pages.dates import DateReader, date_reader
from dragoman.pages.lines import Line

__all__ = ["NUMBERED", "Mark", "Role", "read_roles"]

_TITLE_WORDS = 30
_TITLE_CHARS = 200
_BYLINE = re.compile(
    r"by:?\s+(?P<names>(?:[A-ZÀ-Þ][\w.'’-]*|and|&|de|van|von|der|al|el|bin|for|in|the|,|\||/)(?:\s*,?\s+"
    r"(?:[A-ZÀ-Þ][\w.'’-]*,?|and|&|de|van|von|der|al|el|bin|for|in|the|\||/|-|–|—))*)",
    re.IGNORECASE,
)
_NAMES_ONLY = re.compile(_BYLINE.pattern.replace("by:", "(?i:by):"))
"""The same with names in capitals: a line that ends like a sentence is a byline only so (``By Friday the town was
theirs.``)."""
_BYLINE_WORDS = 14
_LABEL = re.compile(r"(?P<label>[A-Za-z][A-Za-z ]{1,24}?)\s*(?::|\s[-–—]\s|(?=\s\d))\s*(?P<value>\S.*)")
_TWO_DATES = re.compile(r"\s+[|•·/–—-]\s+|;\s+")
_TAIL_CREDIT = re.compile(r"[(\[](?P<in>[^()\[\]]{2,120})[)\]]\W{0,2}$")
_STROKE_CREDIT = re.compile(
    r"(?:[/|]\s*|[Pp]hoto by\s.{2,60}|(?:Photo|Image|Picture|Credit)\s*:\s*)(?P<in>[^/|.]{2,60})$"
)
_CREDITED = ("Photo", "Image", "Picture", "Credit")
"""Of what stands before a colon and a credit, one stands in every such line."""
_BY_WHOM = re.compile(r"(?<=[.!?”\"’)\]…] )(?:Photo|Image|Picture|Photograph)s?\s*:\s*[A-ZÀ-Þ][^/|:,;]{1,60}$")
"""Who took the photo, behind a sentence: nobody else signs so."""
_CREDIT_PART = re.compile(r"\s*(?:[,;/|:]|\bvia\b|\bby\b|\bfrom\b|\bof\b|\s[-–—]\s)\s*", re.IGNORECASE)
_CAPTION_WORDS = 90
_CREDIT_WORDS = 3
_LABEL_CHARS = 60
"""No label of a caption is longer."""
_FIRST_CHARS = 60
"""Characters in which a line's first word is looked for."""
_INITIAL = 3
"""Letters of a label that are looked at first."""
_CACHED_WORDS, _CACHED = 12, 4096
"""Lines of so few words are kept with their marks: what stands around stories comes again on each page of an outlet."""
_CODE = re.compile(
    r"[\w\-.#:,>@()\[\]=\"'* ]{0,160}\{[^{}]*\}?|[})\];\s]+"  # a style sheet's rule opens, or a block ends
    r"|[a-z-]{2,30}\s*:\s*[^\s;{}]+(?: [^\s;{}]+){0,3};\s*\}?"  # a property of one
    r"|(?:var|let|const|function|return|window|document|googletag|jQuery|\$)[\s.(=][^“”]*"
)
_SIGNED = re.compile(
    r"(?P<names>[A-ZÀ-Þ][\w.'’-]+(?:[ ,|–—-]+(?:[A-ZÀ-Þ][\w.'’-]*|and|de|al|el|bin))*?)[ ,|–—-]+"
    r"(?:Published|Posted|Last updated|Updated)(?: on| at)?:? (?P<day>.+)"
)
"""Who and when on one line: ``Sana Malik Published May 4, 2023 Updated May 5, 2023 07:54am``."""
_STAMPED = re.compile("(?:[Pp]ublish|[Pp]ost|[Uu]pdat)ed")
"""Stands in every such line."""
_FEW_WORDS, _PRESS_WORDS = 2, 8
_PRESS = re.compile(
    r"(?P<outlet>(?:[A-ZÀ-Þ][\w.'’&-]*)(?: (?:[A-ZÀ-Þ][\w.'’&-]*|of|the|and|de|la|el))*)"
    r"(?: \([A-ZÀ-Þ][\w.'’-]*(?:,? [A-ZÀ-Þ][\w.'’-]*){0,3}\)|, [A-ZÀ-Þ][\w.'’-]*(?: [A-ZÀ-Þ][\w.'’-]*){0,2})"
)
_UPDATED = re.compile(r"\b(?:last )?updated\b", re.IGNORECASE)
NUMBERED = re.compile(r"(?:No\.?\s*)?#?\d{1,3}[.):]\s")


class Role(StrEnum):
    """What a line is."""

    BODY = "body"
    SHORT = "short"
    """May be a title, a heading, a related link or a short paragraph: the story decides."""
    CAPTION = "caption"
    BYLINE = "byline"
    DATE = "date"
    LABEL = "label"
    AGENCY = "agency"
    RESIDUE = "residue"

    __hash__ = str.__hash__  # that of enumerations is slow


_KEPT = frozenset({Role.BODY, Role.SHORT, Role.CAPTION})


class Mark(NamedTuple):
    """The role of a line. ``reason`` says why it would be left out; ``opens`` that it belongs to a story's head.

    ``title`` is how much it looks like a title, 0 to 1. ``field`` and ``value`` are those of a label line,
    ``published`` and ``modified`` the days of a date line.
    """

    role: Role
    reason: str = ""
    opens: bool = False
    title: float = 0.0
    field: str = ""
    value: str = ""
    published: tuple[date, ...] = ()
    modified: tuple[date, ...] = ()

    @property
    def kept(self) -> bool:
        """True for lines that may be part of a story's text."""
        return self.role in _KEPT


_BODY = Mark(Role.BODY)
_SHORT = {likeness: Mark(Role.SHORT, title=likeness) for likeness in (0.2, 0.3, 0.5, 1.0)}


def read_roles(lines: list[Line], lexicon: PageLexicon) -> list[Mark]:
    """The mark of each line."""
    dates, known = date_reader(lexicon), _known(lexicon)
    found = []
    for line in lines:
        words = line.words
        if words > _CACHED_WORDS:
            plain = words > _CAPTION_WORDS or _is_prose(line, lexicon, dates)
            found.append(_BODY if plain else _mark(line, lexicon, dates))
            continue
        mark = known.get(line.text)
        if mark is None:
            if len(known) >= _CACHED:
                known.clear()
            mark = known[line.text] = _mark(line, lexicon, dates)
        found.append(mark)
    return found


def _is_prose(line: Line, lexicon: PageLexicon, dates: DateReader) -> bool:
    """True for most paragraphs: long lines that no credit ends, that begin as no residue, byline and caption do and, if
    they are short enough for a title, a label or a date, end as none does and hold neither.
    """
    text, _, _, _, key, words = line
    last, short = text[-1], words <= _TITLE_WORDS
    if last != "." and (short or last in "{};" or _may_credit(text)):
        return False
    tail, first = text[-3:], text[0]
    if ")" in tail or "]" in tail or first in "([" or not (first.isalnum() or text[1].isalnum()):
        return False
    width, initials = _label_initials(lexicon)
    if key[:width] in initials or (words <= _BYLINE_WORDS and key.startswith("by")):
        return False
    if short and (":" in text or dates.may_hold(text)):
        return False
    return lexicon.residue(text, words, key) is None


def _may_credit(text: str) -> bool:
    """True if a sign stands in a line behind which it may name who took a photo."""
    if "/" in text or "|" in text:
        return True
    return "hoto by" in text or (":" in text and any(word in text for word in _CREDITED))


@cache
def _known(_: PageLexicon) -> dict[str, Mark]:
    """The marks of short lines read with this lexicon."""
    return {}


def _mark(line: Line, lexicon: PageLexicon, dates: DateReader) -> Mark:
    found = _residue(line, lexicon)
    if not found and line.words <= _TITLE_WORDS:
        found = _date(line, lexicon, dates) or _label(line, lexicon, dates) or _byline(line)
        found = found or _agency(line, lexicon) or _press(line, lexicon)
    return found or _caption(line, lexicon) or _short(line)


def _residue(line: Line, lexicon: PageLexicon) -> Mark | None:
    if not (line.text[0].isalnum() or any(c.isalnum() for c in line.text)):
        return Mark(Role.RESIDUE, "code" if line.text[0] == "}" else "ornament")
    if line.text[-1] in "{};" and _CODE.fullmatch(line.text):
        return Mark(Role.RESIDUE, "code")
    phrase = lexicon.residue(line.text, line.words, line.key)
    if phrase is None:
        return None
    credit = line.text[len(phrase.phrase) :].strip(" .:") if phrase.reason == "credit line" else ""
    return Mark(Role.RESIDUE, phrase.reason, phrase.opens, value=credit)


def _short(line: Line) -> Mark:
    likeness = _title_likeness(line)
    return _SHORT[likeness] if likeness else _BODY


def _date(line: Line, lexicon: PageLexicon, dates: DateReader) -> Mark | None:
    if not dates.may_hold(line.text):
        return None
    published: list[date] = []
    modified: list[date] = []
    for piece in [line.text] if dates.line(line.text) else _TWO_DATES.split(line.text):
        label, value = _split_label(piece, lexicon)
        found = dates.line(value)
        if not found and _STAMPED.search(line.text) and (signed := _SIGNED.fullmatch(line.text)):
            fresh = dates.line(_UPDATED.split(signed["day"])[0])
            if fresh:
                named = Mark(Role.DATE, "date line", opens=True, field="authors", value=signed["names"].strip(" |,-–—"))
                return named._replace(published=(fresh[0].day,))
        if not found or label not in ("", "published", "modified"):
            return None
        (modified if label == "modified" else published).extend(d.day for d in found[:1])
    return Mark(Role.DATE, "date line", opens=True, published=tuple(published), modified=tuple(modified))


def _split_label(text: str, lexicon: PageLexicon) -> tuple[str, str]:
    """The field that a label at the start names (empty if none) and the text behind it."""
    m = _LABEL.match(text)
    if m:
        found = lexicon.labels.get(m["label"].strip().casefold())
        if found:
            return found, m["value"].strip()
    return "", text


def _label(line: Line, lexicon: PageLexicon, dates: DateReader) -> Mark | None:
    if ":" not in line.text:
        return None
    name, value = _split_label(line.text, lexicon)
    if not name or name in ("published", "modified"):
        return None
    fits = {
        "url": value.startswith(("http://", "https://")),
        "title": line.words >= 3,
        "outlet": len(value.split()) <= 5 and not line.ends_sentence,
        "authors": len(value.split()) <= 8 and not line.ends_sentence,
        "section": len(value.split()) <= 4 and not line.ends_sentence,
    }
    return Mark(Role.LABEL, f"{name} line", opens=True, field=name, value=value) if fits[name] else None


def _byline(line: Line) -> Mark | None:
    if line.words > _BYLINE_WORDS or line.text[:2].casefold() != "by":
        return None
    m = _BYLINE.fullmatch(line.text)
    if m is None or not m["names"][0].isupper():
        return None
    if line.ends_sentence and _NAMES_ONLY.fullmatch(line.text) is None:
        return None
    return Mark(Role.BYLINE, "byline", opens=True, value=m["names"])


def _agency(line: Line, lexicon: PageLexicon) -> Mark | None:
    if line.words > 8:
        return None
    text = line.text.strip("()[]-–— .")
    if not agencies_in([text], lexicon):
        return None
    parts = [p for p in re.split(r"\s*(?:[,;/|&]|\band\b)\s*", text) if p]
    whole = all(agencies_in([part], lexicon) for part in parts)
    return Mark(Role.AGENCY, "agency credit", value=text) if whole else None


def _press(line: Line, lexicon: PageLexicon) -> Mark | None:
    """An outlet and the place where it appears or reports from, on a line of its own."""
    if not _FEW_WORDS <= line.words <= _PRESS_WORDS or not (line.text[-1] == ")" or "," in line.text):
        return None
    m = _PRESS.fullmatch(line.text)
    if m is None or lexicon.press.isdisjoint(m["outlet"].casefold().split()):
        return None
    return Mark(Role.RESIDUE, "outlet name", opens=True, field="outlet", value=m["outlet"])


def _caption(line: Line, lexicon: PageLexicon) -> Mark | None:
    text = line.text
    width, initials = _label_initials(lexicon)
    labelled = (text[0] in "([" or text[:width].casefold()[:width] in initials) and (
        text[:_LABEL_CHARS].casefold().lstrip("([ ").startswith(lexicon.caption_labels)
    )
    tail = text[-3:]
    bracket = _TAIL_CREDIT.search(text) if ")" in tail or "]" in tail else None
    may = not bracket and tail[-1] not in "./|" and _may_credit(text)
    stroke = _STROKE_CREDIT.search(text) if may else None
    credit = bracket or stroke
    if credit is None and line.words <= _CREDIT_WORDS and _is_credit(text, lexicon):
        return Mark(Role.RESIDUE, "photo credit")
    if credit is None:
        return Mark(Role.CAPTION) if labelled and not line.words > _CAPTION_WORDS else None
    named = _names_a_photo(credit["in"], lexicon) or (labelled and line.words <= 12) or bool(_BY_WHOM.search(text))
    signed = bracket is not None or text[credit.start()] == "/"
    agency = not named and signed and bool(agencies_in([credit["in"]], lexicon))
    if not named and not agency and not labelled:
        return None
    if named and len(line.text[: credit.start()].split()) <= 2:
        return Mark(Role.RESIDUE, "photo credit")
    # An agency in brackets ends captions, but also the last paragraph of wire copy: the story decides (``agency``).
    return Mark(Role.CAPTION, value="agency" if agency and not labelled else "")


def _is_credit(text: str, lexicon: PageLexicon) -> bool:
    """True if nothing else is said than who took or owns a photo: ``Getty Images``, ``AP Photo``."""
    key = text.casefold()
    if key in lexicon.credits:
        return True
    owner, _, last = text.rpartition(" ")
    return last.casefold() in lexicon.credits and owner in lexicon.agencies


@cache
def _label_initials(lexicon: PageLexicon) -> tuple[int, frozenset[str]]:
    """What the labels of captions begin with, and its length: no other line is asked for them."""
    width = min([_INITIAL, *map(len, lexicon.caption_labels)])
    return width, frozenset(label[:width] for label in lexicon.caption_labels)


def _names_a_photo(credit: str, lexicon: PageLexicon) -> bool:
    return any(part.strip(" .").casefold() in lexicon.credits for part in [credit, *_CREDIT_PART.split(credit)]) or (
        credit.casefold().endswith(tuple(f" {word}" for word in lexicon.credits))
    )


def _title_likeness(line: Line) -> float:
    """0 for what no title is; 1 for a line of its length that ends no sentence; less if it ends so or is numbered."""
    if line.words > _TITLE_WORDS or len(line.text) > _TITLE_CHARS:
        return 0.0
    last = line.text[-1]
    if last in ".;:,":
        return 0.0
    if NUMBERED.match(line.text):
        return 0.3
    if last in "!?…" or (not last.isalnum() and line.ends_sentence):
        return 0.5 if last in "?!" else 0.2
    return 0.5 if line.text[0].islower() or line.words < 3 else 1.0
