"""What users judge of actors: here is one that you do not know, these are one, this is two; appended, never rewritten.

::

    desk/judgements/<time>-<random>.jsonl   one file an act of writing, one judgement a line; it appears whole

Evidence is not touched: the rows that were read stay as they are, and the desk's views show each actor as whom the
judgements that stand say it is (``desk.amendments.identities``). A judgement is taken back by another one, so that who
judged what, and when, stays readable. The command line and the web page append the same records.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from dragoman.desk.amendments.said import append_said, load_said
from dragoman.desk.storage.store import Store
from dragoman.errors import UsageError
from dragoman.knowledge import default_knowledge
from dragoman.knowledge.names import fold as folded
from dragoman.knowledge.places import iso_codes
from dragoman.records import content_id

__all__ = [
    "FOLDER",
    "Act",
    "ActorJudgement",
    "Description",
    "Identities",
    "Signature",
    "add",
    "append",
    "described_as",
    "fold",
    "load",
    "merge",
    "split",
    "standing",
    "undo",
]

FOLDER = "judgements"


class Act(StrEnum):
    """What a judgement does."""

    ADD = "add"
    MERGE = "merge"
    SPLIT = "split"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Description:
    """Who an actor is, in a user's words. None and empty mean "as it was read"."""

    name: str
    kind: str | None = None
    country: str | None = None
    """ISO 3166 alpha-3."""
    sectors: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActorJudgement:
    """One judgement. ``id`` is a hash of all that it says.

    ``add``: ``actor`` is a new actor as ``description`` says, and every unknown actor of the desk that bears its name
    or an alias is it. ``merge``: ``others`` are ``actor``. ``split``: in ``articles`` what was taken for ``actor`` is
    ``becomes``. ``undo``: the judgement whose id stands in ``actor`` no longer holds.
    """

    id: str
    act: Act
    actor: str
    by: str
    """Who judged."""
    at: str
    """When: ISO 8601 in UTC."""
    others: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    becomes: str | None = None
    description: Description | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """Who judges, when, and why."""

    by: str
    at: datetime
    reason: str | None = None

    @property
    def when(self) -> str:
        """ISO 8601 in UTC."""
        return self.at.astimezone(UTC).isoformat(timespec="microseconds")


def add(description: Description, signed: Signature) -> ActorJudgement:
    """A new actor; its id is ``user:`` and a hash. Raises UsageError for an empty name, and for a country or sector
    that there is not."""
    if not description.name.strip():
        raise UsageError("an actor needs a name")
    _check(description)
    ident = content_id("user", description.name, signed.by, signed.when).replace("-", ":", 1)
    return _finished(Act.ADD, ident, signed, description=description)


def merge(kept: str, others: Sequence[str], signed: Signature, kept_as: Description | None = None) -> ActorJudgement:
    """``others`` are ``kept``; ``kept_as`` says how it is shown. Raises UsageError if there is nothing to unite."""
    rest = tuple(dict.fromkeys(o for o in others if o != kept))
    if not rest:
        raise UsageError(f"nothing to merge: name an actor other than {kept}")
    return _finished(Act.MERGE, kept, signed, others=rest, description=kept_as)


def split(
    actor: str,
    articles: Sequence[str],
    signed: Signature,
    becomes: str | Description,
    shown: Description | None = None,
) -> ActorJudgement:
    """In ``articles``, ``actor`` is ``becomes``, an id (``shown`` so) or a new actor. Raises UsageError if that says
    nothing, and for a country or sector that there is not."""
    if not articles:
        raise UsageError("name the articles in which it is somebody else")
    if becomes == actor:
        raise UsageError(f"{actor} cannot be split into itself")
    new = becomes if isinstance(becomes, Description) else shown
    if new is not None:
        _check(new)
    target = content_id("user", actor, *sorted(articles), signed.by, signed.when).replace("-", ":", 1)
    target = becomes if isinstance(becomes, str) else target
    return _finished(Act.SPLIT, actor, signed, articles=tuple(articles), becomes=target, description=new)


def _check(about: Description) -> None:
    """Raises UsageError for a country or a sector that no question could ever find."""
    knowledge = default_knowledge()
    code, three = about.country, iso_codes()
    if code is not None and code not in three.values() and knowledge.actors.get(f"state:{code}") is None:
        hint = f"; {three[code]} is meant?" if code in three else ""
        raise UsageError(f"{code}: no country has this code; give an ISO 3166 alpha-3 code (KEN){hint}")
    wrong = [sector for sector in about.sectors if sector not in knowledge.ontology.sectors]
    if wrong:
        raise UsageError(
            f"{wrong[0]}: there is no such sector; there are {', '.join(sorted(knowledge.ontology.sectors))}"
        )


def undo(judgement: ActorJudgement, signed: Signature) -> ActorJudgement:
    """``judgement`` no longer holds; an undo may be undone too."""
    return _finished(Act.UNDO, judgement.id, signed)


def _finished(act: Act, actor: str, signed: Signature, **said: Any) -> ActorJudgement:
    parts = (act.value, actor, signed, *(f"{k}={v}" for k, v in sorted(said.items())))
    return ActorJudgement(content_id("j", *parts), act, actor, signed.by, signed.when, reason=signed.reason, **said)


def append(store: Store, judgements: Iterable[ActorJudgement]) -> None:
    """Writes judgements, all or none. Raises DeskError if the desk cannot be written."""
    append_said(store, FOLDER, judgements, "judgement")


def load(store: Store) -> tuple[ActorJudgement, ...]:
    """All judgements of a desk, those undone among them, oldest first, each once. Raises DeskError on a broken line."""
    return load_said(store, FOLDER, ActorJudgement, "judgement")


def standing(judgements: Sequence[ActorJudgement]) -> tuple[ActorJudgement, ...]:
    """Those that hold, without undos: the latest word on each counts, so an undo that is undone has no effect."""
    undone: set[str] = set()
    for judgement in reversed(judgements):
        if judgement.act is Act.UNDO and judgement.id not in undone:
            undone.add(judgement.actor)
    return tuple(j for j in judgements if j.act is not Act.UNDO and j.id not in undone)


@dataclass(frozen=True, slots=True)
class Identities:
    """Who each actor is by the judgements that stand."""

    same: Mapping[str, str] = field(default_factory=dict)
    """Actor to the one that it is, through any number of merges."""
    moved: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """(actor, article) to who it is there; goes before ``same``."""
    described: Mapping[str, Description] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.same or self.moved or self.described)

    def of(self, actor: str, article: str) -> str:
        """Who ``actor`` of ``article`` is."""
        there = self.moved.get((actor, article), actor)
        return self.same.get(there, there)


def fold(judgements: Sequence[ActorJudgement]) -> Identities:
    """The judgements that stand, in their order, as one answer for each actor."""
    same: dict[str, str] = {}
    moved: dict[tuple[str, str], str] = {}
    described: dict[str, Description] = {}
    for judgement in standing(judgements):
        if judgement.act is Act.MERGE:
            kept = same.get(judgement.actor, judgement.actor)
            joining = {same.get(other, other) for other in judgement.others} - {kept}
            for actor in [a for a, b in same.items() if b in joining]:
                same[actor] = kept
            same.update(dict.fromkeys(joining, kept))
            _describe(described, kept, judgement.description)
        elif judgement.act is Act.SPLIT and judgement.becomes is not None:
            whole = same.get(judgement.actor, judgement.actor)
            parts = {judgement.actor, whole, *(a for a, b in same.items() if b == whole)}
            moved.update({(part, article): judgement.becomes for part in parts for article in judgement.articles})
            _describe(described, judgement.becomes, judgement.description)
        else:
            _describe(described, judgement.actor, judgement.description)
    return Identities(same, moved, described)


def described_as(identities: Identities, name: str, *, parts: bool = True) -> dict[str, Description]:
    """The actors that users made, by id, which ``name`` means: its id, else its whole name or an alias, else a part
    of these. The desk need not have seen them yet.
    """
    made = {a: d for a, d in identities.described.items() if a.startswith("user:") and a not in identities.same}
    if name in made:
        return {name: made[name]}
    sought = folded(name.strip())
    names = {a: [folded(n) for n in (d.name, *d.aliases)] for a, d in made.items()}
    whole = {a: made[a] for a, spelled in names.items() if sought in spelled}
    if whole or not parts or not sought:
        return whole
    return {a: made[a] for a, spelled in names.items() if any(sought in n for n in spelled)}


def _describe(described: dict[str, Description], actor: str, new: Description | None) -> None:
    if new is None:
        return
    old = described.get(actor)
    described[actor] = new if old is None else replace(new, aliases=(*old.aliases, *new.aliases))
