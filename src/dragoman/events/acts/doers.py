"""Deeds whose type is told by who does them: who is held by rebels is abducted, whom soldiers oust loses to a coup,
what a crowd burns it burns in a riot.

The codebook types a verb alike whoever acts, and the encoder mostly hears it. In our corpus, split test left out,
rebels, gunmen and pirates that hold or seize people abduct in 19 of 21 cases, soldiers that oust, depose or topple
somebody seize power in 20 of 22, crowds that burn, smash, stone or loot riot in 183 of 210.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dragoman.events.acts.constituents import Match
from dragoman.events.trees.cast import Cast
from dragoman.events.trees.syntax import Syntax
from dragoman.records import Participant

__all__ = ["by_doer"]

_REBELS = frozenset({"REB", "UAF", "CRM", "PRM"})
_SOLDIERS = frozenset({"MIL", "REB", "UAF", "PRM"})


def by_doer(match: Match, sources: Sequence[Participant], syntax: Syntax, cast: Cast) -> Match:
    """The match as it is, or with the type and mode that such a deed has by who does it."""
    kind, lemma, grammar = match.entry.type, syntax.lemmas[match.head], syntax.grammar
    people = [_person(h, syntax, cast) for h in match.targets]
    if kind == "SANCTION" and lemma in grammar.toppling and _all_of(sources, _SOLDIERS):
        return _retyped(match, "COERCE", "seize", "soldiers oust by force")
    if kind == "COERCE" and lemma in grammar.capturing and _all_of(sources, _REBELS) and people and all(people):
        return _retyped(match, "ASSAULT", "abduct", "whom rebels hold they have abducted")
    if kind == "ASSAULT" and lemma in grammar.rioting and _crowd(match.sources, syntax) and not any(people):
        return _retyped(match, "PROTEST", "riot", "a crowd does it")
    return match


def _retyped(match: Match, kind: str, mode: str, why: str) -> Match:
    return match._replace(entry=replace(match.entry, type=kind, mode=mode), how=(*match.how, why))


def _all_of(side: Sequence[Participant], sectors: frozenset[str]) -> bool:
    return bool(side) and all(p.sectors and p.sectors[0] in sectors for p in side)


def _crowd(heads: Sequence[int], syntax: Syntax) -> bool:
    """Whether all who do something are people of the street."""
    everybody = [c for h in heads for c in syntax.conjuncts(h)]
    return bool(everybody) and all(syntax.lemmas[c] in syntax.grammar.street for c in everybody)


def _person(i: int, syntax: Syntax, cast: Cast) -> bool:
    """Whether somebody is meant, no place or thing."""
    entity = syntax.entity_of[i]
    if entity >= 0 and syntax.analysis.entities[entity].label == "PER":
        return True
    lemma, grammar = syntax.lemmas[i], syntax.grammar
    if lemma in grammar.objects or cast.place(i) is not None:
        return False
    return lemma in grammar.people or syntax.tokens[i].upos == "PRON"
