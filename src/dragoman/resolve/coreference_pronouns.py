"""Pronouns: the nearest compatible actor, subjects first, at most two sentences back.

The method is Hobbs's preference for subjects and recency reduced to a sum of declared weights; a pronoun is left open
where two actors come within a margin. A relative pronoun takes what its clause hangs on.
"""

from __future__ import annotations

from dragoman.records import ActorKind, BlockKind, MentionForm
from dragoman.resolve.actors_context import Chain, Context, Found
from dragoman.resolve.actors_new import Verdict

__all__ = ["resolve_pronoun"]

_WINDOW = 2
_DISTANCE = (1.0, 0.8, 0.5)  # same sentence, one back, two back
_SUBJECT, _OBJECT, _OTHER = 0.35, 0.15, 0.0
_PARALLEL = 0.1  # a subject pronoun takes up a subject
_MARGIN = 0.05
_SURE, _LIKELY, _GUESS = 0.8, 0.65, 0.5
_THINGS = (
    ActorKind.STATE, ActorKind.GOVERNMENT_BODY, ActorKind.PARTY, ActorKind.BLOC,
    ActorKind.ARMED_GROUP, ActorKind.ORGANISATION, ActorKind.OUTLET,
)  # fmt: skip


def resolve_pronoun(
    ctx: Context, item: Found, chains: dict[str, Chain], verdicts: dict[int, Verdict], heads: dict[int, Found]
) -> Verdict | None:
    """Whom a pronoun stands for; None where it is open."""
    analysis = ctx.analysis
    token = analysis.tokens[item.head]
    if item.phrase == "relative":
        return _relative(ctx, item, verdicts, heads)
    word = token.text.lower()
    if word == "it" and not token.dep.startswith("nsubj"):
        return None  # ``denied it``: what was said, no actor
    best: dict[str, float] = {}
    sentences = analysis.sentences
    for i in range(sentences[max(0, token.sentence - _WINDOW)].first, item.first):
        mention = heads.get(i)
        verdict = verdicts.get(id(mention)) if mention is not None else None
        if mention is None or verdict is None or not _reachable(ctx, mention, item):
            continue
        if _fits(word, item, chains[verdict.actor.id]):
            best[verdict.actor.id] = max(_salience(ctx, mention, item), best.get(verdict.actor.id, 0.0))
    ranked = [(score, actor, chains[actor]) for actor, score in best.items()]
    ranked.sort(key=lambda r: (-r[0], r[1]))
    if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _MARGIN):
        return None
    chain = ranked[0][2]
    if word.startswith("it") and ranked[0][0] < _DISTANCE[1] + _SUBJECT:
        return None  # most of the things that "it" stands for are no actors
    score = _SURE if len(ranked) == 1 else _LIKELY if ranked[0][0] - ranked[1][0] > 0.2 else _GUESS
    if not item.traits.gender:
        score = min(score, _LIKELY)
    return Verdict(chain.actor, score, (f"“{token.text}”: the nearest fitting actor before it is {chain.actor.name}",))


def _relative(ctx: Context, item: Found, verdicts: dict[int, Verdict], heads: dict[int, Found]) -> Verdict | None:
    analysis = ctx.analysis
    path = (analysis.tokens[item.head], *analysis.ancestors(item.head))
    clause = next((t for t in path if t.dep == "acl:relcl"), None)
    other = heads.get(clause.head) if clause is not None else None
    verdict = verdicts.get(id(other)) if other is not None else None
    if verdict is None or other is None:
        return None
    return Verdict(verdict.actor, 0.9, (f"its clause hangs on “{ctx.text(other.first, other.last)}”",))


def _fits(word: str, item: Found, chain: Chain) -> bool:
    """Number, gender and being a person agree."""
    if word.startswith("the"):  # they, them, their
        return chain.plural or chain.actor.kind in (ActorKind.POPULATION, ActorKind.UNKNOWN)
    if word.startswith("it"):
        return chain.actor.kind in _THINGS and not chain.plural
    return chain.person and chain.gender in (None, item.traits.gender)


def _reachable(ctx: Context, mention: Found, item: Found) -> bool:
    """Before the pronoun, within the window and the same part of the page, and not an argument of the same verb."""
    tokens = ctx.analysis.tokens
    if mention.last > item.first or mention.head == item.head:
        return False
    if (
        mention.form is MentionForm.ROLE
        and not mention.definite
        and ctx.analysis.child(mention.head, "cop") is not None
    ):
        return False  # ``X is a conservative``: a predicate brings in nobody
    here, there = tokens[item.head].sentence, tokens[mention.head].sentence
    if here - there > _WINDOW or _part(ctx, here) != _part(ctx, there):
        return False
    pronoun, other = tokens[item.head], tokens[mention.head]
    coargument = pronoun.head == other.head and not pronoun.dep.startswith("nmod")
    return not coargument


def _part(ctx: Context, sentence: int) -> BlockKind:
    """Body, title or caption: a pronoun of the body does not take up somebody in a photograph."""
    block = ctx.analysis.sentences[sentence].block
    blocks = ctx.article.blocks
    return blocks[block].kind if 0 <= block < len(blocks) else BlockKind.PARAGRAPH


def _salience(ctx: Context, mention: Found, item: Found) -> float:
    tokens = ctx.analysis.tokens
    dep = tokens[mention.head].dep
    weight = _DISTANCE[tokens[item.head].sentence - tokens[mention.head].sentence]
    weight += _SUBJECT if dep.startswith("nsubj") else _OBJECT if dep in ("obj", "iobj") else _OTHER
    if dep.startswith("nsubj") and tokens[item.head].dep.startswith("nsubj"):
        weight += _PARALLEL
    return weight + 0.0005 * max(0, 100 - (item.first - mention.last))
