"""The short hand in which batches are written, turned into the lines of the corpus (GUIDE.md, section "Short hand").

::

    python corpus/markup.py --batch events-1 --split dev < batch.txt > corpus/events-1.jsonl
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator
from typing import Any

__all__ = ["MarkupError", "compile_batch", "inside_word"]

_LABELS = {"P": "PER", "O": "ORG", "L": "LOC", "N": "NORP"}
_ENTITY = re.compile(r"\[([^\[\]]+)\]([POLN])")
_PARAGRAPH = re.compile(r"\s*¶\s*")
_MANNER = re.compile(r"(?P<anonymity>\w+) (?P<commitment>\w+) (?P<polarity>\w+)(?: in (?P<parent>\d+))?")


class MarkupError(ValueError):
    """A line of short hand that cannot be read: the message names the line."""


def _span(text: str, written: str) -> dict[str, Any]:
    """``words`` or ``words@2`` (the second time that they stand in the sentence, not inside a word) as a span."""
    words, _, number = (
        written.strip().rpartition("@") if re.search(r"@\d+$", written.strip()) else (written.strip(), "", "")
    )
    places = [m.start() for m in re.finditer(f"(?={re.escape(words)})", text)]
    whole = [i for i in places if not any(inside_word(text, at) for at in (i, i + len(words)))]
    if len(whole) < int(number or 1):
        raise MarkupError(f"{written.strip()!r} is not in {text!r}")
    nth = 1 + places.index(whole[int(number or 1) - 1])
    return {"text": words, "nth": nth} if nth > 1 else {"text": words}


def inside_word(text: str, i: int) -> bool:
    """Whether a word goes on across place ``i``: ``he`` in ``the``."""
    return 0 < i < len(text) and text[i - 1].isalnum() and text[i].isalnum()


def _dated(text: str, written: str) -> tuple[dict[str, Any] | None, str | None]:
    """``words = value``: a span and what it means; both may be missing."""
    words, _, value = (part.strip() for part in written.partition(" = "))
    return (_span(text, words) if words else None), value or None


def _spans(text: str, written: str) -> list[dict[str, Any]]:
    return [_span(text, part) for part in written.split(";") if part.strip()]


def _sentence(line: str) -> tuple[str, list[dict[str, Any]]]:
    """The bare text and the entities of a line with ``[Jane Roe]P`` marks."""
    text, end = "", 0
    found: list[tuple[int, str, str]] = []
    for match in _ENTITY.finditer(line):
        text += line[end : match.start()]
        found.append((len(text), match[1], _LABELS[match[2]]))
        text += match[1]
        end = match.end()
    text += line[end:]
    entities = []
    for start, words, label in found:
        nth = sum(1 for m in re.finditer(re.escape(words), text) if m.start() <= start)
        entities.append({"text": words, **({"nth": nth} if nth > 1 else {}), "label": label})
    return text, entities


def _event(text: str, line: str) -> dict[str, Any]:
    """``TYPE/mode status | trigger | sources | targets | time | place`` as an event; the last may be left out."""
    head, *fields = (part.strip() for part in line.split("|"))
    fields += [""] * (5 - len(fields))
    if len(head.split()) != 2 or not fields[0]:
        raise MarkupError(f"not 'TYPE/mode status | trigger ...': {line!r}")
    kind, status = head.split()
    type_, _, mode = kind.partition("/")
    if len(fields) > 5:
        raise MarkupError(f"too many fields in {line!r}")
    trigger, sources, targets = fields[:3]
    (time, when), (place, where) = _dated(text, fields[3]), _dated(text, fields[4])
    return {
        "type": None if type_ == "NONE" else type_,
        "mode": mode or None,
        "status": status,
        "trigger": _span(text, trigger),
        "sources": _spans(text, sources),
        "targets": _spans(text, targets),
        "time": time,
        "place": place,
        **({"when": when} if when else {}),
        **({"where": where} if where else {}),
    }


def _claim(text: str, line: str) -> dict[str, Any]:
    """``CLAIM source | cue | content;; content | anonymity commitment polarity in N`` as a claim."""
    fields = [part.strip() for part in line.removeprefix("CLAIM").split("|")]
    if len(fields) not in (3, 4):
        raise MarkupError(f"a claim has three or four fields: {line!r}")
    source, cue, content = fields[:3]
    claim: dict[str, Any] = {
        "source": _span(text, source) if source else None,
        "cue": _span(text, cue) if cue else None,
        "content": [_span(text, part) for part in content.split(";;")],
    }
    if len(fields) == 4:
        match = _MANNER.fullmatch(fields[3])
        if match is None:
            raise MarkupError(f"not 'anonymity commitment polarity' or '... in N': {fields[3]!r}")
        claim |= {name: match[name] for name in ("anonymity", "commitment", "polarity")}
        if match["parent"]:
            claim["parent"] = int(match["parent"]) - 1
    return claim


def _actor(text: str, line: str) -> dict[str, Any]:
    """``WHO words | name | country | sector`` as the judgement that the words stand for that actor."""
    fields = [part.strip() for part in line.removeprefix("WHO").split("|")]
    if len(fields) != 4:
        raise MarkupError(f"an actor has four fields: {line!r}")
    words, name, country, sector = fields
    known = {"country": country, "sector": sector}
    return _span(text, words) | {"name": name} | {k: v for k, v in known.items() if v not in ("", "-")}


def _add_note(item: dict[str, Any], note: str) -> None:
    sort = note.partition(" ")[0]
    if sort == "DATE":
        item["published"] = note.removeprefix("DATE").strip()
    elif sort == "CLAIM":
        item["claims"].append(_claim(item["text"], note))
    elif sort == "WHO":
        item["actors"].append(_actor(item["text"], note))
    else:
        item["events"].append(_event(item["text"], note))


def compile_batch(lines: Iterable[str], batch: str, split: str) -> Iterator[dict[str, Any]]:
    """The corpus lines of a batch in short hand: ``kind | region | text``, then ``- event`` and ``- CLAIM`` lines.

    Raises MarkupError where a span is not in its sentence or a line has another shape.
    """
    item: dict[str, Any] | None = None
    number = 0
    for line in map(str.strip, lines):
        if not line or line.startswith("#"):
            continue
        if line.startswith("- "):
            if item is None:
                raise MarkupError(f"no sentence above {line!r}")
            _add_note(item, line[2:].strip())
            continue
        if item is not None:
            yield item
        number += 1
        if line.count("|") < 2:
            raise MarkupError(f"not 'kind | region | text': {line!r}")
        kind, region, marked = (part.strip() for part in line.split("|", 2))
        text, entities = _sentence(_PARAGRAPH.sub("\n\n", marked))
        item = {"id": f"{batch}-{number:03}", "batch": batch, "split": split, "kind": kind, "region": region}
        item |= {"text": text, "entities": entities, "events": [], "claims": [], "actors": []}
    if item is not None:
        yield item


def main() -> None:
    """Reads short hand on standard input, writes JSONL on standard output."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--batch", required=True)
    parser.add_argument("--split", required=True, choices=["train", "dev", "test"])
    given = parser.parse_args()
    for item in compile_batch(sys.stdin, given.batch, given.split):
        print(json.dumps(item, ensure_ascii=False))


if __name__ == "__main__":
    main()
