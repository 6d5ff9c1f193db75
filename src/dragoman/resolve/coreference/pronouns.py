"""Pronouns: whom ``he``, ``they`` or ``it`` stands for, among the actors and things named around it.

Candidates are the chains of the article within a window before the pronoun, the subject that follows a fronted clause
(``While he was in Cairo, the minister ...``), two actors joined by ``and`` (for ``they``), and, for ``they`` and
``it``, nouns that are no actors: most of what these stand for is none, and the pronoun is then left open. Binding
(Chomsky 1981, principles A and B) rules out; what remains is ranked by a log-linear model (Denis and Baldridge 2008)
over declared features (``coreference.features``), its weights fitted on open text (``data/pronouns.csv``). A pronoun
is answered only where the model gives one candidate a probability above a threshold.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dragoman.knowledge.weights import read_weights, summed
from dragoman.records import Actor, ActorKind, MentionForm, Token, content_id
from dragoman.resolve.actors.context import Chain, Context, Found
from dragoman.resolve.actors.identity.new import Verdict
from dragoman.resolve.actors.words.syntax import governs, subject_of, top_of
from dragoman.resolve.coreference.counted import shared_sectors
from dragoman.resolve.coreference.features import Scene, features, none_features
from dragoman.resolve.coreference.quoted import speaker_of

__all__ = ["Candidate", "Choose", "PronounResolver", "rank"]

_WEIGHTS = Path(__file__).parent / "data" / "pronouns.csv"
_WINDOW = {"person": 4, "they": 2, "it": 2}  # sentences before the pronoun
_WORDS = {"person": 120, "they": 0, "it": 0}  # words before it, where sentences are short: four of news have ninety
_THRESHOLD = 0.3  # GUM dev: at 0.5 85.9 % right of 37 % answered, at 0.3 85.2 % of 42 %; the best of all must be it
_PLACES = ("latest", "second", "third", "fourth")
_REFLEXIVE = ("himself", "herself", "itself", "themselves")
_COLLECTIVE = frozenset(kind for kind in ActorKind if kind not in (ActorKind.PERSON, ActorKind.UNKNOWN))
_THINGS = _COLLECTIVE - {ActorKind.POPULATION}
_JOINED = _COLLECTIVE | {ActorKind.PERSON}
_NOUNS = ("NOUN", "PROPN")
_DIRECT = ("nsubj", "nsubj:pass", "obj", "iobj")
_NOT_A_THING = (
    "compound",
    "flat",
    "amod",
    "nmod:desc",
    "nmod:unmarked",
    "obl:unmarked",
    "obl:tmod",
    "fixed",
    "goeswith",
)


@dataclass(slots=True)
class Candidate:
    """What a pronoun may stand for: a chain, or a thing that is no actor (``chain`` is None)."""

    chain: Chain | None
    mention: Found | None
    """Its nearest mention, None for a thing or a pair."""
    at: int
    """Head token of that mention or thing."""
    features: tuple[str, ...] = ()


Choose = Callable[[Found, str, Sequence[Candidate], Sequence[str]], tuple[int | None, float]]
"""From a pronoun, its class, its candidates and the features of none of them: the index of the one chosen, and how
sure; None leaves it open."""


def rank(item: Found, kind: str, candidates: Sequence[Candidate], none: Sequence[str]) -> tuple[int | None, float]:
    """The most probable candidate and its probability; None where that is none, a thing, or below the threshold."""
    weights = read_weights(_WEIGHTS)[kind]
    scores = [summed(weights, names) for names in (*(c.features for c in candidates), none)]
    highest = max(scores)
    total = sum(math.exp(s - highest) for s in scores)
    best = scores.index(highest)
    probability = math.exp(scores[best] - highest) / total
    if best == len(candidates) or candidates[best].chain is None or probability < _THRESHOLD:
        return None, probability
    return best, probability


class PronounResolver:
    """Resolves the pronouns of one article, from left to right, while its chains grow."""

    def __init__(
        self,
        ctx: Context,
        chains: dict[str, Chain],
        verdicts: dict[int, Verdict],
        heads: dict[int, Found],
        choose: Choose = rank,
    ) -> None:
        self.ctx, self.chains, self.verdicts, self.heads = ctx, chains, verdicts, heads
        self.choose = choose
        self.scene = Scene.of(ctx, chains)
        self._speakers: dict[int, set[str]] = {}
        """Quotation by number to the actor who says it."""
        self._mentions = sorted(heads)
        self._spots = [t.i for t in ctx.analysis.tokens if t.upos in _NOUNS or t.i in heads]
        """The tokens that pronouns may stand for: of a mention, or a thing's."""

    def resolve(self, item: Found) -> Verdict | None:
        """Whom a pronoun stands for; None where it is open."""
        token = self.ctx.analysis.tokens[item.head]
        word = token.text.lower()
        if item.phrase == "relative":
            return self._relative(item)
        if word in _REFLEXIVE:
            return self._reflexive(item, token)
        kind = "it" if word.startswith("it") else "they" if word.startswith("the") else "person"
        if token.dep.startswith("expl"):
            return None
        candidates = self._candidates(item, token, kind)
        if not any(c.chain is not None for c in candidates):
            return None
        for candidate in candidates:
            candidate.features = features(self.ctx, self.scene, item, candidate.chain, candidate.at, candidate.mention)
        _mark_positions(candidates, item)
        best, probability = self.choose(item, kind, candidates, none_features(self.ctx, self.scene, item))
        chain = candidates[best].chain if best is not None else None
        if chain is None:
            return self._of_phrase(candidates[best].at) if best is not None else None
        reason = f"“{token.text}”: of {len(candidates)} candidates around it {chain.actor.name} fits best"
        return Verdict(chain.actor, round(probability, 3), (reason,))

    def _of_phrase(self, i: int) -> Verdict | None:
        """The thing at token ``i``, where it takes part in an event itself."""
        mention = self.heads.get(i)
        verdict = self.verdicts.get(id(mention)) if mention is not None else None
        return replace(verdict, reasons=(f"takes up “{verdict.actor.name}”",)) if verdict is not None else None

    def _relative(self, item: Found) -> Verdict | None:
        """A relative pronoun takes what its clause hangs on."""
        analysis = self.ctx.analysis
        path = (analysis.tokens[item.head], *analysis.ancestors(item.head))
        clause = next((t for t in path if t.dep == "acl:relcl"), None)
        other = self.heads.get(clause.head) if clause is not None else None
        verdict = self.verdicts.get(id(other)) if other is not None else None
        if verdict is None or other is None:
            return None
        return Verdict(verdict.actor, 0.9, (f"its clause hangs on “{self.ctx.text(other.first, other.last)}”",))

    def _reflexive(self, item: Found, token: Token) -> Verdict | None:
        """A reflexive takes the subject of its clause (principle A), an emphatic one what it stands beside."""
        analysis = self.ctx.analysis
        beside = analysis.tokens[token.head]
        subject = subject_of(analysis, top_of(analysis, token))
        for i in (beside.i if token.dep in ("appos", "nmod:unmarked", "advmod") else None, subject):
            other = self.heads.get(i) if i is not None else None
            verdict = self.verdicts.get(id(other)) if other is not None else None
            if other is not None and verdict is not None and verdict.actor.id in self.chains:
                chain = self.chains[verdict.actor.id]
                if _agrees("they" if item.plural else "person" if item.traits.gender else "it", item, chain):
                    text = self.ctx.text(other.first, other.last)
                    return Verdict(chain.actor, 0.9, (f"a reflexive of the subject “{text}”",))
        return None

    def _candidates(self, item: Found, token: Token, kind: str) -> list[Candidate]:
        """All that the pronoun may stand for, each chain once by its nearest mention, in order of the text."""
        analysis, tokens = self.ctx.analysis, self.ctx.analysis.tokens
        first = min(analysis.sentences[max(0, token.sentence - _WINDOW[kind])].first, max(0, item.first - _WORDS[kind]))
        found: dict[str, Candidate] = {}
        barred: set[str] = self._speaker(item)
        spots = self._mentions if kind == "person" else self._spots
        for i in spots[bisect_left(spots, first) : bisect_left(spots, item.first)]:
            mention = self.heads.get(i)
            verdict = self.verdicts.get(id(mention)) if mention is not None else None
            if mention is None or verdict is None or mention.form is MentionForm.PHRASE:
                noun = kind != "person" and tokens[i].upos in _NOUNS
                if noun and self._is_thing(tokens[i], mention, token, kind):
                    found[f"thing {i}"] = Candidate(None, None, i)
                continue
            if i != mention.head and mention.head < item.first and self.heads.get(mention.head) is mention:
                continue
            if kind == "they" and (pair := self._pair(i)) is not None:
                found.pop(pair.actor.id, None)
                found[pair.actor.id] = Candidate(pair, None, i)
            chain = self.chains.get(verdict.actor.id)
            if chain is None or not _agrees(kind, item, chain) or not self._stands(mention, item):
                continue
            if _bound(self.ctx, mention, item):
                barred.add(chain.actor.id)
                continue
            found.pop(chain.actor.id, None)
            found[chain.actor.id] = Candidate(chain, mention, i)
        ahead = self._ahead(item, token)
        if ahead is not None and ahead.actor.id not in found and _agrees(kind, item, ahead):
            found[ahead.actor.id] = Candidate(ahead, None, subject_of(analysis, top_of(analysis, token, out=True)) or 0)
        return [c for key, c in found.items() if key not in barred]

    def _speaker(self, item: Found) -> set[str]:
        """The actor who says the quotation that holds the pronoun: in one's own words one is ``I``. Asked once for a
        quotation, before any pronoun in it is judged: ``"... when he appointed her," he said``.
        """
        number = self.scene.quotes[item.head]
        if number not in self._speakers:
            self._speakers[number] = set()
            spot = speaker_of(self.ctx, self.scene.quotes, item.head)
            mention = self.heads.get(spot) if spot is not None else None
            verdict = self.verdicts.get(id(mention)) if mention is not None else None
            if mention is not None and verdict is None and mention.form is MentionForm.PRONOUN:
                verdict = self.resolve(mention)
            if mention is not None and verdict is not None:
                self.verdicts[id(mention)] = verdict
                self._speakers[number].add(verdict.actor.id)
        return {*self._speakers[number]}

    def _ahead(self, item: Found, token: Token) -> Chain | None:
        """The subject of the main clause behind a fronted clause or phrase that holds the pronoun (cataphora)."""
        analysis = self.ctx.analysis
        subject = subject_of(analysis, top_of(analysis, token, out=True))
        if subject is None or subject <= item.first:
            return None
        other = self.heads.get(subject)
        verdict = self.verdicts.get(id(other)) if other is not None else None
        return self.chains.get(verdict.actor.id) if verdict is not None else None

    def _is_thing(self, token: Token, mention: Found | None, pronoun: Token, kind: str) -> bool:
        """A noun that is no actor and agrees in number; of an actor left open nothing is known either."""
        if token.dep.startswith(_NOT_A_THING) or token.i in self.scene.names:
            return False
        if self.scene.parts[token.sentence] != self.scene.parts[pronoun.sentence]:
            return False
        if _over(self.ctx, token.i, pronoun):
            return False
        plural = token.feature("Number") == "Plur" or token.xpos in ("NNS", "NNPS")
        return plural == (kind == "they")

    def _pair(self, i: int) -> Chain | None:
        """Two actors of one sort joined by ``and``, of which token ``i`` is the second."""
        analysis = self.ctx.analysis
        token = analysis.tokens[i]
        cc = analysis.child(i, "cc")
        if token.dep != "conj" or token.head not in self.heads or cc is None or cc.lemma.lower() not in ("and", "&"):
            return None
        both = [self.verdicts.get(id(self.heads[k])) for k in (token.head, i)]
        if both[0] is None or both[1] is None or both[0].actor.id == both[1].actor.id:
            return None
        a, b = both[0].actor, both[1].actor
        if (a.kind is ActorKind.PERSON) != (b.kind is ActorKind.PERSON) or not {a.kind, b.kind} <= _JOINED:
            return None
        if any(sum(1 for _ in analysis.children(k, "conj")) > 1 for k in (token.head,)):
            return None
        ident = content_id("new", self.ctx.article.id, "pair", *sorted((a.id, b.id))).replace("-", ":", 1)
        country = a.country if a.country == b.country else None
        actor = Actor(ident, f"{a.name} and {b.name}", ActorKind.UNKNOWN, country, shared_sectors(a, b), False)
        return self.chains.get(ident) or Chain(actor, plural=True)

    def _stands(self, mention: Found, item: Found) -> bool:
        """False for a predicate (``X is a conservative`` brings in nobody) and for another part of the page."""
        analysis = self.ctx.analysis
        if mention.last > item.first or mention.head == item.head:
            return False
        predicate = mention.form is MentionForm.ROLE and not mention.definite
        if predicate and analysis.child(mention.head, "cop") is not None:
            return False
        here, there = analysis.tokens[item.head].sentence, analysis.tokens[mention.head].sentence
        return self.scene.parts[here] is self.scene.parts[there]


def _agrees(kind: str, item: Found, chain: Chain) -> bool:
    """Number, gender and being a person agree."""
    if kind == "they":
        return chain.plural or chain.actor.kind in _COLLECTIVE
    if kind == "it":
        return chain.actor.kind in _THINGS and not chain.plural
    return chain.person and chain.gender in (None, item.traits.gender)


def _bound(ctx: Context, mention: Found, item: Found) -> bool:
    """True where binding forbids: the mention holds the pronoun, or is an argument of the same verb."""
    analysis = ctx.analysis
    token, other = analysis.tokens[item.head], analysis.tokens[mention.head]
    if token.sentence != other.sentence:
        return False
    verb = analysis.tokens[token.head]
    of_it = verb.dep == "acl:relcl" and verb.head == other.i  # ``the guests they took``: another argument of its verb
    joined = token.dep.startswith("conj") and token.head == other.i
    if (of_it and token.dep in _DIRECT) or joined or _over(ctx, other.i, token) or other.head == token.i:
        return True
    if token.dep == "nmod:poss" or other.dep.startswith("nmod"):
        return False
    if other.head == token.head:
        return True
    return token.dep in ("obj", "iobj", "obl") and subject_of(analysis, token.head) == other.i


def _over(ctx: Context, i: int, pronoun: Token) -> bool:
    """True if the phrase of token ``i`` holds the pronoun with no clause in between (``his father``)."""
    return governs(ctx.analysis, i, pronoun)


def _mark_positions(candidates: Sequence[Candidate], item: Found) -> None:
    """Adds what a candidate is among the others: the latest named, the latest named actor, the only one."""
    behind = [c for c in candidates if c.at < item.first]
    for place, one in zip(_PLACES, sorted(behind, key=lambda c: -c.at), strict=False):
        one.features = (*one.features, place)
    actors = [c for c in candidates if c.chain is not None]
    if len(actors) == 1:
        actors[0].features = (*actors[0].features, "only")
    sure = [c for c in actors if "gender" in c.features]
    if len(sure) == 1:
        sure[0].features = (*sure[0].features, "only_gender")
