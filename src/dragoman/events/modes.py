"""By what means, and of what kind, an act is: a fitted judgement over the words of its expression and around it.

One model of choice (softmax) a type that has modes, over declared features (``data/modes.csv``, fitted by
``training/modes.py`` on our own corpus): the mode that the expression names (``entry:``; ``general`` where the encoder
alone found the act), the one that a word beside it does (``cue:``), and lemmas: of the trigger (``trig:``), of what
hangs on it (``near:``), and of what hangs on that (``near2:``). Names are ``#``: no mode
hangs on who it was. The expressions' modes and cues alone are right on 57.4 % of the events of split dev that are found
with their type, the models on 77 (``benchmarks/events.py``, 27 November 2026).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from dragoman.events.acts.constituents import Match
from dragoman.events.trees.syntax import Syntax
from dragoman.knowledge.weights import read_weights

__all__ = ["NO_MODE", "features", "likeliest"]

_WEIGHTS = Path(__file__).parent / "data" / "modes.csv"
NO_MODE = "-"
"""What stands in the table for an act whose words give no mode."""
_SAYING = frozenset({"NOUN", "VERB", "ADJ", "ADV", "PROPN", "NUM"})
_INSIDE = frozenset({"amod", "compound", "nmod", "flat", "conj", "obl"})
_NEAR = frozenset({"nsubj", "obj", "obl", "nmod", "amod", "compound", "advmod", "xcomp", "ccomp", "advcl", "conj"})


def features(match: Match, syntax: Syntax, cue: str | None) -> set[str]:
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
    return found


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
    for feature in sorted(given):  # a set's order differs from process to process, and with it which of two equals wins
        for mode, weight in table.get(feature, ()):
            sums[mode] += weight
    return [None if mode == NO_MODE else mode for mode in sorted(sums, key=lambda m: (-sums[m], m))]
