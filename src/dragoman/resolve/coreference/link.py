"""Chains: which mentions of an article stand for the same actor.

Rules in order of their reliability (the sieve of Raghunathan et al. 2010): names, appositions, offices, descriptions,
then pronouns. Each rule gives its reason; where none decides, a
description becomes a new actor and a pronoun stays open.
"""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.knowledge.names import pieces
from dragoman.records import GROUP_KINDS, POLITICAL_KINDS, Actor, ActorKind, BlockKind, MentionForm
from dragoman.resolve.actors.completion.complete import complete
from dragoman.resolve.actors.completion.recognised import of_no_state
from dragoman.resolve.actors.context import Chain, Context, Found
from dragoman.resolve.actors.countries.rank import ChooseCountry, best_option
from dragoman.resolve.actors.identity.new import Verdict, new_actor, only_country
from dragoman.resolve.actors.mentions.counted import AGED, ORDER, PAIR, SOME
from dragoman.resolve.actors.mentions.pointed import pointed_actor
from dragoman.resolve.actors.mentions.roles import descriptions, set_off
from dragoman.resolve.actors.mentions.sites import SITE, site_actor
from dragoman.resolve.actors.names.bearers import NameBook
from dragoman.resolve.actors.names.leaders import leader_of
from dragoman.resolve.actors.words.offices import as_actor, bare, bare_body, body_of, governs, office_holders
from dragoman.resolve.actors.words.referring import elsewhere, joined_titles, unheld
from dragoman.resolve.coreference.apart import told_apart
from dragoman.resolve.coreference.areas import by_area
from dragoman.resolve.coreference.counted import some_of_them, two_sides, whom_it_counts, whose_age
from dragoman.resolve.coreference.epithets import epithet
from dragoman.resolve.coreference.holders import holds, latest_holders, of_a_division
from dragoman.resolve.coreference.owned import of_its_owner, ruling_party
from dragoman.resolve.coreference.pronouns import Choose, PronounResolver, rank

__all__ = ["Verdict", "link"]

_OF_NO_GROUP = frozenset(("IGO", "INT", "GOV", "BUS", "MNC"))
"""Sectors of those that nobody calls a group or a movement."""
_PUBLIC_FORCE = frozenset(("MIL", "COP", "SPY"))
_PUBLIC = _PUBLIC_FORCE | {"GOV"}
_FIGHTERS = frozenset(("REB", "UAF", "PRM"))
_OF_RANK = frozenset(("prime", "vice", "deputy", "shadow", "assistant"))
"""Words that make another office of a title: ``the prime minister`` is not ``the minister``."""
_SURE = 0.5
"""How sure a pronoun must be to tell the gender of whom it stands for; one that errs lets those behind it err."""
_APPOSITION, _OFFICE, _HOLDER, _GROUP, _BODY, _AGAIN, _NEW, _ONLY = 0.9, 0.8, 0.8, 0.65, 0.85, 0.7, 0.6, 0.6


def link(
    ctx: Context, found: Sequence[Found], choose: Choose = rank, country: ChooseCountry = best_option
) -> dict[int, Verdict]:
    """The verdicts on mentions, by ``id`` of the mention; mentions that nothing decides are missing.

    ``choose`` decides between the candidates of a pronoun, ``country`` between the countries of a description (training
    gives others).
    """
    book = NameBook(ctx)
    names = (MentionForm.NAME, MentionForm.DEMONYM, MentionForm.METONYM)
    verdicts = book.judge([f for f in found if f.form in names and f.label != SITE])
    chains, named = book.chains, frozenset(verdicts)
    heads = {f.head: f for f in reversed(found)}
    heads.update({i: f for f in found if id(f) in verdicts for i in range(f.first, f.last)})
    _leaders(ctx, chains, verdicts, heads)
    pronouns = PronounResolver(ctx, chains, verdicts, heads, choose)
    for item in found:
        verdict = verdicts.get(id(item))
        if verdict is None and item.label == AGED:
            verdict = whose_age(ctx, item, chains) or new_actor(ctx, item, _NEW)
        elif verdict is None and item.form is MentionForm.PHRASE:
            verdict = by_area(ctx, item, chains, verdicts, heads)
            verdict = verdict or pointed_actor(ctx, item, chains, verdicts, heads)
        elif verdict is None and item.form is MentionForm.ROLE:
            verdict = _role(ctx, item, chains, verdicts, heads)
        elif verdict is None and item.form is MentionForm.PRONOUN:
            verdict = pronouns.resolve(item)
        elif verdict is None and item.label == SITE:
            verdict = site_actor(ctx, item)
        if verdict is None:
            continue
        verdicts[id(item)] = verdict
        chain = _enter(ctx, chains, item, verdict)
        if id(item) not in named:
            chain.mentions.append(item)
    verdicts = complete(ctx, found, verdicts, heads, country)
    for item in (f for f in found if f.label == SOME):
        verdict = some_of_them(ctx, item, found, verdicts)
        if verdict is not None:
            verdicts[id(item)] = verdict
    return verdicts


def _leaders(ctx: Context, chains: dict[str, Chain], verdicts: dict[int, Verdict], heads: dict[int, Found]) -> None:
    """``the coalition, led by X``: X is its leader, which descriptions may take up (``head of the coalition``)."""
    analysis = ctx.analysis
    for token in analysis.tokens:
        if not token.dep.startswith("acl") or token.upos != "VERB":
            continue
        lemma = token.lemma.lower()
        led = heads.get(token.head)
        if led is None or "leader" not in (ctx.agents.office(lemma), ctx.agents.office(f"{lemma}er")):
            continue
        verdict = verdicts.get(id(led))
        owner = led.traits.of or (verdict.actor.id if verdict is not None else None)
        for agent in analysis.children(token.i, "obl"):
            by = heads.get(agent.i)
            leader = verdicts.get(id(by)) if by is not None else None
            if leader is not None and owner is not None and leader.actor.id in chains:
                chains[leader.actor.id].roles.add(("leader", owner))


def _enter(ctx: Context, chains: dict[str, Chain], item: Found, verdict: Verdict) -> Chain:
    """The chain of a mention, with what its words say of the actor."""
    chain = chains.get(verdict.actor.id)
    if chain is None:
        chain = chains[verdict.actor.id] = Chain(verdict.actor, item.plural)
    if item.form is not MentionForm.PRONOUN or verdict.score >= _SURE:
        chain.gender = chain.gender or (item.traits.gender if not item.plural else None)
    if item.phrase and item.form is not MentionForm.PRONOUN and not _any_holder(ctx, item):
        chain.phrases.add(item.phrase.split()[-1])
        chain.roles.add((item.office, item.traits.of or item.traits.country))
    return chain


def _role(
    ctx: Context, item: Found, chains: dict[str, Chain], verdicts: dict[int, Verdict], heads: dict[int, Found]
) -> Verdict | None:
    if item.label == SOME:
        return None  # not before the pronoun behind it
    if item.label in (PAIR, ORDER):
        return whom_it_counts(ctx, item, verdicts, heads)
    steps = (
        *(_apposition, by_area, two_sides, of_its_owner, _named_group, _body, _office, ruling_party),
        *(_group, _fighters, _again, epithet),
    )
    for step in steps:
        verdict = step(ctx, item, chains, verdicts, heads)
        if verdict is not None and (step is _apposition or not told_apart(ctx, item, verdict.actor, verdicts, heads)):
            return verdict
    return new_actor(ctx, item, _NEW)


def _apposition(
    ctx: Context, item: Found, chains: dict[str, Chain], verdicts: dict[int, Verdict], heads: dict[int, Found]
) -> Verdict | None:
    """``minister, Itamar Ben-Gvir`` and ``Itamar Ben-Gvir, the minister`` and ``X is the minister``."""
    analysis = ctx.analysis
    token = analysis.tokens[item.head]
    if item.plural or item.agent is None or item.agent.kind not in ("person", "member"):
        return None
    near = [t.i for t in analysis.children(item.head, "appos", "flat") if analysis.child(t.i, "case") is None]
    if token.dep in ("appos", "flat") or set_off(analysis, token):
        near += [token.head, *(t.i for t in analysis.children(token.head, "appos"))]
    first = heads.get(token.head) if token.dep == "conj" else None
    if first is not None and first.form is MentionForm.ROLE and analysis.tokens[first.head].dep == "appos":
        near.append(analysis.tokens[first.head].head)  # ``Andrei Popa, a lawyer and former senator``
    if analysis.child(item.head, "cop") is not None:
        near += [t.i for t in analysis.children(item.head, "nsubj")]
    for nested in analysis.children(item.head, "nmod"):  # ``the head of the OSCE group, Tim Guldimann``
        for apposed in analysis.children(nested.i, "appos"):
            other = heads.get(apposed.i)
            if other is not None and other.label == "PER" and any(t.i == item.head for t in descriptions(ctx, other)):
                near.append(apposed.i)
    near += [joined.head] if (joined := joined_titles(ctx, item, heads)) is not None else []
    for i in near:
        other = heads.get(i)
        verdict = verdicts.get(id(other)) if other is not None and other is not item else None
        chain = chains.get(verdict.actor.id) if verdict is not None else None
        genders = {item.traits.gender, chain.gender if chain is not None else None} - {None}
        if len(genders) > 1:
            continue  # ``his wife`` is not he
        if verdict is not None and other is not None and verdict.actor.kind in (ActorKind.PERSON, ActorKind.UNKNOWN):
            reason = f"stands beside “{ctx.text(other.first, other.last)}” as its description"
            return Verdict(verdict.actor, _APPOSITION, (reason,), item.traits.role)
    return None


def _body(
    ctx: Context, item: Found, chains: dict[str, Chain], verdicts: dict[int, Verdict], heads: dict[int, Found]
) -> Verdict | None:
    """``the Iraqi army``, ``Israeli jets``: a body that the knowledge base derives for every state."""
    country, score, reasons = item.traits.country, _BODY, item.traits.reasons
    if item.traits.of is not None or (country is None and of_no_state(ctx, item, verdicts, heads)):
        return None
    if any(not governs(ctx, item.phrase, p, ()) for p in _persons_in(ctx, item)):
        return None  # ``the Johnson administration`` of a mayor
    prefix = ctx.base.body_nouns.get(item.phrase)
    if country is None and prefix is not None and item.definite:
        noun = item.phrase.split()[-1]
        same = {i for i, c in chains.items() if i.startswith(f"{prefix}:") and noun in c.phrases}
        country = same.pop().partition(":")[2] if len(same) == 1 else None
        country = None if prefix == "cop" and _elsewhere(ctx, item, country) else country
        reasons = (f"the article has named one {item.phrase} only",)
    if country is None and prefix is not None and not item.traits.abroad and bare_body(ctx, item):
        country = only_country(ctx, ("GOV",), item)
        score, reasons = _ONLY, (f"{country} is the only country that the article dwells on",)
    actor = body_of(ctx, item, country)
    return Verdict(actor, score, reasons) if actor is not None else None


def _persons_in(ctx: Context, item: Found) -> set[str]:
    """The known persons whom a description names."""
    matches = ctx.matches_in(item.first, item.last)
    return {c.actor for m in matches for c in m.candidates if c.actor.startswith("person:")}


def _elsewhere(ctx: Context, item: Found, country: str | None) -> bool:
    """True where the sentence, or the dateline, names a place of another country: its police are those of that place,
    whichever the article has named.
    """
    sentence = ctx.analysis.tokens[item.head].sentence
    near = {code for first, _, code in ctx.spots if ctx.analysis.tokens[first].sentence == sentence}
    near = near or {code for first, last, code in ctx.spots if first == 0 and _begins(ctx, last)}
    return country is not None and bool(near) and country not in near


def _begins(ctx: Context, last: int) -> bool:
    """True for the end of a dateline: ``ISTANBUL --``, ``HAVANA (AP)``."""
    return last < len(ctx.analysis.tokens) and ctx.analysis.tokens[last].text in ("-", "--", "–", "—", "(", ",")


def _named_group(
    ctx: Context, item: Found, chains: dict[str, Chain], verdicts: dict[int, Verdict], heads: dict[int, Found]
) -> Verdict | None:
    """``the Fatah alliance``: a name and the noun that says what it is; ``Hezbollah fighters``: the group itself."""
    noun = item.phrase.split()[-1]
    owner = ctx.base.get(item.traits.of) if item.traits.of else None
    if owner is None or item.agent is None:
        return _serving(ctx, item, verdicts, heads) if owner is None and item.plural else None
    chain = chains.get(owner.id)
    actor = chain.actor if chain is not None else as_actor(ctx, owner.id)
    if item.agent.kind in ("arm", "unit"):  # but ``Karnataka lorries`` are not its government's
        theirs = owner.kind is not ActorKind.GOVERNMENT_BODY or bool(_PUBLIC & {*item.agent.sectors})
        return Verdict(actor, _BODY, (f"“{item.phrase}” of {owner.name}",)) if theirs else None
    if (
        owner.kind is ActorKind.GOVERNMENT_BODY
        and owner.name.startswith("Government of")
        and noun in ctx.phrases.governments
    ):
        return Verdict(actor, _BODY, (f"“{item.phrase}” of {owner.name.removeprefix('Government of ')}",))
    if not item.plural and ctx.by_token.get(item.head - len(item.phrase.split())) is not None:
        kind = ctx.agents.name_heads[noun][0] if noun in ctx.agents.name_heads else None
        of_a_kind = kind is owner.kind or (kind in POLITICAL_KINDS and owner.kind in POLITICAL_KINDS)
        return Verdict(actor, _BODY, (f"“{noun}” says what {owner.name} is",)) if of_a_kind else None
    serves = item.plural and owner.kind is ActorKind.GOVERNMENT_BODY and noun in ctx.phrases.serving
    if serves and _PUBLIC_FORCE & {*owner.sectors} and bare(ctx, item):
        return Verdict(actor, _BODY, (f"“{noun}” of {owner.name}",))
    armed = bool(_FIGHTERS & {*item.agent.sectors, *owner.sectors[:1]})
    fights = (
        item.plural
        and armed
        and owner.kind in (ActorKind.PARTY, ActorKind.ARMED_GROUP)
        and noun in ctx.phrases.fighters
    )
    joins = item.plural and owner.kind is ActorKind.PARTY and noun in ctx.phrases.partisans
    return Verdict(actor, _BODY, (f"“{noun}” of {owner.name}",)) if (fights or joins) and bare(ctx, item) else None


def _serving(ctx: Context, item: Found, verdicts: dict[int, Verdict], heads: dict[int, Found]) -> Verdict | None:
    """``Commandos of the Lankan Navy``: the force itself, named by words of which the base has only the state's; ``its
    fighters``: the armed group."""
    noun = item.phrase.split()[-1]
    whose = ctx.analysis.child(item.head, "nmod:poss")
    led = verdicts.get(id(heads[whose.i])) if whose is not None and whose.i in heads else None
    if led is not None and led.actor.kind is ActorKind.ARMED_GROUP and noun in ctx.phrases.fighters:
        return Verdict(led.actor, _GROUP, (f"“{noun}” of {led.actor.name}",))
    alone = noun in ctx.phrases.serving and item.first == item.head
    for child in ctx.analysis.children(item.head, "nmod") if alone else ():
        case = ctx.analysis.child(child.i, "case")
        verdict = verdicts.get(id(heads[child.i])) if child.i in heads else None
        of = verdict.actor if verdict is not None and case is not None and case.text.lower() == "of" else None
        if of is not None and of.kind is ActorKind.GOVERNMENT_BODY and _PUBLIC_FORCE & {*of.sectors}:
            return Verdict(of, _BODY, (f"“{item.phrase}” of {of.name}",))
    return None


def _office(
    ctx: Context, item: Found, chains: dict[str, Chain], verdicts: dict[int, Verdict], heads: dict[int, Found]
) -> Verdict | None:
    """``the Sadrist leader``: the one person of the article, or of that day, who holds that office."""
    if item.plural or not item.definite or item.agent is None or item.agent.kind not in ("person", "member"):
        return None
    if unheld(ctx, item):
        return None
    office = ctx.agents.office(item.phrase)
    owner = item.traits.of or item.traits.country
    of_state = office in ctx.phrases.single_offices and not elsewhere(ctx, item)
    if owner is None and ctx.analysis.child(item.head, "nmod:poss") is None and of_state:
        owner = only_country(ctx, ("GOV",), item)
    fitting = []
    for chain in chains.values():
        if chain.person and chain.mentions and holds(ctx, chain, office, owner, item):
            fitting.append(chain)
    if item.traits.former and len(fitting) > 1:
        fitting = latest_holders(ctx, fitting, office)
    before = [c for c in fitting if min(m.first for m in c.mentions) < item.first] or fitting
    if len(before) == 1:
        return Verdict(
            before[0].actor, _OFFICE, (f"the only {item.phrase} of the article that fits",), item.traits.role
        )
    of = owner if owner is None or ":" in owner else f"state:{owner}"
    held = of and not item.traits.former and not fitting and (":" in str(item.traits.of) or not elsewhere(ctx, item))
    holders = office_holders(ctx, office, of) if of and held else ()
    holders = holders or of_a_division(ctx, item, office, held=bool(held))
    leads = leader_of(ctx, item, of) if of and held and not holders else None
    if leads is not None:
        holders, office = (leads[0],), leads[1]
    if len(holders) == 1:
        known = ctx.base.actors[holders[0]]
        actor = as_actor(ctx, known.id)
        return Verdict(actor, _HOLDER, (f"{known.name} was {office} of {of} at the article's date",), item.traits.role)
    return None


def _group(
    ctx: Context, item: Found, chains: dict[str, Chain], verdicts: dict[int, Verdict], heads: dict[int, Found]
) -> Verdict | None:
    """``the group``, ``the alliance``: the last organisation, its name or its kind agreeing with the noun."""
    if item.plural or not item.definite or item.agent is None or item.agent.kind not in ("group", "body"):
        return None
    if item.traits.of is not None or len(ctx.text(item.first, item.last).split()) > len(item.phrase.split()) + 1:
        return None
    if item.phrase in ctx.phrases.ruling_parties or _somebodys(ctx, item):
        return None
    noun, words = item.phrase.split()[-1], ctx.phrases
    ranked: list[tuple[int, int, Chain]] = []
    for chain in chains.values():
        before = [m.first for m in chain.mentions if m.last <= item.first and m.form is not MentionForm.PRONOUN]
        named = any(m.form is MentionForm.NAME for m in chain.mentions)
        alike = named and bool({*item.agent.sectors[:1]} & {*chain.actor.sectors}) and item.agent.kind == "body"
        spelled = any(noun in (ctx.text(m.first, m.last).lower().split()) for m in chain.mentions)
        body = spelled and noun in words.boards and chain.actor.kind is ActorKind.GOVERNMENT_BODY
        if not before or (chain.actor.kind not in GROUP_KINDS and not alike and not body):
            continue
        generic = noun in words.organisations or chain.actor.kind.value == noun
        generic = generic or (named and noun in words.groupings and not _OF_NO_GROUP & {*chain.actor.sectors[:1]})
        generic = generic or (named and noun in words.of_states_together and chain.actor.sectors[:1] == ("IGO",))
        if spelled or generic or (alike and chain.actor.kind in GROUP_KINDS):
            ranked.append((int(spelled), max(before), chain))
    if not ranked:
        return None
    by_noun, at, best = max(ranked, key=lambda r: r[:2])
    if not by_noun and item.first - at > 80:
        return None
    return Verdict(best.actor, _GROUP, (f"the last {noun} named before is {best.actor.name}",))


def _somebodys(ctx: Context, item: Found) -> bool:
    """True for ``whose company`` and ``the farmer's company``: not the one that was named last."""
    whose = ctx.analysis.child(item.head, "nmod:poss")
    return whose is not None and (whose.upos in ("NOUN", "PROPN") or whose.text.lower() == "whose")


def _again(
    ctx: Context, item: Found, chains: dict[str, Chain], verdicts: dict[int, Verdict], heads: dict[int, Found]
) -> Verdict | None:
    """``The officials`` after ``two officials``: a description taken up again."""
    if not item.definite or item.agent is None or _any_holder(ctx, item):
        return None
    noun, police = pieces(item.phrase)[-1], item.agent.sectors[:1] == ("COP",)
    owner = _owner(ctx, item, verdicts, heads)
    private = of_no_state(ctx, item, verdicts, heads)  # ``the university's administration``
    best: tuple[int, Chain] | None = None
    for chain in chains.values():
        for m in chain.mentions:
            country = item.traits.country
            if (
                m.form is MentionForm.ROLE
                and m.last <= item.first
                and m.plural == item.plural
                and pieces(m.phrase)[-1] == noun
                and (m.phrase.endswith(item.phrase) or item.phrase.endswith(m.phrase))  # of one ministry
                and (m.traits.former == item.traits.former or item.agent.kind not in ("person", "member"))
                and not (private and item.agent.kind == "body" and chain.actor.kind is ActorKind.GOVERNMENT_BODY)
                and _OF_RANK.isdisjoint({*pieces(m.phrase)} ^ {*pieces(item.phrase)})
                and (country is None or country == m.traits.country)
                and item.traits.of in (None, m.traits.of)
                and _from_abroad(ctx, m) <= _from_abroad(ctx, item)
                and not _any_holder(ctx, m)
                and not (police and _elsewhere(ctx, item, m.traits.country))
                and not _others(ctx, item, m, owner, verdicts, heads)
                and (best is None or m.first > best[0])
            ):
                best = (m.first, chain)
    if best is None:
        return None
    return Verdict(best[1].actor, _AGAIN, (f"takes up “{best[1].actor.name}”",), item.traits.role)


def _owner(ctx: Context, item: Found, verdicts: dict[int, Verdict], heads: dict[int, Found]) -> Actor | str | None:
    """Whose a description is by the pronoun before it, "" where that is open; None without one."""
    pronoun = ctx.analysis.child(item.head, "nmod:poss")
    if pronoun is None or pronoun.upos != "PRON":
        return None
    whose = heads.get(pronoun.i)
    verdict = verdicts.get(id(whose)) if whose is not None else None
    return verdict.actor if verdict is not None else ""


def _of_another(ctx: Context, m: Found) -> bool:
    """True for a description that says by ``of`` whose it is."""
    of = (ctx.analysis.child(c.i, "case") for c in ctx.analysis.children(m.head, "nmod"))
    return any(case is not None and case.text.lower() == "of" for case in of)


def _others(
    ctx: Context,
    item: Found,
    m: Found,
    owner: Actor | str | None,
    verdicts: dict[int, Verdict],
    heads: dict[int, Found],
) -> bool:
    """True for ``Israeli leaders`` beside ``Iran, whose leaders``: of a state that is not known to be ``owner``'s, or
    of another owner.
    """
    if owner is None:
        return False
    theirs, state = _owner(ctx, m, verdicts, heads), m.traits.country
    if item.phrase != m.phrase and _of_another(ctx, m):
        return True  # ``his family members`` are not ``members of the department``
    if isinstance(owner, str):
        return state is not None
    return state not in (None, owner.country) or (isinstance(theirs, Actor) and theirs.id != owner.id)


def _any_holder(ctx: Context, item: Found) -> bool:
    """True for ``a president`` and ``the next president``, which ``the president`` does not take up."""
    one = (
        item.form is MentionForm.ROLE
        and not item.plural
        and ctx.agents.office(item.phrase) in ctx.phrases.single_offices
    )
    return one and unheld(ctx, item)


def _from_abroad(ctx: Context, item: Found) -> bool:
    """True for ``foreign police``, which ``the police`` does not take up."""
    words = (t.text.lower() for t in ctx.analysis.tokens[item.first : item.head])
    return any(ctx.agents.modifiers.get(w) == "abroad" for w in words)


def _fighters(
    ctx: Context, item: Found, chains: dict[str, Chain], verdicts: dict[int, Verdict], heads: dict[int, Found]
) -> Verdict | None:
    """``the rebels``: the one armed group that the article has named; in a title, the one that it names further on."""
    if not (item.plural and item.agent) or item.traits.of or not _FIGHTERS & {*item.agent.sectors}:
        return None
    block = ctx.article.blocks[ctx.analysis.sentences[ctx.analysis.tokens[item.head].sentence].block]
    title = block.kind is BlockKind.TITLE and item.agent.sectors[:1] == ("REB",)
    owned = ctx.analysis.child(item.head, "nmod:poss") is not None  # ``their fighters`` are but some of them
    if owned or not (item.definite or title):
        return None
    groups = [
        c.actor
        for c in chains.values()
        if c.actor.kind is ActorKind.ARMED_GROUP
        and (min(m.first for m in c.mentions) < item.first or (title and c.actor.known))
    ]
    if len(groups) != 1 or item.traits.country not in (None, groups[0].country) or not bare(ctx, item):
        return None
    return Verdict(groups[0], _GROUP, (f"{groups[0].name} is the only armed group that the article has named",))
