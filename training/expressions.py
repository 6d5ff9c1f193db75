"""The examples of the codebook as words and labels: the widest vocabulary that we have written, one sentence each."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.knowledge import Knowledge
from dragoman.knowledge.codebook import Entry, Example
from dragoman.knowledge.expressions import Grammar, HeadClass
from dragoman.language.lemmas import Lemmatiser
from training.spans import Labelled, forms, sentences_of, tags

__all__ = ["read_expressions"]

_TAGS = {
    HeadClass.VERB: ("VB", "VBD", "VBG", "VBN", "VBP", "VBZ"),
    HeadClass.NOUN: ("NN", "NNS"),
    HeadClass.ADJECTIVE: ("JJ", "VBN"),
    HeadClass.ANY: ("JJ", "NN", "NNS", "RB", "VBN"),
}
"""What the head of an expression may be tagged as."""
_OTHER = ("NN", "NNS", "VB", "VBD", "VBG", "VBN", "JJ", "RP")


def read_expressions(knowledge: Knowledge, lemmatiser: Lemmatiser) -> Iterator[Labelled]:
    """The example of each entry: its head and the words of its expression have its type, marked participants are its
    parts and no triggers, and of the rest nothing is known. Of what is to be ignored those words express no act.

    Examples in which the head is not found, and those of several sentences, are left out.
    """
    grammar = knowledge.codebook.grammar
    for entry in knowledge.codebook.entries:
        example = entry.example()
        if example is not None:
            yield from _labelled(entry, example, lemmatiser, grammar)


def _labelled(entry: Entry, example: Example, lemmatiser: Lemmatiser, grammar: Grammar) -> Iterator[Labelled]:
    sentences = list(sentences_of(example.sentence))
    if len(sentences) != 1:
        return
    words, text = sentences[0], example.sentence
    source, target = tags(words, example.sources), tags(words, example.targets)
    free = [i for i in range(len(words)) if source[i] == target[i] == "O"]
    written = forms(text, words)
    head = next(
        (i for i in free if _is(written[i], entry.pattern.heads, _TAGS[entry.pattern.head_class], lemmatiser, grammar)),
        None,
    )
    if head is None:
        return
    asked = frozenset(w for part in entry.pattern.parts if not part.optional for w in part.words)
    trigger = {head} | {i for i in free if _is(written[i], asked, _OTHER, lemmatiser, grammar)}
    kind = "O" if entry.ignored else entry.type or "NONE"
    event = [kind if i in trigger else "?" if i in free else "O" for i in range(len(words))]
    labels = {"event": event, "topic": ["?" if entry.ignored else "politics"] * len(words)}
    if not entry.ignored:
        labels["e0/trigger"] = ["B" if i in trigger else "O" for i in range(len(words))]
        labels |= {f"e0/{part}": found for part, found in (("source", source), ("target", target)) if "B" in found}
    yield written, labels


def _is(word: str, lemmas: frozenset[str], as_tags: tuple[str, ...], lemmatiser: Lemmatiser, grammar: Grammar) -> bool:
    return any(grammar.fold(lemmatiser.lemma(word, tag)) in lemmas for tag in as_tags)
