"""docs/metode.md names the cells each assumption moves; the model must move those and no other."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from model.regions import ROOT, alike, application_rows, felles, make_dataset, with_values

from analysis.dataset.definitions.assumption_list import ASSUMPTION_LIST
from analysis.dataset.definitions.shared import Shared
from analysis.model.alternative import outcome
from analysis.model.assumptions import scenario_draws
from analysis.model.forecast import null_alternative
from analysis.model.outcome import COMPONENTS, Company, Outcome, Setting
from analysis.model.provenance import assumptions_used
from analysis.model.region import Region, region_from

ROW = re.compile(r"^\|(?:[^|]*\|)? `([a-z_0-9]+)`(?: i selskaper)? \|([^|]*)\|$", re.M)
COMPANY = Company("Prøve IKS", 5000.0, 1000.0, (4.0,) * 6)
Cells = set[tuple[str, str]]


def documented() -> dict[str, Cells]:
    """(alternative, cell) by assumption or company column, as the tables say."""
    found: dict[str, Cells] = defaultdict(set)
    for name, text in ROW.findall((ROOT / "docs" / "metode.md").read_text(encoding="utf-8")):
        found[name] |= set()
        for part in filter(str.strip, text.split(";")):
            alternatives, cells = part.split(":")
            found[name] |= {
                (a.strip(), cell.strip())
                for a in alternatives.split(",")
                for cell in cells.split(",")
            }
    return found


@cache
def rich_region() -> Region:
    """Two municipalities of different size in which every lever has something to act on."""
    municipalities, budget, staff = alike("9901", "9902")
    municipalities["ikt_brukere"] = [400.0, 900.0]
    budget["beløp"] += np.arange(len(budget)) * 100.0
    staff["årsverk"] = np.tile([0.5, 1.0, 0.75], 4)
    staff.loc[1, "vakt"] = "ja"
    apps = application_rows(
        *((code, system) for code in ("9901", "9902") for system in ("Arkiv", "Barn", "Kart")),
        ("9901", "Sak"),
        ("9902", "Acos"),
        ("9902", "Unik"),
    )
    apps["driftsform"] = [*("lokal", "sky", "ekstern") * 2, "lokal", "sky", "lokal"]
    apps["systemtype"] = [*("a", "b", "c") * 2, "sak", "sak", "unik"]
    # Unknown where one system is common, and where two of a type differ.
    unknown = apps.index.isin([0, 6, 7])
    apps["avtaleslutt"] = apps["avtaleslutt"].where(~unknown, None)
    data = make_dataset(municipalities, budget, staff, apps)
    index = data.shared.price_index
    return region_from(
        data.municipalities,
        data.budget,
        data.staff,
        data.applications,
        price_index=index,
        price_year=2022,
        decision_year=2022,
    )


def outcomes(shared: Shared, company: Company = COMPANY) -> dict[str, Outcome]:
    region = rich_region()
    draws = scenario_draws(shared.assumptions, shared.price_index, 2022, ["forventet"])
    forecast = null_alternative(region, draws, 10)
    return {
        a.id: outcome(
            region,
            forecast,
            draws,
            a,
            Setting(
                np.array([True, True]),
                np.array([0.4, 0.6]),
                np.array([0.3, 0.7]),
                host=0 if a.vert else None,
                company=company if a.selskap else None,
            ),
        )
        for a in shared.alternatives
    }


def moved(before: dict[str, Outcome], after: dict[str, Outcome]) -> Cells:
    cells: Cells = set()
    for name, one in before.items():
        pairs = {part: (one.components[part], after[name].components[part]) for part in COMPONENTS}
        pairs["restverdi"] = (one.residual, after[name].residual)
        pairs["margin"] = (one.margin, after[name].margin)
        cells |= {(name, part) for part, (a, b) in pairs.items() if not np.allclose(a, b, 1e-9)}
    return cells


@cache
def central() -> Shared:
    """Every assumption at a value that is not 0."""
    values = {n: a.value("forventet") or 0.01 for n, a in felles().assumptions.items()}
    return with_values(felles(), **values)


def test_the_tables_name_every_assumption() -> None:
    assert set(documented()) == {*ASSUMPTION_LIST, "pris_per_bruker", "inngangspris"}


@pytest.mark.parametrize("name", ASSUMPTION_LIST)
def test_setting_an_assumption_to_zero_moves_only_the_cells_the_method_names(name: str) -> None:
    shared = central()
    cells = moved(outcomes(shared), outcomes(with_values(shared, **{name: 0.0})))
    assert cells == documented()[name]
    for alternative in {a for a, _ in cells}:
        assert name in assumptions_used(shared.alternative(alternative)), alternative


@pytest.mark.parametrize(
    ("column", "field"), [("pris_per_bruker", "price"), ("inngangspris", "entry")]
)
def test_the_companys_offer_moves_only_the_cells_the_method_names(column: str, field: str) -> None:
    without = replace(COMPANY, **{field: 0.0})
    assert moved(outcomes(central()), outcomes(central(), without)) == documented()[column]


def test_every_component_is_moved_by_something() -> None:
    named = {cell for cells in documented().values() for _, cell in cells}
    assert named == {*COMPONENTS, "restverdi", "margin"}
