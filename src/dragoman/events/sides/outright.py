"""Constructions that name both sides of an act outright. Beside these the fitted models (``roles``) judge."""

from __future__ import annotations

from dragoman.events.acts.constituents import Match
from dragoman.events.sides.mutual import MUTUAL
from dragoman.events.sides.view import DONE_IN, View
from dragoman.events.trees.lemmas import cut_compounds
from dragoman.knowledge.expressions import Slot

__all__ = ["told"]

_OF_TWO = frozenset({"ASSAULT", "RETREAT"})
"""Types of acts beside the mutual ones before whose noun both sides may stand (``war``, ``truce``)."""
_CAUSES = frozenset({"by", "at", "with", "about"})
"""Prepositions of what displeases somebody."""
_PAIRED = "a pair of names stands before it"
_BETWEEN = "between whom it is"
_SWAPPED = "those who are exchanged are let go"
_DISPLEASED = "who is displeased accuses who did it"
_FOUGHT = "who suffered in it fought there"


def told(view: View, match: Match) -> Match | None:
    """The match with both sides where a construction names them; None where none does."""
    for construction in (_paired, _fought, _swapped, _between, _felt):
        if (found := construction(view, match)) is not None:
            return found
    return None


def _paired(view: View, match: Match) -> Match | None:
    """``the Iran-Iraq accord``, ``Israel-Hamas ceasefire``: two names joined by a hyphen before what they do together,
    or (``the Russia-Ukraine war``) the one against the other.
    """
    syntax, kind = view.syntax, match.entry.type
    if kind not in _OF_TWO and kind not in MUTUAL:
        return None
    nouns = [i for i in sorted({match.head, *match.words}) if view.tokens[i].upos == "NOUN"]
    for noun, i in [(n, i) for n in nouns for i in _before(view, n)]:
        for first, last in cut_compounds(i, view.tokens):
            pair = (first.i, last.i)
            if last.i < noun and all(syntax.can_act(k) and view.cast.headed(k) for k in pair):
                sides = (pair[:1], pair[1:]) if kind == "ASSAULT" else (pair, pair if kind in MUTUAL else ())
                return match._replace(sources=sides[0], targets=sides[1], how=(*match.how, _PAIRED))
    return None


def _before(view: View, noun: int) -> list[int]:
    """The words that stand before a noun and describe it, or what describes it."""
    found: list[int] = []
    stack = [noun]
    while stack:
        children = view.syntax.analysis.children(stack.pop(), "compound", "amod", "nmod", "conj", "obl")
        stack += (own := [c.i for c in children if c.i < noun])
        found += own
    return sorted(found)


def _between(view: View, match: Match) -> Match | None:
    """``declared a truce between the army and the rebels``: it is theirs, whoever declares it."""
    if match.entry.type != "RETREAT":
        return None
    syntax, sources = view.syntax, frozenset(match.sources)
    for noun in [i for i in sorted({match.head, *match.words}) if view.tokens[i].upos == "NOUN"]:
        for phrase in syntax.analysis.children(noun, "nmod", "obl"):
            pair = tuple(syntax.conjuncts(phrase.i))
            two = len(pair) > 1 and all(syntax.can_act(k) for k in pair)
            if two and "between" in syntax.case_words(phrase.i) and sources != frozenset(pair):
                return match._replace(sources=pair, targets=(), how=(*match.how, _BETWEEN))
    return None


def _fought(view: View, match: Match) -> Match | None:
    """``Five policemen were killed in clashes with militants``: who suffered in a fight was one side of it."""
    syntax, token = view.syntax, view.tokens[match.head]
    parts = match.entry.pattern.slotted
    fight = match.entry.type == "ASSAULT" and any(p.slot is Slot.TARGET and "with" in p.prepositions for p in parts)
    if not fight or token.upos != "NOUN" or not syntax.case_words(token.i) & DONE_IN or not syntax.is_verb(token.head):
        return None
    others = [o.head for o in match.frame.obliques if "with" in o.cases and syntax.can_act(o.head)]
    above = syntax.frame(token.head)
    fallen = above.patients if above.passive else above.agents if syntax.lemmas[token.head] == "die" else ()
    fallen = tuple([f for f in fallen if syntax.can_act(f)])
    if not others or not fallen or syntax.modifiers(token.i):
        return None
    return match._replace(sources=fallen, targets=(others[0],), how=(*match.how, _FOUGHT))


def _swapped(view: View, match: Match) -> Match | None:
    """``Chad and Sudan exchanged ten prisoners``, ``an exchange of prisoners between them``: both let go, and it is
    done to those who are let go.
    """
    both = Slot.BOTH in match.entry.pattern.slots and match.sources == match.targets
    if match.entry.type != "RETREAT" or not both or not match.sources:
        return None
    captives = [i for i in sorted(match.words) if view.tokens[i].dep in ("obj", "nmod") and view.cast.can_suffer(i)]
    return match._replace(targets=tuple(captives), how=(*match.how, _SWAPPED))


def _felt(view: View, match: Match) -> Match | None:
    """``The minister irked her hosts``, ``The cabinet was worried about the army``: who is displeased accuses whoever
    did it, and not the one who tells of it."""
    syntax, frame, lemma = view.syntax, match.frame, view.syntax.lemmas[match.head]
    unseated = match.entry.general or not match.sources
    if match.entry.type != "ACCUSE" or not unseated or lemma not in syntax.grammar.feelings | syntax.grammar.displeased:
        return None
    active = lemma in syntax.grammar.feelings and not frame.passive
    hurt, causes = (frame.patients, frame.agents) if active else (frame.patients or frame.agents, ())
    hurt = tuple([p for p in hurt if syntax.can_act(p) and (active or view.tokens[p].upos != "PRON")])
    causes = causes or tuple([o.head for o in frame.obliques if o.cases & _CAUSES and not o.clausal])
    doers = tuple([a for a in causes if syntax.can_act(a) and a not in hurt])
    return match._replace(sources=hurt, targets=doers, how=(*match.how, _DISPLEASED)) if hurt else None
