"""What every page works with: the window on the desk, the settings, and how a page is made of a template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from dragoman.desk.sql import browse
from dragoman.desk.storage.store import Store
from dragoman.desk.windows.window import Window
from dragoman.errors import DeskError
from dragoman.web.finding import Finder
from dragoman.web.guard import CSRF_COOKIE, Csrf
from dragoman.web.render import environment
from dragoman.web.settings import Settings

__all__ = ["Listeners", "Look", "Missing", "look_of", "number_of", "open_look", "words_of"]

_THEMES = ("light", "dark")


class Missing(DeskError):  # noqa: N818 - it reads as what it says: a page that is missing
    """Nothing of that id is on the desk."""


@dataclass(frozen=True, slots=True)
class Look:
    """One desk as this server sees it. Shared by all requests."""

    settings: Settings
    window: Window
    csrf: Csrf
    finder: Finder

    @property
    def state(self) -> str:
        """A sign of what the desk holds now; it changes when something is added."""
        return "-".join(str(part) for part in self.window.state())

    def actor(self, actor: str) -> dict[str, Any]:
        """The actor of that id. Raises Missing if nobody has it."""
        who = self.window.one(*browse.actor_by_id(actor))
        if who is None:
            raise Missing(f"nobody with the id {actor!r} is mentioned in this desk")
        return who

    def page(self, request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
        """A page of a template. In edit mode it carries the token that its forms send back."""
        theme = request.cookies.get("theme")
        had = request.cookies.get(CSRF_COOKIE)
        cookie = self.csrf.cookie(had) if self.settings.edit else ""
        html = (
            environment()
            .get_template(template)
            .render(
                path=request.url.path,
                desk=self.settings.desk.name or str(self.settings.desk),
                edit=self.settings.edit,
                editor=self.settings.editor,
                csrf=self.csrf.field(cookie) if cookie else "",
                theme=theme if theme in _THEMES else "",
                state=self.state,
                corrected=self.window.standing().events,
                **context,
            )
        )
        answer = HTMLResponse(html, status)
        if cookie and cookie != had:
            answer.set_cookie(CSRF_COOKIE, cookie, httponly=True, samesite="strict")
        return answer


class Listeners:
    """How many pages listen, and whether the server is about to stop."""

    def __init__(self) -> None:
        self.count = 0
        self.stopping = False


def open_look(settings: Settings) -> Look:
    """Raises DeskError if there is no desk."""
    store = Store.open(settings.desk)
    window = Window(store, seconds=settings.seconds, at_once=settings.at_once)
    return Look(settings, window, Csrf(), Finder(window))


def look_of(request: Request) -> Look:
    """The desk that a request is about."""
    look: Look = request.app.state.look
    return look


def words_of(request: Request, name: str, most: int = 200) -> str:
    """What stands under a name in the address, without white space around it; empty if nothing does."""
    return " ".join(request.query_params.get(name, "").split())[:most]


def number_of(request: Request, name: str, usual: int, most: int) -> int:
    """The number under a name in the address, from 1 to ``most``; ``usual`` if there is none."""
    given = request.query_params.get(name, "")
    return min(max(int(given), 1), most) if given.isascii() and given.isdigit() and len(given) < 6 else usual
