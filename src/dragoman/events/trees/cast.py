"""Who can take part in an event: from the head of a noun phrase to a Participant.

The rule of participation stands here and nowhere else:

* a **source** must be somebody: an actor mention, a named entity, a personal pronoun, or a noun of people;
* a **target** may also be one of the things that are attacked, seized or blockaded (``objects`` of the grammar), or
a place;
* whatever the encoder surely points at takes part too (``killing 34``, ``those held``, a noun that no list has);
* a time, an amount, an abstract thing is no participant else. A thing whose possessor is an actor stays a thing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache

from dragoman.events.trees.anticipating import anticipating
from dragoman.events.trees.datelines import datelines
from dragoman.events.trees.quotes import quoted
from dragoman.events.trees.syntax import Syntax
from dragoman.records import Actor, ActorMention, Analysis, MentionForm, Participant, PlaceMention, Resolution
from dragoman.records.pointing import pointed_at, triggers_of

__all__ = ["Cast"]

_NP_STOP = frozenset(
    {
        "acl",
        "acl:relcl",
        "advcl",
        "appos",
        "parataxis",
        "conj",
        "cc",
        "ccomp",
        "cop",
        "nsubj",
        "aux",
        "mark",
        "case",
        "advmod",
        "obl",
        "discourse",
        "dep",
        "punct",
    }
)
_MIN_PERSON_NOUN = 5
_DONE_TO = frozenset({"nsubj:pass", "obj"})
_YEAR = 4
_REST = "others"
"""The word for people beside others: ``arrested the editor and 14 others``."""
POINTED = 0.5
"""The share of an event's pointing from which a phrase takes part though nothing else tells that it may. On dev targets
are right in 74.2 % without, 75.1, 75.2, 75.1 with .35, .5, .7."""
_MAX_NAME_TOKENS = 14
"""A participant without a mention is named by its noun phrase, cut to its core if the phrase is longer than this."""


class Cast:
    """The actors of one article as the events room asks for them. ``nobody``: names, in small letters, that act in no
    affair (``Covid``).
    """

    def __init__(self, syntax: Syntax, resolution: Resolution, nobody: Collection[str] = frozenset()) -> None:
        self._syntax = syntax
        self._analysis: Analysis = syntax.analysis
        self._grammar = syntax.grammar
        self._nobody = nobody
        self._judged = {j.mention: j.actor for j in resolution.judgements}
        self._actors: dict[str, Actor] = {a.id: a for a in resolution.actors}
        self._heads: dict[int, ActorMention] = {}
        self._phrases: dict[int, ActorMention] = {}
        deeds = frozenset(triggers_of(self._analysis))
        self._covering: dict[int, ActorMention] = {}
        for mention in sorted(resolution.mentions, key=lambda m: (m.token_end - m.token_start, m.token_start)):
            if mention.form is MentionForm.PHRASE:  # is a side where it is one without a mention
                if mention.head not in deeds:  # ``a NATO strike killed ten``: the strike is nobody
                    self._phrases[mention.head] = mention
                continue
            self._heads[mention.head] = mention
            for i in range(mention.token_start, mention.token_end):
                self._covering.setdefault(i, mention)
        self._quoted: tuple[bool, ...] | None = None
        self._nobodies = datelines(syntax.analysis) | anticipating(syntax)
        self._timed = {i for t in resolution.times for i in range(t.token_start, t.token_end)}
        self._placed: dict[int, PlaceMention] = {
            i: p for p in resolution.places for i in range(p.token_start, p.token_end)
        }
        self._acts, self._suffers = pointed_at(self._analysis, ("source", "target"), POINTED)
        # Asked of the same phrase by every entry, side and feature.
        self.can_act = lru_cache(maxsize=None)(self._can_act)
        self.participant = lru_cache(maxsize=None)(self._participant)
        syntax.can_act = self.can_act

    def mention(self, i: int) -> ActorMention | None:
        """The mention that a noun phrase's head stands for: headed by it (the longest), else one that spans it as
        part of a name.
        """
        found = self._heads.get(i)
        if found is not None:
            return found
        covering = self._covering.get(i)
        if covering is not None and (
            self._syntax.entity_of[i] >= 0 or self._analysis.tokens[i].dep in ("flat", "appos")
        ):
            return covering
        # `the chief prosecutor, X`: the apposition may be what resolve knows.
        for other in self._analysis.children(i, "appos"):
            if other.i in self._heads:
                return self._heads[other.i]
        return None

    def headed(self, i: int) -> bool:
        """Whether an actor mention is headed by token ``i``."""
        return i in self._heads

    def pointed(self, i: int) -> bool:
        """Whether the trigger of some event surely points at the phrase that token ``i`` heads."""
        return i in self._acts or i in self._suffers

    def actor(self, mention: ActorMention | None) -> Actor | None:
        """Whom a mention was judged to be."""
        return self._actors.get(self._judged.get(mention.id, "")) if mention else None

    def place(self, i: int) -> PlaceMention | None:
        """The place mention that covers token ``i``."""
        return self._placed.get(i)

    def timed(self, i: int) -> bool:
        """Whether token ``i`` belongs to an expression of time."""
        return i in self._timed

    def _can_act(self, i: int) -> bool:
        """Whether the head of a noun phrase may stand for somebody who acts."""
        i = self._somebody(i)
        token = self._analysis.tokens[i]
        if self._private(i) or i in self._timed or token.upos in ("PUNCT", "SYM"):
            return False
        if self.mention(i) is not None or i in self._acts:
            return True
        if token.upos == "NUM":
            return False
        named = self._syntax.entity_of[i]
        if named >= 0:
            entity = self._analysis.entities[named]
            text = self._analysis.text[entity.start : entity.end].lower()
            return token.upos in ("PROPN", "NOUN") and text not in self._nobody
        lemma = self._syntax.lemmas[i]
        # `ex-president`, `vice-minister`, `arms-dealer`: a compound is what its last part is.
        if (
            lemma in self._grammar.bodies
            or lemma.rpartition("-")[2] in self._grammar.people
            or self._person_noun(token.text.lower(), lemma)
        ):
            return True
        return token.upos == "PRON" and token.text.lower() in self._grammar.pronouns

    def _private(self, i: int) -> bool:
        """Whether it is the ``I`` or ``we`` of a writer who speaks for himself: no one is quoted and nobody was found
        to be meant. What such a one does is no politics: of 600 sentences of letters, reviews and textbooks (EWT and
        GUM) 81 had an event without this, 64 with it.
        """
        token = self._analysis.tokens[i]
        if token.upos != "PRON" or token.feature("Person") != "1":
            return False
        if self._quoted is None:
            self._quoted = quoted(self._analysis)
        return not self._quoted[i] and self.actor(self.mention(i)) is None

    def _person_noun(self, form: str, lemma: str) -> bool:
        """A plural noun with an ending of people (``interpreters``): not in any list, yet somebody."""
        return (
            form.endswith("s")
            and lemma not in self._grammar.not_people
            and lemma.endswith(tuple(self._grammar.person_endings))
            and len(lemma) > _MIN_PERSON_NOUN
        )

    def can_suffer(self, i: int) -> bool:
        """Whether the head of a noun phrase may be acted on: somebody, a place, or a thing that can be attacked or
        seized.
        """
        if self.can_act(i):
            return True
        i = self._somebody(i)
        if i in self._timed:
            return False
        if i in self._placed or i in self._suffers or self._syntax.lemmas[i] in self._grammar.objects:
            return True
        return self.counted(i)

    def counted(self, i: int) -> bool:
        """Whether a number stands for people to whom something is done: ``more than 200 were arrested``, ``claimed
        eleven lives``. A year is none, nor is what is counted otherwise (``2.5``)."""
        token = self._analysis.tokens[i]
        first = self._analysis.tokens[token.head] if token.dep == "conj" else token  # `a priest and 11 of his guards`
        if token.text.lower() == _REST:
            return first.dep in _DONE_TO
        if token.upos == "NUM":
            year = len(token.text) == _YEAR and token.text.isdigit()
            return first.dep in _DONE_TO and not year and "." not in token.text and "%" not in token.text
        numbered = any(True for _ in self._analysis.children(i, "nummod"))
        return numbered and self._syntax.lemmas[i] in self._grammar.counted

    def participants(self, heads: Iterable[int], act: int = -1) -> tuple[Participant, ...]:
        """One participant for each noun phrase and each of its conjuncts, in the order of the text, each actor once.

        The head of the ``act`` itself is nobody, though trees may join it to them (``India-Pakistan talks``).
        """
        found: dict[str, Participant] = {}
        for head in heads:
            for i in self._syntax.conjuncts(head):
                one = self.participant(i) if i != act else None
                if one is not None:
                    found.setdefault(one.actor or one.name, one)
        return tuple(sorted(found.values(), key=lambda p: p.evidence.start) if len(found) > 1 else found.values())

    def _participant(self, i: int) -> Participant | None:
        """The participant that a noun phrase's head stands for; None if it is nobody and nothing that can be acted
        on.
        """
        i = self._somebody(i)
        if i in self._nobodies or not self.can_suffer(i):
            return None
        mention = self.mention(i)
        if mention is not None:
            actor = self.actor(mention)
            name = actor.name if actor else mention.evidence.text
            return Participant(mention.evidence, name, mention.id, actor.id if actor else None, *_coded(actor))
        evidence = self._analysis.evidence(*self._span(i))
        phrase = self._phrases.get(i)
        actor = self.actor(phrase)
        if phrase is None or actor is None:
            return Participant(evidence, evidence.text, country=self._owner_country(i))
        return Participant(evidence, evidence.text, phrase.id, actor.id, *_coded(actor))

    def _somebody(self, i: int) -> int:
        """Past quantities (``hundreds of protesters``) and relative pronouns, unless resolve took the quantity for a
        mention.
        """
        i = self._syntax.antecedent(i)
        return i if i in self._heads else self._syntax.through_quantity(i)

    def _span(self, i: int) -> tuple[int, int]:
        """The noun phrase without relative clauses, appositions and coordination: what a reader would name it by."""
        first, last = i, i + 1
        for c in self._analysis.children_of[i]:
            token = self._analysis.tokens[c]
            if token.dep in _NP_STOP or (token.dep == "nmod" and c > i and "of" not in self._syntax.case_words(c)):
                continue
            inner = self._analysis.subtree(c)
            first, last = min(first, inner[0]), max(last, inner[1])
        if last - first > _MAX_NAME_TOKENS:
            first, last = max(first, i - 3), i + 1
        return first, last

    def _owner_country(self, i: int) -> str | None:
        """A body that no knowledge has (``Russia's foreign ministry``) still belongs to its owner's country."""
        for owner in self._syntax.modifiers(i):
            actor = self.actor(self.mention(owner))
            if actor is not None and actor.country:
                return actor.country
        placed = self._placed.get(i)
        return placed.place.country if placed and placed.place else None


def _coded(actor: Actor | None) -> tuple[str | None, tuple[str, ...]]:
    return (actor.country, actor.sectors) if actor else (None, ())
