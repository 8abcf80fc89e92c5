# Everything here works on a new machine that has Python 3.11 or later, make, and the package registries.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PLACE ?= demo-place

.PHONY: demo test test-long look bench reference check fix lock clean
.DEFAULT_GOAL := demo

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Wholeplace needs Python 3.11 or later" if sys.version_info < (3, 11) else 0)'
	@echo "Making the environment in .venv (once; a minute or two) ..."
	@$(PYTHON) -m venv .venv
	@$(INSTALL) --require-hashes -r requirements.lock >.venv/install.log 2>&1 || { cat .venv/install.log; exit 1; }
	@$(INSTALL) --no-deps --editable . >>.venv/install.log 2>&1 || { cat .venv/install.log; exit 1; }
	@touch $(READY)

demo: $(READY) ## Make a small synthetic place, run the main job on it, and say where the report is
	@rm -rf $(PLACE)
	@$(BIN)/wholeplace demo $(PLACE)
	@$(BIN)/wholeplace run $(PLACE)

check: $(READY) ## Style, types, and that imports go downwards only
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/pyright
	@$(BIN)/lint-imports

fix: $(READY) ## Mend what can be mended by itself
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

test: $(READY) check ## Every test but the long ones
	@$(BIN)/pytest -n 2 --dist loadscope -m "not long" -q

test-long: $(READY) ## The long tests, one line each as they end
	@$(BIN)/pytest -n 2 -m long -v --durations=10

look: $(READY) ## Open the demo's pages in Chromium with the network off, and take pictures of them
	@test -d $(PLACE)/reports || $(MAKE) demo
	@$(BIN)/python -m tests.look $(PLACE) look

.venv/bench: $(READY)
	@$(INSTALL) --editable '.[bench]' >.venv/bench.log 2>&1 && touch $@ \
		|| echo "Splink could not be installed (.venv/bench.log says why): the bench goes on without it"

bench: $(READY) .venv/bench ## Speed and memory beside named references, in one run
	@$(BIN)/python -m bench

reference: $(READY) ## Developers: compile the packaged reference tables from the public data beside the project
	@$(BIN)/python -m reference

lock: ## Developers: pin every dependency with its hashes
	@$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url \
		--no-emit-trusted-host --extra dev --output-file requirements.lock pyproject.toml

clean: ## Take away what was made
	@rm -rf .venv $(PLACE) look build *.egg-info
