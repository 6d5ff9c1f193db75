"""The day of an article: bases in order of trust, and never a guess.

1. given: the caller said it;  2. metadata of the page;  3. a dateline with a date;
4. a full date on a line of its own at the story's head;
5. a photo's date in a caption: the same day if the body agrees on the weekday, else only a lower bound;
6. the address.

A day of the page's own data after which the text tells of later years as past is no day of the text: what is left of
it is a bound, up to the day of the page's last change.

A bound never stands in the way of a day that a later basis gives. The figures of confidence are set by hand but for
metadata, where they follow what a public set of saved pages showed.
"""

from __future__ import annotations

from datetime import date

from dragoman.knowledge.residue import PageLexicon
from dragoman.pages.datelines import Dateline
from dragoman.pages.dates import DateReader, date_reader, one_day
from dragoman.pages.doubts import years_told
from dragoman.pages.draft import Draft
from dragoman.records import Anchor, AnchorBasis, BlockKind, Granularity, Interval

__all__ = ["GIVEN", "date_article"]

_STATED = (AnchorBasis.JSON_LD, AnchorBasis.META)
"""Bases that hold for an address, and not for what stands there now."""

_DATELINE, _PRINTED, _URL = 0.9, 0.9, 0.95
GIVEN = 0.99
"""Confidence of a day that the caller gave."""
_DATELINE_YEAR_BORROWED = 0.85
_CAPTION_BOUND, _CAPTION_DAY, _CAPTION_DAY_NAMED = 0.9, 0.7, 0.8
_AGREED = 0.99
"""Two independent bases that give the same day."""
_DOUBTED = 0.5
"""Confidence in the bounds of a text that was changed since the day that its page states."""
_TOLD = 2
"""Sentences that must tell of later years as past: one may be an example, or a number that is no year. Of the 293 read
pages of two public sets one does and was changed by then: it was written anew years after the day that it states."""
_TOLD_ALONE, _YEARS_ALONE = 3, 2
"""The same where the page gives no day of a change, and how many years after its day the last of them must be: of the
next year much is told as if it were certain."""
_LEAD = 4
"""Paragraphs at the start that tell the news of the day."""


def date_article(
    draft: Draft,
    dateline: Dateline | None,
    given: Interval | None,
    url: str | None,
    lexicon: PageLexicon,
) -> Anchor | None:
    """The anchor of a story, None if nothing on its page tells its day. ``given`` is the caller's date."""
    dates = date_reader(lexicon)
    if given is not None:
        return Anchor(given, AnchorBasis.GIVEN, GIVEN)
    address = dates.url(url) if url else None
    found: list[tuple[AnchorBasis, date, float]] = []
    if draft.hints.published:
        stated = draft.hints.published
        found.append((stated.basis, stated.day, stated.confidence))
    printed = list(draft.hints.printed)
    captions = _caption_days(draft, lexicon, dates)
    filed = _filed(dateline, [*printed, *(d for d, _ in captions), *([address] if address else [])])
    if filed:
        found.append((AnchorBasis.DATELINE, *filed))
    if printed:
        found.append((AnchorBasis.TEXT, printed[0], _PRINTED))
    same_day = _caption_agrees(draft, captions, dates)
    if same_day:
        found.append((AnchorBasis.CAPTION, *same_day))
    if address:
        found.append((AnchorBasis.URL, address, _URL))
    if found:
        basis, the_day, confidence = found[0]
        if basis in _STATED and (doubted := _doubted(draft, basis, the_day, lexicon)):
            return doubted
        if sum(other == the_day for _, other, _ in found) > 1:
            confidence = max(confidence, _AGREED)
        return Anchor(one_day(the_day), basis, confidence)
    if captions:
        latest = max(d for d, _ in captions)
        return Anchor(Interval(latest, None, Granularity.OPEN), AnchorBasis.CAPTION, _CAPTION_BOUND)
    return None


def _doubted(draft: Draft, basis: AnchorBasis, the_day: date, lexicon: PageLexicon) -> Anchor | None:
    """From the stated day to that of the last change, where the text tells of years between them as past."""
    told = years_told(draft.texts(BlockKind.PARAGRAPH, BlockKind.STANDFIRST), the_day.year, lexicon)
    changed = draft.hints.modified
    if changed is not None:
        doubted = len(told) >= _TOLD and max(told) <= changed.day.year
    else:
        doubted = len(told) >= _TOLD_ALONE and max(told) >= the_day.year + _YEARS_ALONE
    if not doubted:
        return None
    last = changed.day if changed is not None else None
    return Anchor(Interval(the_day, last, Granularity.OPEN), basis, _DOUBTED)


def _filed(dateline: Dateline | None, full: list[date]) -> tuple[date, float] | None:
    """The dateline's day; a missing year is taken only from a full date on the page of the same month and day."""
    if dateline is None or dateline.month_day is None:
        return None
    month, number, year = dateline.month_day
    if year is not None:
        try:
            return date(year, month, number), _DATELINE
        except ValueError:
            return None
    years = {d.year for d in full if (d.month, d.day) == (month, number)}
    return (date(years.pop(), month, number), _DATELINE_YEAR_BORROWED) if len(years) == 1 else None


def _caption_days(draft: Draft, lexicon: PageLexicon, dates: DateReader) -> list[tuple[date, int | None]]:
    """The days (and weekdays, if written) in the captions of photos that are not from an archive."""
    found = []
    for caption in draft.texts(BlockKind.CAPTION):
        folded = caption.casefold()
        if not any(word in folded for word in lexicon.archive):
            found += [(d.day, d.weekday) for d in dates.find(caption)]
    return found


def _caption_agrees(
    draft: Draft, captions: list[tuple[date, int | None]], dates: DateReader
) -> tuple[date, float] | None:
    """The latest photo's day if the lead's news is of the same weekday, else None."""
    if not captions:
        return None
    the_day, named = max(captions, key=lambda c: c[0])
    if named is not None and named != the_day.isoweekday():
        return None  # a slip in the caption: neither can be trusted
    lead = draft.texts(BlockKind.PARAGRAPH, BlockKind.STANDFIRST)[:_LEAD]
    stated = [w for paragraph in lead for w in dates.stated_weekdays(paragraph)]
    agreeing = stated.count(the_day.isoweekday())
    if not agreeing or any(stated.count(w) > agreeing for w in stated):
        return None
    return the_day, _CAPTION_DAY_NAMED if named else _CAPTION_DAY
