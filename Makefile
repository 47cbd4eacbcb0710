# Every target sets up what it needs; a fresh machine wants only Python 3.11, pip, venv and make.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin

.PHONY: setup run test test-kill check bench lock browser format

setup: $(VENV)/.dev-installed faq/.learnt.npz

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(BIN)/python requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev-installed: $(VENV)/.installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

# Made beforehand so that the first start is fast as well; what is wrong with the content is reported by what needs it.
faq/.learnt.npz: $(wildcard faq/*.yaml) $(wildcard bot/core/matching/*.py) | $(VENV)/.installed
	-@$(BIN)/guichet check --train >/dev/null

# With a token (in the environment or in .env) this is the bot on Telegram, without one the playground.
run: $(VENV)/.installed faq/.learnt.npz
	@$(BIN)/guichet start

browser:
	@sh tests/browser/install.sh

test: setup browser
	$(BIN)/python -m pytest -n auto

# Every way to run the bot, killed at random moments while 40 people talk to it; takes some minutes.
test-kill: setup
	@$(BIN)/python -m pytest -m long --no-cov
	@$(BIN)/python -m tests.kill

check: setup browser
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/guichet check
	$(BIN)/python -m pytest -n auto --cov --cov-report=term

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: setup
	$(BIN)/python -m benchmarks

lock: setup
	$(BIN)/pip-compile --quiet --no-strip-extras --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-find-links --no-emit-options --no-emit-trusted-host --no-header -o requirements.lock --extra build pyproject.toml
	$(BIN)/pip-compile --quiet --no-strip-extras --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-find-links --no-emit-options --no-emit-trusted-host --no-header -c requirements.lock -o requirements-dev.lock --extra build --extra dev pyproject.toml
