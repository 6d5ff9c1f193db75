"""What gives no event: expressions to ignore, objects that are missing, subjects that cannot act."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dragoman.events import find_events
from dragoman.knowledge import Knowledge
from support import article


@pytest.fixture(scope="module")
def read(knowledge, language):
    from dragoman.resolve import resolve

    def events(sentence, known=knowledge, **fields):
        art = article(sentence, **fields)
        ana = replace(language.analyse(art), signals=None)  # the rules alone
        return find_events(art, ana, resolve(art, ana, known), known)

    return events


def with_rows(folder, file, *expressions):
    """All knowledge, and these expressions in a user's ``codebook/<file>.csv``."""
    (folder / "codebook").mkdir(exist_ok=True)
    rows = "".join(f"{e},,,,\n" for e in expressions)
    (folder / "codebook" / f"{file}.csv").write_text("expression,mode,contexts,status,example\n" + rows)
    return Knowledge((folder,))


@pytest.mark.parametrize(
    ("expression", "sentence"),
    [
        ("ask not to be photograph|film", "The adviser asked reporters in Lusaka not to be photographed."),
        ("visit camp|zoo", "The Kenyan president visited the camp in Prague."),
        ("criticize stadium|menu", "The envoy criticised the stadium."),
        ("attack/n on village", "Peru's attack on the village lasted an hour."),
    ],
)
def test_expressions_to_ignore_suppress_events(read, tmp_path, expression, sentence):
    assert read(sentence)
    assert read(sentence, with_rows(tmp_path, "ignore", expression)) == ()


def test_what_is_ignored_suppresses_only_its_own_words(read, tmp_path):
    known = with_rows(tmp_path, "ignore", "visit camp|zoo")
    (event,) = read("The president visited the camp after police arrested the mayor.", known)
    assert event.type == "COERCE"


def test_longer_expressions_win_over_what_is_ignored(read, tmp_path):
    with_rows(tmp_path, "ignore", "visit camp|zoo")
    known = with_rows(tmp_path, "consult", "visit camp of T")
    (event,) = read("The Kenyan president visited the camp of Lusaka.", known)
    assert event.decided_by == "codebook:consult/visit camp of T"


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("The faction zorked the pact.", True),
        ("The faction zorked from the pact.", True),
        ("The faction zorked the capital without a pact.", False),
        ("The faction zorked under the pact.", False),
    ],
)
def test_a_preposition_that_may_be_absent_is_no_other_one(read, tmp_path, sentence, found):
    known = with_rows(tmp_path, "sanction", "S zork|zorke (from) pact")
    assert bool(read(sentence, known)) is found


def test_it_takes_up_nothing_of_its_own_clause(read):
    """``call minister`` is to summon one."""
    assert "REQUEST" not in {e.type for e in read("The minister called it a mistake.")}
    (leak,) = [e for e in read("The letter was secret, but the minister leaked it.") if "leak" in e.act]
    assert leak.decided_by.startswith("codebook:none/leak")


@pytest.mark.parametrize(
    ("sentence", "political"),
    [
        ("Rovers attacked from the first minute and struck twice before the interval of the cup tie.", False),
        ("Shares in the chipmaker retreated after analysts warned of weaker demand for its phones.", False),
        ("Israel attacked Syria.", True),
        ("A car bomb went off beside a bank on Monday, wounding nine shoppers.", True),
        ("The rebels attacked the garrison before dawn and struck twice at the governor's palace.", True),
    ],
)
def test_war_words_of_matches_and_markets_are_no_events(read, sentence, political):
    assert bool([e for e in read(sentence) if e.type]) is political


def test_the_text_around_decides_whether_a_plain_sentence_is_politics(knowledge, language):
    """A sentence that would be harmless alone is judged with its article."""
    from dragoman.events.acts.domain import Domain
    from dragoman.resolve import resolve

    def odds(text):
        art = article(text)
        analysis = language.analyse(art)
        domain = Domain(analysis, resolve(art, analysis, knowledge), knowledge.codebook)
        return domain.odds(0)

    plain = "The goalkeeper saved the penalty."
    assert odds(f"{plain} The minister and the rebel commander signed the ceasefire in parliament.") > odds(plain)


@pytest.mark.parametrize(
    "sentence",
    [
        "Tariffs, ministers agree, are paid by buyers.",
        "The road was never safe, the mayor agreed.",
    ],
)
def test_a_shared_opinion_is_no_agreement(read, sentence):
    assert [e for e in read(sentence) if e.type == "AGREE"] == []


def test_who_agree_on_what_was_said_before_settle_it(read):
    events = read("The raids will stop at midnight, both governments agreed.")
    assert "AGREE" in [e.type for e in events]


def test_the_mark_of_an_infinitive_is_no_preposition_of_the_expression(read, tmp_path):
    known = with_rows(tmp_path, "concede", "zone T to X")
    assert read("The mayor zoned the farmers to the hills.", known)
    assert read("The mayor came to zone the farmers.", known) == ()


def test_a_gerund_with_an_object_is_no_noun_of_an_expression(read):
    visits = [e for e in read("Iran began stopping tankers in the strait.") if e.type == "CONSULT"]
    assert visits == []


@pytest.mark.parametrize(
    ("sentence", "killed"),
    [
        ("Nine soldiers were killed when two military helicopters collided near Arad.", False),
        ("Seventy soldiers were killed on their way to Lebanon when two helicopters crashed.", False),
        ("Nine soldiers were killed as their convoy was ambushed near Arad.", True),
        ("Nine soldiers were killed when rebels attacked their convoy and two lorries collided.", True),
    ],
)
def test_who_dies_in_a_crash_was_not_attacked(read_whole, sentence, killed):
    assert any(e.type == "ASSAULT" and "soldiers" in e.target for e in read_whole(sentence)) is killed


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("The mayor wants to open talks with the union.", False),
        ("The union wants the mayor to open talks.", True),
        ("The union wants talks with the mayor.", True),
    ],
)
def test_what_one_wants_to_do_is_not_asked_of_others(read_whole, sentence, asked):
    assert any(e.type == "REQUEST" for e in read_whole(sentence)) is asked
