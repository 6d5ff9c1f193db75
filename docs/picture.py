"""Draws the picture in README: what `dragoman read` prints of a sample page. ``python docs/picture.py``."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

from rich.console import Console

import dragoman
from dragoman.cli.screen import print_reading

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "samples" / "truce-plan-monday.html"
COLUMNS = 112


def main() -> None:
    """Writes ``docs/picture.svg``."""
    out = Console(record=True, width=COLUMNS, file=StringIO(), force_terminal=True, highlight=False)
    print_reading(dragoman.read(PAGE), out)
    out.save_svg(str(ROOT / "docs" / "picture.svg"), title=f"dragoman read samples/{PAGE.name}")


if __name__ == "__main__":
    main()
