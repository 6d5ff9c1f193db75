"""A trained network to the files that ``dragoman.language`` ships.

::

    python -m training.export --trained OUT --minilm WHEEL_DIR --data DATA --weights FOLDER

Writes ``encoder.int8.onnx``, ``relations.onnx``, ``labels.json`` and ``tokenizer.json`` to FOLDER (``lemmas.tsv``
comes from ``training.lemmas``, the card from ``training.card``) and prints how far the labels of torch and ONNX agree.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from dragoman.language.encoder import collate
from dragoman.language.pieces import MOST_PIECES, EncodedSentence, Pieces
from training.columns import PARTS
from training.conllu import UDSentence
from training.examples import read_treebanks
from training.minilm import minilm_folder, minilm_sizes
from training.model import BEST, TOKEN_HEADS, Network
from training.outliers import spread
from training.quantise import quantise

__all__ = ["agreement", "calibration", "export", "main"]

INPUTS = ("ids", "sh", "mask", "first", "wmask")
OUTPUTS = ("arc", "dependents", "governors", "parts", *TOKEN_HEADS)
OPSET = 17

CALIBRATED_ON = 3000
"""Sentences of the treebanks whose activations are observed."""


class _Graph(nn.Module):
    """The network with inputs and outputs by position, as the exporter wants them."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, *inputs: Tensor) -> tuple[Tensor, ...]:
        outputs = self.network(dict(zip(INPUTS, inputs, strict=True)))
        return tuple(outputs[name] for name in OUTPUTS)


class _Relations(nn.Module):
    """The best relation of each word, given its governor: asked once the tree is found."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, dependents: Tensor, governors: Tensor, heads: Tensor) -> Tensor:
        return self.network.related(dependents, governors, heads).argmax(-1).to(torch.int32)


def calibration(sentences: Sequence[UDSentence], pieces: Pieces) -> list[dict[str, NDArray[Any]]]:
    """Inputs of the graph, batches of sentences of like length, drawn with a fixed seed."""
    drawn = [[word.form for word in s.words] for s in random.Random(1).sample(sentences, k=len(sentences))]
    encoded = [pieces.encode(words) for words in drawn if sum(map(pieces.count, words)) <= MOST_PIECES]
    encoded = sorted(encoded[:CALIBRATED_ON], key=lambda sentence: len(sentence.ids))
    return [collate(encoded[i : i + 32]) for i in range(0, len(encoded), 32)]


def export(network: Network, folder: Path, batches: Sequence[Mapping[str, NDArray[Any]]]) -> None:
    """Writes the network as a quantised ONNX graph, and its relations as a second one in floats (they cost nothing);
    ``batches`` are of ``calibration``. Changes the network: what outlies is spread."""
    network.eval()
    spread(network, [{name: torch.from_numpy(array) for name, array in inputs.items()} for inputs in batches])
    rows, pieces, words = 2, 12, 9
    example = (
        torch.randint(5, 100, (rows, pieces)),
        torch.zeros(rows, pieces, dtype=torch.long),
        torch.ones(rows, pieces),
        torch.randint(0, pieces, (rows, words)),
        torch.ones(rows, words),
    )
    axes = {name: {0: "batch", 1: "words" if name in ("first", "wmask") else "pieces"} for name in INPUTS}
    axes |= {name: {0: "batch"} for name in OUTPUTS} | {"parts": {0: "batch", 2: "dependents", 3: "governors"}}
    _export_relations(network, folder / "relations.onnx")
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "float.onnx"
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
        quantise(plain, folder / "encoder.int8.onnx", batches)


def _export_relations(network: Network, target: Path) -> None:
    width, names = network.sizes.relation, ("dependents", "governors", "heads")
    example = (torch.zeros(2, 8, width), torch.zeros(2, 9, width), torch.zeros(2, 8, dtype=torch.long))
    axes = {name: {0: "batch", 1: "governors" if name == "governors" else "words"} for name in (*names, "rel")}
    torch.onnx.export(
        _Relations(network).eval(),
        example,
        str(target),
        input_names=list(names),
        output_names=["rel"],
        dynamic_axes=axes,
        opset_version=OPSET,
        dynamo=False,
    )


def agreement(network: Network, folder: Path, sentences: Sequence[EncodedSentence]) -> Mapping[str, float]:
    """The share of words for which torch and the exported files give the same label, for each output.

    Labels, never floats: processors round differently.
    """
    import onnxruntime

    session, relations = (
        onnxruntime.InferenceSession(str(folder / name), providers=["CPUExecutionProvider"])
        for name in ("encoder.int8.onnx", "relations.onnx")
    )
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
    asked = {name: found[name] for name in ("dependents", "governors")} | {"heads": heads}
    features = (expected["dependents"], expected["governors"], heads)
    with torch.no_grad():
        best_related = _Relations(network)(*map(torch.from_numpy, features)).numpy()
    shares["rel"] = (relations.run(["rel"], asked)[0] == best_related)[real].mean()
    return {name: float(share) for name, share in shares.items()}


def main(arguments: list[str] | None = None) -> None:
    """The command line of this module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trained", type=Path, required=True, help="what training.distil wrote")
    parser.add_argument("--minilm", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True, help="folder with ud/: what quantisation observes")
    parser.add_argument("--weights", type=Path, required=True)
    options = parser.parse_args(arguments)
    minilm = minilm_folder(options.minilm)
    labels = json.loads((options.trained / "labels.json").read_text(encoding="utf-8"))
    network = Network(minilm_sizes(minilm), labels)
    network.load_state_dict(torch.load(options.trained / "network.pt", weights_only=True, map_location="cpu"))
    options.weights.mkdir(parents=True, exist_ok=True)
    pieces = Pieces(minilm / "tokenizer.json")
    batches = calibration(read_treebanks(options.data / "ud", "train"), pieces)
    export(network, options.weights, batches)
    shutil.copy(minilm / "tokenizer.json", options.weights / "tokenizer.json")
    named = {**labels, "parts": list(PARTS)}
    (options.weights / "labels.json").write_text(json.dumps(named), encoding="utf-8")
    sample = [pieces.encode(["The", "two", "sides", "signed", "the", "accord", "in", "Oslo", "."])]
    for name, share in agreement(network, options.weights, sample).items():
        print(f"{name}: {100 * share:.2f} % of labels equal")


if __name__ == "__main__":
    main()
