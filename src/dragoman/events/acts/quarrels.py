"""Blows that are words, victories that are votes, and what is done to oneself or said to the press.

``attacked Rubio in advertisements`` is ASSAULT by its verb, ``beat Sanders in Iowa`` too. Where the encoder hears that
such a verb is hardly one of violence, and the sides are known to be civil, the first is ACCUSE and the second nothing
that PLOVER codes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dragoman.events.acts.constituents import Match
from dragoman.events.trees.syntax import Syntax
from dragoman.knowledge.expressions import Slot
from dragoman.records import Participant

__all__ = ["DISPLEASED", "concerns_nobody", "spoken_for"]

DISPLEASED = "not pleased"
"""How an act is known whose negation makes it one of blame."""

_CIVIL = frozenset({"PTY", "LEG", "ELI", "OPP", "GOV", "JUD", "BUS", "IGO"})
"""Sectors of those who fight with words; journalists and aid workers are attacked with weapons too often."""
_STATES = ("state:", "gov:")
"""Beginnings of the ids of those who fight with weapons as well: states and their governments."""
ONE, BOTH = 0.5, 0.8
"""The probability of violence under which it is words: where the target alone is known to be civil, and where the
source is too. Of the 25 such events of 210 texts of news 22 were words (by eye, before contests were told apart)."""
SPOKEN = 0.999
"""The same for a noun where politicians, legislators or judges are at it (``the legislature's attacks on her``): they
seldom do so with weapons, and the head gave violence .92 and .998 in two of three such cases of real news."""
_SPEAKERS = frozenset({"PTY", "LEG", "ELI", "JUD"})
_AGAINST = frozenset({"against", "over", "outside"})
_HEARD = 0.5
"""The probability of the quarrel by which its confidence is told."""


def spoken_for(
    match: Match, sources: Sequence[Participant], targets: Sequence[Participant], syntax: Syntax
) -> Match | None:
    """The match as it is, or as a quarrel if its blows are words; None if it is an election won."""
    match = _strike(match, targets, syntax)
    if _stumps(match, sources, targets, syntax):
        entry = replace(match.entry, type="SUPPORT", mode=None)
        return match._replace(entry=entry, how=(*match.how, "who rallies alone rallies for himself"))
    lemma, grammar = syntax.lemmas[match.head], syntax.grammar
    match = _displeased(match, syntax)
    voted = lemma in grammar.outvotes
    noun = next((i for i in match.words if syntax.lemmas[i] in grammar.verbal), match.head)
    if voted and match.entry.type == "ASSAULT" and _contested(match, syntax):
        return None
    verbal = voted or syntax.lemmas[noun] in grammar.verbal
    if match.entry.type != "ASSAULT" or not verbal or not _civil_affair(sources, targets):
        return match
    known = bool(sources) and all(map(_civil, sources))
    spoken = known and not syntax.is_verb(noun) and all(_speaks(p, targets) for p in sources)
    bar = SPOKEN if spoken else BOTH if known else ONE
    sure = match.probability is None or match.probability >= bar
    if match.words - {match.head, noun} or (sure and not (known and voted)):
        return match
    if voted:
        return None  # `Bush beat Kasich in New Hampshire`, however sure the encoder is
    entry = replace(match.entry, type="ACCUSE", mode="disapprove")
    return match._replace(entry=entry, probability=_HEARD, how=(*match.how, "words, not blows: the sides are civil"))


def _strike(match: Match, targets: Sequence[Participant], syntax: Syntax) -> Match:
    """``a strike against Iraq``, ``the largest strike against a company``: of fighters or of workers, by whom it is
    against."""
    at = {c for o in syntax.obliques(match.head) for c in o.cases} | {
        c.text.lower()
        for n in syntax.analysis.children(match.head, "nmod")
        for c in syntax.analysis.children(n.i, "case")
    }
    if (
        syntax.lemmas[match.head] not in syntax.grammar.strikes
        or syntax.is_verb(match.head)
        or not targets
        or "against" not in at
    ):
        return match
    work = match.entry.type == "PROTEST" and match.entry.mode == "strike"
    if work and all((p.actor or "").startswith("state:") for p in targets):
        return match._replace(
            entry=replace(match.entry, type="ASSAULT", mode=None), how=(*match.how, "against a state")
        )
    if match.entry.type == "ASSAULT" and all(p.sectors[:1] in (("BUS",), ("MNC",)) for p in targets):
        entry = replace(match.entry, type="PROTEST", mode="strike")
        return match._replace(entry=entry, how=(*match.how, "against an employer"))
    return match


def _displeased(match: Match, syntax: Syntax) -> Match:
    """``not happy with the law``, ``was not impressed``: who is not pleased disapproves (so our corpus has it)."""
    pleased = match.entry.type == "SUPPORT" and syntax.lemmas[match.head] in syntax.grammar.pleased
    if not pleased or syntax.negated(match.head) is None:
        return match
    entry = replace(match.entry, type="ACCUSE", mode="disapprove")
    return match._replace(entry=entry, probability=None, how=(*match.how, DISPLEASED))


def _contested(match: Match, syntax: Syntax) -> bool:
    """``the man likely to beat him``, ``a candidate who can defeat Orban``: what hopefuls are said to be able to do is
    done at the polls, whoever they are."""
    token = syntax.tokens[match.head]
    above = syntax.lemmas[token.head] in syntax.grammar.contending
    return token.dep in ("xcomp", "ccomp", "acl", "acl:relcl", "advcl") and above and not match.words - {match.head}


def concerns_nobody(
    match: Match, sources: Sequence[Participant], targets: Sequence[Participant], syntax: Syntax
) -> bool:
    """Whether an act concerns nobody else: done to oneself, by one firm to another (a takeover), or said to the press,
    which is as little a party to it where it asks."""
    words = {syntax.lemmas[i] for i in (match.head, *match.words)}
    asked = match.entry.type == "CONSULT" and not words.isdisjoint(syntax.grammar.interviews)
    to_press = _press(sources) or _press(targets) or any(_of_press(i, syntax) for i in (match.head, *match.words))
    firms = bool(words & syntax.grammar.buying) and _of_business(sources) and _of_business(targets)
    return (asked and to_press) or firms or _to_oneself(match, syntax)


def _of_press(i: int, syntax: Syntax) -> bool:
    """``a news conference``, ``the press briefing``."""
    return any(syntax.lemmas[c.i] in syntax.grammar.of_press for c in syntax.analysis.children(i, "compound"))


def _stumps(match: Match, sources: Sequence[Participant], targets: Sequence[Participant], syntax: Syntax) -> bool:
    """``Tinubu held rallies in Kano``: what known persons hold on their own, against nobody, is for themselves."""
    words = (match.head, *match.words)
    if match.entry.type != "PROTEST" or targets or not any(syntax.lemmas[i] in syntax.grammar.rallies for i in words):
        return False
    known = bool(sources) and all((p.actor or "").startswith("person:") for p in sources)
    return known and not any(o.cases & _AGAINST for i in words for o in syntax.obliques(i))


def _of_business(side: Sequence[Participant]) -> bool:
    return bool(side) and all(p.sectors[:1] in (("BUS",), ("MNC",)) for p in side)


def _press(side: Sequence[Participant]) -> bool:
    return bool(side) and all(p.sectors[:1] == ("MED",) for p in side)


def _to_oneself(match: Match, syntax: Syntax) -> bool:
    """``picked herself up``, ``talked to himself``: what a bare verb does to somebody is done to nobody else, unless
    others are named beside (``killing himself and two policemen``)."""
    pattern = match.entry.pattern
    if pattern.literals or match.entry.general or Slot.TARGET not in pattern.slots:
        return False
    objects = syntax.analysis.children(match.head, "obj" if match.entry.type != "CONSULT" else "obl")
    own = (c.i for c in objects if c.upos == "PRON" and c.text.lower().endswith(("self", "selves")))
    return any(len(syntax.conjuncts(i)) == 1 for i in own)


def _civil_affair(sources: Sequence[Participant], targets: Sequence[Participant]) -> bool:
    """Whether all on whom it is done are known to be civil, and nobody who is known to do it is not."""
    return bool(targets) and all(map(_civil, targets)) and all(_civil(p) or not p.sectors for p in sources)


def _speaks(source: Participant, targets: Sequence[Participant]) -> bool:
    """Whether somebody fights with words: a politician, legislator or judge, a ruler where the others are such."""
    ruler = (source.actor or "").startswith("person:") and all(p.sectors[0] in _SPEAKERS | {"IGO"} for p in targets)
    return source.sectors[0] in _SPEAKERS or (ruler and source.sectors[0] == "GOV")


def _civil(participant: Participant) -> bool:
    """Whether it is a person, party or body that is known and bears no arms."""
    state = (participant.actor or "").startswith(_STATES)
    return not state and bool(participant.sectors) and participant.sectors[0] in _CIVIL
