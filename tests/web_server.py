"""The application of the page behind a real socket, for tests."""

from __future__ import annotations

import socket
import threading
import time

import uvicorn

from dragoman.web import Settings, make_app


class Server:
    """The application behind a real socket."""

    def __init__(self, settings: Settings) -> None:
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        self.desk = settings.desk
        self.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        self.app = make_app(settings)
        config = uvicorn.Config(self.app, log_level="warning", timeout_graceful_shutdown=1)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [listening]}, daemon=True)

    def __enter__(self) -> Server:
        self._thread.start()
        while not self._server.started:
            time.sleep(0.02)
        return self

    def __exit__(self, *_) -> None:
        self.app.state.listeners.stopping = True
        self._server.should_exit = True
        self._thread.join(5)
