"""``dragoman ontology``: the event types, for people who code by hand and want to know what ours mean."""

from __future__ import annotations

import click
from rich.padding import Padding
from rich.text import Text

from dragoman.cli.screen import console
from dragoman.knowledge import default_knowledge

__all__ = ["command"]


@click.command("ontology")
@click.argument("types", nargs=-1)
def command(types: tuple[str, ...]) -> None:
    """Print the event types (all, or those named): definition, modes, and how to tell them from their neighbours."""
    out = console()
    ontology = default_knowledge().ontology
    wanted = {t.upper() for t in types}
    unknown = wanted - set(ontology.types)
    if unknown:
        raise click.UsageError(f"there is no type {', '.join(sorted(unknown))}; there are {', '.join(ontology.types)}")
    for name, kind in ontology.types.items():
        if wanted and name not in wanted:
            continue
        out.print(Text.assemble((name, "bold"), f"  {kind.quad}  intensity {kind.intensity:+g}"))
        out.print(Padding(Text(kind.definition), (0, 0, 0, 2)))
        for mode, meaning in kind.modes.items():
            out.print(Padding(Text.assemble((mode, "cyan"), f": {meaning}"), (0, 0, 0, 4)))
        for neighbour, test in kind.neighbours.items():
            out.print(Padding(Text.assemble(("not ", "dim"), (neighbour, "yellow"), f": {test}"), (0, 0, 0, 4)))
        out.print()
