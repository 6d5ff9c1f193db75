"""The desk that the tests of the page look at: hand-made readings, hostile ones among them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from dragoman.desk import Desk
from readings import reading

HOSTILE_TITLE = '<script>alert(1)</script>"><img src=x onerror=alert(2)> \u202egnihtyna\u202c {{ 7*7 }}'
HUGE = "Donaudampfschifffahrt" * 120
ARABIC = "بيروت: الحكومة تجتمع اليوم"


def hostile(number: int):
    """A reading whose title, actor, outlet and address are attacks."""
    made = reading(number, title=HOSTILE_TITLE, outlet="<b onmouseover=alert(3)>Outlet</b>")
    one = made.readings[0]
    actors = tuple(replace(a, name="<img src=x onerror=alert(4)>") for a in one.resolution.actors[1:])
    resolution = replace(one.resolution, actors=(one.resolution.actors[0], *actors))
    article = replace(one.article, url="javascript:alert(5)", authors=("\u202eevil\u202c <i>",))
    return replace(made, readings=(replace(one, article=article, resolution=resolution),))


def fill(path: Path) -> Desk:
    desk = Desk(path)
    desk.add([reading(0), reading(1, title="Envoys return", outlet="Coast Radio"), hostile(2)])
    desk.add([reading(3, title=HUGE), reading(4, title=ARABIC, outlet="صوت الساحل")])
    return desk
