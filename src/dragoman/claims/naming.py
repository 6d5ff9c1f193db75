"""How far a source is named: declared features, weights fitted (``training/claims.py``).

The rules of ``sources`` give a first answer. What a careful reader says hangs on more at once: whose the source is,
what narrows it down, whether a name stands in it and where, what a pronoun points back to. Each level is weighed over

=============  ========================================================================================================
``rule``       the rules' answer; with the kind of source, with the head's number
``noun``       the head's lemma where it is a noun of sources, and whether it is generic; ``pron`` for pronouns
``det``        the determiner: none, definite, indefinite, a count; ``poss``: whose it is, by a name or a pronoun
``name``       labels of the names in its words and how they hang on the head
``with``       what else narrows it down: an adjective, a compound, a clause, a phrase under which preposition
``actor``      whether it resolves to an actor, and whether that one is named in the article; the form of the mention
``back``       of a pronoun that resolves to nobody: what the nearest possible antecedent is
=============  ========================================================================================================
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from dragoman.claims.drafts import Span, Trees
from dragoman.knowledge.speech import SourceNoun, SpeechLexicon
from dragoman.knowledge.weights import read_weights, summed
from dragoman.records import Actor, ActorMention, Anonymity, SourceKind, Token

__all__ = ["LEVELS", "describe", "level", "rows"]

LEVELS = (Anonymity.NAMED, Anonymity.ROLE_ONLY, Anonymity.DESCRIBED, Anonymity.GENERIC)
"""Of sources that are expressed; who is not, is implicit."""
_WEIGHTS = Path(str(files("dragoman"))) / "claims" / "data" / "naming.csv"
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
_INDEFINITE = frozenset({"a", "an", "another", "some", "one", "several", "many", "other", "any"})
_BACK = 80
"""Tokens back in which a pronoun's antecedent is sought (three or four sentences)."""
_LOOSE = frozenset({"acl", "amod", "appos", "compound", "nmod", "nummod", "acl:relcl", "case", "flat", "conj"})


def level(facts: Sequence[str]) -> Anonymity:
    """The likeliest level over the features of a source."""
    sums = [summed(table, facts) for table in _tables()]
    return LEVELS[max(range(len(LEVELS)), key=sums.__getitem__)]


@cache
def _tables() -> tuple[dict[str, float], ...]:
    """The weights of each level, by features as ``describe`` gives them."""
    weights = read_weights(_WEIGHTS)[""]
    starts = [f"{at} " for at in LEVELS]
    return tuple({f.removeprefix(s): w for f, w in weights.items() if f.startswith(s)} for s in starts)


def rows(facts: Sequence[str]) -> list[tuple[str, ...]]:
    """The features of each level."""
    return [tuple(f"{at} {f}" for f in facts) for at in LEVELS]


def describe(
    trees: Trees,
    lexicon: SpeechLexicon,
    labels: Mapping[int, str],
    source: tuple[Token, Span, SourceKind, Anonymity],
    who: tuple[ActorMention | None, Actor | None, bool],
) -> Iterator[str]:
    """The features of a source: its head, span, kind and the rules' answer; its mention, its actor and whether that one
    is named in the article."""
    head, span, kind, rule = source
    mention, actor, named = who
    noun = lexicon.sources.get(head.lemma.lower())
    number = "many" if head.xpos in ("NNS", "NNPS") else "one"
    yield "bias"
    yield f"rule {rule}"
    yield f"rule {rule} {kind}"
    yield f"rule {rule} {kind} {number}"
    yield from _noun(head, noun, number)
    yield f"actor {'none' if actor is None else actor.kind}"
    yield f"actor {'named' if named else 'unnamed' if actor else 'none'} {kind}"
    yield f"form {mention.form if mention else 'none'} {kind}"
    yield from _determined(trees, head, labels, number)
    yield from _named_in(trees, head, span, labels, kind)
    yield from _narrowed(trees, head, labels, noun, number)
    if head.upos == "PRON" and not named:
        yield f"back {_antecedent(trees, head, lexicon, labels)}"


def _noun(head: Token, noun: SourceNoun | None, number: str) -> Iterator[str]:
    if head.upos == "PRON":
        yield f"pron {head.text.lower()}"
    elif noun is None:
        yield f"noun other {head.upos} {number}"
    else:
        yield f"noun {head.lemma.lower()}"
        yield f"noun {head.lemma.lower()} {number}"
        yield f"noun {noun.kind} {'generic' if noun.generic else 'own'} {number}"


def _determined(trees: Trees, head: Token, labels: Mapping[int, str], number: str) -> Iterator[str]:
    words = [c.text.lower() for c in trees.analysis.children(head.i, "det")]
    owner = trees.analysis.child(head.i, "nmod:poss")
    if owner is not None:
        of = "pronoun" if owner.upos == "PRON" else labels.get(owner.i, "noun")
        yield f"poss {of}"
        yield f"poss {of} {number}"
    counted = trees.analysis.child(head.i, "nummod") is not None
    det = (
        "definite"
        if any(w in _DEFINITE for w in words)
        else "indefinite"
        if any(w in _INDEFINITE for w in words)
        else "count"
        if counted
        else "owner"
        if owner
        else "none"
    )
    yield f"det {det}"
    yield f"det {det} {number}"


def _named_in(trees: Trees, head: Token, span: Span, labels: Mapping[int, str], kind: SourceKind) -> Iterator[str]:
    for i in range(*span):
        if i not in labels:
            continue
        if i == head.i:
            yield f"name head {labels[i]}"
            continue
        side = "before" if i < head.i else "after"
        dep = trees.tokens[i].dep if trees.tokens[i].head == head.i else "deep"
        yield f"name {labels[i]} {side}"
        yield f"name {labels[i]} {side} {dep}"
        yield f"name {labels[i]} {side} {dep} {kind}"
    if not any(i in labels for i in range(*span)):
        yield f"name nowhere {kind}"


def _narrowed(
    trees: Trees, head: Token, labels: Mapping[int, str], noun: SourceNoun | None, number: str
) -> Iterator[str]:
    generic = "generic" if noun is not None and noun.generic else "own"
    plain = True
    for c in trees.analysis.children(head.i):
        if c.dep not in _LOOSE or c.upos == "PUNCT":
            continue
        plain = False
        kind = c.dep
        if c.dep == "nmod":
            kind = f"nmod {trees.case(c.i)}"
        yield f"with {kind}"
        yield f"with {kind} {generic} {number}"
        yield f"with {kind} {noun.kind if noun else 'other'} {number}"
        if c.i in labels:
            yield f"with {kind} {labels[c.i]}"
        elif c.dep in ("amod", "compound"):
            yield f"with {c.lemma.lower()}"
    if plain:
        yield f"with nothing {generic} {number}"


def _antecedent(trees: Trees, head: Token, lexicon: SpeechLexicon, labels: Mapping[int, str]) -> str:
    """What stands before a pronoun that it may point to: a person's name, an office, a description."""
    many = head.text.lower() in ("they", "we", "them", "their")
    for i in range(head.i - 1, max(-1, head.i - _BACK), -1):
        token = trees.tokens[i]
        if token.dep not in ("nsubj", "nsubj:pass", "obl:agent", "root", "obl", "appos") and i not in labels:
            continue
        if not many and labels.get(i) == "PER":
            return "person"
        noun = lexicon.sources.get(token.lemma.lower())
        if token.upos != "NOUN" or noun is None or many != (token.xpos == "NNS"):
            continue
        words = {c.text.lower() for c in trees.analysis.children(i, "det")}
        named = any(labels.get(c.i) == "PER" for c in trees.analysis.children(i, "appos", "flat", "compound"))
        sort = "definite" if words & _DEFINITE else "indefinite" if words else "bare"
        return "person" if named else f"{noun.kind} {sort}"
    return "nobody"
