# What can be done with Atoll. `make` or `make help` lists it.
#
# Everything installed goes into .venv, everything made while running into var (or $ATOLL_VAR).
# Nothing here deletes var.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup demo serve test check format verify bench screens clean
.PHONY: environment free-port tools translations secret-key lint html crawl journeys firefox stick exports statements postgres-tests coverage complete-translations

HOST ?= 127.0.0.1
PORT ?= 8000
SCALE ?= 0.1
ATOLL_VAR ?= $(CURDIR)/var
ATOLL_ADDRESS ?= http://$(HOST):$(PORT)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3; do \
	if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	then command -v $$name; break; fi; done)
BIN := .venv/bin
HUB := DJANGO_SETTINGS_MODULE=learning.settings.hub ATOLL_HTTPS=0 \
	ATOLL_VAR='$(ATOLL_VAR)' ATOLL_ADDRESS='$(ATOLL_ADDRESS)'
MANAGE := $(HUB) $(BIN)/python manage.py
CATALOGUES := $(wildcard learning/locale/*/LC_MESSAGES/*.po)
TEMPLATES = $(shell find templates -name '*.html' | sort)

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))
	@printf '\n  HOST (%s) and PORT (%s) say where demo and serve listen.\n' '$(HOST)' '$(PORT)'

# For running

setup: environment translations secret-key ## Install, fill the demonstration, write the USB copy
	@$(MANAGE) demo

demo: free-port setup serve ## Set up, then serve: this is the one to start with

serve: free-port environment translations secret-key ## Serve at HOST and PORT until Ctrl-C
	@printf 'Atoll is at http://%s:%s/ . Ctrl-C stops it.\n' '$(HOST)' '$(PORT)'
	@trap : INT TERM; $(HUB) \
		$(BIN)/gunicorn --config deploy/serving.py --bind '$(HOST):$(PORT)' learning.wsgi

# For working

test: environment tools translations ## Run the tests; Chromium's too, where it is installed
	@$(BIN)/pytest -n 2 -m 'not thorough'

check: environment tools translations lint ## Lint, format, contracts, templates, types, migrations

format: environment tools ## Put code and templates into the house's format
	@$(BIN)/ruff check --select I --fix --quiet .
	@$(BIN)/ruff format --quiet .
	@$(BIN)/djade --target-version 5.2 $(TEMPLATES) || true
	@$(BIN)/djhtml --tabwidth 2 $(TEMPLATES) 2>/dev/null || true

verify: check setup complete-translations html crawl journeys firefox stick exports statements postgres-tests ## What needs outside programs
	@$(MANAGE) refold --check
	@printf 'Verified.\n'

bench: environment tools translations ## Measure what must stay fast, as ratios (SCALE=1: millions)
	@$(BIN)/python -m tests.benchmarks --scale $(SCALE)

screens: setup tools ## Take pictures of every kind of page, to look at them all at once
	@$(HUB) $(BIN)/python -m tests.crawl.screens '$(ATOLL_VAR)/screens'

clean: ## Delete what can be made again (never var)
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis htmlcov .coverage*
	@rm -f learning/locale/*/LC_MESSAGES/*.mo
	@find . -name __pycache__ -not -path './.venv/*' -not -path './var/*' -prune -exec rm -rf {} +

# The parts

.PHONY: python
python: # Which Python the environment is made from
	@printf '%s\n' '$(PYTHON)'

environment: .venv/run.stamp

# Asked first, so that nobody waits for an installation to hear it.
free-port: .venv/bin/python
	@$(BIN)/python deploy/port_check.py '$(HOST)' '$(PORT)'

tools: .venv/tools.stamp
translations: $(CATALOGUES:.po=.mo)

.venv/bin/python:
	@if [ -z '$(PYTHON)' ]; then \
		printf '%s\n' 'Atoll needs Python 3.11 or newer, and none was found. Nothing was changed.' \
			'Install it (Debian: apt-get install python3 python3-venv), or name it: make PYTHON=…' >&2; \
		exit 1; fi
	@'$(PYTHON)' -m venv .venv || { rm -rf .venv; \
		printf '%s\n' 'The folder .venv could not be made. Nothing was changed.' \
			'On Debian, apt-get install python3-venv, then run make again.' >&2; exit 1; }

.venv/run.stamp: requirements/run.txt | .venv/bin/python
	@printf 'Installing the libraries (about a minute the first time)…\n'
	@$(BIN)/pip install --quiet --require-hashes -r requirements/run.txt
	@touch $@

.venv/tools.stamp: requirements/run.txt requirements/dev.txt requirements/postgres.txt | .venv/run.stamp
	@printf 'Installing what tests and checks need…\n'
	@$(BIN)/pip install --quiet --require-hashes -r requirements/run.txt -r requirements/dev.txt \
		-r requirements/postgres.txt
	@touch $@

%.mo: %.po | .venv/run.stamp
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@ --locale $(notdir $(patsubst %/LC_MESSAGES/,%,$(dir $<)))

secret-key: .venv/run.stamp
	@mkdir -p '$(ATOLL_VAR)'
	@[ -s '$(ATOLL_VAR)/secret-key' ] || (umask 077; \
		$(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))' > '$(ATOLL_VAR)/secret-key.part'; \
		mv '$(ATOLL_VAR)/secret-key.part' '$(ATOLL_VAR)/secret-key')

lint: # Fastest first
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/djade --check --target-version 5.2 $(TEMPLATES)
	$(BIN)/djhtml --check --tabwidth 2 $(TEMPLATES)
	$(BIN)/lint-imports
	DJANGO_SETTINGS_MODULE=learning.settings.test $(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/mypy .

complete-translations: tools
	@.ci/translations

html: setup
	@.ci/html '$(ATOLL_VAR)/usb'

crawl: setup tools
	@rm -rf '$(ATOLL_VAR)/crawl'
	@$(HUB) $(BIN)/python -m tests.crawl '$(ATOLL_VAR)/crawl'
	@.ci/html '$(ATOLL_VAR)/crawl'

journeys: tools translations
	@ATOLL_BROWSER=1 $(BIN)/pytest -n 2 -m thorough

firefox: setup tools
	@.ci/firefox '$(ATOLL_VAR)/usb'
	@$(HUB) .ci/firefox-hub

stick: setup tools
	@$(HUB) .ci/stick '$(ATOLL_VAR)'

exports: setup tools
	@rm -rf '$(ATOLL_VAR)/judged'
	@$(HUB) .ci/exports '$(ATOLL_VAR)/judged'

statements: tools
	@.ci/judges/xapi

# What needs no database, what loads the whole library and the longest are not run a second time.
postgres-tests: tools
	@.ci/postgres $(BIN)/pytest -n 2 --create-db -m 'not browser and not thorough' \
		--ignore=tests/architecture --ignore=tests/deploy --ignore=tests/javascript \
		--ignore=tests/library --ignore=tests/learning/bundles --ignore=tests/learning/xapi \
		--ignore=tests/learning/publishing/exporters

coverage: tools translations
	@$(BIN)/pytest -n 2 -m 'not browser' --cov --cov-report=term --cov-fail-under=90
