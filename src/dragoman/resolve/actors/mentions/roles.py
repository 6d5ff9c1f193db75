"""Role noun phrases (``two Israeli officials``, ``the Sadrist leader``): which nouns head them, and their extent."""

from __future__ import annotations

from dataclasses import replace

from dragoman.knowledge.agents import Agent
from dragoman.records import Analysis, MentionForm, Token
from dragoman.records.marks import DOUBLE_MARKS
from dragoman.resolve.actors.context import Context, Found, Traits, locative
from dragoman.resolve.actors.mentions.role_sectors import (
    ACTS_AS_MODIFIER,
)
from dragoman.resolve.actors.mentions.seated import court_of_states, located
from dragoman.resolve.actors.mentions.traits import traits_of
from dragoman.resolve.actors.scan import country_like
from dragoman.resolve.actors.words.harmed import strikes
from dragoman.resolve.actors.words.phrases import is_begun, phrase_at
from dragoman.resolve.actors.words.referring import is_abstract, is_mere_office
from dragoman.resolve.actors.words.states import is_posted, passed_on
from dragoman.resolve.actors.words.titles import tells_the_hour

__all__ = [
    "descriptions",
    "extent",
    "names_nobody",
    "role_at",
    "set_off",
    "title_of",
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
    if found is None or token.text == "-" or tells_the_hour(ctx, token.i):
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
    traits = replace(traits, abroad=traits.country is None) if passed else court_of_states(ctx, first, token, traits)
    if agent.kind == "arm" and (title or not (_owned(ctx, first, last, token.i, traits) or strikes(ctx, token, agent))):
        return None
    sole = ctx.homes.sole(agent.noun) if traits.country is None and traits.of is None and not traits.abroad else None
    if sole is not None:
        traits = replace(traits, country=sole, reasons=(*traits.reasons, f"none but {sole} has a “{agent.noun}”"))
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


def _part_of_larger(ctx: Context, token: Token, agent: Agent) -> bool:
    """True for ``police`` in ``police chief`` and for ``child`` in ``child care``: not an actor of its own."""
    if not token.dep.startswith(("compound", "nmod:desc", "flat")) or set_off(ctx.analysis, token):
        return False
    head = ctx.analysis.tokens[token.head]
    whole = phrase_at(ctx, token)
    if whole is not None and whole[2] > head.i > token.i and "-" in whole[0].noun:
        return False  # ``Malawi's president-elect``: the whole word is the noun
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
