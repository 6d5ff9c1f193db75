"""The language room: articles to analyses, with one small encoder.

::

    from dragoman.language import Language

    language = Language.load()
    analysis = language.analyse(article)
"""

from __future__ import annotations

from dragoman.language.adapter import analysis_from_doc
from dragoman.language.pipeline import Language

__all__ = ["Language", "analysis_from_doc"]
