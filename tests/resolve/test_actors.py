"""Who: mentions, known and new actors, chains, on hand-made analyses about invented affairs."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.records import (
    ActorKind,
    Analysis,
    Anchor,
    AnchorBasis,
    Granularity,
    Interval,
    MentionForm,
    Sentence,
    Token,
)
from dragoman.resolve.identify import identify
from support import analysis as build
from support import article, knowledge_with

STATES = """code,name,official,aliases,adjectives,nationals,capital,seats,government,parliament,military,police,region
QZA,Quzania,,,Quzanian,Quzanians,Quzaburg,,,,,,
"""
PERSONS = """id,name,aliases,country,sectors,source
person:omar-al-tamimi,Omar al-Tamimi,,IRQ,PTY,general knowledge
person:ada-okoro,Ada Okoro,Okoro,QZA,ELI,general knowledge
"""
ROLES = """person,role,of,sectors,start,end,source
person:ada-okoro,president,state:QZA,GOV,2015-05-29,2019-05-29,general knowledge
person:omar-al-tamimi,leader,bloc:dawn-alliance,PTY,2003,,general knowledge
"""
BLOCS = """id,name,aliases,kind,country,sectors,source
bloc:dawn-alliance,Dawn Alliance,?Dawn,bloc,IRQ,PTY,general knowledge
party:dawn-palestine,Dawn Movement,?Dawn,party,PSE,PTY,general knowledge
armed:lantern-brigades,Lantern Brigades,Lanternists|LNB,armed_group,SDN,REB,general knowledge
"""


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    return knowledge_with(tmp_path_factory.mktemp("user"), states=STATES, persons=PERSONS, roles=ROLES, blocs=BLOCS)


def read(known, art, analysed):
    """Span to (form, actor, judgement), first mention of a span wins."""
    mentions, judgements, actors = identify(art, analysed, (), known)
    verdicts = {j.mention: j for j in judgements}
    by_id = {a.id: a for a in actors}
    for m in mentions:
        assert m.evidence.text == art.text[m.evidence.start : m.evidence.end]
    assert len(verdicts) == len(judgements)
    assert all(0 <= j.score <= 1 and j.reasons for j in judgements)
    out = {}
    for m in mentions:
        j = verdicts.get(m.id)
        out.setdefault(m.evidence.text, (m, by_id[j.actor] if j else None, j))
    return out


TAMIMI = """
Iraq Iraq PROPN NNP 3 nmod:poss _ B-LOC
's 's PART POS 1 case
cleric cleric NOUN NN 7 nsubj Number=Sing
Omar Omar PROPN NNP 3 appos _ B-PER
al-Tamimi al-Tamimi PROPN NNP 4 flat _ I-PER
has have AUX VBZ 7 aux
met meet VERB VBN 0 root
Nigerian nigerian ADJ JJ 9 amod _ B-NORP
officials official NOUN NNS 7 obj Number=Plur
in in ADP IN 11 case
Baghdad Baghdad PROPN NNP 7 obl _ B-LOC
"""
LATER = """
Tamimi Tamimi PROPN NNP 2 nsubj _ B-PER
said say VERB VBD 0 root
he he PRON PRP 4 nsubj Number=Sing
agreed agree VERB VBD 2 ccomp
"""


def test_full_name_then_surname_then_pronoun(known):
    found = read(known, *build(TAMIMI, LATER))
    assert found["Omar al-Tamimi"][1].id == "person:omar-al-tamimi"
    assert found["Tamimi"][1].id == "person:omar-al-tamimi"
    assert found["he"][1].id == "person:omar-al-tamimi"
    assert found["he"][0].form is MentionForm.PRONOUN


def test_title_gives_the_role_and_the_head_of_the_phrase(known):
    found = read(known, *build(TAMIMI))
    mention, _, judgement = found["Omar al-Tamimi"]
    assert judgement.role == "cleric"
    assert mention.head == 2  # the parse hangs the name on its title


def test_nobody_named_becomes_a_new_actor_with_country_and_sector(known):
    _, actor, _ = read(known, *build(TAMIMI))["Nigerian officials"]
    assert (actor.country, actor.sectors, actor.known) == ("NGA", ("GOV",), False)
    assert actor.id.startswith("new:")


def test_a_capital_behind_in_is_no_actor(known):
    assert "Baghdad" not in read(known, *build(TAMIMI))


METONYM = """
Tehran Tehran PROPN NNP 2 nsubj _ B-LOC
rejected reject VERB VBD 0 root
talks talk NOUN NNS 2 obj
between between ADP IN 5 case
Baghdad Baghdad PROPN NNP 3 nmod _ B-LOC
and and CCONJ CC 7 cc
Khartoum Khartoum PROPN NNP 5 conj _ B-LOC
"""


def test_a_capital_that_acts_is_its_government(known):
    found = read(known, *build(METONYM))
    assert [found[c][1].id for c in ("Tehran", "Baghdad", "Khartoum")] == ["gov:IRN", "gov:IRQ", "gov:SDN"]
    assert found["Tehran"][0].form is MentionForm.METONYM


def dawn(country):
    return f"""
{country} {country} PROPN NNP 4 nmod:poss _ B-LOC
's 's PART POS 1 case
Dawn Dawn PROPN NNP 4 compound _ B-ORG
alliance alliance NOUN NN 5 nsubj
won win VERB VBD 0 root
"""


def test_one_name_of_two_countries_follows_the_country(known):
    iraqi = read(known, *build(dawn("Iraq")))
    assert iraqi["Dawn"][1].id == "bloc:dawn-alliance"
    assert read(known, *build(dawn("Palestine")))["Dawn"][1].id == "party:dawn-palestine"
    assert any("IRQ" in reason for reason in iraqi["Dawn"][2].reasons)


def test_without_evidence_a_shared_name_is_nobody_known(known):
    actor = read(known, *build(dawn("Chile")))["Dawn"][1]
    assert actor is None or not actor.known


BODIES = """
The the DET DT 3 det
Sudanese sudanese ADJ JJ 3 amod _ B-NORP
army army NOUN NN 4 nsubj Number=Sing
accused accuse VERB VBD 0 root
Lantern Lantern PROPN NNP 6 compound _ B-ORG
Brigades Brigades PROPN NNPS 4 obj _ I-ORG
of of SCONJ IN 8 mark
shelling shell VERB VBG 4 advcl
"""
GROUP = """
The the DET DT 2 det
group group NOUN NN 3 nsubj Number=Sing
said say VERB VBD 0 root
the the DET DT 5 det
army army NOUN NN 6 nsubj Number=Sing
attacked attack VERB VBD 3 ccomp
LNB LNB PROPN NNP 8 compound _ B-ORG
fighters fighter NOUN NNS 6 obj Number=Plur
"""


def test_bodies_groups_and_fighters(known):
    found = read(known, *build(BODIES, GROUP))
    assert found["The Sudanese army"][1].id == "mil:SDN"
    assert found["Lantern Brigades"][1].id == "armed:lantern-brigades"
    assert found["The group"][1].id == "armed:lantern-brigades"
    assert found["the army"][1].id == "mil:SDN"
    fighters = found["LNB fighters"][1]
    assert (fighters.country, fighters.sectors) == ("SDN", ("REB",))


SIDES = """
Iraq Iraq PROPN NNP 4 nsubj _ B-LOC
and and CCONJ CC 3 cc
Iran Iran PROPN NNP 1 conj _ B-LOC
talked talk VERB VBD 0 root
"""
BOTH = """
The the DET DT 3 det
two two NUM CD 3 nummod
sides side NOUN NNS 4 nsubj Number=Plur
agreed agree VERB VBD 0 root
"""


def test_the_two_sides(known):
    assert read(known, *build(SIDES, BOTH))["The two sides"][1].name == "Iraq and Iran"


FORMER = """
former former ADJ JJ 2 amod
President President PROPN NNP 3 nmod:desc
Ada Ada PROPN NNP 5 nsubj _ B-PER
Okoro Okoro PROPN NNP 3 flat _ I-PER
spoke speak VERB VBD 0 root
"""


def dated(art, day):
    anchor = Anchor(Interval(day, day, Granularity.DAY), AnchorBasis.GIVEN, 1.0)
    return article(*art.paragraphs, published=anchor)


def test_former_president(known):
    art, analysed = build(FORMER)
    _, actor, judgement = read(known, dated(art, date(2022, 2, 9)), analysed)["Ada Okoro"]
    assert judgement.role == "former president"
    assert actor.sectors == ("ELI",)


OFFICE = """
The the DET DT 3 det
Quzanian quzanian ADJ JJ 3 amod _ B-NORP
president president NOUN NN 4 nsubj Number=Sing
spoke speak VERB VBD 0 root
"""


def test_an_office_names_its_holder_on_the_articles_day_only(known):
    art, analysed = build(OFFICE)
    in_office = read(known, dated(art, date(2016, 3, 1)), analysed)["The Quzanian president"][1]
    assert in_office.id == "person:ada-okoro"
    for other in (art, dated(art, date(2001, 1, 1))):
        actor = read(known, other, analysed)["The Quzanian president"][1]
        assert (actor.known, actor.country, actor.kind) == (False, "QZA", ActorKind.PERSON)


def test_new_actors_of_two_articles_differ(known):
    art, analysed = build(OFFICE)
    other = Analysis.build("a-other", analysed.text, analysed.tokens, analysed.sentences, analysed.entities)
    first = identify(art, analysed, (), known)[2]
    second = identify(article(art.text, id="a-other"), other, (), known)[2]
    assert {a.id for a in first if not a.known}.isdisjoint(a.id for a in second if not a.known)


RESIDUE = "TT TT PROPN NNP 0 root _ B-ORG"


def test_a_lone_code_is_no_actor(known):
    assert read(known, *build(RESIDUE)) == {}


def test_the_same_twice_gives_the_same(known):
    art, analysed = build(TAMIMI, LATER, BODIES)
    assert identify(art, analysed, (), known) == identify(art, analysed, (), known)


WORDS = st.sampled_from(
    ["Iraq", "the", "al", "-", "El", "Tamimi", "he", "they", "police", "😀", "٣", "a" * 300, "'s", ",", "U.S."]
)
TAGS = st.sampled_from(["NOUN", "PROPN", "PRON", "ADJ", "VERB", "DET", "PUNCT", "ADP"])
DEPS = st.sampled_from(
    ["nsubj", "obj", "nmod", "nmod:poss", "conj", "appos", "acl", "acl:relcl", "compound", "amod", "case"]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(WORDS, TAGS, DEPS, st.integers(0, 30)), max_size=12))
def test_any_tree_gives_sound_evidence(known, rows):
    art = article(" ".join(w for w, *_ in rows)) if rows else article()
    tokens, offset = [], 0
    for i, (word, tag, dep, head) in enumerate(rows):
        governor = min(head, i - 1) if i else 0  # heads to the left: a tree, whatever was drawn
        tokens.append(
            Token(
                i,
                offset,
                offset + len(word),
                word,
                word.lower(),
                tag,
                "NN",
                "",
                governor,
                dep if i else "root",
                0,
                True,
            )
        )
        offset += len(word) + 1
    sentences = (Sentence(0, 0, len(rows), 0, max(0, offset - 1), 0, 0),) if rows else ()
    read(known, art, Analysis.build(art.id, art.text, tuple(tokens), sentences, ()))


def test_real_language_on_an_invented_story(known, language):
    art = article(
        "Iraqi cleric Omar al-Tamimi met two Sudanese officials on Monday.",
        "Tamimi, who leads the Dawn Alliance, told reporters that he would not join the government.",
    )
    found = read(known, art, language.analyse(art))
    for span in ("Omar al-Tamimi", "Tamimi", "he", "who"):
        assert found[span][1].id == "person:omar-al-tamimi", span
    assert found["Dawn Alliance"][1].id == "bloc:dawn-alliance"
    assert found["two Sudanese officials"][1].country == "SDN"


ONE_COUNTRY = """
Chad Chad PROPN NNP 2 nsubj _ B-LOC
celebrated celebrate VERB VBD 0 root
"""
UNMARKED = """
The the DET DT 2 det
army army NOUN NN 3 nsubj Number=Sing
told tell VERB VBD 0 root
diplomats diplomat NOUN NNS 3 obj Number=Plur
"""


def test_public_power_of_an_article_about_one_country(known):
    found = read(known, *build(ONE_COUNTRY, ONE_COUNTRY, UNMARKED))
    assert found["The army"][1].id == "mil:TCD"
    assert any("only country" in reason for reason in found["The army"][2].reasons)
    assert found["diplomats"][1].country is None


def test_with_two_countries_named_as_often_one_is_a_guess_and_makes_no_body_of_a_state(known):
    found = read(known, *build(ONE_COUNTRY, SIDES, UNMARKED))
    army, judgement = found["The army"][1:]
    assert army.country in {"TCD", "IRQ"}
    assert not army.known
    assert any("fits best of the countries named" in reason for reason in judgement.reasons)


def test_a_former_president_is_not_the_president(known):
    art, analysed = build(FORMER.replace("President", "president"), OFFICE)
    found = read(known, dated(art, date(2022, 2, 9)), analysed)
    assert found["Ada Okoro"][1].id == "person:ada-okoro"
    assert not found["The Quzanian president"][1].known


def test_resolve_puts_who_when_and_where_together(known):
    from dragoman.resolve import resolve

    art, analysed = build(TAMIMI, METONYM)
    resolution = resolve(art, analysed, known)
    assert {a.id for a in resolution.actors} >= {"person:omar-al-tamimi", "gov:IRN"}
    assert "Baghdad" in {p.evidence.text for p in resolution.places}
    mentions = {m.id for m in resolution.mentions}
    assert {j.mention for j in resolution.judgements} <= mentions
    assert {j.actor for j in resolution.judgements} == {a.id for a in resolution.actors}


JOINED = """
Indian indian ADJ JJ 4 amod _ B-NORP
and and CCONJ CC 3 cc
Pakistani pakistani ADJ JJ 1 conj _ B-NORP
troops troops NOUN NNS 6 nsubj Number=Plur
have have AUX VBP 6 aux
fought fight VERB VBN 0 root
"""
ARMY = """
The the DET DT 3 det
Kenyan kenyan PROPN NNP 3 compound _ B-ORG
Army Army PROPN NNP 4 nsubj _ I-ORG
agreed agree VERB VBD 0 root
"""


def test_joined_adjectives_are_two_states(known):
    found = read(known, *build(JOINED))
    assert (found["Indian"][1].id, found["Pakistani"][1].id) == ("state:IND", "state:PAK")


def test_a_body_in_capitals_is_the_body(known):
    assert read(known, *build(ARMY))["Kenyan Army"][1].id == "mil:KEN"


STRANGER = """
Musa Musa PROPN NNP 3 nsubj _ B-PER
Danladi Danladi PROPN NNP 1 flat _ I-PER
spoke speak VERB VBD 0 root
"""
GENERAL = """
Danladi Danladi PROPN NNP 7 nsubj _ B-PER
, , PUNCT , 5 punct
a a DET DT 5 det
Nigerian nigerian ADJ JJ 5 amod _ B-NORP
general general NOUN NN 1 appos Number=Sing
, , PUNCT , 5 punct
agreed agree VERB VBD 0 root
"""


def test_a_stranger_is_what_any_mention_says(known):
    actor = read(known, *build(STRANGER, GENERAL))["Musa Danladi"][1]
    assert (actor.country, actor.sectors, actor.known) == ("NGA", ("MIL",), False)
