"""The example is of its own date, and is what docs/eksempeldata.md says it is."""

import csv
import datetime as dt
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.dataset import Dataset
from analysis.places import ROOT
from tests.dates import later_than
from tests.later_figures import DAY, INPUTS

EXAMPLE, SHARED = INPUTS / "ringeriksregionen", INPUTS / "felles"
# Days that are ahead by their nature, and the day figures were fetched, which no report tells.
NOT_ASKED = {"avtaleslutt", "opsjon_til", "vedtaksdato", "gyldig_til", "hentet"}
FILES = sorted(path for folder in (EXAMPLE, SHARED) for path in folder.rglob("*.*"))


def cells(path: Path) -> Iterator[str]:
    """The texts, dates and years of a csv file; other numbers are amounts, sizes and codes."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream, delimiter=";"):
            for column, cell in row.items():
                number = re.fullmatch(r"[\d\s,]*", cell)
                if column not in NOT_ASKED and (column == "år" or not number):
                    yield cell


def values(content: Any) -> Iterator[str]:
    """The texts, dates and years of a toml file."""
    if isinstance(content, list):
        for one in content:
            yield from values(one)
    elif isinstance(content, dict):
        for key, one in content.items():
            if key in NOT_ASKED or (isinstance(one, int) and key != "kroneverdi"):
                continue
            yield from values(one)
    elif not isinstance(content, float):
        yield str(content)


def told(path: Path) -> Iterator[str]:
    """What an input file has that a report can tell."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".csv":
        yield from cells(path)
    elif path.suffix == ".toml":
        yield from values(tomllib.loads(text))
    elif path.suffix == ".geojson":
        yield json.loads(text)["kilde"]
    else:
        yield text


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(INPUTS).as_posix())
def test_nothing_in_the_inputs_is_from_after_the_report(path: Path) -> None:
    texts = list(told(path))
    assert texts
    assert [later for text in texts for later in later_than(DAY, text)] == []


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("15. juni 2026, 15.06.2026 og 2026-06-15", []),
        ("16. juni 2026", ["16. juni 2026"]),
        ("1.\u00a0juli 2026", ["1. juli 2026"]),
        ("hentet 21.11.2026", ["21.11.2026"]),
        ("2026-06-16", ["2026-06-16"]),
        ("økonomiplan 2026–2029", ["2029"]),
        ("docplayer 20290711, 2022/3176 og 20 300 kroner", []),
    ],
)
def test_what_is_later_is_found(text: str, later: list[str]) -> None:
    assert later_than(dt.date(2026, 6, 15), text) == later


PAGE = (ROOT / "docs" / "eksempeldata.md").read_text("utf-8")


def whole(amount: float) -> str:
    return f"{amount:,.0f}".replace(",", " ")


def ends(values: pd.Series) -> str:
    return f"{whole(values.min())}–{whole(values.max())}"


def costs(dataset: Dataset) -> pd.DataFrame:
    """What each municipality spends, by cost group."""
    return dataset.budget.pivot(index="kommunenummer", columns="kostnadsgruppe", values="beløp")


def test_the_page_says_what_the_budgets_are(dataset: Dataset) -> None:
    budget = costs(dataset)
    total = budget.sum(axis=1)
    people = dataset.municipalities["innbyggere"]
    each = total * 1000 / people
    two_largest = each[people.nlargest(2).index]
    assert set(two_largest.round(-1)) == {1650, 1660} and "om lag 1 650 kroner" in PAGE
    assert round(each["3310"], -2) == 2200 and "om lag 2 200 i Hole" in PAGE
    assert people.idxmin() == "3236" and f"er den {whole(each['3236'])} uten konsulent" in PAGE
    posts = dataset.staff.groupby("kommunenummer")["årsverk"].sum()
    assert f"lønn er {ends(budget['lønn'] / posts)} tusen kroner per årsverk" in PAGE
    shares = (100 * budget.div(total, axis=0)).drop(columns="lønn")
    assert (
        f"lisens er {ends(shares['lisens'])} prosent, drift {ends(shares['drift'])}, konsulent "
        f"{ends(shares['konsulent'])} og utstyr {ends(shares['utstyr'])} prosent"
    ) in PAGE
    prices = dataset.companies["pris_per_bruker"]
    assert f"Prisene ({ends(prices)} kroner per bruker og år)" in PAGE


def test_the_page_holds_the_budgets_against_accounts_in_the_same_kroner(dataset: Dataset) -> None:
    prices = dataset.shared.price_index.set_index("år")["indeks"]
    factor = prices[dataset.settings.kroneverdi] / prices[2023]
    assert f"ganget med {factor:.4f}".replace(".", ",") in PAGE
    official = dataset.official.set_index(["kommunenummer", "år", "størrelse"])["verdi"]
    # Table 12137, 1000 kr; the file of official figures has administration only.
    for code, label, spent in (
        ("3310", "Hole", 693_630),
        ("3236", "Jevnaker (uten konsulent)", 632_956),
    ):
        own = costs(dataset).loc[code].sum()
        administration = official[code, 2023, "administrasjon_brutto"] * factor
        share = f"{100 * own / (spent * factor):.1f}".replace(".", ",")
        told = f"{whole(own)} | {whole(administration)} | {whole(spent * factor)} | {share} %"
        assert f"| {label} | {told} |" in PAGE
    modum = costs(dataset).loc["3316"].sum()
    assert f"| {whole(modum)} | 63 818 | 1 144 476 | under 2,4 % |" in PAGE
    assert modum / 1_144_476 < 0.024


def test_the_page_says_what_the_systems_are(dataset: Dataset) -> None:
    rows, budget = dataset.applications, costs(dataset)
    decided = dataset.system_names.set_index("skrivemåte")["system"]
    systems = rows["system"].map(lambda name: decided.get(name, name)).nunique()
    assert (
        f"{len(rows)} rader med {systems} systemer fra {rows['leverandør'].nunique()} leverandører"
    ) in PAGE
    outside = rows["driftsform"] == "ekstern"
    local = rows["driftsform"] == "lokal"

    def cost(chosen: pd.Series, column: str = "årskostnad") -> pd.Series:
        return rows[chosen].groupby("kommunenummer")[column].sum()

    assert f"forklarer {ends(100 * cost(~outside) / budget['lisens'])} prosent av lisens" in PAGE
    assert f"forklarer {ends(100 * cost(outside) / budget['drift'])} prosent av drift" in PAGE
    operation = 100 * cost(local, "driftskostnad") / budget["drift"]
    assert f"lokale systemer forklarer {ends(operation)} prosent av drift" in PAGE
    known = rows["avtaleslutt"].dropna()
    options = rows["opsjon_til"].notna().sum()
    assert f"{options} av {len(known)} avtaler med sluttdato har opsjon" in PAGE
    decision = dataset.settings.vedtaksdato
    assert (rows.loc[rows["opsjon_til"].notna(), "avtaleslutt"] > decision).all()
    over = sum(day < dataset.settings.dato for day in known) / len(rows)
    assert f"Om lag {100 * over:.0f} prosent av avtalene var utløpt" in PAGE
