"""Start a new analysis: a folder with every file, its headings and help."""

from __future__ import annotations

import re
import secrets
import shutil
from pathlib import Path

import pandas as pd

from analysis.dataset.changing import write_csv
from analysis.dataset.definitions import (
    LEAVING_ADVICE,
    LEAVING_HELP,
    NAMED_KEY_ADVICE,
    NAMED_KEY_HELP,
    OWN_ASSUMPTIONS,
    Leaving,
    load_shared_definitions,
)
from analysis.dataset.definitions.settings import ADVICE, FILE, HELP, KEY_HELP, Settings
from analysis.dataset.describe import describe_inputs
from analysis.dataset.first_assumptions import first_assumptions
from analysis.dataset.problems import InputProblems, Problem, ProblemLog
from analysis.dataset.reading.texts import FOLDER
from analysis.dataset.tables import TABLES
from analysis.places import find_shared

HELP_FILE = "LESMEG.md"
_RESERVED = "felles"

_FIRST_STEPS = """# {name}

Slik kommer dere i gang:

1. Fyll ut `utredning.toml`.
2. Skriv kommunene i `kommuner.csv`, én rad for hver.
3. Send et Excel-skjema til hver kommune: `ikt skjema {name} --år 2026`
   lager dem i `inputs/{name}/skjema/`.
   Har noen en systemliste eller et budsjett fra før, kartlegger dere kolonnene én gang:
   `ikt importer {name} FILEN --kartlegg`.
4. Ta svarene inn: `ikt importer {name} MAPPEN-MED-SVAR`. Alle feil blir
   vist på én gang, og ingenting blir skrevet før alt er rett. Dere kan også fylle
   ut `budsjett.csv`, `bemanning.csv` og `applikasjoner.csv` selv.
5. Få samme system til å hete det samme: `ikt sjekk {name} --navneforslag`. Sett vekter
   og vurderinger sammen i skjemaet fra `ikt skjema {name} --gruppe`. Fyll ut resten
   etter hvert, eller slett filene dere ikke bruker.
6. Ta stilling til forutsetningene i `forutsetninger.toml`. De som betyr mest, står der
   fra før, med forslaget verktøyet bruker til dere har bekreftet det eller skrevet deres
   eget.
7. Hent offisielle tall fra SSB: `ikt kommunedata {name} --år 2026`.
8. Kjør `ikt sjekk {name}` (eller `make check ANALYSE=inputs/{name}`)
   så ofte dere vil, og rett det den forteller om.
9. Kjør `ikt rapport {name}` (eller `make ANALYSE=inputs/{name}`).

Neste år: sett ny `dato`, `vedtaksdato` og `kroneverdi` i `utredning.toml`, og gjør steg
3–8 på nytt. Er det nye året ikke i `inputs/felles/prisindeks.csv`, skriver dere et anslag
under `[prisanslag]`. Så viser
`ikt rapport {name} --forrige reports/{name}` hva som er endret, og
hvorfor. Rapportene fra i år blir tatt vare på i en egen mappe.

"""


def create(name: str, inputs_folder: Path | str = "inputs") -> Path:
    """Create ``inputs/<name>`` with every file, its headings and help; return the folder.

    Parameters
    ----------
    name : str
        Lower-case letters, digits and hyphens.
    inputs_folder : Path or str
        Where the analyses lie.

    Raises
    ------
    InputProblems
        If the name cannot be used, or the folder exists; nothing is overwritten.
    """
    folder = Path(inputs_folder) / name
    _check_name(name, folder)
    # Made beside and moved in, so that a full disk leaves no half of it to be in the way.
    fresh = folder.with_name(f".{name}.{secrets.token_hex(4)}.ny")
    try:
        _fill(fresh, name)
        fresh.rename(folder)
    except OSError as trouble:
        message = f"Mappen kan ikke lages ({trouble.strerror}). Sjekk at dere har skrivetilgang"
        raise InputProblems([Problem(folder.as_posix(), None, None, message)]) from None
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return folder


def _fill(folder: Path, name: str) -> None:
    (folder / FOLDER).mkdir(parents=True)
    shared = load_shared_definitions(find_shared(folder), ProblemLog())
    _write(folder / FILE, _settings())
    _write(folder / OWN_ASSUMPTIONS, first_assumptions(shared))
    for table in TABLES:
        headings = pd.DataFrame(columns=[column.name for column in table.columns])
        write_csv(headings, folder / f"{table.name}.csv")
    text = _FIRST_STEPS.format(name=name) + describe_inputs().replace("# Inndata", "## Filene", 1)
    _write(folder / HELP_FILE, text)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _check_name(name: str, folder: Path) -> None:
    shown = folder.as_posix()
    if not re.fullmatch(r"[a-zæøå0-9]+(?:-[a-zæøå0-9]+)*", name) or name == _RESERVED:
        message = (
            f"«{name}» kan ikke brukes som navn. Bruk små bokstaver, "
            "sifre og bindestrek, for eksempel min-region"
        )
        raise InputProblems([Problem(shown, None, None, message)])
    if folder.exists():
        message = "Mappen finnes fra før, og er ikke endret. Velg et annet navn, eller slett mappen"
        raise InputProblems([Problem(shown, None, None, message)])


# What stands in a table of its own, after the single keys.
_TABLES = ("fordeling", "lonnsfordeling", "prisanslag", "nokkel", "uttreden")


def _settings() -> str:
    lines = [
        "# Innstillinger for utredningen. Ta bort # foran nøkkelen, og skriv inn verdien deres.",
        "# Desimaltall skrives med punktum i denne filen, og tekst står i anførselstegn.",
    ]
    for key, field in Settings.model_fields.items():
        if key in _TABLES:
            continue
        lines += ["", f"# {HELP[key]}", f"# Skriv {ADVICE[key]}"]
        used = not field.is_required() and field.default is not None
        lines.append(f"{key} = {_as_toml(field.default)}" if used else f"# {key} = ")
    lines += [
        "",
        f"# {HELP['fordeling']}",
        "# For eksempel lik = 0.3 og innbyggere = 0.7",
        "[fordeling]",
    ]
    for key, meaning in KEY_HELP.items():
        lines += [f"# {meaning}", f"# {key} = "]
    lines += ["", f"# {HELP['lonnsfordeling']}", "[lonnsfordeling]"]
    usual = Settings.model_fields["lonnsfordeling"].get_default(call_default_factory=True)
    for key, meaning in KEY_HELP.items():
        given = f"{key} = {usual[key]}" if key in usual else f"# {key} = "
        lines += [f"# {meaning}", given]
    lines += ["", f"# {HELP['prisanslag']}", f"# Skriv {ADVICE['prisanslag']}", "# [prisanslag]"]
    lines += ["", f"# {HELP['nokkel']}", "# [[nokkel]]"]
    for key, meaning in NAMED_KEY_HELP.items():
        lines += [f"# {meaning} Skriv {NAMED_KEY_ADVICE[key]}", f"# {key} = "]
    lines += ["", f"# {HELP['uttreden']}", "[uttreden]"]
    for key, value in Leaving().model_dump(mode="json").items():
        lines += [f"# {LEAVING_HELP[key]} Skriv {LEAVING_ADVICE[key]}", f"{key} = {value}"]
    return "\n".join([*lines, ""])


def _as_toml(value: bool | int | float | tuple[str, ...]) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{list(value)}" if isinstance(value, tuple) else f"{value}"
