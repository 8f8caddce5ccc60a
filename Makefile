# What a person types. `.ci/run` calls the same targets.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

PORT ?= 8000
WORKERS ?= 2
PYTHON := .venv/bin/python
PYTEST := $(PYTHON) -m pytest
UV := $(or $(shell command -v uv 2>/dev/null),.uv/bin/uv)
SYSTEM_CERTIFICATES := $(wildcard /etc/ssl/certs/ca-certificates.crt)

# Bytecode makes every start three times faster; some environments switch it off.
unexport PYTHONDONTWRITEBYTECODE
# One Python, one index, one lock: nothing that somebody's environment names gets in.
unexport VIRTUAL_ENV PYTHONPATH DJANGO_SETTINGS_MODULE
export UV_PYTHON_DOWNLOADS := never
export PORT

.PHONY: help demo test test-postgres test-browser test-wheel screenshots bench lint format messages compile check catalogues environment lock wheel audit clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

demo: .venv/.ready compile ## Make the environment, load the office, serve admin and API on PORT
	@exec $(PYTHON) manage.py demo

test: .venv/.ready-dev compile ## Run the test suite on SQLite; needs no server
	$(PYTEST) -n $(WORKERS) --dist worksteal

test-postgres: .venv/.ready-dev compile ## Run the test suite on PostgreSQL, as the application's role
	$(PYTHON) -m tests.tools.postgres run $(PYTEST) -n $(WORKERS) --dist worksteal

test-browser: .venv/.ready-dev tests/browser/node_modules compile ## Walk the story in headless Chromium
	$(PYTEST) -m browser tests/browser

screenshots: .venv/.ready-dev compile ## Take the pictures of cms/docs/images from a fresh demo (needs Chromium)
	$(PYTHON) -m tests.tools.screenshots

test-wheel: .venv/.ready-dev ## Build the wheel and use it in a bare Wagtail project
	$(PYTEST) -m wheel tests/wheel

bench: .venv/.ready-dev compile ## Measure reads and publishing; writes bench.json (needs wrk and PostgreSQL)
	$(PYTHON) -m tests.bench

lint: .venv/.ready-dev ## Check style, types, import directions and spelling
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/codespell

format: .venv/.ready-dev ## Let ruff put the code in order
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

check: .venv/.ready-dev compile ## Look for missing migrations and unsafe production settings
	$(PYTHON) -W error::RuntimeWarning manage.py makemigrations --check --dry-run
	SECRET_KEY=$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(60))') ALLOWED_HOSTS=office.example \
	BASE_URL=https://office.example VAR_DIR=$$(mktemp -d) DJANGO_SETTINGS_MODULE=cms.settings.production \
	$(PYTHON) manage.py check --deploy --fail-level WARNING

catalogues: .venv/.ready-dev compile ## Look for sentences without translation (needs gettext)
	$(PYTHON) -m tests.tools.catalogues

audit: .venv/.ready-dev ## Ask for known weaknesses in what the lock file names
	$(PYTHON) -m tests.tools.audit

messages: .venv/.ready-dev ## Collect the sentences of the code into locale/ (needs gettext)
	@mkdir -p locale
	$(PYTHON) -m django makemessages -l zh_Hant -l en --no-location --no-obsolete --no-wrap \
	  --ignore 'var/*' --ignore '.*' --ignore 'tests/*' --ignore 'cms/*/locale/*'

compile: .venv/.ready ## Compile the catalogues (needs no gettext)
	@$(PYTHON) -m cms.core.catalogues

lock: $(UV) ## Resolve the dependencies anew, against the public index only
	env -u UV_INDEX_URL -u UV_EXTRA_INDEX_URL -u UV_DEFAULT_INDEX -u UV_INDEX -u UV_FIND_LINKS \
	  $(UV) lock --no-config --system-certs $(LOCK_OPTIONS)

wheel: $(UV) ## Build the wheel into dist/
	$(UV) build --wheel || $(UV) build --wheel --system-certs

environment: .venv/.ready-dev ## Make the environment with the tools of the developers

clean: ## Remove the environment and everything made; the database in var/ stays
	rm -rf .venv .uv dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

# The first pip on a machine may know no certificates but its own; then the system's are tried.
.uv/bin/uv:
	@echo "Installing uv into .uv …"
	@python3 -m venv .uv
	@.uv/bin/python -m pip install --quiet --disable-pip-version-check uv \
	  $(if $(SYSTEM_CERTIFICATES),|| .uv/bin/python -m pip install --quiet --cert $(SYSTEM_CERTIFICATES) uv)

tests/browser/node_modules: tests/browser/package-lock.json
	cd tests/browser && $(if $(SYSTEM_CERTIFICATES),NODE_EXTRA_CA_CERTS=$${NODE_EXTRA_CA_CERTS:-$(SYSTEM_CERTIFICATES)}) \
	  npm ci --no-audit --no-fund --loglevel=error
	@touch $@

.venv/.ready: uv.lock | $(UV)
	@echo "Making the environment in .venv …"
	@$(UV) sync --quiet --frozen --no-dev --inexact --compile-bytecode 2>/dev/null \
	  || $(UV) sync --frozen --no-dev --inexact --compile-bytecode --system-certs
	@touch $@

.venv/.ready-dev: uv.lock | $(UV)
	@echo "Making the environment with the tools of the developers in .venv …"
	@$(UV) sync --quiet --frozen --all-extras --compile-bytecode 2>/dev/null \
	  || $(UV) sync --frozen --all-extras --compile-bytecode --system-certs
	@touch $@ .venv/.ready
