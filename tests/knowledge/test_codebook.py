"""The expression language compiles to what it says, and the codebook's files hold together."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import KnowledgeError
from dragoman.knowledge.codebook import Codebook, EntryRow, ModeCue, compile_entry, load_codebook
from dragoman.knowledge.expressions import HeadClass, Slot, compile_expression, load_grammar
from dragoman.knowledge.tables import BUILT_IN

GRAMMAR = load_grammar([BUILT_IN])


def compiled(expression):
    return compile_expression(expression, GRAMMAR)


def slots(pattern):
    return [(sorted(p.prepositions), p.slot, sorted(p.words)) for p in pattern.parts]


def test_plain_verb_has_its_source_as_subject():
    pattern = compiled("attack T")
    assert (pattern.heads, pattern.head_class, pattern.subject) == ({"attack"}, HeadClass.VERB, Slot.SOURCE)
    assert slots(pattern) == [([], Slot.TARGET, [])]
    assert pattern.specificity == 1


def test_prepositions_govern_what_follows():
    pattern = compiled("take T into custody")
    assert slots(pattern) == [([], Slot.TARGET, []), (["into"], None, ["custody"])]
    assert pattern.specificity == 3
    assert pattern.keys == {"custody"}


def test_of_two_prepositions_the_first_is_a_particle():
    first, second = compiled("pull out of T").parts
    assert first.particle
    assert first.words == {"out"}
    assert (second.prepositions, second.slot) == ({"of"}, Slot.TARGET)


def test_alternatives_and_optional_words():
    pattern = compiled("hold|have talk|meeting (with) T")
    assert pattern.heads == {"hold", "have"}
    assert slots(pattern)[1] == (["", "with"], Slot.TARGET, [])


def test_explicit_subject():
    pattern = compiled("T come under fire|attack from S")
    assert pattern.subject is Slot.TARGET
    assert slots(pattern)[-1] == (["from"], Slot.SOURCE, [])


def test_a_word_before_a_verb_is_its_subject():
    pattern = compiled("siege|blockade grip/v T")
    assert (pattern.heads, pattern.subject) == ({"grip"}, None)
    assert pattern.parts[0].leading
    assert pattern.parts[0].words == {"siege", "blockade"}
    assert pattern.specificity == 2


@pytest.mark.parametrize("expression", ["S+T meet", "S and T meet"])
def test_reciprocal_subject(expression):
    assert compiled(expression).subject is Slot.BOTH


def test_nouns_and_adjectives():
    noun = compiled("talk|meeting/n between S and T")
    assert (noun.head_class, noun.subject) == (HeadClass.NOUN, None)
    assert slots(noun) == [(["between"], Slot.BOTH, [])]
    adjective = compiled("critical/a of T")
    assert (adjective.head_class, adjective.subject) == (HeadClass.ADJECTIVE, Slot.SOURCE)


def test_words_before_a_noun_head_lead_it():
    (air, target) = compiled("air strike/n on T").parts
    assert air.leading
    assert air.words == {"air"}
    assert target.slot is Slot.TARGET


@pytest.mark.parametrize("expression", ["S be at odds with T", "S be at odds/n with T"])
def test_be_predicates_the_next_word(expression):
    pattern = compiled(expression)
    assert pattern.copula
    assert pattern.heads == {"odds"}
    assert pattern.parts[0].particle
    assert slots(pattern)[-1] == (["with"], Slot.TARGET, [])


def test_spelling_is_folded():
    assert compiled("criticise T").heads == compiled("criticize T").heads


@pytest.mark.parametrize("wrong", ["", "S T", "Attack T", "attack/n raid/n", "attack T!", "S T attack"])
def test_wrong_expressions_are_refused_with_their_text(wrong):
    with pytest.raises(KnowledgeError, match=r"no word|neither|more than one|only one slot"):
        compiled(wrong)


@given(st.text(max_size=40))
def test_any_text_compiles_or_is_refused(text):
    try:
        pattern = compiled(text)
    except KnowledgeError:
        return
    assert pattern.heads
    assert pattern.specificity >= 1


def entry(kind, expression, **fields):
    return compile_entry(kind, EntryRow(expression=expression, **fields), GRAMMAR)


def test_entries_are_named_after_file_and_expression():
    assert entry("CONSULT", "meet T").name == "codebook:consult/meet T"
    assert entry(None, "leak X").name == "codebook:none/leak X"


def test_ignored_expressions_have_a_file_of_their_own(tmp_path):
    (tmp_path / "codebook").mkdir()
    (tmp_path / "codebook" / "ignore.csv").write_text("expression,mode,contexts,status,example\nzap T,,,,\n")
    (zap,) = [e for e in load_codebook([BUILT_IN, tmp_path]).entries if e.expression == "zap T"]
    assert (zap.name, zap.type, zap.ignored) == ("codebook:ignore/zap T", None, True)


def test_a_passive_infinitive_is_the_verb_that_the_preposition_governs():
    (negation, verb) = compiled("ask not to be name|identify").parts
    assert negation.words == {"not"}
    assert (verb.prepositions, verb.words) == ({"to"}, {"name", "identify"})


def test_order_of_entries_does_not_matter():
    entries = [entry("ASSAULT", e) for e in ("attack T", "attack/n", "carry out attack on T", "kill T")]
    shuffled = entries[:]
    random.Random(7).shuffle(shuffled)
    assert Codebook(entries, GRAMMAR).entries == Codebook(shuffled, GRAMMAR).entries


def test_index_asks_for_a_word_that_must_be_near():
    book = Codebook([entry("ASSAULT", "carry out attack on T"), entry("AID", "carry T")], GRAMMAR)
    near = {e.expression for e in book.candidates("carry", HeadClass.VERB, {"attack", "out"})}
    far = {e.expression for e in book.candidates("carry", HeadClass.VERB, {"bag"})}
    assert near == {"carry out attack on T", "carry T"}
    assert far == {"carry T"}
    assert not list(book.candidates("carry", HeadClass.NOUN, {"out"}))


def test_examples_give_plain_text_and_spans():
    example = entry("ASSAULT", "attack T", example="[S: Rebels] attacked [T: a base].").example()
    assert example.sentence == "Rebels attacked a base."
    ((first, last),) = example.targets
    assert example.sentence[first:last] == "a base"


def test_nested_marks_are_refused():
    with pytest.raises(KnowledgeError, match="marks"):
        entry("ASSAULT", "attack T", example="[S: Rebels [T: there]] attacked.")


def test_wrong_row_names_file_and_line(tmp_path):
    (tmp_path / "codebook").mkdir()
    path = tmp_path / "codebook" / "assault.csv"
    path.write_text("expression,mode,contexts,status,example\nattack T,,,,\nAttack T,,,,\n")
    with pytest.raises(KnowledgeError, match=r"assault\.csv:3: 'Attack T'"):
        load_codebook([BUILT_IN, tmp_path])


def test_a_users_entry_replaces_ours(tmp_path):
    (tmp_path / "codebook").mkdir()
    (tmp_path / "codebook" / "assault.csv").write_text(
        "expression,mode,contexts,status,example\nattack T,aerial,military,,\nzap T,,,,\n"
    )
    ours, both = load_codebook([BUILT_IN]), load_codebook([BUILT_IN, tmp_path])
    assert len(both) == len(ours) + 1
    (attack,) = (e for e in both.entries if e.name == "codebook:assault/attack T")
    assert (attack.mode, attack.contexts) == ("aerial", ("military",))


def test_modes_of_entries_and_cues_are_in_the_ontology(knowledge):
    wrong = [
        e.name
        for e in knowledge.codebook.entries
        if e.type and e.mode and not knowledge.ontology.has_mode(e.type, e.mode)
    ]
    wrong += [str(k) for k, mode in knowledge.codebook.mode_cues.items() if not knowledge.ontology.has_mode(k[0], mode)]
    assert wrong == []


def test_all_types_have_entries(knowledge):
    assert {e.type for e in knowledge.codebook.entries if e.type} == set(knowledge.ontology.types)


def test_mode_cues_are_rows_of_types():
    assert ModeCue(type="ASSAULT", lemma="drone", mode="drone").mode == "drone"
