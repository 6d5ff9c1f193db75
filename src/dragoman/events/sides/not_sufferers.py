"""To whom an act was, by the tree, not done, whatever else speaks for it."""

from __future__ import annotations

from collections.abc import Sequence, Set

from dragoman.events.acts.constituents import Match
from dragoman.events.sides.aimed import missed
from dragoman.events.sides.features import Stand
from dragoman.events.sides.not_doers import judges
from dragoman.events.sides.people import same_people
from dragoman.events.sides.view import DONE_IN, View

__all__ = ["not_sufferers"]

_SENDING = frozenset({"MOBILIZE", "AID"})
"""Types of acts that go somewhere, or to somebody."""
_FROM = frozenset({"from"})
_FROM_OR_AGAINST = frozenset({"from", "against"})
_HARM = frozenset({"ASSAULT", "COERCE", "SANCTION"})
_HEARING = (("IGO",), ("NGO",), ("MED",), ("INT",))
"""Sectors of those before whom one complains of others."""
_OF_CROWDS = frozenset({"PROTEST", "ASSAULT"})
_OPINIONS = frozenset({"ACCUSE", "REJECT", "SUPPORT"})
"""Types of what is said of others' acts."""


def not_sufferers(view: View, match: Match, stands: Sequence[Stand], sources: Set[int], targets: Set[int]) -> set[int]:
    """To whom, by the tree, an act was not done. ``sources``, ``targets``: whom its expression seats."""
    found = {*same_people(view.cast, sources, targets, stands)}
    found |= _left(view, match, stands, targets) | _beyond(view, match, stands) | missed(view, match, stands)
    found |= _forums(view, match, stands)
    parts = (_beside_the_fallen, _helped, _asked_for, _own, _of_another, _aside, _means, judges)
    return found.union(*(part(view, match) for part in parts))


def _aside(view: View, match: Match) -> set[int]:
    """Whom a clause names that tells no act of who acts (``Finland, which lies beside Russia, joined``), and who
    says what he thinks of the act (``groups condemned his proposal``): nothing is done to them."""
    syntax = view.syntax
    if syntax.is_verb(match.head):
        agents = {c for a in match.frame.agents for c in syntax.conjuncts(a)}
        clauses = {c.i for a in agents for c in syntax.analysis.children(a, "acl:relcl")}
        clauses -= {match.head, *(t.i for t in syntax.analysis.ancestors(match.head))}
        clauses = {c for c in clauses if not view.tells(c)}
        sentence = view.candidates(view.tokens[match.head].sentence) if clauses else ()
        return {i for i in sentence if clauses & {t.i for t in syntax.analysis.ancestors(i)}} - {*match.targets}
    token = view.tokens[match.head]
    if token.dep != "obj" or match.entry.type in _OPINIONS or not syntax.modifiers(match.head):
        return set()
    agents = {c for a in syntax.frame(token.head).agents for c in syntax.conjuncts(a)}
    return {a for a in agents if view.acts_at(a, token.head, "ACCUSE") or view.acts_at(a, token.head, "SUPPORT")}


def _beside_the_fallen(view: View, match: Match) -> set[int]:
    """``the Americans killed in attacks on the compound``: what the attack was on is not who was killed in it."""
    syntax, frame = view.syntax, match.frame
    if match.entry.type != "ASSAULT" or not frame.passive or not any(map(view.cast.can_act, frame.patients)):
        return set()
    attacks = [o.head for o in frame.obliques if o.cases & DONE_IN]
    inside = (n.i for a in attacks for n in syntax.analysis.children(a, "nmod"))
    return {c for i in inside for c in syntax.conjuncts(i)} - {*frame.patients}


def _forums(view: View, match: Match, stands: Sequence[Stand]) -> set[int]:
    """``complained to the Security Council``: before whom one complains is not of whom. Of eight such in our corpus
    none is the target."""
    if match.entry.type != "ACCUSE" or view.syntax.lemmas[match.head] not in view.syntax.grammar.complaining:
        return set()
    before = (s for s in stands if "to" in view.syntax.case_words(s.token))
    return {s.token for s in before if s.someone.sectors[:1] in _HEARING}


def _means(view: View, match: Match) -> set[int]:
    """What protesters block a way with, the way, and what they throw: ``blocked the road with lorries``, ``hurled
    bottles``. In our corpus 67 of 108 who block a road have no target, 19 the road.
    """
    if match.entry.type not in _OF_CROWDS:
        return set()
    syntax, grammar = view.syntax, view.syntax.grammar
    things = {c for p in match.frame.patients for c in syntax.conjuncts(p)}
    found = {c for c in things if syntax.lemmas[c] in grammar.thrown}
    if match.entry.type == "PROTEST":
        ways = {c for c in things if syntax.lemmas[c] in grammar.ways}
        beside = (
            {c for o in match.frame.obliques if "with" in o.cases for c in syntax.conjuncts(o.head)} if ways else set()
        )
        found |= ways | {c for c in beside if not syntax.can_act(c)}
    return found


def _own(view: View, match: Match) -> set[int]:
    """Whom one withdraws: they are one's own, and nothing is done to them."""
    if match.entry.type != "RETREAT" or match.entry.mode != "withdraw" or match.frame.passive:
        return set()
    syntax = view.syntax
    objects = {c for p in match.frame.patients for c in syntax.conjuncts(p)}
    objects |= {syntax.through_quantity(o) for o in objects}
    return objects if any(syntax.lemmas[o] in syntax.grammar.withdrawn for o in objects) else set()


def _beyond(view: View, match: Match, stands: Sequence[Stand]) -> set[int]:
    """Whom a clause behind the object names: ``shot down drones aimed at tankers``, ``killed a man who had stabbed a
    nurse``. That was done to the object."""
    syntax = view.syntax
    if match.entry.type != "ASSAULT" or not syntax.is_verb(match.head) or match.frame.passive:
        return set()
    behind = {c.i for p in match.frame.patients for c in syntax.analysis.children(p, "acl", "acl:relcl")}
    behind -= {
        match.head,
        *(t.i for t in syntax.analysis.ancestors(match.head)),
    }  # `shells that they fired at the town`
    return {s.token for s in stands if behind & {t.i for t in syntax.analysis.ancestors(s.token)}} if behind else set()


def _of_another(view: View, match: Match) -> set[int]:
    """The objects of verbs joined with one that has an object of its own: ``pulled down banners and bundled eight
    petitioners into vans``."""
    syntax, token = view.syntax, view.tokens[match.head]
    mine = {c for p in (*match.frame.patients, *match.frame.indirect) for c in syntax.conjuncts(p)}
    if match.entry.type not in _HARM or not syntax.is_verb(match.head) or match.frame.passive or not mine:
        return set()
    if any(view.tokens[i].upos == "PRON" for i in mine):
        return set()  # `surrounded a crowd and beat it`
    first = token.head if token.dep == "conj" else match.head
    joined = {first, *(c.i for c in syntax.analysis.children(first, "conj"))} - {match.head, *match.words}
    frames = [syntax.frame(verb) for verb in joined if syntax.is_verb(verb)]
    return {c for f in frames if not f.passive for p in f.patients for c in syntax.conjuncts(p)} - mine


def _asked_for(view: View, match: Match) -> set[int]:
    """Whose return or release is asked of others: ``demanded the boy's return``, ``called for the release of all``."""
    if match.entry.type != "REQUEST":
        return set()
    syntax = view.syntax
    heads = {*match.frame.patients, *(o.head for o in match.frame.obliques), *match.words}
    asked = [i for h in heads for i in syntax.conjuncts(h) if syntax.lemmas[i] in syntax.grammar.asked_for]
    return {
        c
        for noun in asked
        for i in (*syntax.modifiers(noun), *(n.i for n in syntax.analysis.children(noun, "nmod", "compound")))
        if syntax.case_words(i) <= {"of", "'s"}
        for c in syntax.conjuncts(i)
    }


def _helped(view: View, match: Match) -> frozenset[int]:
    """Whom the verb above an act's noun says that it helps."""
    syntax = view.syntax
    token = syntax.tokens[match.head]
    if token.dep not in ("obl", "obl:agent") or syntax.lemmas[token.head] not in syntax.grammar.assisting:
        return frozenset()
    return frozenset(c for p in syntax.frame(token.head).patients for c in syntax.conjuncts(p))


def _left(view: View, match: Match, stands: Sequence[Stand], own: Set[int]) -> Set[int]:
    """``sent troops from Kisangani``, ``took in refugees from Syria``, ``help against the insurgents``: that is not
    where or whom they are sent or given to, unless the expression seats it."""
    if match.entry.type not in _SENDING:
        return frozenset()
    away = _FROM_OR_AGAINST if match.entry.type == "AID" else _FROM
    case_words = view.syntax.case_words
    return {s.token for s in stands if s.token not in own and len(c := case_words(s.token)) == 1 and c <= away}
