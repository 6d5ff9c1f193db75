"""The present tense of a timetable: ``Sweden sends its first howitzers next month``, ``talks resume on Monday``."""

from __future__ import annotations

from dragoman.events.trees.syntax import Syntax
from dragoman.knowledge.status import StatusPhrases
from dragoman.records import Token

__all__ = ["scheduled"]

_PRESENT = frozenset({"VBZ", "VBP"})
_TIMES = ("obl", "advmod", "nmod")
_LATER = frozenset({"later"})
_DATE_AFTER = 3
"""Words behind a weekday among which a month or a day tells a caption: ``march in Dhaka on Friday, Nov. 3``."""


def scheduled(syntax: Syntax, p: int, phrases: StatusPhrases) -> int | None:
    """The word of time that puts predicate ``p`` ahead, though it is told in the present; None if none does."""
    verb = syntax.tokens[p]
    copula = syntax.child(p, "cop")
    if copula is not None:
        present = copula.xpos in _PRESENT and _ahead(syntax, verb, phrases)
        return p if present and syntax.child(p, "aux") is None and not syntax.title(p) else None
    bare = verb.xpos == "VBD" and verb.text.lower() == syntax.lemmas[p] and syntax.lemmas[p] not in phrases.same_in_past
    if (verb.xpos not in _PRESENT and not bare) or syntax.child(p, "aux", "aux:pass") is not None:
        return None
    for phrase in syntax.analysis.children_of[p]:
        token = syntax.tokens[phrase]
        if token.dep.partition(":")[0] in _TIMES and _ahead(syntax, token, phrases):
            return phrase
    return None


def _ahead(syntax: Syntax, time: Token, phrases: StatusPhrases) -> bool:
    """``tomorrow``, ``next month``, ``later this week``, ``from midnight``; in prose ``on Friday`` too."""
    lemma, cases = syntax.lemmas[time.i], syntax.case_words(time.i)
    if lemma in phrases.tomorrow:
        return True
    words = {syntax.lemmas[c] for c in syntax.analysis.children_of[time.i]}
    if lemma in phrases.datings and words & phrases.coming:
        return True
    if lemma in phrases.datings and "this" in words and (words & _LATER or syntax.before(time.i, _LATER)):
        return True
    if "from" in cases and lemma in phrases.hours | phrases.weekdays:
        return True
    return lemma in phrases.weekdays and not syntax.title(time.i) and cases <= {"on"} and not _dated(syntax, time.i)


def _dated(syntax: Syntax, day: int) -> bool:
    """``Friday, Nov. 3``, ``last Friday``, ``every Friday``: a picture's caption, a day gone by, a custom."""
    if syntax.child(day, "det", "amod", "nummod") is not None:
        return True
    behind = syntax.tokens[day + 1 : day + 1 + _DATE_AFTER]
    return any(t.upos == "NUM" or t.text.isdigit() for t in behind)
