"""What the form of a whole sentence, or the tense of a clause, tells of an act's status."""

from __future__ import annotations

from dragoman.events.status.governed import infinitive_of, main_clause
from dragoman.events.status.verdicts import StatusState
from dragoman.events.trees.syntax import Syntax
from dragoman.knowledge.status import StatusLexicon, StatusPhrases
from dragoman.records import Status

__all__ = ["in_present", "is_near", "is_reported", "whole_sentence"]


def in_present(syntax: Syntax, p: int) -> bool:
    """Whether no auxiliary puts a predicate into the past."""
    past = ("had", "has", "have")
    return not any(a.xpos == "VBD" or a.text.lower() in past for a in syntax.analysis.children(p, "aux"))


def is_near(syntax: Syntax, state: StatusState, phrases: StatusPhrases) -> bool:
    """Whether what decided says in the present tense that the act is near."""
    if state.status is not Status.PLANNED or syntax.lemmas[state.cue] not in phrases.nearing:
        return False
    return any(c.xpos in ("VBP", "VBZ") for c in syntax.analysis.children(state.cue, "cop"))


def is_reported(syntax: Syntax, p: int, lexicon: StatusLexicon) -> bool:
    """Under a past verb of saying, and without a condition: ``would`` is then a future seen from the past."""
    if any("if" in syntax.case_words(c.i) for c in syntax.analysis.children(p, "advcl")):
        return False
    token = syntax.tokens[p]
    while token.dep == "conj":
        token = syntax.tokens[token.head]
    for other in (syntax.tokens[token.head], *syntax.analysis.children(p, "parataxis")):
        lemma = syntax.lemmas[other.i]
        said = lemma in lexicon.phrases.speech or lexicon.effect(lemma, "v", ("ccomp",))
        if said and other.xpos in ("VBD", "VBN") and (token.dep in ("ccomp", "xcomp") or other.dep == "parataxis"):
            return True
    return False


def whole_sentence(syntax: Syntax, state: StatusState, head: int) -> None:
    """A question leaves its acts open; a headline plans with an infinitive (``Kyiv to free them``)."""
    sentence = syntax.analysis.sentences[syntax.tokens[head].sentence]
    last = syntax.tokens[sentence.last - 1]
    open_to_question = state.status in (Status.ACTUAL, Status.PLANNED) and main_clause(syntax, head, sentence.root)
    if "?" in last.text and open_to_question:
        state.apply(Status.UNCERTAIN, last.i, "a question")
    root = syntax.tokens[sentence.root]
    clause = syntax.clause_head(head)
    told = clause == root.i or syntax.tokens[clause].dep in ("ccomp", "parataxis")  # `..., mediators say`
    if syntax.title(head) and told and infinitive_of(syntax, syntax.tokens[clause]):
        state.apply(Status.PLANNED, clause, "`to` and a verb in a headline")
