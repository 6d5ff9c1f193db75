"""By what means, and of what kind, an act is: a fitted judgement over the words of its expression and around it.

One model of choice (softmax) a type that has modes, over declared features (``data/modes.csv``, fitted by
``training/modes.py`` on our own corpus): the mode that the expression names (``entry:``; ``general`` where the encoder
alone found the act), the one that a word beside it does (``cue:``), and lemmas: of the trigger (``trig:``), of what
hangs on it (``near:``), and of what hangs on that (``near2:``). Names are ``#``: no mode hangs on who it was. Of some
types it is also told of which sectors they are who do it (``who:``: who bombs from the air has an air force) and whom
it is done to (``whom:``), of some which type of act the words around mostly name (``kind:``, ``kind2:``; ``trigkind:``
of the trigger's own), by the model of wordings: what is threatened is an attack, a break, whatever its word. The
expressions' modes and cues alone are right on 57.4 % of the events of split dev that are found with their type, words
and entries on 78.2, with sides and kinds 79.3, in news by other hands 75.8 and 77.7 (28 November 2026).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from dragoman.events.acts.constituents import Match
from dragoman.events.acts.wording import SCORED, sense, shipped
from dragoman.events.trees.syntax import Syntax
from dragoman.knowledge.weights import read_weights
from dragoman.records import Participant

__all__ = ["NO_MODE", "Sides", "features", "likeliest"]

Sides = tuple[Sequence[Participant], Sequence[Participant]]
"""Who does an act, and whom it is done to."""

_WEIGHTS = Path(__file__).parent / "data" / "modes.csv"
NO_MODE = "-"
"""What stands in the table for an act whose words give no mode."""
_SAYING = frozenset({"NOUN", "VERB", "ADJ", "ADV", "PROPN", "NUM"})
_INSIDE = frozenset({"amod", "compound", "nmod", "flat", "conj", "obl"})
_DEEP = _INSIDE | {"obj", "xcomp", "ccomp", "nsubj", "nsubj:pass"}
"""Relations of the words of which kind is asked: `urged them to hold talks`."""
_WORDS = frozenset({"trig", "near", "near2", "kind", "kind2", "trigkind"})
"""Features of words."""
_IN_WORDS = frozenset({"COERCE"})
"""Types of which an act that the encoder alone finds has a mode only if a word speaks for it: that most acts of power
are arrests makes none of ``distorted the market``."""
_BY_SIDES = frozenset({"ASSAULT", "PROTEST", "SANCTION", "THREATEN"})
_BY_KINDS = frozenset({"AID", "MOBILIZE", "PROTEST", "REQUEST", "THREATEN"})
"""Types of which sides and kinds are told, where they say more than the words: with triggers given 3 to 11 of a hundred
threats and 2 of a hundred requests of dev more are right, of other types none (28 November 2026)."""
_NEAR = frozenset({"nsubj", "obj", "obl", "nmod", "amod", "compound", "advmod", "xcomp", "ccomp", "advcl", "conj"})


def features(match: Match, syntax: Syntax, cue: str | None, sides: Sides) -> set[str]:
    """What speaks for the modes of an act; ``cue``: the mode of a word beside it, if any has one."""
    tokens, children_of = syntax.tokens, syntax.analysis.children_of
    roots = {match.head, *match.words}
    entry = "general" if match.entry.general else match.entry.mode or NO_MODE
    trigger = {r for r in roots if tokens[r].upos in _SAYING or tokens[r].dep == "compound:prt"}
    near: set[int] = set()
    for root in roots:
        for child in children_of[root]:
            if child not in roots and tokens[child].upos in _SAYING and tokens[child].dep.split(":")[0] in _NEAR:
                near.add(child)
    further = {i for child in near for i in children_of[child] if tokens[i].dep in _INSIDE}
    found = {"bias", f"entry:{entry}", f"cue:{cue or NO_MODE}"}
    for family, words in (("trig", trigger), ("near", near), ("near2", further)):
        found |= {f"{family}:{_word(i, syntax)}" for i in words if family == "trig" or tokens[i].upos in _SAYING}
    kind = match.entry.type or ""
    if kind in _BY_SIDES:
        for family, side in zip(("who", "whom"), sides, strict=True):
            found |= {f"{family}:{sector}" for sector in _sectors(side)}
    if kind not in _BY_KINDS:
        return found
    deep = {i for child in near for i in children_of[child] if tokens[i].dep in _DEEP} - roots
    for family, words in (("trigkind", trigger), ("kind", near), ("kind2", deep)):
        found |= {f"{family}:{_kind(tokens[i].upos, syntax.lemmas[i].lower())}" for i in words if _meant(i, syntax)}
    return found


def _meant(i: int, syntax: Syntax) -> bool:
    """Whether a word may name an act: no name, and no adverb or number."""
    return syntax.entity_of[i] < 0 and syntax.tokens[i].upos in SCORED


@lru_cache(maxsize=1 << 15)
def _kind(tag: str, word: str) -> str:
    """The type of act that a word of a part of speech mostly names, ``O`` for none, ``?`` for a word not known."""
    model, told = shipped(), (f"word:{word}", sense(tag, word))
    if not any(feature in model.rows for feature in told):
        return "?"
    return model.labels[int(np.argmax(model.log_probabilities([["bias", *told]])[0]))]


def _sectors(side: Sequence[Participant]) -> set[str]:
    """The sectors of those on one side; a country's own (``c``), somebody's of none (``?``), nobody's (``-``)."""
    return {s for one in side for s in one.sectors or ("c" if one.country else "?",)} or {NO_MODE}


def _word(i: int, syntax: Syntax) -> str:
    return "#" if syntax.entity_of[i] >= 0 else syntax.lemmas[i].lower()


@cache
def _table() -> Mapping[str, Mapping[str, tuple[tuple[str, float], ...]]]:
    """Type -> feature -> modes with their weights."""
    found: dict[str, dict[str, tuple[tuple[str, float], ...]]] = {}
    for kind, weights in read_weights(_WEIGHTS).items():
        table = found[kind] = {}
        for written, weight in weights.items():
            mode, _, feature = written.partition("|")
            table[feature] = (*table.get(feature, ()), (mode, weight))
    return found


def likeliest(kind: str, found: Iterable[str]) -> list[str | None] | None:
    """The modes of an act of ``kind`` for which these features speak, the likeliest first, None among them for none;
    None where the table knows nothing of such acts, or no word of the trigger whose expression or a word beside it
    has a mode.
    """
    table, given = _table().get(kind), set(found)
    if table is None:
        return None
    told = not given >= {f"cue:{NO_MODE}", f"entry:{NO_MODE}"} and not given >= {f"cue:{NO_MODE}", "entry:general"}
    if told and not any(f in table for f in given if f.startswith("trig:")):
        return None
    sums: defaultdict[str, float] = defaultdict(float)
    spoken: set[str] = {NO_MODE}
    for feature in sorted(given):  # a set's order differs from process to process, and with it which of two equals wins
        for mode, weight in table.get(feature, ()):
            sums[mode] += weight
            if weight > 0 and feature.partition(":")[0] in _WORDS:
                spoken.add(mode)
    ranked = sorted(sums, key=lambda m: (-sums[m], m))
    if kind in _IN_WORDS and "entry:general" in given and ranked and ranked[0] not in spoken:
        ranked = [NO_MODE]
    return [None if mode == NO_MODE else mode for mode in ranked]
