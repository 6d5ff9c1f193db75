"""Finding known names in an analysed text: the longest match over folded words, from a dict keyed by the first word.

The encoder finds names by their context and knows none; the actor base knows names and no context. This scan gives
the second view, independent of how the tokeniser cuts hyphens: ``al-Sadr``, ``al - Sadr`` and ``Al Sadr`` are one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from dragoman.knowledge.actor_rows import Candidate, Demonym
from dragoman.knowledge.actors import ActorBase
from dragoman.knowledge.names import ARTICLES, fold, pieces
from dragoman.knowledge.signs import Sign, Signs
from dragoman.records import Analysis, Token

__all__ = ["Match", "Word", "country_like", "scan", "signs_in", "words_of"]

_ACRONYM = 6  # the longest alias in capitals that is taken for an acronym
_TITLE_CASE_ACRONYM = 4  # British papers write Nato and Hamas; shorter ones (Who, Us) would be words


@dataclass(frozen=True, slots=True)
class Match:
    """Tokens ``[first, last)`` spell a known name, demonym or capital."""

    first: int
    last: int
    key: str
    candidates: tuple[Candidate, ...]
    demonyms: tuple[Demonym, ...]
    capitals: tuple[str, ...]


def country_like(match: Match) -> bool:
    """True for a name of a state or an adjective of its people."""
    return bool(match.demonyms) or any(c.actor.startswith("state:") for c in match.candidates)


class Word(NamedTuple):
    """A piece of a name, its token, and whether it begins and ends that token and stands behind an Arabic article."""

    text: str
    token: int
    first: bool
    last: bool
    article: bool


def words_of(tokens: tuple[Token, ...]) -> list[Word]:
    """The words that names are made of; an empty text is a barrier that no name crosses."""
    words: list[Word] = []
    article = False
    for token in tokens:
        text = token.text
        if text == "-" and words and not tokens[token.i - 1].space:
            continue
        parts = _parts(text)
        if parts is None:
            article = True
            continue
        if not any(map(str.isalnum, parts)):
            words.append(Word("", token.i, True, True, False))
        for k, part in enumerate(parts):
            words.append(Word(part, token.i, k == 0, k == len(parts) - 1, article and k == 0))
        article = False
    return words


@lru_cache(maxsize=65536)
def _parts(text: str) -> tuple[str, ...] | None:
    """The words of a token; None for an Arabic article."""
    folded = fold(text)
    if folded in ARTICLES:
        return None
    return (folded,) if folded.isalnum() and folded.isascii() else tuple(pieces(text))


def scan(analysis: Analysis, base: ActorBase, words: list[Word]) -> list[Match]:
    """Known names of the text, longest first from the left, without overlap, in order; ``words`` are its tokens'."""
    tokens, begun = analysis.tokens, base.longest
    found: list[Match] = []
    i = 0
    while i < len(words):
        if words[i].text not in begun:
            i += 1
            continue
        match, step = _match_at(words, i, tokens, base)
        if match is not None:
            found.append(match)
        i += step
    return found


def signs_in(analysis: Analysis, table: Signs, words: list[Word]) -> Iterator[tuple[int, Sign]]:
    """The signs of states in the text, each with its first token."""
    for i, word in enumerate(words):
        for sign in table.get(word.text, ()):
            span = words[i : i + len(sign.words)]
            capital = analysis.tokens[word.token].text[:1].isupper()
            if capital == (not sign.small) and tuple(w.text for w in span) == sign.words and span[-1].last:
                yield word.token, sign
                break


def _match_at(words: list[Word], i: int, tokens: tuple[Token, ...], base: ActorBase) -> tuple[Match | None, int]:
    word = words[i]
    longest = base.longest.get(word.text, 0)
    if not longest or not word.first or not _written_as_name(tokens[word.token].text):
        return None, 1
    for size in range(min(longest, len(words) - i), 0, -1):
        span = words[i : i + size]
        if not span[-1].last or not all(w.text for w in span):
            continue
        joined = " ".join(w.text for w in span)
        if joined in base.regions:
            return None, size
        first, last = word.token, span[-1].token + 1
        if tokens[first].sentence != tokens[last - 1].sentence:
            continue
        candidates = tuple(c for c in base.names.get(joined, ()) if _fits(c, first, last, tokens))
        exact = tuple(c for c in candidates if _acronym(c) == tokens[first].text.isupper())
        candidates = exact or candidates
        demonyms = base.demonyms.get(joined, ())
        capitals = base.capitals.get(joined, ())
        if demonyms and not tokens[first].text[:1].isupper():
            demonyms = ()
        if candidates or demonyms or capitals:
            if (
                word.article
                and first > 0
                and any(c.actor.startswith(("person", "outlet", "armed")) for c in candidates)
            ):
                first -= 1 if tokens[first - 1].text != "-" else 2  # the span of al-Sadr begins at its article
            return Match(first, last, joined, candidates, demonyms, capitals), size
    return None, 1


def _written_as_name(text: str) -> bool:
    """False for a word in small letters; ``al-Sadr`` may be one token, and scripts without capitals have none."""
    return not (text.islower() and text.isascii())


def _acronym(candidate: Candidate) -> bool:
    bare = candidate.alias.replace(".", "")
    return bare.isupper() and bare.isalpha() and len(bare) <= _ACRONYM


def _camel(alias: str) -> bool:
    """True for an abbreviation with capitals inside (``LeT``), which in other letters is a word (``let``)."""
    return len(alias) <= _TITLE_CASE_ACRONYM and not alias.isupper() and any(c.isupper() for c in alias[1:])


def _fits(candidate: Candidate, first: int, last: int, tokens: tuple[Token, ...]) -> bool:
    """True if the text is written as a name is: capitals as in the alias, the article where the alias needs one."""
    if candidate.article:
        before = fold(tokens[first - 1].text) if first else ""
        if before != "the" and before not in ARTICLES:
            return False
    text = tokens[first].text
    if last - first == 1 and _camel(candidate.alias):
        return text in (candidate.alias, candidate.alias.upper())
    if text.endswith(".") and last - first == 1 and "." not in candidate.alias and text[1:].islower():
        return False  # an abbreviation: ``Kan.`` is Kansas and not the broadcaster Kan
    if _acronym(candidate) and last - first == 1:
        plain = text.replace(".", "")
        return plain.isupper() or (len(plain) >= _TITLE_CASE_ACRONYM and plain[:1].isupper())
    return _written_as_name(text) and (_written_as_name(tokens[last - 1].text) or _hyphened(tokens, first, last - 1))


def _hyphened(tokens: tuple[Token, ...], first: int, last: int) -> bool:
    """True for ``un`` in ``Kim Jong-un``: in small letters, but a hyphen joins it to a word written as a name."""
    while last - 2 >= first and tokens[last - 1].text == "-" and not (tokens[last - 1].space or tokens[last - 2].space):
        last -= 2
        if _written_as_name(tokens[last].text):
            return True
    return False
