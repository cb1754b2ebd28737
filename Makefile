# A fresh clone needs nothing but Python 3.11 or later and make: every target sets up what is missing.
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
export OMP_WAIT_POLICY := passive
export OMP_NUM_THREADS := 2
export TOKENIZERS_PARALLELISM := false
export HF_HUB_OFFLINE := 1

.PHONY: demo test check bench serve examples golden audit mutants clean
.DEFAULT_GOAL := demo

demo: $(VENV)/.ready
	@$(BIN)/credpath demo

test: check
	@echo "== tests"
	@$(BIN)/python -m pytest -n 2 --dist loadgroup

check: $(VENV)/.ready
	@echo "== lint, types, layers, dependencies"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/deptry .

bench: $(VENV)/.ready
	@$(BIN)/python -m eval.bench.service

serve: $(VENV)/.ready
	@$(BIN)/credpath serve

# Writes docs/examples.md from the example profiles.
examples: $(VENV)/.ready
	@$(BIN)/python -m eval.docs.examples
	@$(BIN)/python -m eval.docs.roles
	@$(BIN)/python -m eval.docs.dependencies

# Records the golden answers again and prints what moved, by which term.
golden: $(VENV)/.ready
	@$(BIN)/python tests/golden/record.py

# Known vulnerabilities of the pinned packages. Fails where the advisory service gives no answer.
audit: $(VENV)/.ready
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[audit]'
	@$(BIN)/python tests/audit/run.py

# Mutation testing: some sixty random changes of the code, and whether a test notices each. About half an hour.
mutants: $(VENV)/.ready
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[mutants]'
	@CREDPATH_CACHE=build/cache CREDPATH_TEST_SNAPSHOT="$$(CREDPATH_CACHE=build/cache $(BIN)/python -c \
	  'from recommender.snapshot.bundled import bundled_snapshot; print(bundled_snapshot().resolve())')" \
	  $(BIN)/python tests/mutation/run.py

$(VENV)/.ready: pyproject.toml constraints.txt
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "CredPath needs Python 3.11 or later; name one with: make PYTHON=/path/to/python3.11"; exit 1; }
	@echo "== setting up $(VENV) from constraints.txt: about 1 GB of packages, some minutes"
	@"$(PYTHON)" -m venv $(VENV)
	@echo "== PyTorch"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt torch==2.13.0
	@echo "== CredPath and its tools"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
