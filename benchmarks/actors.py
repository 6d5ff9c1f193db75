"""Who is who on our own corpus: each line of its actors, from the words to the actor, its country and its sector.

::

    python benchmarks/actors.py                        # split dev
    python benchmarks/actors.py --split train          # the train articles that name actors
    python benchmarks/actors.py --split test           # for reports only: never read its texts while building
    python benchmarks/actors.py --misses 100           # and what went wrong, with the sentences

All shares are end to end: of all lines, so that a mention that is not found is wrong in every one.

* **found**: one of our mentions lies on the words and holds their head, or is headed by it.
* **actor**: it was judged to be whom the corpus names. A canonical name that the actor base knows is right with that
  actor's id alone (a state and its government are one, as the corpus's guide has it); any other with a new actor that
  shares a word with the canonical name or with the text, and that no line of another name in the same text has. A
  state's army, police, parliament or government is right under a proper name that the base lacks.
* **country** is the same, ``-`` included; **sector**: our first sector is the corpus's (*among ours*: any is).

Coreference on GUM is measured by ``benchmarks/coreference.py``.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.events import article_of
from corpus.check import ActorSpan, Item, load, paths

from dragoman.claims import find_claims, name_speakers
from dragoman.knowledge import Knowledge
from dragoman.knowledge.actors import ActorBase
from dragoman.knowledge.names import key, pieces
from dragoman.language import Language
from dragoman.records import Actor, ActorMention, Analysis, Resolution
from dragoman.resolve import resolve

PRONOUNS = frozenset(
    "he him his she her hers they them their theirs it its who whom we us our i me my you your one".split()  # noqa: SIM905
)
_SMALL = frozenset("the a an of in and for from to on at by s his her its their".split())  # noqa: SIM905


@dataclass(frozen=True)
class Line:
    """One line of the corpus's actors and what we made of it."""

    item: Item
    gold: ActorSpan
    start: int
    end: int
    mention: ActorMention | None
    actor: Actor | None
    """None where the mention was left open."""

    @property
    def group(self) -> str:
        """Pronoun, name or description, by the corpus's words."""
        if self.gold.text.lower() in PRONOUNS:
            return "pronoun"
        named = any(e.text in self.gold.text and len(e.text) > 0.6 * len(self.gold.text) for e in self.item.entities)
        return "name" if named else "description"


def lines_of(item: Item, analysis: Analysis, resolution: Resolution) -> list[Line]:
    """Every actor line of one text with our mention and actor."""
    judged = {j.mention: j.actor for j in resolution.judgements}
    actors = {a.id: a for a in resolution.actors}
    found = []
    for gold in item.actors:
        spot = gold.place(item.text)
        assert spot is not None
        mention = best_mention(analysis, resolution.mentions, *spot)
        actor = actors.get(judged.get(mention.id, "")) if mention is not None else None
        found.append(Line(item, gold, *spot, mention, actor))
    return found


def best_mention(analysis: Analysis, mentions: Sequence[ActorMention], start: int, end: int) -> ActorMention | None:
    """The mention that fits characters ``[start, end)`` best; None if none has their head."""
    tokens = [t for t in analysis.tokens if t.start < end and t.end > start]
    inside = {t.i for t in tokens}
    heads = {t.i for t in tokens if t.head not in inside or t.head == t.i}
    top = min(heads, default=-1)
    fitting = []
    for m in mentions:
        covered = set(range(m.token_start, m.token_end)) & inside
        solid = len(covered) * 2 >= len([t for t in tokens if t.upos not in ("DET", "ADP", "PUNCT", "PART")])
        if covered and (top in covered or m.head == top or (m.head in inside and solid)):
            union = max(end, m.evidence.end) - min(start, m.evidence.start)
            shared = min(end, m.evidence.end) - max(start, m.evidence.start)
            fitting.append((m.head == top, shared / union, m.token_end - m.token_start, m))
    return max(fitting, key=lambda f: f[:3])[3] if fitting else None


def ids_of(base: ActorBase, name: str, country: str | None) -> set[str]:
    """The known actors that a canonical name means, with a state its government and the other way round."""
    found = {c.actor for c in base.lookup(name)}
    same = {i for i in found if base.actors[i].country == country}
    found = same or ({i for i in found if base.actors[i].country is None or country is None} if found else set())
    for prefix, twin in (("state:", "gov:"), ("gov:", "state:")):
        found |= {twin + i.removeprefix(prefix) for i in found if i.startswith(prefix)}
    government = name.removeprefix("Government of ").removeprefix("the ")
    if not found and government != name:
        found = {f"{p}:{s[6:]}" for s in base.states_of(key(government)) for p in ("gov", "state")}
    return found


def is_body(base: ActorBase, actor: Actor, gold: ActorSpan) -> bool:
    """A state's body under a proper name that the base lacks (``Zambia Police Service``)."""
    derived = actor.id.partition(":")[0] in set(base.body_nouns.values()) - {"pop", "state"}
    nouns = {key(n).split()[-1] for n in base.body_nouns}
    same = actor.country == gold.country and actor.sectors[:1] == (gold.sector,)
    return derived and same and bool(words(gold.name) & nouns)


def words(name: str) -> set[str]:
    """The words of a name that count."""
    return set(pieces(name)) - _SMALL


def right_actors(base: ActorBase, lines: Sequence[Line]) -> list[bool]:
    """For each line of one text, whether its actor is right."""
    names: Mapping[str, set[str]] = defaultdict(set)
    for line in lines:
        if line.actor is not None:
            names[line.actor.id].add(line.gold.name)
    out = []
    for line in lines:
        gold, actor = line.gold, line.actor
        ids = ids_of(base, gold.name, gold.country)
        if actor is None:
            out.append(False)
        elif ids:
            out.append(actor.id in ids or key(actor.name) == key(gold.name))
        elif actor.known:
            same = key(actor.name) == key(gold.name) or words(gold.name) <= words(actor.name)
            fuller = len(words(actor.name)) > 1 and words(actor.name) < words(gold.name)
            out.append(same or fuller or is_body(base, actor, gold))
        else:
            own = words(actor.name) & (words(gold.name) | words(gold.text))
            out.append(bool(own) and len(names[actor.id]) == 1)
    return out


@dataclass
class Score:
    """Counts by group of lines."""

    counts: dict[str, Counter[str]]

    def add(self, base: ActorBase, lines: Sequence[Line]) -> Iterator[tuple[Line, list[str]]]:
        """Count the lines of one text and give those that are wrong in something."""
        for line, right in zip(lines, right_actors(base, lines), strict=True):
            actor, gold = line.actor, line.gold
            held = {
                "found": line.mention is not None,
                "actor": right,
                "country": actor is not None and actor.country == gold.country,
                "sector": actor is not None and actor.sectors[:1] == ((gold.sector,) if gold.sector else ()),
                "among": actor is not None and (gold.sector in actor.sectors or not (gold.sector or actor.sectors)),
            }
            for group in ("all", line.group):
                self.counts[group]["lines"] += 1
                self.counts[group].update(name for name, yes in held.items() if yes)
            wrong = [name for name in ("found", "actor", "country", "sector") if not held[name]]
            if wrong:
                yield line, wrong

    def table(self) -> str:
        """For people."""
        rows = [f"{'':14}{'lines':>7}{'found':>8}{'actor':>8}{'country':>9}{'sector':>8}{'among ours':>12}"]
        for group, count in sorted(self.counts.items()):
            n = max(1, count["lines"])
            shares = [100 * count[k] / n for k in ("found", "actor", "country", "sector", "among")]
            rows.append(
                f"{group:14}{n:7}" + "".join(f"{s:{w}.1f}" for s, w in zip(shares, (8, 8, 9, 8, 12), strict=True))
            )
        return "\n".join(rows)


def told(line: Line, wrong: Sequence[str]) -> str:
    """One miss, for people."""
    g, a = line.gold, line.actor
    ours = f"{a.id if a.known else 'new'} {a.name!r} {a.kind.value} {a.country} {'/'.join(a.sectors)}" if a else "open"
    seen = repr(line.mention.evidence.text) if line.mention else "nothing"
    return f"  {','.join(wrong)}: {g.text!r} = {g.name} | {g.country} | {g.sector}; ours {seen}: {ours}"


def read_split(split: str, knowledge: Knowledge) -> Iterator[tuple[Item, Analysis, Resolution]]:
    """The texts of one split that name actors, with our analyses and resolutions."""
    items = [item for path in paths() for item in load(path) if item.split == split and item.actors]
    articles = [article_of(item) for item in items]
    language = Language.load()
    for item, article, analysis in zip(items, articles, language.analyse_many(articles), strict=True):
        resolution = resolve(article, analysis, knowledge)
        claims = find_claims(article, analysis, resolution, knowledge)
        yield item, analysis, name_speakers(analysis, resolution, claims)


def speed(base: ActorBase) -> str:
    """Loading and lookups of the actor base; as in reading, Python's search for cycles waits."""
    start = time.process_time()
    _ = Knowledge().actors
    loading = time.process_time() - start
    names = [a.name for a in base.actors.values()]
    fresh = Knowledge().actors
    rates = []
    gc.disable()
    for _ in range(2):
        start = time.process_time()
        for name in names:
            fresh.lookup(name)
        rates.append(len(names) / (time.process_time() - start))
    gc.enable()
    return (
        f"actor base: {len(base):,} actors, loaded in {loading:.2f} s of processor time; lookups a second: "
        f"{rates[0]:,.0f} of names not met before, {rates[1]:,.0f} of names met before"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", default="dev", choices=["train", "dev", "test"])
    parser.add_argument("--misses", type=int, default=0, help="print the faults of so many texts (not of test)")
    options = parser.parse_args()
    knowledge = Knowledge()
    score = Score(defaultdict(Counter))
    left = 0 if options.split == "test" else options.misses
    for item, analysis, resolution in read_split(options.split, knowledge):
        faults = list(score.add(knowledge.actors, lines_of(item, analysis, resolution)))
        if faults and left > 0:
            left -= 1
            print(f"{item.id} {item.text}", *(told(*fault) for fault in faults), sep="\n")
    print(score.table())
    print(speed(knowledge.actors))


if __name__ == "__main__":
    main()
