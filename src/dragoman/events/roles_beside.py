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
    pattern = match.entry.pattern
    return pattern.subject is Slot.BOTH or Slot.BOTH in [part.slot for part in pattern.parts]


def nobody(view: View, match: Match, stands: Sequence[Stand]) -> tuple[str, ...]:
    """What speaks for leaving a side empty."""
    kind, verb, form = match.entry.type or "none", view.syntax.lemmas[match.head], view.form(match)
    slots = "".join(sorted(match.entry.pattern.slots()))
    rule = ("S" if match.sources else "-") + ("T" if match.targets else "-")
    many = min(len(stands), _MANY + 1)
    source, target = view.seated(match)
    seated = source | target
    free = min(len([s for s in stands if s.token not in seated]), _MANY)
    dep, frame = view.tokens[match.head].dep, match.frame
    names = [
        "nobody:",
        f"nobody:{kind}",
        f"nobody:{kind}|{form}",
        f"nobody:verb:{verb}",
        f"nobody:verb:{verb}|{kind}",
        f"nobody:{form}",
        f"nobody:{slots}|{rule}",
        f"nobody:{rule}",
        f"nobody:{rule}|{kind}",
        f"nobody:{match.entry.name}",
        f"nobody:of {many}",
        f"nobody:of {many}|{kind}",
        f"nobody:free {free}|{rule}",
        f"nobody:free {free}|{rule}|{kind}",
        f"nobody:as {dep}",
        f"nobody:as {dep}|{kind}",
        f"nobody:mode {match.entry.mode}|{kind}",
        f"nobody:general {match.entry.general}|{rule}|{form}",
        f"nobody:headline {view.syntax.title(match.head)}|{rule}",
        f"nobody:object {bool(frame.patients)}|{frame.passive}|{kind}",
        *[f"nobody:with {view.syntax.lemmas[w]}|{kind}" for w in sorted(match.words)],
    ]
    return tuple(dict.fromkeys(names))


def beside(view: View, match: Match, stands: Sequence[Stand], source: Stand | None) -> list[tuple[str, ...]]:
    """For each candidate the features of where it stands to the source that was chosen."""
    kind = match.entry.type or "none"
    if source is None:
        return [("beside:nobody", f"beside:nobody|{kind}")] * len(stands)
    joined = len([s for s in stands if s.group == source.group]) > 1
    both = mutual(match)
    return [
        _itself(view, stand, kind, both, joined)
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
    joined = 0 if source is None else len([s for s in stands if s.group == source.group])
    free, both = min(_MANY, len(stands) - joined), mutual(match)
    return (
        f"nobody:beside {source is not None}|{kind}|{both}",
        f"nobody:beside a list {joined > 1}|{kind}|{both}",
        f"nobody:beside, free {free}|{kind}",
        f"nobody:beside, free {free}",
    )
