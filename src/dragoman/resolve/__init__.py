"""Who, when and where: from an analysed article to actors, intervals and places, each a judgement with reasons."""

from __future__ import annotations

from dragoman.knowledge import Knowledge
from dragoman.records import Analysis, Article, Resolution
from dragoman.resolve.identify import identify_and_assert
from dragoman.resolve.places.locate import locate
from dragoman.resolve.times.tag import tag_times

__all__ = ["resolve"]


def resolve(article: Article, analysis: Analysis, knowledge: Knowledge) -> Resolution:
    """The actors, times and places of one article. A pure function; raises KnowledgeError if knowledge is wrong."""
    times = tag_times(article, analysis, knowledge)
    places = locate(article, analysis, knowledge)
    mentions, judgements, actors, asserted = identify_and_assert(article, analysis, places, knowledge)
    return Resolution(mentions, judgements, actors, times, places, asserted)
