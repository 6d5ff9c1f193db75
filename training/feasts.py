"""Computes the feasts that move through the calendar: ``python training/feasts.py > .../data/times/movable.csv``.

It needs ``convertdate`` (which brings PyMeeus), at this moment only; nothing of it runs in the reader. Sources:

* Islamic feasts: the Umm al-Qura calendar (hijridate).
* Jewish feasts: the arithmetic Hebrew calendar (convertdate), counted from the morning: the eve is the day before.
* Easter: the Gregorian and the Julian computus (dateutil).
* Nowruz: the first day of the Persian year (``dragoman.resolve.times.hijri``).
* Lunar New Year: the second new moon after the day of the winter solstice, but none before 21 January (2034), days of
  Beijing (PyMeeus).
* Diwali: the evening of the last new moon before 16 November: the day of the new moon itself where it comes after dusk
  in India, else the day before (the same).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from convertdate import hebrew
from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter
from hijridate import Gregorian, Hijri
from pymeeus.Epoch import Epoch
from pymeeus.Moon import Moon
from pymeeus.Sun import Sun

from dragoman.resolve.times.hijri import CALENDARS

YEARS = range(1950, 2051)
ISLAMIC = {
    "islamic new year": (1, 1, 1),
    "muharram": (1, 1, 0),
    "tasua": (1, 9, 1),
    "ashura": (1, 10, 1),
    "arbaeen": (2, 20, 1),
    "mawlid": (3, 12, 1),
    "ramadan": (9, 1, 0),
    "laylat al-qadr": (9, 27, 1),
    "eid al-fitr": (10, 1, 3),
    "hajj": (12, 8, 6),
    "arafat day": (12, 9, 1),
    "eid al-adha": (12, 10, 4),
    "ghadir": (12, 18, 1),
}
"""Name -> month, day, how many days (0: the whole month)."""
JEWISH = {
    "passover": (1, 15, 8),
    "shavuot": (3, 6, 2),
    "tisha b'av": (5, 9, 1),
    "rosh hashanah": (7, 1, 2),
    "yom kippur": (7, 10, 1),
    "sukkot": (7, 15, 7),
    "simchat torah": (7, 23, 1),
    "hanukkah": (9, 25, 8),
}
BEIJING = timedelta(hours=8)
DUSK = timedelta(hours=12, minutes=48)
"""UTC: a new moon after it is still to come in the evening of its own day. Of the holidays that India published, 2003
and 2013 (12:50) are such days, 2024 (12:47) is not."""

Row = tuple[str, date, date]


def islamic() -> Iterator[Row]:
    """The Islamic feasts."""
    years = range(Gregorian(YEARS[0], 1, 1).to_hijri().year, Gregorian(YEARS[-1], 12, 31).to_hijri().year + 1)
    for name, (month, day, length) in ISLAMIC.items():
        for year in years:
            yield _of(name, _day(Hijri(year, month, day)), length or Hijri(year, month, 1).month_length())
    for year in years:
        last = _day(Hijri(year, 9, Hijri(year, 9, 1).month_length()))
        yield _of("quds day", last - timedelta((last.weekday() - 4) % 7), 1)


def jewish() -> Iterator[Row]:
    """The Jewish feasts."""
    for year in range(YEARS[0] + 3760, YEARS[-1] + 3762):
        for name, (month, day, length) in JEWISH.items():
            first = date(*hebrew.to_gregorian(year, month, day))
            yield _of(name, _no_sabbath(first) if name == "tisha b'av" else first, length)
        yield _of("purim", date(*hebrew.to_gregorian(year, 13 if hebrew.leap(year) else 12, 14)), 1)


def _no_sabbath(day: date) -> date:
    """A fast that falls on a Saturday is kept on the Sunday after."""
    return day + timedelta(1) if day.weekday() == 5 else day


def others() -> Iterator[Row]:
    """Easter, Nowruz, Lunar New Year, Diwali."""
    for year in YEARS:
        yield _of("easter", easter(year, EASTER_WESTERN), 1)
        yield _of("orthodox easter", easter(year, EASTER_ORTHODOX), 1)
        nowruz = CALENDARS["persian"](year - 621, 1, 1)
        assert nowruz is not None
        yield _of("nowruz", nowruz[0], 1)
        solstice = _utc(Sun.get_equinox_solstice(year - 1, target="winter")) + BEIJING
        moons = [m for m in _new_moons(year - 1, BEIJING) + _new_moons(year, BEIJING) if m.date() > solstice.date()]
        yield _of("lunar new year", next(m.date() for m in moons[1:] if m >= datetime(year, 1, 21)), 1)
        diwali = [m for m in _new_moons(year, timedelta()) if m < datetime(year, 11, 16)][-1]
        dusk = datetime(diwali.year, diwali.month, diwali.day) + DUSK
        yield _of("diwali", diwali.date() - timedelta(0 if diwali > dusk else 1), 1)


def _new_moons(year: int, zone: timedelta) -> list[datetime]:
    """The new moons of a year, in order, on the clock of a zone."""
    found = {
        _utc(Moon.moon_phase(Epoch(year, 1, 1) + 14.0 * k, target="new")).replace(second=0) + zone for k in range(27)
    }
    return sorted(m for m in found if m.year == year)


def _utc(epoch: Epoch) -> datetime:
    year, month, day = (epoch - Epoch.tt2ut(*epoch.get_date()[:2]) / 86400).get_date()
    return datetime(year, month, int(day)) + timedelta(minutes=int((day % 1) * 1440))


def _day(day: Hijri) -> date:
    return date(*day.to_gregorian().datetuple())


def _of(name: str, first: date, length: int) -> Row:
    return name, first, first + timedelta(length - 1)


def main() -> None:
    """Prints the table."""
    print("# Feasts that move through the calendar, by year: first and last day, both included. Written by")
    print("# training/feasts.py, which names its sources. Islamic days follow the Umm al-Qura calendar; a country that")
    print("# sights the moon may differ by a day, so an event dated by them is at best good to a day either way.")
    print("# Jewish days are counted from the morning (the eve is the day before).")
    print("name,start,end")
    for name, first, last in sorted({*islamic(), *jewish(), *others()}):
        if YEARS[0] <= first.year <= YEARS[-1]:
            print(f"{name},{first},{last}")


if __name__ == "__main__":
    main()
