"""Places that take part: ``Kirkuk fell``, ``rebuilding Gaza``, ``missiles fell on Idlib``, ``Mahres has said no``.

A town that no rule reads as a government is one of whom or of which something is said: as a subject that acts it is
those who govern it, as what is hit, taken or helped it is those who live there. Where somebody is (``in Kirkuk``) or
goes (``visited Kirkuk``) it takes no part.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from dragoman.knowledge.names import key
from dragoman.records import Actor, ActorKind, MentionForm, Signals, Token, content_id
from dragoman.records.pointing import pointed_by
from dragoman.resolve.actors.context import Context, Found, Traits
from dragoman.resolve.actors.identity.new import Verdict

__all__ = ["SITE", "site_actor", "sites"]

SITE = "SITE"
"""The label of a place that takes part."""
_HIT = frozenset(("on", "against", "upon", "over", "onto"))
_TOWARDS = frozenset(("for", "with", "to", "by", "from"))
_PARTS = ("nmod:poss", "compound", "amod")
_BEFALLS = frozenset(("ASSAULT", "AID", "COERCE"))
"""Types of events that befall those who live in a place, not those who govern it."""
_SCORE = 0.6
_POINTED = 0.5
"""The share of an event's pointing from which a place takes part, as ``events`` has it (.3 gives the same places)."""


def sites(ctx: Context, taken: Collection[int], within: frozenset[int]) -> Iterator[Found]:
    """The mentions of places that take part, of which no token is ``taken`` by a name. ``within``: the tokens of all
    other mentions."""
    tokens = ctx.analysis.tokens
    pointed = _Pointed(ctx)
    for first, last, country in ctx.spots:
        if any(i in taken for i in range(first, last)) or _somebody(ctx, first, last):
            continue
        top = next((i for i in range(first, last) if not first <= tokens[i].head < last), first)
        role = _part(ctx, tokens[top])
        if role == "CVL" and pointed.acts(top):
            role = None  # ``Palikir was the first capital to thank her``
        part = tokens[top].head in taken and tokens[top].dep.startswith(_PARTS)  # ``Sukhumi's lawmakers``
        if role is not None:
            traits = Traits(country, None, (role,))
            yield Found(MentionForm.NAME, first, last, top, label=SITE, definite=True, traits=traits)
        elif within.isdisjoint(range(first, last)) and not part:
            found = pointed.at(first, last, tokens[top], country)
            if found is not None:
                yield found
    yield from _towns(ctx, taken)


class _Pointed:
    """The places that the encoder takes for the source or the target of an event, wherever they stand: ``given back to
    Lima``."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._acts, self._suffers = pointed_by(ctx.analysis, ("source", "target"), _POINTED)

    def acts(self, head: int) -> bool:
        """True for the source of an event."""
        return head in self._acts

    def at(self, first: int, last: int, token: Token, country: str) -> Found | None:
        """The state that is named, that whose capital is, or the town; None where no event points at it."""
        acts, suffers = self._acts.get(token.i, ()), self._suffers.get(token.i, ())
        if not acts and not suffers:
            return None
        match = self._ctx.by_token.get(token.i)
        match = match if match is not None and (match.first, match.last) == (first, last) else None
        if not acts and self._goes(suffers):
            capital = match is not None and match.capitals and not match.candidates
            return Found(MentionForm.PHRASE, first, last, token.i, match, definite=True) if capital else None
        hit = not acts and self._hit(token, suffers)
        found = Found(MentionForm.NAME, first, last, token.i, definite=True)
        if match is not None and match.candidates:
            return replace(found, match=match)
        if match is not None and match.capitals and not hit:
            return replace(found, form=MentionForm.METONYM, match=match)
        return replace(found, label=SITE, traits=Traits(country, None, ("CVL" if hit else "GOV",)))

    def _goes(self, triggers: Collection[int]) -> bool:
        """True if it is only where somebody goes or comes from: ``left the White House``."""
        given = self._ctx.phrases
        ways = (given.visiting | given.moving) - {"visit"}  # a visit has a host
        return any(self._ctx.analysis.tokens[i].lemma.lower() in ways for i in triggers)

    def _hit(self, token: Token, triggers: Collection[int]) -> bool:
        """True if it is most likely violence or help that points at the place, which so is those who live there."""
        analysis = self._ctx.analysis
        if analysis.signals is None or {case.text.lower() for case in analysis.children(token.i, "case")} & _TOWARDS:
            return False
        strikes = any(analysis.tokens[i].lemma.lower() in self._ctx.phrases.strikes for i in triggers)
        return strikes or any(_likeliest(analysis.signals, i) in _BEFALLS for i in triggers)


def _likeliest(signals: Signals, i: int) -> str:
    """The type of an event of which token ``i`` is most likely a trigger."""
    types = (label for label in signals.labels["event"] if label != "O")
    return max(types, key=lambda label: signals.probability("event", i, label))


def _towns(ctx: Context, taken: Collection[int]) -> Iterator[Found]:
    """``the city sued the state``, ``a decision by the county``: a town of which no name stands there and that acts."""
    analysis = ctx.analysis
    for token in analysis.tokens:
        if token.text.lower() not in ctx.phrases.towns or token.i in taken:
            continue
        the = next((t for t in analysis.children(token.i, "det") if t.text.lower() in ("the", "this")), None)
        if the is None or the.i != token.i - 1 or the.i in taken or not _rules(ctx, token):
            continue
        traits = Traits(None, None, ("GOV",))
        yield Found(MentionForm.NAME, the.i, token.i + 1, token.i, label=SITE, definite=True, traits=traits)


def _rules(ctx: Context, token: Token) -> bool:
    """True for a town that does what governments do, or by which something is done."""
    verb = ctx.analysis.tokens[token.head]
    lemma = verb.lemma.lower()
    cases = {case.text.lower() for case in ctx.analysis.children(token.i, "case")}
    if cases == {"by"}:
        return token.dep in ("nmod", "obl", "obl:agent")
    if cases or verb.upos != "VERB":
        return False
    if token.dep == "nsubj":
        has = ctx.analysis.child(verb.i, "obj") is not None or ctx.analysis.child(verb.i, "xcomp") is not None
        return has and ctx.agents.capitals.get((lemma, "s"), "") != "place" and lemma not in ctx.phrases.visiting
    return token.dep in ("obj", "iobj") and lemma in ctx.sayers


def site_actor(ctx: Context, item: Found) -> Verdict:
    """The people or the rulers of a place: new to us, of the country that it lies in."""
    name = ctx.text(item.first, item.last)
    rules = item.traits.sectors[:1] == ("GOV",)
    kind = ActorKind.GOVERNMENT_BODY if rules else ActorKind.POPULATION
    ident = content_id("new", ctx.article.id, "site", key(name) or name, kind.value).replace("-", ":", 1)
    actor = Actor(ident, name, kind, item.traits.country, item.traits.sectors, False)
    told = "a place that acts: those who govern it" if rules else "a place that something befalls: those who live there"
    return Verdict(actor, _SCORE, (told,))


def _somebody(ctx: Context, first: int, last: int) -> bool:
    """True for one word that is the surname of somebody whom the article names in full."""
    word = ctx.text(first, last)
    names = (e for e in ctx.analysis.entities if e.label == "PER" and e.last - e.first > 1)
    return last - first == 1 and any(ctx.analysis.tokens[e.last - 1].text == word for e in names)


def _part(ctx: Context, token: Token) -> str | None:
    """The sector of a place that takes part by its place in the clause, None where it takes none."""
    analysis = ctx.analysis
    top, seen = token, 0
    while top.dep.startswith("conj") and seen < 8:  # deeper trees are wrong
        top, seen = analysis.tokens[top.head], seen + 1
    governor = analysis.tokens[top.head]
    cases = {case.text.lower() for case in analysis.children(top.i, "case")}
    lemma = governor.lemma.lower()
    if cases:
        return "CVL" if cases & _HIT and top.dep in ("obl", "nmod") and lemma in ctx.phrases.falling else None
    if governor.upos not in ("VERB", "ADJ", "NOUN") or lemma in ctx.phrases.visiting:
        return None
    if top.dep == "nsubj":
        is_so = governor.upos != "VERB" and analysis.child(governor.i, "cop") is not None
        return "CVL" if is_so or ctx.agents.capitals.get((lemma, "s"), "") == "place" else "GOV"
    if top.dep == "iobj":
        return "GOV"  # ``offers Gdańsk talks``: who is offered something rules
    return "CVL" if top.dep in ("obj", "nsubj:pass") and governor.upos == "VERB" else None
