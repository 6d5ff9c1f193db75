"""Mentions that have no noun: pairs (``both``), numbers (``killed two``), ``the former`` and ``the latter``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache

from dragoman.records import Analysis, MentionForm, Token
from dragoman.resolve.actors.context import Context, Found, Traits

__all__ = ["AGED", "ORDER", "PAIR", "PART", "SOME", "counted", "last_several", "part_of"]

AGED = "AGED"
"""The label of ``the 37-year-old``, which says nothing of somebody but his age."""
PART = "PART"
"""The label of those who are some of several whom the text has described: ``one said``, ``two were led away``."""

PAIR = "PAIR"
"""The label of words that only say that they stand for two."""
ORDER = "ORDER"
"""The label of ``the former`` and ``the latter``."""
SOME = "SOME"
"""The label of ``two of them``: who they are hangs on the pronoun."""

_ARGUMENT = ("nsubj", "obj", "iobj", "obl", "nmod")
_ANYWHERE = (*_ARGUMENT, "conj")
_BOTH = frozenset(("both", "neither", "two", "pair"))
_ORDERED = frozenset(("former", "latter"))
_SOMEBODY = frozenset(
    (
        *("nobody", "anyone", "everyone", "everybody", "anybody", "somebody", "someone", "whoever", "those", "others"),
        "none",
    )
)  # these are people wherever they stand; numbers and the like only where they act or are harmed
_SINGLE = frozenset(("one", "another"))
_THE_OTHER = frozenset(("other", "others", "third"))
_MODALS = frozenset(("must", "should", "can", "could", "may", "might", "would"))  # ``as one might expect``
_YEARS_OLD = 4  # tokens before ``old`` in ``37-year-old``
_COUNTS = _BOTH | _ORDERED | _SINGLE | _THE_OTHER | {"old"}
"""The words, beside numbers, that a mention without a noun can be: all others need not be asked further."""
_THEM = frozenset(("them", "whom"))
_MOST_DIGITS = 5  # ``killed 12,000``; longer ones are sums


def counted(ctx: Context, token: Token, before: Sequence[Found]) -> Found | None:
    """The mention that a token without a noun makes, None if it makes none. ``before``: the mentions so far."""
    if not _anywhere(token.dep):
        return None
    word = token.text.lower()
    if not (word in _COUNTS or _number(ctx, word)):
        return None
    found = _pair(ctx, token) or _ordered(ctx, token)
    if found is None and token.dep.startswith(_ARGUMENT):
        found = _some_of(ctx, token) or _quantity(ctx, token, before)
    return found or _aged(ctx, token) or _one_of_several(ctx, token, before)


def part_of(item: Found, found: Sequence[Found]) -> Found | None:
    """The several of whom a mention is a part (``PART``), None for any other mention. ``found``: in order."""
    if item.label != PART:
        return None
    several = (f for f in reversed(found) if f.last <= item.first and f.agent is item.agent and f.plural)
    return next((f for f in several if f.form is MentionForm.ROLE and f.label != PART), None)


def _aged(ctx: Context, token: Token) -> Found | None:
    """``the 37-year-old``: somebody whom the text has named or described."""
    tokens, i, man = ctx.analysis.tokens, token.i, ctx.agents.nouns.get("person")
    if i <= _YEARS_OLD or token.text.lower() != "old" or man is None:
        return None
    the, years, *rest = (t.text.lower() for t in tokens[i - _YEARS_OLD - 1 : i])
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if the != "the" or not _digits(years) or rest != ["-", "year", "-"]:
        return None
    if after is not None and after.upos in ("NOUN", "PROPN", "ADJ"):
        return None  # ``the 37-year-old pilot``
    return Found(MentionForm.ROLE, i - _YEARS_OLD - 1, i + 1, i, None, AGED, man, man.noun, definite=True)


def _one_of_several(ctx: Context, token: Token, before: Sequence[Found]) -> Found | None:
    """``one said``, ``another threatened the mayor``, ``a third left``: one of those whom the text named last."""
    analysis, word = ctx.analysis, token.text.lower()
    verb = analysis.tokens[token.head]
    det = next((t for t in analysis.children(token.i, "det") if t.i == token.i - 1), None)
    the = det.text.lower() if det is not None else ""
    single = (word in _SINGLE and det is None) or (word in _THE_OTHER and the in ("the", "a"))
    harmed = token.dep in ("obj", "nsubj:pass") and (verb.lemma.lower(), "n") in ctx.agents.deeds
    if not single or verb.upos != "VERB" or not (token.dep == "nsubj" or harmed):
        return None
    if any(t.dep.startswith(("nmod", "compound", "flat", "amod")) for t in analysis.children(token.i)):
        return None
    if word == "one" and any(t.lemma.lower() in _MODALS for t in analysis.children(verb.i, "aux")):
        return None
    last = last_several(ctx, token, before)
    if last is None:
        return None
    first = token.i if det is None else det.i
    several = word == "others"
    return replace(
        last,
        first=first,
        last=token.i + 1,
        head=token.i,
        label=PART,
        plural=several,
        definite=False,
        form=MentionForm.ROLE,
    )


def last_several(ctx: Context, token: Token, before: Sequence[Found]) -> Found | None:
    """The people described last of whom the text says that they are several, in the sentence of a token or the one
    before."""
    roles = [f for f in before if f.form is MentionForm.ROLE and f.plural and f.last <= token.i]
    some = [f for f in roles if f.agent is not None and f.agent.kind == "person" and f.traits.sectors]
    last = max(some, key=lambda f: f.first, default=None)
    near = last is not None and ctx.analysis.tokens[last.head].sentence >= token.sentence - 1
    return last if near else None


@cache
def _anywhere(dep: str) -> bool:
    return dep.startswith(_ANYWHERE)


def _number(ctx: Context, word: str) -> bool:
    return word in ctx.agents.quantities or _digits(word)


@lru_cache(maxsize=1 << 14)
def _digits(word: str) -> bool:
    """True for ``14`` and ``12,000``."""
    plain = word.replace(",", "")
    return plain.isdigit() and len(plain) <= _MOST_DIGITS


def _some_of(ctx: Context, token: Token) -> Found | None:
    """``two of them``, ``fifteen of whom``: some of those whom the pronoun stands for."""
    if not _number(ctx, token.text.lower()) and token.text.lower() not in _SINGLE:
        return None
    for child in ctx.analysis.children(token.i, "nmod"):
        case = ctx.analysis.child(child.i, "case")
        if child.text.lower() in _THEM and case is not None and case.text.lower() == "of":
            several = token.text.lower() not in _SINGLE
            return Found(MentionForm.ROLE, token.i, child.i + 1, token.i, None, SOME, None, "", several)
    return None


def _pair(ctx: Context, token: Token) -> Found | None:
    """``both agreed``, ``persuade the two``, ``the pair met``: the two that the text has named together."""
    analysis, word = ctx.analysis, token.text.lower()
    if word not in _BOTH or not token.dep.startswith(("nsubj", "obj", "iobj", "obl")):
        return None
    the = next((t for t in analysis.children(token.i, "det") if t.text.lower() == "the"), None)
    if any(t.dep.startswith(("nmod", "amod", "acl", "compound")) for t in analysis.children(token.i)):
        return None
    sides = ctx.agents.nouns.get("sides")
    if (the is None) == (word in ("two", "pair")) or sides is None:
        return None
    first = the.i if the is not None else token.i
    form = MentionForm.ROLE
    return Found(form, first, token.i + 1, token.i, None, PAIR, sides, "sides", plural=True, definite=True)


def _ordered(ctx: Context, token: Token) -> Found | None:
    """``the former``, ``the latter`` where they stand for somebody themselves."""
    word = token.text.lower()
    if word not in _ORDERED or not token.dep.startswith(_ANYWHERE):
        return None
    the = next((t for t in ctx.analysis.children(token.i, "det") if t.text.lower() == "the"), None)
    if the is None:
        return None
    return Found(MentionForm.ROLE, the.i, token.i + 1, token.i, None, ORDER, None, word, definite=True)


def _quantity(ctx: Context, token: Token, before: Sequence[Found]) -> Found | None:
    """``Dozens marched``, ``two were led away``, ``killing 14``, ``others blocked the road``: some of those whom the
    text named last, else people; ``the six``: those whom it named last.
    """
    analysis, word = ctx.analysis, token.text.lower()
    verb = analysis.tokens[token.head]
    digits, gapped = _digits(word), _gapped(ctx, token, verb)
    if not _number(ctx, word) or (verb.upos != "VERB" and not gapped):
        return None
    more = _of_as_many(ctx, token)
    if any(
        (t.dep.startswith(("nmod", "compound", "flat")) and t is not more and not _whence(analysis, t))
        or t.upos == "SYM"
        for t in analysis.children(token.i)
    ):
        return None
    harmed = gapped or (token.dep in ("obj", "nsubj:pass") and (verb.lemma.lower(), "n") in ctx.agents.deeds)
    acts = token.dep.startswith("nsubj") and (not digits or _people_do(ctx, token, verb))
    the = next((t for t in analysis.children(token.i, "det") if t.text.lower() in ("the", "all")), None)
    if not (acts or harmed or the is not None or (word in _SOMEBODY and not digits)):
        return None
    last = last_several(ctx, token, before)
    people = ctx.agents.nouns.get("people")
    if last is not None:
        again = the is not None and analysis.child(token.i, "amod") is None  # ``the other nine`` are others
        first = token.i if the is None else the.i
        return replace(last, first=first, last=token.i + 1, head=token.i, definite=again, label=None if again else PART)
    if people is None or (the is not None and not (acts or harmed)):
        return None
    traits = Traits(sectors=people.sectors)
    form, i = MentionForm.ROLE, token.i
    end = i + 1 if more is None else more.i + 1
    return Found(form, i, end, i, agent=people, phrase="people", plural=True, traits=traits)


def _people_do(ctx: Context, token: Token, verb: Token) -> bool:
    """True for ``159 abstained`` and ``27 died``: a number of which the verb says what people do. A year is none."""
    lemma, given = verb.lemma.lower(), ctx.phrases
    year = token.text.isdigit() and len(token.text) == len("1999")
    return not year and token.dep == "nsubj" and (lemma in given.dying or lemma in given.popular)


def _gapped(ctx: Context, token: Token, verb: Token) -> bool:
    """True for ``40`` in ``nine were killed and 40 wounded``: the second participle has no auxiliary of its own."""
    first = ctx.analysis.tokens[verb.head]
    passive = ctx.analysis.child(first.i, "nsubj:pass") is not None
    if not (verb.dep.startswith("conj") and passive and token.dep.startswith("nsubj")):
        return False
    return any((form, "n") in ctx.agents.deeds for form in (verb.lemma.lower(), *_stems(verb.text.lower())))


def _stems(participle: str) -> tuple[str, ...]:
    """What a regular participle may be of, which the encoder takes for an adjective: ``injured``."""
    return (participle[:-2], participle[:-1]) if participle.endswith("ed") else ()


def _of_as_many(ctx: Context, token: Token) -> Token | None:
    """``thousands`` of ``tens of thousands marched``, where nothing is said of what they are thousands."""
    analysis = ctx.analysis
    for child in analysis.children(token.i, "nmod"):
        of = analysis.tokens[child.i - 1].text.lower() == "of" and child.i == token.i + 2
        if (
            of
            and child.text.lower() in ctx.agents.quantities
            and not any(True for _ in analysis.children(child.i, "nmod"))
        ):
            return child
    return None


def _whence(analysis: Analysis, token: Token) -> bool:
    """True for ``thousands from the highlands``, ``hundreds in Basra``: where they are, not what is counted."""
    return any(case.text.lower() in ("from", "in", "at") for case in analysis.children(token.i, "case"))
