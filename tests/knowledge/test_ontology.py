"""The ontology: complete, without contradiction, and a user's file wins."""

from __future__ import annotations

import pytest
import yaml

from dragoman.errors import KnowledgeError
from dragoman.knowledge.ontology import Quad, load_ontology
from dragoman.knowledge.tables import BUILT_IN

TYPES = {
    Quad.VERBAL_COOPERATION: {"AGREE", "CONSULT", "SUPPORT", "CONCEDE"},
    Quad.MATERIAL_COOPERATION: {"COOPERATE", "AID", "RETREAT"},
    Quad.VERBAL_CONFLICT: {"REQUEST", "ACCUSE", "REJECT", "THREATEN"},
    Quad.MATERIAL_CONFLICT: {"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"},
}
CONFUSED = [
    ("AGREE", "SUPPORT"),
    ("AGREE", "COOPERATE"),
    ("SUPPORT", "COOPERATE"),
    ("REQUEST", "THREATEN"),
    ("REJECT", "ACCUSE"),
    ("COERCE", "ASSAULT"),
    ("COERCE", "SANCTION"),
    ("CONCEDE", "RETREAT"),
]


@pytest.fixture(scope="module")
def ontology():
    return load_ontology((BUILT_IN,))


def write(folder, name, **changes):
    document = yaml.safe_load((BUILT_IN / "ontology" / "accuse.yaml").read_text(encoding="utf-8")) | changes
    (folder / "ontology").mkdir(exist_ok=True)
    (folder / "ontology" / name).write_text(yaml.safe_dump(document), encoding="utf-8")


def test_the_sixteen_types_lie_in_their_quad_classes(ontology):
    found = {quad: {t.type for t in ontology.types.values() if t.quad is quad} for quad in Quad}
    assert found == TYPES


@pytest.mark.parametrize(("one", "other"), CONFUSED)
def test_confused_types_are_told_apart_from_both_sides(ontology, one, other):
    assert len(ontology.types[one].neighbours[other]) > 30
    assert len(ontology.types[other].neighbours[one]) > 30


def test_cooperation_is_positive_and_conflict_negative(ontology):
    for kind in ontology.types.values():
        cooperation = kind.quad in (Quad.VERBAL_COOPERATION, Quad.MATERIAL_COOPERATION)
        assert (kind.intensity > 0) is cooperation, kind.type


def test_every_mode_has_a_definition_of_its_own(ontology):
    definitions = [text for kind in ontology.types.values() for text in kind.modes.values()]
    assert all(len(text) > 8 for text in definitions)
    assert len(definitions) >= 60


def test_every_root_code_of_cameo_but_statements_leads_to_a_type(ontology):
    assert [c for c in (f"{n:02}" for n in range(2, 21)) if ontology.from_cameo(c) is None] == []
    assert ontology.from_cameo("01") is None


@pytest.mark.parametrize(
    ("code", "type_name"),
    [
        ("036", "AGREE"),
        ("057", "AGREE"),
        ("064", "COOPERATE"),
        ("08", "CONCEDE"),
        ("051", "SUPPORT"),
        ("0841", "RETREAT"),
        ("081", "CONCEDE"),
        ("1823", "ASSAULT"),
    ],
)
def test_the_longest_prefix_of_a_cameo_code_wins(ontology, code, type_name):
    assert ontology.from_cameo(code) == type_name


def test_the_cameo_codes_of_a_type_lead_back_to_it(ontology):
    assert all(ontology.from_cameo(code) == name for name, kind in ontology.types.items() for code in kind.cameo)


def test_no_mode_always_fits_and_a_foreign_one_never(ontology):
    assert ontology.has_mode("ASSAULT", "")
    assert ontology.has_mode("ASSAULT", "drone")
    assert not ontology.has_mode("AID", "drone")
    assert not ontology.has_mode("NOTHING", "drone")


def test_a_users_file_wins(tmp_path):
    write(tmp_path, "accuse.yaml", intensity=-4.5)
    assert load_ontology((BUILT_IN, tmp_path)).types["ACCUSE"].intensity == -4.5


@pytest.mark.parametrize(
    ("name", "changes", "says"),
    [
        ("accuse.yaml", {"quad": "Q9"}, "quad"),
        ("accuse.yaml", {"intensity": -11}, "intensity"),
        ("accuse.yaml", {"colour": "red"}, "colour"),
        ("accuse.yaml", {"neighbours": {"NOTHING": "x"}}, "NOTHING"),
        ("accuse.yaml", {"cameo": ["18"]}, "CAMEO 18"),
        ("blame.yaml", {}, "BLAME"),
    ],
)
def test_a_wrong_file_is_refused_with_its_reason(tmp_path, name, changes, says):
    write(tmp_path, name, **changes)
    with pytest.raises(KnowledgeError, match=says):
        load_ontology((BUILT_IN, tmp_path))
