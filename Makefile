# Bare `make` does what CI does. `make demo` is the first thing to run.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

.PHONY: vendor check demo install lint types imports test docs bench clean

check: lint types imports test

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@

install: $(VENV)/installed

$(VENV)/runs: pyproject.toml  # what reading needs, without the tools of development
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[pandas]'
	@touch $@

demo: $(VENV)/runs  ## read the sample pages into a desk and show it
	$(BIN)/dragoman read samples --to desk
	$(BIN)/dragoman show desk
	$(BIN)/dragoman show desk events --limit 6

lint: install
	$(BIN)/ruff format --check src tests training benchmarks corpus docs
	$(BIN)/ruff check src tests training benchmarks corpus docs

types: install
	$(BIN)/mypy

imports: install
	$(BIN)/lint-imports

test: install
	$(BIN)/pytest -n auto

vendor:  ## bundle the page's drawing libraries anew from npm (only after a change in vendoring/)
	cd vendoring && npm ci --ignore-scripts && node build.mjs

docs: install  ## write the generated reference pages anew
	$(BIN)/python docs/generate.py

bench: install  ## speed over any folder of pages or JSONL: make bench DATA=folder
	$(BIN)/python benchmarks/speed.py --data $(DATA)

clean:
	rm -rf $(VENV) desk dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
