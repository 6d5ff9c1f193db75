"""What speaks for and against a pronoun's candidates: declared binary features, each with its meaning.

Distance: ``s0`` .. ``s3`` sentences back, ``paragraph`` (another one), ``latest``, ``second`` .. ``fourth`` (the
nearest named, the one before ...), ``ahead`` (cataphora); ``s0_name`` ..: with the form.
Role: ``subj``, ``obj``, ``poss``, ``other``, ``main`` (subject of the sentence), ``parallel`` (the pronoun's role).
Syntax: ``own_subject`` (of the clause of a possessive), ``controls`` (object of a verb whose infinitive holds the
pronoun), ``commands`` (subject of a clause around the pronoun's), ``reports`` (of a verb of saying, the pronoun the
subject of what is said: ``the group said that it``).
Form: ``name``, ``role``, ``pronoun``, ``demonym``, ``indefinite``, ``thing``, ``pair``; ``subj_name`` ..: with role.
Chain: ``seen1``, ``seen2``, ``seen4``, ``seen8`` times so far; ``topic``: the article names nobody of its sort more
often; ``gender`` known to agree; kind (``k_state`` ...).
Quotation: ``speaker`` of the quotation that holds the pronoun, ``same_quote``, ``out_of_quote``.
Verb: ``speaks``: the pronoun is the subject of a verb of saying, with the candidate's kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dragoman.records import BlockKind, MentionForm, Token
from dragoman.resolve.actors.context import Chain, Context, Found
from dragoman.resolve.actors.words.phrases import phrase_at
from dragoman.resolve.actors.words.syntax import predicate_of, subject_of
from dragoman.resolve.coreference.quoted import quotations

__all__ = ["Scene", "features", "none_features"]

_OBJECTS = ("obj", "iobj")


@dataclass(frozen=True, slots=True)
class Scene:
    """What is computed once for an article."""

    quotes: list[int]
    """For each token the number of the quotation that it stands in, 0 for none."""
    parts: list[BlockKind]
    """For each sentence its part of the page: a pronoun of the body takes up nobody in a caption."""
    names: frozenset[int]
    """Tokens of named entities."""
    topics: frozenset[str]
    """The person and the group or state that the article names most."""

    @classmethod
    def of(cls, ctx: Context, chains: Mapping[str, Chain]) -> Scene:
        """The scene of an article whose names have been judged."""
        blocks = ctx.article.blocks
        parts = [
            blocks[s.block].kind if 0 <= s.block < len(blocks) else BlockKind.PARAGRAPH for s in ctx.analysis.sentences
        ]
        names = frozenset(i for e in ctx.analysis.entities for i in range(e.first, e.last - 1))
        return cls(quotations(ctx), parts, names, _topics(chains.values()))


def _topics(chains: Iterable[Chain]) -> frozenset[str]:
    named = [(len(c.mentions), c) for c in chains if len(c.mentions) > 1]
    return frozenset(
        max(sort, key=lambda pair: pair[0])[1].actor.id
        for person in (True, False)
        if (sort := [pair for pair in named if pair[1].person is person])
    )


def _role(token: Token) -> str:
    dep = token.dep
    if dep.startswith("nsubj"):
        return "subj"
    return "obj" if dep in _OBJECTS else "poss" if dep == "nmod:poss" else "other"


def features(
    ctx: Context, scene: Scene, item: Found, chain: Chain | None, at: int, mention: Found | None
) -> tuple[str, ...]:
    """The features of the candidate whose nearest mention is headed by token ``at``."""
    tokens = ctx.analysis.tokens
    token, other = tokens[item.head], tokens[at]
    anchor = tokens[mention.head] if mention is not None else other
    while anchor.dep.startswith(("conj", "appos", "flat")) and anchor.head < anchor.i:
        anchor = tokens[anchor.head]
    back = token.sentence - anchor.sentence
    out = [f"s{min(back, 3)}"] if at < item.first else ["ahead"]
    role = _role(anchor)
    out += [role, f"s{min(back, 3)}_{role}"]
    if role == _role(token):
        out.append(f"parallel_{role}")
    if role == "subj" and tokens[anchor.head].dep == "root":
        out.append("main")
    if back and ctx.analysis.sentences[token.sentence].block != ctx.analysis.sentences[anchor.sentence].block:
        out.append("paragraph")
    if back == 0:
        out += _syntax(ctx, token, anchor)
    out += _quotation(ctx, scene, token, anchor)
    out += _chain_features(scene, item, chain, mention)
    form = mention.form.value if mention is not None else "pair" if chain is not None else "thing"
    out += [f"{role}_{form}", f"s{min(back, 3)}_{form}"]
    if _speaks(ctx, token):
        out.append("speaks_thing" if chain is None else "speaks_actor")
    return tuple(out)


def _syntax(ctx: Context, token: Token, anchor: Token) -> list[str]:
    analysis = ctx.analysis
    predicate = predicate_of(analysis, token.i)
    if subject_of(analysis, predicate) == anchor.i:
        return ["own_subject"]
    for _ in range(8):
        verb = analysis.tokens[predicate]
        if verb.head == verb.i:
            return []
        above = verb.head
        if verb.dep == "xcomp" and anchor.head == above and anchor.dep in _OBJECTS:
            return ["controls"]
        if anchor.head == above and anchor.dep.startswith("nsubj"):
            says = verb.dep == "ccomp" and analysis.tokens[above].lemma.lower() in ctx.sayers
            subject = token.dep.startswith("nsubj") and token.head == verb.i
            return [f"commands_{verb.dep.partition(':')[0]}", *(("reports",) if says and subject else ())]
        predicate = above
    return []


def _quotation(ctx: Context, scene: Scene, token: Token, anchor: Token) -> list[str]:
    here, there = scene.quotes[token.i], scene.quotes[anchor.i]
    if here and here == there:
        return ["same_quote"]
    if not here:
        return ["out_of_quote"] if there else []
    says = ctx.analysis.tokens[anchor.head]
    speaker = anchor.dep.startswith("nsubj") and says.lemma.lower() in ctx.sayers
    return ["speaker" if speaker and token.sentence == anchor.sentence else "into_quote"]


def _chain_features(scene: Scene, item: Found, chain: Chain | None, mention: Found | None) -> list[str]:
    if chain is None:
        return ["thing"]
    if mention is None:
        return ["pair" if chain.actor.name.count(" and ") else "subject_ahead", f"k_{chain.actor.kind.value}"]
    out = [mention.form.value, f"k_{chain.actor.kind.value}"]
    if mention.form is MentionForm.PRONOUN and mention.plural == item.plural and mention.phrase != "relative":
        out.append("again")
    if mention.form is MentionForm.ROLE and not mention.definite:
        out.append("indefinite")
    if chain.plural:
        out.append("plural")
    if chain.actor.id in scene.topics:
        out.append("topic")
    count = len([m for m in chain.mentions if m.first < item.first])
    out.append("seen8" if count > 7 else "seen4" if count > 3 else "seen2" if count > 1 else "seen1")
    if item.traits.gender is not None and chain.gender == item.traits.gender:
        out.append("gender")
    return out


def _speaks(ctx: Context, token: Token) -> bool:
    """True if the token is the subject of a verb of saying."""
    return token.dep == "nsubj" and ctx.analysis.tokens[token.head].lemma.lower() in ctx.sayers


def none_features(ctx: Context, scene: Scene, item: Found) -> tuple[str, ...]:
    """What speaks for leaving a pronoun open: its role, a copula without an actor's verb, a quotation; ``owns``:
    it stands before a role noun (``its spokesman``)."""
    token = ctx.analysis.tokens[item.head]
    out = ["none", f"none_{_role(token)}"]
    if token.dep.startswith("nsubj") and ctx.analysis.child(token.head, "cop") is not None:
        out.append("none_copula")
    if scene.quotes[item.head]:
        out.append("none_quote")
    if _speaks(ctx, token):
        out.append("none_speaks")
    if token.dep == "nmod:poss" and phrase_at(ctx, ctx.analysis.tokens[token.head]) is not None:
        out.append("none_owns")
    return tuple(out)
