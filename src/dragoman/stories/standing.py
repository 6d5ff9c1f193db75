"""How reports of one event stand to one another: which bear one another out, and which deny what another tells.

That two mentions were merged is not enough for either: merging asks what is likelier than not, and one of many mentions
may be of another event. Here two mentions are set side by side, and what each tells must be told by the other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

from dragoman.stories.mentions import Mention
from dragoman.stories.merging import THRESHOLD, order
from dragoman.stories.parties import Party, alike
from dragoman.stories.scoring import MUTUAL, Context, Score, barred, dated_apart, score

__all__ = ["AGAINST", "FOR", "Denied", "Standing", "on_himself", "standing_of"]

AGAINST = ("not_done", "denied")
FOR = ("actual",)
_MOST = 400
"""Mentions of one event that are set side by side, the latest: what is told more often is borne out or denied among
these if at all."""


@dataclass(frozen=True, slots=True)
class Denied:
    """``denial`` says that it did not happen, ``told`` that it did."""

    denial: Mention
    told: Mention
    found: Score


@dataclass(frozen=True, slots=True)
class Standing:
    """``name``: ``disputed`` if one report denies what another tells; ``corroborated`` if two independent outlets tell
    the same of the same; else ``single``. ``mentions``: those that it rests on, in order of time; if single, all."""

    name: str
    mentions: tuple[Mention, ...]
    denied: tuple[Denied, ...] = ()


def standing_of(mentions: Sequence[Mention], status: str, context: Context) -> Standing:
    """How the mentions of one event stand, of which the reports come to ``status``."""
    if len({m.article for m in mentions}) == 1:
        return Standing("single", tuple(mentions))
    some = sorted(mentions, key=order)[-_MOST:]
    pairs = [(a, b) for a, b in combinations(some, 2) if not barred(a, b) and _of_one_kind(a, b)]
    denied = tuple(found for a, b in pairs if (found := _denied(a, b, context)) is not None)
    if denied:
        return Standing("disputed", _in_order([m for d in denied for m in (d.denial, d.told)]), denied)
    same = [m for a, b in pairs if a.status == b.status == status and _borne_out(a, b, context) for m in (a, b)]
    return Standing("corroborated", _in_order(same)) if same else Standing("single", tuple(mentions))


def on_himself(m: Mention) -> bool:
    """Whether somebody does something to himself. What several do with one another is no such act: ``the two leaders
    met``, ``Kyiv and Moscow agreed``."""
    source, target = (frozenset(m.row.get(f"{side}_actors") or ()) for side in ("source", "target"))
    if not source & target:
        return False
    several = len(source) > 1 or not m.source.actors
    return not (m.type in MUTUAL and source == target and several)


def _in_order(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    return tuple(sorted({m.id: m for m in mentions}.values(), key=order))


def _of_one_kind(a: Mention, b: Mention) -> bool:
    return a.type == b.type if a.type or b.type else bool(a.acts & b.acts)


def _borne_out(a: Mention, b: Mention, context: Context) -> bool:
    """Whether two outlets tell the same of the same: neither names anybody on a side whom the other does not."""
    if a.outlet == b.outlet or on_himself(a) or on_himself(b) or dated_apart(a, b):
        return False
    return _sides(a, b, _told_alike) and score(a, b, context).value >= THRESHOLD


def _denied(a: Mention, b: Mention, context: Context) -> Denied | None:
    """The denial of two reports, if one is one. Who denies an act may leave open on whom it was; that something was not
    done (``another veto was avoided``) is no denial of what others tell but where it names the same on both sides."""
    denial, told = (a, b) if a.status in AGAINST else (b, a)
    if denial.status not in AGAINST or told.status not in FOR or a.article == b.article or dated_apart(a, b):
        return None
    if not _sides(denial, told, _names_no_other if denial.status == "denied" else _told_by_both):
        return None
    found = score(denial, told, context)
    return Denied(denial, told, found) if found.value >= THRESHOLD else None


def _told_alike(a: Party, b: Party) -> bool:
    """Whether two sides tell the same, or one nobody and the other nobody by name (``artillery hit a market``)."""
    return alike(a, b) if a and b else not (a.actors or b.actors)


def _told_by_both(a: Party, b: Party) -> bool:
    return alike(a, b) if a or b else True


def _names_no_other(denial: Party, told: Party) -> bool:
    return alike(denial, told) if denial else True


def _sides(a: Mention, b: Mention, fits: Callable[[Party, Party], bool]) -> bool:
    """Whether both sides fit, in either order where the two do something together. Where both tell of one side alone,
    the act must be told by the same word or be of a day that both state: much of one kind befalls the same."""
    orders = [((a.source, b.source), (a.target, b.target))]
    if a.type in MUTUAL:
        orders.append(((a.source, b.target), (a.target, b.source)))
    fitting = [pairs for pairs in orders if all(fits(x, y) for x, y in pairs)]
    told = max((sum(bool(x and y) for x, y in pairs) for pairs in fitting), default=0)
    same_word = any(not key.startswith("=") for key in a.acts & b.acts)
    same_day = a.first is not None and a.first == a.last == b.first == b.last
    return told == 2 or (told == 1 and (same_word or same_day))
