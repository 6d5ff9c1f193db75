"""How the page is served: from which desk, to whom, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["LOOPBACK", "Settings"]

LOOPBACK = ("127.0.0.1", "localhost", "::1")
"""The names under which a page on this machine is asked for. Any other Host is refused: a page of a stranger whose name
was made to point at 127.0.0.1 (DNS rebinding) must not read the desk."""


@dataclass(frozen=True, slots=True)
class Settings:
    """``hosts``: the names the page answers to, None for any (then ``token`` must be set). ``editor``: who judges,
    unless the form says otherwise. ``seconds`` bounds one question to the desk, ``at_once`` how many run together."""

    desk: Path
    edit: bool = False
    token: str | None = None
    hosts: tuple[str, ...] | None = LOOPBACK
    editor: str = ""
    seconds: float = 10.0
    at_once: int = 4
