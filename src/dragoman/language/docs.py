"""What the encoder says, as a spaCy Doc over the whole text of an article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from dragoman.language.encoder import ParsedSentence
from dragoman.language.lemmas import Lemmatiser
from dragoman.language.morphology import features
from dragoman.language.tokens import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

__all__ = ["Row", "TokenisedSentence", "build_doc", "encodable", "lemmas_of", "morphs_of", "possible"]


@dataclass(frozen=True, slots=True)
class TokenisedSentence:
    """The tokens of one sentence: where they are, and their text as the encoder and spaCy take it."""

    spans: list[Span]
    words: list[str]


class Row(NamedTuple):
    """One token; the fields are the arguments of spaCy's Doc."""

    words: str
    spaces: bool
    tags: str
    pos: str
    morphs: str
    lemmas: str
    heads: int
    deps: str
    sent_starts: bool
    ents: str


def build_doc(
    vocab: Vocab,
    text: str,
    sentences: Sequence[TokenisedSentence],
    parsed: Sequence[ParsedSentence],
    lemmatiser: Lemmatiser,
) -> Doc:
    """A Doc over ``text``: what lies between tokens, beyond one blank, becomes a token tagged SPACE.

    The Doc's text is ``text``, character by character, but for lone surrogates, which spaCy cannot hold.
    """
    from spacy.tokens import Doc

    rows: list[Row] = []
    position = 0
    for sentence, parse in zip(sentences, parsed, strict=True):
        index: list[int] = []
        gaps: dict[int, str] = {}
        at = len(rows)
        for start, end in sentence.spans:
            if start > position:
                gaps[at] = text[position:start]
                at += 1
            index.append(at)
            at += 1
            position = end + (text[end : end + 1] == " ")
        for row in _sentence_rows(text, sentence, parse, lemmatiser, index):
            if len(rows) in gaps:
                rows.append(_gap(gaps[len(rows)], len(rows)))
            rows.append(row)
    if position < len(text):
        rows.append(_gap(text[position:], len(rows)))
    columns: dict[str, Any] = dict(zip(Row._fields, map(list, zip(*rows, strict=True)), strict=True)) if rows else {}
    return Doc(vocab, **columns)


def possible(words: list[str], parse: ParsedSentence) -> ParsedSentence:
    """The parse without past tenses in ``-ing``, which English has none of: what somebody has is a noun then (``after
    deputy's sacking``, in a headline), all else a participle.
    """
    wrong = [k for k, tag in enumerate(parse.xpos) if tag in ("VBD", "VBN") and words[k].lower().endswith("ing")]
    if not wrong:
        return parse
    owned = {head - 1 for head, relation in zip(parse.heads, parse.relations, strict=True) if relation == "nmod:poss"}
    upos, xpos, feats = [*parse.upos], [*parse.xpos], None if parse.feats is None else [*parse.feats]
    for k in wrong:
        upos[k], xpos[k] = ("NOUN", NOUN_TAG) if k in owned else (upos[k], "VBG")
        if feats is not None:
            feats[k] = "Number=Sing" if k in owned else "VerbForm=Ger"
    return replace(parse, upos=upos, xpos=xpos, feats=feats)


def morphs_of(words: list[str], parse: ParsedSentence) -> list[str]:
    """The encoder's features. Where they split among a verb's persons and numbers none may win: those of the tags then,
    as where the weights have no features."""
    given = parse.feats
    if given is None:
        return features(words, parse.upos, parse.xpos, parse.heads, parse.relations)
    unsaid = [k for k, tag in enumerate(parse.xpos) if tag[:2] == "VB" and "VerbForm" not in given[k]]
    if not unsaid:
        return given
    told = features(words, parse.upos, parse.xpos, parse.heads, parse.relations)
    return [told[k] if k in unsaid else feats for k, feats in enumerate(given)]


GERUND_NOUN, NOUN_TAG = ("NOUN", "VBG"), "NN"


def lemmas_of(words: list[str], parse: ParsedSentence, lemmatiser: Lemmatiser) -> list[str]:
    """The lemma of each word: ``have`` for the ``'s`` of ``she's left``, and for a gerund that is a noun by its other
    tag that noun (``fighting between two sides``).
    """
    lemma = lemmatiser.lemma
    tags = (NOUN_TAG if tags == GERUND_NOUN else tags[1] for tags in zip(parse.upos, parse.xpos, strict=True))
    found = [lemma(word, tag) for word, tag in zip(words, tags, strict=True)]
    for k, relation in enumerate(parse.relations):
        if relation == "aux" and _is_has(words[k], k, parse):
            found[k] = "have"
    return found


def _sentence_rows(
    text: str, sentence: TokenisedSentence, parse: ParsedSentence, lemmatiser: Lemmatiser, index: Sequence[int]
) -> list[Row]:
    """The tokens of one sentence; ``index`` is where each will stand in the Doc."""
    words = sentence.words
    parse = possible(words, parse)
    morphs, lemmas = morphs_of(words, parse), lemmas_of(words, parse, lemmatiser)
    entities = ["O"] * len(words)
    for first, last, label in parse.entities:
        entities[first:last] = ["B-" + label] + ["I-" + label] * (last - first - 1)
    return [
        Row(
            word,
            text[end : end + 1] == " ",
            parse.xpos[k],
            parse.upos[k],
            morphs[k],
            lemmas[k],
            index[parse.heads[k] - 1] if parse.heads[k] else index[k],
            parse.relations[k],
            k == 0,
            entities[k],
        )
        for k, (word, (_, end)) in enumerate(zip(words, sentence.spans, strict=True))
    ]


def _is_has(word: str, k: int, parse: ParsedSentence) -> bool:
    """True for the ``'s`` of ``she's left``: an auxiliary, not of the passive, of a past participle."""
    if word not in ("'s", "’s") or not parse.heads[k]:
        return False
    return parse.xpos[parse.heads[k] - 1] == "VBN"


def _gap(text: str, i: int) -> Row:
    """White space (or text outside the blocks) as spaCy keeps it: a token of its own, hung on the one before."""
    return Row(encodable(text), False, "_SP", "SPACE", "", "", max(i - 1, 0), "", False, "O")


def encodable(text: str) -> str:
    """``text`` with a replacement character for each lone surrogate, which neither spaCy nor the word pieces take."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    return text
