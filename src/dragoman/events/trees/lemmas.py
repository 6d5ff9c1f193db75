"""The lemmas of an article as the codebook has them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from dragoman.knowledge.codebook import Codebook
from dragoman.knowledge.remembered import Remembered
from dragoman.records import Token

__all__ = ["cut_compounds", "folded_lemmas", "hyphened"]


def folded_lemmas(tokens: Sequence[Token], codebook: Codebook) -> tuple[str, ...]:
    """A lemma for each token: lower case, American spelling, compounds with their hyphen whole."""
    plain, tagged = _folded(codebook)
    folded = [plain[token.lemma] or tagged[token.lemma, token.upos, token.xpos] for token in tokens]
    beside = {i for k, token in enumerate(tokens) if token.text == "-" for i in (k - 1, k + 1) if 0 <= i < len(tokens)}
    wholes = {i: whole for i in beside if (whole := _compound(i, tokens, folded, codebook)) is not None}
    return tuple([wholes.get(i, lemma) for i, lemma in enumerate(folded)] if wholes else folded)


@cache
def _folded(codebook: Codebook) -> tuple[Remembered[str, str], Remembered[tuple[str, str, str], str]]:
    """The folded form of lemmas as they were written, empty where it depends on their two tags; and with these."""

    def plain(written: str) -> str:
        lemma = codebook.grammar.fold(written)
        told = codebook.knows(lemma) or not (lemma.endswith("s") or any(map(codebook.knows, _of_verb(lemma))))
        return lemma if told else ""

    return Remembered(plain), Remembered(lambda word: _fold(*word, codebook))


def _fold(written: str, upos: str, xpos: str, codebook: Codebook) -> str:
    """A lemma that no entry uses is tried without a plural ``s`` and with a final ``e``: what lemmatisers get wrong in
    headlines' capitals and in rare verbs.
    """
    known = codebook.knows
    lemma = codebook.grammar.fold(written)
    if known(lemma):
        return lemma
    if xpos in ("NNPS", "NNS") and lemma.endswith("s") and (known(lemma[:-1]) or xpos == "NNPS"):
        return lemma[:-1]
    if xpos == "NNS" and lemma.endswith("ies") and known(lemma[:-3] + "y"):
        return lemma[:-3] + "y"
    return next(filter(known, _of_verb(lemma)), lemma) if upos == "VERB" else lemma


def _of_verb(lemma: str) -> tuple[str, ...]:
    """What the lemma of a verb may be instead."""
    british = (lemma.removesuffix("ise") + "ize",) if lemma.endswith("ise") else ()
    past = (lemma[:-1], lemma[:-2]) if lemma.endswith("ed") else ()  # `ruled`, tagged as an infinitive
    return lemma + "e", *british, *past


def cut_compounds(i: int, tokens: Sequence[Token]) -> Iterator[tuple[Token, Token]]:
    """The compounds in which a word stands and which are cut at a hyphen: the words on its two sides."""
    for hyphen in (i - 1, i + 1):
        if 0 < hyphen < len(tokens) - 1 and tokens[hyphen].text == "-":
            first, last = tokens[hyphen - 1], tokens[hyphen + 1]
            if not (first.space or tokens[hyphen].space):
                yield first, last


def hyphened(i: int, tokens: Sequence[Token]) -> list[int]:
    """The name joined to a participle (``Rwanda-backed rebels``, ``UN-brokered talks``), which says by whom."""
    if tokens[i].xpos != "VBN":
        return []
    names = (first for first, last in cut_compounds(i, tokens) if last.i == i)
    return [name.i for name in names if name.text[:1].isupper()]


def _compound(i: int, tokens: Sequence[Token], folded: Sequence[str], codebook: Codebook) -> str | None:
    """The whole of a compound that is cut at its hyphen (``sit - in``), for the word that heads it.

    None where the codebook does not know the whole, or has expressions of the head alone (as of the ``strike`` of
    ``air-strike``).
    """
    for first, last in cut_compounds(i, tokens):
        if tokens[i].head == (first.i if last.i == i else last.i):
            continue
        whole = f"{first.text.lower()}-{folded[last.i]}"
        verb = tokens[i].upos == "VERB" and codebook.heads(whole)  # `lathi-charged`, whatever `charge` is
        if verb or (codebook.knows(whole) and not codebook.heads(folded[i])):
            return whole
    return None
