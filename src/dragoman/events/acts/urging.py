"""What a speaker says that another must do: ``said Israel must open the crossing``, ``Iran should free them, he said``.

It is asked of the other, and no word of asking tells it. On split dev, on texts of ours that the encoder had not learnt
from and in news by other hands this is a request in five of eight such clauses whose subject is an actor by name or
office and speaks not himself, and of the other three two are acts of words between the same two; where the subject is
a pronoun, or something is to be done to it (``children should not be punished``), in none of seven.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from dragoman.events.acts.constituents import Attempt, Match
from dragoman.events.acts.matching import Matcher
from dragoman.events.trees.syntax import Frame
from dragoman.knowledge.expressions import HeadClass
from dragoman.records import Token

__all__ = ["URGED", "with_urging"]

URGED = "a speaker says that they must do it"
"""The reason given for such an act and its sides."""
_TYPE, _NAME = "REQUEST", "say that T must X"
_OF_WORDS = frozenset({"REQUEST", "ACCUSE", "REJECT", "SUPPORT", "THREATEN"})
"""Types of acts of words: where the verb of saying, or by the encoder alone that of the clause, is taken for one, that
is what is done in it."""
_LIKELY = 0.6
"""The probability by which its confidence is told."""
_MODES = {"RETREAT": "yield", "CONCEDE": "yield", "AID": "assist", "CONSULT": "meet"}
"""The mode by the type of what they must do."""
_ASKED = frozenset({"whether", "if", "why", "how", "what", "when", "where", "until", "before"})


def with_urging(matches: Sequence[Match], matcher: Matcher, speech: Set[str]) -> list[Match]:
    """The matches, with those that such clauses tell, in the order of the text. ``speech``: verbs of saying."""
    known = {m.head: m for m in matches}
    taken = {w for m in matches for w in (m.head, *m.words)}
    for i, token in enumerate(matcher.tokens):
        if token.dep != "aux" or matcher.lemmas[i] not in matcher.grammar.obliging or i in taken:
            continue
        told = _told(token, known, matcher, speech)
        if told is not None:
            known[i] = told
            if _same_request(known.get(token.head)):
                del known[token.head]
    return sorted(known.values(), key=lambda m: m.head)


def _told(modal: Token, known: dict[int, Match], matcher: Matcher, speech: Set[str]) -> Match | None:
    """The request that a modal makes; None if it makes none."""
    verb, syntax = matcher.tokens[modal.head], matcher.syntax
    urged = _urged(modal, verb, matcher)
    say = _saying(verb, matcher, speech)
    if urged is None or say is None or syntax.case_words(verb.i) & _ASKED or matcher.syntax.negated(say) is not None:
        return None
    here, above = known.get(verb.i), known.get(say)
    if above is not None and above.entry.type in _OF_WORDS:
        return None
    if here is not None and here.entry.general and here.entry.type in _OF_WORDS and not _same_request(here):
        return None
    if any(a.xpos == "MD" for a in syntax.analysis.children(say, "aux")):
        return None
    speakers = [s for s in syntax.frame(say).agents if matcher.cast.can_act(s)]
    if not speakers or _same(speakers, urged, matcher):
        return None
    entry = next(e for e in matcher.codebook.frames[_TYPE, HeadClass.VERB] if not e.pattern.parts)
    act = here.entry.type if here is not None else None
    entry = replace(entry, expression=_NAME, mode=_MODES.get(act or ""), general=False)
    words = {verb.i} if here is None or _same_request(here) else set()
    frame = Frame((*speakers,), (urged,), (), (), False)
    match = matcher.matched(entry, modal.i, frame, Attempt(modal.i, words, {modal.i}, [*speakers], [urged]))
    return match._replace(support=say, probability=_LIKELY, how=(*match.how, URGED))


def _same_request(match: Match | None) -> bool:
    """Whether the encoder alone takes the verb for a request: it is the one that the modal makes."""
    return match is not None and match.entry.general and match.entry.type == _TYPE


def _urged(modal: Token, verb: Token, matcher: Matcher) -> int | None:
    """Who must act: the subject before an active verb, if it is somebody by name or office."""
    analysis = matcher.syntax.analysis
    subject = matcher.syntax.child(verb.i, "nsubj")
    perfect = any(a.text.lower() == "have" for a in analysis.children(verb.i, "aux"))  # `should have fled`: blame
    if subject is None or subject.dep != "nsubj" or subject.i > modal.i or perfect or verb.upos != "VERB":
        return None
    named = subject.upos != "PRON" and matcher.cast.mention(subject.i) is not None
    return subject.i if named and matcher.cast.can_act(subject.i) else None


def _saying(verb: Token, matcher: Matcher, speech: Set[str]) -> int | None:
    """The verb of saying above a clause, or in the middle or at the end of it."""
    if verb.dep == "ccomp" and matcher.lemmas[verb.head] in speech:
        return verb.head
    inside = matcher.syntax.analysis.children(verb.i, "parataxis", "ccomp")
    return next((c.i for c in inside if matcher.lemmas[c.i] in speech), None)


def _same(speakers: Sequence[int], urged: int, matcher: Matcher) -> bool:
    """Whether somebody speaks of himself by his name: ``Labour said Labour must change``."""
    one = matcher.cast.actor(matcher.cast.mention(urged))
    others = [matcher.cast.actor(matcher.cast.mention(s)) for s in speakers]
    return one is not None and any(o is not None and o.id == one.id for o in others)
