"""The command line, end to end on real files: what a user types and what comes back."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from click.testing import CliRunner
from rich.console import Console

from dragoman.cli import COMMANDS, cli, show
from dragoman.desk import Desk
from dragoman.errors import UsageError
from dragoman.records import Reading, from_json

STORY = """Coast guard chief visits Valletta

VALLETTA, 3 March - Libyan coast guard commander Salem Ardawi met Maltese Foreign Minister Carla Vella in Valletta on Tuesday.

The two sides agreed to share radar data, Vella said after the talks. "We will not tolerate more deaths at sea," she said.

Rights groups condemned the agreement. Ardawi denied that his crews had fired on migrant boats last month.
"""
OTHER = """Nairobi court jails three over market blast

A court in Nairobi sentenced three men to prison on Friday for the bombing of a market that killed nine people in 2019.

Prosecutors said the men had supplied explosives to al-Shabaab. Their lawyers said they would appeal.
"""
FRENCH = """Le gouvernement renonce à la réforme

Le gouvernement a annoncé mardi qu'il renonçait à la réforme des retraites après trois semaines de manifestations dans tout le pays.

Les syndicats ont salué cette décision et ont appelé leurs membres à reprendre le travail dès mercredi matin.
"""


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "pages"
    made.mkdir()
    (made / "coast.txt").write_text(STORY, encoding="utf-8")
    (made / "nairobi.txt").write_text(OTHER, encoding="utf-8")
    return made


def run(*arguments, **options):
    return CliRunner().invoke(cli, [str(a) for a in arguments], catch_exceptions=False, **options)


def test_pages_into_a_desk_and_out_again(folder, tmp_path):
    desk = tmp_path / "desk"
    done = run("read", folder, "--to", desk, "--jobs", 1)
    assert done.exit_code == 0
    assert "2 pages" in done.stderr
    assert "2 read" in done.stderr

    shown = run("show", desk, "events", "--type", "CONSULT", "--json")
    events = [json.loads(line) for line in shown.stdout.splitlines()]
    assert any("Ardawi" in (e["source"] or "") and e["target"] for e in events)
    assert all(e["sentence"] for e in events)

    said = [json.loads(line) for line in run("show", desk, "claims", "--json").stdout.splitlines()]
    assert any(c["source"] == "Vella" for c in said)

    counted = run("sql", desk, "select count(*) as articles from articles", "--json")
    assert json.loads(counted.stdout) == {"articles": 2}

    out = tmp_path / "out"
    assert run("export", desk, "csv", "--table", "events", "--to", out).exit_code == 0
    assert (out / "events.csv").read_text(encoding="utf-8").startswith("event,article,type")


@pytest.mark.parametrize("what", ["overview", "events", "claims", "actors", "articles", "times", "places", "skipped"])
def test_everything_can_be_shown(folder, tmp_path, what):
    desk = tmp_path / "desk"
    run("read", folder, "--to", desk, "--jobs", 1)
    done = run("show", desk, what)
    assert done.exit_code == 0
    assert done.stdout.strip() or what in ("times", "places", "skipped")


@pytest.fixture(scope="module")
def read_desk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("read")
    (folder / "coast.txt").write_text(STORY, encoding="utf-8")
    run("read", folder / "coast.txt", "--to", folder / "desk", "--jobs", 1)
    return folder / "desk"


@pytest.mark.parametrize(
    "question",
    ["events --by month", "timeline Ardawi", "dyad Ardawi Vella", "network", "network --nodes", "sources", "actors Vella",
     "article coast", "new --keep-mark", "events --status actual --status planned --limit 1 --offset 1"],
)  # fmt: skip
def test_every_question_as_table_json_and_csv(read_desk, question):
    table, as_json, as_csv = (
        run("show", read_desk, *question.split(), *form) for form in ((), ("--json",), ("--csv",))
    )
    assert table.stdout.strip()
    assert all(json.loads(line) for line in as_json.stdout.splitlines())
    assert as_json.stdout.count("\n") >= 1
    assert as_csv.stdout.count(",") >= 3


def test_names_are_asked_for_and_explained(read_desk):
    assert "name the two sides" in run("show", read_desk, "dyad", "Ardawi").stderr
    assert "name an actor" in run("show", read_desk, "timeline").stderr
    assert "nobody like 'Nemo' was seen" in run("show", read_desk, "timeline", "Nemo").stderr


@pytest.mark.parametrize(
    ("question", "said"),
    [("claims --by month", "--by belongs to events"), ("events --nodes", "--nodes belongs to network"),
     ("events Ardawi", "'Ardawi' is one too many"), ("events --json --csv", "one of them"),
     ("actors --user me", "--user belongs to new")],
)  # fmt: skip
def test_what_a_question_would_pass_over_is_refused(read_desk, question, said):
    done = run("show", read_desk, *question.split())
    assert done.exit_code == 2
    assert said in done.stderr
    for asked in ("claims --type ASSAULT", "overview --actor Vella", "article coast --limit 1"):
        with pytest.raises(UsageError, match="cannot be chosen by"):
            run("show", read_desk, *asked.split())


def test_an_empty_answer_tells_whom_nothing_names_and_is_no_error(read_desk):
    done = run("show", read_desk, "events", "--actor", "Ardavi", "--json")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "nobody like 'Ardavi' was seen; nearest: Salem Ardawi" in done.stderr


def test_a_terminal_is_given_some_rows_the_latest_first_and_told_of_how_many(read_desk, monkeypatch):
    terminal = Console(force_terminal=True, width=80, color_system=None)
    monkeypatch.setattr(show, "console", lambda: terminal)
    monkeypatch.setattr(show, "_AT_ONCE", 1)
    done = run("show", read_desk, "events")
    whole = len(Desk(read_desk).events())
    assert f"1 of {whole} events; --limit N shows more" in done.stderr
    assert f"2-2 of {whole} events\n" in run("show", read_desk, "events", "--limit", 1, "--offset", 1).stderr
    assert run("show", read_desk, "new", "--keep-mark").stderr == "", "news is shown whole"
    asked = dict.fromkeys(("by", "newest", "limit"))
    assert show._on_screen("events", asked) == {**asked, "newest": True, "limit": 1}
    assert show._on_screen("events", {**asked, "by": "month"})["limit"] is None
    assert show._on_screen("events", {**asked, "newest": False})["newest"] is False


def test_new_is_new_once(read_desk):
    assert "Coast guard" in run("show", read_desk, "new", "--user", "me").stdout
    assert "Coast guard" not in run("show", read_desk, "new", "--user", "me").stdout
    assert "Coast guard" in run("show", read_desk, "new", "--since-part", "0").stdout


def test_one_article_by_words_of_its_title(folder, tmp_path):
    desk = tmp_path / "desk"
    run("read", folder, "--to", desk, "--jobs", 1)
    dated = [json.loads(line) for line in run("show", desk, "calendar", "--json").stdout.splitlines()]
    assert {"happened", "due", "told_of", "reported", "sentence"} <= dated[0].keys()
    shown = run("show", desk, "article", "coast guard")
    assert "Coast guard chief visits Valletta" in shown.stdout
    assert "Nairobi" not in shown.stdout
    with pytest.raises(UsageError, match="no article has"):
        run("show", desk, "article", "no such words")


def test_reading_again_goes_on_where_it_stopped(folder, tmp_path):
    desk = tmp_path / "desk"
    run("read", folder / "coast.txt", "--to", desk, "--jobs", 1)
    done = run("read", folder, "--to", desk, "--jobs", 1)
    assert "1 read, 1 in the desk already" in done.stderr
    assert len(Desk(desk).table("articles")) == 2


def test_without_a_desk_the_reading_is_printed(folder):
    done = run("read", folder / "coast.txt", "--json")
    reading = from_json(done.stdout, Reading)
    assert reading.articles[0].title == "Coast guard chief visits Valletta"
    done = run("read", folder / "coast.txt")
    assert "CONSULT" in done.stdout


def test_stdin(tmp_path):
    done = run("read", "-", "--json", input=STORY.encode())
    assert from_json(done.stdout, Reading).readings


def test_bad_input_costs_an_item_each(folder, tmp_path):
    (folder / "empty.txt").write_text("")
    (folder / "picture.txt").write_bytes(bytes(range(256)) * 64)
    (folder / "huge.txt").write_text("word " * 10_500_000)
    (folder / "latin.txt").write_bytes(STORY.replace("Carla", "Zoë").encode("latin-1"))
    (folder / "french.txt").write_text(FRENCH, encoding="utf-8")
    (folder / "listing.html").write_text(
        "<html><body><nav><a href='/a'>News</a><a href='/b'>Sport</a></nav></body></html>"
    )
    line = json.dumps({"url": "https://example.org/a", "text": OTHER, "date": "2024-06-01"})
    (folder / "dump.jsonl").write_text(f"{line}\n{{broken\n")
    (folder / "gone.txt").symlink_to(folder / "nowhere")
    desk = tmp_path / "desk"
    done = run("read", folder, tmp_path / "missing", "--to", desk, "--jobs", 1)
    assert done.exit_code == 0
    for name in (
        "empty.txt",
        "picture.txt",
        "huge.txt",
        "french.txt",
        "listing.html",
        "dump.jsonl:2",
        "gone.txt",
        "missing",
    ):
        assert name in done.stderr, name
    stored = Desk(desk)
    texts = " ".join(row["text"] for row in stored.table("articles"))
    assert "Zoë Vella" in texts
    assert len(stored.table("articles")) == 3
    assert [r["origin"].rsplit("/", 1)[1] for r in stored.table("sightings") if r["likeness"] == "same_text"] == [
        "nairobi.txt"
    ]
    assert len(stored.table("skipped")) == 8


def test_exit_2_where_nothing_could_be_read(tmp_path):
    (tmp_path / "empty.txt").write_text("")
    done = run("read", tmp_path / "empty.txt")
    assert done.exit_code == 2
    assert "empty.txt" in done.stderr


def _dragoman(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "dragoman", *map(str, arguments)], capture_output=True, text=True, check=False
    )


def test_what_stops_a_run_is_said_in_one_line(tmp_path):
    done = _dragoman("show", tmp_path / "nodesk")
    assert done.returncode == 1
    assert "no desk here" in done.stderr
    assert "Traceback" not in done.stderr
    assert _dragoman("nosuch").returncode == 2


@pytest.mark.parametrize("name", [None, *COMMANDS])
def test_help_tells_what_a_command_does(name):
    done = run(*([name] if name else []), "--help")
    assert done.exit_code == 0
    assert "Usage" in done.stdout


def test_help_loads_no_heavy_library():
    heavy = "onnxruntime", "spacy", "duckdb", "pyarrow", "trafilatura", "rich", "pydantic", "numpy"
    assert _loaded(heavy, "--help") == "[]"


def test_reading_into_a_desk_loads_no_pandas(tmp_path):
    (tmp_path / "page.txt").write_text("The minister met the ambassador in Accra.", encoding="utf-8")
    told = _loaded(("pandas", "pyarrow"), "read", tmp_path / "page.txt", "--to", tmp_path / "desk", "--quiet")
    assert told == "['pyarrow']"
    assert (tmp_path / "desk" / "articles").is_dir()


def _loaded(names, *arguments):
    """Which of these modules a command has imported when it is done."""
    code = (
        f"import sys\nfrom dragoman.cli import main\nsys.argv = {['dragoman', *map(str, arguments)]}\n"
        f"try:\n    main()\nexcept SystemExit:\n    pass\nprint([m for m in {names} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stderr.strip().splitlines()[-1]


def test_ctrl_c_keeps_what_was_read(tmp_path):
    """The pages never end; the key is pressed once the desk holds some."""
    desk = tmp_path / "desk"
    child = subprocess.Popen(
        [sys.executable, "-m", "dragoman", "read", "-", "--to", str(desk), "--jobs", "1", "--quiet"],
        stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"},
        # what is started in the background of a shell ignores the key, and so do its children
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - it takes no lock
    )  # fmt: skip

    def feed() -> None:
        with contextlib.suppress(OSError, ValueError):
            for n in itertools.count():
                page = {"url": f"https://example.org/{n}", "text": STORY.replace("Ardawi", f"Ardawi{n}")}
                child.stdin.write(json.dumps(page) + "\n")

    threading.Thread(target=feed, daemon=True).start()
    seen = 0
    while not seen and child.poll() is None:
        time.sleep(0.2)
        seen = len(Desk(desk).table("articles")) if (desk / "commits").exists() else 0
    child.send_signal(signal.SIGINT)
    told = child.stderr.read()
    assert child.wait(timeout=60) == 130, told
    assert "interrupted" in told
    assert len(Desk(desk).table("articles")) >= seen > 0


def test_the_schema_is_json_and_the_columns_are_listed():
    assert json.loads(run("schema").stdout)["title"] == "Reading"
    assert "events\tstatus\ttext" in run("schema", "--desk").stdout


def test_the_ontology_can_be_read():
    done = run("ontology", "consult")
    assert "CONSULT" in done.stdout
    assert "visit" in done.stdout
    assert run("ontology", "nosuch").exit_code != 0


def test_stories_are_made_and_shown(folder, tmp_path):
    desk = tmp_path / "desk"
    run("read", folder, "--to", desk, "--jobs", 1)
    with pytest.raises(UsageError, match="dragoman stories"):
        run("show", desk, "stories")
    assert run("stories", desk).exit_code == 0
    rows = [json.loads(line) for line in run("show", desk, "stories", "--json").stdout.splitlines()]
    assert [row["articles"] for row in rows] == [1, 1]
    shown = run("show", desk, "story", rows[0]["story"], "--json")
    page = json.loads(shown.stdout)
    assert [a["article"] for a in page["articles"]] == [rows[0]["central"]]
    assert sum(e["mentions"] for e in page["events"]) == len(page["reports"]) == rows[0]["events"]
    told = run("show", desk, "story", rows[0]["title"]).stdout
    assert all(e["sentence"] in " ".join(told.split()) for e in page["events"])
    happened = [json.loads(line) for line in run("show", desk, "happenings", "--json").stdout.splitlines()]
    assert {e["merged_event"] for e in happened} >= {e["merged_event"] for e in page["events"]}
    some = happened[0]["type"]
    shown = run("show", desk, "happenings", "--type", some, "--status", happened[0]["status"])
    assert happened[0]["sentence"] in shown.stdout
    with pytest.raises(UsageError, match="no story"):
        run("show", desk, "story", "no such words")


def test_a_folder_without_a_page_is_named(tmp_path):
    (tmp_path / "crawl").mkdir()
    done = run("read", tmp_path / "crawl", "--to", tmp_path / "desk")
    assert done.exit_code == 0
    assert f"nothing to read: there is no page in {tmp_path / 'crawl'}" in done.stderr
    assert "next:" not in done.stderr


def test_the_command_that_comes_next_can_be_pasted(folder, tmp_path):
    desk = tmp_path / "my desk"
    done = run("read", folder / "coast.txt", "--to", desk, "--jobs", 1)
    assert f"next: dragoman show '{desk}' events" in done.stderr
    nothing = run("read", tmp_path / "gone.html", "--to", desk)
    assert nothing.exit_code == 2
    assert "next:" not in nothing.stderr


def test_the_check_of_a_users_knowledge_tells_of_that_knowledge_alone(tmp_path):
    rows = "- {id: 'person:tst-ona', name: Ona Treviko, aliases: [Trev], country: EST, source: us}\n"
    rows += "- {id: 'person:tst-ida', name: Ida Treviko, aliases: [Trev], country: LVA, source: us}\n"
    (tmp_path / "actors").mkdir()
    (tmp_path / "actors/persons-mine.yaml").write_text(rows, encoding="utf-8")
    notes = [line for line in run("knowledge", "check", tmp_path).stdout.splitlines() if line.startswith("note:")]
    assert len(notes) == 1
    assert "'trev' names" in notes[0]
