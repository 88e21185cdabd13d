# Two commands for a new checkout: `make run` and `make test`. Both set up .venv first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help run test test-ui pictures lint types check docs lock clean
.DEFAULT_GOAL := help

help: ## show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

# --no-deps: the lock names every package, so nothing is left for pip to resolve.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "visnyk needs Python 3.11 or newer: make PYTHON=python3.11 …"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/python -m tasks.transform.translate.draft.compiled
	@touch $@

run: $(READY) ## run the main job: seeds/ into output/
	$(BIN)/visnyk run seeds --output output

test: $(READY) ## run all tests but those in a browser
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder --ignore tests/ui

test-ui: $(READY) ## run the tests in a browser (Chromium, or VISNYK_TEST_CHROMIUM=…)
	$(BIN)/python -m pytest tests/ui

pictures: test-ui ## renew the pictures of docs/
	cp $(addprefix screenshots/,$(notdir $(wildcard docs/images/*.png))) docs/images/

lint: $(READY) ## check style and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY) ## check types
	$(BIN)/mypy

check: lint types test test-ui ## all that continuous integration runs

docs: $(READY) ## write the generated pages of docs/
	$(BIN)/python -m tasks.load.dictionary > docs/data-dictionary.md

lock: $(READY) ## renew requirements.lock (needs uv)
	uv pip compile pyproject.toml --all-extras --generate-hashes --no-strip-extras --universal \
		--python-version 3.11 --no-emit-index-url --no-emit-find-links --no-header \
		--upgrade --output-file requirements.lock

clean: ## remove what was built (not output/)
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis screenshots
