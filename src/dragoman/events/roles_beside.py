"""Features of an event's sides that are of no phrase alone: of leaving a side empty, of a target beside a source.

``roles_features`` lists them (``nobody``, ``beside``) with the others.
"""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.events.constituents import Match
from dragoman.events.roles_features import Stand, View
from dragoman.knowledge.expressions import Slot

__all__ = ["beside", "mutual", "nobody", "nobody_beside"]

_MANY = 4


def mutual(match: Match) -> bool:
    """Whether the expression is of an act that both sides do."""
    return Slot.BOTH in match.entry.pattern.slots()


def nobody(view: View, match: Match, stands: Sequence[Stand]) -> tuple[str, ...]:
    """What speaks for leaving a side empty."""
    kind, verb, form = match.entry.type or "none", view.syntax.lemmas[match.head], view.form(match)
    slots = "".join(sorted(s.value for s in match.entry.pattern.slots()))
    rule = ("S" if match.sources else "-") + ("T" if match.targets else "-")
    sides = view.seated(match)
    many = min(len(stands), _MANY + 1)
    free = min(sum(not any(s.token in side for side in sides) for s in stands), _MANY)
    dep, frame = view.tokens[match.head].dep, match.frame
    names = ["", f"{kind}", f"{kind}|{form}", f"verb:{verb}", f"verb:{verb}|{kind}", form, f"{slots}|{rule}", rule]
    names += [f"{rule}|{kind}", match.entry.name, f"of {many}", f"of {many}|{kind}", f"free {free}|{rule}"]
    names += [f"free {free}|{rule}|{kind}", f"as {dep}", f"as {dep}|{kind}", f"mode {match.entry.mode}|{kind}"]
    names += [f"general {match.entry.general}|{rule}|{form}", f"headline {view.syntax.title(match.head)}|{rule}"]
    names.append(f"object {bool(frame.patients)}|{frame.passive}|{kind}")
    names += [f"with {view.syntax.lemmas[w]}|{kind}" for w in sorted(match.words)]
    return tuple(dict.fromkeys(f"nobody:{name}" for name in names))


def beside(view: View, match: Match, stands: Sequence[Stand], source: Stand | None) -> list[tuple[str, ...]]:
    """For each candidate the features of where it stands to the source that was chosen."""
    kind = match.entry.type or "none"
    if source is None:
        return [("beside:nobody", f"beside:nobody|{kind}") for _ in stands]
    joined = sum(s.group == source.group for s in stands) > 1
    return [
        _itself(view, stand, kind, mutual(match), joined)
        if stand.group == source.group
        else _other(stand, source, kind, match.head)
        for stand in stands
    ]


def _itself(view: View, stand: Stand, kind: str, both: bool, joined: bool) -> tuple[str, ...]:
    token = view.tokens[stand.token]
    plural = token.xpos in ("NNS", "NNPS") or view.syntax.lemmas[stand.token] == "they"
    number = "list" if joined else "several" if plural else "one"
    frame = "mutual" if both else "-"
    return (
        "beside:itself",
        f"beside:itself|{kind}",
        f"beside:itself|{frame}|{number}",
        f"beside:itself|{kind}|{frame}|{number}",
    )


def _other(stand: Stand, source: Stand, kind: str, head: int) -> tuple[str, ...]:
    where = ("after" if stand.token > source.token else "before") + ("|after" if stand.token > head else "|before")
    one, two = source.someone.country, stand.someone.country
    country = "?" if not (one and two) else "same" if one == two else "another"
    sectors = f"{source.sector}>{stand.sector}"
    return (
        f"beside:{where}",
        f"beside:{where}|{kind}",
        f"beside:{sectors}",
        f"beside:{sectors}|{kind}",
        f"beside:{country}|{kind}",
        f"beside:{country}|{sectors}",
        *(
            ("beside:the same actor",)
            if (stand.someone.actor or stand.someone.name) == (source.someone.actor or source.someone.name)
            else ()
        ),
    )


def nobody_beside(match: Match, stands: Sequence[Stand], source: Stand | None) -> tuple[str, ...]:
    """What speaks for no target where a source, or none, was chosen."""
    kind = match.entry.type or "none"
    joined = sum(source is not None and s.group == source.group for s in stands)
    free = min(_MANY, len(stands) - joined)
    return (
        f"nobody:beside {source is not None}|{kind}|{mutual(match)}",
        f"nobody:beside a list {joined > 1}|{kind}|{mutual(match)}",
        f"nobody:beside, free {free}|{kind}",
        f"nobody:beside, free {free}",
    )
