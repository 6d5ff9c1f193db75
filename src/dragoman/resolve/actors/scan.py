"""Finding known names in an analysed text: the longest match over folded words, from a dict keyed by the first word.

The encoder finds names by their context and knows none; the actor base knows names and no context. This scan gives
the second view, independent of how the tokeniser cuts hyphens: ``al-Sadr``, ``al - Sadr`` and ``Al Sadr`` are one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple
from unicodedata import category

from dragoman.knowledge.actor_rows import Candidate, Demonym
from dragoman.knowledge.actors import ActorBase
from dragoman.knowledge.names import ARTICLES, ASSIMILATED, fold, pieces
from dragoman.knowledge.remembered import Remembered
from dragoman.knowledge.signs import Sign, SignKind, Signs
from dragoman.records import Analysis, Token

__all__ = ["Match", "Words", "country_like", "is_currency", "scan", "signs_in", "words_of"]

_ACRONYM = 6  # the longest alias in capitals that is taken for an acronym
_TITLE_CASE_ACRONYM = 4  # British papers write Nato and Hamas; shorter ones (Who, Us) would be words
_GROUPS = ("org:", "armed:", "party:", "bloc:")  # a state's bodies in small letters are read by their nouns
_OF_NAMES = ("Fort", "Port", "Mount", "Mt.", "Lake", "Saint", "St.", "San", "Santa")
"""Words before the name of a capital that make it the name of somewhere else."""


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


class Words(NamedTuple):
    """The words that the names of a text are made of, in order: an empty one is a barrier that no name crosses."""

    texts: list[str]
    """Folded; a hyphened token is several."""
    tokens: list[int]
    """The token that each is of."""
    behind_article: set[int]
    """Those before which an Arabic article stands."""

    def begins(self, i: int) -> bool:
        """Whether word ``i`` begins its token."""
        return i == 0 or self.tokens[i - 1] != self.tokens[i]

    def ends(self, i: int) -> bool:
        """Whether word ``i`` ends its token."""
        return i + 1 == len(self.tokens) or self.tokens[i + 1] != self.tokens[i]

    def reach(self, i: int, longest: int) -> int:
        """How many words from word ``i`` on, of ``longest`` at most, no barrier cuts off."""
        span = self.texts[i : i + longest]
        return span.index("") if "" in span else len(span)


def words_of(tokens: tuple[Token, ...]) -> Words:
    """The words of a text's tokens."""
    texts: list[str] = []
    at: list[int] = []
    behind: set[int] = set()
    article = False
    for token in tokens:
        text = token.text
        if _is_money(tokens, token):
            texts.append("")
            at.append(token.i)
            article = False
            continue
        if texts and ((text == "-" and not tokens[token.i - 1].space) or token.xpos == "POS"):
            continue  # ``al-Sadr``, ``Lord's Resistance Army``
        parts = _PARTS[text]
        if not parts or (parts[0] in ASSIMILATED and _bound(tokens, token)):
            article = True
            continue
        if article:
            article = False
            if parts[0]:
                behind.add(len(texts))
        if len(parts) == 1:
            texts.append(parts[0])
            at.append(token.i)
        else:
            texts += parts
            at += [token.i] * len(parts)
    return Words(texts, at, behind)


def _is_money(tokens: tuple[Token, ...], token: Token) -> bool:
    """True for ``US$`` and the ``US`` of it: money, which names no state."""
    behind = tokens[token.i + 1].text if not token.space and token.i + 1 < len(tokens) else ""
    return is_currency(token.text[-1:]) or is_currency(behind[:1])


def is_currency(text: str) -> bool:
    """True for the sign of a currency, and for a word with one: ``$``, ``US$``."""
    return any(category(c) == "Sc" for c in text)


def _bound(tokens: tuple[Token, ...], token: Token) -> bool:
    """True for ``ul`` in ``Jamaat-ul-Ahrar`` and ``as`` in ``as-Safir``: a hyphen behind it makes it an article."""
    return not token.space and token.i + 1 < len(tokens) and tokens[token.i + 1].text == "-"


def _parts_of(text: str) -> tuple[str, ...]:
    """The words of a token, an empty one if it has none; nothing at all for an Arabic article."""
    folded = fold(text)
    if folded in ARTICLES:
        return ()
    return (folded,) if folded.isalnum() and folded.isascii() else tuple(pieces(text)) or ("",)


_PARTS = Remembered(_parts_of)


def scan(analysis: Analysis, base: ActorBase, words: Words) -> list[Match]:
    """Known names of the text, longest first from the left, without overlap, in order; ``words`` are its tokens'."""
    begun = base.longest
    found: list[Match] = []
    free = 0
    for i in [i for i, text in enumerate(words.texts) if text in begun]:
        if i >= free:
            match, step = _match_at(words, i, analysis.tokens, base)
            free = i + step
            if match is not None:
                found.append(match)
    return found


def signs_in(analysis: Analysis, table: Signs, words: Words) -> Iterator[tuple[int, Sign]]:
    """The signs of states in the text, each with its first token."""
    for i in [i for i, text in enumerate(words.texts) if text in table]:
        token = words.tokens[i]
        capital = analysis.tokens[token].text[:1].isupper()
        for sign in table[words.texts[i]]:
            last = i + len(sign.words)
            written = capital == (not sign.small) or (
                sign.small and sign.kind is SignKind.GUESS
            )  # ``Sheriff Wade Ross``
            if written and tuple(words.texts[i:last]) == sign.words and words.ends(last - 1):
                yield token, sign
                break


def _match_at(words: Words, i: int, tokens: tuple[Token, ...], base: ActorBase) -> tuple[Match | None, int]:
    """The longest known name that begins with word ``i``, and how many words are done with."""
    first = words.tokens[i]
    if not words.begins(i) or not _written_as_name(tokens[first].text):
        return None, 1
    for size in range(words.reach(i, base.longest[words.texts[i]]), 0, -1):
        if not words.ends(i + size - 1):
            continue
        joined = " ".join(words.texts[i : i + size])
        if joined in base.regions:
            return None, size
        match = _spelled(joined, first, words.tokens[i + size - 1] + 1, tokens, base)
        if match is not None:
            named = any(c.actor.startswith(("person", "outlet", "armed")) for c in match.candidates)
            if i in words.behind_article and first > 0 and named:
                # the span of al-Sadr begins at its article
                match = replace(match, first=first - (1 if tokens[first - 1].text != "-" else 2))
            return match, size
    return None, 1


def _spelled(joined: str, first: int, last: int, tokens: tuple[Token, ...], base: ActorBase) -> Match | None:
    """What tokens ``[first, last)`` name that spell ``joined``; None if they are not written as any such name."""
    demonyms, capitals = base.demonyms.get(joined, ()), base.capitals.get(joined, ())
    candidates = base.names.get(joined, ())
    if not (candidates or demonyms or capitals) or tokens[first].sentence != tokens[last - 1].sentence:
        return None
    candidates = tuple([c for c in candidates if _fits(c, first, last, tokens)])
    if capitals and _within_other(tokens, first):
        capitals = ()
    exact = tuple([c for c in candidates if _acronym(c) == tokens[first].text.isupper()])
    if demonyms and not tokens[first].text[:1].isupper():
        demonyms = ()
    if not (candidates or demonyms or capitals):
        return None
    return Match(first, last, joined, exact or candidates, demonyms, capitals)


def _within_other(tokens: tuple[Token, ...], first: int) -> bool:
    """True for ``London`` in ``New London``: another town, whose name no knowledge base need hold. ``New`` at the head
    of a sentence may be an adjective (``New Tehran strikes``).
    """
    before = tokens[first - 1] if first else None
    if before is None or not before.space or before.sentence != tokens[first].sentence:
        return False
    inside = first > 1 and tokens[first - 2].sentence == before.sentence
    return before.text in _OF_NAMES or (before.text == "New" and inside)


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
    small = candidate.actor.startswith(_GROUPS) and candidate.alias.rpartition(" ")[2].islower()  # ``Gulen movement``
    capital = small or _written_as_name(tokens[last - 1].text) or _hyphened(tokens, first, last - 1)
    return _written_as_name(text) and capital


def _hyphened(tokens: tuple[Token, ...], first: int, last: int) -> bool:
    """True for ``un`` in ``Kim Jong-un``: in small letters, but a hyphen joins it to a word written as a name."""
    while last - 2 >= first and tokens[last - 1].text == "-" and not (tokens[last - 1].space or tokens[last - 2].space):
        last -= 2
        if _written_as_name(tokens[last].text):
            return True
    return False
