"""The codebook as data: every row can be compiled, belongs to its type, and has an example that shows it."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from dragoman.knowledge.codebook import EntryRow, compile_entry
from dragoman.knowledge.expressions import load_grammar
from dragoman.knowledge.tables import BUILT_IN, files, read_csv

FILES = files((BUILT_IN,), "codebook/*.csv")
IRREGULAR = {
    "bind": {"bound"},
    "catch": {"caught"},
    "cling": {"clung"},
    "creep": {"crept"},
    "deal": {"dealt"},
    "dig": {"dug"},
    "draw": {"drew", "drawn"},
    "drink": {"drank"},
    "eat": {"ate"},
    "feed": {"fed"},
    "fling": {"flung"},
    "forbid": {"forbade"},
    "foresee": {"foresaw"},
    "forget": {"forgot"},
    "forgo": {"forwent"},
    "hang": {"hung"},
    "hear": {"heard"},
    "hide": {"hid"},
    "keep": {"kept"},
    "lay": {"laid"},
    "lend": {"lent"},
    "lie": {"lay"},
    "make": {"made"},
    "mow": {"mown"},
    "overcome": {"overcame"},
    "overrun": {"overran"},
    "overthrow": {"overthrew"},
    "overturn": {"overturned"},
    "pay": {"paid"},
    "rethink": {"rethought"},
    "ride": {"rode"},
    "shake": {"shook"},
    "shed": {"shed"},
    "shoot": {"shot"},
    "show": {"showed"},
    "shut": {"shut"},
    "slay": {"slew", "slain"},
    "slide": {"slid"},
    "speed": {"sped"},
    "spend": {"spent"},
    "spin": {"spun"},
    "spit": {"spat"},
    "steal": {"stole"},
    "stick": {"stuck"},
    "sting": {"stung"},
    "string": {"strung"},
    "sweep": {"swept"},
    "swing": {"swung"},
    "teach": {"taught"},
    "think": {"thought"},
    "tread": {"trod"},
    "understand": {"understood"},
    "underwrite": {"underwrote"},
    "wear": {"wore"},
    "weave": {"wove"},
    "wind": {"wound"},
    "withdraw": {"withdrew"},
    "wring": {"wrung"},
    "be": {"is", "are", "was", "were", "been"},
    "begin": {"began", "begun"},
    "break": {"broke"},
    "bring": {"brought"},
    "buy": {"bought"},
    "come": {"came"},
    "drive": {"drove"},
    "fall": {"fell"},
    "fight": {"fought"},
    "fly": {"flew"},
    "forgive": {"forgave"},
    "give": {"gave"},
    "choose": {"chose"},
    "do": {"did"},
    "find": {"found"},
    "freeze": {"froze"},
    "get": {"got"},
    "go": {"went"},
    "become": {"became"},
    "retake": {"retook"},
    "ring": {"rang"},
    "rise": {"rose"},
    "sing": {"sang"},
    "sink": {"sank"},
    "sit": {"sat"},
    "swear": {"swore"},
    "undertake": {"undertook"},
    "unfreeze": {"unfroze"},
    "uphold": {"upheld"},
    "withhold": {"withheld"},
    "hold": {"held"},
    "lead": {"led"},
    "leave": {"left"},
    "lose": {"lost"},
    "meet": {"met"},
    "run": {"ran"},
    "say": {"said"},
    "see": {"saw"},
    "seek": {"sought"},
    "sell": {"sold"},
    "send": {"sent"},
    "speak": {"spoke"},
    "stand": {"stood"},
    "strike": {"struck"},
    "take": {"took"},
    "tear": {"tore"},
    "tell": {"told"},
    "throw": {"threw"},
    "win": {"won"},
    "write": {"wrote"},
}
"""Forms that do not begin as their lemma does."""


def rows():
    for path in FILES:
        for line, row in read_csv(path, EntryRow):
            yield path.stem, line, row


@pytest.fixture(scope="module")
def grammar():
    return load_grammar((BUILT_IN,))


def shows(word: str, tokens: set[str]) -> bool:
    """Whether a form of ``word`` may be among the tokens: the same beginning, or a listed form."""
    stem = word[: max(2, len(word) - 2)]
    return any(t.startswith(stem) for t in tokens) or bool(IRREGULAR.get(word, set()) & tokens)


def test_there_is_one_file_a_type_and_one_for_what_plover_does_not_code(knowledge):
    assert {p.stem for p in FILES} == {t.lower() for t in knowledge.ontology.types} | {"none", "ignore"}


def test_the_codebook_is_wide_enough_for_each_type():
    count = defaultdict(int)
    for stem, _, _ in rows():
        count[stem] += 1
    assert sum(count.values()) >= 3500
    assert min(n for stem, n in count.items() if stem not in ("none", "ignore")) >= 120, dict(count)


def test_every_row_compiles(grammar):
    for stem, _, row in rows():
        compile_entry(None if stem in ("none", "ignore") else stem.upper(), row, grammar)


def test_modes_and_contexts_exist(knowledge):
    ontology = knowledge.ontology
    wrong = [
        (stem, line, row.mode, row.contexts)
        for stem, line, row in rows()
        if (row.mode and not ontology.has_mode(stem.upper(), row.mode))
        or any(c not in ontology.contexts for c in row.contexts.split("|") if c)
    ]
    assert not wrong


def test_every_row_has_an_example_that_is_a_sentence():
    wrong = [(s, n, r.example) for s, n, r in rows() if not re.search(r'[.!?]"?$', r.example)]
    assert not wrong


def test_marks_are_well_formed_and_stand_only_where_the_expression_has_room(grammar):
    for stem, line, row in rows():
        example = compile_entry(None, row, grammar).example()
        assert example is not None, (stem, line)
        assert "[" not in example.sentence
        for start, end in (*example.sources, *example.targets):
            assert example.sentence[start:end].strip(), (stem, line)


def test_the_words_of_an_expression_stand_in_its_example(grammar):
    wrong = []
    for stem, line, row in rows():
        pattern = compile_entry(None, row, grammar).pattern
        text = re.sub(r"\[[ST]:|\]", "", row.example).lower()
        tokens = {grammar.fold(t) for t in re.findall(r"[\w'-]+", text)}
        tokens |= {part for t in tokens for part in t.split("-")}
        groups = [pattern.heads, *(p.words for p in pattern.parts if p.words and not p.optional)]
        if not all(any(shows(word, tokens) for word in group) for group in groups):
            wrong.append((stem, line, row.expression, row.example))
    assert not wrong, "\n".join(map(str, wrong))


def test_no_expression_belongs_to_two_types_unless_it_is_meant():
    types = defaultdict(set)
    for stem, _, row in rows():
        types[row.expression].add(stem)
    meant = "\n".join(p.read_text(encoding="utf-8") for p in FILES)
    doubled = {e: t for e, t in types.items() if len(t) > 1 and f"# meant: {e}" not in meant}
    assert not doubled


def test_no_expression_stands_twice_in_a_file():
    seen = defaultdict(list)
    for stem, line, row in rows():
        seen[stem, row.expression].append(line)
    assert not {k: v for k, v in seen.items() if len(v) > 1}
