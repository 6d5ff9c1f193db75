"""``dragoman explain``: what is read in a sentence, and why."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dragoman.cli.screen import STATUS_STYLE, console
from dragoman.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from dragoman.events.explain import Considered, Explanation
    from dragoman.records import EventMention

__all__ = ["command"]

_MANY = re.compile(r"((?:[^\s|()]+\|){2}[^\s|()]+)(?:\|[^\s|()]+)+")


@click.command("explain")
@click.argument("sentence")
@click.option("--svg", type=click.Path(dir_okay=False, path_type=Path), help="Draw the tree into this file as SVG.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def command(sentence: str, svg: Path | None, as_json: bool) -> None:
    """Explain what is read in SENTENCE (- reads it from stdin).

    The analysis, which expressions of the codebook fitted and what became of each, what the encoder and the wording
    think of their words, the events that stand with the reasons for type and status, and the tests that tell their
    types from those that competed.

    \b
    dragoman explain "Police arrested two reporters in Minsk." --svg tree.svg
    """
    from dragoman.reader import Reader

    text = " ".join((sys.stdin.read() if sentence == "-" else sentence).split())
    if not text:
        raise UsageError("explain: the sentence is empty")
    explanation = Reader().explain(text)
    if svg is not None:
        _draw(explanation, svg)
    if as_json:
        print(json.dumps(_object(explanation), ensure_ascii=False, indent=1))
    else:
        _print(explanation, console())


def _print(explanation: Explanation, out: Console) -> None:
    _print_analysis(explanation, out)
    out.print("\n[bold]What fitted[/]")
    for one in explanation.considered:
        out.print(Padding(_fitted(explanation, one), (0, 0, 0, 2)))
    if not explanation.considered:
        out.print("  no word of the sentence heads an expression of the codebook")
    out.print("\n[bold]Events[/]")
    for event in explanation.events:
        _print_event(event, out)
    if not explanation.events:
        out.print("  none")
    for kind, other, test in explanation.tests:
        told = Text.assemble((kind, "bold"), " or ", (other, "yellow"), f": {test}")
        out.print(Padding(told, (0, 0, 0, 2)))


def _print_analysis(explanation: Explanation, out: Console) -> None:
    analysis = explanation.analysis
    entity_of = {i: e.label for e in analysis.entities for i in range(e.first, e.last)}
    table = Table(box=None, header_style="bold", padding=(0, 1), pad_edge=False)
    for name in ("", "word", "lemma", "tag", "relation", "to", "entity"):
        table.add_column(name, overflow="fold")
    for t in analysis.tokens:
        to = "" if t.head == t.i else analysis.tokens[t.head].text
        table.add_row(str(t.i), t.text, t.lemma, f"{t.upos} {t.xpos}", t.dep, to, entity_of.get(t.i, ""))
    out.print(table)


def _short(told: str) -> str:
    """Expressions with many alternatives, cut to three of each: ``seize|capture|take|... town|city|village|...``."""
    return _MANY.sub(r"\1|...", told)


def _fitted(explanation: Explanation, one: Considered) -> Text:
    words = " ".join(explanation.analysis.tokens[i].text for i in one.words)
    told = Text.assemble((words, "bold"), " ", (one.type or "an act without a type", "cyan"), f": {one.fate}")
    told.append(f"\n  {_short(one.entry)}", style="dim")
    if one.rivals:
        told.append(f"\n  also fitted: {_short('; '.join(one.rivals))}", style="dim")
    opinions = one.opinions
    for name, likely in (("the encoder", opinions.encoder), ("its wording", opinions.wording)):
        if likely:
            told.append(f"\n  {name}: {_shares(likely)}", style="dim")
    if opinions.because:
        told.append(f" ({', '.join(opinions.because)})", style="dim")
    if opinions.together:
        told.append(f"\n  together: {_shares(opinions.together)}", style="dim")
    return told


def _shares(likely: tuple[tuple[str, float], ...]) -> str:
    return ", ".join(f"{'no act' if kind == 'O' else kind} {p:.2f}" for kind, p in likely[:4])


def _print_event(event: EventMention, out: Console) -> None:
    head = Text.assemble(
        (event.type or event.act, "bold"), f"/{event.mode}" if event.mode else "", " ",
        (event.status.value, STATUS_STYLE.get(event.status.value, "")),
        f"  {event.source or '-'} -> {event.target or '-'}  ", (f"confidence {event.confidence:.2f}", "dim"),
    )  # fmt: skip
    out.print(Padding(head, (0, 0, 0, 2)))
    for reason in event.reasons:
        out.print(Padding(Text(_short(reason)), (0, 0, 0, 4)))


def _object(explanation: Explanation) -> dict[str, Any]:
    tokens = explanation.analysis.tokens
    return {
        "sentence": explanation.analysis.text,
        "tokens": [
            {"i": t.i, "text": t.text, "lemma": t.lemma, "upos": t.upos, "xpos": t.xpos, "dep": t.dep, "head": t.head}
            for t in tokens
        ],
        "entities": [
            {"text": _text(explanation, e.first, e.last), "label": e.label} for e in explanation.analysis.entities
        ],
        "considered": [
            {
                "words": [tokens[i].text for i in one.words],
                "type": one.type,
                "entry": one.entry,
                "fate": one.fate,
                "rivals": list(one.rivals),
                "encoder": {kind: round(p, 3) for kind, p in one.opinions.encoder},
                "wording": {kind: round(p, 3) for kind, p in one.opinions.wording},
                "because": list(one.opinions.because),
                "together": {kind: round(p, 3) for kind, p in one.opinions.together},
            }
            for one in explanation.considered
        ],
        "events": [
            {
                "type": e.type,
                "mode": e.mode,
                "status": e.status.value,
                "sources": [p.name for p in e.sources],
                "targets": [p.name for p in e.targets],
                "trigger": e.trigger.text,
                "confidence": e.confidence,
                "reasons": list(e.reasons),
            }
            for e in explanation.events
        ],
        "tests": [{"type": kind, "neighbour": other, "test": test} for kind, other, test in explanation.tests],
    }


def _text(explanation: Explanation, first: int, last: int) -> str:
    return explanation.analysis.evidence(first, last).text


def _draw(explanation: Explanation, path: Path) -> None:
    """The tree by displaCy (part of spaCy), triggers and participants named under their words."""
    from spacy import displacy

    analysis = explanation.analysis
    labels = {t.i: t.upos for t in analysis.tokens}
    for event in explanation.events:
        for side, participants in (("source", event.sources), ("target", event.targets)):
            for p in participants:
                inside = [t for t in analysis.tokens if t.start < p.evidence.end and p.evidence.start < t.end]
                top = next((t.i for t in inside if t.head not in {o.i for o in inside}), -1)
                if top >= 0:
                    labels[top] = f"{side} of {event.type or event.act}"
    for event in explanation.events:
        labels[event.trigger_token] = f"{event.type or event.act} {event.status.value}"
    arcs = [
        {"start": min(t.i, t.head), "end": max(t.i, t.head), "label": t.dep, "dir": "left" if t.i < t.head else "right"}
        for t in analysis.tokens
        if t.head != t.i
    ]
    words = [{"text": t.text, "tag": labels[t.i]} for t in analysis.tokens]
    drawing = displacy.render({"words": words, "arcs": arcs}, style="dep", manual=True, options={"compact": True})
    try:
        path.write_text(drawing, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from error
