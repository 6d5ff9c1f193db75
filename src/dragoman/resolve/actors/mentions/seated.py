"""Where those are whom a role noun names: ``officials in Athens``, ``the embassy in Kabul``, ``The Hague court``."""

from __future__ import annotations

from dataclasses import replace

from dragoman.records import Token
from dragoman.resolve.actors.context import Context, Traits, locative
from dragoman.resolve.actors.words.states import country_at, country_of, is_away, is_posted, whose_land

__all__ = ["court_of_states", "located"]


def court_of_states(ctx: Context, first: int, token: Token, traits: Traits) -> Traits:
    """``The Hague tribunal``, ``the Strasbourg judges``: the seat of courts of several states right before a court."""
    tokens = ctx.analysis.tokens[first : token.i]
    seat = next((t for t in tokens if t.text.lower() in ctx.phrases.court_seats), None)
    if seat is None or "JUD" not in traits.sectors or ctx.analysis.tokens[token.i - 1] is not seat:
        return traits
    return replace(_of_several(traits, seat), sectors=(*traits.sectors, "IGO"))


def _of_several(traits: Traits, seat: Token) -> Traits:
    reasons = (*traits.reasons, f"courts of several states sit in “{seat.text}”")
    return replace(traits, country=None, abroad=True, sectors=("IGO", *traits.sectors), reasons=reasons)


def located(ctx: Context, token: Token, traits: Traits) -> Traits:
    """``officials in Athens``: the country of the place that hangs on the noun itself."""
    land = whose_land(ctx, token)
    if land is not None:
        return replace(traits, country=land[1], reasons=(*traits.reasons, f"whose is that of “{land[0]}”, {land[1]}"))
    behind = ctx.analysis.tokens[token.i + 1 : token.i + 3]  # where the parser hangs it on the verb, too
    near = len(behind) == 2 and behind[0].text.lower() in ("in", "at", "to")
    if is_away(ctx, traits.role):
        posted = country_at(ctx, behind[1].i) if near else None
        others = {country_at(ctx, t.i) for t in ctx.analysis.children(behind[1].i, "conj")} if posted else set()
        several = is_posted(ctx, traits.role) and bool(others - {posted, None})  # one each in Nairobi and Dar es Salaam
        return replace(traits, posted=posted, abroad=traits.abroad or several)
    noun = (traits.role or "").split()[-1:]
    seated = near and (ctx.agents.name_heads.keys() & {*noun} or ctx.phrases.seated & {*noun})
    hung = ctx.analysis.children(token.i, "nmod")
    for child in (*hung, *(behind[1:] if seated else ())):
        there = locative(ctx.analysis, child) or (child in behind and (near or not _is_state(ctx, child)))
        # the prime minister, in New York, is nobody's there
        aside = traits.role in ctx.phrases.single_offices and bool(behind) and behind[0].text == ","
        if child.i > token.i and there and not aside:  # on Lesbos they are; a committee on China sits elsewhere
            country = country_at(ctx, child.i) or country_of(ctx, child)
            if "JUD" in traits.sectors and child.text.lower() in ctx.phrases.court_seats:
                return _of_several(traits, child)
            if country is not None:
                return replace(traits, country=country, reasons=(*traits.reasons, f"is in “{child.text}”, {country}"))
        elif child in behind and behind[0].text.lower() == "on" and _is_state(ctx, child):
            return replace(traits, posted=country_at(ctx, child.i))
    return traits


def _is_state(ctx: Context, token: Token) -> bool:
    """True for a token that names a state."""
    match = ctx.by_token.get(token.i)
    return match is not None and any(c.actor.startswith("state:") for c in match.candidates)
