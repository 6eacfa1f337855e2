# Every target works on a bare machine with Python 3.11 or newer and make.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && command -v $$p && break; done)
BIN := .venv/bin
PY := $(BIN)/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes
# On all cores, which pip does on one, and without what is never imported.
COMPILE := $(PY) -m compileall -q -j 0 -x '/tests/|/testing/|/site-packages/(pip|setuptools|pkg_resources|mypy|mypyc)/'

.DEFAULT_GOAL := help
.PHONY: help install install-dev install-browser run test test-both test-kills test-browser pictures check states facts-page bench bench-digest bench-jobs mutation format lock

help: ## Show this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /|/' | while IFS='|' read -r t d; do printf '  make %-12s %s\n' "$$t" "$$d"; done

install: .venv/.compiled ## Make .venv from the lock file

install-dev: .venv/.installed-dev .venv/.compiled

run: install ## Start the bot: the sandbox workspace without Slack tokens, the real one with them
	@$(PY) -m bot

test: install-dev ## Run every test, PostgreSQL included
	@PYTHONDONTWRITEBYTECODE= $(PY) -m pytest -n auto --ignore tests/browser

test-both: install-dev ## Run every test, each journey on both databases
	@BOTH=1 PYTHONDONTWRITEBYTECODE= $(PY) -m pytest -n auto --ignore tests/browser

test-kills: install-dev ## The long storm: 50 kills on both databases
	@KILLS=50 $(PY) -m pytest tests/journeys/test_kills.py

test-browser: install-browser ## Walk the sandbox's tour in Chromium
	@$(PY) -m pytest tests/browser -p no:xdist

pictures: install-browser ## Renew the pictures in docs
	@$(PY) -m pytest tests/browser/test_tour.py tests/browser/test_card.py tests/browser/test_pictures_of_*.py -p no:xdist --pictures

check: install-dev ## Format, lint, types, import rules
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports

format: install-dev ## Format the code and mend what the linter can
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

states: install ## Write docs/reference/states.md anew
	@$(PY) -c 'from messages.states import page; print(page(), end="")' > docs/reference/states.md

facts-page: install ## Write docs/reference/facts.md anew
	@$(PY) -c 'from messages.facts_page import page; print(page(), end="")' > docs/reference/facts.md

bench: install-dev ## Measure /reference beside a bare Bolt app
	@$(PY) -m tests.bench.run

bench-digest: install-dev ## Measure the weekly digest with 100,000 advocates and five years of asks
	@$(PY) -m tests.bench.digest

bench-jobs: install-dev ## Measure the daily and weekly jobs with 10,000 advocates
	@$(PY) -m tests.bench.jobs

mutation: .venv/.installed-mutation ## Break the rules a line at a time; a test must notice (long)
	@$(PY) -m mutmut run
	@$(PY) -m mutmut results

lock: install-dev ## Renew the lock files from pyproject.toml
	@$(BIN)/pip install --quiet uv
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --upgrade --group install -o requirements-install.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --upgrade pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --group browser -c requirements-dev.lock pyproject.toml -o requirements-browser.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --group mutation -c requirements-dev.lock pyproject.toml -o requirements-mutation.lock

install-browser: .venv/.installed-browser .venv/.compiled

.venv/.installed: requirements-install.lock requirements.lock
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer (with venv) is needed. Install it, or say: make PYTHON=/path/to/python3"; exit 1; }
	@test -x $(PY) || "$(PYTHON)" -m venv .venv
	@$(PIP) -r requirements-install.lock
	@$(PIP) -r requirements.lock
	@$(COMPILE) .venv/lib
	@touch $@

.venv/.compiled: .venv/.installed $(shell find bot handlers messages models migrations -name '*.py' -o -name '*.j2')
	@$(PY) -m compileall -q bot handlers messages models migrations
	@$(PY) -c 'from messages.render import compile_templates; compile_templates()'
	@touch $@

.venv/.installed-dev: requirements-dev.lock .venv/.installed
	@$(PIP) -r requirements-dev.lock
	@$(COMPILE) .venv/lib
	@touch $@

.venv/.installed-mutation: requirements-mutation.lock .venv/.installed-dev
	@$(PIP) -r requirements-mutation.lock
	@$(COMPILE) .venv/lib
	@touch $@

.venv/.installed-browser: requirements-browser.lock .venv/.installed-dev
	@$(PIP) -r requirements-browser.lock
	@$(COMPILE) .venv/lib
	@touch $@
