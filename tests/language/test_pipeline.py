"""The encoder that ships, on articles written for these tests."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.errors import LanguageError
from dragoman.language import Language
from dragoman.records import Analysis, Article
from support import article

PARAGRAPHS = (
    "The foreign minister of Norlandia, Ana Kovacs, met rebel leaders in Oslo on Tuesday.",
    "“We did not sign anything,” she told reporters. “We will talk again on Nov. 25.”",
    "Two soldiers were killed in the attack, according to officials who spoke on condition of anonymity.",
)


def by_text(analysis: Analysis, text: str) -> int:
    return next(t.i for t in analysis.tokens if t.text == text)


def check(analysis: Analysis, art: Article) -> None:
    """What holds of every Analysis."""
    assert [t.i for t in analysis.tokens] == list(range(len(analysis.tokens)))
    assert all(art.text[t.start : t.end] == t.text for t in analysis.tokens)
    assert [i for s in analysis.sentences for i in range(s.first, s.last)] == [t.i for t in analysis.tokens]
    for s in analysis.sentences:
        block = art.blocks[s.block]
        assert block.start <= s.start < s.end <= block.end
        members = analysis.tokens[s.first : s.last]
        assert [t.i for t in members if t.head == t.i] == [s.root]
        assert all(s.first <= t.head < s.last and t.sentence == s.i for t in members)
        assert [t.i for t in members if t.dep == "root"] == [s.root]
        assert len(list(analysis.ancestors(s.first))) <= len(members)
    for e in analysis.entities:
        assert e.label in ("PER", "ORG", "LOC", "NORP")
        assert (e.start, e.end) == (analysis.tokens[e.first].start, analysis.tokens[e.last - 1].end)


def test_an_article_of_news(language: Language) -> None:
    art = article(*PARAGRAPHS, title="Minister meets rebels")
    found = language.analyse(art)
    check(found, art)
    met, sign, killed = (found.tokens[by_text(found, w)] for w in ("met", "sign", "killed"))
    assert (met.lemma, met.upos, met.xpos, met.feature("Tense"), met.dep) == ("meet", "VERB", "VBD", "Past", "root")
    assert found.child(met.i, "nsubj").text == "minister"
    assert found.child(met.i, "obj").text == "leaders"
    assert found.tokens[by_text(found, "not")].feature("Polarity") == "Neg"
    assert found.child(sign.i, "aux").lemma == "do"
    assert killed.feature("Voice") == "Pass"
    assert found.child(killed.i, "nsubj").dep == "nsubj:pass"
    names = {(found.text[e.start : e.end], e.label) for e in found.entities}
    assert {("Ana Kovacs", "PER"), ("Oslo", "LOC")} <= names


def test_blocks_end_sentences_even_without_a_stop(language: Language) -> None:
    art = article("Rebels leave town", "Army enters it", title="Town changes hands")
    assert [s.block for s in language.analyse(art).sentences] == [0, 1, 2]


def test_text_between_blocks_is_not_read(language: Language) -> None:
    whole = article("One came.", "Nobody asked.", "Two left.")
    art = Article("a", "p", "<t>", 0, whole.text, (whole.blocks[0], whole.blocks[2]), "en")
    found = language.analyse(art)
    assert [t.text for t in found.tokens] == ["One", "came", ".", "Two", "left", "."]
    check(found, art)


def test_the_same_alone_and_in_any_company(language: Language) -> None:
    articles = [article(p, id=f"a{i}") for i, p in enumerate(PARAGRAPHS)]
    articles.append(article("Yes. " * 60, "No", PARAGRAPHS[0] * 3, id="long"))
    together = language.analyse_many(articles)
    assert [language.analyse(a) for a in articles] == together
    assert language.analyse_many(articles[::-1])[::-1] == together


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "...",
        "?!",
        "👍🏽",
        "\u200b",
        "\ud800 broken",
        "x" * 5000,
        "-" * 3000,
        "שלום עולם",
        "السلام عليكم.",
        "a\x00b",
    ],
)
def test_odd_texts(language: Language, text: str) -> None:
    art = article(text)
    check(language.analyse(art), art)


def test_a_sentence_without_end_is_cut(language: Language) -> None:
    art = article("the men and the women, " * 200, "kjhgfdsaqwertyuiop" * 3 + " Zxcvbnmlkjhgfdsaqwert" * 300)
    found = language.analyse(art)
    check(found, art)
    assert max(s.last - s.first for s in found.sentences) <= 150
    assert found.words() > 900


def test_a_headline_has_a_verb(language: Language) -> None:
    found = language.analyse(article(title="Rebels Seize Key Town in Eastern Norlandia"))
    assert found.tokens[found.sentences[0].root].lemma == "seize"


def test_a_contracted_has_is_have(language: Language) -> None:
    found = language.analyse(article("She's left the town. He's a soldier."))
    assert [t.lemma for t in found.tokens if t.text == "'s"] == ["have", "be"]


def test_no_articles(language: Language) -> None:
    assert language.analyse_many([]) == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(st.characters(codec=None), max_size=60), max_size=3))
def test_any_text_is_read_with_true_offsets(language: Language, paragraphs: list[str]) -> None:
    art = article(*paragraphs)
    check(language.analyse(art), art)


def test_missing_weights_are_named(tmp_path) -> None:
    with pytest.raises(LanguageError, match=r"labels\.json"):
        Language.load(weights=tmp_path)


def test_broken_weights_are_named(tmp_path) -> None:
    from dragoman.language.encoder import WEIGHTS

    for name in ("labels.json", "tokenizer.json", "lemmas.tsv"):
        (tmp_path / name).write_bytes((WEIGHTS / name).read_bytes())
    (tmp_path / "encoder.int8.onnx").write_bytes(b"not a graph")
    with pytest.raises(LanguageError, match=r"encoder\.int8\.onnx"):
        Language.load(weights=tmp_path)
