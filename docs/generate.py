"""Writes the generated reference pages anew: ``python docs/generate.py``; ``--check`` fails if one is stale."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from dragoman.desk.database.summaries import SUMMARIES
from dragoman.desk.formats.dictionary import columns_table, format_lines
from dragoman.desk.formats.takeaway import FORMATS
from dragoman.desk.schema import TABLES, VERSION, Table
from dragoman.desk.storage.derived import DERIVED
from dragoman.desk.storage.placed import ADDED, COMPUTED
from dragoman.records import Reading, json_schema

DOCS = Path(__file__).parent


_NARROW = """\
# Narrow views

They say what the tables above say, in fewer columns; large parts keep them under `derived/`. What users' judgements
and corrections touch takes the place of what is kept, so that these views too show it.
"""

_MADE = """\
# Made from it

`dragoman stories DESK` makes these tables under `derived/` from the ones above, and brings them up to date
when it is run again. They may be deleted at any time; until they are made, their views are empty.

Up to 4,000 articles everything is made anew each time, so the answer depends on the articles alone. Beyond,
new articles are put in under the rarities of terms that were counted last, and all is made anew when the
articles have doubled (or with `--anew`). The order in which articles come never matters; between two
countings the answer may differ from one made anew: a B-cubed F1 of .95 between the two is aimed at, .93 to
1.0 was measured. `dragoman stories DESK --anew` gives the answer that depends on the articles alone.
"""


def desk_page() -> str:
    """The public columns of the desk, as Markdown; the beginning is `desk.head.md`."""
    head = (DOCS / "desk.head.md").read_text(encoding="utf-8").replace("{version}", str(VERSION))
    parts = [*map(_stored, TABLES), _NARROW, *map(_section, SUMMARIES), _MADE, *map(_section, DERIVED)]
    return "\n".join([head, *parts])


def _stored(table: Table) -> str:
    """The section of a table that is kept, with what its view adds."""
    lines = [_section(table)]
    if table.name in ADDED:
        added = ", ".join(f"`{name}`" for name in ADDED[table.name])
        lines += [f"The view adds from the article: {added}.", ""]
    if table.name in COMPUTED:
        name, _, meaning = COMPUTED[table.name]
        lines += [f"The view computes `{name}`: {meaning}.", ""]
    return "\n".join(lines)


def _section(table: Table) -> str:
    return "\n".join([f"## {table.name}", "", table.doc, "", *columns_table(table.columns), ""])


def exports_page() -> str:
    """Every format of `dragoman export` with its fields, as Markdown; the beginning is `exports.head.md`."""
    head = (DOCS / "exports.head.md").read_text(encoding="utf-8")
    return "\n".join([head, *(line for form in FORMATS.values() for line in format_lines(form))]).rstrip() + "\n"


def schema_page() -> str:
    """The JSON Schema of a reading, as `dragoman schema` prints it."""
    return json.dumps(json_schema(Reading), indent=2) + "\n"


PAGES = {"desk.md": desk_page, "exports.md": exports_page, "reading.schema.json": schema_page}


def main() -> int:
    """Writes, or with ``--check`` compares; 1 if a page is stale."""
    stale = []
    for name, make in PAGES.items():
        path, text = DOCS / name, make()
        if "--check" in sys.argv:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                stale.append(name)
        else:
            path.write_text(text, encoding="utf-8")
    for name in stale:
        print(f"docs/{name} is stale: run python docs/generate.py")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
