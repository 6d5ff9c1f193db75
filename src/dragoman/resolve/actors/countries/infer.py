"""The country of those whose words and owners tell none: the best of those that the article names.

Those who belong to one another (``the junta``, ``its foreign minister``, ``his family``) are asked together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from dragoman.knowledge.names import pieces
from dragoman.records import Actor, MentionForm
from dragoman.resolve.actors.context import Context, Found
from dragoman.resolve.actors.countries.namings import Decided, Namings
from dragoman.resolve.actors.countries.rank import ChooseCountry, goals, merged, options, strikers, victims
from dragoman.resolve.actors.identity.profile import NOWHERE, Profile
from dragoman.resolve.actors.words.offices import at_home, named_itself
from dragoman.resolve.actors.words.others import is_other
from dragoman.resolve.actors.words.states import is_about, is_posted, states_of

__all__ = ["infer_countries"]

_WORLD_PRESS = frozenset(("GBR", "USA", "FRA", "QAT", "DEU"))  # their outlets tell of all countries
_BEARERS, _MOSTLY = 2, 0.8  # how many known persons bear a family name, and what share of them is of one country
_SURE = 0.5
_REFUGE = frozenset(("REF", "OPP"))  # whom ``posted`` holds too: migrants, exiles


def infer_countries(
    ctx: Context,
    profiles: Mapping[str, Profile],
    belonging: Sequence[tuple[Profile, Found, Sequence[Actor]]],
    named: Namings,
    choose: ChooseCountry,
) -> None:
    """Fill in the countries of all profiles that have none yet. ``belonging``: a profile, one of its mentions, and
    whom that belongs to.
    """
    groups = _groups(ctx, profiles, belonging)
    groups.sort(key=lambda together: min(i.first for p in together for i in p.items))  # as the text tells of them
    asked = {p.actor.id for together in groups for p in together}
    named.decided += _decided(p for i, p in profiles.items() if i not in asked and (p.country or p.abroad))
    for together in groups:
        _infer(ctx, together, named, choose)
        named.decided += _decided(together)


def _decided(profiles: Iterable[Profile]) -> Iterator[Decided]:
    """The mentions of those of whom it is decided which country they are of."""
    for profile in profiles:
        sector = profile.sectors[0] if profile.sectors else ""
        yield from (Decided(i.head, profile.country, sector, i.phrase) for i in profile.items)


def _from_elsewhere(ctx: Context, profile: Profile) -> bool:
    """True for migrants and refugees of a single sentence that does not say where from: they are where it names.

    In longer texts another sentence tells it as often as not (corpus train and dev: 5 lost for 5 won).
    """
    told = any(t.lemma.lower() in ("from", "flee") for t in ctx.analysis.tokens)
    one = len(ctx.analysis.sentences) == 1 and not told
    return one and profile.sectors[:1] == ("REF",) and is_posted(ctx, profile.items[0].phrase)


def _groups(
    ctx: Context, profiles: Mapping[str, Profile], belonging: Sequence[tuple[Profile, Found, Sequence[Actor]]]
) -> list[list[Profile]]:
    """Those whose country is open, together with whom they belong to, in order of the text."""
    asked = {
        i: p
        for i, p in profiles.items()
        if p.country is None and not p.abroad and not NOWHERE & set(p.sectors[:1]) and not _from_elsewhere(ctx, p)
    }
    top = {i: i for i in asked}

    def root(i: str) -> str:
        while top[i] != i:
            i = top[i]
        return i

    for profile, item, near in belonging:
        for owner in near[:1]:
            both = profile.actor.id in asked and owner.id in asked
            if both and profile.owner is None and not is_other(ctx, item, owner):
                one, other = sorted((root(profile.actor.id), root(owner.id)), key=list(asked).index)
                top[other] = one
    groups: dict[str, list[Profile]] = {}
    for i, p in asked.items():
        groups.setdefault(root(i), []).append(p)
    return list(groups.values())


def _infer(ctx: Context, together: Sequence[Profile], named: Namings, choose: ChooseCountry) -> None:
    """The country from what is named around: the best of those that the article names, or none of them.

    Those who belong to one another are of one country, and all that stands around each of them speaks for it. Where the
    article names none at all, its outlet and its names may tell. A country that is less than ``_SURE`` is too little to
    make a description the body of that state.
    """
    asked = [(p, *_eligible(ctx, p, named)) for p in together]
    found = merged([options(n, p.items[0], p.sectors, abroad=p.foreign) for p, n, _ in asked])
    if found is None:
        for profile in together:
            _infer(ctx, [profile], named, choose)
        return
    told = None if found else _by_names(ctx)
    if told is not None:
        for profile in together:
            profile.country, profile.guessed = told[0], True
            profile.reasons.append(told[1])
    if not found:
        return
    best, probability = choose([p.items[0] for p in together], found)
    country = found[best].country
    for profile, _, having in asked:
        if country is None:
            profile.reasons.append(f"of none of the countries that the article names ({probability:.2f})")
            continue
        own = having[country]
        profile.country, profile.guessed = own, probability < _SURE
        profile.reasons.append(f"{own} fits best of the countries named around it ({probability:.2f})")


def _eligible(ctx: Context, profile: Profile, named: Namings) -> tuple[Namings, Mapping[str, str]]:
    """The countries of which somebody may be, and for each the one that has such a body or office."""
    item = profile.items[0]
    if profile.owner is not None:
        others = {c for c in named.total if c != profile.owner.country}
        named = named.only(others) if others else named
    if _posted_there(ctx, item):
        elsewhere = {c for c in named.total if any(not named.at(i).at for i, k in named.named if k == c)}
        named = named.only(elsewhere) if 0 < len(elsewhere) < len(named.total) else named
    away = {
        item.traits.posted,
        *(s[6:] for m in ctx.matches_in(item.first, item.last) if is_about(ctx, m) for s in states_of(m)),
    }
    if away & named.total.keys():
        named = named.only(named.total.keys() - away)
    if item.phrase in ctx.phrases.rare_bodies:
        named = named.only({c for c in named.total if named_itself(ctx, c)})
    having = at_home(ctx, item, named.total)
    named = named.only(having) if len(having) < len(named.total) else named
    staying = named.total.keys() - goals(named, item) - strikers(named, item, profile.sectors)
    staying -= victims(named, item)
    return (named.only(staying) if 0 < len(staying) < len(named.total) else named), having


def _posted_there(ctx: Context, item: Found) -> bool:
    """True for ``the embassy``, ``the ambassador``: one of another state than that where things happen."""
    posted = item.form is MentionForm.ROLE and is_posted(ctx, item.phrase) and not _REFUGE & {*item.traits.sectors[:1]}
    return posted and item.definite and not item.plural


def _by_names(ctx: Context) -> tuple[str, str] | None:
    """A country and why, of an article that names none: of its one local outlet, or that of its names."""
    base = ctx.base
    outlets = {c.actor: c.alias for m in ctx.matches for c in m.candidates if c.actor.startswith("outlet:")}
    told = {base.actors[o].country: alias for o, alias in outlets.items()}
    if len(told) == 1 and (country := next(iter(told))) is not None and country not in _WORLD_PRESS:
        return country, f"“{told[country]}”, the only outlet that it names, is of {country}"
    bearers = Counter(ctx.name_hints.values())
    for entity in ctx.analysis.entities:
        words = pieces(ctx.text(entity.first, entity.last)) if entity.label == "PER" else []
        of = Counter(c for p in base.surnames.get(words[-1] if words else "", ()) if (c := base.actors[p].country))
        if of and of.total() >= _BEARERS and of.most_common(1)[0][1] >= _MOSTLY * of.total():
            bearers[of.most_common(1)[0][0]] += 1
    if not bearers:
        return None
    country = bearers.most_common(1)[0][0]
    return country, f"no country is named, and such names are mostly of {country}"
