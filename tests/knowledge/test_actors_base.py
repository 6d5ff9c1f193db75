"""The actor base: names as keys, states and their bodies, dated roles, wrong rows."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import KnowledgeError
from dragoman.knowledge.actors import load_actors
from dragoman.knowledge.agents import load_agents, singular
from dragoman.knowledge.names import key, pieces
from dragoman.knowledge.tables import BUILT_IN

STATES = """code,name,official,aliases,adjectives,nationals,capital,seats,government,parliament,military,police,region
QZA,Quzania,,,Quzanian,Quzanians,Quzaburg,,,,,,
"""
PERSONS = """id,name,aliases,country,sectors,source
person:ada-okoro,Ada Okoro,Okoro,QZA,ELI,general knowledge
person:omar-al-tamimi,Omar al-Tamimi,?Tamimi,IRQ,PTY,general knowledge
person:lio-vantar,Lio Vantar,,IRQ,GOV,general knowledge
"""
ROLES = """person,role,of,sectors,start,end,source
person:ada-okoro,minister,state:QZA,GOV,2010,2014-06,general knowledge
person:ada-okoro,president,state:QZA,GOV,2015-05-29,2019-05-29,general knowledge
person:omar-al-tamimi,leader,party:lantern-party,PTY,2003,,general knowledge
person:lio-vantar,prime minister,state:IRQ,GOV,2016-03,2018-03,general knowledge
person:lio-vantar,leader,party:lantern-party,PTY,2018-04,2019-01,general knowledge
"""
PARTIES = """id,name,aliases,kind,country,sectors,source
party:lantern-party,Lantern Party,Lanternists|?the Lantern,party,IRQ,PTY,general knowledge
"""
MEMBERSHIPS = """member,organisation,start,end,source
person:omar-al-tamimi,party:lantern-party,2003,2020-12,general knowledge
"""


def write(root):
    actors = root / "actors"
    actors.mkdir()
    for name, text in (
        ("states", STATES),
        ("persons", PERSONS),
        ("roles", ROLES),
        ("parties", PARTIES),
        ("memberships", MEMBERSHIPS),
    ):
        (actors / f"{name}.csv").write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def folder(tmp_path):
    return write(tmp_path)


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return load_actors((BUILT_IN, write(tmp_path_factory.mktemp("own"))))


@pytest.fixture(scope="module")
def states(tmp_path_factory):
    """Our states and what they all have, without persons and groups: what is asked of a user's rows needs no more."""
    root = tmp_path_factory.mktemp("states")
    for name in (
        "actors/states",
        "actors/derived",
        "actors/within",
        "actors/spelled",
        "actors/elected",
        "agents/bodies",
    ):
        for path in BUILT_IN.glob(f"{name}*.csv"):
            (root / path.relative_to(BUILT_IN)).parent.mkdir(exist_ok=True)
            (root / path.relative_to(BUILT_IN)).write_bytes(path.read_bytes())
    return root


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Omar al-Tamimi", "Omar El Tamimi"),
        ("al-Tamimi", "Tamimi's"),
        ("Türkiye", "Turkiye"),
        ("Sana'a", "Sanaa"),
        ("U.S.", "US"),
        ("Port-au-Prince", "Port au Prince"),
        ("The Hague", "the Hague"),
        ("Łódź", "Lodz"),
    ],
)
def test_spellings_of_one_name_have_one_key(one, other):
    assert key(one) == key(other)


def test_different_letters_stay_different():
    assert key("Moqtada") != key("Muqtada")
    assert key("al") == "al"


@given(st.text(max_size=40))
def test_pieces_of_any_text_are_stable(text):
    once = pieces(text)
    assert pieces(" ".join(once)) == once or not once or {"al", "el", "the"} & set(once)


def ids(found):
    return {c.actor for c in found}


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("Iraq", "state:IRQ"),
        ("Burma", "state:MMR"),
        ("Iraqi parliament", "leg:IRQ"),
        ("Nigerian army", "mil:NGA"),
        ("Kenyan police", "cop:KEN"),
        ("the Kremlin", "gov:RUS"),
        ("Knesset", "leg:ISR"),
        ("Downing Street", "gov:GBR"),
        ("Tatmadaw", "mil:MMR"),
        ("Kosovo", "state:XKX"),
    ],
)
def test_states_and_their_bodies(base, name, actor):
    assert actor in ids(base.lookup(name))


def test_every_state_has_five_bodies(base):
    states = [a for a in base.actors if a.startswith("state:")]
    assert len(states) >= 195
    for state in states:
        assert all(f"{p}:{state[6:]}" in base.actors for p in ("gov", "leg", "mil", "cop", "pop"))


def test_shared_names_are_flagged(base):
    assert {c.actor for c in base.lookup("Congo") if c.ambiguous} == {"state:COG", "state:COD"}
    assert [c.ambiguous for c in base.lookup("Tamimi")] == [True]


def test_article_is_needed_where_it_is_the_name(base):
    assert all(c.article for c in base.lookup("El Salvador"))


def test_a_name_as_it_is_spelt_finds_what_its_key_finds(base):
    for known in base.actors.values():
        assert base.lookup(known.name) == base.names[key(known.name)]
    other = [n for n in base.spelt if not n.isascii()]
    assert other
    assert all(base.spelt[n] == base.names[key(n)] for n in base.spelt)


def test_roles_at_a_day(base):
    day = date(2016, 1, 1)
    assert [r.role for r in base.role_at("person:ada-okoro", (day, day))] == ["president"]
    assert base.sectors_at("person:ada-okoro", (day, day)) == ("GOV",)
    later = date(2022, 2, 9)
    assert base.role_at("person:ada-okoro", (later, later)) == ()
    assert base.sectors_at("person:ada-okoro", (later, later)) == ("ELI",)
    assert base.holders("president", "state:QZA", (day, day)) == ("person:ada-okoro",)
    assert base.holders("president", "state:QZA", None) == ()


def test_who_is_soon_to_be_elected_is_of_a_party(base):
    before, long_before = date(2016, 2, 1), date(1999, 2, 1)
    assert base.sectors_at("person:lio-vantar", (before, before)) == ("PTY",)
    assert base.sectors_at("person:lio-vantar", (long_before, long_before)) == ("GOV",)
    to_be_president = date(2009, 2, 1)  # with an office between
    assert base.sectors_at("person:ada-okoro", (to_be_president, to_be_president)) == ("PTY",)


def test_without_a_day_a_state_s_office_goes_before_a_party_s(states, folder):
    rows = (folder / "actors" / "persons.csv").read_text(encoding="utf-8").replace("IRQ,GOV", "IRQ,PTY|GOV")
    (folder / "actors" / "persons.csv").write_text(rows, encoding="utf-8")
    read = load_actors((states, folder))
    assert read.sectors_at("person:lio-vantar", None) == ("GOV", "PTY")
    assert read.sectors_at("person:omar-al-tamimi", None) == ("PTY",)


def test_groups_are_known_in_the_other_spellings_of_their_words(states, folder):
    text = """id,name,aliases,kind,country,sectors,source
armed:lashkar,Lashkar-e-Vantar Organisation,,armed_group,PAK,REB,general knowledge
"""
    (folder / "actors" / "armed_groups.csv").write_text(text, encoding="utf-8")
    read = load_actors((states, folder))
    assert ids(read.lookup("Lashkar-i-Vantar Organization")) == {"armed:lashkar"}
    assert not read.lookup("Lashkar-o-Vantar Organization")


def test_german_names_are_known_with_their_umlauts_spelled_out(base):
    for name in ("Juergen Trittin", "Jürgen Trittin", "Jurgen Trittin"):
        assert [c.actor for c in base.lookup(name)] == ["person:jurgen-trittin"]


def test_secret_services_are_no_police_and_yugoslavia_is_serbia(base):
    for name in ("SBU", "DGSI", "Kapo"):
        assert {base.sectors_at(c.actor, None)[0] for c in base.lookup(name)} == {"SPY"}
    assert [c.actor for c in base.lookup("Yugoslavia")] == ["state:SRB"]


def test_unknown_day_gives_only_roles_without_end(base):
    assert base.role_at("person:ada-okoro", None) == ()
    assert [r.role for r in base.role_at("person:omar-al-tamimi", None)] == ["leader"]
    assert [r.role for r in base.role_at("person:omar-al-tamimi", (date(2022, 1, 9), None))] == ["leader"]


def test_an_ended_office_makes_an_undated_article_undecidable(states, folder):
    path = folder / "actors" / "roles.csv"
    path.write_text(ROLES + "person:ada-okoro,senator,state:QZA,LEG,2020,,x\n", encoding="utf-8")
    base = load_actors((states, folder))
    assert base.role_at("person:ada-okoro", None) == ()
    assert [r.role for r in base.role_at("person:ada-okoro", (date(2022, 1, 9), None))] == ["senator"]


def test_followers_in_the_singular(base):
    assert ids(base.lookup("Lanternist")) == {"party:lantern-party"}


def test_a_users_row_wins(states, folder):
    (folder / "actors" / "states.csv").write_text(
        STATES + "IRQ,Irak,,Mesopotamia,Iraqi,Iraqis,Baghdad,,,,,,\n",
        encoding="utf-8",
    )
    base = load_actors((states, folder))
    assert base.actors["state:IRQ"].name == "Irak"
    assert ids(base.lookup("Mesopotamia")) == {"state:IRQ"}
    assert base.lookup("Republic of Iraq") == ()


@pytest.mark.parametrize(
    ("file", "row", "word"),
    [
        ("roles", "person:nobody,president,state:QZA,GOV,2010,,x", "person:nobody"),
        ("roles", "person:ada-okoro,president,state:QZA,GOV,2010-02-30,,x", "calendar"),
        ("roles", "person:ada-okoro,president,state:QZA,GOV,soon,,x", "start"),
        ("persons", "ada,Ada,,NGA,,x", "id"),
        ("persons", "person:a b,Ada,,Nigeria,,x", "id"),
        ("parties", "party:x,X,,club,NGA,,x", "kind"),
    ],
)
def test_a_wrong_row_names_file_and_line(states, folder, file, row, word):
    path = folder / "actors" / f"{file}.csv"
    path.write_text(path.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")
    line = len(path.read_text(encoding="utf-8").splitlines())
    with pytest.raises(KnowledgeError, match=f"{file}.csv:{line}.*{word}"):
        load_actors((states, folder))


def test_check_lists_collisions_unflagged_first(folder):
    path = folder / "actors" / "parties.csv"
    path.write_text(PARTIES + "party:other,Lantern Party,,party,NGA,PTY,x\n", encoding="utf-8")
    found = load_actors((BUILT_IN, folder)).check()
    assert ("lantern party", False) in [(c.name, c.flagged) for c in found]
    assert [c.flagged for c in found] == sorted(c.flagged for c in found)


@pytest.fixture(scope="module")
def agents():
    return load_agents((BUILT_IN,))


@pytest.mark.parametrize(
    ("before", "head", "after", "noun", "sectors"),
    [
        (["foreign"], "ministers", [], "foreign minister", ("GOV",)),
        ([], "member", ["of", "parliament"], "member of parliament", ("LEG",)),
        (["masked"], "gunmen", [], "gunman", ("UAF",)),
        ([], "ayatollah", [], "ayatollah", ("REL",)),
        ([], "peshmerga", [], "peshmerga", ("MIL",)),
        ([], "villagers", [], "villager", ("CVL",)),
        (["the"], "spokeswoman", [], "spokeswoman", ()),
        ([], "deputies", [], "deputy", ("LEG",)),
    ],
)
def test_role_nouns(agents, before, head, after, noun, sectors):
    found = agents.find(before, head, after)
    assert found is not None
    assert (found[0].noun, found[0].sectors) == (noun, sectors)


def test_no_role_noun(agents):
    assert agents.find(["red"], "table", []) is None
    assert len(agents) >= 2_000
    assert agents.office("premier") == "prime minister"


def test_sectors_of_role_nouns_are_in_the_ontology(agents, knowledge):
    known = set(knowledge.ontology.sectors)
    assert {s for a in agents.nouns.values() for s in a.sectors} <= known


@pytest.mark.parametrize(
    ("plural", "one"), [("countries", "country"), ("policemen", "policeman"), ("bosses", "boss"), ("press", "press")]
)
def test_singular(plural, one):
    assert singular(plural) == one
