"""Past or future: which way a bare ``Tuesday`` or ``October`` looks, from the verb that governs it."""

from __future__ import annotations

from itertools import pairwise

from dragoman.knowledge.timerules import TenseWords
from dragoman.records import Analysis, Token

__all__ = ["direction"]

_MAIN = frozenset({"root", "parataxis"})
_WINDOW = 14
"""Without a parse: how many words before an expression are searched for a sign of the future."""


def direction(  # noqa: PLR0911 - one answer for each case
    analysis: Analysis, first: int, last: int, words: TenseWords, title: bool
) -> str | None:
    """``past``, ``plainly past``, ``future`` for the expression of tokens ``[first, last)``; None where nothing tells.

    Plainly past is what a past verb has as its own time (``was arrested on 3 February``), unlike what stands deeper in
    its clause or aims further (``ordered his return by 14 January``); and whatever stands after ``since``.
    ``title``: a headline's present tense is a past. Without dependencies the words before the expression decide.
    """
    if not any(analysis.tokens[i].dep for i in range(first, last)):
        return _by_words(analysis, first, words)
    head = next(
        (t for t in analysis.tokens[first:last] if not first <= t.head < last or t.head == t.i),
        analysis.tokens[first],
    )
    if first and analysis.tokens[first - 1].text.lower() == "since":
        return "plainly past"
    chain = [head, *analysis.ancestors(head.i)]
    if head.dep.startswith("nmod:poss"):
        # `Wednesday's ruling` names something known, whatever verb governs it: only a future auxiliary moves it on, and
        # not what rests on it (`by Thursday's accord they will ...`).
        owned = analysis.tokens[head.head]
        if any(c.lemma.lower() in words.settled for c in analysis.children(owned.i, "case")):
            return None
        return "future" if any(_is_future(analysis, t, words) for t in chain[1:4]) else None
    infinitive = False
    for token in chain[:8]:
        if _stands_before(analysis, first, token):
            continue
        told, infinitive = _of_token(analysis, token, words, infinitive, title)
        if told == "past":
            return _past(analysis, chain[: chain.index(token)], token, words)
        if told:
            return told
    return None


def _past(analysis: Analysis, way: list[Token], verb: Token, words: TenseWords) -> str:
    """What a past verb tells of the time at the foot of ``way``: that it was then, that it set a day, or neither."""
    prepositions = {c.lemma.lower() for c in analysis.children(way[0].i, "case", "mark")} if way else set()
    if way and way[0].i and analysis.tokens[way[0].i - 1].upos == "ADP":  # hung elsewhere: `by Saturday noon`
        prepositions.add(analysis.tokens[way[0].i - 1].lemma.lower())
    lemma = verb.lemma.lower()
    # `a meeting that had been announced for Saturday`: by now that day may be over.
    over = any(a.lemma.lower() == "have" and a.xpos == "VBD" for a in analysis.children(verb.i, "aux"))
    ahead = words.calls | words.dated
    if ("for" in prepositions and lemma in ahead) or (prepositions & words.aims and lemma in words.extends):
        return "past" if over else "future"
    if len(way) > 1 and way[0].dep.startswith("nmod") and lemma in words.proposes and not over:
        return "future"  # `proposed talks in November`: what hangs on what is proposed is when it is to be
    tensed = {verb.xpos, *(a.xpos for a in analysis.children(verb.i, "aux", "cop"))}
    if "VBD" not in tensed and not any(a.lemma.lower() == "have" for a in analysis.children(verb.i, "aux")):
        # `unless the fee is withdrawn by Monday`; `the fee is withdrawn` alone tells little.
        return "future" if prepositions & words.aims - {"for", "to", "through"} else "past"
    if prepositions & {"by", "until", "till", "before"} and _is_condition(analysis, verb, words):
        return "future"
    # `closed for three days in January`: January may hang on the days; `resigned after the vote on 12 January`.
    own = ("of" in prepositions and len(way) > 1) or all(
        analysis.child(t.i, "nummod") is not None
        or any(c.lemma.lower() in words.behind for c in analysis.children(t.i, "case", "mark"))
        for t in way[1:]
    )
    return "plainly past" if own and way and not prepositions & words.aims and _adverbial(way[-1]) else "past"


def _is_condition(analysis: Analysis, verb: Token, words: TenseWords) -> bool:
    """``tanks would roll if the square was not clear by Saturday``: a past form that tells of what is to come."""
    marked = any(c.lemma.lower() in ("if", "unless", "once") for c in analysis.children(verb.i, "mark", "advmod"))
    return marked and any(_is_future(analysis, t, words) for t in analysis.ancestors(verb.i))


def _adverbial(token: Token) -> bool:
    return token.dep.partition(":")[0] in ("obl", "advmod", "nmod")


def _of_token(  # noqa: PLR0911 - one answer for each case
    analysis: Analysis, token: Token, words: TenseWords, infinitive: bool, title: bool
) -> tuple[str | None, bool]:
    """What one governor tells, and whether the search goes on as that of an infinitive."""
    lemma = token.lemma.lower()
    if lemma in words.refused and _is_refused(analysis, token):
        return "past", infinitive
    if _is_future(analysis, token, words):
        return "future", infinitive
    if lemma in words.future_governors and infinitive:
        return "future", infinitive
    if token.xpos == "VB" and token.dep in _MAIN and not analysis.child(token.i, "aux", "mark", "nsubj"):
        return "future", infinitive  # an imperative: `Leave by Friday`
    if lemma == "due" and not infinitive:
        return "future", infinitive  # `due in Valletta on Monday`
    if token.upos not in ("VERB", "AUX"):
        copula = analysis.child(token.i, "cop")
        if copula is not None and not infinitive:
            return _finite(analysis, copula, words, title), infinitive
        return None, infinitive
    if infinitive:
        if lemma in words.past_governors:
            return _finite(analysis, token, words, title), infinitive
        return "future", infinitive
    if token.feature("VerbForm") == "Inf" or _is_bare(analysis, token, words):
        governor = analysis.tokens[token.head]
        if governor.i == token.i or title:
            return "future", True
        return None, True
    passive = token.xpos == "VBN" and analysis.child(token.i, "aux:pass", "cop") is not None
    if lemma in words.dated and passive and not _is_phrase(analysis, token):
        return "future", infinitive
    return _finite(analysis, token, words, title), infinitive


def _is_phrase(analysis: Analysis, token: Token) -> bool:
    """``were set free``, ``was set up``: with what follows the verb is another, which sets no day."""
    said = analysis.children(token.i, "compound:prt", "xcomp", "advmod")
    return any(c.dep == "compound:prt" or (c.i == token.i + 1 and c.upos in ("ADJ", "ADV")) for c in said)


def _stands_before(analysis: Analysis, first: int, token: Token) -> bool:
    """``was urged on Saturday to resign``: a time before the ``to`` of an infinitive is its governor's, wherever the
    parser hung it; and ``let them know on Friday`` is as past as ``let``."""
    if token.feature("VerbForm") != "Inf" and token.xpos != "VB":
        return False
    if token.dep not in ("xcomp", "ccomp", "advcl") or token.head >= first:
        return False
    marks = [c.i for c in analysis.children(token.i, "mark", "aux")]
    return min(marks) > first if marks else token.dep != "advcl"


def _is_refused(analysis: Analysis, token: Token) -> bool:
    """``would not say on Tuesday``, ``could not confirm``."""
    denied = any(c.lemma.lower() in ("not", "n't") for c in analysis.children(token.i))
    return denied and any(a.text.lower() in ("would", "could") for a in analysis.children(token.i, "aux"))


def _is_future(analysis: Analysis, token: Token, words: TenseWords) -> bool:
    """``will meet``, ``would meet``, ``is to meet``; not ``would have met``."""
    auxiliaries = list(analysis.children(token.i, "aux", "cop"))
    if any(a.lemma.lower() == "have" for a in auxiliaries):
        return False
    if _has_to(analysis, token) and any(a.lemma == "be" and a.xpos in ("VBZ", "VBP") for a in auxiliaries):
        return True
    return any(a.lemma.lower() in words.future_modals or a.text.lower() in words.future_modals for a in auxiliaries)


def _has_to(analysis: Analysis, token: Token) -> bool:
    return any(c.lemma == "to" for c in analysis.children(token.i, "mark", "aux"))


def _is_bare(analysis: Analysis, token: Token, words: TenseWords) -> bool:
    """``to meet``, ``is to be formed``, ``must be returned``; not ``to have been signed``."""
    if token.xpos == "VB":
        return _has_to(analysis, token)
    auxiliaries = list(analysis.children(token.i, "aux", "cop"))
    if not any(a.xpos == "VB" for a in auxiliaries) or any(a.lemma.lower() == "have" for a in auxiliaries):
        return False
    return _has_to(analysis, token) or any(a.lemma.lower() in words.ahead_modals for a in auxiliaries)


def _finite(analysis: Analysis, token: Token, words: TenseWords, title: bool) -> str | None:
    """The direction of a verb form with its auxiliaries."""
    tense = {token.xpos, *(a.xpos for a in analysis.children(token.i, "aux", "cop"))}
    lemmas = {a.lemma.lower() for a in analysis.children(token.i, "aux")}
    if "VBD" in tense:
        return "past"
    if "have" in lemmas or token.xpos == "VBN":
        return "past"
    if token.xpos == "VBP" and token.lemma.lower() in words.unchanged:
        return None
    if tense & {"VBZ", "VBP"}:
        return "past" if title else "future"
    return None


def _by_words(analysis: Analysis, first: int, words: TenseWords) -> str | None:
    start = max(analysis.sentences[analysis.tokens[first].sentence].first, first - _WINDOW)
    before = [t.text.lower() for t in analysis.tokens[start:first]]
    if any(w in words.future_modals for w in before):
        return "future"
    for a, b in pairwise(before):
        if b == "to" and a in words.future_governors | words.future_forms:
            return "future"
    return None
