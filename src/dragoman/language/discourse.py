"""One sense for a name throughout an article (Gale, Church and Yarowsky 1992, *One sense per discourse*).

The encoder sees a sentence at a time, and a bare surname tells it little: ``Lugo`` is a town in one sentence and a
person in the next. What the article's other sentences make of the same words decides.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from dragoman.knowledge import default_knowledge
from dragoman.knowledge.names import fold

__all__ = ["Span", "one_sense"]

Span = tuple[int, int, str]
"""An entity of a sentence: first word, word after the last, type."""

_TYPES = frozenset(("PER", "ORG", "LOC"))


def one_sense(sentences: Sequence[Sequence[str]], entities: Sequence[Sequence[Span]]) -> list[list[Span]]:
    """The entities of an article's sentences, alike where the words are alike; spans stay as they are.

    A word that begins or ends a person's longer name in the article is a person by itself, acronyms excepted; other
    names have the type that most of their occurrences have. What the actor base knows for a state or a capital stays a
    place: ``Jordan`` beside ``Ann Jordan``.

    Measured on worldwide-dev, whose articles no weights have seen: F1 72.6 to 74.9; of 136 changes 109 were right and
    5 took the right type away.
    """
    votes: defaultdict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    parts: set[str] = set()
    for words, found in zip(sentences, entities, strict=True):
        for first, last, kind in found:
            votes[tuple(words[first:last])][kind] += 1
            if kind == "PER" and last - first > 1:
                parts |= {words[first], words[last - 1]}
    return [
        [
            (first, last, _sense(tuple(words[first:last]), kind, votes, parts) if kind in _TYPES else kind)
            for first, last, kind in found
        ]
        for words, found in zip(sentences, entities, strict=True)
    ]


def _sense(name: tuple[str, ...], kind: str, votes: defaultdict[tuple[str, ...], Counter[str]], parts: set[str]) -> str:
    if kind == "LOC" and _is_state_or_capital(name):
        return kind
    if len(name) == 1 and name[0] in parts and not name[0].isupper():
        return "PER"
    most, times = votes[name].most_common(1)[0]
    return most if most in _TYPES and times > votes[name][kind] else kind


def _is_state_or_capital(name: tuple[str, ...]) -> bool:
    base = default_knowledge().actors
    key = fold(" ".join(name))
    return key in base.capitals or any(c.actor.startswith("state:") for c in base.names.get(key, ()))
