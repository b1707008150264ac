# make site    build the sample digest at the top of this repository into site/
# make test    lint, types and tests; the last line is pytest's verdict
# make wheel   sdist, and from it the wheel, into dist/
# make eval    score the extractor on the annotated pastes in evaluation/ and on the folders in EVAL_CASES
#              (EVAL_ARGS="--only FILE": the cases listed in it; --details: case by case)
# make bench   measure digestgen beside Hugo, Eleventy and Pelican, into docs/benchmarks.md
#              (BENCH_ARGS="--articles 10000 --rounds 5", "--growth", "--tools digestgen-full,hugo")
# make lock    write requirements.lock and requirements-nlp.lock anew from pyproject.toml
#              (LOCK_ARGS=--upgrade for newer versions)
# make clean   remove what the others made, but for .venv
#
# The first of them to run makes .venv, with uv when there is one on PATH, else with venv and pip.
# PYTHON=python3.12 chooses the interpreter.

VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
LOCK_ARGS ?=
PYTEST_ARGS ?=
EVAL_CASES ?= $(wildcard ../shared/eval/dev ../shared/eval/dev-more)
EVAL_ARGS ?=
BENCH_ARGS ?=

version_of = $(shell $(1) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)

# A .venv that is there is used, unless PYTHON was given and is another version.
VENV_VERSION := $(call version_of,$(BIN)/python)
ifeq ($(origin PYTHON),undefined)
PYTHON := python3
VERSION := $(or $(VENV_VERSION),$(call version_of,$(PYTHON)))
else
VERSION := $(call version_of,$(PYTHON))
endif

# Newer than the lock and pyproject.toml: .venv holds what they ask for, for this Python version.
READY := $(VENV)/.ready-$(VERSION)
# The same with the engine nlp, which the tests need and `make site` does not.
READY_NLP := $(VENV)/.ready-nlp-$(VERSION)

ifdef UV
CREATE := uv venv --quiet --python "$$(command -v $(PYTHON))" $(VENV)
INSTALL := uv pip install --quiet --python $(BIN)/python
else
CREATE := $(PYTHON) -m venv $(VENV)
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
endif

.PHONY: site test eval bench wheel lock clean

site: $(READY)
	@$(BIN)/digestgen build
	@echo
	@echo "The sample digest is built: $(CURDIR)/site/index.html"
	@echo "To read it, and watch it follow every change you make in content/:"
	@echo "    $(BIN)/digestgen serve --watch --open"

test: $(READY_NLP)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --strict
	$(BIN)/pytest -n 2 $(PYTEST_ARGS)

eval: $(READY_NLP)
	@$(BIN)/python -m evaluation.score evaluation/sample evaluation/other_languages \
		$(EVAL_CASES) $(EVAL_ARGS)

bench: $(READY)
	@$(BIN)/python -m bench $(BENCH_ARGS)

wheel: $(READY)
	$(BIN)/python -m build --no-isolation

lock:
	$(COMPILE) --output-file requirements.lock $(LOCK_ARGS)
	$(COMPILE) --output-file requirements-nlp.lock --extra nlp --constraint requirements.lock

COMPILE = $(or $(UV),$(BIN)/uv) pip compile pyproject.toml --group dev --universal \
	--python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make lock" --quiet

clean:
	rm -rf site .digestgen dist build bench/.cache *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find bench digestgen evaluation tests -name __pycache__ -prune -exec rm -rf {} +

# --no-deps and --no-build-isolation: whatever is installed is in the lock, hashes checked.
$(READY): requirements.lock pyproject.toml
	@case "$(VERSION)" in \
	3.1[1-9]|3.[2-9][0-9]) ;; \
	"") echo "digestgen needs Python 3.11 or newer, and '$(PYTHON)' does not run." \
		"Install it, or name another: make PYTHON=/path/to/python3" >&2; exit 1 ;; \
	*) echo "digestgen needs Python 3.11 or newer; this is $(VERSION)." \
		"Name a newer one: make PYTHON=python3.12" >&2; exit 1 ;; \
	esac
	@if [ "$(VENV_VERSION)" != "$(VERSION)" ]; then \
		echo "Making $(VENV) with Python $(VERSION)"; rm -rf $(VENV) && $(CREATE); fi
	@rm -f $(VENV)/.ready-*
ifndef UV
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip
endif
	@echo "Installing what requirements.lock lists into $(VENV)"
	@$(INSTALL) --require-hashes --requirement requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(READY_NLP): $(READY) requirements-nlp.lock
	@echo "Installing the engine nlp into $(VENV)"
	@$(INSTALL) --require-hashes --requirement requirements-nlp.lock
	@touch $@
