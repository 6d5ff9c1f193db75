"""The speaker of a quotation is its ``I`` and its ``we``: known only once the claim is read."""

from __future__ import annotations

from dataclasses import replace

from dragoman.records import ActorMention, Analysis, Claim, Judgement, MentionForm, Resolution, Speech, content_id

__all__ = ["name_speakers"]

SCORE_I = 0.95
SCORE_WE = 0.6
"""``I`` in somebody's quoted words is that person; ``we`` is also a party, a country, everybody. Set by judgement, not
measured yet."""


def name_speakers(analysis: Analysis, resolution: Resolution, claims: tuple[Claim, ...]) -> Resolution:
    """The resolution with every first-person pronoun in quoted words judged to be the actor who is quoted.

    Quotations whose source is no actor leave their pronouns as they are; so do reported words (``he said I ...``).
    """
    mentions = {m.token_start: m for m in resolution.mentions if m.form is MentionForm.PRONOUN}
    judged = {j.mention: j for j in resolution.judgements}
    found: dict[str, ActorMention] = {}
    spoken = sorted(
        (part.start, part.end, _away(part.start, part.end, claim), claim.id, claim)
        for claim in claims
        if claim.actor and claim.speech in (Speech.DIRECT, Speech.MIXED)
        for part in claim.content
    )
    if not spoken:
        return resolution
    for token in analysis.tokens:
        if token.upos != "PRON" or token.feature("Person") != "1":
            continue
        speaker = _speaker(token.start, token.end, spoken)
        if speaker is None or speaker.actor is None:
            continue
        mention = mentions.get(token.i)
        if mention is None:
            evidence = analysis.evidence(token.i, token.i + 1)
            ident = content_id("m", analysis.article, MentionForm.PRONOUN, evidence.start, evidence.end)
            mention = ActorMention(ident, evidence, MentionForm.PRONOUN, token.i, token.i + 1, token.i)
        found[mention.id] = mention
        score = SCORE_I if token.feature("Number") == "Sing" else SCORE_WE
        judged[mention.id] = Judgement(mention.id, speaker.actor, score, ("speaks in the first person in these words",))
    known = {m.id for m in resolution.mentions}
    added = [m for ident, m in found.items() if ident not in known]
    ordered = sorted([*resolution.mentions, *added], key=lambda m: (m.token_start, m.token_end))
    judgements = tuple(judged[m.id] for m in ordered if m.id in judged)
    return replace(resolution, mentions=tuple(ordered), judgements=judgements)


def _speaker(start: int, end: int, spoken: list[tuple[int, int, int, str, Claim]]) -> Claim | None:
    """The claim of the shortest quoted span that holds these characters; of two on the same words, that whose source
    is nearer to them (``"I was held," he said, which the ministry called absurd``)."""
    holding = [(last - first, away, claim) for first, last, away, _, claim in spoken if first <= start and end <= last]
    return min(holding, key=lambda held: held[:2])[2] if holding else None


def _away(start: int, end: int, claim: Claim) -> int:
    """Characters between quoted words and their source; none where it is not told."""
    source = claim.source
    return 0 if source is None else max(source.start - end, start - source.end, 0)
