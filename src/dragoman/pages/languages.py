"""The language of a story: py3langid among the languages that news pages come in.

English is doubted only on good grounds, since a skipped story is lost to the reader: enough letters, and another
language far ahead.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from dragoman.knowledge.residue import PageLexicon

__all__ = ["READ", "detect"]

READ = "en"
"""The language that Dragoman reads."""
_SAMPLE = 600
_FEW_LETTERS = 40
"""Fewer letters tell nothing: a flash line of names would be Italian one day and Malay the next."""
_SURE = 0.75
"""Probability from which another language is believed."""
_UPPER_SHARE = 0.5


@cache
def _identifier(lexicon: PageLexicon) -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(set(lexicon.languages) & set(identifier.nb_classes))
    return identifier


def detect(text: str, lexicon: PageLexicon) -> str:
    """The ISO 639-1 code of the language of ``text``; English where it cannot be told."""
    sample = text[:_SAMPLE]
    letters = sum(c.isalpha() for c in sample[:200])
    if letters < _FEW_LETTERS:
        return READ
    code, probability = _identifier(lexicon).classify(sample)
    return str(code) if probability >= _SURE else READ
