"""Epithets: ``the former banker``, ``the 39-year-old officer``, ``the mother of three`` take up a person by something
that he also is, which the article has not told before.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from dragoman.records import Actor, MentionForm
from dragoman.resolve.actors.context import Chain, Context, Found
from dragoman.resolve.actors.identity.new import PUBLIC, Verdict

__all__ = ["epithet"]

_EPITHET = 0.6
_BACK = 2
"""Sentences before, in which the person was spoken of."""
_SUBJECTS = ("nsubj", "nsubj:pass")


def epithet(
    ctx: Context,
    item: Found,
    chains: dict[str, Chain],
    verdicts: Mapping[int, Verdict],
    heads: Mapping[int, Found],
) -> Verdict | None:
    """The person whom a definite description with a mark of an epithet takes up: the subject of the last sentence
    before that has a named person for one, else the only one named there.
    """
    if item.plural or not item.definite or item.agent is None or item.agent.kind not in ("person", "member"):
        return None
    the = any(t.text.lower() == "the" for t in ctx.analysis.children(item.head, "det"))
    if not the or item.traits.of is not None or not _marked(ctx, item):
        return None
    here = ctx.analysis.tokens[item.head].sentence
    for sentence in range(here - 1, max(-1, here - 1 - _BACK), -1):
        persons = _persons(ctx, item, sentence, chains)
        subjects = {a.id: a for a, subject in persons if subject}
        if len(subjects) == 1 or (not subjects and len({a.id for a, _ in persons}) == 1):
            actor = next(iter(subjects.values())) if subjects else persons[0][0]
            why = f"“{ctx.text(item.first, item.last)}” says more of {actor.name}, told of before"
            return Verdict(actor, _EPITHET, (why,), item.traits.role)
        if persons:
            return None
    return None


def _may_be(ctx: Context, item: Found, chain: Chain) -> bool:
    """False for an office that a known person is not known to have held, and for another party than his: whose career
    the base holds has not been secretary of state or a Republican besides.
    """
    sectors, roles = item.traits.sectors[:1], ctx.base.roles.get(chain.actor.id, ())
    if not chain.actor.known or not roles:
        return True
    if sectors == ("PTY",):
        return False
    public = bool(PUBLIC & {*sectors})
    noun = item.phrase.rpartition(" ")[2]
    return not public or any(r.role.split()[-1] == noun or item.phrase in r.role for r in roles)


def _marked(ctx: Context, item: Found) -> bool:
    """Whether a description says what somebody was, how old he is, or whose parent."""
    analysis, marks = ctx.analysis, ctx.phrases.epithets
    words = [t.text.lower() for t in analysis.tokens[item.first : item.head]]
    if marks & {*words} or any(a == "year" and b == "-" for a, b in pairwise(words)):
        return True
    if analysis.tokens[item.head].lemma.lower() not in ctx.phrases.parents:
        return False
    return any(c.upos == "NUM" for c in analysis.children(item.head, "nmod"))


def _persons(ctx: Context, item: Found, sentence: int, chains: Mapping[str, Chain]) -> list[tuple[Actor, bool]]:
    """The persons with a name in the article whom a sentence speaks of, and whether as its subject."""
    span = ctx.analysis.sentences[sentence]
    found: list[tuple[Actor, bool]] = []
    for chain in chains.values():
        if not chain.person or not any(m.form is MentionForm.NAME for m in chain.mentions):
            continue
        if not _may_be(ctx, item, chain):
            continue
        genders = {chain.gender, item.traits.gender} - {None}
        countries = {chain.actor.country, item.traits.country} - {None}
        if len(genders) > 1 or len(countries) > 1:
            continue
        tokens = [ctx.analysis.tokens[m.head] for m in chain.mentions if span.first <= m.head < span.last]
        if tokens:
            found.append((chain.actor, any(t.dep in _SUBJECTS and t.head == span.root for t in tokens)))
    return found
