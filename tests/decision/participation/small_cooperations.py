"""Three municipalities whose cooperation can be worked out by hand, in 1000 kr."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
from model.regions import DECISION_YEAR, bundle, felles, make_dataset, with_values

from analysis.dataset import Dataset
from analysis.dataset.definitions.alternatives import Alternative
from analysis.dataset.definitions.assumption_list import ASSUMPTION_LIST, PER_SIZE
from analysis.dataset.definitions.assumptions import Bounds
from analysis.dataset.tables.categories import COST_GROUPS, FUNCTIONS
from analysis.decision.evaluation import evaluate
from analysis.decision.participation.assess import Participation, assess_participation
from analysis.decision.participation.cooperation import Cooperation

A, B, C = 1, 2, 4
CODES = ("9901", "9902", "9903")

# Felles innkjøp with a fixed cost of being together, paid from the common account.
BUY = bundle(
    "0+",
    tiltak={
        "innkjop": {"pris": "innkjop_pris"},
        "styring": {"fast": "styring_faggrupper", "per_deltaker": "styring_deltaker_lett"},
    },
)
POSTS = {
    "konsulent": "konsulent_pris",
    "stillinger": "felles_stillinger",
    "vakt": "vaktordning",
    "vakt_i_dag": "vakt_i_dag",
}
# Consultants and licences on the common account, with nothing gained or lost in all.
POOL = bundle(
    "2",
    felles_kasse=["konsulent", "lisens"],
    tiltak={"ressurser": POSTS, "innkjop": {"pris": "konsulent_pris"}},
    rettsformer=["avtale"],
)
# Salaries in a common organisation, with nothing gained or lost in all.
STAFF = bundle(
    "5",
    funksjoner=["drift"],
    felles_kasse=["lønn"],
    tiltak={"organisasjon": {"per_dobling": "organisasjon_per_dobling"}},
    rettsformer=["iks"],
)
# A owns Arkiv with B, and B owns Kart with C: 10 % off what is bought together.
SYSTEMS = (("9901", "Arkiv", 1000), ("9902", "Arkiv", 1000), ("9902", "Kart", 500),
           ("9903", "Kart", 500))  # fmt: skip

# Notice is given in year 1 and runs for one year: out from year 3 of 4.
NEXT_YEAR = {"varsel": 1, "oppsigelsestid": [1], "innmelding": 2}

# Nothing but capital on the common account.
CAPITAL = bundle(
    "2",
    rettsformer=["avtale"],
    tiltak={"etablering": {"kapital": "etablering_avtale", "restverdi": "restverdi_andel"}},
)

# Salaries pooled with a host, whose transition costs 100 for each who moves.
HOSTED = bundle(
    "3",
    vert=True,
    plattformbytte=True,
    funksjoner=["drift"],
    felles_kasse=["lønn"],
    rettsformer=["vertskommune"],
    tiltak={
        "organisasjon": {"per_dobling": "organisasjon_per_dobling"},
        "omstilling": {
            "per_kommune": "omstilling_kommune_stort",
            "per_applikasjon": "flytting_per_applikasjon",
            "per_bruker": "opplaering_per_bruker",
            "dobbel_drift": "dobbel_drift",
        },
    },
)


def dataset(
    *alternatives: Alternative,
    values: Mapping[str, float] | None = None,
    budget: Mapping[str, tuple[float, ...]] | None = None,
    inhabitants: tuple[float, ...] = (10_000.0, 10_000.0, 10_000.0),
    users: float | tuple[float, ...] = 400.0,
    systems: tuple[tuple[str, str, float], ...] = SYSTEMS,
    codes: tuple[str, ...] = CODES,
    **settings: object,
) -> Dataset:
    """Every assumption 0 but for the given, one person-year in drift each, no discounting.

    An amount that grows with size is here the same whatever the size: a smallest amount of it.
    """
    given_values = dict.fromkeys(ASSUMPTION_LIST, 0.0) | dict(values or {})
    floors = {n: v for n, v in given_values.items() if ASSUMPTION_LIST[n].unit in PER_SIZE}
    shared = with_values(felles(), **(given_values | dict.fromkeys(floors, 0.0)))
    assumptions = {
        name: one.model_copy(update={"minst": floors.get(name, 0.0)})
        for name, one in shared.assumptions.items()
    }
    shared = replace(
        shared,
        assumptions=assumptions,
        alternatives=(shared.alternative("0"), *alternatives),
    )
    municipalities = pd.DataFrame(
        {
            "navn": [f"Kommune {code[-1]}" for code in codes],
            "innbyggere": inhabitants,
            "årsverk_totalt": 300.0,
            "ikt_brukere": users,
        },
        index=pd.Index(codes, name="kommunenummer"),
    )
    amounts = {"lisens": (3000.0,) * len(codes)} | dict(budget or {})
    rows = [
        (code, DECISION_YEAR, group, amounts.get(group, (0.0,) * len(codes))[i])
        for i, code in enumerate(codes)
        for group in COST_GROUPS
    ]
    staff = [
        (code, name, float(name == "drift"), 1.0, "nei") for code in codes for name in FUNCTIONS
    ]
    given = {
        "fordeling": {"lik": 1.0},
        "analyseperiode": 1,
        "kalkulasjonsrente": 0.0,
        "trekninger": 8,
    }
    return make_dataset(
        municipalities,
        pd.DataFrame(rows, columns=["kommunenummer", "år", "kostnadsgruppe", "beløp"]),
        pd.DataFrame(staff, columns=["kommunenummer", "funksjon", "årsverk", "personer", "vakt"]),
        application_table(*systems),
        shared=shared,
        **(given | settings),
    )


def per_user(data: Dataset, name: str, kroner: float, least: float = 0.0) -> Dataset:
    """The same with an amount that grows with the users, and a smallest amount (1000 kr)."""
    changed = {"anslag": Bounds(min=kroner, sannsynlig=kroner, maks=kroner), "minst": least}
    assumptions = dict(data.shared.assumptions)
    assumptions[name] = assumptions[name].model_copy(update=changed)
    return replace(data, shared=replace(data.shared, assumptions=assumptions))


def application_table(*systems: tuple[str, str, float]) -> pd.DataFrame:
    """Cloud applications whose contracts have ended, from (kommunenummer, system, cost)."""
    return pd.DataFrame(
        {
            "kommunenummer": [code for code, _, _ in systems],
            "system": [system for _, system, _ in systems],
            "systemtype": "",
            "driftsform": "sky",
            "årskostnad": [float(cost) for _, _, cost in systems],
            "driftskostnad": np.nan,
            "brukere": 10.0,
            "avtaleslutt": [dt.date(DECISION_YEAR, 12, 31)] * len(systems),
        }
    ).astype({"årskostnad": float})


def buying(fixed: float = 120.0, **given: object) -> Dataset:
    """A and B save 100 each on Arkiv, B and C 50 each on Kart; ``fixed`` a year together."""
    return dataset(BUY, values={"innkjop_pris": 0.1, "styring_faggrupper": fixed}, **given)


def pooling(**given: object) -> Dataset:
    """Consultants of 800, 1000 and 3000 and licences of 0, 60 and 60 on one account."""
    budget = {"konsulent": (800.0, 1000.0, 3000.0)}
    systems = tuple(
        (code, "Kart", cost) for code, cost in zip(CODES, (0.0, 60.0, 60.0), strict=True)
    )
    changes = {"values": {"konsulentandel": 1.0}, "budget": budget, "systems": systems}
    return dataset(POOL, **(changes | given))


def staffing(**given: object) -> Dataset:
    """Salaries of 800, 1000 and 3000 in one organisation; users 100, 100 and 300."""
    changes = {"budget": {"lønn": (800.0, 1000.0, 3000.0)}, "users": (100.0, 100.0, 300.0)}
    return dataset(STAFF, **(changes | given))


def nine(**given: object) -> Dataset:
    """Nine municipalities, each with one system in common with the next."""
    codes = tuple(f"990{i}" for i in range(1, 10))
    systems = [
        (code, f"System {i + step}", 100.0 * (i + step))
        for i, code in enumerate(codes)
        for step in (0, 1)
    ]
    values = {"innkjop_pris": 0.1, "styring_faggrupper": 100.0}
    people = tuple(1000.0 * (i + 1) for i in range(9))
    return dataset(
        BUY, values=values, systems=tuple(systems), codes=codes, inhabitants=people, **given
    )


def assessed(data: Dataset, draws: int = 0) -> Participation:
    """The whole assessment."""
    return assess_participation(data, evaluate(data), draws=draws)


def only(data: Dataset, draws: int = 0) -> Cooperation:
    """The one cooperation there is."""
    (found,) = assessed(data, draws).cooperations.values()
    return found
