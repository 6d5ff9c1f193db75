"""A trained network to the files that ``dragoman.language`` ships.

::

    python -m training.export --trained OUT --minilm WHEEL_DIR --weights FOLDER

Writes ``encoder.int8.onnx``, ``labels.json`` and ``tokenizer.json`` to FOLDER (``lemmas.tsv`` comes from
``training.lemmas``, the card from ``training.card``) and prints how far the labels of torch and ONNX agree.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from dragoman.language.encoder import collate
from dragoman.language.pieces import EncodedSentence, Pieces
from training.model import BEST, TOKEN_HEADS, Network, minilm_folder, minilm_sizes
from training.quantise import quantise

__all__ = ["agreement", "export", "main"]

INPUTS = ("ids", "sh", "mask", "first", "wmask")
OUTPUTS = ("arc", "rel", *TOKEN_HEADS)
OPSET = 17
"""The newest whose ReduceMax takes its axes as an attribute, as ``training.quantise`` writes it."""


class _Graph(nn.Module):
    """The network with inputs and outputs by position, as the exporter wants them."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, *inputs: Tensor) -> tuple[Tensor, ...]:
        outputs = self.network(dict(zip(INPUTS, inputs, strict=True)))
        return tuple(outputs[name] for name in OUTPUTS)


def export(network: Network, target: Path) -> None:
    """Writes the network as a quantised ONNX graph."""
    network.eval()
    rows, pieces, words = 2, 12, 9
    example = (
        torch.randint(5, 100, (rows, pieces)),
        torch.zeros(rows, pieces, dtype=torch.long),
        torch.ones(rows, pieces),
        torch.randint(0, pieces, (rows, words)),
        torch.ones(rows, words),
    )
    axes = {name: {0: "batch", 1: "words" if name in ("first", "wmask") else "pieces"} for name in INPUTS}
    axes |= {name: {0: "batch"} for name in OUTPUTS}
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "float.onnx"
        torch.onnx.export(
            _Graph(network).eval(),
            example,
            str(plain),
            input_names=list(INPUTS),
            output_names=list(OUTPUTS),
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )
        quantise(plain, target)


def agreement(network: Network, weights: Path, sentences: Sequence[EncodedSentence]) -> Mapping[str, float]:
    """The share of words for which torch and the exported file give the same label, for each output.

    Labels, never floats: processors round differently.
    """
    import onnxruntime

    session = onnxruntime.InferenceSession(str(weights), providers=["CPUExecutionProvider"])
    inputs = collate(list(sentences))
    found = dict(zip(OUTPUTS, session.run(list(OUTPUTS), inputs), strict=True))
    with torch.no_grad():
        expected = {k: v.numpy() for k, v in network({k: torch.from_numpy(v) for k, v in inputs.items()}).items()}
    real = inputs["wmask"][:, 1:] > 0
    heads = expected["arc"].argmax(-1)
    shares = {"arc": (found["arc"].argmax(-1) == heads)[real].mean()}
    for name in TOKEN_HEADS:
        best = [a[name] if name in BEST else a[name].argmax(-1) for a in (found, expected)]
        shares[name] = (best[0] == best[1])[real].mean()
    pairs = (np.arange(len(heads))[:, None], np.arange(heads.shape[1])[None, :], heads)
    shares["rel"] = (found["rel"][pairs] == expected["rel"][pairs])[real].mean()
    return {name: float(share) for name, share in shares.items()}


def main(arguments: list[str] | None = None) -> None:
    """The command line of this module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trained", type=Path, required=True, help="what training.train wrote")
    parser.add_argument("--minilm", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    options = parser.parse_args(arguments)
    minilm = minilm_folder(options.minilm)
    labels = json.loads((options.trained / "labels.json").read_text(encoding="utf-8"))
    network = Network(minilm_sizes(minilm), labels)
    network.load_state_dict(torch.load(options.trained / "network.pt", weights_only=True, map_location="cpu"))
    options.weights.mkdir(parents=True, exist_ok=True)
    export(network, options.weights / "encoder.int8.onnx")
    shutil.copy(minilm / "tokenizer.json", options.weights / "tokenizer.json")
    shutil.copy(options.trained / "labels.json", options.weights / "labels.json")
    sample = [
        Pieces(minilm / "tokenizer.json").encode(["The", "two", "sides", "signed", "the", "accord", "in", "Oslo", "."])
    ]
    for name, share in agreement(network, options.weights / "encoder.int8.onnx", sample).items():
        print(f"{name}: {100 * share:.2f} % of labels equal")


if __name__ == "__main__":
    main()
