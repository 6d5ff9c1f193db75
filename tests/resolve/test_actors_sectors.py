"""Whose an actor is and what it is: helpers, several states, organisations of states, parties in and out of power."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.desk.answers.profiles import asserted_lines
from dragoman.records import Anchor, AnchorBasis, Granularity, Interval
from dragoman.resolve.identify import identify, identify_and_assert
from support import analysis as build
from support import article, knowledge_with

STATES = """code,name,official,aliases,adjectives,nationals,capital,seats,government,parliament,military,police,region
QZA,Quzania,,,Quzanian,Quzanians,Quzaburg,,,,,,
VBO,Velboria,,,Velborian,Velborians,Velbor,,,,,,
"""
REGIONS = """name
Upper Quzanian
"""
PERSONS = """id,name,aliases,country,sectors,source
person:ana-ruiz-temal,Ana Ruiz Temal,,QZA,PTY,general knowledge
person:bo-friday,Bo Friday,,VBO,GOV,general knowledge
person:ida-lund,Ida Lund,,VBO,ELI,general knowledge
"""
ROLES = """person,role,of,sectors,start,end,source
person:ana-ruiz-temal,president,state:QZA,GOV,2010,2014,general knowledge
person:bo-friday,prime minister,state:VBO,GOV,2010,,general knowledge
person:ida-lund,secretary-general,org:league-of-isles,IGO,2012,,general knowledge
party:dawn-party,governing party,state:QZA,PTY,2010,2013,general knowledge
"""
MEMBERSHIPS = """member,organisation,start,end,source
person:ana-ruiz-temal,party:dusk-party,2009,,general knowledge
"""
GROUPS = """id,name,aliases,kind,country,sectors,source
org:league-of-isles,League of Isles,,organisation,,IGO,general knowledge
org:lumen-league,Lumen League,?Lumen,organisation,QZA,NGO,general knowledge
body:sun-guard,Sun Guard,,government_body,QZA,MIL,general knowledge
party:dusk-party,Dusk Party,,party,QZA,PTY,general knowledge
party:dawn-party,Dawn Party,,party,QZA,PTY,general knowledge
"""


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    return knowledge_with(
        tmp_path_factory.mktemp("user"),
        states=STATES,
        regions=REGIONS,
        persons=PERSONS,
        roles=ROLES,
        blocs=GROUPS,
        memberships=MEMBERSHIPS,
    )


def read(known, *sentences, year=None):
    """Span to actor; spans that nobody was found for are missing."""
    art, analysed = build(*sentences)
    if year is not None:
        day = date(year, 6, 1)
        art = article(*art.paragraphs, published=Anchor(Interval(day, day, Granularity.DAY), AnchorBasis.GIVEN, 1.0))
    mentions, judgements, actors = identify(art, analysed, (), known)
    chosen = {j.mention: j.actor for j in judgements}
    by_id = {a.id: a for a in actors}
    return {m.evidence.text: by_id[chosen[m.id]] for m in mentions if m.id in chosen}


BACKED = """
Quzania Quzania PROPN NNP 3 obl _ B-LOC
- - PUNCT HYPH 1 punct
backed back VERB VBN 4 amod
militias militia NOUN NNS 5 nsubj Number=Plur
left leave VERB VBD 0 root
"""


def test_who_only_helps_is_not_the_country(known):
    found = read(known, BACKED)
    (backed,) = [name for name in found if name.endswith("militias")]
    assert found[backed].country is None
    ours = BACKED.replace("- - PUNCT HYPH 1 punct\nbacked back VERB VBN 4 amod\n", "").replace("4 nsubj", "5 nsubj")
    assert (
        read(known, ours.replace("3 obl", "2 compound").replace("5 nsubj", "3 nsubj"))["Quzania militias"].country
        == "QZA"
    )


PAIR = """
Quzanian quzanian ADJ JJ 4 amod _ B-NORP
and and CCONJ CC 3 cc
Velborian velborian ADJ JJ 1 conj _ B-NORP
envoys envoy NOUN NNS 5 nsubj Number=Plur
met meet VERB VBD 0 root
"""


def test_those_of_several_states_are_of_none(known):
    assert read(known, PAIR)["Quzanian and Velborian envoys"].country is None
    one = PAIR.replace("and and CCONJ CC 3 cc\nVelborian velborian ADJ JJ 1 conj _ B-NORP\n", "")
    assert (
        read(known, one.replace("4 amod", "2 amod").replace("5 nsubj", "3 nsubj"))["Quzanian envoys"].country == "QZA"
    )


REGION = """
Upper upper ADJ JJ 3 amod
Quzanian quzanian ADJ JJ 3 amod _ B-NORP
ministers minister NOUN NNS 4 nsubj Number=Plur
met meet VERB VBD 0 root
"""


def test_a_region_with_a_states_name_is_not_the_state(known):
    assert read(known, REGION)["Upper Quzanian ministers"].country is None


SENT = """
Quzania Quzania PROPN NNP 3 nmod:poss _ B-LOC
's 's PART POS 1 case
ambassador ambassador NOUN NN 8 nsubj Number=Sing
of of ADP IN 7 case
the the DET DT 7 det
League League PROPN NNP 7 compound _ B-ORG
of of ADP IN 8 case _ I-ORG
Isles Isles PROPN NNPS 6 nmod _ I-ORG
spoke speak VERB VBD 0 root
"""
THEIRS = """
League League PROPN NNP 4 compound _ B-ORG
of of ADP IN 3 case _ I-ORG
Isles Isles PROPN NNPS 1 nmod _ I-ORG
experts expert NOUN NNS 5 nsubj Number=Plur
left leave VERB VBD 0 root
Quzania Quzania PROPN NNP 5 obj _ B-LOC
"""


def test_experts_of_an_organisation_of_states_are_its_own_and_of_no_country(known):
    experts = next(a for span, a in read(known, THEIRS).items() if span.endswith("experts"))
    assert (experts.country, experts.sectors) == (None, ("IGO",))


PARTY = """
The the DET DT 3 det
Dawn Dawn PROPN NNP 3 compound _ B-ORG
Party Party PROPN NNP 4 nsubj _ I-ORG
spoke speak VERB VBD 0 root
"""


@pytest.mark.parametrize(("year", "sectors"), [(2012, ("PTY",)), (2020, ("OPP", "PTY")), (None, ("PTY",))])
def test_a_party_that_governed_is_in_opposition_on_other_days(known, year, sectors):
    assert read(known, PARTY, year=year)["Dawn Party"].sectors == sectors


TAIL = """
President President PROPN NNP 2 compound
Ruiz Ruiz PROPN NNP 4 nsubj _ B-PER
Temal Temal PROPN NNP 2 flat _ I-PER
left leave VERB VBD 0 root
Quzania Quzania PROPN NNP 4 obj _ B-LOC
"""


def test_the_end_of_a_long_name_is_the_person(known):
    assert read(known, TAIL, year=2012)["Ruiz Temal"].id == "person:ana-ruiz-temal"


DAY = """
Velboria Velboria PROPN NNP 2 nsubj _ B-LOC
agreed agree VERB VBD 0 root
Friday Friday PROPN NNP 2 obl:tmod
"""
FULL = """
Bo Bo PROPN NNP 3 nsubj _ B-PER
Friday Friday PROPN NNP 1 flat _ I-PER
spoke speak VERB VBD 0 root
"""
SURNAME = """
Friday Friday PROPN NNP 2 nsubj
agreed agree VERB VBD 0 root
"""


def test_a_day_of_the_week_is_nobody_unless_named_in_full(known):
    assert "Friday" not in read(known, DAY, year=2012)
    assert read(known, FULL, SURNAME, year=2012)["Friday"].id == "person:bo-friday"


HEAD = """
Ida Ida PROPN NNP 3 nsubj _ B-PER
Lund Lund PROPN NNP 1 flat _ I-PER
spoke speak VERB VBD 0 root
"""


def test_who_acts_for_an_organisation_of_states_is_of_no_country(known):
    assert read(known, HEAD, year=2015)["Ida Lund"].country is None
    assert read(known, HEAD, year=2009)["Ida Lund"].country == "VBO"


BRACKETS = """
Grand Grand PROPN NNP 3 compound _ B-ORG
Harvest Harvest PROPN NNP 3 compound _ I-ORG
Party Party PROPN NNP 7 nsubj _ I-ORG
( ( PUNCT -LRB- 5 punct
GXQ GXQ PROPN NNP 3 appos _ B-ORG
) ) PUNCT -RRB- 5 punct
won win VERB VBD 0 root
"""


def test_letters_in_brackets_are_the_name_before_them(known):
    found = read(known, BRACKETS)
    assert found["GXQ"].id == found["Grand Harvest Party"].id


def test_the_word_that_says_most_names_an_organisation(known):
    named = known.agents.named
    assert named(["regional", "department", "of", "environmental", "quality"]) == "department"
    assert named(["climate", "alliance"]) == "climate"
    assert named(["alliance"]) == "alliance"
    assert named(["northern", "students'", "union"]) == "students union"
    assert named(["quux"]) is None


MEMBER = """
Dawn Dawn PROPN NNP 3 compound _ B-ORG
Party Party PROPN NNP 3 compound _ I-ORG
lawmaker lawmaker NOUN NN 4 compound
Ana Ana PROPN NNP 7 nsubj _ B-PER
Ruiz Ruiz PROPN NNP 4 flat _ I-PER
Temal Temal PROPN NNP 4 flat _ I-PER
left leave VERB VBD 0 root
"""


def test_a_membership_that_the_text_gives_is_a_claim_beside_the_base(known):
    art, analysed = build(MEMBER)
    day = date(2012, 6, 1)
    art = article(*art.paragraphs, published=Anchor(Interval(day, day, Granularity.DAY), AnchorBasis.GIVEN, 1.0))
    asserted = {a.role: a for a in identify_and_assert(art, analysed, (), known)[3]}
    member = asserted["member"]
    assert (member.of, member.agrees, member.held) == ("party:dawn-party", False, ("Dusk Party",))
    assert member.evidence.text == art.text[member.evidence.start : member.evidence.end]
    other = MEMBER.replace("Dawn Dawn", "Dusk Dusk")
    art, analysed = build(other)
    art = article(*art.paragraphs, published=Anchor(Interval(day, day, Granularity.DAY), AnchorBasis.GIVEN, 1.0))
    asserted = {a.role: a for a in identify_and_assert(art, analysed, (), known)[3]}
    assert asserted["member"].agrees is True


def test_lines_of_what_is_asserted_say_what_the_base_has(known):
    at = {"article": "a", "start": 0, "end": 4, "evidence": "Ruiz"}
    row = {"role": "member", "former": False, "of": "party:dawn-party", "agrees": False, "known_roles": ["Dusk Party"]}
    row |= {"since": None, "until": None, "times": 1, "at": at}
    line = next(asserted_lines([row], known.actors))
    assert (line["value"], line["detail"]) == ("member of Dawn Party", "the knowledge base has: Dusk Party")
    former = {**row, "role": "minister", "former": True, "of": None, "agrees": None}
    assert next(asserted_lines([former], known.actors))["value"] == "former minister"


NICKNAME = """
Abel Abel PROPN NNP 6 nsubj _ B-PER
" " PUNCT `` 3 punct
Bo Bo PROPN NNP 1 flat _ B-PER
" " PUNCT '' 3 punct {inner}
Quill Quill PROPN NNP 1 flat _ {label}
left leave VERB VBD 0 root
"""


def test_a_nickname_in_quotes_does_not_cut_a_name(known):
    whole = read(known, NICKNAME.format(inner="", label="B-PER"))
    assert list(whole) == ['Abel " Bo " Quill']
    cut = NICKNAME.replace("Abel Abel PROPN NNP 6 nsubj _ B-PER", "there there ADV RB 6 advmod")
    assert list(read(known, cut.format(inner="_ I-PER", label="I-PER"))) == ["Quill"]


SOME = """
Quzanian quzanian ADJ JJ 2 amod _ B-NORP
farmers farmer NOUN NNS 3 nsubj Number=Plur
marched march VERB VBD 0 root
"""
OTHERS = """
Others other NOUN NNS 2 nsubj Number=Plur
stayed stay VERB VBD 0 root
"""


def test_others_are_of_those_named_before(known):
    assert (read(known, SOME, OTHERS)["Others"].sectors, read(known, OTHERS)["Others"].sectors) == (("AGR",), ("CVL",))
    assert "Others" not in read(known, OTHERS.replace("stayed stay VERB", "large large ADJ"))


LONE = """
Lumen Lumen PROPN NNP 2 nsubj _ B-ORG
agreed agree VERB VBD 0 root
"""


def test_a_doubtful_name_is_its_only_bearer_where_no_country_speaks_for_another(known):
    assert read(known, LONE)["Lumen"].id == "org:lumen-league"
    met = "met meet VERB VBD 0 root\nVelboria Velboria PROPN NNP 2 obj _ B-LOC"
    assert read(known, LONE.replace("agreed agree VERB VBD 0 root", met))["Lumen"].known is False


POLICE = """
Quzanian quzanian ADJ JJ 2 amod _ B-NORP
police police NOUN NNS 3 nsubj Number=Plur
arrived arrive VERB VBD 0 root
officers officer NOUN NNS 5 nsubj Number=Plur
left leave VERB VBD 3 parataxis
"""


def test_officers_beside_police_are_police(known):
    assert read(known, POLICE)["officers"].sectors == ("COP",)
    army = POLICE.replace("police police NOUN NNS", "soldiers soldier NOUN NNS")
    assert read(known, army)["officers"].sectors == ("MIL",)


SERVING = """
Sun Sun PROPN NNP 2 compound _ B-ORG
Guard Guard PROPN NNP 3 compound _ I-ORG
soldiers soldier NOUN NNS 4 nsubj Number=Plur
left leave VERB VBD 0 root
"""


def test_soldiers_of_a_known_force_are_that_force(known):
    assert read(known, SERVING)["Sun Guard soldiers"].id == "body:sun-guard"
    some = SERVING.replace("Sun Sun PROPN NNP 2", "several several ADJ JJ 4 amod\nSun Sun PROPN NNP 3")
    some = some.replace("NNP 3 compound _ I", "NNP 4 compound _ I").replace("4 nsubj", "5 nsubj")
    assert read(known, some)["several Sun Guard soldiers"].known is False


TERRITORY = """
Abkhazia Abkhazia PROPN NNP 2 nsubj _ B-LOC
agreed agree VERB VBD 0 root
"""


def test_a_territory_has_the_country_that_others_code_it_with(known):
    actor = read(known, TERRITORY)["Abkhazia"]
    assert (actor.id, actor.country) == ("state:XAB", "GEO")
