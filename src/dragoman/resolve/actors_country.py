"""Of which country those are whose own words tell none: ``police``, ``residents``, ``the opposition``.

Each country that the article names is a candidate, and none of them is one too. They are ranked by a log-linear model
over the features declared here; the weights (``data/countries.csv``) are fitted by ``training/countries.py`` on the
actors that our corpus gives. A feature is there or not:

* of the article: ``most`` (named most often), ``tied`` (as often as another), ``all`` (no other is named), ``half`` (of
  all namings), ``first`` (named first), ``title``;
* of the sentence: ``here`` and ``only_here``, ``earlier`` (named in the sentence before), ``near`` (the nearest
  naming by words, before or behind);
* of the namings in the sentence: ``at`` (behind a preposition of place), ``own_at`` (the same, in the mention's own
  clause), ``partner`` (of the other side of the mention's verb), ``above`` (in the clause that tells it), ``people``
  (by an adjective of its people), ``actor`` (by an actor that we know, or by its own name), ``place``, ``hint`` (told,
  not named), ``joined`` (beside the mention, by ``and``);
* ``none``, with ``none_several`` (the sentence names several), ``none_other`` (only other sentences name any),
  ``none_both`` and ``none_pair`` (the mention is ``both`` or ``two``, the article names several), ``none_number``
  (several by number);
* of a person's name: ``bears`` (it is one of that country's, or persons of it whom we know bear its family
  name), ``bears_most``.

Each is asked also by what the mention is: ``home_`` (civilians, police, courts, parliaments, parties: at home where
things happen), ``arms_`` (soldiers, fighters), ``state_`` (officials), ``abroad_`` (envoys, observers, the foreign),
``other_``; of an indefinite description (``a court``) with ``some_`` too.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dragoman.knowledge.names import pieces
from dragoman.knowledge.weights import read_weights, summed
from dragoman.records import BlockKind, MentionForm, Token
from dragoman.resolve.actors_context import Context, Found, locative
from dragoman.resolve.coreference_syntax import predicate_of

__all__ = ["ChooseCountry", "Namings", "Option", "best_option", "options"]

_WEIGHTS = Path(__file__).parent / "data" / "countries.csv"
_HOME = frozenset("CVL COP JUD LEG OPP PTY LAB EDU HLH AGR ETH REL CRM PRM BUS ELI".split())  # noqa: SIM905
_ARMS = frozenset(("MIL", "REB", "UAF", "SPY"))
_BOTH = frozenset(("both", "neither"))
_DEEP = 30  # longer paths are wrong trees


@dataclass(frozen=True, slots=True)
class Option:
    """A country, or None, and what speaks for it."""

    country: str | None
    features: tuple[str, ...]


ChooseCountry = Callable[[Found, Sequence[Option]], tuple[int, float]]
"""From a mention and its options: the index of the one chosen, and its probability."""


def best_option(item: Found, found: Sequence[Option]) -> tuple[int, float]:
    """The most probable of the options and its probability by the fitted weights."""
    weights = read_weights(_WEIGHTS)[""]
    scores = [summed(weights, option.features) for option in found]
    highest = max(scores)
    best = scores.index(highest)
    return best, 1 / sum(math.exp(s - highest) for s in scores)


@dataclass(frozen=True, slots=True)
class _Naming:
    """How one token names a country: its feature, the token of the clause's argument that it stands in, that token's
    clause, and whether it stands behind a preposition of place.
    """

    how: str
    top: Token
    clause: int
    at: bool


class Namings:
    """Where an article names which country, with all that its mentions ask of it: made once an article.

    ``named`` is token to country.
    """

    def __init__(self, ctx: Context, named: Mapping[int, str]) -> None:
        self.ctx = ctx
        self.named = sorted(named.items())
        self.total = Counter(country for _, country in self.named)
        tokens = ctx.analysis.tokens
        self.by_sentence: dict[int, list[tuple[int, str]]] = {}
        for i, country in self.named:
            self.by_sentence.setdefault(tokens[i].sentence, []).append((i, country))
        self.always = self._always()
        self._at: dict[int, _Naming] = {}

    def only(self, countries: Collection[str]) -> Namings:
        """The same with these countries alone."""
        return Namings(self.ctx, {i: c for i, c in self.named if c in countries})

    def at(self, i: int) -> _Naming:
        """What is asked of the naming at token ``i``, whoever asks."""
        found = self._at.get(i)
        if found is None:
            found = self._at[i] = self._naming(i)
        return found

    def _always(self) -> dict[str, list[str]]:
        """The features of each country, in order, that the article alone decides."""
        total = self.total
        if not total:
            return {}
        sentences, blocks = self.ctx.analysis.sentences, self.ctx.article.blocks
        titled = {
            c
            for s, spots in self.by_sentence.items()
            if blocks[sentences[s].block].kind is BlockKind.TITLE
            for _, c in spots
        }
        highest, named, several = max(total.values()), total.total(), len(total) > 1
        tied = list(total.values()).count(highest) > 1
        out: dict[str, list[str]] = {}
        for country, count in total.items():
            own = out[country] = [] if several else ["all"]
            if several and count == highest:
                own.append("tied" if tied else "most")
            if several and 2 * count >= named:
                own.append("half")
            if self.named[0][1] == country:
                own.append("first")
            if country in titled:
                own.append("title")
        return out

    def _naming(self, i: int) -> _Naming:
        ctx, analysis = self.ctx, self.ctx.analysis
        token = analysis.tokens[i]
        match = ctx.by_token.get(i)
        if i in ctx.hints:
            how = "hint"
        elif match is not None and match.demonyms and token.upos != "PROPN":
            how = "people"
        elif i in ctx.place_countries and match is None:
            how = "place"
        else:
            how = "actor"
        clause = predicate_of(analysis, i)
        top = token
        for _ in range(_DEEP):
            if top.head in (clause, top.i):
                break
            top = analysis.tokens[top.head]
        own = clause if top is token else predicate_of(analysis, top.i)
        return _Naming(how, top, own, locative(analysis, top) or locative(analysis, token))


def options(namings: Namings, item: Found, sectors: Sequence[str], *, abroad: bool) -> list[Option]:
    """The countries that an article names, in order, and none, with their features."""
    if not namings.total:
        return []
    scene = _Scene(namings, item)
    kind = _kind(item, sectors, abroad=abroad)
    found = []
    for country in (*namings.total, None):
        plain = scene.of(country) if country is not None else scene.of_none()
        out = [*plain, *(f"{kind}_{f}" for f in plain)]
        if item.form is MentionForm.ROLE and not item.definite:
            out += [f"some_{f}" for f in plain]
        found.append(Option(country, tuple(out)))
    return found


def _kind(item: Found, sectors: Sequence[str], *, abroad: bool) -> str:
    if abroad:
        return "abroad"
    first = sectors[0] if sectors else ""
    return "home" if first in _HOME else "arms" if first in _ARMS else "state" if first == "GOV" else "other"


def _bearers(ctx: Context, item: Found) -> Counter[str]:
    """The countries that a person's name tells, and of the known persons who bear its family name."""
    if item.form is not MentionForm.NAME or item.label != "PER":
        return Counter()
    words, base = pieces(ctx.text(item.first, item.last)), ctx.base
    known = base.surnames.get(words[-1], ()) if words else ()
    told = Counter(c for p in known if (c := base.actors[p].country) is not None)
    told.update(c for i in range(item.first, item.last) if (c := ctx.name_hints.get(i)) is not None)
    return told


class _Scene:
    """One mention and all namings of the article."""

    def __init__(self, namings: Namings, item: Found) -> None:
        self.namings, self.item, self.total = namings, item, namings.total
        ctx = namings.ctx
        self.analysis, self.tokens = ctx.analysis, ctx.analysis.tokens
        sentence = self.tokens[item.head].sentence
        here = namings.by_sentence.get(sentence, [])
        self.here: dict[str, list[int]] = {}
        for i, country in here:
            self.here.setdefault(country, []).append(i)
        self.last = {c for _, c in namings.by_sentence.get(sentence - 1, ())}
        self.clause = predicate_of(self.analysis, item.head) if here else None
        self.over = frozenset(t.i for t in self.analysis.ancestors(self.clause)) if self.clause is not None else ()
        self.bearers = _bearers(ctx, item)
        words = self.tokens[item.first : item.last + 1]
        self.both = len(self.total) > 1 and item.plural and any(t.text.lower() in _BOTH for t in words)
        outside = [(abs(i - item.head), c) for i, c in here if not item.first <= i < item.last]
        self.nearest = min(outside)[1] if outside else None

    def of(self, country: str) -> list[str]:
        out = [*self.namings.always[country]]
        if country in self.last:
            out.append("earlier")
        if self.bearers[country]:
            out.append("bears_most" if self.bearers[country] == max(self.bearers.values()) else "bears")
        spots = self.here.get(country)
        if spots:
            out.append("only_here" if len(self.here) == 1 else "here")
            if country == self.nearest:
                out.append("near")
            out += sorted({name for i in spots for name in self._naming(i)})
        return out

    def of_none(self) -> list[str]:
        out = ["none"]
        out.append("none_several" if len(self.here) > 1 else "none_one" if self.here else "none_other")
        words = self.tokens[self.item.first : self.item.last]
        if self.both:
            out.append("none_both")
        elif len(self.total) > 1 and self.item.plural and any(t.text.lower() == "two" for t in words):
            out.append("none_pair")
        elif len(self.here) > 1 and self.item.plural and any(t.upos == "NUM" for t in words):
            out.append("none_number")
        return out

    def _naming(self, i: int) -> list[str]:
        """How a token of the sentence names its country, seen from the mention."""
        item, naming = self.item, self.namings.at(i)
        top = naming.top
        own = naming.clause == self.clause and top.i != self.clause
        if naming.at:
            return [naming.how, "own_at" if own else "at"]
        if top.dep == "conj" and top.head == item.head:
            return [naming.how, "joined"]
        if own and not item.first <= top.i < item.last:
            return [naming.how, "partner"]
        return [naming.how, "above"] if naming.clause in self.over else [naming.how]
