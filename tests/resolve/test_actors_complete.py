"""What an article tells of new actors: owners, places, countries; capitals as governments; arms; spellings of a name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dragoman.knowledge import Knowledge
from dragoman.records import ActorKind, Anchor, AnchorBasis, Granularity, Interval, MentionForm
from dragoman.resolve.identify import identify, identify_and_assert
from support import analysis as build
from support import knowledge_with

STATES = """code,name,official,aliases,adjectives,nationals,capital,seats,government,parliament,military,police,region
QZA,Quzania,,,Quzanian,Quzanians,Quzaburg,,,,,,
VBO,Velboria,,,Velborian,Velborians,Velbor,,,,,,
"""
PERSONS = """id,name,aliases,country,sectors,source
person:mukhtar-qasimi,Mukhtar al-Qasimi,,QZA,GOV,general knowledge
person:ada-okoro,Ada Okoro,,QZA,GOV,general knowledge
"""
ROLES = """person,role,of,sectors,start,end,source
person:mukhtar-qasimi,president,state:QZA,GOV,2015-05-29,,general knowledge
person:ada-okoro,party leader,party:dawn-party,PTY,2012,,general knowledge
person:ada-okoro,foreign minister,state:QZA,GOV,2012,2014,general knowledge
"""
BODIES = """id,name,aliases,seats,kind,country,sectors,source
body:qza-eastmark,Government of Eastmark,,Eastmark,government_body,QZA,GOV,general knowledge
"""
GROUPS = """id,name,aliases,kind,country,sectors,source
armed:lantern-brigades,Lantern Brigades,,armed_group,QZA,REB,general knowledge
party:dawn-party,Dawn Party,,party,QZA,PTY,general knowledge
"""


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    return knowledge_with(
        tmp_path_factory.mktemp("user"), states=STATES, persons=PERSONS, roles=ROLES, blocs=GROUPS, bodies=BODIES
    )


def read(known, *sentences):
    """Span to (form, actor, reasons); spans that nobody was found for are missing."""
    art, analysed = build(*sentences)
    mentions, judgements, actors = identify(art, analysed, (), known)
    verdicts = {j.mention: j for j in judgements}
    by_id = {a.id: a for a in actors}
    return {
        m.evidence.text: (m.form, by_id[verdicts[m.id].actor], verdicts[m.id].reasons)
        for m in mentions
        if m.id in verdicts
    }


RESIDENTS = """
Quzanian quzanian ADJ JJ 2 amod _ B-NORP
troops troops NOUN NNS 3 nsubj Number=Plur
left leave VERB VBD 0 root
, , PUNCT , 3 punct
residents resident NOUN NNS 6 nsubj Number=Plur
said say VERB VBD 3 parataxis
"""


def test_the_only_country_of_a_sentence_is_that_of_its_people(known):
    _, actor, reasons = read(known, RESIDENTS)["residents"]
    assert (actor.country, actor.sectors, actor.kind) == ("QZA", ("CVL",), ActorKind.POPULATION)
    assert any("QZA fits best of the countries named" in reason for reason in reasons)


def test_one_of_several_countries_is_a_declared_choice(known):
    both = RESIDENTS.replace(
        "left leave VERB VBD 0 root\n, , PUNCT , 3 punct",
        "left leave VERB VBD 0 root\nVelboria Velboria PROPN NNP 3 obj _ B-LOC",
    )
    _, actor, reasons = read(known, both)["residents"]
    assert actor.country == "VBO"  # whom the troops left behind
    assert any("VBO fits best of the countries named" in reason for reason in reasons)


HEADLINE = """
Qasimi Qasimi PROPN NNP 2 nsubj _ B-LOC
sacks sack VERB VBZ 0 root
ministers minister NOUN NNS 2 obj Number=Plur
"""


def test_a_headline_names_the_powerful_by_surname(known):
    assert read(known, HEADLINE)["Qasimi"][1].id == "person:mukhtar-qasimi"
    assert "Qasimi" not in read(known, TOWN)


TOWN = """
Rebels rebel NOUN NNS 2 nsubj Number=Plur
gathered gather VERB VBD 0 root
near near ADP IN 4 case
Qasimi Qasimi PROPN NNP 2 obl _ B-LOC
"""
MINISTRY = """
The the DET DT 4 det
Quzanian quzanian ADJ JJ 4 amod _ B-NORP
foreign foreign ADJ JJ 4 amod
ministry ministry NOUN NN 5 nsubj Number=Sing
protested protest VERB VBD 0 root
"""


def test_every_state_has_its_ministries_from_data(known):
    actor = read(known, MINISTRY)["The Quzanian foreign ministry"][1]
    assert (actor.id, actor.country, actor.sectors, actor.known) == ("mfa:QZA", "QZA", ("GOV",), True)
    assert known.actors.lookup("Supreme Court of Velboria")[0].actor == "scourt:VBO"


REGION = """
Eastmark Eastmark PROPN NNP 2 nsubj _ B-LOC
banned ban VERB VBD 0 root
rallies rally NOUN NNS 2 obj Number=Plur
"""


def test_a_region_that_acts_is_its_government(known):
    assert read(known, REGION)["Eastmark"][1].id == "body:qza-eastmark"
    assert "Eastmark" not in read(known, TOWN.replace("Qasimi", "Eastmark"))


OWNERS = """
The the DET DT 2 det
union union NOUN NN 4 nmod:poss
's 's PART POS 2 case
treasurer treasurer NOUN NN 9 nsubj Number=Sing
, , PUNCT , 6 punct
Tab Tab PROPN NNP 4 appos _ B-PER
Njoro Njoro PROPN NNP 6 flat _ I-PER
, , PUNCT , 6 punct
told tell VERB VBD 0 root
Quzanian quzanian ADJ JJ 11 amod _ B-NORP
reporters reporter NOUN NNS 9 obj Number=Plur
"""


def test_a_member_has_the_sectors_of_whom_it_belongs_to(known):
    found = read(known, OWNERS)
    assert found["Tab Njoro"][1].sectors == ("LAB",)
    assert any("belongs to" in reason for reason in found["Tab Njoro"][2])
    assert found["Tab Njoro"][1].country == "QZA"


def told(verb, lemma, dep="obj"):
    return f"""
Quzania Quzania PROPN NNP 2 nsubj _ B-LOC
{verb} {lemma} VERB VBD 0 root
Velbor Velbor PROPN NNP 2 {dep} _ B-LOC
"""


@pytest.mark.parametrize(
    ("verb", "lemma", "acts"),
    [("told", "tell", True), ("pressed", "press", True), ("visited", "visit", False), ("bombed", "bomb", False)],
)
def test_a_capital_is_a_government_where_its_verb_needs_somebody(known, verb, lemma, acts):
    found = read(known, told(verb, lemma)).get("Velbor")
    assert (found is not None) is acts
    if found is not None:
        assert (found[0], found[1].id) == (MentionForm.METONYM, "gov:VBO")


LETTER = """
A a DET DT 2 det
{noun} {noun} NOUN NN 5 nsubj
from from ADP IN 4 case
Velbor Velbor PROPN NNP 2 nmod _ B-LOC
arrived arrive VERB VBD 0 root
"""


@pytest.mark.parametrize(("noun", "acts"), [("letter", True), ("tourist", False)])
def test_a_capital_behind_a_noun_of_words_or_deeds_is_a_government(known, noun, acts):
    assert ("Velbor" in read(known, LETTER.format(noun=noun))) is acts


ARMS = """
{before}Quzanian quzanian ADJ JJ {i} amod _ B-NORP
jets jet NOUN NNS {j} nsubj Number=Plur
bombed bomb VERB VBD 0 root
Velboria Velboria PROPN NNP {j} obj _ B-LOC
"""


def test_the_arms_of_a_state_are_its_army(known):
    assert read(known, ARMS.format(before="", i=2, j=3))["Quzanian jets"][1].id == "mil:QZA"
    two = read(known, ARMS.format(before="two two NUM CD 3 nummod\n", i=3, j=4))["two Quzanian jets"][1]
    assert (two.known, two.country, two.sectors) == (False, "QZA", ("MIL",))


BARE = """
Jets jet NOUN NNS 2 nsubj Number=Plur
{verb} VERB VBD 0 root
Velboria Velboria PROPN NNP 2 obj _ B-LOC
"""


def test_arms_that_nobody_owns_are_an_actor_only_where_they_strike(known):
    assert "Jets" not in read(known, BARE.format(verb="crossed cross"))
    assert read(known, BARE.format(verb="bombed bomb"))["Jets"][1].sectors == ("MIL",)


REBELS = """
Lantern Lantern PROPN NNP 2 compound _ B-ORG
Brigades Brigades PROPN NNPS 3 nsubj _ I-ORG
attacked attack VERB VBD 0 root
"""
AGAIN = """
The the DET DT 2 det
rebels rebel NOUN NNS 3 nsubj Number=Plur
fled flee VERB VBD 0 root
"""


def test_the_rebels_are_the_only_armed_group_named(known):
    assert read(known, REBELS, AGAIN)["The rebels"][1].id == "armed:lantern-brigades"
    assert not read(known, AGAIN)["The rebels"][1].known


COLOMBIA = """
Velboria Velboria PROPN NNP 3 compound _ B-LOC
and and CCONJ CC 3 cc
Lantern Lantern PROPN NNP 5 compound _ B-ORG
Brigades Brigades PROPN NNPS 5 compound _ I-ORG
rebels rebel NOUN NNS 6 nsubj Number=Plur
met meet VERB VBD 0 root
"""


def test_a_state_joined_to_a_group_stays_apart(known):
    found = read(known, COLOMBIA)
    assert found["Lantern Brigades rebels"][1].id == "armed:lantern-brigades"
    assert found["Velboria"][1].id == "state:VBO"


def spelled(name, *, country=True):
    first, last = name.split()
    rows = (
        "Quzania Quzania PROPN NNP 2 nsubj _ B-LOC\ngreeted greet VERB VBD 0 root\n"
        if country
        else "They they PRON PRP 2 nsubj\ngreeted greet VERB VBD 0 root\n"
    )
    return f"{rows}{first} {first} PROPN NNP 2 obj _ B-PER\n{last} {last} PROPN NNP 3 flat _ I-PER\n"


def test_another_spelling_is_the_known_person_where_the_country_agrees(known):
    actor = read(known, spelled("Mokhtar Qassimi"))["Mokhtar Qassimi"][1]
    assert actor.id == "person:mukhtar-qasimi"
    assert not read(known, spelled("Mokhtar Qassimi", country=False))["Mokhtar Qassimi"][1].known


def test_two_spellings_of_a_new_name_are_one_actor(known):
    found = read(known, spelled("Yusuf Darwish", country=False), spelled("Youssef Darweesh", country=False))
    assert found["Yusuf Darwish"][1].id == found["Youssef Darweesh"][1].id
    assert any("no other person of that family name" in reason for reason in found["Youssef Darweesh"][2])


def test_kin_stay_two_actors(known):
    found = read(known, spelled("Yusuf Darwish", country=False), spelled("Karim Darwish", country=False))
    assert found["Yusuf Darwish"][1].id != found["Karim Darwish"][1].id


@pytest.mark.parametrize(("day", "sectors"), [(date(2013, 5, 1), ("GOV", "PTY")), (date(2016, 5, 1), ("PTY",))])
def test_offices_of_a_state_come_before_those_of_a_party(known, day, sectors):
    assert known.actors.sectors_at("person:ada-okoro", (day, day)) == sectors


def test_whoever_has_left_office_is_of_the_elite():
    base = Knowledge().actors
    day = date(2010, 1, 1)
    assert base.sectors_at("person:jacques-chirac", (day, day)) == ("ELI",)
    assert base.sectors_at("person:jacques-chirac", (date(2005, 1, 1), date(2005, 1, 1))) == ("GOV",)


def test_bodies_are_found_by_both_orders():
    base = Knowledge().actors
    assert [c.actor for c in base.lookup("Parliament of Nepal")] == ["leg:NPL"]
    assert [c.actor for c in base.lookup("Nepalese parliament")] == ["leg:NPL"] or base.lookup("Nepali parliament")


ASSERTED = """
Foreign foreign ADJ JJ 2 amod
Minister Minister PROPN NNP 5 nsubj
Ada Ada PROPN NNP 2 flat _ B-PER
Okoro Okoro PROPN NNP 2 flat _ I-PER
visited visit VERB VBD 0 root
Quzania Quzania PROPN NNP 5 obj _ B-LOC
"""


@pytest.mark.parametrize(
    ("year", "former", "agrees", "known_roles"),
    [
        (2013, False, True, ("party leader", "foreign minister")),
        (2020, False, False, ("party leader",)),
        (2020, True, True, ("party leader",)),
        (2013, True, False, ("party leader", "foreign minister")),
    ],
)
def test_what_an_article_asserts_of_an_office_stands_beside_the_base(known, year, former, agrees, known_roles):
    text = ASSERTED
    if former:
        text = ASSERTED.replace("Foreign foreign ADJ JJ 2", "Former former ADJ JJ 3 amod\nforeign foreign ADJ JJ 3")
        text = text.replace("Minister Minister PROPN NNP 5", "Minister Minister PROPN NNP 6")
        text = text.replace("NNP 2 flat", "NNP 3 flat").replace("NNP 5 obj", "NNP 6 obj")
    art, analysed = build(text)
    day = Interval(date(year, 6, 1), date(year, 6, 1), Granularity.DAY)
    published = replace(art, published=Anchor(day, AnchorBasis.GIVEN, 1.0))
    asserted = identify_and_assert(published, analysed, (), known)[3]
    assert [(a.actor, a.role, a.former, a.agrees) for a in asserted] == [
        ("person:ada-okoro", "foreign minister", former, agrees)
    ]
    assert set(asserted[0].held) == set(known_roles)
    assert asserted[0].evidence.text.endswith("Minister Ada Okoro")


FRIDAY = """
Rebels rebel NOUN NNS 2 nsubj Number=Plur
gathered gather VERB VBD 0 root
on on ADP IN 4 case
Friday Friday PROPN NNP 2 obl
"""


def test_a_weekday_is_no_surname_of_the_powerful(known):
    assert "friday" in known.actors.surnames, "without a bearer of that name nothing is shown"
    assert "Friday" not in read(known, FRIDAY)


HEIGHTS = """
Rebels rebel NOUN NNS 2 nsubj Number=Plur
left leave VERB VBD 0 root
the the DET DT 4 det
Qasimi Qasimi PROPN NNP 2 obj
"""
AUTHORITY = """
Qasimi Qasimi PROPN NNP 2 compound
Authority authority PROPN NNP 3 nsubj
left leave VERB VBD 0 root
"""


def test_a_surname_has_no_article_and_modifies_no_other_name(known):
    assert "Qasimi" not in read(known, HEIGHTS)
    assert "Qasimi" not in read(known, AUTHORITY)
