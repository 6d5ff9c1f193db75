"""Of which country those are whose own words tell none: ``police``, ``residents``, ``the opposition``.

Each country that the article names is a candidate, and none of them is one too. They are ranked by a log-linear model
over the features declared here; the weights (``data/countries.csv``) are fitted by ``training/countries.py`` on the
actors that our corpus gives. A feature is there or not; namings within the mention itself do not count:

* of the article: ``most`` (named most often), ``tied`` (as often as another), ``all`` (no other is named), ``half`` (of
  all namings), ``share0`` to ``share4`` (quarters of them), ``times1`` to ``times4`` (namings, or more), ``first``
  (named first), ``title``; ``has_`` with each way of naming it, ``but_`` with the only one, ``but_at`` (only behind
  prepositions of place), ``no_subject``;
* of what stands before the mention: ``latest`` (named last), ``latest_at`` (last behind a preposition of place),
  ``latest_subject`` (last by a subject);
* of the sentence: ``here`` and ``only_here``, ``near`` (the nearest naming by words, before or behind);
* of each naming in the sentence, how it is made (``Naming.how``) and where: ``same`` (in the same argument of the
  clause), ``joined`` (beside the mention, by ``and``), ``where`` (``Kharkiv, where the governor``), ``own`` clause,
  ``over`` (in a clause around it), ``under`` (in one within it), ``side`` (any other), each alone, with its role there
  (``own_obj``) and with ``_b`` or ``_a`` (before or behind the mention); how and role together (``place_at``); ``at``
  and ``own_at`` (behind a preposition of place);
* of one that the sentence does not name, by the nearest sentence before that does: ``back1`` to ``back3`` (sentences,
  or more), ``bk_`` with how it is named there, ``bk1_`` and ``bk2_`` with role and place; ``later``: named only later;
* of an office: ``office_yes`` (it is known who held it there) and ``office_no`` (known of another country, not here);
* ``none``, with ``none_several`` (the sentence names several), ``none_one``, ``none_other`` (only other sentences name
  any), ``none_n1`` to ``none_n4`` (countries that the article names, or more), ``none_def``, ``none_pdef``,
  ``none_sg``, ``none_pl``, ``none_name`` (what the mention is), ``none_of_`` with its first sector, ``none_both`` and
  ``none_pair`` (the mention is ``both`` or ``two``, the article names several), ``none_number`` (several by
  number), ``none_roaming`` and ``none_worldwide`` (kinds of people, ``phrases.yaml``), each with what the mention is
  and how many are named;
* of those whose country is decided already (of the whole text by their own words, of what stands before by this):
  ``told_last`` (of the mention before), ``told_here`` (before, in this sentence), ``told_kind`` (the last of its
  sector), ``told_noun`` (the last of its noun), ``unlike_kind`` and ``unlike_noun`` (these are of another),
  ``told0`` to ``told4`` (quarters of them), ``told_most``; ``none_`` with each of these;
* of known actors of no country: ``igo`` (there are some), ``igo0`` to ``igo4`` (quarters of all namings),
  ``igo_last`` (named later than any country), ``igo_back1`` (in the sentence before), ``igo_here``, and with its
  clause (``own``, ``over``, ``other``) and role there; ``igo_GOV_here`` and ``igo_GOV_before`` with the first sector;
* of a person's name: ``bears`` (it is one of that country's, or persons of it whom we know bear its family
  name), ``bears_most``.

Each is asked also by what the mention is: ``home_`` (civilians, police, courts, parliaments, parties: at home where
things happen), ``arms_`` (soldiers, fighters), ``state_`` (officials), ``abroad_`` (envoys, observers, the foreign),
``other_``; and by what the text is: ``s.`` (a single sentence) or ``m.`` (several), whose order of telling differs.
Of several who belong together (``merged``) what speaks for any of them is counted once.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from dragoman.knowledge.names import pieces
from dragoman.knowledge.weights import read_weights, summed
from dragoman.records import MentionForm
from dragoman.resolve.actors.context import Context, Found
from dragoman.resolve.actors.countries.namings import Naming, Namings, argument_of, role_of
from dragoman.resolve.actors.words.harmed import is_harmed, part_in_strike

__all__ = ["ChooseCountry", "Option", "best_option", "goals", "merged", "options", "strikers", "victims"]

_WEIGHTS = Path(__file__).parent / "data" / "countries.csv"
_HOME = frozenset("CVL COP JUD LEG OPP PTY LAB EDU HLH AGR ETH REL CRM PRM BUS ELI".split())  # noqa: SIM905
_ARMS = frozenset(("MIL", "REB", "UAF", "SPY"))
_HUNTED = frozenset(("REB", "UAF"))
_BOTH = frozenset(("both", "neither"))
_FAR = 3  # sentences back; further ones tell no more


@dataclass(frozen=True, slots=True)
class Option:
    """A country, or None, and what speaks for it."""

    country: str | None
    features: tuple[str, ...]
    """All that speaks for it, each once."""


ChooseCountry = Callable[[Sequence[Found], Sequence[Option]], tuple[int, float]]
"""From the first mentions of actors of one country and their options: the index of the one chosen, and its
probability."""


def best_option(items: Sequence[Found], found: Sequence[Option]) -> tuple[int, float]:
    """The most probable of the options and its probability by the fitted weights."""
    weights = read_weights(_WEIGHTS)[""]
    scores = [summed(weights, option.features) for option in found]
    highest = max(scores)
    best = scores.index(highest)
    return best, 1 / sum([math.exp(s - highest) for s in scores])


def options(namings: Namings, item: Found, sectors: Sequence[str], *, abroad: bool) -> list[Option]:
    """The countries that an article names, in order, and none, with their features."""
    if not namings.total:
        return []
    scene = _Scene(namings, item, sectors)
    kind = _kind(item, sectors, abroad=abroad)
    text = "m" if namings.several_sentences else "s"
    found = []
    for country in (*namings.total, None):
        plain = list(dict.fromkeys(scene.of(country) if country is not None else scene.of_none()))
        by_mention, by_text = ([f"{asked}{f}" for f in plain] for asked in (f"{kind}_", f"{text}."))
        found.append(Option(country, (*plain, *by_mention, *by_text)))
    return found


def merged(several: Sequence[Sequence[Option]]) -> list[Option] | None:
    """The options that several actors have in common, each with what speaks for it of any of them; None where some have
    no country in common with the others.
    """
    first, *rest = several
    if not rest:
        return list(first)
    others = [{o.country: o.features for o in found} for found in rest]
    common = [o for o in first if all(o.country in found for found in others)]
    if any(o.country is not None for o in first) and len(common) < 2:
        return None
    every = ([o.features, *(found[o.country] for found in others)] for o in common)
    return [Option(o.country, tuple(dict.fromkeys(chain(*fs)))) for o, fs in zip(common, every, strict=True)]


def goals(namings: Namings, item: Found) -> set[str]:
    """The countries that a mention goes to by its own clause, and so is not of: who fled to Kampala is no Ugandan."""
    scene = _Scene(namings, item, ())
    here = namings.by_sentence.get(scene.sentence, ())
    return {
        namings.country(i) for i in here if namings.at(i).clause == scene.clause and scene.way(namings.at(i)) == "goal"
    }


def strikers(namings: Namings, item: Found, sectors: Sequence[str]) -> set[str]:
    """The countries whose strikes harm those whom a mention stands for, and who are so not of them: by its own
    sentence and as many before it as are needed to tell who strikes and who is struck. None unless another country is
    struck there (police who shoot people shoot their own), and none for rebels, whom their own state strikes abroad.
    """
    ctx = namings.ctx
    if not is_harmed(ctx, item.head) or _HUNTED & set(sectors[:1]):
        return set()
    sentence = ctx.analysis.tokens[item.head].sentence
    hit: set[str] = set()
    hits: set[str] = set()
    for back in range(_FAR + 1):
        for i in namings.by_sentence.get(sentence - back, ()):
            part = part_in_strike(ctx, i)
            if part:
                (hit if part == "hit" else hits).add(namings.country(i))
        if hit and hits:
            return hits - hit
    return set()


def victims(namings: Namings, item: Found) -> set[str]:
    """The countries whose people a mention harms in another one, and of which it is so not: ``militants killed two
    French soldiers in Mali``. None where the clause names no other place.
    """
    ctx = namings.ctx
    top, clause = argument_of(ctx, item.head)
    does = role_of(ctx, top, clause) in ("subj", "by")
    if not does or ctx.analysis.tokens[clause].lemma.lower() not in ctx.phrases.harming:
        return set()
    here = [namings.at(i) for i in namings.by_sentence.get(ctx.analysis.tokens[item.head].sentence, ())]
    own = [n for n in here if n.clause == clause and n.top.i != top.i]
    aimed = [n for n in own if n.how == "people" and n.role == "at"]  # ``shot at Russian troops``
    places = {n.country for n in own if n.at and n not in aimed}
    harmed = {n.country for n in own if n in aimed or (not n.at and n.role in ("obj", "psubj"))}
    return harmed - places if places else set()


def _kind(item: Found, sectors: Sequence[str], *, abroad: bool) -> str:
    if abroad:
        return "abroad"
    first = sectors[0] if sectors else ""
    return "home" if first in _HOME else "arms" if first in _ARMS else "state" if first == "GOV" else "other"


def _bearers(ctx: Context, item: Found) -> Counter[str]:
    """The countries that a person's name tells, and of the known persons who bear its family name."""
    if item.form is not MentionForm.NAME or item.label != "PER":
        return Counter()
    words, base = pieces(ctx.text(item.first, item.last)), ctx.base
    known = base.surnames.get(words[-1], ()) if words else ()
    told = Counter(c for p in known if (c := base.actors[p].country) is not None)
    told.update(c for i in range(item.first, item.last) if (c := ctx.name_hints.get(i)) is not None)
    return told


class _Scene:
    """One mention and all namings of the article."""

    def __init__(self, namings: Namings, item: Found, sectors: Sequence[str]) -> None:
        self.namings, self.item, self.total, self.sectors = namings, item, namings.total, sectors
        ctx = namings.ctx
        self.analysis, self.tokens = ctx.analysis, ctx.analysis.tokens
        self.sentence = self.tokens[item.head].sentence
        self.top, self.clause = argument_of(ctx, item.head)
        self.over = namings.over(self.clause)
        here = [i for i in namings.by_sentence.get(self.sentence, ()) if not item.first <= i < item.last]
        self.here: dict[str, list[int]] = {}
        for i in here:
            self.here.setdefault(namings.country(i), []).append(i)
        self.near = namings.country(min(here, key=lambda i: abs(i - item.head))) if here else None
        before = namings.before(item.first)
        self.latest = namings.country(before[-1]) if before else None
        self.latest_at = next((n.country for n in self._latest(before) if n.at), None)
        self.latest_subject = next((n.country for n in self._latest(before) if n.role in ("subj", "psubj")), None)
        self.bearers = _bearers(ctx, item)
        self.held = namings.held(item)
        told = sorted((d for d in namings.decided if d.at < item.first), key=lambda d: d.at)
        self.told = told
        self.shares = Counter(d.country for d in told)
        self.alike = (
            ("kind", [d for d in told if d.sector == (sectors[0] if sectors else "")]),
            ("noun", [d for d in told if d.phrase == item.phrase]),
        )
        where = any(t.text.lower() == "where" for t in self.analysis.children(self.clause, "advmod"))
        relative = where and self.tokens[self.clause].dep.startswith("acl")
        self.place = self.tokens[self.clause].head if relative else None

    def _at(self, i: int) -> Naming:
        return self.namings.at(i)

    def _latest(self, before: Sequence[int]) -> Iterator[Naming]:
        """The namings ``before`` the mention, the last one first."""
        return map(self._at, reversed(before))

    def of(self, country: str) -> list[str]:
        """What speaks for a country."""
        out = [*self.namings.always[country], *self._told(country)]
        if self.bearers[country]:
            out.append("bears_most" if self.bearers[country] == max(self.bearers.values()) else "bears")
        named = (("latest", self.latest), ("latest_at", self.latest_at), ("latest_subject", self.latest_subject))
        out += [feature for feature, last in named if last == country]
        spots = self.here.get(country)
        if spots:
            out.append("only_here" if len(self.here) == 1 else "here")
            if country == self.near:
                out.append("near")
            out += [feature for i in spots for feature in self._naming(i)]
        else:
            out += self._before(country)
        if self.held:
            out.append("office_yes" if country in self.held else "office_no")
        return out

    def _told(self, country: str | None) -> Iterator[str]:
        """How those whose country is decided speak for this one, or for none."""
        if not self.told:
            return
        last = self.told[-1]
        if last.country == country:
            yield "told_last"
            if self.tokens[last.at].sentence == self.sentence:
                yield "told_here"
        for name, those in self.alike:
            if those:
                yield f"told_{name}" if those[-1].country == country else f"unlike_{name}"
        yield f"told{4 * self.shares[country] // len(self.told)}"
        if self.shares[country] == max(self.shares.values()):
            yield "told_most"

    def _nowhere(self) -> Iterator[str]:
        """What known actors of no country say for none."""
        spots, item = self.namings.nowhere, self.item
        if not spots:
            return
        yield "igo"
        yield f"igo{4 * len(spots) // (len(spots) + self.total.total())}"
        before = [i for i in spots if i < item.first]
        named = self.namings.before(item.first)
        if before and (not named or before[-1] > named[-1]):
            yield "igo_last"
        if before and self.tokens[before[-1]].sentence == self.sentence - 1:
            yield "igo_back1"
        here = [i for i in spots if self.tokens[i].sentence == self.sentence and not item.first <= i < item.last]
        for i in here:
            top, clause = argument_of(self.namings.ctx, i)
            where = "own" if clause == self.clause else "over" if clause in self.over else "other"
            yield from ("igo_here", f"igo_{where}", f"igo_{where}_{role_of(self.namings.ctx, top, clause)}")
        if before or here:
            yield f"igo_{self.sectors[0] if self.sectors else 'nobody'}_{'here' if here else 'before'}"

    def _kinds(self) -> Iterator[str]:
        """The kinds of people, of those who are often of no country that is named, that a noun is of."""
        noun, phrases = self.item.phrase.rpartition(" ")[2], self.namings.ctx.phrases
        for kind, nouns in (("roaming", phrases.roaming), ("worldwide", phrases.worldwide)):
            if self.item.form is not MentionForm.NAME and (noun in nouns or self.item.phrase in nouns):
                yield kind

    def _naming(self, i: int) -> list[str]:
        """How a token of the sentence names its country, seen from the mention."""
        naming, top = self._at(i), self._at(i).top
        if self.place is not None and self.place in (i, top.i):
            relation = "where"
        elif top.dep == "conj" and top.head == self.item.head:
            relation = "joined"
        elif top.i == self.top.i:
            relation = "same"
        elif naming.clause == self.clause and top.i != self.clause:
            relation = "own"
        elif naming.clause in self.over:
            relation = "over"
        else:
            relation = "under" if self.clause in self.namings.over(naming.clause) else "side"
        side = "b" if i < self.item.head else "a"
        ways = [self.way(naming)] if relation == "own" and self.way(naming) else []
        out = [
            *ways,
            naming.how,
            relation,
            f"{relation}_{naming.role}",
            f"{relation}_{side}",
            f"{naming.how}_{naming.role}",
        ]
        return [*out, "own_at" if relation == "own" else "at"] if naming.at else out

    def way(self, naming: Naming) -> str:
        """``goal`` or ``origin`` for where the mention goes, or comes from: who fled to Kampala is no Ugandan."""
        verb = self.tokens[self.clause]
        goes = verb.lemma.lower() in self.namings.ctx.phrases.moving
        if not goes or role_of(self.namings.ctx, self.top, self.clause) != "subj":
            return ""
        return {"to": "goal", "from": "origin"}.get(naming.role, "")

    def _before(self, country: str) -> list[str]:
        """How the nearest sentence before the mention's names a country that its own does not."""
        spots = self.namings.before(self.analysis.sentences[self.sentence].first, country)
        if not spots:
            return ["later"]
        nearest = self.tokens[spots[-1]].sentence
        back = self.sentence - nearest
        out, near = [f"back{min(back, _FAR)}"], f"bk{min(back, 2)}"
        for naming in (self._at(i) for i in spots if self.tokens[i].sentence == nearest):
            out += [f"bk_{naming.how}", f"{near}_{naming.role}"]
            if naming.at:
                out.append(f"{near}_at")
        return out

    def of_none(self) -> list[str]:
        """What speaks for none of the countries."""
        item, several = self.item, len(self.total) > 1
        out = ["none", "none_several" if len(self.here) > 1 else "none_one" if self.here else "none_other"]
        if item.form is MentionForm.NAME:
            form = "name"
        elif item.definite:
            form = "pdef" if item.plural else "def"
        else:
            form = "pl" if item.plural else "sg"
        out += [f"none_{form}", f"none_n{min(len(self.total), 4)}"]
        out.append(f"none_of_{self.sectors[0] if self.sectors else 'nobody'}")
        words = self.tokens[item.first : item.last]
        if several and item.plural and any(t.text.lower() in _BOTH for t in words):
            out.append("none_both")
        elif several and item.plural and any(t.text.lower() == "two" for t in words):
            out.append("none_pair")
        elif len(self.here) > 1 and item.plural and any(t.upos == "NUM" for t in words):
            out.append("none_number")
        out += [
            f"none_{kind}{asked}"
            for kind in self._kinds()
            for asked in ("", f"_{form}", f"_n{min(len(self.total), 3)}")
        ]
        out += [f"none_{feature}" for feature in self._told(None)]
        return [*out, *self._nowhere()]
