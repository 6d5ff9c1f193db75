"""Role nouns and phrases (``foreign minister``, ``gunmen``, ``ayatollah``) with their PLOVER sectors, and titles.

Loaded from ``data/agents/*.csv`` and ``phrases.yaml``, ours first and then the user's, whose row of the same noun, or
class of the same name, wins.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated

from pydantic import Field

from dragoman.knowledge.names import fold, pieces
from dragoman.knowledge.tables import Row, files, read_classes, read_csv, split_list
from dragoman.records import ActorKind

__all__ = ["Agent", "AgentPhrases", "Agents", "Title", "load_agents", "singular"]

_SEPARATE = (
    "titles",
    "bodies",
    "synonyms",
    "given_names",
    "modifiers",
    "name_heads",
    "capitals",
    "never",
    "also",
    "deeds",
    "quantities",
    "abstract",
    "nobody",
    "things",
    "leading",
)
_MATTERS = tuple((s,) for s in ("MED", "HLH", "EDU", "BUS", "AGR", "ENV"))
_OPENS = ("of", "for", "on", "de", "du", "des", "del", "do", "da")
_BEHIND = frozenset(("general", "elect", "designate"))  # adjectives that stand behind their noun
_IRREGULAR = {
    "men": "man",
    "women": "woman",
    "people": "people",
    "children": "child",
    "police": "police",
    "wives": "wife",
}


class _AgentRow(Row):
    noun: str
    sectors: Annotated[str, Field(pattern=r"^[A-Z]{3}( ?\| ?[A-Z]{3})*$")] | None = None
    number: Annotated[str, Field(pattern="^(sg|pl)$")] = "sg"
    kind: Annotated[str, Field(pattern="^(person|body|member|group|arm|unit|thing)$")] = "person"
    gender: Annotated[str, Field(pattern="^[mf]$")] | None = None


class _TitleRow(Row):
    title: str
    long: str = ""
    gender: Annotated[str, Field(pattern="^[mf]$")] | None = None


class _SynonymRow(Row):
    noun: str
    role: str


class _NameRow(Row):
    name: str
    gender: Annotated[str, Field(pattern="^[mf]$")]


class _ModifierRow(Row):
    word: str
    effect: Annotated[str, Field(pattern="^(former|future|other|abroad|posted|opposition|ruling|backed|world)$")]


class _WordRow(Row):
    word: str


class _AlsoRow(Row):
    noun: str
    also: Annotated[str, Field(pattern=r"^[A-Z]{3}( ?\| ?[A-Z]{3})*$")]
    bare: Annotated[str, Field(pattern="^y$")] | None = None


class _AbstractRow(Row):
    noun: str
    reads: Annotated[str, Field(pattern="^(acts|bare|deed|moves|owned|runs)$")]


class _DeedRow(Row):
    verb: str
    form: Annotated[str, Field(pattern="^[sorn]$", alias="as")]
    sector: Annotated[str, Field(pattern="^[A-Z]{3}$")] | None = None


class _ThingRow(Row):
    noun: str
    sector: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    acting: Annotated[str, Field(pattern="^[A-Z]{3}$")] | None = None


class _LeadingRow(Row):
    state: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    office: str | None = None


class _CapitalRow(Row):
    word: str
    kind: Annotated[str, Field(pattern="^[vnsa]$", alias="class")]
    reads: Annotated[str, Field(pattern="^(place|actor)$")]


class _HeadRow(Row):
    word: str
    kind: ActorKind
    sectors: Annotated[str, Field(pattern=r"^[A-Z]{3}( ?\| ?[A-Z]{3})*$")] | None = None
    weak: Annotated[str, Field(pattern="^y$")] | None = None


class AgentPhrases(Row):
    """Classes of nouns and verbs about who is meant; ``phrases.yaml`` says what each is for."""

    single_offices: frozenset[str]
    top_offices: frozenset[str]
    following: frozenset[str]
    loyal: frozenset[str]
    trusting: frozenset[str]
    presiding: frozenset[str]
    bare_bodies: frozenset[str]
    rare_bodies: frozenset[str]
    governments: frozenset[str]
    local_offices: frozenset[str]
    of_chambers: frozenset[str]
    personal: frozenset[str]
    ruling_parties: frozenset[str]
    party_letters: frozenset[str]
    american_states: frozenset[str]
    american_bodies: frozenset[str]
    legislating: frozenset[str]
    sitting: frozenset[str]
    others: frozenset[str]
    epithets: frozenset[str]
    state_nouns: frozenset[str]
    areas: Mapping[str, frozenset[str]]
    parents: frozenset[str]
    counterparts: frozenset[str]
    seated: frozenset[str]
    moving: frozenset[str]
    passing: frozenset[str]
    court_seats: frozenset[str]
    between_states: frozenset[str]
    other_states: frozenset[str]
    shared: frozenset[str]
    leading: frozenset[str]
    sides: frozenset[str]
    dealing: frozenset[str]
    settled: frozenset[str]
    two_sides: frozenset[str]
    of_two: frozenset[str]
    go_betweens: frozenset[str]
    brokering: frozenset[str]
    of_states_together: frozenset[str]
    organisations: frozenset[str]
    groupings: frozenset[str]
    boards: frozenset[str]
    towns: frozenset[str]
    belonged_to: frozenset[str]
    fighters: frozenset[str]
    serving: frozenset[str]
    partisans: frozenset[str]
    firms_own: frozenset[str]
    anybody: frozenset[str]
    held: frozenset[str]
    seconds: frozenset[str]
    next_to: frozenset[str]
    visited: frozenset[str]
    contending: frozenset[str]
    popular: frozenset[str]
    becoming: frozenset[str]
    naming: frozenset[str]
    visiting: frozenset[str]
    falling: frozenset[str]
    strikes: frozenset[str]
    harming: frozenset[str]
    dying: frozenset[str]
    ruled: frozenset[str]
    receiving: frozenset[str]
    particles: frozenset[str]
    directions: frozenset[str]
    ruling: frozenset[str]
    by_arms: frozenset[str]
    roaming: frozenset[str]
    worldwide: frozenset[str]
    boats: frozenset[str]
    stand_for: frozenset[str]
    in_the_chair: frozenset[str]
    tolls: frozenset[str]


@dataclass(frozen=True, slots=True)
class Agent:
    """One role noun.

    ``kind``: ``person``; ``body``, a collective that is an actor itself (``the army``); ``member``, which takes the
    sectors of what it belongs to (``spokesman``, ``leader``); ``group`` (``sides``, ``delegation``); ``arm``, a thing
    that is an actor only beside its owner (``Israeli jets``, ``UNHCR lorries``); ``thing``, a phrase that holds a role
    noun and is no actor (``state of emergency``).
    """

    noun: str
    sectors: tuple[str, ...]
    plural: bool
    kind: str
    gender: str | None


@dataclass(frozen=True, slots=True)
class Title:
    """A title before a name: what role it abbreviates (empty if none) and the gender it tells."""

    text: str
    role: str
    gender: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Agents:
    """All role nouns. Immutable."""

    phrases: AgentPhrases = field(repr=False)
    nouns: Mapping[str, Agent] = field(repr=False)
    """Phrase in lower case, singular, to the agent."""
    heads: Mapping[str, tuple[int, int]] = field(repr=False)
    """Head word of phrases to the most words that stand before and after it in any phrase."""
    titles: Mapping[str, Title] = field(repr=False)
    synonyms: Mapping[str, str] = field(repr=False)
    """``premier`` to ``prime minister``: one name for one office."""
    genders: Mapping[str, str] = field(repr=False)
    """Given name (folded) to ``m`` or ``f``, for names that are nearly always of one."""
    modifiers: Mapping[str, str] = field(repr=False)
    """``former``, ``incoming`` ... to what they say of the office: ``former``, ``future``, ``other``; ``foreign``
    ... to ``abroad``: of another country than the article's, or of several; ``embassy`` ... to ``posted``: not of the
    country that it is in; ``opposition``; ``backed`` (behind a
    hyphen) for words that make a country one that only helps: ``Iran-backed militias``."""
    name_heads: Mapping[str, tuple[ActorKind, tuple[str, ...]]] = field(repr=False)
    """Last word of an unknown name (``Party``, ``Brigades``) to its kind and sectors."""
    capitals: Mapping[tuple[str, str], str] = field(default_factory=dict, repr=False)
    """(lemma, ``v``, ``n`` or ``s``: as a verb's subject) to how a capital beside it reads: ``place`` or ``actor``."""

    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    """Noun to sectors that it has instead of its own where the article speaks of such and of none of its own."""
    deeds: Mapping[tuple[str, str], str] = field(default_factory=dict, repr=False)
    """(lemma of a verb, ``s`` for its subject, ``o`` for its object) to the sector that it tells of civilians. To
    nothing: (lemma, ``n``), a bare number as its object is people (``killed two``), and (lemma, ``r``), who does so in
    a relative clause belongs to what he does it to (``who chairs the union``)."""
    weak_heads: frozenset[str] = frozenset()
    """Those words of ``name_heads`` that yield to any other of the name (``Alliance`` in ``Climate Alliance``)."""
    quantities: frozenset[str] = frozenset()
    """Words that stand for people by themselves where they act (``Dozens marched``)."""
    never: frozenset[str] = frozenset()
    """Words that are no surname by themselves, though somebody powerful bears them (``Friday``)."""
    bare: frozenset[str] = frozenset()
    """Nouns of ``also`` that have the first sector named there where the phrase tells no country (``officers``)."""
    abstract: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Nouns that are no actor in some places to which (``abstract.csv``): ``acts``, ``bare``, ``deed``, ``moves``,
    ``owned``, ``runs``.
    """
    nobody: frozenset[str] = frozenset()
    """Names, in small letters, that act in no affair (``Covid``)."""
    nobody_by: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict, repr=False)
    """First word to the words of each of ``nobody`` that has several."""
    things: Mapping[str, tuple[str, str]] = field(default_factory=dict, repr=False)
    """Noun in the singular of a thing or place that an act may be on to the sector that it mostly belongs to, and to
    that where it acts."""
    leading: Mapping[str, str] = field(default_factory=dict, repr=False)
    """State to the office whose holder news calls its leader where no president is; empty where that is not clear."""

    def __len__(self) -> int:
        return len(self.nouns)

    def gender_of(self, name: str) -> str | None:
        """``m`` or ``f`` by the given name of a person named in full, None where that tells nothing."""
        words = pieces(name)
        return self.genders.get(" ".join(words[:2]), self.genders.get(words[0]))  # `Aung San Suu Kyi` is no Aung

    def find(self, before: Sequence[str], head: str, after: Sequence[str]) -> tuple[Agent, int, int] | None:
        """The longest phrase around ``head``: the agent, and how many words before and after it belong to it.

        ``before`` and ``after`` are the neighbouring words in order of the text, lower case; ``head`` may be plural.
        """
        forms = dict.fromkeys((head, singular(head), head.removesuffix("s")))  # ``rabbis``, ``gurus`` too
        found = [f for form in forms if (f := self._around(before, form, after)) is not None]
        return max(found, key=lambda f: f[1] + f[2], default=None)

    @lru_cache(maxsize=1 << 14)  # noqa: B019 - one instance a process; asked of every noun of a text
    def may_head(self, word: str, lemma: str) -> bool:
        """Whether a word in small letters, or its lemma, may head a phrase: with none of its words, or as a plural."""
        if word in self.heads or self.find((), word, ()) or self.find((), lemma, ()):
            return True
        return not self.heads.keys().isdisjoint((lemma, word[:-1], word[:-3] + "y", word[:-2] + "an"))

    def _around(self, before: Sequence[str], form: str, after: Sequence[str]) -> tuple[Agent, int, int] | None:
        reach = self.heads.get(form)
        if reach is None:
            return None
        for right in range(min(reach[1], len(after)), -1, -1):
            for left in range(min(reach[0], len(before)), -1, -1):
                phrase = " ".join((*before[len(before) - left :], form, *after[:right]))
                agent = self.nouns.get(phrase)
                if agent is not None:
                    return agent, left, right
        return None

    def named(self, words: Sequence[str]) -> str | None:
        """The word or two words (lower case) of an unknown name that tell best what it names, None if none does.

        A strong word before ``of`` tells most (``Department of Environmental Quality``), two words more than one, a
        later one more than an earlier one, and any more than a weak one.
        """
        words = [_uninflected(word) for word in words]
        if words and words[-1] in self.phrases.of_chambers:  # ``House Natural Resources Committee``
            chamber = next((w for w in words if w in self.name_heads and self.name_heads[w][1] == ("LEG",)), None)
            if chamber is not None:
                return chamber
        pairs = list(pairwise(words))
        top = [one for one, other in pairs if other in _OPENS and one in self.name_heads]
        found = [w for w in (*top, *map(" ".join, pairs[::-1]), *words[::-1]) if w in self.name_heads]
        strong = next((w for w in found if w not in self.weak_heads), found[0] if found else None)
        rules = next((w for w in top if self.name_heads[w][1] == ("GOV",)), None)
        if rules is not None and strong is not None and self._is_matter(strong):
            return rules
        return strong

    def _is_matter(self, word: str) -> bool:
        """True for what an office watches over (``High Council for Broadcasting``), not for whose it is (``Council of
        Bishops``): a trade or a field in the singular.
        """
        return self.name_heads[word][1][:1] in _MATTERS and not word.endswith("s")

    def office(self, role: str) -> str:
        """The usual name of an office (``premier`` gives ``prime minister``), else the role itself."""
        return self.synonyms.get(role, role)


def _uninflected(phrase: str) -> str:
    """Without apostrophes of possession: ``workers' party`` and ``women's`` as ``workers party`` and ``women``."""
    return " ".join(word.replace("’", "'").removesuffix("'s").rstrip("'") for word in phrase.split())


@lru_cache(maxsize=65536)
def singular(word: str) -> str:
    """The singular of a regular English plural (``deputies`` gives ``deputy``); the word itself where none is seen."""
    for plural, base in _IRREGULAR.items():
        if word.endswith(plural):
            return word[: -len(plural)] + base
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _head(phrase: str) -> int:
    """Index of the head word: the last before a preposition (``member of parliament``, ``commander in chief``)."""
    words = phrase.split()
    return next(
        (i - 1 for i, w in enumerate(words) if i and w in ("of", "in", "for", "without", "to", "by")), len(words) - 1
    )


def _nouns(roots: Iterable[Path]) -> dict[str, Agent]:
    """Role nouns to what they say of whom they describe."""
    nouns: dict[str, Agent] = {}
    for path in files(roots, "agents/*.csv"):
        if not path.stem.startswith(_SEPARATE):
            for _, row in read_csv(path, _AgentRow):
                noun = row.noun.lower()
                nouns[noun] = Agent(noun, split_list(row.sectors or ""), row.number == "pl", row.kind, row.gender)
    return nouns


def _heads(phrases: Iterable[str]) -> dict[str, tuple[int, int]]:
    """The head of a phrase to how many words of one stand before and behind it at most."""
    heads: dict[str, tuple[int, int]] = {}
    for phrase in phrases:
        words = phrase.split()
        at = _head(phrase)
        left, right = heads.get(words[at], (0, 0))
        heads[words[at]] = max(left, at), max(right, len(words) - at - 1)
        if len(words) == 2 and words[1] in _BEHIND:  # the parser may take either for the head
            heads[words[0]] = heads.get(words[0], (0, 0))[0], max(1, heads.get(words[0], (0, 0))[1])
    return heads


def _by_first_word(names: Iterable[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The names of several words by their first."""
    several: dict[str, tuple[tuple[str, ...], ...]] = {}
    for name in sorted(names):
        parts = tuple(name.split())
        if len(parts) > 1:
            several[parts[0]] = (*several.get(parts[0], ()), parts)
    return several


def load_agents(roots: Iterable[Path]) -> Agents:
    """The role nouns of these folders, later ones winning. Raises KnowledgeError on a wrong row."""
    roots = tuple(roots)
    nouns = _nouns(roots)
    heads = _heads(nouns)
    titles = {
        fold(row.title): Title(row.title, row.long, row.gender)
        for path in files(roots, "agents/titles*.csv")
        for _, row in read_csv(path, _TitleRow)
    }
    synonyms = {r.noun: r.role for path in files(roots, "agents/synonyms*.csv") for _, r in read_csv(path, _SynonymRow)}
    genders = {
        fold(r.name): r.gender for path in files(roots, "agents/given_names*.csv") for _, r in read_csv(path, _NameRow)
    }
    modifiers = {
        r.word: r.effect for path in files(roots, "agents/modifiers*.csv") for _, r in read_csv(path, _ModifierRow)
    }
    heads_read = [r for path in files(roots, "agents/name_heads*.csv") for _, r in read_csv(path, _HeadRow)]
    name_heads = {_uninflected(r.word): (r.kind, split_list(r.sectors or "")) for r in heads_read}
    weak = frozenset(_uninflected(r.word) for r in heads_read if r.weak)
    capitals = {
        (r.word, r.kind): r.reads
        for path in files(roots, "agents/capitals*.csv")
        for _, r in read_csv(path, _CapitalRow)
    }
    never = frozenset(r.word for path in files(roots, "agents/never*.csv") for _, r in read_csv(path, _WordRow))
    also_read = [r for path in files(roots, "agents/also*.csv") for _, r in read_csv(path, _AlsoRow)]
    also = {r.noun: split_list(r.also) for r in also_read}
    bare = frozenset(r.noun for r in also_read if r.bare)
    deeds = {
        (r.verb, r.form): r.sector or ""
        for path in files(roots, "agents/deeds*.csv")
        for _, r in read_csv(path, _DeedRow)
    }
    abstract = {
        r.noun: r.reads for path in files(roots, "agents/abstract*.csv") for _, r in read_csv(path, _AbstractRow)
    }
    many = frozenset(r.word for path in files(roots, "agents/quantities*.csv") for _, r in read_csv(path, _WordRow))
    nobody = frozenset(r.word for path in files(roots, "agents/nobody*.csv") for _, r in read_csv(path, _WordRow))
    by_kind = (titles, synonyms, genders, modifiers, name_heads, capitals, also, deeds, weak, many, never, bare)
    phrases = read_classes(roots, "agents/phrases.yaml", AgentPhrases)
    several = _by_first_word(nobody)
    things = {
        r.noun: (r.sector, r.acting or r.sector)
        for path in files(roots, "agents/things*.csv")
        for _, r in read_csv(path, _ThingRow)
    }
    leading = {
        r.state: r.office or "" for p in files(roots, "agents/leading*.csv") for _, r in read_csv(p, _LeadingRow)
    }
    return Agents(phrases, nouns, heads, *by_kind, abstract, nobody, several, things, leading)
