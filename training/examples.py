"""Training examples from treebanks, entity files and labelled words."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dragoman.language.entities import title_length
from dragoman.language.morphology import NAMED_FEATURES
from dragoman.language.pieces import EncodedSentence, Pieces
from dragoman.records import Status
from training.columns import IGNORED, PARTS
from training.conllu import UDSentence, is_open, read_conllu

__all__ = [
    "CLAIM_ROLES",
    "EVENT_TYPES",
    "IGNORED",
    "Example",
    "bioes",
    "entity_examples",
    "gum_entities",
    "label_examples",
    "label_sets",
    "named_features",
    "read_entity_file",
    "read_treebanks",
    "title_cased",
    "tree_examples",
    "with_titles",
]

LONGEST = 160
"""Pieces; the few longer sentences cost more memory than they teach."""

ENTITY_TYPES = ("PER", "ORG", "LOC", "NORP", "FAC", "MISC", "DATE", "MONEY", "PRODUCT")
"""The order is that of the first weights. Types without open data stay untrained and are never predicted."""

GUM_TYPES = {"person": "PER", "organization": "ORG", "place": "LOC"}
CLAIM_ROLES = ("source", "cue", "content")
"""Heads for the parts of a claim; each in BIO, since a word may be part of one claim's cue and another's content."""

EVENT_TYPES = (
    "NONE", "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
"""PLOVER's types; NONE is a political act without one. All words of a trigger carry its type."""

KEPT_FROM_WIKIGOLD = frozenset({"PER", "ORG", "LOC"})


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence for the encoder; ``targets`` holds one list of label numbers for each head that it trains."""

    encoded: EncodedSentence
    targets: Mapping[str, list[int]]
    parts: Sequence[tuple[int, int, int]] = ()
    """Word of a trigger, number of a part, word that takes it (counted from 1; 0: nobody in the sentence)."""


def read_treebanks(folder: Path, part: str) -> list[UDSentence]:
    """The openly licensed sentences of all ``*-PART.conllu*`` files in ``folder``, files in order of their names."""
    return [s for path in sorted(folder.glob(f"*-{part}.conllu*")) for s in read_conllu(path) if is_open(s)]


def label_sets(sentences: Sequence[UDSentence]) -> dict[str, list[str]]:
    """The labels of each head, sorted; entities in BIOES."""

    def of(column: str) -> list[str]:
        return sorted({getattr(word, column) for s in sentences for word in s.words})

    return {
        "upos": of("upos"),
        "xpos": of("xpos"),
        "rel": of("dep"),
        "feats": sorted({named_features(word.feats) for s in sentences for word in s.words}),
        "ner": ["O", *(f"{place}-{kind}" for kind in ENTITY_TYPES for place in "BIES")],
        **{role: ["O", "B", "I"] for role in CLAIM_ROLES},
        "event": ["O", *EVENT_TYPES],
        "status": [status.value for status in Status],
        "topic": ["other", "politics"],
    }


def named_features(feats: str) -> str:
    """Of a UD feature string those that the language room gives."""
    return "|".join(pair for pair in feats.split("|") if pair.partition("=")[0] in NAMED_FEATURES)


SMALL_WORDS = frozenset(
    ("a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "nor", "of", "off", "on", "or", "per")
) | frozenset(("than", "the", "to", "vs", "via", "with"))
TITLED_WORDS = range(4, 16)
TITLED_EVERY = 6
"""Of the sentences as long as a headline, one in so many is learnt in title case as well: most papers write so."""


def title_cased(words: Sequence[str]) -> list[str]:
    """``Iran bars rivals from the talks`` as ``Iran Bars Rivals from the Talks``; words with a capital stay."""
    return [
        word if (i and word in SMALL_WORDS) or not word[0].islower() else word[0].upper() + word[1:]
        for i, word in enumerate(words)
    ]


def with_titles(sentences: Sequence[UDSentence]) -> Iterator[UDSentence]:
    """The sentences, and some of the short ones in title case without their full stop."""
    yield from sentences
    short = [s for s in sentences if len(s.words) in TITLED_WORDS and s.words[-1].form == "."]
    for sentence in short[::TITLED_EVERY]:
        words = sentence.words[:-1]
        forms = title_cased([w.form for w in words])
        if all(w.head <= len(words) for w in words):
            yield replace(sentence, words=tuple(replace(w, form=f) for w, f in zip(words, forms, strict=True)))


def tree_examples(
    sentences: Iterable[UDSentence], labels: Mapping[str, list[str]], pieces: Pieces
) -> Iterator[Example]:
    """Examples for tags and trees. A label that is not in the set (a rare relation of dev) counts as the first one."""
    number = {head: {label: i for i, label in enumerate(names)} for head, names in labels.items()}
    for sentence in sentences:
        encoded = pieces.encode([w.form for w in sentence.words])
        if len(encoded.ids) <= LONGEST:
            targets = {
                "upos": [number["upos"].get(w.upos, 0) for w in sentence.words],
                "xpos": [number["xpos"].get(w.xpos, 0) for w in sentence.words],
                "rel": [number["rel"].get(w.dep, 0) for w in sentence.words],
                "feats": [number["feats"].get(named_features(w.feats), IGNORED) for w in sentence.words],
                "head": [w.head for w in sentence.words],
            }
            yield Example(encoded, targets)


def entity_examples(
    sentences: Iterable[tuple[list[str], list[str]]], labels: Mapping[str, list[str]], pieces: Pieces
) -> Iterator[Example]:
    """Examples for entities from words and their BIO tags; ``?`` marks a word that nobody judged."""
    number = {label: i for i, label in enumerate(labels["ner"])} | {"?": IGNORED}
    for words, tags in sentences:
        encoded = pieces.encode(words)
        if len(encoded.ids) <= LONGEST:
            yield Example(encoded, {"ner": [number[tag] for tag in bioes(tags)]})


def label_examples(
    sentences: Iterable[tuple[list[str], Mapping[str, list[str]]]], labels: Mapping[str, list[str]], pieces: Pieces
) -> Iterator[Example]:
    """Examples from words and their labels for any heads; ``?`` marks a word that a head learns nothing from.

    ``head`` holds the governors of a tree as numbers, 0 for the root.
    """
    number = {head: {label: i for i, label in enumerate(names)} | {"?": IGNORED} for head, names in labels.items()}
    for words, tags in sentences:
        encoded = pieces.encode(words)
        if len(encoded.ids) <= LONGEST:
            heads = {"head": [int(head) for head in tags["head"]]} if "head" in tags else {}
            known = {name: of_head for name, of_head in tags.items() if name in number}
            targets = {h: [number[h][tag] for tag in of_head] for h, of_head in known.items()}
            yield Example(encoded, targets | heads, list(_parts(tags)))


def _parts(tags: Mapping[str, list[str]]) -> Iterator[tuple[int, int, int]]:
    """The parts of events and claims from the tags that ``spans`` calls ``e0/trigger``, ``e0/source`` ..."""
    for name, trigger in tags.items():
        one, _, layer = name.partition("/")
        if layer == "trigger":
            for k, part in enumerate(PARTS):
                taken = tags.get(f"{one}/{'content' if part in ('begin', 'end') else part}")
                if taken is not None:
                    takers = [i + 1 for i in range(len(taken)) if _takes(part, taken, i)] or [0]
                    yield from ((at, k, word) for at, tag in enumerate(trigger) if tag != "O" for word in takers)


def _takes(part: str, tags: Sequence[str], i: int) -> bool:
    if part == "begin":
        return tags[i] == "B"
    if part == "end":
        return tags[i] != "O" and (i + 1 == len(tags) or tags[i + 1] != "I")
    return tags[i] != "O"


def read_entity_file(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Words and BIO tags of a ``{"w", "ner"}`` JSONL file; other types than PER, ORG and LOC become ``?``.

    wikigold's MISC holds nationalities, which we call NORP, beside much else.
    """
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        for line in file:
            item = json.loads(line)
            if item["w"]:
                yield item["w"], [tag if tag == "O" or tag[2:] in KEPT_FROM_WIKIGOLD else "?" for tag in item["ner"]]


_BRACKET = re.compile(r"\((?P<open>[^()]+)(?P<single>\))?|(?P<close>[^()]+)\)")


def gum_entities(sentence: UDSentence) -> list[str]:
    """BIO tags from GUM's ``Entity=`` brackets: named persons, organisations and places.

    GUM marks every mention; one is named if the head of its minimal span is a proper noun. The tag covers the minimal
    span (``Ada Lovelace`` of ``Ada Lovelace, who lived in London``); of nested names the outermost counts.
    """
    found: list[tuple[int, int, str]] = []
    opened: dict[str, list[tuple[int, list[str]]]] = {}
    for i, word in enumerate(sentence.words):
        value = next((part[7:] for part in word.misc.split("|") if part.startswith("Entity=")), "")
        for match in _BRACKET.finditer(value):
            if match["open"]:
                fields = match["open"].split("-")
                opened.setdefault(fields[0], []).append((i, fields))
                closing = fields[0] if match["single"] else None
            else:
                closing = match["close"]
            if closing is not None and opened.get(closing):
                start, fields = opened[closing].pop()
                found += _named(sentence, start, i + 1, fields)
    tags = ["O"] * len(sentence.words)
    for start, end, kind in sorted(found, key=lambda span: span[0] - span[1]):
        if all(tag == "O" for tag in tags[start:end]):
            tags[start:end] = [f"B-{kind}", *[f"I-{kind}"] * (end - start - 1)]
    _drop_titles([w.form for w in sentence.words], tags)
    # GUM marks no nationalities: a capitalised adjective or plural name may be one.
    for i, word in enumerate(sentence.words):
        if tags[i] == "O" and word.form[0].isupper() and word.xpos in ("JJ", "NNPS"):
            tags[i] = "?"
    return tags


def _drop_titles(words: Sequence[str], tags: list[str]) -> None:
    """GUM's names of persons begin with their titles; ours do not (GUIDE)."""
    for start in [i for i, tag in enumerate(tags) if tag == "B-PER"]:
        end = next((i for i in range(start + 1, len(tags)) if tags[i] != "I-PER"), len(tags))
        first = start + title_length(words[start:end])
        if first > start:
            tags[start : first + 1] = [*["O"] * (first - start), "B-PER"]


def _named(sentence: UDSentence, start: int, end: int, fields: list[str]) -> Iterator[tuple[int, int, str]]:
    """The minimal span of one mention, if it is a name. Fields: id, type, status, salience, centering, span, ..."""
    kind = GUM_TYPES.get(fields[1]) if len(fields) > 5 else None
    if kind is None:
        return
    minimal = [start + int(k) - 1 for k in fields[5].split(",") if k.isdigit()]
    minimal = [k for k in minimal if k < end]
    heads = [k for k in minimal if sentence.words[k].head - 1 not in minimal]
    if heads and sentence.words[heads[0]].upos == "PROPN":
        yield minimal[0], minimal[-1] + 1, kind


def bioes(tags: Sequence[str]) -> list[str]:
    """BIO tags as BIOES: ``E-`` ends a span, ``S-`` is a span of one word."""
    result: list[str] = []
    for tag, after in zip(tags, [*tags[1:], "O"], strict=True):
        if tag in ("O", "?"):
            result.append(tag)
            continue
        goes_on = after == "I-" + tag[2:]
        place = ("B" if goes_on else "S") if tag[0] == "B" else ("I" if goes_on else "E")
        result.append(f"{place}-{tag[2:]}")
    return result
