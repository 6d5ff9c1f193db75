"""What an event is about and by what means: contexts and modes from the words around its trigger."""

from __future__ import annotations

from dragoman.events.acts.matching import Match
from dragoman.events.modes import Sides, features, likeliest
from dragoman.events.trees.syntax import Syntax
from dragoman.knowledge.codebook import Codebook
from dragoman.knowledge.ontology import Ontology

__all__ = ["Describer"]

_INSTRUMENT_CASES = frozenset({"in", "by", "with", "during", "using"})


class Describer:
    """Contexts and modes of the events of one article."""

    def __init__(self, syntax: Syntax, codebook: Codebook, ontology: Ontology) -> None:
        self.syntax = syntax
        self.codebook = codebook
        self.ontology = ontology
        self._cues = ontology.cues
        self._told: dict[int, list[tuple[int, str]]] = {}

    def mode(self, match: Match, sides: Sides) -> str | None:
        """The mode for which most speaks: the entry's own, a word beside it, the words of the act, and who does it to
        whom (``modes``).
        """
        if match.entry.type is None:
            return match.entry.mode
        ranked = likeliest(match.entry.type, self.features(match, sides))
        if ranked is None:
            return self.told(match)
        return next((m for m in ranked if m is None or self.ontology.has_mode(match.entry.type, m)), None)

    def features(self, match: Match, sides: Sides) -> set[str]:
        """What speaks for the modes of an act."""
        return features(match, self.syntax, self.cued(match), sides)

    def told(self, match: Match) -> str | None:
        """The mode that the entry or else a word beside it names."""
        return match.entry.mode or self.cued(match)

    def cued(self, match: Match) -> str | None:
        """The mode that a modifier, an instrument or the event noun beside an entry without one names."""
        kind = match.entry.type
        if match.entry.mode or kind is None:
            return None
        for i in self._around(match):
            mode = self.codebook.mode_cues.get((kind, self.syntax.lemmas[i]))
            if mode is not None and self.ontology.has_mode(kind, mode):
                return mode
        return None

    def _around(self, match: Match) -> list[int]:
        roots = [match.head, *sorted(match.words)]
        roots += [o.head for o in match.frame.obliques if o.cases & _INSTRUMENT_CASES and not o.clausal]
        found: list[int] = []
        for root in roots:
            found.append(root)
            for c in self.syntax.analysis.children_of[root]:
                if self.syntax.tokens[c].dep in ("compound", "amod", "nmod", "flat"):
                    found.append(c)
        return found

    def contexts(self, match: Match) -> tuple[str, ...]:
        """The entry's contexts, and those for which a cue stands in the event's own phrase or clause; sorted."""
        sentence = self.syntax.tokens[match.head].sentence
        told = self._told.get(sentence)
        if told is None:
            told = self._told[sentence] = self._cued(sentence)
        if not told:
            return tuple(sorted(match.entry.contexts))
        found = set(match.entry.contexts)
        first, last = self.syntax.analysis.subtree(match.head)
        found.update(c for i, c in told if first <= i < last and i != match.head and i not in match.words)
        return tuple(sorted(found))

    def _cued(self, sentence: int) -> list[tuple[int, str]]:
        """The cues of a sentence, each by its first word, with their contexts."""
        s, lemmas = self.syntax.analysis.sentences[sentence], self.syntax.lemmas
        return [
            (i, context)
            for i in range(s.first, s.last)
            if (known := self._cues.get(lemmas[i])) and self.syntax.tokens[i].upos in ("NOUN", "PROPN", "ADJ")
            for phrase, context in known
            if lemmas[i : i + len(phrase)] == phrase
        ]
