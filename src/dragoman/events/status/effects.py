"""What a word says of whether that happens which hangs on it, by the lexicon of status."""

from __future__ import annotations

from dragoman.events.status.governed import has_any
from dragoman.events.trees.syntax import Syntax
from dragoman.knowledge.status import StatusLexicon, StatusPhrases
from dragoman.records import Status

__all__ = ["effect_on", "judged", "presupposed"]


def effect_on(syntax: Syntax, lexicon: StatusLexicon, governor: int, relations: tuple[str, ...]) -> Status | None:
    """What a governor says of whether that happens which hangs on it by one of ``relations``."""
    phrases = lexicon.phrases
    lemma = syntax.lemmas[governor]
    if lemma in phrases.cancelling:
        if _cancels(syntax, phrases, governor, relations):
            return Status.NOT_DONE
        if lemma in phrases.need_particle:
            return None
    asking = phrases.asking.get(lemma)
    if asking and "xcomp" in relations and not has_any(syntax, governor, asking):
        return None
    if syntax.is_verb(governor):
        return lexicon.effect(lemma, "v", relations, passive=syntax.passive(governor)) or (
            lexicon.effect(lemma, "a", relations) if syntax.passive(governor) else None
        )
    kinds = ("a", "n") if syntax.tokens[governor].upos != "NOUN" else ("n",)
    for kind in kinds:
        effect = lexicon.effect(lemma, kind, (*relations, "acl") if kind == "n" else relations)
        if effect is not None:
            return effect
    return None


def _cancels(syntax: Syntax, phrases: StatusPhrases, governor: int, relations: tuple[str, ...]) -> bool:
    """``called off the strike``, ``backed out of the talks``; nothing is said of what hangs on the verb by a
    preposition of fact or by nothing (``called off the strike after mediation``).
    """
    if not relations or any(r.removeprefix("obl:") in phrases.prepositions_of_fact for r in relations):
        return False
    particles = phrases.cancelling[syntax.lemmas[governor]]
    return any(r.removeprefix("obl:") in particles for r in relations) or any(
        syntax.lemmas[c] in particles
        for c in syntax.analysis.children_of[governor]
        if syntax.tokens[c].dep in ("compound:prt", "advmod", "case", "obl")
    )


def judged(syntax: Syntax, phrases: StatusPhrases, noun: int) -> bool:
    """``the arrest was ruled illegal``, ``found the raid unlawful``: what is judged has been done."""
    token = syntax.tokens[noun]
    if token.dep not in ("obj", "nsubj:pass"):
        return False
    how = (*syntax.analysis.children(token.head, "xcomp"), *syntax.analysis.children(noun, "amod", "xcomp"))
    return any(syntax.lemmas[c.i] in phrases.unlawful and c.i > noun for c in how)


def presupposed(syntax: Syntax, phrases: StatusPhrases, noun: int) -> bool:
    """``will march over the arrests``, ``have yet to condemn attacks``: a fact, whatever is said of its verb."""
    token = syntax.tokens[noun]
    oblique = token.dep.startswith("obl")
    if oblique and syntax.case_words(noun) & phrases.prepositions_of_fact:
        return True
    return (oblique or token.dep in ("obj", "nsubj:pass")) and syntax.lemmas[token.head] in phrases.reactions
