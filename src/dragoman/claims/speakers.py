"""The speaker of a quotation is its ``I``, and whom he stands for its ``we``: known only once the claim is read."""

from __future__ import annotations

from dataclasses import replace

from dragoman.records import (
    ActorKind,
    ActorMention,
    Analysis,
    Claim,
    Judgement,
    MentionForm,
    Resolution,
    Speech,
    Token,
    content_id,
)

__all__ = ["name_speakers"]

_GROUPS = frozenset(ActorKind) - {ActorKind.PERSON, ActorKind.STATE, ActorKind.UNKNOWN}
SCORE_I = 0.95
SCORE_WE = 0.6
"""``I`` in somebody's quoted words is that person; ``we`` are those whom he stands for where words tell of them: of 40
marked in split dev, in our press texts and in real news 39 are not the speaker. The scores are set by judgement."""


def name_speakers(analysis: Analysis, resolution: Resolution, claims: tuple[Claim, ...]) -> Resolution:
    """The resolution with every first-person pronoun in quoted words judged: the actor who is quoted, or his group.

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
    groups = _Groups(analysis, resolution)
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
        judged[mention.id] = _judged(mention, token, speaker.actor, groups)
    known = {m.id for m in resolution.mentions}
    added = [m for ident, m in found.items() if ident not in known]
    ordered = sorted([*resolution.mentions, *added], key=lambda m: (m.token_start, m.token_end))
    judgements = tuple(judged[m.id] for m in ordered if m.id in judged)
    return replace(resolution, mentions=tuple(ordered), judgements=judgements)


def _judged(mention: ActorMention, token: Token, speaker: str, groups: _Groups) -> Judgement:
    """For whom ``I`` and ``we`` stand in the words of a speaker."""
    if token.feature("Number") == "Sing":
        return Judgement(mention.id, speaker, SCORE_I, ("speaks in the first person in these words",))
    group = groups.of(speaker)
    if group is None:
        return Judgement(mention.id, speaker, SCORE_WE, ("speaks in the first person in these words",))
    return Judgement(mention.id, group, SCORE_WE, ("who speaks in these words stands for them",))


class _Groups:
    """Whom the speakers of an article stand for: ``an envoy of the rebels``, ``its coordinator``, who leads a party."""

    def __init__(self, analysis: Analysis, resolution: Resolution) -> None:
        self._analysis = analysis
        self._resolution = resolution
        self._actor_of = {j.mention: j.actor for j in resolution.judgements}
        # A people that the base knows is no group: a Tuareg commander stands for his men.
        self._kinds = {a.id: a.kind for a in resolution.actors if not (a.known and a.kind is ActorKind.POPULATION)}
        self._former = {r.actor for r in resolution.asserted if r.former}
        self._heads = {m.head: self._actor_of.get(m.id) for m in resolution.mentions}

    def of(self, speaker: str) -> str | None:
        """The group; None where no words tell of one, the speaker is no person, or has left what he stood for. A state
        is none: who holds an office of it speaks for himself as often.
        """
        if self._kinds.get(speaker) is not ActorKind.PERSON or speaker in self._former:
            return None
        for mention in self._resolution.mentions:
            if self._actor_of.get(mention.id) == speaker and (group := self._beside(mention)) is not None:
                return group
        told = (r.of for r in self._resolution.asserted if r.actor == speaker)
        return next((of for of in told if self._kinds.get(of or "") in _GROUPS), None)

    def _beside(self, mention: ActorMention) -> str | None:
        """Whose the noun or name of a mention is, by a phrase that hangs on it."""
        for child in self._analysis.children(mention.head, "nmod", "nmod:poss"):
            group = self._heads.get(child.i)
            if group is not None and self._kinds.get(group) in _GROUPS:
                return group
        return None


def _speaker(start: int, end: int, spoken: list[tuple[int, int, int, str, Claim]]) -> Claim | None:
    """The claim of the shortest quoted span that holds these characters; of two on the same words, that whose source
    is nearer to them (``"I was held," he said, which the ministry called absurd``)."""
    holding = [(last - first, away, claim) for first, last, away, _, claim in spoken if first <= start and end <= last]
    return min(holding, key=lambda held: held[:2])[2] if holding else None


def _away(start: int, end: int, claim: Claim) -> int:
    """Characters between quoted words and their source; none where it is not told."""
    source = claim.source
    return 0 if source is None else max(source.start - end, start - source.end, 0)
