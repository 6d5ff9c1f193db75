"""Who stands beside an act by the tree with another part in it: he tells of it, keeps it from its end, or does
something else to what does it.
"""

from __future__ import annotations

from dragoman.events.acts.constituents import Match
from dragoman.events.sides.view import View
from dragoman.records import Status

__all__ = ["third_parties"]

_VIOLENT = frozenset({"ASSAULT", "COERCE"})
_FROM = frozenset({"from"})


def third_parties(view: View, match: Match) -> set[int]:
    """Who has not done an act, though by the tree he may have."""
    return _foilers(view, match) | _reporters(view, match) | _handlers(view, match) | _origins(view, match)


def _foilers(view: View, match: Match) -> set[int]:
    """Who keeps a plot from its end: ``police foiled a plot to attack the airport``, ``the plot was foiled by police``,
    which others plotted."""
    syntax, token = view.syntax, view.tokens[match.head]
    if match.entry.type not in _VIOLENT:
        return set()
    verb, plot = match.head, view.tokens[token.head]
    if token.dep == "acl" and "to" in syntax.case_words(token.i) and plot.dep in ("obj", "nsubj:pass"):
        verb = plot.head
    if not syntax.is_verb(verb) or syntax.lemmas[verb] not in syntax.grammar.hindering:
        return set()
    frame, undone = syntax.frame(verb), match.entry.status is Status.NOT_DONE
    foiled = verb != match.head or (undone and frame.passive)
    return {c for a in frame.agents for c in syntax.conjuncts(a)} if foiled else set()


def _reporters(view: View, match: Match) -> set[int]:
    """Who tells of an attack that is nobody's by its words: ``Kabul said the strikes had killed civilians``. Of his own
    he would say so (``its strikes``)."""
    syntax, verb = view.syntax, match.head
    if match.entry.type != "ASSAULT" or not syntax.is_verb(verb) or match.frame.passive:
        return set()
    own, clause = syntax.child(verb, "nsubj"), view.tokens[verb]
    if own is None or own.upos != "NOUN" or view.cast.can_act(own.i) or clause.dep not in ("ccomp", "parataxis"):
        return set()
    if syntax.child(own.i, "nmod:poss") is not None:
        return set()
    return {c for a in syntax.subjects(clause.head)[0] for c in syntax.conjuncts(a)}


def _handlers(view: View, match: Match) -> set[int]:
    """Who does something to a thing of which a participle tells what it does: ``gunmen attacked a convoy carrying
    aid``, who bring none. Of words and plans it tells what their makers do (``signed an accord ending the war``)."""
    syntax, token = view.syntax, view.tokens[match.head]
    while token.dep == "conj":
        token = view.tokens[token.head]
    thing = view.tokens[token.head]
    if token.dep != "acl" or token.xpos != "VBG" or thing.dep not in ("obj", "obl", "nsubj:pass"):
        return set()
    if syntax.case_words(token.i) or syntax.lemmas[thing.i] not in syntax.grammar.objects | syntax.grammar.crowds:
        return set()
    return {c for a in syntax.frame(thing.head).agents for c in syntax.conjuncts(a)} - {*syntax.conjuncts(thing.i)}


def _origins(view: View, match: Match) -> set[int]:
    """Whence those are who are helped: ``sheltered refugees from Congo``, which does not shelter them."""
    if match.entry.type != "AID" or not view.syntax.is_verb(match.head):
        return set()
    helped = {c for p in match.frame.patients for c in view.syntax.conjuncts(p)}
    found = {n.i for h in helped for n in view.syntax.analysis.children(h, "nmod")}
    if view.syntax.lemmas[match.head] in view.syntax.grammar.hosting:  # parsers hang it on the verb as well
        found |= {o.head for o in match.frame.obliques}
    return {c for i in found if view.syntax.case_words(i) == _FROM for c in view.syntax.conjuncts(i)}
