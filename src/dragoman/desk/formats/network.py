"""The network of actors, who acts on whom, for Gephi and for graph libraries: GEXF and GraphML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dragoman.desk.formats.base import Account, Field, Format
from dragoman.desk.formats.chosen import Chosen
from dragoman.desk.formats.delimited import said

__all__ = ["GEXF", "GRAPHML"]

# One row a participant of a chosen event that has somebody on both sides.
_PAIRS = """
    WITH kinds AS (
        SELECT actor, min(kind) AS kind, bool_or(form = 'name') AS named FROM names GROUP BY actor),
    sides AS (
        SELECT p.event, p.side, p.actor IS NOT NULL AND NOT starts_with(p.actor, 'new:') AS known,
            CASE WHEN known OR NOT coalesce(named, true) THEN p.actor ELSE 'name:' || lower(p.name) END AS node,
            p.name, p.country, p.sectors, kinds.kind
        FROM participants p LEFT JOIN kinds USING (actor) WHERE p.event IN (SELECT event FROM chosen))
"""
_SHOWN = (("name", "name"), ("kind", "kind"), ("country", "country"), ("sectors[1]", "sector"))
"""What a node shows: what most of its participants have, the first in the alphabet of several."""
_NODES = f"""{_PAIRS}
    SELECT node, {", ".join(f"mode({what} ORDER BY {what}) AS {name}" for what, name in _SHOWN)},
        bool_or(known) AS known,
        count(DISTINCT event) FILTER (side = 'source') AS acts,
        count(DISTINCT event) FILTER (side = 'target') AS suffers
    FROM sides GROUP BY node ORDER BY node
"""  # noqa: S608 - constants
_EDGES = f"""{_PAIRS}
    SELECT s.node AS source, t.node AS target, count(*) AS weight,
        count(*) FILTER (c.quad = 'Q1') AS verbal_cooperation, count(*) FILTER (c.quad = 'Q2') AS material_cooperation,
        count(*) FILTER (c.quad = 'Q3') AS verbal_conflict, count(*) FILTER (c.quad = 'Q4') AS material_conflict,
        count(*) FILTER (c.quad IN ('Q1', 'Q2')) - count(*) FILTER (c.quad IN ('Q3', 'Q4')) AS balance,
        min(coalesce(CASE WHEN c.time_basis = 'stated' THEN coalesce(c.from_day, c.to_day) END,
            c.published_end, c.published_start)) AS first,
        max(coalesce(CASE WHEN c.time_basis = 'stated' THEN coalesce(c.from_day, c.to_day) END,
            c.published_end, c.published_start)) AS last
    FROM chosen c JOIN sides s ON s.event = c.event AND s.side = 'source'
        JOIN sides t ON t.event = c.event AND t.side = 'target'
    WHERE c.type IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2
"""  # noqa: S608 - constants
_ALONE = f"""{_PAIRS}
    SELECT count(*) AS n FROM chosen WHERE type IS NULL OR event NOT IN (
        SELECT s.event FROM sides s JOIN sides t ON s.event = t.event AND s.side = 'source' AND t.side = 'target')
"""  # noqa: S608 - constants

_NODE_FIELDS = (
    Field("label", "string", "name of the actor, or the words of the text; those whom the knowledge base does not know "
          "are one node where their names are one, those who are never named (`a group`) where they are one actor"),
    Field("kind", "string", "person, state, government_body, party ..."),
    Field("country", "string", "ISO 3166 alpha-3 code"),
    Field("sector", "string", "leading PLOVER sector"),
    Field("known", "boolean", "whether the actor is in the knowledge base"),
    Field("acts", "long", "events in which it acts"),
    Field("suffers", "long", "events in which it is acted on"),
)  # fmt: skip
_EDGE_FIELDS = (
    Field("weight", "long", "event mentions of the source acting on the target"),
    Field("verbal_cooperation", "long", "those of quad class 1"),
    Field("material_cooperation", "long", "those of quad class 2"),
    Field("verbal_conflict", "long", "those of quad class 3"),
    Field("material_conflict", "long", "those of quad class 4"),
    Field("balance", "long", "cooperation less conflict: a signed network"),
    Field("first", "string", "first day of one of them"),
    Field("last", "string", "last day of one of them"),
)
_GEXF = "http://www.gexf.net/1.2draft"  # the version that Gephi and networkx both read
_GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_STATUS = "an edge has no status: only what happened is counted; --all-statuses counts the rest too"


def _nodes(chosen: Chosen, account: Account) -> Iterator[tuple[str, dict[str, Any]]]:
    for row in chosen.rows(_NODES):
        account.written["actors"] += 1
        yield row["node"], {**row, "label": row["name"]}


def _edges(chosen: Chosen, account: Account) -> Iterator[dict[str, Any]]:
    for row in chosen.rows(_EDGES):
        account.written["edges"] += 1
        account.written["events between two actors"] += row["weight"]
        yield row
    alone = next(chosen.rows(_ALONE))["n"]
    if alone:
        account.left_out["edges of events with nobody on one side, or without a PLOVER type"] += alone


def _write_gexf(chosen: Chosen, file: Any, account: Account) -> None:
    from lxml import etree

    with etree.xmlfile(file, encoding="utf-8") as xml, xml.element("gexf", xmlns=_GEXF, version="1.2"):
        with xml.element("meta"), xml.element("creator"):
            xml.write("Dragoman")
        with xml.element("graph", defaultedgetype="directed", mode="static"):
            for kind, fields in (("node", _NODE_FIELDS[1:]), ("edge", _EDGE_FIELDS[1:])):
                with xml.element("attributes", {"class": kind}):
                    for i, field in enumerate(fields):
                        xml.write(etree.Element("attribute", id=str(i), title=field.name, type=field.type))
            with xml.element("nodes"):
                for node, row in _nodes(chosen, account):
                    with xml.element("node", id=_xml(node), label=_xml(row["label"])):
                        _attvalues(xml, _NODE_FIELDS[1:], row)
            with xml.element("edges"):
                for i, row in enumerate(_edges(chosen, account)):
                    ends = {"source": _xml(row["source"]), "target": _xml(row["target"])}
                    with xml.element("edge", {"id": str(i), **ends, "weight": str(row["weight"])}):
                        _attvalues(xml, _EDGE_FIELDS[1:], row)


def _attvalues(xml: Any, fields: tuple[Field, ...], row: dict[str, Any]) -> None:
    from lxml import etree

    with xml.element("attvalues"):
        for i, field in enumerate(fields):
            if row[field.name] is not None:
                xml.write(etree.Element("attvalue", {"for": str(i), "value": _value(row[field.name])}))


def _write_graphml(chosen: Chosen, file: Any, account: Account) -> None:
    from lxml import etree

    with etree.xmlfile(file, encoding="utf-8") as xml, xml.element("graphml", xmlns=_GRAPHML):
        for kind, fields in (("node", _NODE_FIELDS), ("edge", _EDGE_FIELDS)):
            for field in fields:
                names = {"id": f"{kind}_{field.name}", "for": kind, "attr.name": field.name, "attr.type": field.type}
                xml.write(etree.Element("key", names))
        with xml.element("graph", edgedefault="directed"):
            for node, row in _nodes(chosen, account):
                with xml.element("node", id=_xml(node)):
                    _data(xml, "node", _NODE_FIELDS, row)
            for i, row in enumerate(_edges(chosen, account)):
                with xml.element("edge", id=f"e{i}", source=_xml(row["source"]), target=_xml(row["target"])):
                    _data(xml, "edge", _EDGE_FIELDS, row)


def _data(xml: Any, kind: str, fields: tuple[Field, ...], row: dict[str, Any]) -> None:
    for field in fields:
        if row[field.name] is not None:
            with xml.element("data", key=f"{kind}_{field.name}"):
                xml.write(_value(row[field.name]))


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _xml(said(value))


def _xml(text: str) -> str:
    """Text without the control characters that XML cannot hold."""
    return "".join(c for c in text if c.isprintable() or c.isspace())


GEXF = Format(
    "gexf", "GEXF", "the network of actors, for Gephi", "binary", "actual", _STATUS, _NODE_FIELDS, _write_gexf, ".gexf",
    more=(("edges", _EDGE_FIELDS),),
)  # fmt: skip
GRAPHML = Format(
    "graphml", "GraphML", "the network of actors, for graph libraries", "binary", "actual", _STATUS, _NODE_FIELDS,
    _write_graphml, ".graphml", more=(("edges", _EDGE_FIELDS),),
)  # fmt: skip
