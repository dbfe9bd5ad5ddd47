.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test check fmt docs bench servers

BIN := .venv/bin
READY := .venv/ready

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(READY) ## the demo county on http://127.0.0.1:8000 (first time: .venv with the locked dependencies)
	@$(BIN)/gridgov serve --demo $(ARGS)

test: servers $(READY) ## everything CI runs, with all its set-up
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: $(READY) ## format, lint, types and the tests that need no server, no browser and no time
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q -n 2 -m "not servers and not browser and not slow"

fmt: $(READY) ## format, and mend what the linter can mend
	$(BIN)/ruff check --fix --exit-zero --quiet .
	$(BIN)/ruff format .

docs: $(READY) ## write the documents that are made from the code
	$(BIN)/python -m scripts.generate

bench: $(READY) ## the benchmark, as ratios to the raw stores in the same run (some minutes)
	@$(BIN)/gridgov bench $(ARGS)

servers:
	@scripts/servers install

$(READY): requirements.lock pyproject.toml
	@scripts/venv
