"""What words beside an act tell of its target, and of a truce's parties: at whom or what it is aimed, and what says
only whence or for whom.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.events.acts.constituents import Match
from dragoman.events.sides.features import Stand
from dragoman.events.sides.view import View

__all__ = ["agreeing", "hit", "missed"]

_DEEP = frozenset({"deep", "deeper"})
_INSIDE = frozenset({"in", "inside", "into", "within"})
_BECOMING = frozenset({"be", "become", "make", "remain"})
_OF_HARM = frozenset({"ACCUSE", "ASSAULT", "COERCE", "PROTEST", "SANCTION", "THREATEN"})
_FROM, _FOR = frozenset({"from"}), frozenset({"for"})


def hit(view: View, match: Match, stands: Sequence[Stand]) -> set[int]:
    """On whom an act is, by words beside it: ``raids deep in Lebanon``, ``the mayor was the target of the attack``,
    ``they said that a drone had bombed villages, a charge that the army rejected``."""
    kind, conjuncts = match.entry.type, view.syntax.conjuncts
    people = {s.token for s in stands}
    if kind == "REJECT":
        return {c for i in _tellers(view, match) for c in conjuncts(i)} & people
    if kind not in _OF_HARM:
        return set()
    deep = {i for i in people if _deep(view, i, match)} if kind == "ASSAULT" else set[int]()
    return deep | ({c for i in _bearers(view, match.head) for c in conjuncts(i)} & people)


def _deep(view: View, i: int, match: Match) -> bool:
    """``strikes deep in Russian territory``: whether a phrase says how far into a land an act of violence went."""
    if match.frame.patients and view.syntax.is_verb(match.head) and not set(match.frame.patients) & match.words:
        return False  # `shelled villages deep in rebel territory`
    cases = [c for c in view.syntax.analysis.children_of[i] if view.tokens[c].text.lower() in _INSIDE]
    first = min(cases, default=0)
    if first == 0 or view.tokens[first - 1].text.lower() not in _DEEP:
        return False
    last = max(w for w in (match.head, *match.words) if w < first) if match.head < first else -1
    between = range(last + 1, first - 1)
    return last >= 0 and not any(view.syntax.is_verb(k) for k in between)


def _bearers(view: View, noun: int) -> Iterator[int]:
    """``The convoy was the target of a drone attack``, ``the mayor became the victim of two bombings``: who or what
    bears the act of a noun."""
    syntax, token = view.syntax, view.tokens[noun]
    above = view.tokens[token.head]
    if token.dep != "nmod" or "of" not in syntax.case_words(noun) or syntax.lemmas[above.i] not in syntax.grammar.borne:
        return
    if syntax.child(above.i, "cop") is not None:
        yield from syntax.subjects(above.i)[0]
    elif above.dep in ("xcomp", "obj") and syntax.lemmas[above.head] in _BECOMING:
        yield from syntax.subjects(above.head)[0]


def _tellers(view: View, match: Match) -> Iterator[int]:
    """Who has said what the phrase that takes it up calls untrue."""
    syntax, tokens = view.syntax, view.tokens
    for verb in sorted({match.head, *match.words}):
        noun = tokens[tokens[verb].head]
        above = tokens[noun.head]
        beside = tokens[verb].dep.startswith("acl") and noun.dep in ("parataxis", "appos") and noun.i > above.i
        if not beside or syntax.lemmas[noun.i] not in syntax.grammar.charges:
            continue
        if above.dep == "ccomp" and syntax.is_verb(above.head):
            yield from syntax.subjects(above.head)[0]


def agreeing(view: View, match: Match) -> set[int]:
    """Who agrees to a truce, which is then to be theirs: ``the two armies agreed to a truce of ten days``."""
    syntax, noun = view.syntax, view.tokens[match.head]
    truce = match.entry.type == "RETREAT" and noun.upos == "NOUN" and noun.dep in ("obj", "obl", "nsubj:pass")
    if not truce or syntax.lemmas[noun.head] not in syntax.grammar.agreeing or not syntax.is_verb(noun.head):
        return set()
    return {c for a in syntax.frame(noun.head).agents for c in syntax.conjuncts(a)}


def missed(view: View, match: Match, stands: Sequence[Stand]) -> set[int]:
    """To whom an act is not done though he stands beside it, unless the expression seats him: whence shots or words
    come (``rockets fired from a mosque``, ``appealed from Vilnius``), and for whom somebody speaks (``pleaded for the
    editor``)."""
    kind = match.entry.type
    if kind not in ("ASSAULT", "REQUEST"):
        return set()
    syntax, own = view.syntax, {c for t in match.targets for c in view.syntax.conjuncts(t)}
    alone = kind == "ASSAULT" or (syntax.is_verb(match.head) and not match.frame.patients)
    found: set[int] = set()
    for stand in stands:
        i, cases = stand.token, syntax.case_words(stand.token)
        whence = cases == _FROM and alone and (kind == "ASSAULT" or view.is_place(i))
        if i not in own and (whence or (kind == "REQUEST" and cases == _FOR and not _asked(view, i, match.head))):
            found.add(i)
    return {c for i in found for c in syntax.conjuncts(i)}


def _asked(view: View, i: int, act: int) -> bool:
    """``called for the governor to resign``: whether a phrase under ``for`` is to do something."""
    token = view.tokens[i]
    verbs = {*view.syntax.analysis.children(i, "acl"), *view.syntax.analysis.children(act, "xcomp", "advcl", "ccomp")}
    return token.head != act or any(v.i > i and "to" in view.syntax.case_words(v.i) for v in verbs)
