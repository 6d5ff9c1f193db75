"""PLOVER in others' terms: every type has a code, codes lead back, sectors and ACLED's types fit."""

from __future__ import annotations

import pytest

from dragoman.errors import KnowledgeError
from dragoman.knowledge import Knowledge, default_knowledge


@pytest.fixture(scope="module")
def crosswalk():
    return default_knowledge().crosswalk


@pytest.fixture(scope="module")
def ontology():
    return default_knowledge().ontology


@pytest.mark.parametrize(
    ("type_name", "mode", "act", "code"),
    [
        ("AGREE", None, "reach accord", "030"),
        ("AGREE", None, "sign accord", "057"),
        ("CONSULT", "visit", "visit", "042"),
        ("CONSULT", None, "meet", "040"),
        ("REQUEST", "yield", "urge", "025"),
        ("REQUEST", "yield", "demand withdrawal", "105"),
        ("RETREAT", "resign", "step down", "0831"),
        ("ASSAULT", "drone", "strike", "1952"),
        ("ASSAULT", None, "attack", "190"),
        ("SANCTION", "discontinue", "impose sanction", "163"),
        ("PROTEST", "nosuchmode", "march", "140"),
    ],
)
def test_a_code_for_type_mode_and_act(crosswalk, type_name, mode, act, code):
    assert crosswalk.cameo(type_name, mode, act).code == code


def test_every_type_and_mode_has_a_code_that_has_a_root_and_a_base(crosswalk, ontology):
    for name, kind in ontology.types.items():
        for mode in (None, *kind.modes):
            code = crosswalk.cameo(name, mode)
            assert code.root in crosswalk.codes
            assert len(code.code) == 2 or code.base in crosswalk.codes or code.base + "0" in crosswalk.codes


def test_every_mode_has_a_row_of_its_own(crosswalk, ontology):
    rows = {(name, mode) for name, mode, _ in crosswalk._cameo}
    assert {(name, mode) for name, kind in ontology.types.items() for mode in kind.modes} <= rows


def test_there_and_back_keeps_the_type(crosswalk):
    """Of every row: the type comes back, but for the few whose code stands better for another."""
    lost = set()
    for (type_name, mode, _), row in crosswalk._cameo.items():
        back = crosswalk.from_cameo(row.code)
        assert back is not None
        if back[0] != type_name:
            lost.add((type_name, mode, row.code))
        elif row.back != "no":
            assert back[1] in (mode or None, None)
    assert lost == {("COERCE", "restrict", "191")}  # a blockade: CAMEO counts it as fighting


def test_codes_agree_with_the_ontology(crosswalk, ontology):
    differ = {
        code for code in crosswalk.codes if (b := crosswalk.from_cameo(code)) and b[0] != ontology.from_cameo(code)
    }
    assert differ == set()


@pytest.mark.parametrize(
    ("code", "back"),
    [
        ("0841", ("RETREAT", "release")),
        ("1411", ("PROTEST", "demo")),  # a branch that has no row: its base has one
        ("143", ("PROTEST", "strike")),
        ("10", ("REQUEST", None)),
        ("010", None),
        ("99", None),
    ],
)
def test_a_code_of_others_is_read(crosswalk, code, back):
    assert crosswalk.from_cameo(code) == back


def test_the_scale_agrees_with_the_quad_class(crosswalk, ontology):
    """Cooperation is above zero, conflict below: but for appeals, which CAMEO counts as cooperation and PLOVER does not."""
    for code, entry in crosswalk.codes.items():
        back = crosswalk.from_cameo(code)
        if back is None or back[0] == "REQUEST":
            continue
        assert (entry.goldstein > 0) == (ontology.types[back[0]].quad.value in ("Q1", "Q2")), code


def test_every_sector_has_terms(crosswalk, ontology):
    assert set(crosswalk.sectors) == set(ontology.sectors)


def test_acled_covers_violence_and_demonstrations_and_no_talks(crosswalk):
    assert crosswalk.acled("CONSULT", None, ["GOV"], ["GOV"]) is None
    assert crosswalk.acled("ASSAULT", None, ["MIL"], ["REB"]).event_type == "Battles"
    assert crosswalk.acled("ASSAULT", "firearms", ["UAF"], ["CVL"]).event_type == "Violence against civilians"
    assert crosswalk.acled("ASSAULT", "drone", ["MIL"], ["REB"]).sub_event_type == "Air/drone strike"
    assert crosswalk.acled("PROTEST", "strike", ["LAB"], ["GOV"]).sub_event_type == "Peaceful protest"
    assert crosswalk.acled("PROTEST", "riot", [], []).event_type == "Riots"


@pytest.mark.parametrize(
    ("name", "row", "says"),
    [
        ("cameo.csv", "type,mode,acts,code,back\nAGREE,nosuch,,030,\n", "no AGREE nosuch"),
        ("cameo.csv", "type,mode,acts,code,back\nAGREE,,,999,\n", "has no code 999"),
        ("cameo.csv", "type,mode,acts,code,back\nAID,,gift,112,\n", "112 leads back to"),
        ("sectors.csv", "sector,cameo,icews,acled\nXYZ,GOV,X,1\n", "no sector 'XYZ'"),
        ("acled.csv", "type,mode,sides,disorder,event_type,sub_event_type\nNO,,,a,b,c\n", "no NO"),
    ],
)
def test_a_wrong_row_is_named(tmp_path, name, row, says):
    (tmp_path / "crosswalk").mkdir()
    (tmp_path / "crosswalk" / name).write_text(row)
    with pytest.raises(KnowledgeError, match=says):
        Knowledge((tmp_path,)).crosswalk.cameo("AGREE")


def test_a_users_row_wins(tmp_path):
    (tmp_path / "crosswalk").mkdir()
    (tmp_path / "crosswalk" / "cameo.csv").write_text("type,mode,acts,code,back\nCONSULT,phone,,040,no\n")
    assert Knowledge((tmp_path,)).crosswalk.cameo("CONSULT", "phone").code == "040"
