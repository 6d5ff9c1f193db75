"""The events room: from an analysed article to event mentions with participants, status, time and place.

Trees: ``syntax`` (who stands where in a clause), ``phrases`` (tables over all tokens), ``lemmas`` (as the codebook has
them).

Acts: ``matching``, ``constituents`` and ``nouns`` find the codebook's expressions, ``signals`` what the encoder hears;
``weighing`` decides between the two; ``domain`` says whether the text is politics at all, ``quarrels`` which blows are
only words.

Sides: ``cast`` (who can take part), ``roles`` (who does, by ``roles_view``, ``roles_features`` and ``roles_beside``),
``mutual`` (groups that act on one another), ``apart`` (nobody acts on himself), ``claimed`` (who says later that it was
his).

Status: ``status``, with ``governed`` (what stands above an act), ``planned``, ``unfulfilled`` (forms of sentences) and
``verdicts`` (how two words about one act meet). Times and places: ``when_where``, ``when_where_features``. Kinds:
``describe`` (contexts), ``modes``.

``assemble`` puts all of these together; ``explain`` tells why; ``pairs`` answers for a given source and target, and
``published`` counts as published sets do.
"""

from __future__ import annotations

from dragoman.events.assemble import find_events
from dragoman.events.explain import explain_article
from dragoman.events.pairs import judge_pair

__all__ = ["explain_article", "find_events", "judge_pair"]
