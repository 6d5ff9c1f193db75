"""Names to actors: full names first, then short ones, acronyms and what the actor base knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dragoman.knowledge.names import own_pieces, pieces
from dragoman.records import Actor, ActorKind, MentionForm
from dragoman.resolve.actors.context import Chain, Context, Found, Traits
from dragoman.resolve.actors.identity.choose import Choice, choose, namesake, older_or_younger
from dragoman.resolve.actors.identity.new import Verdict, new_actor
from dragoman.resolve.actors.mentions.surnames import SURNAME, addressed, by_surname, of_a_family, of_other_sex
from dragoman.resolve.actors.names.adherents import only_some, some_of_a_party
from dragoman.resolve.actors.names.around import traits_around
from dragoman.resolve.actors.names.known import known_actor
from dragoman.resolve.actors.names.nationals import nationals
from dragoman.resolve.actors.scan import country_like
from dragoman.resolve.actors.words.states import of_descent, states_of

__all__ = ["NameBook"]

_SHORT, _ACRONYM, _METONYM, _PEOPLE, _NEW, _SURNAME, _SPELLED, _SHORT_FORM = 0.9, 0.85, 0.7, 0.7, 0.7, 0.65, 0.75, 0.7
_CALLED_SO = 2  # how often somebody must have been called by the family name alone for it to be his
_NEAR = 1  # sentences within which a name in full is taken up by its last word


class NameBook:
    """The names of one article and the chains that they found."""

    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx
        self.chains: dict[str, Chain] = {}
        self._spelled: dict[str, str] = {}  # normalised name to actor id
        self._last: dict[str, list[str]] = {}  # last piece of a person's name to actor ids, latest last
        self._given: dict[str, list[str]] = {}  # first piece of a person's full name to actor ids

    def judge(self, names: Sequence[Found]) -> dict[int, Verdict]:
        """A verdict on each name that can be decided, by ``id`` of the mention."""
        verdicts: dict[int, Verdict] = {}
        long_first = sorted(names, key=lambda f: (-min(len(self._pieces(f)), 2), f.first))
        for item in long_first:
            verdict = self._name(item) if item.form is MentionForm.NAME else self._stand_in(item)
            if verdict is not None:
                verdicts[id(item)] = verdict
                self._enter(item, verdict)
        for chain in self.chains.values():
            chain.mentions.sort(key=lambda m: m.first)
        return verdicts

    def _pieces(self, item: Found) -> list[str]:
        return pieces(self.ctx.text(item.first, item.last))

    def _enter(self, item: Found, verdict: Verdict) -> None:
        actor = verdict.actor
        chain = self.chains.get(actor.id)
        if chain is None:
            chain = self.chains[actor.id] = Chain(actor, plural=actor.kind is ActorKind.POPULATION)
        chain.mentions.append(item)
        if item.form is not MentionForm.NAME or only_some(item, actor):
            return
        words = self._pieces(item)
        self._spelled.setdefault(" ".join(words), actor.id)
        short = self._in_brackets(item)
        if short is not None:
            self._spelled.setdefault(f"({short})", actor.id)
        if actor.kind is ActorKind.PERSON:
            words = own_pieces(words)
            ids = self._last.setdefault(words[-1], [])
            if actor.id not in ids:
                ids.append(actor.id)
            if len(words) > 1 and actor.id not in self._given.setdefault(words[0], []):
                self._given[words[0]].append(actor.id)
            given = self.ctx.agents.gender_of(actor.name)
            if " " not in actor.name and words[-1] in self.ctx.base.surnames:
                given = None  # ``Thomas`` alone may be anybody's family name
            chain.gender = chain.gender or item.traits.gender or given
            if item.phrase:
                chain.roles.add((item.office, item.traits.of or item.traits.country))
        else:
            before_comma = pieces(self.ctx.text(item.first, item.last).partition(",")[0])
            if 1 < len(before_comma) < len(words):
                self._spelled.setdefault(" ".join(before_comma), actor.id)
            acronym = "".join(w[0] for w in self.ctx.text(item.first, item.last).split() if w[:1].isupper()).lower()
            if len(acronym) > 1:
                self._spelled.setdefault(f"({acronym})", actor.id)

    def _in_brackets(self, item: Found) -> str | None:
        """The acronym that stands in brackets behind a name, in small letters: ``Palang Pracharath Party (PPRP)``."""
        tokens = self.ctx.analysis.tokens
        if item.label == "PER" or item.last - item.first < 2:
            return None
        opened = next((i for i in range(item.first + 1, item.last) if tokens[i].text == "("), item.last)
        inside = tokens[opened + 1 : opened + 2]
        if not inside or tokens[opened].text != "(" or not inside[0].text.isupper() or len(inside[0].text) < 2:
            return None
        return inside[0].text.lower()

    def _name(self, item: Found) -> Verdict | None:
        ctx, words = self.ctx, self._pieces(item)
        item_traits = traits_around(ctx, item)
        beside = None if item_traits.placed and _surely(item) else self._beside(item_traits)
        choice = choose(ctx, item.match, beside) if item.match is not None else None
        if choice is not None and len(words) == 1 and of_other_sex(ctx, item_traits.gender, choice.actor):
            choice = None  # ``Mrs. Obama``
        choice = choice or self._body(item)
        earlier = some_of_a_party(ctx, item, choice) or self._earlier(item, words, choice)
        if earlier is not None:
            return earlier
        if choice is not None and item.label == "LOC" and choice.actor.startswith("person:"):
            town = any(i in ctx.place_countries for i in range(item.first, item.last))
            acts = addressed(ctx.analysis, ctx.analysis.tokens[item.head], ctx.agents)
            choice = None if town and not acts else choice
        choice = choice or self._relative(item, words) or self._by_surname(item, words, item_traits)
        choice = choice or self._only_bearer(item)
        choice = choice or self._american(item)
        choice = choice or older_or_younger(ctx, item, words, item_traits)
        if choice is not None and namesake(ctx, item_traits, choice):
            return new_actor(ctx, replace(item, match=None, traits=item_traits), _NEW)
        if choice is not None and (whose := _national(ctx, item, choice)) is not None:
            own = replace(item_traits, country=whose, sectors=ctx.sectors_of(choice.actor))
            return new_actor(ctx, replace(item, match=None, traits=own), _NEW)
        if choice is not None:
            return known_actor(ctx, item, choice, item_traits)
        nobody = item.label in ("LOC", SURNAME) or (item.match is not None and item.label is None)
        spelled = self._spelled_otherwise(item, words, item_traits)
        if spelled is None and not nobody:
            return new_actor(ctx, replace(item, traits=of_a_family(ctx, words, item_traits)), _NEW)
        return spelled

    def _beside(self, traits: Traits) -> str | None:
        """The country that a name's own phrase tells of its bearer: not that of his paper or firm."""
        of = self.ctx.base.get(traits.of) if traits.of else None
        works = of is not None and of.kind in (ActorKind.OUTLET, ActorKind.ORGANISATION)
        return None if works else traits.country

    def _earlier(self, item: Found, words: list[str], choice: Choice | None) -> Verdict | None:
        """The actor that the article has already given this name, a longer one that ends in it, or its acronym."""
        spelled = self._spelled.get(" ".join(words))
        shared = len(words) == 1 and len(self._last.get(words[-1], ())) > 1  # several bear it: the one named last
        if spelled is not None and not shared and not of_other_sex(self.ctx, item.traits.gender, spelled):
            return Verdict(self.chains[spelled].actor, _SHORT, ("named so before",), self._role(item))
        short = self._shortened(item, words, choice)
        if short is not None:
            return short
        words = own_pieces(words) if item.label == "PER" else words
        ids = [i for i in self._last.get(words[-1], ()) if not of_other_sex(self.ctx, item.traits.gender, i)]
        single = len(words) == 1 or (len(words) == 2 and words[0] in self.ctx.phrases.particles)
        if ids and single and (item.label in ("PER", None) or choice is None):
            if choice is not None and not choice.actor.startswith("person:") and item.label != "PER":
                firm = self.ctx.base.actors[choice.actor].kind is ActorKind.ORGANISATION
                if not firm or choice.actor in self.chains:
                    return None
                choice = None  # ``McDonald`` of Laquan McDonald sells no burgers
            fits = [i for i in ids if choice is not None and i == choice.actor] or ids
            fits = self._so_titled(item, fits) if len(fits) > 1 else fits
            before = [i for i in fits if self.chains[i].mentions[0].first < item.first] or fits
            latest = self._meant(item, before)
            actor = self.chains[latest].actor
            score = _SHORT if len(ids) == 1 else _SURNAME
            return Verdict(actor, score, (f"short for {actor.name}, named in full in the article",), self._role(item))
        given = self._given.get(words[0], ()) if single and choice is None and item.label == "PER" else ()
        if len(given) == 1:
            actor = self.chains[given[0]].actor
            reason = f"the given name of {actor.name} alone, whom the article names in full"
            return Verdict(actor, _SURNAME, (reason,), self._role(item))
        return None

    def _meant(self, item: Found, bearers: Sequence[str]) -> str:
        """Of several who bear a family name the one named last; but whom the article calls by it alone keeps it against
        one whom it names once, in full and in passing: ``the father of X Abe, Y Abe ... Abe was shot``.
        """
        bearers = [i for i in bearers if not self._by_given_name(i)] or bearers
        before = {i: [m for m in self.chains[i].mentions if m.first < item.first] for i in bearers}
        latest = max(bearers, key=lambda i: max((m.first for m in before[i]), default=-1))
        tokens, usual = self.ctx.analysis.tokens, max(bearers, key=lambda i: sum(_alone(m) for m in before[i]))
        known = before[latest]
        passing = len(known) == 1 and not _alone(known[0])
        far = passing and tokens[item.first].sentence - tokens[known[0].first].sentence > _NEAR
        return usual if far and sum(_alone(m) for m in before[usual]) >= _CALLED_SO else latest

    def _so_titled(self, item: Found, bearers: list[str]) -> list[str]:
        """Of several who bear a family name those whom the title before it fits: ``President Clinton`` is whoever has
        held that office, ``Mrs. Clinton`` no man. All of them where it fits nobody.
        """
        gender = item.traits.gender
        bearers = [i for i in bearers if gender is None or self.chains[i].gender in (None, gender)] or bearers
        base, office = self.ctx.base, self.ctx.agents.office
        held = {office(item.phrase)} if item.phrase else set()
        return [i for i in bearers if held & {office(r.role) for r in base.roles.get(i, ())}] or bearers

    def _by_given_name(self, actor: str) -> bool:
        """True of one without office whom the article calls by the given name alone: not he is meant by the family's
        (``Elian's father, Juan Gonzalez ... Gonzalez wrote to the court``). Who seeks office may be called by both.
        """
        chain = self.chains[actor]
        if chain.actor.sectors[:1] not in ((), ("CVL",)):
            return False
        words = pieces(chain.actor.name)
        return len(words) > 1 and any(_alone(m) and self._pieces(m) == words[:1] for m in chain.mentions)

    def _shortened(self, item: Found, words: list[str], choice: Choice | None) -> Verdict | None:
        """What a name abbreviates, or is a part of."""
        text = self.ctx.text(item.first, item.last)
        short = self._spelled.get(f"({text.lower()})") if text.isupper() and len(text) > 1 else None
        if short is not None and (choice is None or self._far(choice)):
            return Verdict(
                self.chains[short].actor, _ACRONYM, (f"“{text}” abbreviates {self.chains[short].actor.name}",)
            )
        part = self._part_of(words) if choice is None and item.label == "ORG" else None
        return Verdict(part, _SHORT_FORM, (f"“{text}” is short for {part.name}",)) if part is not None else None

    def _far(self, choice: Choice) -> bool:
        """True of a known actor of a country that nothing else in the article names: ``MIT`` of Turkey."""
        country = self.ctx.base.actors[choice.actor].country
        itself = {m.first for m in self.ctx.matches if any(c.actor == choice.actor for c in m.candidates)}
        named = any(c == country and i not in itself for i, c in self.ctx.named)
        return country is not None and not named and choice.actor not in self.chains

    def _part_of(self, words: list[str]) -> Actor | None:
        """The one organisation of the article whose longer name begins or ends with these words: ``the Comic Corps``
        of ``Comic Corps of Canada``, ``the Pirates`` of ``Pittsburgh Pirates``. One word that others begin with is
        somebody else (``Google`` of ``Google Chrome``).
        """
        name, size = " ".join(words), len(words)
        found = {
            actor
            for spelled, actor in self._spelled.items()
            if (spelled.endswith(f" {name}") or (size > 1 and spelled.startswith(f"{name} ")))
        }
        actors = [self.chains[i].actor for i in found if i in self.chains]
        return actors[0] if len(actors) == 1 and actors[0].kind is not ActorKind.PERSON else None

    def _spelled_otherwise(self, item: Found, words: list[str], traits: Traits) -> Verdict | None:
        """Another spelling of a person's name (``Muktada Sadr``): of a new actor of this article, or of a known person.

        The name alone does not decide: office, country or sector must agree too, or, within the article, no other
        person of that family name stand in it.
        """
        index = self.ctx.persons() if item.label == "PER" and len(words) > 1 else None
        if index is None:
            return None
        name = self.ctx.text(item.first, item.last)
        for chain in self.chains.values():
            if not chain.person or chain.actor.known or " " not in chain.actor.name:
                continue
            likeness = index.variants.same(name, chain.actor.name)
            signal = self._second_signal(chain, item, traits, words) if likeness is not None else None
            if likeness is not None and signal is not None:
                reasons = (f"“{name}” is a spelling of {chain.actor.name}", *likeness.reasons, signal)
                return Verdict(chain.actor, round(min(_SPELLED, likeness.score), 3), reasons, self._role(item))
        base = self.ctx.base
        wanted = self.ctx.countries.keys() if traits.country is None else {traits.country}
        fitting = {
            person: likeness
            for person, likeness in index.like(name, lambda person: base.actors[person].country in wanted).items()
            if len(likeness.reasons) < 2 or not any(_loose(reason) for reason in likeness.reasons)
        }
        if len(fitting) != 1:
            return None
        person, likeness = fitting.popitem()
        known = base.actors[person]
        reasons = (f"“{name}” is a spelling of {known.name}", *likeness.reasons, f"the article names {known.country}")
        return known_actor(self.ctx, item, Choice(person, round(min(_SPELLED, likeness.score), 3), reasons), traits)

    def _second_signal(self, chain: Chain, item: Found, traits: Traits, words: list[str]) -> str | None:
        if item.phrase and any(role == item.office for role, _ in chain.roles):
            return f"both are called {item.office}"
        if traits.country is not None and traits.country == chain.actor.country:
            return f"both are of {traits.country}"
        if traits.sectors and traits.sectors == chain.actor.sectors:
            return f"both are {'/'.join(traits.sectors)}"
        if chain.actor.country not in (None, traits.country) and traits.country is not None:
            return None
        family = [i for i in self._last.get(words[-1], ()) if i != chain.actor.id]
        return None if family else "the article names no other person of that family name"

    def _body(self, item: Found) -> Choice | None:
        """A state's body that the encoder read as a name: ``Indian Army``."""
        if item.match is not None or item.label != "ORG":
            return None
        text = self.ctx.text(item.first, item.last)
        if " " not in text and "-" not in text:  # MPs are not Chad's MPS; one word that is a name, the scan has found
            return None
        ids = {c.actor for c in self.ctx.base.lookup(text)}
        return Choice(ids.pop(), _ACRONYM, (f"“{text}” names a body of a state",)) if len(ids) == 1 else None

    def _only_bearer(self, item: Found) -> Choice | None:
        """The only actor that we know of a doubtful name, where the article names no country that could speak for
        another, and the encoder too reads it as a name of that kind.
        """
        match, base = item.match, self.ctx.base
        ids = {c.actor for c in match.candidates} if match is not None else set()
        if len(ids) != 1 or self.ctx.countries or item.label not in ("ORG", "PER"):
            return None
        actor = ids.pop()
        if (base.actors[actor].kind is ActorKind.PERSON) != (item.label == "PER"):
            return None
        return Choice(actor, _SURNAME, (f"the only one we know of that name is {base.actors[actor].name}",))

    def _american(self, item: Found) -> Choice | None:
        """``Congress`` of an article that names one of the states that have one, America's if it names none."""
        match, base = item.match, self.ctx.base
        if match is None or match.key not in self.ctx.phrases.american_bodies:
            return None
        whose = {base.actors[c.actor].country: c.actor for c in match.candidates}
        named = [country for country in whose if self.ctx.countries[country or ""]] or ["USA"]
        if len(named) > 1 or named[0] not in whose:
            return None
        return Choice(whose[named[0]], _SURNAME, ("the article names no other state that has one so called",))

    def _role(self, item: Found) -> str | None:
        return item.traits.role

    def _by_surname(self, item: Found, words: list[str], traits: Traits) -> Choice | None:
        """A known person by surname alone."""
        if item.label not in ("PER", SURNAME) or len(words) > 2:
            return None
        return by_surname(self.ctx, words, traits, item.office if item.phrase else "")

    def _relative(self, item: Found, words: list[str]) -> Choice | None:
        """The one whom we know of a family by the title before its name, where the article names another of it:
        ``Mr. Obama`` beside Michelle Obama.
        """
        ctx, gender = self.ctx, item.traits.gender
        named = [i for i in self._last.get(words[-1], ()) if of_other_sex(ctx, gender, i)]
        if len(words) > 1 or not named:
            return None
        actors, country = ctx.base.actors, ctx.base.actors[named[-1]].country
        family = [p for p in ctx.base.surnames.get(words[-1], ()) if actors[p].country == country]
        fitting = [p for p in family if ctx.agents.gender_of(actors[p].name) == gender]
        if len(fitting) != 1:
            return None
        return Choice(fitting[0], _SURNAME, (f"a relative or namesake of {actors[named[-1]].name} by the title",))

    def _stand_in(self, item: Found) -> Verdict | None:
        """Demonyms, capitals and seats: the state, its people, its government."""
        match, ctx = item.match, self.ctx
        assert match is not None
        text = ctx.text(item.first, item.last)
        if item.form is MentionForm.DEMONYM and item.plural and of_descent(ctx, item.first):
            return new_actor(ctx, replace(item, traits=replace(item.traits, sectors=("ETH",))), _PEOPLE)
        if item.form is MentionForm.DEMONYM:
            states = [d.state for d in match.demonyms]
            people, adjective = ("pop", _PEOPLE, "the people of"), ("state", _SHORT, "an adjective of")
            prefix, score, why = people if item.plural else adjective
        elif match.candidates and not any(ctx.countries[state[6:]] for state in match.capitals):
            choice = choose(ctx, match)  # ``Brussels`` is the European Union where nothing else of Belgium is named
            return known_actor(ctx, item, choice, item.traits) if choice is not None else None
        else:
            states, prefix, score = list(match.capitals), "gov", _METONYM
            why = "a capital that acts stands for the government of"
        best = max(dict.fromkeys(states), key=lambda s: ctx.countries[s[6:]])
        if prefix == "pop" and (told := nationals(ctx, item, best, self.chains.values())) is not None:
            return told
        known = ctx.base.actors[f"{prefix}:{best[6:]}"]
        state = ctx.base.actors[best].name
        if len(set(states)) > 1 and not ctx.countries[best[6:]]:
            return None
        actor = Actor(known.id, known.name, known.kind, known.country, known.sectors, True)
        return Verdict(actor, score, (f"“{text}”: {why} {state}",))


def _national(ctx: Context, item: Found, choice: Choice) -> str | None:
    """The state whose branch of a worldwide organisation is meant: ``Tonga's Red Cross``, ``the Greek Greenpeace``."""
    known = ctx.base.actors[choice.actor]
    free = known.kind is ActorKind.ORGANISATION and known.country is None and not {"IGO", "MNC"} & {*known.sectors}
    if not free or not item.first:
        return None
    tokens = ctx.analysis.tokens
    before = ctx.by_token.get(item.first - 1 - (tokens[item.first - 1].xpos == "POS"))
    states = states_of(before) if before is not None and country_like(before) else []
    return states[0][6:] if len(states) == 1 and tokens[item.first - 1].text != "," else None


def _surely(item: Found) -> bool:
    """True for a full name that one known actor alone bears: where he studies or whom he writes for makes no other."""
    match = item.match
    return match is not None and match.last - match.first > 1 and [c.ambiguous for c in match.candidates] == [False]


def _loose(reason: str) -> bool:
    """True of what makes two names one only where nothing else tells them apart: a word more, a form of the given name.

    With another spelling beside it they are two persons (Michael Brown, Mike Braun).
    """
    return reason == "left_over" or reason.endswith(("forms of one name", "short for the other"))


def _alone(mention: Found) -> bool:
    """True for a name of one word."""
    return mention.form is MentionForm.NAME and mention.last - mention.first == 1
