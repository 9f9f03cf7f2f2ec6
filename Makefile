# Two commands do all the set-up: `make demo` and `make test`. Running either twice is quick and harmless.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test lint types install chromium clean

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
	$(BIN)/pytest -n 2

lint: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: install
	$(BIN)/mypy

clean:
	rm -rf .venv demo
