"""The gazetteer: its sources, its order, its errors."""

from __future__ import annotations

import csv

import pytest

from dragoman.errors import KnowledgeError
from dragoman.knowledge import default_knowledge
from dragoman.knowledge.places import load_places
from dragoman.knowledge.places_fold import fold
from dragoman.knowledge.tables import BUILT_IN


@pytest.mark.parametrize(
    ("one", "other"),
    [("Sa'dah", "Sadah"), ("N'Djamena", "NDJAMENA"), ("Łódź", "Lodz"), ("al-Hol", "al Hol"), ("İstanbul", "Istanbul")],
)
def test_names_are_compared_without_accents(one, other):
    assert fold(one) == fold(other)


def test_countries_come_first_and_carry_people():
    first = default_knowledge().places.candidates("Lebanon")[0]
    assert (first.place.kind, first.place.country) == ("country", "LBN")
    assert first.population > 1_000_000


def test_every_country_has_a_name_and_a_place():
    gazetteer = default_knowledge().places
    for code in ("IRQ", "USA", "XKX", "PSE", "SSD"):
        place = gazetteer.country(code)
        assert place is not None
        assert place.latitude is not None


def test_abbreviations_are_places_only_beside_another():
    gazetteer = default_knowledge().places
    assert all(c.place.name != "Illinois" for c in gazetteer.candidates("Ill."))
    assert gazetteer.candidates("Ill.", beside=True)[0].place.name == "Illinois"


def test_demonyms_are_no_places():
    gazetteer = default_knowledge().places
    assert gazetteer.demonym("Iraqi") == "IRQ"
    assert gazetteer.demonym("Baghdad") is None


def overlay(folder, row):
    (folder / "places").mkdir()
    text = f"id,name,aliases,kind,country,admin1,latitude,longitude\n{row}\n"
    (folder / "places" / "overlay.csv").write_text(text, encoding="utf-8")
    return load_places((BUILT_IN, folder))


def test_a_users_overlay_is_read(tmp_path):
    gazetteer = overlay(tmp_path, "place:my-camp,Camp Nowhere,Nowhere Camp,camp,JOR,,31.0,36.0")
    assert gazetteer.candidates("Nowhere Camp")[0].place.id == "place:my-camp"
    assert gazetteer.candidates("Amman")


def test_half_a_coordinate_is_an_error(tmp_path):
    gazetteer = overlay(tmp_path, "place:x,X-Town,,city,JOR,,31.0,")
    with pytest.raises(KnowledgeError, match="latitude and longitude"):
        gazetteer.candidates("X-Town")


def test_a_broken_gazetteer_names_the_file(tmp_path):
    (tmp_path / "places").mkdir()
    (tmp_path / "places" / "gazetteer.npz").write_bytes(b"not numpy")
    with pytest.raises(KnowledgeError, match=r"gazetteer\.npz"):
        load_places((BUILT_IN, tmp_path)).candidates("Amman")


def test_an_alias_of_a_country_carries_its_people():
    assert default_knowledge().places.candidates("Macedonia")[0].population > 1_000_000


def test_places_of_ours_have_ids_of_their_own_and_lie_on_earth():
    rows = [row for path in sorted(BUILT_IN.glob("places/overlay*.csv")) for row in read_rows(path)]
    ids = [row["id"] for row in rows]
    assert len(set(ids)) == len(ids)
    for row in rows:
        if row["latitude"]:
            assert abs(float(row["latitude"])) <= 90
            assert abs(float(row["longitude"])) <= 180


def read_rows(path):
    lines = (line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return list(csv.DictReader(lines))


def test_the_package_file_stays_small():
    assert (BUILT_IN / "places" / "gazetteer.npz").stat().st_size <= 15_000_000
