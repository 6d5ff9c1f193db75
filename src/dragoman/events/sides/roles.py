"""Seating an event's participants: a fitted judgement over all phrases of its sentence, and over nobody.

What the expression's slots and the standard frames made of a phrase (``matching``) is one feature among others of two
models, the source's and then the target's beside it (``features``, ``beside``): each chooses one phrase,
with what is coordinated with it, or leaves its side empty. The weights are fitted on our own corpus
(``data/roles.csv``, ``training/roles.py``). Whom an expression seats on one side they never seat on the other: no
victim is made to attack. With triggers given, sources of dev are right in 80 % and targets in 69; where the models only
filled what rules had left open it was 76 and 65.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence, Set
from functools import cache
from pathlib import Path
from typing import NamedTuple

from dragoman.events.acts.backing import BACKING
from dragoman.events.acts.constituents import Match
from dragoman.events.acts.nouns import ASCRIBED, CLAIMANT, STRUCK, SUFFERER, WHOSE
from dragoman.events.acts.urging import URGED
from dragoman.events.sides.aimed import agreeing, hit
from dragoman.events.sides.beside import beside, mutual, nobody, nobody_beside
from dragoman.events.sides.company import company
from dragoman.events.sides.features import Stand
from dragoman.events.sides.mutual import MUTUAL, done_together
from dragoman.events.sides.not_doers import not_doers
from dragoman.events.sides.not_sufferers import not_sufferers
from dragoman.events.sides.outright import told
from dragoman.events.sides.people import people, who
from dragoman.events.sides.view import View
from dragoman.events.trees.cast import Cast
from dragoman.events.trees.syntax import Syntax
from dragoman.events.trees.unusual import CAUSED, INVERTED
from dragoman.knowledge.weights import read_weights, remembered
from dragoman.records.pointing import pooled

__all__ = ["Seats"]

SIDES = ("source", "target")
_WEIGHTS = Path(__file__).parents[1] / "data" / "roles.csv"
HEARD, HEARD_NOBODY = "heard", "heard:nobody"
"""Features of the table with the weights of the encoder's head of parts beside the models: of a phrase's share, and of
nobody's. Fitted on texts that the encoder has not learnt."""

_UNTOLD = 0.05
"""The share of nobody where there is no such head: the table is fitted beside one, which mostly sees somebody."""

_VISITS, _STATES = frozenset({"visit", "trip", "tour"}), ("gov:", "state:")
"""What is paid to a state whose name or capital is all that is told of whom: in our corpus's train and dev texts it is
the target of 30 visits and trips, and of 16 nobody is. Of arrivals and flights in a capital nobody is in 24 of 34, and
of visits to other towns in 25 of 30."""
_RATHER_SUFFERS, _RATHER_ACTS = 0.5, 0.4
"""How likely one may be on the other side, in shares of how likely on this one, to be seated here. Of 3,900 events of
the press that were not learnt from 1.9 % are swapped and both sides of 62.7 right with .5 and .4 (.5 and .3: 1.8 and
62.8; .3 and .3: 1.8 and 62.5; .5 and .5: 2.0 and 62.5), on dev .9 and 72.0 with each of the first two."""


class _Weighed(NamedTuple):
    """One side's choice: the likeliest candidate (the first of equals; None where nobody is likelier), and how likely
    each group of coordinated candidates is.
    """

    best: Stand | None
    probabilities: Mapping[int, float]

    def of(self, stand: Stand) -> float:
        return self.probabilities.get(stand.group, 0.0)


class _Case(NamedTuple):
    """An event with its candidates. ``sums``: of what speaks for each, by its token, and (-1) for nobody: to be the
    source (the real part), and to be the target whoever is the source; the encoder's head of parts counted in.
    """

    match: Match
    stands: Sequence[Stand]
    sums: Mapping[int, complex]


class Seats:
    """The sides of one article's events."""

    def __init__(self, syntax: Syntax, cast: Cast, found: Sequence[Match]) -> None:
        """``found``: all that expressions match in the article."""
        self.cast = cast
        self.view = View(syntax, cast, found)

    def fill(self, match: Match) -> Match:
        """The match with its sides as the models see them; ``how`` tells where they left the expression's slots."""
        if BACKING in match.how or URGED in match.how:
            return match
        if (outright := told(self.view, match)) is not None:
            return outright
        travels = self.view.syntax.lemmas[match.head] in self.view.syntax.grammar.travelling
        listed = match.sources == match.targets and len(people(self.cast, match.sources)) > 1
        if mutual(match) and listed and not travels:
            return match  # `talks between Sudan and Chad`: both are named, and what they do they do to one another
        stands = self.view.stands(match)
        sources, targets = (frozenset[int](),) * 2 if match.entry.general else self.view.seated(match)
        case = self._case(match, stands)
        befell = {*match.targets} if SUFFERER in match.how or STRUCK in match.how else set[int]()
        befell |= hit(self.view, match, stands)
        barred = not_doers(self.view, match, stands, sources, targets) | (befell - {*match.sources})
        actors = [] if SUFFERER in match.how and not sources else self._able(stands, barred)
        acting = self._acting(case, actors)
        source = self._driven(match, stands) or self._source(case, acting, sources)
        if {CLAIMANT, ASCRIBED} & {*match.how} or (WHOSE in match.how and source is None):
            source = next((s for s in stands if s.token in match.sources), source)
        source = source or self._whose(match, stands, barred)
        crossed = not_sufferers(self.view, match, stands, sources, targets)
        if travels and source is not None:  # `the mayor and the governor flew to Washington`
            crossed |= {s.token for s in stands if s.group == source.group}
        suffering = self._suffering(case, crossed, source)
        target = suffering.best
        if befell:  # `Russia's expulsion from the council`, `the embassy bombing`
            target = next((s for s in stands if s.token in befell), target)
        apart = target is not None and (source is None or source.group != target.group)
        if target is not None and apart and acting.of(target) > _RATHER_ACTS * suffering.of(target):
            target = None
        if source is None and target is None and not befell:
            source, target = self._either(match, acting, suffering)
        target = self._goes_to(match, stands) or target
        if target is None:
            target = self._visited(match, stands)
        if target is None or (source is not None and source.group == target.group):
            target = self._partner(match, stands) or target
        if source is None and target is None and sources and targets and not sources & barred:
            return match  # `fighting between the army and the rebels`: the models doubt which way it went
        how = list(match.how)
        seats: dict[str, tuple[int, ...]] = {}
        for side, chosen, own in (("source", source, match.sources), ("target", target, match.targets)):
            seats[side] = self._seat(chosen, stands, own)
            if seats[side] != own:
                how.append(f"the {side} by where it stands in the sentence" if chosen else f"no {side} is likely")
        seats["target"] += tuple([i for i in company(self.view, match, seats["target"]) if i not in seats["target"]])
        return match._replace(sources=seats["source"], targets=seats["target"], how=tuple(how))

    def share(self, match: Match, side: str, heads: Collection[int]) -> float:
        """How surely the encoder takes the phrases of ``heads`` together for one side; 0 without its head of parts."""
        return self.view.shares(match, heads)[SIDES.index(side)]

    def _case(self, match: Match, stands: Sequence[Stand]) -> _Case:
        known = remembered(_WEIGHTS, SIDES)
        of_phrase, of_nobody = _hearing(_WEIGHTS)
        empty = self.view.nobody(match)
        unheard = empty[0] is None or empty[1] is None
        shares = (_UNTOLD, _UNTOLD) if unheard else (empty[0] or 0.0, empty[1] or 0.0)
        if unheard:
            of_phrase = (0.0, 0.0)
        sums = {s.token: _heard(known.of(s.traits, s.rows), s.shares, of_phrase) for s in stands}
        sums[-1] = _heard(known.of(*nobody(self.view, match, stands)), shares, of_nobody)
        return _Case(match, stands, sums)

    def _acting(self, case: _Case, actors: Sequence[Stand]) -> _Weighed:
        """How likely each of ``actors`` is the source."""
        return _weighed([case.sums[s.token].real for s in actors], case.sums[-1].real, actors)

    def _source(self, case: _Case, acting: _Weighed, own: Set[int]) -> Stand | None:
        """The likeliest source, unless it may as well be the target: but the expression's own, and of acts that both
        sides do (``signed an accord after talks``: on dev sources are right in 88.3 % with the expressions of such acts
        alone, in 88.9 with all acts of their types).
        """
        source = acting.best
        if source is None or any(s.token in own for s in case.stands if s.group == source.group):
            return source
        if mutual(case.match) or done_together(case.match):
            return source
        if self._suffering(case, frozenset(), None).of(source) > _RATHER_SUFFERS * acting.of(source):
            return None
        return source

    def _either(self, match: Match, acting: _Weighed, suffering: _Weighed) -> tuple[Stand | None, Stand | None]:
        """``the fees that he withheld``: of whom the expression seats and who may as well act as suffer, the likelier
        side. In texts of the press 14 sources and 6 targets more are right so, and 4 fewer.
        """
        doer, sufferer = acting.best, suffering.best
        if doer is None or sufferer is None or doer.group != sufferer.group:
            return None, None
        conjuncts = self.view.syntax.conjuncts
        seated = [doer.token in {c for h in side for c in conjuncts(h)} for side in (match.sources, match.targets)]
        if not any(seated):
            return None, None
        acts = acting.of(doer) >= suffering.of(doer) and seated != [False, True]
        return (doer, None) if acts else (None, sufferer)

    def _suffering(self, case: _Case, crossed: Set[int], source: Stand | None) -> _Weighed:
        """How likely each candidate but those ``crossed`` out is the target beside a source."""
        known = remembered(_WEIGHTS, SIDES)
        near = zip(case.stands, beside(self.view, case.match, case.stands, source), strict=True)
        free = [(s, traits) for s, traits in near if s.token not in crossed]
        sums = [case.sums[s.token].imag + sum(map(known.__getitem__, traits)).imag for s, traits in free]
        empty = case.sums[-1].imag + known[nobody_beside(case.match, case.stands, source)].imag
        return _weighed(sums, empty, [s for s, _ in free])

    def _able(self, stands: Sequence[Stand], crossed: Set[int]) -> list[Stand]:
        return [s for s in stands if s.token not in crossed and self.cast.can_act(s.token)]

    def _seat(self, chosen: Stand | None, stands: Sequence[Stand], own: tuple[int, ...]) -> tuple[int, ...]:
        """The heads to seat: the expression's own where they name the same people."""
        if chosen is None:
            return ()
        heads = tuple([s.token for s in stands if s.group == chosen.group])
        same = heads == own or people(self.cast, heads) <= people(self.cast, own) if own else False
        return own if same or self._one_of(own, heads) else heads

    def _one_of(self, own: tuple[int, ...], heads: Collection[int]) -> bool:
        """``Turkey or the front, which has joined them``: the expression seats the last of a list alone."""
        syntax = self.view.syntax
        if len(own) != 1 or own[0] not in heads or syntax.tokens[own[0]].dep != "conj":
            return False
        clauses = [c.i for c in syntax.analysis.children(own[0], "acl:relcl")]
        return all(syntax.of_one(c) or self._tells_which(c) for c in clauses)

    def _tells_which(self, clause: int) -> bool:
        """``the envoys and a mission that had taught farmers``: a clause without a comma, in the number of one or of
        none, is of the last alone."""
        syntax = self.view.syntax
        first, _ = syntax.analysis.subtree(clause)
        finite = next(iter(syntax.analysis.children(clause, "aux", "cop")), syntax.tokens[clause])
        several = finite.xpos == "VBP" or finite.text.lower() == "were"
        return not several and "," not in (syntax.tokens[first - 1].text, syntax.tokens[first].text)

    def _driven(self, match: Match, stands: Sequence[Stand]) -> Stand | None:
        """``India forced it to close the crossing``: the object of the verb above is who closes it; ``promised the
        rebels to leave``: its subject is, by the verb; and who ``had him arrested``."""
        syntax = self.view.syntax
        token = syntax.tokens[match.head]
        by_which = any(
            c.xpos in ("WDT", "WP") and "by" in syntax.case_words(c.i) for c in syntax.analysis.children(token.i)
        )
        if (match.frame.how in (CAUSED, INVERTED) or by_which) and match.sources == match.frame.agents:
            return next((s for s in stands if s.token in match.sources and self.cast.can_act(s.token)), None)
        if token.dep != "xcomp" or match.frame.passive or match.frame.how != "control" or not match.sources:
            return None
        above = syntax.frame(token.head)
        objects = {*above.patients, *above.indirect}
        promised = objects or any("with" in o.cases for o in above.obliques)
        promises = syntax.lemmas[token.head] in syntax.grammar.subject_control and promised
        driven = {*above.agents} if promises else objects
        if set(match.sources) != set(match.frame.agents) or not set(match.sources) <= driven:
            return None
        return next((s for s in stands if s.token in match.sources and self.cast.can_act(s.token)), None)

    def _whose(self, match: Match, stands: Sequence[Stand], barred: Set[int]) -> Stand | None:
        """``the minister's visit to Baghdad was postponed``, ``the rebels agreed to a truce``: whose it was to be."""
        parties = agreeing(self.view, match) - barred
        if parties:
            return next((s for s in stands if s.token in parties and self.cast.can_act(s.token)), None)
        if match.entry.type not in MUTUAL or not match.frame.passive or not self.view.syntax.is_verb(match.head):
            return None
        owners = {o for w in match.words for o in self.view.syntax.modifiers(w)} - barred
        return next((s for s in stands if s.token in owners and self.cast.can_act(s.token)), None)

    def _goes_to(self, match: Match, stands: Sequence[Stand]) -> Stand | None:
        """``Xi Jinping's Moscow visit``, ``a US visit by the premier``: the state that stands between who goes and the
        visit, or before it where a phrase says who goes."""
        syntax, noun = self.view.syntax, match.head
        if match.entry.mode != "visit" or syntax.is_verb(noun) or syntax.lemmas[noun] not in _VISITS:
            return None
        owners = [c.i for c in syntax.analysis.children(noun, "nmod:poss")]
        told = owners or [o.head for o in match.frame.obliques if "by" in o.cases]
        before = {
            c.i for c in syntax.analysis.children(noun, "compound", "amod") if max(owners, default=-1) < c.i < noun
        }
        states = (s for s in stands if told and s.token in before)
        return next((s for s in states if (s.someone.actor or "").startswith(_STATES)), None)

    def _partner(self, match: Match, stands: Sequence[Stand]) -> Stand | None:
        """``agreed with Georgia to share intelligence``: with whom what they agree to is to be done."""
        syntax, token = self.view.syntax, self.view.tokens[match.head]
        if token.dep != "xcomp" or match.entry.type not in MUTUAL:
            return None
        partners = {o.head for o in syntax.obliques(token.head) if "with" in o.cases and not o.clausal}
        return next((s for s in stands if s.token in partners and self.cast.can_act(s.token)), None)

    def _visited(self, match: Match, stands: Sequence[Stand]) -> Stand | None:
        """The state, by its own name or its capital's, to which the expression says that a visit goes."""
        lemmas = self.view.syntax.lemmas
        if match.entry.mode != "visit" or not any(lemmas[i] in _VISITS for i in (match.head, *match.words)):
            return None
        stated = (s for s in stands if s.token in match.targets and s.token not in match.sources)
        return next((s for s in stated if (s.someone.actor or "").startswith(_STATES)), None)


@cache
def _hearing(path: Path) -> tuple[tuple[float, float], tuple[float, float]]:
    """The weights of the encoder's shares for each side: of phrases, and of nobody."""
    source, target = (read_weights(path)[side] for side in SIDES)
    return (source[HEARD], target[HEARD]), (source[HEARD_NOBODY], target[HEARD_NOBODY])


def _heard(sums: complex, shares: tuple[float, float], weights: tuple[float, float]) -> complex:
    """``sums`` with the encoder's shares of the same."""
    return sums + complex(pooled(shares[0], weights[0]), pooled(shares[1], weights[1]))


def _weighed(sums: list[float], nobody_there: float, stands: Sequence[Stand]) -> _Weighed:
    """``sums``: log odds of each candidate, ``nobody_there``: of nobody.

    Phrases for one actor speak for one another (``the ministry's spokesman said it had``), but not against nobody: of
    837 texts that nothing was learnt from both sides are right in 68.6 % so, in 68.5 each by phrase, in 68.5 against
    nobody as well.
    """
    top = max(sums, default=nobody_there)
    highest = max(top, nobody_there)
    best = None
    if top > nobody_there:
        told: dict[str, float] = {}
        for stand, total in zip(stands, sums, strict=True):
            told[who(stand.someone)] = told.get(who(stand.someone), 0.0) + math.exp(total - highest)
        likeliest = max(told, key=told.__getitem__)
        best = max(
            (pair for pair in zip(stands, sums, strict=True) if who(pair[0].someone) == likeliest), key=lambda p: p[1]
        )[0]
    odds: dict[int, float] = {}
    for stand, total in zip(stands, sums, strict=True):
        odds[stand.group] = odds.get(stand.group, 0.0) + math.exp(total - highest)
    whole = sum(odds.values()) + math.exp(nobody_there - highest)
    return _Weighed(best, {group: p / whole for group, p in odds.items()})
