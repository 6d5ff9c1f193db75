"""Who speaks in a headline without a verb of speech: ``Army chief: truce to end``, ``Truce to end - army chief``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dragoman.claims.drafts import Draft, Span, Trees
from dragoman.knowledge.speech import CueKind, SpeechLexicon
from dragoman.records import ActorKind, Article, BlockKind, Commitment, MentionForm, Polarity, Resolution
from dragoman.records.marks import QUOTATION_MARKS

__all__ = ["headline_drafts", "with_headlines"]

_MOST = 7
"""Tokens of who speaks; what is longer is half of the headline."""
_LEAST = 2
"""Tokens of what is said."""
_DASHES = frozenset({"-", "–", "—", "--"})
_SPOKEN_TO = frozenset({"to", "on", "in", "at"})
"""What may stand between the speaker and the colon: ``Premier to rebels: lay down your arms``."""
_SPEAKERS = frozenset({"PER", "ORG"})
_OF_PLACES = frozenset({"LOC", "NORP"})
_ACTS = frozenset({"VERB", "AUX"})
_NAMING = frozenset({MentionForm.NAME, MentionForm.METONYM, MentionForm.ROLE})
_NATIONAL = "gov:"
"""How the ids of governments of states begin; a region before a colon is where it happens."""
_MUTE = frozenset({ActorKind.STATE, ActorKind.POPULATION, ActorKind.UNKNOWN})
"""Kinds of actors whose name before a colon is mostly where it happens or whom it is about."""


def headline_drafts(article: Article, trees: Trees, lexicon: SpeechLexicon, resolution: Resolution) -> Iterator[Draft]:
    """The drafts of the titles and headings: who stands before a colon, or behind a colon or a dash at the end.

    Of 69 headlines of our corpus (train and dev) marked so, without a cue, they find 51; of those that they find
    nine in ten are claims, by eye (``X to Y: go`` is marked in one of three).
    """
    known = _known(resolution)
    for block in article.blocks:
        if block.kind not in (BlockKind.TITLE, BlockKind.HEADING):
            continue
        words = [t.i for t in trees.tokens if block.start <= t.start and t.end <= block.end]
        if words and (draft := _Line(trees, lexicon, known).draft((words[0], words[-1] + 1))) is not None:
            yield draft


def _known(resolution: Resolution) -> frozenset[Span]:
    """The mentions of actors of our base that can speak; of places only capitals, which stand for their governments."""
    judged = {j.mention: j.actor for j in resolution.judgements}
    actors = {a.id for a in resolution.actors if a.known and a.kind not in _MUTE}
    return frozenset(
        (m.token_start, m.token_end)
        for m in resolution.mentions
        if (actor := judged.get(m.id, "")) in actors
        and m.form in _NAMING
        and (m.form is not MentionForm.METONYM or actor.startswith(_NATIONAL))
    )


def with_headlines(drafts: Sequence[Draft], headlines: Iterable[Draft]) -> list[Draft]:
    """The drafts with those of the headlines, less what they say of the same words without a speaker or with him."""
    found = list(headlines)
    kept = [d for d in drafts if not any(_covers(h, d) for h in found)]
    return [*kept, *found]


def _covers(headline: Draft, draft: Draft) -> bool:
    """True for a draft whose cue is the mark, or which has no speaker and stands in the headline's content."""
    if draft.cue == headline.cue:
        return True
    inside = all(headline.content[0][0] <= a and b <= headline.content[0][1] for a, b in draft.content)
    return inside and draft.cue is None and draft.source is None


@dataclass(frozen=True, slots=True)
class _Line:
    """What is asked of the words of one headline."""

    trees: Trees
    lexicon: SpeechLexicon
    known: frozenset[Span]

    def draft(self, line: Span) -> Draft | None:
        first, last = line
        tokens = self.trees.tokens
        marks = [i for i in range(first + 1, last - 1) if tokens[i].text == ":" or _dash(self.trees, i)]
        if not marks:
            return None
        if tokens[marks[0]].text == ":" and self.speaks(speaker := _core(self.trees, (first, marks[0]))):
            somewhere = speaker[1] < marks[0] and tokens[speaker[1]].text.lower() != "to"
            return _said(self.trees, marks[0], speaker, (marks[0] + 1, last), telling=somewhere)
        if self.speaks(speaker := self.trees.trim((marks[-1] + 1, last))):
            return _said(self.trees, marks[-1], speaker, (first, marks[-1]), telling=True)
        return None

    def speaks(self, span: Span) -> bool:
        """True for somebody who can speak: a known actor, a name of a person or organisation, a noun of sources."""
        first, last = span
        words = self.trees.tokens[first:last]
        if not 0 < last - first <= _MOST or any(t.upos in _ACTS or t.upos == "PUNCT" for t in words):
            return False
        ends = [e for e in self.trees.analysis.entities if e.last == last]
        named = any(e.first >= first and e.label in _SPEAKERS for e in ends)
        noun = words[-1].lemma.lower() in self.lexicon.sources and not any(e.label in _OF_PLACES for e in ends)
        return named or noun or any((i, last) in self.known for i in range(first, last))


def _dash(trees: Trees, i: int) -> bool:
    """True for a dash between blanks."""
    token = trees.tokens[i]
    return token.text in _DASHES and trees.tokens[i - 1].end < token.start and token.end < trees.tokens[i + 1].start


def _core(trees: Trees, span: Span) -> Span:
    """Whoever stands before the colon, without to whom or on what he speaks."""
    end = next((i for i in range(span[0] + 1, span[1]) if trees.tokens[i].text.lower() in _SPOKEN_TO), span[1])
    return span[0], end


def _said(trees: Trees, mark: int, speaker: Span, rest: Span, *, telling: bool = False) -> Draft | None:
    """``telling``: what is said must have a verb or be quoted; else ``Talks - premier`` and ``Premier in Accra: trade,
    arms and tea`` would do."""
    content = trees.trim(rest)
    words = trees.tokens[content[0] : content[1]]
    if len(words) < _LEAST or trees.tokens[rest[1] - 1].text == "?":
        return None
    quoted = [t.i for t in words if t.text in QUOTATION_MARKS]
    if telling and not quoted and not any(t.upos in _ACTS for t in words):
        return None
    return Draft(
        construction="headline",
        lemma=trees.tokens[mark].text,
        head=mark,
        cue=(mark, mark + 1),
        source=speaker[1] - 1,
        source_span=speaker,
        content=(content,),
        clause=(min(speaker[0], mark), max(speaker[1], mark + 1)),
        kind=CueKind.SPEECH,
        commitment=Commitment.NEUTRAL,
        polarity=Polarity.ASSERTED,
        speech=_speech(content, quoted),
    )


def _speech(content: Span, quoted: Sequence[int]) -> str:
    if not quoted:
        return "indirect"
    return "direct" if quoted[0] == content[0] and quoted[-1] == content[1] - 1 else "mixed"
