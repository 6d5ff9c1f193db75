"""What the form of a whole sentence, or the tense of a clause, tells of an act's status."""

from __future__ import annotations

from dragoman.events.status.governed import definite, infinitive_of, inverted_condition, main_clause
from dragoman.events.status.unfulfilled import dashed, never_sent
from dragoman.events.status.verdicts import StatusState
from dragoman.events.trees.syntax import Syntax
from dragoman.knowledge.status import StatusLexicon, StatusPhrases
from dragoman.records import Status

__all__ = ["adverbs", "conditions", "habitual", "in_present", "is_near", "is_reported", "whole_sentence"]

_OF_FACT = frozenset({"who", "whom", "how", "when", "where", "which"})
"""Words of a question that takes for granted, in the past, what it asks about: ``Who bombed the mosque?``."""
_CONDITIONS = frozenset({"if", "unless", "provided", "provide"})


def adverbs(syntax: Syntax, lexicon: StatusLexicon, state: StatusState, p: int) -> None:
    """What adverbs and marks of a clause say of its predicate (``allegedly``, ``whether``), and the phrase that takes
    it up."""
    for c in syntax.analysis.children(p, "advmod", "mark"):
        effect = lexicon.effect(syntax.lemmas[c.i], "r", ("clause",))
        if effect is not None:
            state.apply(effect, c.i, f"`{c.text}`")
    untrue = _contested(syntax, lexicon, p)
    if untrue is not None:
        state.apply(untrue[1], untrue[0], f"what is told, and `{syntax.tokens[untrue[0]].text}`")


def conditions(syntax: Syntax, phrases: StatusPhrases, state: StatusState, p: int) -> None:
    """The conditions and terms under which a predicate is put, if it is still open."""
    open_future = state.status in (Status.PLANNED, Status.UNCERTAIN)
    for c in syntax.analysis.children_of[p]:
        token = syntax.tokens[c]
        if (
            open_future
            and token.dep.startswith("advcl")
            and (_CONDITIONS & syntax.case_words(c) or inverted_condition(syntax, c) is not None)
        ):
            state.apply(Status.CONDITIONAL, c, "under a condition")
        elif token.dep.startswith("obl") and (open_future or syntax.tokens[p].xpos in ("VBP", "VBZ")):
            for preposition, nouns in phrases.term_phrases.items():
                if preposition in syntax.case_words(c) and syntax.lemmas[c] in nouns:
                    state.apply(Status.CONDITIONAL, c, f"a term (`{preposition} {token.text}`)")


def _contested(syntax: Syntax, lexicon: StatusLexicon, p: int) -> tuple[int, Status] | None:
    """The word by which a clause is called untrue in the phrase that takes it up: ``jets bombed two villages, a charge
    that the army rejected``. Who accuses somebody of it has done so."""
    token = syntax.tokens[p]
    accuses = syntax.lemmas[p] in syntax.grammar.ascribing or lexicon.effect(syntax.lemmas[p], "v", ("obl:of",))
    if accuses or token.dep != "ccomp" or syntax.lemmas[token.head] not in lexicon.phrases.speech:
        return None
    for above in (p, token.head):
        for noun in syntax.analysis.children(above, "parataxis", "appos"):
            if noun.i < p or syntax.lemmas[noun.i] not in lexicon.phrases.tellings:
                continue
            for clause in syntax.analysis.children(noun.i, "acl", "acl:relcl"):
                effect = lexicon.effect(syntax.lemmas[clause.i], "v", ("told",))
                if effect is not None and syntax.negated(clause.i) is None:
                    return clause.i, effect
    return None


def habitual(syntax: Syntax, phrases: StatusPhrases, head: int) -> bool:
    """Whether an act, not a noun that is known, is what somebody does as a custom: ``Envoys are usually received``."""
    clause = syntax.clause_head(head)
    if not any(syntax.lemmas[c.i] in phrases.habits for c in syntax.analysis.children(clause, "advmod")):
        return False
    verbs = (syntax.tokens[clause], *syntax.analysis.children(clause, "aux", "aux:pass", "cop"))
    return any(v.xpos in ("VBZ", "VBP") for v in verbs) and (clause == head or not definite(syntax, head))


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
    noun = syntax.tokens[token.head]
    if token.dep == "acl" and "that" in syntax.case_words(p) and noun.upos == "NOUN":
        return lexicon.effect(syntax.lemmas[noun.i], "n", ("acl",)) is Status.PLANNED  # `the hope that they would`
    for other in (syntax.tokens[token.head], *syntax.analysis.children(p, "parataxis")):
        lemma = syntax.lemmas[other.i]
        said = lemma in lexicon.phrases.speech or lexicon.effect(lemma, "v", ("ccomp",))
        if said and other.xpos in ("VBD", "VBN") and (token.dep in ("ccomp", "xcomp") or other.dep == "parataxis"):
            return True
        if token.dep == "csubj" and other.i == token.head and lexicon.effect(lemma, "a", ("csubj",)) is not None:
            return any(c.xpos == "VBD" for c in syntax.analysis.children(other.i, "cop"))  # `it was unlikely that`
    return False


def whole_sentence(syntax: Syntax, phrases: StatusPhrases, state: StatusState, head: int) -> None:
    """A question leaves its acts open; a headline plans with an infinitive (``Kyiv to free them``)."""
    unsent = never_sent(syntax, head, phrases)
    if unsent is not None:
        state.undo(unsent, f"what says so was not `{syntax.tokens[unsent].text}`")
    ended = dashed(syntax, state.cue, phrases) if state.cue >= 0 else None
    if ended is not None:
        state.undo(ended, f"`{syntax.tokens[ended].text}` what was hoped for")
    sentence = syntax.analysis.sentences[syntax.tokens[head].sentence]
    last = syntax.tokens[sentence.last - 1]
    open_to_question = state.status in (Status.ACTUAL, Status.PLANNED) and main_clause(syntax, head, sentence.root)
    first = syntax.tokens[min(sentence.first + (syntax.tokens[sentence.first].upos == "PUNCT"), sentence.last - 1)]
    verbs = (syntax.tokens[sentence.root], *syntax.analysis.children(sentence.root, "aux", "aux:pass"))
    past = any(v.xpos == "VBD" for v in verbs)
    asks = first.text.lower() == "why" or (past and first.text.lower() in _OF_FACT)
    reason = asks and not any(
        a.xpos == "MD" or syntax.lemmas[a.i] == "not" for a in syntax.analysis.children(sentence.root, "aux", "advmod")
    )  # `why did they refuse`: they did
    if "?" in last.text and open_to_question and not reason:
        state.apply(Status.UNCERTAIN, last.i, "a question")
    root = syntax.tokens[sentence.root]
    clause = syntax.clause_head(head)
    told = clause == root.i or syntax.tokens[clause].dep in ("ccomp", "parataxis")  # `..., mediators say`
    if syntax.title(head) and told and infinitive_of(syntax, syntax.tokens[clause]):
        state.apply(Status.PLANNED, clause, "`to` and a verb in a headline")
