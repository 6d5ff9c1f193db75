"""Claims without a verb of speech: ``according to X``, ``reportedly``, ``his claim that``, ``Smith: "..."``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dragoman.claims.drafts import NOUNS, Draft, Span, Trees
from dragoman.claims.voices import noun_phrase
from dragoman.knowledge.speech import Cue, CueKind, Marker, SpeechLexicon
from dragoman.records import Commitment, Polarity, Token

__all__ = ["nominal_drafts"]

_SOURCE_CASES = frozenset({"by", "from", "among"})
_FINITE_MARKS = frozenset({"that", "whether"})
_MAX_LABEL = 6
"""Tokens before the colon of ``Smith: "..."``; longer ones are sentences."""


def nominal_drafts(trees: Trees, lexicon: SpeechLexicon) -> Iterator[Draft]:
    """Drafts of all constructions of this module, in order of the text within each."""
    first_words = {m.words[0] for m in lexicon.prepositions}
    for token in trees.tokens:
        lower = token.text.lower()
        if lower in first_words:
            yield from _according(trees, token, lexicon.prepositions)
        if lower in lexicon.adverbs:
            yield from _adverb(trees, token, lexicon.adverbs[lower])
        if token.upos == "NOUN" and (cue := lexicon.nouns.get(token.lemma.lower())):
            yield from _noun(trees, token, cue)
    for sentence in trees.analysis.sentences:
        yield from _label(trees, (sentence.first, sentence.last))


def _simple(trees: Trees, head: int, name: str, cue: Span, content: tuple[Span, ...], clause: Span) -> Draft:
    return Draft(
        construction=name,
        lemma=" ".join(t.text.lower() for t in trees.tokens[cue[0] : cue[1]]),
        head=head,
        cue=cue,
        source=None,
        source_span=None,
        content=content,
        clause=clause,
        kind=CueKind.SPEECH,
        commitment=Commitment.NEUTRAL,
        polarity=Polarity.ASSERTED,
    )


def _according(trees: Trees, token: Token, markers: tuple[Marker, ...]) -> Iterator[Draft]:
    """The source is the noun of the phrase, the content the clause on which the phrase hangs."""
    for marker in markers:
        end = token.i + len(marker.words)
        if tuple(t.text.lower() for t in trees.tokens[token.i : end]) != marker.words:
            continue
        noun = _noun_after(trees, token, end)
        if noun is None:
            return
        source = noun_phrase(trees, noun.i)
        source = trees.trim((max(source[0], end), max(source[1], noun.i + 1)))
        phrase = (token.i, max(source[1], trees.right[noun.i]))
        sentence = trees.analysis.sentences[token.sentence]
        at_edge = phrase[0] <= sentence.first + 1 or not trees.has_word((phrase[1], sentence.last))
        governor = trees.tokens[sentence.root] if at_edge else _clause_of(trees, noun, phrase)
        whole = (trees.left[governor.i], trees.right[governor.i])
        draft = _simple(trees, token.i, "according", (token.i, end), trees.without(whole, phrase), phrase)
        yield replace(draft, source=noun.i, source_span=source, commitment=marker.commitment)
        return


def _noun_after(trees: Trees, token: Token, end: int) -> Token | None:
    """The head of the phrase that the marker introduces: the highest token that governs what follows it."""
    sentence = trees.analysis.sentences[token.sentence]
    if end >= sentence.last:
        return None
    noun = trees.tokens[end]
    while noun.i < noun.head < sentence.last and trees.tokens[noun.head].upos not in ("VERB", "AUX"):
        noun = trees.tokens[noun.head]
    while noun.head >= end and noun.head != noun.i and trees.tokens[noun.head].upos in NOUNS:
        noun = trees.tokens[noun.head]
    return noun if noun.upos in (*NOUNS, "NUM", "ADJ", "DET") else None


def _clause_of(trees: Trees, noun: Token, phrase: Span) -> Token:
    """The head of the clause outside ``phrase`` that the phrase modifies."""
    token = noun
    for _ in range(8):
        if token.head == token.i:
            return trees.tokens[trees.analysis.sentences[token.sentence].root]
        token = trees.tokens[token.head]
        inside = phrase[0] <= token.i < phrase[1]
        if not inside and token.upos in ("VERB", "AUX", "ADJ") and token.text.lower() != "according":
            break
        if not inside and token.dep in ("root", "ccomp", "parataxis"):
            break
    return token


def _adverb(trees: Trees, token: Token, marker: Marker) -> Iterator[Draft]:
    """``The army reportedly withdrew``: nobody says it, the content is the clause."""
    if token.head == token.i:
        return
    governor = trees.tokens[token.head]
    whole = (trees.left[governor.i], trees.right[governor.i])
    hole = (token.i, token.i + 1)
    content = trees.without(whole, hole)
    if content:
        draft = _simple(trees, token.i, "adverb", hole, content, hole)
        yield replace(draft, commitment=marker.commitment)


def _noun(trees: Trees, token: Token, cue: Cue) -> Iterator[Draft]:
    """``his claim that ...``, ``a call by the envoy for ...``."""
    found = _noun_content(trees, token, cue)
    if found is None:
        return
    content, cue_end = found
    source, span = _noun_source(trees, token)
    if source is None and cue.source_needed:
        return
    yield Draft(
        construction="noun",
        lemma=cue.lemma,
        head=token.i,
        cue=(token.i, cue_end),
        source=source,
        source_span=span,
        content=(content,),
        clause=(trees.left[token.i], content[0]),
        kind=cue.kind,
        commitment=cue.commitment,
        polarity=cue.polarity,
    )


def _noun_content(trees: Trees, token: Token, cue: Cue) -> tuple[Span, int] | None:
    """The content and where the cue ends (a preposition that follows the noun belongs to the cue)."""
    for c in trees.analysis.children(token.i, "acl", "ccomp", "nmod"):
        if c.i < token.i or c.dep in ("acl:relcl", "nmod:poss"):
            continue
        first, last = trees.left[c.i], trees.right[c.i]
        if c.dep.startswith("nmod"):
            preposition = trees.case(c.i)
            if preposition in cue.prepositions and first == token.i + 1:
                return trees.trim((first + 1, last)), first + 1
            continue
        mark = trees.mark(c.i)
        if (mark in _FINITE_MARKS and "that" in cue.frames) or (mark == "to" and "to" in cue.frames):
            return trees.trim((first, last)), token.i + 1
        if mark == "of" and "of" in cue.frames:
            return trees.trim((first + 1, last)), first + 1
    return None


def _noun_source(trees: Trees, token: Token) -> tuple[int | None, Span | None]:
    for c in trees.analysis.children(token.i, "nmod:poss"):
        first, last = trees.left[c.i], trees.right[c.i]
        if trees.tokens[last - 1].xpos == "POS":
            last -= 1
        return c.i, trees.trim((first, max(last, c.i + 1)))
    for c in trees.analysis.children(token.i, "nmod", "obl"):
        if trees.case(c.i) in _SOURCE_CASES:
            return c.i, noun_phrase(trees, c.i)
    return None, None


def _label(trees: Trees, sentence: Span) -> Iterator[Draft]:
    """``Smith: We will not give in``: a name, a colon, and what the name says."""
    first, last = sentence
    for i in range(first + 1, min(first + _MAX_LABEL + 1, last - 2)):
        if trees.tokens[i].text == ":":
            break
    else:
        return
    label = trees.tokens[first:i]
    entities = [e for e in trees.analysis.entities if first <= e.first and e.last <= i]
    if not entities or entities[-1].last != i or any(t.upos in ("VERB", "AUX") for t in label):
        return
    if entities[-1].label not in ("PER", "ORG"):
        return
    content = trees.trim((i + 1, last))
    if content[1] - content[0] < 2:
        return
    head = next((t.i for t in label if not first <= t.head < i or t.head == t.i), i - 1)
    draft = _simple(trees, i, "label", (i, i + 1), (content,), (first, i + 1))
    yield replace(draft, source=head, source_span=trees.trim((first, i)), quotable=True)
