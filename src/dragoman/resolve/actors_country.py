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
  ``none_pair`` (the mention is ``two``, the article names several), ``none_number`` (several by number);
* of a person's name: ``bears`` (it is one of that country's, or persons of it whom we know bear its family
  name), ``bears_most``.

Each is asked also by what the mention is: ``home_`` (civilians, police, courts, parliaments, parties: at home where
things happen), ``arms_`` (soldiers, fighters), ``state_`` (officials), ``abroad_`` (envoys, observers, the foreign),
``other_``; of an indefinite description (``a court``) with ``some_`` too.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dragoman.knowledge.names import pieces
from dragoman.knowledge.weights import read_weights
from dragoman.records import BlockKind, MentionForm, Token
from dragoman.resolve.actors_context import Context, Found, locative
from dragoman.resolve.coreference_syntax import predicate_of

__all__ = ["ChooseCountry", "Option", "best_option", "options"]

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
    scores = [sum(weights.get(f, 0.0) for f in option.features) for option in found]
    highest = max(scores)
    best = scores.index(highest)
    return best, 1 / sum(math.exp(s - highest) for s in scores)


def options(
    ctx: Context, item: Found, sectors: Sequence[str], named: Mapping[int, str], *, abroad: bool
) -> list[Option]:
    """The countries that an article names (``named``: token to country), in order, and none, with their features.

    ``both sides`` of several countries are of none.
    """
    total = Counter(named[i] for i in sorted(named))
    if not total:
        return []
    scene = _Scene(ctx, item, named, total)
    kind = _kind(item, sectors, abroad=abroad)
    found = []
    for country in (*total, None) if not scene.both else (None,):
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

    def __init__(self, ctx: Context, item: Found, named: Mapping[int, str], total: Counter[str]) -> None:
        self.ctx, self.item, self.total = ctx, item, total
        self.tokens = ctx.analysis.tokens
        self.named = sorted(named.items())
        sentence = self.tokens[item.head].sentence
        self.here = [(i, c) for i, c in self.named if self.tokens[i].sentence == sentence]
        self.last = {c for i, c in self.named if self.tokens[i].sentence == sentence - 1}
        self.clause = predicate_of(ctx.analysis, item.head)
        blocks, sentences = ctx.article.blocks, ctx.analysis.sentences
        titles = {k for k, block in enumerate(blocks) if block.kind is BlockKind.TITLE}
        self.titled = {c for i, c in self.named if sentences[self.tokens[i].sentence].block in titles}
        self.bearers = _bearers(ctx, item)
        words = self.tokens[item.first : item.last + 1]
        self.both = len(total) > 1 and item.plural and any(t.text.lower() in _BOTH for t in words)
        outside = [(abs(i - item.head), c) for i, c in self.here if not item.first <= i < item.last]
        self.nearest = min(outside)[1] if outside else None

    def of(self, country: str) -> list[str]:
        total = self.total
        count, highest = total[country], max(total.values())
        out = ["all"] if len(total) == 1 else []
        if count == highest and len(total) > 1:
            out.append("tied" if list(total.values()).count(highest) > 1 else "most")
        if len(total) > 1 and 2 * count >= total.total():
            out.append("half")
        if self.named[0][1] == country:
            out.append("first")
        if country in self.titled:
            out.append("title")
        if country in self.last:
            out.append("earlier")
        if self.bearers[country]:
            out.append("bears_most" if self.bearers[country] == max(self.bearers.values()) else "bears")
        spots = [i for i, c in self.here if c == country]
        if spots:
            out.append("only_here" if len({c for _, c in self.here}) == 1 else "here")
            if country == self.nearest:
                out.append("near")
            out += sorted({name for i in spots for name in self._naming(i)})
        return out

    def of_none(self) -> list[str]:
        out = ["none"]
        here = {c for _, c in self.here}
        out.append("none_several" if len(here) > 1 else "none_one" if here else "none_other")
        words = self.tokens[self.item.first : self.item.last]
        if len(self.total) > 1 and self.item.plural and any(t.text.lower() == "two" for t in words):
            out.append("none_pair")
        elif len(here) > 1 and self.item.plural and any(t.upos == "NUM" for t in words):
            out.append("none_number")
        return out

    def _naming(self, i: int) -> list[str]:
        """How a token of the sentence names its country, seen from the mention."""
        analysis, item = self.ctx.analysis, self.item
        token = self.tokens[i]
        match = self.ctx.by_token.get(i)
        out = []
        if i in self.ctx.hints:
            out.append("hint")
        elif match is not None and match.demonyms and token.upos != "PROPN":
            out.append("people")
        elif i in self.ctx.place_countries and match is None:
            out.append("place")
        else:
            out.append("actor")
        top = self._argument(token)
        own = predicate_of(analysis, top.i) == self.clause and top.i != self.clause
        if locative(analysis, top) or locative(analysis, token):
            out.append("own_at" if own else "at")
        elif top.dep == "conj" and top.head == item.head:
            out.append("joined")
        elif own and not item.first <= top.i < item.last:
            out.append("partner")
        elif predicate_of(analysis, top.i) in [t.i for t in analysis.ancestors(self.clause)]:
            out.append("above")
        return out

    def _argument(self, token: Token) -> Token:
        """The token of a clause's argument that ``token`` stands in."""
        clause = predicate_of(self.ctx.analysis, token.i)
        for _ in range(_DEEP):
            if token.head in (clause, token.i):
                return token
            token = self.tokens[token.head]
        return token
