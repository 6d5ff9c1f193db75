"""A user's own actors: YAML and CSV beside ours, and the registers of others as rows of it."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from dragoman.cli.actors import command
from dragoman.errors import KnowledgeError
from dragoman.knowledge import Knowledge
from dragoman.knowledge.actors_import import Imported, import_actors

PAGE = Path(__file__).parents[2] / "docs" / "knowledge.md"


def run(tmp_path, form, content, *more):
    path = tmp_path / f"source.{form}"
    path.write_text(content, encoding="utf-8")
    done = CliRunner().invoke(command, ["import", form, str(path), "--to", str(tmp_path / "mine"), *more])
    assert done.exit_code == 0, done.output + str(done.exception)
    return Knowledge((tmp_path / "mine",)).actors, done.output


def test_the_example_of_the_page_wins_over_ours(tmp_path):
    for name, text in re.findall(r"```yaml\n# my-knowledge/(\S+)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    base = Knowledge((tmp_path,)).actors
    assert base.actors["person:selma-okafor"].sectors == ("LEG",)
    assert [(c.actor, c.ambiguous) for c in base.lookup("Okafor")] == [("person:selma-okafor", True)]
    day = (date(2031, 6, 1), date(2031, 6, 1))
    assert [r.role for r in base.role_at("person:selma-okafor", day)] == ["foreign minister"]


def test_a_row_of_the_same_id_replaces_ours(tmp_path):
    (tmp_path / "actors").mkdir()
    mine = "- {id: 'person:angela-merkel', name: Angela D. Merkel, country: DEU, sectors: ELI, source: mine}\n"
    (tmp_path / "actors" / "persons.yaml").write_text(mine, encoding="utf-8")
    base = Knowledge((tmp_path,)).actors
    assert base.actors["person:angela-merkel"].name == "Angela D. Merkel"
    assert base.lookup("Angela Merkel") == ()
    assert base.roles["person:angela-merkel"]
    (tmp_path / "actors" / "persons.yaml").write_text("- {id: x, name: y}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"persons.yaml: entry 1"):
        _ = Knowledge((tmp_path,)).actors


def binding(**values):
    return {name: {"type": "literal", "value": value} for name, value in values.items()}


def test_wikidata(tmp_path):
    rows = [
        binding(person="http://www.wikidata.org/entity/Q1", personLabel="Ifeoma Dikko-Bell", countryCode="NGA",
                personAltLabel="I. Dikko-Bell, Dikko", positionLabel="Foreign Minister", start="2031-05-29T00:00:00Z",
                partyLabel="Lantern Party"),
        binding(person="http://www.wikidata.org/entity/Q2", personLabel="Angela Merkel", countryLabel="Germany",
                positionLabel="minister of the environment", start="+1994-00-00T00:00:00Z", end="1998-10-26T00:00:00Z"),
        binding(person="http://www.wikidata.org/entity/Q3", personLabel="Q3"),
    ]  # fmt: skip
    base, output = run(tmp_path, "wikidata", json.dumps({"head": {}, "results": {"bindings": rows}}))
    new = base.roles["person:q1"][0]
    assert (new.role, new.of, new.sectors, new.start) == (
        "foreign minister",
        "state:NGA",
        ("GOV",),
        (date(2031, 5, 29),) * 2,
    )
    assert {base.actors[m.organisation].name for m in base.memberships["person:q1"]} == {"Lantern Party"}
    assert [c.ambiguous for c in base.lookup("Dikko") if c.actor == "person:q1"] == [True]
    old = next(r for r in base.roles["person:angela-merkel"] if r.role == "minister of the environment")
    assert (old.start, old.of) == ((date(1994, 1, 1), date(1994, 12, 31)), "state:DEU")
    assert "1 actor known already" in output
    assert "left out: 1: rows without a person" in output


def test_wikidata_as_csv_and_a_broken_file(tmp_path):
    base, _ = run(tmp_path, "wikidata", "person,personLabel,countryLabel\nQ9,Oyelaran Voss,Ghana\n")
    assert base.actors["person:q9"].country == "GHA"
    listed = json.dumps([{"person": "Q8", "personLabel": "Ama Voss"}, binding(person="Q7", personLabel="Efua Voss")])
    base, _ = run(tmp_path, "wikidata", listed, "--country", "GHA")  # as the query page saves it, short and verbose
    assert {base.actors[f"person:{q}"].name for q in ("q7", "q8")} == {"Ama Voss", "Efua Voss"}
    path = tmp_path / "broken.json"
    path.write_text('{"results": []}', encoding="utf-8")
    ours = Knowledge()
    with pytest.raises(KnowledgeError, match=r"results\.bindings is missing; found: results"):
        import_actors(path, "wikidata", ours.actors, ours.agents)


def test_popolo(tmp_path):
    popolo = {
        "persons": [{"id": "p1", "name": "Wekesa Nalwende", "other_names": [{"name": "W. Nalwende"}]}],
        "organizations": [
            {"id": "house", "name": "National Assembly", "classification": "legislature"},
            {"id": "lp", "name": "Lakeshore Party", "classification": "party"},
        ],
        "events": [{"id": "t1", "start_date": "2031-09-01", "end_date": "2036-08-31"}],
        "memberships": [
            {
                "person_id": "p1",
                "organization_id": "house",
                "on_behalf_of_id": "lp",
                "role": "member",
                "legislative_period_id": "t1",
            },
            {"person_id": "nobody", "organization_id": "house"},
        ],
    }
    base, output = run(tmp_path, "popolo", json.dumps(popolo), "--country", "ken")
    role = base.roles["person:source-p1"][0]
    assert (role.role, role.of, role.sectors, role.end) == (
        "member of parliament",
        "leg:KEN",
        ("LEG",),
        (date(2036, 8, 31),) * 2,
    )
    assert base.memberships["person:source-p1"][0].organisation == "party:source-lp"
    assert base.actors["party:source-lp"].country == "KEN"
    assert "memberships of nobody" in output


def test_follow_the_money(tmp_path):
    lines = [
        {"id": "e1", "schema": "Person", "properties": {"name": ["Rustam Zhanibek"], "country": ["kz"]}},
        {"id": "e2", "schema": "Position", "properties": {"name": ["Minister of Defence"], "country": ["kz"]}},
        {"id": "e3", "schema": "Occupancy", "properties": {"holder": ["e1"], "post": ["e2"], "startDate": ["2031"]}},
        {
            "id": "e4",
            "schema": "Organization",
            "properties": {"name": ["Steppe Party"], "country": ["kz"], "topics": ["pol.party"]},
        },
        {"id": "e5", "schema": "Membership", "properties": {"member": ["e1"], "organization": ["e4"]}},
        {"id": "e6", "schema": "Vessel", "properties": {"name": ["Aral"]}},
    ]
    base, output = run(tmp_path, "ftm", "\n".join(json.dumps(line) for line in lines))
    assert base.actors["person:source-e1"].country == "KAZ"
    assert [(r.role, r.of) for r in base.roles["person:source-e1"]] == [("minister of defence", "state:KAZ")]
    assert base.memberships["person:source-e1"][0].organisation == "party:source-e4"
    assert "schema Vessel" in output


def test_party_facts(tmp_path):
    content = (
        "country,partyfacts_id,name_short,name,name_english,name_other\n"
        "FIN,77,SKR,Saaristo Ryhmä,Archipelago Group of Finland,\n"
        "ZZZ,78,X,Nowhere,,\n"
    )
    base, output = run(tmp_path, "partyfacts", content)
    assert [c.actor for c in base.lookup("Saaristo Ryhmä")] == ["party:pf77"]
    assert base.actors["party:pf77"].sectors == ("PTY",)
    assert "country that is not known" in output


def test_a_code_that_no_state_has_and_a_broken_line_are_refused(tmp_path):
    base, agents = Knowledge().actors, Knowledge().agents
    path = tmp_path / "lines.ftm"
    path.write_text('{"id": "e1", "schema": "Person", "properties": {"name": ["A Bo"]}}\nno json\n', encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"lines\.ftm:2: no JSON object"):
        import_actors(path, "ftm", base, agents)
    with pytest.raises(KnowledgeError, match="KENYA: no state has this code"):
        import_actors(path, "ftm", base, agents, "KENYA")


def test_what_belongs_to_a_row_that_was_left_out_is_left_out_too():
    out = Imported()
    out.add("memberships", ("a",), {"member": "person:nobody-here", "organisation": "party:nowhere", "source": "x"})
    assert out.rows["memberships"]
    out.drop_dangling(Knowledge().actors)
    assert "memberships" not in out.rows
    assert out.left_out["memberships of actors that were left out"] == 1


@pytest.mark.parametrize(
    ("form", "content", "missing", "found"),
    [
        ("wikidata", "human,humanLabel,start\nQ1,Ada,2031\n", "person, personLabel", "human, humanLabel, start"),
        ("wikidata", '{"head": {"vars": ["person", "name"]}, "results": {"bindings": []}}', "personLabel", "name"),
        ("wikidata", '[{"person": "Q1"}]', "personLabel", "found: person."),
        ("partyfacts", "id,country,name\n1,KEN,Lantern\n", "partyfacts_id", "id, country, name"),
        ("popolo", '{"people": []}', "persons", "people"),
        ("ftm", '{"id": "a", "type": "Person"}\n', "schema, properties", "id, type"),
    ],
)
def test_what_a_file_lacks_is_named_with_what_it_has(tmp_path, form, content, missing, found):
    path = tmp_path / "source"
    path.write_text(content, encoding="utf-8")
    ours = Knowledge()
    with pytest.raises(KnowledgeError) as caught:
        import_actors(path, form, ours.actors, ours.agents)
    told = str(caught.value)
    assert str(path) in told
    assert missing in told
    assert found in told


def _people(name):
    return json.dumps({
        "persons": [{"id": "1", "name": name}],
        "organizations": [{"id": "2", "name": f"Party of {name}", "classification": "party"}],
        "memberships": [{"person_id": "1", "on_behalf_of_id": "2", "start_date": "someday"}],
    })  # fmt: skip


def test_two_files_may_number_their_persons_alike(tmp_path):
    run(tmp_path, "popolo", _people("Adoma Quist"), "--country", "GHA", "--name", "accra")
    base, output = run(tmp_path, "popolo", _people("Wairimu Kerubo"), "--name", "nairobi")
    assert {base.actors[f"person:{town}-1"].name for town in ("accra", "nairobi")} == {"Adoma Quist", "Wairimu Kerubo"}
    assert [m.organisation for m in base.memberships["person:accra-1"]] == ["party:accra-2"]
    assert "dates that cannot be read (someday)" in output
    assert "Popolo names none; give --country" in output


def test_an_import_takes_the_place_of_all_files_of_the_one_of_its_name(tmp_path):
    run(
        tmp_path,
        "wikidata",
        "person,personLabel,countryCode,partyLabel\nQ5,Ineza Furaha,RWA,Reed Party\n",
        "--name",
        "w",
    )
    there = tmp_path / "mine" / "actors"
    assert (there / "memberships-w.csv").exists()
    base, output = run(tmp_path, "wikidata", "person,personLabel,countryCode\nQ6,Keza Furaha,XXX\n", "--name", "w")
    assert sorted(p.name for p in there.iterdir()) == ["persons-w.csv"]  # a membership of nobody would stop every read
    assert "in place of an earlier import of the name w: persons-w.csv, parties-w.csv, memberships-w.csv" in output
    assert "countries that are not known (XXX)" in output
    assert base.actors["person:q6"].name == "Keza Furaha"


def test_what_was_written_by_hand_is_not_written_over(tmp_path):
    there = tmp_path / "mine" / "actors"
    there.mkdir(parents=True)
    (there / "persons-w.csv").write_text("id,name,source\nperson:keza,Keza,mine\n", encoding="utf-8")
    path = tmp_path / "w.csv"
    path.write_text("person,personLabel\nQ6,Keza Furaha\n", encoding="utf-8")
    done = CliRunner().invoke(command, ["import", "wikidata", str(path), "--to", str(tmp_path / "mine")])
    assert isinstance(done.exception, KnowledgeError)
    assert "give the import another name" in str(done.exception)
    assert "mine" in (there / "persons-w.csv").read_text(encoding="utf-8")
