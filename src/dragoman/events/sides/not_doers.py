"""Who has, by the tree, not done an act, whatever else speaks for him."""

from __future__ import annotations

from collections.abc import Sequence, Set

from dragoman.events.acts.constituents import Match
from dragoman.events.acts.nouns import owning
from dragoman.events.sides.features import Stand
from dragoman.events.sides.mutual import done_together
from dragoman.events.sides.people import same_people
from dragoman.events.sides.third_parties import third_parties
from dragoman.events.sides.view import DONE_IN, View
from dragoman.events.trees.lurking import found_by

__all__ = ["judges", "not_doers"]

_PLACES = frozenset({"outside", "near", "inside", "around", "across", "throughout", "beside", "opposite"})
"""Prepositions of nothing but where."""
_OF_CROWDS = frozenset({"PROTEST", "SUPPORT"})
"""Types of acts of crowds, which nobody does by dispersing them."""
_SENT = frozenset({"MOBILIZE"})
"""Types of which the corpus marks troops as those who act though they are sent (``troops were flown in``)."""
_SPOKEN = frozenset({"ACCUSE", "AGREE", "REJECT", "REQUEST", "THREATEN"})
"""Types of acts that somebody may do in saying what another does (``a ban which he says will stay``)."""
_SUFFERED = frozenset({"ACCUSE", "ASSAULT", "COERCE", "REJECT", "SANCTION"})
"""Types of acts that nobody does to what is his own; what is promised or asked for its owner does (``his promised
reforms``)."""
_OVER = frozenset({"over", "in"})
_KEPT_FROM = frozenset({"from", "against"})
_OPINIONS = frozenset({"ACCUSE", "REJECT", "SUPPORT"})
"""Types of what is said of others' acts."""


def not_doers(view: View, match: Match, stands: Sequence[Stand], sources: Set[int], targets: Set[int]) -> set[int]:
    """Who, by the tree, has not done an act. ``sources``, ``targets``: whom its expression seats.

    Of ``the journalist's detention`` it is not the journalist: who did it would be named by a phrase of the noun's own.
    """
    cast = view.cast
    found = {*same_people(cast, targets, sources, stands), *same_people(cast, _hit(view, match), set(), stands)}
    found |= same_people(cast, _finders(view, match) | third_parties(view, match), set(), stands)
    found |= _undergoers(view, match, sources) | _near(view, match.head, stands, sources)
    found |= same_people(cast, _met(view, match), set(), stands)
    found |= _named_in_it(view, match) - sources
    found |= _of_the_object(view, match) - sources
    parts = (_owners, _keepers, _disowning, _rejecters, _fighters, _fallen, _held, _tellers, _critics, judges)
    return found.union(_struck(view, match, stands), *(part(view, match) for part in parts))


def _named_in_it(view: View, match: Match) -> set[int]:
    """Words of the expression, which are matter of the act (``suspended it from the council``, ``guns fell silent``):
    but for its subject (``Turkish drones struck``), and for people in words that the encoder alone takes for one. Of 8
    of these whom the models take for the source 8 are.
    """
    kind = match.entry.type
    if kind in _SENT or (match.entry.general and kind == "ASSAULT"):
        return set()
    if match.entry.general:
        return {w for w in match.words if not view.cast.headed(w)}
    return {*match.words} - {*match.frame.agents}


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


def _finders(view: View, match: Match) -> set[int]:
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


def _fighters(view: View, match: Match) -> set[int]:
    """Between whom the fight was in which somebody fell: ``killed in fighting between the army and rebels``; nobody
    tells by whose hand."""
    if match.entry.type != "ASSAULT" or not view.syntax.is_verb(match.head):
        return set()
    syntax, found = view.syntax, set[int]()
    for oblique in match.frame.obliques:
        phrases = [n.i for n in syntax.analysis.children(oblique.head, "nmod")] if oblique.cases & DONE_IN else []
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


def _critics(view: View, match: Match) -> set[int]:
    """``the bill, which critics say would muzzle the press``: who says so of it does not do it. ``The decree dissolving
    the assembly was annulled by the court``: nor does who undoes what does it.
    """
    syntax, token = view.syntax, view.tokens[match.head]
    over = view.tokens[token.head]
    gap = token.dep == "ccomp" and over.dep == "acl:relcl" and syntax.child(token.i, "nsubj", "nsubj:pass") is None
    finite = syntax.child(token.i, "aux", "aux:pass", "cop") is not None and "to" not in syntax.case_words(token.i)
    if gap and finite and match.entry.type not in _SPOKEN:
        return {c for a in syntax.frame(over.i).agents for c in syntax.conjuncts(a)}
    if token.dep == "acl" and over.dep == "nsubj:pass" and syntax.lemmas[over.head] in syntax.grammar.undoing:
        return {c for a in syntax.frame(over.head).agents for c in syntax.conjuncts(a)}
    return set()


def _fallen(view: View, match: Match) -> set[int]:
    """Who was killed or hurt in an attack: they did not lead it (``the Americans killed in attacks on the compound``).
    In a fight they may have had a part."""
    syntax, token = view.syntax, view.tokens[match.head]
    mutual = any(part.slot and "with" in part.prepositions for part in match.entry.pattern.slotted)
    if match.entry.type != "ASSAULT" or mutual or token.dep != "obl" or not syntax.is_verb(token.head):
        return set()
    frame = syntax.frame(token.head)
    harmed = frame.passive and syntax.case_words(token.i) & DONE_IN and view.tells(token.head)
    return {c for p in frame.patients for c in syntax.conjuncts(p)} if harmed else set()


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


def _of_the_object(view: View, match: Match) -> set[int]:
    """``banned marches by the unions``: who does what the object names does not do what is done about it. Of crowds it
    may be the act itself (``attended a rally by workers``).
    """
    syntax = view.syntax
    if not syntax.is_verb(match.head) or match.frame.passive or match.entry.type in _OF_CROWDS:
        return set()
    near = (c for i in match.frame.patients for c in syntax.analysis.children(i, "nmod"))
    return {i for c in near if "by" in syntax.case_words(c.i) for i in syntax.conjuncts(c.i)}


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


def _undergoers(view: View, match: Match, own: Set[int]) -> Set[int]:
    """``the army was placed on alert``: the subject of a passive does not act, unless the expression seats it; nor
    does who is called by it (``the man who ran, treasurer Diaz, was forgiven``).
    """
    if not match.frame.passive or match.entry.type in _SENT:
        return frozenset()
    syntax = view.syntax
    subjects = {c for p in match.frame.patients for c in syntax.conjuncts(p)}
    new = match.frame.agents if syntax.lemmas[match.head] in syntax.grammar.supplanting else ()
    others = {c for a in new for c in syntax.conjuncts(a)}
    return ((subjects | {a.i for s in subjects for a in syntax.analysis.children(s, "appos")}) - own) | others


def _met(view: View, match: Match) -> Set[int]:
    """Whom the verb of an event noun says to meet with it: ``the killing of the mayor shocked Colombians``, ``Benin
    fears an attack``. They have not done it.
    """
    syntax, grammar = view.syntax, view.syntax.grammar
    noun = syntax.tokens[match.head]
    crowd = match.entry.type in _OF_CROWDS
    while noun.dep == "nmod" and (crowd or syntax.lemmas[noun.head] in grammar.transparent):
        noun = syntax.tokens[noun.head]  # `weeks of shelling`, `a rally in support of her`
    if noun.dep == "nmod" and syntax.lemmas[noun.head] in grammar.harmed:
        return frozenset(syntax.conjuncts(noun.head))  # `victims of the attack`
    own = syntax.is_verb(match.head)
    verb = match.head if match.entry.general and match.words and own else noun.head
    if not syntax.is_verb(verb) or done_together(match) or (own and verb == match.head and not match.entry.general):
        return frozenset()  # `the ministry dodged questions`: its own expression says who does so
    above = syntax.frame(verb)
    met: tuple[int, ...] = ()
    if syntax.lemmas[verb] in grammar.feelings and noun.dep in ("nsubj", "obl:agent"):
        met = above.patients
    elif syntax.lemmas[verb] in grammar.undergoing and {noun.i, *match.words} & set(above.patients):
        met = above.agents  # `he awaits trial`: the verb may head the event
    elif noun.i in above.patients and verb != match.head and _says_how(view, verb, noun.i):
        met = above.agents  # `declared the detention unlawful`
    elif (verb != match.head or crowd) and _hinders(view, verb):
        # `police broke up the rally`: the verb may head what a crowd does or says
        held = {noun.i, *match.words} & set(above.patients) or (crowd and noun.dep == "obl")
        met = above.agents if held else ()
    return {c for p in met for c in syntax.conjuncts(p)}


def _says_how(view: View, verb: int, noun: int) -> bool:
    """Whether a verb says of its object what it is: who ``found the raid unlawful`` has not led it."""
    said = view.syntax.analysis.children(verb, "xcomp")
    return view.syntax.lemmas[verb] not in view.syntax.grammar.making and any(
        x.upos == "ADJ" and x.i > noun for x in said
    )


def _hinders(view: View, verb: int) -> bool:
    """Whether a verb keeps what is its object from being done, with its particle if it has one."""
    syntax, hindering = view.syntax, view.syntax.grammar.hindering
    particles = (p.i for p in syntax.analysis.children(verb, "compound:prt"))
    lemma = syntax.lemmas[verb]
    return lemma in hindering or any(f"{lemma} {syntax.lemmas[p]}" in hindering for p in particles)


def _near(view: View, act: int, stands: Sequence[Stand], own: Set[int]) -> Set[int]:
    """``protests outside parliament``, ``the denunciation of Israel at the United Nations``: what says where it was
    has not done it, unless the expression seats it."""
    syntax = view.syntax
    noun = not syntax.is_verb(act)
    found: set[int] = set()
    for stand in stands:
        cases = syntax.case_words(stand.token)
        at = noun and "at" in cases and syntax.tokens[stand.token].head == act
        if stand.token not in own and (at or not _PLACES.isdisjoint(cases)):
            found.add(stand.token)
    return found


def _hit(view: View, match: Match) -> Set[int]:
    """``was hit by two bombs, killing seven``: what is struck does not kill. Who is ``accused of killing`` does."""
    syntax = view.syntax
    token = syntax.tokens[match.head]
    if match.entry.type != "ASSAULT" or token.dep != "advcl" or token.xpos != "VBG" or syntax.case_words(token.i):
        return frozenset()
    above = syntax.frame(token.head)
    if not above.passive:
        return frozenset()
    return {c for p in above.patients for c in syntax.conjuncts(p)} - {*above.agents}
