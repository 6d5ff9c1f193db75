"""The events room: from an analysed article to event mentions with participants, status, time and place.

Four rooms, each with a map of its own: ``trees`` (who stands where in a clause), ``acts`` (which words express an act,
and of which type), ``sides`` (who acts, and on whom), ``status`` (whether it happened).

Beside them: ``when_where`` and ``when_where_features`` (times and places), ``describe`` (contexts) and ``modes`` (of
what kind; ``layered`` is its model), ``claimed`` (who says later that an act was his), ``again`` (whose act it was that
is spoken of again), ``confidence`` (how sure an event is).

``assemble`` puts all of these together; ``explain`` tells why; ``pairs`` answers for a given source and target, and
``published`` counts as published sets do.
"""

from __future__ import annotations

from dragoman.events.assemble import find_events
from dragoman.events.explain import explain_article
from dragoman.events.pairs import judge_pair

__all__ = ["explain_article", "find_events", "judge_pair"]
