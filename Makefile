# make demo     what this is, in under a minute
# make test     everything, as CI runs it
# make check    lint, types and fast tests: the daily loop
# make stubs    types of the MicroPython port, by the stubs of an ESP32; part of make test
# make bench    speed and size against the budgets, with peers
# make boards   MicroPython for this machine and for the emulated boards, kept in ~/.cache/lightclient
# make figures  what the library costs on the emulated boards: the baseline, and docs/boards.md, measured anew

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
XDIST := -n auto

.PHONY: demo test check stubs bench boards figures clean

demo: $(VENV)/demo
	@$(BIN)/python -m examples.demo
	@echo
	@$(BIN)/lightclient demo

test: $(VENV)/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python tools/portability.py
	tools/stubs.sh $(BIN)/python .stubs
	$(BIN)/pytest $(XDIST) -m "not slow" --cov --cov-report=term
	$(BIN)/pytest $(XDIST) -m slow

check: $(VENV)/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python tools/portability.py
	$(BIN)/pytest $(XDIST) -m "not slow" -q

stubs: $(VENV)/dev
	tools/stubs.sh $(BIN)/python .stubs

bench: $(VENV)/peers
	$(BIN)/lightclient bench

boards:
	@micropython/boards/build.sh all

figures: $(VENV)/dev
	@mkdir -p build
	$(BIN)/lightclient bench --board rv32 --board cm3 --update-baseline -o build/boards.json --chart build/boards.svg
	$(BIN)/python -m benchmarks.boards.table build/boards.json docs/boards.md
	@cp build/boards.svg docs/boards.svg

# A virtual environment with one extra, made anew when pyproject.toml changes.
$(VENV)/%: pyproject.toml
	@tools/venv.sh "$(PYTHON)" "$(VENV)" "$*"
	@touch $@

clean:
	rm -rf $(VENV) .stubs build dist .coverage htmlcov .pytest_cache .mypy_cache .ruff_cache .hypothesis
