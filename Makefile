# Everything a developer or an office needs, on a plain machine with Python 3.11 and venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
WORKERS ?= 2
MINUTES ?= 10

.PHONY: help demo test lint format bench golden samples pictures fuzz clean

help:
	@echo "make demo     read the bundled samples, write rubric and checklists to out/demo"
	@echo "make test     every test"
	@echo "make lint     ruff, mypy --strict, import layers"
	@echo "make bench    speed and memory beside other readers, written to bench/RESULTS.md"
	@echo "make fuzz     read spoilt files for MINUTES=10; what fails is kept in out/fuzz"
	@echo "make golden   rewrite the golden files from what the code gives now (read the diff!)"
	@echo "make samples  set the bundled sample documents again (needs LibreOffice)"
	@echo "make pictures  take the pictures in docs/ anew (needs Chromium)"
	@echo "make clean    remove the environment and what was built"

# A stamp for each set of dependencies: set-up is repeated only when pyproject.toml or the pins change.
$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.kaohe: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) -e .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) -e '.[dev,ocr,postgresql]'
	@touch $@ $(VENV)/.kaohe

$(VENV)/.bench: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) -e '.[bench,ocr]'
	@touch $@ $(VENV)/.kaohe

demo: $(VENV)/.kaohe
	$(BIN)/kaohe demo

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n $(WORKERS)

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.bench
	$(BIN)/python -m bench

fuzz: $(VENV)/.dev
	$(BIN)/python -m tests.fuzz --minutes $(MINUTES)

golden: $(VENV)/.dev
	$(BIN)/python -m pytest --write-golden -m golden

samples: $(VENV)/.dev
	$(BIN)/python -m tests.samples.compose

pictures: $(VENV)/.dev
	$(BIN)/python -m tests.web.pictures

clean:
	rm -rf $(VENV) build out *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
