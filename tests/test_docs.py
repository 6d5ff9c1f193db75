"""Documents against the code: generated pages are fresh, commands and files that documents name exist."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from dragoman.cli import COMMANDS
from dragoman.desk import Desk
from dragoman.desk.formats.takeaway import ALL_FORMATS

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])


def test_generated_pages_are_fresh():
    done = subprocess.run(
        [sys.executable, ROOT / "docs/generate.py", "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_commands_in_documents_exist(page):
    named = set(re.findall(r"(?m)(?:^|`)dragoman ([a-z]+)", page.read_text(encoding="utf-8")))
    assert named <= set(COMMANDS), f"{page.name} names commands that are not there: {named - set(COMMANDS)}"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_in_documents_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_python_of_the_readme_runs(tmp_path, monkeypatch, capsys):
    """From the root of the repository, as a reader would paste it; its desk is made elsewhere."""
    (block,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    monkeypatch.chdir(ROOT)
    exec(block.replace('Desk("desk")', f'Desk("{tmp_path / "desk"}")'), {})
    printed = capsys.readouterr().out
    assert "REJECT actual Rapid Support Forces -> " in printed
    assert "said_by" in printed


def test_the_readme_counts_the_formats_and_says_which_need_more():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (line,) = (line for line in text.splitlines() if re.search(r"\d+ formats", line))
    assert f"{len(ALL_FORMATS)} formats" in line
    extra = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert [f for f in ALL_FORMATS if f in extra and f"dragoman[{f}]" not in line] == []


def test_the_commands_of_the_readme_have_these_options():
    """Each ``dragoman`` line of README names only options that its command has."""
    lines = re.findall(r"(?m)^dragoman (.*?)(?:#|$)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert lines
    for line in lines:
        name, *words = shlex.split(line)
        done = subprocess.run(
            [sys.executable, "-m", "dragoman", name, "--help"], capture_output=True, text=True, check=True
        )
        assert [w for w in words if w.startswith("-") and w not in done.stdout] == [], line


@pytest.mark.parametrize("page", [*PAGES, ROOT / "training/README.md"], ids=lambda p: str(p.relative_to(ROOT)))
def test_the_training_programs_that_documents_name_have_these_options(page):
    """Read from their text, since some import torch."""
    text = page.read_text(encoding="utf-8")
    for name in re.findall(r"`(training/\w+\.(?:py|csv))`", text):
        gone = "is gone" in text[text.index(name) :].split(".\n")[0]
        assert gone or (ROOT / name).exists(), f"{page.name} names {name}"
    for program, words in re.findall(r"python (-m training[\w.]*|training/\w+\.py)([^\n`>&#]*)", text):
        path = ROOT / program.removeprefix("-m ").replace(".py", "").replace(".", "/")
        sources = [path / "__main__.py", path / "distil.py"] if path.is_dir() else [path.with_suffix(".py")]
        known = "".join(source.read_text(encoding="utf-8") for source in sources)
        wrong = [word for word in re.findall(r"--[\w-]+", words) if f'"{word}"' not in known]
        assert not wrong, f"{page.name}: {program} has no {wrong}"


def test_every_dependency_is_argued_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [d for group in project["optional-dependencies"].values() for d in group]
    argued = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    for requirement in [*project["dependencies"], *extras]:
        name = re.split(r"[<>=\[ ]", requirement)[0]
        assert re.search(rf"\b{re.escape(name)}\b", argued), f"docs/dependencies.md says nothing of {name}"


def test_rooms_in_the_architecture_exist():
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    for path in re.findall(r"`(knowledge/data/[\w/]+/?|[a-z]+\.py|[a-z]+/)`", page):
        assert (ROOT / "src/dragoman" / path).exists(), f"docs/architecture.md names {path}"


def test_no_file_is_longer_than_the_house_allows():
    long = {
        p.name: n for p in (ROOT / "src").rglob("*.py") if (n := len(p.read_text(encoding="utf-8").splitlines())) > 500
    }
    assert not long


def test_queries_that_documents_show_are_answered(tmp_path):
    """On a desk that holds nothing: a column that is not there, or is ambiguous, fails there too."""
    desk = Desk(tmp_path / "desk")
    desk.store.commit({"pages": [{"page": "p", "origin": "o", "articles": 0}]})
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    queries = [
        query
        for page in pages
        for query in re.findall(r'dragoman sql \S+ "([^"]+)"', page.read_text(encoding="utf-8"))
        if query.lower().startswith(("select", "with", "from"))
    ]
    assert len(queries) > 1
    for query in queries:
        assert desk.sql(query).columns
