"""Who speaks a quotation: the subject of the verb of saying that it hangs on. ``he`` in somebody's words is not he."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.records import Token
from dragoman.records.marks import CLOSING_MARKS, OPENING_MARKS, STRAIGHT_MARKS
from dragoman.resolve.actors.context import Context

__all__ = ["quotations", "speaker_of"]

_WHOLE = 4  # words; shorter ones are scraps in the reporter's grammar, in which ``his`` may be the speaker's
_BACK = 2  # sentences of its paragraph before a quotation in which its speaker may have been named


def quotations(ctx: Context) -> list[int]:
    """For each token the number of the quotation it stands in by the marks, 0 for none; one left open ends with its
    paragraph.
    """
    analysis = ctx.analysis
    numbers: list[int] = []
    inside, count, block = False, 0, -1
    for token in analysis.tokens:
        here = analysis.sentences[token.sentence].block
        if here != block:
            inside, block = False, here
        if token.text in OPENING_MARKS or (token.text in STRAIGHT_MARKS and not inside):
            inside, count = True, count + 1
            numbers.append(count)
            continue
        numbers.append(count if inside else 0)
        if inside and (token.text in CLOSING_MARKS or token.text in STRAIGHT_MARKS):
            inside = False
    return numbers


def speaker_of(ctx: Context, quotes: Sequence[int], i: int) -> int | None:
    """The token of whoever says the quotation around token ``i``: the subject of the nearest verb of saying outside of
    quotations, in its sentences, else in those before it in its paragraph. None of a scrap, and where nobody is told.
    """
    number = quotes[i]
    if not number:
        return None
    tokens = ctx.analysis.tokens
    first = last = i
    while first > 0 and quotes[first - 1] == number:
        first -= 1
    while last + 1 < len(tokens) and quotes[last + 1] == number:
        last += 1
    words = [t for t in tokens[first : last + 1] if t.text[:1].isalnum()]
    if len(words) < _WHOLE or not words[0].text[:1].isupper():
        return None
    said = _sayers(ctx, quotes, tokens[first].sentence, tokens[last].sentence)
    for back in range(1, _BACK + 1):
        sentence = tokens[first].sentence - back
        if said or sentence < 0 or _block(ctx, sentence) != _block(ctx, tokens[first].sentence):
            break
        said = _sayers(ctx, quotes, sentence, sentence)
    return min(said, key=lambda pair: min(abs(pair[0] - first), abs(pair[0] - last)))[1] if said else None


def _block(ctx: Context, sentence: int) -> int:
    return ctx.analysis.sentences[sentence].block


def _sayers(ctx: Context, quotes: Sequence[int], first: int, last: int) -> list[tuple[int, int]]:
    """Verbs of saying outside of quotations in sentences ``first`` to ``last``, with their subjects."""
    sentences, tokens = ctx.analysis.sentences, ctx.analysis.tokens
    found = []
    for token in tokens[sentences[first].first : sentences[last].last]:
        subject = _subject(ctx, token) if not quotes[token.i] and token.lemma.lower() in ctx.sayers else None
        if subject is not None and not quotes[subject.i]:
            found.append((token.i, subject.i))
    return found


def _subject(ctx: Context, verb: Token) -> Token | None:
    return ctx.analysis.child(verb.i, "nsubj") if verb.upos == "VERB" else None
