"""Known persons by surname alone (``Lavrov``, ``Ruto sacks cabinet``): a declared list of features with their weights.

The press names the powerful by surname, headlines nearly always. A surname says little by itself, so each person who
bears it is scored by what stands around it and by the office held on the article's days; the best one is taken where
it passes the threshold and nobody else comes near.
"""

from __future__ import annotations

import calendar
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dragoman.knowledge.actor_rows import DatedRole
from dragoman.knowledge.actors import ActorBase
from dragoman.knowledge.agents import Agents
from dragoman.knowledge.careers import days_in
from dragoman.knowledge.names import fold, key, own_pieces, pieces
from dragoman.records import ActorKind, Analysis, Entity, Token
from dragoman.resolve.actors.context import Context, Traits
from dragoman.resolve.actors.identity.choose import Choice

__all__ = ["SURNAME", "addressed", "bare_surnames", "by_surname", "famous", "of_a_family"]

SURNAME = "SURNAME"
"""The label of a name that only the actor base sees, as the surname of somebody powerful."""

# Weights, set on corpus train and dev (1,543 lines): lower thresholds began to give namesakes.
_TITLE = 0.5  # the title before the name is an office that the person held then
_BESIDE = 0.4  # the phrase names the person's country
_COUNTRY = 0.25  # the article names it
_IN_OFFICE = 0.25  # some office on the article's days
_HIGH = 0.2  # one of those of which a state has one
_HEAD = 0.12  # of the highest offices: Maliki is the prime minister before he is another state's foreign minister
_CALLED_SO = 0.12  # the base has the family name alone among the names of this one
_NEAR = 0.2  # such an office within five years of the article
_ONLY = 0.2  # nobody else whom we know bears the name
_UNOPPOSED = 0.2  # and the article names no country that could speak for somebody unknown
_OTHER_COUNTRY = -0.6  # the phrase names another country
_GIVEN = -0.2  # a given name too, no office before it, none of the highest held: hardly the mayor Todd Gloria
_LONG_AGO = -0.3  # all offices ended more than fifteen years before, or began as long after it
_THRESHOLD, _MARGIN = 0.4, 0.1
_SCORE = 0.65  # what a verdict of the threshold is worth; 0.9 at most
_BEARERS = 2  # how many known persons tell of which country others of their family name are
_COMMON = 8  # who bears a family name that so many known persons have (31 Singhs, 4 Karzais) is not told by it alone
_PLACING = ("in", "at", "near", "from", "outside", "around", "across")
_MONTHS = frozenset(name.lower() for name in calendar.month_name if name)
_PERSONAL = ("nsubj", "obj", "nmod:poss")
_FIVE, _FIFTEEN = timedelta(days=5 * 365), timedelta(days=15 * 365)


@dataclass(frozen=True, slots=True)
class _Scored:
    person: str
    score: float
    reasons: tuple[str, ...]
    supported: bool
    """The article says more of this one than the name: country, office, or that he leads a state just then."""


def famous(base: ActorBase, agents: Agents, surname: str) -> bool:
    """True if somebody of that family name has held an office of which a state has one: the press may use it bare."""
    return any(
        agents.office(role.role) in agents.phrases.single_offices | agents.phrases.top_offices
        or role.role.endswith(("leader", "secretary-general"))
        for person in base.surnames.get(surname, ())
        for role in base.roles.get(person, ())
    )


def bare_surnames(analysis: Analysis, base: ActorBase, agents: Agents, places: Collection[int]) -> frozenset[int]:
    """Tokens that may be surnames standing alone, of the powerful or of somebody whom the article names in full.

    The encoder takes the first word of a headline for a place as often as for a person, so its LOC counts only behind
    a preposition, or where it is a known place (tokens ``places``) that does not act. Common words (``agents.never``:
    ``Friday``) are surnames only where the article names their bearer in full, a month only as subject, object or
    owner; what an article precedes (``the Golan``) or what stands before another capital (``Tax Authority``) is none.
    """
    entities = {i: e for e in analysis.entities for i in range(e.first, e.last)}
    persons = {e: _family(analysis, e) for e in analysis.entities if e.label == "PER" and _long(e)}
    full = {*persons.values()}
    given = {name for e, name in persons.items() if fold(analysis.tokens[e.first].text) in agents.genders}
    found = set()
    for token in analysis.tokens:
        if token.upos != "PROPN" or not token.text[:1].isupper() or token.text.isupper():
            continue
        entity = entities.get(token.i)
        if entity is not None and (_long(entity) or entity.label not in ("PER", "LOC")):
            continue
        if (
            token.dep.startswith(("flat", "amod"))
            or _placed(analysis, token, agents)
            or _in_longer_name(analysis, token)
        ):
            continue
        word = fold(token.text)
        if token.text.endswith(".") and word in agents.titles:
            continue  # ``Sen. Jon Tester`` is not Hun Sen
        role = word in agents.nouns and word not in (given if word in agents.titles else full)
        if not word.isalpha() or role or (word in _MONTHS and not token.dep.startswith(_PERSONAL)):
            continue
        town = (
            token.i in places
            and entity is not None
            and entity.label == "LOC"
            and not addressed(analysis, token, agents)
        )
        common = town or word in agents.never
        if word in full or (not common and famous(base, agents, word)):
            found.add(token.i)
    return frozenset(found)


def addressed(analysis: Analysis, token: Token, agents: Agents) -> bool:
    """True for who acts, alone or with another, or is offered, told or phoned: ``Jonathan phones Buhari``."""
    if token.dep == "conj":
        token = analysis.tokens[token.head]
    if token.dep.startswith("nsubj") or token.dep == "iobj":
        return True
    return token.dep == "obj" and agents.capitals.get((analysis.tokens[token.head].lemma.lower(), "v"), "") == "actor"


def _family(analysis: Analysis, person: Entity) -> str:
    """The last word of a person's name that is not ``Jr.`` or the like."""
    words = [fold(t.text) for t in analysis.tokens[person.first : person.last]]
    return own_pieces([w for w in words if w] or words)[-1]


def _long(entity: Entity) -> bool:
    return entity.last - entity.first > 1


def _placed(analysis: Analysis, token: Token, agents: Agents) -> bool:
    """True behind a preposition of place, and where further words of a name hang on the token.

    What one has confidence in is no place; the parser hangs the name on a noun before: ``a vote of confidence in X``.
    """
    case = analysis.child(token.i, "case")
    trusted = case is not None and case.text.lower() == "in" and case.i > 0
    if case is not None and trusted and analysis.tokens[case.i - 1].lemma.lower() in agents.phrases.trusting:
        return False
    return any(
        (t.dep.startswith("flat") and t.text[:1].isupper()) or t.text.lower() in _PLACING
        for t in analysis.children(token.i)
    )


def _in_longer_name(analysis: Analysis, token: Token) -> bool:
    """True behind an article, and before another capitalised noun that it modifies."""
    if any(t.dep == "det" and t.i < token.i for t in analysis.children(token.i)):
        return True
    head = analysis.tokens[token.head]
    return token.dep == "compound" and head.i > token.i and head.text[:1].isupper()


def by_surname(ctx: Context, words: Sequence[str], traits: Traits, office: str = "") -> Choice | None:
    """The known person whom a surname stands for; ``office`` is the title before it. None where nobody is clear.

    Of two ``words`` both are the end of a longer name (``Pérez Molina``, ``bin Salman``).
    """
    persons = ctx.base.surnames.get(words[-1], ())
    if len(words) > 1:
        persons = tuple(p for p in persons if _ends_in(ctx.base.actors[p].name, words))
    else:
        persons = tuple(p for p in persons if not _half(ctx.base.actors[p].name, words[0]))
    persons = tuple(p for p in persons if not of_other_sex(ctx, traits.gender, p))
    ranked = sorted(
        (_score(ctx, person, " ".join(words), traits, office, bearers=len(persons)) for person in persons),
        key=lambda s: (-s.score, s.person),
    )
    if not ranked or ranked[0].score < _THRESHOLD or not ranked[0].supported:
        return None
    near = [s.person for s in ranked if ranked[0].score - s.score < _MARGIN]
    best = ranked[0] if len(near) == 1 else _one_of_a_house(ctx, ranked, near)
    if best is None:
        return None
    known = ctx.base.actors[best.person]
    score = min(0.9, _SCORE + (best.score - _THRESHOLD) / 2)
    surname = " ".join(words).title()
    return Choice(best.person, round(score, 3), (f"“{surname}” is the surname of {known.name}", *best.reasons))


def of_other_sex(ctx: Context, gender: str | None, actor: str) -> bool:
    """Whether a title (``Mr.``: m) tells a known person apart from another of a family: no ``Mr. Clinton`` is Hillary.

    Of 1,905 titles before surnames in 227 articles 15 disagreed with the given name; of persons that the base knows
    six times in six another was meant, of new ones never: a ``Lee`` may be a woman (a count that is not kept).
    """
    known = ctx.base.actors.get(actor)
    if gender is None or known is None or known.kind is not ActorKind.PERSON or " " not in known.name:
        return False
    return ctx.agents.gender_of(known.name) not in (None, gender)


def of_a_family(ctx: Context, words: Sequence[str], traits: Traits) -> Traits:
    """The traits of one who is called by a family name alone, with the country of all whom we know to bear it."""
    base = ctx.base
    bearers = base.surnames.get(words[-1], ()) if len(words) == 1 and traits.country is None else ()
    countries = {base.actors[p].country for p in bearers}
    if len(bearers) < _BEARERS or len(countries) > 1 or None in countries:
        return traits
    reason = f"all {len(bearers)} of that name whom we know are of one country"
    return replace(traits, country=countries.pop(), reasons=(*traits.reasons, reason))


def _one_of_a_house(ctx: Context, ranked: Sequence[_Scored], near: Sequence[str]) -> _Scored | None:
    """Of those who have led one state under one name, where nothing tells them apart, who led it longest.

    Country and sector are then right whoever is meant (Castro, Kirchner, Rajapaksa). None for any others.
    """
    base = ctx.base
    if len({base.actors[p].country for p in near}) > 1 or not all(_years_on_top(ctx, p) for p in near):
        return None
    longest = max(near, key=lambda p: (_years_on_top(ctx, p), p))
    return next(s for s in ranked if s.person == longest)


def _years_on_top(ctx: Context, person: str) -> float:
    """For how many years somebody has been the head of a state or of its government, as far as that is known."""
    led = [r for r in ctx.base.roles.get(person, ()) if _is_top(ctx, r)]
    return (days_in(led) + sum(r.start is None for r in led)) / 365


def _ends_in(name: str, words: Sequence[str]) -> bool:
    spelled = pieces(name)
    return len(spelled) > len(words) and spelled[-len(words) :] == list(words)


def _half(name: str, surname: str) -> bool:
    """True for ``Rey`` of Micheline Calmy-Rey: half a family name that is written with a hyphen."""
    last = name.rpartition(" ")[2]
    return " " in name and "-" in last and last[0].isupper() and fold(last.rpartition("-")[2]) == surname


def _score(ctx: Context, person: str, surname: str, traits: Traits, office: str, *, bearers: int) -> _Scored:
    country = ctx.base.actors[person].country
    roles = ctx.base.roles.get(person, ())
    score, reasons, told = 0.0, [], False
    held, only = ctx.base.role_at(person, ctx.on), bearers == 1
    if traits.country is not None and country is not None:
        told = traits.country == country
        score += _BESIDE if told else _OTHER_COUNTRY
        reasons.append(f"the phrase names {traits.country}")
    elif country is not None and ctx.countries[country]:
        told = not _is_word(ctx, surname) and (
            surname not in ctx.agents.genders or any(_is_high(ctx, r) for r in roles)
        )
        score += _COUNTRY
        reasons.append(f"the article names {country}")
    if office and any(ctx.agents.office(r.role) == office for r in (held or roles)):
        told = True
        score += _TITLE
        reasons.append(f"is or was {office}")
    if held:
        score += _IN_OFFICE
        reasons.append(f"{held[0].role} then")
    high = [r for r in roles if _is_high(ctx, r)]
    if not high and not office and surname in ctx.agents.genders:
        score += _GIVEN
    if any(_is_high(ctx, r) for r in held):
        score += _HIGH
        score += _HEAD if any(_is_top(ctx, r) for r in held) else 0.0
    elif ctx.on is not None and any(_close(r, ctx.on) for r in high):
        score += _NEAR
        reasons.append(f"{high[0].role} within five years")
    elif ctx.on is None and high:
        score += _HIGH
        reasons.append(f"has been {high[0].role}")
        if any(_is_top(ctx, r) for r in roles):
            score += _HEAD if ctx.countries else _UNOPPOSED
    if ctx.on is not None and roles and all(_far(r, ctx.on) for r in roles):
        score += _LONG_AGO
    if any(c.actor == person for c in ctx.base.names.get(surname, ())):
        told = True
        score += _CALLED_SO
        reasons.append("the press calls this one so")
    if only:
        score += _ONLY
        reasons.append("the only one of that name whom we know")
        score += 0.0 if ctx.countries else _UNOPPOSED
    plain = not _is_word(ctx, surname) and surname not in ctx.agents.genders
    told = told or (plain and _leads(ctx, held if ctx.on is not None else roles, bearers))
    told = told or (bool(high) and not _is_word(ctx, surname) and _with_a_fellow(ctx, country, surname))
    return _Scored(person, score, tuple(reasons), told)


def _is_word(ctx: Context, surname: str) -> bool:
    """True for a family name that is more often a people's adjective (``English``) or a common word (``Tax``)."""
    return surname in ctx.agents.never or surname in ctx.base.demonyms


def _leads(ctx: Context, roles: Sequence[DatedRole], bearers: int) -> bool:
    """True for whom the press names by surname with no further word: who leads a state on the article's day, or holds
    one of its high offices where the article names no country that could speak for another; of an undated article
    whoever has done so, if few bear that name.
    """
    if any(_is_top(ctx, r) for r in roles) and (ctx.on is not None or bearers < _COMMON):
        return True
    alone = not ctx.countries or bearers == 1
    return alone and ctx.on is not None and any(_is_high(ctx, r) for r in roles)


def _with_a_fellow(ctx: Context, country: str | None, surname: str) -> bool:
    """True where another surname of the article is that of one who leads or has lately led the same state:
    ``Jonathan phones Buhari``.
    """
    others = {fold(ctx.analysis.tokens[i].text) for i in ctx.surnames} - {surname}
    fellows = (p for other in others for p in ctx.base.surnames.get(other, ()))
    return ctx.on is not None and any(
        ctx.base.actors[p].country == country
        and any(_close(r, ctx.on) for r in ctx.base.roles.get(p, ()) if _is_top(ctx, r))
        for p in fellows
    )


def _is_high(ctx: Context, role: DatedRole) -> bool:
    return ctx.agents.office(role.role) in ctx.phrases.single_offices or _is_top(ctx, role)


def _is_top(ctx: Context, role: DatedRole) -> bool:
    """True for who leads a state or its government, elected or not."""
    top = ctx.agents.office(role.role) in ctx.phrases.top_offices or key(role.role) in ctx.base.elected
    return top and (role.of or "").startswith("state:")


def _day(on: tuple[date | None, date | None]) -> date | None:
    return on[0] or on[1]


def _close(role: DatedRole, on: tuple[date | None, date | None]) -> bool:
    day = _day(on)
    if day is None or role.start is None:
        return False
    return role.start[0] - _FIVE <= day and (role.end is None or role.end[1] + _FIVE >= day)


def _far(role: DatedRole, on: tuple[date | None, date | None]) -> bool:
    day = _day(on)
    if day is None:
        return False
    over = role.end is not None and role.end[1] + _FIFTEEN < day
    return over or (role.start is not None and role.start[0] - _FIFTEEN > day)
