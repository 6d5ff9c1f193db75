"""Weights to 8 bits, activations to 8 bits by constant scales.

Each product of activations with weights becomes ``QuantizeLinear`` and ``MatMulIntegerToFloat``, which adds the bias
as well. The scales of the activations are constants, observed on sentences of the treebanks: so the labels of a
sentence do not depend on what stands beside it (onnxruntime's own dynamic quantisation takes one scale for a whole
batch: 123 of 600 sentences came out differently), and nothing is computed to find them (scales for each row of the
activations, which shipped before, cost a sixth of the time).

What constants would lose, three things win back; measured as the share of words of EWT and GUM dev whose arc is not
that of the unquantised network: scales by row .64 %; constants 1.32; with outlying channels smoothed
(``_smoothing``) and neurons spread (``training.outliers``) .68; with weights rounded as ``rounded`` does .61 (.67 and
.78 with other limits of smoothing). Best labels of events, features and entities differ in no more words than before.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from training.outliers import LIMIT

__all__ = ["quantise", "rounded"]

Rows = NDArray[np.float32]

LEVELS = 63
"""Of weights, each way: processors without VNNI add two products of bytes in 16 bits, which full 8 bits overflow."""

ROWS_KEPT = 14_000
"""Of each product's activations: its widest has 1,536 columns."""

OUTLYING = 16.0
"""Largest value over root mean square from which channels are smoothed: 20 to 41 where the feed-forward layers take
in, 12 to 15 where attention does."""

SMOOTHED_TO = 5.5
"""Root mean squares that a smoothed channel reaches at most. At 11 arcs differ in 1.1 % of words, at 5.5 and 4.2 in .6
to .8 %."""

SMOOTHED_WIDTH = 512
"""A pass over wider rows costs more than it gives. They are neurons: what outlies is spread (``training.outliers``), so
that beyond its limit others speak for them."""

CUTS = (1.0, 0.8, 0.6, 0.5, 0.4)
"""Of the range of activations, tried for the smallest squared error: rare large values may saturate."""

DAMPING = 0.01
"""Added to the diagonal of the activations' products, as a share of its mean, as Frantar et al. have it."""

BLOCK = 64


@dataclass(frozen=True, slots=True)
class _Taken:
    """What a product takes in: the name of its integers, of their scale and zero point; the activations (smoothed)
    and what the integers stand for; the smoothing, to be multiplied into the weights."""

    integers: str
    scale: str
    zero_point: str
    rows: Rows
    meant: Rows
    smoothing: Rows | None


def quantise(source: Path, target: Path, batches: Sequence[Mapping[str, NDArray[Any]]]) -> None:
    """Writes ``source`` (float ONNX) with 8-bit weights and activations to ``target``.

    ``batches`` are inputs of the graph on which activations are observed.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    with tempfile.TemporaryDirectory() as folder:
        prepared, gathered = Path(folder) / "prepared.onnx", Path(folder) / "gathered.onnx"
        quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
        rows = _observed(onnx.load(prepared), batches)
        quantize_dynamic(str(prepared), str(gathered), op_types_to_quantize=["Gather"], weight_type=QuantType.QInt8)
        model = onnx.load(gathered)
    _Quantiser(model, rows).run()
    onnx.checker.check_model(model)
    onnx.save(model, target)


def _products(model: ModelProto) -> list[NodeProto]:
    """The products with constant weights."""
    constants = {constant.name for constant in model.graph.initializer}
    return [node for node in model.graph.node if node.op_type == "MatMul" and node.input[1] in constants]


def _observed(model: ModelProto, batches: Sequence[Mapping[str, NDArray[Any]]]) -> dict[str, Rows]:
    """Rows that each product takes in, by name; those of padding left out."""
    import onnxruntime

    names = list(dict.fromkeys(node.input[0] for node in _products(model)))
    model.graph.output.extend(helper.make_empty_tensor_value_info(name) for name in names)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    found: dict[str, list[Rows]] = {name: [] for name in names}
    for inputs in batches:
        masks = (inputs["mask"] > 0, inputs["wmask"] > 0, inputs["wmask"][:, 1:] > 0)
        by_width = {mask.shape[1]: mask for mask in masks}  # pieces are at least words + 2, with the marks
        for name, values in zip(names, session.run(names, dict(inputs)), strict=True):
            rows = values[by_width[values.shape[1]]]
            found[name].append(rows if rows.shape[1] <= SMOOTHED_WIDTH else np.minimum(rows, LIMIT))
    chance = np.random.default_rng(1)
    return {
        name: rows[chance.permutation(len(rows))[:ROWS_KEPT]]
        for name, rows in ((name, np.concatenate(parts)) for name, parts in found.items())
    }


class _Quantiser:
    """Rewrites a graph's products, one after the other."""

    def __init__(self, model: ModelProto, rows: Mapping[str, Rows]) -> None:
        self._model = model
        self._rows = rows
        self._constants = {constant.name: constant for constant in model.graph.initializer}
        self._users: dict[str, list[NodeProto]] = {}
        for node in model.graph.node:
            for name in node.input:
                self._users.setdefault(name, []).append(node)
        self._nodes: list[NodeProto] = []
        self._taken: dict[str, _Taken] = {}

    def run(self) -> None:
        """Changes the model in place."""
        graph = self._model.graph
        products = {node.output[0] for node in _products(self._model)}
        dropped: set[str] = set()
        self._halve_positions()
        for node in graph.node:
            if node.output[0] in products:
                dropped |= self._product(node)
            elif node.output[0] not in dropped:
                self._nodes.append(node)
        del graph.node[:]
        graph.node.extend(self._nodes)
        used = {name for node in self._nodes for name in node.input}
        kept = [constant for name, constant in self._constants.items() if name in used]
        del graph.initializer[:]
        graph.initializer.extend(kept)
        self._model.opset_import.append(helper.make_opsetid("com.microsoft", 1))

    def _halve_positions(self) -> None:
        """The table of positions in 16 bits, a 30th of the file less; onnxruntime widens it once, as it loads."""
        for name in [n for n, c in self._constants.items() if n.endswith("positions.weight")]:
            values = numpy_helper.to_array(self._constants.pop(name)).astype(np.float16)
            half = self._constant(f"{name}_half", values)
            self._nodes.append(helper.make_node("Cast", [half], [name], to=TensorProto.FLOAT))

    def _constant(self, name: str, values: NDArray[Any]) -> str:
        self._constants[name] = numpy_helper.from_array(values, name)
        return name

    def _take(self, name: str) -> _Taken:
        """The integers of what a product takes in, made once for all products that take it."""
        if name in self._taken:
            return self._taken[name]
        rows, prefix, source = self._rows[name], f"taken{len(self._taken)}_", name
        smoothing = _smoothing(rows)
        if smoothing is not None:
            rows, source = rows / smoothing, prefix + "smooth"
            inverse = self._constant(prefix + "smoothing", 1 / smoothing)
            self._nodes.append(helper.make_node("Mul", [name, inverse], [source]))
        scale, zero_point = _range(rows)
        scale_name = self._constant(prefix + "scale", np.array(scale, np.float32))
        zero_name = self._constant(prefix + "zero", np.array(zero_point, np.uint8))
        integers = prefix + "integers"
        self._nodes.append(helper.make_node("QuantizeLinear", [source, scale_name, zero_name], [integers]))
        meant = _meant(rows, scale, zero_point)
        self._taken[name] = _Taken(integers, scale_name, zero_name, rows, meant, smoothing)
        return self._taken[name]

    def _product(self, node: NodeProto) -> set[str]:
        """Adds the product with its bias; the outputs of nodes that it replaces."""
        taken = self._take(node.input[0])
        weights = numpy_helper.to_array(self._constants[node.input[1]]).astype(np.float32)
        if taken.smoothing is not None:
            weights = weights * taken.smoothing[:, None]
        integers, scales, bias = rounded(taken.rows, taken.meant, weights)
        output, dropped = node.output[0], set()
        users = self._users.get(output, [])
        if len(users) == 1 and users[0].op_type == "Add":
            other = next(name for name in users[0].input if name != output)
            if other in self._constants and len(self._constants[other].dims) == 1:
                bias = bias + numpy_helper.to_array(self._constants[other])
                output = users[0].output[0]
                dropped.add(output)
        prefix = node.output[0]
        inputs = [
            taken.integers,
            self._constant(prefix + "_weights", integers),
            taken.scale,
            self._constant(prefix + "_scales", scales),
            taken.zero_point,
            self._constant(prefix + "_zeros", np.zeros(len(scales), np.int8)),
            self._constant(prefix + "_bias", bias.astype(np.float32)),
        ]
        self._nodes.append(helper.make_node("MatMulIntegerToFloat", inputs, [output], domain="com.microsoft"))
        return dropped


def _smoothing(rows: Rows) -> Rows | None:
    """What to divide each channel by so that none outlies, None where none does (Xiao et al. 2023, SmoothQuant)."""
    usual = float(np.sqrt((rows**2).mean()))
    largest = np.abs(rows).max(0)
    if rows.shape[1] > SMOOTHED_WIDTH or largest.max() <= OUTLYING * usual:
        return None
    smoothing: Rows = np.maximum(largest / (SMOOTHED_TO * usual), 1).astype(np.float32)
    return smoothing


def _range(rows: Rows) -> tuple[float, int]:
    """Scale and zero point with the smallest squared error."""
    low, high = min(float(rows.min()), 0.0), max(float(rows.max()), 1e-6)
    tried = []
    for cut in CUTS:
        bound = cut * max(-low, high)
        scale = (min(high, bound) - max(low, -bound)) / 255
        zero_point = round(-max(low, -bound) / scale)
        tried.append((float(((_meant(rows, scale, zero_point) - rows) ** 2).mean()), scale, zero_point))
    _, scale, zero_point = min(tried)
    return scale, zero_point


def _meant(rows: Rows, scale: float, zero_point: int) -> Rows:
    """What the integers of ``rows`` stand for."""
    meant: Rows = ((np.clip(np.round(rows / scale) + zero_point, 0, 255) - zero_point) * scale).astype(np.float32)
    return meant


def rounded(rows: Rows, meant: Rows, weights: Rows) -> tuple[NDArray[np.int8], Rows, Rows]:
    """Integers of ``weights`` (inputs, outputs), a scale for each output, and a bias.

    Row by row, largest activations first, what rounding errs is made up for by the rows that are not rounded yet
    (GPTQ, Frantar et al. 2023), over the activations as quantised, ``meant``; the bias makes up for the mean of what is
    left (Nagel et al. 2019).
    """
    centred = (meant - meant.mean(0)).astype(np.float64)
    products = centred.T @ centred / len(centred)
    size = len(products)
    products += (DAMPING * products.trace() / size + 1e-9) * np.eye(size)
    order = np.argsort(-np.diag(products), kind="stable")
    upper = np.linalg.cholesky(np.linalg.inv(products[np.ix_(order, order)])).T
    scales = np.maximum(np.abs(weights).max(0), 1e-12).astype(np.float64) / LEVELS
    left = weights[order].astype(np.float64)
    integers = np.zeros_like(left)
    for start in range(0, size, BLOCK):
        end = min(start + BLOCK, size)
        errors = np.zeros((end - start, left.shape[1]))
        for i in range(start, end):
            integers[i] = np.clip(np.round(left[i] / scales), -LEVELS, LEVELS)
            errors[i - start] = (left[i] - integers[i] * scales) / upper[i, i]
            left[i + 1 : end] -= upper[i, i + 1 : end, None] * errors[i - start]
        left[end:] -= upper[start:end, end:].T @ errors
    result = np.zeros(weights.shape, np.int8)
    result[order] = integers.astype(np.int8)
    bias = rows.mean(0) @ weights - meant.mean(0) @ (result * scales)
    return result, scales.astype(np.float32), bias.astype(np.float32)
