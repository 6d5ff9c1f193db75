"""``dragoman serve``: a desk as a web page."""

from __future__ import annotations

import getpass
import secrets
import socket
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from types import FrameType

    from dragoman.web import Settings

__all__ = ["command"]

_LOOPBACK = "127.0.0.1"


@click.command("serve")
@click.argument("desk_path", metavar="DESK", type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(0, 65535), default=8321, show_default=True, help="0 takes any free one.")
@click.option("--host", help="Let other machines in: the address to listen on (0.0.0.0 for all). They need the token.")
@click.option(
    "--token",
    envvar="DRAGOMAN_TOKEN",
    help="What others must show; by default one is made and printed. [env: DRAGOMAN_TOKEN]",
)
@click.option("--edit", is_flag=True, help="Take corrections: they are appended to the desk with who and when.")
@click.option("--as", "editor", help="Who corrects. [default: your user name]")
def command(desk_path: Path, port: int, host: str | None, token: str | None, edit: bool, editor: str | None) -> None:
    """Show DESK as a web page, on this machine alone and read-only unless told otherwise; Ctrl-C ends it.

    \b
    dragoman serve desk
    dragoman serve desk --edit
    dragoman serve desk --host 0.0.0.0       prints the address with the token that others need
    """
    from dragoman.web import LOOPBACK, Settings

    open_to_others = host is not None and host not in LOOPBACK
    if open_to_others and token is not None and len(token) < 12:
        raise click.UsageError("a token has at least 12 characters; leave it out and one is made")
    settings = Settings(
        desk_path,
        edit=edit,
        token=(token or secrets.token_urlsafe(24)) if open_to_others else token,
        hosts=None if open_to_others else LOOPBACK,
        editor=editor or _user(),
    )
    _serve(settings, host or _LOOPBACK, port)


def _serve(settings: Settings, host: str, port: int) -> None:
    import uvicorn

    from dragoman.web import make_app

    app = make_app(settings)
    listening = _socket(host, port)
    shown = host if ":" not in host else f"[{host}]"
    address = f"http://{shown}:{listening.getsockname()[1]}/"
    if settings.token:
        address += f"?token={settings.token}"
    click.echo(f"{settings.desk}: {address}  (Ctrl-C ends it)", err=True)
    if settings.edit:
        click.echo("corrections are appended to the desk", err=True)
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=2, lifespan="on",
        limit_concurrency=500,
    )  # fmt: skip

    class Server(uvicorn.Server):
        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            app.state.listeners.stopping = True  # pages that listen for news would hold the server up
            super().handle_exit(sig, frame)

    with suppress(KeyboardInterrupt):
        Server(config).run(sockets=[listening])


def _socket(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
    except OSError as error:
        made.close()
        raise click.UsageError(f"{host}:{port} cannot be listened on: {error}; name another --port") from error
    return made


def _user() -> str:
    with suppress(KeyError, OSError):
        return getpass.getuser()
    return ""
