"""Exports as annotated texts: every span where the article has it."""

from __future__ import annotations

import re

import pytest

from dragoman.desk import Desk
from dragoman.errors import UsageError
from takeaway_desk import desk_with_a_raid, give


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    return desk_with_a_raid(tmp_path_factory.mktemp("takeaway") / "desk")


def test_brat_is_read_by_a_parser_of_brat(desk, tmp_path):
    from pybrat.parser import BratParser

    folder = tmp_path / "brat"
    account = desk.export("brat", folder)
    examples = {e.id.rsplit("/")[-1]: e for e in BratParser(error="ignore").parse(folder)}
    assert len(examples) == account.written["articles"] == 3
    for key, example in examples.items():
        # the parser objects to two entities on one span, which brat has no quarrel with; it must object to nothing else
        lines = (folder / f"{key}.ann").read_text(encoding="utf-8").splitlines()
        assert len(example.events) == sum(line.startswith("E") for line in lines)
        triggers = {e.trigger.id for e in example.events}
        assert {e.id for e in example.entities} | triggers == {x.split("\t")[0] for x in lines if x.startswith("T")}
        for entity in example.entities:
            assert entity.mention == " ".join(example.text[s.start : s.end] for s in entity.spans)
    events = [e for example in examples.values() for e in example.events]
    raid = next(e for e in events if e.type == "ASSAULT" and len(e.arguments) == 2)
    assert [a.mention for a in raid.arguments] == ["Guards", "Guards"]
    met = next(e for e in events if e.trigger.mention == "met")
    assert [a.mention for a in met.arguments] == ["Amina Yusuf", "Tomas Vela", "Accra", "Tuesday"]
    claim = next(e for e in events if e.type == "Claim")
    assert (claim.trigger.mention, [a.mention for a in claim.arguments]) == ("said", ["An aide", "talks had failed"])
    of_meeting = next(p for p in folder.glob("*.ann") if "\tmet\n" in p.read_text(encoding="utf-8"))
    (line,) = re.findall(r"(?m)^E\d+\tCONSULT:T\d+ (Source.*)$", of_meeting.read_text(encoding="utf-8"))
    assert re.sub(r":T\d+", "", line) == "Source Target Place Time"  # the parser drops the roles
    lines = (folder / "a-raid.ann").read_text(encoding="utf-8").splitlines()
    assert [line.split()[3] for line in lines if line.startswith("A") and "Status" in line] == [
        "actual", "planned", "actual",
    ]  # fmt: skip
    assert (folder / "annotation.conf").read_text().startswith("[entities]\nActor\n")


def test_a_text_of_several_lines_keeps_its_offsets_in_brat(tmp_path):
    from pybrat.parser import BratParser

    desk = Desk(tmp_path / "desk")
    text = "One\r\ntwo 😀 three\nfour"
    made = {"article": "a/1", "page": "p", "text": text, "language": "en", "index": 0}
    claim = {"claim": "c", "article": "a/1", "content_starts": [0], "content_ends": [len(text)], "sentence_start": 0,
             "sentence_end": len(text)}  # fmt: skip
    desk.store.commit({"articles": [made], "claims": [claim]})
    desk.export("brat", tmp_path / "brat")
    assert (tmp_path / "brat" / "a_1.txt").read_bytes().decode() == text
    example = next(iter(BratParser(error="ignore").parse(tmp_path / "brat")))
    assert example.events[0].trigger.mention == "One two 😀 three four"


def test_webanno_is_read_by_cassis(desk, tmp_path):
    import cassis

    folder = tmp_path / "webanno"
    account = desk.export("webanno", folder)
    with (folder / "TypeSystem.xml").open("rb") as file:
        types = cassis.load_typesystem(file)
    texts = {row["article"]: row["text"] for row in desk.table("articles")}
    seen = []
    for path in folder.glob("*.xmi"):
        with path.open("rb") as file:
            cas = cassis.load_cas_from_xmi(file, typesystem=types)
        assert cas.sofa_string == texts[path.stem].replace("\x0b", " ")
        seen += cas.select("webanno.custom.Event")
    assert len(seen) == account.written["events"] == 7
    events = {e.event: e for e in seen}
    assert (events["e-plan"].plover, events["e-plan"].status) == ("ASSAULT", "planned")
    slots = [(link.role, link.target.name) for link in events["e-raid"].participants.elements]
    assert slots == [("source", "Army"), ("source", "Navy"), ("target", "Rebels & <Co>")]
    met = next(e for e in seen if e.get_covered_text() == "met")
    assert [link.target.get_covered_text() for link in met.participants.elements] == ["Amina Yusuf", "Tomas Vela"]


def test_webanno_counts_as_uima_does(tmp_path):
    """A character beyond the Basic Multilingual Plane is two units of UTF-16."""
    import cassis

    desk = Desk(tmp_path / "desk")
    made = {"article": "a", "page": "p", "text": "😀 Accra", "language": "en"}
    desk.store.commit({
        "articles": [made], "places": [{"place_mention": "l", "article": "a", "start": 2, "end": 7, "text": "Accra"}],
    })  # fmt: skip
    desk.export("webanno", tmp_path / "out")
    assert 'begin="3" end="8"' in (tmp_path / "out" / "a.xmi").read_text(encoding="utf-8")
    with (tmp_path / "out" / "TypeSystem.xml").open("rb") as file:
        types = cassis.load_typesystem(file)
    with (tmp_path / "out" / "a.xmi").open("rb") as file:
        (place,) = cassis.load_cas_from_xmi(file, typesystem=types).select("webanno.custom.Place")
    assert place.get_covered_text() == "Accra"


def test_conllu_is_read_by_conllu_and_by_spacy(desk, tmp_path):
    from spacy.training.converters import conllu_to_docs

    import conllu
    from dragoman.language import Language

    path, account = give(desk, "conllu", tmp_path, analyse=Language.load().analyse_many)
    raw = path.read_text(encoding="utf-8")
    sentences = conllu.parse(raw)
    assert len(sentences) == account.written["sentences"]
    texts = {row["article"]: row["text"] for row in desk.table("articles")}
    for sentence in sentences:
        article = sentence.metadata["sent_id"].rsplit("-", 1)[0]
        assert [t["id"] for t in sentence] == list(range(1, len(sentence) + 1))
        assert sum(t["head"] == 0 for t in sentence) == 1
        glued = "".join(t["form"] + ("" if (t["misc"] or {}).get("SpaceAfter") == "No" else " ") for t in sentence)
        assert glued.strip() == sentence.metadata["text"]
        for token in sentence:
            span = int(token["misc"]["start_char"]), int(token["misc"]["end_char"])
            assert texts[article][slice(*span)] == token["form"]
    met = next(t for s in sentences for t in s if t["form"] == "met")
    assert (met["lemma"], met["upos"], met["misc"]["Event"], met["misc"]["Status"]) == (
        "meet",
        "VERB",
        "CONSULT",
        "actual",
    )
    planned = next(t for s in sentences for t in s if "planned" in t["misc"].get("Status", ""))
    assert planned["misc"]["EventId"].split(",") == ["e-letter", "e-plan", "e-raid"]
    docs = list(conllu_to_docs(raw, n_sents=1, no_print=True))
    assert sum(map(len, docs)) == sum(map(len, sentences))


def test_conllu_without_an_analyser_says_what_it_needs(desk, tmp_path):
    with pytest.raises(UsageError, match=r"Language\.load"):
        desk.export("conllu", tmp_path / "x.conllu")
    assert list(tmp_path.iterdir()) == []
