"""What the finders of claims share: the draft of a claim, and questions about the trees of one article."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from dragoman.knowledge.speech import CueKind, SpeechLexicon
from dragoman.records import Analysis, Commitment, Polarity, Token
from dragoman.records.pointing import Pointing

__all__ = ["NOUNS", "PAUSES", "WEEKDAYS", "Draft", "Span", "Trees", "shaded"]

Span = tuple[int, int]
"""Tokens ``[first, last)``."""

PAUSES = frozenset({",", "—", "–", "-", "--", "”", '"', "''", "’", "'", "…", "...", "?", "!", "("})
"""Marks that set a clause off from what goes before."""
NOUNS = frozenset({"NOUN", "PROPN", "PRON"})
"""Tags of what heads a noun phrase."""
WEEKDAYS = frozenset({"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"})
_CUE_MODIFIERS = frozenset({"aux", "aux:pass", "advmod", "cop"})
_SKIPPED_IN_CUE = frozenset({"when", "where", "why", "how", "as", "then", "however", "meanwhile", "so", "therefore"})
_MAX_CUE = 6
_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "neither", "nor", "no"})


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim before its quotations, source and place among the others are settled.

    ``head`` is the head token of the cue, ``clause`` the tokens of the cue's own clause with its source, ``content`` is
    empty where only a quotation can fill it (then ``quotable`` holds). ``speech``: what stands in
    quotation marks is most of the content (``direct``), some (``mixed``) or nothing (``indirect``).
    """

    construction: str
    lemma: str
    head: int
    cue: Span | None
    source: int | None
    source_span: Span | None
    content: tuple[Span, ...]
    clause: Span
    kind: CueKind
    commitment: Commitment
    polarity: Polarity
    quotable: bool = False
    speech: str = "indirect"
    outlet: int | None = None
    belief: float | None = None
    """How likely the draft is a claim, where that was weighed."""
    under: int | None = None
    """Head of the draft that this one stands under though its cue is not in that content (``Axios, citing aides``)."""


def shaded(trees: Trees, drafts: Iterable[Draft], lexicon: SpeechLexicon) -> list[Draft]:
    """The drafts with the commitment that an adverb beside the cue gives them: ``falsely claimed``."""
    out = []
    for draft in drafts:
        beside = trees.analysis.children(draft.head, "advmod") if draft.cue is not None else ()
        shade = next((s for c in beside if (s := lexicon.shades.get(c.text.lower())) is not None), None)
        out.append(draft if shade is None else replace(draft, commitment=shade))
    return out


class Trees:
    """Questions about the trees of one article, answered from tables that are built once."""

    def __init__(self, analysis: Analysis) -> None:
        """Builds the extent of each token's subtree in one pass from the leaves up."""
        self.analysis = analysis
        self.tokens = analysis.tokens
        self.pointing = Pointing(analysis, "cue")
        count = len(self.tokens)
        self.left = list(range(count))
        self.right = list(range(1, count + 1))
        for i in self._leaves_first():
            head = self.tokens[i].head
            if head != i:
                self.left[head] = min(self.left[head], self.left[i])
                self.right[head] = max(self.right[head], self.right[i])

    def _leaves_first(self) -> list[int]:
        order: list[int] = []
        stack = [t.i for t in self.tokens if t.head == t.i]
        while stack:
            i = stack.pop()
            order.append(i)
            stack.extend(self.analysis.children_of[i])
        return order[::-1]

    def span(self, i: int) -> Span:
        """The tokens from the leftmost to the rightmost descendant of token ``i``, edges trimmed of punctuation."""
        return self.trim((self.left[i], self.right[i]))

    def without(self, span: Span, hole: Span) -> tuple[Span, ...]:
        """``span`` less ``hole``: what is left of it and what is right of it, each if it holds a word."""
        parts = ((span[0], min(hole[0], span[1])), (max(hole[1], span[0]), span[1]))
        return tuple(p for p in map(self.trim, parts) if p[0] < p[1] and self.has_word(p))

    def has_word(self, span: Span) -> bool:
        """True if a letter or digit stands in the span."""
        return any(c.isalnum() for t in self.tokens[span[0] : span[1]] for c in t.text)

    def trim(self, span: Span) -> Span:
        """The span without commas, stops and dashes at its edges; brackets and quotation marks stay."""
        first, last = span
        while first < last and self.tokens[first].text in _TRIMMED:
            first += 1
        while last > first and self.tokens[last - 1].text in _TRIMMED:
            last -= 1
        return first, last

    def case(self, i: int) -> str:
        """The preposition of a phrase, its words joined (``according to``); empty if it has none."""
        words = [c.text.lower() for c in self.analysis.children(i, "case") if c.i < i]
        for c in self.analysis.children(i, "case"):
            words += [f.text.lower() for f in self.analysis.children(c.i, "fixed")]
        return " ".join(words)

    def mark(self, i: int) -> str:
        """The conjunction or ``to`` that introduces a clause; empty if none."""
        token = self.analysis.child(i, "mark")
        return token.text.lower() if token else ""

    def lemma(self, token: Token) -> str:
        """The lemma with its particle, in lower case: ``point out``."""
        particle = self.analysis.child(token.i, "compound:prt")
        lemma = token.lemma.lower()
        return f"{lemma} {particle.text.lower()}" if particle else lemma

    def negated(self, i: int) -> bool:
        """True if ``not`` or ``never`` modifies token ``i``."""
        return any(c.text.lower() in _NEGATIONS for c in self.analysis.children(i, "advmod", "det", "cc") if c.i < i)

    def cue_span(self, i: int, last: int | None = None) -> Span:
        """The verb with the auxiliaries, negation and adverbs next to it, its particle, and up to ``last`` if given."""
        first = i
        own = {c.i for c in self.analysis.children(i) if c.dep in _CUE_MODIFIERS}
        while first - 1 in own and i - first < _MAX_CUE and self.tokens[first - 1].text.lower() not in _SKIPPED_IN_CUE:
            first -= 1
        end = i + 1
        particle = self.analysis.child(i, "compound:prt")
        if particle and particle.i == i + 1:
            end = i + 2
        return first, max(end, last or 0)


_TRIMMED = frozenset({",", ".", ";", ":", "-", "–", "—", "--", "...", "…", "?!"})
