"""Measures stories and merged events.

::

    python benchmarks/stories.py --data FOLDER [--split dev|train] [--cache FILE] [--show N] [--json OUT]
    python benchmarks/stories.py --speed 100000 | --grown 100000 [--part 100] [--json OUT]

* **Documents**: ECB+ texts read from the first stage to the last, put into stories; B-cubed F1 against its subtopics.
  Its texts have no dates. Beside it TF-IDF with average linkage, cut where it is best on this very set, which is more
  than anybody who has no answers can do.
* **Events**: the mentions are given (ECB+'s actions), stories are ours; MUC, B-cubed, CEAF-e and their mean (CoNLL F1),
  mentions that stand alone counted. Beside it: mentions with one head lemma are one event, in the whole set and within
  our stories. Nothing was trained on the set, but thresholds were set with it in view (docs/measured.md).
* **Speed**: invented affairs (``tests/stories/affairs.py``) of two years of three hundred
  words put in as they come, a hundred at a time, from text to story, in one process; time for
  each tenth, and how far the stream is from clustering all at once. ``--grown``: all at once, then a thousand more.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import pickle
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from benchmarks.coreference import Count, assignment

from dragoman.records import Analysis, Article, Block, BlockKind, MentionForm, Resolution
from dragoman.stories import Document, Stream, cluster, document
from dragoman.stories.mentions import Mention, act_keys
from dragoman.stories.merging import merge
from dragoman.stories.parties import Party, Seen, party
from dragoman.stories.terms import words_of

SILENT = ("DET", "ADP", "PART", "PUNCT", "AUX")
Labels = Mapping[Hashable, Hashable]


@dataclass
class Read:
    """One text of ECB+, read: ``offsets[sentence][token]`` are where its tokens lie in the article's text."""

    raw: dict[str, Any]
    article: Article
    offsets: list[list[tuple[int, int]]]
    analysis: Analysis
    resolution: Resolution


def read_all(path: Path, split: str, cache: Path | None) -> list[Read]:
    if cache and cache.exists():
        done: list[Read] = pickle.loads(cache.read_bytes())
        return done
    from dragoman.knowledge import default_knowledge
    from dragoman.language import Language
    from dragoman.resolve import resolve

    language, knowledge = Language.load(), default_knowledge()
    done = []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            raw = json.loads(line)
            if raw["split"] != split:
                continue
            article, offsets = as_article(raw)
            analysis = language.analyse(article)
            done.append(Read(raw, article, offsets, analysis, resolve(article, analysis, knowledge)))
    if cache:
        cache.write_bytes(pickle.dumps(done))
    return done


def as_article(raw: dict[str, Any]) -> tuple[Article, list[list[tuple[int, int]]]]:
    text, blocks, offsets = "", [], []
    for sentence in raw["sents"]:
        text += "\n\n" if text else ""
        start, places = len(text), []
        for token in sentence:
            text += " " if len(text) > start else ""
            places.append((len(text), len(text) + len(token)))
            text += token
        blocks.append(Block(BlockKind.PARAGRAPH, start, len(text)))
        offsets.append(places)
    return Article(raw["id"], "p", "<ecb+>", 0, text, tuple(blocks), "en"), offsets


def as_document(item: Read) -> Document:
    actors = {a.id: a for a in item.resolution.actors}
    named: Counter[str] = Counter()
    for j in item.resolution.judgements:
        actor = actors[j.actor]
        named[actor.id if actor.known else f"name:{actor.name.casefold()}"] += 1
    named.update(p.place.id for p in item.resolution.places if p.place)
    return document(item.article.id, None, None, item.article.text, named.items())


# ---------------------------------------------------------------- events


def as_mentions(item: Read) -> list[tuple[Mention, str, str]]:
    """The actions of a text as mentions, with their chain and the lemma of their head."""
    tokens = item.analysis.tokens
    at = {t.start: t.i for t in tokens}
    found = []
    for n, (kind, sentence, span, chain) in enumerate(item.raw["mentions"]):
        if "ACTION" not in kind:
            continue
        inside = [at[item.offsets[sentence][k][0]] for k in span if item.offsets[sentence][k][0] in at]
        if not inside:
            inside = [max((i for s, i in at.items() if s <= item.offsets[sentence][span[0]][0]), default=0)]
        head = next((i for i in inside if tokens[i].head not in inside), inside[0])
        lemmas = [tokens[i].lemma.lower() for i in inside if tokens[i].upos not in SILENT]
        source, target = sides(item, head)
        words = words_of(" ".join(item.raw["sents"][sentence]))
        found.append(
            (
                Mention(
                    f"{item.article.id}#{n}", item.article.id, None, None, act_keys(lemmas or [tokens[head].lemma]),
                    "not_done" if kind.startswith("NEG") else "actual", source, target, None, None, None, None, None,
                    frozenset(words), tokens[head].start, sentence, item.article.id,
                ),
                chain,
                tokens[head].lemma.lower(),
            )
        )  # fmt: skip
    return found


def sides(item: Read, head: int) -> tuple[Party, Party]:
    """Who acts and on whom, by the plainest syntax: the arguments of the head, of a noun its possessor and ``of``."""
    tokens = item.analysis.tokens
    source: list[int] = []
    target: list[int] = []
    for child in item.analysis.children_of[head]:
        dep = tokens[child].dep
        if dep in ("nsubj", "nmod:poss", "obl:agent"):
            source.append(child)
        elif dep in ("obj", "nsubj:pass", "iobj") or (dep == "nmod" and tokens[head].upos == "NOUN"):
            target.append(child)
    return one_side(item, source), one_side(item, target)


def one_side(item: Read, heads: list[int]) -> Party:
    actors = {a.id: a for a in item.resolution.actors}
    judged = {j.mention: actors[j.actor] for j in item.resolution.judgements}
    by_name = {judged[m.id].id for m in item.resolution.mentions if m.form is MentionForm.NAME and m.id in judged}
    seen = {a.id: Seen(a.kind, a.name, a.id in by_name) for a in actors.values()}
    ids, names, countries = [], [], []
    for head in heads:
        covering = [m for m in item.resolution.mentions if m.head == head and m.id in judged]
        for m in covering:
            actor = judged[m.id]
            ids.append(actor.id)
            names.append(actor.name)
            countries += [actor.country] if actor.country else []
        if not covering:
            names.append(item.analysis.tokens[head].text)
    return party(ids, " ".join(names), countries, seen)


def conll(gold: Labels, found: Labels) -> dict[str, float]:
    """MUC, B-cubed and CEAF-e F1, mentions that stand alone counted, and their mean."""
    parts = (groups(gold), groups(found))
    muc, b3, ceaf = Count(), Count(), Count()
    for side, (a, other) in enumerate(((parts[0], found), (parts[1], gold))):
        links = sum(len(c) - len({other[m] for m in c}) for c in a.values())
        whole = sum(len(c) - 1 for c in a.values())
        kept = sum(n * n / len(c) for c in a.values() for n in Counter(other[m] for m in c).values())
        if side == 0:
            muc.recall, muc.gold, b3.recall, b3.gold = links, whole, kept, len(gold)
        else:
            muc.precision, muc.found, b3.precision, b3.found = links, whole, kept, len(gold)
    best = aligned(*parts, gold, found)
    ceaf.recall = ceaf.precision = best
    ceaf.gold, ceaf.found = len(parts[0]), len(parts[1])
    scores = {"MUC": muc.f1(), "B3": b3.f1(), "CEAF-e": ceaf.f1()}
    return {**scores, "CoNLL": sum(scores.values()) / 3}


def aligned(gold_groups, found_groups, gold: Labels, found: Labels) -> float:
    """The best one-to-one alignment of groups; groups that share no mention are aligned apart."""
    seen: set[Hashable] = set()
    total = 0.0
    for start in gold_groups:
        if start in seen:
            continue
        gs, fs, todo = {start}, set(), [start]
        while todo:
            for m in gold_groups[todo.pop()]:
                if found[m] not in fs:
                    fs.add(found[m])
                    new = {gold[k] for k in found_groups[found[m]]} - gs
                    gs |= new
                    todo += new
        seen |= gs
        pairs = [(gold_groups[g], [found_groups[f] for f in sorted(fs, key=str)]) for g in sorted(gs, key=str)]
        gain = np.array([[2 * len(g & f) / (len(g) + len(f)) for f in fss] for g, fss in pairs])
        total += assignment(gain)
    return total


def groups(labels: Labels) -> dict[Hashable, set[Hashable]]:
    made: dict[Hashable, set[Hashable]] = defaultdict(set)
    for item, label in labels.items():
        made[label].add(item)
    return made


def b_cubed(gold: Labels, found: Labels) -> tuple[float, float, float]:
    """F1, precision, recall in percent."""
    a, b = groups(gold), groups(found)
    p = sum(len(a[gold[i]] & b[found[i]]) / len(b[found[i]]) for i in gold) / len(gold)
    r = sum(len(a[gold[i]] & b[found[i]]) / len(a[gold[i]]) for i in gold) / len(gold)
    return 200 * p * r / (p + r), 100 * p, 100 * r


# ---------------------------------------------------------------- the parts


def measure_documents(items: Sequence[Read], figures: dict[str, float]) -> dict[str, str]:
    documents = [as_document(item) for item in items]
    gold = {item.article.id: item.raw["subtopic"] for item in items}
    found = {a: s for s, articles in cluster(documents).stories().items() for a in articles}
    f, p, r = b_cubed(gold, found)
    print(
        f"stories: B-cubed F1 {f:.1f} (P {p:.1f}, R {r:.1f}); {len(set(found.values()))} of {len(set(gold.values()))}"
    )
    figures["stories B-cubed F1"] = f
    best = max((b_cubed(gold, labels)[0], cut) for cut, labels in average_linkage(documents))
    print(f"TF-IDF, average linkage, cut where it is best here ({best[1]}): B-cubed F1 {best[0]:.1f}")
    figures["average linkage, best cut"] = best[0]
    return found


def average_linkage(documents: Sequence[Document]) -> Iterable[tuple[float, Labels]]:
    """Words only, plain TF-IDF; the clusterings at several cuts."""
    bags = [{t: n for t, n in d.terms.items() if not t.startswith("@")} for d in documents]
    df = Counter(t for bag in bags for t in bag)
    number = {t: i for i, t in enumerate(df)}
    x = np.zeros((len(bags), len(df)))
    for i, bag in enumerate(bags):
        for t, n in bag.items():
            x[i, number[t]] = (1 + math.log(n)) * math.log((len(bags) + 1) / df[t])
    x /= np.maximum(np.linalg.norm(x, axis=1, keepdims=True), 1e-9)
    sums, sizes, members = x @ x.T, np.ones(len(bags)), [[i] for i in range(len(bags))]
    np.fill_diagonal(sums, -np.inf)
    alive = np.ones(len(bags), dtype=bool)
    for cut in (0.3, 0.25, 0.22, 0.2, 0.18, 0.16, 0.14, 0.12, 0.1, 0.08):
        while True:
            mean = sums / np.outer(sizes, sizes)
            a, b = divmod(int(np.argmax(np.where(np.outer(alive, alive), mean, -np.inf))), len(bags))
            if mean[a, b] < cut or a == b:
                break
            sums[a] += sums[b]
            sums[:, a] += sums[:, b]
            sums[a, a] = -np.inf
            sizes[a] += sizes[b]
            members[a] += members[b]
            alive[b] = False
        yield cut, {documents[i].id: a for a in np.flatnonzero(alive) for i in members[a]}


def measure_events(items: Sequence[Read], stories: Mapping[str, str], figures: dict[str, float], show: int) -> None:
    gold: dict[Hashable, Hashable] = {}
    lemma: dict[Hashable, Hashable] = {}
    ours: dict[Hashable, Hashable] = {}
    by_story: dict[str, list[Mention]] = defaultdict(list)
    validated: set[Hashable] = set()
    for item in items:
        for mention, chain, head in as_mentions(item):
            gold[mention.id] = chain
            lemma[mention.id] = head
            by_story[stories[item.article.id]].append(mention)
            if mention.sentence in item.raw["validated"]:
                validated.add(mention.id)
    for mentions in by_story.values():
        for merged in merge(mentions):
            for m in merged.mentions:
                ours[m.id] = merged.mentions[0].id
    of = {m.id: (s, lemma[m.id]) for s, mentions in by_story.items() for m in mentions}
    for where, kept in (("all sentences", set(gold)), ("validated sentences", validated)):
        for name, labels in (("same lemma", lemma), ("same lemma in our stories", of), ("ours", ours)):
            scores = conll({m: gold[m] for m in kept}, {m: labels[m] for m in kept})
            print(f"events, {where}, {name}: " + ", ".join(f"{k} {v:.1f}" for k, v in scores.items()))
            figures[f"events CoNLL F1, {where}, {name}"] = scores["CoNLL"]
    if show:
        show_errors(by_story, gold, ours, show)


def show_errors(by_story, gold: Labels, ours: Labels, most: int) -> None:
    rows = [m for mentions in by_story.values() for m in mentions]
    for kind in ("wrongly one", "wrongly two"):
        pairs = [
            (a, b)
            for mentions in by_story.values()
            for i, a in enumerate(mentions)
            for b in mentions[i + 1 :]
            if (gold[a.id] == gold[b.id]) != (ours[a.id] == ours[b.id])
            and (gold[a.id] == gold[b.id]) == (kind[-3:] == "two")
        ]
        print(f"\n{kind}: {len(pairs)} pairs of {len(rows)} mentions")
        for a, b in pairs[:: max(1, len(pairs) // most)]:
            print(" ", sorted(a.acts), sorted(b.acts), "|", sorted(a.words & b.words)[:8])


def measure_speed(number: int, part: int, figures: dict[str, float]) -> None:
    from affairs import reports

    told = sorted((r for _, r in reports(number, days=730, length=3)), key=lambda r: r[1])
    documents: list[Document] = []
    stream = Stream()
    tenth = max(1, number // 10)
    first = last = time.process_time()
    for at in range(0, number, tenth):
        for some in range(at, at + tenth, part):
            new = [document(*report) for report in told[some : min(some + part, at + tenth)]]
            stream.add(new)
            documents += new
        now = time.process_time()
        print(f"{at + tenth:>9,} articles: {tenth / (now - last):,.0f} a second of processor time", flush=True)
        figures[f"articles a second up to {at + tenth}"] = tenth / (now - last)
        last = now
    print(f"all: {number / (last - first):,.0f} a second, counting anew at every doubling included")
    figures["articles a second as they come"] = number / (last - first)
    began = time.process_time()
    whole = cluster(documents)
    print(f"all at once: {number / (time.process_time() - began):,.0f} a second")
    figures["articles a second at once"] = number / (time.process_time() - began)
    one = {a: s for s, articles in whole.stories().items() for a in articles}
    other = {a: s for s, articles in stream.clustering.stories().items() for a in articles}
    print(f"stream against batch: B-cubed F1 {b_cubed(one, other)[0]:.1f}")
    figures["stream against batch B-cubed F1"] = b_cubed(one, other)[0]


def measure_grown(number: int, part: int, figures: dict[str, float]) -> None:
    """The same number clustered at once, and a thousand more that come in parts, at a tenth of the number and at it."""
    from affairs import reports

    told = sorted((r for _, r in reports(number + 1_000, days=730, length=3)), key=lambda r: r[1])
    for size in (number // 10, number):
        began = time.process_time()
        clustering = cluster([document(*report) for report in told[:size]])
        whole = size / (time.process_time() - began)
        began = time.process_time()
        for at in range(size, size + 1_000, part):
            clustering.add([document(*report) for report in told[at : at + part]])
        grown = 1_000 / (time.process_time() - began)
        print(
            f"{size:>9,} articles at once: {whole:,.0f} a second; 1,000 more in parts of {part}: {grown:,.0f}",
            flush=True,
        )
        figures[f"at once, {size}"], figures[f"added to {size}"] = whole, grown


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="folder with coref/")
    parser.add_argument("--split", default="dev", choices=("dev", "train"))
    parser.add_argument("--cache", type=Path, help="keep what was read here (a pickle of your own)")
    parser.add_argument("--show", type=int, default=0, help="print so many wrong pairs")
    parser.add_argument("--speed", type=int, help="measure speed with so many invented articles")
    parser.add_argument("--grown", type=int, help="measure what a thousand more cost when there are so many")
    parser.add_argument("--part", type=int, default=100, help="articles that come together, with --speed and --grown")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    options = parser.parse_args()
    figures: dict[str, float] = {}
    if options.data:
        items = read_all(options.data / "coref" / "ecbplus-traindev.jsonl.gz", options.split, options.cache)
        measure_events(items, measure_documents(items, figures), figures, options.show)
    if options.speed:
        measure_speed(options.speed, options.part, figures)
    if options.grown:
        measure_grown(options.grown, options.part, figures)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
