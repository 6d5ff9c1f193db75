"""Articles and sentences with marked spans, as words and labels for the heads that label words.

Two sets are read: PolNeAR (``{"text", "attributions": [{"source", "cue", "content"}]}``, spans in characters) and our
own corpus (``corpus/*.jsonl``, the format of ``corpus/check.py``). Text is cut into words and sentences as at run
time.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from dragoman.language.docs import encodable
from dragoman.language.sentences import split
from dragoman.language.tokens import Span, tokenise
from training.columns import EVENT_PARTS
from training.examples import CLAIM_ROLES, bioes, title_cased

__all__ = ["Labelled", "forms", "read_attributions", "read_corpus", "sentences_of", "tags"]

Labelled = tuple[list[str], dict[str, list[str]]]
"""The words of a sentence, and for each head a label a word."""


def sentences_of(text: str) -> Iterator[list[Span]]:
    """Each sentence as the characters ``(start, end)`` of its words; a line is a block, as in an article."""
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield from split(text, tokenise(text, start, start + len(line.rstrip())))
        start += len(line)


def tags(words: Sequence[Span], spans: Iterable[tuple[int, int]]) -> list[str]:
    """BIO tags of the words that lie in ``spans`` (characters); where spans overlap the outer one counts."""
    found = ["O"] * len(words)
    for start, end in sorted(spans, key=lambda s: s[0] - s[1]):
        inside = [i for i, (first, last) in enumerate(words) if first < end and last > start]
        if inside and all(found[i] == "O" for i in inside):
            for i in inside:
                found[i] = "I"
            found[inside[0]] = "B"
    return found


def read_attributions(path: Path) -> Iterator[Labelled]:
    """The sentences of PolNeAR's articles with BIO labels for the three parts of claims."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        for line in file:
            article = json.loads(line)
            claims = [{role: [(s[0], s[1]) for s in a[role]] for role in CLAIM_ROLES} for a in article["attributions"]]
            spans = {role: [span for claim in claims for span in claim[role]] for role in CLAIM_ROLES}
            for words in sentences_of(article["text"]):
                labels = {role: tags(words, spans[role]) for role in CLAIM_ROLES}
                yield forms(article["text"], words), {**labels, **_claims(claims, words)}


def read_corpus(folder: Path, part: str, taken: Callable[[str], bool] = lambda batch: True) -> Iterator[Labelled]:
    """The sentences of our corpus's split ``part`` with labels for entities, claims, triggers and their status, and for
    what they are about: negatives are of no politics. ``taken`` says of each batch, by its name, whether it is read.

    Headlines come a second time in title case.
    """
    for path in sorted(path for path in folder.glob("*.jsonl") if taken(path.stem)):
        for line in path.read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            if item["split"] == part:
                yield from _labelled(item)
                if item["kind"] == "headline":
                    yield from ((title_cased(words), labels) for words, labels in _labelled(item))


def _labelled(item: dict[str, Any]) -> Iterator[Labelled]:
    text = item["text"]
    listed = [
        {role: [_place(text, s) for s in _listed(claim[role])] for role in CLAIM_ROLES} for claim in item["claims"]
    ]
    claims = {role: [span for claim in listed for span in claim[role]] for role in CLAIM_ROLES}
    topic = "other" if item["batch"].startswith("negatives") else "politics"
    unmarked = "claims" in item.get("unmarked", ())
    for words in sentences_of(text):
        labels = {role: ["?"] * len(words) if unmarked else tags(words, claims[role]) for role in CLAIM_ROLES}
        yield (
            forms(text, words),
            {
                "ner": _entities(item, words),
                "topic": [topic] * len(words),
                **labels,
                **_events(item, words),
                **_parts(item, words),
                **_claims(listed, words),
            },
        )


def _entities(item: dict[str, Any], words: Sequence[Span]) -> list[str]:
    found = ["O"] * len(words)
    for entity in item["entities"]:
        for i, place in enumerate(tags(words, [_place(item["text"], entity)])):
            if place != "O":
                found[i] = f"{place}-{entity['label']}"
    return bioes(found)


def _events(item: dict[str, Any], words: Sequence[Span]) -> dict[str, list[str]]:
    types, statuses = ["O"] * len(words), ["?"] * len(words)
    for event in item["events"]:
        for i, place in enumerate(tags(words, [_place(item["text"], event["trigger"])])):
            if place != "O" and types[i] == "O":
                types[i], statuses[i] = event["type"] or "NONE", event["status"]
    return {"event": types, "status": statuses}


def _parts(item: dict[str, Any], words: Sequence[Span]) -> dict[str, list[str]]:
    """For each event of the sentence its trigger and its parts in BIO, as ``e0/trigger``, ``e0/source`` ..."""
    found: dict[str, list[str]] = {}
    for i, event in enumerate(item["events"]):
        trigger = tags(words, [_place(item["text"], event["trigger"])])
        if set(trigger) != {"O"}:
            found[f"e{i}/trigger"] = trigger
            for part, spans in zip(
                EVENT_PARTS, (event["sources"], event["targets"], event["time"], event["place"]), strict=True
            ):
                found[f"e{i}/{part}"] = tags(words, [_place(item["text"], span) for span in _listed(spans)])
    return found


def _claims(claims: Iterable[Mapping[str, Sequence[tuple[int, int]]]], words: Sequence[Span]) -> dict[str, list[str]]:
    """For each claim of the sentence its cue, source and content in BIO, as ``c0/trigger``, ``c0/speaker``,
    ``c0/content``."""
    found: dict[str, list[str]] = {}
    for i, claim in enumerate(claims):
        cue = tags(words, claim["cue"])
        if set(cue) != {"O"}:
            found[f"c{i}/trigger"] = cue
            found[f"c{i}/speaker"], found[f"c{i}/content"] = tags(words, claim["source"]), tags(words, claim["content"])
    return found


def _listed(spans: Any) -> list[dict[str, Any]]:
    if spans is None:
        return []
    return spans if isinstance(spans, list) else [spans]


def _place(text: str, span: dict[str, Any]) -> tuple[int, int]:
    start = -1
    for _ in range(span.get("nth", 1)):
        start = text.index(span["text"], start + 1)
    return start, start + len(span["text"])


def forms(text: str, words: Sequence[Span]) -> list[str]:
    """The words themselves, as the encoder may see them."""
    return [encodable(text[start:end]) for start, end in words]
