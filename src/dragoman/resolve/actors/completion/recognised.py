"""Whom a new actor turns out to be once its country is known: a body of that state, a holder of its office, another."""

from __future__ import annotations

from collections.abc import Mapping

from dragoman.knowledge.names import key
from dragoman.records import Actor, ActorKind, MentionForm
from dragoman.resolve.actors.context import Context, Found
from dragoman.resolve.actors.identity.new import Verdict
from dragoman.resolve.actors.identity.profile import Profile
from dragoman.resolve.actors.words.offices import as_actor, body_of, governs, office_holders
from dragoman.resolve.actors.words.others import other_state
from dragoman.resolve.actors.words.referring import elsewhere, unheld

__all__ = ["of_no_state", "recognised"]

_OF_STATES = frozenset((ActorKind.STATE, ActorKind.POPULATION, ActorKind.PERSON))


def recognised(
    ctx: Context, profile: Profile, verdicts: Mapping[int, Verdict], heads: Mapping[int, Found]
) -> tuple[Actor, str] | None:
    """A state's body or the holder of its office, where a description that names nobody has got its country."""
    item = profile.items[0]
    if profile.country is None or item.traits.of is not None:
        return None
    if profile.owner is not None or profile.guessed:
        return _another(ctx, profile, item, profile.country)
    body = _own_body(ctx, item, profile.country, verdicts, heads)
    if body is not None or item.form is not MentionForm.ROLE:
        other = body is not None and item.plural and profile.sectors[:1] not in ((), body[0].sectors[:1])
        return None if other else body  # ``soldiers loyal to X`` may be rebels
    office = ctx.agents.office(item.phrase)
    if (
        unheld(ctx, item)
        or elsewhere(ctx, item)
        or item.plural
        or item.traits.former
        or office not in ctx.phrases.single_offices
        or not (item.definite or item.phrase == office)
        or of_no_state(ctx, item, verdicts, heads)
        or any(i.form is MentionForm.NAME and i.label == "PER" for i in profile.items)
    ):
        return None  # the headline's ``Bulgarian president`` is whom the text names, whoever we know in that office
    holders = office_holders(ctx, office, f"state:{profile.country}")
    if len(holders) != 1:
        return None
    known = ctx.base.actors[holders[0]]
    return (
        as_actor(ctx, known.id),
        f"{known.name} was {office} of {profile.country} at the article's date",
    )


def of_no_state(ctx: Context, item: Found, verdicts: Mapping[int, Verdict], heads: Mapping[int, Found]) -> bool:
    """True for ``the union and its president``, ``the bar's president``, ``Local 90's leadership``: whose it is is no
    state nor its man. Of a body a pronoun may be anybody's.
    """
    whose = ctx.analysis.child(item.head, "nmod:poss")
    person = item.agent is not None and item.agent.kind in ("person", "member")
    if whose is None or (not person and whose.upos == "PRON"):
        return False
    verdict = verdicts.get(id(heads[whose.i])) if whose.i in heads else None
    if verdict is not None and verdict.actor.kind is ActorKind.PERSON and not person:
        told = {v.role for v in verdicts.values() if v.actor.id == verdict.actor.id and v.role is not None}
        return not governs(ctx, item.phrase, verdict.actor.id, told)
    return verdict is None or (verdict.actor.kind not in _OF_STATES and verdict.actor.sectors[:1] != ("GOV",))


def _another(ctx: Context, profile: Profile, item: Found, country: str) -> tuple[Actor, str] | None:
    """The state that somebody's neighbour, ally or host is."""
    if profile.owner is None or country == profile.owner.country:
        return None
    state = other_state(ctx, item, profile.owner, country)
    return (state, f"another state than {profile.owner.name}") if state is not None else None


def _own_body(
    ctx: Context, item: Found, country: str, verdicts: Mapping[int, Verdict], heads: Mapping[int, Found]
) -> tuple[Actor, str] | None:
    """``the interior ministry`` of an article about one country, in small letters or as a name."""
    body: Actor | None = None
    if item.form is MentionForm.NAME and item.label == "ORG":
        prefix = ctx.base.body_nouns.get(key(ctx.text(item.first, item.last)))
        known = ctx.base.get(f"{prefix}:{country}") if prefix else None
        if known is not None:
            body = Actor(known.id, known.name, known.kind, known.country, known.sectors, True)
    elif item.form is MentionForm.ROLE and item.traits.country in (None, country):
        somebodys = item.phrase.rpartition(" ")[2] in ctx.phrases.governments | ctx.phrases.personal
        if (item.traits.country is None or somebodys) and of_no_state(ctx, item, verdicts, heads):
            return None
        body = body_of(ctx, item, country)
    return (body, f"the {item.phrase or ctx.text(item.first, item.last)} of {country}") if body is not None else None
