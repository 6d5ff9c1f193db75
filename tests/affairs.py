"""Invented affairs as documents: each report picks its sentences and words from what its affair has to tell."""

from __future__ import annotations

import random
from collections.abc import Iterator

from dragoman.stories import Document, document

_SYLLABLES = tuple("ka ro mi tel van dor shi bel nu zar qua lim fos ter gal pin hev mor sud ira".split())  # noqa: SIM905
_ACTS = (
    "minister parliament vote cabinet coalition budget speaker deputy quorum boycott,"
    "rebel convoy ambush soldier village checkpoint truce ceasefire shelling hostage,"
    "union march square police teargas arrest curfew demonstrator petition strike,"
    "envoy border talks treaty summit visit pipeline embassy accord protocol,"
    "court verdict judge appeal trial tribunal prosecutor fraud witness sentence"
)
_COMMON = "government country official group leader party state security force president power plan member".split()  # noqa: SIM905


Report = tuple[str, int, str, str]


def name(rng: random.Random) -> str:
    return "".join(rng.choice(_SYLLABLES) for _ in range(4))


def affairs(number: int, seed: int = 1, *, days: int = 60) -> Iterator[tuple[int, Document]]:
    """``number`` invented articles as (affair, document), in no order of time."""
    return ((affair, document(*report)) for affair, report in reports(number, seed, days=days))


def reports(number: int, seed: int = 1, *, days: int = 60, length: int = 1) -> Iterator[tuple[int, Report]]:
    """The same as (affair, (id, day, title, text)), of about ``length`` hundred words. An affair lasts a week and has
    names of its own; affairs of one kind share its words, and all share the words of politics."""
    rng = random.Random(seed)
    kinds = [k.split() for k in _ACTS.split(",")]
    made, affair = 0, 0
    out = []
    while made < number:
        own = [name(rng) for _ in range(12)]
        words, start = rng.choice(kinds), 738_000 + rng.randrange(days)
        for _ in range(min(number - made, 1 + int(rng.paretovariate(1.2)))):
            text = rng.choices(own, k=30 * length) + rng.choices(words, k=25 * length)
            text += rng.choices(_COMMON, k=40 * length) + [name(rng) for _ in range(8 * length)]
            rng.shuffle(text)
            day = start + min(int(rng.expovariate(0.4)), 6)
            title = " ".join(rng.sample(own, 2) + rng.sample(words, 2))
            out.append((affair, (f"a-{seed}-{made}", day, title, " ".join(text))))
            made += 1
        affair += 1
    rng.shuffle(out)
    return iter(out)
