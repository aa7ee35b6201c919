# Korte navn på det brukerne trenger. Uten make: se README.md.

ANALYSE  ?= inputs/ringeriksregionen
SCENARIO ?= forventet
AAR      ?=

PY  := .venv/bin/python
IKT := $(PY) -m analysis

# Det Jupyter og IPython vil ta vare på, blir liggende i mappa.
LAB := $(CURDIR)/.jupyter
LAB_ENV := JUPYTER_CONFIG_DIR="$(LAB)/config" JUPYTER_DATA_DIR="$(LAB)/data" \
  JUPYTER_RUNTIME_DIR="$(LAB)/runtime" JUPYTERLAB_SETTINGS_DIR="$(LAB)/settings" \
  JUPYTERLAB_WORKSPACES_DIR="$(LAB)/workspaces" IPYTHONDIR="$(LAB)/ipython"
LAB_ARGS ?=

# Python 3.11 leser stien til mappa med maskinens tegnsett; med æøå i stien må det være UTF-8.
export LC_ALL := C.UTF-8

# Hver prosess skal slippe å lese koden på nytt, også der maskinen ber Python om det.
export PYTHONDONTWRITEBYTECODE :=

# uv bruker Python-en i .venv og henter aldri en egen.
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := .venv
export UV_PYTHON := .venv/bin/python

.DEFAULT_GOAL := rapport
.PHONY: rapport check verksted skjema kommunedata test test-alt fasit eksempel lab bench env clean help

rapport: env ## skriv alle rapportene; det samme som bare make
	@$(IKT) rapport "$(ANALYSE)" --scenario "$(SCENARIO)"

check: env ## se etter feil og mangler i inndata
	@$(IKT) sjekk "$(ANALYSE)"

verksted: env ## prøv vekter, vurderinger og nøkkel sammen på en skjerm
	@$(IKT) verksted "$(ANALYSE)" $(VERKSTED_ARGS)

skjema: env ## lag et Excel-skjema til hver kommune
	@$(IKT) skjema "$(ANALYSE)" $(if $(AAR),--år "$(AAR)")

kommunedata: env ## hent offisielle tall fra SSB for året AAR
	@$(IKT) kommunedata "$(ANALYSE)" --år "$(or $(AAR),$(shell date +%Y))"

lab: env ## åpne notatbøkene i JupyterLab, på norsk
	@$(LAB_ENV) $(PY) -m jupyterlab --LabApp.app_settings_dir="$(CURDIR)/notebooks/.lab" \
	  --LabApp.default_url=/lab/tree/notebooks --LanguageServerManager.autodetect=False $(LAB_ARGS)

test: env ## kjør testene
	@$(PY) -m pytest -m "not thorough"

test-alt: test ## kjør testene, og så det som er grundig og tar lang tid
	@$(PY) -m pytest -m "thorough or hypothesis" --hypothesis-profile thorough

fasit: env ## skriv fasiten til notatbøkene på nytt etter en endring som er ment
	@MPLBACKEND=Agg $(PY) -m tests.golden.refresh

eksempel: env ## skriv det som vises i docs/eksempel på nytt
	@$(IKT) rapport inputs/ringeriksregionen
	@cp $(addprefix reports/ringeriksregionen/,$(notdir $(wildcard docs/eksempel/*.*))) docs/eksempel/

bench: env ## mål hvor lang tid rapportene tar
	@$(PY) benchmarks/run.py "$(ANALYSE)"

clean: ## slett Python-miljøet og det JupyterLab har lagret; ingen rapport blir rørt
	rm -rf .venv .jupyter

help: ## vis denne lista
	@echo "Slik bruker du make:"
	@echo
	@sed -n 's/^\([a-z-]*\):.* ## \(.*\)/  make \1|\2/p' Makefile | \
	  while IFS='|' read -r name text; do printf '%-20s%s\n' "$$name" "$$text"; done
	@echo
	@echo "Utredning og scenario velges slik:"
	@echo "  make ANALYSE=inputs/annen-region SCENARIO=ugunstig"

env: .venv/klar ## lag Python-miljøet i .venv fra låsfila

# .venv/klar navngir mappa miljøet ble laget i. Er mappa flyttet, eller virker ikke Python der
# lenger, peker programmene i .venv feil, og miljøet lages på nytt. Det gjør det også der uv har laget
# miljøet uten pip.
ifneq ($(shell $(PY) -c "print(open('.venv/klar').read())" 2>/dev/null),$(CURDIR))
.PHONY: .venv/klar
endif

.venv/klar: pyproject.toml uv.lock uv.txt
	@echo "Gjør klar Python-miljøet i .venv. Det tar noen minutter første gang …"
	@if [ -e .venv/klar ] && [ "$$(cat .venv/klar)" != "$(CURDIR)" ] || ! $(PY) -m pip --version >/dev/null 2>&1; \
	then $(NEW_VENV); fi
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r uv.txt && \
	$(PY) -m uv sync --frozen --inexact --group dev --compile-bytecode --quiet && printf '%s' "$(CURDIR)" > $@ || { \
	  echo "Fikk ikke hentet pakkene. Er maskinen på nett, og er det plass på disken?" >&2; exit 1; }

# Den første av disse som er ny nok og kan lage et miljø.
define NEW_VENV
found=; python=; \
for p in python3.13 python3.12 python3.11 python3; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
  found=$$p; \
  if $$p -c 'import ensurepip, venv' 2>/dev/null; then python=$$p; break; fi; \
done; \
if [ -z "$$found" ]; then \
  echo "Finner ikke Python 3.11 eller nyere. Det kan hentes på python.org." >&2; exit 1; \
elif [ -z "$$python" ]; then \
  echo "$$found mangler ensurepip. På Debian og Ubuntu: sudo apt install $$found-venv" >&2; exit 1; \
fi; \
rm -rf .venv; $$python -m venv .venv
endef
