"""Who stands where in a clause: subjects, objects and obliques as the deep syntax has them.

Passives, relative clauses, participles, control and raising, coordination and the modifiers of event nouns are
undone here,
once, so that the matcher of the codebook and the reader of status need only ask.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import lru_cache
from typing import NamedTuple

from dragoman.events.trees.lemmas import folded_lemmas, hyphened
from dragoman.events.trees.phrases import Phrases
from dragoman.events.trees.unusual import CAUSED, INVERTED, causer, inverted, likewise, raised
from dragoman.events.trees.voice import Voice
from dragoman.knowledge.codebook import Codebook
from dragoman.records import Analysis, BlockKind, Token

__all__ = ["Frame", "Oblique", "Syntax"]

_ALL = frozenset({"all", "both", "each"})
"""With ``of whom`` everybody who was named."""
_RELATIVE = frozenset({"who", "whom", "which", "that", "whose"})
_NEGATIVE = frozenset({"not", "n't", "never", "no", "neither"})
_ASKED = frozenset({"to", "on", "for", "upon"})
"""Prepositions of whom an appeal or order asks to do something."""
_CLAUSAL = frozenset({"acl", "acl:relcl", "advcl", "advcl:relcl", "ccomp", "xcomp", "conj", "parataxis"})
_THINGS = {"it": False, "them": True}
"""Pronouns that may take up a thing, and whether it is plural."""
_THINGS_BACK = 2
"""Sentences before a pronoun in which the thing is sought."""
_MAX_CLIMB = 8
"""Steps of control, coordination or relatives that a subject is sought through; real sentences need at most five."""


class Oblique(NamedTuple):
    """A phrase under a preposition (or without one: a bare time or measure), or a clause under a mark."""

    cases: frozenset[str]
    head: int
    clausal: bool = False


class Frame(NamedTuple):
    """The deep arguments of a predicate, as heads of noun phrases (conjuncts not yet expanded).

    ``agents`` do it: the subject of an active verb, the by-phrase of a passive one. ``patients``: objects, or the
    subject of
    a passive. ``indirect``: a second object. ``how`` names the construction by which a subject was found that is not
    the verb's own.
    """

    agents: tuple[int, ...]
    patients: tuple[int, ...]
    indirect: tuple[int, ...]
    obliques: tuple[Oblique, ...]
    passive: bool
    how: str = ""


class Syntax:
    """Questions about one article's trees. ``can_act`` tells whether a noun phrase's head may stand for an actor."""

    def __init__(self, analysis: Analysis, codebook: Codebook, kinds: tuple[BlockKind, ...]) -> None:
        """``kinds``: the kind of block of each sentence."""
        grammar = codebook.grammar
        self.analysis = analysis
        self.tokens = analysis.tokens
        self.grammar = grammar
        self.kinds = kinds
        self.lemmas: tuple[str, ...] = folded_lemmas(analysis.tokens, codebook)
        self.can_act: Callable[[int], bool] = lambda _: True
        entity_of = [-1] * len(analysis.tokens)
        for k, entity in enumerate(analysis.entities):
            entity_of[entity.first : entity.last] = [k] * (entity.last - entity.first)
        self.entity_of: tuple[int, ...] = tuple(entity_of)
        # Asked of most tokens again and again: tables, by the index of a token.
        phrases = Phrases(analysis, grammar, self.lemmas, self.entity_of, self.title)
        self.is_verb = phrases.verbs.__getitem__
        self.case_words = phrases.cases.__getitem__
        self.through_quantity = phrases.counted.__getitem__
        self.conjuncts = phrases.joined.__getitem__
        self.taking_up = frozenset([t.sentence for t in self.tokens if t.upos == "PRON" and t.text.lower() in _THINGS])
        """The sentences with a pronoun that may take up a thing."""
        # What every entry of a head asks again, and every feature of a phrase.
        self.frame = lru_cache(maxsize=None)(self._frame)
        self.obliques = lru_cache(maxsize=None)(self._obliques)
        self.modifiers = lru_cache(maxsize=None)(self._modifiers)
        self.voice = Voice(analysis, self.lemmas, grammar, phrases, self.title, self._sharing)
        self.passive = self.voice.passive
        self.subjects = lru_cache(maxsize=None)(self._subjects)

    def title(self, i: int) -> bool:
        """Whether token ``i`` stands in a headline."""
        return self.kinds[self.tokens[i].sentence] is BlockKind.TITLE

    # ------------------------------------------------------------------ small questions

    def child(self, i: int, *deps: str) -> Token | None:
        """The first dependent with one of these relations (subtypes count)."""
        return self.analysis.child(i, *deps)

    def negated(self, i: int) -> Token | None:
        """The word that negates token ``i`` itself, None if none does."""
        for c in self.analysis.children_of[i]:
            token = self.tokens[c]
            if token.dep in ("advmod", "det", "cc:preconj", "neg") and self.lemmas[c] in _NEGATIVE:
                # `not only` asserts what follows, and a `no-confidence vote` is a vote.
                following = self.tokens[c + 1].text.lower() if c + 1 < len(self.tokens) else ""
                if following not in ("only", "just", "least", "-"):
                    return token
            elif self.lemmas[c] in ("long", "longer") and token.text.lower() == "longer" and token.dep == "advmod":
                no = self.tokens[c - 1] if c else token
                if no.text.lower() == "no":
                    return no  # `will no longer be held`
        return None

    def relation(self, i: int) -> str:
        """A token's relation; who `is opposed to` something is a subject like any other."""
        dep = self.tokens[i].dep
        return "nsubj" if dep == "nsubj:pass" and self.voice.stative(self.tokens[i].head) else dep

    def lends(self, i: int) -> bool:
        """Whether token ``i`` is a verb that may lend itself to an event noun: ``launch`` an attack, an attack
        ``happens``."""
        return self.lemmas[i] in self.grammar.support or self.lemmas[i] in self.grammar.occurrence

    def antecedent(self, i: int) -> int:
        """What a relative pronoun stands for, else ``i`` itself."""
        word = self.tokens[i].text.lower()  # `those` has the lemma `that`
        if word not in _RELATIVE or self.tokens[i].upos not in ("PRON", "SCONJ", "DET"):
            return i
        for above in self.analysis.ancestors(i):
            if above.dep == "acl:relcl":
                return self._last_of(above.head, i) if self.of_one(above.i) else above.head
            if above.dep in ("ccomp", "root", "advcl"):
                break
        return i

    def of_one(self, clause: int) -> bool:
        """Whether a relative clause tells of one alone: ``the army or the front, which has joined them``."""
        related = self.child(clause, "nsubj")
        if related is None or self.lemmas[related.i] not in _RELATIVE:
            return False
        finite = [t for t in self.analysis.children(clause, "aux", "cop") if t.i > related.i]
        first = finite[0] if finite else self.tokens[clause]
        return first.xpos == "VBZ" or first.text.lower() == "was"

    def _last_of(self, head: int, before: int) -> int:
        """Of a list the one that stands next before a word."""
        return max((k for k in self.conjuncts(head) if k < before), default=head)

    def things(self, i: int) -> frozenset[str]:
        """Lemmas of what ``it`` or ``them`` may take up (``The letter ... he leaked it``): the nouns named a little
        before in the same number, but for those of its own clause (``the minister called it a mistake``): they would
        be taken up by ``itself``. Empty for any other word.
        """
        plural = _THINGS.get(self.tokens[i].text.lower())
        if plural is None or self.tokens[i].upos != "PRON":
            return frozenset()
        first = self.looked_back_to(self.tokens[i].sentence)
        return frozenset(
            self.lemmas[k]
            for k in range(first, i)
            if self.tokens[k].upos == "NOUN"
            and (self.tokens[k].xpos == "NNS") is plural
            and self.tokens[k].head != self.tokens[i].head
        )

    def looked_back_to(self, sentence: int) -> int:
        """The first token of the sentences in which a pronoun of this one may have its thing."""
        return self.analysis.sentences[max(0, sentence - _THINGS_BACK)].first

    # ------------------------------------------------------------------ subjects

    def _subjects(self, i: int, depth: int = 0) -> tuple[tuple[int, ...], str]:
        """The surface subject of a predicate, its own or that of the clause that controls it, and by what
        construction.
        """
        half = i - 2 if "-" in self.lemmas[i] else -1  # `gang` of `gang-raped`
        own = [c for c in self.analysis.children_of[i] if self.tokens[c].dep.startswith("nsubj") and c != half]
        own = [c for c in own if self.tokens[c].dep != "nsubj:outer"] or own
        if own:
            head = self._all_of(own[-1])
            others = (*self._with_companions(i), *likewise(self.analysis, self.lemmas, i))
            return (head, *others), "relative clause" if head != own[-1] else ""
        return self._inherited_subject(i, depth) if depth < _MAX_CLIMB else ((), "")

    def _all_of(self, i: int) -> int:
        """What a relative pronoun stands for, with those of whom all are meant (``the three, all of whom voted``)."""
        whom = self.child(i, "nmod") if self.lemmas[i] in _ALL else None
        head = self.antecedent(i if whom is None else whom.i)
        if whom is None:
            return head
        first = self.tokens[head].head if self.tokens[head].dep == "conj" else head
        return first if head != whom.i and len(self.conjuncts(first)) > 1 else i

    def _inherited_subject(self, i: int, depth: int) -> tuple[tuple[int, ...], str]:
        """The subject of a predicate without one of its own, by the relation in which it stands."""
        token = self.tokens[i]
        governor, dep = token.head, token.dep
        found: tuple[int, ...] = ()
        how = ""
        if dep == "conj":
            governor = self._sharing(i)
            if self.is_verb(governor) or self._predicate(governor):
                found, how = self.subjects(governor, depth + 1)[0], "shared subject"
        elif dep == "xcomp" or (dep == "ccomp" and self._infinitive(i)):
            found, how = self._controller(governor, depth), "control"
        elif dep == "advcl" and inverted(self.analysis, i, governor):
            found, how = (governor,), INVERTED
        elif dep == "advcl":
            found, how = self._adverbial_subject(i, governor, depth), "participle or infinitive of the main clause"
        elif dep == "acl:relcl":
            found, how = (governor,), "relative clause"
        elif dep == "acl":
            found, how = self._adnominal_subject(i, governor, depth), "clause of a noun"
        elif dep == "amod" and token.xpos == "VBN":
            found, how = (governor,), "participle before its noun"
        elif self.title(i):
            found, how = self._headline_subject(i), "headline"
        return found, how if found else ""

    def _sharing(self, i: int) -> int:
        """The clause whose subject a joined one without its own shares: of those joined with the same the last before
        it that has one (``The bloc wanted a vote; one deputy asked for two, and was turned down``), else the first."""
        first = self.tokens[i].head
        own = [t for t in self.analysis.children(first, "conj", "parataxis") if t.i < i and self.child(t.i, "nsubj")]
        own = [t for t in own if t.dep == "conj" or any(k.text == ";" for k in self.tokens[first : t.i])]
        return max((t.i for t in own if self.is_verb(t.i) or self._predicate(t.i)), default=first)

    def _with_companions(self, i: int) -> tuple[int, ...]:
        """``The minister met them along with the envoy``: oblique companions of the subject, when they come before
        the verb.
        """
        beside = [c for c in self.analysis.children(i, "obl") if self.case_words(c.i) & self.grammar.accompaniment]
        for adverb in self.analysis.children(i, "advmod"):
            if self.lemmas[adverb.i] in self.grammar.accompaniment:
                beside += [c for c in self.analysis.children(adverb.i, "obl") if "with" in self.case_words(c.i)]
        return tuple(c.i for c in beside if c.i < i)

    def _predicate(self, i: int) -> bool:
        return self.child(i, "cop", "nsubj") is not None

    def _infinitive(self, i: int) -> bool:
        return self.tokens[i].xpos == "VB" and "to" in self.case_words(i)

    def _controller(self, governor: int, depth: int) -> tuple[int, ...]:
        """Subject of an open complement: the object of its governor if there is one, else the governor's subject."""
        if (
            self.is_verb(governor)
            and not self.passive(governor)
            and self.lemmas[governor] not in self.grammar.subject_control
        ):
            objects = self._objects(governor) or self._own(governor, "iobj")
            if objects:
                return objects
        return self.subjects(governor, depth + 1)[0]

    def _adverbial_subject(self, i: int, governor: int, depth: int) -> tuple[int, ...]:
        marks = self.case_words(i)
        if not marks and self.tokens[i].xpos == "VBG" and self._after_comma(i):
            # A participle after a comma is the main clause's, however low the parser hung it.
            while self.tokens[governor].dep == "xcomp":
                governor = self.tokens[governor].head
        if not self.is_verb(governor):
            return self.subjects(governor, depth + 1)[0]
        if marks & self.grammar.object_marks and not self.passive(governor):
            objects = self._objects(governor) or self._own(governor, "iobj")
            if objects:
                return objects
        return self.subjects(governor, depth + 1)[0]

    def _after_comma(self, i: int) -> bool:
        first, _ = self.analysis.subtree(i)
        return any(0 <= k < len(self.tokens) and self.tokens[k].text == "," for k in (first, first - 1))

    def _adnominal_subject(self, i: int, noun: int, depth: int) -> tuple[int, ...]:
        if self.passive(i):
            return (noun,)
        if self.can_act(noun) and not (self._infinitive(i) and not self.title(i)):
            return (noun,)
        if self.lemmas[noun] in self.grammar.asking and self._infinitive(i):
            asked = [n.i for n in self.analysis.children(noun, "nmod") if self.case_words(n.i) & _ASKED]
            return tuple(asked[:1])
        return self.noun_agents(noun, depth)

    def noun_agents(self, noun: int, depth: int = 0) -> tuple[int, ...]:
        """Who stands behind a noun: its possessor or adjective (``Iran's decision``), else the subject of the verb
        it serves.
        """
        owners = [o for o in self.modifiers(noun) if self.can_act(o)]
        if owners:
            return tuple(owners)
        for nmod in self.analysis.children(noun, "nmod", "obl:agent"):
            if self.case_words(nmod.i) & {"by", "of", "from"} and self.can_act(nmod.i):
                return (nmod.i,)
        token = self.tokens[noun]
        if depth < _MAX_CLIMB and token.dep in ("obj", "obl", "xcomp", "nsubj:pass") and self.is_verb(token.head):
            if self.passive(token.head):
                return self._by_agents(token.head)
            return self.subjects(token.head, depth + 1)[0]
        if depth < _MAX_CLIMB and token.dep in ("nmod", "conj"):
            return self.noun_agents(token.head, depth + 1)
        return ()

    def _headline_subject(self, i: int) -> tuple[int, ...]:
        return tuple(c.i for c in self.analysis.children(i, "vocative", "dislocated") if self.can_act(c.i))[:1]

    # ------------------------------------------------------------------ frames

    def _own(self, i: int, dep: str) -> tuple[int, ...]:
        return tuple(self.antecedent(c.i) for c in self.analysis.children(i, dep))

    def _objects(self, i: int) -> tuple[int, ...]:
        own = self._own(i, "obj")
        if own:
            return own
        if self.voice.stative(i):
            preposition = self.grammar.stative[self.lemmas[i]]
            return tuple(c.i for c in self.analysis.children(i, "obl") if preposition in self.case_words(c.i))
        token = self.tokens[i]
        if token.dep == "acl:relcl" and self._object_gap(i):
            return (token.head,)
        shared = self._shared_object(i)
        return (shared,) if shared is not None else ()

    def _object_gap(self, i: int) -> bool:
        """``the city rebels attacked``: a relative clause with a subject of its own and nothing else that relates
        it.
        """
        own = self.child(i, "nsubj")
        if (
            own is None
            or self.antecedent(own.i) != own.i
            or self.child(i, "ccomp", "xcomp", "cop", "obl:agent") is not None
        ):
            return False
        first, last = self.analysis.subtree(i)
        return not any(
            self.lemmas[k] in ("where", "when", "whose", "which", "whom", "why") and self.tokens[k].dep != "obj"
            for k in range(first, last)
        )

    def _shared_object(self, i: int) -> int | None:
        """``condemned and sanctioned Iran``: one object for both, wherever the parser hung it."""
        token = self.tokens[i]
        if (
            token.dep == "conj"
            and self.is_verb(token.head)
            and self.child(i, "nsubj", "ccomp", "xcomp", "obl", "iobj") is None
        ):
            shared = self.child(token.head, "obj")
            if shared is not None and shared.i > i:
                return shared.i
        if self.child(i, "obl", "ccomp", "xcomp", "iobj", "obl:agent", "advmod") is not None:
            return None
        for other in self.analysis.children(i, "conj"):
            beside = other.i - i <= 3 and self.child(other.i, "nsubj") is None
            if self.is_verb(other.i) and (beside or raised(self.tokens, i, other.i)):
                shared = self.child(other.i, "obj")
                return shared.i if shared is not None else None
        return None

    def _by_agents(self, i: int) -> tuple[int, ...]:
        found = [
            c.i
            for c in self.analysis.children(i, "obl", "nmod")
            if self.voice.agent(c.i) or ("by" in self.case_words(c.i) and self.can_act(self.antecedent(c.i)))
        ]
        found = [self.antecedent(c) for c in found]
        found = found or hyphened(i, self.tokens)
        if not found and self.tokens[i].dep == "conj" and self.passive(self.tokens[i].head):
            return ()
        if not found:
            # `was arrested and beaten by police`: the agent hangs on the last.
            for other in self.analysis.children(i, "conj"):
                if self.tokens[other.i].xpos == "VBN" and self.child(other.i, "nsubj", "aux") is None:
                    found = [c.i for c in self.analysis.children(other.i, "obl:agent")]
        return tuple(found)

    def _obliques(self, i: int) -> tuple[Oblique, ...]:
        """Phrases and clauses under a preposition or mark that depend on token ``i``."""
        found: list[Oblique] = []
        for c in self.analysis.children_of[i]:
            dep = self.tokens[c].dep
            base = dep.partition(":")[0]
            if base in ("obl", "nmod") or dep == "xcomp":
                found.append(Oblique(self.case_words(c), self.antecedent(c), dep == "xcomp" and self.is_verb(c)))
            elif base in ("advcl", "acl", "ccomp"):
                found.append(Oblique(self.case_words(c), c, True))
        return tuple(found)

    def _frame(self, i: int) -> Frame:
        if not self.is_verb(i):
            agents, how = self.subjects(i)
            return Frame(agents, (), (), self.obliques(i), False, how)
        passive = self.passive(i)
        if passive:
            surface, how = self.subjects(i)
            agents = self._by_agents(i)
            causing = None if agents else causer(self.analysis, self.lemmas, i)
            if causing is not None and self._governs(surface):
                agents, how = self.subjects(causing)[0], CAUSED
            return Frame(agents, (*surface[:1], *self._own(i, "obj")), (), self.obliques(i), True, how)
        agents, how = self.subjects(i)
        objects = self._objects(i)
        agents = tuple(a for a in agents if a not in objects)
        return Frame(agents, objects, self._own(i, "iobj"), self.obliques(i), False, how)

    def _governs(self, things: tuple[int, ...]) -> bool:
        """Whether who has something done to these does so: ``had his rival arrested``, ``had a paper closed``, but not
        ``had his phone seized``, ``had his own firm broken up``."""
        return all(self.child(t, "nmod:poss") is None or self.can_act(t) for t in things)

    # ------------------------------------------------------------------ nouns

    def _modifiers(self, noun: int) -> tuple[int, ...]:
        """What stands before a noun and may name whose it is: possessor, demonym, an adjectival name (``US``), a
        group's name.

        The bare name of a place (``Beirut airstrike``) does not: it may as well be where, or on whom.
        """
        found: list[int] = []
        stack = [noun]
        while stack:
            for c in self.analysis.children_of[stack.pop()]:
                token = self.tokens[c]
                if token.dep == "nmod:poss":
                    found.extend(self.conjuncts(c))
                elif token.dep in ("amod", "compound", "nmod", "conj") and c < noun:
                    stack.append(c)
                    if self._adjectival(token):
                        found.append(c)
        return tuple(sorted(set(found)))

    def before(self, noun: int, kinds: Collection[str]) -> tuple[int, ...]:
        """The words before a noun that are one of the lemmas ``kinds`` and no part of a name: ``coalition`` of
        ``a coalition air strike``. What stands before another of these words describes that (``army base attack``)."""
        found = [
            c.i
            for c in self.analysis.children(noun, "compound", "amod")
            if c.i < noun and self.lemmas[c.i] in kinds and self._common(c.i)
        ]
        return tuple(found)

    def _common(self, i: int) -> bool:
        """Whether a word is no part of a longer name: ``the Embassy bombing``."""
        entity = self.entity_of[i]
        return entity < 0 or self.analysis.entities[entity].last - self.analysis.entities[entity].first == 1

    def _adjectival(self, token: Token) -> bool:
        if self.lemmas[token.i] in self.grammar.sites and self._common(token.i):
            return False
        entity = self.entity_of[token.i]
        label = self.analysis.entities[entity].label if entity >= 0 else ""
        if token.text.replace(".", "").lower() in self.grammar.adjectival_names:
            return True
        if label in ("ORG", "PER"):
            return True
        return token.text[:1].isupper() and (label == "NORP" or token.upos == "ADJ")

    def clause_head(self, i: int) -> int:
        """The predicate of the smallest clause that holds token ``i`` (``i`` itself if it is one)."""
        while not (self.is_verb(i) or self._predicate(i)) and self.tokens[i].head != i:
            i = self.tokens[i].head
        return i
