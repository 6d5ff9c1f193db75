"""Forms of a sentence that tell of an act that it did not come about, without a word that negates it."""

from __future__ import annotations

from collections.abc import Set

from dragoman.events.trees.syntax import Syntax
from dragoman.knowledge.status import StatusPhrases

__all__ = [
    "dashed",
    "fulfilled",
    "keeps",
    "never_sent",
    "overtaken",
    "passed_over",
    "taken_back",
    "texts_of",
    "told_past",
    "unfulfilled",
]

_COMPLEMENTS = ("advcl", "xcomp", "ccomp", "acl", "csubj")
_REGRETTED = frozenset({"would", "'d", "should", "ought"})
"""Modals of which the perfect tells what did not happen: ``would have fled``, ``should have been freed``."""
_POSSIBLE = frozenset({"could", "might"})
"""The same where a condition stands beside them: ``could have fled if``; alone they guess at what did happen."""
_OPEN = frozenset({"can", "could", "may", "might", "should"})
_CONDITIONS = frozenset({"if", "unless", "without", "but"})
_FINITE = frozenset({"VBD", "VBN", "VBP", "VBZ", "VB"})
_PERFECT = frozenset({"have", "'ve"})
_BEFORE_PHRASE = 7
"""Words before an act among which ``rather than`` is sought: articles, adjectives and a ``to`` may stand between."""


def unfulfilled(syntax: Syntax, p: int, phrases: StatusPhrases) -> tuple[int, str] | None:
    """The word that tells that predicate ``p`` was not done, and how; None if its form tells nothing of the kind."""
    had = _inverted(syntax, p)
    if had is None:
        had = _unreal_condition(syntax, p)
    if had is not None:
        return had, "a condition that was not fulfilled"
    found = _yet(syntax, p)
    if found is not None:
        return found, "`yet to`"
    found = _counterfactual(syntax, p)
    if found is not None:
        return found, f"`{syntax.tokens[found].text} have`: it did not come to that"
    found = _before_it_could(syntax, p)
    if found is not None:
        return found, "`before ... could`"
    degree = _degree(syntax, p, phrases.too_willing)
    return None if degree is None else (degree, f"`{syntax.tokens[degree].text} ... to`: not as much as it takes")


def passed_over(syntax: Syntax, head: int, phrases: StatusPhrases) -> int | None:
    """The last word of ``rather than``, ``instead of``, ``let alone`` before the act ``head``, None if none stands
    there: something else was done, or was not done even less.
    """
    instead = _should(syntax, syntax.tokens[head].head)
    first = max(syntax.analysis.sentences[syntax.tokens[head].sentence].first, head - _BEFORE_PHRASE)
    for i in range(head - 1, first - 1, -1):
        word = syntax.tokens[i].text.lower()
        for leading in phrases.marks_of_nothing.get(word, ()):
            if i > 0 and syntax.tokens[i - 1].text.lower() == leading:
                return None if instead else i
        if word == "without" and not syntax.is_verb(head) and syntax.tokens[i].head == head:
            return i
        if not _within(syntax, i, head):
            return None
    return None


def _should(syntax: Syntax, above: int) -> bool:
    """``instead of attacking us, they should``: it is what they do."""
    return any(a.text.lower() in ("should", "must", "ought") for a in syntax.analysis.children(above, "aux"))


def _within(syntax: Syntax, i: int, head: int) -> bool:
    """Whether token ``i`` belongs to what stands before its head in the phrase of ``head``."""
    for _ in range(_BEFORE_PHRASE):
        token = syntax.tokens[i]
        if token.dep in ("conj", "acl", "acl:relcl", "punct", "nsubj", "advcl", "ccomp"):
            return False
        if token.head == head:
            return True
        if token.head == i:
            return False
        i = token.head
    return False


def overtaken(syntax: Syntax, cue: int, phrases: StatusPhrases, through: bool) -> bool:
    """``had planned to``, ``had been due to``: a plan told as past before the past, which something else overtook; and
    ``tried to``, ``was seeking to``: of such acts that our corpus marks, 58 were not done, 19 done and one planned (29
    November 2026). Not ``through`` another act that would bring it about (``tried to persuade them to leave``).
    """
    lemma, token = syntax.lemmas[cue], syntax.tokens[cue]
    if syntax.negated(cue) or syntax.case_words(cue) & _CONDITIONS:
        return False  # `if they tried to seize him`: nobody has tried yet
    auxiliaries = {a.text.lower() for a in syntax.analysis.children(cue, "aux")}
    if lemma in phrases.attempts:
        return not through and (
            token.xpos == "VBD"
            or (token.xpos == "VBN" and bool(auxiliaries & {"had", "has", "have"}))
            or (token.xpos == "VBG" and bool(auxiliaries & {"was", "were"}))
        )
    return lemma in phrases.overtaken and "had" in auxiliaries


def taken_back(syntax: Syntax, governor: int, phrases: StatusPhrases) -> tuple[int, bool] | None:
    """The word behind a promise, a plan or a threat that tells what came of it, and whether it was carried out:
    ``promised to free them but reneged``, ``but never did``, ``has yet to do so``; ``and did so on Monday``.
    """
    for then in syntax.analysis.children(governor, "conj"):
        if then.i < governor or syntax.child(then.i, "nsubj", "obj") is not None or then.xpos not in _FINITE:
            continue
        lemma, words = syntax.lemmas[then.i], {syntax.lemmas[c] for c in syntax.analysis.children_of[then.i]}
        if lemma == "do":
            if syntax.negated(then.i) is not None or _yet(syntax, then.i) is not None:
                return then.i, False
            if "so" in words and syntax.tokens[then.i].xpos == "VBD":
                return then.i, True
        particles = phrases.reneging.get(lemma)
        if particles is not None and (not particles or words & particles) and syntax.negated(then.i) is None:
            return then.i, False
    return None


def keeps(syntax: Syntax, verb: int, phrases: StatusPhrases) -> bool:
    """Whether a verb is one of keeping what was promised or threatened: ``carry out a threat``, ``honour a pledge``."""
    particles = phrases.keeping.get(syntax.lemmas[verb])
    if particles is None:
        return False
    words = {syntax.lemmas[c] for c in syntax.analysis.children_of[verb]}
    words |= {case for c in syntax.analysis.children_of[verb] for case in syntax.case_words(c)}
    return not particles or bool(words & particles)


def fulfilled(syntax: Syntax, noun: int, phrases: StatusPhrases) -> tuple[int, bool] | None:
    """The verb that tells what became of the act that a promise, a threat or a decision is about, and whether it was
    done: ``kept its promise to free them``, ``did not carry out its threat to strike``, ``reversed its decision to``.
    """
    token, verb = syntax.tokens[noun], syntax.tokens[noun].head
    if token.dep not in ("obj", "obl", "nsubj:pass"):
        return None
    negated = syntax.negated(verb) is not None
    if syntax.lemmas[noun] in phrases.kept and keeps(syntax, verb, phrases):
        return (verb, not negated) if negated or told_past(syntax, verb) else None
    reverses = syntax.lemmas[verb] in phrases.reversing and told_past(syntax, verb) and not negated
    return (verb, False) if reverses and token.dep != "obl" else None


def told_past(syntax: Syntax, verb: int) -> bool:
    """Whether a verb stands in the past or the perfect, without a modal."""
    auxiliaries = list(syntax.analysis.children(verb, "aux", "aux:pass"))
    if any(a.xpos == "MD" for a in auxiliaries):
        return False
    return syntax.tokens[verb].xpos == "VBD" or any(
        a.text.lower() in ("had", "has", "have", "was", "were") for a in auxiliaries
    )


def dashed(syntax: Syntax, hope: int, phrases: StatusPhrases) -> int | None:
    """The word by which a hope has ended: ``dashed hopes of a truce``, ``put an end to any prospect of a coalition``,
    ``the chances of a deal evaporated``. All five such acts in our corpus were not done."""
    token = syntax.tokens[hope]
    verb, lemma = syntax.tokens[token.head], syntax.lemmas[token.head]
    if syntax.lemmas[hope] not in phrases.hopes or token.upos != "NOUN" or not syntax.is_verb(verb.i):
        return None
    done_to = token.dep in ("obj", "nsubj:pass") and lemma in phrases.dashing
    ended = any(syntax.lemmas[c.i] == "end" for c in syntax.analysis.children(verb.i, "obj"))
    done_to = done_to or (token.dep == "obl" and ended and "to" in syntax.case_words(hope))
    gone = token.dep == "nsubj" and lemma in phrases.fading and not syntax.passive(verb.i)
    open_still = syntax.negated(verb.i) is not None or any(
        a.text.lower() in _OPEN for a in syntax.analysis.children(verb.i, "aux")
    )
    return verb.i if (done_to or gone) and not open_still else None


def never_sent(syntax: Syntax, head: int, phrases: StatusPhrases) -> int | None:
    """The ``sent`` of ``a letter in which he asked for a week was drafted but never sent``, ``the draft, which was not
    submitted, accused them``: what a text says that reached nobody has not been said.
    """
    words, texts = texts_of(syntax, head, phrases)
    for text in texts:
        told = [syntax.tokens[text].head] if syntax.tokens[text].dep.startswith("nsubj") else []
        told += [c.i for c in syntax.analysis.children(text, "acl", "acl:relcl")]
        told += [c.i for verb in told for c in syntax.analysis.children(verb, "conj")]
        for verb in told:
            if verb not in words and syntax.lemmas[verb] in phrases.delivering and syntax.tokens[verb].xpos == "VBN":
                modal = any(a.xpos == "MD" for a in syntax.analysis.children(verb, "aux"))
                if syntax.negated(verb) is not None and not modal:
                    return verb
    return None


def texts_of(syntax: Syntax, head: int, phrases: StatusPhrases) -> tuple[set[int], list[int]]:
    """The verbs that an act is told by, and the written texts that say it: ``a letter asking him to allow it``."""
    words, clause = {head}, syntax.tokens[head]
    while clause.dep in ("xcomp", "ccomp", "conj") and syntax.is_verb(clause.head) and clause.head not in words:
        words.add(clause.head)
        clause = syntax.tokens[clause.head]
    texts = [clause.head] if clause.dep in ("acl", "acl:relcl") else []
    texts += [s.i for s in syntax.analysis.children(clause.i, "nsubj")]
    return words, [text for text in texts if syntax.lemmas[text] in phrases.documents]


def _inverted(syntax: Syntax, p: int) -> int | None:
    """The ``had`` of ``had they known``."""
    if syntax.tokens[p].dep != "advcl" or syntax.case_words(p):
        return None
    had = _had(syntax, p)
    subject = syntax.child(p, "nsubj", "nsubj:pass")
    return had if had is not None and subject is not None and had < subject.i else None


def _unreal_condition(syntax: Syntax, p: int) -> int | None:
    """The ``had`` of ``they would have fled if they had known``."""
    token = syntax.tokens[p]
    if token.dep != "advcl" or not syntax.case_words(p) & {"if", "unless"}:
        return None
    return _had(syntax, p) if _perfect_modal(syntax, token.head) is not None else None


def _had(syntax: Syntax, p: int) -> int | None:
    return next((a.i for a in syntax.analysis.children(p, "aux") if a.text.lower() == "had"), None)


def _yet(syntax: Syntax, p: int) -> int | None:
    """The ``yet`` of ``have yet to reply``, ``are yet to be freed``."""
    for to in syntax.analysis.children(p, "mark"):
        before = syntax.tokens[to.i - 1] if to.i > 0 else to
        if to.text.lower() == "to" and before.text.lower() == "yet" and before.head in (p, syntax.tokens[p].head):
            return before.i
    return None


def _perfect_modal(syntax: Syntax, p: int) -> int | None:
    """The modal of ``would have fled``."""
    auxiliaries = list(syntax.analysis.children(p, "aux"))
    if not any(a.text.lower() in _PERFECT for a in auxiliaries):
        return None
    return next((a.i for a in auxiliaries if a.text.lower() in _REGRETTED | _POSSIBLE), None)


def _counterfactual(syntax: Syntax, p: int) -> int | None:
    """The modal of ``would have fled``, the ``was`` of ``was to have met``."""
    modal = _perfect_modal(syntax, p)
    if modal is None:
        perfect = any(a.text.lower() == "have" for a in syntax.analysis.children(p, "aux"))
        be = (a.i for a in syntax.analysis.children(p, "aux", "cop") if a.text.lower() in ("was", "were"))
        return next(be, None) if perfect and "to" in syntax.case_words(p) else None
    if syntax.tokens[modal].text.lower() in _REGRETTED:
        return modal
    if syntax.negated(p):
        return None  # `could not have attacked`: it cannot be true
    sentence = syntax.analysis.sentences[syntax.tokens[p].sentence]
    beside = any(syntax.lemmas[k] in _CONDITIONS for k in range(sentence.first, sentence.last))
    inverted = any(_inverted(syntax, c.i) is not None for c in syntax.analysis.children(p, "advcl"))
    return modal if beside or inverted else None


def _before_it_could(syntax: Syntax, p: int) -> int | None:
    """The ``could`` of ``fled before they could arrest him``."""
    if syntax.tokens[p].dep != "advcl" or "before" not in syntax.case_words(p):
        return None
    return next((a.i for a in syntax.analysis.children(p, "aux") if a.text.lower() in ("could", "can")), None)


def _degree(syntax: Syntax, p: int, willing: Set[str]) -> int | None:
    """The ``too`` of ``too few turned up to approve it``, ``too weak to attack``; the ``not`` of ``not enough came to
    approve it``. ``willing``: adjectives whose excess hinders nobody (``too eager to strike``).
    """
    token = syntax.tokens[p]
    above = token.head
    if "to" not in syntax.case_words(p) or token.dep.partition(":")[0] not in _COMPLEMENTS or syntax.negated(above):
        return None
    phrases = (above, *(s.i for s in syntax.analysis.children(above, "nsubj", "nsubj:pass", "obj")))
    for phrase in phrases:
        for word in (phrase, *(c.i for c in syntax.analysis.children(phrase, "amod", "det", "nummod", "advmod"))):
            lemma = syntax.lemmas[word]
            if lemma == "enough" and (negator := syntax.negated(word) or syntax.negated(phrase)) is not None:
                return negator.i
            if lemma in willing:
                continue
            if word - 1 in syntax.analysis.children_of[word] and syntax.lemmas[word - 1] == "too":
                return word - 1
    return None
