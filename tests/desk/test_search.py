"""Search: what is found, in which order, what is marked; an index that lags, is damaged, or is written by several."""

from __future__ import annotations

import json
import multiprocessing
import re
import shutil
from datetime import UTC, date, datetime, timedelta

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from dragoman.cli import cli
from dragoman.desk import Desk
from dragoman.desk.amendments.corrections import Verdict, correct, load_corrections, write_corrections
from dragoman.desk.search.find import Asked, Search
from dragoman.desk.search.query import FIELDS, And, Dates, Not, Or, Words, parse
from dragoman.desk.storage.compact import compact
from dragoman.errors import DeskError, UsageError
from readings import reading

FIRST = date(2023, 1, 1)
ARTICLES = (
    # title, text, outlet, actors, types, places
    ("Truce holds in the delta", "Both armies kept the truce for a third day.", "The Harbour Post", ["Army of Ruvia"],
     ["RETREAT"], [("Soro", "KEN")]),
    ("Minister quits", "Élodie März resigned. She had negotiated the truce, and its terms were secret.", "Coast Radio",
     ["Élodie März"], ["RETREAT", "ACCUSE"], []),
    ("Talks break down", "The negotiations failed late. Nobody talked of a truce for the delta again.\n\nEnvoys left.",
     "Coast Radio", ["United Nations"], ["CONSULT"], [("Accra", "GHA")]),
    ("Iran's envoy flies home", "O'Neill-Smith saw the envoy leave. The U.S. side had left.", "Morning Mail", ["Iran"],
     ["CONSULT"], [("Tehran", "IRN")]),
)  # fmt: skip


def rows(articles, day=FIRST, first=0):
    """Rows of the desk's tables for articles written as above."""
    made = {"articles": [], "mentions": [], "events": [], "places": []}
    for n, (title, text, outlet, actors, types, places) in enumerate(articles, first):
        key = f"a-{n}"
        made["articles"].append({
            "article": key, "page": f"p-{n}", "title": title, "text": f"{title}\n\n{text}", "outlet": outlet,
            "language": "en", "published_start": day + timedelta(n), "published_end": day + timedelta(n),
        })  # fmt: skip
        made["mentions"] += [{"article": key, "text": a, "form": "name", "actor_name": a} for a in actors]
        made["events"] += [{"event": f"e-{n}-{t}", "article": key, "type": t} for t in types]
        made["places"] += [{"article": key, "name": name, "country": c} for name, c in places]
    return made


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    made = Desk(tmp_path_factory.mktemp("search") / "desk")
    made.store.commit(rows(ARTICLES[:2]))
    made.store.commit(rows(ARTICLES[2:], first=2))
    return made


def ids(found):
    return sorted(int(hit.article[2:]) for hit in found)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("truce", [0, 1, 2]),
        ("negotiation", [1, 2]),  # another form of the word
        ('"negotiations failed"', [2]),
        ('"negotiation failed"', []),  # a phrase is these words
        ('"truce delta"', []),
        ('"truce delta"~3', [0, 2]),
        ("truce delta", [0, 2]),
        ("truce AND delta", [0, 2]),
        ("resigned OR armies", [0, 1]),
        ("truce -delta", [1]),
        ("truce NOT (delta OR secret)", []),
        ("NOT truce", [3]),
        ("negotiat*", [1, 2]),
        ('"its ter"*', [1]),
        ("neogtiated~1", [1]),  # two letters swapped
        ("marz", [1]),  # without its dots
        ("ÉLODIE", [1]),
        ("iran's", [3]),
        ("O'Neill-Smith", [3]),
        ("U.S. side", [3]),
        ("“negotiations failed”", [2]),  # the quotation marks of word processors
        ("title:truce", [0]),
        ("title:(truce OR quits)", [0, 1]),
        ("body:quits", []),
        ("outlet:coast", [1, 2]),
        ('actor:"united nations"', [2]),
        ("actor:nations -actor:united", []),
        ("type:consult", [2, 3]),
        ("type:RETREAT truce", [0, 1]),
        ("place:accra", [2]),
        ("place:irn", [3]),
        ("language:en truce", [0, 1, 2]),
        ("date:2023-01-02", [1]),
        ("date:2023-01-02..2023-01-03", [1, 2]),
        ("date:..2023-01-01", [0]),
        ("date:2024", []),
        ("truce & delta -", [0, 2]),  # loose signs, as a pasted headline has them
        ("*", [0, 1, 2, 3]),
        ("", [0, 1, 2, 3]),
        ("nosuchword", []),
    ],
)
def test_what_is_found(desk, query, expected):
    found = desk.search(query)
    assert ids(found) == expected
    assert found.total == len(expected)


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("truse delta", "no article has the word 'truse'; 3 have one like it: truse~1"),
        ("zzzzzz", "no article has the word 'zzzzzz'"),
        ("type:CONSULTT", "no article has the type 'CONSULTT'; there are accuse, consult, retreat"),
        ("language:xx truce", "no article has the language 'xx'; there are en"),
    ],
)
def test_where_nothing_is_found_it_is_said_what_no_article_has(desk, query, note):
    found = desk.search(query)
    assert (found.total, found.notes) == (0, (note,))


def test_words_that_are_there_but_not_together_are_not_blamed(desk):
    assert desk.search("armies resigned -nosuchword").notes == ()


def test_conditions_beside_the_query(desk):
    assert ids(desk.search("truce", outlet="coast radio")) == [1, 2]
    assert ids(desk.search("", actor="Élodie März")) == [1]
    assert ids(desk.search("", type="CONSULT", place="Accra", language="en")) == [2]
    assert ids(desk.search("truce", since="2023-01-02")) == [1, 2]
    assert ids(desk.search("truce", since="2023-01-02", until="2023-01-02")) == [1]
    assert ids(desk.search("truce OR envoy", until="2022")) == []


def test_the_best_comes_first_or_the_newest(desk):
    by_score = desk.search("truce")
    assert by_score.hits[0].article == "a-0"  # in its title too
    assert [h.score for h in by_score] == sorted((h.score for h in by_score), reverse=True)
    assert [h.article for h in desk.search("truce", sort="date")] == ["a-2", "a-1", "a-0"]
    assert [h.article for h in desk.search("truce", sort="oldest")] == ["a-0", "a-1", "a-2"]


def test_pages_of_an_answer(desk):
    pages = [desk.search("truce", sort="date", limit=2, offset=offset) for offset in (0, 2, 4)]
    assert [[h.article for h in page] for page in pages] == [["a-2", "a-1"], ["a-0"], []]
    assert {page.total for page in pages} == {3}


def test_articles_without_a_date_come_last(tmp_path):
    desk = Desk(tmp_path / "desk")
    made = rows(ARTICLES[:3])
    made["articles"][1] |= {"published_start": None, "published_end": None}
    desk.store.commit(made)
    assert [h.article for h in desk.search("truce", sort="date")] == ["a-2", "a-0", "a-1"]
    assert desk.search("truce").total == 3
    assert ids(desk.search("truce", since="2000")) == [0, 2]


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("negotiation", ["negotiations"]),
        ('"negotiations failed"', ["negotiations failed"]),
        ("negotiat*", ["negotiations"]),
        ("negotiatons~1", ["negotiations"]),
        ("truce talk -resigned", ["talked", "truce"]),
        ("failed OR resigned", ["failed"]),
    ],
)
def test_what_was_found_is_marked_in_a_verbatim_passage(desk, query, marked):
    hit = next(h for h in desk.search(query) if h.article == "a-2")
    text = next(r["text"] for r in desk.table("articles") if r["article"] == "a-2")
    shown = hit.passage
    assert text[shown.start : shown.end] == shown.text
    assert [shown.text[a:b] for a, b in shown.marks] == marked


def test_what_was_found_is_marked_in_the_title(desk):
    hit = desk.search("title:truce").hits[0]
    assert [hit.title[a:b] for a, b in hit.title_marks] == ["Truce"]


@pytest.mark.parametrize(
    ("query", "expected", "marked"),
    [
        ("ceasefire", [0, 1], ["Cease-fires", "ceasefire"]),
        ("cease-fire", [0, 1], ["Cease-fires", "ceasefire"]),
        ('"cease-fire"', [], []),  # in quotation marks: these words, side by side
        ('"cease-fires"', [0], ["Cease-fires"]),
        ("alshabaab", [2], ["Al-Shabaab"]),
        ("al-shabaab", [2], ["Al-Shabaab"]),
        ("fire", [0, 2], ["fires", "fire"]),
    ],
)
def test_words_with_and_without_a_hyphen_are_one(tmp_path, query, expected, marked):
    texts = (
        "Cease-fires were agreed twice.",
        "Nobody kept the ceasefire.",
        "Al-Shabaab held its fire.",
    )
    desk = Desk(tmp_path / "desk")
    desk.store.commit(rows([(None, text, "The Harbour Post", [], [], []) for text in texts]))
    found = desk.search(query, sort="oldest")
    assert ids(found) == expected
    assert [hit.passage.text[a:b] for hit in found for a, b in hit.passage.marks] == marked


def test_the_passage_is_where_the_text_says_most_of_it(tmp_path):
    desk = Desk(tmp_path / "desk")
    filler = "The council spoke of roads and of the harbour at length. " * 40
    text = f"The harbour opened.\n\n{filler}\n\nIn the end the harbour pilots called a strike. {filler}"
    desk.store.commit(rows([("Council meets", text, "Post", [], [], [])]))
    shown = desk.search("harbour strike pilots").hits[0].passage
    assert "the harbour pilots called a strike" in shown.text
    assert len(shown.text) < 300


@pytest.mark.parametrize(
    ("query", "place", "says"),
    [
        ("(a b", 1, "never closed"),
        ("a b)", 4, "no \\( for this"),
        ('a "b c', 3, "quotation mark is never closed"),
        ("a OR", 3, "both sides of OR"),
        ("OR a", 1, "both sides of OR"),
        ("a AND OR b", 3, "both sides of AND"),
        ("a NOT", 3, "something must follow NOT"),
        ("nosuch:a", 1, "no field 'nosuch'; there are title"),
        ("a title:", 3, "something must follow title"),
        ("a *b", 3, "follows the beginning of a word"),
        ("kyiv~7", 6, "at most two letters"),
        ("date:monday", 6, "is not a date"),
        ("date:2023-01..2023-99", 6, "is not a date"),
    ],
)
def test_a_wrong_query_is_told_where(desk, query, place, says):
    with pytest.raises(UsageError, match=f"at character {place}: .*{says}"):
        desk.search(query)


def test_a_wrong_condition_is_refused(desk):
    with pytest.raises(UsageError, match=r"^'monday' is not a date; write"):
        desk.search("truce", since="monday")
    with pytest.raises(UsageError, match="no order 'size'"):
        desk.search("truce", sort="size")
    with pytest.raises(UsageError, match="at least 1"):
        desk.search("truce", limit=0)


def test_the_tree_of_a_query():
    tree = parse('a "b c"~2 OR title:d* -e date:2023')
    assert tree == Or((
        And((Words(None, "a"), Words(None, "b c", phrase=True, slop=2))),
        And((Words("title", "d", prefix=True), Not(Words(None, "e")), Dates(date(2023, 1, 1), date(2023, 12, 31)))),
    ))  # fmt: skip


@given(st.text(st.sampled_from('ab "()~*:-+0.ANDORNT&|é\n\t' + "".join(FIELDS)), max_size=40))
def test_any_text_is_a_query_or_is_refused_with_its_place(desk, query):
    try:
        found = desk.search(query, limit=1)
    except UsageError as error:
        message = str(error)
        assert "the query" in message
    else:
        assert found.total >= 0


def test_what_is_added_later_is_found_at_once(tmp_path):
    desk = Desk(tmp_path / "desk")
    assert desk.search("truce").total == 0
    desk.add([reading(0)])
    assert desk.search("talks").total == 1
    folder = state(desk)["folder"]
    desk.add([reading(1, title="Second report")])
    assert desk.search("talks").total == 2
    assert state(desk)["folder"] == folder, "an update must not make the index anew"


def state(desk):
    return json.loads((desk.store.path / "derived" / "search" / "state.json").read_text())


def test_an_article_stored_twice_is_found_once(tmp_path):
    desk = Desk(tmp_path / "desk")
    for _ in range(2):
        with desk.writer() as writer:
            writer.add(reading(0))
    assert desk.search("talks").total == 1


def test_parts_that_were_merged_are_found_once_and_parts_that_are_gone_not_at_all(tmp_path):
    desk = Desk(tmp_path / "desk")
    parts = [desk.store.commit(rows(ARTICLES[n : n + 1], first=n)) for n in range(3)]
    assert desk.search("truce").total == 3
    desk.store.commit(rows(ARTICLES[:2]))
    for part in parts[:2]:
        (desk.store.path / "commits" / f"{part}.json").unlink()
    assert ids(desk.search("truce")) == [0, 1, 2]
    (desk.store.path / "commits" / f"{parts[2]}.json").unlink()
    assert ids(desk.search("truce")) == [0, 1]


def test_a_compacted_desk_is_not_indexed_again(tmp_path):
    desk = Desk(tmp_path / "desk")
    for n in range(3):
        desk.store.commit(rows(ARTICLES[n : n + 1], first=n))
    assert desk.search("truce").total == 3
    before = state(desk)
    assert compact(desk.store).merged == 3
    told = []
    assert ids(desk.search("truce", progress=lambda *done: told.append(done))) == [0, 1, 2]
    assert (told, state(desk)) == ([], before)
    desk.store.commit(rows(ARTICLES[3:], first=3))
    assert desk.search("*").total == 4
    Search(desk.store).rebuild()
    assert desk.search("*").total == 4


def test_an_index_that_is_interrupted_before_its_state_is_written_is_completed(tmp_path):
    desk = Desk(tmp_path / "desk")
    desk.store.commit(rows(ARTICLES[:2]))
    desk.search("truce")
    before = (desk.store.path / "derived" / "search" / "state.json").read_bytes()
    desk.store.commit(rows(ARTICLES[2:], first=2))
    desk.search("truce")
    (desk.store.path / "derived" / "search" / "state.json").write_bytes(before)  # as if killed in between
    assert ids(Desk(desk.store.path).search("truce")) == [0, 1, 2]


def _spoil_state(folder):
    (folder / "state.json").write_text("{broken")


def _spoil_version(folder):
    about = json.loads((folder / "state.json").read_text())
    (folder / "state.json").write_text(json.dumps({**about, "version": 0}))


def _spoil_meta(folder):
    (next(folder.glob("index-*")) / "meta.json").write_text("{broken")


def _spoil_segments(folder):
    for path in next(folder.glob("index-*")).iterdir():
        if path.suffix in (".store", ".idx", ".term", ".pos", ".fast"):
            path.unlink()  # this process still holds the old file open, and must not lose it under its feet
            path.write_bytes(b"")


def _spoil_folder(folder):
    shutil.rmtree(next(folder.glob("index-*")))


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_spoil_state, "could not be read; it was made anew"),
        (_spoil_version, "another version; it was made anew"),
        (_spoil_meta, "damaged .*; it was made anew"),
        (_spoil_segments, "damaged .*; it was made anew"),
        (_spoil_folder, "damaged .*its files are gone.*; it was made anew"),
    ],
)
@pytest.mark.parametrize("behind", [False, True])
def test_a_damaged_index_is_made_anew_and_says_so(tmp_path, spoil, says, behind):
    desk = Desk(tmp_path / "desk")
    desk.store.commit(rows(ARTICLES[:2]))
    desk.search("truce")
    spoil(desk.store.path / "derived" / "search")
    if behind:
        desk.store.commit(rows(ARTICLES[2:], first=2))
    found = Desk(desk.store.path).search("truce")
    assert ids(found) == ([0, 1, 2] if behind else [0, 1])
    assert len(found.notes) == 1
    assert re.search(says, found.notes[0])
    assert Desk(desk.store.path).search("truce").notes == ()
    assert len(list((desk.store.path / "derived" / "search").glob("index-*"))) == 1


def test_a_rebuild_gives_the_same_answers(desk):
    before = [(h.article, h.passage) for h in desk.search("truce")]
    Search(desk.store).rebuild()
    assert [(h.article, h.passage) for h in desk.search("truce")] == before


def test_an_index_that_cannot_be_written_is_an_error_that_names_it(tmp_path):
    desk = Desk(tmp_path / "desk")
    desk.store.commit(rows(ARTICLES))
    (desk.store.path / "derived").mkdir(exist_ok=True)
    (desk.store.path / "derived" / "search").write_text("a file in its place")
    with pytest.raises(DeskError, match=r"derived.search: cannot be written"):
        desk.search("truce")


def test_progress_is_told(tmp_path):
    desk = Desk(tmp_path / "desk")
    for n in range(3):
        desk.store.commit(rows(ARTICLES[n : n + 1], first=n))
    told = []
    desk.search("truce", progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def _add_and_search(path, number):
    desk = Desk(path)
    for n in range(2):
        desk.store.commit(rows(ARTICLES[:1], first=number * 10 + n))
        desk.search("truce")


def test_several_processes_add_and_search_at_once(tmp_path):
    path = tmp_path / "desk"
    Desk(path)
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_add_and_search, args=(path, n)) for n in range(2)]
    for worker in workers:
        worker.start()
    reader = Search(Desk(path).store)
    seen = [0]
    while any(worker.is_alive() for worker in workers):
        seen.append(reader.ask(Asked("truce")).total)
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0]
    assert seen == sorted(seen), "a reader must never see less than before"
    assert Desk(path).search("truce").total == 4


def run(desk, *arguments, **options):
    return CliRunner().invoke(cli, ["search", str(desk.store.path), *arguments], **options)


def test_the_command_gives_rows(desk):
    done = run(desk, "truce", "--sort", "date", "--json")
    first = json.loads(done.stdout.splitlines()[0])
    assert (first["article"], first["published_end"], first["outlet"]) == ("a-2", "2023-01-03", "Coast Radio")
    assert "truce" in first["passage"]
    csv = run(desk, "truce", "--csv", "--limit", "1", "--page", "2", "--sort", "date").stdout.splitlines()
    assert csv[0].startswith("article,score,published_start")
    assert csv[1].startswith("a-1,")
    piped = run(desk, "truce", "--outlet", "harbour")
    assert [line.split("\t")[0] for line in piped.stdout.splitlines()] == ["article", "a-0"]
    assert "1 article" in piped.stderr


def test_the_command_marks_what_it_found_and_fits_the_terminal(desk):
    done = run(desk, "delta -armies", env={"FORCE_COLOR": "1", "COLUMNS": "60"})
    plain = re.sub("\x1b\\[[0-9;]*m", "", done.stdout)
    assert "\x1b[1;33mdelta\x1b[0m" in done.stdout
    assert "Talks break down" in plain
    assert "a-2" in plain
    assert max(len(line) for line in plain.splitlines()) <= 60


def test_the_command_says_when_nothing_is_there(desk):
    assert "nothing found" in run(desk, "nosuchword").stderr
    assert "there are 3 articles, none on this page" in run(desk, "truce", "--page", "9").stderr
    done = run(desk, "(truce")
    assert isinstance(done.exception, UsageError)
    assert run(desk, "truce", "--rebuild").exit_code == 0


def test_type_is_what_corrections_left(tmp_path):
    desk = Desk(tmp_path / "desk")
    desk.store.commit(rows(ARTICLES))

    def found(query):
        return sorted(hit.article for hit in desk.search(query))

    def say(event, verdict, **said):
        row = dict.fromkeys(("trigger_start", "trigger_end", "trigger", "sentence", "mode", "source", "target"))
        row |= {"event": event, "article": f"a-{event[2]}", "type": "CONSULT", "status": "actual"}
        at = datetime(2026, 1, 1 + len(load_corrections(desk.store)), tzinfo=UTC)
        evidence = {"sentence": "Envoys left.", "trigger_start": 0, "trigger_end": 6, "trigger": "Envoys"}
        write_corrections(desk.store, [correct("event", {**row, **evidence}, verdict, "ana", at, **said)])

    assert found("type:consult") == ["a-2", "a-3"]
    say("e-2-CONSULT", Verdict.CHANGE, field="type", after="REQUEST")
    assert found("type:consult") == ["a-3"]
    assert found("type:request envoys") == ["a-2"]
    say("e-3-CONSULT", Verdict.WRONG)
    desk.store.commit(rows(ARTICLES[2:3], first=7))
    assert found("type:consult") == ["a-7"]
    say("e-2-CONSULT", Verdict.RIGHT)
    assert found("type:consult") == ["a-2", "a-7"]
    desk.store.commit(rows(ARTICLES[2:3], first=8))
    compact(desk.store, grace=0)
    Search(desk.store).rebuild()
    assert found("type:consult") == ["a-2", "a-7", "a-8"]
