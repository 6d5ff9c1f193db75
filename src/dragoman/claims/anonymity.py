"""Why a source is not named: ``on condition of anonymity because ...``, given to the claims that it is said of."""

from __future__ import annotations

from dataclasses import replace

from dragoman.claims.drafts import Trees
from dragoman.claims.sources import Casting
from dragoman.claims.voices import noun_phrase
from dragoman.knowledge.speech import SpeechLexicon
from dragoman.records import Analysis, Anonymity, Article, Claim, Evidence

__all__ = ["Promises"]

_HIDDEN = (Anonymity.DESCRIBED, Anonymity.GENERIC, Anonymity.ROLE_ONLY)
_LOOK_BACK = 3
"""Sentences back in which the claims of ``The officials spoke on condition of ...`` are sought; news puts it next to
them."""


class Promises:
    """The phrases of anonymity of one article, each with its reason and the sentence that it stands in."""

    def __init__(self, article: Article, trees: Trees, lexicon: SpeechLexicon) -> None:
        """Finds every phrase; the span runs to the end of the reason that follows it."""
        analysis = trees.analysis
        self._trees = trees
        self._found: list[tuple[int, Evidence]] = []
        begins = tuple(f"{words} " for words in lexicon.phrases.reasons)
        for sentence in analysis.sentences:
            m = lexicon.anonymity.search(analysis.text, sentence.start, sentence.end)
            if m is not None:
                end = _reason_end(analysis, m.end(), sentence.end, begins)
                self._found.append((sentence.i, article.evidence(m.start(), end)))

    def applied(self, claims: tuple[Claim, ...], casting: Casting) -> tuple[Claim, ...]:
        """The claims, less those of which cue or content is inside a reason; sources that were promised anonymity get
        the reason and are described rather than role only."""
        if not self._found:
            return claims
        out = [c for c in claims if not any(_inside(c, reason) for _, reason in self._found)]
        for sentence, reason in self._found:
            outlet = self._outlet(sentence, reason, casting)
            for n in self._speakers(out, sentence, reason):
                claim = out[n]
                level = Anonymity.DESCRIBED if claim.anonymity is Anonymity.ROLE_ONLY else claim.anonymity
                out[n] = replace(claim, anonymity_reason=reason, anonymity=level, outlet=claim.outlet or outlet)
        return tuple(out)

    def _outlet(self, sentence: int, reason: Evidence, casting: Casting) -> Evidence | None:
        """The medium that the sources ``spoke to`` in this sentence; not one of the reason (``not allowed to speak to
        the press``)."""
        bounds = self._trees.analysis.sentences[sentence]
        for t in self._trees.tokens[bounds.first : bounds.last]:
            if (
                t.dep.startswith("obl")
                and not reason.start <= t.start < reason.end
                and self._trees.case(t.i) in ("to", "with")
            ):
                span = noun_phrase(self._trees, t.i)
                if casting.is_outlet(t.i, span):
                    return self._trees.analysis.evidence(*span)
        return None

    def _speakers(self, claims: list[Claim], sentence: int, reason: Evidence) -> list[int]:
        """The claims of the phrase's own sentence, else of the same head noun in the sentences just before."""
        bounds = self._trees.analysis.sentences
        here = bounds[sentence]
        hidden = [n for n, c in enumerate(claims) if c.source is not None and c.anonymity in _HIDDEN]
        own = [n for n in hidden if (c := claims[n].cue) is not None and here.start <= c.start < here.end]
        own = [n for n in own if not claims[n].cue or not reason.contains(_cue(claims[n]))]
        if own:
            return own
        subject = next((t for t in self._trees.tokens[here.first : here.last] if t.dep.startswith("nsubj")), None)
        if subject is None:
            return []
        start = bounds[max(0, sentence - _LOOK_BACK)].start
        near = [n for n in hidden if start <= _source(claims[n]).start < here.start]
        words = {subject.text.lower(), subject.lemma.lower()}
        pronoun = subject.upos == "PRON"
        fit = [n for n in near if pronoun or words & set(_source(claims[n]).text.lower().split())]
        if not fit:
            return []
        last = _source(claims[fit[-1]]).start
        nearest = next(s for s in reversed(bounds) if s.start <= last)
        return self._same_people(
            claims, [n for n in fit if nearest.start <= _source(claims[n]).start], hidden, nearest.start
        )

    def _same_people(self, claims: list[Claim], nearest: list[int], hidden: list[int], start: int) -> list[int]:
        """The nearest claims, and those of ``they`` in their sentence (``Two officials confirmed, but they said``)."""
        end = max(claims[n].evidence.end for n in nearest)
        pronouns = [
            n for n in hidden if start <= _source(claims[n]).start < end and _source(claims[n]).text.lower() == "they"
        ]
        return sorted({*nearest, *pronouns})


def _inside(claim: Claim, reason: Evidence) -> bool:
    held = bool(claim.content) and all(reason.contains(part) for part in claim.content)
    return held or (claim.cue is not None and reason.contains(claim.cue))


def _cue(claim: Claim) -> Evidence:
    return claim.cue or claim.evidence


def _source(claim: Claim) -> Evidence:
    return claim.source or claim.evidence


def _reason_end(analysis: Analysis, start: int, sentence_end: int, begins: tuple[str, ...]) -> int:
    """Where the reason after a phrase ends: at the end of its clause; the phrase's own end if no reason follows."""
    rest = analysis.text[start:sentence_end]
    clean = rest.lstrip(" ,")
    if not clean.lower().startswith(begins):
        return start
    stop = len(rest.rstrip(' .”"\n'))
    for mark in (", said", ", told", ", added", " — ", "; ", ", but ", ", and said"):
        at = rest.find(mark)
        if at > 0:
            stop = min(stop, at)
    return start + max(stop, len(rest) - len(clean))
