"""What a user has seen of a desk: the parts that were there when the mark was set, under ``derived/marks``."""

from __future__ import annotations

import json
from collections.abc import Iterable
from urllib.parse import quote

from dragoman.desk.storage.store import Store
from dragoman.errors import DeskError

__all__ = ["known_parts", "mark"]


def known_parts(store: Store, user: str) -> frozenset[str]:
    """The parts in ``user``'s mark; none if there is no mark. Raises DeskError if it cannot be read."""
    name = _name(user)
    content = store.derived(name)
    if content is None:
        return frozenset()
    try:
        return frozenset(json.loads(content)["parts"])
    except (ValueError, KeyError, TypeError) as error:
        raise DeskError(f"{store.path}: derived/{name} is no mark ({error}); delete it to begin anew") from error


def mark(store: Store, parts: Iterable[str], user: str) -> None:
    """Sets ``user``'s mark. Raises DeskError if it cannot be written."""
    store.derive(_name(user), json.dumps({"user": user, "parts": sorted(parts)}).encode())


def _name(user: str) -> str:
    return f"marks/{quote(user, safe='') or 'default'}.json"
