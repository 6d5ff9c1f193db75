"""What the words at a name say of who bears it: title, trade, apposition, party and state, the country beside it."""

from __future__ import annotations

from dataclasses import replace

from dragoman.knowledge.actor_rows import KnownActor
from dragoman.knowledge.agents import Agent
from dragoman.records import Token
from dragoman.resolve.actors.context import Context, Found, Traits, locative
from dragoman.resolve.actors.identity.choose import TRADES
from dragoman.resolve.actors.identity.new import words_of
from dragoman.resolve.actors.mentions.roles import descriptions
from dragoman.resolve.actors.mentions.traits import traits_of
from dragoman.resolve.actors.words.congress import tag_behind
from dragoman.resolve.actors.words.phrases import phrase_at

__all__ = ["traits_around"]

_LONGEST = 12  # words of a description behind a name that are asked
_VAGUE_TITLES = frozenset(("MIL", "REL", "EDU", "HLH", "ELI"))  # ``Sheikh X, an elder``: what he does now stands behind
_CALLINGS = frozenset(
    ("AGR", "BUS", "CVL", "EDU", "HLH", "JUD", "LAB", "MED")
)  # of callings, which one has beside an office
_WORLDWIDE = frozenset(("MNC", "NGO", "ENV", "HRI", "IGO"))  # their branches bear their name in other countries


def traits_around(ctx: Context, item: Found) -> Traits:
    """What stands around a name: its title's traits, its modifiers', its apposition's, ``of Country``."""
    traits = _described(ctx, item)
    if tag_behind(ctx.analysis.tokens, item.last, ctx.phrases) and traits.country in (None, "USA"):
        sectors, reason = traits.sectors or ("LEG",), "party and state of an American legislator stand behind it"
        return replace(traits, country="USA", sectors=sectors, reasons=(*traits.reasons, reason))
    return _placed(ctx, item, traits) if traits.country is None and not traits.abroad else traits


def _described(ctx: Context, item: Found) -> Traits:
    """The traits of the title before a name, or of what else describes its bearer where that says little."""
    traits = item.traits
    vague = traits.role is not None and bool(_VAGUE_TITLES & set(traits.sectors[:1]))
    if traits.role is not None and not vague:
        return traits
    for child in (_fuller(ctx, t) for t in descriptions(ctx, item)):
        found = phrase_at(ctx, child)
        if found is None or (vague and found[0].sectors[:1] in ((), ("CVL",), ("ELI",))):
            continue
        if _is_firm(item, found[0], child):
            traits = replace(traits, sectors=("BUS",), reasons=(*traits.reasons, f"a “{found[0].noun}” by trade"))
        if (found[0].kind in ("person", "member")) == (item.label in ("PER", None)):
            extra = traits_of(ctx, *_beside_name(ctx, item, child), found[0], child.i)
            country = extra.country or traits.country
            return replace(extra, gender=traits.gender or extra.gender, country=country)
    return traits


def _fuller(ctx: Context, noun: Token) -> Token:
    """The office of two things that somebody is: ``a farmer and mayor``, ``an engineer and vice-rector at Y``. Who has
    an office is news as such, whatever his trade.
    """
    found = phrase_at(ctx, noun)
    if found is None or not _CALLINGS & {*found[0].sectors[:1]} or found[0].kind not in ("person", "member"):
        return noun
    for other in ctx.analysis.children(noun.i, "conj"):
        role = phrase_at(ctx, other) if other.upos == "NOUN" and not ctx.analysis.child(other.i, "det") else None
        served = ctx.analysis.child(other.i, "nmod", "obl") is not None
        member = role is not None and role[0].kind == "member"
        office = role is not None and ((member and served) or (role[0].kind == "person" and role[0].sectors[:1]))
        if office and role is not None and not _CALLINGS & {*role[0].sectors[:1]}:
            return other
    return noun


def _beside_name(ctx: Context, item: Found, child: Token) -> tuple[int, int]:
    """The words of a description without those of the name that it stands beside."""
    first, last = ctx.analysis.subtree(child.i)
    if first <= child.i < item.first:
        last = item.first
    elif first <= item.first < child.i:
        first = last
    else:
        last = min(last, max(child.i + 1, first + _LONGEST))
        clauses = (ctx.analysis.subtree(t.i)[0] for t in ctx.analysis.children(child.i, "acl:relcl"))
        last = min((last, *(i for i in clauses if i > child.i)))  # ``the ruler whom a revolt swept into Abidjan``
    return (first, last) if first < last else (child.i, child.i + 1)


def _placed(ctx: Context, item: Found, traits: Traits) -> Traits:
    """The traits with the country that the name itself tells, or a phrase beside it."""
    inside = traits_of(ctx, item.first, item.last, None) if item.match is None and item.label == "ORG" else None
    if inside is not None:
        traits = replace(traits, posted=inside.posted) if inside.posted else traits
        branch = _branch(ctx, item)
        if branch is not None:
            own = traits.sectors or branch.sectors
            if "IGO" in branch.sectors:  # ``UN Support Mission in Libya``
                return replace(traits, sectors=own, country=None, abroad=True)
            if ctx.agents.named(words_of(ctx.text(item.first, item.last))) is None:
                traits = replace(traits, sectors=own)  # ``Greenpeace Indonesia``
        if inside.country or inside.abroad:
            own = ctx.base.actors[inside.of].sectors if inside.abroad and inside.of else ()
            return replace(
                traits,
                country=inside.country,
                sectors=traits.sectors or own,
                reasons=(*traits.reasons, *inside.reasons),
                abroad=inside.abroad,
                placed=inside.placed,
            )
    for child in ctx.analysis.children(item.head, "nmod:poss", "amod", "compound", "nmod"):
        first, last = ctx.analysis.subtree(child.i)
        outside = last <= item.first or first >= item.last
        aside = locative(ctx.analysis, child) and ctx.analysis.tokens[first - 1].text == "," and first >= item.last
        if outside and not aside and (extra := traits_of(ctx, first, last, None)).country:
            of, reasons = traits.of or extra.of, (*traits.reasons, *extra.reasons)
            return replace(traits, country=extra.country, of=of, reasons=reasons, placed=extra.placed)
    return traits


def _is_firm(item: Found, agent: Agent, noun: Token) -> bool:
    """True for ``the miner X``, ``the brewer X`` of an organisation: a trade in the singular right before its name."""
    trade = agent.kind == "person" and bool(TRADES & {*agent.sectors[:1]})
    return item.label == "ORG" and trade and noun.i == item.first - 1 and noun.xpos == "NN"


def _branch(ctx: Context, item: Found) -> KnownActor | None:
    """The worldwide organisation whose name an unknown organisation's name begins with."""
    match = ctx.by_token.get(item.first)
    if match is None or match.last >= item.last or match.key in ctx.agents.nouns or match.key in ctx.agents.name_heads:
        return None  # ``Commission on Audit`` is no branch of what Brussels calls the Commission
    known = {c.actor for c in match.candidates}
    actor = ctx.base.actors[known.pop()] if len(known) == 1 else None
    return actor if actor is not None and _WORLDWIDE & {*actor.sectors[:1]} else None
