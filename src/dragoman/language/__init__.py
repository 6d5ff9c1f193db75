"""The language room: articles to analyses, with one small encoder.

::

    from dragoman.language import Language

    language = Language.load()
    analysis = language.analyse(article)

Names are loaded on first use: its smaller parts (word pieces, tokens) are used where spaCy is not.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.language.adapter import analysis_from_doc
    from dragoman.language.pipeline import Language

__all__ = ["Language", "analysis_from_doc"]

_HOMES = {"Language": "dragoman.language.pipeline", "analysis_from_doc": "dragoman.language.adapter"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
