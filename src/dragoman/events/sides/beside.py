"""Features of an event's sides that are of no phrase alone: of leaving a side empty, of a target beside a source.

``features`` lists them (``nobody``, ``beside``) with the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dragoman.events.acts.constituents import Match
from dragoman.events.sides.features import ALONE, Stand, written
from dragoman.events.sides.view import View
from dragoman.knowledge.expressions import Slot
from dragoman.knowledge.weights import Row, Trait

__all__ = ["beside", "mutual", "nobody", "nobody_beside"]

_MANY = 4


def mutual(match: Match) -> bool:
    """Whether the expression is of an act that both sides do."""
    return Slot.BOTH in match.entry.pattern.slots


Reasons = tuple[tuple[Trait, ...], tuple[Row, ...]]
"""What speaks for something: traits, and rows that hang on words."""


def nobody(view: View, match: Match, stands: Sequence[Stand]) -> Reasons:
    """What speaks for leaving a side empty."""
    kind, verb, form = match.entry.type or "none", view.syntax.lemmas[match.head], view.form(match)
    slots = written(match.entry.pattern.slots)
    rule = ("S" if match.sources else "-") + ("T" if match.targets else "-")
    many = min(len(stands), _MANY + 1)
    source, target = view.seated(match)
    free = min(len([s for s in stands if s.token not in source and s.token not in target]), _MANY)
    dep, frame = view.tokens[match.head].dep, match.frame
    traits: tuple[Trait, ...] = (
        (_formed, kind, form, dep),
        (_counted, kind, rule, many, free),
        (_expressed, slots, rule, match.entry.general, form, view.syntax.title(match.head)),
        (_framed, kind, match.entry.mode, bool(frame.patients), frame.passive),
    )
    words = sorted({view.syntax.lemmas[w] for w in match.words})
    name, _, alternatives = match.entry.name.partition("|")
    return traits, (
        (f"nobody:verb:{verb}", ("", kind)),
        (f"nobody:{name}", (alternatives,)),
        *[(f"nobody:with {lemma}", (kind,)) for lemma in words],
    )


def _formed(kind: str, form: str, dep: str) -> Iterable[Row]:
    yield "nobody:", ALONE
    yield f"nobody:{kind}", ("", form)
    yield f"nobody:{form}", ALONE
    yield f"nobody:as {dep}", ("", kind)


def _counted(kind: str, rule: str, many: int, free: int) -> Iterable[Row]:
    yield f"nobody:{rule}", ("", kind)
    yield f"nobody:of {many}", ("", kind)
    yield f"nobody:free {free}", (rule, f"{rule}|{kind}")


def _expressed(slots: str, rule: str, general: bool, form: str, title: bool) -> Iterable[Row]:
    yield f"nobody:{slots}", (rule,)
    yield f"nobody:general {general}", (f"{rule}|{form}",)
    yield f"nobody:headline {title}", (rule,)


def _framed(kind: str, mode: str | None, has_object: bool, passive: bool) -> Iterable[Row]:
    yield f"nobody:mode {mode}", (kind,)
    yield f"nobody:object {has_object}", (f"{passive}|{kind}",)


def beside(view: View, match: Match, stands: Sequence[Stand], source: Stand | None) -> list[tuple[Trait, ...]]:
    """For each candidate the features of where it stands to the source that was chosen."""
    kind = match.entry.type or "none"
    if source is None:
        return [((_nobody_acts, kind),)] * len(stands)
    joined = len([s for s in stands if s.group == source.group]) > 1
    both = mutual(match)
    return [
        ((_itself, kind, "mutual" if both else "-", _number(view, stand, joined)),)
        if stand.group == source.group
        else _apart(stand, source, kind, match.head)
        for stand in stands
    ]


def _number(view: View, stand: Stand, joined: bool) -> str:
    if joined:
        return "list"
    plural = view.tokens[stand.token].xpos in ("NNS", "NNPS") or view.syntax.lemmas[stand.token] == "they"
    return "several" if plural else "one"


def _apart(stand: Stand, source: Stand, kind: str, head: int) -> tuple[Trait, Trait]:
    where = ("after" if stand.token > source.token else "before") + ("|after" if stand.token > head else "|before")
    one, two = source.someone, stand.someone
    country = "?" if not (one.country and two.country) else "same" if one.country == two.country else "another"
    same = (two.actor or two.name) == (one.actor or one.name)
    return (_other, kind, where, country, same), (_sectors, kind, source.sector, stand.sector, country)


def _nobody_acts(kind: str) -> Iterable[Row]:
    return (("beside:nobody", ("", kind)),)


def _itself(kind: str, frame: str, number: str) -> Iterable[Row]:
    return (("beside:itself", ("", kind, f"{frame}|{number}", f"{kind}|{frame}|{number}")),)


def _other(kind: str, where: str, country: str, same: bool) -> Iterable[Row]:
    first, second = where.split("|")
    yield f"beside:{first}", (second, f"{second}|{kind}")
    yield f"beside:{country}", (kind,)
    if same:
        yield "beside:the same actor", ALONE


def _sectors(kind: str, source: str, target: str, country: str) -> Iterable[Row]:
    sectors = f"{source}>{target}"
    return (f"beside:{sectors}", ("", kind)), (f"beside:{country}", (sectors,))


def nobody_beside(match: Match, stands: Sequence[Stand], source: Stand | None) -> Trait:
    """What speaks for no target where a source, or none, was chosen."""
    joined = 0 if source is None else len([s for s in stands if s.group == source.group])
    free = min(_MANY, len(stands) - joined)
    return _no_target, match.entry.type or "none", mutual(match), source is not None, joined > 1, free


def _no_target(kind: str, both: bool, told: bool, joined: bool, free: int) -> Iterable[Row]:
    yield f"nobody:beside {told}", (f"{kind}|{both}",)
    yield f"nobody:beside a list {joined}", (f"{kind}|{both}",)
    yield f"nobody:beside, free {free}", ("", kind)
