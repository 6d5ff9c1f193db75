"""Small questions about an act and what governs it, as the reader of status asks them."""

from __future__ import annotations

from collections.abc import Set

from dragoman.events.trees.syntax import Syntax
from dragoman.knowledge.status import StatusLexicon, StatusPhrases
from dragoman.records import Status, Token

__all__ = [
    "ahead_of",
    "any_under_negation",
    "asked",
    "awaited",
    "definite",
    "has_any",
    "infinitive_of",
    "inverted_condition",
    "main_clause",
    "negator_of",
    "noun_relations",
    "noun_says",
    "of_a_deal",
    "ranked",
    "towards",
    "untrue",
    "wanted_of_another",
    "went_on",
]

_DEFINITE = frozenset({"the", "this", "that", "these", "those"})


def asked(syntax: Syntax, p: int) -> bool:
    """Whether a clause is an indirect question."""
    return any(c.xpos in ("WRB", "WP", "WDT") for c in syntax.analysis.children(p, "advmod", "obj", "nsubj", "obl"))


def awaited(syntax: Syntax, clause: Token, marks: Set[str], promises: Set[str]) -> bool:
    """``until they are freed``, ``once the court has ruled``: what is still to come, told by the tense of its verb or
    by a modal of the main clause (``would stay until they were freed``) or its promise (``vowed to stay until``). Of
    such acts in our corpus 29 of 36 are a condition or a demand, with the past and no modal 24 of 25 have happened.
    """
    if not marks:
        return False
    verbs = (clause, *syntax.analysis.children(clause.i, "aux", "aux:pass", "cop"))
    if any(v.xpos in ("VBP", "VBZ") for v in verbs):
        return True
    above = syntax.tokens[clause.head]
    modal = any(a.xpos == "MD" for a in syntax.analysis.children(above.i, "aux"))
    modal = modal or (above.dep == "xcomp" and infinitive_of(syntax, above) and not syntax.lends(above.head))
    modal = modal or (syntax.lemmas[above.i] in promises and syntax.child(above.i, "xcomp") is not None)
    return modal and "before" not in marks and any(v.xpos == "VBD" for v in verbs)


def went_on(syntax: Syntax, governor: int) -> bool:
    """``went on to win``: the winning follows, it is not ahead."""
    children = syntax.analysis.children_of[governor]
    return syntax.lemmas[governor] == "go" and any(syntax.lemmas[c] == "on" for c in children)


def ranked(syntax: Syntax, noun: int, ranks: Set[str]) -> bool:
    """``the first to fall``, ``the only state to object``: who did it is ranked, nothing is ahead."""
    words = (noun, *(c.i for c in syntax.analysis.children(noun, "amod", "nummod", "compound")))
    return any(syntax.lemmas[word] in ranks for word in words)


def definite(syntax: Syntax, noun: int) -> bool:
    """``the attack``, ``last week's attack``, ``their attack``: one that is known to be."""
    for c in syntax.analysis.children_of[noun]:
        token = syntax.tokens[c]
        if token.dep == "nmod:poss" or "'s" in syntax.case_words(c):
            return True
        if token.dep == "det" and syntax.lemmas[c] in _DEFINITE:
            return True
    return syntax.tokens[noun].upos == "PROPN" and not syntax.title(noun)


def of_a_deal(syntax: Syntax, governor: int, phrases: StatusPhrases) -> bool:
    """Whether a verb has a deal or a plan for its subject and tells its terms: ``the draft calls for``."""
    if syntax.lemmas[governor] not in phrases.deal_verbs and syntax.lemmas[governor] not in ("say", "state"):
        return False
    subjects, _ = syntax.subjects(governor) if syntax.is_verb(governor) else ((), "")
    return any(syntax.lemmas[s] in phrases.deal_nouns and syntax.tokens[s].upos != "PROPN" for s in subjects)


def ahead_of(syntax: Syntax, noun: int) -> int | None:
    """The ``ahead`` of ``ahead of the talks``: they are still to come."""
    for of in syntax.analysis.children(noun, "case"):
        if of.text.lower() == "of" and of.i > 0 and syntax.tokens[of.i - 1].text.lower() == "ahead":
            return of.i - 1
    return None


def towards(syntax: Syntax, noun: int, phrases: StatusPhrases) -> int | None:
    """The ``towards`` of ``headed towards a deal``: it is not there yet."""
    if not any(syntax.lemmas[c.i] == "a" for c in syntax.analysis.children(noun, "det")):
        return None  # `hostile towards protests`
    return next((c.i for c in syntax.analysis.children(noun, "case") if c.text.lower() in phrases.towards), None)


def any_under_negation(syntax: Syntax, noun: int) -> Token | None:
    """The ``not`` of ``were not aware of any talks``, which negates what ``any`` leaves open, however far it stands."""
    if not any(syntax.lemmas[c.i] == "any" for c in syntax.analysis.children(noun, "det")):
        return None
    for above in syntax.analysis.ancestors(noun):
        negator = syntax.negated(above.i)
        if negator is not None and negator.i < noun:
            return negator
        if above.dep.partition(":")[0] in ("ccomp", "parataxis", "acl", "advcl"):
            return None
    return None


def untrue(syntax: Syntax, clause: Token, truths: Set[str]) -> bool:
    """``it is not true that they fled``, ``it is not the case that``."""
    above = clause.head
    that = any(syntax.tokens[c].text.lower() == "that" for c in syntax.analysis.children_of[clause.i])
    told = that and clause.dep.partition(":")[0] in ("ccomp", "csubj", "acl")
    return told and syntax.lemmas[above] in truths and syntax.negated(above) is not None


def inverted_condition(syntax: Syntax, p: int) -> int | None:
    """The ``should`` of ``should they refuse, ...``, the ``were`` of ``were they to refuse, ...``."""
    token = syntax.tokens[p]
    subject = syntax.child(p, "nsubj")
    last = syntax.tokens[syntax.analysis.sentences[token.sentence].last - 1]
    if subject is None or "?" in last.text:
        return None
    for aux in syntax.analysis.children(p, "aux", "cop"):
        word = aux.text.lower()
        if aux.i < subject.i and (word == "should" or (word == "were" and "to" in syntax.case_words(p))):
            return aux.i
    return None


def noun_relations(syntax: Syntax, token: Token) -> tuple[str, ...]:
    """The relations by which words of status know a noun that stands so (the head of ``status/cues.csv``)."""
    if token.dep.startswith("obl"):
        return (*_by_case(syntax, token), "obl:*")
    if token.dep == "nmod":
        cases = sorted(syntax.case_words(token.i) & {"of", "for", "on", "to", "against", "at"})
        return ("nmod", *(f"nmod:{case}" for case in cases)) if cases else ()
    if token.dep in ("obj", "nsubj:pass"):
        return ("obj", *_by_case(syntax, token))
    if token.dep == "xcomp":
        return _by_case(syntax, token)
    return {"nsubj": ("subj",), "compound": ("compound", "nmod")}.get(token.dep, ())


def _by_case(syntax: Syntax, token: Token) -> tuple[str, ...]:
    """Those by its prepositions, which a parser may hang on an object too: ``asked for asylum``."""
    return tuple(f"obl:{case}" for case in sorted(syntax.case_words(token.i)))


def wanted_of_another(syntax: Syntax, governor: int, token: Token) -> bool:
    """``wants him to go``, ``want the law changed``: somebody else is to do it, not who wants it."""
    objects = syntax.analysis.children(governor, "obj", "iobj")
    subjects = syntax.analysis.children(token.i, "nsubj", "nsubj:pass")
    return any(governor < o.i < token.i and o.xpos not in ("WDT", "WP") for o in (*objects, *subjects))


def negator_of(syntax: Syntax, p: int, negative_subjects: Set[str]) -> int | None:
    """The word that negates a predicate: its own, or that of its subject or object (``neither side signed``)."""
    own = syntax.negated(p)
    if own is not None:
        return own.i
    for subject in syntax.analysis.children(p, "nsubj"):
        if syntax.lemmas[subject.i] in negative_subjects:
            return subject.i
        for word in syntax.analysis.children(subject.i, "det", "cc:preconj", "cc"):
            if syntax.lemmas[word.i] in ("no", "neither") and word.i < subject.i:
                return word.i
    words = (w.i for thing in syntax.analysis.children(p, "obj") for w in syntax.analysis.children(thing.i, "det"))
    return next((w for w in words if syntax.lemmas[w] == "neither"), None)


def nothing(syntax: Syntax, act: int, negative: Set[str]) -> int | None:
    """The ``nothing`` of ``conceded nothing``, ``agreed to nothing``, ``was promised nothing``."""
    for thing in syntax.analysis.children(act, "obj", "obl"):
        own = thing.dep == "obj" or (bool(syntax.case_words(thing.i)) and syntax.case_words(thing.i) <= {"to", "on"})
        if own and syntax.lemmas[thing.i] in negative:
            return thing.i
    return None


def noun_says(syntax: Syntax, clause: Token, lexicon: StatusLexicon) -> bool:
    """Whether a participle tells what the report, letter or resolution that it hangs on says: ``accusing``,
    ``urging``."""
    spoken = lexicon.effect(syntax.lemmas[clause.i], "v", ("ccomp", "xcomp", "obl:of", "obl:for"))
    told = syntax.lemmas[clause.head] in lexicon.phrases.documents
    return told and spoken in (Status.DEMANDED, Status.UNCERTAIN)


def has_any(syntax: Syntax, governor: int, words: Set[str]) -> bool:
    """Whether a verb has one of these words as a particle or as the preposition of a phrase of its own."""
    return any(syntax.lemmas[c] in words or syntax.case_words(c) & words for c in syntax.analysis.children_of[governor])


def infinitive_of(syntax: Syntax, token: Token) -> bool:
    """``to leave``, ``to be offered``, ``to have left``."""
    if "to" not in syntax.case_words(token.i):
        return False
    return token.xpos == "VB" or any(a.xpos == "VB" for a in syntax.analysis.children(token.i, "aux", "cop"))


def main_clause(syntax: Syntax, head: int, root: int) -> bool:
    """Whether a word stands in the main clause of its sentence, or in one that hangs on that."""
    clause = syntax.clause_head(head)
    return clause == root or syntax.tokens[clause].head == root
