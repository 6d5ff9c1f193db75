"""What a predicate tells of the noun that is its subject, and what a subject tells of its predicate."""

from __future__ import annotations

from collections.abc import Set

from dragoman.events.status.governed import infinitive_of
from dragoman.events.status.verdicts import StatusState
from dragoman.events.trees.syntax import Syntax
from dragoman.knowledge.status import StatusLexicon, StatusPhrases
from dragoman.records import Status, Token

__all__ = ["bears_negation", "concluded", "named_by_subject", "none_of", "outlives", "owed"]

_SUBJECTS = ("nsubj", "nsubj:outer", "nsubj:pass")
_STILL = frozenset({"still", "first", "yet"})
_OF_TIME = ("obl:unmarked", "obl:tmod")
_DATING = frozenset({"in", "on", "last", "since"})


def named_by_subject(syntax: Syntax, lexicon: StatusLexicon, p: int) -> tuple[int, Status] | None:
    """The plan, demand or option that predicate ``p`` names, and its effect: ``the options include freezing its
    funds``, ``their objective is the destruction of the army``. Of a noun that is a predicate only goals tell that:
    ``the demand was a breach of the accord``.
    """
    lists = syntax.lemmas[p] in lexicon.phrases.listing and syntax.is_verb(p)
    if not lists and syntax.child(p, "cop") is None:
        return None
    for subject in syntax.analysis.children(p, *_SUBJECTS):
        lemma = syntax.lemmas[subject.i]
        if not lists and lemma in lexicon.phrases.goals:
            return subject.i, Status.PLANNED
        effect = lexicon.effect(lemma, "n", ("acl",)) if lists or subject.dep == "nsubj:outer" else None
        if effect is not None and effect is not Status.ACTUAL:
            return subject.i, effect
    return None


def none_of(syntax: Syntax, phrases: StatusPhrases, state: StatusState, noun: int) -> None:
    """``no plans to``, ``no call for``: the noun through which the act is spoken of is itself negated."""
    negator = syntax.negated(noun)
    if negator is not None:
        state.negate(negator.i, f"`{negator.text} {syntax.tokens[noun].text}`")
    for few in syntax.analysis.children(noun, "amod", "det"):
        if syntax.lemmas[few.i] in phrases.scant and state.status is Status.PLANNED:
            state.apply(Status.UNCERTAIN, few.i, f"`{few.text} {syntax.tokens[noun].text}`")


def outlives(syntax: Syntax, noun: Token, *, known: bool) -> bool:
    """``the deal is expected to end the war``: what is expected is not the deal, unless the verb tells of its coming
    about (``the talks are expected to begin``). ``known``: whether the noun is known to be.
    """
    if not known or not noun.dep.startswith("nsubj"):
        return False
    return any(
        infinitive_of(syntax, to) and not syntax.lends(to.i) and not syntax.passive(to.i)
        for to in syntax.analysis.children(noun.head, "xcomp")
    )


def concluded(syntax: Syntax, noun: int, times: Set[str]) -> bool:
    """``a deal reached in July``, ``an accord signed yesterday``: a participle with its time tells that it is."""
    return any(
        clause.xpos == "VBN" and not syntax.analysis.child(clause.i, "aux", "mark") and _dated(syntax, clause.i, times)
        for clause in syntax.analysis.children(noun, "acl")
    )


def _dated(syntax: Syntax, verb: int, times: Set[str]) -> bool:
    return any(
        (phrase.dep in _OF_TIME or syntax.case_words(phrase.i) & _DATING)
        and (syntax.lemmas[phrase.i] in times or (phrase.text.isdigit() and len(phrase.text) == 4))
        for phrase in syntax.analysis.children(verb, "obl", "advmod")
    )


def bears_negation(syntax: Syntax, noun: Token, phrases: StatusPhrases) -> bool:
    """Whether what negates the verb of a noun negates the noun: ``no talks began``, ``a deal has not emerged``, but not
    ``sanctions have not worked``.
    """
    if noun.dep != "nsubj":
        return True
    return syntax.lends(noun.head) or syntax.lemmas[noun.head] in phrases.arising


def owed(syntax: Syntax, p: int) -> tuple[int, Status] | None:
    """The ``have`` of ``have to leave`` in the present and what it makes of it: ``had to`` tells that it was done (25
    of 38 such acts in our corpus), and ``still has to be ratified`` that it is ahead.
    """
    for to in syntax.analysis.children(p, "mark"):
        have = to.i - 1 if to.i == 0 or syntax.lemmas[to.i - 1] != "get" else to.i - 2  # `you have got to leave`
        if to.text.lower() != "to" or have < 0 or syntax.lemmas[have] != "have":
            continue
        if syntax.tokens[have].xpos in ("VBP", "VBZ"):
            still = any(syntax.lemmas[a.i] in _STILL for a in syntax.analysis.children(have, "advmod"))
            return have, Status.PLANNED if still else Status.DEMANDED
    return None
