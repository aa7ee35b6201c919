"""A small, complete analysis in a folder, and ways to spoil it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analysis.dataset import Dataset, InputProblems, Problem, load
from analysis.dataset.tables.categories import COST_GROUPS, FUNCTIONS, JUDGED_CRITERIA

SHARED = Path(__file__).parents[2] / "inputs" / "felles"
LAST_PRICE_YEAR = max(
    int(line[:4]) for line in (SHARED / "prisindeks.csv").read_text("utf-8").splitlines()[1:]
)
CODES = ("1101", "1106", "1108")
NAMES = {"1101": "Eigersund", "1106": "Haugesund", "1108": "Sandnes"}

SETTINGS = """tittel = "Prøve"
dato = 2022-06-01
vedtaksdato = 2022-06-30
kroneverdi = 2022
startverdi = 7

[fordeling]
lik = 0.3
innbyggere = 0.7
"""


def table_texts() -> dict[str, str]:
    """Return a complete set of tables without any problem."""
    municipalities = ["kommunenummer;navn;innbyggere;årsverk_totalt;ikt_brukere;kilde;kvalitet"]
    budget = ["kommunenummer;år;kostnadsgruppe;beløp;kilde;kvalitet"]
    staff = ["kommunenummer;funksjon;årsverk;personer;vakt;kilde;kvalitet"]
    applications = [
        "kommunenummer;fagområde;system;leverandør;driftsform;årskostnad;brukere;avtaleslutt;"
        "anskaffelsesstatus;kommunenummer_nøkkel;kilde;kvalitet;systemtype"
    ]
    for code, size in zip(CODES, (1, 2, 4), strict=True):
        municipalities.append(
            f"{code};{NAMES[code]};{size * 10}000;{size * 700},5;{size * 1000};Telling;rapportert"
        )
        budget += [f"{code};2022;{group};{size * 900},5;Regnskap;regnskap" for group in COST_GROUPS]
        staff += [f"{code};{name};{size}5,5;{size}7;nei;Skjema;rapportert" for name in FUNCTIONS]
        applications.append(
            f"{code};helse;Journal;Leverandør AS;sky;{size * 100};500;31.12.2025;kontrakt;ja;"
            "Avtale;regnskap;journal"
        )
    judgements = ["alternativ;kriterium;kommunenummer;omfang;begrunnelse;kilde"]
    judgements += [
        f"{alternative};{criterion};;1;Fordi;Møte"
        for alternative in ("0+", "1", "2", "3", "4", "5")
        for criterion in JUDGED_CRITERIA
    ]
    companies = [
        "selskap;form;pris_per_bruker;inngangspris;oppsigelsestid;ledelse;drift;brukerstøtte;"
        "sikkerhet;fagsystem;digitalisering;kilde;kvalitet",
        "Prøve IKT;IKS;9500;2000;24;2;10;8;3;6;4;Prisliste;rapportert",
    ]
    tables = {
        "kommuner": municipalities,
        "budsjett": budget,
        "bemanning": staff,
        "applikasjoner": applications,
        "vurderinger": judgements,
        "selskaper": companies,
    }
    return {name: "\n".join(lines) + "\n" for name, lines in tables.items()}


def with_most_important(shared: Path, *names: str) -> None:
    """Say in a shared folder which assumptions matter most."""
    path = shared / "alternativer.toml"
    text = re.sub(r"^viktigst = \[[^]]*\]\n", "", path.read_text(encoding="utf-8"), flags=re.M)
    listed = ", ".join(f'"{name}"' for name in names)
    path.write_text(f"viktigst = [{listed}]\n{text}", encoding="utf-8")


class Analysis:
    """An analysis folder that tests change before loading it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tables = table_texts()
        folder.mkdir(parents=True)
        self.write("utredning.toml", SETTINGS)
        for name, text in self.tables.items():
            self.write(f"{name}.csv", text)

    def write(self, name: str, content: str | bytes) -> None:
        """Write a file of the analysis; text becomes UTF-8."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def change(self, table: str, old: str, new: str, count: int = 1) -> None:
        """Replace text in a csv file; it has to be there."""
        assert old in self.tables[table]
        self.tables[table] = self.tables[table].replace(old, new, count)
        self.write(f"{table}.csv", self.tables[table])

    def append(self, table: str, *lines: str) -> None:
        """Add lines to a csv file."""
        self.tables[table] += "".join(f"{line}\n" for line in lines)
        self.write(f"{table}.csv", self.tables[table])

    def rows(self, table: str, *lines: str) -> None:
        """Replace everything below the headings of a csv file."""
        self.tables[table] = self.tables[table].split("\n")[0] + "\n"
        self.append(table, *lines)

    def load(self) -> Dataset:
        """Load it with what the repository shares."""
        return load(self.folder, SHARED)

    def errors(self) -> list[str]:
        """Load it and return what is refused, as the user reads it."""
        with pytest.raises(InputProblems) as caught:
            self.load()
        return [str(p) for p in caught.value.problems if p.severity == "feil"]

    def notes(self, severity: str) -> list[str]:
        """Load it and return the mangler or advarsler about this analysis."""
        return [str(p) for p in self.own_problems() if p.severity == severity]

    def own_problems(self) -> tuple[Problem, ...]:
        """Load it and return the problems in its own folder."""
        shown = self.folder.as_posix()
        return tuple(p for p in self.load().problems if p.file.startswith(shown))
