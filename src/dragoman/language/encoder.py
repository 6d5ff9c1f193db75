"""The encoder: one forward pass of a small transformer gives tags, arcs and entity scores; relations are asked of each
word and its governor once the tree is known."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.errors import LanguageError
from dragoman.language.entities import EntityDecoder, apart, untitled, with_peoples
from dragoman.language.pieces import EncodedSentence, Pieces
from dragoman.language.trees import decode_heads, joined, nouns_by_place, owned, verbs_by_object

__all__ = ["SIGNALS", "WEIGHTS", "Encoder", "Labels", "ParsedSentence", "collate"]

WEIGHTS = Path(__file__).parent / "weights"
"""The folder of the weights that ship: ``encoder.int8.onnx``, ``relations.onnx``, ``labels.json``,
``tokenizer.json``, ``lemmas.tsv``."""

SIGNALS = ("source", "cue", "content", "event", "status", "topic")
"""Heads whose probabilities go on to other rooms (``records.Signals``). Weights may lack them."""

PIECES_A_BATCH = 512
"""Measured on 60 articles, one core, words/s: 9,085 at 256, 9,016 at 512, 8,379 at 1,024, 7,660 at 2,048, 6,431 at
4,096 (short batches stay in the processor's cache); memory 230 to 670 MB."""

_SLOWER = ("SkipLayerNormFusion",)
"""What onnxruntime would make faster and makes slower: its sum and norm in one are not vectorised (1.32, AVX2), apart
they are. The encoder takes .93 of the time without (medians of six runs in turns on 8 articles)."""


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of each head, in the order of its outputs."""

    upos: list[str]
    xpos: list[str]
    rel: list[str]
    ner: list[str]
    feats: list[str] | None
    """Feature strings; None if the weights have no such head."""
    signals: dict[str, tuple[str, ...]]
    """Of those of ``SIGNALS`` that the weights have."""
    parts: tuple[str, ...] = ()
    """What words may be to the trigger of an event or to the cue of a claim, see ``records.Signals``; none if the
    weights have no such head."""

    @classmethod
    def load(cls, path: Path) -> Labels:
        """Labels from JSON. Raises LanguageError if the file is not what it should be."""
        try:
            written = json.loads(path.read_text(encoding="utf-8"))
            signals = {head: tuple(written.pop(head)) for head in SIGNALS if head in written}
            parts = tuple(written.pop("parts", ()))
            return cls(feats=written.pop("feats", None), signals=signals, parts=parts, **written)
        except (OSError, ValueError, TypeError) as error:
            raise LanguageError(f"{path}: the encoder's labels cannot be read: {error}") from error


@dataclass(frozen=True, slots=True)
class ParsedSentence:
    """What the encoder says of one sentence, one item a word. ``heads``: 0 for the root, else index + 1."""

    upos: list[str]
    xpos: list[str]
    heads: list[int]
    relations: list[str]
    entities: list[tuple[int, int, str]]
    """First word, word after the last, type."""
    feats: list[str] | None
    """Feature strings, None if the weights have no such head."""
    signals: dict[str, NDArray[np.float32]]
    """Probabilities of shape (words, labels) for each head of ``Labels.signals``."""
    parts: NDArray[np.float32] | None = None
    """Probabilities of shape (parts, words, 1 + words), see ``records.Signals``; None if the weights have none."""


class Encoder:
    """The weights in a session of onnxruntime.

    Activations are quantised by scales that are constants of the weights, and padding is masked, so the labels of a
    sentence do not depend on what else is in its batch.
    """

    def __init__(self, folder: Path = WEIGHTS, threads: int = 1) -> None:
        """Loads the weights in ``folder``. Raises LanguageError if they are missing or broken."""
        import onnxruntime

        self.labels = Labels.load(folder / "labels.json")
        self.pieces = Pieces(folder / "tokenizer.json")
        self._entities = EntityDecoder(self.labels.ner)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3  # errors: its warnings speak of the graph, not to users
        sessions: list[Any] = []
        for weights in (folder / "encoder.int8.onnx", folder / "relations.onnx"):
            try:
                found = onnxruntime.InferenceSession(
                    str(weights), options, providers=["CPUExecutionProvider"], disabled_optimizers=list(_SLOWER)
                )
            except Exception as error:
                raise LanguageError(f"{weights}: the encoder's weights cannot be loaded: {error}") from error
            sessions.append(found)
        self._session, self._relations = sessions

    def parse(self, sentences: Sequence[list[str]]) -> list[ParsedSentence]:
        """Every sentence (a list of words, not empty), in the order given.

        A sentence may hold at most ``pieces.MOST_PIECES`` pieces; ``sentences.split`` sees to that.
        """
        encoded = [self.pieces.encode(words) for words in sentences]
        parsed: dict[int, ParsedSentence] = {}
        for batch in _batches(encoded):
            parsed.update(
                zip(batch, self._run([encoded[i] for i in batch], [sentences[i] for i in batch]), strict=True)
            )
        return [parsed[i] for i in range(len(encoded))]

    def _run(self, batch: list[EncodedSentence], words: Sequence[Sequence[str]]) -> Iterator[ParsedSentence]:
        labels = self.labels
        names = ["arc", "dependents", "governors", "upos", "xpos", "ner", *labels.signals]
        names += [name for name, labelled in (("feats", labels.feats), ("parts", labels.parts)) if labelled]
        found = dict(zip(names, self._session.run(names, collate(batch)), strict=True))
        sizes = [len(s.first) for s in batch]
        trees = [decode_heads(found["arc"][k, :n, : n + 1]) for k, n in enumerate(sizes)]
        governors = np.zeros(found["arc"].shape[:2], np.int64)
        for k, heads in enumerate(trees):
            governors[k, : len(heads)] = heads
        asked = {name: found[name] for name in ("dependents", "governors")} | {"heads": governors}
        relations = self._relations.run(["rel"], asked)[0].tolist()
        upos, xpos = found["upos"].tolist(), found["xpos"].tolist()
        feats = found["feats"].tolist() if labels.feats else None
        for k, (n, heads) in enumerate(zip(sizes, trees, strict=True)):
            tags = [labels.xpos[t] for t in xpos[k][:n]]
            deps = [_relation(labels.rel[r], head) for r, head in zip(relations[k][:n], heads, strict=True)]
            owned(heads, deps, tags)
            coarse = [labels.upos[t] for t in upos[k][:n]]
            joined(heads, deps, words[k], coarse)
            nouns_by_place(heads, deps, coarse, tags)
            verbs_by_object(heads, deps, coarse, tags, words[k])
            entities = untitled(apart(self._entities.spans(found["ner"][k, :n]), words[k]), words[k])
            yield ParsedSentence(
                coarse,
                tags,
                heads,
                deps,
                with_peoples(entities, words[k], tags),
                [labels.feats[t] for t in feats[k][:n]] if labels.feats and feats else None,
                {head: np.exp(found[head][k, :n]) for head in labels.signals},
                np.exp(found["parts"][k, :, :n, : n + 1]) if labels.parts else None,
            )


def _relation(label: str, head: int) -> str:
    """The root alone is ``root``: where the relation head disagrees with the tree, the tree is right."""
    if head == 0:
        return "root"
    return "dep" if label == "root" else label


def _batches(encoded: list[EncodedSentence]) -> Iterable[list[int]]:
    """Indices of sentences of like length, longest last; padded, a batch holds at most ``PIECES_A_BATCH`` pieces."""
    batch: list[int] = []
    for i in sorted(range(len(encoded)), key=lambda i: len(encoded[i].ids)):
        if batch and len(encoded[i].ids) * (len(batch) + 1) > PIECES_A_BATCH:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def collate(batch: list[EncodedSentence]) -> dict[str, NDArray[Any]]:
    """The graph's inputs: piece ids, shapes and mask (batch, pieces); first pieces and mask (batch, 1 + words), where
    word 0 is the root."""
    pieces = max(len(s.ids) for s in batch)
    words = max(len(s.first) for s in batch) + 1
    ids = np.zeros((len(batch), pieces), np.int64)
    shapes = np.zeros((len(batch), pieces), np.int64)
    mask = np.zeros((len(batch), pieces), np.float32)
    first = np.zeros((len(batch), words), np.int64)
    word_mask = np.zeros((len(batch), words), np.float32)
    for k, s in enumerate(batch):
        n, w = len(s.ids), len(s.first)
        ids[k, :n], shapes[k, :n], mask[k, :n] = s.ids, s.shapes, 1
        first[k, 1 : w + 1] = s.first
        word_mask[k, : w + 1] = 1
    return {"ids": ids, "sh": shapes, "mask": mask, "first": first, "wmask": word_mask}
