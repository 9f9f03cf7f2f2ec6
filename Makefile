# Two commands do all the set-up: `make demo` and `make test`. Running either twice is quick and harmless.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test soak bench gold lint types install chromium clean

install: .venv/installed

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "undercut needs Python 3.11 or newer: set PYTHON=python3.11")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

# Chromium for pages with scripts: without one, one sentence says so, and the rest goes on.
chromium: install
	@$(BIN)/undercut browser || true

demo: install chromium
	$(BIN)/undercut demo

test: install chromium lint types
	$(BIN)/pytest -n 2 --dist worksteal

# A year of the lab, daily, with faults and kills, at most twenty minutes; then fifty thousand pages in flat memory.
# SOAK='--seed 7 --days 30' makes it another year, PAGES=5000 a shorter crawl.
PAGES := 50000
soak: install
	$(BIN)/python -m tests.soak $(SOAK)
	$(BIN)/python -m tests.long_crawl --pages $(PAGES)

# Speed, as ratios measured in one run; the libraries that are compared with come only now.
bench: install
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,bench]'
	@for file in benchmarks/[!_]*.py; do \
		echo "$$file"; $(BIN)/python -m "benchmarks.$$(basename "$$file" .py)" || exit 1; \
	done

# How well listings are read, against hand-labelled ones that lie beside the project: first the labels that lie there too,
# then our own of further listings, made without sight of the reader, where sure.
GOLD := ../shared/gold
gold: install
	@if test -f $(GOLD)/dev.jsonl; then \
		$(BIN)/undercut extract $(GOLD)/dev.jsonl > .venv/gold.jsonl && \
		$(BIN)/python $(GOLD)/score.py $(GOLD)/dev.jsonl .venv/gold.jsonl && \
		$(BIN)/python -m tests.labels $(GOLD)/unlabelled.jsonl > .venv/labelled.jsonl && \
		$(BIN)/undercut extract .venv/labelled.jsonl > .venv/gold.jsonl && \
		$(BIN)/python $(GOLD)/score.py .venv/labelled.jsonl .venv/gold.jsonl; \
	else echo "gold: $(GOLD)/dev.jsonl is not here: the labelled listings are not part of the project, nothing was scored"; fi

lint: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: install
	$(BIN)/mypy

clean:
	rm -rf .venv demo
