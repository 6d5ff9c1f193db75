"""Importing a GeoNames dump: what becomes of its lines, and what is left out."""

from __future__ import annotations

import zipfile

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.cli import cli
from dragoman.errors import KnowledgeError
from dragoman.knowledge.places import load_places
from dragoman.knowledge.places_import import import_places
from dragoman.knowledge.tables import BUILT_IN


def line(own, name, *, alternates="", feature="P.PPL", country="LB", division="05", people=0, at=(33.5, 35.5)):
    kind, code = feature.split(".")
    ends = [str(people), "", "10", "Asia/Beirut", "2024-01-01"]
    cells = [str(own), name, name, alternates, str(at[0]), str(at[1]), kind, code, country, "", division, "", "", ""]
    return "\t".join([*cells, *ends])


LINES = [
    line(1, "Province of Cedars", feature="A.ADM1", people=50_000),
    line(2, "Upper Mill", alternates="Mill Town,طاحونة", people=1_200),
    line(3, "Upper Mill", country="SY", division="01", people=9_000),
    line(4, "Grand Hotel", feature="S.HTL"),
    line(5, "Quiet Brook", feature="H.STM"),
    line(6, "Nowhere", people=10).replace("33.5", "north"),
    "half a line",
]


def dump(folder, lines, name="allCountries.txt"):
    path = folder / "allCountries.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, "\n".join(lines) + "\n")
    return path


def test_a_dump_takes_the_place_of_our_gazetteer(tmp_path):
    done = import_places(dump(tmp_path, LINES), tmp_path / "mine")
    gazetteer = load_places((BUILT_IN, tmp_path / "mine"))
    found = gazetteer.candidates("upper mill")
    assert done.places == 4
    assert [(c.place.id, c.place.country, c.population) for c in found] == [
        ("gn:3", "SYR", 9000),
        ("gn:2", "LBN", 1200),
    ]
    assert found[1].place.admin1 == "Province of Cedars"
    assert found[0].place.admin1 is None
    assert gazetteer.candidates("Mill Town")[0].place.id == "gn:2"
    assert gazetteer.candidates("Quiet Brook")[0].place.kind == "river"
    assert gazetteer.candidates("Lebanon")[0].place.id == "country:LBN"
    assert gazetteer.candidates("Grand Hotel") == ()


def test_what_is_left_out_is_counted(tmp_path):
    left = import_places(dump(tmp_path, LINES), tmp_path).left_out
    assert sum(left.values()) == 3
    assert left["feature S"] == 1
    assert left["a number that is none"] == 1


def test_a_dump_may_be_given_unpacked(tmp_path):
    (tmp_path / "allCountries.txt").write_text("\n".join(LINES), encoding="utf-8")
    assert import_places(tmp_path / "allCountries.txt", tmp_path).places == 4


@pytest.mark.parametrize("lines", [[], ["half a line"]])
def test_a_file_without_places_is_refused_and_nothing_is_written(tmp_path, lines):
    with pytest.raises(KnowledgeError, match="no place in it"):
        import_places(dump(tmp_path, lines), tmp_path / "mine")
    assert not (tmp_path / "mine" / "places").exists()


def test_a_zip_with_other_things_in_it_is_refused(tmp_path):
    with pytest.raises(KnowledgeError, match="one text file"):
        import_places(dump(tmp_path, LINES, name="picture.png"), tmp_path)


def test_the_command(tmp_path):
    result = CliRunner().invoke(cli, ["places", "import", str(dump(tmp_path, LINES)), "--to", str(tmp_path / "mine")])
    assert result.exit_code == 0, result.output
    assert "4 places" in result.output
    assert "left out: 1 line: feature S" in result.output


NAMES = st.lists(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=2, max_size=12), min_size=1)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NAMES)
def test_every_name_is_found_again(tmp_path, names):
    lines = [line(n, name, people=n) for n, name in enumerate(names)]
    import_places(dump(tmp_path, lines), tmp_path)
    gazetteer = load_places((BUILT_IN, tmp_path))
    from dragoman.knowledge.places_fold import fold

    for n, name in enumerate(names):
        found = [c.place.id for c in gazetteer.candidates(name)]
        assert len(fold(name)) < 2 or len(found) >= 40 or f"gn:{n}" in found
