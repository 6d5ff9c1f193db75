"""What tells a country though it names none.

Signs (``hryvnias``, ``Datuk``, ``Shwedagon Pagoda``), the towns in the names of organisations (``Lviv Polytechnic``,
``Peshawar High Court``), and, as a guess, names of persons that one people has (``Kwabena``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from dragoman.knowledge import Knowledge
from dragoman.knowledge.places import fold
from dragoman.knowledge.signs import SignKind
from dragoman.records import ActorKind, Analysis, Entity
from dragoman.resolve.actors.scan import Words, signs_in
from dragoman.resolve.actors.words.congress import legislators_tags

__all__ = ["hints"]

_PEOPLED = 100_000  # a smaller town's name in an organisation's is more often a founder's or a saint's
_NO_PERSON = ("LOC", "ORG", "NORP", None)
_FITTING: Mapping[SignKind, tuple[str | None, ...]] = {
    SignKind.TITLE: ("LOC", "ORG", "NORP", "PER", None),
    SignKind.PEOPLE: ("NORP",),  # Karen and Chin are names of persons too
}
_DIVISIONS = ("admin1", "region")
_WORDS = 3  # in the names of towns
_LARGER = 4  # times as many people as the largest of that name elsewhere: else the name alone does not tell


def hints(
    analysis: Analysis, words: Words, taken: Collection[int], knowledge: Knowledge
) -> tuple[dict[int, str], dict[int, str], dict[int, tuple[str, ...]]]:
    """Token to country of what tells one, and of the names of persons that only let it be guessed; token to the
    countries of a people that lives in several.

    ``taken`` are tokens of names that are known otherwise.
    """
    told: dict[int, str] = {}
    guessed: dict[int, str] = {}
    peoples: dict[int, tuple[str, ...]] = {}
    for tag in legislators_tags(analysis, knowledge.agents.phrases):
        # twice, as a state's name counts for itself and for a place
        told.update({i: "USA" for i in (tag[0] - 1, tag[-1]) if i not in taken})
    labels = {i: e.label for e in analysis.entities for i in range(e.first, e.last)}
    for i, sign in signs_in(analysis, knowledge.signs, words):
        label = labels.get(i)
        if sign.kind is SignKind.NAME:
            if label == "PER":
                guessed[i] = sign.code
        elif sign.kind is SignKind.GUESS:
            guessed[i] = sign.code
        elif sign.kind is SignKind.TITLE and len(sign.words) > 1:
            told[i] = sign.code  # ``Assad regime``, whoever else bears the name
        elif i not in taken and label in _FITTING.get(sign.kind, _NO_PERSON):
            across = knowledge.homes.across.get(" ".join(sign.words))
            told.update({} if across else {i: sign.code})
            peoples.update({i: across} if across else {})
    for entity in analysis.entities:
        if entity.label == "ORG" and entity.last - entity.first > 1:
            told.update(_seat(analysis, entity, taken, knowledge) or _of_a_town(analysis, entity, taken, knowledge))
    return told, guessed, peoples


def _seat(analysis: Analysis, entity: Entity, taken: Collection[int], knowledge: Knowledge) -> dict[int, str]:
    """The town or division that an organisation's name begins with, a division (``Kano State``) though its government
    is known too; an outlet's tells nothing of where the story happens."""
    tokens = analysis.tokens[entity.first : entity.last]
    kinds = knowledge.agents.name_heads
    head = knowledge.agents.named([t.text.lower() for t in tokens])
    if head is None or kinds[head][0] is ActorKind.OUTLET or not tokens[0].text[:1].isupper():
        return {}
    behind = tokens[1].text.lower()
    if tokens[0].text.lower() in kinds and behind not in knowledge.places.words.divisions:
        return {}  # but `Rivers State`
    least = 2 if tokens[0].upos == "ADJ" else 1  # `Upper Nile`, but `Popular Front`
    longest = min(_WORDS, len(tokens) - 1)  # ``San Francisco Human Services Agency`` is not of San
    for size in range(longest, least - 1, -1):
        name = " ".join(t.text for t in tokens[:size])
        if name.lower() in knowledge.agents.phrases.directions:
            return {}
        if any(True for _ in knowledge.places.candidates(name)):
            division = any(t.text.lower() in knowledge.places.words.divisions for t in tokens[size - 1 : size + 1])
            country = _largest(name, knowledge, division=division)
            told = country is not None and (division or entity.first not in taken)
            return {tokens[0].i: country} if told and country is not None else {}
    return {}


def _of_a_town(analysis: Analysis, entity: Entity, taken: Collection[int], knowledge: Knowledge) -> dict[int, str]:
    """The town or division that an organisation's name ends with: ``National University of Puno``."""
    tokens = analysis.tokens[entity.first : entity.last]
    of = max((k for k, t in enumerate(tokens) if t.text == "of"), default=0)
    behind = tokens[of + 1 :]
    kinds, head = knowledge.agents.name_heads, knowledge.agents.named([t.text.lower() for t in tokens[:of]])
    known = head is not None and kinds[head][0] is not ActorKind.OUTLET
    if not of or not known or not behind or len(behind) > _WORDS or behind[0].i in taken:
        return {}
    country = _largest(" ".join(t.text for t in behind), knowledge, division=False)
    return {behind[0].i: country} if country is not None else {}


def _largest(name: str, knowledge: Knowledge, *, division: bool) -> str | None:
    """The country of the largest place of a name; ``division``: the name says itself that it is one of a state's."""
    every = knowledge.places.candidates(name)
    own = [c for c in every if fold(c.place.name) == fold(name)] or every  # `Puno` is no spelling of Pune
    found: Sequence[tuple[int, str | None]] = [
        (c.population, c.place.country) for c in own if not division or c.place.kind in _DIVISIONS
    ]
    if not found:
        return None
    people, country = max(found, key=lambda c: c[0])
    others = max((p for p, c in found if c != country), default=0)
    if people >= max(_PEOPLED, _LARGER * others):
        return country
    divisions = division or all(c.place.kind in _DIVISIONS for c in every)
    return country if divisions and len({c for _, c in found}) == 1 else None
