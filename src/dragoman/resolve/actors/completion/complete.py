"""What the rest of the article says of new actors: country and sectors.

Three sources, the surest first: the words of any mention (``Danladi, a retired general``); whom it belongs to
(``his envoys``, ``Amcu's Joseph Mathunjwa``, ``the union's treasurer``), who may be a new actor itself; and, for the
country alone, what the sentence and the article name (``residents said``), declared with its reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dragoman.records import Actor, ActorKind, MentionForm
from dragoman.resolve.actors.completion.dealings import by_dealings
from dragoman.resolve.actors.completion.deeds import by_deeds
from dragoman.resolve.actors.completion.defaults import default_sectors
from dragoman.resolve.actors.completion.members import singled_out
from dragoman.resolve.actors.completion.named_late import described_before
from dragoman.resolve.actors.completion.recognised import recognised
from dragoman.resolve.actors.completion.taken_up import taken_up
from dragoman.resolve.actors.context import Context, Found
from dragoman.resolve.actors.countries.infer import infer_countries
from dragoman.resolve.actors.countries.namings import Namings
from dragoman.resolve.actors.countries.rank import ChooseCountry, best_option
from dragoman.resolve.actors.identity.new import PUBLIC, Verdict
from dragoman.resolve.actors.identity.profile import NOWHERE, Profile
from dragoman.resolve.actors.mentions.counted import PART, part_of
from dragoman.resolve.actors.mentions.role_sectors import FORCES, presides
from dragoman.resolve.actors.mentions.roles import descriptions
from dragoman.resolve.actors.names.adherents import only_some
from dragoman.resolve.actors.names.nationals import nation_of
from dragoman.resolve.actors.words.beside import peoples_beside
from dragoman.resolve.actors.words.others import is_other, of_its_own, of_several_states, others_sectors
from dragoman.resolve.actors.words.owners import OWNING, owners

__all__ = ["complete"]

_OFFICES = PUBLIC - {"JUD"}  # lawyers hold none
_PASSES = 3  # ``his envoys`` of ``their chairman`` of ``the rebels``
_OVER = (*OWNING, "over", "on")
_NOT_SHARED = frozenset(("GOV", "ELI"))
_PREVAILS = 3  # how many times as many of another sector an article must have: one ``sergeant`` makes no police a army
_SPOKEN_FOR = frozenset(
    (ActorKind.GOVERNMENT_BODY, ActorKind.ORGANISATION, ActorKind.PARTY, ActorKind.BLOC, ActorKind.ARMED_GROUP)
)


def complete(
    ctx: Context,
    found: Sequence[Found],
    verdicts: Mapping[int, Verdict],
    heads: Mapping[int, Found],
    choose: ChooseCountry = best_option,
) -> dict[int, Verdict]:
    """The verdicts, the new actors in them with country and sectors as far as the article tells."""
    profiles = _profiles(ctx, found, verdicts)
    _of_a_people(ctx, profiles, found, verdicts)
    belonging = [(p, i, _whose(ctx, p, i, found, verdicts, heads)) for p in profiles.values() for i in p.items]
    belonging = [(profile, item, near) for profile, item, near in belonging if near]
    for _ in range(_PASSES):
        for profile, item, near in belonging:
            _inherit(ctx, profile, item, near, profiles)
    named = Namings(ctx, _named(ctx, found, verdicts), _nowhere(found, verdicts))
    _by_clause(ctx, profiles, verdicts, heads)
    _one_of_them(ctx, profiles, found, verdicts, heads)
    _speaking(profiles, found, verdicts)
    _taken_up(ctx, profiles, found, verdicts)
    _named_late(ctx, profiles, found, verdicts)
    by_dealings(ctx, profiles)
    for profile, item, near in belonging:
        _inherit(ctx, profile, item, near, profiles)  # ``Evercore's head`` is of what Evercore is
    _by_coordination(ctx, profiles)
    by_deeds(ctx, profiles)
    infer_countries(ctx, profiles, belonging, named, choose)
    _by_company(ctx, profiles, verdicts)
    for profile in profiles.values():
        if not profile.sectors:
            sectors, reason = default_sectors(ctx, profile.actor, profile.items)
            profile.sectors, profile.reasons = sectors, [*profile.reasons, *reason]
        told = any(
            m.demonyms for i in profile.items for m in ctx.matches_in(i.first, i.last)
        )  # ``Fijian blue helmets``
        if profile.sectors[:1] == ("IGO",) and profile.country is not None and not (profile.actor.known or told):
            profile.country = None  # who acts for several states acts for none: ``a spokesman in Washington``
            profile.reasons.append("acts for an organisation of states, and so for no country")
    ids = {i: recognised(ctx, profile, verdicts, heads) for i, profile in profiles.items()}
    completed: dict[int, Verdict] = {}
    for i, verdict in verdicts.items():
        known = ids.get(verdict.actor.id)
        if known is not None:
            completed[i] = replace(verdict, actor=known[0], reasons=(*verdict.reasons, known[1]))
        else:
            own = profiles.get(verdict.actor.id)
            completed[i] = verdict if own is None else _with(verdict, own)
    return completed


def _so_far(profiles: Mapping[str, Profile], actor: Actor) -> tuple[str | None, tuple[str, ...]]:
    """Country and sectors of an actor, known or new, as far as they have been told by now."""
    profile = profiles.get(actor.id)
    return (actor.country, actor.sectors) if profile is None else (profile.country, profile.sectors)


def _by_company(ctx: Context, profiles: Mapping[str, Profile], verdicts: Mapping[int, Verdict]) -> None:
    """``officers`` of an article about the police are police, ``fighters`` of one about rebels are rebels."""
    sure: Counter[str] = Counter()
    open_ones: list[tuple[Profile, tuple[str, ...]]] = []
    for actor in {v.actor.id: v.actor for v in verdicts.values()}.values():
        profile = profiles.get(actor.id)
        agent = profile.items[0].agent if profile is not None else None
        others = ctx.agents.also.get(agent.noun, ()) if agent is not None else ()
        if profile is not None and agent is not None and others and profile.sectors == agent.sectors:
            open_ones.append((profile, others))
        else:
            sure.update((profile.sectors if profile is not None else actor.sectors)[:1])
    for profile, others in open_ones:
        own = sum(sure[s] for s in profile.sectors)
        if own and own * _PREVAILS > max(sure[s] for s in others):
            continue
        item = profile.items[0]
        own = item.traits.country is not None  # ``Indonesian observers`` are a state's
        fitting = [s for s in others if sure[s] and not (own and s == "IGO")]
        if fitting:
            profile.sectors = (max(fitting, key=lambda s: sure[s]),)
            profile.reasons.append(f"the article speaks of {profile.sectors[0]} and of no other that it may be")
        elif item.agent is not None and item.agent.noun in ctx.agents.bare and item.traits.country is None:
            profile.sectors = others[:1]
            profile.reasons.append(f"“{item.agent.noun}” of no country, and the article has no {item.agent.sectors[0]}")


def _of_a_people(
    ctx: Context, profiles: Mapping[str, Profile], found: Sequence[Found], verdicts: Mapping[int, Verdict]
) -> None:
    """``The driver, a Zambian``, ``they are Georgians and an Indian``: what their own words leave open is told."""
    for item in found:
        verdict = verdicts.get(id(item))
        profile = profiles.get(verdict.actor.id) if verdict is not None else None
        if profile is None or any(i.traits.country or i.traits.of for i in profile.items):
            continue
        told = peoples_beside(ctx, item)
        office = set(profile.sectors[:1]) & PUBLIC and ctx.analysis.child(item.head, "nmod:poss") is not None
        if told and not office:  # ``its foreign judge, an Australian``, is the state's
            profile.country, profile.abroad = (told[0] if len(told) == 1 else None), len(told) > 1
            profile.reasons.append(f"said to be of {', '.join(told)}")


def _speaking(profiles: Mapping[str, Profile], found: Sequence[Found], verdicts: Mapping[int, Verdict]) -> None:
    """``a spokesman said``: he speaks for the body or group that the text has named last."""
    for profile in profiles.values():
        item = profile.items[0]
        if profile.sectors or not profile.borrows or not item.phrase.startswith("spokes"):
            continue
        before = [v for f in found if f.last <= item.first and (v := verdicts.get(id(f))) is not None]
        body = next((v.actor for v in reversed(before) if v.actor.kind in _SPOKEN_FOR), None)
        if body is None:
            continue
        country, profile.sectors = _so_far(profiles, body)
        profile.country, profile.borrows = profile.country or country, False
        profile.abroad |= profile.country is None and bool(NOWHERE & set(profile.sectors[:1]))
        profile.reasons.append(f"speaks for {body.name}, named last")


def _taken_up(
    ctx: Context, profiles: Mapping[str, Profile], found: Sequence[Found], verdicts: Mapping[int, Verdict]
) -> None:
    """``Police held four fishermen. The men ...``: they are who the text has said that they are."""
    for profile in profiles.values():
        item = profile.items[0]
        before = taken_up(ctx, item, found)
        verdict = verdicts.get(id(before)) if before is not None else None
        if before is None or verdict is None or verdict.actor.id == profile.actor.id:
            continue
        country, sectors = _so_far(profiles, verdict.actor)
        profile.country, profile.sectors = profile.country or country, sectors or profile.sectors
        profile.reasons.append(f"takes up “{ctx.text(before.first, before.last)}”")


def _named_late(
    ctx: Context, profiles: Mapping[str, Profile], found: Sequence[Found], verdicts: Mapping[int, Verdict]
) -> None:
    """``A retired officer was acquitted. Dragan Petrović, 67, ...``: a name of which nothing is said tells who the one
    is that was described before.
    """
    named = {p.actor.id for p in profiles.values() if any(i.form is MentionForm.NAME for i in p.items)}
    unnamed = {
        i for i, v in verdicts.items() if not v.actor.known and v.actor.id in profiles and v.actor.id not in named
    }
    for profile in profiles.values():
        before = described_before(ctx, profile.items[0], found, unnamed) if not profile.sectors else None
        verdict = verdicts.get(id(before)) if before is not None else None
        if before is None or verdict is None:
            continue
        country, sectors = _so_far(profiles, verdict.actor)
        profile.country, profile.sectors = profile.country or country, sectors
        profile.reasons.append(f"named after “{ctx.text(before.first, before.last)}”")


def _by_clause(
    ctx: Context, profiles: Mapping[str, Profile], verdicts: Mapping[int, Verdict], heads: Mapping[int, Found]
) -> None:
    """``X, who speaks for the irrigators``: one of whom nothing else is said belongs to what he leads or serves."""
    analysis = ctx.analysis
    for profile in profiles.values():
        clauses = [c for item in profile.items for c in analysis.children(item.head, "acl")]
        for verb in clauses if not profile.sectors else ():
            subject = analysis.child(verb.i, "nsubj")
            if (verb.lemma.lower(), "r") not in ctx.agents.deeds or subject is None or subject.text.lower() != "who":
                continue
            near = [t.i for t in analysis.children(verb.i, "obj")]
            for oblique in analysis.children(verb.i, "obl"):
                case = analysis.child(oblique.i, "case")
                near += [oblique.i] if case is not None and case.text.lower() in _OVER else []
            for i in near:
                verdict = verdicts.get(id(heads[i])) if i in heads else None
                owner = verdict.actor if verdict is not None else profile.actor
                country, sectors = _so_far(profiles, owner)
                if sectors and not profile.sectors:
                    profile.sectors, profile.borrows = sectors, False
                    profile.country = profile.country or country
                    profile.reasons.append(f"sectors of {owner.name}, of which it says “{verb.text}”")


def _one_of_them(
    ctx: Context,
    profiles: Mapping[str, Profile],
    found: Sequence[Found],
    verdicts: Mapping[int, Verdict],
    heads: Mapping[int, Found],
) -> None:
    """``Four councillors ... One of them, X``: what is said of the several is said of each."""
    for profile in profiles.values():
        for item in profile.items if not profile.sectors else ():
            if item.form is not MentionForm.NAME or item.label != "PER":
                continue
            for several in singled_out(ctx, item, found, heads):
                verdict = verdicts.get(id(several))
                country, sectors = _so_far(profiles, verdict.actor) if verdict is not None else (None, ())
                if not sectors or profile.sectors:
                    continue
                profile.sectors, profile.borrows = sectors, False
                profile.country = profile.country or country
                profile.reasons.append(f"one of “{ctx.text(several.first, several.last)}”")


def _by_coordination(ctx: Context, profiles: Mapping[str, Profile]) -> None:
    """``Judges A and B``, ``A and B of the union``: what a plural noun or the last one's owner says is said of both."""
    tokens = ctx.analysis.tokens
    at = {i.head: (i, p) for p in profiles.values() for i in p.items if i.form is MentionForm.NAME and i.label == "PER"}
    joined: dict[int, list[int]] = {}
    for i in at:
        top = tokens[i].head if tokens[i].dep == "conj" else i
        joined.setdefault(top, []).append(i)
    for together in joined.values():
        together.sort()
        for i in together if len(together) > 1 else ():
            item, profile = at[i]
            first = i == together[0]
            if not profile.sectors or not (_of_all(ctx, item, together[-1]) or (first and _plural_noun(ctx, item))):
                continue
            for _, other in (at[j] for j in together):
                if not other.sectors:
                    other.sectors, other.country = profile.sectors, other.country or profile.country
                    other.reasons.append(f"named in one breath with {profile.actor.name}")


def _of_all(ctx: Context, item: Found, last: int) -> bool:
    """True if whom the name belongs to stands behind the last of the names, or before the first."""
    behind = any(c.i > max(last, item.last - 1) for c in ctx.analysis.children(item.head, "nmod"))
    owner = ctx.analysis.child(item.head, "nmod:poss")  # ``NBC News' A and B``
    return behind or (owner is not None and owner.i < item.first)


def _plural_noun(ctx: Context, item: Found) -> bool:
    """True for ``Judges A``, and for the first after ``two deputies, A and B``."""
    tokens = ctx.analysis.tokens
    before = tokens[item.first - 1] if item.first else None
    title = before is not None and before.sentence == tokens[item.first].sentence and before.xpos in ("NNS", "NNPS")
    return title or any(t.xpos in ("NNS", "NNPS") for t in descriptions(ctx, item))


def _with(verdict: Verdict, profile: Profile) -> Verdict:
    new = verdict.actor
    actor = Actor(new.id, new.name, new.kind, profile.country, profile.sectors, new.known)
    return Verdict(actor, verdict.score, (*verdict.reasons, *profile.reasons), verdict.role)


def _profiles(ctx: Context, found: Sequence[Found], verdicts: Mapping[int, Verdict]) -> dict[str, Profile]:
    """New actors with what their own words say; a name's words before a description's."""
    profiles: dict[str, Profile] = {}
    for item in found:
        verdict = verdicts.get(id(item))
        if verdict is None or verdict.actor.known or item.form is MentionForm.PRONOUN:
            continue
        actor = verdict.actor
        profile = profiles.get(actor.id)
        if profile is None:
            profile = profiles[actor.id] = Profile(actor, [], actor.country, actor.sectors)
            agent = item.agent
            profile.borrows = not actor.sectors or (agent is not None and agent.kind in ("member", "group"))
            over = item.traits.former and actor.sectors == ("ELI",)  # ``a retired officer of the army`` is not its man
            profile.borrows = profile.borrows and item.traits.of is None and not over
            told = of_its_own(ctx, item)
            profile.sectors, profile.borrows = told or profile.sectors, profile.borrows or bool(told)
            # one of the two neighbours is what they are, her car is hers
            profile.borrows |= item.label == PART or item.form is MentionForm.PHRASE
        profile.items.append(item)
        profile.country = profile.country or item.traits.country or nation_of(item, profile.sectors)
        if not profile.sectors and item.traits.sectors and not item.traits.former:
            profile.sectors, profile.borrows = item.traits.sectors, False
        foreign = _from_abroad(ctx, item, profile.sectors)
        profile.foreign |= foreign
        profile.abroad |= item.traits.abroad or (foreign and not item.definite)
        profile.abroad |= actor.kind is ActorKind.UNKNOWN and item.phrase in ctx.phrases.two_sides  # Kenya and Uganda
        same = actor.country is not None and item.phrase in ctx.phrases.two_sides  # Kenya's government and its clerks
        if item.form is MentionForm.ROLE and not same and of_several_states(ctx, item):
            profile.abroad, profile.country = True, None
            profile.reasons.append("of the several states that are named before")
    return profiles


def _from_abroad(ctx: Context, item: Found, sectors: Sequence[str]) -> bool:
    """True for ``foreign police``, ``inspectors``, ``its hosts``: who is of another country than where things happen.
    Not for those whom a noun before says to be at home: ``tax inspectors``, ``a radio host``; nor for neighbours who
    are people."""
    tokens, effects = ctx.analysis.tokens, ctx.agents.modifiers
    own = item.phrase.split()[-1:]
    words = [t.text.lower() for t in tokens[item.first : item.last] if t.lemma.lower() not in own]
    noun = own[0] if own else ""
    told = item.phrase != noun or any(t.i < item.head for t in ctx.analysis.children(item.head, "compound"))
    home = (told and noun in ctx.phrases.visited) or (noun in ctx.phrases.next_to and tuple(sectors[:1]) == ("CVL",))
    return any(effects.get(w) == "abroad" for w in (*words, *(() if home else own)))


def _whose(
    ctx: Context,
    profile: Profile,
    item: Found,
    found: Sequence[Found],
    verdicts: Mapping[int, Verdict],
    heads: Mapping[int, Found],
) -> list[Actor]:
    """The actors that a mention of a new actor belongs to."""
    whole = part_of(item, found)
    judged = [verdicts.get(id(owner)) for owner in (*owners(ctx, item, heads), *([whole] if whole is not None else ()))]
    return [v.actor for v in judged if v is not None and v.actor.id != profile.actor.id]


def _inherit(
    ctx: Context, profile: Profile, item: Found, owners: Sequence[Actor], profiles: Mapping[str, Profile]
) -> None:
    """Take country and sectors from whom the mention belongs to."""
    for owner in owners:
        country, sectors = _so_far(profiles, owner)
        if country is not None and item.traits.country in (None, country) and is_other(ctx, item, owner):
            profile.owner, profile.country = profile.owner or replace(owner, country=country), None
            told = others_sectors(ctx, item, owner, sectors)
            if told is not None:
                profile.sectors, profile.borrows = told, False
            continue
        if profile.country is None and country is not None and not item.traits.abroad:
            profile.country = country
            profile.reasons.append(f"belongs to {owner.name}, of {country}")
        own = profiles.get(owner.id)  # ``delegates of the two armies``
        if country is None and (NOWHERE & set(sectors[:1]) or (own is not None and own.abroad and not own.foreign)):
            profile.abroad |= profile.country is None
        if profile.sectors == ("PTY",) and sectors[:1] == ("OPP",) and item.phrase == "party":
            profile.sectors = ("OPP", "PTY")
            profile.reasons.append(f"{owner.name}, whose it is, is in opposition")
            continue
        if profile.sectors == ("MIL",) and sectors[:1] in (("BUS",), ("MNC",)) and item.traits.country is None:
            profile.sectors, profile.borrows = ("LAB",), False  # ``the airline's pilots``
            continue
        if profile.sectors == ("COP",) and sectors[:1] in (("BUS",), ("MNC",)):
            profile.sectors, profile.borrows = sectors, False  # ``the mine's guards``
            continue
        ranked = profile.sectors == ("MIL",) and bool(FORCES & {*sectors[:1]}) and country == profile.country
        noun = item.phrase.rpartition(" ")[2]
        vies = noun in ctx.phrases.contending and owner.kind is not ActorKind.PERSON
        ranked = ranked or vies
        ranked = ranked or (item.traits.of is None and presides(ctx, item.agent, replace(owner, sectors=sectors)))
        ranked = ranked or _house_of(ctx, item, owner, profile.sectors)
        if not (profile.borrows or ranked) or not sectors or sectors == profile.sectors:
            continue
        beside = owner.kind is ActorKind.PERSON and item.phrase in ctx.phrases.following
        if (beside or vies) and sectors[0] in _NOT_SHARED:
            continue  # who cheers a president does not govern; who follows the leader of a party is of that party
        if owner.kind is ActorKind.STATE and not _speaks_for(ctx, item):
            continue
        profile.sectors, profile.borrows = sectors, False
        profile.reasons.append(f"sectors of {owner.name}, whom it belongs to")


def _house_of(ctx: Context, item: Found, owner: Actor, sectors: tuple[str, ...]) -> bool:
    """True for ``the ACLU's Ann Lee, an advocate``: whom an organisation calls its own is of it before his calling."""
    whose = ctx.analysis.child(item.head, "nmod:poss")
    named = item.form is MentionForm.NAME and item.label == "PER" and whose is not None and whose.i < item.first
    return named and owner.kind in (ActorKind.ORGANISATION, ActorKind.OUTLET) and not _OFFICES & set(sectors[:1])


def _speaks_for(ctx: Context, item: Found) -> bool:
    """True for a role that acts for a state (``leader``, ``spokesman``), not for its allies."""
    return item.agent is not None and (
        ctx.agents.office(item.phrase) == "leader" or item.phrase.startswith(("spokes", "envoy", "official", "source"))
    )


def _named(ctx: Context, found: Sequence[Found], verdicts: Mapping[int, Verdict]) -> dict[int, str]:
    """Token to the country that it names, by words of their own and by known actors."""
    at: dict[int, str] = dict(ctx.named)
    for item in found:
        verdict = verdicts.get(id(item)) if item.match not in ctx.backers else None
        known = verdict is not None and verdict.actor.known and verdict.actor.kind is not ActorKind.OUTLET
        known = known or (verdict is not None and only_some(item, verdict.actor))
        if known and verdict is not None and verdict.actor.country:
            at.setdefault(item.first, verdict.actor.country)
    return at


def _nowhere(found: Sequence[Found], verdicts: Mapping[int, Verdict]) -> list[int]:
    """The tokens, in order, at which known actors of no country are named: ``the UN``, ``NATO``."""
    judged = ((i, verdicts.get(id(i))) for i in found if i.form is not MentionForm.PRONOUN)
    return sorted(
        item.first
        for item, verdict in judged
        if verdict is not None
        and verdict.actor.known
        and verdict.actor.country is None
        and verdict.actor.kind is not ActorKind.OUTLET
    )
