"""The input files as plain records; an empty cell is None."""

import csv
import datetime as dt
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

GROUPS = ("lønn", "lisens", "drift", "konsulent", "utstyr")
FUNCTIONS = ("ledelse", "drift", "brukerstøtte", "sikkerhet", "fagsystem", "digitalisering")


@dataclass(eq=False)
class System:
    owner: str
    name: str
    kind: str | None
    hosting: str
    cost: float | None
    users: float | None
    running_cost: float | None
    ends: int | None
    """Years from the decision to the end of the contract, never below 0."""


@dataclass
class Municipality:
    code: str
    inhabitants: float | None
    users: float | None
    all_posts: float | None
    budget: dict[str, float | None] = field(default_factory=dict)
    posts: dict[str, float | None] = field(default_factory=dict)
    persons: dict[str, float | None] = field(default_factory=dict)
    on_call: bool = False
    systems: list[System] = field(default_factory=list)
    wage_level_known: bool = True

    def tells_its_wage_level(self) -> bool:
        return self.budget["lønn"] is not None and None not in self.posts.values()


@dataclass
class Company:
    name: str
    price: float | None
    entry: float | None
    persons: dict[str, float | None]


@dataclass
class Study:
    settings: dict[str, Any]
    municipalities: dict[str, Municipality]
    companies: list[Company]
    refused: set[tuple[str, str]]
    judgements: dict[tuple[str, str, str], float]
    weights: dict[str, dict[str, float]]
    alternatives: dict[str, dict[str, Any]]
    criteria: list[dict[str, Any]]
    assumptions: dict[str, dict[str, Any]]
    price_index: dict[int, float]

    @property
    def last_year(self) -> int:
        return self.settings.get("analyseperiode", 10)

    def in_fixed_kroner(self, amount: float, year: int) -> float:
        return amount * self.price_index[self.settings["kroneverdi"]] / self.price_index[year]


def number(text: str | None) -> float | None:
    kept = "".join((text or "").split()).replace(",", ".").replace("−", "-")
    return float(kept) if kept else None


def date(text: str | None) -> dt.date | None:
    if not text or not text.strip():
        return None
    if "." in text:
        day, month, year = text.strip().split(".")
        return dt.date(int(year), int(month), int(day))
    return dt.date.fromisoformat(text.strip())


def table(folder: Path, name: str) -> list[dict[str, str]]:
    path = folder / f"{name}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8")) if path.exists() else {}


def read(folder: Path, common: Path) -> Study:
    settings = toml(folder / "utredning.toml")
    alternatives = toml(common / "alternativer.toml")["alternativ"]
    assumptions = {a["id"]: a for a in toml(common / "forutsetninger.toml")["forutsetning"]}
    own = toml(folder / "forutsetninger.toml").get("forutsetning", [])
    study = Study(
        settings=settings,
        municipalities={
            row["kommunenummer"]: Municipality(
                code=row["kommunenummer"],
                inhabitants=number(row["innbyggere"]),
                users=number(row["ikt_brukere"]),
                all_posts=number(row["årsverk_totalt"]),
            )
            for row in table(folder, "kommuner")
        },
        companies=[
            Company(
                row["selskap"],
                number(row["pris_per_bruker"]),
                number(row["inngangspris"]),
                {function: number(row[function]) for function in FUNCTIONS},
            )
            for row in table(folder, "selskaper")
        ],
        refused={
            (row["kommunenummer"], row["alternativ"])
            for row in table(folder, "mandat")
            if row["tillatt"] == "nei"
        },
        judgements={
            (row["alternativ"], row["kriterium"], row["kommunenummer"]): value
            for row in table(folder, "vurderinger")
            if (value := number(row["omfang"])) is not None
        },
        weights={},
        alternatives={one["id"]: one for one in alternatives},
        criteria=toml(common / "kriterier.toml")["kriterium"],
        assumptions=assumptions | {a["id"]: a for a in own},
        price_index={
            int(row["år"]): value
            for row in table(common, "prisindeks")
            if (value := number(row["indeks"])) is not None
        },
    )
    for row in table(folder, "vekter"):
        weight = number(row["vekt"])
        assert weight is not None
        study.weights.setdefault(row["kommunenummer"], {})[row["kriterium"]] = weight
    read_budgets(study, table(folder, "budsjett"))
    read_staff(study, table(folder, "bemanning"))
    read_systems(study, table(folder, "applikasjoner"), table(folder, "systemnavn"))
    return study


def read_budgets(study: Study, rows: list[dict[str, str]]) -> None:
    for code, municipality in study.municipalities.items():
        of_ours = [row for row in rows if row["kommunenummer"] == code]
        last = max((int(row["år"]) for row in of_ours), default=0)
        municipality.budget = dict.fromkeys(GROUPS)
        for row in of_ours:
            amount = number(row["beløp"])
            if int(row["år"]) == last and amount is not None:
                municipality.budget[row["kostnadsgruppe"]] = study.in_fixed_kroner(amount, last)


def read_staff(study: Study, rows: list[dict[str, str]]) -> None:
    for municipality in study.municipalities.values():
        municipality.posts = dict.fromkeys(FUNCTIONS)
        municipality.persons = dict.fromkeys(FUNCTIONS)
    for row in rows:
        municipality = study.municipalities[row["kommunenummer"]]
        municipality.posts[row["funksjon"]] = number(row["årsverk"])
        municipality.persons[row["funksjon"]] = number(row["personer"])
        municipality.on_call = municipality.on_call or row["vakt"] == "ja"


def read_systems(study: Study, rows: list[dict[str, str]], names: list[dict[str, str]]) -> None:
    rename = {row["skrivemåte"]: row["system"] for row in names}
    decided = study.settings["vedtaksdato"].year
    for row in rows:
        ends = date(row["avtaleslutt"])
        study.municipalities[row["kommunenummer"]].systems.append(
            System(
                owner=row["kommunenummer"],
                name=rename.get(row["system"], row["system"]),
                kind=row.get("systemtype") or None,
                hosting=row["driftsform"],
                cost=number(row["årskostnad"]),
                users=number(row["brukere"]),
                running_cost=number(row.get("driftskostnad")),
                ends=max(0, ends.year - decided) if ends else None,
            )
        )
