"""Quotation marks, tidy and untidy, without any model."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.claims import find_claims
from dragoman.claims.drafts import Trees
from dragoman.claims.quotes import find_quotations
from dragoman.records import Analysis, Article, Resolution, Sentence, Token
from support import article


def flat(art: Article) -> Analysis:
    """Words and marks as tokens, one sentence a paragraph, every token hanging on the first: enough for quotations."""
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    for number, block in enumerate(art.blocks):
        first = len(tokens)
        for m in re.finditer(r"\w+|[^\w\s]", art.text[block.start : block.end]):
            start, end = block.start + m.start(), block.start + m.end()
            verb = m.group() in ("said", "is", "were", "went")
            tokens.append(
                Token(len(tokens), start, end, m.group(), m.group().lower(), "VERB" if verb else "NOUN",
                      "VBD" if verb else "NN", "", first, "root" if len(tokens) == first else "dep",
                      len(sentences), True)
            )  # fmt: skip
        if len(tokens) > first:
            sentence = Sentence(len(sentences), first, len(tokens), tokens[first].start, tokens[-1].end, first, number)
            sentences.append(sentence)
    return Analysis.build(art.id, art.text, tuple(tokens), tuple(sentences), ())


def quoted(*paragraphs: str) -> list[str]:
    art = article(*paragraphs)
    analysis = flat(art)
    return [analysis.evidence(q.first, q.last).text for q in find_quotations(art, analysis)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "no way" and left.', ['"no way"']),
        ("He said “no way” and left.", ["“no way”"]),
        ('He said “no way" and left.', ['“no way"']),
        ("He said 'no way' and left.", ["'no way'"]),
        ("The workers' union and the miners' union met.", []),
        ("It's the '90s, isn't it?", []),
        ("“He told me ‘go’ and I went,” she said.", ["“He told me ‘go’ and I went,”"]),
        ("He left” and came back.", []),
        ("“One” and “two”", ["“One”", "“two”"]),
        ("“One goes on. “Two” is here", ["“One goes on.", "“Two”"]),
        ("A board of 6'2\" length", []),
    ],
)
def test_marks(text, expected):
    assert quoted(text) == expected


def test_an_open_quotation_goes_on_in_the_next_paragraph():
    art = article("“We went.", "“We came back,” he said.", "“Another”")
    found = find_quotations(art, flat(art))
    assert [q.goes_on for q in found] == [False, True, False]


def test_a_closed_quotation_does_not_go_on():
    art = article("“We went.”", "“We came back,” he said.")
    assert [q.goes_on for q in find_quotations(art, flat(art))] == [False, False]


PIECES = st.sampled_from(
    ['"', "“", "”", "'", "’", "‘", "said", "Kirby", " ", ", ", ". ", ": ", "«", "»", "😀", "\u0627", "x" * 50]
)


@given(st.lists(st.lists(PIECES, max_size=25).map("".join), max_size=4))
def test_any_text_gives_quotations_inside_their_block_and_in_order(paragraphs):
    art = article(*paragraphs)
    analysis = flat(art)
    found = find_quotations(art, analysis)
    assert all(0 <= q.first < q.last <= len(analysis.tokens) for q in found)
    assert all(a.last <= b.first for a, b in pairwise(found))
    for q in found:
        block = art.blocks[q.block]
        assert block.start <= analysis.tokens[q.first].start
        assert analysis.tokens[q.last - 1].end <= block.end


@given(st.lists(st.lists(PIECES, max_size=25).map("".join), max_size=4))
def test_any_text_gives_claims_whose_evidence_is_the_text(knowledge, paragraphs):
    art = article(*paragraphs)
    claims = find_claims(art, flat(art), Resolution((), (), (), (), ()), knowledge)
    ids = {c.id for c in claims}
    assert len(ids) == len(claims)
    for claim in claims:
        assert claim.content
        assert claim.parent is None or (claim.parent in ids and claim.parent != claim.id)
        for e in (claim.source, claim.cue, claim.evidence, claim.outlet, claim.anonymity_reason, *claim.content):
            assert e is None or art.text[e.start : e.end] == e.text


def test_trees_know_the_extent_of_every_subtree():
    art = article("He went home", "She said no")
    analysis = flat(art)
    trees = Trees(analysis)
    for token in analysis.tokens:
        assert (trees.left[token.i], trees.right[token.i]) == analysis.subtree(token.i)
