"""Tables of fitted weights: what ships can be read, what is wrong is told with file and line."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from dragoman.errors import KnowledgeError
from dragoman.knowledge.weights import branched, features_of, read_weights, remembered, summed, summed_rows


@pytest.mark.parametrize(
    ("table", "kinds"),
    [
        ("events/data/roles.csv", {"source", "target"}),
        ("events/data/when_where.csv", {"time", "place"}),
        ("resolve/coreference/data/pronouns.csv", {"person", "they", "it"}),
        ("resolve/actors/countries/data/countries.csv", {""}),
        ("events/data/pairs.csv", {"encoder", "trees"}),
        ("pages/data/boundaries.csv", {"story", "lead"}),
        ("claims/data/claims.csv", {""}),
        ("claims/data/naming.csv", {""}),
        (
            "claims/data/edges.csv",
            {f"{part} {side}" for part in ("source", "cue", "content") for side in ("first", "last")},
        ),
    ],
)
def test_the_tables_that_ship(table, kinds):
    weights = read_weights(Path(str(files("dragoman"))) / table)
    assert set(weights) == kinds
    assert all(weights.values())


def test_a_table_of_several_kinds(tmp_path):
    path = tmp_path / "weights.csv"
    path.write_text('# ours\nkind,feature,weight\ntime,bias,-0.5\n\nplace,"in, near",2\ntime,near,1e-3\n', "utf-8")
    assert read_weights(path) == {"time": {"bias": -0.5, "near": 0.001}, "place": {"in, near": 2.0}}


def test_rows_sum_to_what_their_features_do(tmp_path):
    path = tmp_path / "weights.csv"
    path.write_text("kind,feature,weight\na,near,1\na,near|in|x,0.25\nb,near|in|x,-3\nb,far|on,4\n", "utf-8")
    rows = [("near", ("", "in", "in|x")), ("far", ("", "on")), ("unknown", ("", "in"))]
    features = [f"{first}|{rest}" if rest else first for first, rests in rows for rest in rests]
    whole = read_weights(path)
    both = summed_rows(branched(path, ("a", "b")), rows)
    assert (both.real, both.imag) == (summed(whole["a"], features), summed(whole["b"], features))
    assert summed(whole["a"], features, 2) == 3.25


@pytest.mark.parametrize(
    ("row", "cause"),
    [
        ("time,bias", "2 cells where the header names 3"),
        ("time,,1", "feature is empty"),
        ("time,near,", "weight is empty"),
        ("time,near,much", "a finite number is wanted"),
        ("time,near,nan", "a finite number is wanted"),
        ("time,bias,2", "'bias' has a weight already"),
    ],
)
def test_a_wrong_row_is_told_with_file_and_line(tmp_path, row, cause):
    path = tmp_path / "weights.csv"
    path.write_text(f"# ours\nkind,feature,weight\ntime,bias,1\n{row}\n", "utf-8")
    with pytest.raises(KnowledgeError, match=rf"weights\.csv:4: .*{cause}"):
        read_weights(path)


@pytest.mark.parametrize("text", ["", "side,feature,weight\nsource,bias,1\n"])
def test_other_columns_are_refused(tmp_path, text):
    path = tmp_path / "weights.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(KnowledgeError, match=r"weights\.csv: columns"):
        read_weights(path)


def test_traits_sum_to_what_their_features_do(tmp_path):
    path = tmp_path / "weights.csv"
    path.write_text("kind,feature,weight\na,near,1\na,near|in,0.25\nb,near|in,-3\nb,far|on,4\n", "utf-8")
    asked = []

    def near(*words):
        asked.append(words)
        return (("near", ("", *words)),)

    traits, rows = [(near, "in"), (near, "at"), (near, "in")], [("far", ("on",))]
    features = features_of(traits, rows)
    assert features == ("near", "near|in", "near", "near|at", "near", "near|in", "far|on")
    asked.clear()
    whole = read_weights(path)
    both = remembered(path, ("a", "b")).of(traits, rows)
    assert (both.real, both.imag) == (summed(whole["a"], features), summed(whole["b"], features))
    assert asked == [("in",), ("at",)]
