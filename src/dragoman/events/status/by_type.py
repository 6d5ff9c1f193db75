"""What the type of an act makes of its status: an act of speech may be done in being announced, and harm that somebody
vows or warns of is threatened; what is still talked about is planned.
"""

from __future__ import annotations

from dragoman.events.acts.matching import Match
from dragoman.events.status.governed import definite, infinitive_of
from dragoman.events.status.verdicts import StatusState
from dragoman.events.trees.lurking import found_by
from dragoman.events.trees.syntax import Syntax
from dragoman.knowledge.status import StatusPhrases
from dragoman.records import Status

__all__ = ["OPEN_MARKS", "found_in_time", "on_the_table", "performed", "threat", "under_way"]

OPEN_MARKS = frozenset({"if", "unless", "provided"})
"""Marks of a clause of which nobody says whether it holds."""
_OF_SPEECH = frozenset({"REQUEST", "ACCUSE", "REJECT", "SUPPORT"})
"""Types of acts that need no more than words."""
_OF_HARM = frozenset({"ACCUSE", "ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "SANCTION"})
_OF_ACCORD = frozenset({"AGREE", "AID", "CONCEDE", "COOPERATE", "RETREAT"})
_ABOUT = frozenset({"on", "over", "about", "regarding", "concerning"})
_AHEAD = frozenset({Status.PLANNED, Status.CONDITIONAL, Status.UNCERTAIN})
_STEPS = 4


def performed(syntax: Syntax, match: Match, state: StatusState, phrases: StatusPhrases) -> bool:
    """Whether a match is done by the words that announce it: by a wish of one who speaks of himself (``I would like to
    thank``), by what looks ahead only lightly (``sent a letter to demand``), by a promise of support.
    """
    if match.entry.type not in _OF_SPEECH or state.status not in (Status.PLANNED, Status.CONDITIONAL, Status.DEMANDED):
        return False
    head = syntax.tokens[match.head]
    if head.dep == "xcomp" and syntax.lemmas[head.head] in phrases.wanting:
        return any(s.text.lower() in ("i", "we") for s in syntax.analysis.children(head.head, "nsubj"))
    crowd = syntax.tokens[head.head]
    if syntax.lemmas[crowd.i] in phrases.rallying and infinitive_of(syntax, head) and state.cue in (head.i, crowd.i):
        return crowd.xpos in ("VBD", "VBZ", "VBP")  # `rallied to demand his release`
    if state.cue < 0 or state.status is not Status.PLANNED:
        return False
    if state.inferred and syntax.lemmas[state.cue] in phrases.errands:
        return True
    promised = match.entry.type == "SUPPORT" and state.cue == head.head and head.dep in ("obj", "nsubj:pass")
    return promised and syntax.lemmas[state.cue] in phrases.promises


def threat(syntax: Syntax, match: Match, state: StatusState, phrases: StatusPhrases) -> int | None:
    """The word that makes a threat of harm that lies ahead: ``vowed to strike back``, ``warned that they would be
    jailed``. Of such acts in our corpus 17 of 19 under ``vow`` and ``swear`` are threatened, 33 of 38 under ``warn``.
    """
    if match.entry.type not in _OF_HARM or state.status not in _AHEAD:
        return None
    if state.status is Status.PLANNED and state.cue >= 0 and syntax.lemmas[state.cue] in phrases.menaces:
        return state.cue
    clause = syntax.tokens[match.head]
    for _ in range(_STEPS):
        if syntax.case_words(clause.i) & OPEN_MARKS:
            return None  # `warned of a strike if he stayed away`: what would bring the harm about
        if clause.dep == "ccomp":
            return clause.head if syntax.lemmas[clause.head] in phrases.warnings else None
        if clause.dep not in ("conj", "xcomp", "obj", "nsubj:pass"):
            return None
        clause = syntax.tokens[clause.head]
    return None


def found_in_time(syntax: Syntax, match: Match, state: StatusState) -> int | None:
    """The word that tells that a weapon did nobody harm: ``police found a car bomb``, ``a bomb was defused``."""
    if match.entry.type != "ASSAULT" or state.status is not Status.ACTUAL:
        return None
    return found_by(syntax, {match.head, *match.words})


def under_way(syntax: Syntax, match: Match) -> bool:
    """``would halt its air strikes``, ``ordered it to end the offensive``: known violence that is to be stopped goes
    on, whatever is said of the stop. All four in our corpus are actual."""
    noun = syntax.tokens[match.head]
    stopped = noun.dep in ("obj", "nsubj:pass") and syntax.lemmas[noun.head] in syntax.grammar.ceasing
    return match.entry.type == "ASSAULT" and noun.upos == "NOUN" and stopped and definite(syntax, noun.i)


def on_the_table(syntax: Syntax, match: Match, state: StatusState, phrases: StatusPhrases) -> int | None:
    """The word for the talks in which an accord or its terms are still discussed: ``talks on a ceasefire``, ``the
    discussions that they had on the withdrawal`` (but ``on the truce that began on Sunday``).
    """
    head = syntax.tokens[match.head]
    if match.entry.type not in _OF_ACCORD or state.status is not Status.ACTUAL or head.upos != "NOUN":
        return None
    if any(syntax.analysis.children(head.i, "acl", "acl:relcl")):
        return None
    about = bool(syntax.case_words(head.i) & _ABOUT)
    if not about and head.dep not in ("obj", "nsubj:pass"):
        return None
    above = syntax.tokens[head.head]
    talks = [above.i]
    if about and syntax.is_verb(above.i):
        talks += [c.i for c in syntax.analysis.children(above.i, "obj")]
        talks += [above.head] if above.dep.startswith("acl") else []
    return next((i for i in talks if i != head.i and syntax.lemmas[i] in phrases.parleys), None)
