"""What a verb, an adjective or a report says of the clause or infinitive that hangs on it."""

from __future__ import annotations

from dragoman.events.status.effects import effect_on
from dragoman.events.status.governed import asked, wanted_of_another
from dragoman.events.status.modals import modal_of
from dragoman.events.status.verdicts import StatusState
from dragoman.events.trees.syntax import Syntax
from dragoman.knowledge.status import StatusLexicon
from dragoman.records import Status, Token

__all__ = ["effect_on_complement", "told"]


def effect_on_complement(syntax: Syntax, lexicon: StatusLexicon, token: Token, governor: int) -> Status | None:
    """What a verb or adjective says of the complement that ``token`` heads; None if nothing."""
    lemma, phrases, clause = syntax.lemmas[governor], lexicon.phrases, token.dep.partition(":")[0] == "ccomp"
    to = ("xcomp",) if "to" in syntax.case_words(token.i) else ()
    effect = effect_on(syntax, lexicon, governor, ("ccomp", *to) if clause else ("xcomp",))
    if lemma in phrases.wanting and wanted_of_another(syntax, governor, token):
        effect = Status.DEMANDED
    if effect is Status.DEMANDED and clause and asked(syntax, token.i):
        effect = None  # `asked why they had fled`: a question demands nothing
    if effect is not None and lemma in phrases.doubts_ahead and token.i < governor:
        effect = None  # `..., the army claims`: the act is told, and by whom
    if effect is None and clause and _own_threat(syntax, lexicon, token.i, governor):
        effect = Status.THREATENED
    return effect


def _own_threat(syntax: Syntax, lexicon: StatusLexicon, p: int, governor: int) -> bool:
    """``warned that it would strike``: by one who speaks of what he himself will do."""
    if syntax.lemmas[governor] not in lexicon.phrases.warnings or modal_of(syntax, lexicon, p) is None:
        return False
    return any(s.upos == "PRON" and s.feature("Person") in ("1", "3") for s in syntax.analysis.children(p, "nsubj"))


def told(syntax: Syntax, lexicon: StatusLexicon, state: StatusState, noun: int) -> bool:
    """``unconfirmed reports that``, ``dismissed talk that``: whether anything is said of what a report tells."""
    token = syntax.tokens[noun]
    words = [c.i for c in syntax.analysis.children(noun, "amod", "compound")]
    if token.dep in ("obj", "nsubj", "nsubj:pass"):
        words.append(token.head)
    for word in words:
        for kind in ("v", "a", "n"):
            effect = lexicon.effect(syntax.lemmas[word], kind, ("told",))
            if effect is not None:
                state.apply(effect, word, f"`{syntax.tokens[word].text}` of the {token.text}")
                return True
    return False
