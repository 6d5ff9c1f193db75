"""Chains within an article: what is one name, whom pronouns stand for, and how the benchmark counts."""

from __future__ import annotations

from dragoman.knowledge import Knowledge
from dragoman.resolve import resolve
from support import article


def chains(language, *paragraphs):
    """Span to actor (None where it is left open), the first of each span wins; and the texts of the places."""
    art = article(*paragraphs)
    found = resolve(art, language.analyse(art), Knowledge())
    actors = {j.mention: j.actor for j in found.judgements}
    spans = {}
    for mention in found.mentions:
        spans.setdefault(mention.evidence.text, actors.get(mention.id))
    return spans, [p.evidence.text for p in found.places]


def test_a_place_of_several_words_holds_no_role_noun(language):
    spans, places = chains(language, "Growers in the United States sold more roses in May.")
    assert not [s for s in spans if "States" in s]
    assert places == ["United States"]
