"""What the words around a noun itself say of the act that it names: ``an alleged attack``, ``no talks``."""

from __future__ import annotations

from dragoman.events.status.governed import ahead_of, any_under_negation, towards
from dragoman.events.status.planned import planners
from dragoman.events.status.verdicts import StatusState
from dragoman.events.trees.syntax import Syntax
from dragoman.knowledge.status import StatusLexicon
from dragoman.records import Status, Token

__all__ = ["doubted_noun", "own_modifiers"]


def doubted_noun(syntax: Syntax, lexicon: StatusLexicon, state: StatusState, noun: int) -> None:
    """``an alleged plot to kill him``, ``an aborted attempt to seize it``: what is said of the plot is said of its
    act."""
    for c in syntax.analysis.children(noun, "amod"):
        effect = _own_effect(syntax, lexicon, c)
        if effect in (Status.UNCERTAIN, Status.NOT_DONE):
            state.apply(effect, c.i, f"`{c.text} {syntax.tokens[noun].text}`")


def own_modifiers(syntax: Syntax, lexicon: StatusLexicon, state: StatusState, noun: int) -> None:
    """Applies the adjectives, compounds, owners, prepositions and negations of a noun."""
    for c in syntax.analysis.children(noun, "amod", "compound", "nmod:poss", "det"):
        effect = _own_effect(syntax, lexicon, c)
        if effect is not None:
            state.apply(effect, c.i, f"`{c.text}`")
    ahead = ahead_of(syntax, noun)
    if ahead is not None:
        state.apply(Status.PLANNED, ahead, "`ahead of`")
    toward = towards(syntax, noun, lexicon.phrases)
    if toward is not None:
        state.apply(Status.PLANNED, toward, f"`{syntax.tokens[toward].text}`")
    for planner in planners(syntax, lexicon, noun):
        state.apply(Status.PLANNED, planner, f"`{syntax.tokens[planner].text}`")
    negator = syntax.negated(noun)
    if negator is None:
        negator = any_under_negation(syntax, noun)
    if negator is not None:
        state.negate(negator.i, f"`{negator.text}`")


def _own_effect(syntax: Syntax, lexicon: StatusLexicon, word: Token) -> Status | None:
    """What a word before a noun says of the noun, known by its lemma, or as it is written (``alleged``)."""
    effect = lexicon.effect(syntax.lemmas[word.i], "a", ("self",))
    return lexicon.effect(word.text.lower(), "a", ("self",)) if effect is None and word.dep == "amod" else effect
