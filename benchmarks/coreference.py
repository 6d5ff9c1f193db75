"""Measures who is who within an article: coreference on GUM, gold tokens and sentences, our own parse.

::

    python benchmarks/coreference.py --data FOLDER [--split dev|train] [--genres news,bio] [--show] [--json OUT]

Two figures:

* **Chains**: MUC, B3, CEAF-e and their mean (CoNLL F1) over names and third-person pronouns of chains that GUM types as
  person, organization or place and that hold a name; chains of one mention are left out on both sides, as CorefUD's
  scorer does. A place that is no actor (``in Athens``) counts through its place mention. A mention of ours is one of
  GUM's if it shares a word with its head words and no other mention fits more tightly.
* **Pronouns**: of all third-person pronouns, how many get an actor (answered), and how many of these have their nearest
  earlier mention of that actor (else the next later one) in the right chain of GUM (right), whatever that chain is.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from training.conllu import UDSentence, read_conllu

from dragoman.knowledge import Knowledge
from dragoman.language.adapter import analysis_from_doc
from dragoman.language.docs import TokenisedSentence, build_doc, encodable
from dragoman.language.encoder import Encoder
from dragoman.language.lemmas import Lemmatiser
from dragoman.records import ActorKind, Analysis, Article, Block, BlockKind, MentionForm, PlaceMention, Resolution
from dragoman.resolve import resolve

TYPES = frozenset(("person", "organization", "place"))
OPEN_GENRES = ("academic", "bio", "conversation", "court", "interview", "news", "speech", "textbook", "vlog", "voyage")
PRONOUNS = frozenset(
    "he him his himself she her hers herself they them their theirs themselves it its itself".split()  # noqa: SIM905
)
_ENTITY = re.compile(r"\(([^-()]+)-([^()]*)(\))?|([^-()]+)\)")

Span = tuple[int, int]
Chains = list[frozenset[int]]


@dataclass
class Mention:
    """A gold mention: tokens ``[first, last)``, its head words, chain and type."""

    first: int
    last: int
    heads: frozenset[int]
    chain: str
    kind: str


@dataclass
class Document:
    """A document of GUM as an article, with its gold mentions; tokens count as the analysis counts them."""

    name: str
    article: Article
    sentences: list[TokenisedSentence]
    sources: list[UDSentence]
    mentions: list[Mention] = field(default_factory=list)


@dataclass
class Count:
    """Sums of numerators and denominators of recall and precision."""

    recall: float = 0.0
    gold: float = 0.0
    precision: float = 0.0
    found: float = 0.0

    def f1(self) -> float:
        """In percent."""
        r, p = self.recall / max(self.gold, 1e-9), self.precision / max(self.found, 1e-9)
        return 100 * 2 * p * r / max(p + r, 1e-9)

    def __str__(self) -> str:
        r, p = self.recall / max(self.gold, 1e-9), self.precision / max(self.found, 1e-9)
        return f"{self.f1():.1f} (P {100 * p:.1f}, R {100 * r:.1f})"


def read_documents(path: Path, genres: frozenset[str]) -> list[Document]:
    by_document: dict[str, list[UDSentence]] = defaultdict(list)
    for sentence in read_conllu(path):
        if sentence.genre in genres:
            by_document[sentence.document].append(sentence)
    return [document(name, sentences) for name, sentences in by_document.items()]


def document(name: str, sources: list[UDSentence]) -> Document:
    text, blocks, sentences = "", [], []
    paragraph, start = sources[0].paragraph, 0
    for sentence in sources:
        if sentence.paragraph != paragraph:
            blocks.append(Block(BlockKind.PARAGRAPH, start, len(text.rstrip())))
            text = text.rstrip() + "\n\n"
            paragraph, start = sentence.paragraph, len(text)
        spans = []
        for word in sentence.words:
            spans.append((len(text), len(text) + len(word.form)))
            text += word.form + (" " if word.space else "")
        text = text if text.endswith(" ") else text + " "
        sentences.append(TokenisedSentence(spans, [encodable(w.form) for w in sentence.words]))
    text = text.rstrip()
    blocks.append(Block(BlockKind.PARAGRAPH, start, len(text)))
    article = Article(name, "p", "<gum>", 0, text, tuple(blocks), "en")
    found = Document(name, article, sentences, sources)
    found.mentions = gold_mentions(sources)
    return found


def gold_mentions(sources: list[UDSentence]) -> list[Mention]:
    mentions: list[Mention] = []
    opened: dict[str, list[tuple[int, list[str]]]] = defaultdict(list)
    words = [w for s in sources for w in s.words]
    for i, word in enumerate(words):
        value = next((m[7:] for m in word.misc.split("|") if m.startswith("Entity=")), "")
        for chain, attributes, single, closed in _ENTITY.findall(value):
            if chain:
                opened[chain].append((i, attributes.split("-")))
            if (single or closed) and opened[chain or closed]:
                first, values = opened[chain or closed].pop()
                spot = next((k for k, v in enumerate(values) if v.startswith("cf")), 3)  # one text has no salience
                parts = [int(p) - 1 + first for p in values[spot + 1].split(",") if p.isdigit()]
                mentions.append(
                    Mention(first, i + 1, frozenset(p for p in parts if p <= i), (chain or closed)[:9], values[0])
                )
    return sorted(mentions, key=lambda m: (m.first, -m.last))


def analyse(documents: Sequence[Document]) -> Iterator[tuple[Document, Analysis]]:
    from spacy.vocab import Vocab

    encoder, vocab = Encoder(), Vocab()
    lemmatiser = Lemmatiser.load(Path(sys.modules["dragoman.language"].__path__[0]) / "weights" / "lemmas.tsv")
    for item in documents:
        parsed = list(encoder.parse([s.words for s in item.sentences]))
        doc = build_doc(vocab, item.article.text, item.sentences, parsed, lemmatiser)
        yield item, analysis_from_doc(doc, item.article)


def align(item: Document, analysis: Analysis) -> dict[int, int]:
    """Token of the analysis to the word of GUM at the same place."""
    starts = {span[0]: i for i, span in enumerate(s for sent in item.sentences for s in sent.spans)}
    return {t.i: starts[t.start] for t in analysis.tokens if t.start in starts}


def our_mentions(analysis: Analysis, resolution: Resolution, words: dict[int, int]) -> list[tuple[Span, str, str]]:
    """Spans in GUM's words, the form, and the chain: an actor or a place, empty where it is left open."""
    actors = {j.mention: j.actor for j in resolution.judgements}
    twins = place_twins(resolution, actors)
    located = {(p.token_start, p.token_end) for p in resolution.places}
    found: list[tuple[Span, str, str]] = []
    taken: set[int] = set()
    for m in resolution.mentions:
        span = (words[m.token_start], words[m.token_end - 1] + 1)
        if m.form is MentionForm.DEMONYM and analysis.tokens[m.head].upos == "ADJ":
            continue  # GUM marks no adjectives (``Dutch law``)
        if analysis.tokens[m.head].feature("PronType") == "Rel" or m.evidence.text.lower() in ("who", "which", "that"):
            continue
        chain = actors.get(m.id, "")
        if not chain and m.form is not MentionForm.PRONOUN and (m.token_start, m.token_end) in located:
            continue  # nobody of that name is known: it is the place
        found.append((span, m.form.value, twins.get(chain, chain)))
        # ``a student of Texas`` holds a name of its own, the name ``University of Texas`` is all that we say of it
        whole = m.form is not MentionForm.ROLE
        taken.update(range(*span) if whole else [words[m.head]] if m.head in words else ())
    for p in resolution.places:
        span = (words[p.token_start], words[p.token_end - 1] + 1)
        if not taken & set(range(*span)):
            found.append((span, "name", place_chain(p)))
    return found


def place_chain(mention: PlaceMention) -> str:
    """The chain of a place: its state, its id, or its name where it is left open."""
    place = mention.place
    if place is None:
        return f"place:{mention.evidence.text.lower()}"
    return f"state:{place.country}" if place.kind in ("country", "state") else place.id


def place_twins(resolution: Resolution, actors: Mapping[str, str]) -> dict[str, str]:
    """Actors that are towns or regions which take part, by the place that the same words name: GUM knows only one
    ``Tulsa``, be it visited or voting."""
    others = {a.id for a in resolution.actors if a.kind is not ActorKind.PERSON}
    places = {(p.token_start, p.token_end): place_chain(p) for p in resolution.places}
    found: dict[str, str] = {}
    for m in resolution.mentions:
        place, actor = places.get((m.token_start, m.token_end)), actors.get(m.id, "")
        if place and actor in others and m.form is MentionForm.NAME and actor.startswith(("new:", "body:")):
            found.setdefault(actor, place)
    return found


def matched(item: Document, spans: Sequence[Span]) -> dict[Span, Mention]:
    """Our spans to GUM's mentions, one to one, the tightest pairs first."""
    pairs = []
    for span in dict.fromkeys(spans):
        inside = set(range(*span))
        for k, mention in enumerate(item.mentions):
            if mention.heads & inside and (span[1] - span[0] > 1 or mention.heads):
                extra = len(inside ^ set(range(mention.first, mention.last)))
                misses = len(inside ^ mention.heads)
                pairs.append((misses, extra, span, k))
    taken: set[int] = set()
    out: dict[Span, Mention] = {}
    for _, _, span, k in sorted(pairs):
        if span not in out and k not in taken:
            out[span] = item.mentions[k]
            taken.add(k)
    return out


def is_pronoun(item: Document, mention: Mention) -> bool:
    words = [w for s in item.sources for w in s.words]
    return mention.last - mention.first == 1 and words[mention.first].form.lower() in PRONOUNS


def named(item: Document, mention: Mention) -> bool:
    """True if a mention is headed by a proper noun: ``United`` of ``the United States`` is an adjective to GUM."""
    start = 0
    for sentence in item.sources:
        end = start + len(sentence.words)
        if mention.first < end:
            inside = range(mention.first, mention.last)
            tops = (w for i, w in enumerate(sentence.words, start) if i in inside and start + w.head - 1 not in inside)
            return next((w.upos == "PROPN" for w in tops), False)
        start = end
    return False


def gold_chains(item: Document) -> tuple[dict[str, list[int]], set[str]]:
    """Names and pronouns of named chains, by chain, as indices of mentions; and the named chains."""
    chosen = {m.chain for m in item.mentions if m.kind in TYPES and named(item, m)}
    chains: dict[str, list[int]] = defaultdict(list)
    for k, m in enumerate(item.mentions):
        if m.chain in chosen and (named(item, m) or is_pronoun(item, m)):
            chains[m.chain].append(k)
    return chains, chosen


def score_chains(scores: dict[str, Count], gold: Chains, found: Chains) -> None:
    gold = [c for c in gold if len(c) > 1]
    found = [c for c in found if len(c) > 1]
    for a, b, side in ((gold, found, "r"), (found, gold, "p")):
        owner = {m: i for i, chain in enumerate(b) for m in chain}
        for chain in a:
            parts = Counter(owner[m] for m in chain if m in owner)
            missing = sum(m not in owner for m in chain)
            _add(scores["MUC"], side, len(chain) - len(parts) - missing, len(chain) - 1)
            _add(scores["B3"], side, sum(n * n for n in parts.values()) / len(chain), len(chain))
    similarity = np.array([[2 * len(g & f) / (len(g) + len(f)) for f in found] for g in gold])
    best = assignment(similarity) if gold and found else 0.0
    _add(scores["CEAF-e"], "r", best, len(gold))
    _add(scores["CEAF-e"], "p", best, len(found))


def _add(count: Count, side: str, part: float, whole: float) -> None:
    if side == "r":
        count.recall, count.gold = count.recall + part, count.gold + whole
    else:
        count.precision, count.found = count.precision + part, count.found + whole


def assignment(gain: np.ndarray) -> float:
    """The greatest sum of a one-to-one assignment of rows to columns (the Hungarian method with potentials)."""
    cost = -(gain if gain.shape[0] <= gain.shape[1] else gain.T)
    n, m = cost.shape
    u, v = np.zeros(n + 1), np.zeros(m + 1)
    row_of, way = np.zeros(m + 1, dtype=int), np.zeros(m + 1, dtype=int)
    for row in range(1, n + 1):
        row_of[0], column = row, 0
        least, used = np.full(m + 1, np.inf), np.zeros(m + 1, dtype=bool)
        while True:
            used[column] = True
            reduced = cost[row_of[column] - 1] - u[row_of[column]] - v[1:]
            better = ~used[1:] & (reduced < least[1:])
            least[1:][better], way[1:][better] = reduced[better], column
            nearest = int(np.argmin(np.where(used, np.inf, least)))
            delta = least[nearest]
            u[row_of[used]] += delta
            v[used] -= delta
            least[~used] -= delta
            column = nearest
            if row_of[column] == 0:
                break
        while column:
            row_of[column], column = row_of[way[column]], way[column]
    return float(-sum(cost[row_of[j] - 1, j - 1] for j in range(1, m + 1) if row_of[j]))


@dataclass
class Pronouns:
    """How pronouns were answered."""

    all: int = 0
    answered: int = 0
    right: int = 0

    def __str__(self) -> str:
        return (
            f"{100 * self.right / max(1, self.answered):.1f} % right of {self.answered} answered; "
            f"{100 * self.answered / max(1, self.all):.1f} % of {self.all} answered"
        )


def antecedent(span: Span, chain: str, ours: Iterable[tuple[Span, str, str]]) -> Span | None:
    """Our nearest earlier mention of that actor that is no pronoun; else the next later one."""
    same = [s for s, form, c in ours if c == chain and form != MentionForm.PRONOUN and s != span]
    before = [s for s in same if s[0] < span[0]]
    return max(before, default=None) or min(same, default=None)


def measure(documents: Sequence[Document], *, show: bool) -> dict[str, str]:
    knowledge = Knowledge()
    scores: dict[str, Count] = defaultdict(Count)
    pronouns: dict[str, Pronouns] = defaultdict(Pronouns)
    for item, analysis in analyse(documents):
        resolution = resolve(item.article, analysis, knowledge)
        words = align(item, analysis)
        ours = our_mentions(analysis, resolution, words)
        pairs = matched(item, [s for s, _, _ in ours])
        index = {id(m): k for k, m in enumerate(item.mentions)}
        gold, chosen = gold_chains(item)
        chains: dict[str, set[int]] = defaultdict(set)
        has_name = {c for _, form, c in ours if form not in ("pronoun", "role")}
        for n, (span, form, chain) in enumerate(ours):
            if chain and chain in has_name and form != "role":  # what is left open is in no chain
                mention = pairs.get(span)
                chains[chain].add(index[id(mention)] if mention is not None else -n - 1)
        score_chains(scores, [frozenset(c) for c in gold.values()], [frozenset(c) for c in chains.values()])
        by_span = {s: c for s, form, c in ours if form == "pronoun"}
        for mention in item.mentions:
            if is_pronoun(item, mention):
                judge_pronoun(item, mention, by_span, ours, pairs, pronouns, chosen, show=show)
    figures = {name: str(count) for name, count in scores.items()}
    figures["CoNLL F1"] = f"{sum(c.f1() for c in scores.values()) / 3:.1f}"
    figures.update({f"pronouns, {name}": str(p) for name, p in sorted(pronouns.items())})
    return figures


def judge_pronoun(item, mention, by_span, ours, pairs, pronouns, chosen, *, show):
    words = [w for s in item.sources for w in s.words]
    form = words[mention.first].form.lower()
    groups = ["all", "he she" if form[0] in "hs" else "they" if form[0] == "t" else "it"]
    groups += ["of named chains"] if mention.chain in chosen else []
    chain = by_span.get((mention.first, mention.last), "")
    source = antecedent((mention.first, mention.last), chain, ours) if chain else None
    right = source is not None and source in pairs and pairs[source].chain == mention.chain
    for group in groups:
        pronouns[group].all += 1
        pronouns[group].answered += source is not None
        pronouns[group].right += right
    if show and not right and (source is not None or (mention.chain in chosen and form[0] in "hst")):
        taken = " ".join(w.form for w in words[source[0] : source[1]]) if source else "-"
        gold = [m for m in item.mentions if m.chain == mention.chain and m.first < mention.first]
        meant = " ".join(w.form for w in words[gold[-1].first : gold[-1].last][:8]) if gold else "?"
        before = " ".join(w.form for w in words[max(0, mention.first - 45) : mention.first])
        after = " ".join(w.form for w in words[mention.last : mention.last + 12])
        print(f"{item.name}: {before} [[{form}]] {after}\n    took {taken!r}, means {meant!r}\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with ud/")
    parser.add_argument("--split", default="dev", choices=("dev", "train"))
    parser.add_argument("--genres", default=",".join(OPEN_GENRES))
    parser.add_argument("--show", action="store_true", help="print pronouns that went wrong")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    options = parser.parse_args()
    path = options.data / "ud" / f"gum-{options.split}.conllu.gz"
    figures = measure(read_documents(path, frozenset(options.genres.split(","))), show=options.show)
    for name, value in figures.items():
        print(f"{name:32}{value}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
