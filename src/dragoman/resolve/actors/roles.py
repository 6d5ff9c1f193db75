"""Role noun phrases (``two Israeli officials``, ``the Sadrist leader``): their extent, and what they say of whom."""

from __future__ import annotations

from dataclasses import replace

from dragoman.knowledge.actor_rows import KnownActor
from dragoman.knowledge.agents import Agent
from dragoman.records import ActorKind, Analysis, MentionForm, Token
from dragoman.records.marks import DOUBLE_MARKS
from dragoman.resolve.actors.choose import choose
from dragoman.resolve.actors.context import Context, Found, Traits, locative, only_backs
from dragoman.resolve.actors.harmed import strikes
from dragoman.resolve.actors.phrases import is_begun, phrase_at
from dragoman.resolve.actors.referring import is_abstract, is_mere_office
from dragoman.resolve.actors.role_sectors import (
    ACTS_AS_MODIFIER,
    of_a_people,
    of_unknown,
    qualified,
    sectors_of_role,
)
from dragoman.resolve.actors.scan import Match, country_like
from dragoman.resolve.actors.states import (
    country_at,
    country_of,
    is_about,
    is_away,
    is_posted,
    is_sent,
    of_the_world,
    passed_on,
    place_in,
    settled,
    several_places,
    several_states,
    states_of,
    untold,
    where_a_people_is,
    whose_land,
)

__all__ = [
    "descriptions",
    "extent",
    "located",
    "names_nobody",
    "role_at",
    "set_off",
    "title_of",
    "traits_of",
]

_LEFT = ("det", "amod", "compound", "nummod", "nmod:poss", "nmod:desc", "nmod:unmarked", "flat")
_BREAKS = DOUBLE_MARKS | {",", ";", ":", "(", ")"}
_DEFINITE = frozenset(("the", "this", "that", "these", "those", "both"))


def title_of(ctx: Context, first: int, last: int) -> int:
    """How many tokens at ``first`` are a title before a name that goes on until ``last``; 0 for none."""
    tokens = ctx.analysis.tokens
    for size in range(min(4, last - first - 1), 0, -1):
        phrase = " ".join(t.text.rstrip(".").lower() for t in tokens[first : first + size])
        agent = ctx.agents.nouns.get(phrase)
        if phrase in ctx.agents.titles or (agent is not None and agent.kind in ("person", "member")):
            return size
    return 0


def descriptions(ctx: Context, name: Found) -> list[Token]:
    """The nouns that say what a name is: its appositions, what it is apposed to, ``a broker identified as X``, and the
    noun right before an organisation's name (``the union USTEC``).

    The parser hangs a person's name on the nearest noun (``the head of the OSCE group, Tim Guldimann``); a noun that
    is no person is left for the one it belongs to.
    """
    analysis = ctx.analysis
    token = analysis.tokens[name.head]
    found = [t for t in analysis.children(name.head, "appos") if t.i not in range(name.first, name.last)]
    found += [t for t in analysis.children(name.head, "nmod:desc") if set_off(analysis, t)]
    person = name.label in ("PER", None)
    if token.dep == "appos":
        top = analysis.tokens[token.head]
        while person and top.dep == "nmod" and not _is_person(ctx, top) and analysis.tokens[top.head].upos == "NOUN":
            top = analysis.tokens[top.head]
        found.append(top)
    verb = analysis.tokens[token.head]
    if token.dep in ("obl", "xcomp", "obj") and verb.dep.startswith("acl") and verb.lemma.lower() in ctx.phrases.naming:
        found.append(analysis.tokens[verb.head])
    if token.dep in ("obj", "nsubj:pass"):  # ``appointed X as governor``, ``X was named head of``
        found += [t for t in analysis.children(verb.i, "obl", "xcomp") if _as_what(analysis, t) and t.i > verb.i]
    before = analysis.tokens[name.first - 1] if name.first else None
    if not person and before is not None and before.upos == "NOUN" and before.text.islower():
        found.append(before)
    return [t for t in found if t.upos == "NOUN"]


def set_off(analysis: Analysis, token: Token) -> bool:
    """True for ``spokesman`` in ``its spokesman, Ali Reza``, which the parser hangs on the name as it does a title."""
    if token.dep != "nmod:desc" or token.head <= token.i:
        return False
    return any(t.text == "," for t in analysis.tokens[token.i + 1 : token.head])


def _as_what(analysis: Analysis, token: Token) -> bool:
    """True for ``governor`` in ``appoint X as governor`` and ``named X governor``: what somebody is made."""
    if token.dep == "xcomp":
        return token.upos == "NOUN"
    case = analysis.child(token.i, "case")
    return case is not None and case.text.lower() == "as"


def _is_person(ctx: Context, token: Token) -> bool:
    found = phrase_at(ctx, token)
    return found is not None and found[0].kind in ("person", "member")


def role_at(ctx: Context, token: Token, inside: dict[int, Found], *, title: bool = False) -> Found | None:
    """The role mention that ``token`` heads, None if it heads none; with ``title``, one that stands before a name."""
    behind, token = token.i + 1, _to_be(ctx, token) if title else token
    found = phrase_at(ctx, token)
    if found is None or token.text == "-":
        return None
    agent, start, end = found
    analysis = ctx.analysis
    if not title and (_hyphened(ctx, token) or names_nobody(ctx, token, agent)):
        return None
    placed = agent.kind in ("body", "arm", "unit") and locative(analysis, token) and not _aimed_at(ctx, token, agent)
    if not title and (placed or _part_of_larger(ctx, token, agent)):
        return None
    first, last = extent(ctx, token, start, end, title=title)
    ends_in = ctx.by_token.get(last - 1)
    if ends_in is not None and ends_in.last > last:
        last = ends_in.last  # ``the rebels of Liberians United for Reconciliation``: a name is not cut
    if title:
        first, last = _title_start(ctx, first), behind
    words = {t.text.lower() for t in analysis.children(token.i, "det")}
    owned = analysis.child(token.i, "nmod:poss") is not None
    plural = agent.plural or token.xpos in ("NNS", "NNPS") or token.feature("Number") == "Plur"
    form = MentionForm.ROLE
    passed = not title and agent.sectors[:1] == ("REF",) and passed_on(ctx, token.i)
    last = min(last, end) if passed else last
    traits = traits_of(ctx, first, last, agent, token.i)
    traits = replace(traits, abroad=traits.country is None) if passed else traits
    if agent.kind == "arm" and (title or not (_owned(ctx, first, last, token.i, traits) or strikes(ctx, token, agent))):
        return None
    if traits.country is None and not title and not traits.abroad:
        traits = located(ctx, token, traits)
    if plural and ctx.base.body_nouns.get(agent.noun) == "state":  # ``four countries``: of none, and all together
        traits = replace(traits, country=None, sectors=("INT",), abroad=True)
    headed = traits.of is not None and not plural and ctx.agents.office(agent.noun) == "leader"
    definite = bool(words & _DEFINITE) or owned or headed or (traits.country is not None and not plural)
    return Found(form, first, last, token.i, None, None, agent, agent.noun, plural, definite, traits)


def _to_be(ctx: Context, token: Token) -> Token:
    """``president`` for ``elect`` in ``president-elect X``; any other token itself."""
    tokens = ctx.analysis.tokens
    return tokens[token.i - 2] if token.i > 1 and is_begun(tokens[token.i - 1 : token.i + 1]) else token


def names_nobody(ctx: Context, token: Token, agent: Agent) -> bool:
    """True where a role noun is no actor: ``demanded justice``, ``bowed her head``, ``ran for president``."""
    if is_abstract(ctx, token, agent) or is_mere_office(ctx, token, agent):
        return True
    return ctx.agents.abstract.get(agent.noun) == "owned" and not _heads_something(ctx, token)


def _aimed_at(ctx: Context, token: Token, agent: Agent) -> bool:
    """True for ``police`` in ``threw stones at police``: a force is no place to be at; for an embassy at which bombs
    or crowds are."""
    case = ctx.analysis.child(token.i, "case")
    aimed = case is not None and case.text.lower() == "at"
    return aimed and (agent.sectors[:1] in (("COP",), ("MIL",)) or is_posted(ctx, agent.noun))


def _heads_something(ctx: Context, token: Token) -> bool:
    """True for a head or a chair of something: ``the head of the mission``, ``its head``, ``party chairs``."""
    analysis = ctx.analysis
    if any(t.i > token.i for t in analysis.children(token.i, "nmod", "appos")) or set_off(analysis, token):
        return True
    for owner in analysis.children(token.i, "nmod:poss", "compound", "amod"):
        named = owner.i in ctx.by_token or owner.upos == "PROPN" or phrase_at(ctx, owner) is not None
        if named or owner.text.lower() in ("its", "whose"):
            return True
    return analysis.child(token.i, "cop") is not None or (
        token.dep == "nsubj" and analysis.tokens[token.head].lemma.lower() in ctx.sayers
    )


def _hyphened(ctx: Context, token: Token) -> bool:
    """True for ``attorney`` in ``attorney-general``: the first part of a role noun that a hyphen joins."""
    tokens = ctx.analysis.tokens
    if token.space or token.i + 2 >= len(tokens) or tokens[token.i + 1].text != "-" or tokens[token.i + 1].space:
        return False
    whole = phrase_at(ctx, tokens[token.i + 2])
    return whole is not None and f"{token.text.lower()}-" in whole[0].noun


def _owned(ctx: Context, first: int, last: int, head: int, traits: Traits) -> bool:
    """True if a known group or a state stands in the phrase itself as the owner of a thing."""
    states = any(country_like(m) for m in ctx.matches_in(first, last))
    stated = states and (traits.country is not None or traits.abroad)
    return traits.of is not None or (stated and last - first > 1 and head >= first) or _of_a_force(ctx, head)


def _of_a_force(ctx: Context, head: int) -> bool:
    """True for what belongs to a force that a common noun before it names: ``an air force helicopter``."""
    for token in ctx.analysis.children(head, "compound"):
        found = phrase_at(ctx, token) if token.text.islower() and token.i < head else None
        if found is not None and found[0].kind == "body" and set(found[0].sectors[:1]) & ACTS_AS_MODIFIER:
            return True
    return False


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
        if child.i > token.i and there:  # on Lesbos they are; a committee on China sits elsewhere
            country = country_at(ctx, child.i) or country_of(ctx, child)
            if "JUD" in traits.sectors and child.text.lower() in ctx.phrases.court_seats:
                reasons = (*traits.reasons, f"courts of several states sit in “{child.text}”")
                return replace(traits, abroad=True, sectors=("IGO", *traits.sectors), reasons=reasons)
            if country is not None:
                return replace(traits, country=country, reasons=(*traits.reasons, f"is in “{child.text}”, {country}"))
        elif child in behind and behind[0].text.lower() == "on" and _is_state(ctx, child):
            return replace(traits, posted=country_at(ctx, child.i))
    return traits


def _is_state(ctx: Context, token: Token) -> bool:
    """True for a token that names a state."""
    match = ctx.by_token.get(token.i)
    return match is not None and any(c.actor.startswith("state:") for c in match.candidates)


def _part_of_larger(ctx: Context, token: Token, agent: Agent) -> bool:
    """True for ``police`` in ``police chief`` and for ``child`` in ``child care``: not an actor of its own."""
    if not token.dep.startswith(("compound", "nmod:desc", "flat")) or set_off(ctx.analysis, token):
        return False
    head = ctx.analysis.tokens[token.head]
    if head.i > token.i and phrase_at(ctx, head) is not None:
        return True
    if agent.kind == "body" and agent.sectors[:1] in (("JUD",), ("LEG",)) and token.upos == "PROPN":
        return False  # ``the Supreme Court ruling``
    return agent.kind not in ("body", "person") or not set(agent.sectors) & ACTS_AS_MODIFIER


def extent(ctx: Context, token: Token, start: int, end: int, *, title: bool) -> tuple[int, int]:
    """From the leftmost modifier to the end of an ``of`` phrase, cut at the first comma or clause."""
    analysis = ctx.analysis
    first, last = start, end
    for child in analysis.children(token.i, *_LEFT):
        if child.i < token.i:
            first = min(first, analysis.subtree(child.i)[0])
    sentence = analysis.sentences[token.sentence]
    first = max(first, sentence.first)
    for i in range(start - 1, first - 1, -1):
        if _ends_phrase(ctx, i):
            first = i + 1
            break
    first += analysis.tokens[first].upos == "CCONJ" and first < start  # ``business and political leaders``
    while first - 2 >= sentence.first and _counts(ctx, first - 2):
        first -= 2  # ``hundreds of thousands of people``
    if title:
        return first, last
    for child in analysis.children(token.i, "nmod"):
        case = analysis.child(child.i, "case")
        if child.i >= last and case is not None and case.i == last and case.text.lower() in ("of", "for", "from"):
            last = _cut(analysis, child.i, last, several=token.feature("Number") == "Plur")
    return first, last


def _counts(ctx: Context, i: int) -> bool:
    """True for ``hundreds`` before ``of``."""
    word, of = (t.text.lower() for t in ctx.analysis.tokens[i : i + 2])
    return of == "of" and word.endswith("s") and word in ctx.agents.quantities


_AT_LEAST = frozenset({("at", "least"), ("at", "most")})


def _ends_phrase(ctx: Context, i: int) -> bool:
    """True if no noun phrase goes on to the left over token ``i``: marks, prepositions, verbs that are no participles,
    and ``and`` behind a state's name (``Colombia and ELN rebels`` are two).
    """
    token = ctx.analysis.tokens[i]
    if token.text in _BREAKS:
        return True
    if token.upos in ("ADP", "SCONJ") and token.text.lower() not in ("of", "over", "under", "than", "about"):
        after = ctx.analysis.tokens[i + 1] if i + 1 < len(ctx.analysis.tokens) else None
        return after is None or (token.text.lower(), after.text.lower()) not in _AT_LEAST
    if token.upos == "VERB" and token.xpos in ("VBD", "VBZ", "VBP"):
        return True
    before = ctx.by_token.get(i - 1)
    named = before is not None and any(c.actor.startswith("state:") for c in before.candidates)
    return token.upos == "CCONJ" and named and not (before is not None and before.demonyms)


def _cut(analysis: Analysis, child: int, last: int, *, several: bool) -> int:
    """The end of a phrase's subtree before its first comma, clause or apposition; before ``and``, too, unless
    ``several`` belong to as many (``the ministers of Armenia and Azerbaijan``).
    """
    end = analysis.subtree(child)[1]
    for i in range(last, end):
        token = analysis.tokens[i]
        inside = token.dep.startswith("amod") and token.head > i  # ``the dissolved assembly``
        if token.upos in ("PUNCT", "VERB", "AUX") and token.text != "-" and not inside:
            return i
        names = {analysis.tokens[child].upos, analysis.tokens[token.head].upos} == {"PROPN"}
        if token.dep in ("cc", "mark") and i > child and not (several and names):
            return i
    return end


def _title_start(ctx: Context, first: int) -> int:
    """A title's country may hang on the name: ``US`` of ``US President Joe Biden``; take what stands right before."""
    tokens = ctx.analysis.tokens
    while first > 0 and tokens[first - 1].sentence == tokens[first].sentence:
        before = tokens[first - 1]
        if before.upos in ("PROPN", "ADJ", "PART", "NOUN") or (before.text == "-" and not before.space):
            first -= 1
        else:
            break
    return first


def traits_of(ctx: Context, first: int, last: int, agent: Agent | None, head: int | None = None) -> Traits:
    """What the words of tokens ``[first, last)`` say: country, the known actor it belongs to, sectors, office.

    ``head`` is the role noun: what stands behind it is where an envoy goes to, not whose he is.
    """
    country = of = person = lives = None
    behind = False
    reasons: list[str] = []
    about = None
    for match in ctx.matches_in(first, last):
        if only_backs(ctx.analysis, match.last, ctx.agents):
            continue
        if is_about(ctx, match):
            about = states_of(match)[0][6:]
            continue
        beside = _by_origin(ctx, match, agent, head) or settled(ctx, match)
        states = [] if beside or untold(ctx, match) else states_of(match)
        if states and country is None and not (match.first > (head or last) and is_sent(ctx, agent, match.first)):
            best = max(states, key=lambda s: ctx.countries[s[6:]])
            country = where_a_people_is(ctx, match) or best[6:]
            behind = match.first > (last if head is None else head)
            reasons.append(f"“{ctx.text(match.first, match.last)}” gives the country {country}")
        elif country is None and (home := _home_of(ctx, match)) is not None:
            country = home
            reasons.append(f"“{ctx.text(match.first, match.last)}” are of {home}")
        elif match.candidates and (of is None or person is None) and not states and not _in_longer_name(ctx, match):
            chosen = choose(ctx, match, country)
            if chosen is None or _only_lives_there(ctx, match, agent, chosen.actor) or _anothers(ctx, match, head):
                continue
            if chosen.actor.startswith("person:"):
                person = person or ctx.base.actors[chosen.actor].country
            elif of is None:
                of = chosen.actor
                across = match.key in ctx.homes.across and not is_posted(ctx, agent.noun if agent else None)
                lives = dict(ctx.named).get(match.first) if across else None  # ``Rohingya refugees`` are of Burma
                reasons.append(f"“{ctx.text(match.first, match.last)}” is {of}")
    owner = ctx.base.get(of) if of else None
    serves = behind and owner is not None and _serves_it(ctx, agent, owner, first, last)
    country = None if serves else country  # ``the IMF's mission chief for Pakistan``
    stated = country is not None
    several = several_states(ctx, first, last)
    if not several and head is not None and (country is None or behind) and several_places(ctx, first, last, head):
        several, of, owner = True, None, None
    if several:
        country = None
        reasons.append("several states are named together")
    elif owner is not None and country is None:
        country = lives or owner.country
    if country is None and not several and not serves:
        own = last if head is None or not is_sent(ctx, agent) else head  # ``envoy for Syria``
        country, reason = (person, ["whose person is of that country"]) if person else place_in(ctx, first, own)
        reasons += reason
    sectors, reason = _sectors_told(ctx, (first, last), agent, owner, head, stated=stated)
    reasons += reason
    former = any(ctx.agents.modifiers.get(t.text.lower()) == "former" for t in ctx.analysis.tokens[first:last])
    role = None if agent is None else f"former {agent.noun}" if former else agent.noun
    world = country is None and agent is not None and of_the_world(ctx, first, last)
    abroad = several or world or (not stated and owner is not None and owner.country is None and _works_abroad(owner))
    gender, placed = agent.gender if agent else None, country is not None and not stated
    return Traits(country, of, sectors, role, former, gender, tuple(reasons), abroad, about, placed)


def _sectors_told(
    ctx: Context,
    span: tuple[int, int],
    agent: Agent | None,
    owner: KnownActor | None,
    head: int | None,
    *,
    stated: bool,
) -> tuple[tuple[str, ...], list[str]]:
    """The sectors of a role noun with the words around it, tokens ``span``, and why. ``stated``: a state is named among
    them."""
    if agent is None:
        return (), []
    theirs = ctx.sectors_of(owner.id) if owner else ()
    sectors, why = of_a_people(ctx, agent, theirs) or sectors_of_role(ctx, agent, owner, theirs, stated=stated)
    told = qualified(ctx, agent, sectors, span[0], head if head is not None else span[0])
    told = told if owner else of_unknown(ctx, agent, head, told)
    if told != sectors:
        why = [f"the words around “{agent.noun}” tell {'/'.join(told) or 'nothing'}"]
    words = (t.text.lower() for t in ctx.analysis.tokens[slice(*span)])
    if told and "OPP" not in told and any(ctx.agents.modifiers.get(w) == "opposition" for w in words):
        told = ("OPP", *told)
    return told, list(why)


def _serves_it(ctx: Context, agent: Agent | None, owner: KnownActor, first: int, last: int) -> bool:
    """True of who acts for an organisation of states, wherever he is; its soldiers from a state are that state's."""
    soldiers = agent is not None and (agent.sectors[:1] == ("MIL",) or agent.noun.endswith("peacekeeper"))
    contingent = soldiers and any(t.text.lower() == "from" for t in ctx.analysis.tokens[first:last])
    return owner.country is None and "IGO" in owner.sectors and not contingent


def _by_origin(ctx: Context, match: Match, agent: Agent | None, head: int | None) -> bool:
    """True for ``Iranian`` in ``an Iranian-American scholar``: one person of two states is of the latter."""
    if agent is None or agent.kind != "person" or head is None or ctx.analysis.tokens[head].xpos != "NN":
        return False
    tokens, other = ctx.analysis.tokens, ctx.by_token.get(match.last + 1)
    return other is not None and tokens[match.last].text == "-" and country_like(other) and other.last <= head


def _works_abroad(owner: KnownActor) -> bool:
    """True of an organisation of states, and of another that is of no country (``a spokeswoman for Oxfam``)."""
    return "IGO" in owner.sectors or owner.kind is ActorKind.ORGANISATION


def _only_lives_there(ctx: Context, match: Match, agent: Agent | None, chosen: str) -> bool:
    """True for ``a California man`` and ``head of the group Progress Iowa``, who are not that state's government's, and
    for a town that is a person's name too (``Masisi``) where it is read as one.
    """
    if chosen.startswith("person:"):
        return any(i in ctx.place_countries for i in range(match.first, match.last))
    civil = agent is not None and (
        agent.kind == "person"
        or agent.sectors[:1] == ("CVL",)
        or (
            agent.kind in ("group", "body") and agent.sectors[:1] not in ((), ("GOV",))
        )  # ``Sinaloa prosecutor's office``
    )
    return (civil and all(c.seat for c in match.candidates)) or _part_of_name(ctx, match)


def _anothers(ctx: Context, match: Match, head: int | None) -> bool:
    """True for ``Florida`` in ``head of Florida's teachers' union``: the place owns what the role is held in."""
    token = ctx.analysis.tokens[match.last - 1]
    if head is None or token.dep != "nmod:poss" or token.head <= head or not all(c.seat for c in match.candidates):
        return False
    found = phrase_at(ctx, ctx.analysis.tokens[token.head])
    return found is not None and bool(found[0].sectors) and found[0].sectors[0] != "GOV"


def _in_longer_name(ctx: Context, match: Match) -> bool:
    """True for ``Liberation`` in ``National Liberation Forces``: a part of another organisation's name names nobody, if
    it is no place (``Zhejiang Ocean Family``).
    """
    return not any(c.seat for c in match.candidates) and _part_of_name(ctx, match)


def _home_of(ctx: Context, match: Match) -> str | None:
    """The state of a people by descent (``Arab American voters``), and of any in an organisation's longer name
    (``Navajo Legal Aid``): they tell where, and not of which sector.
    """
    homes = {ctx.base.actors[c.actor].country for c in match.candidates if c.actor.startswith("people:")}
    if len(homes) != 1 or len(match.candidates) != 1:
        return None
    descent = ctx.analysis.tokens[match.last - 1].text.lower() in ctx.phrases.settled
    return homes.pop() if descent or _part_of_name(ctx, match) else None


def _part_of_name(ctx: Context, match: Match) -> bool:
    """True for a part of an organisation's longer name, the rest of which names nobody else."""
    for e in ctx.analysis.entities:
        if e.label == "ORG" and e.first <= match.first and match.last <= e.last:
            rest = [i for i in range(e.first, e.last) if not match.first <= i < match.last]
            inside = {i for m in ctx.matches_in(e.first, e.last) for i in range(m.first, m.last)}
            return any(ctx.analysis.tokens[i].text[:1].isupper() and i not in inside for i in rest)
    return False
