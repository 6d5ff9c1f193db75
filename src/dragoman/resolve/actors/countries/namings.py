"""Where an article names which country, and how: made once an article, asked for by mentions whose country is open."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from dragoman.knowledge.names import key
from dragoman.records import BlockKind, Token
from dragoman.resolve.actors.context import Context, Found, locative
from dragoman.resolve.actors.words.syntax import predicate_of

__all__ = ["Decided", "Naming", "Namings", "argument_of", "role_of"]

_DEEP = 30  # longer paths are wrong trees
_OFTEN = 4  # namings; more tell no more
_CASES: Mapping[str, str] = {
    **dict.fromkeys("in at near inside across around throughout outside within onto via off on".split(), "at"),  # noqa: SIM905
    **dict.fromkeys(("to", "into", "toward", "towards", "for"), "to"),
    **{word: word for word in ("from", "by", "with", "of")},
}
_ROLES: Mapping[str, str] = {"nsubj:pass": "psubj", "obj": "obj", "iobj": "obj"}


@dataclass(frozen=True, slots=True)
class Decided:
    """A mention of somebody new whose country, or that he has none, is decided already."""

    at: int
    """Its head."""
    country: str | None
    sector: str
    """The first of its sectors, empty where it has none."""
    phrase: str


@dataclass(frozen=True, slots=True)
class Naming:
    """How one token names a country."""

    country: str
    how: str
    """``people`` (an adjective), ``state``, ``capital``, ``place``, ``dim`` (a place of which it is not sure which it
    is), ``actor`` (by one that we know), ``hint``."""
    top: Token
    """The argument of its clause that it stands in."""
    clause: int
    """The token that heads that clause."""
    role: str
    """What the argument is to the clause: ``role_of``."""
    at: bool
    """It stands behind a preposition of place."""


class Namings:
    """Where an article names which country. ``named`` is token to country, ``nowhere`` the tokens, in order, of known
    actors of no country, ``decided`` what is decided so far of others; it grows.
    """

    def __init__(
        self,
        ctx: Context,
        named: Mapping[int, str],
        nowhere: Sequence[int] = (),
        decided: list[Decided] | None = None,
    ) -> None:
        self.ctx, self.nowhere, self.decided = ctx, nowhere, [] if decided is None else decided
        self.named = sorted(named.items())
        self._country = named
        self.total = Counter(country for _, country in self.named)
        tokens = ctx.analysis.tokens
        self.by_sentence: dict[int, list[int]] = {}
        for i, _ in self.named:
            self.by_sentence.setdefault(tokens[i].sentence, []).append(i)
        self._spots: dict[str | None, list[int]] = {None: [i for i, _ in self.named]}
        for i, country in self.named:
            self._spots.setdefault(country, []).append(i)
        self.several_sentences = len(ctx.analysis.sentences) > 1
        self._at: dict[int, Naming] = {}
        self._over: dict[int, frozenset[int]] = {}
        self._held: dict[str, frozenset[str]] = {}
        self.always = self._always()

    def only(self, countries: Collection[str]) -> Namings:
        """The same with these countries alone."""
        left = {i: c for i, c in self.named if c in countries}
        return Namings(self.ctx, left, self.nowhere, self.decided)

    def country(self, i: int) -> str:
        """The country that token ``i`` names."""
        return self._country[i]

    def at(self, i: int) -> Naming:
        """What is asked of the naming at token ``i``, whoever asks."""
        found = self._at.get(i)
        if found is None:
            found = self._at[i] = self._naming(i)
        return found

    def before(self, i: int, country: str | None = None) -> list[int]:
        """The tokens before token ``i`` that name this country, or any, in order."""
        spots = self._spots[country]
        return spots[: bisect_left(spots, i)]

    def over(self, clause: int) -> frozenset[int]:
        """The tokens above the head of a clause."""
        found = self._over.get(clause)
        if found is None:
            found = self._over[clause] = frozenset(t.i for t in self.ctx.analysis.ancestors(clause))
        return found

    def held(self, item: Found) -> frozenset[str]:
        """The countries named of which we know who has ever held the office that one person's noun names."""
        agents, base = self.ctx.agents, self.ctx.base
        if item.agent is None or item.plural:
            return frozenset()
        office = agents.office(item.phrase)
        found = self._held.get(office)
        if found is None:
            names = [key(n) for n in (office, *(n for n, usual in agents.synonyms.items() if usual == office))]
            known = (c for c in self.total if any((n, f"state:{c}") in base.offices for n in names))
            found = self._held[office] = frozenset(known)
        return found

    def _always(self) -> dict[str, list[str]]:
        """The features of each country, in order, that the article alone decides."""
        total = self.total
        if not total:
            return {}
        tokens, sentences, blocks = self.ctx.analysis.tokens, self.ctx.analysis.sentences, self.ctx.article.blocks
        titled = {c for i, c in self.named if blocks[sentences[tokens[i].sentence].block].kind is BlockKind.TITLE}
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
            own += [f"share{4 * count // named}", f"times{min(count, _OFTEN)}", *self._ways(country)]
        return out

    def _ways(self, country: str) -> list[str]:
        """How an article names a country, whoever asks: in which ways, only at places, never as a subject."""
        spots = [self.at(i) for i in self._spots[country]]
        hows = sorted({n.how for n in spots})
        out = [f"has_{how}" for how in hows]
        if len(hows) == 1:
            out.append(f"but_{hows[0]}")
        if all(n.at for n in spots):
            out.append("but_at")
        if all(n.role not in ("subj", "psubj") for n in spots):
            out.append("no_subject")
        return out

    def _naming(self, i: int) -> Naming:
        ctx, analysis = self.ctx, self.ctx.analysis
        token, match = analysis.tokens[i], ctx.by_token.get(i)
        if i in ctx.hints:
            how = "hint"
        elif match is not None and match.demonyms and token.upos != "PROPN":
            how = "people"
        elif match is not None and match.capitals and not match.candidates:
            how = "capital"
        elif match is not None and any(c.actor.startswith("state:") for c in match.candidates):
            how = "state"
        else:
            how = ("dim" if i in ctx.doubtful else "place") if i in ctx.place_countries and match is None else "actor"
        top, clause = argument_of(ctx, i)
        at = locative(analysis, top) or locative(analysis, token)
        return Naming(self._country[i], how, top, clause, role_of(ctx, top, clause), at)


def argument_of(ctx: Context, i: int) -> tuple[Token, int]:
    """The argument of its clause that token ``i`` stands in, and the token that heads that clause."""
    tokens = ctx.analysis.tokens
    clause = predicate_of(ctx.analysis, i)
    top = tokens[i]
    for _ in range(_DEEP):
        if top.head in (clause, top.i):
            break
        top = tokens[top.head]
    return top, clause


def role_of(ctx: Context, top: Token, clause: int) -> str:
    """What an argument is to its clause: ``subj``, ``psubj`` (of a passive), ``obj``, by its preposition ``at``,
    ``to``, ``from``, ``by``, ``with``, ``of`` or ``obl`` (any other), ``pred`` (the head itself), ``oth``.
    """
    if top.i == clause:
        return "pred"
    for _ in range(_DEEP):
        if not top.dep.startswith("conj"):
            break
        top = ctx.analysis.tokens[top.head]
    if top.dep.startswith(("nsubj", "csubj")):
        return _ROLES.get(top.dep, "subj")
    if top.dep.startswith(("obl", "nmod")):
        case = ctx.analysis.child(top.i, "case")
        return _CASES.get(case.text.lower(), "obl") if case is not None else "obl"
    return _ROLES.get(top.dep, "oth")
