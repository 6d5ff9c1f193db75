"""Outlying neurons, spread over several: so that one scale serves all that a matrix takes in.

In MiniLM a few neurons of the feed-forward layers answer the mark at the end of each sentence with values of 15 to 30,
where all others stay below 8. Eight bits that have to reach 30 leave little for the rest. Quantisation saturates, so a
neuron of value ``u`` can be said by several: ``min(gelu(u), 8) + min(gelu(u - 8), 8) + ...``, each with the weights of
the one. Their places are taken from the neurons that matter least, whose mean goes to the bias. (After outlier channel
splitting, Zhao et al. 2019, which halves values instead; halves would be wrong after gelu.)
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn
from torch.utils.hooks import RemovableHandle

from training.model import Layer, Network

__all__ = ["LIMIT", "spread"]

LIMIT = 8.0
"""Of neurons that answer words: 99.99 % of all values are under 4.9."""


def spread(network: Network, batches: Sequence[Mapping[str, Tensor]], limit: float = LIMIT) -> int:
    """Changes ``network`` in place so that no neuron has to be read beyond ``limit``; how many were added.

    ``batches`` are inputs as ``Network.words`` takes them, on which values are observed.
    """
    added = 0
    for layer, values in zip(network.layers, _values(network, batches), strict=True):
        assert isinstance(layer, Layer)
        added += _spread_layer(layer, values, limit)
    return added


def _values(network: Network, batches: Sequence[Mapping[str, Tensor]]) -> list[Tensor]:
    """What ``narrow`` of each layer takes in, pieces that are padding left out: (pieces, neurons)."""
    found: list[list[Tensor]] = [[] for _ in network.layers]
    kept: list[Tensor] = []

    def observe(number: int) -> RemovableHandle:
        def hook(_: nn.Module, inputs: tuple[Tensor, ...]) -> None:
            real = kept[0] if inputs[0].shape[1] == kept[0].shape[1] else kept[1]
            found[number].append(inputs[0][real])

        layer = network.layers[number]
        assert isinstance(layer, Layer)
        return layer.narrow.register_forward_pre_hook(hook)

    hooks = [observe(number) for number in range(len(network.layers))]
    network.eval()
    with torch.no_grad():
        for inputs in batches:
            kept[:] = [inputs["mask"] > 0, inputs["wmask"] > 0]
            network.words(inputs)
    for hook in hooks:
        hook.remove()
    return [torch.cat(values) for values in found]


@torch.no_grad()
def _spread_layer(layer: Layer, values: Tensor, limit: float) -> int:
    widen, narrow = layer.widen, layer.narrow
    largest = values.amax(0)
    weight = values.std(0) * narrow.weight.norm(dim=0)
    free = (place for place in weight.argsort().tolist() if largest[place] <= limit)
    added = 0
    for neuron in (largest > limit).nonzero().flatten().tolist():
        for part in range(1, math.ceil(largest[neuron].item() / limit)):
            place = next(free)
            narrow.bias.add_(values[:, place].mean() * narrow.weight[:, place])
            widen.weight[place] = widen.weight[neuron]
            widen.bias[place] = widen.bias[neuron] - part * limit
            narrow.weight[:, place] = narrow.weight[:, neuron]
            added += 1
    return added
