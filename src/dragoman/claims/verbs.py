"""Claims that a verb makes: ``said that``, ``..., he said``, ``urged X to``, ``criticized``, ``it was revealed that``.

The frames in which a verb takes its content stand in ``knowledge/data/speech/verbs.csv``; here each frame is sought in
the dependency tree, the surest first. A verb gives at most one draft.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from dragoman.claims.drafts import NOUNS, PAUSES, WEEKDAYS, Draft, Span, Trees
from dragoman.claims.voices import find_voice, noun_phrase, really_said
from dragoman.knowledge.speech import Cue, CueKind, SpeechLexicon
from dragoman.records import Polarity, Token

__all__ = ["verb_drafts"]

_TRUE_OR_FALSE = frozenset({CueKind.SPEECH, CueKind.STANCE})
"""Kinds of nouns whose content is true or false (claim, accusation), unlike that of a request."""
_RELATIVES = frozenset({"WDT", "WP"})
_MAKES_KNOWN = frozenset({"let", "make"})
"""``let it be known that``: who lets it be known says it, and need not be right."""
_KNOWN = frozenset(f"{verb} known" for verb in _MAKES_KNOWN)
_FOLLOWERS = frozenset({"of", "as", "for", "on", "over"})
"""Prepositions whose phrase after an object belongs to the content: ``accused them of lying``."""


def verb_drafts(trees: Trees, lexicon: SpeechLexicon) -> Iterator[Draft]:
    """One draft for each verb that attributes, in order of the text."""
    for token in trees.tokens:
        if token.upos not in ("VERB", "AUX"):
            continue
        cue = _cue(trees, token, lexicon)
        if cue is None or not really_said(trees, token, lexicon):
            continue
        draft = _draft(trees, token, cue, lexicon)
        if draft is not None:
            yield _of_words(trees, draft, lexicon)


def _of_words(trees: Trees, draft: Draft, lexicon: SpeechLexicon) -> Draft:
    """Who rejects an allegation denies it; who rejects a request, or dismisses a protest as a plot, does not deny that
    there was one."""
    if draft.kind is not CueKind.DENIAL or draft.construction not in ("obj", "passive", "prep"):
        return draft
    first, last = draft.content[0]
    head = next((t for t in trees.tokens[first:last] if not first <= t.head < last or t.head == t.i), None)
    noun = lexicon.nouns.get(head.lemma.lower()) if head is not None else None
    if noun is not None and noun.kind in _TRUE_OR_FALSE and not trees.negated(draft.head):
        return replace(draft, polarity=Polarity.DENIED)
    if draft.construction == "prep" and head is not None and head.upos in NOUNS:
        return replace(draft, polarity=Polarity.ASSERTED)
    return draft


def _cue(trees: Trees, token: Token, lexicon: SpeechLexicon) -> Cue | None:
    lemma = trees.lemma(token)
    if lemma == "make" and any(c.text.lower() == "clear" for c in trees.analysis.children(token.i, "xcomp")):
        lemma = "make clear"
    above = trees.tokens[token.head]
    if lemma == "know" and token.xpos == "VBN" and token.dep == "xcomp" and above.lemma in _MAKES_KNOWN:
        lemma = f"{above.lemma} known"
    return lexicon.verbs.get(lemma)


def _draft(trees: Trees, token: Token, cue: Cue, lexicon: SpeechLexicon) -> Draft | None:
    voice = find_voice(trees, token)
    passive = any(c.dep in ("aux:pass", "nsubj:pass") for c in trees.analysis.children(token.i))
    draft = Draft(
        construction="",
        lemma=cue.lemma,
        head=token.i,
        cue=trees.cue_span(token.i),
        source=voice.head,
        source_span=voice.span,
        content=(),
        clause=(trees.left[token.i], trees.right[token.i]),
        kind=cue.kind,
        commitment=cue.commitment,
        polarity=_polarity(trees, token, cue),
    )
    for frame in _PASSIVE if passive else _ACTIVE:
        found = frame(trees, token, cue, draft)
        if found is not None:
            return _checked(_from_whom(trees, token, found))
    if "quote" in cue.frames and (voice.head is not None or passive):
        return replace(draft, construction="quote", quotable=True)
    return None


def _checked(draft: Draft) -> Draft | None:
    """The draft, if it has content, and a source where the frame needs one."""
    needs_source = draft.construction in ("obj", "inf", "objinf", "prep", "aside", "gap")
    return draft if draft.content and not (needs_source and draft.source is None) else None


def _polarity(trees: Trees, token: Token, cue: Cue) -> Polarity:
    """The verb's own polarity, turned by a negation: ``did not say`` withholds, ``does not believe`` denies."""
    if not trees.negated(token.i):
        return cue.polarity
    if cue.kind is CueKind.BELIEF and cue.polarity is Polarity.ASSERTED:
        return Polarity.DENIED
    if cue.polarity is Polarity.DENIED and cue.kind is CueKind.BELIEF:
        return Polarity.ASSERTED
    return Polarity.WITHHELD


# ---- frames: each answers the draft with its content, or None where the tree does not show it


def _clause(trees: Trees, token: Token, cue: Cue, draft: Draft) -> Draft | None:
    if "clause" not in cue.frames:
        return None
    content = next(trees.analysis.children(token.i, "ccomp"), None)
    if content is None and cue.lemma in _KNOWN:
        # `let it be known that ...`: parsers hang the clause on either verb.
        content = next((c for c in trees.analysis.children(token.head, "ccomp", "csubj") if c.i > token.i), None)
    if content is None and trees.analysis.child(token.i, "expl") is not None:
        content = trees.analysis.child(token.i, "csubj")
    if content is None:
        for c in trees.analysis.children(token.i, "xcomp", "advcl", "parataxis"):
            if trees.mark(c.i) == "that" or (c.dep == "parataxis" and _colon_before(trees, c.i) and c.i > token.i):
                content = c
                break
    if content is None:
        return None
    cue_clause = (trees.left[token.i], trees.right[token.i])
    span = _until_next_cue(trees, content, trees.span(content.i), draft)
    spans = _around_cue(trees, span, draft)
    return replace(
        draft, construction="clause", content=spans, clause=_outside(cue_clause, span), quotable="quote" in cue.frames
    )


def _until_next_cue(trees: Trees, content: Token, span: Span, draft: Draft) -> Span:
    """The content cut before a coordinated ``and added that``: such a verb goes on with the speaker before."""
    for c in trees.analysis.children(content.i, "conj"):
        if c.i < draft.head or c.xpos not in ("VBD", "VBZ", "VBP") or c.lemma.lower() not in _GOES_ON:
            continue
        if trees.analysis.child(c.i, "nsubj", "csubj") is None and trees.left[c.i] > span[0]:
            return trees.trim((span[0], trees.left[c.i]))
    return span


_GOES_ON = frozenset({"add"})
"""Verbs that only a speaker before can have: they go on with what was said."""


def _colon_before(trees: Trees, i: int) -> bool:
    first = trees.left[i]
    return any(trees.tokens[k].text == ":" for k in range(max(0, first - 1), min(first + 2, len(trees.tokens))))


def _around_cue(trees: Trees, span: Span, draft: Draft) -> tuple[Span, ...]:
    """The content less the cue and its source, where the parser put them inside it."""
    hole_first = min(x[0] for x in (draft.cue, draft.source_span) if x) if draft.cue else span[1]
    hole_last = max(x[1] for x in (draft.cue, draft.source_span) if x) if draft.cue else span[1]
    if span[0] < hole_last and hole_first < span[1]:
        return trees.without(span, (hole_first, hole_last))
    return (span,) if trees.has_word(span) else ()


def _outside(clause: Span, content: Span) -> Span:
    """The part of the cue's clause that is not content: before it or after it."""
    if content[0] - clause[0] >= clause[1] - content[1]:
        return clause[0], content[0]
    return content[1], clause[1]


def _aside(trees: Trees, token: Token, cue: Cue, draft: Draft) -> Draft | None:
    """``The talks, he said, went well``; ``As he said, ...``: the cue hangs on its own content."""
    if "clause" not in cue.frames or token.head == token.i:
        return None
    mark = trees.mark(token.i)
    as_clause = token.dep == "advcl" and mark == "as"
    thing = trees.analysis.child(token.i, "obj")
    # `..., reported the Herald`: parsers take an inverted subject for an object.
    subject = trees.analysis.child(token.i, "nsubj") is not None or (thing is not None and thing.i == draft.source)
    loose = token.dep == "advcl" and not mark and token.xpos != "VBG" and subject
    aside = loose or token.dep in ("parataxis", "ccomp", "dep", "discourse")
    if not as_clause and not (aside and _set_off(trees, token)):
        return None
    if thing is not None and thing.i != draft.source and cue.lemma not in ("tell", "ask", "inform", "remind"):
        return None
    if token.dep == "parataxis" and draft.source is None:
        return None
    hole = (trees.left[token.i], trees.right[token.i])
    whole = (trees.left[token.head], trees.right[token.head])
    spans = trees.without(whole, hole)
    quotable = "quote" in cue.frames and not as_clause
    return replace(draft, construction="aside", content=spans, clause=hole, quotable=quotable)


def _late(trees: Trees, token: Token, cue: Cue, draft: Draft) -> Draft | None:
    """``..., the agency reported on Monday`` where the parser took the agency for an apposition."""
    if "clause" not in cue.frames or not token.dep.startswith("acl") or token.xpos == "VBG":
        return None
    name = next((c for c in trees.analysis.children(token.head, "appos") if trees.right[c.i] == token.i), None)
    if name is None or trees.analysis.child(token.i, "nsubj") is not None:
        return None
    sentence = trees.analysis.sentences[token.sentence]
    hole = (trees.left[name.i], trees.right[token.i])
    content = trees.without((sentence.first, sentence.last), hole)
    source = noun_phrase(trees, name.i)
    return replace(
        draft,
        construction="aside",
        source=name.i,
        source_span=(source[0], min(source[1], token.i)),
        content=content,
        clause=hole,
    )


def _gap(trees: Trees, token: Token, cue: Cue, draft: Draft) -> Draft | None:
    """``in what observers said was a sign``: the content goes on after the verb, its subject is the relative word."""
    after = token.i + 1
    last = trees.analysis.sentences[token.sentence].last
    if "clause" not in cue.frames or not token.dep.startswith("acl") or draft.source is None or after >= last:
        return None
    if trees.tokens[after].upos not in ("AUX", "VERB") or trees.tokens[after].xpos in ("VBG", "VBN"):
        return None
    end = next((trees.right[a.i] for a in trees.analysis.ancestors(token.i) if trees.right[a.i] > after), None)
    if end is None:
        return None
    return replace(draft, construction="gap", content=(trees.trim((after, end)),), clause=(trees.left[token.i], after))


def _from_whom(trees: Trees, token: Token, draft: Draft) -> Draft:
    """``the paper learned from aides``: they say it, the paper is the outlet."""
    if draft.lemma not in ("learn", "hear") or draft.source is None:
        return draft
    for c in trees.analysis.children(token.i, "obl"):
        if trees.case(c.i) == "from":
            return replace(draft, source=c.i, source_span=noun_phrase(trees, c.i), outlet=draft.source)
    return draft


def _set_off(trees: Trees, token: Token) -> bool:
    """True if a comma, dash or quotation mark parts the clause of the cue from what goes before, or it comes first."""
    if token.dep in ("ccomp", "dep", "discourse"):
        subject = trees.analysis.child(token.i, "nsubj")
        if subject is None or trees.right[token.i] - trees.left[token.i] > 12:
            return False
    first = trees.left[token.i]
    start = trees.analysis.sentences[token.sentence].first
    return first == start or trees.tokens[first].text in PAUSES or trees.tokens[first - 1].text in PAUSES


def _infinitive(trees: Trees, token: Token, cue: Cue, draft: Draft) -> Draft | None:
    if not cue.frames & {"inf", "objinf"}:
        return None
    content = None
    for c in trees.analysis.children(token.i, "xcomp", "advcl", "ccomp"):
        if c.i > token.i and trees.mark(c.i) == "to":
            content = c
            break
    if content is None:
        return None
    span = trees.span(content.i)
    person = trees.analysis.child(token.i, "obj", "iobj")
    if person is not None and token.i < person.i < content.i:
        if "objinf" not in cue.frames:
            return None
        return replace(draft, construction="objinf", content=(trees.trim((trees.left[person.i], span[1])),))
    if "inf" not in cue.frames or content.dep == "advcl":
        return None
    return replace(draft, construction="inf", content=(span,))


def _phrase(trees: Trees, token: Token, cue: Cue, draft: Draft) -> Draft | None:
    """Content under a preposition: ``called for talks``, ``warned of consequences``, ``called on X to Y``."""
    if not cue.prepositions:
        return None
    for c in trees.analysis.children(token.i, "obl", "nmod", "advcl"):
        preposition = trees.case(c.i) if c.dep != "advcl" else trees.mark(c.i)
        if preposition not in cue.prepositions or c.i < token.i:
            continue
        first, last = trees.left[c.i], trees.right[c.i]
        marker = trees.analysis.child(c.i, "case", "mark")
        first = marker.i + 1 if marker is not None and marker.i < c.i else first
        for later in trees.analysis.children(token.i, "xcomp", "advcl"):
            if later.i > c.i and trees.mark(later.i) == "to":
                last = max(last, trees.right[later.i])
        cue_last = first if first <= token.i + 3 else None
        return replace(
            draft, construction="prep", cue=trees.cue_span(token.i, cue_last), content=(trees.trim((first, last)),)
        )
    return None


def _object(trees: Trees, token: Token, cue: Cue, draft: Draft) -> Draft | None:
    """A noun phrase as content, with what belongs to it: ``accused them of lying``, ``called the plan a mistake``."""
    if not cue.frames & {"obj", "pred"} and "as" not in cue.prepositions:
        return None
    thing = next((c for c in trees.analysis.children(token.i, "obj") if c.i > token.i), None)
    if thing is None:
        return None
    first, last = trees.left[thing.i], trees.right[thing.i]
    followed = False
    for c in trees.analysis.children(token.i, "obl", "advcl", "xcomp"):
        if c.i < thing.i:
            continue
        word = trees.case(c.i) or trees.mark(c.i)
        if c.dep == "xcomp" or (word in _FOLLOWERS and "obl:" not in c.dep and not _is_day(trees, c)):
            last, followed = max(last, trees.right[c.i]), True
    if not followed and "obj" not in cue.frames:
        return None
    content = (trees.trim((first, last)),)
    polarity = _of_thing(trees, thing, cue, draft)
    return replace(draft, construction="obj", content=content, polarity=polarity, quotable="quote" in cue.frames)


def _relative(trees: Trees, token: Token, cue: Cue, draft: Draft) -> Draft | None:
    """``a charge that Moscow denies``, ``..., which the army denies``: what is denied stands before."""
    if cue.kind is not CueKind.DENIAL or not token.dep.startswith("acl") or draft.source is None:
        return None
    word = next((c for c in trees.analysis.children(token.i, "obj") if c.i < token.i and _points_back(c)), None)
    if word is None or word.i == draft.source:
        return None
    noun = trees.tokens[token.head]
    first = trees.left[noun.i]
    span = (first, noun.i + 1) if word.text.lower() == "that" and first <= noun.i < word.i else (word.i, word.i + 1)
    return replace(draft, construction="obj", content=(trees.trim(span),), clause=(word.i, trees.right[token.i]))


def _points_back(word: Token) -> bool:
    """True for a relative word, by its tag or, taggers taking ``that`` for a conjunction, by what it is in the tree."""
    return word.xpos in _RELATIVES or (word.upos == "PRON" and word.text.lower() == "that")


def _is_day(trees: Trees, token: Token) -> bool:
    return token.text in WEEKDAYS


def _passive_infinitive(trees: Trees, token: Token, cue: Cue, draft: Draft) -> Draft | None:
    """``The plan is said to fail``: the content is what is said of the subject."""
    subject = trees.analysis.child(token.i, "nsubj")
    if "passinf" not in cue.frames or subject is None:
        return None
    for c in trees.analysis.children(token.i, "xcomp"):
        if c.i > token.i and trees.mark(c.i) == "to":
            spans = (trees.span(subject.i), trees.span(c.i))
            return replace(draft, construction="passinf", content=spans)
    return None


def _passive(trees: Trees, token: Token, cue: Cue, draft: Draft) -> Draft | None:
    """``The plan was criticized by opponents``."""
    subject = trees.analysis.child(token.i, "nsubj")
    if "pass" not in cue.frames or subject is None or draft.source is None:
        return None
    polarity = _of_thing(trees, subject, cue, draft)
    return replace(draft, construction="passive", content=(trees.span(subject.i),), polarity=polarity)


def _of_thing(trees: Trees, thing: Token, cue: Cue, draft: Draft) -> Polarity:
    """Who rejects an offer does not deny that it was made; who rejects a claim *that* something is so denies it."""
    turned_down = draft.polarity is Polarity.DENIED and "clause" not in cue.frames
    if turned_down and not any(
        trees.mark(c.i) in ("that", "of") for c in trees.analysis.children(thing.i, "acl", "ccomp")
    ):
        return Polarity.ASSERTED
    return draft.polarity


_Frame = Callable[[Trees, Token, Cue, Draft], Draft | None]
_ACTIVE: tuple[_Frame, ...] = (_clause, _infinitive, _aside, _late, _gap, _phrase, _object, _relative)
_PASSIVE: tuple[_Frame, ...] = (_clause, _passive_infinitive, _aside, _phrase, _passive)
