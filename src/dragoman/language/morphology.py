"""UD morphological features, from Penn tags and the dependency tree.

A tag gives most of them (``tag_features.csv``), a few words have their own (``word_features.csv``). The tree tells the
rest: the voice of a participle, gerund or participle, imperative or infinitive, and the person of a finite verb, which
English writes on its subject.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from dragoman.knowledge.tables import Row, read_csv

__all__ = ["NAMED_FEATURES", "features"]

DATA = Path(__file__).parent / "data"

NAMED_FEATURES = frozenset({"Degree", "Mood", "Number", "Person", "Polarity", "Tense", "VerbForm", "Voice"})
"""The features that this room gives, and is measured on."""

_VERBS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP"})
_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "expl", "csubj", "csubj:pass"})
_PASSIVE = frozenset({"aux:pass", "nsubj:pass", "csubj:pass"})
_IMPERATIVE = frozenset({"root", "parataxis", "ccomp"})
_GERUND = frozenset({"acl", "amod", "xcomp", "csubj", "csubj:pass", "ccomp", "appos", "obj", "nsubj", "compound"})
_HAVE = frozenset({"have", "has", "had", "having", "'ve", "’ve", "'d", "’d", "'s", "’s"})
_RELATIVE = frozenset({"WDT", "WP"})


class TagFeatures(Row):
    """What a Penn tag says, as a UD feature string; ``upos`` empty: with any."""

    xpos: str
    upos: str = ""
    features: str


class WordFeatures(Row):
    """What a word says when it has this Penn tag."""

    form: str
    xpos: str
    features: str


@cache
def _by_tag() -> dict[tuple[str, str], dict[str, str]]:
    rows = (row for _, row in read_csv(DATA / "tag_features.csv", TagFeatures))
    return {(row.xpos, row.upos): _parse(row.features) for row in rows}


@cache
def _by_word() -> dict[tuple[str, str], dict[str, str]]:
    rows = (row for _, row in read_csv(DATA / "word_features.csv", WordFeatures))
    return {(row.form, row.xpos): _parse(row.features) for row in rows}


def _parse(features: str) -> dict[str, str]:
    return {} if features == "_" else dict(pair.split("=", 1) for pair in features.split("|"))


def _write(features: dict[str, str]) -> str:
    return "|".join(f"{key}={features[key]}" for key in sorted(features))


@cache
def _of_word(lower: str, upos: str, xpos: str) -> str:
    return _write(_word(lower, upos, xpos))


def _word(lower: str, upos: str, xpos: str) -> dict[str, str]:
    """What the word alone says."""
    found = _by_word().get((lower, xpos))
    if found is None:
        found = _by_tag().get((xpos, upos)) or _by_tag().get((xpos, ""), {})
    return found


def features(words: list[str], upos: list[str], xpos: list[str], heads: list[int], deps: list[str]) -> list[str]:
    """The UD feature string of each word of a sentence (``heads``: 0 for the root, else index + 1), keys sorted."""
    lower = [word.lower() for word in words]
    found = [_of_word(*columns) for columns in zip(lower, upos, xpos, strict=True)]
    verbs = [i for i, tag in enumerate(xpos) if tag in _VERBS]
    if verbs:
        tree = _Tree(lower, upos, xpos, heads, deps)
        for i in verbs:
            found[i] = _write(tree.verb(i))
    return found


class _Tree:
    """One sentence, asked about its verbs."""

    def __init__(self, lower: list[str], upos: list[str], xpos: list[str], heads: list[int], deps: list[str]) -> None:
        self._lower, self._upos, self._xpos, self._deps = lower, upos, xpos, deps
        self._heads = [head - 1 for head in heads]
        self._children: list[list[int]] = [[] for _ in lower]
        for i, head in enumerate(self._heads):
            if head >= 0:
                self._children[head].append(i)

    def verb(self, i: int) -> dict[str, str]:
        """All features of verb ``i``."""
        tag = self._xpos[i]
        found = dict(_word(self._lower[i], self._upos[i], tag))
        if tag == "VBN" and self._is_passive(i):
            found["Voice"] = "Pass"
        elif tag == "VBG" and self._is_gerund(i):
            return {"VerbForm": "Ger"}
        elif tag == "VB":
            return self._base_form(i, found)
        elif tag in ("VBD", "VBP"):
            self._agree(i, found)
        return found

    def _has(self, i: int, dep: str) -> bool:
        return any(self._deps[c].startswith(dep) for c in self._children[i])

    def _is_passive(self, i: int) -> bool:
        """A past participle is passive unless it makes a perfect: ``the leaked letter``, but ``has leaked``."""
        if self._upos[i] != "VERB":
            return False
        deps = {self._deps[c] for c in self._children[i]}
        if deps & _PASSIVE:
            return True
        if any(self._deps[c] == "aux" and self._lower[c] in _HAVE for c in self._children[i]):
            return False
        head = self._heads[i]
        if self._deps[i] == "conj" and head >= 0 and self._xpos[head] == "VBN" and "nsubj" not in deps:
            return self._is_passive(head)
        return True

    def _is_gerund(self, i: int) -> bool:
        """``Leaving is hard``, ``efforts at mediating``; a participle makes a progressive or stands free."""
        if self._has(i, "aux") or self._upos[i] == "AUX":
            return False
        head = self._heads[i]
        if self._deps[i] == "conj" and head >= 0 and self._xpos[head] == "VBG":
            return self._is_gerund(head)
        return self._deps[i] in _GERUND

    def _base_form(self, i: int, found: dict[str, str]) -> dict[str, str]:
        """Infinitive, imperative (``Leave now``) or subjunctive (``they demand that he leave``)."""
        clause = self._clause(i)
        children = self._children[clause]
        auxiliaries = [c for c in children if self._deps[c] in ("aux", "aux:pass") and c != i and c < i]
        to = any(self._deps[c] == "mark" and self._lower[c] == "to" for c in self._children[i])
        if auxiliaries or to:
            return found
        if any(self._deps[c] in _SUBJECTS for c in children):
            marked = any(self._deps[c] == "mark" for c in children)
            if self._deps[clause] == "ccomp" and (marked or self._deps[i] in ("cop", "aux:pass")):
                mood = {"Mood": "Sub", "Tense": "Pres", "VerbForm": "Fin"}
                return {**self._person(i), **mood}
            return found
        head = self._heads[clause]
        if self._deps[clause] == "conj" and head >= 0 and self._xpos[head] == "VB":
            return self._base_form(head, found)
        if self._deps[clause] in _IMPERATIVE and not self._has(clause, "mark"):
            return {"Mood": "Imp", "VerbForm": "Fin"}
        return found

    def _clause(self, i: int) -> int:
        """The head of the clause whose verb is ``i``: itself, or what it is an auxiliary or copula of."""
        if self._deps[i].partition(":")[0] in ("aux", "cop") and self._heads[i] >= 0:
            return self._heads[i]
        return i

    def _agree(self, i: int, found: dict[str, str]) -> None:
        found.update(self._person(i))

    def _person(self, i: int) -> dict[str, str]:
        """Number and person of a finite verb's subject, also through coordination and a relative pronoun."""
        clause = self._clause(i)
        for _ in range(len(self._heads)):
            subject = next((c for c in self._children[clause] if self._deps[c] in _SUBJECTS), None)
            if subject is not None:
                return self._number_of(subject, clause)
            if self._deps[clause] != "conj" or self._heads[clause] < 0:
                break
            clause = self._heads[clause]
        return {"Number": "Plur" if self._xpos[i] == "VBP" else "Sing", "Person": "3"}

    def _number_of(self, subject: int, clause: int) -> dict[str, str]:
        tag = self._xpos[subject]
        if (tag in _RELATIVE or self._lower[subject] == "that") and self._deps[clause] == "acl:relcl":
            antecedent = self._heads[clause]
            if antecedent >= 0:
                return self._number_of(antecedent, antecedent)
        own = _word(self._lower[subject], self._upos[subject], tag)
        if any(self._deps[c] == "conj" for c in self._children[subject]):
            return {"Number": "Plur", "Person": "1" if own.get("Person") == "1" else "3"}
        number = own.get("Number", "Sing")
        if tag == "EX":
            return self._there(clause)
        return {"Number": "Sing" if number == "Sing" else "Plur", "Person": own.get("Person", "3")}

    def _there(self, clause: int) -> dict[str, str]:
        """``There are`` agrees with what there is."""
        real = next((c for c in self._children[clause] if self._deps[c].startswith("nsubj")), None)
        number = (
            _word(self._lower[real], self._upos[real], self._xpos[real]).get("Number") if real is not None else None
        )
        return {"Number": "Sing" if number in (None, "Sing") else "Plur", "Person": "3"}
