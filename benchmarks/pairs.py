"""Given source and target, which type: PLV train (measure only; never part of the project).

::

    python benchmarks/pairs.py --data ../shared/data          # macro F1 of root, quad class, binary; calibration
    python benchmarks/pairs.py --data ../shared/data --errors 40

PLV's ``YIELD`` is CONCEDE or RETREAT. *Quad*: verbal or material, cooperation or conflict. *Binary*: cooperation or
conflict. Probabilities of a group are the sums of its types'. *Calibration*: mean distance between probability and
share right, over ten bins.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from dragoman.reader import Reader
from dragoman.records import PairJudgement

YIELD = ("CONCEDE", "RETREAT")


def rows(data: Path) -> list[dict[str, str]]:
    """The records of PLV train."""
    with (data / "plv" / "plv_train.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def best(judgement: PairJudgement, group: Callable[[str], str]) -> tuple[str, float]:
    """The likeliest group of types and its probability."""
    mass: Counter[str] = Counter()
    for kind, p in judgement.probabilities:
        mass[group(kind)] += p
    return mass.most_common(1)[0]


def macro_f1(gold: Sequence[str], read: Sequence[str]) -> float:
    """Mean F1 over the labels of the gold, in percent."""
    right = Counter(g for g, r in zip(gold, read, strict=True) if g == r)
    of_gold, of_read = Counter(gold), Counter(read)
    return 100 * sum(2 * right[k] / (of_gold[k] + of_read[k]) for k in of_gold) / len(of_gold)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    records, reader = rows(options.data), Reader()
    judged = list(reader.judge_pairs((r["sentence"], r["source"], r["target"]) for r in records))
    quads = {name: kind.quad.value for name, kind in reader.knowledge.ontology.types.items()}
    quads["YIELD"] = quads["CONCEDE"]

    def root(kind: str) -> str:
        return "YIELD" if kind in YIELD else kind

    def quad(kind: str) -> str:
        return quads["YIELD"] if kind in YIELD else quads[kind]

    def binary(kind: str) -> str:
        return "cooperation" if quad(kind) in ("Q1", "Q2") else "conflict"

    gold = [r["root"] for r in records]
    read = [best(j, root)[0] for j in judged]
    print(f"records {len(records)}, with an event between the two {sum(j.found for j in judged)}")
    for name, group in (("root", root), ("quad", quad), ("binary", binary)):
        print(f"{name:8}{macro_f1([group(g) for g in gold], [best(j, group)[0] for j in judged]):6.1f}")
    sure = [(best(j, root)[1], g == r) for j, g, r in zip(judged, gold, read, strict=True)]
    bins = [[s for s in sure if k / 10 <= s[0] < (k + 1) / 10 + (k == 9)] for k in range(10)]
    off = sum(abs(sum(p for p, _ in b) - sum(h for _, h in b)) for b in bins) / len(sure)
    print(f"calibration error {off:.3f}; mean probability {sum(p for p, _ in sure) / len(sure):.3f}")
    for kind in sorted(set(gold)):
        one = [g == kind for g in gold], [r == kind for r in read]
        hit = sum(a and b for a, b in zip(*one, strict=True))
        print(f"  {kind:12}{100 * 2 * hit / max(1, sum(one[0]) + sum(one[1])):6.1f}  of {sum(one[0])}")
    wrong = [(r, j) for r, j, g, k in zip(records, judged, gold, read, strict=True) if g != k]
    for record, judgement in wrong[: options.errors]:
        print(record["marked_sentence"], f"\n  {record['root']}, read {judgement.probabilities[:3]}", judgement.reasons)


if __name__ == "__main__":
    main()
