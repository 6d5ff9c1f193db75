"""Exports as event data: the columns of other data sets, and what they cannot say."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from dragoman.desk.formats.takeaway import FORMATS
from takeaway_desk import desk_with_a_raid, give


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    return desk_with_a_raid(tmp_path_factory.mktemp("takeaway") / "desk")


def tabbed(path, names=None):
    import pandas as pd

    return pd.read_csv(path, sep="\t", quoting=csv.QUOTE_NONE, header=None if names else 0, names=names, dtype=str)


def _side(head, *columns):
    return [column.format(head) for column in columns]


_SIDE = (
    "{} Name",
    "{} Country",
    "{} COW",
    "Primary {} Sector",
    "{} Sectors",
    "{} Title",
    "{} Name Raw",
    "Wikipedia {} ID",
)
_ACTOR = (
    "{}Code", "{}Name", "{}CountryCode", "{}KnownGroupCode", "{}EthnicCode", "{}Religion1Code", "{}Religion2Code",
    "{}Type1Code", "{}Type2Code", "{}Type3Code",
)  # fmt: skip
_GEO = tuple("{}_" + c for c in ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID"))
PUBLISHED = {
    "polecat": [
        "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
        *_side("Actor", *_SIDE), *_side("Recipient", *_SIDE), "Placename", "City", "District", "Province", "Country",
        "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type", "Source", "Publication Date",
        "Story People", "Story Organizations", "Story Locations", "Language", "Version",
    ],
    "icews": [
        "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
        "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher",
        "City", "District", "Province", "Country", "Latitude", "Longitude",
    ],
    "gdelt": [
        "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate", *_side("Actor1", *_ACTOR),
        *_side("Actor2", *_ACTOR), "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass",
        "GoldsteinScale", "NumMentions", "NumSources", "NumArticles", "AvgTone", *_side("Actor1Geo", *_GEO),
        *_side("Actor2Geo", *_GEO), *_side("ActionGeo", *_GEO), "DATEADDED", "SOURCEURL",
    ],
    "acled": [
        "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type",
        "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting",
        "iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision",
        "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", PUBLISHED)
def test_columns_are_those_of_the_data_set_in_its_order_and_the_dictionary_says_whose(name, desk, tmp_path):
    assert [f.name for f in FORMATS[name].fields] == PUBLISHED[name]
    path, _ = give(desk, name, tmp_path, dictionary=True)
    said = path.with_name(f"{path.name}.dictionary.md").read_text(encoding="utf-8")
    assert f"**Columns:** the {len(PUBLISHED[name])} " in said


def test_polecat(desk, tmp_path):
    path, account = give(desk, "polecat", tmp_path)
    frame = tabbed(path)
    assert list(frame.columns) == PUBLISHED["polecat"]
    raid = frame[frame["Event ID"] == "e-raid"].iloc[0]
    assert (raid["Event Type"], raid["Event Mode"], raid["Quad Code"]) == ("ASSAULT", "drone", "4")
    assert (raid["Actor Name"], raid["Actor Country"], raid["Actor Sectors"]) == ("Army;Navy", "IRQ", "MIL;GOV")
    assert (raid["Event Date"], raid["GeoNames ID"], raid["Contexts"]) == ("2024-02-01", "99237", "military;territory")
    assert float(raid["Intensity"]) == -9.5
    assert account.written == {"events": 3}
    assert account.left_out == {
        "events that are not done": 2,
        "events that are planned": 1,
        "acts that PLOVER has no type for": 1,
    }


def test_icews(desk, tmp_path):
    path, account = give(desk, "icews", tmp_path, type="ASSAULT")
    frame = tabbed(path)
    assert list(frame.columns) == PUBLISHED["icews"]
    assert list(frame["Source Name"]) == ["Army", "Navy"]  # one row a pair
    raid = frame.iloc[0]
    assert (raid["CAMEO Code"], float(raid["Intensity"])) == ("1952", -10.0)
    assert (raid["Source Country"], raid["Target Country"], raid["Country"]) == ("Iraq", "Syria", "Iraq")
    assert frame.iloc[1]["Source Sectors"] == "Military,Government"
    assert frame["Event ID"].is_unique
    assert account.written == {"events": 1, "pairs": 2}
    assert account.left_out == {"events that are planned": 1}


def test_gdelt(desk, tmp_path):
    path, _ = give(desk, "gdelt", tmp_path)
    names = [f.name for f in FORMATS["gdelt"].fields]
    assert len(names) == 61
    assert all(line.count("\t") == 60 for line in path.read_text(encoding="utf-8").splitlines())
    frame = tabbed(path, names)
    raid = frame[frame["EventCode"] == "1952"].iloc[0]
    assert (raid["EventBaseCode"], raid["EventRootCode"], raid["QuadClass"]) == ("195", "19", "4")
    assert (raid["SQLDATE"], raid["MonthYear"], raid["FractionDate"]) == ("20240201", "202402", "2024.0849")
    assert (raid["Actor1Code"], raid["Actor2Code"], raid["Actor2Name"]) == ("IRQMIL", "SYRREB", "REBELS & <CO>")
    assert (raid["ActionGeo_Type"], raid["ActionGeo_CountryCode"]) == ("1", "IZ")
    assert raid["SOURCEURL"] == "javascript:alert(1)"
    met = frame[frame["EventRootCode"] == "04"].iloc[0]
    assert (met["EventCode"], met["SQLDATE"], met["DATEADDED"]) == ("042", "20230509", "20230511000000")
    assert (met["ActionGeo_FullName"], met["IsRootEvent"]) == ("Accra, Greater Accra, Ghana", "1")
    assert frame["GLOBALEVENTID"].astype("int64").is_unique


def test_acled(desk, tmp_path):
    import pandas as pd

    path, account = give(desk, "acled", tmp_path)
    frame = pd.read_csv(path, dtype=str)
    assert list(frame.columns) == PUBLISHED["acled"]
    raid = frame.iloc[0]
    assert (raid["event_type"], raid["sub_event_type"]) == ("Explosions/Remote violence", "Air/drone strike")
    assert (raid["actor1"], raid["assoc_actor_1"], raid["inter1"], raid["inter2"]) == ("Army", "Navy", "1", "2")
    assert (raid["time_precision"], raid["geo_precision"], raid["interaction"]) == ("3", "3", "12")
    assert (raid["iso"], raid["country"], raid["region"]) == ("368", "Iraq", "Asia")
    assert pd.isna(raid["fatalities"])
    assert account.left_out["events of types that ACLED does not cover (talks, statements, aid ...)"] == 2


def test_what_is_not_actual_is_left_out_and_said_or_asked_for(desk, tmp_path):
    path, account = give(desk, "icews", tmp_path, all_statuses=True)
    assert set(tabbed(path)["Event Text"]) > {"use military force, no more said"}
    assert account.left_out == {"acts that PLOVER has no type for": 1}
    assert account.notes == ["3 of the events are not actual (2 not done, 1 planned), and ICEWS cannot say so"]
    path, account = give(desk, "icews", tmp_path, status="planned")
    assert len(tabbed(path)) == 0
    assert account.left_out == {"events that are planned": 1}


def test_numbers_of_pairs_are_the_same_in_every_export(desk, tmp_path):
    ids = [tabbed(give(desk, "icews", tmp_path)[0])["Event ID"].tolist() for _ in range(2)]
    assert ids[0] == ids[1]
    assert all(int(n) < 2**53 for n in ids[0])


@pytest.fixture(scope="module")
def wide(tmp_path_factory):
    """A raid in a capital, told by its day, its month, its year, its decade, and from a year on."""
    made = desk_with_a_raid(tmp_path_factory.mktemp("wide") / "desk")
    raid = made.sql("SELECT * FROM stored_events WHERE event = 'e-raid'").to_dicts()[0]
    town = {
        "place": "gn:6693230",
        "place_name": "Reykjavik",
        "place_country": "ISL",
        "latitude": 64.1,
        "longitude": -21.9,
    }
    times = {
        "day": (date(2024, 2, 9), date(2024, 2, 9)),
        "month": (date(2024, 2, 1), date(2024, 2, 29)),
        "year": (date(2024, 1, 1), date(2024, 12, 31)),
        "decade": (date(1990, 1, 1), date(1999, 12, 31)),
        "open": (date(2023, 3, 4), None),
    }
    made.store.commit({
        "events": [
            {**raid, **town, "event": f"e-{grain}", "granularity": grain, "from_day": first, "to_day": last}
            for grain, (first, last) in times.items()
        ],
        "places": [{"place_mention": "l-2", "article": "a-raid", "start": 0, "end": 6, "text": "Guards", "kind": "capital",
                    "place": town["place"], "name": "Reykjavik", "country": "ISL", "admin1": "Capital Region"}],
    })  # fmt: skip
    return made


@pytest.mark.parametrize("name", ["polecat", "icews", "gdelt", "acled"])
def test_a_capital_is_a_town_and_a_year_is_no_first_of_january(wide, tmp_path, name):
    path, account = give(wide, name, tmp_path, place="Reykjavik")
    names = [f.name for f in FORMATS[name].fields]
    with path.open(encoding="utf-8") as file:
        rows = list(csv.reader(file, delimiter="," if name == "acled" else "\t"))
    rows = [dict(zip(names, row, strict=True)) for row in rows if row != names]
    date_of = {"gdelt": "SQLDATE", "acled": "event_date"}.get(name, "Event Date")
    assert {row[date_of].replace("-", "") for row in rows} == {"20230304", "20240201", "20240209"}
    assert account.left_out["events of which the text says no month (`in 2024`, `in the 1990s`): the format has one day "
                            "for each"] == 2  # fmt: skip
    where, said = {"gdelt": ("ActionGeo_Type", "4"), "acled": ("geo_precision", "1")}.get(name, ("City", "Reykjavik"))
    assert {row[where] for row in rows} == {said}
    if name == "acled":
        assert {row["event_date"]: row["time_precision"] for row in rows} == {
            "2023-03-04": "3", "2024-02-01": "3", "2024-02-09": "1",
        }  # fmt: skip
