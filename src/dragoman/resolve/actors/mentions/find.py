"""Mentions of actors: names (of the encoder and of the actor base), role nouns, demonyms, metonyms, pronouns.

Spans: a name is the name alone, without its title (``Joe Biden`` of ``US President Joe Biden``), and its ``head`` is
the head of the whole noun phrase, so that a participant is found from whichever token the parse chose. A role is the
noun phrase up to its first clause or comma (``the leaders of the Framework``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dragoman.knowledge.agents import Agent
from dragoman.records import Analysis, Entity, MentionForm, Token
from dragoman.records.marks import DOUBLE_MARKS
from dragoman.resolve.actors.context import Context, Found, Traits, hyphened, locative
from dragoman.resolve.actors.identity.choose import choose
from dragoman.resolve.actors.mentions.counted import counted
from dragoman.resolve.actors.mentions.metonyms import metonym
from dragoman.resolve.actors.mentions.pointed import pointed
from dragoman.resolve.actors.mentions.roles import role_at, title_of
from dragoman.resolve.actors.mentions.sites import sites
from dragoman.resolve.actors.mentions.surnames import SURNAME
from dragoman.resolve.actors.mentions.traits import traits_of
from dragoman.resolve.actors.scan import Match, country_like
from dragoman.resolve.actors.words.congress import legislators_tags
from dragoman.resolve.actors.words.phrases import phrase_at
from dragoman.resolve.actors.words.titles import governs_what, is_office, office_before, tells_the_hour

__all__ = ["find_mentions"]

_PERSONAL = frozenset(
    "he him his himself she her hers herself they them their theirs themselves it its itself".split()  # noqa: SIM905
)
_RELATIVE = frozenset(("who", "whom", "whose", "which", "that"))
_AFTER_NAME = ("of", "from", "for", "in", "at", ",", "(", "―", "—")  # no name of a person goes on behind these
_LONG_HONOUR = 5  # letters
_MODIFIER = ("amod", "compound", "nmod:desc", "det")


def find_mentions(ctx: Context) -> list[Found]:
    """All mentions in order of the text, not yet judged."""
    names = _names(ctx)
    inside: dict[int, Found] = {i: name for name in names for i in range(name.first, name.last)}
    titled: set[int] = set()
    placed = _within_places(ctx) | _within_nobody(ctx)
    finished: list[Found] = []
    for name in names:
        named, tokens = _with_title(ctx, name, inside)
        finished.append(named)
        titled.update(tokens)
    for token in ctx.analysis.tokens:
        if token.i in inside or token.i in titled:
            continue
        upos = token.upos
        found = _pronoun(ctx.analysis, token) if upos in ("PRON", "DET") else None
        noun = upos in ("NOUN", "PROPN") or (upos == "ADJ" and _behind_hyphen(ctx, token))
        if noun and token.i not in placed:
            found = role_at(ctx, token, inside)
        if found is None:
            found = counted(ctx, token, finished)
        if found is not None:
            finished.append(found)
    finished += [f for f in (_known_name(ctx, m, None) for m in ctx.backers) if f is not None]
    covered = {i for f in finished if f.form is not MentionForm.ROLE for i in range(f.first, f.last)}
    within = frozenset(i for f in finished for i in range(f.first, f.last))
    finished += sites(ctx, covered | titled | {f.head for f in finished}, within)
    finished += pointed(ctx, finished, {i for f in finished for i in range(f.first, f.last)} | titled)
    return sorted(finished, key=lambda f: (f.first, -f.last, f.head))


def _behind_hyphen(ctx: Context, token: Token) -> bool:
    """True for ``general`` in ``attorney-general``, which the encoder takes for an adjective."""
    before = ctx.analysis.tokens[token.i - 1] if token.i else token
    return before.text == "-" and not before.space


def _within_places(ctx: Context) -> set[int]:
    """Tokens of places' names of several words: ``States`` in ``to the United States`` is no role noun."""
    spans = [(first, last) for first, last, _ in ctx.spots]
    spans += [(m.first, m.last) for m in ctx.matches if m.capitals or any(_is_state(c.actor) for c in m.candidates)]
    return {i for first, last in spans if last - first > 1 for i in range(first, last)}


def _within_nobody(ctx: Context) -> set[int]:
    """Tokens of names of several words that act in no affair: ``Union`` in ``the State of the Union`` is no union."""
    tokens = ctx.analysis.tokens
    found: set[int] = set()
    for first, words in ((t.i, names) for t in tokens for names in ctx.agents.nobody_by.get(t.text.lower(), ())):
        said = [t.text.lower() for t in tokens[first : first + len(words)]]
        found.update(range(first, first + len(words)) if said == list(words) else ())
    return found


def _is_state(actor: str) -> bool:
    return actor.startswith("state:")


def _names(ctx: Context) -> list[Found]:
    """Names without overlap: a known name wins unless the encoder saw a longer one around it."""
    names: list[Found] = []
    consumed: set[int] = set()
    labels: dict[int, str] = {}
    nobody = {i for tag in legislators_tags(ctx.analysis, ctx.phrases) for i in tag} | _parties_of_cases(ctx)
    for entity in _with_nicknames(ctx.analysis):
        if entity.first in nobody or entity.last - 1 in nobody:
            continue
        first, last = _trim(ctx, entity)
        known = {id(m): m for i in range(first, last) if (m := ctx.by_token.get(i)) is not None}.values()
        labels.update(dict.fromkeys(range(first, last), entity.label))
        covering = any(m.first <= first and m.last >= last for m in known)
        crossing = any(m.first < first or m.last > last for m in known)
        solid = any(m.last - m.first > 1 and len(m.candidates) == 1 for m in known) and entity.label != "PER"
        people = sum(any(c.actor.startswith("person:") for c in m.candidates) for m in known)
        if covering or crossing or people > 1 or (solid and entity.label == "LOC"):
            continue
        if not _nameable(ctx, first, last, entity.label):
            if entity.label == "ORG":  # a role in capitals: ``National`` in ``National Assembly`` is no party
                consumed.update(id(m) for m in known if not country_like(m))
            continue
        consumed.update(id(m) for m in known)
        top = _top(ctx.analysis, first, last)
        people = last - first == 1 and entity.label == "PER" and ctx.analysis.tokens[top].xpos == "NNPS"
        label = "NORP" if people else "PER" if entity.label == "LOC" else entity.label
        names.append(Found(MentionForm.NAME, first, last, top, label=label))
    for match in ctx.matches:
        role = _ends_role(ctx, match) or _is_role(ctx, match, labels)
        if id(match) not in consumed and match.first not in nobody and not role:
            found = _known_name(ctx, match, labels.get(match.last - 1))
            if found is not None:
                names.append(found)
    names += _surnames(ctx, {i for name in names for i in range(name.first, name.last)})
    return sorted(names, key=lambda f: f.first)


def _parties_of_cases(ctx: Context) -> set[int]:
    """Tokens of the names on both sides of ``v.``: ``Holder v. Humanitarian Law Project`` is a case, which acts as
    little as it is acted upon.
    """
    tokens = ctx.analysis.tokens
    found: set[int] = set()
    for token in tokens[1:-1]:
        if token.text not in ("v.", "v") or not tokens[token.i + 1].text[:1].isupper():
            continue
        sentence = ctx.analysis.sentences[token.sentence]
        for step, end in ((-1, sentence.first - 1), (1, sentence.last)):
            i = token.i + step
            while i != end and (tokens[i].text[:1].isupper() or tokens[i].text in (".", "of", "&", "and", "the")):
                found.add(i)
                i += step
    return found


def _ends_role(ctx: Context, match: Match) -> bool:
    """True for a doubtful name of one word that ends a role noun begun in small letters: ``PAC`` in ``a super PAC``."""
    said = phrase_at(ctx, ctx.analysis.tokens[match.first]) if match.last - match.first == 1 else None
    doubtful = bool(match.candidates) and all(c.ambiguous for c in match.candidates)
    return doubtful and said is not None and said[1] < match.first and ctx.analysis.tokens[said[1]].text.islower()


def _is_role(ctx: Context, match: Match, labels: Mapping[int, str]) -> bool:
    """True for a doubtful name of one word that is a calling too, and of which nothing tells that it is a name here:
    ``Sheriff Lyle Dunaway``, ``the Cardinal said``."""
    several = len({c.actor for c in match.candidates}) > 1 and all(
        c.actor.startswith("party:") for c in match.candidates
    )
    doubtful = bool(match.candidates) and all(c.ambiguous for c in match.candidates)
    if match.last - match.first > 1 or not (doubtful or several):
        return False
    said = phrase_at(ctx, ctx.analysis.tokens[match.first])
    calling = said is not None and said[0].kind in ("person", "member")
    titled = labels.get(match.last) == "PER" and labels.get(match.first) != "PER"
    return calling and (titled or ((several or match.first not in labels) and choose(ctx, match) is None))


def _with_nicknames(analysis: Analysis) -> list[Entity]:
    """The entities, a name that a nickname in quotes cuts in pieces as one: ``Robert C. "Bobby" Scott``."""
    found: list[Entity] = []
    for entity in analysis.entities:
        before = found[-1] if found else None
        if before is not None and before.label == entity.label == "PER" and _one_name(analysis, before, entity):
            found[-1] = replace(before, last=entity.last, end=entity.end)
        else:
            found.append(entity)
    return found


def _one_name(analysis: Analysis, one: Entity, other: Entity) -> bool:
    """True if nothing but a final point and a pair of quotes stands between two names, or around the second's first."""
    tokens = analysis.tokens
    between = [t.text for t in tokens[one.last : other.first]]
    quotes = sum(t.text in DOUBLE_MARKS for t in tokens[one.first : other.last])
    closes = any(t.text in DOUBLE_MARKS for t in tokens[other.last : other.last + 1])
    same = tokens[one.first].sentence == tokens[other.first].sentence
    whole = quotes == 2 or (quotes == 1 and closes)
    bare = all(t == "." or t in DOUBLE_MARKS for t in between)
    quoted = (
        len(between) in (3, 4, 5) and between[0] in DOUBLE_MARKS and between[-1] in DOUBLE_MARKS
    )  # ``Ana "the Fox" Ruiz``
    return same and whole and bool(between) and (bare or quoted)


def _surnames(ctx: Context, taken: set[int]) -> list[Found]:
    """Bare surnames of the powerful that the encoder did not see as names: headlines have little context."""
    return [
        Found(MentionForm.NAME, i, i + 1, i, label=SURNAME, definite=True)
        for i in sorted(ctx.surnames)
        if i not in taken and i not in ctx.by_token
    ]


def _nameable(ctx: Context, first: int, last: int, label: str) -> bool:
    """True if an entity that no known name covers names an actor: places do not, nor do lone codes and adjectives."""
    tokens = ctx.analysis.tokens
    sentence = ctx.analysis.sentences[tokens[first].sentence]
    alone = sentence.last - sentence.first == last - first and label != "PER"
    if label == "PER" and ctx.text(first, last)[1:2] == "-":
        return False  # party and state of an American politician: ``R-Utah``
    text = ctx.text(first, last).lower()
    bearer = label == "PER" and last - first == 1 and _ends_a_name(ctx, tokens[first])  # ``Carter`` drives no cart
    noun = not bearer and (text in ctx.agents.nobody or text in ctx.agents.nouns)
    division = last - first == 1 and _is_division(ctx, tokens[first])
    if noun or division or (label == "ORG" and is_office(ctx, first, last)):
        return False  # a role in capitals: ``Cabinet``, ``Prime Minister``, ``Commissioner for Works``
    if (
        (label == "LOC" and not _speaks(ctx, first, last))
        or alone
        or not any(c.isalpha() for c in ctx.text(first, last))
    ):
        return False
    head = tokens[_top(ctx.analysis, first, last)]
    if (
        label == "PER"
        and last - first == 1
        and head.dep in ("amod", "compound")
        and tokens[head.head].xpos[:3] != "NNP"
    ):
        return _ends_a_name(ctx, head)
    if label == "NORP":
        return head.feature("Number") == "Plur" and not head.dep.startswith(_MODIFIER)
    return any(t.text[:1].isupper() or not t.text.isascii() for t in tokens[first:last])


def _is_division(ctx: Context, token: Token) -> bool:
    """True for ``R.I.`` and ``Warwick, Ariz``: the abbreviation of an American state, by its point or behind a town."""
    before = ctx.analysis.tokens[token.i - 1].text if token.i else ""
    short = token.text.rstrip(".").lower() in ctx.phrases.american_states and token.i not in ctx.by_token
    return short and ("." in token.text or before == ",")


def _ends_a_name(ctx: Context, token: Token) -> bool:
    """True for the last word of a longer name that the article gives: somebody's surname."""
    tokens = ctx.analysis.tokens
    return any(e.last - e.first > 1 and tokens[e.last - 1].text == token.text for e in ctx.analysis.entities)


def _speaks(ctx: Context, first: int, last: int) -> bool:
    """True for one word that the encoder took for a place, that no gazetteer knows, and that says something
    (``Malloy says``): somebody's surname.
    """
    token = ctx.analysis.tokens[first]
    if last - first > 1 or token.dep != "nsubj" or first in ctx.place_countries or not token.text.isalpha():
        return False
    return ctx.analysis.tokens[token.head].lemma.lower() in ctx.sayers


def _trim(ctx: Context, entity: Entity) -> tuple[int, int]:
    """An entity without determiners, countries and titles before a person's name."""
    tokens, first, last = ctx.analysis.tokens, entity.first, entity.last
    while first < last - 1:
        match = ctx.by_token.get(first)
        if match is not None and match.first == first and match.last == last:
            break
        token = tokens[first]
        small = token.text.islower() and token.text.isascii() and token.upos in ("DET", "ADJ", "ADP", "NOUN")
        if small or token.upos in ("DET", "PUNCT", "PART") or token.text.lower() in ("the", "pro"):
            first += 1
        elif entity.label == "PER" and match is not None and match.last < last and country_like(match):
            first = match.last
        elif entity.label == "PER" and token.xpos == "NNPS" and last - first > 2:
            first += 1  # ``Floridians Jeb Bush and Marco Rubio``
        elif entity.label == "PER" and (size := title_of(ctx, first, last)):
            first += size
        elif entity.label == "PER" and (
            token.text.lower() in ctx.agents.modifiers
            or (first in ctx.place_countries and title_of(ctx, first + 1, last))  # ``Lagos Gov. Musa Danladi``
            or (first == entity.first and last - first > 2 and governs_what(ctx, first))  # ``Mayor of Izmir Ali Tunç``
        ):
            first += 1
        else:
            break
    marks = [i for i in range(first, last) if tokens[i].text in DOUBLE_MARKS] if entity.label == "PER" else []
    if len(marks) == 1 and last - first > 1:  # half a pair of quotes: the name is what stands on its further side
        first, last = (marks[0] + 1, last) if marks[0] + 1 < last else (first, marks[0])
    if entity.label == "PER":
        last = next((i for i in range(first + 1, last) if tokens[i].text in _AFTER_NAME), last)
        bare = next((i for i in range(last, first + 1, -1) if not _is_honour(tokens[i - 1].text)), last)
        last = last if tokens[bare - 1].text.isupper() else bare
    else:
        last = next((i for i in range(first + 1, last) if tokens[i].text == "("), last)  # ``Democratic Party (DP``
    if last - first > 2 and hyphened(ctx.analysis, last - 3):
        last -= 2  # ``UN-brokered``
    while last - 1 > first and tokens[last - 1].upos in ("PUNCT", "PART"):
        last -= 1
    return first, last


def _is_honour(text: str) -> bool:
    """True for what stands behind a name in capitals: ``MP``, ``FRS``, ``DBE``, not for ``III``."""
    return text.isalpha() and text.isupper() and 1 < len(text) < _LONG_HONOUR and not set(text) <= {*"IVX"}


def _top(analysis: Analysis, first: int, last: int) -> int:
    """The token of ``[first, last)`` that the others hang on."""
    return (
        next((i for i in range(first, last) if not first <= analysis.tokens[i].head < last), first)
        if (analysis.tokens[first].head != first)
        else first
    )


def _known_name(ctx: Context, match: Match, label: str | None) -> Found | None:
    """A mention from a known name, None where it is a place, a mere adjective of another kind, or a person's name."""
    analysis = ctx.analysis
    head = _top(analysis, match.first, match.last)
    token = analysis.tokens[head]
    the = analysis.tokens[token.head]
    if token.dep.startswith("flat") and the.i == match.first - 1 and the.text.lower() == "the":
        token = the  # ``The Hague``, ``The Gambia``: the parser takes the article for the first part of the name
    state = bool(match.candidates) and all(c.actor.startswith("state:") for c in match.candidates)
    found = Found(MentionForm.NAME, match.first, match.last, head, match, label, definite=True)
    if label == "PER" and (state or match.capitals) and _surname_of_somebody(ctx, match):
        return replace(found, match=None)
    joined = analysis.tokens[token.head] if token.dep == "conj" else token
    behind = hyphened(analysis, match.last - 1)
    modifier = joined.dep.startswith(_MODIFIER) or behind  # ``Indian and Pakistani troops``
    if match.demonyms and (modifier or not match.candidates):
        noun = not modifier and token.upos in ("NOUN", "PROPN", "ADJ")
        plural = token.feature("Number") == "Plur" or any(d.noun for d in match.demonyms)
        return (
            replace(found, form=MentionForm.DEMONYM, plural=noun, definite=plural or modifier)
            if noun or modifier
            else None
        )
    if not match.candidates:
        return replace(found, form=MentionForm.METONYM) if behind or metonym(ctx, token) else None
    if state or all(c.seat for c in match.candidates):
        town = bool(match.capitals) or any(i in ctx.place_countries for i in range(match.first, match.last))
        if locative(analysis, token) or (not state and town and not metonym(ctx, token)):
            return None
        return replace(found, form=MentionForm.METONYM if not state else MentionForm.NAME)
    return _described(analysis, found)


def _described(analysis: Analysis, name: Found) -> Found:
    """A name that ends in small letters begins at its article, as any description: ``the M23 rebels``."""
    tokens = analysis.tokens
    if name.last - name.first == 1 or not tokens[name.last - 1].text.islower():
        return name
    the = tokens[name.first - 1] if name.first else tokens[0]
    same = the.sentence == tokens[name.first].sentence
    return replace(name, first=the.i) if same and the.dep == "det" else name


def _surname_of_somebody(ctx: Context, match: Match) -> bool:
    """True if the article names a person in full who ends in this name: ``Michael Jordan``, then ``Jordan``."""
    text = ctx.text(match.first, match.last)
    full = (e for e in ctx.analysis.entities if e.label == "PER" and ctx.text(e.first, e.last).endswith(f" {text}"))
    return any(ctx.analysis.tokens[e.first].text[:1].isupper() for e in full)  # not ``of the United States``


def _with_title(ctx: Context, name: Found, inside: dict[int, Found]) -> tuple[Found, list[int]]:
    """A person's name with what its title says, and the tokens of that title."""
    human = name.label in ("PER", SURNAME) or (
        name.match is not None and any(c.actor.startswith("person:") for c in name.match.candidates)
    )
    before = name.first - 1
    if not human and name.label == "ORG" and before >= 0 and before not in inside:
        return _with_kind(ctx, name, inside)
    tokens = ctx.analysis.tokens
    if not human or before < 0 or tokens[before].sentence != tokens[name.first].sentence:
        return name, []
    if tells_the_hour(ctx, before):
        return name, [before]
    office = office_before(ctx, name)
    if before in inside:
        return _with_office(ctx, name, *office) if office is not None else (name, [])
    return _with_role(ctx, name, inside, office)


def _with_role(
    ctx: Context, name: Found, inside: dict[int, Found], office: tuple[Agent, int] | None
) -> tuple[Found, list[int]]:
    """A person's name with the title or the role noun right before it, else with its office of something."""
    token = ctx.analysis.tokens[name.first - 1]
    title = ctx.agents.titles.get(token.text.rstrip(".").lower())
    if title is not None and token.text[:1].isupper() and not title.role:
        traits = replace(name.traits, gender=title.gender)
        further = _role_before(ctx, token, inside) if token.upos in ("NOUN", "PROPN") else None
        if further is None:
            return replace(name, traits=traits, head=_outer(ctx.analysis, name, [token.i])), [token.i]
    found = _role_before(ctx, token, inside)
    if found is None and office is not None:
        return _with_office(ctx, name, *office)
    if found is None or _other_argument(ctx.analysis, token, name):
        return name, []
    covered = list(range(found.first, found.last))
    gender = found.traits.gender or (title.gender if title else None)
    phrase = ctx.agents.office(found.phrase)
    return (
        replace(
            name,
            agent=found.agent,
            phrase=phrase,
            traits=replace(found.traits, gender=gender),
            head=_outer(ctx.analysis, name, covered),
        ),
        covered,
    )


def _with_office(ctx: Context, name: Found, agent: Agent, noun: int) -> tuple[Found, list[int]]:
    """A person's name with the office of something that stands before it."""
    before = role_at(ctx, ctx.analysis.tokens[noun], {}, title=True)
    first = min(noun, before.first) if before is not None else noun
    traits = traits_of(ctx, first, name.first, agent, noun)
    covered = list(range(first, name.first))
    phrase = ctx.agents.office(agent.noun)
    return replace(name, agent=agent, phrase=phrase, traits=traits, head=_outer(ctx.analysis, name, covered)), covered


def _with_kind(ctx: Context, name: Found, inside: dict[int, Found]) -> tuple[Found, list[int]]:
    """An organisation's name with the words that say what it is (``the miner Sibanye``, ``the rights group Memorial``):
    one mention and not two.
    """
    tokens = ctx.analysis.tokens
    token, head = tokens[name.first - 1], tokens[name.head]
    said = phrase_at(ctx, token) if token.upos == "NOUN" and token.text.islower() else None
    apart = head.head != token.i and not name.first <= token.head < name.last
    if said is None or said[0].kind not in ("body", "group", "person") or apart or token.xpos == "NNS":
        return name, []
    if token.dep in ("obj", "iobj") and head.dep != "appos":
        return name, []
    found = role_at(ctx, token, inside, title=True)
    covered = list(range(found.first, found.last)) if found is not None else [token.i]
    return replace(name, head=_outer(ctx.analysis, name, covered)), covered


def _role_before(ctx: Context, token: Token, inside: dict[int, Found]) -> Found | None:
    if token.upos not in ("NOUN", "PROPN", "ADJ") or token.text == "-":
        return None
    found = role_at(ctx, token, inside, title=True)
    return found if found is not None and found.agent is not None and found.agent.kind != "body" else None


def _other_argument(analysis: Analysis, token: Token, name: Found) -> bool:
    """True if a role noun before a name is another participant (``told police Smith had fled``)."""
    head = analysis.tokens[name.head]
    return head.dep == "nsubj" and token.dep in ("obj", "iobj", "obl", "nsubj") and head.head != token.head


def _outer(analysis: Analysis, name: Found, title: list[int]) -> int:
    """The head of title and name together: the title's noun where the parse hangs the name on it."""
    governor = analysis.tokens[name.head].head
    return governor if governor in title else name.head


def _pronoun(analysis: Analysis, token: Token) -> Found | None:
    word = token.text.lower()
    if word in _PERSONAL:
        gender = {"h": "m", "s": "f"}.get(word[0]) if word[:3] in ("he", "him", "his", "she") else None
        gender = "f" if word in ("her", "hers", "herself") else gender
        plural = word.startswith("the")
        return Found(MentionForm.PRONOUN, token.i, token.i + 1, token.i, plural=plural, traits=Traits(gender=gender))
    if (word in _RELATIVE and token.feature("PronType") == "Rel") or (
        token.xpos in ("WP", "WDT", "WP$") and word in _RELATIVE
    ):
        clause = next((t for t in (token, *analysis.ancestors(token.i)) if t.dep == "acl:relcl"), None)
        if clause is not None and clause.head < token.i:
            return Found(MentionForm.PRONOUN, token.i, token.i + 1, token.i, phrase="relative")
    return None
