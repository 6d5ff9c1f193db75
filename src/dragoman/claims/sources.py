"""What a source is: its kind, how far it is named, and which mention and actor it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dragoman.claims.drafts import Draft, Span, Trees
from dragoman.claims.naming import describe, level
from dragoman.knowledge.speech import SpeechLexicon
from dragoman.records import (
    Actor,
    ActorKind,
    ActorMention,
    Analysis,
    Anonymity,
    Judgement,
    MentionForm,
    Resolution,
    SourceKind,
    Token,
)

__all__ = ["Casting", "Portrait"]

_KIND_OF_ACTOR = {
    ActorKind.PERSON: SourceKind.PERSON,
    ActorKind.STATE: SourceKind.STATE,
    ActorKind.OUTLET: SourceKind.OUTLET,
    ActorKind.POPULATION: SourceKind.GROUP,
    ActorKind.GOVERNMENT_BODY: SourceKind.ORGANISATION,
    ActorKind.PARTY: SourceKind.ORGANISATION,
    ActorKind.BLOC: SourceKind.ORGANISATION,
    ActorKind.ARMED_GROUP: SourceKind.ORGANISATION,
    ActorKind.ORGANISATION: SourceKind.ORGANISATION,
}
_KIND_OF_LABEL = {
    "PER": SourceKind.PERSON,
    "ORG": SourceKind.ORGANISATION,
    "LOC": SourceKind.STATE,
    "NORP": SourceKind.GROUP,
}
_DEFINITE = frozenset({"the", "this", "that", "his", "her", "its", "their", "these", "those"})
_WITHOUT_NAME = (MentionForm.ROLE, MentionForm.PRONOUN, MentionForm.PHRASE)
_PERSONAL = frozenset({"he", "she", "i", "his", "her", "him"})


@dataclass(frozen=True, slots=True)
class Portrait:
    """What is known of one source."""

    kind: SourceKind
    anonymity: Anonymity
    mention: str | None
    actor: str | None


class Casting:
    """Looks sources up among the mentions and actors of one article."""

    def __init__(self, trees: Trees, resolution: Resolution, lexicon: SpeechLexicon) -> None:
        """Indexes mentions by head token and tokens by the entity that covers them."""
        self._trees = trees
        self._lexicon = lexicon
        self._by_head: dict[int, ActorMention] = {m.head: m for m in reversed(resolution.mentions)}
        self._covering: dict[int, ActorMention] = {}
        for mention in resolution.mentions:
            for i in range(mention.token_start, mention.token_end):
                self._covering.setdefault(i, mention)
        self._judged: dict[str, Judgement] = {j.mention: j for j in resolution.judgements}
        self._named = {
            self._judged[m.id].actor for m in resolution.mentions if m.form is MentionForm.NAME and m.id in self._judged
        }
        self._actors: dict[str, Actor] = {a.id: a for a in resolution.actors}
        self._label = _labels(trees.analysis)

    def portray_all(self, drafts: Sequence[Draft]) -> list[Portrait]:
        """The portraits of all drafts, in their order; a pronoun's is named as far as whom it stands for was before."""
        out: list[Portrait] = []
        known: dict[str, Anonymity] = {}
        for draft in drafts:
            portrait = self.portray(draft)
            actor = portrait.actor
            if actor is not None and draft.source is not None and self._trees.tokens[draft.source].upos == "PRON":
                portrait = replace(portrait, anonymity=known.get(actor, portrait.anonymity))
            elif actor is not None:
                known[actor] = portrait.anonymity
            out.append(portrait)
        return out

    def portray(self, draft: Draft) -> Portrait:
        """Kind, anonymity, mention and actor of a draft's source; implicit and unspecified where it has none."""
        if draft.source is None or draft.source_span is None:
            return Portrait(SourceKind.UNSPECIFIED, Anonymity.IMPLICIT, None, None)
        head, span = self._speaker(draft.source, draft.source_span)
        mention, actor = self._who(head, span)
        anonymity = level(self.facts(draft))
        kind = self._kind(head, span, actor)
        return Portrait(kind, anonymity, mention.id if mention else None, actor.id if actor else None)

    def _speaker(self, source: int, span: Span) -> tuple[Token, Span]:
        """The head of a source and its span; of a relative pronoun those of its noun."""
        head = self._antecedent(self._trees.tokens[source])
        return head, span if head.i == source else (self._trees.left[head.i], self._trees.right[head.i])

    def facts(self, draft: Draft) -> tuple[str, ...]:
        """What is weighed to tell how far a draft's source is named; nothing where it has none."""
        if draft.source is None or draft.source_span is None:
            return ()
        head, span = self._speaker(draft.source, draft.source_span)
        mention, actor = self._who(head, span)
        kind = self._kind(head, span, actor)
        rule = self._anonymity(head, span, kind, mention, actor)
        named = actor is not None and actor.id in self._named
        source = (head, span, kind, rule)
        return tuple(describe(self._trees, self._lexicon, self._label, source, (mention, actor, named)))

    def is_outlet(self, head: int, span: Span) -> bool:
        """True if a noun phrase names a medium, by its actor or by its words."""
        _, actor = self._who(self._trees.tokens[head], span)
        if actor is not None and actor.kind is ActorKind.OUTLET:
            return True
        token = self._trees.tokens[head]
        noun = self._lexicon.sources.get(token.lemma.lower())
        if noun is not None and noun.kind is SourceKind.OUTLET and not noun.generic:
            return token.upos == "NOUN"
        text = " ".join(t.text for t in self._trees.tokens[span[0] : span[1]] if t.upos == "PROPN")
        if token.upos != "PROPN" or not self._lexicon.is_outlet(text):
            return False
        return self._label.get(head) != "PER" or self._lexicon.names_outlet(text)

    def _antecedent(self, token: Token) -> Token:
        """For a relative pronoun the noun that its clause modifies; else the token itself."""
        word = token.text.lower()
        relative = token.xpos in ("WP", "WDT") or word in ("who", "which") or (word == "that" and token.xpos == "IN")
        if not relative:
            return token
        for above in self._trees.analysis.ancestors(token.i):
            if above.dep.startswith("acl"):
                return self._trees.tokens[above.head]
        return token

    def _who(self, head: Token, span: Span) -> tuple[ActorMention | None, Actor | None]:
        mention = self._by_head.get(head.i) or self._covering.get(head.i)
        if mention is None or (judged := self._judged.get(mention.id)) is None:
            mention = next((m for c in self._names_in(head) if (m := self._by_head.get(c)) is not None), mention)
        if mention is None:
            return None, None
        judged = self._judged.get(mention.id)
        return mention, self._actors.get(judged.actor) if judged else None

    def _names_in(self, head: Token) -> list[int]:
        """Appositions and flat parts of a noun phrase, where its name may stand."""
        return [c.i for c in self._trees.analysis.children(head.i, "appos", "flat", "compound")]

    def _label_of(self, head: Token) -> str | None:
        label = self._label.get(head.i)
        if label is None:
            label = next((self._label[c] for c in self._names_in(head)[::-1] if self._label.get(c) == "PER"), None)
        return label

    def _kind(self, head: Token, span: Span, actor: Actor | None) -> SourceKind:
        if self.is_outlet(head.i, span):
            return SourceKind.OUTLET
        if actor is not None and actor.kind in _KIND_OF_ACTOR:
            return _KIND_OF_ACTOR[actor.kind]
        label = self._label_of(head)
        noun = self._lexicon.sources.get(head.lemma.lower())
        if label == "PER" or (head.upos == "PRON" and head.text.lower() in _PERSONAL):
            return SourceKind.PERSON
        if noun is not None or label is not None:
            return noun.kind if noun is not None else _KIND_OF_LABEL[label or ""]
        by_tag = SourceKind.GROUP if head.xpos == "NNS" else SourceKind.UNSPECIFIED
        return SourceKind.PERSON if head.upos == "PROPN" else by_tag

    def _anonymity(
        self, head: Token, span: Span, kind: SourceKind, mention: ActorMention | None, actor: Actor | None
    ) -> Anonymity:
        """Whoever has a name in the text is named; who is known only by office is not, whomever we take him for."""
        in_words = actor is not None and mention is not None and mention.form not in _WITHOUT_NAME
        if in_words or head.upos == "PROPN" or self._label_of(head) == "PER":
            return Anonymity.NAMED
        if self._gives_name(head, span):
            return Anonymity.NAMED
        if head.upos == "PRON":
            known = actor is not None and actor.id in self._named
            return Anonymity.NAMED if known or head.text.lower() in ("i", "we") else Anonymity.ROLE_ONLY
        if kind is SourceKind.DOCUMENT:
            return Anonymity.DESCRIBED
        if kind in (SourceKind.ORGANISATION, SourceKind.OUTLET, SourceKind.STATE):
            named = any(self._label.get(i) == "ORG" for i in range(*span) if i <= head.i)
            one = self._definite(head) or self._bare(head)
            return Anonymity.NAMED if named else Anonymity.ROLE_ONLY if one else Anonymity.DESCRIBED
        return self._described(head)

    def _gives_name(self, head: Token, span: Span) -> bool:
        """Whether a name stands beside the head: ``one of its negotiators, Ana Sol``, ``his daughter Frida``, ``a man
        known as Ti Zo``; not a name that only says whose or where (``a source in the Sol camp``)."""
        tokens, naming = self._trees.tokens, self._lexicon.phrases.naming
        for i in range(head.i + 1, span[1]):
            if tokens[i].upos != "PROPN" or tokens[i - 1].upos == "PROPN" or self._label.get(i) in ("LOC", "NORP"):
                continue
            top = tokens[i]
            while head.i < top.head < span[1] and tokens[top.head].upos == "PROPN":
                top = tokens[top.head]
            if top.head == head.i and top.dep.startswith(("appos", "flat")):
                return True
            before = {t.lemma.lower() for t in tokens[head.i + 1 : i]}
            if before & naming and tokens[i - 1].lemma.lower() in (*naming, "as"):
                return True
            end = next((k for k in range(i, span[1]) if tokens[k].upos != "PROPN"), span[1])
            if tokens[i - 1].text == "," and end == span[1] and self._label.get(i) in ("PER", "ORG"):
                return True
        return False

    def _described(self, head: Token) -> Anonymity:
        """Between an office that identifies, a description, and a word that tells nothing.

        ``the spokesman`` is an office; ``a diplomat``, ``two officials``, ``sources close to the talks`` are described;
        ``residents``, ``her allies``, ``a security source`` tell nothing that narrows them down.
        """
        noun = self._lexicon.sources.get(head.lemma.lower())
        plural = head.xpos in ("NNS", "NNPS")
        if self._definite(head) and not plural and not (noun is not None and noun.generic):
            return Anonymity.ROLE_ONLY
        if head.lemma.lower() in self._lexicon.phrases.speaking_for and not plural:
            return Anonymity.ROLE_ONLY
        analysis = self._trees.analysis
        narrowed = any(c.i > head.i for c in analysis.children(head.i, "acl", "amod", "appos"))
        counted = analysis.child(head.i, "nummod") is not None
        somebody = noun is None or noun.kind is not SourceKind.UNSPECIFIED
        return Anonymity.DESCRIBED if narrowed or (somebody and (counted or not plural)) else Anonymity.GENERIC

    def _definite(self, head: Token) -> bool:
        children = self._trees.analysis.children(head.i, "det", "nmod")
        return any(c.text.lower() in _DEFINITE or c.dep == "nmod:poss" for c in children)

    def _bare(self, head: Token) -> bool:
        """True for a body without article or modifier: ``Police``, ``army`` in a headline."""
        children = self._trees.analysis.children(head.i, "det", "amod", "nummod", "acl")
        return head.upos == "NOUN" and not any(True for _ in children)


def _labels(analysis: Analysis) -> dict[int, str]:
    return {i: e.label for e in analysis.entities for i in range(e.first, e.last)}
