# Everything a fresh machine needs is Python 3.11 or later and make.
#   make apps   create the environment, serve the pages, print the address
#   make lab    the same notebooks in JupyterLab
#   make site   write every page as plain files to _site/, to be put on any web server
#   make check  what a change must pass first, in under two minutes: style, types, quick unit tests
#   make test   everything: style, types, unit, notebooks, browser
#   make test-release   what a release needs besides: an installed wheel, proxies, a service, a container
#   make bench  the speed and memory figures, as a table
#   make coverage   simulate how often intervals cover: docs/trend-coverage.md, and slopes within countries
#   make load   what many visitors get at once, and what they leave behind, as a table (half an hour)
#   make reference   write docs/reference.md and docs/renamed-choices.md
#   make web    bundle the browser's modules again: what of levelkit/pages/web is served
#   make data   write data/ again from data/raw/
#   make combinations   evaluate every combination of choices again, where figures or code have changed
#   make lock   pin the versions again

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PORT ?= 8866
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: apps lab site check test test-release bench load coverage reference web data combinations lock clean

apps: $(VENV)/.apps
	@exec $(BIN)/levelkit serve --port $(PORT)

lab: $(VENV)/.apps
	@exec $(BIN)/levelkit lab

site: $(VENV)/.apps
	$(BIN)/levelkit site --output _site

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/deno task check
	$(BIN)/deno task test
	$(BIN)/pytest -n auto -m "not slow and not release"

test: $(VENV)/.dev
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh tests/chromium.sh
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/deno task check
	$(BIN)/deno task test
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder

test-release: $(VENV)/.dev
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh tests/chromium.sh
	@sh tests/hosting.sh
	$(BIN)/pytest -m release

bench: $(VENV)/.dev
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh tests/chromium.sh
	@$(BIN)/python benchmarks/measures.py; missed=$$?; $(BIN)/python benchmarks/pages.py && exit $$missed

coverage: $(VENV)/.dev
	$(BIN)/python benchmarks/trend_coverage.py > docs/trend-coverage.part
	@mv docs/trend-coverage.part docs/trend-coverage.md
	$(BIN)/python benchmarks/slopes.py

load: $(VENV)/.dev
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh tests/chromium.sh
	$(BIN)/python benchmarks/load.py

reference: $(VENV)/.dev
	$(BIN)/python docs/build_reference.py
	$(BIN)/python docs/build_renamed_choices.py

web: $(VENV)/.dev
	$(BIN)/deno task build

data: $(VENV)/.apps
	$(BIN)/python data/build

combinations: $(VENV)/.apps
	$(BIN)/levelkit combinations

lock: $(VENV)/.dev
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-header \
		--generate-hashes --group build pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-header \
		--generate-hashes --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock

# A changed lock or project file makes the environment again; so does a broken one.
$(VENV)/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "levelkit needs Python 3.11 or later: make PYTHON=python3.12 ...")'
	@$(PYTHON) -m venv $(VENV) || { echo "Could not make a virtual environment: install your system's python3-venv package." >&2; exit 1; }
	@$(BIN)/python -m pip install --quiet "uv>=0.5"

$(VENV)/.apps: requirements.lock pyproject.toml levelkit/pages/build_hook.py $(VENV)/bin/uv
	@echo "Setting up the environment in $(VENV) (a minute or two, once)..."
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --compile-bytecode --require-hashes -r requirements.lock
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q levelkit
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.apps
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --compile-bytecode --require-hashes -r requirements-dev.lock
	@touch $@

clean:
	rm -rf $(VENV)
