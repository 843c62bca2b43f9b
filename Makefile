# Everything a person needs to type. The scripts that do the longer things are in .ci/.
# GNU make and a POSIX shell; nothing else is assumed but Python 3.11 or later.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.NOTPARALLEL:
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV

BIN := .venv/bin
STATIC := src/evenhand/govuk/static
# Each of these files stands for finished work; make compares its age with what it was made from.
ENVIRONMENT := .venv/.installed
NODE_MODULES := frontend/node_modules/.package-lock.json
FRONTEND := $(STATIC)/.built
FRONTEND_SOURCES := $(shell find frontend -name node_modules -prune -o -type f -print)

# Every test on SQLite; then, on a PostgreSQL that lives as long, those that use the database.
PYTEST := $(BIN)/python -m pytest --numprocesses=auto --maxprocesses=4 --dist=loadfile --no-loadscope-reorder
NONE_OF_THEM_USES_IT := 5

.PHONY: help setup demo test test-sqlite test-postgresql check fix bench

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(ENVIRONMENT) ## Build .venv with everything locked in uv.lock

demo: $(ENVIRONMENT) $(FRONTEND) ## Set up, load the fictional forces and serve http://127.0.0.1:8000
	@$(BIN)/evenhand demo --dir .demo

test: test-sqlite test-postgresql ## Set up what is missing and run every test, on both databases

test-sqlite: $(ENVIRONMENT) $(FRONTEND)
	@sh .ci/browser
	@sh .ci/pango
	@$(PYTEST) $(TESTS)

test-postgresql: $(ENVIRONMENT) $(FRONTEND)
	@$(BIN)/python tests/pg_server.py $(PYTEST) $(TESTS) || [ $$? -eq $(NONE_OF_THEM_USES_IT) ]

check: $(ENVIRONMENT) ## Report everything that is not as it should be; change nothing
	@sh .ci/check

fix: $(ENVIRONMENT) ## Repair what can be repaired: imports, lint, format
	@$(BIN)/ruff check --fix --exit-zero . && $(BIN)/ruff format .

bench: $(ENVIRONMENT) ## Measure speed and memory as ratios (long)
	@$(BIN)/python -m bench

$(ENVIRONMENT): pyproject.toml uv.lock .ci/setup
	@sh .ci/setup
	@touch $@

$(NODE_MODULES): frontend/package.json frontend/package-lock.json | $(ENVIRONMENT)
	@sh .ci/npm ci --ignore-scripts
	@touch $@

$(FRONTEND): $(NODE_MODULES) $(FRONTEND_SOURCES)
	@sh .ci/npm run build
	@touch $@
