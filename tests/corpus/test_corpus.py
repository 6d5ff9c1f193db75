"""The corpus is well formed, its checker sees each kind of fault, and its short hand says what it should."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec
import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from corpus.check import Item, digest, load, paths, problems
from corpus.markup import MarkupError, compile_batch

SHORT_HAND = """
# a comment
sentence | mena | [Israeli]N jets hit a depot near [Baalbek]L on Thursday, and hit two [Hezbollah]O men, a source said.
- DATE 2024-11-22
- ASSAULT/aerial actual | hit | Israeli jets | a depot | on Thursday = 2024-11-21 | Baalbek = LBN
- NONE planned | hit@2 | Israeli jets
- CLAIM a source | said | Israeli jets hit a depot;; hit two Hezbollah men | generic neutral asserted
- CLAIM | | two Hezbollah men | implicit neutral asserted in 1
- WHO Israeli jets | Israel Defense Forces | ISR | MIL
article | africa | Ruto sacks cabinet ¶ The president dismissed his ministers.
- SANCTION/expel actual | sacks | Ruto | cabinet
"""


def compiled(text: str = SHORT_HAND, batch: str = "events-x", split: str = "train") -> list[Item]:
    return [msgspec.convert(item, Item) for item in compile_batch(text.splitlines(), batch, split)]


def test_the_corpus_has_no_faults(knowledge):
    assert problems({path.stem: load(path) for path in paths()}, knowledge.ontology) == []


def test_short_hand(knowledge):
    first, second = compiled()
    assert first.text.startswith("Israeli jets hit a depot near Baalbek on Thursday")
    assert [(e.text, e.label) for e in first.entities] == [
        ("Israeli", "NORP"), ("Baalbek", "LOC"), ("Hezbollah", "ORG"),
    ]  # fmt: skip
    assault, nothing = first.events
    assert (assault.type, assault.mode, assault.when, assault.where) == ("ASSAULT", "aerial", "2024-11-21", "LBN")
    assert (nothing.type, nothing.status, nothing.trigger.nth, nothing.targets) == (None, "planned", 2, ())
    outer, inner = first.claims
    assert [c.text for c in outer.content] == ["Israeli jets hit a depot", "hit two Hezbollah men"]
    assert (outer.anonymity, outer.parent, inner.parent) == ("generic", None, 0)
    assert (first.actors[0].name, first.actors[0].country, first.published) == (
        "Israel Defense Forces", "ISR", "2024-11-22",
    )  # fmt: skip
    assert second.text == "Ruto sacks cabinet\n\nThe president dismissed his ministers."
    assert problems({"events-x": [first, second]}, knowledge.ontology) == []


def test_letters_inside_a_word_are_not_the_word():
    (item,) = compiled(
        "sentence | asia | The brothers said he went where he hit her.\n- ASSAULT actual | hit | he | her\n- NONE actual | went | he@2"
    )
    first, second = item.events
    assert [s.place(item.text) for s in (*first.sources, *first.targets, *second.sources)] == [
        (18, 20),
        (39, 42),
        (32, 34),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "- ASSAULT actual | hit | nobody",
        "- ASSAULT | hit",
        "- CLAIM a source | said",
        "- CLAIM a source | said | hit | generic",
        "- WHO a source | a source | ISR",
        "sentence | no region",
    ],
)
def test_a_line_that_cannot_be_read_is_named(line):
    with pytest.raises(MarkupError, match=r"nobody|hit|said|source|region"):
        compiled(f"sentence | mena | A source said that jets hit a depot.\n{line}\n")


FAULTS = {
    "no region": ("sentence | mars | Troops shot at him.\n- ASSAULT actual | shot", "'mars' is no region"),
    "no kind": ("poem | asia | Troops shot at him.\n- ASSAULT actual | shot", "'poem' is no kind of events"),
    "no event": ("sentence | asia | Troops slept.", "no event"),
    "no type": ("sentence | asia | Troops shot at him.\n- BAKE actual | shot", "'BAKE' is no type"),
    "no mode": ("sentence | asia | Troops shot at him.\n- ASSAULT/tickle actual | shot", "ASSAULT has no mode 'tickle'"),
    "twice": ("sentence | asia | They shot.\n- ASSAULT actual | shot\n- ASSAULT actual | shot", "event ASSAULT 'shot' twice"),
    "both sides": ("sentence | asia | They shot.\n- ASSAULT actual | shot | They | They", "['They'] is source and target"),
    "part of a word": ("sentence | asia | They shot [Bo]Pris.\n- ASSAULT actual | shot", "'Bo' (1) begins or ends inside a word"),
    "paragraphs": ("article | asia | They shot.\n- ASSAULT actual | shot", "an article has paragraphs"),
    "day": ("sentence | asia | They shot.\n- DATE May 2\n- ASSAULT actual | shot", "'May 2' is no day"),
    "interval": ("sentence | asia | They shot today.\n- ASSAULT actual | shot | | | today = now", "'now' is no day"),
    "country": ("sentence | asia | They shot Bo.\n- ASSAULT actual | shot | | | | Bo = Laos", "'Laos' is no alpha-3 code"),
    "sector": ("sentence | asia | They shot.\n- ASSAULT actual | shot\n- WHO They | x | LAO | ARMY", "'ARMY' is no sector"),
    "order": ("sentence | asia | He said they shot.\n- ASSAULT actual | shot\n- CLAIM He | said | they shot | generic neutral asserted in 1", "before its parent"),
    "nobody": ("sentence | asia | They shot.\n- ASSAULT actual | shot\n- CLAIM | | They shot | named neutral asserted", "neither source nor cue"),
}  # fmt: skip


@pytest.mark.parametrize(("written", "fault"), FAULTS.values(), ids=FAULTS)
def test_each_fault_is_seen(written, fault, knowledge):
    assert any(fault in line for line in problems({"events-x": compiled(written)}, knowledge.ontology))


def test_faults_between_texts(knowledge):
    one = "sentence | asia | Troops in [Mandalay]L shot at the crowd on the bridge.\n- ASSAULT actual | shot | Troops\n"
    other = one.replace("Mandalay", "Pathein")
    found = problems({"events-x": compiled(one + other)}, knowledge.ontology)
    assert "events-x-001 and events-x-002: nearly the same text" in found
    mixed = [*compiled(one), *compiled(other, split="dev")]
    assert "events-x: more than one split in a batch" in problems({"events-x": mixed}, knowledge.ontology)
    assert "events-y-001: stands in the file of batch events-x" in problems(
        {"events-x": compiled(one, batch="events-y")}, knowledge.ontology
    )
    assert any(
        "a negative that holds an event" in f
        for f in problems({"negatives-x": compiled(one, "negatives-x")}, knowledge.ontology)
    )
    four = "".join(f"sentence | asia | Troops shot at the {w} today.\n- ASSAULT actual | shot\n" for w in "abcd")
    assert "4 texts open with 'troops shot at the'" in problems({"events-x": compiled(four)}, knowledge.ontology)


def test_a_broken_line_names_its_place(tmp_path):
    (tmp_path / "events-x.jsonl").write_text('{"id": 3}\n', encoding="utf-8")
    with pytest.raises(msgspec.ValidationError, match=r"events-x\.jsonl:1"):
        load(tmp_path / "events-x.jsonl")
    assert digest(paths(tmp_path)) != digest([])
