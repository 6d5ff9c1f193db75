"""By what means, and of what kind, an act is: a fitted judgement over the words of its expression and around it.

One model for all types (``layered.py``; ``data/modes.npz``, fitted by ``training/modes.py`` on our own corpus) over
declared features: the type, the mode that the expression names (``entry:``; ``general`` where the encoder alone found
the act), the one that a word beside it does (``cue:``); lemmas of the trigger (``trig:``), of what hangs on it
(``near:``), and of what hangs on that (``near2:``); which type of act those words mostly name (``trigkind:``,
``kind:``, ``kind2:``), by the model of wordings: what is threatened is an attack, a break, whatever its word; of which
sectors they are who do it (``who:``: who bombs from the air has an air force) and whom it is done to (``whom:``).
Names are ``#``: no mode hangs on who it was.

With triggers given modes are right on 75.8 % of the events of split dev, 74.2 in news by other hands, 73.7 in texts of
the press that were held back, with a softmax a type whose table kept the 27,000 weights of .3 and more; with all its
109,000 weights, and sides and kinds of every type, on 76.7, 76.6, 76.2; with the layer on 78.4, 78.3, 77.1 in less
space. Relations and prepositions of the words, deeper words, the governor, WordNet's kinds, the codebook's types
and modes of what is threatened or asked add nothing to that (28 November 2026).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from dragoman.events.acts.constituents import Match
from dragoman.events.acts.wording import SCORED, sense, shipped
from dragoman.events.layered import Layered, read_layered
from dragoman.events.trees.syntax import Syntax
from dragoman.records import Participant

__all__ = ["NO_MODE", "Sides", "features", "likeliest", "shipped_modes"]

Sides = tuple[Sequence[Participant], Sequence[Participant]]
"""Who does an act, and whom it is done to."""

_MODEL = Path(__file__).parent / "data" / "modes.npz"
NO_MODE = "-"
"""What stands in the table for an act whose words give no mode."""
_SAYING = frozenset({"NOUN", "VERB", "ADJ", "ADV", "PROPN", "NUM"})
_INSIDE = frozenset({"amod", "compound", "nmod", "flat", "conj", "obl"})
_DEEP = _INSIDE | {"obj", "xcomp", "ccomp", "nsubj", "nsubj:pass"}
"""Relations of the words of which kind is asked: `urged them to hold talks`."""
_WANTS_WORDS = frozenset({"COERCE"})
"""Types of which an act that the encoder alone finds has a mode only from a probability of ``SURE`` on: that most acts
of power are arrests makes none of ``distorted the market``."""
SURE = 0.4
"""With triggers given 63.3 % of such acts of held-back press texts are right, 59.3 of dev, 66.0 in news by other hands;
without a bar 64.9, 60.4, 59.6. What is no act at all, half of what the encoder alone takes for power in web pages,
counts in none of these, and has no mode by this."""
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
    found = {f"type:{match.entry.type}", f"entry:{entry}", f"cue:{cue or NO_MODE}"}
    for family, words in (("trig", trigger), ("near", near), ("near2", further)):
        found |= {f"{family}:{_word(i, syntax)}" for i in words if family == "trig" or tokens[i].upos in _SAYING}
    deep = {i for child in near for i in children_of[child] if tokens[i].dep in _DEEP} - roots
    for family, words in (("trigkind", trigger), ("kind", near), ("kind2", deep)):
        found |= {f"{family}:{_kind(tokens[i].upos, syntax.lemmas[i].lower())}" for i in words if _meant(i, syntax)}
    for family, side in zip(("who", "whom"), sides, strict=True):
        found |= {f"{family}:{sector}" for sector in _sectors(side)}
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
def shipped_modes() -> Layered:
    """The model that ships; its labels are types and modes, as ``ASSAULT|drone``."""
    return read_layered(_MODEL)


@cache
def _columns(kind: str) -> tuple[slice, list[str]]:
    """Which labels are of a type, side by side, and the modes of these."""
    told = [(k, label.partition("|")) for k, label in enumerate(shipped_modes().labels)]
    found = [k for k, (of, _, _) in told if of == kind]
    return slice(found[0], found[-1] + 1) if found else slice(0), [mode for _, (of, _, mode) in told if of == kind]


def likeliest(kind: str, found: Iterable[str]) -> list[str | None] | None:
    """The modes of an act of ``kind`` for which these features speak, the likeliest first, None among them for none;
    None where the model knows nothing of such acts, or no word of the trigger whose expression or a word beside it
    has a mode, or not that mode.
    """
    model, given = shipped_modes(), set(found) | {f"type:{kind}"}
    columns, modes = _columns(kind)
    if not modes:
        return None
    named = {f.partition(":")[2] for f in given if f.startswith(("entry:", "cue:"))} - {NO_MODE, "general"}
    if named and (not named <= set(modes) or not any(f in model.rows for f in given if f.startswith("trig:"))):
        return None
    logs = dict(zip(modes, model.log_probabilities(given, columns), strict=True))
    ranked = sorted(modes, key=lambda m: (-logs[m], m))
    if kind in _WANTS_WORDS and "entry:general" in given and logs[ranked[0]] < math.log(SURE):
        ranked = [NO_MODE]
    return [None if mode == NO_MODE else mode for mode in ranked]
