"""Measures the language room: tags, trees, features, lemmas, entities, boundaries of tokens and sentences, speed.

::

    python benchmarks/language.py --data FOLDER [--json OUT]

Trees and tags are scored on gold tokens and sentences, over all words, punctuation included (CoNLL 2018: UPOS, UAS,
LAS; LAS once without and once with subtypes of relations). Boundaries are scored on raw text, by exact spans.
Entities are those of worldwide-dev, which never trains what ships; its types are mapped to ours.
Speed is measured beside a spaCy pipeline of the small English one's kind, in turns.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

import spacy
from spacy.language import Language as SpacyLanguage
from spacy.tokens import Doc
from spacy.training import Example

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.events import article_of, entity_counts
from corpus.check import load, paths
from training.conllu import UDSentence, read_conllu

from dragoman.language.discourse import Span, one_sense
from dragoman.language.encoder import WEIGHTS, Encoder, ParsedSentence
from dragoman.language.lemmas import Lemmatiser
from dragoman.language.morphology import NAMED_FEATURES, features
from dragoman.language.pieces import MOST_PIECES
from dragoman.language.pipeline import Language
from dragoman.language.sentences import cut_long, split
from dragoman.language.tokens import tokenise
from dragoman.records import Article, Block, BlockKind

WORLDWIDE_TYPES = {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "FAC": "LOC", "NORP": "NORP"}
NEWS_GENRES = frozenset({"news", "newsgroup", "weblog"})
SPEED_ROUNDS = 3
CNN_SENTENCES = 3000
CNN_UPDATES = 150

Spans = set[tuple[int, int, str]]


@dataclass
class Accuracy:
    """Right answers of all."""

    right: int = 0
    total: int = 0

    def add(self, *, right: bool) -> None:
        """One more answer."""
        self.right += right
        self.total += 1

    def __str__(self) -> str:
        return f"{100 * self.right / max(1, self.total):.2f}"


@dataclass
class F1:
    """Exact spans found, given and right."""

    right: int = 0
    found: int = 0
    gold: int = 0

    def add(self, found: Spans, gold: Spans) -> None:
        """The spans of one more text."""
        self.right += len(found & gold)
        self.found += len(found)
        self.gold += len(gold)

    def __str__(self) -> str:
        precision = 100 * self.right / max(1, self.found)
        recall = 100 * self.right / max(1, self.gold)
        return f"{2 * precision * recall / max(1e-9, precision + recall):.2f} (P {precision:.1f}, R {recall:.1f})"


@dataclass
class Report:
    """Figures by name, in the order they came."""

    figures: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, value: object) -> None:
        """Keeps and prints one figure."""
        self.figures[name] = str(value)
        print(f"{name:44}{value}", flush=True)


def parse_gold(encoder: Encoder, sentences: list[list[str]]) -> list[ParsedSentence]:
    """Parses given tokens; a sentence too long for the encoder is cut as at run time, its parts hung on the first."""
    parts: list[list[str]] = []
    owners: list[int] = []
    for number, words in enumerate(sentences):
        spans = [(i, i + 1) for i in range(len(words))]
        for part in cut_long(words, spans, MOST_PIECES, encoder.pieces.count):
            parts.append([words[i] for i, _ in part])
            owners.append(number)
    whole = [ParsedSentence([], [], [], [], [], [], {}) for _ in sentences]
    for owner, parsed in zip(owners, encoder.parse(parts), strict=True):
        into, offset = whole[owner], len(whole[owner].upos)
        into.upos.extend(parsed.upos)
        into.xpos.extend(parsed.xpos)
        into.heads.extend(head + offset if head else 0 for head in parsed.heads)
        into.relations.extend(parsed.relations)
        if into.feats is not None and parsed.feats is not None:
            into.feats.extend(parsed.feats)
        into.entities.extend((a + offset, b + offset, kind) for a, b, kind in parsed.entities)
    return whole


def named(feats: str) -> frozenset[str]:
    return frozenset(pair for pair in feats.split("|") if pair.partition("=")[0] in NAMED_FEATURES)


def measure_trees(
    report: Report, name: str, gold: list[UDSentence], encoder: Encoder, lemmatiser: Lemmatiser
) -> Accuracy:
    """Puts the scores of one treebank, and returns that of its words' named features."""
    scores: dict[str, Accuracy] = defaultdict(Accuracy)
    by_feature: dict[str, Accuracy] = defaultdict(Accuracy)
    parsed = parse_gold(encoder, [[w.form for w in s.words] for s in gold])
    for sentence, p in zip(gold, parsed, strict=True):
        forms = [w.form for w in sentence.words]
        morphs = p.feats or features(forms, p.upos, p.xpos, p.heads, p.relations)
        for i, word in enumerate(sentence.words):
            head, dep = p.heads[i] == word.head, p.relations[i]
            scores["UPOS"].add(right=p.upos[i] == word.upos)
            scores["XPOS"].add(right=p.xpos[i] == word.xpos)
            scores["UAS"].add(right=head)
            scores["LAS"].add(right=head and dep.partition(":")[0] == word.dep.partition(":")[0])
            scores["LAS with subtypes"].add(right=head and dep == word.dep)
            mine, theirs = named(morphs[i]), named(word.feats)
            scores["features"].add(right=mine == theirs)
            for feature in NAMED_FEATURES:
                a = {x for x in mine if x.startswith(feature + "=")}
                b = {x for x in theirs if x.startswith(feature + "=")}
                if a or b:
                    by_feature[feature].add(right=a == b)
            if word.lemma != "_":
                lemma = lemmatiser.lemma(word.form, p.xpos[i])
                scores["lemmas"].add(right=lemma == word.lemma)
                scores["lemmas, ignoring case"].add(right=lemma.lower() == word.lemma.lower())
    for figure, score in scores.items():
        report.put(f"{name} {figure}", score)
    report.put(f"{name} features, where given", ", ".join(f"{k} {v}" for k, v in sorted(by_feature.items())))
    return scores["features"]


def documents(sentences: Iterable[UDSentence]) -> Iterator[tuple[str, list[list[UDSentence]]]]:
    """Each document's genre and paragraphs."""
    by_document: dict[str, dict[int, list[UDSentence]]] = defaultdict(lambda: defaultdict(list))
    for sentence in sentences:
        by_document[sentence.document][sentence.paragraph].append(sentence)
    for paragraphs in by_document.values():
        first = next(iter(paragraphs.values()))[0]
        yield first.genre, list(paragraphs.values())


def raw(paragraph: list[UDSentence]) -> tuple[str, Spans, Spans]:
    """The text of a paragraph, and the spans of its tokens and sentences."""
    text, tokens, sentences = "", set(), set()
    for sentence in paragraph:
        start = end = len(text)
        for word in sentence.words:
            tokens.add((len(text), len(text) + len(word.form), ""))
            text += word.form
            end = len(text)
            text += " " if word.space else ""
        sentences.add((start, end, ""))
    return text, tokens, sentences


def measure_boundaries(report: Report, name: str, gold: list[UDSentence], *, show: bool) -> None:
    tokens: dict[str, F1] = defaultdict(F1)
    sentences: dict[str, F1] = defaultdict(F1)
    for genre, paragraphs in documents(gold):
        for paragraph in paragraphs:
            text, gold_tokens, gold_sentences = raw(paragraph)
            spans = tokenise(text)
            found = {(s[0][0], s[-1][1], "") for s in split(text, spans)}
            for group in (
                "all",
                *(["news-like"] if genre in NEWS_GENRES else []),
                *(["news"] if genre == "news" else []),
            ):
                tokens[group].add({(a, b, "") for a, b in spans}, gold_tokens)
                sentences[group].add(found, gold_sentences)
            if show and genre in NEWS_GENRES:
                show_differences(text, found, gold_sentences)
                show_differences(text, {(a, b, "") for a, b in spans}, gold_tokens)
    for group, score in tokens.items():
        report.put(f"{name} raw text, {group}: tokens F1", score)
        report.put(f"{name} raw text, {group}: sentences F1", sentences[group])


def show_differences(text: str, found: Spans, gold: Spans) -> None:
    for start, end, _ in sorted(found ^ gold):
        print("  found" if (start, end, "") in found else "  gold ", repr(text[start:end]))


def measure_entities(report: Report, path: Path, encoder: Encoder) -> None:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        items = [json.loads(line) for line in file]
    items = [item for item in items if item["w"]]
    parsed = [p.entities for p in parse_gold(encoder, [item["w"] for item in items])]
    scores: dict[str, F1] = defaultdict(F1)
    for item, found in zip(items, with_one_sense(items, parsed), strict=True):
        gold = spans_of_bio(item["ner"])
        for kind in ("PER", "ORG", "LOC", "NORP"):
            scores[kind].add({e for e in found if e[2] == kind}, {e for e in gold if e[2] == kind})
        scores["PER ORG LOC"].add({e for e in found if e[2] != "NORP"}, {e for e in gold if e[2] != "NORP"})
        scores["all"].add(found, gold)
    alone = F1()
    for item, entities in zip(items, parsed, strict=True):
        alone.add(set(entities), spans_of_bio(item["ner"]))
    report.put("entities all F1, each sentence by itself", alone)
    for kind, score in scores.items():
        report.put(f"entities {kind} F1", score)


def measure_own_entities(report: Report, language: Language) -> None:
    """Of our own corpus, whose titles, peoples and bodies of states are marked as we read them."""
    for part in ("dev", "test"):
        items = [item for path in paths() for item in load(path) if item.split == part]
        analyses = language.analyse_many([article_of(item) for item in items])
        counted = [entity_counts(item, a) for item, a in zip(items, analyses, strict=True)]
        right, found, wanted = (sum(column) for column in zip(*counted, strict=True))
        report.put(f"entities of our corpus, {part}, F1", F1(right, found, wanted))


def with_one_sense(items: list[dict[str, Any]], entities: Sequence[Sequence[Span]]) -> list[Spans]:
    """The entities of each sentence as the reader has them, who reads articles."""
    articles: dict[str, list[int]] = defaultdict(list)
    for i, item in enumerate(items):
        articles[item["doc"]].append(i)
    found: list[Spans] = [set() for _ in items]
    for members in articles.values():
        agreed = one_sense([items[i]["w"] for i in members], [entities[i] for i in members])
        for i, spans in zip(members, agreed, strict=True):
            found[i] = set(spans)
    return found


def spans_of_bio(tags: list[str]) -> Spans:
    spans: Spans = set()
    start = 0
    for i, tag in enumerate(tags):
        if tag.startswith("B-"):
            start = i
        ends = i + 1 == len(tags) or not tags[i + 1].startswith("I-")
        kind = WORLDWIDE_TYPES.get(tag[2:])
        if tag != "O" and ends and kind:
            spans.add((start, i + 1, kind))
    return spans


def read_articles(path: Path, most: int) -> list[Article]:
    articles = []
    for line in path.read_text(encoding="utf-8").splitlines()[:most]:
        text = json.loads(line)["text"]
        blocks, start = [], 0
        for paragraph in text.split("\n"):
            if paragraph.strip():
                blocks.append(Block(BlockKind.PARAGRAPH, start, start + len(paragraph)))
            start += len(paragraph) + 1
        articles.append(Article("a", "p", "<benchmark>", 0, text, tuple(blocks), "en"))
    return articles


def measure_speed(report: Report, articles: list[Article], language: Language, cnn: SpacyLanguage) -> None:
    """Medians of rounds that take turns, so that what else the machine does meets both alike."""
    words = sum(a.words() for a in language.analyse_many(articles))
    ours, theirs, wall = [], [], []
    for _ in range(SPEED_ROUNDS):
        clock, cpu = time.perf_counter(), time.process_time()
        language.analyse_many(articles)
        ours.append(time.process_time() - cpu)
        wall.append(time.perf_counter() - clock)
        cpu = time.process_time()
        for _doc in cnn.pipe(a.text[b.start : b.end] for a in articles for b in a.blocks):
            pass
        theirs.append(time.process_time() - cpu)
    report.put("words/s of processor time, one thread", round(words / median(ours)))
    report.put("words/s of wall time, one thread", round(words / median(wall)))
    report.put("articles/s", round(len(articles) / median(wall), 2))
    report.put("words/s of processor time, spaCy CNN", round(words / median(theirs)))
    report.put("speed against the spaCy CNN", f"{median(theirs) / median(ours):.2f}")


def spacy_cnn(treebank: Iterable[UDSentence]) -> SpacyLanguage:
    """A spaCy pipeline of the kind of its small English one: a CNN over hashed features (width 96, depth 4) shared by
    tagger, morphologiser, parser and entities. A few hundred updates: it is timed, not scored, and a parser that was
    never trained takes other steps than one that was.
    """
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": {"@architectures": "spacy.HashEmbedCNN.v2", "width": 96, "depth": 4,
                 "embed_size": 2000, "window_size": 1, "maxout_pieces": 3, "subword_features": True,
                 "pretrained_vectors": None}})  # fmt: skip
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "*"}
    for name, key in (("tagger", "Tagger.v2"), ("morphologizer", "Tagger.v2")):
        nlp.add_pipe(name, config={"model": {"@architectures": f"spacy.{key}", "tok2vec": listener}})
    for name, kind in (("parser", "parser"), ("ner", "ner")):
        nlp.add_pipe(name, config={"model": {"@architectures": "spacy.TransitionBasedParser.v2", "state_type": kind,
                     "extra_state_tokens": False, "hidden_width": 64, "maxout_pieces": 2, "use_upper": True,
                     "tok2vec": listener}})  # fmt: skip
    examples = [_example(nlp, sentence) for sentence in islice(treebank, CNN_SENTENCES)]
    nlp.initialize(lambda: examples)
    rng = random.Random(1)
    for _ in range(CNN_UPDATES):
        nlp.update(rng.sample(examples, 32))
    return nlp


def _example(nlp: SpacyLanguage, sentence: UDSentence) -> Example:
    words = [w.form for w in sentence.words]
    named = ["S-" + w.upos if w.upos == "PROPN" else "O" for w in sentence.words]
    doc = Doc(nlp.vocab, words, tags=[w.xpos for w in sentence.words], pos=[w.upos for w in sentence.words],
              morphs=[w.feats for w in sentence.words], deps=[w.dep for w in sentence.words],
              heads=[w.head - 1 if w.head else i for i, w in enumerate(sentence.words)],
              ents=[tag.replace("S-", "B-") for tag in named])  # fmt: skip
    return Example(Doc(nlp.vocab, words), doc)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with ud/, ner/ and polnear/")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    parser.add_argument("--articles", type=int, default=40, help="how many articles to time")
    parser.add_argument("--only", default="trees,boundaries,entities,speed")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="other weights of the encoder")
    parser.add_argument("--show", action="store_true", help="print wrong boundaries of news-like text")
    options = parser.parse_args()
    parts = options.only.split(",")
    report = Report()
    encoder = Encoder(options.weights)
    lemmatiser = Lemmatiser.load(options.weights / "lemmas.tsv")
    both = Accuracy()
    for name in ("ewt", "gum"):
        gold = list(read_conllu(options.data / "ud" / f"{name}-dev.conllu.gz"))
        if "trees" in parts:
            found = measure_trees(report, f"{name} dev", gold, encoder, lemmatiser)
            both = Accuracy(both.right + found.right, both.total + found.total)
        if "boundaries" in parts:
            measure_boundaries(report, f"{name} dev", gold, show=options.show)
    if both.total:
        report.put("both dev features", both)
    if "entities" in parts:
        measure_entities(report, options.data / "ner" / "worldwide-dev.jsonl.gz", encoder)
        measure_own_entities(report, Language.load(weights=options.weights))
    if "speed" in parts:
        articles = read_articles(options.data / "polnear" / "dev.jsonl", options.articles)
        cnn = spacy_cnn(read_conllu(options.data / "ud" / "ewt-train.conllu.gz"))
        measure_speed(report, articles, Language.load(weights=options.weights), cnn)
    if options.json:
        options.json.write_text(json.dumps(report.figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
