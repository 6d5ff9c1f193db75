"""Types for a given source and target: a distribution always, with its reasons; and why a sentence is read as it is."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

import dragoman
from dragoman.cli import cli
from dragoman.errors import UsageError
from dragoman.events.pairs import judge_pair
from dragoman.resolve import resolve
from support import article as make_article


@pytest.fixture(scope="module")
def reader(language, knowledge):
    return dragoman.Reader(language, knowledge)


@pytest.mark.parametrize(
    ("sentence", "source", "target", "kind"),
    [
        ("Police arrested two reporters in Minsk.", "Police", "two reporters", "COERCE"),
        ("Kenya condemned Uganda over the border raid.", "Kenya", "Uganda", "ACCUSE"),
        ("The junta will release the Malian officers on Friday.", "The junta", "the Malian officers", "AGREE"),
        ("The junta released the Malian officers on Friday.", "The junta", "the Malian officers", "RETREAT"),
        ("The rebels will not release the pilots until a ransom is paid.", "The rebels", "the pilots", "REJECT"),
        ("The premier refused to meet the envoy.", "The premier", "the envoy", "REJECT"),
        ("Chad has threatened to expel the aid groups.", "Chad", "the aid groups", "THREATEN"),
    ],
)
def test_the_likeliest_type(reader, sentence, source, target, kind):
    (judgement,) = reader.judge_pairs([(sentence, source, target)])
    assert judgement.type == kind, judgement.probabilities[:3]
    assert judgement.reasons


def test_a_distribution_even_where_nothing_is_read(reader):
    (judgement,) = reader.judge_pairs([("Ghana and Togo.", "Ghana", "Togo")])
    assert not judgement.found
    assert sum(p for _, p in judgement.probabilities) == pytest.approx(1)
    assert {kind for kind, _ in judgement.probabilities} == set(reader.knowledge.ontology.types)
    assert judgement.probability < 0.5


def test_probabilities_are_sorted_and_positive(reader):
    (judgement,) = reader.judge_pairs([("Rebels shelled the town.", "Rebels", "the town")])
    numbers = [p for _, p in judgement.probabilities]
    assert numbers == sorted(numbers, reverse=True)
    assert min(numbers) > 0


def test_the_same_event_the_other_way_round_counts_less(reader):
    sentence = "Rebels shelled the town of Bria, and its mayor thanked the army."
    straight, crossed = reader.judge_pairs([(sentence, "Rebels", "Bria"), (sentence, "Bria", "Rebels")])
    assert dict(straight.probabilities)["ASSAULT"] > dict(crossed.probabilities)["ASSAULT"]


def test_a_party_that_is_not_in_the_sentence_is_told(reader):
    (judgement,) = reader.judge_pairs([("Rebels shelled the town.", "Rebels", "the navy")])
    assert any("the navy" in reason and "not named" in reason for reason in judgement.reasons)


def test_an_empty_sentence_is_refused():
    with pytest.raises(UsageError, match="empty"):
        dragoman.classify("  ", "a", "b")


def run(*arguments, **options):
    return CliRunner().invoke(cli, [str(a) for a in arguments], catch_exceptions=False, **options)


RECORDS = (
    "id\tsentence\tsource\ttarget\ttype\n"
    '7\tKenya condemned "the raid" by Uganda.\tKenya\tUganda\told\n'
    "8\t\tA\tB\t\n"
    "9\tPolice arrested Amadou Sow.\tPolice\tAmadou Sow\t\n"
)


def test_records_are_coded_and_none_is_lost():
    done = run("code", "-", input=RECORDS)
    head, *rows = [line.split("\t") for line in done.stdout.rstrip("\n").split("\n")]
    assert [row[0] for row in rows] == ["7", "8", "9"]
    assert {len(row) for row in rows} == {len(head)}
    assert rows[0][head.index("type")] == "old"
    assert [row[head.index("type_")] for row in rows] == ["ACCUSE", "", "COERCE"]
    assert sum(float(v) for v in rows[2][head.index("p_ACCUSE") :]) == pytest.approx(1, abs=0.01)
    assert "1 of 3 records have no sentence" in done.stderr


def test_records_are_coded_in_our_own_types_where_that_is_asked():
    records = "sentence\tsource\ttarget\nGhana signed a border treaty with Togo.\tGhana\tTogo\n"
    kinds = []
    for more in ([], ["--own-types"]):
        head, row = (
            line.split("\t") for line in run("code", "-", *more, input=records).stdout.rstrip("\n").split("\n")
        )
        kinds.append(row[head.index("type")])
    assert kinds == ["SUPPORT", "AGREE"]


def test_records_with_commas_come_out_as_json(tmp_path):
    file = tmp_path / "records.csv"
    file.write_text('sentence,source,target\n"Police, in Minsk, arrested Amadou Sow.",Police,Amadou Sow\n')
    (line,) = run("code", file, "--json").stdout.splitlines()
    record = json.loads(line)
    assert (record["type"], record["trigger"]) == ("COERCE", "arrested")
    assert record["reasons"]


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"sentence\tsource\nx\ty\n", "no column target"), (b"\xff\xfe\x00", "not UTF-8"), (b"", "no column sentence")],
)
def test_a_file_that_cannot_be_coded_says_why(tmp_path, content, message):
    file = tmp_path / "records.tsv"
    file.write_bytes(content)
    with pytest.raises(UsageError, match=message):
        run("code", file)


SENTENCE = "Iran's foreign minister refused to meet the envoy, and police arrested two reporters."


def test_explain_tells_what_fitted_and_what_became_of_it():
    told = run("explain", SENTENCE).stdout
    assert "codebook:coerce/arrest T" in told
    assert "stands as an event" in told
    assert "status:" in told


def test_explain_as_json_and_as_a_drawing(tmp_path):
    drawing = tmp_path / "tree.svg"
    told = json.loads(run("explain", "-", "--json", "--svg", drawing, input=SENTENCE).stdout)
    assert {e["type"] for e in told["events"]} >= {"REJECT", "COERCE"}
    assert all(one["fate"] for one in told["considered"])
    assert len(told["tokens"]) == len(SENTENCE.split()) + len(["'s", ",", "."])
    svg = drawing.read_text()
    assert svg.startswith("<svg")
    assert "COERCE actual" in svg
    assert svg.count('class="displacy-token"') == len(told["tokens"])


def test_explain_says_what_is_harmless():
    told = json.loads(run("explain", "The minister declined to comment.", "--json").stdout)
    assert told["events"] == []
    assert any("no political act" in one["fate"] for one in told["considered"])


def test_explain_refuses_an_empty_sentence():
    with pytest.raises(UsageError, match="empty"):
        run("explain", " ")


SIDES = "Kenya condemned Uganda, and Ghana thanked Togo for the grain."


@pytest.mark.parametrize(("source", "target", "kind"), [("Kenya", "Uganda", "ACCUSE"), ("Ghana", "Togo", "SUPPORT")])
def test_the_sides_tell_acts_of_one_sentence_apart(reader, source, target, kind):
    (judgement,) = reader.judge_pairs([(SIDES, source, target)])
    assert judgement.type == kind, judgement.probabilities[:3]
    assert any("sees between the two" in reason for reason in judgement.reasons)


@pytest.mark.parametrize(("source", "target", "kind"), [("Kenya", "Uganda", "ACCUSE"), ("Ghana", "Togo", "SUPPORT")])
def test_trees_of_another_pipeline_are_judged_without_the_encoders_heads(language, knowledge, source, target, kind):
    article = make_article(SIDES)
    (analysis,) = language.analyse_many([article])
    bare = replace(analysis, signals=None)
    judgement = judge_pair(article, bare, resolve(article, bare, knowledge), knowledge, (source, target))
    assert judgement.type == kind, judgement.probabilities[:3]
    assert not any("encoder" in reason for reason in judgement.reasons)
