"""Sectors that stand beside a mention: in its clause, in a list of names, in what it does, in the nouns before it."""

from __future__ import annotations

import pytest

from dragoman.knowledge import Knowledge
from dragoman.resolve.identify import identify
from support import analysis as build


@pytest.fixture(scope="module")
def known():
    return Knowledge()


def sectors(known, *sentences):
    """Span to sectors."""
    art, analysed = build(*sentences)
    mentions, judgements, actors = identify(art, analysed, (), known)
    verdicts, by_id = {j.mention: j for j in judgements}, {a.id: a for a in actors}
    return {m.evidence.text: by_id[verdicts[m.id].actor].sectors for m in mentions if m.id in verdicts}


CLAUSE = """
Odalys Odalys PROPN NNP 7 nsubj _ B-PER
Brandt Brandt PROPN NNP 1 flat _ I-PER
who who PRON WP 4 nsubj
{verb} {lemma} VERB VBZ 1 acl:relcl
the the DET DT 6 det
{noun} {single} NOUN NNS 4 obj Number=Plur
protested protest VERB VBD 0 root
"""


def test_who_leads_others_is_of_their_sector(known):
    leads = CLAUSE.format(verb="represents", lemma="represent", noun="farmers", single="farmer")
    assert sectors(known, leads)["Odalys Brandt"] == ("AGR",)
    likes = CLAUSE.format(verb="photographs", lemma="photograph", noun="farmers", single="farmer")
    assert sectors(known, likes)["Odalys Brandt"] == ("CVL",)


NAMES = """
{title} {lemma} {upos} {xpos} 2 compound
Odalys Odalys PROPN NNP 6 nsubj _ B-PER
Brandt Brandt PROPN NNP 2 flat _ I-PER
and and CCONJ CC 5 cc
Tiril Tiril PROPN NNP 2 conj _ B-PER
met meet VERB VBD 0 root
"""


def test_a_plural_title_is_that_of_all_whom_it_stands_before(known):
    both = NAMES.format(title="Judges", lemma="judge", upos="NOUN", xpos="NNS")
    assert sectors(known, both)["Tiril"] == ("JUD",)
    one = NAMES.format(title="Judge", lemma="judge", upos="NOUN", xpos="NN")
    assert sectors(known, one).get("Tiril") != ("JUD",)


FLIGHT = """
{first} {lemma} {upos} {xpos} 2 {dep}
families family NOUN NNS 3 nsubj Number=Plur
{verb} {root} VERB VBD 0 root
"""


@pytest.mark.parametrize(
    ("first", "verb", "sector"),
    [
        ("Forty forty NUM CD nummod", "fled flee", "REF"),
        ("Displaced displace VERB VBN amod", "sang sing", "REF"),
        ("Forty forty NUM CD nummod", "sang sing", "CVL"),
    ],
)
def test_families_that_flee_or_are_displaced_are_refugees(known, first, verb, sector):
    word, lemma, upos, xpos, dep = first.split()
    told, root = verb.split()
    text = FLIGHT.format(first=word, lemma=lemma, upos=upos, xpos=xpos, dep=dep, verb=told, root=root)
    assert [s for span, s in sectors(known, text).items() if "families" in span] == [(sector,)]


BEFORE = """
{first} {first} {upos} {xpos} 2 {dep}
{noun} {lemma} NOUN NNS 3 nsubj Number=Plur
met meet VERB VBD 0 root
"""


@pytest.mark.parametrize(
    ("first", "noun", "sector"),
    [
        ("rebel NOUN NN compound", "officers officer", "REB"),
        ("police NOUN NN compound", "captains captain", "COP"),
        ("army NOUN NN compound", "clerks clerk", "MIL"),
        ("foreign ADJ JJ amod", "companies company", "MNC"),
        ("tired ADJ JJ amod", "captains captain", "MIL"),
        ("tired ADJ JJ amod", "officers officer", "COP"),
        ("Nigerian ADJ JJ amod", "officers officer", "MIL"),
        ("local ADJ JJ amod", "companies company", "BUS"),
    ],
)
def test_the_noun_before_a_role_tells_whose_it_is(known, first, noun, sector):
    word, upos, xpos, dep = first.split()
    plural, single = noun.split()
    text = BEFORE.format(first=word, upos=upos, xpos=xpos, dep=dep, noun=plural, lemma=single)
    assert {s for span, s in sectors(known, text).items() if plural in span} == {(sector,)}


GENERAL = """
the the DET DT 2 det
attorney attorney NOUN NN 4 nsubj
general general ADJ JJ 2 amod
resigned resign VERB VBD 0 root
"""


def test_an_office_is_found_where_its_adjective_stands_behind_it(known):
    assert sectors(known, GENERAL) == {"the attorney general": ("JUD",)}


@pytest.mark.parametrize("noun", ["rivals rival", "foes foe", "successors successor"])
def test_rivals_are_not_of_the_sector_of_whom_they_oppose(known, noun):
    plural, single = noun.split()
    owned = f"""
senators senator NOUN NNS 3 nmod:poss Number=Plur
' ' PART POS 1 case
{plural} {single} NOUN NNS 4 nsubj Number=Plur
met meet VERB VBD 0 root
"""
    assert sectors(known, owned)[f"senators ' {plural}"] != ("LEG",)
