"""What became of an act that a noun names: a truce broken or kept, a loan that never came, talks that are off."""

from __future__ import annotations

from dragoman.events.acts.matching import Match
from dragoman.events.status.ahead import scheduled
from dragoman.events.status.verdicts import StatusState
from dragoman.events.trees.syntax import Syntax
from dragoman.knowledge.status import StatusPhrases
from dragoman.records import Status

__all__ = ["fate"]

_SUBJECTS = ("nsubj", "nsubj:pass")
_FINITE = frozenset({"VBD", "VBP", "VBZ", "VBN"})


def fate(syntax: Syntax, match: Match, state: StatusState, phrases: StatusPhrases) -> tuple[Status, int, str] | None:
    """The status that a noun has by what is told of it, the word that tells it, and why; None if nothing is."""
    noun = match.head
    if syntax.is_verb(noun):
        return None
    off = _off(syntax, noun) if state.status in (Status.ACTUAL, Status.PLANNED) else None
    if off is not None:
        return Status.NOT_DONE, off, "it is `off`"
    broken = _broken(syntax, noun, phrases) if match.entry.type == "RETREAT" else None
    if broken is not None and state.status in (Status.ACTUAL, Status.NOT_DONE):
        word = syntax.tokens[broken].text
        holds = syntax.negated(broken) is not None
        status, why = (Status.ACTUAL, f"not `{word}`: it holds") if holds else (Status.NOT_DONE, f"`{word}`: not kept")
        return status, broken, why
    return _came(syntax, noun, phrases) if state.status is Status.ACTUAL else None


def _came(syntax: Syntax, noun: int, phrases: StatusPhrases) -> tuple[Status, int, str] | None:
    """Whether what a noun names is still to come, or never came."""
    time = _to_begin(syntax, noun, phrases)
    if time is not None:
        return Status.PLANNED, time, f"it begins, and `{syntax.tokens[time].text}`: planned"
    never = _never_came(syntax, noun, phrases)
    return None if never is None else (Status.NOT_DONE, never, f"`{syntax.tokens[never].text}`: it did not come")


def _broken(syntax: Syntax, noun: int, phrases: StatusPhrases) -> int | None:
    """The verb of ``the truce collapsed``, ``was broken``, ``fell apart``: by a settled rule of our corpus such a truce
    is not kept; what may or will break is in force.
    """
    token = syntax.tokens[noun]
    if syntax.lemmas[noun] not in phrases.truces or not syntax.is_verb(token.head) or token.dep not in _SUBJECTS:
        return None
    verb = syntax.tokens[token.head]
    particles = phrases.breaking.get(syntax.lemmas[verb.i])
    if particles is None or verb.xpos not in _FINITE or _ahead(syntax, verb.i):
        return None
    words = {syntax.lemmas[c] for c in syntax.analysis.children_of[verb.i]}
    return verb.i if not particles or words & particles else None


def _ahead(syntax: Syntax, verb: int) -> bool:
    return any(a.xpos == "MD" for a in syntax.analysis.children(verb, "aux"))


def _to_begin(syntax: Syntax, noun: int, phrases: StatusPhrases) -> int | None:
    """The ``Saturday`` of ``the truce takes effect on Saturday``, ``the march is on Saturday``."""
    token, verb = syntax.tokens[noun], syntax.tokens[noun].head
    if token.dep not in _SUBJECTS:
        return None
    behind = {syntax.lemmas[c.i] for c in syntax.analysis.children(verb, "obj", "obl")}
    begins = behind & phrases.beginning.get(syntax.lemmas[verb], frozenset()) or syntax.child(verb, "cop") is not None
    begins = begins or syntax.lemmas[verb] in syntax.grammar.occurrence
    return scheduled(syntax, verb, phrases) if begins else None


def _never_came(syntax: Syntax, noun: int, phrases: StatusPhrases) -> int | None:
    """The ``came`` of ``a loan that never came``, ``a vote which did not happen``."""
    for clause in syntax.analysis.children(noun, "acl:relcl"):
        comes = syntax.lemmas[clause.i] in phrases.arising | syntax.grammar.occurrence | {"come"}
        who = syntax.child(clause.i, *_SUBJECTS)
        relative = who is not None and who.xpos in ("WDT", "WP")
        if comes and relative and clause.xpos in ("VBD", "VB") and syntax.negated(clause.i) is not None:
            return clause.i
    return None


def _off(syntax: Syntax, noun: int) -> int | None:
    """The ``off`` of ``the summit is off``."""
    above = syntax.tokens[noun].head
    if syntax.tokens[noun].dep not in _SUBJECTS or syntax.lemmas[above] != "off" or syntax.negated(above):
        return None
    return above if syntax.child(above, "cop") is not None and not _ahead(syntax, above) else None
