"""What every step of the actor stage looks at: the article, its analysis, what is known, and the evidence so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from dragoman.knowledge.actors import ActorBase
from dragoman.knowledge.agents import Agent, AgentPhrases, Agents
from dragoman.knowledge.homes import Homes
from dragoman.knowledge.persons import PersonIndex
from dragoman.records import Actor, ActorKind, Analysis, Article, MentionForm, PlaceMention, Token
from dragoman.resolve.actors.scan import Match

__all__ = ["Chain", "Context", "Found", "Traits", "days_of", "hyphened", "locative", "only_backs", "votes"]

_LOCATIVE = frozenset(
    (
        "in",
        "at",
        "near",
        "inside",
        "across",
        "around",
        "throughout",
        "outside",
        "within",
        "into",
        "via",
        "onto",
        "toward",
    )
)  # prepositions of place: a state behind them is where, not who


@dataclass(frozen=True, slots=True)
class Traits:
    """What the words around a mention say of it: country, affiliation, sectors, office."""

    country: str | None = None
    of: str | None = None
    """The known actor that it belongs to (``Hezbollah fighters``)."""
    sectors: tuple[str, ...] = ()
    role: str | None = None
    former: bool = False
    gender: str | None = None
    reasons: tuple[str, ...] = ()
    abroad: bool = False
    """Of no country: of several states (``Turkish and Georgian coastguards``) or of an organisation of states."""
    posted: str | None = None
    """The country that an embassy or a consul is in, or that a committee deals with: of which it is so not."""
    placed: bool = False
    """Its country is only that of a place or of whom it belongs to (``a Cambridge student``): no nation is named."""


@dataclass(frozen=True, slots=True)
class Found:
    """A mention before it is judged."""

    form: MentionForm
    first: int
    last: int
    head: int
    match: Match | None = None
    label: str | None = None
    agent: Agent | None = None
    phrase: str = ""
    """The role noun phrase in the knowledge base's words (``national security minister``)."""
    plural: bool = False
    definite: bool = False
    traits: Traits = Traits()

    @property
    def office(self) -> str:
        """The office that the words name, with ``former`` where they say that it is over."""
        return f"former {self.phrase}" if self.traits.former else self.phrase


@dataclass(slots=True)
class Chain:
    """All mentions of one actor in the article. Grows while the article is read."""

    actor: Actor
    plural: bool = False
    gender: str | None = None
    roles: set[tuple[str, str | None]] = field(default_factory=set)
    """(office, id or country that it belongs to)."""
    phrases: set[str] = field(default_factory=set)
    mentions: list[Found] = field(default_factory=list)

    @property
    def person(self) -> bool:
        """True if this is one human being."""
        return self.actor.kind is ActorKind.PERSON and not self.plural


@dataclass(frozen=True, slots=True)
class Context:
    """One article and all that is known."""

    article: Article
    analysis: Analysis
    base: ActorBase
    agents: Agents
    on: tuple[date | None, date | None] | None
    """The days on which offices are looked up; None where the date of publication is unknown."""
    matches: Sequence[Match]
    by_token: dict[int, Match]
    place_countries: dict[int, str]
    """Token of a located place to its country."""
    countries: Counter[str]
    """How often each country is named or belongs to who is named."""
    named: Sequence[tuple[int, str]] = ()
    """(token, country) for each word that names a country, its people, a place or an actor of it."""
    surnames: Collection[int] = frozenset()
    """Tokens that may be surnames of the powerful standing alone; where they are, no place is believed."""
    persons: Callable[[], PersonIndex | None] = lambda: None
    """The known persons by spelling, loaded when they are first asked for."""
    sayers: Collection[str] = frozenset()
    """Lemmas of verbs of saying."""
    hints: Collection[int] = frozenset()
    """Tokens of ``named`` that only tell a country, and name none (``actors.hints``)."""
    name_hints: Mapping[int, str] = field(default_factory=dict)
    """Tokens in names of persons that let a country be guessed."""
    spots: Sequence[tuple[int, int, str]] = ()
    """First token, last token and country of each place that the gazetteer knows."""
    homes: Homes = field(default_factory=Homes)
    doubtful: Collection[int] = frozenset()
    """Tokens of places of which it is not sure which they are: ``Shilo``, ``Republic Square``."""
    backers: Sequence[Match] = ()
    """States and peoples that only say who helps somebody (``only_backs``); no ``matches``."""

    @property
    def phrases(self) -> AgentPhrases:
        """The classes of words about who is meant."""
        return self.agents.phrases

    def text(self, first: int, last: int) -> str:
        """The verbatim text of tokens ``[first, last)``."""
        return self.analysis.text[self.analysis.tokens[first].start : self.analysis.tokens[last - 1].end]

    def sectors_of(self, actor: str) -> tuple[str, ...]:
        """The sectors of a known actor on the article's days."""
        return self.base.sectors_at(actor, self.on)

    def matches_in(self, first: int, last: int) -> Iterator[Match]:
        """The known names that lie wholly in tokens ``[first, last)``."""
        seen = None
        for i in range(first, last):
            match = self.by_token.get(i)
            if match is not None and match is not seen and match.first >= first and match.last <= last:
                seen = match
                yield match


def days_of(article: Article) -> tuple[date | None, date | None] | None:
    """The days that an article may have been published on; None where nothing is known."""
    return (article.published.interval.start, article.published.interval.end) if article.published else None


def votes(
    matches: Sequence[Match],
    places: Sequence[PlaceMention],
    base: ActorBase,
    homes: Homes,
    peoples: Mapping[int, tuple[str, ...]],
) -> tuple[tuple[int, str], ...]:
    """Where each country is named: by its name or people, by actors of it that have no other reading, by places.

    ``peoples``: token to the states of a people that no match names.
    """
    located = {p.token_start: p.place.country for p in places if p.place is not None}
    named: list[tuple[int, str]] = []
    shared = [(i, codes[0], {*codes}) for i, codes in peoples.items()]
    for match in matches:
        states = {d.state[6:] for d in match.demonyms if not d.ambiguous}
        if len(match.candidates) == 1 and not match.candidates[0].ambiguous:
            only = base.actors[match.candidates[0].actor]
            # where a story is told says nothing of where it happens: outlets have no vote
            states |= {only.country} if only.country and only.kind is not ActorKind.OUTLET else set()
        capital = {state[6:] for state in match.capitals} if not match.candidates else set()
        states = states or (capital if located.get(match.first) in (None, *capital) else set())  # Tripoli of Lebanon
        others = {d.state[6:] for d in match.demonyms if d.ambiguous}
        across = homes.across.get(match.key) if not match.demonyms else None
        states, others = ({across[0]}, {*across}) if across else (states, others)
        if len(states) == 1 and others - states:
            shared.append((match.first, states.pop(), others))
        elif len(states) == 1:
            named.append((match.first, states.pop()))
    named += [(p.token_start, p.place.country) for p in places if p.place is not None and p.place.country]
    told = {country for _, country in named}
    # ``Congolese`` is of Kinshasa unless the article names Brazzaville and not the other, ``Mapuche`` of Chile unless
    # it names Argentina
    for i, usual, others in shared:
        fitting = told & others
        named.append((i, fitting.pop() if len(fitting) == 1 and usual not in told else usual))
    return tuple(named)


def only_backs(analysis: Analysis, last: int, agents: Agents) -> bool:
    """True if the name before token ``last`` says who helps, not whose: ``Iran`` in ``Iran-backed militias``."""
    after = analysis.tokens[last : last + 2]
    return len(after) == 2 and after[0].text == "-" and agents.modifiers.get(after[1].text.lower()) == "backed"


def hyphened(analysis: Analysis, i: int) -> bool:
    """True if token ``i`` is joined to a participle behind it, and says by whom (``Egyptian-mediated talks``)."""
    after = analysis.tokens[i + 1 : i + 3]
    joined = len(after) == 2 and after[0].text == "-" and after[1].xpos == "VBN"
    return joined and not (analysis.tokens[i].space or after[0].space)


def locative(analysis: Analysis, token: Token) -> bool:
    """True if ``token`` stands behind a preposition of place, itself or as a later part of a coordination."""
    seen = 0
    while token.dep.startswith(("conj", "appos")) and seen < 8:
        token = analysis.tokens[token.head]
        seen += 1
    return any(case.text.lower() in _LOCATIVE for case in analysis.children(token.i, "case"))
