# Quangang 权岗图谱. Needs make and Python 3.11+, nothing else; `make help` lists the targets.
# pip is run with your own settings (index, proxy, certificates): nothing here overrides them.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

# Newest first; `make setup PYTHON=/some/python` tries that one only.
CANDIDATES = $(or $(PYTHON),python3.14 python3.13 python3.12 python3.11 python3)

SEED ?= 0
N ?= 100
ARGS ?=
# Processes that share the tests; each that needs one starts a Neo4j of its own, so a server that you name serves one.
# Three keep two processors busy: a test of a server or of a browser waits for a third of its time.
WORKERS ?= $(if $(NEO4J_URI),0,3)
# The tests start hundreds of Pythons; where nothing compiled may be kept, each would compile anew all that it imports.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' Makefile

# ------------------------------------------------------------------------------------------ install

.PHONY: setup setup-dev
setup: $(VENV)/.setup ## Make .venv with the quangang command (what running needs, no more)
setup-dev: $(VENV)/.setup-dev ## The same .venv with the tools to test and check

# A candidate counts when it starts (a pyenv shim may not), is new enough and can make a venv.
$(BIN)/python:
	@found=; bare=; \
	for candidate in $(CANDIDATES); do \
	    "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue; \
	    if "$$candidate" -c 'import ensurepip, venv' >/dev/null 2>&1; then found=$$candidate; break; fi; \
	    bare=$${bare:-$$candidate}; \
	done; \
	if [ -z "$$found" ] && [ -n "$$bare" ]; then \
	    package=$$("$$bare" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'); \
	    echo "$$bare cannot make virtual environments: its ensurepip module is missing." >&2; \
	    echo "On Debian and Ubuntu install it with: apt-get install $$package" >&2; \
	    exit 1; \
	fi; \
	if [ -z "$$found" ]; then \
	    echo "Quangang needs Python 3.11 or newer. Looked on PATH for: $(CANDIDATES)." >&2; \
	    echo "Install one, or name yours: make setup PYTHON=/path/to/python3" >&2; \
	    exit 1; \
	fi; \
	echo "Making $(VENV) with $$("$$found" --version)"; \
	"$$found" -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.setup: requirements.txt pyproject.toml | $(BIN)/python
	@echo "Installing requirements.txt and quangang"
	@$(PIP) install --require-hashes -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q graph loaders queries api
	@touch $@

$(VENV)/.setup-dev: requirements-dev.txt $(VENV)/.setup
	@echo "Installing requirements-dev.txt"
	@$(PIP) install --no-compile --require-hashes -r requirements-dev.txt # most of it is never imported
	@touch $@

# ---------------------------------------------------------------------------------------------- use

.PHONY: demo
demo: setup ## Show the product on its reference data
	@$(BIN)/quangang demo

# -------------------------------------------------------------------------------------------- check

.PHONY: test test-deep lint wheel check format
test: setup-dev ## Run the tests in WORKERS=3 processes; ARGS='-m "not slow"' and the like go to pytest
	$(BIN)/python -m pytest --numprocesses=$(WORKERS) --dist=worksteal $(ARGS)

test-deep: setup-dev ## Catalogue on 5,000 drawn graphs, Python against Cypher; needs a Neo4j (half an hour or more)
	QUANGANG_CATALOG_GRAPHS=5000 $(BIN)/python -m pytest tests/queries/test_catalog_drawn_neo4j.py $(ARGS)

lint: setup-dev ## Formatting, style, types, layers, stale generated files
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(if $(wildcard tests/tools/generated.py),$(BIN)/python -m tests.tools.generated --check)

wheel: setup-dev ## Build the wheel and run it in a fresh venv
	$(BIN)/python -m tests.tools.wheel

check: lint test wheel ## Everything that must be green before a commit to main

format: setup-dev ## Format, and mend what ruff can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# ---------------------------------------------------------------------------------- further programs

.PHONY: bench oracle docs
bench: setup-dev ## Measure against the recorded sizes and baseline
	$(BIN)/python -m tests.bench $(ARGS)

oracle: setup-dev ## Compare engine and brute-force oracle on N fresh cases from SEED
	$(BIN)/python -m tests.oracle.compare --seed $(SEED) --number $(N)

docs: setup-dev ## Write the generated files anew
	$(BIN)/python -m tests.tools.generated

# ------------------------------------------------------------------------------------- housekeeping

# uv does not read pip's settings, so an index named there is handed on.
UV_COMPILE = index=$$($(BIN)/python -m pip config get global.index-url 2>/dev/null || true); \
	if [ -n "$$index" ]; then UV_DEFAULT_INDEX=$${UV_DEFAULT_INDEX:-$$index}; export UV_DEFAULT_INDEX; fi; \
	.lock-venv/bin/uv pip compile --quiet pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade)

.PHONY: lock clean
lock: $(BIN)/python ## Resolve the requirements files anew; UPGRADE=1 for the newest versions
	@$(BIN)/python -m venv .lock-venv
	@.lock-venv/bin/python -m pip --quiet --disable-pip-version-check install --upgrade uv
	$(UV_COMPILE) --group build --output-file requirements.txt >/dev/null
	$(UV_COMPILE) --group build --extra neo4j --constraint requirements.txt --output-file requirements-neo4j.txt >/dev/null
	$(UV_COMPILE) --group dev --constraint requirements.txt --output-file requirements-dev.txt >/dev/null

clean: ## Remove .venv, caches and build output
	rm -rf $(VENV) .lock-venv build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
