"""The web page over a desk: pages rendered here, a little JavaScript, a JSON API. Read-only unless told otherwise.

::

    dragoman serve desk
"""

from __future__ import annotations

from dragoman.web.app import make_app
from dragoman.web.settings import LOOPBACK, Settings

__all__ = ["LOOPBACK", "Settings", "make_app"]
