"""Who has, by the tree, another part in what a sentence tells, and constructions that name both sides outright.

Beside these the fitted models (``roles``) judge.
"""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.events.acts.constituents import Match
from dragoman.events.acts.nouns import owning
from dragoman.events.sides.features import Stand
from dragoman.events.sides.mutual import MUTUAL
from dragoman.events.sides.view import View
from dragoman.events.trees.lemmas import cut_compounds
from dragoman.events.trees.lurking import found_by
from dragoman.knowledge.expressions import Slot

__all__ = ["aside", "asked_for", "beyond", "bystanders", "finders", "judges", "own", "told"]

_DONE_IN = frozenset({"in", "during"})
_OF_TWO = frozenset({"ASSAULT", "RETREAT"})
"""Types of acts beside the mutual ones before whose noun both sides may stand (``war``, ``truce``)."""
_SUFFERED = frozenset({"ACCUSE", "ASSAULT", "COERCE", "REJECT", "SANCTION"})
"""Types of acts that nobody does to what is his own; what is promised or asked for its owner does (``his promised
reforms``)."""
_HARM = frozenset({"ASSAULT", "COERCE", "SANCTION"})
_OPINIONS = frozenset({"ACCUSE", "REJECT", "SUPPORT"})
"""Types of what is said of others' acts."""
_OVER = frozenset({"over", "in"})
_CAUSES = frozenset({"by", "at", "with", "about"})
"""Prepositions of what displeases somebody."""
_KEPT_FROM = frozenset({"from", "against"})
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
    if not fight or token.upos != "NOUN" or not syntax.case_words(token.i) & _DONE_IN or not syntax.is_verb(token.head):
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


def bystanders(view: View, match: Match, stands: Sequence[Stand]) -> set[int]:
    """Who, by the tree, has not done an act, whatever else speaks for him."""
    parts = (_owners, _keepers, _disowning, _rejecters, _fighters, _held, _tellers)
    return _struck(view, match, stands).union(*(part(view, match) for part in parts))


def judges(view: View, match: Match) -> set[int]:
    """Who says what he thinks of an act: ``the visit criticised by Beijing``, ``talks that hardliners condemned``. He
    has no part in it."""
    syntax = view.syntax
    if syntax.is_verb(match.head):
        return set()
    clauses = [c.i for c in syntax.analysis.children(match.head, "acl", "acl:relcl") if not syntax.lends(c.i)]
    kinds = _OPINIONS - {match.entry.type}
    agents = [
        (c, k) for clause in clauses for a in syntax.frame(clause).agents for c in syntax.conjuncts(a) for k in kinds
    ]
    return {c for c, k in agents if any(view.acts_at(c, clause, k) for clause in clauses)}


def aside(view: View, match: Match) -> set[int]:
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


def own(view: View, match: Match) -> set[int]:
    """Whom one withdraws: they are one's own, and nothing is done to them."""
    if match.entry.type != "RETREAT" or match.entry.mode != "withdraw" or match.frame.passive:
        return set()
    syntax = view.syntax
    objects = {c for p in match.frame.patients for c in syntax.conjuncts(p)}
    objects |= {syntax.through_quantity(o) for o in objects}
    return objects if any(syntax.lemmas[o] in syntax.grammar.withdrawn for o in objects) else set()


def _keepers(view: View, match: Match) -> set[int]:
    """Who keeps somebody else from it: ``warned Ankara against buying missiles``, ``stopped aid groups from
    delivering food``."""
    syntax, token = view.syntax, view.tokens[match.head]
    if token.dep != "advcl" or token.xpos != "VBG" or not syntax.case_words(token.i) & _KEPT_FROM:
        return set()
    above = syntax.frame(token.head)
    kept = any(syntax.can_act(p) for p in (*above.patients, *above.indirect))
    return {c for a in above.agents for c in syntax.conjuncts(a)} if kept and not above.passive else set()


def _disowning(view: View, match: Match) -> set[int]:
    """Who does not say that an act was his: ``nobody claimed responsibility for it``, ``did not claim``."""
    syntax, owned = view.syntax, view.syntax.grammar.owning
    for above in syntax.analysis.ancestors(match.head):
        lemma = syntax.lemmas[above.i]
        if lemma in owned and not owning(syntax, above.i):
            frame = syntax.frame(above.i)
            if owned[lemma] & {syntax.lemmas[p] for p in frame.patients}:
                return {c for a in frame.agents for c in syntax.conjuncts(a)}
    return set()


def finders(view: View, match: Match) -> set[int]:
    """Who finds a weapon that lay in wait for others: ``police defused a car bomb``."""
    found = found_by(view.syntax, {match.head, *match.words}) if match.entry.type == "ASSAULT" else None
    agents = () if found is None else view.syntax.frame(found).agents
    return {c for a in agents for c in view.syntax.conjuncts(a)}


def _rejecters(view: View, match: Match) -> set[int]:
    """Who says no to what says it, or keeps from its end what does it: ``Washington vetoed a resolution that called for
    a pause``, ``air defences intercepted missiles fired at Kyiv``."""
    syntax, token = view.syntax, view.tokens[match.head]
    noun = view.tokens[token.head]
    if not token.dep.startswith("acl") or noun.dep not in ("obj", "obl") or not syntax.is_verb(noun.head):
        return set()
    if "to" in syntax.case_words(token.i):
        return set()  # `Moscow ignored Tokyo's demand to return them`: it is to do so
    agents = {c for a in syntax.frame(noun.head).agents for c in syntax.conjuncts(a)}
    stops = match.entry.type == "ASSAULT" and syntax.lemmas[noun.head] in syntax.grammar.downing
    return {a for a in agents if stops or view.acts_at(a, noun.head, "REJECT")}


def beyond(view: View, match: Match, stands: Sequence[Stand]) -> set[int]:
    """Whom a clause behind the object names: ``shot down drones aimed at tankers``, ``killed a man who had stabbed a
    nurse``. That was done to the object."""
    syntax = view.syntax
    if match.entry.type != "ASSAULT" or not syntax.is_verb(match.head) or match.frame.passive:
        return set()
    behind = {c.i for p in match.frame.patients for c in syntax.analysis.children(p, "acl", "acl:relcl")}
    return {s.token for s in stands if behind & {t.i for t in syntax.analysis.ancestors(s.token)}} if behind else set()


def of_another(view: View, match: Match) -> set[int]:
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


def _fighters(view: View, match: Match) -> set[int]:
    """Between whom the fight was in which somebody fell: ``killed in fighting between the army and rebels``; nobody
    tells by whose hand."""
    if match.entry.type != "ASSAULT" or not view.syntax.is_verb(match.head):
        return set()
    syntax, found = view.syntax, set[int]()
    for oblique in match.frame.obliques:
        phrases = [n.i for n in syntax.analysis.children(oblique.head, "nmod")] if oblique.cases & _DONE_IN else []
        if any("between" in syntax.case_words(i) for i in phrases):
            found.update(c for i in phrases for c in syntax.conjuncts(i))  # parsers hang both on the fight
    return found


def _tellers(view: View, match: Match) -> set[int]:
    """Who tells, in a clause above, what the expression says that somebody else has done: ``the bureau said that a
    suspect who was flown in had admitted nothing``."""
    syntax, verb = view.syntax, match.head
    if match.entry.general or not syntax.is_verb(verb) or match.frame.passive:
        return set()
    doers = {c for s in match.sources for c in syntax.conjuncts(s)}
    if not doers or any(view.tokens[i].upos == "PRON" for i in doers):
        return set()
    top = view.tokens[verb]
    while top.dep in ("conj", "xcomp"):
        top = view.tokens[top.head]
    own = syntax.child(top.i, "nsubj")
    if top.dep not in ("ccomp", "parataxis") or own is None or own.i not in doers:
        return set()
    return {c for a in syntax.subjects(top.head)[0] for c in syntax.conjuncts(a)} - doers


def _held(view: View, match: Match) -> set[int]:
    """Who is arrested or questioned over an attack: that he has done it nobody says (``four men held over the
    murder``). Our texts seat them where it is ``for the murder``."""
    if match.entry.type != "ASSAULT":
        return set()
    syntax, noun = view.syntax, view.tokens[match.head]
    while noun.dep == "nmod" and syntax.lemmas[noun.head] == "connection":
        noun = view.tokens[noun.head]
    if noun.dep not in ("obl", "nmod", "advcl") or syntax.lemmas[noun.head] not in syntax.grammar.holding:
        return set()
    frame = syntax.frame(noun.head)
    return {c for p in frame.patients for c in syntax.conjuncts(p)} if syntax.case_words(noun.i) & _OVER else set()


def _owners(view: View, match: Match) -> set[int]:
    """Whose what suffered is: they did not do it (``her widely criticised interview``, ``Castries's jailed mayor``)."""
    token = view.tokens[match.head]
    if match.entry.type not in _SUFFERED or token.dep != "amod" or token.xpos != "VBN" or token.head < match.head:
        return set()
    syntax = view.syntax
    return {c for owner in syntax.analysis.children(token.head, "nmod:poss") for c in syntax.conjuncts(owner.i)}


def _struck(view: View, match: Match, stands: Sequence[Stand]) -> set[int]:
    """Who does not kill or destroy though an attack's noun leads to him: what that attack hit (``the bombing of the
    embassy, which killed twelve``), and where it was (``killed in the Nairobi embassy bombing``).
    """
    if match.entry.type != "ASSAULT":
        return set()
    syntax = view.syntax
    found = {s.token for s in stands if view.hit_by_noun(syntax.antecedent(s.token), match.head)}
    inside = {s.token for s in stands if view.tokens[syntax.antecedent(s.token)].head in found}
    inside |= {s.token for s in stands if _before_attack(view, s.token)} - set(match.sources)
    return {c for i in found | inside for c in syntax.conjuncts(i)}


def _before_attack(view: View, i: int) -> bool:
    """Whether a word is a place that was hit, before the noun of the attack, or says where that place is."""
    syntax, token = view.syntax, view.tokens[i]
    sites = syntax.grammar.sites
    if token.dep not in ("compound", "amod", "nmod") or token.head < i:
        return False
    if syntax.lemmas[i] in sites or syntax.lemmas[token.head] in sites:
        return True
    return view.is_place(i) and bool(syntax.before(token.head, sites)) and i not in syntax.modifiers(token.head)


def asked_for(view: View, match: Match) -> set[int]:
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
