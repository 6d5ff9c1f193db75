"""The options that choose among events and claims: the conditions of ``dragoman.desk.Filters``, one option each."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import TypeVar

import click

__all__ = ["filter_options"]

_Command = TypeVar("_Command", bound=Callable[..., object])

_OPTIONS = (
    click.option("--actor", help="Somebody on either side, by any name seen, or by id."),
    click.option("--source", help="Who acts; of claims, who speaks."),
    click.option("--target", help="On whom."),
    click.option("--type", multiple=True, help="Event type, CONSULT say; several times for more."),
    click.option("--mode", multiple=True, help="Mode of the type, visit say; several times for more."),
    click.option(
        "--status",
        multiple=True,
        help="actual, planned, demanded, conditional, threatened, not_done, denied, uncertain; several times for more.",
    ),
    click.option("--quad", multiple=True, help="Q1 verbal, Q2 material cooperation; Q3 verbal, Q4 material conflict."),
    click.option("--country", help="ISO alpha-3 code of a participant's country."),
    click.option("--place", help="Where."),
    click.option("--outlet", help="Outlet of the article."),
    click.option("--article", help="Id of one article."),
    click.option("--story", help="Id of a story, or how it begins."),
    click.option("--since", help="First day, month or year: 2022, 2022-02, 2022-02-08."),
    click.option("--until", help="Last day, month or year."),
    click.option("--text", help="Words of the sentence."),
    click.option("--anonymous", is_flag=True, help="Only what rests on unnamed sources."),
    click.option(
        "--certainty", multiple=True, help="own_voice, named, role_only, described, generic, implicit, denied."
    ),
    click.option("--confidence", type=click.FloatRange(0, 1), help="At least so sure."),
    click.option("--limit", type=click.IntRange(1), help="At most so many rows."),
)


def filter_options(command: _Command) -> _Command:
    """Gives a command these options; each comes under its own name, as ``Filters`` has it."""
    return reduce(lambda done, option: option(done), reversed(_OPTIONS), command)
