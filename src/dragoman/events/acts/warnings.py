"""Warnings that threaten nobody: ``warned that Russia was recruiting teenagers``, ``that the law could hurt exports``.

Who warns of what others do, or of what may come of it, finds fault at most (the ontology says so of THREATEN). Of the
warnings with a clause in our corpus 132 threaten and 16 find fault; of those without a modal 1 and 7, of those with
``could`` or ``might`` and an active verb that another does 1 and 5. In news by other hands none of nine threatened.
Of what is no harm that somebody does (``warned of famine``) one hears no threat either, and whoever is told of it
(``warned residents of heavy rain``) is only alerted.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from dragoman.events.acts.constituents import Match
from dragoman.events.trees.syntax import Syntax
from dragoman.records import Participant, Token

__all__ = ["only_warns"]

_POSSIBLE = frozenset({"could", "may", "might", "can"})
_OF = frozenset({"of", "about"})
_WEAPONLESS = frozenset({"HRI", "NGO", "MED", "EDU"})
"""Sectors of those who warn of harm that is not theirs to do, whatever the modal."""
_HEARD = 0.5
"""The probability of the fault found by which its confidence is told."""


def only_warns(match: Match, sources: Sequence[Participant], harmful: Set[int], syntax: Syntax) -> Match:
    """The match as it is, or as a fault found if it is a warning that threatens nobody. ``harmful``: words that head
    acts of harm.
    """
    lemma = syntax.lemmas[match.head]
    if match.entry.type != "THREATEN" or lemma not in syntax.grammar.warning:
        return match
    clause = _content(match.head, syntax)
    told = harmful if match.entry.general else harmful | match.words
    alert = clause is None and _of_no_harm(match.head, told, syntax)
    if not alert and (clause is None or not _of_others(clause, sources, harmful, syntax)):
        return match
    if alert and syntax.child(match.head, "obj", "iobj", "nsubj:pass") is not None:
        return match._replace(entry=replace(match.entry, type=None, mode=None), how=(*match.how, "an alert"))
    entry = replace(match.entry, type="ACCUSE", mode="disapprove")
    return match._replace(entry=entry, probability=_HEARD, how=(*match.how, "a warning of what others do"))


def _content(head: int, syntax: Syntax) -> Token | None:
    """The finite clause of what is warned of, behind the verb or around it."""
    for clause in syntax.analysis.children(head, "ccomp"):
        if syntax.child(clause.i, "nsubj", "nsubj:pass") is not None:
            return clause
    return None


def _of_no_harm(head: int, harmful: Set[int], syntax: Syntax) -> bool:
    """Whether what is warned of is named, and nothing that whoever warns would do."""
    named = [o.i for o in syntax.analysis.children(head, "obl") if syntax.case_words(o.i) & _OF]
    nouns = [i for o in named for i in syntax.conjuncts(syntax.through_quantity(o))]
    return bool(nouns) and not any(i in harmful or syntax.lemmas[i] in syntax.grammar.threatened_with for i in nouns)


def _of_others(clause: Token, sources: Sequence[Participant], harmful: Set[int], syntax: Syntax) -> bool:
    """Whether a clause tells what others do, or what may happen by itself."""
    subject = syntax.child(clause.i, "nsubj", "nsubj:pass")
    if subject is None or subject.upos == "PRON" or any(_within(subject.i, p, syntax) for p in sources):
        return False
    if any(o.upos == "PRON" for o in syntax.analysis.children(subject.i, "nmod:poss")):
        return False  # `warned that its patience is not endless`
    auxiliaries = [a.text.lower() for a in syntax.analysis.children(clause.i, "aux") if a.xpos == "MD"]
    if sources and all(p.sectors[:1] and p.sectors[0] in _WEAPONLESS for p in sources):
        return True
    if not auxiliaries:
        return clause.upos != "VERB" or syntax.lemmas[clause.i] not in syntax.grammar.at_stake
    by_itself = set(auxiliaries) <= _POSSIBLE and subject.dep == "nsubj" and not syntax.passive(clause.i)
    return by_itself and clause.i not in harmful


def _within(i: int, participant: Participant, syntax: Syntax) -> bool:
    token = syntax.tokens[i]
    return participant.evidence.start <= token.start < participant.evidence.end
