"""Exports as networks, maps, lines of time and linked data, each read by a tool of its own world."""

from __future__ import annotations

import json
import sqlite3
from datetime import date

import pytest

from takeaway_desk import ODD, desk_with_a_raid, give


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    return desk_with_a_raid(tmp_path_factory.mktemp("takeaway") / "desk")


# -------------------------------------------------------------------------------------------------- the network
@pytest.mark.parametrize("form", ["gexf", "graphml"])
def test_networks_are_read_by_networkx(desk, tmp_path, form):
    import networkx as nx

    path, account = give(desk, form, tmp_path)
    graph = nx.read_gexf(path) if form == "gexf" else nx.read_graphml(path)
    assert graph.is_directed()
    names = {data["label"]: node for node, data in graph.nodes(data=True)}
    assert set(names) == {"Amina Yusuf", "Tomas Vela", "Army", "Navy", "Rebels & <Co>"}
    raid = graph.edges[names["Army"], names["Rebels & <Co>"]]
    assert (raid["weight"], raid["material_conflict"], raid["balance"]) == (1, 1, -1)
    assert (raid["first"], raid["last"]) == ("2024-02-01", "2024-02-01")
    yusuf = graph.nodes[names["Amina Yusuf"]]
    assert (yusuf["country"], yusuf["sector"], yusuf["kind"], yusuf["acts"]) == ("GHA", "GOV", "person", 2)
    assert (yusuf["known"], graph.nodes[names["Army"]]["known"]) == (True, False)
    assert account.written["edges"] == graph.number_of_edges() == 3  # two reports of one meeting are one edge
    assert graph.edges[names["Amina Yusuf"], names["Tomas Vela"]]["weight"] == 2
    assert account.left_out["edges of events with nobody on one side, or without a PLOVER type"] == 1
    assert account.left_out["events that are planned"] == 1


# ------------------------------------------------------------------------------------------------------ the maps
@pytest.mark.parametrize("form", ["geojson", "geopackage"])
def test_maps_are_read_by_gdal(desk, tmp_path, form):
    pyogrio = pytest.importorskip("pyogrio")
    path, account = give(desk, form, tmp_path)
    about = pyogrio.read_info(path)
    assert (about["geometry_type"], about["crs"], about["features"]) == ("Point", "EPSG:4326", 4)
    meta, table = pyogrio.read_arrow(path)
    rows = {r["event"]: r for r in table.to_pylist()}
    raid = rows["e-raid"]
    assert (raid["status"], raid["type"], raid["source"]) == ("actual", "ASSAULT", "Army; Navy")
    assert rows["e-plan"]["status"] == "planned"
    assert raid["sentence"] == ODD
    assert str(raid["from_day"])[:10] == "2024-02-01"
    geometry = raid[meta["geometry_name"] or "wkb_geometry"]
    assert geometry.hex() == "010100000000000000000046400000000000804040"  # POINT (44 33)
    assert account.left_out == {"events without coordinates": 3}


def test_a_geopackage_says_what_it_is(desk, tmp_path):
    path, _ = give(desk, "geopackage", tmp_path)
    base = sqlite3.connect(path)
    assert base.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
    assert base.execute("SELECT min_x, min_y, max_x, max_y FROM gpkg_contents").fetchone() == (-0.2, 5.55, 44.0, 33.0)
    base.close()


def test_timelinejs(desk, tmp_path):
    path, account = give(desk, "timelinejs", tmp_path)
    slides = {e["unique_id"]: e for e in json.loads(path.read_text(encoding="utf-8"))["events"]}
    raid = slides["e-raid"]
    assert raid["start_date"] == {"year": "2024", "month": "2"}  # no finer than the text
    assert raid["end_date"] == {"year": "2024", "month": "2"}
    assert slides["e-plan"]["text"]["headline"] == "ASSAULT (planned): Army; Navy → Rebels"
    assert "a &lt; b &amp; c" in raid["text"]["text"]
    assert "javascript" not in raid["text"]["text"]
    met = next(e for e in slides.values() if e["start_date"] == {"year": "2023", "month": "5", "day": "9"})
    assert 'href="https://example.org/' in met["text"]["text"]
    assert account.left_out == {"events without any date": 1}


# --------------------------------------------------------------------------------------------------- linked data
@pytest.mark.parametrize("form", ["turtle", "jsonld"])
def test_linked_data_is_read_by_rdflib(desk, tmp_path, form):
    import rdflib

    path, account = give(desk, form, tmp_path)
    graph = rdflib.Graph().parse(path, format="turtle" if form == "turtle" else "json-ld")
    sem = rdflib.Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/")
    ours = rdflib.Namespace("urn:dragoman:")
    assert len(set(graph.subjects(rdflib.RDF.type, sem.Event))) == account.written["events"] == 7
    raid = rdflib.URIRef("urn:dragoman:event/e-raid")
    assert str(graph.value(raid, ours.sentence)) == ODD
    assert str(graph.value(raid, ours.status)) == "actual"
    assert graph.value(raid, sem.hasEarliestBeginTimeStamp).toPython() == date(2024, 2, 1)
    sources = {str(graph.value(a, rdflib.RDFS.label)) for a in graph.objects(raid, ours.source)}
    assert sources == {"Army", "Navy"}
    assert len(list(graph.objects(raid, sem.hasActor))) == 3
    assert str(graph.value(raid, sem.eventType)).startswith("urn:dragoman:")
    article = graph.value(raid, rdflib.URIRef("https://schema.org/isPartOf"))
    assert str(graph.value(article, rdflib.URIRef("https://schema.org/headline"))) == "A raid"
    assert graph.value(article, rdflib.URIRef("https://schema.org/url")) is None  # no address that runs


def test_both_kinds_of_linked_data_say_the_same(desk, tmp_path):
    from rdflib import Graph
    from rdflib.compare import isomorphic

    turtle, jsonld = (give(desk, form, tmp_path)[0] for form in ("turtle", "jsonld"))
    assert isomorphic(Graph().parse(turtle, format="turtle"), Graph().parse(jsonld, format="json-ld"))


def test_ftm_is_read_by_followthemoney(desk, tmp_path):
    from followthemoney import model

    path, account = give(desk, "ftm", tmp_path)
    raw = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    entities = {e["id"]: model.get_proxy(e) for e in raw}
    assert len(entities) == len(raw) == sum(account.written.values())
    for given in raw:  # nothing that the model does not know or cleans away
        proxy = entities[given["id"]]
        assert set(given["properties"]) <= set(proxy.schema.properties), given
        for name, values in given["properties"].items():
            assert sorted(proxy.get(name)) == sorted(set(values)), name
        model.get(given["schema"]).validate(given)
    events = {e.first("recordId"): e for e in entities.values() if e.schema.name == "Event"}
    raid = events["e-raid"]
    assert {entities[i].caption for i in raid.get("organizer")} == {"Army", "Navy"}
    assert {entities[i].schema.name for i in raid.get("organizer")} == {"LegalEntity"}
    assert entities[raid.first("proof")].first("title") == "A raid"
    assert "status:planned" in events["e-plan"].get("keywords")
    assert raid.get("country") == ["iq"]
