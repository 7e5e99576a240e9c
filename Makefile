# Two commands matter: `make build` and `make test`. `make help` lists all.
# Needs Python 3.11 or newer; everything else goes into .venv.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet install

# Stamps: installed anew only when the project or the lock has changed.
INSTALLED     := $(VENV)/installed
INSTALLED_DEV := $(VENV)/installed-dev

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help install build validate check format test bench fuzz docs lock clean

help:  ## zeigt diese Liste
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-10s %s\n", $$1, $$2 }'

install: $(INSTALLED)  ## installiert sro nach .venv

build: $(INSTALLED)  ## baut alle Dokumente nach build/entwurf
	$(BIN)/sro build

validate: $(INSTALLED)  ## prüft die Inhalte, ohne zu bauen
	$(BIN)/sro validate

check: $(INSTALLED_DEV)  ## prüft den Quelltext: Form, Typen, Stockwerke, Lizenzen
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/reuse lint --quiet || $(BIN)/reuse lint

format: $(INSTALLED_DEV)  ## bringt den Quelltext in Form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix-only .

test: $(INSTALLED_DEV)  ## führt alle Tests aus und misst die Abdeckung
	$(BIN)/pytest --cov --numprocesses auto --dist loadfile

bench: $(INSTALLED_DEV)  ## misst sro gegen seine Maschinen
	$(BIN)/python -m tests.benchmarks
	$(BIN)/python -m tests.benchmarks.tracked

fuzz: $(INSTALLED_DEV)  ## prüft 20 000 verstümmelte Konzepte: kein Absturz, kein Hänger
	$(BIN)/python -m tests.fuzzing 20000

docs: $(INSTALLED_DEV)  ## zeichnet die Bilder und füllt die Tabellen der Dokumentation
	$(BIN)/sro build
	$(BIN)/python -m tests.docs

# One lock for pip and uv alike (`uv pip sync requirements-dev.lock`): pinned, with digests, for
# every platform. Each file holds the one before, at the same versions; forges install the second.
LOCK := $(BIN)/uv pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 \
        --generate-hashes --no-annotate --custom-compile-command 'make lock'

lock: $(INSTALLED_DEV)  ## erneuert die festgeschriebenen Versionen
	$(LOCK) --output-file requirements.lock
	$(LOCK) --extra pruefen --constraints requirements.lock --output-file requirements-pruefen.lock
	$(LOCK) --group dev --extra pruefen --constraints requirements-pruefen.lock --output-file requirements-dev.lock

clean:  ## löscht Umgebung, Zwischenspeicher, Entwürfe und Internes
	rm -rf $(VENV) .coverage* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build/.cache build/entwurf build/intern dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null \
	  || { echo 'Python fehlt. sro braucht Python 3.11 oder neuer (anderer Name: make PYTHON=python3.12 build).'; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "sro braucht Python 3.11 oder neuer; $(PYTHON) ist $$($(PYTHON) --version)."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo 'Diesem Python fehlt venv. Unter Debian und Ubuntu: sudo apt install python3-venv'; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(INSTALLED): $(BIN)/python pyproject.toml requirements.lock
	@echo 'Installiere nach $(VENV) (beim ersten Mal etwa eine Minute) …'
	$(PIP) --require-hashes --requirement requirements.lock
	$(PIP) --no-deps --editable .
	@touch $@

$(INSTALLED_DEV): $(INSTALLED) requirements-dev.lock
	@echo 'Installiere die Werkzeuge für Prüfung und Tests …'
	$(PIP) --require-hashes --requirement requirements-dev.lock
	@touch $@
