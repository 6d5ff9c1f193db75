"""The ontology: PLOVER's event types, modes, contexts and actor sectors, in our own words.

Source: Halterman, Bagozzi, Beger, Schrodt and Scarborough (2023), "PLOVER and POLECAT"; the scale of intensity is
Goldstein's (1992). One YAML file a type under ``ontology/``, with ``contexts.yaml`` and ``sectors.yaml`` beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from pydantic import Field

from dragoman.errors import KnowledgeError
from dragoman.knowledge.tables import Row, files, read_yaml

__all__ = ["Context", "EventType", "Ontology", "Quad", "Sector", "load_ontology"]


class Quad(StrEnum):
    """Quad class: verbal or material, cooperation or conflict."""

    VERBAL_COOPERATION = "Q1"
    MATERIAL_COOPERATION = "Q2"
    VERBAL_CONFLICT = "Q3"
    MATERIAL_CONFLICT = "Q4"


class EventType(Row):
    """One of the 16 root types.

    ``modes`` maps a mode's name to its definition. ``neighbours`` maps another type to the test that tells the two
    apart. ``intensity`` runs from -10 (worst conflict) to 10 (best cooperation). ``cameo`` lists the codes of CAMEO
    that this type covers: two digits for a root, three for one of its branches, which then wins over the root.
    """

    type: str = Field(pattern=r"^[A-Z]+$")
    definition: str = Field(min_length=40)
    quad: Quad
    intensity: float = Field(ge=-10, le=10)
    modes: Mapping[str, str]
    neighbours: Mapping[str, str] = Field(min_length=1)
    cameo: tuple[str, ...] = Field(min_length=1)


class Context(Row):
    """What an event is about. ``cues`` are lemmas, or phrases of lemmas, that speak for it."""

    definition: str
    cues: tuple[str, ...] = ()


class Sector(Row):
    """A part of society that an actor belongs to."""

    name: str
    definition: str


class _Contexts(Row):
    contexts: dict[str, Context]


class _Sectors(Row):
    sectors: dict[str, Sector]


class Ontology:
    """All types, contexts and sectors, checked against one another."""

    def __init__(
        self, types: Mapping[str, EventType], contexts: Mapping[str, Context], sectors: Mapping[str, Sector]
    ) -> None:
        """Raises KnowledgeError if a neighbour is no type, a quad class is empty or a CAMEO code stands twice."""
        self.types: Mapping[str, EventType] = MappingProxyType(dict(types))
        self.contexts: Mapping[str, Context] = MappingProxyType(dict(contexts))
        self.sectors: Mapping[str, Sector] = MappingProxyType(dict(sectors))
        self._check()

    def __reduce__(self) -> tuple[type[Ontology], tuple[Mapping[str, object], ...]]:
        """Its parts, to be kept (``knowledge.compiled``)."""
        return Ontology, (dict(self.types), dict(self.contexts), dict(self.sectors))

    def _check(self) -> None:
        missing = {q.value for q in Quad} - {t.quad.value for t in self.types.values()}
        if missing:
            raise KnowledgeError(f"ontology: no type of quad class {', '.join(sorted(missing))}")
        owner: dict[str, str] = {}
        for name, kind in self.types.items():
            for other in kind.neighbours:
                if other not in self.types or other == name:
                    raise KnowledgeError(f"ontology: {name}: neighbour {other!r} is no other type")
            for code in kind.cameo:
                if code in owner:
                    raise KnowledgeError(f"ontology: CAMEO {code} belongs to {owner[code]} and to {name}")
                owner[code] = name

    def has_mode(self, type_name: str, mode: str) -> bool:
        """Whether ``mode`` is one of the type's modes; no mode at all (``""``) always fits."""
        return mode == "" or (type_name in self.types and mode in self.types[type_name].modes)

    @cached_property
    def cues(self) -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
        """First lemma of a context's cue -> the whole cues that begin with it, and the context of each."""
        table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name, context in self.contexts.items():
            for cue in context.cues:
                phrase = tuple(cue.lower().split())
                table.setdefault(phrase[0], []).append((phrase, name))
        return {first: tuple(found) for first, found in table.items()}

    @cached_property
    def _by_cameo(self) -> Mapping[str, str]:
        return {code: name for name, kind in self.types.items() for code in kind.cameo}

    def from_cameo(self, code: str) -> str | None:
        """The type that covers a CAMEO code (``"0841"`` -> ``RETREAT``; the longest prefix wins), None if none does."""
        for length in range(len(code), 1, -1):
            if (found := self._by_cameo.get(code[:length])) is not None:
                return found
        return None


def load_ontology(roots: Iterable[Path]) -> Ontology:
    """The ontology of these roots; a later root's file of a type, context or sector wins over an earlier one's.

    Raises KnowledgeError if a file is wrong, is not named after its type, or what they say together does not fit.
    """
    types: dict[str, EventType] = {}
    contexts: dict[str, Context] = {}
    sectors: dict[str, Sector] = {}
    for path in files(roots, "ontology/*.yaml"):
        if path.stem == "contexts":
            contexts.update(read_yaml(path, _Contexts).contexts)
        elif path.stem == "sectors":
            sectors.update(read_yaml(path, _Sectors).sectors)
        else:
            kind = read_yaml(path, EventType)
            if kind.type.lower() != path.stem:
                raise KnowledgeError(
                    f"{path}: type: a file of this name must hold {path.stem.upper()}, not {kind.type}"
                )
            types[kind.type] = kind
    return Ontology(types, contexts, sectors)
