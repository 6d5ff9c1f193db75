"""Of which country descriptions are: what is a candidate, what speaks for it, and what tells a country unnamed."""

from __future__ import annotations

import pytest

from dragoman.errors import KnowledgeError
from dragoman.knowledge import Knowledge
from dragoman.knowledge.signs import load_signs
from dragoman.resolve.actors.countries.namings import Decided, Namings
from dragoman.resolve.actors.countries.rank import best_option, options
from dragoman.resolve.actors.mentions.find import find_mentions
from dragoman.resolve.identify import context_of, identify
from support import analysis as build


@pytest.fixture(scope="module")
def known():
    return Knowledge()


def read(known, *sentences):
    """Span to (country, reasons)."""
    art, analysed = build(*sentences)
    mentions, judgements, actors = identify(art, analysed, (), known)
    verdicts, by_id = {j.mention: j for j in judgements}, {a.id: a for a in actors}
    return {
        m.evidence.text: (by_id[verdicts[m.id].actor].country, verdicts[m.id].reasons)
        for m in mentions
        if m.id in verdicts
    }


FINED = """
Residents resident NOUN NNS 2 nsubj Number=Plur
paid pay VERB VBD 0 root
40 40 NUM CD 4 nummod
{money} {money} NOUN NNS 2 obj Number=Plur
"""


@pytest.mark.parametrize(("money", "country"), [("hryvnias", "UKR"), ("zloty", "POL"), ("naira", "NGA")])
def test_money_tells_the_country_of_those_who_pay_it(known, money, country):
    assert read(known, FINED.format(money=money))["Residents"][0] == country


def test_money_that_several_states_have_tells_none(known):
    assert read(known, FINED.format(money="francs"))["Residents"][0] is None


INSTITUTE = """
Police police NOUN NNS 2 nsubj Number=Plur
searched search VERB VBD 0 root
Lviv Lviv PROPN NNP 4 compound _ B-ORG
Polytechnic Polytechnic PROPN NNP 2 obj _ I-ORG
"""


def test_a_town_in_the_name_of_an_institution_tells_its_country(known):
    assert read(known, INSTITUTE)["Police"][0] == "UKR"


NAMED = """
Kwabena Kwabena PROPN NNP 3 nsubj _ B-PER
Sedzro Sedzro PROPN NNP 1 flat _ I-PER
met meet VERB VBD 0 root
farmers farmer NOUN NNS 3 obj Number=Plur
"""


def test_names_of_one_people_are_a_guess_where_no_country_is_named(known):
    country, reasons = read(known, NAMED)["farmers"]
    assert country == "GHA"
    assert any("such names are mostly of GHA" in reason for reason in reasons)


JUNTA = """
The the DET DT 2 det
junta junta NOUN NN 3 nsubj Number=Sing
expelled expel VERB VBD 0 root
French french ADJ JJ 5 amod _ B-NORP
troops troops NOUN NNS 3 obj Number=Plur
"""
HOME = """
Niger Niger PROPN NNP 2 nsubj _ B-LOC
closed close VERB VBD 0 root
schools school NOUN NNS 2 obj Number=Plur
"""


def test_a_junta_is_not_of_a_state_that_only_an_adjective_names(known):
    assert read(known, JUNTA)["The junta"][0] is None
    assert read(known, HOME, JUNTA)["The junta"][0] == "NER"


TWO = """
Peruvian peruvian ADJ JJ 2 amod _ B-NORP
police police NOUN NNS 3 nsubj Number=Plur
met meet VERB VBD 0 root
residents resident NOUN NNS 3 obj Number=Plur
near near ADP IN 6 case
Bolivia Bolivia PROPN NNP 3 obl _ B-LOC
"""


def test_each_named_country_and_none_are_options_with_their_features(known):
    art, analysed = build(TWO)
    ctx = context_of(art, analysed, (), known)
    residents = next(f for f in find_mentions(ctx) if ctx.text(f.first, f.last) == "residents")
    found = {o.country: o.features for o in options(Namings(ctx, dict(ctx.named)), residents, ("CVL",), abroad=False)}
    assert set(found) == {"PER", "BOL", None}
    assert {"first", "here", "people", "tied", "own_subj", "own_b", "home_here", "s.here"} <= set(found["PER"])
    assert {"own_at", "near", "here", "own_a", "state_at"} <= set(found["BOL"])
    assert {"latest", "latest_subject"} <= set(found["PER"])
    assert {"none", "none_several", "none_n2", "none_pl", "home_none"} <= set(found[None])


def test_those_decided_before_and_actors_of_no_country_speak_too(known):
    art, analysed = build(TWO)
    ctx = context_of(art, analysed, (), known)
    residents = next(f for f in find_mentions(ctx) if ctx.text(f.first, f.last) == "residents")
    decided = [Decided(0, "BOL", "COP", "police"), Decided(1, "PER", "CVL", "resident")]
    namings = Namings(ctx, dict(ctx.named), (0,), decided)
    found = {o.country: o.features for o in options(namings, residents, ("CVL",), abroad=False)}
    assert {"told_last", "told_here", "told_kind", "told2", "told_most"} <= set(found["PER"])
    assert {"unlike_kind", "told2"} <= set(found["BOL"])
    assert "told_last" not in found["BOL"]
    assert {"none_told0", "igo", "igo1", "igo_here", "igo_own", "igo_CVL_here"} <= set(found[None])


OFFICE = """
Spain Spain PROPN NNP 2 nsubj _ B-LOC
told tell VERB VBD 0 root
France France PROPN NNP 2 obj _ B-LOC
that that SCONJ IN 7 mark
the the DET DT 6 det
king king NOUN NN 7 nsubj Number=Sing
agreed agree VERB VBD 2 ccomp
"""


def test_an_office_speaks_for_the_country_that_is_known_to_have_it(known):
    art, analysed = build(OFFICE)
    ctx = context_of(art, analysed, (), known)
    king = next(f for f in find_mentions(ctx) if ctx.text(f.first, f.last) == "the king")
    found = {o.country: o.features for o in options(Namings(ctx, dict(ctx.named)), king, ("GOV",), abroad=False)}
    assert "office_yes" in found["ESP"]
    assert "office_no" in found["FRA"]


def test_the_best_option_has_a_probability(known):
    art, analysed = build(TWO)
    ctx = context_of(art, analysed, (), known)
    residents = next(f for f in find_mentions(ctx) if ctx.text(f.first, f.last) == "residents")
    best, probability = best_option(
        residents, options(Namings(ctx, dict(ctx.named)), residents, ("CVL",), abroad=False)
    )
    assert 0 <= best < 3
    assert 1 / 3 < probability <= 1


def test_a_sign_of_two_states_is_refused_with_its_line(tmp_path):
    (tmp_path / "actors").mkdir()
    table = tmp_path / "actors" / "signs-own.csv"
    table.write_text("code,kind,names\nPER,money,qoril\nBOL,money,qoril | wari\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"signs-own.csv:3: 'qoril' is a sign of PER already"):
        load_signs([tmp_path])


def test_a_users_sign_wins(tmp_path):
    (tmp_path / "actors").mkdir()
    (tmp_path / "actors" / "signs.csv").write_text("code,kind,names\nBOL,money,naira\n", encoding="utf-8")
    assert read(Knowledge((tmp_path,)), FINED.format(money="naira"))["Residents"][0] == "BOL"


def test_no_sign_that_ships_is_a_name_of_another_states_actor(known):
    base = known.actors
    for signs in known.signs.values():
        for sign in signs:
            bearers = {
                base.actors[c.actor].country for c in base.names.get(" ".join(sign.words), ()) if not c.ambiguous
            }
            bearers.discard(None)  # a body of several states has no country, though it tells where the story is
            assert sign.small or not bearers or sign.code in bearers, sign
