"""What the encoder's claim heads say of drafts, and the claims that only they see.

Three heads label each word as part of a source, a cue or a content. They confirm the drafts of the rules or speak
against them,
and give drafts of their own for cues that stand in no list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dragoman.claims.drafts import Draft, Span, Trees
from dragoman.claims.edges import drawn, sites
from dragoman.claims.voices import find_voice, noun_phrase, really_said
from dragoman.claims.weighing import probability
from dragoman.knowledge.speech import CueKind, SpeechLexicon
from dragoman.records import Commitment, Polarity, Signals

__all__ = ["ClaimSignals"]

ACCEPT = 0.3
"""Probability (``weighing``) from which a draft is a claim. On PolNeAR (dev) linked F1 is 70.7, 70.9, 71.2 with 0.25,
0.3, 0.35, and on our corpus (dev) 77.5, 78.0, 78.1, sources 88.1, 88.1, 87.5."""
WHERE_DENIED = 0.1
"""The same in a sentence in which somebody denies something: whose report or accusation it is must not be lost."""
FAINT = 0.25
"""Probability from which a word may belong to a part of a claim that is weighed: runs of at least ``CUE`` go first."""
CUE = 0.6
"""Probability from which a word belongs to a cue, a source or a content that no rule found."""
DOUBT = 0.1
"""Mean probability of its cue's words below which a draft of the rules is dropped."""
UNLIKE = 0.1
"""Mean probability of its content's words below which a draft is dropped. Linked F1 with the heads and without: 66, 55
on our corpus (dev); 61, 60 on PolNeAR (dev, 40 articles), where they were trained to other habits of marking."""
EDGE = 0.5
"""Probability from which a word belongs to the content when its edges are drawn. Linked F1 with edges so drawn: 71.5 on
our corpus (dev), 65.3 on PolNeAR (dev); without: 66.0, 63.4. Between 0.4 and 0.6 it matters little."""
SLIP = 2
"""Words without content between two runs that are still one (a comma, an odd word). With 3, contents gain 0.7 of exact
F1 on PolNeAR (dev) and lose 0.5 on our corpus (test)."""
ALIKE = 0.9
"""Share of common words from which the rules' content and the heads' are the same: then the rules' edges stay."""
LEAST = 3
"""Words that the heads' content must have to replace that of the rules."""
UNSAID = frozenset({"bare", "foretold"})
"""Quotations that no cue gives to anybody: readers leave out most, but what they tell must not pass for the article's
own words."""
UNTOUCHED = frozenset({"label", "signed", "bare", "adverb", "according"})
"""Constructions whose cue is a mark or a word of its own: their edges are sure."""
_EMPTY = frozenset({"AUX", "ADP", "PUNCT", "DET", "SCONJ", "CCONJ", "PART", "PRON", "ADV"})
"""Tags of words that attribute nothing by themselves (``would``, ``because``)."""
_INSIDE = frozenset({"-", "/", "'", "’"})
"""Marks that stand inside words."""
_FROM = frozenset({"by", "from"})
"""Prepositions at the end of a noun's cue after which its source stands (``a report by``)."""
_NO_SPEAKER = frozenset({"ADP", "PUNCT", "DET", "SCONJ", "CCONJ", "PART", "PROPN"})


class ClaimSignals:
    """The claim heads of one article's analysis."""

    def __init__(self, signals: Signals, trees: Trees) -> None:
        self._trees = trees
        self.parts: dict[str, NDArray[np.float32]] = {
            head: 1 - signals.scores[head][:, signals.labels[head].index("O")] for head in ("source", "cue", "content")
        }
        self._words: dict[str, list[float]] = {head: part.tolist() for head, part in self.parts.items()}

    def believed(self, drafts: Iterable[Draft]) -> list[Draft]:
        """The drafts that the heads do not speak against."""
        weighed = [replace(d, belief=probability(self._trees, self.parts, d)) for d in drafts]
        denied = {self._sentence(d) for d in weighed if d.kind is CueKind.DENIAL and d.source is not None}
        return [d for d in weighed if self._stands(d, WHERE_DENIED if self._sentence(d) in denied else ACCEPT)]

    def _sentence(self, draft: Draft) -> int:
        return self._trees.tokens[draft.head].sentence

    def edged(self, drafts: Sequence[Draft], quotations: Sequence[Span] = ()) -> list[Draft]:
        """The drafts with the edges of their contents as the heads have them, where the two differ much.

        Only contents inside one sentence that are not direct speech (there the marks tell). A sentence's runs of
        content, less its cues and their sources, go to the draft whose own content they share most words with; a
        sentence with one cue gives it all of them. A cue that stands in content itself is nested: it keeps what the
        rules gave it. A quotation is taken whole.
        """
        of_sentence: dict[int, list[int]] = defaultdict(list)
        for n, draft in enumerate(drafts):
            if draft.cue is not None and self._mean("content", [draft.cue]) < EDGE:
                of_sentence[self._trees.tokens[draft.head].sentence].append(n)
        out = list(drafts)
        for sentence, numbers in of_sentence.items():
            bounds = self._trees.analysis.sentences[sentence]
            here = (bounds.first, bounds.last)
            quoted = [q for q in quotations if here[0] <= q[0] and q[1] <= here[1]]
            owned = self._owned(here, [drafts[n] for n in numbers], quoted)
            for n, seen in zip(numbers, owned, strict=True):
                runs = self._told(_with_both_sides(seen, drafts[n]), drafts[n], quoted)
                if _movable(drafts[n], here) and _unlike(runs, drafts[n].content):
                    out[n] = replace(drafts[n], content=tuple(runs))
        return out

    def _told(self, runs: Sequence[Span], draft: Draft, quoted: Sequence[Span]) -> list[Span]:
        """The runs less names and phrases beside a whole clause that the rules have (``warned that they may fail, and
        | the minister | faces pressure``)."""
        verbs = [any(t.upos in ("VERB", "AUX") for t in self._trees.tokens[first:last]) for first, last in runs]
        return [
            run
            for run, verb in zip(runs, verbs, strict=True)
            if verb or not any(verbs) or any(_common(run, span) for span in (*draft.content, *quoted))
        ]

    def redrawn(self, drafts: Iterable[Draft]) -> list[Draft]:
        """The drafts with the edges of their cues as the heads have them: the run of words around the cue's own head,
        clear of its source and content, and not broken off at an article or a preposition (``said in a | letter``).
        """
        heads = {draft.head for draft in drafts if draft.cue is not None}
        return self.drawn([self._cue_edges(draft, heads - {draft.head}) for draft in drafts])

    def drawn(self, drafts: Sequence[Draft]) -> list[Draft]:
        """The drafts with each edge at its likeliest place (``edges``)."""
        found = [drawn(site) for site in sites(self._trees, self.parts, drafts)]
        return [
            replace(new, cue=old.cue) if old.construction == "according" else new
            for old, new in zip(drafts, found, strict=True)
        ]

    def _cue_edges(self, draft: Draft, others: set[int]) -> Draft:
        if draft.cue is None or draft.construction in UNTOUCHED:
            return draft
        part, tokens, at = self.parts["cue"], self._trees.tokens, draft.head
        if not draft.cue[0] <= at < draft.cue[1] or part[at] < EDGE:
            return draft
        sentence = self._trees.analysis.sentences[tokens[at].sentence]
        shut = {i for span in (draft.source_span, *draft.content) if span is not None for i in range(*span)} | others
        first, last = at, at + 1
        while first > sentence.first and first - 1 not in shut and part[first - 1] >= EDGE:
            first -= 1
        while last < sentence.last and last not in shut and part[last] >= EDGE:
            last += 1
        while last - 1 > at and tokens[last - 1].dep in ("case", "det") and last <= tokens[last - 1].head not in shut:
            last -= 1
        return replace(draft, cue=self._trees.trim((first, last)))

    def _owned(self, here: Span, drafts: Sequence[Draft], quoted: Sequence[Span]) -> list[list[Span]]:
        """The runs of content of one sentence, given to its drafts."""
        holes = [span for draft in drafts for span in (draft.cue, draft.source_span) if span is not None]
        runs = _whole(self._runs("content", here, EDGE), quoted)
        for hole in holes:
            runs = [
                part
                for run in runs
                for part in (self._trees.without(run, hole) if run[0] < hole[1] and hole[0] < run[1] else (run,))
            ]
        runs = [run for run in map(self._trees.trim, runs) if self._trees.has_word(run)]
        owned: list[list[Span]] = [[] for _ in drafts]
        for run in runs:
            shares = [sum(_common(run, span) for span in draft.content) for draft in drafts]
            best = max(range(len(drafts)), key=shares.__getitem__)
            alone = len(drafts) == 1 and not (_thought(drafts[0]) and any(_common(run, q) for q in quoted))
            if shares[best] or alone:
                owned[best].append(run)
        return [self._rounded(self._joined(mine, holes), here, holes) for mine in owned]

    def _rounded(self, runs: Sequence[Span], here: Span, holes: Sequence[Span]) -> list[Span]:
        """Runs with the odd word that parts their end from a mark, without stray ones beside a longer one."""
        taken = {i for hole in holes for i in range(*hole)}
        out: list[Span] = []
        for first, last in runs:
            end = next((i for i in range(last, min(last + SLIP + 1, here[1])) if self._pauses(i) or i in taken), None)
            if end is None and here[1] - last <= SLIP:
                end = here[1]
            out.append(self._trees.trim((first, last if end is None or end in taken else end)))
        longest = max((last - first for first, last in out), default=0)
        return [run for run in out if run[1] - run[0] >= min(LEAST, longest)]

    def _pauses(self, i: int) -> bool:
        return self._trees.tokens[i].upos == "PUNCT" and self._trees.tokens[i].text not in _INSIDE

    def _joined(self, runs: Sequence[Span], holes: Sequence[Span]) -> list[Span]:
        """Runs in order, those with at most a mark or a word of no content between them as one."""
        out: list[Span] = []
        for run in runs:
            if out and run[0] - out[-1][1] <= SLIP and not any(h[0] < run[0] and out[-1][1] < h[1] for h in holes):
                out[-1] = (out[-1][0], run[1])
            else:
                out.append(run)
        return out

    def drafts(self, known: Sequence[Draft], lexicon: SpeechLexicon) -> Iterator[Draft]:
        """Drafts for cues of the heads that overlap the cue and the source of no draft that is known."""
        spoken = [span for draft in known for span in (draft.cue, draft.source_span) if span is not None and draft.cue]
        taken = {i for span in spoken for i in range(*span)}  # `learned from widely informed sources`: of one cue
        for floor in (CUE, FAINT):
            for cue in self._runs("cue", floor=floor):
                if taken.isdisjoint(range(*cue)) and (draft := self._draft(cue, lexicon)) is not None:
                    taken.update(range(*cue))
                    yield draft

    def _mean(self, head: str, spans: Iterable[Span]) -> float:
        values = [float(self.parts[head][i]) for span in spans for i in range(*span)]
        return sum(values) / len(values) if values else 0.0

    def _stands(self, draft: Draft, least: float) -> bool:
        if draft.kind is CueKind.DENIAL and draft.source is not None:
            return True
        if draft.construction in UNSAID:
            return self._mean("content", draft.content) >= UNLIKE
        return draft.belief is not None and draft.belief >= least

    def _runs(self, head: str, within: Span | None = None, floor: float | None = None) -> list[Span]:
        """The runs of words that belong to a part with at least that probability, each within a sentence."""
        first, last = within or (0, len(self._trees.tokens))
        part, tokens, floor = self._words[head], self._trees.tokens, CUE if floor is None else floor
        runs: list[Span] = []
        for i in range(first, last):
            if part[i] < floor:
                continue
            if runs and runs[-1][1] == i and tokens[i - 1].sentence == tokens[i].sentence:
                runs[-1] = (runs[-1][0], i + 1)
            else:
                runs.append((i, i + 1))
        return runs

    def _draft(self, cue: Span, lexicon: SpeechLexicon) -> Draft | None:
        """The claim around a cue: the content that hangs on it or stands next to it, the source likewise."""
        tokens = self._trees.tokens
        head = next((i for i in range(*cue) if not cue[0] <= tokens[i].head < cue[1] or tokens[i].head == i), cue[0])
        sentence = self._trees.analysis.sentences[tokens[head].sentence]
        here = (sentence.first, sentence.last)
        content = None
        for floor in (CUE, FAINT):
            runs = self._runs("content", here, floor)
            content = content or self._nearest(cue, [part for run in runs for part in self._trees.without(run, cue)])
        if content is None or tokens[head].upos in _NO_SPEAKER or tokens[head].dep == "case":
            return None  # `Contrary to his predecessor`: what is a preposition here says nothing
        if all(tokens[i].upos in _EMPTY for i in range(*cue)):
            return None
        if tokens[head].upos in ("VERB", "AUX") and not really_said(self._trees, tokens[head], lexicon):
            return None
        source = self._source(head, cue, here, content)
        known = lexicon.verbs.get(self._trees.lemma(tokens[head]))
        return Draft(
            construction="signal",
            lemma=tokens[head].lemma.lower(),
            head=head,
            cue=cue,
            source=source[0] if source else None,
            source_span=source[1] if source else None,
            content=(content,),
            clause=(min(cue[0], source[1][0]), max(cue[1], source[1][1])) if source else cue,
            kind=known.kind if known else CueKind.SPEECH,
            commitment=known.commitment if known else Commitment.NEUTRAL,
            polarity=known.polarity if known else Polarity.ASSERTED,
            quotable=known is not None and "quote" in known.frames,
        )

    def _nearest(self, cue: Span, runs: Sequence[Span]) -> Span | None:
        """The run with fewest words between it and the cue; what follows a cue goes before what precedes it."""
        trimmed = [run for run in map(self._trees.trim, runs) if run[0] < run[1] and self._trees.has_word(run)]
        return min(
            trimmed,
            key=lambda run: (run[0] - cue[1], 0) if run[0] >= cue[1] else (cue[0] - run[1], 1),
            default=None,
        )

    def _source(self, head: int, cue: Span, here: Span, content: Span) -> tuple[int, Span] | None:
        """The subject of the cue, where the heads see a source; else the nearest run of one outside the content.

        A verb whose subject speaks for nobody has none (``Unlike his predecessor, X, Y appears to be ...``: nobody).
        """
        tokens = self._trees.tokens
        if tokens[head].upos in ("VERB", "AUX"):
            voice = find_voice(self._trees, tokens[head])
            if voice.head is not None and voice.span is not None and self.parts["source"][voice.head] >= DOUBT:
                return voice.head, voice.span
            if voice.head is not None:
                return None
        elif tokens[cue[1] - 1].text.lower() in _FROM and cue[1] < here[1]:
            noun = next((i for i in range(*here) if self._trees.left[i] == cue[1] - 1 and i >= cue[1]), None)
            if noun is not None:
                return noun, noun_phrase(self._trees, noun)
        run = None
        for floor in (CUE, FAINT):
            runs = [r for r in self._runs("source", here, floor) if r[1] <= content[0] or r[0] >= content[1]]
            run = run or self._nearest(cue, runs)
        if run is None:
            return None
        top = next((i for i in range(*run) if not run[0] <= tokens[i].head < run[1] or tokens[i].head == i), run[0])
        span = noun_phrase(self._trees, top)
        return top, (min(run[0], span[0]) if span[1] <= content[0] or span[0] >= content[1] else run[0], run[1])


def _thought(draft: Draft) -> bool:
    """Whether it tells what somebody thinks: words in quotation marks beside that are not his (``"sold us out" because
    she believed ...``)."""
    return draft.kind is CueKind.BELIEF


def _whole(runs: Sequence[Span], quoted: Sequence[Span]) -> list[Span]:
    """The runs, each widened to the quotations that it overlaps, those that then overlap as one."""
    out: list[Span] = []
    for run in runs:
        touched = [q for q in quoted if _common(run, q)]
        wide = (min([run[0], *(q[0] for q in touched)]), max([run[1], *(q[1] for q in touched)]))
        if out and wide[0] < out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], wide[1]))
        else:
            out.append(wide)
    return out


def _with_both_sides(runs: Sequence[Span], draft: Draft) -> list[Span]:
    """The runs, with what the rules have on a side of an aside where none is (``The attack, | police said, | killed
    four``): the heads see the longer side alone where the other is a word or two.
    """
    lost = [span for span in draft.content if not any(_common(span, run) for run in runs)]
    return sorted([*runs, *lost]) if runs and draft.construction == "aside" else list(runs)


def _common(a: Span, b: Span) -> int:
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def _movable(draft: Draft, here: Span) -> bool:
    """True for a content inside one sentence that is not direct speech."""
    inside = all(here[0] <= first and last <= here[1] for first, last in draft.content)
    return inside and draft.speech != "direct" and draft.construction != "passinf"


def _unlike(runs: Sequence[Span], content: Sequence[Span]) -> bool:
    """True if the runs are long enough to be a content and share too little with what is there."""
    new = {i for run in runs for i in range(*run)}
    old = {i for span in content for i in range(*span)}
    return len(new) >= LEAST and len(new & old) < ALIKE * len(new | old)
