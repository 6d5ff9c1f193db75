"""The network: MiniLM's six layers with a word-shape embedding, heads for tags and entities, a biaffine parser.

After Dozat and Manning 2017 for governors. Relations are asked for once the tree is known, of a word and its governor
alone, by a layer over both and their product: a biaffine form over all pairs, which stood here before, took an eighth
of the time. All heads share one forward pass. A further head that labels words needs a line in ``TOKEN_HEADS`` and in
``columns.HEADS``, its labels (``examples.label_sets``) and its weight among the losses (``losses.WEIGHTS``).
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from dragoman.language.pieces import Shape
from training.columns import PARTS
from training.minilm import Sizes

__all__ = ["BEST", "TOKEN_HEADS", "Network"]

TOKEN_HEADS = ("upos", "xpos", "feats", "ner", "source", "cue", "content", "event", "status", "topic")
"""Heads that label each word from its own state."""

BEST = ("upos", "xpos", "feats")
"""Those of them whose best label is all that the exported graph gives; of the others it gives log-probabilities."""

MASKED = -1e4


class Layer(nn.Module):
    """One transformer layer (post-norm, as in BERT)."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        d = sizes.hidden
        self.heads = sizes.attention_heads
        self.query, self.key, self.value, self.output = (nn.Linear(d, d) for _ in range(4))
        self.norm_attention = nn.LayerNorm(d, eps=1e-12)
        self.widen, self.narrow = nn.Linear(d, sizes.feed_forward), nn.Linear(sizes.feed_forward, d)
        self.norm_feed_forward = nn.LayerNorm(d, eps=1e-12)
        self.dropout = nn.Dropout(sizes.layer_dropout)

    def forward(self, rows: Tensor, x: Tensor, mask: Tensor) -> Tensor:
        """New states of ``rows`` (batch, rows, hidden), which look at ``x`` (batch, pieces, hidden), commonly the same;
        ``mask``: 0 or MASKED, added to the attention's scores."""
        batch, count, d = rows.shape
        q, k, v = (
            part(of).view(batch, of.shape[1], self.heads, d // self.heads).transpose(1, 2)
            for part, of in ((self.query, rows), (self.key, x), (self.value, x))
        )
        # Written out: the exporter's own form of attention is not one that the quantiser knows.
        weights = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(d // self.heads) + mask, -1)
        seen = self.output((weights @ v).transpose(1, 2).reshape(batch, count, d))
        rows = self.norm_attention(rows + self.dropout(seen))
        y: Tensor = self.norm_feed_forward(rows + self.dropout(self.narrow(F.gelu(self.widen(rows)))))
        return y


class Network(nn.Module):
    """The encoder and its heads. ``labels`` are those of each head (``upos``, ``xpos``, ``rel``, ``ner``)."""

    def __init__(self, sizes: Sizes, labels: Mapping[str, list[str]]) -> None:
        super().__init__()
        d = sizes.hidden
        self.sizes, self.labels = sizes, dict(labels)
        self.pieces = nn.Embedding(sizes.vocabulary, d)
        self.positions = nn.Embedding(sizes.positions, d)
        self.segment = nn.Parameter(torch.zeros(d))
        self.shapes = nn.Embedding(len(Shape), d)
        nn.init.zeros_(self.shapes.weight)
        self.norm = nn.LayerNorm(d, eps=1e-12)
        self.layers = nn.ModuleList(Layer(sizes) for _ in range(sizes.layers))
        self.token_heads = nn.ModuleDict({name: nn.Linear(d, len(labels[name])) for name in TOKEN_HEADS})
        self.arc_dependent, self.arc_head = nn.Linear(d, sizes.arc), nn.Linear(d, sizes.arc)
        self.relation_dependent, self.relation_head = nn.Linear(d, sizes.relation), nn.Linear(d, sizes.relation)
        self.arcs = nn.Parameter(torch.randn(sizes.arc + 1, sizes.arc) / sizes.arc)
        self.relations = nn.Linear(3 * sizes.relation, len(labels["rel"]))
        self.part_event, self.part_taker = nn.Linear(d, sizes.part), nn.Linear(d, sizes.part)
        self.parts = nn.Parameter(torch.randn(len(PARTS), sizes.part + 1, sizes.part) / sizes.part)
        self.dropout = nn.Dropout(sizes.dropout)

    def words(self, inputs: Mapping[str, Tensor]) -> Tensor:
        """States of the root (the beginning mark) and of each word's first piece: (batch, 1 + words, hidden)."""
        ids, first = inputs["ids"], inputs["first"]
        x = self.pieces(ids) + self.positions.weight[: ids.shape[1]] + self.segment + self.shapes(inputs["sh"])
        x = self.norm(x)
        mask = ((1.0 - inputs["mask"]) * MASKED)[:, None, None, :]
        *pieces, before_last, last = self.layers
        for layer in pieces:
            x = layer(x, x, mask)
        # The last two layers are asked for words alone, and the last looks at words alone: one piece in six is none's
        # first.
        rows = torch.gather(x, 1, first[:, :, None].expand(first.shape[0], first.shape[1], x.shape[2]))
        rows = before_last(rows, x, mask)
        states: Tensor = last(rows, rows, ((1.0 - inputs["wmask"]) * MASKED)[:, None, None, :])
        return self.dropout(states) if self.training else states

    def arc_scores(self, states: Tensor, word_mask: Tensor) -> Tensor:
        """(batch, words, 1 + words): the score of each head for each word."""
        dependents = _with_one(self.dropout(F.gelu(self.arc_dependent(states[:, 1:]))))
        heads = self.dropout(F.gelu(self.arc_head(states)))
        scores: Tensor = dependents @ self.arcs @ heads.transpose(1, 2)
        return scores + ((1.0 - word_mask) * MASKED)[:, None, :]

    def part_scores(self, states: Tensor, word_mask: Tensor) -> Tensor:
        """(batch, parts, words, 1 + words): the score of each word, the root for nobody, for each part of an event or
        claim whose trigger or cue a word is."""
        events = _with_one(self.dropout(F.gelu(self.part_event(states[:, 1:]))))
        takers = self.dropout(F.gelu(self.part_taker(states)))
        # One product for all parts, which the quantiser knows.
        width = self.parts.shape[2]
        asked = events @ self.parts.transpose(0, 1).reshape(-1, len(PARTS) * width)
        asked = torch.unflatten(asked, 2, (len(PARTS), width))
        scores: Tensor = asked.transpose(1, 2) @ takers[:, None].transpose(2, 3)
        return scores + ((1.0 - word_mask) * MASKED)[:, None, None, :]

    def relation_features(self, states: Tensor) -> tuple[Tensor, Tensor]:
        """What a word brings to a relation as dependent (batch, words, r) and as governor (batch, 1 + words, r)."""
        dependents = self.dropout(F.gelu(self.relation_dependent(states[:, 1:])))
        return dependents, self.dropout(F.gelu(self.relation_head(states)))

    def relation_scores(self, states: Tensor, heads: Tensor) -> Tensor:
        """(batch, words, relations): scores given each word's governor, ``heads`` (batch, words)."""
        return self.related(*self.relation_features(states), heads)

    def related(self, dependents: Tensor, governors: Tensor, heads: Tensor) -> Tensor:
        """The same of the features of words."""
        chosen = torch.gather(governors, 1, heads[:, :, None].expand(-1, -1, governors.shape[2]))
        scores: Tensor = self.relations(torch.cat([dependents, chosen, dependents * chosen], -1))
        return scores

    def forward(self, inputs: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """What the exported graph gives: ``arc`` scores; ``dependents`` and ``governors``, of which ``related`` tells
        the relations once the tree is known; the best label or the log-probabilities of each token head; ``parts``,
        log-probabilities of who takes part."""
        states = self.words(inputs)
        dependents, governors = self.relation_features(states)
        words = states[:, 1:]
        return {
            "arc": self.arc_scores(states, inputs["wmask"]),
            "dependents": dependents,
            "governors": governors,
            "parts": torch.log_softmax(self.part_scores(states, inputs["wmask"]), -1),
            **{name: self._output(name, words) for name in TOKEN_HEADS},
        }

    def _output(self, head: str, words: Tensor) -> Tensor:
        scores: Tensor = self.token_heads[head](words)
        return scores.argmax(-1).to(torch.int32) if head in BEST else torch.log_softmax(scores, -1)


def _with_one(x: Tensor) -> Tensor:
    return torch.cat([x, torch.ones_like(x[..., :1])], -1)
