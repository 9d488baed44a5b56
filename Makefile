# make demo     what this is, in under a minute
# make test     everything, as CI runs it
# make check    lint, types, prose and fast tests: the daily loop
# make quick    the part of it that takes seconds, as before each commit (.pre-commit-config.yaml)
# make fast     the fast tests alone, without those of boards: for another Python, which boards do not care about
# make coverage the fast tests, and how much of the library they run, against the least in pyproject.toml
# make stubs    types of what runs on boards, by the stubs of an ESP32; part of make test
# make bench    speed and size against the budgets, with peers
# make boards   MicroPython for this machine and for the emulated boards, kept in ~/.cache/lightclient
# make core     Bitcoin Core for the tests, kept there too; make test builds it where CI=true, or with CORE=core
# make site     the documentation as a site, in build/site
# make nodes    nodes of other ledgers for the tests, kept there too; made where Bitcoin Core is, or with NODES=nodes
# make figures  what the library costs on the emulated boards: the baseline, and docs/boards.md, measured anew

# Another Python, beside the first: make check PYTHON=python3.13 VENV=.venv-3.13
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# Many tests wait, for nodes and boards: there are half as many processes again as cores. What fails is shown at once.
PYTEST = $(BIN)/pytest -q -n $(shell $(PYTHON) -c 'import os; print(os.cpu_count() * 3 // 2)') --dist worksteal --instafail
CORE ?= $(if $(filter true,$(CI)),core)
NODES ?= $(if $(filter true,$(CI)),nodes)

# Python keeps what it compiled: otherwise every process of the tests compiles all that it imports once more.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test check quick fast coverage stubs bench core nodes boards figures site clean

demo:
	@tools/demo.sh "$(PYTHON)" "$(VENV)"

test: quick $(CORE) $(NODES)
	tools/stubs.sh $(BIN)/python .stubs
	$(PYTEST) -m "not slow"
	$(PYTEST) -m slow

quick: $(VENV)/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python tools/portability.py
	$(BIN)/python -m tools.prose
	$(BIN)/codespell

check: quick
	$(PYTEST) -m "not slow"

fast: $(VENV)/dev
	$(PYTEST) -m "not slow" --ignore=tests/boards

coverage: $(VENV)/dev
	$(PYTEST) -m "not slow" --cov --cov-report=term

stubs: $(VENV)/dev
	tools/stubs.sh $(BIN)/python .stubs

bench: $(VENV)/peers
	$(BIN)/lightclient bench

core: $(VENV)/demo
	@tools/core.sh build $(BIN)/python

nodes:
	@tools/nodes.sh build "$(PYTHON)"

boards:
	@micropython/boards/build.sh all

figures: $(VENV)/dev
	@mkdir -p build
	$(BIN)/lightclient bench --board rv32 --board cm3 --update-baseline -o build/boards.json --chart build/boards.svg
	$(BIN)/python -m benchmarks.boards.table build/boards.json docs/boards.md
	@cp build/boards.svg docs/boards.svg

site: $(VENV)/docs
	$(BIN)/mkdocs build --strict --quiet

# A virtual environment with one extra, made anew when pyproject.toml or the Python changes: the script looks for that.
$(VENV)/%: FORCE
	@tools/venv.sh "$(PYTHON)" "$(VENV)" "$*"

FORCE:

clean:
	rm -rf $(VENV) .stubs build dist .coverage htmlcov .pytest_cache .mypy_cache .ruff_cache .hypothesis
