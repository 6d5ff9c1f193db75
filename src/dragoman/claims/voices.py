"""Who speaks: the source of a cue, found through passives, coordination, control, participles and relative clauses."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.claims.drafts import NOUNS, PAUSES, WEEKDAYS, Span, Trees
from dragoman.knowledge.speech import SpeechLexicon
from dragoman.records import Token

__all__ = ["LEANS_ON", "Voice", "find_voice", "noun_phrase", "really_said"]

_MAX_STEPS = 6
_MODALS = frozenset(
    {"will", "would", "may", "might", "could", "should", "must", "shall", "can", "'ll", "’ll", "wo", "ca", "'d", "’d"}
)
_HYPOTHETICAL_MARKS = frozenset({"if", "unless", "whether", "lest"})
_PARTICIPLES = frozenset({"VBG", "VBN"})
LEANS_ON = frozenset({"cite", "quote"})
"""Participles with which an outlet names its own source: ``Axios, citing two officials``."""
_MAX_SOURCE = 45
"""Tokens. A noun phrase longer than this has swallowed a clause: it is cut before its relative clause or apposition."""


@dataclass(frozen=True, slots=True)
class Voice:
    """The head token and span of a source; both None if none is expressed."""

    head: int | None
    span: Span | None
    how: str


_NOBODY = Voice(None, None, "")


def find_voice(trees: Trees, verb: Token) -> Voice:
    """The source of a verb of speech: its subject, its by-phrase in the passive, or what it shares."""
    i, how = verb.i, ""
    for _ in range(_MAX_STEPS):
        token = trees.tokens[i]
        if (own := _own_voice(trees, token)) is not None:
            return Voice(own.head, own.span, how)
        governor = trees.tokens[token.head]
        if token.xpos in _PARTICIPLES and governor.i != i and (voice := _participle(trees, token, governor)):
            return voice
        shares = token.dep in ("conj", "xcomp") or (
            token.dep == "advcl" and token.xpos == "VBG" and not _own_mark(trees, i)
        )
        if not shares or governor.upos not in ("VERB", "AUX", "ADJ", "NOUN", "PROPN"):
            return _inverted(trees, verb) if i == verb.i else _NOBODY
        if token.dep == "xcomp" and trees.analysis.child(governor.i, "obj", "iobj") is not None:
            return _NOBODY
        i, how = governor.i, token.dep
        if token.dep == "conj" and token.i == verb.i and (speaker := _speaker_above(trees, verb, governor)) is not None:
            i = speaker.i
    return _NOBODY


def _inverted(trees: Trees, verb: Token) -> Voice:
    """``..., said spokesman Peter Okoro``: the noun phrase right after the verb, wherever the parser hung it."""
    after = verb.i + 1
    last = trees.analysis.sentences[verb.sentence].last
    if verb.i == 0 or after >= last or trees.tokens[verb.i - 1].text not in PAUSES:
        return _NOBODY
    noun = trees.tokens[after]
    while noun.i < noun.head < last and trees.tokens[noun.head].upos in NOUNS:
        noun = trees.tokens[noun.head]
    if noun.upos not in NOUNS or trees.left[noun.i] != after:
        return _NOBODY
    return Voice(noun.i, noun_phrase(trees, noun.i), "inverted")


def _participle(trees: Trees, token: Token, governor: Token) -> Voice | None:
    """``quoted him as saying``: him; ``a report saying``: the report; None for other participles."""
    if token.dep == "advcl" and trees.mark(token.i) == "as" and token.xpos == "VBG":
        quoted = trees.analysis.child(governor.i, "obj", "nsubj:pass")
        return Voice(quoted.i, noun_phrase(trees, quoted.i), "quoted") if quoted else _NOBODY
    if token.dep != "acl":
        return None
    if token.xpos == "VBN":
        return _NOBODY
    return Voice(governor.i, _before(trees, noun_phrase(trees, governor.i), token), "acl")


def _speaker_above(trees: Trees, verb: Token, governor: Token) -> Token | None:
    """For ``said that he went, and added that ...``, ``added`` being joined to ``went``: the verb ``said``."""
    if governor.dep != "ccomp" or verb.lemma.lower() != "add":
        return None
    return trees.tokens[governor.head]


def _own_mark(trees: Trees, i: int) -> bool:
    return trees.mark(i) not in ("", "while", "by", "in", "after", "before", "when")


def _own_voice(trees: Trees, verb: Token) -> Voice | None:
    """The subject or by-phrase of the verb itself; nobody for a bare passive, None if it must be sought above."""
    analysis = trees.analysis
    passive = any(c.dep in ("aux:pass", "nsubj:pass") for c in analysis.children(verb.i))
    if passive:
        for c in analysis.children(verb.i, "obl"):
            if c.dep == "obl:agent" or trees.case(c.i) == "by":
                return Voice(c.i, noun_phrase(trees, c.i), "")
        return _NOBODY
    # Of two subjects the nearer one speaks: `"But not from friends," he said` may be parsed with both.
    subjects = [c for c in analysis.children(verb.i, "nsubj") if c.dep != "nsubj:pass"]
    if subjects:
        nearest = min(subjects, key=lambda c: abs(c.i - verb.i))
        return Voice(nearest.i, noun_phrase(trees, nearest.i), "")
    if analysis.child(verb.i, "expl") is not None:
        return _NOBODY
    return None


def noun_phrase(trees: Trees, head: int) -> Span:
    """The noun phrase of a source: all its modifiers and relative clauses, without preposition and conjunction.

    One longer than a source can be is cut before its first clause or apposition.
    """
    analysis = trees.analysis
    first, last = trees.left[head], trees.right[head]
    for c in analysis.children(head, "case", "mark", "cc", "punct", "advmod"):
        if (
            c.i < head
            and trees.right[c.i] <= head
            and c.i == first
            and (c.dep != "advmod" or c.text.lower() in ("as", "when"))
        ):
            first = max(first, trees.right[c.i])
    for c in analysis.children(head, "acl", "advcl"):
        if c.i > head and c.lemma.lower() in LEANS_ON and c.xpos == "VBG":
            last = min(last, trees.left[c.i])
    for c in analysis.children(head, "parataxis", "dep", "nmod", "obl"):
        if c.i > head and (c.dep in ("parataxis", "dep") or c.text in WEEKDAYS):
            last = min(last, trees.left[c.i])
    if last - first > _MAX_SOURCE:
        for c in analysis.children(head, "acl", "appos", "conj", "parataxis"):
            if c.i > head:
                last = min(last, trees.left[c.i])
    return trees.trim((first, _whole_name(trees, head, max(last, head + 1))))


def _whole_name(trees: Trees, head: int, last: int) -> int:
    """Where a phrase ends that must not break off in a name, nor before the name of whoever holds its office
    (``spokeswoman | Jane Roe``, which parsers hang elsewhere)."""
    for e in trees.analysis.entities:
        if e.first < last < e.last or (
            e.first == last and e.label == "PER" and head == last - 1 and trees.tokens[head].upos in ("NOUN", "PROPN")
        ):
            return e.last
    return last


def _before(trees: Trees, span: Span, token: Token) -> Span:
    """``span`` cut before the clause of ``token``."""
    return trees.trim((span[0], max(span[0] + 1, min(span[1], trees.left[token.i]))))


def really_said(trees: Trees, verb: Token, lexicon: SpeechLexicon) -> bool:
    """False for speech that is only future, possible or hypothetical: ``will declare``, ``may say``."""
    analysis = trees.analysis
    negated = trees.negated(verb.i)
    for c in analysis.children(verb.i, "aux"):
        if c.text.lower() in _MODALS and not (negated and c.text.lower() in ("would", "will", "could", "wo")):
            return False
    mark = trees.mark(verb.i)
    if mark in _HYPOTHETICAL_MARKS:
        return False
    if verb.xpos == "VB" and (mark == "to" or verb.dep == "xcomp"):
        governor = trees.tokens[verb.head]
        lemma = trees.lemma(governor)
        return verb.dep in ("xcomp", "advcl") and lemma in lexicon.carriers and really_said(trees, governor, lexicon)
    if verb.dep == "conj" and verb.xpos == "VB" and trees.tokens[verb.head].upos == "VERB":
        return really_said(trees, trees.tokens[verb.head], lexicon)
    return True
