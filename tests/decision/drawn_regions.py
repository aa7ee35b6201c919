"""Three municipalities for what is drawn, and the model of a data set ready to run."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from model.regions import alike, all_judgements, application_rows, make_dataset, with_values

from analysis.dataset import Dataset
from analysis.dataset.definitions.assumption_list import TIED
from analysis.dataset.definitions.shared import Shared
from analysis.dataset.tables.categories import JUDGED_CRITERIA
from analysis.decision.draws.sampling import Sampler
from analysis.decision.draws.sensitivity import Model, margin
from analysis.decision.draws.simulation import Simulator
from analysis.decision.evaluation import Evaluation

CODES = ("9901", "9902", "9903")


def judgements() -> pd.DataFrame:
    """Common judgements that differ, one municipality's own, and one cell that is missing."""
    table = all_judgements()
    table["omfang"] = [float((5 * i) % 7 - 3) for i in range(len(table))]
    own = pd.DataFrame(
        [("2", JUDGED_CRITERIA[0], "9902", 4.0), ("3", JUDGED_CRITERIA[1], "9903", np.nan)],
        columns=table.columns,
    )
    return pd.concat([table, own], ignore_index=True)


def three(shared: Shared | None = None, **changes: object) -> Dataset:
    municipalities, budget, staff = alike(*CODES)
    municipalities["innbyggere"] = [4000.0, 9000.0, 20_000.0]
    municipalities["ikt_brukere"] = [300.0, 800.0, 1500.0]
    apps = application_rows(*((code, system) for code in CODES for system in ("Arkiv", "Barn")))
    apps["driftsform"] = "lokal"
    apps["skjermes"] = ""
    mandate = pd.DataFrame(
        [("9901", "5", "nei")], columns=["kommunenummer", "alternativ", "tillatt"]
    )
    tables = {"judgements": judgements(), "mandate": mandate} | changes
    return make_dataset(municipalities, budget, staff, apps, shared=shared, **tables)


def with_gap(data: Dataset, *rows: int) -> Dataset:
    """The same with amounts missing, by their rows in the budget."""
    budget = data.budget.copy()
    budget.loc[list(rows), "beløp"] = np.nan
    return replace(data, budget=budget)


def certain(shared: Shared, *free: str) -> Shared:
    """Every assumption at its expected value, but for those named; nothing else is drawn."""
    fixed = {n: a.value("forventet") for n, a in shared.assumptions.items() if n not in free}
    fixed |= {"vurdering_usikkerhet": 0.0, "vekt_konsentrasjon": 1e5, **dict.fromkeys(TIED, 0.0)}
    return with_values(shared, **fixed)


def choosing(made: Model, other: int) -> Model:
    """The model with another host or company chosen, and nothing beside it."""
    simulator = made.simulator
    size, place = len(simulator.alternatives), simulator.others[other].alternative
    sides = []
    for side in simulator.sides:
        settings = list(side.settings[:size])
        settings[place] = side.settings[size + other]
        sides.append(replace(side, settings=tuple(settings), keyed=()))
    return replace(made, simulator=replace(simulator, others=(), keys=(), sides=tuple(sides)))


def under(made: Model, key: int) -> Model:
    """The model under another key, and nothing beside it."""
    sides = [replace(s, settings=s.keyed[key], keyed=()) for s in made.simulator.sides]
    bare = replace(made.simulator, others=(), keys=(), sides=tuple(sides))
    return replace(made, simulator=bare)


def turns(made: Model, first: np.ndarray) -> np.ndarray:
    """Whether one assumption alone takes the first place inside its interval, one at a time."""
    found = np.zeros(len(first), dtype=bool)
    for column, (low, central, high) in enumerate(made.sampler.ends):
        values = np.tile(made.sampler.central, (5, 1))
        values[:, column] = low, (low + central) / 2, central, (central + high) / 2, high
        lead = margin(made.at(values), made.eligible, first)
        found |= (lead < -1e-12).any(axis=0)
    return found


def model(data: Dataset, found: Evaluation, chunk: int = 50) -> Model:
    simulator = Simulator.build(data, found)
    sampler = Sampler.build(
        data,
        found.scores.weights,
        int(simulator.missing.sum()),
        gaps=len(simulator.sides) - 1,
        judgements=len(simulator.judged),
    )
    return Model(simulator, sampler, found.scores.eligible, chunk)
