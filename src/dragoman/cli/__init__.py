"""The command line: thin skins, one module a command, loaded when it is called so that ``--help`` starts at once."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from dragoman import __version__
from dragoman.errors import DragomanError

__all__ = ["COMMANDS", "cli", "main"]

COMMANDS = {
    "read": "Read pages, folders, archives, exports or stdin into a desk.",
    "fetch": "Fetch pages, feeds and sitemaps politely into WARC files.",
    "code": "Code records of a sentence, a source and a target.",
    "explain": "Explain what is read in a sentence, and why.",
    "show": "Show what a desk holds: events, claims, actors, articles ...",
    "search": "Search a desk's articles: words, phrases, actors, places, dates.",
    "stories": "Put a desk's articles into stories, and its event mentions into events.",
    "serve": "Show a desk as a web page, on this machine alone.",
    "export": "Take a desk away: tables, event data sets, networks, maps, linked data.",
    "sql": "Ask a desk in SQL.",
    "desk": "Look after a desk's files: info, verify, compact.",
    "schema": "Print the JSON Schema of the records, or the columns of a desk.",
    "ontology": "Print the event types: definitions, modes, neighbours.",
    "knowledge": "Check knowledge files, ours and yours.",
    "actors": "Say who actors of a desk are: add, merge, split, undo; import registers.",
    "places": "Import all of GeoNames into your knowledge.",
}


class _Lazy(click.Group):
    """A group whose commands are imported when they are named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"dragoman.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="dragoman")
def cli() -> None:
    """Who did what to whom in the news, when, where, according to whom - with the sentence that says so.

    \b
    dragoman read pages/ --to desk
    dragoman show desk events --status actual
    """


def main() -> None:
    """Entry point. Exit codes: 0 done (with a count of what was skipped), 1 the run had to stop, 130 interrupted,
    2 nothing could be read or the call was wrong.
    """
    try:
        code = cli.main(standalone_mode=False)
    except DragomanError as error:
        click.echo(f"dragoman: {error}", err=True)
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("dragoman: interrupted", err=True)
        sys.exit(130)
    except BrokenPipeError:
        # `dragoman show ... | head`: the reader of the pipe has gone, which is no fault
        sys.stderr.close()
        sys.exit(0)
    else:
        sys.exit(code if isinstance(code, int) else 0)  # a command that leaves early gives its exit code
