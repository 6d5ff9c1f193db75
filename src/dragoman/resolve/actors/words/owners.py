"""Whom a mention's phrase belongs to: the mentions that it hangs on itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dragoman.records import MentionForm
from dragoman.resolve.actors.context import Context, Found
from dragoman.resolve.actors.words.states import is_about, is_posted, passed_on

__all__ = ["OWNING", "owners"]

OWNING = ("of", "for", "from", "at", "with", "in", "to")
"""Prepositions behind which stands whose one is, or where."""
_LIKE = ("like", "such", "including")
"""What groups are of which examples are given: ``groups like Hamas``."""
_OF = ("of", "from")


def owners(ctx: Context, item: Found, heads: Mapping[int, Found]) -> Iterator[Found]:
    """The mentions that a mention's phrase hangs on itself: possessors first, then ``of``, ``for``, ``from`` ..."""
    analysis = ctx.analysis
    near = [c.i for c in analysis.children(item.head, "nmod:poss")]
    sent = ctx.agents.modifiers.get(item.phrase.rpartition(" ")[2]) == "abroad"  # ``UN envoy to Syria``
    sent = sent or is_posted(ctx, item.phrase)
    for child in analysis.children(item.head, "nmod", "compound"):
        case = analysis.child(child.i, "case")
        word = case.text.lower() if case is not None else ""
        like = item.agent is not None and item.agent.kind == "group" and word in _LIKE
        sits = word == "on" and child.i in heads and _is_body(heads[child.i])  # ``lawmakers on the committee``
        if word == "from" and set(item.traits.sectors) & {"REF"} and passed_on(ctx, item.head):
            continue
        if like or sits or child.dep == "compound" or word in (_OF if sent else OWNING):
            near.append(child.i)
    for bound in analysis.children(item.head, "amod", "acl"):  # ``forces loyal to X``
        if bound.i > item.head and bound.lemma.lower() in ctx.phrases.loyal:
            near += [c.i for c in analysis.children(bound.i, "obl", "nmod")]
    for apposition in analysis.children(item.head, "appos"):
        near += [c.i for c in analysis.children(apposition.i, "nmod:poss", "nmod")]
    for title in analysis.children(item.head, "nmod:desc") if item.form is MentionForm.NAME else ():
        titled = (c.i for c in analysis.children(title.i, "nmod", "compound"))  # ``Roof Corp chairman X``
        takes = item.agent is not None and item.agent.kind in ("member", "group")  # ``Huckabee spokeswoman X``
        near += [i for i in titled if i in heads and (takes or heads[i].label == "ORG")]
    # ``Bush administration officials``: Bush hangs on what hangs on the officials
    near += [i for i in range(item.first, item.last) if analysis.tokens[i].upos == "PROPN" and i not in near]
    for i in near:
        owner = heads.get(i)
        about = owner is not None and owner.match is not None and is_about(ctx, owner.match)
        if owner is not None and owner is not item and owner.match not in ctx.backers and not about:
            yield owner


def _is_body(item: Found) -> bool:
    """True for a body or an organisation, on which somebody may sit."""
    return item.label == "ORG" or (item.agent is not None and item.agent.kind == "body")
