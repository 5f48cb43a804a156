# What a person types. Each command first sets up what it needs, once, on a machine that has
# only Python and make. `make help` lists them.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# For commands that read the settings but serve nobody.
SETTINGS := SECRET_KEY=only-for-checks-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFG \
	SITE_URL=https://surveys.example.org DATABASE_URL=postgresql://localhost/none DEMO= DEBUG=

# The npm of the machine, else the one that a Python package brings.
ifneq ($(shell command -v node && command -v npm),)
NODE_READY :=
NPM := npm
else
NODE_READY := .venv/.node
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" npm
endif

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo serve test check requirements assets screenshots bench clean

help: ## list these commands
	@sed -n 's/^\([a-z]*\):.*## /\1 /p' $(firstword $(MAKEFILE_LIST)) \
		| while read -r name words; do printf '  make %-13s %s\n' "$$name" "$$words"; done

demo: .venv/.demo assets ## serve the PPF demonstration on http://127.0.0.1:8000 (PORT= changes it)
	@exec $(BIN)/python -m ppf_site.demo.serve --port $(PORT)

serve: .venv/.demo assets ## serve the site on your own PostgreSQL (.env.example says what to set)
	@exec $(BIN)/python -m ppf_site.serving --port $(PORT)

test: .venv/.dev assets ## run all tests, in the browser too (ARGS= goes to pytest)
	@$(BIN)/python -m tests.browser.find_chromium
	@$(BIN)/python -m tests.libreoffice
	@exec $(BIN)/python -m pytest -n 2 $(ARGS)

check: .venv/.dev assets ## lint, formatting, types, migrations and deployment settings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(SETTINGS) $(BIN)/mypy .
	$(SETTINGS) $(BIN)/python -m ppf_site.embedded_postgres \
		$(BIN)/python -W error manage.py makemigrations --check --dry-run
	$(SETTINGS) $(BIN)/python -W error manage.py check --deploy --fail-level WARNING

requirements: .venv/.dev ## compile requirements/ from pyproject.toml
	requirements/compile.sh

assets: node_modules/.built ## build the browser's parts into static/built

screenshots: .venv/.dev assets ## picture every page into screenshots/, the public ones on paper too
	@$(BIN)/python -m tests.browser.find_chromium
	@exec $(BIN)/python -m tests.browser.screenshots $(ARGS)

bench: .venv/.dev assets ## measure speed; bench/README.md says how to read it
	@exec $(BIN)/python -m bench $(ARGS)

clean: ## remove all that these commands made, but for the demonstration's data in .data/
	rm -rf .venv node_modules static/built staticfiles screenshots test-results
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +

# What is installed. Stamps say when; dev.txt holds all of demo.txt, so its stamp counts for both.

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit(1)' || \
		{ echo "This needs Python 3.11 or newer: install it, or name it: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' || \
		{ echo "This Python lacks venv. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "Making .venv ..."
	@$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

.venv/.demo: requirements/demo.txt | $(BIN)/python
	@echo "Installing Python packages ..."
	@$(PIP) install --require-hashes -r $<
	@touch $@

.venv/.dev: requirements/dev.txt requirements/demo.txt | $(BIN)/python
	@echo "Installing Python packages ..."
	@$(PIP) install --require-hashes -r $<
	@touch $@ .venv/.demo

.venv/.node: requirements/node.txt | $(BIN)/python
	@echo "Installing Node.js ..."
	@$(PIP) install --require-hashes -r $<
	@touch $@

node_modules/.installed: package.json package-lock.json | $(NODE_READY)
	@echo "Installing the browser's parts ..."
	@$(NPM) ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error
	@touch $@

# Built files that someone removed are built again.
ifeq ($(wildcard static/built/css/*.css),)
.PHONY: node_modules/.built
endif
node_modules/.built: node_modules/.installed static/build.mjs $(shell find static/scss static/js -type f)
	@echo "Building styles and scripts ..."
	@$(NPM) run --silent build
	@touch $@
