"""``dragoman code``: types for records of a sentence, a source and a target."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from dragoman.errors import UsageError
from dragoman.knowledge import default_knowledge
from dragoman.reader import Reader
from dragoman.records import PairJudgement

__all__ = ["command"]

WANTED = ("sentence", "source", "target")


@click.command("code")
@click.argument("file", metavar="FILE")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, with the reasons.")
@click.option("--own-types", is_flag=True, help="Types as `dragoman read` and `dragoman ontology` have them.")
@click.option("--quiet", is_flag=True, help="No progress bar.")
def command(file: str, as_json: bool, own_types: bool, quiet: bool) -> None:
    """Say of each record of FILE (tab-separated, .csv with commas, - for stdin) what its source does to its target.

    The file has a line of column names, among them sentence, source and target. Out come all its columns with type,
    probability, mode, status, found (whether an event of the reading stands between the two), decided_by and the
    probability of every type, tab-separated. A record without a sentence gets none of them and is counted.

    Types are drawn as published data sets coded by CAMEO's roots draw them, to be compared with such sets: an agreement
    signed is SUPPORT, sanctions imposed are COERCE, a verdict is ACCUSE, a town taken is ASSAULT. To join the result
    to a desk, whose events are AGREE, SANCTION, SANCTION and COERCE there, give --own-types.

    \b
    dragoman code records.tsv > coded.tsv
    """
    columns, records = _read(file)
    full = [r for r in records if r["sentence"].strip()]
    judged = Reader().judge_pairs(((r["sentence"], r["source"], r["target"]) for r in full), own_types=own_types)
    types = list(default_knowledge().ontology.types)
    # a bar between lines of the same terminal would wrap and tear them
    shown = not quiet and sys.stderr.isatty() and not sys.stdout.isatty()
    with Progress(console=Console(stderr=True), disable=not shown, transient=True) as progress:
        lines = progress.track(_coded(records, judged), total=len(records), description="coding")
        if as_json:
            for record, judgement in lines:
                print(json.dumps(_object(record, judgement), ensure_ascii=False))
        else:
            _write(columns, types, lines)
    if len(full) < len(records):
        click.echo(
            f"{len(records) - len(full)} of {len(records)} records have no sentence and were left uncoded", err=True
        )


def _coded(
    records: Sequence[dict[str, str]], judged: Iterator[PairJudgement]
) -> Iterator[tuple[dict[str, str], PairJudgement | None]]:
    for record in records:
        yield record, next(judged) if record["sentence"].strip() else None


def _read(file: str) -> tuple[list[str], list[dict[str, str]]]:
    """Column names and records. Raises UsageError, naming what is missing."""
    try:
        text = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        lines = io.StringIO(text.decode("utf-8-sig"), newline="")
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{file}: is not UTF-8 (byte {error.start}); convert it first, e.g. with iconv") from error
    if file.lower().endswith(".csv"):
        reader = csv.DictReader(lines, restval="")
    else:
        reader = csv.DictReader(lines, restval="", delimiter="\t", quoting=csv.QUOTE_NONE)
    columns = list(reader.fieldnames or ())
    missing = [name for name in WANTED if name not in columns]
    if missing:
        there = ", ".join(columns[:8]) or "none"
        raise UsageError(
            f"{file}: no column {', '.join(missing)}; the first line must name the columns (there: {there})"
        )
    return columns, [{name: row[name] or "" for name in columns} for row in reader]


def _write(
    columns: Sequence[str], types: Sequence[str], lines: Iterable[tuple[dict[str, str], PairJudgement | None]]
) -> None:
    added = ("type", "probability", "mode", "status", "found", "decided_by")
    # a column of the file that has one of these names is kept: ours then ends in an underscore
    names = [f"{name}_" if name in columns else name for name in added]
    out = csv.writer(
        sys.stdout, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None, escapechar="\\"
    )
    out.writerow([*columns, *names, *(f"p_{kind}" for kind in types)])
    for record, judgement in lines:
        own = [" ".join(record[c].split()) for c in columns]
        if judgement is None:
            out.writerow([*own, *[""] * (len(added) + len(types))])
            continue
        p = dict(judgement.probabilities)
        out.writerow(
            [
                *own,
                judgement.type,
                f"{judgement.probability:.3f}",
                judgement.mode or "",
                judgement.status.value,
                "yes" if judgement.found else "no",
                " ".join(judgement.decided_by.split()),
                *(f"{p[kind]:.3f}" for kind in types),
            ]
        )


def _object(record: dict[str, str], judgement: PairJudgement | None) -> dict[str, object]:
    if judgement is None:
        return {**record, "type": None}
    return {
        **record,
        "type": judgement.type,
        "probability": round(judgement.probability, 3),
        "mode": judgement.mode,
        "status": judgement.status.value,
        "found": judgement.found,
        "trigger": judgement.trigger.text if judgement.trigger else None,
        "decided_by": judgement.decided_by,
        "probabilities": {kind: round(p, 3) for kind, p in judgement.probabilities},
        "reasons": list(judgement.reasons),
    }
