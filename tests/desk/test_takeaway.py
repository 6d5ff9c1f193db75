"""Exports: each format read by a tool of its own world; statuses, what was left out, files that appear whole."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from dragoman.cli import cli
from dragoman.desk import Desk
from dragoman.desk.schema import TABLES
from dragoman.desk.takeaway import ALL_FORMATS, FORMATS
from dragoman.errors import DeskError, UsageError
from readings import reading

ODD = 'Guards\tsaid: "=1+1; a < b & c"\nand left,\x0b for 山.'


def _participant(event, side, name, country=None, sectors=(), position=0):
    return {
        "event": event, "side": side, "position": position, "article": "a-raid", "start": 0, "end": 6, "text": "Guards",
        "name": name, "country": country, "sectors": list(sectors),
    }  # fmt: skip


def _event(event, **more):
    return {
        "event": event, "article": "a-raid", "type": "ASSAULT", "mode": "drone", "act": "strike", "quad": "Q4",
        "contexts": ["military", "territory"], "status": "actual", "source": "Army; Navy", "target": "Rebels",
        "from_day": date(2024, 2, 1), "to_day": date(2024, 2, 29), "granularity": "month", "time_basis": "stated",
        "place": "gn:99237", "place_name": "Iraq", "place_country": "IRQ", "latitude": 33.0, "longitude": 44.0,
        "certainty": "own_voice", "claims": [], "block": "paragraph", "trigger": "said", "trigger_start": 7,
        "trigger_end": 11, "sentence": ODD, "sentence_start": 0, "sentence_end": len(ODD), "confidence": 0.75,
        "decided_by": "codebook", "reasons": [], **more,
    }  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """Two readings (a meeting that happened, talks that did not), a raid by two on one, an act without type or date."""
    made = Desk(tmp_path_factory.mktemp("takeaway") / "desk")
    made.add([reading(0), reading(1, title="Second report", outlet="Coast Radio")])
    article = {"article": "a-raid", "page": "p-raid", "origin": "raid.txt", "index": 0, "title": "A raid",
               "text": ODD, "language": "en", "url": "javascript:alert(1)", "outlet": "=Post", "words": 9}  # fmt: skip
    letter = _event("e-letter", type=None, mode=None, quad=None, act="draft letter", source=None, target=None,
                    from_day=None, to_day=None, place=None, place_name=None, place_country=None, latitude=None,
                    longitude=None, contexts=[])  # fmt: skip
    made.store.commit({
        "pages": [{"page": "p-raid", "origin": "raid.txt", "articles": 1}],
        "articles": [article],
        "blocks": [{"article": "a-raid", "start": 0, "end": len(ODD), "kind": "paragraph"}],
        "events": [_event("e-raid"), _event("e-plan", status="planned", mode=None), letter],
        "participants": [
            _participant("e-raid", "source", "Army", "IRQ", ["MIL"]),
            _participant("e-raid", "source", "Navy", "IRQ", ["MIL", "GOV"], position=1),
            _participant("e-raid", "target", "Rebels & <Co>", "SYR", ["REB"]),
            _participant("e-plan", "source", "Army", "IRQ", ["MIL"]),
        ],
        "places": [{"place_mention": "l-1", "article": "a-raid", "start": 0, "end": 6, "text": "Guards",
                    "place": "gn:99237", "name": "Iraq", "kind": "country", "country": "IRQ",
                    "latitude": 33.0, "longitude": 44.0}],
    })  # fmt: skip
    return made


def give(desk, form, tmp_path, **wishes):
    suffix = FORMATS[form].suffix if form in FORMATS else {"excel": ".xlsx"}.get(form, f".{form}")
    path = tmp_path / f"out{suffix}"
    return path, desk.export(form, path, **wishes)


def tabbed(path, names=None):
    import pandas as pd

    return pd.read_csv(path, sep="\t", quoting=csv.QUOTE_NONE, header=None if names else 0, names=names, dtype=str)


# ------------------------------------------------------------------------------------------- the coded formats
def test_polecat(desk, tmp_path):
    path, account = give(desk, "polecat", tmp_path)
    frame = tabbed(path)
    assert list(frame.columns) == [f.name for f in FORMATS["polecat"].fields]
    assert len(frame.columns) == 40
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
    assert len(frame.columns) == 20
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
    assert len(frame.columns) == 31
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


# ------------------------------------------------------------------------------------------------ annotated texts
def test_brat_is_read_by_a_parser_of_brat(desk, tmp_path):
    from pybrat.parser import BratParser

    folder = tmp_path / "brat"
    account = desk.export("brat", folder)
    examples = {e.id.rsplit("/")[-1]: e for e in BratParser(error="ignore").parse(folder)}
    assert len(examples) == account.written["articles"] == 3
    for key, example in examples.items():
        # the parser objects to two entities on one span, which brat has no quarrel with; it must object to nothing else
        lines = (folder / f"{key}.ann").read_text(encoding="utf-8").splitlines()
        assert len(example.events) == sum(line.startswith("E") for line in lines)
        triggers = {e.trigger.id for e in example.events}
        assert {e.id for e in example.entities} | triggers == {x.split("\t")[0] for x in lines if x.startswith("T")}
        for entity in example.entities:
            assert entity.mention == " ".join(example.text[s.start : s.end] for s in entity.spans)
    events = [e for example in examples.values() for e in example.events]
    raid = next(e for e in events if e.type == "ASSAULT" and len(e.arguments) == 2)
    assert [a.mention for a in raid.arguments] == ["Guards", "Guards"]
    met = next(e for e in events if e.trigger.mention == "met")
    assert [a.mention for a in met.arguments] == ["Amina Yusuf", "Tomas Vela", "Accra", "Tuesday"]
    claim = next(e for e in events if e.type == "Claim")
    assert (claim.trigger.mention, [a.mention for a in claim.arguments]) == ("said", ["An aide", "talks had failed"])
    of_meeting = next(p for p in folder.glob("*.ann") if "\tmet\n" in p.read_text(encoding="utf-8"))
    (line,) = re.findall(r"(?m)^E\d+\tCONSULT:T\d+ (Source.*)$", of_meeting.read_text(encoding="utf-8"))
    assert re.sub(r":T\d+", "", line) == "Source Target Place Time"  # the parser drops the roles
    lines = (folder / "a-raid.ann").read_text(encoding="utf-8").splitlines()
    assert [line.split()[3] for line in lines if line.startswith("A") and "Status" in line] == [
        "actual", "planned", "actual",
    ]  # fmt: skip
    assert (folder / "annotation.conf").read_text().startswith("[entities]\nActor\n")


def test_a_text_of_several_lines_keeps_its_offsets_in_brat(tmp_path):
    from pybrat.parser import BratParser

    desk = Desk(tmp_path / "desk")
    text = "One\r\ntwo 😀 three\nfour"
    made = {"article": "a/1", "page": "p", "text": text, "language": "en", "index": 0}
    claim = {"claim": "c", "article": "a/1", "content_starts": [0], "content_ends": [len(text)], "sentence_start": 0,
             "sentence_end": len(text)}  # fmt: skip
    desk.store.commit({"articles": [made], "claims": [claim]})
    desk.export("brat", tmp_path / "brat")
    assert (tmp_path / "brat" / "a_1.txt").read_bytes().decode() == text
    example = next(iter(BratParser(error="ignore").parse(tmp_path / "brat")))
    assert example.events[0].trigger.mention == "One two 😀 three four"


def test_webanno_is_read_by_cassis(desk, tmp_path):
    import cassis

    folder = tmp_path / "webanno"
    account = desk.export("webanno", folder)
    with (folder / "TypeSystem.xml").open("rb") as file:
        types = cassis.load_typesystem(file)
    texts = {row["article"]: row["text"] for row in desk.table("articles")}
    seen = []
    for path in folder.glob("*.xmi"):
        with path.open("rb") as file:
            cas = cassis.load_cas_from_xmi(file, typesystem=types)
        assert cas.sofa_string == texts[path.stem].replace("\x0b", " ")
        seen += cas.select("webanno.custom.Event")
    assert len(seen) == account.written["events"] == 7
    events = {e.event: e for e in seen}
    assert (events["e-plan"].plover, events["e-plan"].status) == ("ASSAULT", "planned")
    slots = [(link.role, link.target.name) for link in events["e-raid"].participants.elements]
    assert slots == [("source", "Army"), ("source", "Navy"), ("target", "Rebels & <Co>")]
    met = next(e for e in seen if e.get_covered_text() == "met")
    assert [link.target.get_covered_text() for link in met.participants.elements] == ["Amina Yusuf", "Tomas Vela"]


def test_webanno_counts_as_uima_does(tmp_path):
    """A character beyond the Basic Multilingual Plane is two units of UTF-16."""
    import cassis

    desk = Desk(tmp_path / "desk")
    made = {"article": "a", "page": "p", "text": "😀 Accra", "language": "en"}
    desk.store.commit({
        "articles": [made], "places": [{"place_mention": "l", "article": "a", "start": 2, "end": 7, "text": "Accra"}],
    })  # fmt: skip
    desk.export("webanno", tmp_path / "out")
    assert 'begin="3" end="8"' in (tmp_path / "out" / "a.xmi").read_text(encoding="utf-8")
    with (tmp_path / "out" / "TypeSystem.xml").open("rb") as file:
        types = cassis.load_typesystem(file)
    with (tmp_path / "out" / "a.xmi").open("rb") as file:
        (place,) = cassis.load_cas_from_xmi(file, typesystem=types).select("webanno.custom.Place")
    assert place.get_covered_text() == "Accra"


def test_conllu_is_read_by_conllu_and_by_spacy(desk, tmp_path):
    from spacy.training.converters import conllu_to_docs

    import conllu
    from dragoman.language import Language

    path, account = give(desk, "conllu", tmp_path, analyse=Language.load().analyse_many)
    raw = path.read_text(encoding="utf-8")
    sentences = conllu.parse(raw)
    assert len(sentences) == account.written["sentences"]
    texts = {row["article"]: row["text"] for row in desk.table("articles")}
    for sentence in sentences:
        article = sentence.metadata["sent_id"].rsplit("-", 1)[0]
        assert [t["id"] for t in sentence] == list(range(1, len(sentence) + 1))
        assert sum(t["head"] == 0 for t in sentence) == 1
        glued = "".join(t["form"] + ("" if (t["misc"] or {}).get("SpaceAfter") == "No" else " ") for t in sentence)
        assert glued.strip() == sentence.metadata["text"]
        for token in sentence:
            span = int(token["misc"]["start_char"]), int(token["misc"]["end_char"])
            assert texts[article][slice(*span)] == token["form"]
    met = next(t for s in sentences for t in s if t["form"] == "met")
    assert (met["lemma"], met["upos"], met["misc"]["Event"], met["misc"]["Status"]) == (
        "meet",
        "VERB",
        "CONSULT",
        "actual",
    )
    planned = next(t for s in sentences for t in s if "planned" in t["misc"].get("Status", ""))
    assert planned["misc"]["EventId"].split(",") == ["e-raid", "e-plan", "e-letter"]
    docs = list(conllu_to_docs(raw, n_sents=1, no_print=True))
    assert sum(map(len, docs)) == sum(map(len, sentences))


def test_conllu_without_an_analyser_says_what_it_needs(desk, tmp_path):
    with pytest.raises(UsageError, match=r"Language\.load"):
        desk.export("conllu", tmp_path / "x.conllu")
    assert list(tmp_path.iterdir()) == []


# ------------------------------------------------------------------------------------------------ the own tables
@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_all_tables_into_a_folder(desk, tmp_path, form):
    account = desk.export(form, tmp_path / "all")
    assert {p.name for p in (tmp_path / "all").iterdir()} == {f"{t.name}.{form}" for t in TABLES}
    assert account.written["events"] == 7
    assert account.written["skipped"] == len(desk.table("skipped"))


def test_a_parquet_table_is_the_view(desk, tmp_path):
    import pandas as pd

    path, _ = give(desk, "parquet", tmp_path)
    frame = pd.read_parquet(path)
    assert list(frame.columns) == desk.events().columns
    assert frame["event"].tolist() == [e["event"] for e in desk.events()]


def test_conditions_choose_the_rows_of_every_table(desk, tmp_path):
    desk.export("csv", tmp_path / "some", actor="Army", status="actual")
    rows = {p.stem: list(csv.DictReader(p.open(encoding="utf-8"))) for p in (tmp_path / "some").iterdir()}
    assert [r["event"] for r in rows["events"]] == ["e-raid"]
    assert [r["article"] for r in rows["articles"]] == ["a-raid"]
    assert {r["event"] for r in rows["participants"]} == {"e-raid"}
    assert [r["page"] for r in rows["pages"]] == ["p-raid"]
    assert rows["claims"] == []
    assert rows["articles"][0]["outlet"] == "'=Post"  # no formula


def test_a_workbook(desk, tmp_path):
    import openpyxl

    path, account = give(desk, "excel", tmp_path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[:2] == ["events", "claims"]
    rows = list(book["events"].values)
    names = rows[0]
    raid = next(dict(zip(names, row, strict=True)) for row in rows if row[0] == "e-raid")
    assert raid["from_day"].date() == date(2024, 2, 1)
    assert raid["contexts"] == "military | territory"
    assert raid["confidence"] == 0.75
    assert account.written["events"] == len(rows) - 1 == 7
    outlet = next(cell for row in book["articles"].iter_rows() for cell in row if cell.value == "=Post")
    assert outlet.data_type == "s"


def test_cells_that_excel_cannot_hold_are_cut_and_counted(tmp_path):
    desk = Desk(tmp_path / "desk")
    desk.store.commit({"articles": [{"article": "a", "page": "p", "title": "T", "text": "x" * 40_000}]})
    _, account = give(desk, "excel", tmp_path, tables=["articles"])
    assert sum(account.left_out.values()) == 1
    assert "32,767" in next(iter(account.left_out))


def test_without_xlsxwriter_the_extra_is_named(desk, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(UsageError, match=r"pip install 'dragoman\[excel\]'"):
        desk.export("excel", tmp_path / "x.xlsx")
    assert list(tmp_path.iterdir()) == []


# ------------------------------------------------------------------------------------------------------ the shell
@pytest.mark.parametrize("form", ALL_FORMATS)
def test_an_empty_desk_gives_files_without_events(tmp_path, form):
    desk = Desk(tmp_path / "desk")
    path, account = give(desk, form, tmp_path, analyse=lambda _: [])
    assert path.exists()
    assert sum(account.written.values()) == 0


def test_a_file_appears_whole_or_not_at_all(desk, tmp_path):
    path = tmp_path / "events.tsv"
    path.write_text("older")
    with pytest.raises(UsageError, match="is not a date"):
        desk.export("polecat", path, since="monday")
    assert path.read_text() == "older"
    assert [p.name for p in tmp_path.iterdir()] == ["events.tsv"]
    with pytest.raises(DeskError, match="cannot be"):
        desk.export("polecat", path / "inside.tsv")


def test_what_does_not_exist_is_refused(desk, tmp_path):
    with pytest.raises(UsageError, match="no format 'xml'; there are csv"):
        desk.export("xml", tmp_path / "x")
    with pytest.raises(UsageError, match="no table 'nosuch'"):
        desk.export("csv", tmp_path / "x", tables=["nosuch"])
    with pytest.raises(UsageError, match="format of events, not of tables"):
        desk.export("gdelt", tmp_path / "x", tables=["claims"])
    with pytest.raises(UsageError, match="holds one table"):
        desk.export("csv", tmp_path / "x.csv", tables=["claims", "events"])
    with pytest.raises(UsageError, match="cannot go to standard output"):
        desk.export("geopackage", "-")


def run(desk, *arguments):
    return CliRunner().invoke(cli, ["export", str(desk.store.path), *map(str, arguments)])


def test_the_command_writes_and_says_what_it_left_out(desk, tmp_path):
    done = run(desk, "polecat", "--to", tmp_path / "p.tsv", "--dictionary")
    assert done.exit_code == 0
    assert "3 events" in done.stderr
    assert "left out: 2 events that are not done" in done.stderr
    assert "--all-statuses" in done.stderr
    page = (tmp_path / "p.tsv.dictionary.md").read_text(encoding="utf-8")
    assert all(f"`{f.name}`" in page for f in FORMATS["polecat"].fields)


def test_the_command_writes_to_a_pipe(desk):
    done = run(desk, "csv", "--table", "claims", "--to", "-")
    assert len(list(csv.DictReader(io.StringIO(done.stdout)))) == 2
    done = run(desk, "geojson", "--to", "-", "--type", "ASSAULT", "--status", "planned")
    assert [f["id"] for f in json.loads(done.stdout)["features"]] == ["e-plan"]
    child = subprocess.run(
        f"{sys.executable} -m dragoman export {desk.store.path} parquet --to - > out.parquet; "
        f"{sys.executable} -m dragoman export {desk.store.path} jsonl --to - | head -1",
        shell=True, capture_output=True, text=True, cwd=desk.store.path.parent, check=True,
    )  # fmt: skip
    assert "event" in json.loads(child.stdout)
    import pyarrow.parquet as pq

    assert pq.read_table(desk.store.path.parent / "out.parquet").num_rows == 7


def test_a_folder_as_the_target_gets_a_file_of_the_usual_name(desk, tmp_path):
    assert run(desk, "gexf", "--to", tmp_path).exit_code == 0
    assert [p.name for p in tmp_path.iterdir()] == ["gexf.gexf"]


def test_the_page_on_exports_names_every_format_and_field():
    page = (Path(__file__).parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")
    for form in FORMATS.values():
        section = re.split(r"(?m)^## ", page.split(f"\n## {form.name}\n")[1])[0]
        for field in form.fields:
            assert f"| `{field.name}` |" in section, (form.name, field.name)
